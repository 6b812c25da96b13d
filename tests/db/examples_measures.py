"""One example of every command of plans and measures, and what they need: an adopted plan, and a draft."""

from collections.abc import Callable
from typing import Any

from filled import TODAY, Depot

from db import plan_layout, plan_reports, pyramids, roles

E = Callable[[Any], dict[str, Any]]
ROWS = (
    {"number": "1", "focus_area": "Samhandling", "goal": "Trygge koordinatorer", "adopted_text": "Opprette et utvalg",
     "responsible": ["Enhetsleder helse", "Kommuneoverlege"], "cost_adopted_ore": 150_000_000},
    {"number": "2", "focus_area": "Samhandling", "goal": "Trygge koordinatorer", "adopted_text": "Møte hvert år",
     "kind": "yearly", "responsible": ["Koordinerende enhet"]},
    {"number": "3", "focus_area": "Kompetanse", "goal": "", "adopted_text": "Vurdere en ny stilling", "kind": "assess"},
)  # fmt: skip


def stock_measures(depot: Depot, of: dict[str, Any]) -> None:
    """`plan` is adopted and has three measures; `draft` has one."""
    of["plan"] = depot.do(
        plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan for rehabilitering", "from_year": 2026},
        adopted_on="2026-06-18",
    )  # fmt: skip
    of["draft"] = depot.do(plan_layout.lay_out_plan, rows=ROWS[:1], frame={"name": "Utkast"})
    of["measures"] = depot.register.column("SELECT measure_id FROM measure ORDER BY measure_id")
    of["role"] = depot.register.value("SELECT min(role_id) FROM role")
    (of["plan_area"], of["plan_goal"]), *_more = depot.register.rows(
        """SELECT f.focus_area_id, g.plan_goal_id FROM focus_area f JOIN plan_goal g USING (focus_area_id)
        WHERE f.plan_id = :ref""", ref=of["draft"],
    )  # fmt: skip
    of["pyramid"] = depot.do(
        pyramids.add_pyramid, plan_id=of["plan"], kind="habilitation", name="Habilitering", on_day="2026-07-01",
        levels=[{"name": "Forebyggende", "colour": "green", "reason": "Godt"}, {"name": "Intensiv"}],
    )  # fmt: skip
    of["levels"] = depot.register.column("SELECT pyramid_level_id FROM pyramid_level ORDER BY position")
    of["report"] = depot.do(plan_reports.open_report, plan_id=of["plan"], period="2026Q4")
    of["locked"] = depot.do(plan_reports.open_report, plan_id=of["plan"], period="2026Q3")
    depot.do(plan_reports.report_measure, plan_report_id=of["locked"], measure_id=of["measures"][0], comment="I rute")
    depot.do(plan_reports.lock_report, plan_report_id=of["locked"])
    depot.do(roles.hand_role_over, role_id=of["role"], holder="Anne Haug", from_on="2026-01-01")


MEASURE_EXAMPLES: dict[str, E] = {
    "add_plan": lambda on: {"name": "Ny plan", "rhythm": "tertial"},
    "change_plan": lambda on: {"plan_id": on["plan"], "note": "Til politisk behandling"},
    "adopt_plan": lambda on: {"plan_id": on["draft"], "adopted_by": "Kommunestyret", "case_ref": "26/88"},
    "lay_out_plan": lambda on: {"rows": ROWS, "frame": {"name": "Fra boken"}},
    "rename_focus_area": lambda on: {"focus_area_id": on["plan_area"], "name": "Samarbeid"},
    "rename_plan_goal": lambda on: {"plan_goal_id": on["plan_goal"], "text": "Gode koordinatorer"},
    "add_measure": lambda on: {"plan_id": on["plan"], "adopted_text": "Prøve ut", "responsible": ["Rådgiver"]},
    "change_measure": lambda on: {"measure_id": on["measures"][0], "working_title": "Utvalg", "due_on": "2026-12-31"},
    "set_status": lambda on: {"measure_ids": on["measures"][:2], "status": "in_progress"},
    "set_light": lambda on: {"measure_ids": on["measures"][:1], "light": "red", "reason": "Ingen har tid"},
    "tick_year": lambda on: {"measure_id": on["measures"][1], "year": 2026},
    "set_subtasks": lambda on: {"measure_id": on["measures"][0], "rows": [{"text": "Innkalle", "due_on": TODAY}]},
    "add_role": lambda on: {"name": "Ny rolle"},
    "rename_role": lambda on: {"role_id": on["role"], "name": "Enhetsleder helse og mestring"},
    "hand_role_over": lambda on: {"role_id": on["role"], "holder": "Jon Berg", "from_on": "2026-10-01"},
    "add_pyramid": lambda on: {
        "plan_id": on["plan"],
        "kind": "rehabilitation",
        "name": "Rehabilitering",
        "levels": [
            {"name": "Forebyggende", "colour": "red", "reason": "Mangler"},
            {"name": "Spesialisert", "ours": False},
        ],
    },
    "change_levels": lambda on: {
        "pyramid_id": on["pyramid"],
        "levels": [{"pyramid_level_id": on["levels"][0], "name": "Forebygging"}, {"name": "Midterste"}],
    },
    "assess_level": lambda on: {"pyramid_level_id": on["levels"][1], "colour": "orange", "reason": "For få timer"},
    "link_levels": lambda on: {"measure_id": on["measures"][0], "pyramid_level_ids": on["levels"]},
    "set_measures_of_level": lambda on: {
        "pyramid_level_id": on["levels"][0],
        "measure_ids": on["measures"][:2],
    },
    "open_report": lambda on: {"plan_id": on["plan"], "period": "2026Q2", "due_on": "2026-07-15"},
    "report_measure": lambda on: {
        "plan_report_id": on["report"],
        "measure_id": on["measures"][0],
        "comment": "Utvalget er i gang",
        "status": {"status": "in_progress"},
        "light": {"light": "green"},
        "cost_used_ore": 100,
    },
    "finish_reporting": lambda on: {"plan_report_id": on["report"], "role_id": on["role"]},
    "send_to_review": lambda on: {"plan_report_id": on["report"]},
    "change_report": lambda on: {"plan_report_id": on["report"], "summary": "Et godt kvartal"},
    "lock_report": lambda on: {"plan_report_id": on["report"]},
    "reopen_report": lambda on: {"plan_report_id": on["locked"], "reason": "Feil tall"},
    "roll_over": lambda on: {
        "plan_id": on["plan"],
        "name": "Plan 2030",
        "new": [{"adopted_text": "Helt nytt"}],
        "outcomes": {
            on["measures"][0]: {"outcome": "continued"},
            on["measures"][1]: {"outcome": "merged", "into": on["measures"][0], "reason": "Hører sammen"},
            on["measures"][2]: {"outcome": "ended", "reason": "Bestemt bort"},
        },
    },
    "set_responsible": lambda on: {"measure_id": on["measures"][0], "names": ["Rådgiver", "Kommuneoverlege"]},
}
