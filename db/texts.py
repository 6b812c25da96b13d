"""What any text may hold before it is written: no unseen signs, and never a national identity number."""

import re
from collections.abc import Mapping
from typing import Any

from db.errors import Rejected, Why

# Control signs, signs that turn the direction of writing, halves of signs. Line breaks and tabs stay.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_ELEVEN = re.compile(r"(?<!\d)\d{6} ?\d{5}(?!\d)")
# A number written apart may be something else: only one whose control digits hold is an identity number.
_APART = re.compile(r"(?<!\d)\d(?:[ .\u00a0\u202f-]?\d){10}(?!\d)")
_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
_KEYS = frozenset({"number_key", "number_sort", "name_key", "search_key", "code_key"})
_CODES = frozenset({"number", "code", "serial"})  # many makers number their things with eleven digits


def cleaned(text: str) -> str:
    """The text without signs that nobody can see."""
    return text if text.isprintable() else _UNSEEN.sub("", text)


def holds_national_id(text: str, code: bool = False) -> bool:
    """Whether a national identity number stands in the text; in a code only one that is certain."""
    if len(text) < 11:
        return False
    return (not code and _ELEVEN.search(text) is not None) or any(map(_is_certain, _APART.findall(text)))


def without_national_ids(text: str, code: bool = False) -> str:
    """The text with every national identity number taken out."""
    if not holds_national_id(text, code):
        return text
    plain = text if code else _ELEVEN.sub("", text)
    return _APART.sub(lambda found: "" if _is_certain(found[0]) else found[0], plain)


def safe(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as they may be written: every text cleaned; Rejected with the field that holds a national id."""
    return {name: _safe(name, value) if value.__class__ is str else value for name, value in columns.items()}


def _safe(name: str, text: str) -> str:
    text = cleaned(text)
    if name not in _KEYS and holds_national_id(text, name in _CODES):
        raise Rejected(Why.NATIONAL_ID, name)
    return text


def _is_certain(written: str) -> bool:
    """Whether both control digits hold (Skatteetaten: fødselsnummer and D-nummer, modulus 11)."""
    digits = [int(sign) for sign in written if sign.isdigit()]
    return all(sum(a * b for a, b in zip(digits, weights, strict=False)) % 11 == 0 for weights in _WEIGHTS)
