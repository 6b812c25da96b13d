"""The list of keys (F1), gathered from what the actions say of themselves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.parts.page import button, label
from desktop.parts.shortcuts import sequence
from desktop.parts.style import look
from desktop.words import _

EVERYWHERE = (
    (_("Åpne det som er valgt"), "Return"),
    (_("Tilbake, lukk eller fjern filtre"), "Esc"),
    (_("Kopier valgte rader med overskrifter"), "Ctrl+C"),
    (_("Lagre skjemaet"), "Ctrl+Return"),
    (_("Åpne kalenderen i et datofelt"), "Alt+Down"),
)


class KeyList(QDialog):
    """Shows (heading, [(text, key)]) groups."""

    def __init__(self, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(_("Taster"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inner, area = QWidget(), QScrollArea()
        grid = QGridLayout(inner)
        grid.setVerticalSpacing(look.px(6))
        grid.setColumnStretch(1, 1)
        row = 0
        for heading, keys in groups:
            grid.addWidget(label(heading, "section"), row, 0, 1, 2)
            for text, key in keys:
                row += 1
                shown = sequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                grid.addWidget(label(shown, "strong"), row, 0)
                grid.addWidget(label(text), row, 1)
            row += 1
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(_("Taster"))
        inner.setObjectName("clear")
        area.setObjectName("clear")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.addWidget(label(_("Taster"), "title"))
        column.addWidget(area, 1)
        column.addWidget(button(_("Lukk"), self.accept), 0, Qt.AlignmentFlag.AlignRight)
        self.resize(look.px(520), look.px(640))
