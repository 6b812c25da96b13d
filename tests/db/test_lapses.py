"""Death, moving, institution: one act for all that a person has, seen before it is done, and taken back whole."""

import copy
import shutil

import hypothesis
import pytest
from filled import TODAY, fill
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from db import (
    check,
    command,
    effects,
    figures,
    history,
    lapses,
    loan_lines,
    loans,
    merging,
    nav_cases,
    paperwork,
    people,
    products,
    settings,
    trips,
)
from db import requests as asked
from db.connection import Register
from db.effects import Effects
from db.errors import Rejected, Why

ACTS = {"death": lapses.tell_death, "moved": lapses.tell_moved, "institution": lapses.to_institution}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory):
    """A person with three copies, goods, a bed on order, and an errand for it; filled once."""
    depot = fill(Register.create(tmp_path_factory.mktemp("home") / "lager.hverdag"))
    depot.lend(0, 1, due_on="2026-11-01", out_on="2026-09-01")
    depot.lend(2, goods={depot.goods: 4}, out_on="2026-11-10")
    bed = depot.do(products.add_product, name="Seng")
    depot.request = depot.do(asked.add_request, product_id=bed, person_id=depot.person, wanted_on="2026-12-01")
    depot.do(trips.add_stop, kind="deliver", person_id=depot.person, request_ids=[depot.request])
    depot.goods_line = next(line["line_id"] for line in held(depot) if line["item_id"] is None)
    depot.register.close()
    return depot


@pytest.fixture
def home(furnished, tmp_path):
    """The test's own copy of it."""
    made = copy.copy(furnished)
    made.register = Register.open(shutil.copy(furnished.path, tmp_path))
    yield made
    made.register.close()


def held(depot):
    return loan_lines.of_borrower(depot.register, person_id=depot.person, today=TODAY, open_only=True)


def snapshot(register):
    """Every row of what the acts may touch, by table and id."""
    tables = ("person", "agreement", "loan_line", "line_accessory", "item", "movement", "request", "stop", "stop_thing",
              "lapse", "nav_case", "service_case", "task")  # fmt: skip
    return {
        (table, row[0]): tuple(row[name] for name in row.keys() if name != "rev")  # noqa: SIM118
        for table in tables
        for row in register.rows(f"SELECT * FROM {table}")
    }


def refused(depot, act, **given) -> Why:
    with pytest.raises(Rejected) as told:
        depot.do(act, **given)
    return told.value.why


def seen_and_done(depot, kind, fates=None, **given):
    """Look at the preview, carry the act out, and find in the rows exactly what the preview said."""
    register, before = depot.register, snapshot(depot.register)
    plan = effects.of_act(register, act=kind, person_id=depot.person, today=TODAY, fates=fates)
    lapse_id = depot.do(ACTS[kind], person_id=depot.person, fates=fates, seen=plan, reason="Avlyst", **given)
    after = snapshot(register)
    assert done(register, before, after, lapse_id) == plan
    assert check.problems(register) == []
    return lapse_id, before


def done(register, before, after, lapse_id) -> Effects:
    """What was done, read from the rows alone."""
    changed = {key for key in before if before[key] != after[key]}
    made = after.keys() - before.keys()
    lines = {key[1] for key in before if key[0] == "loan_line"}
    rows = {row["line_id"]: row for row in register.rows("SELECT * FROM loan_line")}
    lapse = register.one("SELECT * FROM lapse WHERE lapse_id = :ref", ref=lapse_id)
    things = register.rows("SELECT line_id, stop_id FROM stop_thing WHERE outcome IS NULL AND line_id IS NOT NULL")
    new_things = {row["line_id"] for row in things if ("stop", row["stop_id"]) in made}
    called_off = {ref for table, ref in changed if table == "stop"}
    thing_rows = {row["stop_thing_id"]: row for row in register.rows("SELECT * FROM stop_thing")}
    ended_things = [thing_rows[ref] for table, ref in changed if table == "stop_thing"]
    taken_off = {row["line_id"] for row in ended_things if row["stop_id"] not in called_off}
    old_things = {row["line_id"] for row in things if ("stop", row["stop_id"]) not in made}
    went_on = {(row["item_id"], row["product_id"]) for row in rows.values() if row["line_id"] not in lines}

    def fate(row):
        if row["end_reason"] == "returned" and (row["item_id"], row["product_id"]) in went_on:
            return "transfer"
        if row["end_reason"] is not None:
            return row["end_reason"]
        return "fetch" if row["line_id"] in new_things | old_things else "keeps"

    return Effects(
        fates=tuple((ref, fate(rows[ref])) for ref in sorted(lines)),
        fetched=tuple(sorted(new_things)),
        on_stop=tuple(sorted(old_things)),
        off_stop=tuple(sorted(taken_off)),
        wanted_on=lapse["grace_until"],
        requests=tuple(sorted(ref for table, ref in changed if table == "request")),
        stops=tuple(sorted(ref for table, ref in changed if table == "stop")),
        nav_cases=tuple(sorted(ref for table, ref in changed if table == "nav_case")),
        lapses=tuple(sorted(ref for table, ref in changed if table == "lapse")),
        open=lapse["closed_on"] is None,
    )


