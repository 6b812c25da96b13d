"""One question to the whole register: copies, products and borrowers that fit what was typed or scanned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from db import equipment, packages, people, products
from desktop import words
from desktop.words import STATES, _, ngettext

SHORTEST = 2  # letters before names are searched; a number may be shorter


@dataclass(frozen=True, slots=True)
class Hit:
    """One find: kind is item, product, package, person or unit, ref its id, state a code of words.STATES or ""."""

    kind: str
    ref: int
    title: str
    detail: str = ""
    state: str = ""
    icon: str = "package"


@dataclass(frozen=True, slots=True)
class Group:
    """Finds of one kind under a heading."""

    heading: str
    hits: tuple[Hit, ...]


def find(read: Callable[..., Any], text: str, *, today: str, limit: int = 6) -> list[Group]:
    """What fits every word, at most `limit` of each kind; [] for too short a text. `read` is Store.read."""
    text = text.strip()
    if len(text) < SHORTEST and not text.isdecimal():
        return []
    items = (item_hit(row, today) for row in read(equipment.find_items, text, limit))
    borrowers = (borrower_hit(row) for row in read(people.borrowers, text, today=today, limit=limit))
    goods = (product_hit(row) for row in read(products.find, text, limit))
    whole = (package_hit(row) for row in read(packages.find, text, limit))
    groups = (
        (_("Eksemplarer"), items),
        (_("Personer og avdelinger"), borrowers),
        (_("Produkter"), goods),
        (_("Pakker"), whole),
    )
    found = (Group(heading, tuple(hits)) for heading, hits in groups)
    return [group for group in found if group.hits]


def item_state(row: Mapping[str, Any], today: str) -> str:
    """The state that a copy shows: a lent one that should have been back is overdue."""
    late = row["state"] == "lent" and words.days_late(row["due_on"], today) > 0
    return "overdue" if late else row["state"]


def item_hit(row: Mapping[str, Any], today: str) -> Hit:
    """A copy with who has it and until when, or where it stands."""
    if row["line_id"]:
        detail = f"{borrower(row)} · {words.deadline(row['due_on'], today)}"
    else:
        detail = place(row)
    return Hit("item", row["item_id"], f"{row['number']} {row['name']}", detail, item_state(row, today))


def product_hit(row: Mapping[str, Any]) -> Hit:
    """A product with its HMS number and how many stand ready."""
    ready = _("{n} ledig").format(n=words.number(row["ready"]))
    number = _("HMS-nr. {hms_nr}").format(hms_nr=row["hms_nr"]) if row["hms_nr"] else ""
    return Hit("product", row["product_id"], row["name"], _dotted(number, ready), icon="tag")


def package_hit(row: Mapping[str, Any]) -> Hit:
    """A package with what it holds."""
    return Hit("package", row["package_id"], row["name"], row["holds"], icon="package-plus")


def borrower_hit(row: Mapping[str, Any]) -> Hit:
    """A person with birth year and address, or a unit; a protected address stays on the card."""
    born = _("f. {year}").format(year=row["born_on"][:4]) if row["born_on"] else ""
    loans = ngettext("{n} lån", "{n} lån", row["open_lines"]).format(n=row["open_lines"]) if row["open_lines"] else ""
    dead = STATES[row["standing"]].word.lower() if row["standing"] else ""
    address = _("skjermet adresse") if row["protected"] else row["address"]
    title = words.full_name(row) if row["kind"] == "person" else row["last_name"]
    icon = "user-round" if row["kind"] == "person" else "building"
    return Hit(row["kind"], row["ref"], title, _dotted(born, dead, address, loans), icon=icon)


def borrower(row: Mapping[str, Any], short: bool = True) -> str:
    """Who has a copy: 'Kari N.' in lists, the full name on a card, or the unit; '' where nobody has it."""
    if row["unit_name"]:
        return row["unit_name"]
    if not row["last_name"]:
        return ""
    return words.short_name(row) if short else words.full_name(row)


def place(row: Mapping[str, Any]) -> str:
    """'Kjeller · Hylle A2'."""
    return _dotted(row["room"], row["shelf"])


def _dotted(*texts: str | None) -> str:
    return " · ".join(text for text in texts if text)
