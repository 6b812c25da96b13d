"""The log of contact: who may be written to, which reminder it is, and that a contact can be mended and taken back."""

import pytest
from filled import TODAY

from db import command, contacts, follow_up, history, lapses, loans, merging, people, units
from db.connection import Register, dbapi
from db.errors import Rejected, Why

LATER = "2027-02-01"  # what is lent to 10 January is late by then


def lent(depot, *numbers, **more):
    """The lines of copies that were just lent."""
    depot.lend(*numbers, **more)
    return [depot.line(number) for number in numbers]


def refused(depot, act, *, today=LATER, **given):
    with pytest.raises(Rejected) as told:
        depot.do(act, today=today, **given)
    return told.value.why


def lapse(depot, kind="institution", closed_on=None):
    """A lapse of need as its own command will lay it."""
    depot.register.conn.execute(
        "INSERT INTO lapse (person_id, kind, on_day, made_on, closed_on) VALUES (:person, :kind, :day, :day, :closed)",
        {"person": depot.person, "kind": kind, "day": TODAY, "closed": closed_on},
    )


def stop(depot, how, line):
    """Something after which nobody writes about the line."""
    card = people.person(depot.register, depot.person)
    given = {"person_id": depot.person, "rev": card["rev"]}
    match how:
        case "death":
            depot.do(people.change_person, died_on=TODAY, **given)
        case "moved":
            depot.register.conn.execute("UPDATE person SET moved_on = :day", {"day": TODAY})
        case "lapse":
            lapse(depot)
        case "return":
            depot.do(loans.take_back, returns=[loans.Return(line, "clean")])


STOPS = ["death", "moved", "lapse", "return"]


def test_a_contact_is_kept_with_its_lines_and_who_wrote_it(depot):
    lines = lent(depot, 0, 1)
    ref = depot.do(contacts.add_contact, line_ids=lines, kind="phone", outcome="reached", text=" Beholder til påske ",
                   next_on="2027-03-28")  # fmt: skip
    (row,) = contacts.of_borrower(depot.register, person_id=depot.person)
    assert (row["contact_id"], row["on_day"], row["text"], row["staff"]) == (ref, TODAY, "Beholder til påske", "Jon")
    assert row["things"] == '["H-0001","H-0002"]'
    assert [one["contact_id"] for one in contacts.of_line(depot.register, lines[1])] == [ref]
    assert contacts.of_line(depot.register, lent(depot, 2)[0]) == []


def test_undo_takes_a_contact_back_and_redo_brings_the_same_one(depot):
    ref = depot.do(contacts.add_contact, line_ids=lent(depot, 0), kind="phone", outcome="no_answer")
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert contacts.of_borrower(depot.register, person_id=depot.person) == []
    history.redo_last(depot.register, staff="Jon", today=TODAY)
    assert contacts.of_borrower(depot.register, person_id=depot.person)[0]["contact_id"] == ref
    assert len(contacts.line_ids_of(depot.register, ref)) == 1


def test_a_contact_is_mended_and_the_mending_taken_back(depot):
    first, second = lent(depot, 0, 1)
    ref = depot.do(contacts.add_contact, line_ids=[first], kind="phone", outcome="no_answer", text="Prøv igjen")
    depot.do(contacts.change_contact, contact_id=ref, rev=1, kind="visit", outcome="reached", line_ids=[second],
             text="Traff henne", next_on="2026-12-01")  # fmt: skip
    now = contacts.contact(depot.register, ref)
    assert (now["kind"], now["outcome"], now["text"], now["next_on"]) == (
        "visit",
        "reached",
        "Traff henne",
        "2026-12-01",
    )
    assert contacts.line_ids_of(depot.register, ref) == [second]
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert contacts.contact(depot.register, ref)["kind"] == "phone"
    assert contacts.line_ids_of(depot.register, ref) == [first]


def test_a_mending_that_was_overtaken_is_told(depot):
    lines = lent(depot, 0)
    ref = depot.do(contacts.add_contact, line_ids=lines, kind="phone", outcome="no_answer")
    given = {"contact_id": ref, "rev": 1, "kind": "phone", "outcome": "reached", "line_ids": lines}
    depot.do(contacts.change_contact, **given)
    assert refused(depot, contacts.change_contact, **given | {"text": "Også jeg"}) is Why.OVERTAKEN


def test_a_mending_of_the_lines_alone_is_told_too(depot):
    first, second = lent(depot, 0, 1)
    ref = depot.do(contacts.add_contact, line_ids=[first], kind="phone", outcome="reached")
    given = {"contact_id": ref, "rev": 1, "kind": "phone", "outcome": "reached"}
    depot.do(contacts.change_contact, line_ids=[first, second], **given)
    assert refused(depot, contacts.change_contact, line_ids=[second], text="x", **given) is Why.OVERTAKEN


