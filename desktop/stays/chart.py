"""Belegg: the places of the wards by days, with the stays in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from db import stay_chart, stay_lists
from db.stay_chart import Chart
from db.stay_days import plus
from desktop.parts import icons
from desktop.parts.chips import Chip
from desktop.parts.page import Listing, button
from desktop.parts.record_page import Asked, RecordPage
from desktop.parts.style import look
from desktop.parts.tape_chart import TapeChart
from desktop.stays import acts, chart_tape, free_words
from desktop.stays import words as stay_words
from desktop.stays.chart_acts import CHART_ACTS
from desktop.stays.chart_line import ChartLine, Legend
from desktop.stays.chart_tape import INKS, Shown
from desktop.stays.chart_words import ChartWords
from desktop.stays.columns import STAYS
from desktop.stays.offers import OFFER
from desktop.words import _

BACK, AHEAD = 120, 245  # days that are read before and after the one that is looked for
SPANS = (("14", _("2 uker")), ("30", _("Måned")), ("90", _("Kvartal")))
LOW, NARROW = 540, 800  # pixels at 10 pt for the page: with less something gives way
NOBODY = Chart("2000-01-01", "2000-01-01", (), (), ())


class ChartView(ChartWords):
    """A year is read around the day that is looked at; what lies further off is read when it is asked for."""

    title, icon, kind, key = _("Belegg"), "bed", "stay_chart", "stay_id"
    list_name = "stay_chart"
    kinds = frozenset({"stay", "stay_place", "person"})
    columns, noun, persons = STAYS, (_("opphold"), _("opphold")), True
    new_text, all_text, order = _("Nytt opphold"), _("Alle steder"), "in_on"
    ACTIONS = (*RecordPage.ACTIONS, OFFER, *acts.STAY_ACTS, *CHART_ACTS)

    def __init__(self, store, frame, parent: QWidget | None = None):
        self.found, self.shown, self.in_the_way = NOBODY, Shown(chart_tape.tape.Tape(), {}, {}), []
        self._around, self._unseen, self._told_legend = store.today, True, True
        super().__init__(store, frame, parent)

    # building

    def left(self) -> QWidget:
        """The chart with what it means over it and what is chosen under it; where nothing is, the empty state."""
        self.chart = TapeChart(_("Belegg: plasser og dager"), INKS, self.grip_of)
        self.line, self.legend = ChartLine(self.open_menu), Legend()
        whole, column = QWidget(), QVBoxLayout()
        whole.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget, stretch in ((self.legend, 0), (self.chart, 1), (self.line, 0)):
            column.addWidget(widget, stretch)
        self.lists.addWidget(whole)
        self._whole = whole
        self._connect()
        return self.lists

    def _connect(self) -> None:
        chart = self.chart
        chart.opened.connect(lambda _bar: self.open_here())
        chart.wanted.connect(self.wanted)
        chart.chose.connect(self.tell_line)
        chart.selectionModel().selectionChanged.connect(lambda *_both: self.tell_line())
        chart.proposed.connect(self.judge)
        chart.settled.connect(self.settle)
        chart.refused.connect(self.refuse_there)
        chart.released.connect(self.tell_line)
        chart.beyond.connect(self.show_day)
        chart.menu_wanted.connect(self.open_menu)

    def _filters(self) -> None:
        """The way through the days stands where other lists have their chips."""
        super()._filters()
        row = self.filters.layout()
        assert isinstance(row, QBoxLayout)
        steps, inside = QWidget(), QHBoxLayout()
        steps.setLayout(inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        before = self._arrow("chevron-left", _("Tidligere"), "Ctrl+PgUp", self.earlier)
        now = button(_("I dag (T)"), self.to_today)
        now.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        after = self._arrow("chevron-right", _("Senere"), "Ctrl+PgDn", self.later)
        self._arrows = (before, after)
        for widget in (before, now, after):
            inside.addWidget(widget)
        row.insertWidget(0, steps, 0, Qt.AlignmentFlag.AlignTop)
        self.chip_row.show_chips(self.chips())
        self.chip_row.choose("30")
        self.words.setPlaceholderText(_("Finn en person"))
        self.words.setAccessibleName(_("Finn en person i belegget"))

    def _buttons(self) -> None:
        """Sheet and paper are in the menu as well (Ctrl+E, Ctrl+P), and give way where the width is scarce."""
        sheet = button(_("Excel"), self.export, "file-spreadsheet", tip=_("Oppholdene som vises (Ctrl+E)"))
        paper = button(_("Skriv ut"), self.print_list, "printer", tip=_("Skriv ut belegget (Ctrl+P)"))
        week = button(_("Ukeliste"), self.print_week, "printer", tip=_("Skriv ut ukelisten (Alt+U)"))
        self.papers = (sheet, paper, week)
        made = button(self.new_text, self.new_record, "plus", tip="Ctrl+N")
        made.setEnabled(not self.store.read_only)
        for widget in (*self.papers, made):
            self.head.add(widget)
        self.body.addWidget(self.head)

    def _arrow(self, icon: str, name: str, key: str, act) -> QToolButton:
        made = QToolButton()
        made.setObjectName("quiet")
        made.setAccessibleName(name)
        made.setToolTip(f"{name} ({key})")
        icons.put(made, icon)
        made.clicked.connect(lambda: act())
        return made

    # reading

    def chips(self) -> Sequence[Chip]:
        return [Chip(code, text) for code, text in SPANS]

    def choices(self) -> Sequence[tuple[Any, str]]:
        sites = self.found.sites
        return [(site.site_id, site.name) for site in sites] if len(sites) > 1 else []

    def read(self) -> None:
        """Read the days around the one that is looked at."""
        since, until = plus(self._around, -BACK), plus(self._around, AHEAD)
        self.found = self.store.read(stay_chart.chart, since=since, until=until, today=self.store.today)
        super().read()

    def reread(self) -> None:
        """Show what was read for the site, the width and the person that are chosen now."""
        self._wait.stop()
        self.shown = chart_tape.of(self.found, self.store.today, self.choice.currentData())
        self.head.say(self.day_line(), free_words.RULE)
        self._give_way()
        self.lists.setCurrentWidget(self._whole if self.shown.lanes else self.empty)
        if not self.shown.lanes:
            self.empty.say("bed", _("Her er det ingen plasser ennå. Legg inn avdelingen og plassene først."),
                           _("Legg inn plasser"), lambda: self.frame.go("stay_place", 0))  # fmt: skip
        self.chart.show_days(int(self.chip_row.current))
        self.chart.show_tape(self.shown.tape)
        if self._unseen and self.shown.lanes:
            self._unseen = False
            self._begin_here()
        if self.words.text().strip():
            self.find_person(self.words.text().strip())

    def _begin_here(self) -> None:
        """Today stands a quarter into the width, and the keys are on it."""
        self.chart.scroll_to_day(plus(self.store.today, -self.chart.span // 4))
        self.chart.go_to(self.store.today, self.chart.first_lane(), scroll=False)

    def filtered(self) -> bool:
        return bool(self.words.text().strip() or self.choice.currentData() is not None)

    def clear_filters(self) -> None:
        self.words.clear()
        self.choice.setCurrentIndex(0)
        self.reread()
        self.chart.setFocus()

    def find_person(self, text: str) -> None:
        """Go to the stay of somebody whose name begins so: who is in before who comes."""
        hits = [(one.state not in ("in", "overstay"), one.from_on < self.store.today, one.from_on, str(key), key)
                for key, one in self.shown.spans.items() if _is_called(one, text)]  # fmt: skip
        if hits:
            self.chart.choose(min(hits)[-1])
        else:
            self.line.tell(_("Fant ingen «{text}» i disse dagene").format(text=text), "", "search", "muted")

    # the days

    def show_day(self, day: str) -> None:
        """Go to a day, and read the days around it where they are not shown."""
        if not self.found.since <= day < self.found.until:
            self._around = day
            row = self.chart.currentIndex().row()
            self.read()
            self.chart.scroll_to_day(plus(day, -self.chart.span // 4))
            self.chart.go_to(day, max(0, row))
        else:
            self.chart.go_to(day)

    def earlier(self) -> None:
        self._step(-1)

    def later(self) -> None:
        self._step(1)

    def _step(self, way: int) -> None:
        """Half a width on, with the keys."""
        half = way * max(7, self.chart.span // 2)
        left, day = plus(self.chart.left_day() or self.store.today, half), self.chart.current_day() or self.store.today
        self.show_day(plus(day, half))
        self.chart.scroll_to_day(left)

    def to_today(self) -> None:
        self.show_day(self.store.today)
        self.chart.scroll_to_day(plus(self.store.today, -self.chart.span // 4))
        self.chart.setFocus()

    # what RecordPage asks

    def ids(self, asked: Asked) -> Iterable[int]:
        """The stays of the days in sight, by the order of their bars."""
        first, last = self.days_in_sight()
        inside = (one for one in self.shown.spans.values() if one.stay_id and one.from_on < last and one.to_on >= first)
        return dict.fromkeys(one.stay_id for one in inside if one.stay_id)

    def days_in_sight(self) -> tuple[str, str]:
        """[first, last) as the width shows them."""
        first = self.chart.left_day() or self.store.today
        return first, plus(first, self.chart.span)

    def listing(self) -> Listing:
        self.model.read()
        return super().listing()

    def print_list(self) -> None:
        """Show the days in sight on paper, as bars."""
        first, _last = self.days_in_sight()

        def make(out: IO[bytes]) -> int:
            from desktop.paper import stay_papers

            return self.store.read(stay_papers.print_stay_chart, first, self.chart.span, out, today=self.store.today,
                                   staff=self.store.staff)  # fmt: skip

        self.frame.print_pdf(self.title, make, f"belegg-{first}")

    def print_week(self) -> None:
        """Show this week on paper, a place on each line; the first week in sight where today is not."""
        first, last = self.days_in_sight()
        day = self.store.today if first <= self.store.today < last else first

        def make(out: IO[bytes]) -> int:
            from desktop.paper import stay_papers

            return self.store.read(stay_papers.print_ward, day, out, today=self.store.today, staff=self.store.staff)

        self.frame.print_pdf(_("Ukeliste"), make, f"ukeliste-{day}")

    def _filter_note(self) -> str:
        first, last = self.days_in_sight()
        return stay_words.period(first, last, self.store.today)

    def open_record(self, ref: int) -> None:
        """Choose the bar where this stay is now, reading other days where it is not among those shown."""
        self.catch_up()
        key = self.shown.of_stay(ref, self.store.today)
        if key is None:
            row = self.store.read(stay_lists.stay, ref, today=self.store.today)
            if row["in_on"] is None:
                return
            self.choice.setCurrentIndex(0)
            self._around = row["in_on"]
            self.read()
            key = self.shown.of_stay(ref, self.store.today)
        self.chart.choose(key)
        self.chart.setFocus()

    def start_focus(self) -> None:
        (self.chart if self.shown.lanes else self.empty).setFocus()

    def open_here(self) -> None:
        """What the chosen bar offers to do next is where Enter leads."""
        (self.line.act if self.line.act.isVisible() else self.line.more).setFocus()

    def show_legend(self) -> None:
        """Show what the colours mean, or put it away."""
        self._told_legend = not self.legend.isVisible()
        self.legend.setVisible(self._told_legend)

    def _fill_panel(self) -> None:
        """The line under the chart tells what a panel would."""

    def _escape(self) -> None:
        if self.filtered():
            self.clear_filters()
        else:
            self.chart.setFocus()

    def do_next(self) -> None:
        if self.line.act.isVisible():
            self.line.act.click()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _measure(self) -> None:
        super()._measure()
        self.words.setFixedWidth(look.px(160))
        for made in self._arrows:
            made.setFixedSize(look.px(36), look.px(34))
        self._give_way()

    def _give_way(self) -> None:
        """What is least needed goes first where the window is small."""
        low, narrow = self.height() < look.px(LOW), self.width() < look.px(NARROW)
        self.legend.setVisible(self._told_legend and not low)
        self.head.line.setVisible(not low and bool(self.head.line.text()))
        for part in (self.chart, self.line):
            part.make_low(low)
        self.body.setSpacing(6 if low else 16)
        for widget in self.papers:
            widget.setVisible(not narrow)
        self.words.setVisible(not narrow or bool(self.words.text()))
        self.choice.setMaximumWidth(look.px(140 if narrow else 240))

    def find_in_list(self) -> None:
        self.words.show()
        super().find_in_list()


def _is_called(one: stay_chart.Span, text: str) -> bool:
    """Whether the first or the last name begins so."""
    names = (f"{one.first_name} {one.last_name}", one.last_name)
    return one.stay_id is not None and any(name.casefold().startswith(text.casefold()) for name in names)
