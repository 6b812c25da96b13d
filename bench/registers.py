"""Large registers of invented people, filled with raw SQL under the file's own guards and kept in build/bench."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from db import migrations
from db.connection import Register
from db.equipment import number_keys
from db.people import person_keys
from db.products import product_keys

CACHE = Path(__file__).resolve().parents[1] / "build" / "bench"
TODAY = "2026-11-16"
YEARS = 10
FORM = 6  # raise it when the content changes: cached registers are made anew, as they are for another schema
GROUPS = ("Ganghjelpemidler", "Manuelle rullestoler", "Senger", "Hygiene", "Personløftere", "Madrasser", "Stoler")
FIRST = ("Kari", "Ola", "Åse", "Per", "Ingrid", "Øystein", "Liv", "Bjørn", "Anne", "Ærlend", "Solveig", "Nils")
LAST = ("Storlien", "Bakken", "Haugen", "Næss", "Moen", "Ås", "Østby", "Lund", "Dahl", "Vik", "Solberg", "Eide")


def register(loans: int) -> Path:
    """The path of a register with so many loan lines, a tenth as many copies and a twentieth as many people."""
    return kept(f"{loans}-{FORM}", lambda made: _fill(made, loans))


def kept(name: str, fill: Callable[[Register], Any]) -> Path:
    """The path of a register that is filled once for each schema, as fast as the disk takes it."""
    path = CACHE / f"{name}-{_schema()}.hverdag"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft.hverdag")
        draft.unlink(missing_ok=True)
        made = Register.create(draft)
        for setting in ("synchronous=OFF", "journal_mode=OFF", "secure_delete=OFF", "cache_size=-400000"):
            made.conn.execute(f"PRAGMA {setting}")
        fill(made)
        made.close()
        draft.replace(path)
    return path


def _schema() -> str:
    return sha256(repr(migrations.STEPS).encode()).hexdigest()[:8]


def _fill(made: Register, loans: int) -> None:
    chance = random.Random(7)
    copies, people = max(10, loans // YEARS), max(10, loans // 20)
    conn = made.conn
    conn.execute("BEGIN IMMEDIATE")
    start = date.fromisoformat(TODAY) - timedelta(days=365 * YEARS)
    days = [(start + timedelta(days=at)).isoformat() for at in range(365 * (YEARS + 1))]
    _op(conn, "apply_import", days[0])
    _insert(conn, "product", _products(max(10, copies // 200)))
    shelves = ({"room": "Kjeller", "shelf": f"H{at}", "name_key": f"kjeller h{at:04}"} for at in range(200))
    _insert(conn, "place", shelves)
    _insert(conn, "person", (_person(at, chance) for at in range(people)))
    _insert(conn, "item", (_item(at, copies, days[0]) for at in range(copies)))
    conn.execute("""INSERT INTO change (op_seq, kind, ref_id, action, item_id)
        SELECT 1, 'item', item_id, 'insert', item_id FROM item""")
    _lend(conn, copies, people, days)
    _request(conn, max(10, copies // 200), people)
    conn.execute("COMMIT")


def _op(conn: Any, verb: str, day: str) -> int:
    sql = """INSERT INTO op (op_id, at, on_day, staff, verb, data)
        VALUES (hex(randomblob(16)), :at, :day, 'Jon', :verb, '{}')"""
    return conn.execute(sql, {"at": f"{day}T10:00:00.000000Z", "day": day, "verb": verb}).lastrowid


def _insert(conn: Any, table: str, rows: Any) -> None:
    rows = iter(rows)
    first = next(rows)
    sql = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({', '.join(':' + name for name in first)})"
    conn.execute(sql, first)
    conn.executemany(sql, rows)


def _products(count: int):
    for at in range(count):
        name, group, hms_nr = f"Hjelpemiddel {at:04}", GROUPS[at % len(GROUPS)], f"{at + 1:06}"
        yield {"name": name, "hms_nr": hms_nr, "group_name": group, **product_keys(name, hms_nr, group, "")}


def _person(at: int, chance: random.Random) -> dict[str, Any]:
    first, last = chance.choice(FIRST), f"{chance.choice(LAST)}{at % 997:03}"
    born, address = f"19{30 + at % 60}-0{1 + at % 9}-1{at % 9}", f"Fjellvegen {at % 200}, 7340 Fjellvik"
    phone = f"4{at % 10_000_000:07}"
    return {"first_name": first, "last_name": last, "born_on": born, "address": address, "phone": phone,
            **person_keys(first, last, born, address, phone, protected=False)}  # fmt: skip


def _item(at: int, copies: int, day: str) -> dict[str, Any]:
    products = max(10, copies // 200)
    return {**number_keys(f"U-{at + 1:06}"), "product_id": at % products + 1, "place_id": at % 200 + 1,
            "state": "available", "state_on": day, "bought_on": "2016-05-01", "price_ore": 100_000 + at}  # fmt: skip


def _lend(conn: Any, copies: int, people: int, days: list[str]) -> None:
    """Each copy is out once a year; what would come back after today is still out. The last year has its journal."""
    last_day = len(days) - 366
    lines = ((copy, year, year * 365 + copy * 7919 % 365) for year in range(YEARS) for copy in range(copies))
    agreements, rows = [], []
    for copy, year, out in lines:
        back = out + 20 + (copy * 31 + year * 17) % 70
        open_still = back > last_day
        agreements.append((len(agreements) + 1, (copy * 13 + year * 7) % people + 1, days[out]))
        rows.append((len(rows) + 1, len(rows) + 1, copy + 1, days[out], days[out + 60], days[out + 60],
                     None if open_still else days[back], None if open_still else "returned"))  # fmt: skip
        if len(rows) % 100_000 == 0:
            _write(conn, agreements[-100_000:], rows[-100_000:])
    rest = len(rows) % 100_000
    if rest:
        _write(conn, agreements[-rest:], rows[-rest:])
    _journal(conn, rows, days[last_day - 365])
    conn.execute("""UPDATE item SET state = 'lent', state_on = (SELECT out_on FROM loan_line l
        WHERE l.item_id = item.item_id AND l.end_reason IS NULL)
        WHERE item_id IN (SELECT item_id FROM loan_line WHERE end_reason IS NULL)""")


def _write(conn: Any, agreements: list[tuple], rows: list[tuple]) -> None:
    sql = "INSERT INTO agreement (agreement_id, person_id, out_on, lent_by) VALUES (?, ?, ?, 'Jon')"
    conn.executemany(sql, agreements)
    conn.executemany(
        """INSERT INTO loan_line (line_id, agreement_id, item_id, out_on, original_due_on, due_on,
        ended_on, end_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )


