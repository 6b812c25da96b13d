"""From the application to the decision, the waiting list and the appeal: which act each state allows, and what it leaves."""

from collections.abc import Iterator
from typing import Any

import pytest
from stay_house import TODAY, House, build, copy_of

from db import check, history, stay_acts, stay_lists, stays
from db.errors import Rejected, Why


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Iterator[House]:
    made = build(tmp_path_factory.mktemp("stays") / "lager.hverdag")
    yield made
    made.register.close()


@pytest.fixture
def house(filled, tmp_path) -> Iterator[House]:
    made = copy_of(filled, tmp_path / "lager.hverdag")
    yield made
    assert check.broken_rules(made.register) == []
    made.register.close()


def in_state(house: House, state: str, **more: Any) -> int:
    """A stay in a state, asked for on 1 July."""
    asked = {"person_id": house.person(), "purpose": "rehabilitation", "received_on": "2026-07-01"} | more
    if state in ("in", "discharged"):
        stay_id = house.came(1, "2026-07-02", "2026-07-20", received_on="2026-07-01")
        if state == "discharged":
            house.do(stay_acts.discharge, stay_id=stay_id, on_day="2026-07-09")
        return stay_id
    stay_id = house.do(stays.apply_for_stay, **asked)
    steps = {
        "assessed": ("assessed",), "granted": ("assessed", "granted"), "refused": ("assessed", "refused"),
        "waiting": ("assessed", "granted", "waiting"), "planned": ("assessed", "granted", "planned"),
        "cancelled": ("cancelled",), "applied": (),
    }[state]  # fmt: skip
    for step in steps:
        {
            "assessed": lambda: house.do(stays.assess_stays, stay_ids=[stay_id], on_day="2026-07-02"),
            "granted": lambda: house.do(stays.grant_stay, stay_id=stay_id, on_day="2026-07-03", reference="26/1"),
            "refused": lambda: house.do(stays.refuse_stay, stay_id=stay_id, on_day="2026-07-03", reason="Klarer seg"),
            "waiting": lambda: house.do(stays.put_on_waiting_list, stay_id=stay_id, on_day="2026-07-04"),
            "planned": lambda: house.do(
                stay_acts.plan_stay, stay_id=stay_id, place_id=house.rooms[1], from_on="2026-07-12", to_on="2026-07-20"
            ),
            "cancelled": lambda: house.do(stays.cancel_stay, stay_id=stay_id, on_day="2026-07-03", reason="user"),
        }[step]()
    assert house.row(stay_id)["state"] == state
    return stay_id


STATES = ("applied", "assessed", "granted", "waiting", "planned", "in", "discharged", "refused", "cancelled")
DAYS = {"from_on": "2026-07-12", "to_on": "2026-07-20"}
# Act → the states from which it may be done, and the state it leads to (None: the same); as section 4 says.
ALLOWED: dict[str, tuple[Any, dict[str, Any], tuple[str, ...], str | None]] = {
    "assess": (stays.assess_stays, {}, ("applied",), "assessed"),
    "grant": (stays.grant_stay, {}, ("assessed",), "granted"),
    "refuse": (stays.refuse_stay, {"reason": "Nei"}, ("assessed", "waiting"), "refused"),
    "wait": (stays.put_on_waiting_list, {}, ("granted",), "waiting"),
    "plan": (stay_acts.plan_stay, DAYS, ("granted", "waiting"), "planned"),
    "check_in": (stay_acts.check_in, {}, ("planned",), "in"),
    "back": (stay_acts.back_to_waiting, {"reason": "Vann"}, ("planned",), "waiting"),
    "cancel": (
        stays.cancel_stay,
        {"reason": "us"},
        ("applied", "assessed", "granted", "waiting", "planned"),
        "cancelled",
    ),
    "discharge": (stay_acts.discharge, {}, ("in",), "discharged"),
    "reopen": (stay_acts.reopen_stay, {"reason": "Feil"}, ("discharged",), "in"),
    "appeal": (stays.appeal_refusal, {}, ("refused", "cancelled"), None),
    "answer": (stays.answer_appeal, {"outcome": "upheld"}, (), None),  # only after an appeal
    "replan": (stay_acts.replan_stay, DAYS, ("planned",), None),
    "end": (stay_acts.change_end, {"to_on": "2026-07-25"}, ("planned", "in"), None),
    "park": (stay_acts.park_stay, {}, ("planned", "in"), None),
    "leave": (stay_acts.take_leave, {}, ("in",), None),
    "prioritise": (stays.prioritise, {"priority": 1, "reason": "Fall"}, stays.BEFORE, None),
    "pause": (stays.pause_wait, {}, stays.BEFORE, None),
    "coordinator": (stays.set_coordinator, {"name": "Mia"}, (*stays.BEFORE, "in"), None),
    "acute": (stays.confirm_acute, {}, (), None),  # only where the decision is not made
}


