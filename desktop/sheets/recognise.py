"""What a sheet is: its kind, its heading row and which column means what. A plain record that a window lets mend."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from desktop.sheets import headings, repair
from desktop.sheets.book import Book, Sheet
from desktop.sheets.content import Profile, profile
from desktop.words import _

KINDS = ("items", "loans", "products", "people", "empty", "unknown")
_DEPTH = 40  # rows from the top where the heading is looked for
_STOCK = {"place", "room", "shelf", "price", "bought", "owner", "serial", "condition", "state_on"}
_LENDING = {"out", "due", "returned", "lent_by", "agreement", "born", "address", "phone", "requested_by"}
_GENERIC = re.compile(
    r"(?:ark|sheet|liste?|lager|lagerliste|mal|info|oversikt|hjelpemidler|hjelpemiddel|hjelpemiddellager|utstyr|alle?|alt|register|"
    r"eksemplarer|produkt(?:er|liste)?|katalog|bok|data|utlån|utlånt|inne|tabell|import|eksport|beholdning|status|"
    r"kopi(?: av)?|ny|hverdag|book|workbook|copy|export|items|products|loans|\d+|[-_ .()])+",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Recognition:
    """How a sheet is to be read. `columns` maps a column (0 = A) to one of headings.FIELDS; heading_row is Excel's
    number of the (last) heading row, 0 where there is none. `group` and `year` come from the sheet's or book's name.
    """

    sheet: str
    kind: str
    heading_row: int = 0
    columns: dict[int, str] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    group: str = ""
    year: int | None = None
    shape_key: str = ""
    remark: str = ""

    def as_shape(self) -> dict[str, Any]:
        """What is remembered for the next book of this shape."""
        return {"kind": self.kind, "columns": {str(column): name for column, name in self.columns.items()}}

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        return asdict(self)


def recognise(
    sheet: Sheet, book: Book, *, today: str, shapes: Mapping[str, Mapping[str, Any]] | None = None
) -> Recognition:
    """Recognise one sheet. `shapes` are mended recognitions of earlier books by shape key; they win."""
    found = Recognition(sheet.name, "empty", year=year_of(sheet.name))
    if not any(not repair.is_blank(cell) for row in sheet.rows for cell in row):
        return found
    at, labels = _heading(sheet)
    found.heading_row, found.headings = at + 1, labels
    found.shape_key = shape_key(labels)
    remembered = (shapes or {}).get(found.shape_key) if found.shape_key else None
    if remembered:
        found.kind = remembered["kind"]
        found.columns = {int(column): name for column, name in remembered["columns"].items()}
    else:
        _guess(found, sheet, today)
    found.group = group_name(found, sheet, book)
    return found


def _guess(found: Recognition, sheet: Sheet, today: str) -> None:
    if sheet.hidden:
        found.kind, found.remark = "unknown", _("Arket er skjult i boken og er ikke tatt med.")
        return
    if re.search(r"eksempel|example", sheet.name, re.IGNORECASE):
        found.kind, found.remark = "unknown", _("Arket er et eksempel og er ikke tatt med.")
        return
    profiles = _profiles(sheet, found.heading_row, today)
    found.columns = _by_heading(found.headings, profiles)
    _by_content(found.columns, profiles, headed=bool(found.headings))
    found.kind = kind_of(set(found.columns.values()))
    if found.kind == "loans" and _is_stock_with_borrowers(found.columns, profiles):
        found.kind = "items"
    if found.kind == "unknown":
        found.remark = _("Fant ikke ut hva arket inneholder. Velg hva kolonnene betyr, og prøv igjen.")


def shape_key(labels: list[str]) -> str:
    """The same for two sheets with the same headings in the same columns; '' without headings."""
    words = [headings.norm(label) for label in labels]
    return "|".join(words).rstrip("|") if any(words) else ""


def year_of(name: str) -> int | None:
    """The one year that a sheet's name tells: 'UTLÅN 2025' -> 2025, "Utlån -25" -> 2025."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", name))
    if len(years) == 1:
        return int(years.pop())
    short = re.search(r"['’\-](\d{2})(?!\d)", name)
    return 2000 + int(short[1]) if short and not years else None


