"""What the last scan of a count said, large enough to be read from where the shelf is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop import words
from desktop.counts import columns
from desktop.parts import icons
from desktop.parts.page import label
from desktop.parts.receipt import announce
from desktop.parts.style import look
from desktop.words import _

Row = Mapping[str, Any]
SIDE = 44  # pixels of the icon's ground at 100 %


class LastAnswer(QFrame):
    """A band in the colour of the outcome, with its icon and its word."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = ""
        self.mark, self.word, self.text = _Mark(), label("", "section"), label("", wrap=True)
        column, row = QVBoxLayout(), QHBoxLayout(self)
        column.setSpacing(0)
        column.addWidget(self.word)
        column.addWidget(self.text)
        row.setContentsMargins(look.px(14), look.px(8), look.px(14), look.px(8))
        row.setSpacing(look.px(14))
        row.addWidget(self.mark)
        row.addLayout(column, 1)
        look.changed.connect(self._dress)
        self.rest()

    def rest(self) -> None:
        """Nothing is scanned yet."""
        self.say("scan-barcode", "", _("Klar til å telle"), _("Skann det som står her, eller skriv nummeret"), False)

    def say(self, icon: str, colour: str, word: str, text: str, aloud: bool = True) -> None:
        """Show an answer in the colour of a state; '' is calm."""
        self._colour = colour
        self.mark.show_icon(icon, colour)
        self.word.setText(word)
        self.text.setText(text)
        self.setAccessibleName(f"{word}. {text}")
        self._dress()
        if aloud:
            announce(self, f"{word}. {text}")

    def _dress(self) -> None:
        ink = look.theme[self._colour or "text"]
        for part in (self.word, self.text):
            part.setStyleSheet(f"color: {ink}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour(self._colour or "border"), look.theme.border))
        painter.setBrush(look.ground(self._colour) if self._colour else look.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(8), look.px(8))
        painter.end()


class _Mark(QWidget):
    """The icon of the answer."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._colour = "scan-barcode", ""
        look.changed.connect(self.updateGeometry)

    def show_icon(self, icon: str, colour: str) -> None:
        self._icon, self._colour = icon, colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(SIDE), look.px(SIDE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, size = QPainter(self), look.px(SIDE * 3 / 4)
        inset = (look.px(SIDE) - size) / 2
        icons.paint(painter, QRectF(inset, inset, size, size), self._icon, look.theme[self._colour or "muted"])
        painter.end()


def told(row: Row, again: bool) -> str:
    """'Rullator UT-0187 · Kjeller A1. Står i registeret som utlånt til Kari N.'"""
    thing = " ".join(part for part in (row["name"], columns.number(row)) if part)
    if again:
        return _("{thing} er talt fra før").format(thing=thing)
    return {
        "found": _found,
        "wrong_place": _wrong_place,
        "unexpected": _unexpected,
    }.get(row["outcome"], _found)(row, thing)


def _found(row: Row, thing: str) -> str:
    state = words.ITEM_STATES[row["state"]].word if row["state"] and row["state"] != "available" else ""
    return " · ".join(part for part in (thing, columns.expected_place(row), state) if part)


def _wrong_place(row: Row, thing: str) -> str:
    stands = columns.expected_place(row)
    if not stands:
        return _("{thing} har ingen plass i registeret").format(thing=thing)
    return _("{thing} skal stå på {place}").format(thing=thing, place=stands)


def _unexpected(row: Row, thing: str) -> str:
    if row["item_id"] is None:
        return _("{code} finnes ikke i registeret. Sjekk etiketten, eller registrer nytt utstyr").format(code=thing)
    if row["expected_state"] == "lent" and row["line_id"]:
        holder = row["unit_name"] or words.short_name(row)
        return _("{thing} står som utlånt til {holder}").format(thing=thing, holder=holder)
    return _("{thing} står som {state}").format(
        thing=thing, state=words.ITEM_STATES[row["expected_state"]].word.lower()
    )


def is_miss(row: Row) -> bool:
    """Whether the answer wants to be heard."""
    return row["outcome"] != "found"