@pytest.mark.parametrize("state", STATES)
def test_each_act_is_for_its_own_states_and_no_others(house, state):
    stay_id = in_state(house, state)
    for name, (act, given, states, after) in ALLOWED.items():
        more = given | ({"place_id": house.rooms[2]} if name in ("plan", "replan") else {})
        asked = {"stay_ids": [stay_id]} if name == "assess" else {"stay_id": stay_id}
        if state in states:
            house.do(act, **asked, **more)
            assert house.row(stay_id)["state"] == (after or state), name
            history.undo_last(house.register, staff="Jon", today=TODAY)
            assert house.row(stay_id)["state"] == state
        else:
            with pytest.raises(Rejected) as told:
                house.do(act, **asked, **more)
            assert told.value.why == Why.STAY_STATE_FORBIDS, name


def test_an_application_keeps_what_was_told(house):
    stay_id = house.do(
        stays.apply_for_stay, person_id=house.person(), purpose="assessment", received_on="2026-07-03", need=" Gange ",
        asked_by="Sykehuset", priority=1, wished_from="2026-07-20", wished_to="2026-08-10", service_type="18",
        came_from="hospital",
    )  # fmt: skip
    row = house.row(stay_id)
    assert (row["state"], row["form"], row["need"], row["priority"], row["days_waited"]) == (
        "applied",
        "night",
        "Gange",
        1,
        7,
    )
    assert (row["in_on"], row["place"], row["nights"], row["closed_on"]) == (None, None, None, None)


@pytest.mark.parametrize(
    ("asked", "why", "field"),
    [
        ({"received_on": "2026-07-11"}, Why.DAY_IN_FUTURE, "received_on"),
        ({"priority": 4}, Why.MISSING_VALUE, "priority"),
        ({"service_type": "7"}, Why.MISSING_VALUE, "service_type"),
        ({"wished_from": "2026-08-02", "wished_to": "2026-08-01"}, Why.OUT_BEFORE_IN, "wished_to"),
        ({"need": "x" * 501}, Why.TOO_LONG, "need"),
    ],
)
def test_an_application_that_cannot_be_is_refused_at_its_field(house, asked, why, field):
    with pytest.raises(Rejected) as told:
        house.do(stays.apply_for_stay, **({"person_id": house.person(), "purpose": "respite"} | asked))
    assert (told.value.why, told.value.field) == (why, field)


def test_no_step_is_dated_before_the_one_it_follows(house):
    stay_id = in_state(house, "assessed")
    with pytest.raises(Rejected) as told:
        house.do(stays.grant_stay, stay_id=stay_id, on_day="2026-07-01")
    assert (told.value.why, told.value.facts["first_on"]) == (Why.BEFORE_APPLIED, "2026-07-02")
    with pytest.raises(Rejected, match="ends_before_start"):
        house.do(stays.refuse_stay, stay_id=stay_id, on_day="2026-07-09", reason="Nei", appeal_by="2026-07-08")


def test_a_refusal_and_a_changed_priority_need_their_reasons(house):
    stay_id = in_state(house, "waiting")
    for act, more in ((stays.refuse_stay, {}), (stays.prioritise, {"priority": 1})):
        with pytest.raises(Rejected) as told:
            house.do(act, stay_id=stay_id, reason="  ", **more)
        assert (told.value.why, told.value.field) == (Why.REASON_NEEDED, "reason")


def test_an_appeal_that_is_heard_grants_the_stay_and_one_that_is_not_leaves_it(house):
    reversed_one, upheld = in_state(house, "refused"), in_state(house, "refused")
    for stay_id, outcome in ((reversed_one, "reversed"), (upheld, "upheld")):
        house.do(stays.appeal_refusal, stay_id=stay_id, on_day="2026-07-08")
        with pytest.raises(Rejected, match="stay_state_forbids"):
            house.do(stays.appeal_refusal, stay_id=stay_id)
        house.do(stays.answer_appeal, stay_id=stay_id, outcome=outcome, on_day="2026-07-09")
    row = house.row(reversed_one)
    assert (row["state"], row["closed_on"], row["decided_on"]) == ("granted", None, "2026-07-09")
    assert (house.row(upheld)["state"], house.row(upheld)["appeal_outcome"]) == ("refused", "upheld")


