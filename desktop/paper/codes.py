"""Code 128 and QR as vectors. Only A–Z and 0–9: other signs change with the scanner's keyboard layout."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import Any

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QRAlphaNum, QRCode, QRErrorCorrectLevel
from reportlab.lib.units import mm

from desktop.paper import house

WIDEST, NARROWEST = 0.5 * mm, 0.19 * mm  # one bar; under 0.19 mm hand scanners and office printers give up
QUIET = 10  # bars of white on each side (ISO/IEC 15417)
_ALLOWED = re.compile(r"[A-Z0-9]{1,40}")


def checked(code: str) -> str:
    """The code itself, or ValueError without the code in it."""
    if not _ALLOWED.fullmatch(code):
        raise ValueError("a code holds A–Z and 0–9 only")
    return code


def bars(code: str, room: float, height: float, widest: float = WIDEST, quiet: bool = True) -> Code128 | None:
    """Code 128 within `room` points with its quiet zones; without them where the paper round it is white anyway.
    None where the bars would be too fine to read."""
    made = Code128(checked(code), barWidth=1, barHeight=height, quiet=0, humanReadable=False)
    thickness = min(room / (made.width + 2 * QUIET), widest)
    if thickness < NARROWEST:
        return None
    return Code128(
        code,
        barWidth=thickness,
        barHeight=height,
        quiet=int(quiet),
        lquiet=QUIET * thickness,
        rquiet=QUIET * thickness,
        humanReadable=False,
    )


@lru_cache(maxsize=512)
def qr_modules(code: str) -> tuple[tuple[bool, ...], ...]:
    """The dark modules of a QR symbol, level M, without its quiet zone."""
    symbol = QRCode(None, QRErrorCorrectLevel.M)
    symbol.addData(QRAlphaNum(checked(code)))
    symbol.make()
    return tuple(tuple(bool(dark) for dark in row) for row in symbol.modules or ())


def draw_qr(canvas: Any, code: str, left: float, bottom: float, side: float) -> None:
    """Draw the symbol in a square as one path; the quiet zone of four modules is the caller's white."""
    modules = qr_modules(code)
    unit = side / len(modules)
    path = canvas.beginPath()
    for at, row in enumerate(modules):
        column = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                path.rect(left + column * unit, bottom + side - (at + 1) * unit, length * unit, unit)
            column += length
    canvas.setFillColor(house.BLACK)
    canvas.drawPath(path, stroke=0, fill=1)