def kind_of(fields: set[str]) -> str:
    """The kind of sheet that has columns for these fields."""
    borrower = bool(fields & {"borrower", "last_name"})
    thing = bool(fields & {"name", "hms_nr"})
    if borrower and fields & {"out", "returned"} and (thing or "number" in fields):
        return "loans" if len(fields & _LENDING) > len(fields & _STOCK) else "items"
    if "number" in fields and thing:
        return "items"
    if borrower and fields & {"born", "phone", "address"} and not fields & {"room", "out", "due", "returned"}:
        return "people"
    if "name" in fields and fields & {"ready", "tracking"}:
        return "products"
    if "name" in fields and "quantity" in fields:
        return "items"
    if "name" in fields and fields & {"hms_nr", "lot", "group", "subgroup", "iso_code"}:
        return "products"
    return "unknown"


def _is_stock_with_borrowers(columns: dict[int, str], profiles: list[Profile]) -> bool:
    """One row a copy, and a borrower only where it is out: a stock list that tells of the loans as well."""
    at = {name: column for column, name in columns.items()}
    borrower, number = at.get("borrower", at.get("last_name")), at.get("number")
    if borrower is None or number is None or "name" not in at:
        return False
    return profiles[borrower].total < 0.7 * profiles[number].total and profiles[number].distinct > 0.95


# --- the heading row -----------------------------------------------------------------------------------------


def _heading(sheet: Sheet) -> tuple[int, list[str]]:
    """(index of the last heading row, one label per column); (-1, []) where no row is a heading."""
    best, found = 1.5, (-1, [])
    for at in range(min(_DEPTH, len(sheet.rows))):
        labels = _labels(sheet.rows[at])
        for candidate in (labels, _joined(sheet, at, labels)):
            score = _score(candidate)
            if score > best:
                best, found = score, (at, candidate)
    return found


def _labels(row: list[Any]) -> list[str]:
    return [repair.text(cell) if isinstance(cell, str) and len(cell) <= 60 else "" for cell in row]


def _joined(sheet: Sheet, at: int, labels: list[str]) -> list[str]:
    """Two heading rows as one: the upper speaks where the lower is silent or says what another column says."""
    if not at or sum(map(bool, labels)) < 2 or any(isinstance(cell, float) for cell in sheet.rows[at]):
        return []
    upper = _labels(sheet.rows[at - 1])
    if sum(map(bool, upper)) < 2:
        return []
    joined, above = [], ""
    for column, label in enumerate(labels):
        own = upper[column] if column < len(upper) else ""
        above = own or (above if _merged_across(sheet, at - 1, column) else "")
        both = f"{above} {label}".strip()
        plain = headings.meanings(label) and not _doubled(labels, label)
        joined.append(label if plain else both if headings.meanings(both) else label or own)
    return joined


def _merged_across(sheet: Sheet, row: int, column: int) -> bool:
    return any(top <= row <= bottom and left < column <= right for top, left, bottom, right in sheet.merged)


def _doubled(labels: list[str], label: str) -> bool:
    return sum(headings.norm(other) == headings.norm(label) for other in labels) > 1 or headings.norm(label) in ("navn", "dato", "nr")


def _score(labels: list[str]) -> float:
    """How many different fields the labels name; a label nobody knows counts a little against."""
    known = {meaning[0]: headings.is_plain(label) for label in labels if label and (meaning := headings.meanings(label))}
    strangers = sum(1 for label in labels if label and not headings.meanings(label))
    return sum(1 if plain else 0.6 for plain in known.values()) - 0.25 * strangers


# --- what the columns mean -----------------------------------------------------------------------------------


