"""Labels for copies: sheets of A4 with a start position, 62 mm tape, and a page to test a printer with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from db.errors import Rejected, Why
from desktop.faults import Told
from desktop.paper import house
from desktop.paper.codes import bars, draw_qr
from desktop.paper.fault import told_plainly
from desktop.paper.lines import broken, on_one
from desktop.paper.sheet import Out, deliver
from desktop.words import _

TAPE = (62.0, 32.0)
QR_SIDE = 12.5
ACROSS, DOWN = 190, 140  # rulers of the test page
QR_QUIET = 2.4  # four modules of the smallest symbol at this size (ISO/IEC 18004)

Label = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels; all measures in millimetres from the upper left corner of an A4 page."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    between: float = 0.0

    @property
    def count(self) -> int:
        return self.columns * self.rows

    def corner(self, position: int) -> tuple[float, float]:
        """The lower left corner in points of the label at a position counted from 0, row by row."""
        row, column = divmod(position, self.columns)
        return (self.left + column * (self.width + self.between)) * mm, A4[1] - (
            self.top + (row + 1) * self.height
        ) * mm


# Measures as the makers of the common sheets give them; A4 is 210 × 297 mm.
SHEETS = {
    "70x37": Sheet(3, 8, 70, 37, 0, 0.5),
    "70x36": Sheet(3, 8, 70, 36, 0, 4.5),
    "63x38": Sheet(3, 7, 63.5, 38.1, 7.2, 15.1, 2.5),
    "63x34": Sheet(3, 8, 63.5, 33.9, 7.2, 12.9, 2.5),
}


@told_plainly
def print_label_sheet(
    out: Out, labels: Sequence[Label], *, sheet: str = "70x37", start: int = 1, owner: str = ""
) -> int:
    """Print labels from position `start` (from 1) of the first sheet. `owner` is the municipality. Returns pages."""
    shape = SHEETS[sheet]
    if not 1 <= start <= shape.count:
        raise Told(_("Arket har {n} etiketter. Velg en plass fra 1 til {n}").format(n=shape.count))
    return _pages(out, A4, labels, lambda canvas: _fill(canvas, shape, labels, start - 1, owner))


@told_plainly
def print_label_tape(out: Out, labels: Sequence[Label], *, owner: str = "") -> int:
    """Print one label after another on 62 mm tape, each a page of its own. Returns pages."""
    width, height = TAPE

    def draw(canvas: Canvas) -> None:
        for label in labels:
            _label(canvas, label, (3 * mm, 2.5 * mm), ((width - 6) * mm, (height - 5) * mm), owner)
            canvas.showPage()

    return _pages(out, (width * mm, height * mm), labels, draw)


@told_plainly
def print_label_test(out: Out, *, sheet: str = "70x37", owner: str = "") -> int:
    """A page with rulers, the outline of every label and two specimens: shows whether the printer scales or shifts."""
    shape = SHEETS[sheet]

    def draw(canvas: Canvas) -> None:
        for position in range(shape.count):
            _outline(canvas, shape, position)
        specimen = {"number": "UT-0042", "number_key": "UT0042", "name": _("Prøveetikett"), "hms_nr": "123456"}
        _fill(canvas, shape, [specimen], shape.columns + 1, owner, last=False)
        _said(canvas, shape)
        _rulers(canvas, shape)
        canvas.showPage()

    return _pages(out, A4, [None], draw)


def _pages(out: Out, size: tuple[float, float], labels: Sequence[Any], draw: Callable[[Canvas], None]) -> int:
    if not labels:
        raise Rejected(Why.NO_SUCH, kind="item")
    house.faces()
    made = BytesIO()
    canvas = Canvas(made, pagesize=size, lang="nb-NO")
    canvas.setTitle(_("Etiketter"))
    canvas.setCreator("Hverdag")
    canvas.setViewerPreference("PrintScaling", "None")
    draw(canvas)
    canvas.save()
    deliver(made.getvalue(), out)
    return canvas.getPageNumber() - 1


def _fill(canvas: Canvas, shape: Sheet, labels: Sequence[Label], at: int, owner: str, last: bool = True) -> None:
    side, edge = (5.0 if shape.left < 5 else 2.5) * mm, 3.5 * mm
    for label in labels:
        if at == shape.count:
            canvas.showPage()
            at = 0
        left, bottom = shape.corner(at)
        _label(
            canvas,
            label,
            (left + side, bottom + edge),
            (shape.width * mm - 2 * side, shape.height * mm - 2 * edge),
            owner,
        )
        at += 1
    if last:
        canvas.showPage()


def _label(canvas: Canvas, label: Label, corner: tuple[float, float], size: tuple[float, float], owner: str) -> None:
    """Number and name beside the QR above, Code 128 over the full width, owner and HMS number below."""
    (left, bottom), (width, height) = corner, size
    code, side = label["number_key"], QR_SIDE * mm
    draw_qr(canvas, code, left + width - side, bottom + height - side, side)
    room = width - side - QR_QUIET * mm
    _number(canvas, label, left, bottom + height, room)
    foot = 7.5
    canvas.setFont(house.FACE, 6)
    canvas.setFillColor(house.TEXT)
    hms = _("HMS-nr {number}").format(number=label["hms_nr"]) if label["hms_nr"] else ""
    canvas.drawRightString(left + width, bottom + 0.6, hms)
    left_over = width - canvas.stringWidth(hms, house.FACE, 6) - 6
    canvas.drawString(left, bottom + 0.6, on_one(owner, house.FACE, 6, left_over))
    tall = min(height - side - QR_QUIET * mm - foot, 11 * mm)
    canvas.setFillColor(house.BLACK)
    if symbol := bars(code, width, tall):
        symbol.drawOn(canvas, left + (width - symbol.width) / 2, bottom + foot)


def _number(canvas: Canvas, label: Label, left: float, top: float, room: float) -> None:
    """The number as people say it, as large as it fits, and the name in two lines under it."""
    number, size = house.clean(label["number"]), 17.0
    while size > 8 and canvas.stringWidth(number, house.BOLD, size) > room:
        size -= 0.5
    canvas.setFillColor(house.BLACK)
    canvas.setFont(house.BOLD, size)
    canvas.drawString(left, top - size * 0.82, on_one(number, house.BOLD, size, room))
    canvas.setFont(house.FACE, 7.5)
    for at, line in enumerate(broken(house.clean(label["name"]), house.FACE, 7.5, room, 2)):
        canvas.drawString(left, top - size * 0.82 - 10.5 - at * 8.8, line)


def _outline(canvas: Canvas, shape: Sheet, position: int) -> None:
    left, bottom = shape.corner(position)
    canvas.setStrokeColor(house.STRONG)
    canvas.setLineWidth(0.3)
    canvas.rect(left, bottom, shape.width * mm, shape.height * mm)
    canvas.setFont(house.FACE, 7)
    canvas.setFillColor(house.MUTED)
    canvas.drawCentredString(left + shape.width * mm / 2, bottom + 1 * mm, str(position + 1))


def _rulers(canvas: Canvas, shape: Sheet) -> None:
    """A ruler across the third row and one down from the fourth; the numbers are millimetres."""
    canvas.saveState()
    canvas.translate(10 * mm, A4[1] - (shape.top + shape.height * 2.75) * mm)
    _ruler(canvas, ACROSS)
    canvas.restoreState()
    canvas.translate((shape.left + shape.width * 0.7) * mm, A4[1] - (shape.top + shape.height * 3.2) * mm)
    canvas.rotate(-90)
    _ruler(canvas, DOWN)


def _ruler(canvas: Canvas, length: int) -> None:
    canvas.setStrokeColor(house.BLACK)
    canvas.setFillColor(house.BLACK)
    canvas.setFont(house.FACE, 6)
    canvas.setLineWidth(0.3)
    canvas.line(0, 0, length * mm, 0)
    for at in range(length + 1):
        tick = 4 if at % 10 == 0 else 2.6 if at % 5 == 0 else 1.5
        canvas.line(at * mm, 0, at * mm, tick * mm)
        if at % 10 == 0:
            canvas.drawCentredString(at * mm, 4.6 * mm, str(at))


def _said(canvas: Canvas, shape: Sheet) -> None:
    left, top = (shape.left + 6) * mm, A4[1] - (shape.top + 7) * mm
    canvas.setFont(house.BOLD, 9)
    canvas.drawString(left, top, _("Prøveside for etiketter"))
    canvas.setFont(house.FACE, 7)
    for at, line in enumerate(
        (
            _("Skriv ut i 100 % (faktisk størrelse)."),
            _("Linjalene skal måle {across} og {down} mm.").format(across=ACROSS, down=DOWN),
            _("Rammene skal følge etikettene."),
            _("Begge kodene skal kunne skannes."),
        )
    ):
        canvas.drawString(left, top - 12 - at * 9.5, line)
