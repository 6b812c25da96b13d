"""A plan becomes a new version: what a measure that is merged leaves behind goes to the one that takes over."""

import pytest
from examples_measures import ROWS

from db import check, command, history, measures, plan_layout, pyramids, roles, rollovers
from db.connection import Register

TODAY = "2026-11-16"


class Old:
    """An adopted plan of four measures and a pyramid of two levels; `ids` and `levels` in their order."""

    def __init__(self, path):
        self.register = Register.create(path)
        rows = (*ROWS, {"number": "4", "adopted_text": "Kurs for alle", "kind": "yearly", "responsible": ["Rådgiver"]})
        self.plan = self.do(plan_layout.lay_out_plan, rows=rows, frame={"name": "Plan"}, adopted_on="2026-06-18")
        self.ids = self.register.column("SELECT measure_id FROM measure ORDER BY position")
        self.do(pyramids.add_pyramid, plan_id=self.plan, kind="habilitation", name="Habilitering",
                levels=[{"name": "Nederst"}, {"name": "Øverst"}])  # fmt: skip
        self.levels = self.register.column("SELECT pyramid_level_id FROM pyramid_level ORDER BY position")

    def do(self, act, /, **given):
        return command.run(self.register, act, staff="Anne", today=TODAY, **given).result

    def rolled(self, told):
        """The new ids of the measures that go on, by number; `told` are outcomes by place, else continued."""
        outcomes = {ref: told.get(at, {"outcome": "continued"}) for at, ref in enumerate(self.ids)}
        new = self.do(rollovers.roll_over, plan_id=self.plan, name="Neste", outcomes=outcomes)
        rows = self.register.rows("SELECT number, measure_id FROM measure WHERE plan_id = :ref", ref=new)
        return {row["number"]: row["measure_id"] for row in rows}

    def stop(self, at, into):
        self.do(measures.set_status, measure_ids=[self.ids[at]], status="stopped", reason="Slått sammen",
                merged_into=self.ids[into])  # fmt: skip

    def merged(self, at):
        return {"outcome": "merged", "into": self.ids[at], "reason": "Hører sammen"}

    def into(self, ref):
        return self.register.value("SELECT merged_into FROM measure WHERE measure_id = :ref", ref=ref)


@pytest.fixture
def old(tmp_path):
    made = Old(tmp_path / "plan.hverdag")
    yield made
    assert check.problems(made.register) == []
    made.register.close()


def test_years_levels_and_roles_of_a_merged_measure_go_to_the_one_that_takes_over_once_each(old):
    for at, years, levels in ((1, (2025, 2026), old.levels[:1]), (3, (2024, 2025), old.levels)):
        for year in years:
            old.do(measures.tick_year, measure_id=old.ids[at], year=year)
        old.do(pyramids.link_levels, measure_id=old.ids[at], pyramid_level_ids=levels)
    old.do(roles.set_responsible, measure_id=old.ids[3], names=["Rådgiver", "koordinerende ENHET"])
    made = old.rolled({3: old.merged(1)})["2"]
    assert [row["year"] for row in measures.years_done(old.register, made)] == [2026, 2025, 2024]
    assert len(pyramids.levels_of(old.register, made)) == 2
    assert not set(pyramids.levels_of(old.register, made)) & set(old.levels)
    answering = roles.of_measure(old.register, made, today=TODAY)
    assert [(row["name"], row["is_main"]) for row in answering] == [("Koordinerende enhet", 1), ("Rådgiver", 0)]


def test_a_measure_that_nobody_answered_for_gets_those_of_the_merged_one_with_its_main_one(old):
    made = old.rolled({0: old.merged(2)})["3"]
    answering = roles.of_measure(old.register, made, today=TODAY)
    assert [(row["name"], row["is_main"]) for row in answering] == [("Enhetsleder helse", 1), ("Kommuneoverlege", 0)]


def test_a_stopped_measure_points_at_the_new_copy_of_what_took_over(old):
    old.stop(0, into=1)
    made = old.rolled({})
    assert old.into(made["1"]) == made["2"]


def test_where_what_took_over_is_merged_itself_the_stopped_one_points_at_the_last(old):
    old.stop(0, into=1)
    made = old.rolled({1: old.merged(3)})
    assert old.into(made["1"]) == made["4"]


@pytest.mark.parametrize("told", [{"outcome": "ended", "reason": "Ferdig"}, None])
def test_what_ended_or_came_back_into_the_stopped_one_is_pointed_at_no_more(old, told):
    old.stop(0, into=1)
    made = old.rolled({1: told or old.merged(0)})
    assert old.into(made["1"]) is None


def test_one_step_back_takes_all_of_it_back(old):
    old.stop(0, into=1)
    old.rolled({3: old.merged(1)})
    history.undo_last(old.register, staff="Anne", today=TODAY)
    assert old.register.column("SELECT measure_id FROM measure ORDER BY position") == old.ids
