"""Tall: how many measures each focus area, role and plan has, how they stand, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import measure_figures
from db.norwegian import fold
from desktop import settings
from desktop.parts.chart import ChartOrTable, Series
from desktop.parts.chips import Chip
from desktop.parts.page import Listing
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.parts.style import look
from desktop.plans import figures_words as said
from desktop.plans.acts import MEASURES_OF, NEXT
from desktop.plans.plan_choice import PlanChoice
from desktop.words import NONE, _, counted

Row = Mapping[str, Any]
KEPT = "plans/figures_chart"
LOW = 560  # pixels at 10 pt of a page where the chart would take the room of the list
LONGEST = 44  # letters of a group's name over the chart


class FiguresView(PlanChoice):
    """One row for each group, the whole first; the chosen one as bars above."""

    title, icon, kind, key = _("Tall"), "chart-column", "measure_figure", "place"
    list_name = "measure_figures"
    kinds = frozenset({"plan", "measure", "role", "report", "setting"})
    columns, noun, all_text = said.columns(), (_("gruppe"), _("grupper")), _("Alle planer som gjelder")
    empty_text = _("Ingen tiltak å telle ennå. Hent eller lim inn en plan, eller ta et eksempel under «Planer».")
    ACTIONS = (*RecordPage.ACTIONS[1:], NEXT, MEASURES_OF)

    def __init__(self, store, frame, parent: QWidget | None = None):
        self.figures: Sequence[Row] = ()
        self.chart = ChartOrTable(_("Diagram"), [(key, name) for key, (name, _bars) in said.CHARTS.items()])
        super().__init__(store, frame, parent)
        self.chart.choose(settings.value(KEPT))
        self.chart.chosen.connect(self._keep)
        self.table.chosen.connect(self._show_chart)

    # building

    def left(self) -> QWidget:
        """The bars of the chosen group over the list."""
        whole, column = QWidget(), QVBoxLayout()
        whole.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.chart)
        column.addWidget(self.lists, 1)
        return whole

    def _measure(self) -> None:
        super()._measure()
        self.chart.setFixedHeight(look.px(220))
        self._give_chart_room()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._give_chart_room()

    def _give_chart_room(self) -> None:
        shown = self._has_room() and bool(self.figures)
        if self.chart.isVisibleTo(self) != shown:
            self.chart.setVisible(shown)
            self._fill_panel()  # which has the bars where they are not over the list

    def _has_room(self) -> bool:
        return self.height() >= look.px(LOW)

    # what the list holds

    def chips(self) -> Sequence[Chip]:
        return [Chip(code, text) for code, text in said.GROUPINGS.items()] if self.figures else []

    def reread(self) -> None:
        """Count again by what is chosen, under what the statuses are called now."""
        self.model.head(said.columns())
        by, plan, today = self.chip_row.current or "focus_area", self.choice.currentData(), self.store.today
        total = self.store.read(measure_figures.total, today=today, plan_id=plan)
        groups = self.store.read(measure_figures.grouped, by, today=today, plan_id=plan)
        self.figures = said.rows(total, groups, by) if groups else ()
        self.chip_row.show_chips(self.chips())
        self.chip_row.setVisible(bool(self.figures))
        super().reread()
        self._give_chart_room()
        self._show_chart()

    def ids(self, asked: Asked) -> Iterable[int]:
        wanted = fold(asked.text).split()
        whole, groups = self.figures[:1], self.figures[1:]
        found = [row for row in groups if all(word in fold(f"{row['name']} {row['plan'] or ''}") for word in wanted)]
        known = [row for row in found if row[asked.order] is not None]
        known.sort(key=lambda row: row[asked.order], reverse=asked.descending)
        shown = [*([] if wanted else whole), *known, *(row for row in found if row[asked.order] is None)]
        return [row["place"] for row in shown]

    def rows(self, ids: list[int]) -> list[Row]:
        return [row for row in self.figures if row["place"] in ids]

    def sentence(self, row: Row) -> str:
        return said.sentence(row)

    def count_line(self, shown: int, total: int | None) -> str:
        """How many measures are counted, and that some count more than once."""
        if not self.figures:
            return super().count_line(shown, total)
        whole = said.sentence(self.figures[0]).partition(": ")[2]
        return f"{whole}. {said.ROLE_RULE}" if self.chip_row.current == "role" else whole

    def filtered(self) -> bool:
        return bool(self.words.text().strip() or self.choice.currentData() is not None)

    # the panel

    def one(self, row: Row) -> Details:
        acts = [Act(_("Vis tiltakene"), self.show_measures, primary=True)] if row["ref"] or not row["by"] else []
        over = row["plan"] or "" if row["by"] == "focus_area" else ""
        return Details(row["name"], over, facts=said.facts(row), acts=acts, more=self._chart_beside([row]))

    def many(self, rows: list[Row]) -> Details:
        """The first two of several side by side."""
        pairs = [dict(said.facts(row)) for row in rows[:2]]
        names = dict.fromkeys(name for pair in pairs for name in pair)
        facts = [(name, " · ".join(pair.get(name) or NONE for pair in pairs)) for name in names
                 if any(pair.get(name) for pair in pairs)]  # fmt: skip
        facts.insert(0, (self.columns[0].heading, " · ".join(row["name"] for row in rows[:2])))
        return Details(counted(len(rows), *self.noun), facts=facts, more=self._chart_beside(rows[:2]))

    def _chart_beside(self, rows: Sequence[Row]) -> list[QWidget]:
        """The bars in the panel, where the page is too low for them over the list."""
        if self._has_room():
            return []
        made = ChartOrTable(said.CHARTS[self.chart.key][0])
        made.setFixedHeight(look.px(230))
        self._fill(made, rows)
        return [made]

    # the chart

    def _keep(self, key: str) -> None:
        settings.keep(KEPT, key)
        self._show_chart()

    def _show_chart(self) -> None:
        """The bars of one or two chosen groups, else of the whole."""
        self._fill(self.chart, self.chosen_rows()[:2] or self.figures[:1])

    def _fill(self, chart: ChartOrTable, rows: Sequence[Row]) -> None:
        name, bars = said.CHARTS[self.chart.key]
        shown = [Series(_short(row["name"]), [row[code] for code in bars]) for row in rows]
        chart.show_bars(name, list(bars.values()), shown, _("Ingen tiltak å telle."))

    # acts

    def show_measures(self) -> None:
        """Show the measures of the chosen group: those of the plan for a focus area."""
        for row in self.chosen_rows()[:1]:
            if row["by"] == "role" and row["ref"]:
                self.frame.go("measures_by", row["ref"])
            elif plan := row["plan_id"] or self.choice.currentData():
                self.frame.go("measures_of", plan)
            else:
                self.frame.go("measure:all", 0)

    def open_form(self, ref: int) -> None:
        self.show_measures()

    def new_record(self) -> None:
        """Figures are counted, never written."""

    def listing(self) -> Listing:
        """The groups as shown, with the rules that they need."""
        made = super().listing()
        note = " · ".join(part for part in (made.note, said.note([self.chip_row.current])) if part)
        return Listing(made.kind, said.TITLE, made.columns, made.rows, made.count, note, made.persons)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
