"""Excel: import against reader and bare inserts, export and month against openpyxl with the same cells."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import openpyxl
import python_calamine
from openpyxl.cell import WriteOnlyCell

from bench import registers
from bench.measure import Result, peak_memory, ratio, seconds
from bench.stay_sheets import import_stays
from db import figures, figures_depot, figures_journal
from db.connection import Register
from desktop.sheets import export, importing
from desktop.sheets.month import export_month

TODAY = registers.TODAY
MONTH = "2026-10"
_EXPORT = """
import sys
from db.connection import Register
from desktop.sheets import export
export.export(Register.look(sys.argv[1]), "loans", sys.argv[2], today=sys.argv[3])
"""


def benches() -> Iterator[Result]:
    """The benches of Excel; sizes as in the design."""
    with tempfile.TemporaryDirectory() as folder:
        yield from export_loans(Path(folder))
        yield from import_book(Path(folder))
        yield from import_stays(Path(folder))
        yield month(Path(folder))


def cells(book: Path) -> dict[str, list[list[Any]]]:
    """Every cell of a workbook, to be written again by the peer."""
    made = python_calamine.CalamineWorkbook.from_path(str(book))
    return {name: [[_day(cell) for cell in row] for row in made.get_sheet_by_name(name).to_python()]
            for name in made.sheet_names}  # fmt: skip


def _day(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return None if cell == "" else cell.date() if isinstance(cell, datetime) else cell


def write_plainly(sheets: dict[str, list[list[Any]]], out: Path) -> None:
    """The peer: openpyxl's write_only with the same values and the same number formats for days."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet: Any = book.create_sheet(name)
        for row in rows:
            sheet.append([_dated(sheet, cell) if isinstance(cell, date) else cell for cell in row])
    book.save(out)


def _dated(sheet: Any, day: Any) -> Any:
    cell: Any = WriteOnlyCell(sheet, day)
    cell.number_format = "dd.mm.yyyy"
    return cell


def export_loans(folder: Path) -> Iterable[Result]:
    path, out = registers.register(100_000), folder / "loans.xlsx"
    db = Register.look(path)
    export.export(db, "loans", out, today=TODAY)
    same = cells(out)
    yield ratio(
        "export of 100 000 loans / openpyxl write_only", 1.15,
        lambda: export.export(db, "loans", out, today=TODAY), lambda: write_plainly(same, folder / "plain.xlsx"),
        clock=process_time,
    )  # fmt: skip
    held = peak_memory(_EXPORT, str(path), str(out), TODAY)
    yield Result("  memory of that export", 60, held, "the whole process", "MiB")


def import_book(folder: Path) -> Iterable[Result]:
    book = registers.book(20_000)
    targets = iter(range(100))

    def ours() -> None:
        register = Register.create(folder / f"{next(targets)}.hverdag")
        importing.import_book(register, book, today=TODAY, staff="Jon")
        register.close()

    def peer() -> None:
        """calamine's reader, and the same rows into the same tables without any rule."""
        register = Register.create(folder / f"{next(targets)}.hverdag")
        rows = [row for sheet in cells(book).values() for row in sheet]
        conn = register.conn
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("INSERT INTO product (name, name_key, search_key) VALUES ('a', 'a', 'a')")
        conn.execute("INSERT INTO person (last_name, name_key, search_key) VALUES ('a', 'a', 'a')")
        half = len(rows) // 2
        conn.executemany(
            """INSERT INTO item (number, number_key, number_sort, product_id, state_on, search_key)
            VALUES (?1, ?1, ?1, 1, '2026-01-01', ?1)""",
            [(row[0],) for row in rows[:half]],
        )
        conn.executemany("""INSERT INTO person (last_name, name_key, search_key, address) VALUES (?1, ?1, ?1, ?2)""",
                         [(row[1], row[3] or "") for row in rows[half + 1:]])  # fmt: skip
        conn.executemany("INSERT INTO agreement (person_id, out_on) VALUES (1, ?)",
                         [(row[0].isoformat(),) for row in rows[half + 1:]])  # fmt: skip
        conn.executemany(
            """INSERT INTO loan_line (agreement_id, item_id, out_on, end_reason)
            VALUES (?1, ?1, '2026-01-01', 'returned')""",
            [(at,) for at in range(1, half)],
        )
        conn.execute("COMMIT")
        register.close()

    yield ratio("import of a book of 20 000 rows / calamine + bare inserts", 4, ours, peer, clock=process_time)


def month(folder: Path) -> Result:
    db = Register.look(registers.register(1_000_000))
    out = folder / "month.xlsx"
    found = export_month(db, MONTH, out, today=TODAY)
    same = cells(out)

    def peer() -> None:
        bare(db, found)
        write_plainly(same, folder / "plain.xlsx")

    result = ratio("month workbook over 1 000 000 loans / bare queries + writing", 1.3,
                   lambda: export_month(db, MONTH, out, today=TODAY), peer, clock=process_time)  # fmt: skip
    queries = seconds(lambda: bare(db, found), process_time)
    return Result(result.name, result.goal, result.figure, f"{result.told}, of which the queries {queries:.2f} s")


_JOURNAL = (figures_journal.COPIES_QUERY, figures_journal.STOCK_QUERY, figures_journal.CLEANING_QUERY,
            figures_journal.STATES_QUERY)  # fmt: skip
_DEPOT = (figures_depot.DELIVERED_QUERY, figures_depot.REQUESTS_QUERY, figures_depot.YEAR_QUERY,
          figures_depot.OUT_SINCE_QUERY, figures_depot.NEW_SINCE_QUERY, figures_depot.REPAIRS_QUERY)  # fmt: skip


def bare(db: Register, found: figures.MonthFigures) -> None:
    """The month's queries and nothing more."""
    period = figures.period_of(MONTH, TODAY)
    first = date.fromisoformat(period["since"]).replace(year=int(MONTH[:4]) - 1) + timedelta(days=31)
    limit = date.fromisoformat(period["last"]) - timedelta(days=figures_depot.IDLE_DAYS)
    days = {"since": period["since"], "until": period["until"], "year": f"{first:%Y-%m}-01", "limit": f"{limit}"}
    for sql in (*figures.LINE_QUERIES.values(), *_JOURNAL, *_DEPOT):
        db.rows(sql, **{name: day for name, day in days.items() if f":{name}" in sql})
    db.rows(figures_journal.CLEANING_QUERY, since=days["year"], until=days["until"])
    depot = found.depot
    lists = {"loans": (found.loans, found.returns, found.other_ends, found.open, found.overdue, found.extended,
                       [one.line_id for one in depot.delivered]),
             "items": (sorted(found.stock_open | found.stock_close), [one.item_id for one in depot.idle])}  # fmt: skip
    for kind, each in lists.items():
        for ids in each:
            for _rows in export.chunks(db, export.KINDS[kind], ids, TODAY):
                pass