def test_a_death_does_what_the_preview_says_and_undo_takes_all_of_it_back(home):
    lapse_id, before = seen_and_done(home, "death", died_on="2026-11-20", responsible="Siv Moe")
    row = lapses.lapse(home.register, lapse_id, today=TODAY)
    assert (row["responsible"], row["held"], row["status"]) == ("Siv Moe", 4, "lapse_open")
    assert (row["on_day"], row["grace_until"], row["made_on"]) == ("2026-11-20", "2026-12-06", TODAY)
    assert people.person(home.register, home.person)["died_on"] == "2026-11-20"
    request = asked.request(home.register, home.request, today=TODAY)
    assert (request["outcome"], request["close_reason"]) == ("cancelled", "Avlyst")
    history.undo_last(home.register, staff="Jon", today=TODAY)
    assert snapshot(home.register) == before
    history.redo_last(home.register, staff="Jon", today=TODAY)
    assert lapses.lapse(home.register, lapse_id, today=TODAY)["held"] == 4
    assert check.problems(home.register) == []


@given(
    kind=st.sampled_from(tuple(ACTS)),
    picks=st.lists(st.integers(0, 4), min_size=4, max_size=4),
    on_stop=st.sets(st.integers(0, 3)),
)
@hypothesis.settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_chosen_is_done_as_shown_and_undone_whole(furnished, tmp_path, kind, picks, on_stop):
    home = copy.copy(furnished)
    home.register = Register.open(shutil.copy(furnished.path, tmp_path))
    lines = sorted(line["line_id"] for line in held(home))
    standing = [lines[number] for number in on_stop]
    if standing:
        home.do(trips.add_stop, kind="fetch", person_id=home.person, line_ids=standing)
    offered = effects.FATES[kind]
    fates = {line: offered[pick % len(offered)] for line, pick in zip(lines, picks, strict=True)}
    _lapse, before = seen_and_done(home, kind, fates, **({"unit_id": home.unit} if kind == "institution" else {}))
    history.undo_last(home.register, staff="Jon", today=TODAY)
    assert snapshot(home.register) == before
    home.register.close()


def test_nobody_is_reminded_of_what_the_dead_had(home):
    assert paperwork.reminder(home.register, today=TODAY, person_id=home.person)["lines"]
    home.do(lapses.tell_death, person_id=home.person)
    with pytest.raises(Rejected) as told:
        paperwork.reminder(home.register, today=TODAY, person_id=home.person)
    assert told.value.why is Why.PERSON_IS_DEAD
    home.do(lapses.annul_death, person_id=home.person)
    assert paperwork.reminder(home.register, today=TODAY, person_id=home.person)["lines"]


def test_a_second_death_is_refused_also_from_another_window(home):
    window = Register.open(home.path)
    command.run(window, lapses.tell_death, staff="Ida", today=TODAY, person_id=home.person)
    window.close()
    assert refused(home, lapses.tell_death, person_id=home.person) is Why.DEAD_ALREADY
    assert refused(home, lapses.tell_moved, person_id=home.person) is Why.PERSON_IS_DEAD


