"""A stay list of 20 000 rows: our import against the reader and bare inserts of the same stays."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import openpyxl
import python_calamine

from bench import registers
from bench.measure import Result, ratio
from db.connection import Register
from desktop.sheets import importing

ROWS, ROOMS = 20_000, 40
_HEADINGS = ["Rom", "Navn", "Født", "Type opphold", "Inn", "Ut", "Kommer fra", "Mål for oppholdet", "Koordinator"]


def import_stays(folder: Path) -> Iterable[Result]:
    """One ratio, of processor time."""
    book, targets = folder / "opphold.xlsx", iter(range(100))
    _write(book)

    def ours() -> None:
        register = Register.create(folder / f"opphold-{next(targets)}.hverdag")
        importing.import_book(register, book, today=registers.TODAY, staff="Jon")
        register.close()

    def peer() -> None:
        register = Register.create(folder / f"opphold-{next(targets)}.hverdag")
        _bare(register, python_calamine.CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()[1:])
        register.close()

    yield ratio(f"import of {ROWS:,} stays / calamine + bare inserts".replace(",", " "), 4, ours, peer,
                clock=process_time)  # fmt: skip


def _write(path: Path) -> None:
    book, chance = openpyxl.Workbook(write_only=True), random.Random(1)
    sheet = book.create_sheet("Opphold")
    sheet.append(_HEADINGS)
    for room in range(ROOMS):
        came = date(2009, 1, 1)
        for _stay in range(ROWS // ROOMS):
            left, person = came + timedelta(days=chance.randint(1, 12)), chance.randrange(1000)
            born = date(1930, 1, 1) + timedelta(days=person * 11)
            sheet.append(
                [str(room + 1), f"Etternavn{person}, Fornavn", born, "rehab", came, left, "hjemmet", "gå", "AH"]
            )
            came = left
    book.save(path)


def _bare(register: Register, rows: list) -> None:
    """The same rows into the same tables, without any rule but the guards of the tables."""
    conn = register.conn
    conn.execute("BEGIN IMMEDIATE")
    people = sorted({row[1] for row in rows})
    conn.executemany("INSERT INTO person (last_name, name_key, search_key) VALUES (?1, ?1, ?1)", [(p,) for p in people])
    conn.execute("INSERT INTO site (name, name_key) VALUES ('a', 'a')")
    conn.executemany("INSERT INTO stay_place (site_id, name, name_key, valid_from) VALUES (1, ?1, ?1, '2000-01-01')",
                     [(str(room + 1),) for room in range(ROOMS)])  # fmt: skip
    conn.executemany(
        """INSERT INTO stay (person_id, purpose, state, received_on, closed_on, confirmed)
        VALUES (1, 'rehabilitation', 'discharged', ?, ?, 1)""",
        [(row[4].isoformat(), row[5].isoformat()) for row in rows],
    )
    conn.executemany(
        "INSERT INTO stay_segment (stay_id, site_id, stay_place_id, from_on, to_on) VALUES (?, 1, ?, ?, ?)",
        [(at, int(row[0]), row[4].isoformat(), row[5].isoformat()) for at, row in enumerate(rows, 1)],
    )
    conn.executemany("INSERT INTO stay_coordinator (stay_id, name, from_on) VALUES (?, ?, ?)",
                     [(at, row[8], row[4].isoformat()) for at, row in enumerate(rows, 1)])  # fmt: skip
    conn.executemany("INSERT INTO stay_goal (stay_id, position, text, set_on) VALUES (?, 1, ?, ?)",
                     [(at, row[7], row[4].isoformat()) for at, row in enumerate(rows, 1)])  # fmt: skip
    conn.execute("COMMIT")
