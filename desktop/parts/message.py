"""Boxes and tips that say what was written: Qt would take text with tags in it for HTML, and fetch its images."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.words import _

LINE = 80  # characters of a tip before it is broken into lines


class Box(QMessageBox):
    """A message as wide as its buttons too: Qt asks only for the width of the sentence."""

    def showEvent(self, event: QShowEvent) -> None:
        for button in self.buttons():
            button.ensurePolished()
            button.setMinimumWidth(button.sizeHint().width())
        super().showEvent(event)


def box(text: str, parent: QWidget | None, title: str = "Hverdag") -> QMessageBox:
    """A message that goes when it is answered. Give it buttons where "Lukk" is not enough, then open() it."""
    made = Box(QMessageBox.Icon.NoIcon, title, "", parent=parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return made


def tell(text: str, parent: QWidget | None) -> None:
    """Say it in a box that can only be closed."""
    made = box(text, parent)
    made.addButton(_("Lukk"), QMessageBox.ButtonRole.AcceptRole)
    made.open()


def tip(text: str) -> str:
    """A text for setToolTip or ToolTipRole that means no more than it says; Qt breaks a long one only as HTML."""
    marked = "<" in text or len(text) > LINE
    return f"<span>{escape(text).replace(chr(10), '<br>')}</span>" if marked else text