def test_what_changed_in_another_window_since_the_preview_stops_the_act(home):
    plan = effects.of_act(home.register, act="death", person_id=home.person, today=TODAY)
    window = Register.open(home.path)
    back = [loans.Return(home.line(0))]
    command.run(window, loans.take_back, staff="Ida", today=TODAY, returns=back)
    window.close()
    given = {"person_id": home.person, "seen": plan}
    assert refused(home, lapses.tell_death, **given) is Why.CHANGED_SINCE_SEEN
    fates = dict(plan.fates)
    given = {"person_id": home.person, "fates": fates}
    assert refused(home, lapses.tell_death, **given) is Why.CHANGED_SINCE_SEEN
    assert people.person(home.register, home.person)["died_on"] is None


def test_a_death_of_somebody_who_has_nothing_is_closed_at_once(depot):
    lapse_id = depot.do(lapses.tell_death, person_id=depot.person, died_on=TODAY)
    assert lapses.lapse(depot.register, lapse_id, today=TODAY)["status"] == "lapse_closed"
    assert refused(depot, lapses.tell_death, person_id=depot.person) is Why.DEAD_ALREADY


def test_a_day_of_death_on_the_card_alone_can_be_followed_up(home):
    card = people.person(home.register, home.person)
    home.do(people.change_person, person_id=home.person, rev=card["rev"], died_on="2026-11-01")
    lapse_id = home.do(lapses.tell_death, person_id=home.person, died_on="2026-11-01")
    assert lapses.lapse(home.register, lapse_id, today=TODAY)["held"] == 4


def test_no_death_lies_ahead_or_before_the_birth(depot):
    given = {"person_id": depot.person}
    assert refused(depot, lapses.tell_death, died_on="2026-11-23", **given) is Why.DAY_IN_FUTURE
    assert refused(depot, lapses.tell_death, died_on="1941-05-16", **given) is Why.NOT_A_DAY


def test_the_days_of_grace_are_a_setting(depot):
    depot.lend(0)
    depot.do(settings.choose, values={"lapse_grace_days": "30"})
    lapse_id = depot.do(lapses.tell_death, person_id=depot.person)
    assert lapses.lapse(depot.register, lapse_id, today=TODAY)["grace_until"] == "2026-12-22"


def test_a_pick_up_that_stands_already_is_left_alone(home):
    stop = home.do(trips.add_stop, kind="fetch", person_id=home.person, line_ids=[home.line(1)])
    fates = {home.line(2): "keeps"}
    seen_and_done(home, "death", fates)
    new = home.register.value("SELECT stop_id FROM lapse")
    assert new not in (None, stop)
    assert home.register.column("SELECT line_id FROM stop_thing WHERE stop_id = :ref", ref=new) == [
        home.line(0), home.goods_line,
    ]  # fmt: skip


def test_an_annulled_death_long_after_gives_the_card_back_its_life(home):
    lapse_id = home.do(lapses.tell_death, person_id=home.person, died_on="2026-11-20")
    home.do(loans.take_back, returns=[loans.Return(home.line(0))])
    plan, requests = lapses.annulment(home.register, home.person, today=TODAY)
    assert (len(plan.stops), plan.lapses, requests) == (1, (lapse_id,), [home.request])
    before = snapshot(home.register)
    home.do(lapses.annul_death, person_id=home.person, today="2027-03-01")
    assert people.person(home.register, home.person)["died_on"] is None
    row = lapses.lapse(home.register, lapse_id, today="2027-03-01")
    assert (row["closed_on"], row["stop_outcome"]) == ("2027-03-01", "cancelled")
    assert len(held(home)) == 3  # what came in stays in
    assert refused(home, lapses.annul_death, person_id=home.person) is Why.NOT_DEAD
    history.undo_last(home.register, staff="Jon", today="2027-03-01")
    assert snapshot(home.register) == before
    home.do(lapses.annul_death, person_id=home.person)
    assert home.do(lapses.tell_death, person_id=home.person) != lapse_id  # and dies in the end


def test_moving_ends_keeps_and_fetches_line_by_line(home):
    fates = {home.line(0): "returned", home.line(1): "lost", home.line(2): "keeps", home.goods_line: "fetch"}
    lapse_id, before = seen_and_done(home, "moved", fates, moved_on="2026-11-20", conditions={home.line(0): "damaged"})
    assert (home.state(0), home.state(1), home.state(2)) == ("repair", "missing", "lent")
    assert lapses.lapse(home.register, lapse_id, today=TODAY)["held"] == 2
    history.undo_last(home.register, staff="Jon", today=TODAY)
    assert snapshot(home.register) == before


