"""The lines of the plan window, section by section: what each says and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop import words
from desktop.stays import plan_words
from desktop.stays.plan_parts import Line, Slot
from desktop.stays.plan_words import CHECKS, GOALS, INSTRUMENTS, MOMENTS
from desktop.words import _

if TYPE_CHECKING:
    from desktop.stays.plan_window import PlanWindow

Row = Mapping[str, Any]
Shown = tuple[Sequence[Line], str, Sequence[str]]  # lines, what stands there without any, sentences before them


def sections(window: PlanWindow) -> dict[str, Shown]:
    """What every section of the window shows."""
    plan, today = window.plan, window.store.today
    return {
        "important": ([_important(window)], "", ()),
        "goals": ([_goal(window, row) for row in plan.goals], _("Ingen mål er satt ennå."), ()),
        "interventions": ([_intervention(window, row) for row in plan.interventions], _("Ingen tiltak ennå."), ()),
        "evaluations": ([_evaluation(window, row) for row in plan.evaluations], _("Ikke evaluert ennå."), ()),
        "coordinators": ([_coordinator(window, row) for row in reversed(plan.coordinators)],
                         _("Ingen koordinator er satt."), ()),
        "checks": ([_check(window, row, today) for row in plan.checks], _nothing_checked(plan.head, today), ()),
        "scores": ([_score(window, row) for row in plan.scores], _("Ingenting er målt ennå."),
                   [plan_words.change(one) for one in plan.changes]),
    }  # fmt: skip


def _important(window: PlanWindow) -> Line:
    said = window.plan.head["important"]
    title = f"«{said}»" if said else _("Ikke skrevet ennå")
    under = "" if said else _("Spør personen, og skriv svaret med personens egne ord.")
    return Line(("important", 0), title, under, "heart", "reserved", _may(window, window.important))


def _goal(window: PlanWindow, row: Row) -> Line:
    state, ref = GOALS[row["status"]], row["stay_goal_id"]
    acts = (
        (_("Avslutt målet …"), "Ctrl+R", lambda: window.close_goal(row)),
        (_("Flytt opp"), "Ctrl+Up", lambda: window.move_goal(row, -1)),
        (_("Flytt ned"), "Ctrl+Down", lambda: window.move_goal(row, 1)),
        _strike(window, "goal", ref),
    )
    return Line(("goal", ref), row["text"], plan_words.goal_under(row), state.icon, state.colour,
                _may(window, lambda: window.change_goal(row)), acts if window.may_write else ())  # fmt: skip


def _intervention(window: PlanWindow, row: Row) -> Line:
    ref, runs = row["stay_intervention_id"], row["ended_on"] is None
    end = ((_("Avslutt tiltaket i dag"), "Ctrl+R", lambda: window.end_intervention(row)),) if runs else ()
    acts = (*end, _strike(window, "intervention", ref)) if window.may_write else ()
    return Line(("intervention", ref), row["text"], plan_words.intervention_under(row),
                "footprints" if runs else "circle-check", "lent" if runs else "scrapped",
                _may(window, lambda: window.change_intervention(row)), acts)  # fmt: skip


def _evaluation(window: PlanWindow, row: Row) -> Line:
    ref = row["stay_evaluation_id"]
    under = " · ".join(part for part in (words.short_day(row["on_day"], window.store.today), row["by_name"]) if part)
    return Line(("evaluation", ref), row["text"], under, "message-square", "free",
                _may(window, lambda: window.change_evaluation(row)), _struck(window, "evaluation", ref))  # fmt: skip


def _score(window: PlanWindow, row: Row) -> Line:
    ref = row["stay_score_id"]
    title = f"{INSTRUMENTS[row['instrument']]}: {plan_words.score(row['score'])}"
    under = f"{MOMENTS[row['moment']]} · {words.short_day(row['on_day'], window.store.today)}"
    return Line(("score", ref), title, under, "chart-column", "washing",
                _may(window, lambda: window.change_score(row)), _struck(window, "score", ref))  # fmt: skip


def _coordinator(window: PlanWindow, row: Row) -> Line:
    now = row["name"] == window.plan.head["coordinator"] and row is window.plan.coordinators[-1]
    return Line(("coordinator", row["stay_coordinator_id"]), row["name"], plan_words.coordinator_under(row),
                "user-round-check" if now else "user-round", "free" if now else "scrapped",
                _may(window, window.coordinator))  # fmt: skip


def _check(window: PlanWindow, row: Row, today: str) -> Line:
    state, ref = CHECKS[row["status"]], row["stay_check_id"]
    by_depot = row["status"] == "done" and row["done_on"] is None
    may_tick = window.may_write and row["needed"] and not by_depot
    acts = (
        (_("Endre, eller si at det ikke trengs …"), "Ctrl+D", lambda: window.mend_check(row)),
        _strike(window, "check", ref),
    )
    return Line(
        ("check", ref), plan_words.check_title(row), plan_words.check_under(row, today), state.icon, state.colour,
        _may(window, lambda: window.change_check(row)), acts if window.may_write else (), row["status"] == "late",
        row["status"] == "done", (lambda done: window.tick(row, done)) if may_tick else None,
    )  # fmt: skip


def _nothing_checked(head: Row, today: str) -> str:
    if not head["out_on"]:
        return _("Oppholdet har ingen utreisedag ennå.")
    return _("Utskriving {day}. Lag sjekklisten, så kommer fristene av seg selv.").format(
        day=words.deadline(head["out_on"], today))  # fmt: skip


def _may(window: PlanWindow, slot: Slot) -> Slot:
    return slot if window.may_write else lambda: None


def _strike(window: PlanWindow, kind: str, ref: int) -> tuple[str, str, Slot]:
    return _("Stryk …"), "Del", lambda: window.strike(kind, ref)


def _struck(window: PlanWindow, kind: str, ref: int) -> tuple[tuple[str, str, Slot], ...]:
    return (_strike(window, kind, ref),) if window.may_write else ()
