"""The plan of the invented municipality: Melhus' measures with roles, statuses, lights, reports and both pyramids."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from db import measure_lists, measures, plan_layout, plan_reports, pyramids, roles
from desktop.plans import examples, pyramid_examples

if TYPE_CHECKING:
    from db.connection import Reader

NAME = "Plan for habilitering og rehabilitering"
SOURCE = "Tiltakene er kopiert fra Melhus kommunes plan 2018–2021. Ansvarlige, frister og status er oppdiktet."
_UNIT, _HOME, _THERAPY, _WARD = ("Koordinerende enhet", "Enhetsleder hjemmetjenesten", "Fysio- og ergoterapitjenesten",
                                 "Enhetsleder institusjon")  # fmt: skip
_HOLDERS = {_UNIT: "Ida Moe", _HOME: "Berit Nes", _THERAPY: "Lars Eng", _WARD: "Ola Vang"}
# For each measure in its order: who answers, days until its deadline, and its levels, (pyramid, from the ground up).
_HAB, _REHAB = "habilitation", "rehabilitation"
_HOSPITAL = tuple((_REHAB, at) for at in (4, 5, 6))
_PLANNED: tuple[tuple[tuple[str, ...], int | None, tuple[tuple[str, int], ...]], ...] = (
    ((_HOME, _THERAPY), -200, ((_REHAB, 1), (_REHAB, 2), (_REHAB, 3))),
    ((_UNIT,), 45, ()),
    ((_THERAPY,), 20, ((_HAB, 3), (_HAB, 4), *_HOSPITAL)),
    ((_THERAPY,), 410, ((_HAB, 3), (_HAB, 4), (_REHAB, 3), *_HOSPITAL)),
    ((_UNIT, _THERAPY), 135, _HOSPITAL),
    ((_HOME,), -16, _HOSPITAL),
    ((_HOME,), 410, ((_HAB, 3),)),
    ((_WARD, _THERAPY), 230, ((_REHAB, 5), (_REHAB, 6))),
    ((_UNIT,), None, ()),
    ((_UNIT,), 135, ()),
    ((_THERAPY,), 100, ()),
)
_REPORTED = {
    0: "Teamet er i ordinær drift fra nyttår, og alle på 78 år får tilbud om besøk.",
    1: "Maler for individuell plan er på plass. Opplæring av koordinatorer går hver høst.",
    2: "To kurs er holdt. Innleie av vikarer har kostet mer enn planlagt.",
    7: "Seks rom er øremerket. Dagplassene venter på transport.",
}
_WRITTEN = {1: "Tolv koordinatorer har fått opplæring i høst.", 9: "Mestringskurs med diabetesforeningen er avtalt."}


@dataclass
class _Plan:
    """The plan while it is filled; `run(act, day, **arguments)` does its work."""

    today: date
    run: Callable[..., Any]
    ref: int = 0
    measures: list[int] = field(default_factory=list)

    def ago(self, days: int, act: Callable[..., Any], /, **arguments: Any) -> Any:
        return self.run(act, self.today - timedelta(days=days), **arguments)

    def day(self, ahead: int) -> str:
        return (self.today + timedelta(days=ahead)).isoformat()

    def some(self, *places: int) -> list[int]:
        return [self.measures[at] for at in places]


def work(db: Reader, today: date, run: Callable[..., Any]) -> None:
    """Lay the plan out, adopt it, and let a year and a half go by."""
    plan = _Plan(today, run)
    _adopt(db, plan)
    _draw_pyramids(db, plan)
    _go_on(plan)
    _report(db, plan)


def _adopt(db: Reader, plan: _Plan) -> None:
    source = next(name for name in examples.names() if name.startswith("Melhus"))
    rows = [_row(plan, row, who, due) for row, (who, due, _levels) in
            zip(examples.rows(source), _PLANNED, strict=True)]  # fmt: skip
    first = (plan.today - timedelta(days=540)).year
    frame = {
        "name": f"{NAME} {first}–{first + 3}", "from_year": first, "to_year": first + 3, "adopted_by": "Kommunestyret",
        "case_ref": f"PS {first % 100}/47", "note": SOURCE,
    }  # fmt: skip
    adopted = plan.day(-520)
    plan.ref = plan.ago(520, plan_layout.lay_out_plan, rows=rows, frame=frame, adopted_on=adopted)
    plan.measures = measure_lists.ids(db, today=adopted, chip="all", plan_id=plan.ref)
    known = {row["name"]: row["role_id"] for row in roles.roles(db, today=adopted)}
    for name, holder in _HOLDERS.items():
        plan.ago(519, roles.hand_role_over, role_id=known[name], holder=holder)
    plan.ago(90, roles.hand_role_over, role_id=known[_HOME], holder="Siri Lien")


def _row(plan: _Plan, row: dict[str, Any], who: Iterable[str], due: int | None) -> dict[str, Any]:
    yearly = {"kind": "yearly"} if due is None else {"due_on": plan.day(due)}
    return {**row, "comment": "", "responsible": list(who), **yearly}


def _draw_pyramids(db: Reader, plan: _Plan) -> None:
    """Both pyramids as Melhus judged them, one level judged again since, and the measures of each level."""
    levels: dict[tuple[str, int], int] = {}
    for kind, name in ((_HAB, "Habilitering"), (_REHAB, "Rehabilitering")):
        ref = plan.ago(519, pyramids.add_pyramid, plan_id=plan.ref, kind=kind, name=name,
                       levels=pyramid_examples.levels(kind))  # fmt: skip
        for row in pyramids.levels(db, ref, day=plan.day(0)):
            levels[kind, row["position"]] = row["pyramid_level_id"]
    for measure, (_who, _due, its) in zip(plan.measures, _PLANNED, strict=True):
        if its:
            plan.ago(518, pyramids.link_levels, measure_id=measure, pyramid_level_ids=[levels[one] for one in its])
    plan.ago(30, pyramids.assess_level, pyramid_level_id=levels[_REHAB, 5], colour="yellow", by_name="Ida Moe",
             reason="Dagsenteret har åpnet og tar imot to dager i uka")  # fmt: skip


def _go_on(plan: _Plan) -> None:
    """What was begun, put off, done and stopped, and how it looks."""
    begin = {"status": "in_progress"}
    plan.ago(480, measures.set_status, measure_ids=plan.some(0, 1, 2, 3, 5, 7, 8), **begin)
    plan.ago(320, measures.tick_year, measure_id=plan.measures[8], year=(plan.today - timedelta(days=320)).year)
    plan.ago(210, measures.set_status, measure_ids=plan.some(0), status="completed")
    plan.ago(190, measures.set_status, measure_ids=plan.some(4), status="postponed", due_on=plan.day(300),
             reason="Ny logoped begynner først til sommeren")  # fmt: skip
    plan.ago(150, measures.set_status, measure_ids=plan.some(6), status="stopped",
             reason="Tas inn i boligplanen i stedet")  # fmt: skip
    plan.ago(120, measures.set_light, measure_ids=plan.some(1, 3), light="green")
    plan.ago(120, measures.set_light, measure_ids=plan.some(7), light="yellow", reason="Dagplassene mangler transport")
    plan.ago(118, measures.set_light, measure_ids=plan.some(5), light="red", reason="Ingen har tid til kartleggingen")
    plan.ago(117, measures.change_measure, measure_id=plan.measures[2], cost_used_ore=22_000_000,
             cost_revised_ore=45_000_000)  # fmt: skip
    plan.ago(117, measures.change_measure, measure_id=plan.measures[3], cost_used_ore=180_000_000)


def _report(db: Reader, plan: _Plan) -> None:
    """The last quarter's report is locked; in that of this quarter some have written."""
    known = {row["name"]: row["role_id"] for row in roles.roles(db, today=plan.day(0))}
    now = plan_reports.period_of("quarter", plan.day(0))
    before = plan_reports.period_of("quarter", plan_reports.day_before(now))
    began = (plan.today - date.fromisoformat(plan_reports.bounds(now)[0])).days
    last = plan.ago(began + 15, plan_reports.open_report, plan_id=plan.ref, period=before)
    for at, comment in _REPORTED.items():
        plan.ago(began + 9, plan_reports.report_measure, plan_report_id=last, measure_id=plan.measures[at],
                 comment=comment)  # fmt: skip
    for name in (_UNIT, _THERAPY, _WARD):
        plan.ago(began + 8, plan_reports.finish_reporting, plan_report_id=last, role_id=known[name])
    plan.ago(began, plan_reports.lock_report, plan_report_id=last)
    this = plan.ago(min(began, 14), plan_reports.open_report, plan_id=plan.ref, period=now, due_on=plan.day(14))
    for at, comment in _WRITTEN.items():
        begun = {"status": {"status": "in_progress"}} if at == 9 else {}
        plan.ago(min(began, 5), plan_reports.report_measure, plan_report_id=this, measure_id=plan.measures[at],
                 comment=comment, **begun)  # fmt: skip
    plan.ago(min(began, 4), plan_reports.finish_reporting, plan_report_id=this, role_id=known[_UNIT])