FORBIDDEN = (
    ({"kind": "pigeon"}, Why.MISSING_VALUE),
    ({"outcome": "perhaps"}, Why.MISSING_VALUE),
    ({"on_day": "2099-01-01"}, Why.DAY_IN_FUTURE),
    ({"next_on": "2026-11-21"}, Why.NEXT_BEFORE_CONTACT),
    ({"next_on": "2026-13-01"}, Why.NOT_A_DAY),
    ({"next_on": "2027-01-01", "line_ids": [], "person_id": 1}, Why.MISSING_VALUE),
    ({"text": "x" * 2001}, Why.TOO_LONG),
    ({"text": "Født 17054112345"}, Why.NATIONAL_ID),
    ({"line_ids": []}, Why.NO_BORROWER),
    ({"line_ids": [99]}, Why.NO_SUCH),
    ({"unit_id": 1}, Why.NO_BORROWER),
    ({"person_id": 1, "unit_id": 1}, Why.NO_BORROWER),
    ({"line_ids": [], "person_id": 99}, Why.NO_SUCH),
)


def test_what_a_contact_may_not_be(depot):
    lines = lent(depot, 0)
    for given, why in FORBIDDEN:
        said = {"line_ids": lines, "kind": "phone", "outcome": "reached"} | given
        assert refused(depot, contacts.add_contact, today=TODAY, **said) is why, given
    assert contacts.of_borrower(depot.register, person_id=depot.person) == []


def test_lines_of_two_borrowers_are_no_one_contact(depot):
    mine = lent(depot, 0)
    theirs = lent(depot, 1, person_id=None, unit_id=depot.unit)
    given = {"kind": "phone", "outcome": "reached"}
    assert refused(depot, contacts.add_contact, line_ids=[*mine, *theirs], **given) is Why.NO_BORROWER


def test_reminders_of_several_borrowers_are_one_command(depot):
    mine, theirs = lent(depot, 0, 1), lent(depot, 2, person_id=None, unit_id=depot.unit)
    made = depot.do(contacts.remind, today=LATER, line_ids=[*mine, *theirs], kind="letter", next_on="2027-02-15")
    assert len(made) == 2
    assert contacts.line_ids_of(depot.register, made[0]) == mine
    (row,) = contacts.of_borrower(depot.register, unit_id=depot.unit)
    assert (row["kind"], row["outcome"], row["next_on"]) == ("letter", "sent", "2027-02-15")
    history.undo_last(depot.register, staff="Jon", today=LATER)
    assert contacts.reminders(depot.register, [*mine, *theirs]) == dict.fromkeys([*mine, *theirs], 0)


@pytest.mark.parametrize("how", STOPS)
def test_nobody_writes_where_it_has_been_stopped(depot, how):
    (line,) = lent(depot, 0)
    stop(depot, how, line)
    assert follow_up.may_be_reminded(depot.register, [line], today=LATER) == []
    assert refused(depot, contacts.remind, line_ids=[line], kind="sms") is Why.REMINDERS_STOPPED
    sent = {"line_ids": [line], "kind": "letter", "outcome": "sent"}
    expected = Why.PERSON_IS_DEAD if how == "death" else Why.REMINDERS_STOPPED
    assert refused(depot, contacts.add_contact, **sent) is expected
    assert contacts.of_line(depot.register, line) == []


@pytest.mark.parametrize("how", STOPS)
def test_what_came_between_the_list_and_the_letter_stops_that_one_alone(depot, how):
    (mine,) = lent(depot, 0)
    (theirs,) = lent(depot, 1, person_id=None, unit_id=depot.unit)
    assert follow_up.letter_lines(depot.register, today=LATER, line_ids=[mine, theirs]) == [mine, theirs]
    stop(depot, how, mine)
    made = depot.do(contacts.remind, today=LATER, line_ids=[mine, theirs], kind="letter")
    assert [contacts.line_ids_of(depot.register, ref) for ref in made] == [[theirs]]
    assert history.last(depot.register)["data"].count(f'"left_out":[{mine}]') == 1


@pytest.mark.parametrize("how", ["death", "moved", "lapse"])
def test_a_call_is_logged_also_where_nobody_writes(depot, how):
    (line,) = lent(depot, 0)
    stop(depot, how, line)
    depot.do(
        contacts.add_contact, today=LATER, line_ids=[line], kind="phone", outcome="reached", text="Snakket med sønn"
    )
    assert len(contacts.of_line(depot.register, line)) == 1


def test_a_death_that_is_told_stops_all_and_its_annulment_begins_again(depot):
    lines = lent(depot, 0, 1)
    depot.do(contacts.remind, today=LATER, line_ids=lines[:1], kind="letter")
    depot.do(lapses.tell_death, today=LATER, person_id=depot.person, died_on=LATER)
    assert follow_up.letter_lines(depot.register, today=LATER, line_ids=lines) == []
    assert follow_up.ids(depot.register, today=LATER) == []
    history.undo_last(depot.register, staff="Jon", today=LATER)
    assert follow_up.letter_lines(depot.register, today=LATER, line_ids=lines) == lines
    depot.do(lapses.tell_death, today=LATER, person_id=depot.person, died_on=LATER)
    depot.do(lapses.annul_death, today=LATER, person_id=depot.person, reason="feil person")
    assert follow_up.letter_lines(depot.register, today=LATER, line_ids=lines) == lines


