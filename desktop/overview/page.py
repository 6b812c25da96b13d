"""The first page: how many are out, late, waiting and ready, the months, and what must be followed up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from db import closures, overview, stay_lists
from db.overview import Overview
from desktop import words
from desktop.actions import FILE, Action
from desktop.overview.months import MonthsChart
from desktop.overview.today import Today
from desktop.parts.cards import Card, FigureCard, Follow, FollowList
from desktop.parts.empty import EmptyState
from desktop.parts.page import Head, Page, button
from desktop.parts.scrolling import scrolling
from desktop.parts.style import look
from desktop.words import STATES, _, ngettext

FEW, ALL = 4, 100_000
CARDS = (
    ("lent", _("Utlånt nå"), "lent", "item:lent"),
    ("overdue", _("Forfalt"), "overdue", "loan:overdue"),
    ("cleaning", _("Til rengjøring"), "cleaning", "cleaning:all"),
    ("available", _("Ledig"), "available", "item:available"),
)
GUESTS = (_("Inne nå"), "stay_in", "stay:in")


class OverviewPage(Page):
    """Key figures that lead to their lists."""

    title, icon, kind = _("Oversikt"), "layout-dashboard", "overview"
    kinds = frozenset(
        {
            "item",
            "loan",
            "product",
            "person",
            "unit",
            "request",
            "trip",
            "contact",
            "task",
            "lapse",
            "stay",
            "stay_place",
            "plan",
            "measure",
            "role",
            "report",
        }
    )
    ACTIONS = (Action(_("Månedsoversikt …"), "month_report", "Ctrl+M", "chart-column", FILE),)

    def __init__(self, store, frame, parent: QWidget | None = None):
        super().__init__(store, frame, parent)
        self.has_stays = False
        self.head = Head(self.title)
        self.head.add(button(_("Månedsoversikt"), self.month_report, "chart-column", tip="Ctrl+M"))
        self.body.addWidget(self.head)
        self.cards = {key: self._card(name, state, kind) for key, name, state, kind in CARDS}
        self.guests = self._card(*GUESTS)
        self.guests.hide()  # in sight where there is somewhere to stay
        self.chart, self.today = MonthsChart(store), Today(store, frame)
        self.months = _framed(self.chart)
        self.follow = Card(_("Må følges opp"), _("Se alle"), self.show_all)
        self.rows, self.limit = FollowList(_("Ingenting må følges opp. Fint.")), FEW
        self.follow.body.addWidget(scrolling(self.rows), 1)
        self.grid, self.figures = QGridLayout(), QGridLayout()
        self.empty, self.places = EmptyState(), QStackedWidget()
        self._lay()

    def _card(self, name: str, state: str, kind: str) -> FigureCard:
        return FigureCard(name, STATES[state].icon, state, lambda: self.frame.go(kind, 0))

    def _lay(self) -> None:
        inner, column = QWidget(), QVBoxLayout()
        inner.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for grid in (self.figures, self.grid):
            grid.setSpacing(16)
        column.addLayout(self.figures)
        column.addLayout(self.grid, 1)
        column.addWidget(self.today)
        self.places.addWidget(scrolling(inner))
        self.places.addWidget(self.empty)
        self.body.addWidget(self.places, 1)
        self._arranged: tuple[int, bool] | None = None
        look.changed.connect(self._arrange)
        self._arrange()

    def _arrange(self) -> None:
        """All cards in a row and two lists side by side, or fewer where the window is narrow for the text."""
        wide = self.width() - 48
        every = len(self.cards) + int(self.has_stays)
        fewer = 3 if self.has_stays and wide >= look.px(560) else 2
        columns, beside = (every if wide >= look.px(190 * every) else fewer), wide >= look.px(720)
        for card in (self.months, self.follow):
            card.setMinimumHeight(look.px(260))
        if self._arranged == (columns, beside):
            return
        self._arranged = (columns, beside)
        for place, card in enumerate((*self.cards.values(), self.guests)):
            self.figures.addWidget(card, place // columns, place % columns)
        for column in range(len(self.cards) + 1):
            self.figures.setColumnStretch(column, int(column < columns))
        self.today.arrange(3 if beside else 1 if wide < look.px(520) else 2)
        self.grid.addWidget(self.months, 0, 0)
        self.grid.addWidget(self.follow, *((0, 1) if beside else (1, 0)))
        self.grid.setColumnStretch(0, 3)
        self.grid.setColumnStretch(1, 2 if beside else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # reading

    def read(self) -> None:
        today = self.store.today
        figures = self.store.read(overview.overview, today=today)
        weekday = words.weekday_day(today)
        self.head.say(f"{weekday[:1].upper()}{weekday[1:]} · {words.week(today)}")
        for key, under in _unders(figures).items():
            self.cards[key].show_figure(words.number(getattr(figures, key)), under)
        self.chart.read()
        self.today.read()
        self._show_stays()
        self._show_follow(figures.to_follow_up)
        self._say_empty(figures)

    def _show_stays(self) -> None:
        """Who is in the house, where the register knows a site to stay at."""
        self.has_stays = self.today.has_stays
        self.guests.setVisible(self.has_stays)
        if self.has_stays:
            today = self.store.today
            counts = self.store.read(stay_lists.chips, today=today, form="night")
            room = sum(row["open"] for row in self.store.read(closures.open_places, today))
            over = _("{n} over tiden").format(n=words.number(counts["overstay"])) if counts["overstay"] else ""
            of_room = ngettext("av {n} åpen plass", "av {n} åpne plasser", room).format(n=words.number(room))
            self.guests.show_figure(words.number(counts["in"]), over or of_room)
        self._arrange()

    def _show_follow(self, total: int) -> None:
        today = self.store.today
        found = self.store.read(overview.follow_up, today=today, limit=self.limit)
        self.rows.show_rows([self._followed(row) for row in found])
        if self.follow.link is not None:
            self.follow.link.setText(_("Se alle {n}").format(n=words.number(total)))
            self.follow.link.setVisible(total > len(found))

    def _followed(self, row: Mapping[str, Any]) -> Follow:
        kind, ref = ("item", row["item_id"]) if row["item_id"] else ("loan", row["line_id"])
        why_now, number = why(row, self.store.today), row["number"] or ""
        return Follow(row["kind"], what(row), why_now, lambda: self.frame.go(kind, ref), number)

    def _say_empty(self, figures: Overview) -> None:
        nothing = not (figures.copies or figures.goods_lent or self.has_stays or self.today.has_plans)
        self.places.setCurrentIndex(int(nothing))
        if nothing and self.store.read_only:
            self.empty.say(self.icon, _("Registeret er tomt ennå."))
        elif nothing:
            said = _("Registeret er tomt ennå. Hent listen dere har i Excel, eller legg inn utstyr på siden Lager.")
            self.empty.say(self.icon, said, _("Hent fra Excel …"), lambda: self.frame.start("import"))

    # acts

    def start_focus(self) -> None:
        first = self.empty if self.places.currentWidget() is self.empty else self.cards["lent"]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_all(self) -> None:
        """Every row of the follow-up list."""
        self.limit = ALL
        self.read()
        if self.rows.rows:
            self.rows.rows[min(FEW, len(self.rows.rows) - 1)].setFocus()

    def month_report(self) -> None:
        """Ask for a month, then for paper or a workbook."""
        from desktop.overview.month_form import MonthForm

        self.frame.show_form(MonthForm(self.store, self.frame))


def _unders(figures: Overview) -> dict[str, str]:
    """The line under each key figure."""
    copies, long = figures.copies, figures.cleaning_long
    oldest = ngettext("eldste: {n} dag over", "eldste: {n} dager over", figures.oldest_days)
    waiting = ngettext("{n} ventet over en uke", "{n} ventet over en uke", long)
    return {
        "lent": _("av {n}").format(n=words.counted(copies, _("gjenstand"), _("gjenstander"))),
        "overdue": oldest.format(n=figures.oldest_days) if figures.overdue else _("ingenting er forfalt"),
        "cleaning": waiting.format(n=long) if long else _("ingen over en uke"),
        "available": _("klare til å lånes ut"),
    }


def what(row: Mapping[str, Any]) -> str:
    """'Rullator, innendørs UT-0187'."""
    return f"{row['name']} {row['number'] or ''}".strip()


def why(row: Mapping[str, Any], today: str) -> str:
    """What is to be done about a row of overview.follow_up: 'Kari N. · 9 dager over fristen'."""
    days = row["days"]
    if row["kind"] == "missing":
        return _("Savnet siden {day}").format(day=words.short_day(row["on_day"], today))
    if row["kind"] == "cleaning":
        said = ngettext("Har ventet på rengjøring i {n} dag", "Har ventet på rengjøring i {n} dager", days)
        return said.format(n=days)
    who = row["unit_name"] or words.short_name(row)
    if row["kind"] == "overdue":
        said = ngettext("{n} dag over fristen", "{n} dager over fristen", days).format(n=days)
    elif days < 2:
        said = _("frist i morgen") if days else _("frist i dag")
    else:
        said = ngettext("frist om {n} dag", "frist om {n} dager", days).format(n=days)
    return f"{who} · {said}"


def _framed(widget: QWidget) -> QFrame:
    frame = QFrame()
    frame.setObjectName("card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(16))
    column.addWidget(widget)
    return frame
