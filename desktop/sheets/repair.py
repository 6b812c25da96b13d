"""Cells as people fill them, made into values: texts, money, HMS numbers, copy numbers, phones."""

import re
import unicodedata
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from db import texts

_SPACE = re.compile(r"\s+")
_MONEY = re.compile(r"-?\d{1,3}(?:[ .']\d{3})+(?:,\d{1,2})?|-?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|-?\d+(?:[.,]\d{1,2})?")
_CURRENCY = re.compile(r"\b(?:kr|nok|kroner|ca|cirka|inkl|eks|mva)\b\.?", re.IGNORECASE)
_HMS_WORD = re.compile(r"^(?:hms|art|varenr|nav|nr)[\s.:\-]*(?:nr|nummer|art)?[\s.:\-]*", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"\D")
_GROUPED = str.maketrans("", "", " .'")


def text(value: Any) -> str:
    """A cell as one line of text; whole numbers without .0, dates as 03.07.2026."""
    if isinstance(value, str):
        return _line(value) if value else ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}".replace(".", ",")
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return "" if value is None else _line(str(value))


@lru_cache(maxsize=50_000)
def _line(value: str) -> str:
    plain = "".join(sign for sign in unicodedata.normalize("NFC", value) if sign >= " " or sign in "\n\t\r")
    return _SPACE.sub(" ", plain).strip()


def is_blank(value: Any) -> bool:
    """Nothing stands in the cell that a person would see."""
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def copy_number(value: Any) -> str:
    """A copy's number as it is written: 101.0 -> '101', ' K-0101 ' -> 'K-0101', '101.0' -> '101'."""
    number = text(value)
    if number.isdigit():
        return number
    return number[:-2] if re.fullmatch(r"\d+\.0", number) else number.removeprefix("#").strip()


def hms_number(value: Any) -> str | None:
    """A HMS number of six digits with the zeros that Excel ate; None where the cell is empty or says 000000.

    Raises ValueError where something else stands there. 23661.0 -> '023661', ' 214 812' -> '214812'.
    """
    if is_blank(value):
        return None
    written = text(value)
    digits = _HMS_WORD.sub("", re.sub(r"[.,]0$", "", written)).translate(_GROUPED).replace("\xa0", "")
    if digits in ("-", "–", "?", "ukjent", "mangler", "ingen", ""):
        return None
    if not digits.isascii() or not digits.isdigit() or not 3 <= len(digits) <= 6:
        raise ValueError(written)
    padded = digits.zfill(6)
    return None if padded == "000000" else padded


def money(value: Any) -> int | None:
    """A sum in whole øre; None where the cell is empty. ValueError where it is no sum.

    'kr 4 200,-' -> 420000, '1.490,50' -> 149050, 890.0 -> 89000.
    """
    if is_blank(value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return round(value * 100) if 0 <= value < 1e10 else _no_sum(value)
    if not isinstance(value, str):
        return _no_sum(value)
    return _money_of_text(value)


@lru_cache(maxsize=10_000)
def _money_of_text(value: str) -> int | None:
    plain = _CURRENCY.sub("", _line(value).casefold()).replace("−", "-").strip()
    plain = re.sub(r"[,.]?\s*[-–—]+$", "", plain).strip(" .:")
    if not plain:
        return None
    if not _MONEY.fullmatch(plain) or plain.startswith("-"):
        return _no_sum(value)
    decimals = re.search(r"[.,](\d{1,2})$", plain)
    kroner = re.sub(r"\D", "", plain[: decimals.start()] if decimals else plain)
    return int(kroner) * 100 + (int(decimals[1].ljust(2, "0")) if decimals else 0)


def _no_sum(value: Any) -> int:
    raise ValueError(text(value))


def quantity(value: Any) -> int | None:
    """A count of pieces: 12.0 -> 12, '12 stk' -> 12; None where the cell is empty. ValueError otherwise."""
    if is_blank(value):
        return None
    found = re.fullmatch(r"(\d{1,6})(?:[.,]0+)?\s*(?:stk|st|par|sett)?\.?", text(value).casefold())
    if not found:
        raise ValueError(text(value))
    return int(found[1])


def phone_key(number: str) -> str:
    """The digits that tell whether two phone numbers are one: the last eight, '' where there are fewer."""
    digits = number if number.isdigit() else _NOT_DIGIT.sub("", number)
    return digits[-8:] if len(digits) >= 8 else ""


@lru_cache(maxsize=50_000)
def address_key(address: str) -> str:
    """The street and number of an address, so that with and without postcode are one: 'åsvegen 45a'."""
    street = re.split(r"[,\n]|\b\d{4}\b(?=\s+\D)", address, maxsplit=1)[0]
    plain = re.sub(r"[^\w ]", " ", street.casefold().replace("é", "e"))
    plain = re.sub(r"(\d)\s+([a-z])\b", r"\1\2", _SPACE.sub(" ", plain).strip())
    return re.sub(r"(?<=v)ei(?=en\b|\b)", "eg", plain)


def without_national_id(value: str, code: bool = False) -> tuple[str, bool]:
    """The text without any national identity number, and whether there was one. They are never stored."""
    if not texts.holds_national_id(value, code):
        return value, False
    return _SPACE.sub(" ", texts.without_national_ids(value, code)).strip(" ,;:-"), True
