"""The month's paper on measures: how the plans stand, each figure with its rule, and the groups side by side."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak

from db.measure_figures import STATUSES, MeasureCount, MonthPlans
from desktop.columns import Column
from desktop.paper import charts
from desktop.paper.house import gap, text
from desktop.paper.list import list_block
from desktop.plans import figures_words as said
from desktop.words import _

NEEDED = 110  # points that a table needs below its heading; else it starts on the next page
FIGURES = (
    Column("name", _("Tall"), width=24, strong=True),
    Column("value", _("Verdi"), width=12),
    Column("rule", _("Slik er det talt"), width=70, muted=True),
)


def story(found: MonthPlans, width: float) -> list[Flowable]:
    """The pages of measures in the month's paper."""
    rows = [{"name": name, "value": said.text(code, value), "rule": rule}
            for code, name, value, rule in said.monthly(found)]  # fmt: skip
    count = found.total
    drawn = charts.columns([said.NAMES[code] for code in STATUSES], [[getattr(count, code) for code in STATUSES]],
                           [said.NAMES["measures"]], width, 110)  # fmt: skip
    return [
        PageBreak(),
        text(said.TITLE, "section"),
        text(said.standing(found), "under"),
        gap(2),
        *list_block(FIGURES, rows, width)[:1],
        gap(3),
        KeepTogether([text(_("Tiltak etter status"), "section"), gap(1), drawn]),
        *(_groups("plan", found.plans, width) if len(found.plans) > 1 else []),
        *_groups("focus_area", found.areas, width),
        *_groups("role", found.roles, width),
    ]


def _groups(by: str, counts: Sequence[MeasureCount], width: float) -> list[Flowable]:
    """A table of groups, with the rules that it needs under its name."""
    rows = [said.row(one, by, one.name or said.WITHOUT[by]) for one in counts]
    head = [text(said.GROUPINGS[by], "section"), text(said.note([by]), "under"), gap(1)]
    return [gap(3), CondPageBreak(NEEDED), *head, *list_block(said.paper(), rows, width)[:1]]
