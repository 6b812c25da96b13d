"""The group that a sheet or a book stands for by its name."""

import re

from desktop.sheets.book import Book, Sheet

_GENERIC = re.compile(
    r"(?:ark|sheet|liste?|lager|lagerliste|mal|info|oversikt|hjelpemidler|hjelpemiddel|hjelpemiddellager|utstyr|alle?|alt|register|"
    r"eksemplarer|produkt(?:er|liste)?|katalog|bok|data|utlån|utlånt|inne|tabell|import|eksport|beholdning|status|"
    r"kopi(?: av)?|ny|hverdag|book|workbook|copy|export|items|products|loans|\d+|[-_ .()])+",
    re.IGNORECASE,
)


def group_name(fields: set[str], sheet: Sheet, book: Book) -> str:
    """The group of rows that tell none themselves: the sheet's name, or the book's for a contract list.

    NAV's lists are one book per agreement; 'personloftere.xlsx' gets its ø back from the words in the book.
    """
    if "group" in fields:
        return ""
    for name in (book.name, sheet.name) if "lot" in fields else (sheet.name,):
        plain = re.sub(r"[\s_\-]+", " ", re.sub(r"(?:\(\d+\)|[\-_ ]?(?:19|20)\d{2}.*|[-_ ]kopi)$", "", name)).strip()
        if plain and not _GENERIC.fullmatch(plain):
            return capitalised(_respelt(plain, sheet))
    return ""


def capitalised(text: str) -> str:
    """'GANGHJELPEMIDLER' and 'ganghjelpemidler' -> 'Ganghjelpemidler'; other spellings stay."""
    plain = text.strip(" :.-–")
    if plain.isupper() and len(plain) > 4:
        plain = plain.lower()
    return plain[:1].upper() + plain[1:]


def _respelt(name: str, sheet: Sheet) -> str:
    """Give words their æ, ø and å back where the sheet's own words have them: 'personloftere' -> 'personløftere'."""
    spellings: dict[str, str] = {}
    for row in sheet.rows:
        for cell in row:
            if isinstance(cell, str) and any(sign in cell.casefold() for sign in "æøå"):
                for word in re.findall(r"[^\W\d_]{5,}", cell.casefold()):
                    spellings[_plain(word)] = word
    return " ".join(_word_respelt(word, spellings) for word in name.split())


def _word_respelt(word: str, spellings: dict[str, str]) -> str:
    for length in range(len(word), 4, -1):
        if found := spellings.get(word[:length].casefold()):
            spelt = found + word[length:]
            return spelt.capitalize() if word[0].isupper() else spelt
    return word


def _plain(word: str) -> str:
    return word.replace("æ", "ae").replace("ø", "o").replace("å", "a")
