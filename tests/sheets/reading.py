"""What the tests of the import share: the day of the book, the whole register as values, books made on the spot."""

import json
from pathlib import Path

from openpyxl import Workbook

from db.connection import Register

TODAY = "2026-11-16"
DATA = Path(__file__).parent.parent / "data"
BOOK = DATA / "lagerliste-a.xlsx"
TRUTH = json.loads((DATA / "truth-lagerliste-a.json").read_text(encoding="utf-8"))
TABLES = ("place", "product", "item", "person", "unit", "agreement", "loan_line", "movement")
LOANS = """SELECT i.number, p.first_name || ' ' || p.last_name AS person, l.out_on, l.due_on, l.ended_on, l.end_reason,
        l.note, p.born_on, p.address, p.phone, a.lent_by, l.agreement_id, a.person_id, u.name AS unit
    FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id LEFT JOIN item i ON i.item_id = l.item_id
    LEFT JOIN person p ON p.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id"""
ITEMS = """SELECT i.*, p.hms_nr, p.name, p.group_name, pl.room, pl.shelf FROM item i
    JOIN product p ON p.product_id = i.product_id LEFT JOIN place pl ON pl.place_id = i.place_id"""


def everything(register: Register) -> dict[str, list[tuple]]:
    """Every row of every table that an import writes to."""
    return {table: [tuple(row) for row in register.rows(f"SELECT * FROM {table} ORDER BY 1")] for table in TABLES}


def loans(register: Register) -> list[dict]:
    """All loan lines with copy and person."""
    return [dict(row) for row in register.rows(LOANS)]


def items(register: Register) -> dict[str, dict]:
    """All copies by number, with product and place."""
    return {row["number"]: dict(row) for row in register.rows(ITEMS)}


def save_book(path: Path, **sheets: list[list]) -> Path:
    """A book with these sheets (name=rows)."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