def _profiles(sheet: Sheet, start: int, today: str) -> list[Profile]:
    width = max((len(row) for row in sheet.rows), default=0)
    rows = sheet.rows[start : start + 2000]
    return [profile((row[column] for row in rows if column < len(row)), today) for column in range(width)]


def _by_heading(labels: list[str], profiles: list[Profile]) -> dict[int, str]:
    """Certain headings first, then those that can mean several things by what is still free and what they hold."""
    columns: dict[int, str] = {}
    meant = [(column, headings.meanings(label)) for column, label in enumerate(labels) if label]
    order = sorted((pair for pair in meant if pair[1]), key=lambda pair: (len(pair[1]), not headings.is_plain(labels[pair[0]])))
    has_thing = any("name" in options and len(options) == 1 for _column, options in meant)
    for column, options in order:
        if "borrower" in options and "name" in options:
            options = options if has_thing or profiles[column].name > 0.6 else tuple(reversed(options))
        for option in options:
            if option not in columns.values() and _can_hold(profiles[column], option):
                columns[column] = option
                break
    return _numbers_settled(columns, profiles)


def _can_hold(found: Profile, option: str) -> bool:
    """A column of words is no column of days, and one of days no column of names."""
    if found.filled < 3:
        return True
    if option in ("out", "bought", "born", "died"):
        return found.day > 0.3 or found.text < 0.5
    if option in ("name", "borrower", "group", "state", "address"):
        return found.day < 0.8
    return True


def _numbers_settled(columns: dict[int, str], profiles: list[Profile]) -> dict[int, str]:
    """A number column that holds HMS numbers, the same again and again, is the HMS column."""
    if "hms_nr" in columns.values():
        return columns
    for column, option in columns.items():
        seen = profiles[column]
        if option == "number" and seen.filled >= 5 and seen.hms > 0.8 and seen.distinct < 0.9:
            columns[column] = "hms_nr"
    return columns


def _by_content(columns: dict[int, str], profiles: list[Profile], headed: bool) -> None:
    """Give what is still missing to columns whose cells look like it."""
    free = [column for column, seen in enumerate(profiles) if column not in columns and seen.filled >= 2]

    def take(name: str, fits) -> None:
        if name in columns.values():
            return
        chosen = next((column for column in free if column not in columns and fits(profiles[column])), None)
        if chosen is not None:
            columns[chosen] = name

    take("hms_nr", lambda seen: seen.hms > 0.7)
    known = set(columns.values())
    lending = bool(known & {"out", "due", "returned", "borrower", "born"})
    if not headed:
        take("borrower", lambda seen: seen.name > 0.8 and seen.text > 0.9)
        lending = "borrower" in columns.values()
        for name in ("out", "due", "returned") if lending else ("bought",):
            take(name, lambda seen: seen.day > 0.8)
        take("state", lambda seen: seen.state > 0.9 and seen.distinct < 0.3)
        take("phone", lambda seen: seen.phone > 0.8)
        take("address", lambda seen: seen.address > 0.8)
        take("number", lambda seen: seen.code > 0.9 and (lending or seen.distinct > 0.9))
    elif lending:
        take("borrower", lambda seen: "last_name" not in known and seen.name > 0.8)
        take("out", lambda seen: seen.day > 0.8)
        take("number", lambda seen: seen.code > 0.9)
    if not lending:
        take("name", lambda seen: seen.text > 0.8 and seen.distinct > 0.2)


# --- the group that a sheet or a book stands for --------------------------------------------------------------


def group_name(found: Recognition, sheet: Sheet, book: Book) -> str:
    """The group of rows that tell none themselves: the sheet's name, or the book's for a contract list.

    NAV's lists are one book per agreement; 'personloftere.xlsx' gets its ø back from the words in the book.
    """
    if found.kind not in ("items", "products") or "group" in found.columns.values():
        return ""
    contract = "lot" in found.columns.values()
    for name in (book.name, sheet.name) if contract else (sheet.name,):
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
