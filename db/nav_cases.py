"""Permanent needs: how long a person has held what meets one need, and the case with NAV for it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from db import loan_lines, loans, searched, settings
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.values import past_day

# One need is one ISO group where the product has one: a rollator that was swapped for another has met the same need.
_NEED = "coalesce(p.iso_code, '#' || p.product_id)"
# Days in [out_on, ended_on) of the municipality's own things, days that overlap counted once. A line that ended on
# an unknown day counts for nothing, nor does one registered by mistake.
_HELD = f"""held AS (
        SELECT a.person_id, {_NEED} AS need, l.out_on AS begins,
            CASE WHEN l.end_reason IS NULL THEN max(:today, l.out_on) ELSE l.ended_on END AS ends
        FROM agreement a JOIN loan_line l ON l.agreement_id = a.agreement_id
        LEFT JOIN item i ON i.item_id = l.item_id JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)
        WHERE a.person_id IN ({{persons}}) AND coalesce(i.owner, 'own') <> 'nav'
            AND coalesce(l.end_reason, '') <> 'mistake' AND (l.end_reason IS NULL OR l.ended_on IS NOT NULL)
    ), fresh AS (
        SELECT person_id, need, begins, ends, max(ends) OVER (
            PARTITION BY person_id, need ORDER BY begins, ends ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS covered FROM held
    ), need AS MATERIALIZED (
        SELECT person_id, need, CAST(sum(max(0, julianday(ends) - julianday(max(begins, coalesce(covered, begins)))))
            AS INTEGER) AS days
        FROM fresh GROUP BY person_id, need
    )"""
# Only who has something now, and had something so long ago, can have come so far.
_LONG_HERE = """SELECT oa.person_id FROM loan_line ol JOIN agreement oa ON oa.agreement_id = ol.agreement_id
    WHERE ol.end_reason IS NULL AND oa.person_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM agreement ea
        WHERE ea.person_id = oa.person_id AND ea.out_on <= date(:today, -:flag || ' days'))"""
_OF_CASES = """SELECT ca.person_id FROM nav_case cc JOIN loan_line cl ON cl.line_id = cc.line_id
    JOIN agreement ca ON ca.agreement_id = cl.agreement_id"""
_STATUS = """CASE WHEN c.nav_case_id IS NULL THEN 'nav_flagged'
    WHEN c.closed_on IS NOT NULL THEN CASE WHEN c.swapped_on IS NOT NULL THEN 'nav_swapped'
        WHEN c.answer = 'refused' THEN 'nav_refused' ELSE 'nav_closed' END
    WHEN c.answer = 'granted' THEN 'nav_granted' WHEN c.sent_on IS NOT NULL THEN 'nav_sent' ELSE 'nav_open' END"""
_WAITS = """CASE WHEN c.closed_on IS NULL AND c.answer IS NULL AND c.sent_on IS NOT NULL
    THEN CAST(julianday(:today) - julianday(c.sent_on) AS INTEGER) END"""
_ROWS = f"""SELECT l.line_id, l.item_id, l.product_id, l.out_on, l.due_on, l.end_reason, l.ended_on, i.number, i.serial,
        l.quantity - coalesce((SELECT sum(m.quantity) FROM movement m WHERE m.line_id = l.line_id
            AND m.kind = 'back'), 0) AS left_out,
        p.product_id AS of_product_id, p.name, p.hms_nr, p.iso_code, a.agreement_id, a.person_id, NULL AS unit_id,
        NULL AS unit_name, b.first_name, b.last_name, b.born_on, b.died_on, b.moved_on, b.protected, b.phone,
        c.nav_case_id, c.opened_on, c.sent_on, c.answered_on, c.answer, c.swapped_on, c.closed_on, c.note,
        coalesce(n.days, 0) AS days, {_STATUS} AS status,
        {_WAITS} AS waits
    FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id JOIN person b ON b.person_id = a.person_id
    LEFT JOIN item i ON i.item_id = l.item_id JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)
    LEFT JOIN nav_case c ON c.nav_case_id = (SELECT max(x.nav_case_id) FROM nav_case x WHERE x.line_id = l.line_id)
    LEFT JOIN need n ON n.person_id = a.person_id AND n.need = {_NEED}"""
_CHIPS = {
    "all": "status NOT IN ('nav_swapped', 'nav_refused', 'nav_closed')",
    "flagged": "status = 'nav_flagged'",
    "started": "status = 'nav_open'",
    "waiting": "status = 'nav_sent'",
    "granted": "status = 'nav_granted'",
    "over": "end_reason IS NULL AND days >= :limit",
    "closed": "status IN ('nav_swapped', 'nav_refused', 'nav_closed')",
}
_LISTED = f"""WITH listed AS (SELECT l.line_id, l.end_reason, l.due_on, k.value AS days, c.sent_on, c.answered_on,
        {_STATUS} AS status, {_WAITS} AS waits, b.name_key AS person_key, p.name_key AS product_key, i.number_sort
    FROM json_each(:known) k JOIN loan_line l ON l.line_id = CAST(k.key AS INTEGER)
    JOIN agreement a ON a.agreement_id = l.agreement_id JOIN person b ON b.person_id = a.person_id
    LEFT JOIN item i ON i.item_id = l.item_id JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)
    LEFT JOIN nav_case c ON c.nav_case_id = (SELECT max(x.nav_case_id) FROM nav_case x WHERE x.line_id = l.line_id)
    WHERE 1"""
_ORDERS = {
    "days": "days",
    "number": "number_sort",
    "name": "product_key",
    "borrower": "person_key",
    "sent": "sent_on",
    "waits": "waits",
    "answered": "answered_on",
    "due": "due_on",
}


def days_of(months: int) -> int:
    """Months as days of holding: 18 → 547, 24 → 730; the days need not hang together, so no calendar fits."""
    return months * 365 // 12


def limits(db: Reader) -> tuple[int, int]:
    """(months from which a need is flagged, months that the municipality may lend), both settings.

    Helsedirektoratet, veileder rehabilitering 8.5: simpler aids for up to two years are the municipality's.
    """
    chosen = settings.settings(db)
    return int(chosen["nav_flag_months"]), int(chosen["nav_limit_months"])


def held_days(db: Reader, person_id: int, product_id: int, *, today: str) -> int:
    """For how many days the person has held what meets the need that the product meets, today not counted."""
    need = f"SELECT {_NEED} FROM product p WHERE p.product_id = :product"
    sql = f"WITH {_HELD.format(persons=':person')} SELECT days FROM need WHERE need = ({need})"
    return db.value(sql, person=person_id, product=product_id, today=today) or 0


def lasting(db: Reader, *, today: str) -> dict[int, int]:
    """line_id → days held, of every open line whose need has lasted long and of every line with a case.

    The one costly question of the list: who asks for its ids and its chips at once hands this to both.
    """
    flag, _limit = limits(db)
    found = db.rows(
        f"""WITH {_HELD.format(persons=f"{_LONG_HERE} UNION {_OF_CASES}")}
        SELECT l.line_id, coalesce(n.days, 0) AS days FROM agreement a JOIN loan_line l USING (agreement_id)
            JOIN person b ON b.person_id = a.person_id LEFT JOIN item i ON i.item_id = l.item_id
            JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)
            LEFT JOIN need n ON n.person_id = a.person_id AND n.need = {_NEED}
        WHERE l.end_reason IS NULL AND b.died_on IS NULL AND coalesce(i.owner, 'own') <> 'nav' AND n.days >= :flag
            AND a.person_id IN (SELECT person_id FROM need WHERE days >= :flag)
        UNION SELECT c.line_id, coalesce(n.days, 0) FROM nav_case c JOIN loan_line l ON l.line_id = c.line_id
            JOIN agreement a ON a.agreement_id = l.agreement_id LEFT JOIN item i ON i.item_id = l.item_id
            JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)
            LEFT JOIN need n ON n.person_id = a.person_id AND n.need = {_NEED}""",
        today=today,
        flag=days_of(flag),
    )
    return {row["line_id"]: row["days"] for row in found}


def ids(
    db: Reader,
    *,
    today: str,
    order: str = "days",
    descending: bool = True,
    text: str = "",
    chip: str = "all",
    known: Mapping[int, int] | None = None,
) -> list[int]:
    """Ids of lines: flagged, or with a case; chip is one of all, flagged, started, waiting, granted, over, closed.

    known: what `lasting` answered just now.
    """
    found, params = _text(db, text)
    direction = "DESC" if descending else "ASC"
    return db.column(
        f"""{_LISTED} AND {found}) SELECT line_id FROM listed WHERE {_CHIPS[chip]}
        ORDER BY {_ORDERS[order]} {direction} NULLS LAST, person_key, line_id""",
        **_asked(db, today, known, _CHIPS[chip]),
        **params,
    )


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[Row]:
    """The list rows of lines, in no order: person, thing, days held, and the latest case with its status and waits."""
    chosen = ",".join(str(int(key)) for key in keys)
    persons = f"""SELECT pa.person_id FROM loan_line pl JOIN agreement pa ON pa.agreement_id = pl.agreement_id
        WHERE pl.line_id IN ({chosen})"""
    return db.rows(f"WITH {_HELD.format(persons=persons)} {_ROWS} WHERE l.line_id IN ({chosen})", today=today)


def chips(db: Reader, *, today: str, known: Mapping[int, int] | None = None) -> dict[str, int]:
    """How many lines each chip holds; known: what `lasting` answered just now."""
    counts = ", ".join(f'coalesce(sum({where}), 0) AS "{chip}"' for chip, where in _CHIPS.items())
    row = db.one(f"{_LISTED}) SELECT {counts} FROM listed", **_asked(db, today, known, counts))
    return dict(row) if row else {}


def _asked(db: Reader, today: str, known: Mapping[int, int] | None, sql: str) -> dict[str, Any]:
    found = lasting(db, today=today) if known is None else known
    limit = {"limit": days_of(limits(db)[1])} if ":limit" in sql else {}
    return {"known": json.dumps(found), "today": today} | limit


def _text(db: Reader, text: str) -> tuple[str, dict[str, str]]:
    conditions, params = ["1"], {}
    for word in searched.words(db, text):
        terms = [condition for condition, _needs in searched.line_terms(word)]
        conditions.append(f"({' OR '.join(terms) or '0'})")
        if any(f":{word.name}" in term for term in terms):
            params[word.name] = word.pattern
    return " AND ".join(conditions), params


@writes("nav_case", "loan")
def open_nav_cases(tx: Tx, *, line_ids: Sequence[int], sent_on: str | None = None, note: str = "") -> list[int]:
    """Open a case for lines of a person; with sent_on the application is on its way already. Returns nav_case_ids."""
    if not line_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    day = past_day(tx, sent_on, "sent_on") if sent_on else None
    lines = [_for_nav(tx, line_id) for line_id in line_ids]
    made = [
        tx.insert("nav_case", line_id=line["line_id"], opened_on=tx.today, sent_on=day, note=note.strip())
        for line in lines
    ]
    _tell(tx, day, lines, sent=bool(day))
    return made


@writes("nav_case", "loan")
def send_nav_application(tx: Tx, *, nav_case_ids: Sequence[int], on_day: str | None = None) -> None:
    """Tell that the application was sent to NAV."""
    day = past_day(tx, on_day, "on_day")
    cases = [_open(tx, ref) for ref in nav_case_ids]
    for case in cases:
        tx.update("nav_case", case["nav_case_id"], sent_on=day)
    _tell(tx, day, [tx.row("loan_line", case["line_id"]) for case in cases])


@writes("nav_case", "loan")
def answer_nav_cases(tx: Tx, *, nav_case_ids: Sequence[int], answer: str, on_day: str | None = None) -> None:
    """Tell what NAV answered: "granted", and the case waits for the swap; or "refused", and it is closed."""
    day = past_day(tx, on_day, "on_day")
    if answer not in ("granted", "refused"):
        raise Rejected(Why.MISSING_VALUE, "answer")
    cases = [_open(tx, ref) for ref in nav_case_ids]
    for case in cases:
        if case["sent_on"] and day < case["sent_on"]:
            raise Rejected(Why.ANSWER_BEFORE_SENT, "on_day", sent_on=case["sent_on"])
        closed = tx.today if answer == "refused" else None
        tx.update("nav_case", case["nav_case_id"], answered_on=day, answer=answer, closed_on=closed)
    _tell(tx, day, [tx.row("loan_line", case["line_id"]) for case in cases], answer=answer)


@writes("nav_case", "loan", "item", "product", "trip")
def swap_to_nav(
    tx: Tx, *, nav_case_id: int, condition: str | None = "dirty", on_day: str | None = None, note: str = ""
) -> None:
    """NAV's own thing has come: the municipality's is taken back in this condition, or (None) is still to be fetched.

    What is still to be fetched gets a stop in the pool, unless it stands on one, and its loan goes on until then.
    """
    from db import trips

    day = past_day(tx, on_day, "on_day")
    case = _open(tx, nav_case_id)
    line = tx.row("loan_line", case["line_id"])
    if line["end_reason"] is None and condition:
        loans.take_back(tx, returns=[loans.Return(line["line_id"], condition, note=note)], on_day=day)
    elif line["end_reason"] is None and not _on_a_stop(tx, line["line_id"]):
        person_id = tx.row("agreement", line["agreement_id"])["person_id"]
        trips.add_stop(tx, kind="fetch", person_id=person_id, line_ids=[line["line_id"]], wanted_on=tx.today)
    tx.update("nav_case", nav_case_id, swapped_on=day, closed_on=tx.today)
    _tell(tx, day, [line])


@writes("nav_case", "loan")
def close_nav_cases(tx: Tx, *, nav_case_ids: Sequence[int], note: str = "") -> None:
    """Close cases that come to nothing: the need has passed, or nothing was sent. The line is flagged no more."""
    cases = [_open(tx, ref) for ref in nav_case_ids]
    for case in cases:
        notes = " · ".join(part for part in (case["note"], note.strip()) if part)
        tx.update("nav_case", case["nav_case_id"], closed_on=tx.today, note=notes)
    _tell(tx, None, [tx.row("loan_line", case["line_id"]) for case in cases])


def of_line(db: Reader, line_id: int) -> list[Row]:
    """The cases of a line, newest first."""
    return db.rows("SELECT * FROM nav_case WHERE line_id = :ref ORDER BY nav_case_id DESC", ref=line_id)


def _for_nav(tx: Tx, line_id: int) -> Row:
    """An open line of a person with something of the municipality's and without an open case."""
    line = tx.row("loan_line", line_id)
    if line["end_reason"] is not None:
        raise Rejected(Why.NOT_LENT, "items", ended_on=line["ended_on"])
    owner = tx.row("item", line["item_id"])["owner"] if line["item_id"] else "own"
    if tx.row("agreement", line["agreement_id"])["person_id"] is None or owner == "nav":
        raise Rejected(Why.NOT_FOR_NAV, "items")
    if any(case["closed_on"] is None for case in of_line(tx, line_id)):
        raise Rejected(Why.NAV_CASE_OPEN, "items")
    return line


def _open(tx: Tx, nav_case_id: int) -> Row:
    case = tx.row("nav_case", nav_case_id)
    if case["closed_on"] is not None:
        raise Rejected(Why.NAV_CASE_CLOSED, closed_on=case["closed_on"])
    return case


def _on_a_stop(tx: Tx, line_id: int) -> bool:
    sql = "SELECT 1 FROM stop_thing WHERE line_id = :line AND outcome IS NULL"
    return tx.value(sql, line=line_id) is not None


def _tell(tx: Tx, day: str | None, lines: Sequence[Row], **more: Any) -> None:
    """The sentence of the history: numbers, and the agreement where all is one borrower's."""
    numbers = [_called(tx, line) for line in lines]
    agreements = {line["agreement_id"] for line in lines}
    one = {"agreement_id": agreements.pop()} if len(agreements) == 1 else {}
    tx.note(on_day=day, numbers=numbers, **one, **more)


def _called(tx: Tx, line: Row) -> str:
    if line["item_id"] is not None:
        return tx.row("item", line["item_id"])["number"]
    return f"{loan_lines.left_out(tx, line['line_id'])} {tx.row('product', line['product_id'])['name']}"
