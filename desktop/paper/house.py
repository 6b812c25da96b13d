"""The house style of everything printed: faces, colours, paragraphs. Text comes in plain and prints as typed."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import HRFlowable, Paragraph, Spacer

FACE, BOLD = "NotoSans-Regular", "NotoSans-SemiBold"
SIDE, TOP, BOTTOM = 18 * mm, 22 * mm, 17 * mm

# The light tokens of desktop/parts/tokens.py; paper has no dark side.
PETROL, SOFT = HexColor("#0B5A73"), HexColor("#DCEEF4")
TEXT, MUTED = HexColor("#17212B"), HexColor("#4B5966")
BORDER, ALT, STRONG = HexColor("#D3DAE1"), HexColor("#F3F6F8"), HexColor("#6F7E8C")
SECOND = HexColor("#9A5B00")
WHITE, BLACK = HexColor("#FFFFFF"), HexColor("#000000")
STATE_INK = {
    token: HexColor(ink)
    for token, ink in {
        "free": "#14603A",
        "lent": "#174EA6",
        "reserved": "#5B2E91",
        "overdue": "#A11222",
        "washing": "#0B5F69",
        "repair": "#7A4100",
        "scrapped": "#47525D",
        "missing": "#8C1D5B",
        "yellow": "#8A6D00",
        "orange": "#B84A00",
    }.items()
}

MOST = {"cell": 400, "cell_strong": 400, "under": 900}  # letters in a cell of a form
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@cache
def faces() -> None:
    """Register the two weights of Noto Sans once. The faces built into reportlab have no č đ ŋ ŧ Ł."""
    for face in (FACE, BOLD):
        with as_file(files("resources") / "fonts" / f"{face}.ttf") as path:
            registerFont(TTFont(face, str(path)))


def clean(text: object) -> str:
    """Text without control signs: a tab or a stray zero byte becomes a space, a line break stays."""
    return _CONTROL.sub(" ", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def _held(said: object, style: str) -> str:
    """Clean text no longer than a page can take: a cell that outgrows its page cannot be laid out at all."""
    most = MOST.get(style, 5_000)
    plain = clean(said)
    return plain if len(plain) <= most else plain[:most].rstrip() + "…"


def _style(name: str, size: float, leading: float, face: str = FACE, **more) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=face,
        fontSize=size,
        leading=leading,
        textColor=more.pop("ink", TEXT),
        splitLongWords=1,
        embeddedHyphenation=0,
        **more,
    )


STYLES = {
    style.name: style
    for style in (
        _style("title", 18, 22, BOLD, ink=PETROL),
        _style("lead", 10, 14, ink=MUTED),
        _style("section", 10.5, 14, BOLD, ink=PETROL, spaceBefore=10, spaceAfter=3),
        _style("body", 10, 14.5),
        _style("day", 10, 14.5, alignment=TA_RIGHT),
        _style("label", 7.5, 10, ink=MUTED),
        _style("cell", 8.5, 11),
        _style("cell_strong", 8.5, 11, BOLD),
        _style("cell_right", 8.5, 11, BOLD, alignment=TA_RIGHT),
        _style("head", 7.5, 10, BOLD, ink=MUTED),
        _style("head_right", 7.5, 10, BOLD, ink=MUTED, alignment=TA_RIGHT),
        _style("under", 7.5, 10, ink=MUTED),
        _style("under_right", 7.5, 10, ink=MUTED, alignment=TA_RIGHT),
        _style("terms", 8, 10.6),
        _style("figure", 20, 26, BOLD, ink=PETROL),
        _style("sum", 13, 17, BOLD),
        _style("alarm", 7.5, 10, BOLD, ink=STATE_INK["overdue"]),
        _style("large_title", 28, 36, BOLD, ink=PETROL, spaceAfter=4),
        _style("large_section", 17, 24, BOLD, ink=PETROL, spaceBefore=16, spaceAfter=4, keepWithNext=1),
        _style("large", 14, 21, spaceAfter=3),
        _style("large_head", 14, 21, keepWithNext=1),
        _style("large_strong", 14, 21, BOLD),
        _style("large_under", 13, 19, ink=MUTED, leftIndent=18, spaceAfter=3),
        _style("large_quote", 16, 25, leftIndent=12, borderPadding=(4, 0, 4, 10), spaceAfter=4),
    )
}


def text(said: object, style: str = "body") -> Paragraph:
    """A paragraph of plain text: whatever looks like markup is printed, never obeyed."""
    faces()
    return Paragraph(escape(_held(said, style)).replace("\n", "<br/>"), STYLES[style])


def led(lead: str, said: object, style: str = "body") -> Paragraph:
    """A paragraph that opens with some words in the heavier weight."""
    faces()
    heavy = f'<font name="{BOLD}">{escape(clean(lead))}</font>'
    return Paragraph(f"{heavy} {escape(_held(said, style))}", STYLES[style])


def gap(height_mm: float) -> Spacer:
    return Spacer(1, height_mm * mm)


def rule(thickness: float = 0.6) -> HRFlowable:
    return HRFlowable(width="100%", thickness=thickness, color=BORDER, spaceBefore=0, spaceAfter=0)
