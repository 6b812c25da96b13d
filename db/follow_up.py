"""The work list of follow-up: what each borrower holds that is due, late, unanswered or agreed, by open loan line.

A row of the list is a borrower, by one whole number; its things are the lines that the chip holds.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from db import searched
from db.connection import Reader, Row
from db.overview import DUE_SOON_DAYS
from db.settings import settings

# The classes of open lines, the most urgent 0; each line is in one of them. Of one rank the earliest due day is first.
RANKS = {"contact_day": 0, "no_answer": 1, "overdue": 1, "due_soon": 2, "open": 3, "snoozed": 4, "stopped": 5}
QUIET = ("snoozed", "stopped")
_NOW = "status IN ('no_answer', 'contact_day', 'overdue')"
_AWAKE = "status NOT IN ('snoozed', 'stopped')"
_CHIPS = {
    "now": _NOW,
    "overdue": f"due_on < :today AND {_AWAKE}",
    "due_soon": f"due_on BETWEEN :today AND :soon AND {_AWAKE}",
    "no_answer": "status = 'no_answer'",
    "snoozed": "status = 'snoozed'",
    "all": "1",
}
# Among which open lines a chip is looked for, so that a large register is read by index; all others cannot be in it.
_SPOKEN_OF = "l.line_id IN (SELECT line_id FROM contact_line)"
_AMONG = {
    "now": f"(l.due_on < :today OR {_SPOKEN_OF})",
    "overdue": "l.due_on < :today",
    "due_soon": "l.due_on BETWEEN :today AND :soon",
    "no_answer": _SPOKEN_OF,
    "snoozed": _SPOKEN_OF,
    "all": "1",
}
_CHOICES = {None: "1", "never": "last_id IS NULL", "reminded": "reminders > 0"}
_ORDERS = {
    "urgency": "min(rank) {way}, min(due_on) {way} NULLS LAST",
    "borrower": "name_key {way}",
    "things": "count(*) {way}",
    "due": "min(due_on) {way} NULLS LAST",
    "contact": "max(last_on) {way} NULLS LAST",
    "next": "min(next_on) {way} NULLS LAST",
    "reminders": "max(reminders) {way}",
}
_RANK = " ".join(f"WHEN '{state}' THEN {rank}" for state, rank in RANKS.items())

# To whom nobody writes: the dead, those who have moved, and those for whom a lapse of need is being settled.
STOPPED = """(b.died_on IS NOT NULL OR coalesce(b.moved_on <= :today, 0) OR EXISTS (
    SELECT 1 FROM lapse x WHERE x.person_id = b.person_id AND x.closed_on IS NULL))"""

# An extension begins anew: what was said before its day counts no more, what was said on its day was said with it.
_WORK = f"""WITH line AS (
    SELECT l.line_id, l.due_on, 2 * coalesce(a.person_id, a.unit_id) + (a.person_id IS NULL) AS borrower,
        coalesce(b.name_key, u.name_key) AS name_key, {STOPPED} AS stopped,
        coalesce((SELECT max(e.made_on) FROM extension e WHERE e.line_id = l.line_id), '') AS extended_on
    FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id
    LEFT JOIN person b ON b.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id {{joins}}
    WHERE l.end_reason IS NULL AND {{where}}),
said AS (
    SELECT k.line_id, c.contact_id, c.on_day, c.kind, c.outcome, c.next_on, line.extended_on,
        c.on_day || printf('%012d', c.contact_id) AS at,
        max(c.on_day || printf('%012d', c.contact_id)) OVER mine AS last_at,
        max(CASE WHEN c.outcome = 'reached' THEN c.on_day || printf('%012d', c.contact_id) ELSE '' END)
            OVER mine AS reached_at
    FROM line CROSS JOIN contact_line k ON k.line_id = line.line_id JOIN contact c ON c.contact_id = k.contact_id
    WINDOW mine AS (PARTITION BY k.line_id)),
talk AS (
    SELECT line_id, max(CASE WHEN at = last_at THEN contact_id END) AS last_id, max(on_day) AS last_on,
        max(CASE WHEN at = last_at AND on_day >= extended_on THEN next_on END) AS next_on,
        max(at = last_at AND outcome = 'no_answer' AND on_day > extended_on) AS unheard,
        min(CASE WHEN outcome = 'sent' AND on_day > extended_on AND at > reached_at THEN on_day END) AS sent_on,
        sum(kind IN ('letter', 'sms') AND outcome = 'sent' AND on_day > extended_on) AS reminders
    FROM said GROUP BY line_id),
