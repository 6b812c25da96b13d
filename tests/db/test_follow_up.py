"""The work list of follow-up: each open line is in one class, and those whom nobody writes to are in no letter."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from filled import TODAY, fill
from hypothesis import given, settings
from hypothesis import strategies as st

from db import contacts, follow_up, loans, people
from db import settings as chosen
from db.connection import Register

ANSWER = 14


def day(offset: int) -> str:
    return (date.fromisoformat(TODAY) + timedelta(days=offset)).isoformat()


@dataclass
class Said:
    on: int
    kind: str
    outcome: str
    next: int | None


@dataclass
class Line:
    due: int | None
    ended: bool
    extended: list[int]
    said: list[Said]
    line_id: int = 0

    @property
    def since(self) -> int:
        return max(self.extended, default=-999)

    @property
    def told(self) -> list[Said]:
        return sorted(self.said, key=lambda one: one.on)  # stable: those of one day in the order they were written

    @property
    def waits(self) -> int | None:
        """The day agreed by the latest contact, where the loan was not extended after it."""
        return self.told[-1].next if self.told and self.told[-1].on >= self.since else None

    @property
    def unanswered(self) -> bool:
        new = [one for one in self.told if one.on > self.since]
        if new and new[-1].outcome == "no_answer":
            return True
        tail: list[Said] = []
        for one in self.told:
            tail = [] if one.outcome == "reached" else [*tail, one]
        return any(one.outcome == "sent" and one.on > self.since and one.on <= -ANSWER for one in tail)

    @property
    def reminded(self) -> int:
        return sum(one.kind in ("letter", "sms") and one.outcome == "sent" and one.on > self.since for one in self.said)


@dataclass
class Borrower:
    stop: str
    lines: list[Line]
    person_id: int = 0
    lapse_closed: bool = field(default=False)

    def state(self, line: Line) -> str:
        """The class of a line, told the other way round than the query tells it."""
        if self.stop in ("dead", "moved", "lapse"):
            return "stopped"
        if line.waits is not None and line.waits > 0:
            return "snoozed"
        if line.unanswered:
            return "no_answer"
        if line.waits is not None:
            return "contact_day"
        if line.due is None or line.due > 14:
            return "open"
        return "overdue" if line.due < 0 else "due_soon"


DAYS = st.sampled_from([-30, -15, -14, -13, -1, 0])  # few, so that things often fall on one day
SAID = st.builds(
    Said,
    on=DAYS,
    kind=st.sampled_from(contacts.KINDS),
    outcome=st.sampled_from(contacts.OUTCOMES),
    next=st.none() | st.sampled_from([0, 1, 7]),
)
LINES = st.builds(
    Line,
    due=st.none() | st.sampled_from([-60, -1, 0, 1, 14, 15, 40]),
    ended=st.sampled_from([False, False, False, True]),
    extended=st.lists(DAYS, max_size=2),
    said=st.lists(SAID, max_size=4),
)
BORROWERS = st.builds(
    Borrower,
    stop=st.sampled_from(["", "", "", "dead", "moved", "lapse", "lapse over", "moving"]),
    lines=st.lists(LINES, min_size=1, max_size=3),
)


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """A filled register that every example is laid in and taken out of again."""
    made = Register.create(tmp_path_factory.mktemp("list") / "lager.hverdag")
    fill(made, copies=1)
    yield made
    made.close()


def lay(register, borrowers):
    """Write the borrowers as they are told, past the commands: their days lie in the past in any order."""

    def put(table, **row):
        names = ", ".join(row)
        sql = f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in row)})"
        return register.conn.execute(sql, row).lastrowid

    goods = register.value("SELECT product_id FROM product WHERE tracking = 'quantity'")
    for n, one in enumerate(borrowers):
        one.person_id = put("person", last_name=f"P{n}", name_key=f"p{n}", search_key=f"p{n}")
        agreement = put("agreement", person_id=one.person_id, out_on=day(-90))
        for line in one.lines:
            due = None if line.due is None else day(line.due)
            end = {"end_reason": "returned", "ended_on": TODAY} if line.ended else {}
            line.line_id = put("loan_line", agreement_id=agreement, product_id=goods, quantity=1, out_on=day(-90),
                               original_due_on=due, due_on=due, **end)  # fmt: skip
            for made in line.extended:
                put("extension", line_id=line.line_id, made_on=day(made), old_due_on=None, new_due_on=due)
            for said in line.said:
                following = None if said.next is None else day(said.next)
                ref = put("contact", person_id=one.person_id, on_day=day(said.on), kind=said.kind,
                          outcome=said.outcome, next_on=following)  # fmt: skip
                if not (line.ended and said.outcome == "sent"):
                    put("contact_line", contact_id=ref, line_id=line.line_id)
        if one.stop == "dead":
            register.conn.execute("UPDATE person SET died_on = :day WHERE person_id = :ref",
                                  {"day": day(-3), "ref": one.person_id})  # fmt: skip
        elif one.stop in ("moved", "moving"):
            register.conn.execute("UPDATE person SET moved_on = :day WHERE person_id = :ref",
                                  {"day": day(0 if one.stop == "moved" else 5), "ref": one.person_id})  # fmt: skip
        elif one.stop:
            put("lapse", person_id=one.person_id, kind="institution", on_day=day(-3), made_on=day(-3),
                closed_on=day(-1) if one.stop == "lapse over" else None)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(BORROWERS, min_size=1, max_size=4))
def test_each_open_line_is_in_one_class_and_each_chip_holds_what_it_says(register, borrowers):
    register.conn.execute("BEGIN")
    try:
        lay(register, borrowers)
        expected = {line.line_id: (one.state(line), line.reminded)
                    for one in borrowers for line in one.lines if not line.ended}  # fmt: skip
        keys = [follow_up.borrower_key(one.person_id, None) for one in borrowers]
        found = follow_up.lines(register, keys, today=TODAY)
        assert {row["line_id"]: (row["status"], row["reminders"]) for row in found} == expected
        assert len(found) == len(expected)
        assert {row["status"] for row in found} <= set(follow_up.RANKS)
        held = contacts.reminders(register, list(expected))
        assert held == {ref: reminded for ref, (_state, reminded) in expected.items()}
        check_chips(register, borrowers)
        check_letters(register, borrowers, keys)
    finally:
        register.conn.execute("ROLLBACK")


def check_chips(register, borrowers):
    awake = {"overdue": lambda due: due is not None and due < 0,
             "due_soon": lambda due: due is not None and 0 <= due <= 14}  # fmt: skip
    by_state = {"now": {"no_answer", "contact_day", "overdue"}, "no_answer": {"no_answer"}, "snoozed": {"snoozed"},
                "all": set(follow_up.RANKS)}  # fmt: skip
    counts = follow_up.chips(register, today=TODAY)
    assert follow_up.to_contact(register, today=TODAY) == counts["now"]
    for chip in counts:
        wanted = set()
        for one in borrowers:
            for line in (line for line in one.lines if not line.ended):
                state = one.state(line)
                quiet = state in follow_up.QUIET
                if state in by_state.get(chip, ()) or (chip in awake and awake[chip](line.due) and not quiet):
                    wanted.add(follow_up.borrower_key(one.person_id, None))
        listed = follow_up.ids(register, today=TODAY, chip=chip)
        assert set(listed) == wanted, chip
        assert len(listed) == counts[chip] == len(wanted)
        rows = follow_up.rows(register, listed, today=TODAY, chip=chip)
        assert {row["borrower"] for row in rows} == wanted
        urgency = {row["borrower"]: (follow_up.RANKS[row["status"]], row["due_on"] or "9999") for row in rows}
        assert [urgency[key] for key in listed] == sorted(urgency.values())


def check_letters(register, borrowers, keys):
    """Letters go to what is late and still out, with nobody stopped and nothing agreed."""
    wanted = {line.line_id for one in borrowers for line in one.lines
              if not line.ended and line.due is not None and line.due < 0
              and one.state(line) not in follow_up.QUIET}  # fmt: skip
    assert set(follow_up.letter_lines(register, today=TODAY, keys=keys)) == wanted
    every = [line.line_id for one in borrowers for line in one.lines]
    allowed = {line.line_id for one in borrowers for line in one.lines
               if not line.ended and one.stop not in ("dead", "moved", "lapse")}  # fmt: skip
    assert set(follow_up.may_be_reminded(register, every, today=TODAY)) == allowed


# what the list is by commands


LATE = day(60)  # what is lent to 10 January is late by then


def seen(depot, today=LATE):
    """Class, reminders and next day of the lines of Kari."""
    key = follow_up.borrower_key(depot.person, None)
    return [(row["status"], row["reminders"], row["next_on"])
            for row in follow_up.lines(depot.register, [key], today=today)]  # fmt: skip


def test_a_loan_goes_through_the_classes(depot):
    depot.lend(0)
    line = [depot.line(0)]
    assert [seen(depot, today)[0][0] for today in (TODAY, "2026-12-27", "2027-01-10", "2027-01-11")] == [
        "open", "due_soon", "due_soon", "overdue",
    ]  # fmt: skip
    depot.do(contacts.remind, today="2027-01-11", line_ids=line, kind="letter", next_on="2027-01-25")
    assert seen(depot, "2027-01-24") == [("snoozed", 1, "2027-01-25")]
    assert seen(depot, "2027-01-25") == [("no_answer", 1, "2027-01-25")]
    depot.do(contacts.add_contact, today="2027-01-25", line_ids=line, kind="phone", outcome="reached",
             next_on="2027-02-01")  # fmt: skip
    assert seen(depot, "2027-01-26") == [("snoozed", 1, "2027-02-01")]
    assert seen(depot, "2027-02-01") == [("contact_day", 1, "2027-02-01")]
    depot.do(loans.extend, today="2027-02-02", line_ids=line, due_on="2027-04-01")
    assert seen(depot, "2027-02-02") == [("open", 0, None)]


def test_a_day_agreed_while_extending_is_kept(depot):
    depot.lend(0)
    line = [depot.line(0)]
    depot.do(contacts.add_contact, line_ids=line, kind="phone", outcome="reached", next_on="2026-12-01")
    depot.do(loans.extend, line_ids=line, due_on="2027-04-01")
    assert seen(depot, "2026-12-01") == [("contact_day", 0, "2026-12-01")]


def test_how_long_a_letter_is_waited_upon_is_a_setting(depot):
    depot.lend(0)
    depot.do(contacts.remind, line_ids=[depot.line(0)], kind="sms")
    assert seen(depot, day(5))[0][0] == "open"
    depot.do(chosen.choose, values={"answer_days": "5"})
    assert seen(depot, day(5))[0][0] == "no_answer"


def test_what_one_borrower_has_is_one_row_and_what_the_ward_has_another(depot):
    depot.lend(0, 1, goods={depot.goods: 4})
    depot.lend(2, person_id=None, unit_id=depot.unit, due_on="2027-01-01")
    kari, ward = follow_up.borrower_key(depot.person, None), follow_up.borrower_key(None, depot.unit)
    assert follow_up.borrower_of(kari) == (depot.person, None)
    assert follow_up.borrower_of(ward) == (None, depot.unit)
    listed = follow_up.ids(depot.register, today=LATE)
    assert listed == [ward, kari]
    rows = {row["borrower"]: row for row in follow_up.rows(depot.register, listed, today=LATE)}
    assert len(rows[kari]["lines"]) == 3
    assert (rows[kari]["due_on"], rows[ward]["due_on"]) == ("2027-01-10", "2027-01-01")
    assert [line["left_out"] for line in rows[kari]["lines"] if line["product_id"]] == [4]
    assert follow_up.ids(depot.register, today=LATE, text="solgl") == [ward]
    assert follow_up.ids(depot.register, today=LATE, text="klosser") == [kari]
    assert follow_up.ids(depot.register, today=LATE, text="finnes ikke") == []


def test_the_list_stands_in_any_order(depot):
    depot.lend(0)
    depot.lend(1, person_id=None, unit_id=depot.unit, due_on=None)
    kari, ward = follow_up.borrower_key(depot.person, None), follow_up.borrower_key(None, depot.unit)

    def listed(order, descending=False):
        return follow_up.ids(depot.register, today=LATE, chip="all", order=order, descending=descending)

    for order in follow_up._ORDERS:
        assert set(listed(order)) == set(listed(order, True)) == {kari, ward}, order
    assert listed("borrower") == [kari, ward]
    assert listed("borrower", descending=True) == [ward, kari]
    assert listed("due", descending=True) == [kari, ward]  # without a day last, whichever way


def test_who_was_never_called_and_who_was_reminded_can_be_told_apart(depot):
    depot.lend(0)
    depot.lend(1, person_id=None, unit_id=depot.unit)
    kari, ward = follow_up.borrower_key(depot.person, None), follow_up.borrower_key(None, depot.unit)
    depot.do(contacts.remind, today=LATE, line_ids=[depot.line(0)], kind="letter")
    assert follow_up.ids(depot.register, today=LATE, chip="all", choice="never") == [ward]
    assert follow_up.ids(depot.register, today=LATE, chip="all", choice="reminded") == [kari]


def test_a_letter_tells_all_that_is_late_but_what_is_agreed_unless_it_was_pointed_at(depot):
    depot.lend(0, 1, 2)
    first, second, third = (depot.line(n) for n in range(3))
    depot.do(contacts.add_contact, today=LATE, line_ids=[second], kind="phone", outcome="reached", next_on=day(90))
    depot.do(loans.extend, today=LATE, line_ids=[third], due_on=day(90))
    register = depot.register
    assert follow_up.letter_lines(register, today=LATE, line_ids=[first]) == [first]
    assert follow_up.letter_lines(register, today=LATE, line_ids=[second]) == [first, second]
    assert follow_up.letter_lines(register, today=LATE, line_ids=[third]) == [first]


def test_a_person_who_comes_back_to_life_is_written_to_again(depot):
    depot.lend(0)
    card = people.person(depot.register, depot.person)
    depot.do(people.change_person, person_id=depot.person, rev=card["rev"], died_on=TODAY)
    assert seen(depot) == [("stopped", 0, None)]
    assert follow_up.ids(depot.register, today=LATE) == []
    card = people.person(depot.register, depot.person)
    depot.do(people.change_person, person_id=depot.person, rev=card["rev"], died_on=None)
    assert seen(depot) == [("overdue", 0, None)]
