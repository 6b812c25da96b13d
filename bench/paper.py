"""PDF: a list of 5 000 rows by its columns against the same words drawn on a bare canvas."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from time import process_time

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from bench import registers
from bench.measure import Result, ratio, seconds
from db import loan_lines
from db.connection import Register
from desktop import columns
from desktop.loans.columns import LOANS
from desktop.paper import house
from desktop.paper.list import print_rows
from desktop.paper.sheet import Stamp

SHOWN = [column for column in LOANS if column.shown]
PER_PAGE = 38


def benches() -> Iterator[Result]:
    """Speed against the canvas, and growth from 500 to 50 000 rows."""
    db = Register.look(registers.register(100_000))
    ids = loan_lines.ids(db, today=registers.TODAY, order="agreement", chip="all")[:50_000]
    rows = [
        row for at in range(0, len(ids), 500) for row in loan_lines.rows(db, ids[at : at + 500], today=registers.TODAY)
    ]
    some = rows[:5_000]
    yield ratio("PDF of 5 000 rows / canvas", 2, lambda: printed(some), lambda: drawn(some), clock=process_time)
    small, large = (seconds(lambda n=n: printed(rows[:n]), process_time) / n for n in (500, 50_000))
    yield Result("  time per row, 50 000 rows / 500 rows", 1.2, large / small, _per_row(large, small))


def _per_row(large: float, small: float) -> str:
    return f"{large * 1e6:.0f} / {small * 1e6:.0f} µs"


def printed(rows: list) -> None:
    print_rows(BytesIO(), SHOWN, rows, title="Utlån", stamp=Stamp())


def drawn(rows: list) -> None:
    """The same texts in the same face, without measuring, wrapping, rules or headings."""
    house.faces()
    paper = Canvas(BytesIO(), pagesize=landscape(A4))
    wide = (landscape(A4)[0] - 80) / len(SHOWN)
    for at, row in enumerate(rows):
        line = at % PER_PAGE
        if line == 0:
            if at:
                paper.showPage()
            paper.setFont(house.FACE, 8)
        for place, column in enumerate(SHOWN):
            paper.drawString(40 + place * wide, 550 - line * 13, columns.text(column, row)[:30])
    paper.save()
