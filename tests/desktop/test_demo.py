"""The demo register is whole, has something in every list, and its figures are those that are counted from its rows."""

import gallery
import pytest
from recount import Recount

from db import (
    check,
    count_rows,
    counts,
    figures,
    follow_up,
    lapses,
    measure_figures,
    measure_lists,
    nav_cases,
    overview,
    packages,
    plan_reports,
    plans,
    pyramids,
    requests,
    roles,
    stay_lists,
    stay_warnings,
    stops,
    tasks,
)
from db.connection import Register

TODAY = gallery.TODAY


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The register that the pictures are taken of, filled once in this process."""
    opened = Register.look(gallery.filled(tmp_path_factory.getbasetemp()))
    yield opened
    opened.close()


def test_it_is_whole(demo):
    assert check.problems(demo) == []


def test_every_list_of_the_day_has_something(demo):
    work = overview.day_work(demo, today=TODAY)
    assert (work.urgent, work.urgent_now, work.stops, work.stops_left) == (2, 1, 5, 5)
    asked = requests.chips(demo, today=TODAY)
    assert (asked["open"], asked["packed"]) == (6, 2)
    assert asked["filled"] > 60
    pool = stops.rows(demo, stops.pool(demo, today=TODAY), today=TODAY)
    assert len(pool) == 3
    assert sum(bool(stops.attempts(demo, row["stop_id"])) for row in pool) == 1
    assert len(packages.ids(demo)) == 3
    assert follow_up.chips(demo, today=TODAY)["snoozed"] >= 1
    assert lapses.chips(demo, today=TODAY)["open"] == 1
    assert nav_cases.chips(demo, today=TODAY)["waiting"] == 1
    assert tasks.chips(demo, today=TODAY)["open"] >= 1
    [count] = [key for key in count_rows.ids(demo) if counts.stock_count(demo, key)["closed_on"] is None]
    assert count_rows.tally(demo, count)["missing"] == 2


def test_stays_stand_in_every_way(demo):
    chips = stay_lists.chips(demo, today=TODAY)
    assert {chip for chip, number in chips.items() if not number} == set()
    assert (chips["overstay"], chips["waiting"], chips["refused"], chips["cancelled"]) == (1, 4, 1, 1)
    asked = [
        row["priority"] for row in stay_lists.rows(demo, stay_lists.ids(demo, today=TODAY, chip="waiting"), today=TODAY)
    ]
    assert sorted(asked) == [1, 2, 2, 3]
    inside = stay_lists.rows(demo, stay_lists.ids(demo, today=TODAY, chip="in"), today=TODAY)
    assert {row["site_kind"] for row in inside} == {"ward", "day_centre", "external"}
    assert [row["place"] for row in inside if row["site_kind"] == "ward"].count(None) == 1  # parked
    assert sum(row["away"] == "home" for row in inside) == 1
    told = {one["kind"] for one in stay_warnings.warnings(demo, today=TODAY)}
    assert {"overstay", "acute_undecided", "no_goal", "no_coordinator", "leaving", "evaluation_missing"} <= told


def test_the_plan_stands_in_every_way(demo):
    [plan] = plans.plans(demo)
    assert (plan["adopted_on"] is None, plan["measures"], plan["from_year"]) == (False, 11, 2025)
    chips = measure_lists.chips(demo, today=TODAY)
    assert {chip for chip, number in chips.items() if not number} == set()
    count = measure_figures.total(demo, today=TODAY)
    assert [getattr(count, light) for light in measure_figures.LIGHTS] == [2, 1, 1, 5]
    assert all(getattr(count, deadline) for deadline in measure_figures.DEADLINES)
    assert (count.adopted_ore, count.frame_ore, count.costed) == (590_000_000, 605_000_000, 4)
    assert 0 < (count.used_percent or 0) < 100
    assert [(row["period"], row["state"]) for row in plan_reports.reports(demo)] == [
        ("2026Q4", "open"), ("2026Q3", "locked"),
    ]  # fmt: skip
    assert measure_figures.to_follow(demo, today=TODAY).lacking == 3
    assert [row["holder"] for row in roles.roles(demo, today=TODAY)] == ["Siri Lien", "Ola Vang", "Lars Eng", "Ida Moe"]


def test_both_pyramids_are_judged_one_level_again_and_have_measures(demo):
    ground_up = [pyramids.levels(demo, row["pyramid_id"], day=TODAY) for row in pyramids.pyramids(demo, 1)]
    assert [[row["colour"] for row in levels] for levels in ground_up] == [
        ["green", "green", "orange", "red", None],
        ["green", "yellow", "yellow", "orange", "yellow", "yellow", None],
    ]
    assert ground_up[0][2]["numbers"] == "2, 3, 6"
    assert len(pyramids.assessments(demo, ground_up[1][4]["pyramid_level_id"])) == 2


@pytest.mark.parametrize(("month", "last"), [("2026-11", TODAY), ("2026-08", "2026-08-31")])
def test_its_figures_are_those_counted_from_its_rows(demo, month, last):
    found, mine = figures.month(demo, month, today=TODAY), Recount(demo, month, last)
    assert {rule: found.value(rule) for rule in mine.figures()} == mine.figures()
    for group in found.groups:
        own = mine.figures(group.name)
        told = {rule: found.depot.value(rule, group.name) if rule in found.depot.entries else getattr(group, rule)
                for rule in own}  # fmt: skip
        assert told == own, group.name