def _request(conn: Any, products: int, people: int) -> None:
    """Every fiftieth loan met a request made a few days before, every fifth of them urgent; 1 in 100 copies is asked
    for."""
    conn.execute("""INSERT INTO request (request_id, product_id, person_id, asked_on, wanted_on, urgency, outcome,
            closed_on)
        SELECT l.line_id / 50, i.product_id, a.person_id, date(l.out_on, '-' || (l.line_id / 50 % 9) || ' days'),
            l.out_on, CASE WHEN l.line_id % 250 = 0 THEN 'discharge' ELSE 'ordinary' END, 'filled', l.out_on
        FROM loan_line l JOIN item i ON i.item_id = l.item_id JOIN agreement a ON a.agreement_id = l.agreement_id
        WHERE l.line_id % 50 = 0""")
    conn.execute("UPDATE loan_line SET request_id = line_id / 50 WHERE line_id % 50 = 0")
    wanted = (date.fromisoformat(TODAY) + timedelta(days=3)).isoformat()
    asked = ((at % products + 1, at * 17 % people + 1, TODAY, wanted) for at in range(2 * products))
    conn.executemany("INSERT INTO request (product_id, person_id, asked_on, wanted_on) VALUES (?, ?, ?, ?)", asked)


def _journal(conn: Any, rows: list[tuple], since: str) -> None:
    """Operations of the last year: a loan, a return into cleaning, and the cleaning three days later."""
    for line, _agreement, copy, out, _due, _due_now, ended, _reason in rows:
        if out < since:
            continue
        lent = _op(conn, "lend", out)
        conn.execute(_CHANGE, (lent, "loan_line", line, "insert", copy, None, None))
        if ended:
            back, cleaned = _op(conn, "take_back", ended), _op(conn, "act", ended)
            before = f'{{"state":"lent","state_on":"{out}"}}'
            after = f'{{"state":"cleaning","state_on":"{ended}"}}'
            conn.execute(_CHANGE, (back, "item", copy, "update", copy, before, after))
            then = (date.fromisoformat(ended) + timedelta(days=3)).isoformat()
            conn.execute(_CHANGE, (cleaned, "item", copy, "update", copy, after,
                                   f'{{"state":"available","state_on":"{then}"}}'))  # fmt: skip


_CHANGE = "INSERT INTO change (op_seq, kind, ref_id, action, item_id, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)"


def book(rows: int) -> Path:
    """A stock and loan book of so many rows, as an export would give it."""
    import openpyxl

    path = CACHE / f"book-{rows}-{FORM}.xlsx"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        made = openpyxl.Workbook(write_only=True)
        _stock_sheet(made.create_sheet("Lager"), rows // 2)
        _loan_sheet(made.create_sheet("Utlån 2026"), rows // 2)
        made.save(path)
    return path


def _stock_sheet(sheet: Any, rows: int) -> None:
    sheet.append(["Løpenr", "HMS-nr", "Hjelpemiddel", "Gruppe", "Hylle", "Status", "Innkjøpt", "Pris", "Merknad"])
    for at in range(rows):
        product = at % 300
        group = GROUPS[product % len(GROUPS)]
        sheet.append([f"U-{at + 1:05}", f"{product + 1:06}", f"Hjelpemiddel {product:03}", group, f"H{at % 90}",
                      "inne", date(2015 + at % 10, 5, 1), 1000 + at % 5000, ""])  # fmt: skip


def _loan_sheet(sheet: Any, rows: int) -> None:
    sheet.append(["Dato ut", "Navn", "Født", "Adresse", "Tlf", "Hjelpemiddel", "Løpenr", "Frist", "Levert inn"])
    for at in range(rows):
        out = date(2026, 1, 1) + timedelta(days=at % 200)
        name = f"{LAST[at % len(LAST)]}{at % 997}, {FIRST[at % len(FIRST)]}"
        sheet.append([out, name, date(1930 + at % 60, 1 + at % 12, 1 + at % 28), f"Fjellvegen {at % 200}", f"4{at:07}",
                      f"Hjelpemiddel {at % 300:03}", f"U-{at + 1:05}", out + timedelta(days=84),
                      out + timedelta(days=30) if at % 3 else None])  # fmt: skip