def test_what_moves_along_to_an_institution_is_reminded_there(depot):
    lines = lent(depot, 0)
    depot.do(lapses.to_institution, today=LATER, person_id=depot.person, unit_id=depot.unit)
    assert follow_up.letter_lines(depot.register, today=LATER, line_ids=lines) == []
    (moved,) = follow_up.lines(depot.register, [follow_up.borrower_key(None, depot.unit)], today=LATER)
    assert moved["number"] == "H-0001"
    assert moved["status"] not in follow_up.QUIET


def test_a_lapse_that_is_over_stops_nobody(depot):
    (line,) = lent(depot, 0)
    lapse(depot, closed_on=TODAY)
    assert follow_up.may_be_reminded(depot.register, [line], today=LATER) == [line]


def test_another_window_cannot_remind_somebody_who_has_just_died(depot):
    (line,) = lent(depot, 0)
    other = Register.open(depot.path)
    stop(depot, "death", line)
    with pytest.raises(Rejected):
        command.run(other, contacts.remind, staff="Berit", today=LATER, line_ids=[line], kind="letter")
    other.close()


@pytest.mark.parametrize("kind", ["letter", "sms"])
def test_the_file_itself_refuses_a_reminder_to_the_dead_and_for_what_is_back(depot, kind):
    (line,) = lent(depot, 0)
    sql = "INSERT INTO contact (person_id, on_day, kind, outcome) VALUES (:person, :day, :kind, 'sent')"
    given = {"person": depot.person, "day": LATER, "kind": kind}
    ref = depot.register.conn.execute(sql, given).lastrowid
    depot.do(loans.take_back, returns=[loans.Return(line, "clean")])
    about = "INSERT INTO contact_line (contact_id, line_id) VALUES (:ref, :line)"
    with pytest.raises(dbapi.IntegrityError, match="guard:reminders_stopped"):
        depot.register.conn.execute(about, {"ref": ref, "line": line})
    stop(depot, "death", line)
    with pytest.raises(dbapi.IntegrityError, match="guard:reminders_stopped"):
        depot.register.conn.execute(sql, given)


def test_the_count_of_reminders_begins_anew_after_an_extension(depot):
    (line,) = lent(depot, 0)

    def remind(day, kind="letter"):
        depot.do(contacts.remind, today=day, line_ids=[line], kind=kind)
        return contacts.reminders(depot.register, [line])[line]

    assert [remind("2027-01-20"), remind("2027-01-30", "sms")] == [1, 2]
    depot.do(loans.extend, today="2027-01-30", line_ids=[line], due_on="2027-03-01")
    assert contacts.reminders(depot.register, [line]) == {line: 0}
    assert remind("2027-03-05") == 1
    history.undo_last(depot.register, staff="Jon", today="2027-03-05")
    history.undo_last(depot.register, staff="Jon", today="2027-03-05")  # the extension
    assert contacts.reminders(depot.register, [line]) == {line: 2}


def test_calls_and_visits_are_no_reminders(depot):
    (line,) = lent(depot, 0)
    for kind, outcome in (("phone", "reached"), ("letter", "no_answer"), ("visit", "no_answer"), ("other", "sent")):
        depot.do(contacts.add_contact, line_ids=[line], kind=kind, outcome=outcome)
    assert contacts.reminders(depot.register, [line]) == {line: 0}


def test_the_log_follows_when_two_cards_become_one(depot):
    twin = depot.do(people.add_person, first_name="Kari", last_name="Nordmann")
    depot.do(contacts.add_contact, person_id=twin, kind="phone", outcome="reached", text="Ringte selv")
    depot.do(merging.merge_people, person_id=depot.person, other_id=twin)
    assert [row["text"] for row in contacts.of_borrower(depot.register, person_id=depot.person)] == ["Ringte selv"]
    history.undo_last(depot.register, staff="Jon", today=TODAY)
    assert [row["text"] for row in contacts.of_borrower(depot.register, person_id=twin)] == ["Ringte selv"]


def test_a_unit_has_a_log_of_its_own(depot):
    other = depot.do(units.add_unit, name="Furutoppen")
    depot.do(contacts.add_contact, unit_id=depot.unit, kind="visit", outcome="reached")
    assert len(contacts.of_borrower(depot.register, unit_id=depot.unit)) == 1
    assert contacts.of_borrower(depot.register, unit_id=other) == []


def test_the_history_tells_no_words_of_a_contact(depot):
    depot.do(contacts.add_contact, line_ids=lent(depot, 0), kind="phone", outcome="reached", text="Sa noe om helsa")
    said = history.last(depot.register)["data"]
    assert "helsa" not in said
    assert '"numbers":["H-0001"]' in said
