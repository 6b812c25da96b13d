"""A pyramid drawn on the screen: level above level with name, shape and word; keys walk it, and it is read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.parts import icons
from desktop.parts.receipt import announce
from desktop.parts.style import look
from desktop.plans.words import LEVELS
from desktop.words import _

Level = Mapping[str, Any]
TOP = 0.52  # how wide the highest level ends, of the whole
SHAPE = 11  # pixels at 10 pt


def sentence(level: Level) -> str:
    """'Dagrehabilitering: under utvikling, tiltak 2 og 7'."""
    if not level["ours"]:
        return _("{name}: ikke kommunens eget").format(name=level["name"])
    said = f"{level['name']}: {LEVELS[level['colour'] or 'none'].word.lower()}"
    return said + (_(", tiltak {numbers}").format(numbers=level["numbers"]) if level["numbers"] else "")


def _word(level: Level) -> str:
    """'Under utvikling', or that the level is somebody else's."""
    return LEVELS[level["colour"] or "none"].word if level["ours"] else _("Ikke kommunens eget")


class PyramidDrawing(QWidget):
    """One pyramid. `picked` carries the id of the level that a person chose."""

    picked = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.levels: Sequence[Level] = ()
        self.chosen = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    def show_levels(self, levels: Sequence[Level]) -> None:
        """Draw these, from the ground up."""
        self.levels, self.chosen = levels, min(self.chosen, len(levels) - 1)
        self.setAccessibleDescription(". ".join(sentence(level) for level in reversed(levels)))
        self.update()

    def choose(self, level_id: int | None) -> None:
        """Mark a level without telling anybody; None or another pyramid's marks nothing."""
        refs = [level["pyramid_level_id"] for level in self.levels]
        self.chosen = refs.index(level_id) if level_id in refs else -1
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(360), look.px(250))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(240), look.px(28 * max(len(self.levels), 4)))

    # keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None or not self.levels:
            super().keyPressEvent(event)
            return
        self._pick(min(max(self.chosen + step, 0), len(self.levels) - 1))
        announce(self, sentence(self.levels[self.chosen]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.levels:
            at = int((self.height() - event.position().y()) / (self.height() / len(self.levels)))
            self._pick(min(max(at, 0), len(self.levels) - 1))

    def _pick(self, at: int) -> None:
        self.chosen = at
        self.update()
        self.picked.emit(self.levels[at]["pyramid_level_id"])

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, level in enumerate(self.levels):
            self._level(painter, level, at)
        painter.end()

    def _edges(self, at: int) -> QPolygonF:
        count, middle, gap = len(self.levels), self.width() / 2, look.px(1.5)
        tall = self.height() / count
        low, high = self.height() - at * tall - gap, self.height() - (at + 1) * tall + gap
        below, above = (self.width() * (1 - (1 - TOP) * step / count) / 2 - 3 for step in (at, at + 1))
        return QPolygonF([QPointF(middle - below, low), QPointF(middle + below, low),
                          QPointF(middle + above, high), QPointF(middle - above, high)])  # fmt: skip

    def _level(self, painter: QPainter, level: Level, at: int) -> None:
        token = LEVELS[level["colour"] or "none"].colour
        theme, ours, chosen = icons.theme, bool(level["ours"]), at == self.chosen
        ink = QColor(theme[token] if ours else theme["muted"])
        edges = self._edges(at)
        painter.setBrush(QBrush(QColor(theme.ground(token) if ours else theme["sunken"])))
        edge = QColor(theme["focus"]) if chosen and self.hasFocus() else ink
        painter.setPen(QPen(edge, 3 if chosen else 1.2, Qt.PenStyle.SolidLine if ours else Qt.PenStyle.DashLine))
        painter.drawPolygon(edges)
        box = edges.boundingRect()
        room = edges.at(2).x() - edges.at(3).x() - look.px(12)
        said = _word(level)
        if box.height() < look.line_height * 2.1:  # one line: the shape, the name and the word
            said = _("{name} – {word}").format(name=level["name"], word=said[0].lower() + said[1:])
            self._line(painter, box, room, said, look.font(9), level)
            return
        upper = QRectF(box.left(), box.top(), box.width(), box.height() / 2)
        painter.setFont(look.font(strong=True))
        painter.setPen(QColor(icons.theme["text"]))
        name = QFontMetricsF(painter.font()).elidedText(level["name"], Qt.TextElideMode.ElideRight, room)
        painter.drawText(upper, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, name)
        lower = QRectF(box.left(), box.center().y(), box.width(), box.height() / 2 - 2)
        self._line(painter, lower, room, said, look.font(9), level)

    def _line(self, painter: QPainter, box: QRectF, room: float, said: str, font: QFont, level: Level) -> None:
        """The shape of a level and some words beside it, in the middle of a box; its measures where there is room."""
        state, size = LEVELS[level["colour"] or "none"], look.px(SHAPE)
        metrics, room = QFontMetricsF(font), room - size - 4
        numbers = _(" · tiltak {numbers}").format(numbers=level["numbers"]) if level["numbers"] else ""
        if metrics.horizontalAdvance(said + numbers) <= room:
            said += numbers
        said = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room)
        left = box.center().x() - (metrics.horizontalAdvance(said) + size + 4) / 2
        painter.setFont(font)
        painter.setPen(QColor(icons.theme["text"]))
        words = QRectF(left + size + 4, box.top(), box.width(), box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        if level["ours"]:
            mark = QRectF(left, box.center().y() - size / 2, size, size)
            icons.paint(painter, mark, state.icon, icons.theme[state.colour])
