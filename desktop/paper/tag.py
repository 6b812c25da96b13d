"""The red tag of a copy that may carry infection: A6, read across a room, without a word of who had it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from db.errors import Rejected, Why
from desktop import words
from desktop.paper import house
from desktop.paper.codes import draw_qr
from desktop.paper.fault import told_plainly
from desktop.paper.lines import broken, on_one
from desktop.paper.sheet import Out, Stamp, deliver
from desktop.words import _

Tag = Mapping[str, Any]
RED = house.STATE_INK["overdue"]  # white on it is 8:1, and dark enough where the printer has no colour
EDGE, INSIDE = 4 * mm, 7 * mm
QR_SIDE, QR_WHITE = 20 * mm, 3.4 * mm
LARGEST, SMALLEST = 60.0, 20.0


@told_plainly
def print_tags(out: Out, tags: Sequence[Tag], stamp: Stamp) -> int:
    """Print a tag on a page of its own for each of db.service_lists.tags. Returns pages."""
    if not tags:
        raise Rejected(Why.NOT_QUARANTINED)
    house.faces()
    made = BytesIO()
    canvas = Canvas(made, pagesize=A6, lang="nb-NO")
    canvas.setTitle(_("Rød lapp"))
    canvas.setCreator("Hverdag")
    for tag in tags:
        _tag(canvas, tag, stamp)
        canvas.showPage()
    canvas.save()
    deliver(made.getvalue(), out)
    return len(tags)


def _tag(canvas: Canvas, tag: Tag, stamp: Stamp) -> None:
    width, height = A6
    canvas.setFillColor(RED)
    canvas.roundRect(EDGE, EDGE, width - 2 * EDGE, height - 2 * EDGE, 3 * mm, stroke=0, fill=1)
    canvas.setFillColor(house.WHITE)
    room, top = width - 2 * (EDGE + INSIDE), height - EDGE - INSIDE
    top = _line(canvas, _("SMITTE"), top, room, LARGEST)
    top = _line(canvas, _("må ikke brukes"), top - 1 * mm, room, 32)
    _number(canvas, tag, top - 5 * mm, width)
    _foot(canvas, tag, stamp, room)


def _line(canvas: Canvas, said: str, top: float, room: float, most: float) -> float:
    """One centred line as large as the room lets it be; where it ends."""
    size = fitting(said, room, most)
    canvas.setFont(house.BOLD, size)
    canvas.drawCentredString(A6[0] / 2, top - size * 0.8, said)
    return top - size


def fitting(said: str, room: float, most: float) -> float:
    """The largest size in points, not over `most`, in which the text fits one line."""
    return max(6.0, min(most, most * room / max(1.0, stringWidth(said, house.BOLD, most))))


def _number(canvas: Canvas, tag: Tag, top: float, width: float) -> None:
    """The number and what it is, on white, so that both can be read in any print."""
    left, across, height = EDGE + INSIDE, width - 2 * (EDGE + INSIDE), 40 * mm
    canvas.roundRect(left, top - height, across, height, 2 * mm, stroke=0, fill=1)
    canvas.setFillColor(house.TEXT)
    size = max(SMALLEST, fitting(tag["number"], across - 6 * mm, 54))
    canvas.setFont(house.BOLD, size)
    canvas.drawCentredString(width / 2, top - 19 * mm, on_one(tag["number"], house.BOLD, size, across - 6 * mm))
    canvas.setFont(house.FACE, 13)
    for at, line in enumerate(broken(tag["name"], house.FACE, 13, across - 6 * mm, 2)):
        canvas.drawCentredString(width / 2, top - 28 * mm - at * 16, line)
    canvas.setFillColor(house.WHITE)


def _foot(canvas: Canvas, tag: Tag, stamp: Stamp, room: float) -> None:
    """Since when and by whom of the staff, what to do, and the code that finds the copy."""
    left, bottom, side = EDGE + INSIDE, EDGE + INSIDE, QR_SIDE + 2 * QR_WHITE
    canvas.roundRect(left + room - side, bottom, side, side, 1.5 * mm, stroke=0, fill=1)
    draw_qr(canvas, tag["number_key"], left + room - QR_SIDE - QR_WHITE, bottom + QR_WHITE, QR_SIDE)
    canvas.setFillColor(house.WHITE)
    beside, top = room - side - 4 * mm, bottom + side
    lines = [_("Sperret {day}").format(day=words.day(tag["opened_on"])),
             _("av {name}").format(name=tag["blocked_by"]) if tag["blocked_by"] else "",
             _("Frigis bare med navn i Hverdag"), stamp.depot or stamp.municipality]  # fmt: skip
    for said in lines:
        face, size = (house.BOLD, 10) if said == lines[0] else (house.FACE, 9)
        canvas.setFont(face, size)
        for line in broken(said, face, size, beside, 2):
            canvas.drawString(left, top - size, line)
            top -= size * 1.35
