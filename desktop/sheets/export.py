"""Lists as workbooks: whole kinds by name, and any list as it is shown. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import (
    availability,
    count_rows,
    equipment,
    loan_lines,
    measure_lists,
    overview,
    people,
    products,
    quotas,
    requests,
    service_lists,
    stay_lists,
    stops,
)
from db.connection import Reader
from desktop import words
from desktop.columns import Column
from desktop.counts.columns import COUNT_ROWS
from desktop.equipment.columns import CODES, ITEMS, PRODUCTS
from desktop.loans.columns import LOANS
from desktop.overview.columns import EVENTS
from desktop.people.columns import PEOPLE
from desktop.plans.columns import MEASURES
from desktop.requests.columns import REQUESTS
from desktop.service.columns import CASES
from desktop.sheets.export_book import Book
from desktop.stays.columns import STAYS
from desktop.stays.quota_columns import QUOTAS, RULES
from desktop.trips.columns import TRIPS
from desktop.words import _

CHUNK = 200  # rows in memory at a time; SQLite keeps the last hundred statements, each as long as its ids
Ids = Sequence[int]


_RULES = (Column("figure", _("Tall"), width=26), Column("rule", _("Regel"), width=90))


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be exported as a whole: its columns, all its ids in order, the rows of some, and the id's name."""

    title: str
    columns: tuple[Column, ...]
    ids: Callable[[Reader, str], Ids]
    rows: Callable[[Reader, Ids, str], Iterable[Any]]
    key: str
    persons: bool = True
    rules: Sequence[tuple[str, str]] = ()  # what is counted, and by which rule, on a sheet of its own


def _all_items(db: Reader, today: str) -> Ids:
    return [key for chip in ("all", "retired") for key in equipment.item_ids(db, today=today, chip=chip)]


def _item_rows(db: Reader, ids: Ids, _today: str) -> Iterable[Any]:
    codes = equipment.barcodes_of(db, ids)
    return [{**row, "codes": ", ".join(codes.get(row["item_id"], ()))} for row in equipment.item_rows(db, ids)]


KINDS = {
    "items": Kind(_("Utstyr"), (*ITEMS, CODES), _all_items, _item_rows, "item_id"),
    "products": Kind(
        _("Produkter"), PRODUCTS, lambda db, _today: products.ids(db),
        lambda db, ids, today: availability.product_rows(db, ids, today=today), "product_id", persons=False,
    ),
    "loans": Kind(
        _("Utlån"), LOANS, lambda db, today: loan_lines.ids(db, today=today, order="agreement", chip="all"),
        lambda db, ids, today: loan_lines.rows(db, ids, today=today), "line_id",
    ),
    "people": Kind(
        _("Personer"), PEOPLE, lambda db, today: people.ids(db, today=today),
        lambda db, ids, today: people.rows(db, list(ids), today=today), "person_id",
    ),
    "requests": Kind(
        _("Behov"), REQUESTS, lambda db, today: requests.ids(db, today=today, order="asked", chip="all"),
        lambda db, ids, today: requests.rows(db, ids, today=today), "request_id",
    ),
    "trips": Kind(
        _("Kjørelister"), TRIPS, lambda db, _today: stops.thing_ids(db),
        lambda db, ids, _today: stops.thing_rows(db, ids), "stop_thing_id",
    ),
    "service": Kind(
        _("Service"), CASES, lambda db, _today: service_lists.case_ids(db),
        lambda db, ids, today: service_lists.case_rows(db, ids, today=today), "service_case_id",
    ),
    "stays": Kind(
        _("Opphold"), STAYS, lambda db, today: stay_lists.ids(db, today=today, order="number", chip="all"),
        lambda db, ids, today: stay_lists.rows(db, ids, today=today), "stay_id",
    ),
    "quota": Kind(
        _("Kjøpte døgn"), QUOTAS, lambda db, today: quotas.ids(db, today=today),
        lambda db, ids, today: quotas.rows(db, ids, today=today), "quota_id", persons=False,
        rules=tuple(RULES.values()),
    ),
    "measures": Kind(
        _("Tiltak"), MEASURES, lambda db, today: measure_lists.ids(db, today=today, chip="all"),
        lambda db, ids, today: measure_lists.rows(db, ids, today=today), "measure_id", persons=False,
    ),
    "events": Kind(
        _("Hendelser"), EVENTS, lambda db, _today: overview.event_ids(db),
        lambda db, ids, _today: overview.event_rows(db, ids), "seq",
    ),
    "counts": Kind(
        _("Telling"), COUNT_ROWS, lambda db, _today: count_rows.all_row_ids(db),
        lambda db, ids, _today: count_rows.row_rows(db, ids), "count_row_id", persons=False,
    ),
}  # fmt: skip


def export(
    db: Reader, kind: str, out: Path | str, *, today: str, by: str = "", ids: Ids | None = None,
    columns: Sequence[Column] | None = None, title: str = "",
) -> int:  # fmt: skip
    """Write items, products, loans, people or events to `out`; returns how many rows. Raises SheetFault.

    `ids` is a list as shown, in its order; `columns` those that are to stand in it, all of the kind otherwise.
    """
    steps = export_steps(db, kind=kind, out=out, today=today, by=by, ids=ids, columns=columns, title=title)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def export_steps(
    db: Reader, *, kind: str, out: Path | str, today: str, by: str = "", ids: Ids | None = None,
    columns: Sequence[Column] | None = None, title: str = "",
) -> Generator[str, None, int]:  # fmt: skip
    """The same as long work: yields how far it has come; closing the generator leaves no file."""
    what = KINDS[kind]
    with Book(out, title or what.title, by=by, today=today) as book:
        sheet = book.sheet(title or what.title, columns or what.columns, persons=what.persons)
        chosen = what.ids(db, today) if ids is None else ids
        for rows in chunks(db, what, chosen, today):
            sheet.add(rows)
            yield _("{done} av {total} rader").format(done=words.number(sheet.count), total=words.number(len(chosen)))
        if what.rules:
            rules = book.sheet(_("Slik regnes tallene"), _RULES, persons=False)
            rules.add({"figure": figure, "rule": rule} for figure, rule in what.rules)
    return sheet.count


def export_rows(
    columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], title: str, out: Path | str, *, today: str = "",
    by: str = "", persons: bool = True,
) -> int:  # fmt: skip
    """Write any rows by the columns; returns how many. `persons` marks the pages "Taushetsbelagt"."""
    with Book(out, title, by=by, today=today) as book:
        sheet = book.sheet(title, columns, persons=persons)
        sheet.add(rows)
    return sheet.count


def chunks(db: Reader, kind: Kind, ids: Ids, today: str) -> Iterable[list[Any]]:
    """The rows for ids in their order, some hundreds at a time; what has gone since the ids were read is left out."""
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        found = {row[kind.key]: row for row in kind.rows(db, some, today)}
        yield [found[key] for key in some if key in found]