def test_a_move_without_a_pick_up_needs_nobody_to_see_to_it(home):
    keeps = {line["line_id"]: "keeps" for line in held(home)}
    lapse_id, _before = seen_and_done(home, "moved", keeps, moved_on="2026-11-20")
    assert lapses.lapse(home.register, lapse_id, today=TODAY)["status"] == "lapse_closed"
    again = {"person_id": home.person, "moved_on": "2026-11-20"}
    assert refused(home, lapses.tell_moved, **again) is Why.MOVED_ALREADY


def test_who_moves_later_is_fetched_from_before(home):
    lapse_id = home.do(lapses.tell_moved, person_id=home.person, moved_on="2026-11-30")
    assert lapses.lapse(home.register, lapse_id, today=TODAY)["grace_until"] == "2026-11-30"
    assert refused(home, lapses.tell_moved, person_id=home.person, moved_on="2026-12-24") is Why.LAPSE_OPEN
    home.do(lapses.moved_back, person_id=home.person)
    assert people.person(home.register, home.person)["moved_on"] is None
    assert lapses.lapse(home.register, lapse_id, today=TODAY)["stop_outcome"] == "cancelled"
    history.undo_last(home.register, staff="Jon", today=TODAY)
    assert lapses.lapse(home.register, lapse_id, today=TODAY)["stop_outcome"] is None


def test_an_institution_takes_over_with_the_same_days(home):
    fates = {home.line(2): "fetch"}
    _lapse, before = seen_and_done(home, "institution", fates, unit_id=home.unit, on_day="2026-11-20")
    now = loan_lines.of_borrower(home.register, unit_id=home.unit, today=TODAY, open_only=True)
    told = {(row["number"], row["quantity"], row["due_on"], row["out_on"]) for row in now}
    assert told == {
        ("H-0001", 1, "2026-11-20", "2026-11-20"),  # was overdue: a due day is never before the day it went out
        ("H-0002", 1, "2026-11-20", "2026-11-20"),
        (None, 4, "2027-01-10", "2026-11-20"),
    }
    assert {home.state(n) for n in (0, 1, 2)} == {"lent"}
    parts = loan_lines.line_accessories(home.register, home.line(0))
    assert [(part["name"], part["returned"]) for part in parts] == [("Pute", None)]
    assert products.stock(home.register, home.goods) == 16
    assert len(held(home)) == 1
    history.undo_last(home.register, staff="Jon", today=TODAY)
    assert snapshot(home.register) == before
    history.redo_last(home.register, staff="Jon", today=TODAY)
    assert check.problems(home.register) == []


def test_the_figures_count_a_return_and_a_loan_and_no_cleaning(home):
    before = figures.month(home.register, "2026-11", today=TODAY)
    fates = {line["line_id"]: "keeps" for line in held(home)} | {home.line(0): "transfer"}
    home.do(lapses.to_institution, person_id=home.person, unit_id=home.unit, fates=fates)
    after = figures.month(home.register, "2026-11", today=TODAY)
    assert (len(after.loans), len(after.returns)) == (len(before.loans) + 1, len(before.returns) + 1)
    assert (after.other_ends, after.cleaned, after.stock_close) == (
        before.other_ends, before.cleaned, before.stock_close,
    )  # fmt: skip


def test_goods_that_came_back_in_part_go_on_with_what_is_left(home):
    home.do(loans.take_back, returns=[loans.Return(home.goods_line, quantity=1)])
    home.do(lapses.to_institution, person_id=home.person, unit_id=home.unit)
    now = loan_lines.of_borrower(home.register, unit_id=home.unit, today=TODAY, open_only=True)
    assert sum(row["left_out"] for row in now if row["item_id"] is None) == 3
    assert products.stock(home.register, home.goods) == 17
    assert check.problems(home.register) == []


