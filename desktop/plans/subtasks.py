"""Deltiltak: the steps of a measure, each with a deadline and a tick when it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from db import measures
from desktop.parts import icons
from desktop.parts.day_field import DayField
from desktop.parts.fields import Field, Unreadable
from desktop.parts.record_form import RecordForm
from desktop.parts.shortcuts import on_keys
from desktop.parts.style import look
from desktop.plans import told
from desktop.words import _

Row = Mapping[str, Any]
EMPTY: Row = {"subtask_id": None, "text": "", "due_on": None, "done_on": None}


class LineDay(DayField):
    """A deadline within a line: what is wrong stands under it, and nothing else."""

    def hint(self, text: str) -> None:
        """No weekday under every line."""


class SubtaskLine(QWidget):
    """One step: a tick, what it is, and its deadline. A day that it was done on earlier stays."""

    changed = Signal()

    def __init__(self, row: Row, today: Callable[[], str]):
        super().__init__()
        self.row, self._today = row, today
        self.done, self.text, self.due = QCheckBox(), QLineEdit(row["text"]), LineDay(_("Frist"), today)
        self.away = QToolButton()
        self.away.setObjectName("quiet")
        icons.put(self.away, "x", "muted")
        self.away.setToolTip(_("Ta bort (Ctrl+Delete)"))
        kept = self.away.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the empty line is as long as the others
        self.away.setSizePolicy(kept)
        self.done.setChecked(bool(row["done_on"]))
        self.due.set_value(row["due_on"])
        self.due.label.hide()
        self.due.edit.setPlaceholderText(_("Frist"))
        self.text.setPlaceholderText(_("Hva som skal gjøres"))
        self._lay()
        self.text.textEdited.connect(lambda _text: self.changed.emit())
        self.done.clicked.connect(lambda _on: self.changed.emit())
        self.due.changed.connect(self.changed)

    def _lay(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.px(10))
        self.due.setFixedWidth(look.px(170))
        for widget, stretch in ((self.done, 0), (self.text, 1), (self.due, 0), (self.away, 0)):
            line.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
        for widget in (self.done, self.away):
            widget.setMinimumHeight(self.text.sizeHint().height())

    def name(self, number: int) -> None:
        """Tell a screen reader which line this is."""
        self.done.setAccessibleName(_("Deltiltak {n} er ferdig").format(n=number))
        self.text.setAccessibleName(_("Deltiltak {n}").format(n=number))
        self.due.edit.setAccessibleName(_("Frist for deltiltak {n}").format(n=number))
        self.away.setAccessibleName(_("Ta bort deltiltak {n}").format(n=number))

    def value(self) -> dict[str, Any] | None:
        """The step as measures.set_subtasks takes it; None for an empty line."""
        text, due = self.text.text().strip(), self.due.value()
        if not text and (due or self.done.isChecked()):
            raise Unreadable(_("Skriv hva som skal gjøres på hver linje som har frist eller er ferdig"))
        done = (self.row["done_on"] or self._today()) if self.done.isChecked() else None
        found = {"subtask_id": self.row["subtask_id"], "text": text, "due_on": due, "done_on": done}
        return found if text else None


class SubtasksField(Field):
    """Gives the steps in their order. A new line comes when the last one is written in; Enter goes to the next."""

    def __init__(self, today: Callable[[], str]):
        self._today = today
        self._lines: list[SubtaskLine] = []
        box = QWidget()
        self._column = QVBoxLayout(box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(8))
        hint = _("Mellomrom krysser av. Enter går til neste linje, og Ctrl+Delete tar bort linjen")
        super().__init__(_("Deltiltak"), box, hint)
        self.set_value(())

    def value(self) -> list[dict[str, Any]]:
        return [found for line in self._lines if (found := line.value())]

    def set_value(self, value: Sequence[Row] | None) -> None:
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
        for row in (*(value or ()), EMPTY):
            self._add(row)

    def lines(self) -> list[SubtaskLine]:
        """The lines from the top, the empty one last."""
        return self._lines

    def focus(self) -> None:
        self._lines[0].text.setFocus()

    def take_away(self, line: SubtaskLine | None = None) -> None:
        """Take away this line, or the one that has the focus; the empty one at the end stays."""
        held = self.window().focusWidget()
        line = line or next((one for one in self._lines if held is not None and one.isAncestorOf(held)), None)
        if line is None or line is self._lines[-1]:
            return
        at = self._lines.index(line)
        self._lines.remove(line)
        self._lines[min(at, len(self._lines) - 1)].text.setFocus()
        line.hide()
        line.deleteLater()
        self._name_all()
        self.changed.emit()

    def _add(self, row: Row) -> None:
        line = SubtaskLine(row, self._today)
        line.changed.connect(lambda: self._typed(line))
        line.away.clicked.connect(lambda: self.take_away(line))
        line.text.returnPressed.connect(lambda: self._after(line).text.setFocus())
        self._lines.append(line)
        self._column.addWidget(line)
        self._name_all()

    def _after(self, line: SubtaskLine) -> SubtaskLine:
        return self._lines[min(self._lines.index(line) + 1, len(self._lines) - 1)]

    def _name_all(self) -> None:
        for number, line in enumerate(self._lines, 1):
            line.name(number)
            line.away.setVisible(line is not self._lines[-1])

    def _typed(self, line: SubtaskLine) -> None:
        if line is self._lines[-1] and line.text.text():
            self._add(EMPTY)
        self.changed.emit()


class SubtasksForm(RecordForm):
    """The steps of a measure."""

    def __init__(self, store, row: Row, parent=None):
        super().__init__(store, _("Deltiltak"), _("Lagre deltiltakene"), parent, under=told.named(row))
        self.row = row
        self.steps = self.add("rows", SubtasksField(lambda: store.today))
        self.steps.set_value(store.read(measures.subtasks, row["measure_id"]))
        self.steps.changed.connect(lambda: self._fit() if self.isVisible() else None)
        on_keys(self, "Ctrl+Del", self.steps.take_away)

    def command(self, values: dict[str, Any]):
        return measures.set_subtasks, {**values, "measure_id": self.row["measure_id"], "rev": self.row["rev"]}
