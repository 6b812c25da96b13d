"""Tall: the figures of stays in a period, each with the rule it was counted by, its months, and what may leave us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from db import stay_report
from db.norwegian import fold
from db.stay_report import Reading, SiteReport
from desktop.columns import Column
from desktop.parts.chart import ChartOrTable, Series
from desktop.parts.chips import Chip
from desktop.parts.fields import ChoiceBox
from desktop.parts.page import Listing
from desktop.parts.panel import Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.parts.style import look
from desktop.stays import figures_rows, periods
from desktop.stays import figures_words as said
from desktop.stays.figures_rows import Figure
from desktop.words import SHORT_MONTHS, _

FIGURES = (
    Column("name", _("Tall"), width=30, sort="figure_id", strong=True),
    Column("text", _("Verdi"), width=12),
    Column("section", _("Gruppe"), width=22, muted=True),
    Column("rule", _("Slik er det talt"), width=90, muted=True),
)
LOW, NARROW = 560, 720  # pixels at 10 pt of a page: the chart would take the room of the list, the choices give way


class FiguresView(RecordPage):
    """One row for each figure; the chosen one month by month above, and its rule in the panel."""

    title, icon, kind, key = _("Tall"), "chart-column", "stay_figure", "figure_id"
    list_name = "stay_figure"
    kinds = frozenset({"stay", "stay_place", "attendance", "quota", "population"})
    columns, noun, all_text = FIGURES, (_("tall"), _("tall")), _("Egne avdelinger")
    empty_text = _("Ingen opphold eller plasser å telle i perioden.")
    ACTIONS = RecordPage.ACTIONS[1:]

    def __init__(self, store, frame, parent: QWidget | None = None):
        self.report: SiteReport | None = None
        self.days = periods.offered(store.today)[periods.first(store.today)][0]  # the period, [since, until)
        self.figures: list[Figure] = []
        self._counted: tuple[str, str, int | None] | None = None  # what the figures were counted of
        self.period = ChoiceBox()
        self.chart = ChartOrTable(_("Måned for måned"))
        super().__init__(store, frame, parent)
        self.table.chosen.connect(self._show_chart)

    # building

    def left(self) -> QWidget:
        """The months of the chosen figure over the list."""
        whole, column = QWidget(), QVBoxLayout()
        whole.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.chart)
        column.addWidget(self.lists, 1)
        return whole

    def _filters(self) -> None:
        super()._filters()
        row = self.filters.layout()
        assert isinstance(row, QBoxLayout)
        self.period.setAccessibleName(_("Periode"))
        for value, text in periods.offered(self.store.today):
            self.period.addItem(text, value)
        self.period.addItem(_("Velg datoer …"), None)
        self.period.setCurrentIndex(periods.first(self.store.today))
        self.period.activated.connect(self._period_chosen)
        row.insertWidget(0, self.period)

    def _measure(self) -> None:
        super()._measure()
        self.chart.setFixedHeight(look.px(210))
        self._give_chart_room()
        self._give_way()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._give_chart_room()
        self._give_way()

    def _give_way(self) -> None:
        """All that is chosen stands on one line, narrower where the window is."""
        narrow = self.width() < look.px(NARROW)
        self.words.setFixedWidth(look.px(110 if narrow else 180))
        for box in (self.period, self.choice):
            box.setMaximumWidth(look.px(150 if narrow else 240))

    def _give_chart_room(self) -> None:
        shown = self._has_room() and bool(self.figures)
        if self.chart.isVisibleTo(self) != shown:
            self.chart.setVisible(shown)
            self._fill_panel()  # which has the months where they are not over the list

    def _has_room(self) -> bool:
        return self.height() >= look.px(LOW)

    # what the list holds

    def read(self) -> None:
        self._counted = None
        super().read()

    def reread(self) -> None:
        """Show; count again where the register, the period or the site is another."""
        since, until = self.days
        site = self.choice.currentData()
        if self._counted != (since, until, site):
            self._counted = (since, until, site)
            found = self.store.read(stay_report.view, since, until, today=self.store.today, site_id=site)
            self.report, self.figures = found, figures_rows.figures(found)
        self.chip_row.show_chips(self.chips())
        self.chip_row.setVisible(bool(self.figures))
        super().reread()
        self._give_chart_room()
        self._show_chart()

    def ids(self, asked: Asked) -> Iterable[int]:
        wanted = fold(asked.text).split()
        found = [one for one in self.figures if asked.chip in ("", "all", one.section) and _fits(one, wanted)]
        return [one.figure_id for one in (reversed(found) if asked.descending else found)]

    def rows(self, ids: list[int]) -> list[Mapping[str, Any]]:
        wanted = set(ids)
        return [asdict(one) for one in self.figures if one.figure_id in wanted]

    def chips(self) -> Sequence[Chip]:
        sections = dict.fromkeys(one.section for one in self.figures)
        return [Chip("all", _("Alle")), *(Chip(name, name) for name in sections)] if sections else []

    def choices(self) -> Sequence[tuple[Any, str]]:
        return self.store.read(stay_report.sites)

    def count_line(self, shown: int, total: int | None) -> str:
        """The period, and how far it is counted."""
        if self.report is None:
            return super().count_line(shown, total)
        parts = (said.period(*self.days), said.counted_to(self.report.whole))
        return " · ".join(part for part in parts if part)

    def sentence(self, row: Mapping[str, Any]) -> str:
        return f"{row['name']} {row['text']}. {row['rule']}"

    def one(self, row: Mapping[str, Any]) -> Details:
        facts = [
            (_("Verdi"), row["text"]),
            (_("Periode"), said.period(*self.days)),
            (_("Slik er det talt"), row["rule"]),
            (_("Utenfor enheten"), row["leaving"] if row["leaving"] != row["text"] else ""),
        ]
        return Details(row["name"], row["section"], facts=facts, more=self._chart_beside(row["code"]))

    def _chart_beside(self, rule: str) -> list[QWidget]:
        """The months in the panel, where the page is too low for them over the list."""
        if not rule or self._has_room():
            return []
        made = ChartOrTable(_("Måned for måned"))
        made.setFixedHeight(look.px(230))
        self._fill(made, rule)
        return [made]

    def new_record(self) -> None:
        """Figures are counted, never written."""

    # the chart

    def _show_chart(self) -> None:
        """The months of the chosen figure, else of belegg."""
        if self.report is None:
            return
        rules = [one.code for one in self.figures if one.figure_id in self.chosen_ids() and one.code in said.NAMES]
        self._fill(self.chart, rules[0] if rules else "belegg")

    def _fill(self, chart: ChartOrTable, rule: str) -> None:
        """A figure month by month; belegg with that of the rehab places."""
        months = self.report.months if self.report else ()
        names = [SHORT_MONTHS[int(one.figures.since[5:7]) - 1] for one in months]
        rules = (rule, "rehab_belegg") if rule == "belegg" else (rule,)
        shown = [Series(said.NAMES[name], [self._of_month(one, name) for one in months]) for name in rules]
        chart.show_bars(_("Måned"), names, shown, _("Ingenting å måle disse månedene."))

    def _of_month(self, month: Reading, rule: str) -> float | None:
        """A month that has not begun has no figure yet."""
        return said.rounded(rule, month.value(rule)) if month.figures.since <= self.store.today else None

    # the period

    def _period_chosen(self, _place: int) -> None:
        if self.period.currentData() is not None:
            self.show_period(*self.period.currentData())
            return
        form = periods.PeriodForm(self.store, *self.days)
        form.chosen.connect(self.show_period)
        form.rejected.connect(lambda: self.show_period(*self.days))
        self.frame.show_form(form)

    def show_period(self, since: str, until: str) -> None:
        """Show the figures of [since, until)."""
        self.days = since, until
        known = [self.period.itemData(place) for place in range(self.period.count())]
        if self.days not in known:
            self.period.insertItem(len(known) - 1, said.period(since, until), self.days)
            known.insert(len(known) - 1, self.days)
        self.period.setCurrentIndex(known.index(self.days))
        self.reread()

    # what leaves the unit

    def export(self) -> None:
        """The workbook of the period: every site and month, small groups hidden."""
        since, until = self.days

        def write(path: Path) -> Any:
            from desktop.sheets.occupancy import export_occupancy

            return self.store.read(export_occupancy, since, until, path, today=self.store.today, by=self.store.staff)

        name = _("{what} {period}").format(what=said.TITLE, period=said.period(since, until))
        self.frame.start("save_workbook", name=name, save=write)

    def listing(self) -> Listing:
        """The figures as they may leave the unit, on paper."""
        since, until = self.days
        made = super().listing()
        note = " · ".join(part for part in (said.period(since, until), made.note, said.HIDDEN_RULE) if part)
        return Listing(made.kind, said.TITLE, made.columns, self._leaving, made.count, note)

    def _leaving(self) -> Iterator[Mapping[str, Any]]:
        for row in self._all_rows():
            yield {**row, "text": row["leaving"]}


def _fits(one: Figure, wanted: Sequence[str]) -> bool:
    text = fold(f"{one.name} {one.section}")
    return all(word in text for word in wanted)
