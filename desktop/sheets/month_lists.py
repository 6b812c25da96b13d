"""The lists behind the figures of a month: who counts can count again. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from db import overview
from db.connection import Reader
from db.figures import MonthFigures
from desktop import figures_words
from desktop.columns import Column, cell
from desktop.equipment.columns import ITEMS
from desktop.loans.columns import LOANS
from desktop.sheets import export
from desktop.sheets.export_book import Book
from desktop.words import _

# No address, birth date or phone: a list of figures needs to tell which loan, not where somebody lives.
_LINE_KEYS = ("agreement_id", "number", "hms_nr", "name", "group_name", "quantity", "borrower", "out_on")
_COPY_KEYS = ("number", "hms_nr", "name", "group_name")
Row = Mapping[str, Any]
List = tuple[str, tuple[Column, ...], Iterable[Iterable[Row]]]  # name, columns, rows in chunks


def write(book: Book, db: Reader, found: MonthFigures, today: str) -> Generator[str, None, None]:
    """One sheet for every list; yields the name of each."""
    lists = (*_stock_lists(db, found, today), *_line_lists(db, found, today), *_depot_lists(db, found, today))
    for name, columns, chunks in lists:
        yield name
        sheet = book.sheet(name, columns, persons=columns[0].key == "agreement_id")
        for rows in chunks:
            sheet.add(rows)


def _line_lists(db: Reader, found: MonthFigures, today: str) -> Iterable[List]:
    line, ended = _chosen(LOANS, _LINE_KEYS), _chosen(LOANS, ("ended", "status"))
    columns = {
        "loans": (*line, *_chosen(LOANS, ("requested_by", "lent_by"))),
        "returns": (*line, *ended, _days_out(found)),
        "other_ends": (*line, *ended),
        "open": (*line, *_due_columns(found), _price(found)),
        "overdue": (*line, *_due_columns(found)),
        "extended": (*line, *_chosen(LOANS, ("original_due_on", "due_on", "extensions"))),
    }
    for figure, chosen in columns.items():
        rows = export.chunks(db, export.KINDS["loans"], getattr(found, figure), today)
        yield figures_words.NAMES[figure], chosen, rows


def _stock_lists(db: Reader, found: MonthFigures, today: str) -> Iterable[List]:
    copy, kind = _chosen(ITEMS, _COPY_KEYS), export.KINDS["items"]
    standing = [key for key in kind.ids(db, today) if key in found.stock_open or key in found.stock_close]
    at_start = Column("at_start", _("Ved start"), "flag", 11, value=lambda row: row["item_id"] in found.stock_open)
    at_end = Column("at_end", _("Ved slutt"), "flag", 11, value=lambda row: row["item_id"] in found.stock_close)
    loans = Column("year_loans", figures_words.NAMES["year_loans"], "number", 14, value=_by_id(
        "item_id", found.depot.year_loans))  # fmt: skip
    yield _("Beholdning"), (*copy, at_start, at_end, loans), export.chunks(db, kind, standing, today)
    moved = (*copy, Column("on_day", _("Dag"), "day", 12))
    for figure in ("came", "left"):
        yield figures_words.NAMES[figure], moved, [_with_copies(db, getattr(found, figure), today)]
    stays = sorted(found.cleaned, key=lambda stay: -stay.days)
    columns = (
        *copy,
        Column("from_on", _("Fra"), "day", 12),
        Column("until_on", _("Til"), "day", 12),
        Column("days", _("Dager"), "number", 9),
    )
    yield figures_words.NAMES["cleaning_days"], columns, [_with_copies(db, stays, today)]


def _depot_lists(db: Reader, found: MonthFigures, today: str) -> Iterable[List]:
    """Requests without who asked; what met them; idle and lost copies; repairs."""
    depot, copy, names = found.depot, _chosen(ITEMS, _COPY_KEYS), figures_words.NAMES
    yield figures_words.REQUESTS, _REQUESTS, [[asdict(one) for one in depot.requests]]
    met = {one.line_id: asdict(one) for one in depot.delivered}
    columns = (*_chosen(LOANS, _LINE_KEYS), *_beside(met, _MET))
    yield names["delivered"], columns, export.chunks(db, export.KINDS["loans"], list(met), today)
    lists = {"idle": (depot.idle, _IDLE), "lost": (depot.lost, _LOST), "repairs": (depot.repairs, _REPAIRS)}
    for figure, (entries, beside) in lists.items():
        yield names[figure], (*copy, *beside), [_with_copies(db, entries, today)]


_URGENCY = Column("urgency", _("Hast"), width=10, value=lambda row: figures_words.urgency(row["urgency"]))
_REQUESTS = (
    Column("name", _("Hjelpemiddel"), width=34, strong=True),
    Column("group_name", _("Gruppe"), width=24),
    _URGENCY,
    Column("asked_on", _("Meldt"), "day", 12),
    Column("wanted_on", _("Trengs fra"), "day", 12),
    Column("closed_on", _("Avsluttet"), "day", 12),
    Column("made", _("Meldt i måneden"), "flag", 12),
    Column("waits", _("Ventet ved slutten"), "flag", 12),
)
_MET = (_URGENCY, Column("asked_on", _("Meldt"), "day", 12), Column("days", _("Dager til levering"), "number", 12))
_IDLE = (Column("back_on", _("Sist inne fra lån"), "day", 14),)
_LOST = (Column("price_ore", _("Pris"), "money", 12),)
_REPAIRS = (
    Column("opened_on", _("Fra"), "day", 12),
    Column("closed_on", _("Til"), "day", 12),
    Column("cost_ore", _("Kostnad"), "money", 12),
)


def _beside(found: Mapping[int, Row], columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns that read what was found of a line, in place of the line's own row."""

    def reading(column: Column) -> Callable[[Row], Any]:
        return lambda row: cell(column, found[row["line_id"]])

    return tuple(replace(column, value=reading(column)) for column in columns)


def _price(found: MonthFigures) -> Column:
    return Column("price_ore", _("Pris"), "money", 12, value=_by_id("line_id", found.depot.prices))


def _with_copies(db: Reader, entries: Sequence[Any], today: str) -> Iterable[Row]:
    """Entries about copies, each with what its copy is called; a copy may stand in several."""
    wanted = sorted({entry.item_id for entry in entries})
    copies = {row["item_id"]: row for rows in export.chunks(db, export.KINDS["items"], wanted, today) for row in rows}
    for entry in entries:
        copy = copies[entry.item_id]
        yield {key: copy[key] for key in _COPY_KEYS} | asdict(entry)


def _chosen(columns: Sequence[Column], keys: Sequence[str]) -> tuple[Column, ...]:
    by_key = {column.key: column for column in columns}
    return tuple(by_key[key] for key in keys)


def _by_id(key: str, values: Mapping[int, Any]) -> Callable[[Row], Any]:
    return lambda row: values.get(row[key])


def _days_out(found: MonthFigures) -> Column:
    days = dict(zip(found.returns, found.lengths, strict=True))
    return Column("days_out", _("Dager ute"), "number", 11, value=_by_id("line_id", days))


def _due_columns(found: MonthFigures) -> tuple[Column, ...]:
    def late(row: Row) -> int | None:
        due = found.due_then[row["line_id"]]
        return overview.days_between(due, found.last) if due and due < found.last else None

    return (
        Column("due_then", _("Frist da"), "day", 12, value=_by_id("line_id", found.due_then)),
        Column("days_over", _("Dager over"), "number", 12, value=late),
    )
