"""The pyramids: levels from the ground up, judged by day with a reason, and the measures that belong to each."""

import pytest
from examples_measures import ROWS

from db import command, plan_layout, pyramids, rollovers
from db.connection import Register
from db.errors import Rejected, Why
from desktop.plans import pyramid_examples

TODAY = "2026-11-16"


class Made:
    def __init__(self, path):
        self.register = Register.create(path)
        self.plan = self.do(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan"}, adopted_on="2018-06-18")
        self.ref = {
            kind: self.do(pyramids.add_pyramid, plan_id=self.plan, kind=kind, name=kind,
                          levels=pyramid_examples.levels(kind), on_day=pyramid_examples.MELHUS_ON)
            for kind in pyramids.KINDS
        }  # fmt: skip

    def do(self, act, /, **given):
        return command.run(self.register, act, staff="Anne", today=TODAY, **given).result

    def refused(self, act, /, **given):
        with pytest.raises(Rejected) as told:
            self.do(act, **given)
        return told.value.why

    def levels(self, kind, day=TODAY):
        return pyramids.levels(self.register, self.ref[kind], day=day)


@pytest.fixture
def made(tmp_path):
    found = Made(tmp_path / "p.hverdag")
    yield found
    found.register.close()


def test_melhus_pyramids_stand_as_the_plan_judged_them_from_the_ground_up(made):
    assert [row["colour"] for row in made.levels("habilitation")] == ["green", "green", "orange", "red", None]
    assert [row["colour"] for row in made.levels("rehabilitation")] == [
        "green", "yellow", "yellow", "orange", "red", "yellow", None,
    ]  # fmt: skip
    assert made.levels("rehabilitation")[5]["name"] == "Døgnrehabilitering"


def test_a_level_is_judged_anew_on_a_day_and_stays_as_it_was_before_that_day(made):
    level = made.levels("rehabilitation")[4]["pyramid_level_id"]
    made.do(pyramids.assess_level, pyramid_level_id=level, colour="yellow", reason="Åpnet i mai", on_day="2026-05-04")
    assert made.levels("rehabilitation")[4]["colour"] == "yellow"
    assert made.levels("rehabilitation", "2026-05-03")[4]["colour"] == "red"
    assert made.levels("rehabilitation", "2017-12-31")[4]["colour"] is None
    assert pyramids.days(made.register, made.plan) == ["2018-01-01", "2026-05-04"]
    assert [row["colour"] for row in pyramids.assessments(made.register, level)] == ["yellow", "red"]


def test_a_judgement_has_a_reason_a_colour_and_is_of_a_level_of_our_own(made):
    rows = made.levels("habilitation")
    judge = {"pyramid_level_id": rows[0]["pyramid_level_id"], "colour": "red", "reason": "x"}
    assert made.refused(pyramids.assess_level, **(judge | {"reason": " "})) is Why.REASON_NEEDED
    assert made.refused(pyramids.assess_level, **(judge | {"colour": "blue"})) is Why.MISSING_VALUE
    assert made.refused(pyramids.assess_level, **(judge | {"on_day": "2026-11-17"})) is Why.DAY_IN_FUTURE
    assert made.refused(pyramids.assess_level, **(judge | {"pyramid_level_id": rows[4]["pyramid_level_id"]})) is (
        Why.LEVEL_NOT_OURS
    )


def test_a_measure_belongs_to_the_levels_it_is_for(made):
    rows, measure = made.levels("rehabilitation"), made.register.value("SELECT min(measure_id) FROM measure")
    refs = [rows[3]["pyramid_level_id"], rows[5]["pyramid_level_id"]]
    made.do(pyramids.link_levels, measure_id=measure, pyramid_level_ids=refs)
    assert [row["numbers"] for row in made.levels("rehabilitation")] == [None, None, None, "1", None, "1", None]
    made.do(pyramids.link_levels, measure_id=measure, pyramid_level_ids=refs[1:])
    assert pyramids.levels_of(made.register, measure) == refs[1:]


def test_a_level_that_was_judged_is_renamed_but_not_forgotten(made):
    rows = [dict(row) for row in made.levels("habilitation")]
    assert made.refused(pyramids.change_levels, pyramid_id=made.ref["habilitation"], levels=rows[1:]) is (
        Why.LEVEL_IN_USE
    )
    renamed = [rows[0] | {"name": "Forebygging"}, *rows[1:4], {"name": "Nytt trinn"}]
    made.do(pyramids.change_levels, pyramid_id=made.ref["habilitation"], levels=renamed)
    assert [row["name"] for row in made.levels("habilitation")][::4] == ["Forebygging", "Nytt trinn"]
    assert made.levels("habilitation")[0]["colour"] == "green"


def test_a_rolled_over_plan_takes_its_pyramids_along_with_all_that_was_judged(made):
    measure = made.register.value("SELECT min(measure_id) FROM measure")
    made.do(pyramids.link_levels, measure_id=measure, pyramid_level_ids=[made.levels("habilitation")[2][0]])
    outcomes = {ref: {"outcome": "continued"} for ref in made.register.column("SELECT measure_id FROM measure")}
    new = made.do(rollovers.roll_over, plan_id=made.plan, name="Ny", outcomes=outcomes)
    found = pyramids.pyramids(made.register, new)
    assert [row["kind"] for row in found] == ["habilitation", "rehabilitation"]
    levels = pyramids.levels(made.register, found[0]["pyramid_id"], day=TODAY)
    assert [row["colour"] for row in levels] == ["green", "green", "orange", "red", None]
    assert levels[2]["numbers"] == "1"
    assert made.refused(pyramids.assess_level, pyramid_level_id=made.levels("habilitation")[0][0], colour="red",
                        reason="x") is Why.PLAN_REPLACED  # fmt: skip


def test_a_plan_has_one_pyramid_of_a_kind_and_a_second_is_told_with_its_field(made):
    with pytest.raises(Rejected) as told:
        made.do(pyramids.add_pyramid, plan_id=made.plan, kind="habilitation", name="Enda en", levels=[{"name": "A"}])
    assert (told.value.why, told.value.field) == (Why.NAME_TAKEN, "kind")


def test_what_was_judged_is_not_changed_in_the_file(made):
    with pytest.raises(Exception, match="guard:kept"):
        made.register.conn.execute("UPDATE level_assessment SET colour = 'green'")
