"""One stop in the form that ends a trip: how it went, and for each thing which copy, how it looks, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from db import loan_lines, requests, stops
from db.stop_things import Done, Result
from desktop import words
from desktop.loans import answers
from desktop.loans.return_draft import TELLS_FAULT
from desktop.parts.banner import Banner
from desktop.parts.chips import FlowLayout
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceBox, Unreadable
from desktop.parts.page import label, spaced
from desktop.parts.panel import StatePill
from desktop.parts.style import look
from desktop.trips import columns, details
from desktop.words import _

Row = Mapping[str, Any]
_FAILED = [(("failed", code), _("Ikke utført: {why}").format(why=word.lower())) for code, word in
           words.STOP_FAILURES.items()]  # fmt: skip
OUTCOMES = [(("done", ""), _("Utført")), *_FAILED, (("later", ""), _("Rakk det ikke, venter på dag"))]


class ThingRow(QWidget):
    """One thing of a stop. `suggested` is the copy that the picking list named, or None."""

    changed = Signal()

    def __init__(self, store, stop: Row, thing: Row, suggested: int | None):
        super().__init__()
        self.store, self.thing, self.suggested = store, thing, suggested
        self.called = _("{thing}, stopp {n}").format(thing=columns.thing(thing), n=stop["number"])
        self.tick = QCheckBox(columns.told(thing))
        self.tick.setChecked(not columns.is_stale(thing))
        self.copy: ChoiceBox | None = None
        self.condition: ChoiceBox | None = None
        self.quantity: QSpinBox | None = None
        self.missing: dict[str, QCheckBox] = {}
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Grunn til at dette går ut"))
        self.reason.setAccessibleName(_("Grunn: {thing}").format(thing=self.called))
        self.reason.hide()
        self.fault = QLineEdit()
        self.fault.setAccessibleName(_("Hva er galt: {thing}").format(thing=self.called))
        self.fault.setMaxLength(500)
        self._lay(stop["kind"])
        self.tick.toggled.connect(lambda _on: self._follow())
        self._follow()

    def _lay(self, kind: str) -> None:
        column, self._line = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        self._line.addWidget(self.tick, 1)
        column.addLayout(self._line)
        if kind in ("deliver", "swap") and self.thing["tracking"] == "single":
            self._ask_copy()
        if kind in ("deliver", "swap") and self.thing["tracking"]:
            column.addWidget(self.reason)
        if kind in ("fetch", "swap") and self.thing["line_id"]:
            self._ask_condition(column)

    def _ask_copy(self) -> None:
        self.copy = ChoiceBox()
        self.copy.setAccessibleName(_("Eksemplar: {thing}").format(thing=self.called))
        if self.thing["bring_item_id"] is None:
            self.copy.addItem(_("Velg eksemplar"), None)
        for row in self._copies():
            where = " ".join(part for part in (row["room"], row["shelf"]) if part)
            self.copy.addItem(" · ".join(part for part in (row["number"], where) if part), row["item_id"])
        self.copy.setCurrentIndex(max(0, self.copy.findData(self.suggested)))
        self.copy.activated.connect(lambda _n: self._follow())
        self._line.addWidget(self.copy)

    def _copies(self) -> list[Row]:
        """The copies that may go out, the one that is packed or suggested among them."""
        if self.thing["request_id"]:
            found = list(self.store.read(requests.copies, self.thing["request_id"]))
        else:
            found = list(self.store.read(stops.free_copies, self.thing["of_product_id"]))
        if self.thing["bring_item_id"] and self.thing["bring_item_id"] not in [row["item_id"] for row in found]:
            named = {"item_id": self.thing["bring_item_id"], "number": self.thing["bring_number"]}
            found.insert(0, {**named, "room": self.thing["room"], "shelf": self.thing["shelf"]})
        return found

    def _ask_condition(self, column: QVBoxLayout) -> None:
        self.condition = ChoiceBox()
        self.condition.setAccessibleName(_("Tilstand: {thing}").format(thing=self.called))
        for one in answers.CONDITIONS:
            self.condition.addItem(one.text, one.code)
        self.condition.setCurrentIndex(self.condition.findData("dirty"))
        if self.thing["tracking"] == "quantity":
            self._ask_quantity()
        self._line.addWidget(self.condition)
        self.condition.currentIndexChanged.connect(lambda _n: self._ask_fault())
        column.addWidget(self.fault)
        self._ask_fault()
        parts = self.store.read(loan_lines.line_accessories, self.thing["line_id"])
        if parts:
            box = QWidget()
            flow = FlowLayout(box)
            flow.addWidget(label(_("Mangler:"), "muted"))
            for part in parts:
                flow.addWidget(self._part(part["name"]))
            column.addWidget(box)

    def _ask_fault(self) -> None:
        """What is wrong, asked for where a case of service is opened for it."""
        condition = self.condition.currentData() if self.condition is not None else ""
        hint = _("Hva er galt") if condition == "damaged" else _("Merknad til sperringen, uten navn")
        self.fault.setPlaceholderText(hint)
        self.fault.setVisible(condition in TELLS_FAULT)
        self.changed.emit()

    def _part(self, name: str) -> QCheckBox:
        made = QCheckBox(name)
        made.setAccessibleName(_("{part} mangler, {thing}").format(part=name, thing=self.called))
        made.toggled.connect(lambda _on: self._lacks())
        self.missing[name] = made
        return made

    def _lacks(self) -> None:
        """What lacks a part is incomplete; with all of it back, it goes to cleaning as usual."""
        assert self.condition is not None
        lacks, now = any(one.isChecked() for one in self.missing.values()), self.condition.currentData()
        if now in ("clean", "dirty", "incomplete"):
            self.condition.setCurrentIndex(self.condition.findData("incomplete" if lacks else "dirty"))

    def _ask_quantity(self) -> None:
        left = self.store.read(loan_lines.left_out, self.thing["line_id"])
        self.quantity = QSpinBox()
        self.quantity.setRange(1, max(1, left))
        self.quantity.setValue(left)
        self.quantity.setSuffix(_(" av {n}").format(n=left))
        self.quantity.setAccessibleName(_("Antall tilbake: {thing}").format(thing=self.called))
        self.quantity.lineEdit().setAccessibleName(self.quantity.accessibleName())
        self._line.addWidget(self.quantity)

    def _follow(self) -> None:
        """What is left undone asks nothing; another copy than the suggested one asks for a reason."""
        on = self.tick.isChecked()
        for widget in (self.copy, self.condition, self.quantity, *self.missing.values()):
            if widget is not None:
                widget.setEnabled(on)
        if self.copy is not None:
            chosen = self.copy.currentData()
            self.ask_reason(on and chosen is not None and self.suggested not in (None, chosen))
        self.changed.emit()

    def ask_reason(self, needed: bool) -> None:
        """Show the line for a reason where something is handed over; one that was written stays."""
        if self.reason.parentWidget() is not None:
            self.reason.setVisible(needed or bool(self.reason.text()))

    def take(self, item_id: int) -> bool:
        """Choose this copy where it is offered."""
        place = self.copy.findData(item_id) if self.copy is not None else -1
        if self.copy is None or place < 0:
            return False
        self.copy.setCurrentIndex(place)
        self._follow()
        return True

    def done(self) -> Done:
        """What was told of the thing."""
        condition = self.condition.currentData() if self.condition is not None else "dirty"
        return Done(
            self.thing["stop_thing_id"],
            self.tick.isChecked(),
            item_id=self.copy.currentData() if self.copy is not None else None,
            out_reason=self.reason.text().strip(),
            condition=condition,
            missing_accessories=tuple(name for name, tick in self.missing.items() if tick.isChecked()),
            quantity=self.quantity.value() if self.quantity is not None else None,
            note=self.fault.text().strip() if condition in TELLS_FAULT else "",
        )


class StopBlock(QFrame):
    """One stop with its outcome and its things. `suggested` is the copy to bring by stop_thing_id."""

    def __init__(self, store, stop: Row, suggested: Mapping[int, int | None]):
        super().__init__()
        self.setObjectName("card")
        self.stop, self.due, self.until = stop, DayField(_("Frist"), lambda: store.today), QWidget()
        self.name = _("Stopp {n}, {name}").format(n=stop["number"], name=details.name(stop))
        self.outcome, self.note, self.trouble = ChoiceBox(), QLineEdit(), Banner()
        self.rows = [ThingRow(store, stop, one, suggested.get(one["stop_thing_id"])) for one in stop["things"]]
        self._lay()
        self.outcome.currentIndexChanged.connect(lambda _n: self._follow())
        self._follow()

    def _lay(self) -> None:
        column, head = QVBoxLayout(self), QHBoxLayout()
        column.setSpacing(look.px(8))
        for value, text in OUTCOMES:
            self.outcome.addItem(text, value)
        self.outcome.setAccessibleName(_("Hvordan gikk det: {stop}").format(stop=self.name))
        self.note.setPlaceholderText(_("Merknad til forsøket"))
        self.note.setAccessibleName(_("Merknad: {stop}").format(stop=self.name))
        head.addWidget(label(f"{self.stop['number']}  {details.name(self.stop)}", "strong", wrap=True), 1)
        head.addWidget(StatePill(columns.kind(self.stop)))
        head.addWidget(self.outcome)
        column.addLayout(head)
        for widget in (self.trouble, self.note, *self.rows):
            column.addWidget(widget)
        if self.stop["kind"] == "deliver":
            self._ask_due(column)
        spaced(self)

    def _ask_due(self, column: QVBoxLayout) -> None:
        self.due.edit.setAccessibleName(_("Frist: {stop}").format(stop=self.name))
        self.due.edit.setPlaceholderText(_("Som behovet sier, ellers vanlig lånetid"))
        self.due.label.hide()
        self.due.setFixedWidth(look.px(330))
        line = QHBoxLayout(self.until)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label(_("Frist")))
        line.addWidget(self.due)
        line.addStretch(1)
        column.addWidget(self.until)

    def _follow(self) -> None:
        """A stop that came to nothing asks nothing of its things."""
        outcome, _why = self.outcome.currentData()
        self.note.setVisible(outcome == "failed")
        for row in self.rows:
            row.setVisible(outcome == "done")
        self.until.setVisible(outcome == "done" and self.stop["kind"] == "deliver")

    def read(self) -> Result:
        """What was told of the stop. Raises Unreadable where the due day cannot be read."""
        outcome, why = self.outcome.currentData()
        things = tuple(row.done() for row in self.rows) if outcome == "done" else ()
        return Result(self.stop["stop_id"], outcome, why, self.note.text().strip(), things, self._due())

    def _due(self) -> str | None:
        try:
            return self.due.value() if self.stop["kind"] == "deliver" else None
        except Unreadable as fault:
            self.due.fault(str(fault))
            raise

    def say(self, text: str) -> None:
        """What is wrong with this stop; '' takes it away."""
        self.trouble.say(text)


def blocks(store, trip_id: int) -> Sequence[StopBlock]:
    """A block for every stop of the trip that is still to end."""
    bring = {row["stop_thing_id"]: row["bring_item_id"] for row in store.read(stops.copies_to_bring, trip_id)}
    found = store.read(stops.stops, trip_id, today=store.today)
    return [StopBlock(store, stop, bring) for stop in found if stop["outcome"] is None]
