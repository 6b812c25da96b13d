"""Under the chart: what the chosen bar is, or how what is held fits; and above it what the bars mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.parts import icons
from desktop.parts.chips import FlowLayout
from desktop.parts.page import button, label
from desktop.parts.receipt import announce
from desktop.parts.style import look
from desktop.parts.tape_hold import ICONS, TOKENS
from desktop.parts.tape_model import Bar, Ink, Tape, TapeModel
from desktop.parts.tape_paint import TapePainter
from desktop.stays import words as stay_words
from desktop.stays.chart_tape import INKS, LOOK_AT, NOT_FREE, TWICE
from desktop.words import _


class Line(QLabel):
    """One line of text, cut with dots where it is too long; the whole of it is the tip."""

    def __init__(self, role: str):
        super().__init__()
        self.setObjectName(role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.whole = ""

    def say(self, text: str) -> None:
        self.whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()


class ChartLine(QFrame):
    """One line and one under it, with what can be done. `more` opens the menu of all acts."""

    def __init__(self, more: Callable[[], Any]):
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName(_("Det valgte oppholdet"))
        self.mark, self.title, self.under = QLabel(), Line("strong"), Line("muted")
        self._act: Callable[[], Any] | None = None
        self.act = button("", lambda: self._act() if self._act else None)
        self.more = button(_("Flere valg"), more, "ellipsis", tip=_("Menytasten"))
        texts, row = QVBoxLayout(), QHBoxLayout(self)
        texts.setSpacing(0)
        texts.addWidget(self.title)
        texts.addWidget(self.under)
        row.setSpacing(8)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for widget in (self.act, self.more):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._low = False
        look.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        row, above = self.layout(), look.px(2 if self._low else 8)
        if row is not None:
            row.setContentsMargins(look.px(16), above, look.px(12), above)

    def make_low(self, low: bool) -> None:
        """Take less of the height."""
        self._low = low
        self._measure()

    def tell(self, title: str, under: str = "", icon: str = "", token: str = "text") -> None:
        """Show this without anything to do but what the menu has."""
        self.mark.setVisible(bool(icon))
        if icon:
            icons.put(self.mark, icon, token, 20)
        self.title.say(title)
        self.under.say(under)
        self.under.setVisible(bool(under))
        self.setAccessibleDescription(" ".join(part for part in (title, under) if part))
        self.offer("", None)

    def offer(self, text: str, act: Callable[[], Any] | None) -> None:
        """The one act that fits now."""
        self._act = act
        self.act.setText(text)
        self.act.setVisible(bool(text))

    def judge(self, fit: str, text: str, how: str) -> None:
        """How what is held fits where it is, also aloud."""
        self.tell(text, how, ICONS[fit], TOKENS[fit])
        self.more.hide()
        announce(self, text)


class Sample(QWidget):
    """A bar of one sort with its word, as it looks in the chart."""

    def __init__(self, word: str, bar: Bar, inks: dict[str, Ink]):
        super().__init__()
        self.word, self.bar = word, bar
        self._model = TapeModel(self)
        self._model.show(Tape(since=bar.from_on, days=1))
        self._painter = TapePainter(self._model, inks)
        self.setAccessibleName(word)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(look.px(36) + round(QFontMetricsF(look.font(9)).horizontalAdvance(self.word)), look.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.sample(painter, QRectF(1, 2, look.px(26), self.height() - 4), self.bar, self.devicePixelRatioF())
        painter.setFont(look.font(9))
        painter.setPen(look.colour("text"))
        painter.drawText(QRectF(look.px(32), 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self.word)
        painter.end()


class Legend(QWidget):
    """What colours, icons, hatching and letters mean."""

    def __init__(self):
        super().__init__()
        flow = FlowLayout(self, 10)
        self.setAccessibleName(_("Tegnforklaring"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        day = "2026-01-01"
        for name, ink in INKS.items():
            tail = day if name == "overstay" else ""
            flow.addWidget(Sample(ink.word, Bar(name, 0, day, "2026-01-02", name, tail_on=tail), INKS))
        twice = Bar("twice", 0, day, "2026-01-02", "planned", marked=True)
        marked = Sample(LOOK_AT, twice, INKS)
        marked.setToolTip(f"{TWICE}, {NOT_FREE}")
        flow.addWidget(marked)
        said = " · ".join(f"{letter} {stay_words.PURPOSES[code]}" for code, letter in stay_words.LETTERS.items())
        flow.addWidget(label(said, "small"))
