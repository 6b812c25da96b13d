"""The counting itself: scan on and on, hear and see what each thing is, and put right what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db import count_rows, counts, equipment, paperwork
from db.errors import FileTrouble, Rejected
from desktop import faults, words
from desktop.actions import FILE, Action
from desktop.counts import answer, columns
from desktop.counts.acts import CountActs
from desktop.counts.answer import LastAnswer
from desktop.parts.chips import Chip
from desktop.parts.fields import ChoiceBox
from desktop.parts.page import button, label
from desktop.parts.panel import Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.parts.shortcuts import UndoPasses
from desktop.parts.style import look
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = ("all", "missing", "found", "wrong_place", "unexpected", "left")


class CountPage(CountActs):
    """One count: its scan field, the last answer, and its rows with what can be done about each."""

    title, icon, kind, key = _("Telling"), "clipboard-check", "count_row", "count_row_id"
    does, beneath = "count", "count"
    kinds = frozenset({"count", "item", "loan", "product", "place"})
    list_name = "counts"
    columns, noun, order = columns.COUNT_ROWS, (_("gjenstand"), _("gjenstander")), "outcome"
    empty_text = _("Ingenting skal stå her. Skann det som likevel gjør det.")
    ACTIONS = (
        *RecordPage.ACTIONS[1:],
        Action(_("Til skannefeltet"), "to_entry", "F6", "scan-barcode"),
        Action(_("Velg plassen du står ved"), "to_place", "F7", "map-pin"),
        Action(_("Tell en vare i antall …"), "count_goods", "F8", "package-open", writes=True),
        Action(_("Meld savnet …"), "report_missing", "Ctrl+M", "circle-question-mark", writes=True),
        Action(_("Flytt dit de ble sett"), "move_there", "Ctrl+B", "map-pin", writes=True),
        Action(_("Meld funnet igjen"), "tell_found", "Ctrl+G", "search", writes=True),
        Action(_("Ta imot valgte i retur"), "take_back", "Ctrl+R", "corner-up-left", needs="chosen", writes=True),
        Action(_("Ta ut av tellingen"), "take_out", "Delete", "x", needs="chosen", writes=True),
        Action(_("Vis i Lager"), "show_item", "Ctrl+Shift+I", "package", needs="chosen"),
        Action(_("Avslutt tellingen"), "close_count", "Ctrl+Shift+Return", "check", writes=True),
        Action(_("Skriv ut resultatet"), "print_result", "Ctrl+Shift+P", "printer", FILE),
    )

    def __init__(self, store, frame, parent: QWidget | None = None):
        self._last: int | None = None
        super().__init__(store, frame, parent)
        self.answer = LastAnswer()
        self.band = self._band()
        self.body.insertWidget(1, self.band)
        self.close_button = button(_("Avslutt tellingen"), self.close_count, "check", "primary", "Ctrl+Shift+Enter")
        self.head.add(self.close_button)

    def _band(self) -> QWidget:
        box, column, row = QWidget(), QVBoxLayout(), QHBoxLayout()
        box.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        self.entry, self.place = QLineEdit(), ChoiceBox()
        self.entry.setPlaceholderText(_("Skann hvor som helst på siden, eller skriv nummeret og trykk Enter"))
        self.entry.setAccessibleName(_("Nummer eller strekkode"))
        self.entry.setMinimumHeight(look.px(38))
        self.entry.returnPressed.connect(self._enter)
        self.entry.installEventFilter(UndoPasses(self))
        self.place.setMinimumHeight(look.px(38))
        self.place.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        beside = label(_("Du står ved"), "muted")
        beside.setBuddy(self.place)
        self.place.setAccessibleName(_("Plassen du står ved"))
        row.setSpacing(look.px(8))
        row.addWidget(self.entry, 1)
        row.addWidget(button(_("Vare i antall …"), self.count_goods, "package-open", tip="F8"))
        row.addWidget(beside, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.place)
        column.addLayout(row)
        column.addWidget(self.answer)
        return box

    # which count

    def begin(self, **given: Any) -> None:
        """Take up a count where it was left; without a name, the newest that is not closed."""
        self._take_up(given.get("stock_count_id"))

    def _take_up(self, stock_count_id: int | None) -> None:
        if stock_count_id != self.count_id:
            self.count_id, self._last = stock_count_id, None
            self.answer.rest()
            self.place.setCurrentIndex(-1)
            self.clear_filters()
        self.refresh()
        self.start_focus()

    def read(self) -> None:
        if self.count_id is None:
            self.count_id = next(iter(self.store.read(count_rows.ids, chip="open")), None)
        try:
            self._count = self.store.read(counts.stock_count, self.count_id or 0)
        except Rejected:  # none yet, or the one that stood here was taken back
            self.count_id = self._count = None
        self._tally = self.store.read(count_rows.tally, self.count_id or 0)
        if self._last is not None and not any(row["seen_at"] for row in self._of([self._last])):
            self._last = None  # the sighting was taken back
            self.answer.rest()
        self._show_count()
        super().read()

    def _show_count(self) -> None:
        running = self._count is not None and not self._count["closed_on"] and not self.store.read_only
        self.head.title.setText(self._count["name"] if self._count else self.title)
        for widget in (self.band, self.close_button):
            widget.setVisible(running)
        chosen = self.place.currentData() if self.place.currentIndex() >= 0 else None
        self.place.clear()
        self.place.addItem(columns.counted_place(self._count) if self._count else "", None)
        for place in self._places():
            self.place.addItem(columns.PLACE_MARK.join(part for part in (place["room"], place["shelf"]) if part),
                               place["place_id"])  # fmt: skip
        self.place.setCurrentIndex(max(0, self.place.findData(chosen) if chosen is not None else 0))

    def _places(self) -> list[Row]:
        """The shelves that somebody who counts may stand at; none where one shelf is counted."""
        if self._count is None or self._count["shelf"] is not None:
            return []
        room = self._count["room"]
        return [place for place in self.store.read(equipment.places) if room in (None, place["room"])]

    # the rows

    def ids(self, asked: Asked) -> Iterable[int]:
        if self.count_id is None:
            return []
        return self.store.read(
            count_rows.row_ids, self.count_id, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "all",
        )  # fmt: skip

    def rows(self, ids: list[int]) -> Iterable[Row]:
        return self.store.read(count_rows.row_rows, ids)

    def chips(self) -> Sequence[Chip]:
        shown = [code for code in CHIPS if code != "left" or self._tally["left"]]
        total = sum(self._tally[outcome] for outcome in count_rows.OUTCOMES)
        named = ((code, words.COUNT_STATES[f"count_{code}"].word, self._tally[code]) for code in shown[1:])
        return [Chip("all", _("Alle"), total), *(Chip(*one) for one in named)]

    def total(self) -> int | None:
        return None

    def count_line(self, shown: int, total: int | None) -> str:
        """'Kjeller · A1 · 7 av 12 er sett · startet 3. juli 2026 · Pågår'."""
        if self._count is None:
            return _("Velg en telling i listen, eller start en ny")
        seen = _("{n} av {total} er sett").format(
            n=words.number(self._tally["expected_seen"]), total=words.number(self._tally["expected"])
        )
        started = _("startet {day}").format(day=words.day(self._count["started_on"]))
        state = words.COUNT_STATES[columns.state(self._count)].word
        return " · ".join((columns.counted_place(self._count), seen, started, state))

    def sentence(self, row: Row) -> str:
        outcome = words.COUNT_STATES[columns.outcome(row)].word
        where = columns.seen_place(row) or columns.expected_place(row)
        return ", ".join(part for part in (columns.name(row), columns.number(row), outcome, where) if part)

    # the panel

    def details(self, ids: list[int]) -> Details | None:
        rows = self._of(ids)
        if not rows:
            return None
        if len(rows) > 1:
            title = ngettext("{n} valgt", "{n} valgt", len(rows)).format(n=words.number(len(rows)))
            return Details(title, acts=self._acts(rows))
        row = rows[0]
        holder = (row["unit_name"] or words.short_name(row)) if row["line_id"] else ""
        facts = [
            (_("Skal stå"), columns.expected_place(row)),
            (_("Sett på"), columns.seen_place(row)),
            (_("Sett"), words.moment(row["seen_at"], self.store.today) if row["seen_at"] else ""),
            (_("Tilstand nå"), words.ITEM_STATES[row["state"]].word if row["state"] else ""),
            (_("Lånt ut til"), holder),
            (_("Serienummer"), row["serial"] or ""),
        ]
        return Details(columns.name(row), columns.number(row), columns.outcome(row), facts, self._acts(rows))

    # scanning

    def _enter(self) -> None:
        code = self.entry.text().strip()
        self.entry.setText("")  # and nothing is left to undo in the field
        if code:
            self._see(code, typed=True)

    def scanned(self, code: str) -> bool:
        """Take a scan while the count runs."""
        self.catch_up()
        if not self.runs or self.store.read_only:
            return False
        self._see(code)
        return True

    def _see(self, code: str, typed: bool = False) -> None:
        """Store one sighting and say what it is; a typed word that is no number is not kept."""
        if typed and not any(sign.isdigit() for sign in code) and not self.store.read(equipment.scanned, code):
            self._miss(_("Ukjent nummer"), _("Fant ikke «{code}». Skriv hele nummeret").format(code=code))
            return
        if paperwork.agreement_of(code) is not None:
            self._miss(_("Ikke talt"), _("Dette er koden på en utlånsavtale. Skann merket på utstyret"))
            return
        try:
            seen = self.store.write(
                counts.scan, stock_count_id=self.count_id, code=code, place_id=self.place.currentData()
            ).result
        except (Rejected, FileTrouble) as fault:
            self._miss(_("Ikke talt"), faults.sentence(fault))
            return
        self._last = seen.count_row_id
        row = self._of([seen.count_row_id])[0]
        self._answer(row, seen.again)
        self._show_row(seen.count_row_id)

    def _answer(self, row: Row, again: bool) -> None:
        state = words.COUNT_STATES[columns.outcome(row)]
        self.answer.say(state.icon, state.colour, state.word, answer.told(row, again))
        if answer.is_miss(row):
            QApplication.beep()

    def _miss(self, word: str, text: str) -> None:
        self.answer.say("triangle-alert", "overdue", word, text)
        QApplication.beep()

    def _show_row(self, ref: int) -> None:
        """Choose the row of the scan; a chip that hides it gives way, the focus stays."""
        if self.model.position(ref) < 0:
            self.words.clear()
            self.chip_row.choose(self.chip_row.first())
            self.reread()
        self.table.choose([ref])

    # the keyboard

    def to_entry(self) -> None:
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.entry.selectAll()

    def to_place(self) -> None:
        self.place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start_focus(self) -> None:
        self.catch_up()
        if self.runs:
            self.to_entry()
        else:
            super().start_focus()

    def _escape(self) -> None:
        """First out of the panel and the filters, then to the scan field, then to the list of counts."""
        if self.places.alone or self.filtered():
            super()._escape()
        elif self.runs and not self.entry.hasFocus():
            self.to_entry()
        else:
            self.frame.go("count")

    def _give_room(self, alone: bool) -> None:
        super()._give_room(alone)
        self.band.setVisible(not alone and self.runs)
