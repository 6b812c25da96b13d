"""The field for who asked: typed, or one of those who have asked before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from desktop.parts.fields import ChoiceBox, Field
from desktop.words import _


class AskerField(Field):
    """Gives a text; `offer` fills the choices."""

    def __init__(self) -> None:
        self.box = ChoiceBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        super().__init__(_("Hvem ba om det"), self.box)
        line = self.box.lineEdit()
        if line is not None:
            line.setPlaceholderText(_("For eksempel ergoterapeut"))
            line.setAccessibleName(self.name)
        self.box.editTextChanged.connect(lambda _text: self.changed.emit())

    def value(self) -> str:
        return self.box.currentText().strip()

    def set_value(self, value: str | None) -> None:
        self.box.setEditText(value or "")

    def offer(self, names: Sequence[str]) -> None:
        """Show these to choose from; what is written stays."""
        written = self.box.currentText()
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems(list(names))
        self.box.setEditText(written)
        self.box.blockSignals(False)
