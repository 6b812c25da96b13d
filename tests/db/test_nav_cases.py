"""Permanent needs: days held are days held, and a case goes from the application to the swap."""

from datetime import date, timedelta

import pytest
from filled import TODAY, fill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import command, equipment, history, loan_lines, loans, nav_cases, people, products, units
from db import settings as chosen_settings
from db.connection import Register
from db.errors import Rejected, Why

LONG_AGO = "2025-03-01"  # 631 days before TODAY: past 18 months, within 24


def day(number: int) -> str:
    return (date.fromisoformat(TODAY) + timedelta(days=number)).isoformat()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """One register with copies that every example lends to people of its own, and takes back."""
    register = Register.create(tmp_path_factory.mktemp("nav") / "lager.hverdag")
    depot = fill(register, 12)
    yield depot
    register.close()


@command.writes("person", "loan")
def hold(tx, *, spans, iso_codes, numbers):
    """Put a person and lines of theirs straight into the register; returns person_id."""
    person = people.add_person(tx, last_name="Prøve")
    agreement = tx.insert("agreement", person_id=person, out_on="2020-01-01")
    for (product, begins, length, end), number in zip(spans, numbers, strict=False):
        ended = end not in ("open", "unknown")
        line = {"agreement_id": agreement, "item_id": number, "out_on": day(begins), "original_due_on": None}
        reason = None if end == "open" else end if ended else "returned"
        tx.update("item", number, product_id=iso_codes[product], owner="own")
        tx.insert("loan_line", **line, ended_on=day(min(0, begins + length)) if ended else None, end_reason=reason)
    return person


SPANS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(-900, 0),
        st.integers(0, 400),
        st.sampled_from(("open", "returned", "swapped", "lost", "unknown", "mistake")),
    ),
    max_size=8,
)