def test_a_copy_that_others_wait_for_goes_along_all_the_same(home):
    other = home.do(people.add_person, last_name="Berg")
    chair = home.register.value("SELECT product_id FROM item WHERE item_id = :ref", ref=home.items[0])
    for _n in range(6):
        home.do(asked.add_request, product_id=chair, person_id=other, wanted_on=TODAY)
    home.do(lapses.to_institution, person_id=home.person, unit_id=home.unit, reason="Fulgte med")
    now = loan_lines.of_borrower(home.register, unit_id=home.unit, today=TODAY, open_only=True)
    assert {row["out_reason"] for row in now} == {"Fulgte med"}


def test_nothing_goes_to_the_institution_before_it_was_lent(home):
    given = {"person_id": home.person, "unit_id": home.unit}
    assert refused(home, lapses.to_institution, on_day="2026-08-01", **given) is Why.BACK_BEFORE_OUT
    assert refused(home, lapses.to_institution, person_id=home.person, unit_id=None) is Why.MISSING_VALUE
    assert len(held(home)) == 4


def test_a_lapse_is_closed_with_a_reason_for_what_was_not_recovered(home):
    lapse_id = home.do(lapses.tell_death, person_id=home.person)
    home.do(loans.take_back, returns=[loans.Return(home.line(0))])
    assert refused(home, lapses.finish_lapse, lapse_id=lapse_id) is Why.REASON_NEEDED
    before = snapshot(home.register)
    home.do(lapses.finish_lapse, lapse_id=lapse_id, reason="Huset er tømt", fates={home.goods_line: "returned"})
    ends = home.register.column("SELECT end_reason FROM loan_line ORDER BY line_id")
    assert ends == ["returned", "not_recovered", "not_recovered", "returned"]
    assert (home.state(1), home.state(2)) == ("missing", "missing")
    row = lapses.lapse(home.register, lapse_id, today=TODAY)
    assert (row["status"], row["stop_outcome"]) == ("lapse_closed", "cancelled")
    assert refused(home, lapses.finish_lapse, lapse_id=lapse_id) is Why.LAPSE_CLOSED
    history.undo_last(home.register, staff="Jon", today=TODAY)
    assert snapshot(home.register) == before


def test_lapses_are_listed_by_how_they_stand(home):
    lapse_id = home.do(lapses.tell_death, person_id=home.person, grace_days=3, today="2026-11-10", died_on="2026-11-10")
    assert lapses.chips(home.register, today="2026-11-11") == {"open": 1, "late": 0, "ready": 0, "closed": 0}
    assert lapses.ids(home.register, today=TODAY, chip="late", text="kari") == [lapse_id]
    home.do(lapses.change_lapse, lapse_id=lapse_id, responsible="Siv", grace_until="2026-12-01")
    assert lapses.rows(home.register, [lapse_id], today=TODAY)[0]["status"] == "lapse_open"
    home.do(loans.take_back, returns=[loans.Return(line["line_id"]) for line in held(home)])
    assert lapses.ids(home.register, today=TODAY, chip="ready") == [lapse_id]
    home.do(lapses.finish_lapse, lapse_id=lapse_id)
    assert lapses.chips(home.register, today=TODAY) == {"open": 0, "late": 0, "ready": 0, "closed": 1}


def test_a_case_with_nav_is_closed_when_nobody_needs_it(home):
    (case,) = home.do(nav_cases.open_nav_cases, line_ids=[home.line(2)])
    _lapse, before = seen_and_done(home, "death", {home.line(2): "keeps"})
    assert nav_cases.of_line(home.register, home.line(2))[0]["closed_on"] == TODAY
    history.undo_last(home.register, staff="Jon", today=TODAY)
    assert snapshot(home.register) == before
    assert case


def test_a_death_ends_what_was_followed_up_of_a_move(home):
    moved = home.do(lapses.tell_moved, person_id=home.person, moved_on="2026-11-20")
    seen_and_done(home, "death")
    assert lapses.lapse(home.register, moved, today=TODAY)["status"] == "lapse_closed"


def test_a_merged_card_takes_its_lapse_along(home):
    lapse_id = home.do(lapses.tell_moved, person_id=home.person)
    kept = home.do(people.add_person, last_name="Nordmann", first_name="Kari")
    home.do(merging.merge_people, person_id=kept, other_id=home.person)
    assert lapses.lapse(home.register, lapse_id, today=TODAY)["person_id"] == kept
    assert people.person(home.register, kept)["moved_on"] == TODAY