def test_every_priority_that_was_given_stands_in_the_history(house):
    stay_id = in_state(house, "waiting")
    house.do(stays.prioritise, stay_id=stay_id, priority=1, reason="Falt")
    house.do(stays.prioritise, stay_id=stay_id, priority=3, reason="Bedre")
    house.do(stays.prioritise, stay_id=stay_id, priority=2, reason="Tastefeil")
    history.undo_last(house.register, staff="Jon", today=TODAY)
    told = [(row["before"], row["priority"], row["reason"]) for row in stay_lists.priorities(house.register, stay_id)]
    assert told == [(1, 3, "Bedre"), (2, 1, "Falt")]


def test_days_that_the_person_asked_to_wait_are_no_waiting_time(house):
    stay_id = in_state(house, "waiting")
    assert house.row(stay_id)["days_waited"] == 9
    house.do(stays.pause_wait, stay_id=stay_id, from_on="2026-07-02", to_on="2026-07-05", reason="Bryllup")
    assert house.row(stay_id)["days_waited"] == 6
    house.do(stays.pause_wait, stay_id=stay_id, from_on="2026-07-08")
    assert (house.row(stay_id)["days_waited"], house.row(stay_id)["paused"]) == (4, 1)
    with pytest.raises(Rejected, match="paused_already"):
        house.do(stays.pause_wait, stay_id=stay_id, from_on="2026-07-01", to_on="2026-07-03")
    house.do(stays.end_pause, stay_id=stay_id, on_day="2026-07-09")
    assert (house.row(stay_id)["days_waited"], house.row(stay_id)["paused"]) == (5, 0)
    house.do(stays.pause_wait, stay_id=stay_id, from_on="2026-07-09")
    house.do(stays.cancel_stay, stay_id=stay_id, reason="no_need")
    assert [row["to_on"] for row in stay_lists.pauses(house.register, stay_id)] == [TODAY, "2026-07-09", "2026-07-05"]


def test_who_comes_waits_no_more_and_has_waited_until_the_day_of_arrival(house):
    stay_id = in_state(house, "planned")
    house.do(stays.pause_wait, stay_id=stay_id, from_on="2026-07-03")
    house.do(stay_acts.check_in, stay_id=stay_id, on_day="2026-07-09")
    assert house.row(stay_id, "2026-08-01")["days_waited"] == 2
    assert [row["to_on"] for row in stay_lists.pauses(house.register, stay_id)] == ["2026-07-09"]


def test_a_pause_that_had_not_begun_falls_away_with_the_wait(house):
    stay_id = in_state(house, "waiting")
    house.do(stays.pause_wait, stay_id=stay_id, from_on="2026-07-20", to_on="2026-07-25")
    house.do(stays.cancel_stay, stay_id=stay_id, reason="user")
    assert stay_lists.pauses(house.register, stay_id) == []


@pytest.mark.parametrize("state", ["planned", "waiting", "applied"])
def test_a_stay_that_is_called_off_holds_no_place_and_no_days(house, state):
    stay_id = in_state(house, state)
    house.do(stays.cancel_stay, stay_id=stay_id, reason="dead")
    assert (house.laid(stay_id), house.row(stay_id)["cancel_reason"]) == ([], "dead")
    assert house.register.value("SELECT count(*) FROM stay_night") == 0


def test_the_coordinator_is_who_took_over_last_and_those_before_stay_in_the_list(house):
    stay_id = in_state(house, "in")
    for name, day in (("Per", "2026-07-02"), ("Mia", "2026-07-08"), ("Ole", "2026-07-20")):
        house.do(stays.set_coordinator, stay_id=stay_id, name=name, from_on=day)
    assert house.row(stay_id)["coordinator"] == "Mia"
    assert house.row(stay_id, "2026-07-20")["coordinator"] == "Ole"
    assert [row["name"] for row in stay_lists.coordinators(house.register, stay_id)] == ["Ole", "Mia", "Per"]


