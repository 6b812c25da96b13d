"""How a sheet was read, in the words of people: kinds, fields, and what happens to each row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.parts import icons
from desktop.parts.message import tip
from desktop.sheets import headings, measure_headings, repair, stay_headings
from desktop.sheets.plan import CHANGED, HEADINGS, NEW, REJECTED, UNCHANGED, RowPlan, SheetPlan
from desktop.sheets.refusal import column_letters
from desktop.words import _

KINDS = {
    "items": _("Eksemplarer på lager"),
    "loans": _("Utlån"),
    "products": _("Produkter"),
    "people": _("Personer"),
    "stays": _("Opphold"),
    "measures": _("Tiltak"),
    "unknown": _("Ikke tatt med"),
    "empty": _("Tomt ark"),
}
STATUSES = {  # status: (one row, many rows, icon, colour)
    NEW: (_("Ny"), _("Nye"), "plus", "free"),
    CHANGED: (_("Endret"), _("Endret"), "pencil", "lent"),
    UNCHANGED: (_("Uendret"), _("Uendret"), "check", "scrapped"),
    REJECTED: (_("Avvist"), _("Avvist"), "circle-x", "overdue"),
}
FIELD_WORDS = HEADINGS | {
    "number": _("Nummer"), "hms_nr": _("HMS-nr"), "lot": _("Delkontrakt"), "place": _("Plassering"), "room": _("Rom"),
    "shelf": _("Hylle"), "state": _("Tilstand"), "price": _("Pris"), "owner": _("Eier"), "quantity": _("Antall"),
    "condition": _("Stand (A–D)"), "iso_code": _("ISO-kode"), "loan_days": _("Lånetid"),
    "max_weight": _("Største brukervekt"), "seat_width": _("Setebredde"), "first_name": _("Fornavn"),
    "last_name": _("Etternavn"), "died": _("Død"), "agreement": _("Avtale"), "tracking": _("Telles i antall"),
    "ready": _("Ledig"), "state_on": _("Tilstand siden"), "retired_reason": _("Kassert fordi"),
    "protected": _("Skjermet adresse"), "first_due": _("Første frist"), "barcode": _("Strekkoder"),
}  # fmt: skip
FIELDS = tuple(dict.fromkeys((*headings.FIELDS, *stay_headings.FIELDS, *measure_headings.FIELDS)))
REMARKED = "remarked"
SAMPLE = 24  # letters of a value that is shown as an example
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
FIRST_CELLS = 3  # columns of the table before the book's own


def field_choices() -> list[tuple[str, str]]:
    """(field, word) for every field that a column can mean, in Norwegian order of the words."""
    from db.norwegian import sort_key

    return sorted(((field, FIELD_WORDS.get(field, field)) for field in FIELDS), key=lambda one: sort_key(one[1]))


def samples(plan: SheetPlan, column: int, most: int = 3) -> str:
    """What stands in a column, shortly: the first values below the heading."""
    rows = plan.source.rows[plan.recognition.heading_row :] if plan.source else []
    found = (repair.text(row[column]) for row in rows if column < len(row) and not repair.is_blank(row[column]))
    return " · ".join(_short(value) for value, _n in zip(found, range(most), strict=False))


def _short(value: str) -> str:
    return value if len(value) <= SAMPLE else f"{value[: SAMPLE - 1].rstrip()}…"


def width(plan: SheetPlan) -> int:
    """How many columns the sheet uses."""
    return max((len(row) for row in plan.source.rows[:200]), default=0) if plan.source else 0


def remarked(plan: SheetPlan) -> list[RowPlan]:
    """The rows that are taken in although something was noticed."""
    noticed = {row for row, _told in plan.remarks}
    return [row for row in plan.rows if row.row in noticed and row.status != REJECTED]


class RowsModel(QAbstractTableModel):
    """Every row of a sheet: Excel's number, what happens, why or what was noticed, and the cells of the book."""

    def __init__(self, plan: SheetPlan, status: str = ""):
        super().__init__()
        self._plan, self._width = plan, width(plan)
        self._remarks: dict[int, list[str]] = {}
        for row, told in plan.remarks:
            self._remarks.setdefault(row, []).append(told)
        wanted = remarked(plan) if status == REMARKED else plan.rows
        self._rows: list[RowPlan] = [row for row in wanted if status in ("", REMARKED, row.status)]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else FIRST_CELLS + self._width

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        if section < FIRST_CELLS:
            return (_("Rad"), _("Hva skjer"), _("Hvorfor"))[section]
        column = section - FIRST_CELLS
        headings = self._plan.recognition.headings
        return (headings[column] if column < len(headings) else "") or column_letters(column + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 1:
            _one, _many, icon, colour = STATUSES[row.status]
            return icons.icon(icon, colour)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return f"{_('Rad')} {row.row}, {STATUSES[row.status][0]}. {self._told(row)}"
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._text(row, index.column()))
        return None

    def _text(self, row: RowPlan, column: int) -> str:
        if column < FIRST_CELLS:
            return (str(row.row), STATUSES[row.status][0], self._told(row))[column]
        cells = self._plan.source.rows[row.row - 1] if self._plan.source else []
        at = column - FIRST_CELLS
        return repair.text(cells[at]) if at < len(cells) else ""

    def _told(self, row: RowPlan) -> str:
        return " ".join([row.reason] if row.reason else self._remarks.get(row.row, []))
