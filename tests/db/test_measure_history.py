"""The history of a measure field by field: who changed what, from what to what, also what was undone or is gone."""

import pytest
from test_rollovers import Old

from db import history, measure_history, measures, plan_reports, pyramids, roles
from desktop.plans import field_history


@pytest.fixture
def old(tmp_path):
    made = Old(tmp_path / "plan.hverdag")
    yield made
    made.register.close()


def lines(old, ref=None):
    """(verb, lines) of every operation, newest first."""
    events = measure_history.of_measure(old.register, ref or old.ids[0])
    return [(event["verb"], event["fields"]) for event in field_history.told(events)]


def test_a_changed_field_tells_from_what_to_what_and_who_did_it(old):
    old.do(measures.change_measure, measure_id=old.ids[0], working_title="Utvalget", cost_revised_ore=50_000_00)
    old.do(measures.set_status, measure_ids=old.ids[:1], status="postponed", reason="Ferie", due_on="2027-06-01")
    assert lines(old)[:2] == [
        ("set_status", ["Status: Ikke startet → Utsatt", "Grunn til statusen: – → Ferie", "Frist: – → 1. juni 2027"]),
        ("change_measure", ["Arbeidstittel: – → Utvalget", "Kostnad revidert: – → 50\xa0000\xa0kr"]),
    ]
    assert {event["staff"] for event in measure_history.of_measure(old.register, old.ids[0])} == {"Anne"}


def test_steps_years_roles_levels_and_reports_are_told_as_well(old):
    old.do(measures.set_subtasks, measure_id=old.ids[0], rows=[{"text": "Innkalle", "due_on": "2026-12-01"}])
    step = measures.subtasks(old.register, old.ids[0])[0]["subtask_id"]
    rows = [{"subtask_id": step, "text": "Kalle inn", "done_on": "2026-11-16"}]
    old.do(measures.set_subtasks, measure_id=old.ids[0], rows=rows)
    old.do(measures.set_subtasks, measure_id=old.ids[0], rows=[])
    old.do(measures.tick_year, measure_id=old.ids[1], year=2026, note="I mai")
    old.do(pyramids.link_levels, measure_id=old.ids[0], pyramid_level_ids=old.levels[:1])
    old.do(roles.set_responsible, measure_id=old.ids[0], names=["Rådgiver"])
    report = old.do(plan_reports.open_report, plan_id=old.plan, period="2026Q4")
    old.do(plan_reports.report_measure, plan_report_id=report, measure_id=old.ids[0], comment="I gang")
    assert [fields for _verb, fields in lines(old)][:-1] == [
        ["Rapport: – → I gang"],
        ["Ansvarlig: Enhetsleder helse, hovedansvar → Enhetsleder helse, hovedansvar, til 16. november 2026",
         "Ansvarlig: Kommuneoverlege → Kommuneoverlege, til 16. november 2026",
         "Ansvarlig: – → Rådgiver, hovedansvar, fra 16. november 2026"],
        ["Trinn: – → Nederst"],
        ["Deltiltak: Kalle inn, ferdig 16. november 2026 → –"],
        ["Deltiltak: Innkalle, frist 1. desember 2026 → Kalle inn, ferdig 16. november 2026"],
        ["Deltiltak: – → Innkalle, frist 1. desember 2026"],
    ]  # fmt: skip
    assert lines(old, old.ids[1])[0][1] == ["Status: Ikke startet → I gang", "Gjort i: – → 2026 – I mai"]


def test_what_was_undone_is_marked_and_the_undoing_is_told_the_other_way(old):
    old.do(measures.set_light, measure_ids=old.ids[:1], light="red", reason="Ingen har tid")
    history.undo_last(old.register, staff="Jon", today="2026-11-17")
    undoing, done, *_rest = measure_history.of_measure(old.register, old.ids[0])
    assert (undoing["staff"], bool(done["undone"]), bool(undoing["undone"])) == ("Jon", True, False)
    assert lines(old)[0] == ("undo", ["Lys: ■ Rødt → –", "Grunn til lyset: Ingen har tid → –"])


def test_the_history_of_a_measure_goes_on_through_a_roll_over(old):
    old.do(measures.change_measure, measure_id=old.ids[0], comment="Fra i fjor")
    made = old.rolled({3: old.merged(0)})["1"]
    said = lines(old, made)
    assert [verb for verb, _fields in said] == ["roll_over", "change_measure", "lay_out_plan"]
    assert said[0][1] == [
        "Ansvarlig: – → Enhetsleder helse, hovedansvar", "Ansvarlig: – → Kommuneoverlege", "Ansvarlig: – → Rådgiver",
    ]  # fmt: skip
    assert said[1][1] == ["I Plan", "Kommentar: – → Fra i fjor"]
