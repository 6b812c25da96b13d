"""Norwegian order and search: one key for sorting, one folding for finding, both plain text that SQL can compare."""

import re
import unicodedata

_ALIKE = str.maketrans({"ä": "æ", "ö": "ø", "ü": "y", "đ": "d", "ð": "d", "ł": "l", "ŋ": "n", "ŧ": "t", "þ": "th"})
_LAST = str.maketrans({"æ": "{", "ø": "|", "å": "}"})  # the three signs after z in ASCII
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")


def fold(text: str | None) -> str:
    """Text as search compares it: case, accents, aa/å, ä/æ and ö/ø make no difference."""
    plain = unicodedata.normalize("NFC", text or "").casefold().translate(_ALIKE)
    if not plain.isascii():
        plain = "".join(letter if letter in "æøå" else _bare(letter) for letter in plain)
    return _SPACE.sub(" ", plain.replace("aa", "å")).strip()


def sort_key(text: str | None) -> str:
    """Text as binary order sorts it the Norwegian way: z < æ < ø < å, numbers by value."""
    return _DIGITS.sub(lambda digits: digits[0].lstrip("0").zfill(12), fold(text)).translate(_LAST)


def code_key(code: str | None) -> str:
    """A number or barcode as scanners agree on it: A–Z and 0–9 only, so UT-0042 and ut0042 are one."""
    upper = (code or "").upper()
    if upper.isascii() and upper.isalnum():
        return upper
    return "".join(letter for letter in upper if letter.isascii() and letter.isalnum())


def search_key(*texts: str | None) -> str:
    """What a record is found by: its folded texts in one line."""
    return " ".join(folded for text in texts if (folded := fold(text)))


def like(word: str) -> str:
    r"""A LIKE pattern for text that holds the word (its first 200 letters), to be used with ESCAPE '\'."""
    escaped = word[:200].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _bare(letter: str) -> str:
    if letter.isascii():
        return letter
    parts = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(part for part in parts if not unicodedata.combining(part) and not "\ud800" <= part <= "\udfff")
