"""What a borrower has now and has had, each row leading to the copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import words
from desktop.parts import icons
from desktop.parts.page import button, label
from desktop.parts.row_button import RowButton
from desktop.parts.state_delegate import pill_width
from desktop.parts.style import look
from desktop.words import LOAN_STATES, _

MOST_ENDED = 5


class ProtectedAddress(QWidget):
    """A protected address, on the card only, under a mark that says so."""

    def __init__(self, address: str):
        super().__init__()
        self.setAccessibleName(_("Skjermet adresse: {address}").format(address=address or _("ikke lagt inn")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Mark(_("Skjermet adresse"), "lock", "overdue"), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label(address or _("Ikke lagt inn"), wrap=True))


class Mark(QWidget):
    """A pill with an icon and a word, in the colours of a state token."""

    def __init__(self, text: str, icon: str, colour: str):
        super().__init__()
        self.text, self._icon, self._colour = text, icon, colour
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.text), look.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, height, side = QPainter(self), look.px(25), look.px(16)
        rect = QRectF(0.5, (self.height() - height) / 2, self.width() - 1, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour(self._colour), 1) if look.theme.border > 1 else Qt.PenStyle.NoPen)
        painter.setBrush(look.ground(self._colour))
        painter.drawRoundedRect(rect, height / 2, height / 2)
        at = QRectF(look.px(9), (self.height() - side) / 2, side, side)
        icons.paint(painter, at, self._icon, look.theme[self._colour])
        painter.setPen(look.colour(self._colour))
        painter.setFont(look.font())
        painter.drawText(rect.adjusted(look.px(30), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text)
        painter.end()


class Holdings(QWidget):
    """Rows of loan_lines.of_borrower as two lists; `go(row)` opens the thing of a row."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], today: str, go: Callable[[Mapping[str, Any]], Any]):
        super().__init__()
        self._today, self._go = today, go
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        held = [row for row in rows if row["end_reason"] is None]
        self._ended = [row for row in rows if row["end_reason"] is not None]
        self._list(_("Har nå"), held, _("Ingenting"))
        if self._ended:
            self._list(_("Har hatt"), self._ended[:MOST_ENDED], "")
        if len(self._ended) > MOST_ENDED:
            self._rest = button(_("Vis alle {n}").format(n=len(self._ended)), self._show_rest, role="link")
            self._column.addWidget(self._rest)

    def _list(self, heading: str, rows: Sequence[Mapping[str, Any]], nothing: str) -> None:
        self._column.addWidget(label(heading, "muted"))
        for row in rows:
            self._column.addWidget(self._row(row))
        if not rows:
            self._column.addWidget(label(nothing))
        self._column.addSpacing(6)

    def _show_rest(self) -> None:
        self._rest.hide()
        rows = [self._row(row) for row in self._ended[MOST_ENDED:]]
        for row in rows:
            self._column.addWidget(row)
        rows[0].setFocus()

    def _row(self, row: Mapping[str, Any]) -> RowButton:
        number = row["number"] or _("{n} stk.").format(n=words.number(row["left_out"] or row["quantity"]))
        late = row["status"] == "overdue"
        made = RowButton(row["name"], f"{number} · {self._when(row)}", late=late)
        made.clicked.connect(lambda: self._go(row))
        return made

    def _when(self, row: Mapping[str, Any]) -> str:
        if row["end_reason"] is None:
            return words.deadline(row["due_on"], self._today)
        ended = LOAN_STATES[row["end_reason"]].word
        return f"{ended} {words.short_day(row['ended_on'], self._today)}".strip()