def test_a_change_that_somebody_else_came_before_is_told(house):
    stay_id = in_state(house, "applied")
    rev = house.row(stay_id)["rev"]
    house.do(stays.change_stay, stay_id=stay_id, rev=rev, need="Trapper")
    with pytest.raises(Rejected) as told:
        house.do(stays.change_stay, stay_id=stay_id, rev=rev, need="Bad")
    assert told.value.why == Why.OVERTAKEN
    with pytest.raises(TypeError):
        house.do(stays.change_stay, stay_id=stay_id, state="in")


def test_an_application_came_before_all_that_followed(house):
    stay_id = in_state(house, "in")
    house.do(stays.change_stay, stay_id=stay_id, received_on="2026-06-20")
    for day, why in (("2026-07-03", Why.APPLIED_AFTER), ("2026-07-11", Why.DAY_IN_FUTURE), ("", Why.MISSING_VALUE)):
        with pytest.raises(Rejected) as told:
            house.do(stays.change_stay, stay_id=stay_id, received_on=day)
        assert (told.value.why, told.value.field) == (why, "received_on")


def test_day_rehab_is_planned_with_its_weekdays(house):
    stay_id = in_state(house, "granted", form="day")
    asked = {"stay_id": stay_id, "site_id": house.centre, "from_on": "2026-07-13", "to_on": "2026-09-01"}
    with pytest.raises(Rejected) as told:
        house.do(stay_acts.plan_stay, **asked)
    assert (told.value.why, told.value.field) == (Why.MISSING_VALUE, "weekdays")
    house.do(stays.change_stay, stay_id=stay_id, weekdays="42")
    house.do(stay_acts.plan_stay, **asked)
    assert (house.row(stay_id)["weekdays"], house.row(stay_id)["site"]) == ("24", "Dagsenteret")


# the lists


def test_chips_hold_the_stays_that_they_count(house):
    over = house.came(4, "2026-07-01", "2026-07-08")
    leaving = house.came(3, "2026-07-05", "2026-07-12")
    gone = house.came(1, "2026-07-01", "2026-07-03")
    house.do(stay_acts.discharge, stay_id=gone, on_day="2026-07-03")
    made = {
        state: in_state(house, state) for state in ("applied", "granted", "planned", "waiting", "refused", "cancelled")
    }
    held = {
        chip: set(stay_lists.ids(house.register, today=TODAY, chip=chip))
        for chip in stay_lists.chips(house.register, today=TODAY)
    }
    assert stay_lists.chips(house.register, today=TODAY) == {chip: len(ids) for chip, ids in held.items()}
    assert (held["in"], held["overstay"], held["leaving"]) == ({over, leaving}, {over}, {over, leaving})
    assert (held["applied"], held["waiting"]) == ({made["applied"], made["granted"]}, {made["waiting"]})
    assert (held["discharged"], held["refused"], held["cancelled"]) == ({gone}, {made["refused"]}, {made["cancelled"]})
    assert len(held["all"]) == 9
    assert len(held["open"]) == 6


def test_the_list_is_found_by_name_and_put_in_any_order(house):
    second = house.book(1, "2026-07-15", "2026-07-20", person_id=house.person("Aa"))
    first = house.book(2, "2026-07-12", "2026-07-30", person_id=house.person("Berg"))
    for order in stay_lists._ORDERS:
        up = stay_lists.ids(house.register, today=TODAY, order=order)
        assert set(up) == {first, second}
    assert stay_lists.ids(house.register, today=TODAY, order="in") == [first, second]
    assert stay_lists.ids(house.register, today=TODAY, order="nights", descending=True) == [first, second]
    assert stay_lists.ids(house.register, today=TODAY, text="berg liv") == [first]
    assert stay_lists.ids(house.register, today=TODAY, form="day") == []


def test_the_waiting_list_has_need_first_then_latest_start_then_the_application(house):
    late, soon, urgent, early = (
        house.waits("2026-07-02"), house.waits("2026-07-05", latest_start_on="2026-08-01"),
        house.waits("2026-07-06", priority=1), house.waits("2026-07-01"),
    )  # fmt: skip
    order = [urgent, soon, early, late]
    assert stay_lists.ids(house.register, today=TODAY, chip="waiting", order="queue") == order
    shown = stay_lists.candidates(house.register, place_id=house.rooms[0], from_on="2026-08-02", today=TODAY)
    assert [(row["stay_id"], row["too_late"]) for row in shown] == [(urgent, 0), (soon, 1), (early, 0), (late, 0)]
    before = stay_lists.before(house.register, site_id=house.supplier, from_on="2026-08-02", today=TODAY, priority=2)
    assert [row["stay_id"] for row in before] == order


