"""What several forms share: who borrows, who lends, the table of things, tick boxes, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from desktop import words
from desktop.paper import house
from desktop.paper.house import led, text
from desktop.paper.list import SECRET
from desktop.words import _

Form = Mapping[str, Any]
FLUSH = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def name_of(form: Form) -> str:
    """'Kari Nordmann', or the name of the ward or institution."""
    return form["unit_name"] or words.full_name(form)


def borrower_facts(form: Form) -> list[tuple[str, str]]:
    """Label and value for the borrower's block; a protected person has no address, phone or kin on paper."""
    shield = form["protected"]
    facts = [(_("Låner"), name_of(form))]
    if not form["unit_name"]:
        facts.append((_("Født"), words.day(form["born_on"])))
    facts.append((_("Adresse"), SECRET if shield else form["address"]))
    facts.append((_("Telefon"), SECRET if shield else form["phone"]))
    contact = ", ".join(part for part in (form["contact"], form["contact_phone"]) if part)
    if not shield:
        facts.append((_("Kontaktperson"), contact))
    return facts


def lender_facts(form: Form) -> list[tuple[str, str]]:
    lender = form["lender"]
    facts = [
        (_("Utlåner"), lender["municipality"]),
        ("", lender["department"]),
        (_("Adresse"), lender["address"]),
        (_("Telefon"), lender["phone"]),
        (_("Åpningstider"), lender["opening_hours"]),
    ]
    if not lender["municipality"]:
        facts[:2] = [(_("Utlåner"), lender["department"])]
    return [(label, value) for label, value in facts if value or label in (_("Utlåner"), _("Telefon"))]


def facts(pairs: Iterable[tuple[str, str]], width: float, label_width: float = 25 * mm) -> Table:
    """Label beside value; an empty value leaves a line to write on."""
    pairs = list(pairs)
    rows = [
        [text(label, "label"), text(value, "cell_strong" if at == 0 else "cell")]
        for at, (label, value) in enumerate(pairs)
    ]
    blanks = [
        ("LINEBELOW", (1, at), (1, at), 0.4, house.STRONG) for at, (_label, value) in enumerate(pairs) if not value
    ]
    table = Table(
        rows,
        colWidths=[label_width, width - label_width],
        hAlign="LEFT",
        minRowHeights=[14 if value else 19 for _label, value in pairs],
    )
    table.setStyle([*FLUSH, *blanks, ("TOPPADDING", (0, 0), (0, -1), 1.2), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5)])
    return table


def side_by_side(left: Any, right: Any, width: float, between: float = 8 * mm) -> Table:
    half = (width - between) / 2
    table = Table([[left, "", right]], colWidths=[half, between, half])
    table.setStyle(FLUSH)
    return table


def thing(line: Form, ticks: bool = False) -> list[Flowable]:
    """The name of a lent thing with serial, owner and accessories under it."""
    under = [_("Serienr. {serial}").format(serial=line["serial"])] if line["serial"] else []
    if line["owner"] != "own":
        under.append(_("Eier: {owner}").format(owner=words.OWNERS[line["owner"]]))
    said: list[Flowable] = [text(line["name"], "cell_strong")]
    if under:
        said.append(text(" · ".join(under), "under"))
    if line["accessories"]:
        said.append(
            led(_("Tilbehør:"), words.listed([_accessory(part, ticks) for part in line["accessories"]]), "under")
        )
    return said


def _accessory(part: Form, ticks: bool) -> str:
    missing = ticks and part["returned"] == 0
    return _("{name} (mangler)").format(name=part["name"]) if missing else part["name"]


def amount(line: Form) -> str:
    """How many are out; of goods that came back in part, what is left."""
    return words.number(line["quantity"] if line["end_reason"] else line["quantity"] - line["back"])


def things(heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float]) -> Table:
    """A table of things: heading on every page, thin lines between, no row torn in two."""
    body = [
        [text(head, "head") for head in heads],
        *([cell if isinstance(cell, list) else text(cell, "cell") for cell in row] for row in rows),
    ]
    table = Table(body, colWidths=list(widths), repeatRows=1, hAlign="LEFT")
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            ("LINEBELOW", (0, 0), (-1, 0), 0.7, house.STRONG),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, house.BORDER),
        ]
    )
    return table


class Ticks(Flowable):
    """A question with boxes to tick by hand: «Opplæring er gitt ▢ ja ▢ nei»."""

    def __init__(self, question: str, answers: Sequence[str]):
        super().__init__()
        self.question, self.answers = question, answers

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return aW, 15

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setFillColor(house.TEXT)
        canvas.setStrokeColor(house.STRONG)
        canvas.setLineWidth(0.8)
        canvas.setFont(house.BOLD, 8.5)
        canvas.drawString(0, 4, self.question)
        left = canvas.stringWidth(self.question, house.BOLD, 8.5) + 12
        canvas.setFont(house.FACE, 8.5)
        for answer in self.answers:
            canvas.rect(left, 2.6, 8.5, 8.5)
            canvas.drawString(left + 13, 4, answer)
            left += 13 + canvas.stringWidth(answer, house.FACE, 8.5) + 16


class Signature(Flowable):
    """Lines for place, day and signature, with who signs under them."""

    def __init__(self, who: str, width: float):
        super().__init__()
        self.who, self.width = who, width

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, 62

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setFont(house.BOLD, 8.5)
        canvas.setFillColor(house.TEXT)
        canvas.drawString(0, 52, self.who)
        canvas.setStrokeColor(house.STRONG)
        canvas.setLineWidth(0.6)
        day = self.width * 0.36
        canvas.line(0, 13, day - 10, 13)
        canvas.line(day, 13, self.width, 13)
        canvas.setFont(house.FACE, 7.5)
        canvas.setFillColor(house.MUTED)
        canvas.drawString(0, 3, _("Sted og dato"))
        canvas.drawString(day, 3, _("Underskrift"))


def signatures(width: float, *who: str) -> Table:
    half = (width - 12 * mm) / 2
    return side_by_side(*(Signature(name, half) for name in who), width=width, between=12 * mm)
