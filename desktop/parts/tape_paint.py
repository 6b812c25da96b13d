"""How a tape chart is painted: everything in one pass, because a delegate for each cell takes ten times as long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from desktop.parts import icons
from desktop.parts.style import look
from desktop.parts.tape_brush import CENTRE, box, boxed, framed, hatch, hatching
from desktop.parts.tape_hold import ICONS, TOKENS, Ghost
from desktop.parts.tape_model import OVER, UNDER, Bar, Ink, TapeModel
from desktop.words import _

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
WIDEST = 800  # pixels of a bar that is kept as a picture
MOST_KEPT = 4000  # cut texts
HALVES = {"": (0.12, 0.74), OVER: (0.05, 0.51), UNDER: (0.6, 0.36)}  # top and height of a bar, of its lane
BEYOND = 12  # pixels outside the sight in which a bar is still drawn


class Geometry:
    """Where days and lanes lie in the view, in pixels."""

    def __init__(self, view):
        self.wide = max(1, view.columnWidth(0)) if view.model().columnCount() else 1
        self.left = view.columnViewportPosition(0) if view.model().columnCount() else 0
        self.sight: QRect = view.viewport().rect()
        last, rows = self.sight.height() - 1, view.model().rowCount()
        bottom = view.rowAt(last)
        self.rows = range(max(0, view.rowAt(0)), (bottom if bottom >= 0 else rows - 1) + 1)
        self.first = max(0, -self.left // self.wide)
        self.last = min(view.model().columnCount() - 1, (self.sight.width() - self.left) // self.wide)
        self._top, self._high = view.rowViewportPosition, view.rowHeight

    def x(self, column: float) -> float:
        return self.left + column * self.wide

    def lane(self, row: int) -> QRectF:
        return QRectF(0, self._top(row), self.sight.width(), self._high(row))

    def bar(self, row: int, first: int, last: int, half: str = "") -> QRectF:
        """From the middle of one day to the middle of another; within one day a short piece. half: OVER or UNDER."""
        lane = self.lane(row)
        a, b = (first + 0.5, last + 0.5) if last > first else (first + 0.2, first + 0.8)
        inset = 1.5 if last > first else 0
        top, high = (lane.height() * part for part in HALVES[half])
        return QRectF(self.x(a) + inset, lane.top() + top, (b - a) * self.wide - 2 * inset, high)


class TapePainter:
    """Paints what stands behind the bars, the bars, and what is held above them."""

    def __init__(self, model: TapeModel, inks: Mapping[str, Ink]):
        self.model, self.inks = model, inks
        self.at: Any = None
        self._elided: dict[tuple[str, int], str] = {}
        self._face = ""

    def begin(self, painter: QPainter, geometry: Geometry, ratio: float) -> None:
        """Take the colours and fonts of today for one frame."""
        self.p, self.at, self.ratio = painter, geometry, ratio
        self.plain, self.small, self.strong = look.font(), look.font(9), look.font(9, strong=True)
        self.metrics, self.small_metrics = QFontMetricsF(self.plain), QFontMetricsF(self.small)
        face = self.strong.toString()
        if face != self._face or len(self._elided) > MOST_KEPT:
            self._elided.clear()
        self.side, self._face = look.px(16), face
        self._colours = {name: self.colours(ink) for name, ink in self.inks.items()}

    # behind the bars

    def ground(self) -> None:
        """Days, weekends, lanes and the notes of headings."""
        p, at = self.p, self.at
        p.fillRect(at.sight, look.colour("surface"))
        weekend, grid, week = look.colour("sunken"), look.colour("grid"), look.colour("border")
        for column in range(at.first, at.last + 1):
            x, weekday = round(at.x(column)), date.fromisoformat(self.model.day(column)).weekday()
            if weekday >= 5 or self.model.is_red(column):
                p.fillRect(x, 0, at.wide, at.sight.height(), weekend)
            p.setPen(week if weekday == 0 else grid)
            if at.wide >= 16 or weekday == 0:
                p.drawLine(x, 0, x, at.sight.height())
        for row in at.rows:
            self._lane(row, grid)

    def _lane(self, row: int, grid: QColor) -> None:
        lane, rect = self.model.tape.lanes[row], self.at.lane(row).toRect()
        if lane.heading:
            self.p.fillRect(rect, look.colour("sunken"))
            self._notes(row, rect)
        elif lane.quiet:
            self._shade(rect)
        self.p.setPen(grid)
        self.p.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _shade(self, rect: QRect) -> None:
        ink = QColor(look.colour("strong"))
        ink.setAlpha(40)
        self.p.setBrushOrigin(self.at.left, rect.top())
        self.p.fillRect(rect, hatching(ink.name(QColor.NameFormat.HexArgb), look.px(6), self.ratio, 1))

    def _notes(self, row: int, rect: QRect) -> None:
        lane, at = self.model.tape.lanes[row], self.at
        roomy = at.wide >= self.small_metrics.horizontalAdvance("−10") + 2
        muted, alarm = look.colour("muted"), look.colour("overdue")
        for column in range(at.first, min(at.last + 1, len(lane.notes))):
            text, _spoken, loud = lane.notes[column]
            if column in lane.hatched:
                self._shade(QRect(round(at.x(column)), rect.top(), round(at.wide), rect.height()))
            if not roomy:  # what is short is still told
                text = "!" if loud else "0" if text == "0" else ""
            self.p.setFont(self.strong if loud else self.small)
            self.p.setPen(alarm if loud else muted)
            self.p.drawText(QRectF(at.x(column), rect.top(), at.wide, rect.height()), CENTRE, text)

    def today(self) -> None:
        """The dotted line through today."""
        column = self.model.today()
        if 0 <= column < self.model.columnCount():
            x = self.at.x(column + 0.5)
            self.p.setPen(QPen(look.colour("text"), 1.6, Qt.PenStyle.DotLine))
            self.p.drawLine(QPointF(x, 0), QPointF(x, self.at.sight.height()))

    # bars

    def bars(self, chosen: Bar | None) -> None:
        """All bars in sight, the chosen one with a ring."""
        self.p.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in self.at.rows:
            for bar in self.model.drawn(row):
                first, last = self.model.column(bar.from_on), self.model.column(bar.to_on)
                if last < self.at.first - 1 or first > self.at.last:
                    continue
                rect = self._body(self.at.bar(row, first, last, self.model.halves.get(bar.key, "")), bar)
                self._bar(rect, bar)
                if chosen is not None and bar.key == chosen.key:
                    self._ring(rect.adjusted(-1.5, -1.5, 1.5, 1.5))

    def _body(self, rect: QRectF, bar: Bar) -> QRectF:
        """Draw the body of a bar; gives where it is, without what lies far outside the sight."""
        (ground, edge, _letters), ink = self._colours[bar.ink], self.inks[bar.ink]
        left, right = max(rect.left(), -BEYOND), min(rect.right(), self.at.sight.width() + BEYOND)
        seen = QRectF(left, rect.top(), max(1.0, right - left), rect.height())
        if rect.width() > WIDEST:
            box(self.p, seen, ground, edge, ink.dashed, ink.hatched, self.ratio)
        else:
            wide, high = round(rect.width()), round(rect.height())
            made = boxed(ground.name(), edge.name(), ink.dashed, ink.hatched, wide, high, self.ratio)
            self.p.drawPixmap(QPointF(round(rect.left()), round(rect.top())), made)
        return seen

    def sample(self, painter: QPainter, rect: QRectF, bar: Bar, ratio: float) -> None:
        """A bar of its own, as a legend shows it."""
        self.p, self.ratio, self.side = painter, ratio, look.px(14)
        ink = self.inks[bar.ink]
        ground, edge, letters = self.colours(ink)
        if bar.tail_on:
            ground, edge, letters = look.ground("overdue"), look.colour("overdue"), look.colour("overdue")
        self._box(rect, ground, edge, Qt.PenStyle.DashLine if ink.dashed else Qt.PenStyle.SolidLine, 1.3)
        if ink.hatched or bar.tail_on:
            self._hatch(rect, edge, 60 if ink.hatched else 40)
        if bar.marked:
            self._frame(rect)
        icon = "triangle-alert" if bar.marked or bar.tail_on else ink.icon
        if icon:
            tint = look.colour("overdue") if bar.marked else letters
            self._icon(icon, tint, rect.center().x() - self.side / 2, rect)

    def colours(self, ink: Ink) -> tuple[QColor, QColor, QColor]:
        """(ground, edge, letters) of a sort of bar."""
        if not ink.token:
            return look.colour("bar"), look.colour("bar"), look.colour("onbar")
        if ink.token in look.theme.states:
            return look.ground(ink.token), look.colour(ink.token), look.colour(ink.token)
        return look.colour("sunken"), look.colour("strong"), look.colour("muted")

    def _bar(self, rect: QRectF, bar: Bar) -> None:
        ink, letters = self.inks[bar.ink], self._colours[bar.ink][2]
        for gap in bar.gaps:
            self._gap(rect, bar, gap, letters)
        body = QRectF(rect)
        if bar.tail_on:
            body.setRight(min(rect.right(), self._tail(rect, bar)))
        if bar.marked:
            self._frame(rect)
        self._label(body, bar, ink, letters, marked=bar.marked)

    def _box(self, rect: QRectF, ground: QColor, edge: QColor, line: Qt.PenStyle, thick: float) -> None:
        self.p.setBrush(ground)
        self.p.setPen(QPen(edge, thick, line))
        round_by = min(6.0, rect.width() / 3)
        self.p.drawRoundedRect(rect, round_by, round_by)

    def _frame(self, rect: QRectF) -> None:
        """The red frame of what asks for attention."""
        self.p.setBrush(Qt.BrushStyle.NoBrush)
        self.p.setPen(QPen(look.colour("overdue"), 2.4))
        self.p.drawRoundedRect(rect, 6, 6)

    def _hatch(self, rect: QRectF, colour: QColor, alpha: int) -> None:
        hatch(self.p, rect, colour, alpha, self.ratio)

    def _tail(self, rect: QRectF, bar: Bar) -> float:
        """The days over the time, in red with their number; gives where they begin."""
        start = min(max(self.at.x(self.model.column(bar.tail_on) + 0.5), rect.left()), rect.right() - 1)
        tail = QRectF(start, rect.top(), rect.right() - start, rect.height())
        ground, ink = look.ground("overdue"), look.colour("overdue")
        self._box(tail, ground, ink, Qt.PenStyle.SolidLine, 2)
        self._hatch(tail, ink, 40)
        seen = tail.adjusted(max(0.0, -tail.left()), 0, 0, 0).adjusted(3, 0, -2, 0)
        if seen.width() > self.side:
            self._icon("triangle-alert", ink, seen.left(), tail)
            seen.setLeft(seen.left() + self.side + 3)
        self.p.setFont(self.strong)
        self.p.setPen(ink)
        room = QFontMetricsF(self.strong).horizontalAdvance(bar.tail) + look.px(4)
        if room <= seen.width():
            self.p.drawText(seen, LEFT, bar.tail)
        elif (after := self._beside(rect, bar)).width() >= room + look.px(6):
            self.p.drawText(after.adjusted(look.px(6), 0, 0, 0), LEFT, bar.tail)
        elif seen.width() >= look.px(14):
            self.p.drawText(seen, LEFT, f"+{bar.tail.split()[0]}")
        return start - 2

    def _gap(self, rect: QRectF, bar: Bar, gap: tuple[str, str], ink: QColor) -> None:
        """Days away with the place held: lighter, dotted, and told where there is room."""
        a, b = (self.at.x(self.model.column(day) + 0.5) for day in gap)
        hole = QRectF(
            max(a, rect.left()), rect.top() + 2, min(b, rect.right()) - max(a, rect.left()), rect.height() - 4
        )
        edge = look.colour("text")
        self._box(hole, look.colour("surface"), edge, Qt.PenStyle.DotLine, 1.4)
        self._hatch(hole, edge, 30)
        self.p.setFont(self.small)
        if self.small_metrics.horizontalAdvance(bar.gap_text) + 6 <= hole.width():
            self.p.setPen(edge)
            self.p.drawText(hole, CENTRE, bar.gap_text)

    def _label(self, rect: QRectF, bar: Bar, ink: Ink, letters: QColor, marked: bool) -> None:
        """Icon, letter and name from the visible edge; of a bar within one day beside it."""
        beside = bar.from_on == bar.to_on
        if beside:
            rect, letters = self._beside(rect, bar), look.colour("text")
        start, stop = self._room(rect, bar)
        x, end = start + look.px(6), stop - 4
        icon = "triangle-alert" if marked else ink.icon
        if icon and end - x >= self.side:
            tint = look.colour("overdue") if marked and ink.token else letters
            self._icon(icon, tint, x, rect)
            x += self.side + 3
        if bar.letter and end - x >= self.side * 0.9:
            x = self._letter(bar.letter, letters, x, rect) + 4
        if end - x > look.px(16):
            self.p.setFont(self.plain)
            self.p.setPen(letters)
            text = f"{bar.text} · {_('samme dag')}" if beside else bar.text
            self.p.drawText(QRectF(x, rect.top(), end - x, rect.height()), LEFT, self._cut(text, int(end - x)))

    def _cut(self, text: str, room: int) -> str:
        """The text as it fits in so many pixels."""
        if (text, room) not in self._elided:
            self._elided[text, room] = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return self._elided[text, room]

    def _room(self, rect: QRectF, bar: Bar) -> tuple[float, float]:
        """The widest stretch in sight of a bar that no gap takes."""
        start, stop = max(rect.left(), 0.0), min(rect.right(), self.at.sight.width())
        if not bar.gaps:
            return start, stop
        edges = [start]
        for gap in bar.gaps:
            edges += [max(start, min(stop, self.at.x(self.model.column(day) + 0.5))) for day in gap]
        edges.append(stop)
        return max(zip(edges[::2], edges[1::2], strict=True), key=lambda part: part[1] - part[0])

    def _beside(self, rect: QRectF, bar: Bar) -> QRectF:
        """The room to the right of a bar, up to the next one of its lane."""
        lane = self.model.of_lane[bar.lane]
        following = (self.model.column(one.from_on) for one in lane if one.from_on >= bar.to_on and one is not bar)
        end = self.at.x(next(following, self.model.columnCount()) + 0.5)
        return QRectF(rect.right(), rect.top(), max(0.0, end - rect.right()), rect.height())

    def _letter(self, letter: str, colour: QColor, x: float, rect: QRectF) -> float:
        """The letter in a frame; gives where it ends."""
        made = framed(letter, colour.name(), self.side, self._face, self.ratio)
        self.p.drawPixmap(QPointF(x, rect.center().y() - self.side / 2), made)
        return x + self.side

    def _icon(self, name: str, colour: QColor, x: float, rect: QRectF) -> None:
        made = icons.picture(name, colour.name(), self.side, self.ratio)
        self.p.drawPixmap(QPointF(x, rect.center().y() - self.side / 2), made)

    def _ring(self, rect: QRectF) -> None:
        """A double ring: it shows on light cells and on dark bars."""
        self.p.setBrush(Qt.BrushStyle.NoBrush)
        for token, thick in (("surface", 5.0), ("text", 2.4)):
            self.p.setPen(QPen(look.colour(token), thick))
            self.p.drawRoundedRect(rect, 6, 6)

    # above the bars

    def ghost(self, ghost: Ghost) -> None:
        """What is held, where it would lie, in the colour and with the icon of how it fits."""
        token = TOKENS[ghost.fit]
        rect, ink = self.at.bar(ghost.lane, ghost.first, ghost.last), look.colour(token)
        ground = QColor(look.ground(token))
        ground.setAlpha(225)
        self._box(rect, ground, ink, Qt.PenStyle.DashLine, 2.4)
        x = max(rect.left(), 0.0) + look.px(5)
        self._icon(ICONS[ghost.fit], ink, x, rect)
        x += self.side + 4
        room = min(rect.right(), self.at.sight.width()) - x - 4
        if ghost.text and room > look.px(24):
            self.p.setFont(self.strong)
            self.p.setPen(ink)
            shown = QFontMetricsF(self.strong).elidedText(ghost.text, Qt.TextElideMode.ElideRight, room)
            self.p.drawText(QRectF(x, rect.top(), room, rect.height()), LEFT, shown)

    def marked(self, rect: QRect) -> None:
        """Days that are marked, also over bars."""
        self.p.setBrush(Qt.BrushStyle.NoBrush)
        for token, thick in (("surface", 5.0), ("primary", 2.4)):
            self.p.setPen(QPen(look.colour(token), thick))
            self.p.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 4, 4)

    def cell(self, rect: QRect) -> None:
        """The ring of the cell that the keys are in."""
        self.p.setBrush(Qt.BrushStyle.NoBrush)
        for token, thick in (("surface", 5.0), ("text", 2.4)):
            self.p.setPen(QPen(look.colour(token), thick))
            self.p.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 4, 4)