def test_arrivals_and_departures_of_a_day(house):
    planned = house.book(1, TODAY, "2026-07-14")
    late = house.book(2, "2026-07-08", "2026-07-14")
    over = house.came(3, "2026-07-01", "2026-07-08")
    leaves = house.came(4, "2026-07-01", TODAY)
    assert [row["stay_id"] for row in stay_lists.arrivals(house.register, TODAY)] == [planned, late]
    assert [row["stay_id"] for row in stay_lists.departures(house.register, TODAY)] == [over, leaves]
    ahead = stay_lists.departures(house.register, "2026-07-14", today=TODAY)
    assert [row["stay_id"] for row in ahead] == [planned, late]
    assert [row["stay_id"] for row in stay_lists.arrivals(house.register, "2026-07-08", today=TODAY)] == [late]


def test_the_stays_of_a_person_have_the_open_ones_first(house):
    who = house.person()
    gone = house.came(1, "2026-06-01", "2026-06-08", person_id=who)
    house.do(stay_acts.discharge, stay_id=gone, on_day="2026-06-08")
    new = house.book(1, "2026-07-12", "2026-07-14", person_id=who)
    assert [row["stay_id"] for row in stay_lists.of_person(house.register, who, today=TODAY)] == [new, gone]


def test_the_place_of_a_stay_is_where_it_is_now(house):
    stay_id = house.came(1, "2026-07-01", "2026-07-20")
    house.do(stay_acts.move_stay, stay_id=stay_id, place_id=house.rooms[1], from_on="2026-07-15")
    assert [house.row(stay_id, day)["place"] for day in (TODAY, "2026-07-14", "2026-07-15", "2026-08-01")] == [
        "Rom 1", "Rom 1", "Rom 2", "Rom 2"]  # fmt: skip
    assert [row["place"] for row in stay_lists.segments(house.register, stay_id)] == ["Rom 1", "Rom 2"]


def test_a_stay_that_is_not_there_is_told(house):
    with pytest.raises(Rejected, match="no_such"):
        house.row(999)


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE stay_segment SET from_on = '2026-07-03' WHERE stay_id = 1", "nights_unlike_segments"),
        ("UPDATE stay_night SET night = '2026-07-30' WHERE night = '2026-07-02'", "nights_unlike_segments"),
        ("DELETE FROM stay_night WHERE night = '2026-07-05'", "nights_unlike_segments"),
        ("UPDATE stay_segment SET day_only = 1, to_on = from_on WHERE stay_id = 1", "nights_unlike_segments"),
        ("""INSERT INTO stay_segment (stay_id, site_id, from_on, to_on)
            VALUES (1, 1, '2026-07-21', '2026-07-22')""", "segments_apart"),
        ("DELETE FROM stay_segment WHERE stay_id = 1", "stay_without_days"),
        ("UPDATE stay SET state = 'waiting' WHERE stay_id = 1", "place_of_nobody"),
        ("UPDATE stay SET closed_on = '2026-07-03' WHERE stay_id = 2", "stay_end_unlike"),
    ],
)  # fmt: skip
def test_the_examination_finds_stays_that_do_not_agree(house, sql, kind):
    assert in_state(house, "in") == 1
    other = house.came(2, "2026-07-01", "2026-07-20")
    house.do(stay_acts.discharge, stay_id=other, on_day="2026-07-08")
    conn = house.register.conn
    guards = house.register.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'stay%'")
    conn.execute("SAVEPOINT spoiled")
    for guard in guards:
        conn.execute(f"DROP TRIGGER {guard['name']}")
    conn.execute(sql)
    assert kind in {problem.kind for problem in check.broken_rules(house.register)}
    conn.execute("ROLLBACK TO spoiled")
    conn.execute("RELEASE spoiled")


def test_who_should_have_left_stands_before_who_leaves_today(house):
    leaves = house.came(1, "2026-07-01", TODAY)
    over = house.came(2, "2026-07-02", "2026-07-08")
    assert stay_lists.ids(house.register, today=TODAY, chip="in", order="out") == [over, leaves]
