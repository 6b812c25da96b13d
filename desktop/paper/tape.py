"""A tape chart on paper: lanes down, days across, bars that a grey copier keeps apart by frame, hatch and word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from db.stay_days import nights, plus
from desktop import words
from desktop.paper import house
from desktop.paper.charts import hatching
from desktop.paper.lines import on_one
from desktop.words import _

NAMES, HEAD, SITE, LEGEND = 30 * mm, 11 * mm, 6 * mm, 8 * mm  # widths and heights in points
LANE, TALLEST = 7 * mm, 11 * mm  # a lane is at least and at most so high
HALVES = {"": (0.0, 1.0), "over": (0.47, 0.53), "under": (0.0, 0.5)}  # where a bar begins and how tall, of its lane
SHADE = house.HexColor("#ECEFF2")
GREY = house.HexColor("#DDE2E7")
LETTERS = "mtotfls"
DAY = 5.5 * mm  # a day with less room is its number alone


@dataclass(frozen=True, slots=True)
class Ink:
    """How a kind of bar is drawn: its word in the legend, ground, frame, letters, dashes and hatching."""

    word: str
    ground: Color = house.WHITE
    frame: Color = house.TEXT
    letters: Color = house.TEXT
    thick: float = 0.9
    dashed: bool = False
    hatched: bool = False


INKS = {
    "in": Ink(_("Inne nå"), ground=house.TEXT, letters=house.WHITE),
    "confirmed": Ink(_("Bekreftet")),
    "provisional": Ink(_("Foreløpig"), dashed=True, hatched=True),
    "discharged": Ink(_("Avsluttet"), ground=GREY, frame=house.STRONG, thick=0.5),
    "overstay": Ink(_("! Over tiden"), thick=2.2),
    "closed": Ink(_("Stengt"), ground=GREY, frame=house.STRONG, hatched=True),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One stay or closure in a lane: days [from_on, to_on), what it says, and a key of INKS.

    half: "over" or "under" for bars that share the height of the lane.
    """

    from_on: str
    to_on: str
    says: str
    ink: str
    half: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: its name, or the heading of those below where `heading` is true."""

    name: str
    bars: Sequence[Bar] = ()
    heading: bool = False


def fitting(lanes: Sequence[Lane], height: float) -> list[list[Lane]]:
    """The lanes divided on pages of that height; a heading is said again where its lanes go on."""
    pages: list[list[Lane]] = []
    room, heading = 0.0, None
    for lane in lanes:
        heading = lane if lane.heading else heading
        taken = SITE + LANE if lane.heading else LANE  # no heading stands alone at the foot
        if taken > room:
            pages.append([] if lane.heading or heading is None else [heading])
            room = height - HEAD - LEGEND - SITE * len(pages[-1])
        pages[-1].append(lane)
        room -= SITE if lane.heading else LANE
    return pages


class Tape(Flowable):
    """The lanes of one page for the days [since, since + days), in a room (width, height) that they fill if they can.

    `free` are the red days among them.
    """

    def __init__(self, lanes: Sequence[Lane], since: str, days: int, room: tuple[float, float], *,
                 free: Collection[str] = (), today: str = ""):  # fmt: skip
        super().__init__()
        self.lanes, self.since, self.days, self.free, self.today = lanes, since, days, free, today
        width, height = room
        headings = SITE * sum(lane.heading for lane in lanes)
        rows = max(sum(not lane.heading for lane in lanes), 1)
        self.lane = min(TALLEST, max(LANE, (height - HEAD - LEGEND - headings) / rows))
        self.width, self.height = width, HEAD + headings + rows * self.lane + LEGEND
        self.step = (width - NAMES) / days

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        house.faces()
        canvas, top = self.canv, self.height - HEAD
        self._days(canvas, top)
        for lane in self.lanes:
            top -= SITE if lane.heading else self.lane
            self._lane(canvas, lane, top)
        _legend(canvas, self.width)

    def _days(self, canvas: Canvas, top: float) -> None:
        for number in range(self.days):
            day, left = plus(self.since, number), NAMES + number * self.step
            weekday = words.parse(day).weekday()
            if weekday > 4 or day in self.free:
                _box(canvas, left, LEGEND, self.step, top - LEGEND, SHADE)
            canvas.setStrokeColor(house.BORDER)
            canvas.setLineWidth(0.8 if weekday == 0 else 0.3)
            canvas.line(left, LEGEND, left, top + (HEAD if weekday == 0 else HEAD / 2))
            if weekday == 0 or number == 0:
                room = min(7 - weekday, self.days - number) * self.step - 3
                _say(canvas, _week(day, room), left + 2, top + 6.8 * mm, room, 7)
            self._day(canvas, day, weekday, left, top)
        canvas.line(self.width, LEGEND, self.width, top + HEAD)

    def _day(self, canvas: Canvas, day: str, weekday: int, left: float, top: float) -> None:
        if day == self.today:
            _box(canvas, left + 0.8, top + 0.8, self.step - 1.6, 4.6 * mm, house.TEXT)
        canvas.setFillColor(house.WHITE if day == self.today else house.TEXT)
        canvas.setFont(house.BOLD if weekday > 4 or day in self.free else house.FACE, 6.5)
        canvas.drawCentredString(left + self.step / 2, top + 1.7 * mm, self._named(day, weekday))

    def _named(self, day: str, weekday: int) -> str:
        """'m 16', or the number alone where a quarter stands on the page."""
        return f"{LETTERS[weekday]} {int(day[8:])}" if self.step > DAY else f"{int(day[8:])}"

    def _lane(self, canvas: Canvas, lane: Lane, bottom: float) -> None:
        canvas.setStrokeColor(house.BORDER)
        canvas.setLineWidth(0.3)
        canvas.line(0, bottom, self.width, bottom)
        if lane.heading:
            _say(canvas, lane.name, 1, bottom + 5, NAMES * 3, 8, house.BOLD, house.MUTED)
        else:
            _say(canvas, lane.name, 1, bottom + self.lane / 2 - 3, NAMES - 4, 8.5, house.BOLD)
        for bar in lane.bars:
            ahead = [self._ends(one)[0] for one in lane.bars if one is not bar and one.to_on >= bar.to_on]
            self._bar(canvas, bar, bottom, min(ahead, default=self.width))

    def _ends(self, bar: Bar) -> tuple[float, float]:
        """Where a bar begins and ends. Arrival and departure are half days, so that two stays share a day."""
        first, last = (nights(self.since, day) + 0.5 for day in (bar.from_on, bar.to_on))
        if bar.from_on == bar.to_on:
            first, last = first - 0.35, last + 0.35
        left, right = (NAMES + min(max(at, 0), self.days) * self.step for at in (first, last))
        return left, right

    def _bar(self, canvas: Canvas, bar: Bar, bottom: float, ahead: float) -> None:
        """A bar with its words; what it has no room for stands after it, where nothing is until `ahead`."""
        left, right = self._ends(bar)
        if right - left < 1:
            return
        ink = INKS[bar.ink]
        start, part = HALVES[bar.half]
        bottom, tall = bottom + self.lane * start, self.lane * part
        _framed(canvas, ink, left + 0.6, bottom + 1.3, right - left - 1.2, tall - 2.6)
        base, room = bottom + tall / 2 - 2.7, right - left - 7
        wide = canvas.stringWidth(bar.says, house.BOLD, 7.5)
        if wide > room and right + wide + 5 < ahead:
            _say(canvas, bar.says, right + 2, base, wide + 1, 7.5, house.BOLD)
            return
        if ink.hatched and room > 14:
            said = on_one(bar.says, house.BOLD, 7.5, room)
            tall = min(9.5, tall - 3.4)
            _box(canvas, left + 2.5, base - 2, canvas.stringWidth(said, house.BOLD, 7.5) + 2, tall, ink.ground)
        if room > 14:  # less would show three dots alone
            _say(canvas, bar.says, left + 3.5, base, room, 7.5, house.BOLD, ink.letters)


def _week(day: str, room: float) -> str:
    """'Uke 47 · november 2026', or as much of it as there is room for: 'Uke 47 · nov.', 'Uke 47', '47'."""
    week = words.week(day).capitalize()
    short = words.SHORT_MONTHS[int(day[5:7]) - 1]
    ways = (f"{week} · {words.month(day)}", f"{week} · {short}", week, week.split()[-1])
    return next((way for way in ways if on_one(way, house.FACE, 7, room) == way), ways[-1])


def _framed(canvas: Canvas, ink: Ink, left: float, bottom: float, wide: float, tall: float) -> None:
    canvas.saveState()
    canvas.setFillColor(ink.ground)
    canvas.setStrokeColor(ink.frame)
    canvas.setLineWidth(ink.thick)
    if ink.dashed:
        canvas.setDash(3, 1.6)
    canvas.roundRect(left, bottom, wide, tall, 2, fill=1)
    if ink.hatched:
        canvas.setDash()
        canvas.setLineWidth(0.35)
        canvas.setStrokeColor(house.STRONG)
        for near, far in hatching(wide, tall):
            canvas.line(left + near[0], bottom + near[1], left + far[0], bottom + far[1])
    canvas.restoreState()


def _box(canvas: Canvas, left: float, bottom: float, wide: float, tall: float, ground: Color) -> None:
    canvas.setFillColor(ground)
    canvas.rect(left, bottom, wide, tall, stroke=0, fill=1)


def _say(canvas: Canvas, said: str, left: float, base: float, room: float, size: float, face: str = house.FACE,
         ink: Color = house.TEXT) -> None:  # fmt: skip
    canvas.setFillColor(ink)
    canvas.setFont(face, size)
    canvas.drawString(left, base, on_one(said, face, size, max(room, 0)))


def _legend(canvas: Canvas, width: float) -> None:
    left = NAMES
    for ink in INKS.values():
        _framed(canvas, ink, left, 1.6 * mm, 7 * mm, 4 * mm)
        _say(canvas, ink.word, left + 8.5 * mm, 2.6 * mm, 30 * mm, 7.5)
        left += 12 * mm + canvas.stringWidth(ink.word, house.FACE, 7.5) + 4 * mm
