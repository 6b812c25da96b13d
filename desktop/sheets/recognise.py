"""What a sheet is: its kind, its heading row and which column means what. A plain record that a window lets mend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.sheets import headings, measure_headings, names, repair, stay_headings
from desktop.sheets.book import Book, Sheet
from desktop.sheets.columns_meant import by_content, by_heading, profiles_of
from desktop.sheets.content import Profile
from desktop.sheets.group_names import group_name
from desktop.sheets.heading_row import DEPTH, find_heading, labels_of
from desktop.words import _

KINDS = ("items", "loans", "products", "people", "stays", "measures", "empty", "unknown")
_STOCK = {"place", "room", "shelf", "price", "bought", "owner", "serial", "condition", "state_on"}
_WARD = re.compile(r"avdeling|avd\b|rehab|senter|sykehjem|sjukeheim|tunet|heimen|helsehus|korttidsp", re.IGNORECASE)
_LENDING = {"out", "due", "returned", "lent_by", "agreement", "born", "address", "phone", "requested_by"}


@dataclass(slots=True)
class Recognition:
    """How a sheet is to be read. `columns` maps a column (0 = A) to one of headings.FIELDS; heading_row is Excel's
    number of the (last) heading row, 0 where there is none. `group` and `year` come from the sheet's or book's name;
    `plan` is what somebody says that the plan of the measures is called.
    """

    sheet: str
    kind: str
    heading_row: int = 0
    columns: dict[int, str] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    group: str = ""
    plan: str = ""
    year: int | None = None
    shape_key: str = ""
    remark: str = ""

    def as_shape(self) -> dict[str, Any]:
        """What is remembered for the next book of this shape."""
        return {"kind": self.kind, "columns": {str(column): name for column, name in self.columns.items()}}


def recognise(
    sheet: Sheet, book: Book, *, today: str, shapes: Mapping[str, Mapping[str, Any]] | None = None
) -> Recognition:
    """Recognise one sheet. `shapes` are mended recognitions of earlier books by shape key; they win."""
    found = Recognition(sheet.name, "empty", year=year_of(sheet.name))
    if not any(not repair.is_blank(cell) for row in sheet.rows for cell in row):
        return found
    at, labels = _remembered_heading(sheet, shapes or {}) or find_heading(sheet)
    found.heading_row, found.headings = at + 1, labels
    found.shape_key = shape_key(labels)
    remembered = (shapes or {}).get(found.shape_key) if found.shape_key else None
    if remembered:
        found.kind = remembered["kind"]
        found.columns = {int(column): name for column, name in remembered["columns"].items()}
    else:
        _guess(found, sheet, today)
    _name_group(found, sheet, book)
    return found


def settle_mended(found: Recognition, sheet: Sheet, book: Book, *, today: str) -> Recognition:
    """A recognition that a window mended, with the headings, shape and group that follow from it."""
    at = found.heading_row - 1
    if find_heading(sheet)[0] != at or not found.headings:
        found.headings = labels_of(sheet.rows[at]) if 0 <= at < len(sheet.rows) else []
        found.shape_key = shape_key(found.headings)
    fields = set(found.columns.values())
    only_kind = (found.kind == "stays") != bool({"came", "left"} & fields)
    only_kind |= (found.kind == "measures") != ("measure" in fields)
    if found.headings and only_kind:
        _read_anew(found, sheet, today)
    _name_group(found, sheet, book)
    return found


def _read_anew(found: Recognition, sheet: Sheet, today: str) -> None:
    """The headings as a sheet of that kind has them: "Ut" is no loan in a list of stays."""
    if found.kind == "measures":
        found.columns = _measures(found, sheet) or found.columns
        return
    profiles = profiles_of(sheet, found.heading_row, today)
    meant = stay_headings.columns_of if found.kind == "stays" else by_heading
    found.columns = meant(found.headings, profiles) or found.columns


def _name_group(found: Recognition, sheet: Sheet, book: Book) -> None:
    if found.kind in ("items", "products"):
        found.group = group_name(set(found.columns.values()), sheet, book)
    if found.kind == "stays":
        found.group = _ward(found, sheet)


def _ward(found: Recognition, sheet: Sheet) -> str:
    """The ward that a line above the headings tells of, or the sheet's name; '' where neither is the name of one."""
    above = [repair.text(cell) for row in sheet.rows[: max(found.heading_row - 1, 0)] for cell in row]
    parts = (part.strip() for line in (*above, sheet.name) for part in re.split(r"\s[–—-]\s|[:;|,]", line))
    return next((part for part in parts if _WARD.search(part) and names.is_unit(part)), "")[:120]


def _remembered_heading(sheet: Sheet, shapes: Mapping[str, Mapping[str, Any]]) -> tuple[int, list[str]] | None:
    """A row whose headings an earlier book had, whether or not we know the words."""
    for at, row in enumerate(sheet.rows[:DEPTH] if shapes else ()):
        labels = labels_of(row)
        if shape_key(labels) in shapes:
            return at, labels
    return None


def _guess(found: Recognition, sheet: Sheet, today: str) -> None:
    if sheet.hidden:
        found.kind, found.remark = "unknown", _("Arket er skjult i boken og er ikke tatt med.")
        return
    if re.search(r"eksempel|example", sheet.name, re.IGNORECASE):
        found.kind, found.remark = "unknown", _("Arket er et eksempel og er ikke tatt med.")
        return
    measures = _measures(found, sheet)
    if measure_headings.is_measures(found.headings, measures):
        found.kind, found.columns = "measures", measures
        return
    profiles = profiles_of(sheet, found.heading_row, today)
    stays = stay_headings.columns_of(found.headings, profiles)
    if stay_headings.is_stays(sheet, found.heading_row, found.headings, stays):
        found.kind, found.columns = "stays", stays
        return
    found.columns = by_heading(found.headings, profiles)
    by_content(found.columns, profiles, headed=bool(found.headings))
    found.kind = kind_of(set(found.columns.values()))
    if found.kind == "loans" and _is_stock_with_borrowers(found.columns, profiles):
        found.kind = "items"
    if found.kind == "unknown":
        found.remark = _("Fant ikke ut hva arket inneholder. Velg hva kolonnene betyr, og prøv igjen.")


def _measures(found: Recognition, sheet: Sheet) -> dict[int, str]:
    """The columns as a table of measures has them."""

    def filled(column: int) -> bool:
        below = sheet.rows[found.heading_row :]
        return any(column < len(row) and not repair.is_blank(row[column]) for row in below)

    return measure_headings.latest_status(measure_headings.columns_of(found.headings), found.headings, filled)


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