work AS (
    SELECT line.line_id, line.due_on, line.borrower, line.name_key, talk.last_id, talk.last_on, talk.next_on,
        coalesce(talk.reminders, 0) AS reminders,
        CASE WHEN line.stopped THEN 'stopped' WHEN talk.next_on > :today THEN 'snoozed'
            WHEN talk.unheard OR talk.sent_on <= :answer_by THEN 'no_answer'
            WHEN talk.next_on IS NOT NULL THEN 'contact_day' WHEN line.due_on < :today THEN 'overdue'
            WHEN line.due_on <= :soon THEN 'due_soon' ELSE 'open' END AS status
    FROM line LEFT JOIN talk ON talk.line_id = line.line_id),
ranked AS (SELECT *, CASE status {_RANK} END AS rank FROM work)"""
_LINES = """SELECT w.*, l.item_id, l.product_id, l.out_on, i.number, p.name,
        l.quantity - coalesce((SELECT sum(m.quantity) FROM movement m
            WHERE m.line_id = l.line_id AND m.kind = 'back'), 0) AS left_out,
        c.on_day AS contact_on, c.kind AS contact_kind, c.outcome AS contact_outcome, c.text AS contact_text
    FROM (SELECT * FROM ranked WHERE {chip}) w JOIN loan_line l ON l.line_id = w.line_id
    LEFT JOIN item i ON i.item_id = l.item_id JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)
    LEFT JOIN contact c ON c.contact_id = w.last_id ORDER BY w.rank, w.due_on NULLS LAST, w.line_id"""
_PEOPLE = """SELECT 2 * person_id AS borrower, person_id, NULL AS unit_id, first_name, last_name, born_on, died_on,
        protected, NULL AS unit_name, phone, trim(kin_name || ' ' || kin_phone) AS kin
    FROM person WHERE person_id IN ({ids})"""
_UNITS = """SELECT 2 * unit_id + 1 AS borrower, NULL AS person_id, unit_id, NULL AS first_name, NULL AS last_name,
        NULL AS born_on, NULL AS died_on, 0 AS protected, name AS unit_name, phone, '' AS kin
    FROM unit WHERE unit_id IN ({ids})"""


def borrower_key(person_id: int | None, unit_id: int | None) -> int:
    """The number of a borrower in the list: even for people, odd for units."""
    return 2 * person_id if person_id is not None else 2 * (unit_id or 0) + 1


def borrower_of(key: int) -> tuple[int | None, int | None]:
    """(person_id, unit_id) of a borrower's number; one of them is None."""
    return (None, key // 2) if key % 2 else (key // 2, None)


def ids(
    db: Reader, *, today: str, order: str = "urgency", descending: bool = False, text: str = "", chip: str = "now",
    choice: str | None = None,
) -> list[int]:  # fmt: skip
    """The numbers of the borrowers with a line under a chip: now, overdue, due_soon, no_answer, snoozed or all.

    `choice` narrows them to those with a thing about which nobody has been in touch ("never"), or who have been
    reminded since it was lent or extended ("reminded").
    """
    joins, where, params = _narrowed(db, text)
    way = "DESC" if descending else "ASC"
    return db.column(
        f"""{_WORK.format(joins=joins, where=f"{_AMONG[chip]} AND {where}")} SELECT borrower FROM ranked
        WHERE {_CHIPS[chip]} AND {_CHOICES[choice]} GROUP BY borrower
        ORDER BY {_ORDERS[order].format(way=way)}, name_key, borrower""",
        **params,
        **_days(db, today),
    )


def rows(db: Reader, keys: Sequence[int], *, today: str, chip: str = "now") -> list[dict[str, Any]]:
    """The list rows of borrowers by their numbers, in no order.

    Each has `lines` (of the chip, most urgent first), and of the first of them line_id, due_on, status and its
    latest contact; `next_on` is the first day agreed, `reminders` the most that one of the lines has had.
    """
    held: dict[int, list[dict[str, Any]]] = {}
    for line in lines(db, keys, today=today, chip=chip):
        held.setdefault(line["borrower"], []).append(line)
    return [_row(dict(who), held[who["borrower"]], today) for who in _who(db, keys) if who["borrower"] in held]


def lines(db: Reader, keys: Sequence[int], *, today: str, chip: str = "all") -> list[dict[str, Any]]:
    """The open lines of borrowers that a chip holds, most urgent first, with class, contact and reminders counted."""
    work = _WORK.format(joins="", where=_held_by(keys))
    return [dict(line) for line in db.rows(f"{work} {_LINES.format(chip=_CHIPS[chip])}", **_days(db, today))]


def chips(db: Reader, *, today: str) -> dict[str, int]:
    """How many borrowers each chip holds."""
    named = [chip for chip in _CHIPS if chip != "all"]
    holds = ", ".join(f'max({_CHIPS[chip]}) AS "{chip}"' for chip in named)
    sums = ", ".join(f'coalesce(sum("{chip}"), 0) AS "{chip}"' for chip in named)
    work = _WORK.format(joins="", where=f"(l.due_on <= :soon OR {_SPOKEN_OF})")
    row = db.one(f"{work} SELECT {sums} FROM (SELECT {holds} FROM ranked GROUP BY borrower)", **_days(db, today))
    return (dict(row) if row else {}) | {"all": db.value(_BORROWERS)}


_BORROWERS = """SELECT count(*) FROM (SELECT DISTINCT a.person_id, a.unit_id FROM loan_line l
    JOIN agreement a ON a.agreement_id = l.agreement_id WHERE l.end_reason IS NULL)"""


def to_contact(db: Reader, *, today: str) -> int:
    """How many borrowers are to be contacted now."""
    work = _WORK.format(joins="", where=_AMONG["now"])
    return db.value(f"{work} SELECT count(DISTINCT borrower) FROM ranked WHERE {_NOW}", **_days(db, today))


def may_be_reminded(db: Reader, line_ids: Sequence[int], *, today: str) -> list[int]:
    """Which of these lines may be written about: still out, and nobody dead, moved or with a lapse being settled."""
    chosen = searched.ids(list(line_ids))
    return db.column(
        f"""SELECT l.line_id FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id
        LEFT JOIN person b ON b.person_id = a.person_id
        WHERE l.line_id IN ({chosen}) AND l.end_reason IS NULL AND NOT {STOPPED} ORDER BY l.line_id""",
        today=today,
    )


def letter_lines(db: Reader, *, today: str, keys: Sequence[int] = (), line_ids: Sequence[int] = ()) -> list[int]:
    """What letters are about: all that is overdue with these borrowers and those of these lines, but what is agreed.

    A line that was pointed at itself is written about although a later day is agreed. Never one that may not be.
    """
    owners = db.by_ids(_BORROWER_OF_LINE, line_ids)
    every = list(dict.fromkeys([*keys, *(row["borrower"] for row in owners)]))
    found = lines(db, every, today=today)
    late = [line for line in found if line["due_on"] and line["due_on"] < today and line["status"] != "stopped"]
    order = {key: place for place, key in enumerate(every)}
    late.sort(key=lambda line: order[line["borrower"]])
    return [line["line_id"] for line in late if line["status"] != "snoozed" or line["line_id"] in line_ids]


_BORROWER_OF_LINE = """SELECT 2 * coalesce(a.person_id, a.unit_id) + (a.person_id IS NULL) AS borrower
    FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id WHERE l.line_id IN ({ids})
    ORDER BY l.due_on, l.line_id"""


def answer_days(db: Reader) -> int:
    """How many days a letter or a message is waited upon."""
    return int(settings(db)["answer_days"])


def shifted(day: str, days: int) -> str:
    """The ISO day so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _days(db: Reader, today: str) -> dict[str, str]:
    return {"today": today, "soon": shifted(today, DUE_SOON_DAYS), "answer_by": shifted(today, -answer_days(db))}


def _narrowed(db: Reader, text: str) -> tuple[str, str, dict[str, str]]:
    """The tables that the words of a search need, the condition that each of them fits the line, and the words."""
    conditions, params, needs = ["1"], {}, ""
    for word in searched.words(db, text):
        terms = list(searched.line_terms(word))
        conditions.append(f"({' OR '.join(condition for condition, _needs in terms) or '0'})")
        needs += "".join(needed for _condition, needed in terms)
        params[word.name] = word.pattern
    item = "LEFT JOIN item i ON i.item_id = l.item_id" if set(needs) & {"i", "p"} else ""
    product = "JOIN product p ON p.product_id = coalesce(l.product_id, i.product_id)" if "p" in needs else ""
    return f"{item} {product}", " AND ".join(conditions), params


def _held_by(keys: Sequence[int]) -> str:
    people, units = (searched.ids([key // 2 for key in keys if key % 2 == odd]) for odd in (0, 1))
    return f"(a.person_id IN ({people}) OR a.unit_id IN ({units}))"


def _who(db: Reader, keys: Sequence[int]) -> list[Row]:
    people, units = ([key // 2 for key in keys if key % 2 == odd] for odd in (0, 1))
    return [*db.by_ids(_PEOPLE, people), *db.by_ids(_UNITS, units)]


def _row(who: dict[str, Any], held: list[dict[str, Any]], today: str) -> dict[str, Any]:
    first = held[0]
    spoken = max(held, key=lambda line: (line["contact_on"] or "", line["last_id"] or 0))
    latest = {name: spoken[name] for name in ("contact_on", "contact_kind", "contact_outcome", "contact_text")}
    return who | latest | {
        "today": today,
        "lines": held,
        "line_id": first["line_id"],
        "status": first["status"],
        "due_on": min((line["due_on"] for line in held if line["due_on"]), default=None),
        "next_on": min((line["next_on"] for line in held if line["next_on"]), default=None),
        "reminders": max(line["reminders"] for line in held),
    }  # fmt: skip