@given(spans=SPANS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_days_held_are_the_days_on_which_something_of_the_need_was_held(shelf, spans):
    """Products 0 and 1 are of one ISO group, 2 has none."""
    if not hasattr(shelf, "isos"):
        same = [shelf.do(products.add_product, name=f"Rullator {n}", iso_code="120606") for n in (1, 2)]
        shelf.isos = [*same, shelf.do(products.add_product, name="Krakk")]
    register, numbers = shelf.register, shelf.items
    receipt = command.run(register, hold, staff="Jon", today=TODAY, spans=spans, iso_codes=shelf.isos, numbers=numbers)
    wanted = {0: set(), 1: set(), 2: set()}
    for product, begins, length, end in spans:
        until = {"open": 0, "unknown": begins, "mistake": begins}.get(end, min(0, begins + length))
        for need in (0, 1) if product < 2 else (2,):
            wanted[need] |= set(range(begins, until))
    found = {n: nav_cases.held_days(register, receipt.result, shelf.isos[n], today=TODAY) for n in wanted}
    assert found == {n: len(days) for n, days in wanted.items()}
    listed = nav_cases.ids(register, today=TODAY)
    for row in nav_cases.rows(register, loan_lines.ids(register, today=TODAY), today=TODAY):
        assert row["days"] == found[shelf.isos.index(row["of_product_id"])]
        assert (row["line_id"] in listed) == (row["days"] >= 547)
    command.run(register, history.undo, staff="Jon", today=TODAY, reverses=receipt.op_seq, op_seq=receipt.op_seq)


def refused(depot, act, **given) -> Why:
    with pytest.raises(Rejected) as told:
        depot.do(act, **given)
    return told.value.why


def only(depot, chip="all"):
    """The one row of a chip."""
    (key,) = nav_cases.ids(depot.register, today=TODAY, chip=chip)
    return nav_cases.rows(depot.register, [key], today=TODAY)[0]


def test_what_a_person_has_held_too_long_is_flagged_and_a_ward_never_is(depot):
    depot.lend(0, out_on=LONG_AGO)
    depot.lend(1, out_on=LONG_AGO, person_id=None, unit_id=depot.unit)
    depot.lend(2, out_on="2026-10-01")
    other = depot.do(people.add_person, last_name="Berg")
    depot.lend(3, out_on="2026-10-01", person_id=other)
    flagged = nav_cases.ids(depot.register, today=TODAY, chip="flagged")
    assert flagged == [depot.line(0), depot.line(2)]  # both meet the need that has lasted
    rows = nav_cases.rows(depot.register, flagged, today=TODAY)
    assert {(one["days"], one["status"]) for one in rows} == {(631, "nav_flagged")}
    assert nav_cases.chips(depot.register, today=TODAY)["over"] == 0


def test_a_swap_does_not_begin_the_count_anew(depot):
    depot.lend(0, out_on=LONG_AGO)
    depot.do(loans.swap, line_id=depot.line(0), item_id=depot.items[1], on_day="2026-06-01")
    assert only(depot)["days"] == 631


def test_the_dead_and_what_is_navs_own_are_not_flagged(depot):
    depot.lend(0, out_on=LONG_AGO)
    item = equipment.item(depot.register, depot.items[0])
    depot.do(equipment.change_item, item_id=item["item_id"], rev=item["rev"], owner="nav")
    assert nav_cases.ids(depot.register, today=TODAY) == []
    depot.do(equipment.change_item, item_id=item["item_id"], rev=item["rev"] + 1, owner="own")
    assert len(nav_cases.ids(depot.register, today=TODAY)) == 1
    card = people.person(depot.register, depot.person)
    depot.do(people.change_person, person_id=depot.person, rev=card["rev"], died_on="2026-11-01")
    assert nav_cases.ids(depot.register, today=TODAY) == []


def test_the_settings_move_both_limits(depot):
    depot.lend(0, out_on="2026-05-01")  # 205 days
    assert nav_cases.ids(depot.register, today=TODAY) == []
    depot.do(chosen_settings.choose, values={"nav_flag_months": "6", "nav_limit_months": "7"})
    assert nav_cases.chips(depot.register, today=TODAY) == {
        "all": 1, "flagged": 1, "started": 0, "waiting": 0, "granted": 0, "over": 0, "closed": 0,
    }  # fmt: skip
    depot.do(chosen_settings.choose, values={"nav_limit_months": "6"})
    assert nav_cases.chips(depot.register, today=TODAY)["over"] == 1


def test_a_case_goes_from_the_application_to_the_swap_and_back_by_undo(depot):
    depot.lend(0, out_on=LONG_AGO)
    line = depot.line(0)
    (case,) = depot.do(nav_cases.open_nav_cases, line_ids=[line])
    assert only(depot, "started")["status"] == "nav_open"
    depot.do(nav_cases.send_nav_application, nav_case_ids=[case], on_day="2026-11-02")
    assert (only(depot, "waiting")["waits"], only(depot, "waiting")["status"]) == (20, "nav_sent")
    depot.do(nav_cases.answer_nav_cases, nav_case_ids=[case], answer="granted", on_day="2026-11-20")
    assert only(depot, "granted")["waits"] is None
    depot.do(nav_cases.swap_to_nav, nav_case_id=case, condition="damaged", on_day="2026-11-21")
    assert only(depot, "closed")["status"] == "nav_swapped"
    assert (depot.state(0), only(depot, "closed")["ended_on"]) == ("repair", "2026-11-21")
    for status in ("nav_granted", "nav_sent", "nav_open", "nav_flagged"):
        history.undo_last(depot.register, staff="Jon", today=TODAY)
        assert only(depot)["status"] == status
    assert (depot.state(0), depot.line(0)) == ("lent", line)
    for _time in range(2):
        history.redo_last(depot.register, staff="Jon", today=TODAY)
    assert only(depot)["nav_case_id"] == case


def test_what_is_to_be_fetched_after_the_swap_gets_one_stop(depot):
    depot.lend(0, out_on=LONG_AGO)
    (case,) = depot.do(nav_cases.open_nav_cases, line_ids=[depot.line(0)], sent_on="2026-11-01")
    depot.do(nav_cases.swap_to_nav, nav_case_id=case, condition=None)
    things = depot.register.rows("SELECT t.line_id, s.kind FROM stop_thing t JOIN stop s ON s.stop_id = t.stop_id")
    assert [tuple(thing) for thing in things] == [(depot.line(0), "fetch")]
    assert only(depot, "closed")["end_reason"] is None


def test_a_refusal_closes_the_case_and_silences_the_flag(depot):
    depot.lend(0, out_on=LONG_AGO)
    cases = depot.do(nav_cases.open_nav_cases, line_ids=[depot.line(0)], sent_on="2026-11-01")
    early = {"nav_case_ids": cases, "answer": "refused", "on_day": "2026-10-01"}
    assert refused(depot, nav_cases.answer_nav_cases, **early) is Why.ANSWER_BEFORE_SENT
    depot.do(nav_cases.answer_nav_cases, nav_case_ids=cases, answer="refused")
    assert nav_cases.ids(depot.register, today=TODAY) == []
    assert only(depot, "closed")["status"] == "nav_refused"
    assert refused(depot, nav_cases.close_nav_cases, nav_case_ids=cases) is Why.NAV_CASE_CLOSED
    assert depot.do(nav_cases.open_nav_cases, line_ids=[depot.line(0)]) != cases  # somebody applies again


def test_a_case_needs_an_open_line_of_a_person_with_no_open_case(depot):
    depot.lend(0, 1)
    ward = depot.lend(2, person_id=None, unit_id=depot.unit)
    depot.do(nav_cases.open_nav_cases, line_ids=[depot.line(0)])
    assert refused(depot, nav_cases.open_nav_cases, line_ids=[depot.line(0)]) is Why.NAV_CASE_OPEN
    assert refused(depot, nav_cases.open_nav_cases, line_ids=[depot.line(2)]) is Why.NOT_FOR_NAV
    assert refused(depot, nav_cases.open_nav_cases, line_ids=[]) is Why.MISSING_VALUE
    line = depot.line(1)
    depot.do(loans.take_back, returns=[loans.Return(line)])
    assert refused(depot, nav_cases.open_nav_cases, line_ids=[line]) is Why.NOT_LENT
    assert ward


def test_the_list_is_searched_and_closed_cases_keep_their_word(depot):
    depot.lend(0, out_on=LONG_AGO)
    (case,) = depot.do(nav_cases.open_nav_cases, line_ids=[depot.line(0)], note="Ringt ergoterapeut")
    depot.do(nav_cases.close_nav_cases, nav_case_ids=[case], note="Trenger det ikke mer")
    row = only(depot, "closed")
    assert (row["status"], row["note"]) == ("nav_closed", "Ringt ergoterapeut · Trenger det ikke mer")
    for words, found in (("kari", 1), ("H-0001 rullestol", 1), ("ola", 0)):
        assert len(nav_cases.ids(depot.register, today=TODAY, chip="closed", text=words)) == found
    assert depot.do(units.add_unit, name="Kari-stua")  # a word that fits a ward as well still finds the person
    assert len(nav_cases.ids(depot.register, today=TODAY, chip="closed", text="kari", order="borrower")) == 1


def test_two_windows_open_one_case(depot):
    depot.lend(0, out_on=LONG_AGO)
    other = Register.open(depot.path)
    command.run(other, nav_cases.open_nav_cases, staff="Ida", today=TODAY, line_ids=[depot.line(0)])
    other.close()
    assert refused(depot, nav_cases.open_nav_cases, line_ids=[depot.line(0)]) is Why.NAV_CASE_OPEN
