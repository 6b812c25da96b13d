"""Fields that only the stock needs: which product, when it was bought, where it stands, a row of numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from db import products
from desktop import words
from desktop.equipment import iso
from desktop.parts.day_field import parse_day
from desktop.parts.fields import TextField, Unreadable
from desktop.parts.search_field import Found
from desktop.words import MONTHS, _

NEW = "new"
MOST_AT_ONCE = 200
_MONTH = re.compile(r"(?:(\d{1,2})[./-]|([a-zæøå]{3,})\.? )(\d{4})")


class BoughtField(TextField):
    """When something was bought: '2024', '3.2024', 'mars 2024' or a whole day, given as ISO text or None."""

    def __init__(self, name: str, today: Callable[[], str]):
        super().__init__(name, placeholder=_("2024, mars 2024 eller 3.3.2024"))
        self._today = today

    def value(self) -> str | None:
        return bought(self.edit.text(), self._today())

    def set_value(self, value: Any) -> None:
        super().set_value(words.day(value))


def bought(text: str, today: str) -> str | None:
    """'mars 2024' -> '2024-03'. Unreadable where it is no year, month or day."""
    text = " ".join(text.lower().split())
    if not text:
        return None
    if re.fullmatch(r"(19|20)\d{2}", text):
        return text
    found = _MONTH.fullmatch(text)
    if found:
        month = int(found[1]) if found[1] else _month(found[2])
        if not 1 <= month <= 12:
            raise Unreadable(_("Skriv året, eller måneden som 3.2024."))
        return f"{found[3]}-{month:02}"
    return parse_day(text, today, past=True)


def _month(name: str) -> int:
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(name)), 0)


def number_row(first: str, count: int) -> list[str]:
    """('H-0098', 3) -> ['H-0098', 'H-0099', 'H-0100']. Unreadable where several cannot be counted on."""
    first = first.strip()
    if count == 1:
        return [first]
    if count > MOST_AT_ONCE:
        raise Unreadable(_("Legg inn høyst {n} om gangen.").format(n=MOST_AT_ONCE))
    found = re.fullmatch(r"(.*?)(\d+)", first)
    if not found:
        raise Unreadable(_("Skriv et nummer som slutter på et tall, så fortsetter rekken derfra."))
    head, digits = found[1], found[2]
    return [f"{head}{int(digits) + step:0{len(digits)}}" for step in range(count)]


def suggest(edit: QLineEdit, texts: Sequence[str]) -> None:
    """Offer known texts while typing; anything else may be written as well."""
    completer = QCompleter(sorted(set(texts)), edit)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    edit.setCompleter(completer)


def product_search(read: Callable[..., Any], tracking: str = "", offer_new: bool = True):
    """A search for a SearchField: products, and last a line for a new one (its value is (NEW, name))."""

    def search(text: str) -> list[Found]:
        rows = read(products.find, text, 9)
        found = [found_product(row) for row in rows if tracking in ("", row["tracking"])]
        if offer_new and not text.isdecimal():
            found.append(Found((NEW, text), _("Nytt produkt «{name}» …").format(name=text)))
        return found

    return search


def found_product(row: Any) -> Found:
    """A product as a result: its id, its name, HMS number and group."""
    number = _("HMS-nr. {hms_nr}").format(hms_nr=row["hms_nr"]) if row["hms_nr"] else ""
    return Found(row["product_id"], row["name"], " · ".join(part for part in (number, row["group_name"]) if part))


def iso_search(text: str) -> list[Found]:
    """ISO 9999 classes for a SearchField; the value is the code."""
    return [Found(one.code, iso.title(one.code)) for one in iso.find(text, 9)]


def found_class(code: str | None) -> Found | None:
    """A class as a result; None for no code."""
    return Found(code, iso.title(code)) if code else None
