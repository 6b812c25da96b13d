"""People and units who borrow, and the staff who lend: cards and search."""

from typing import Any

from db import search, searched
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import search_key, sort_key
from db.values import ensure_day, text_of

PERSON_FIELDS = (
    "first_name", "last_name", "born_on", "address", "phone", "kin_name", "kin_phone", "protected", "died_on", "note",
)  # fmt: skip
_OPEN = """(SELECT count(*) FROM agreement a JOIN loan_line l ON l.agreement_id = a.agreement_id
    WHERE a.person_id = p.person_id AND l.end_reason IS NULL)"""
_LATE = """(SELECT count(*) FROM agreement a JOIN loan_line l ON l.agreement_id = a.agreement_id
    WHERE a.person_id = p.person_id AND l.end_reason IS NULL AND l.due_on < :today)"""
# How a person stands: dead, moved, moving on a day ahead, or nothing of that.
_STANDING = """CASE WHEN p.died_on IS NOT NULL THEN 'dead' WHEN p.moved_on > :today THEN 'moving'
    WHEN p.moved_on IS NOT NULL THEN 'moved' END"""
_SHOWN = "CASE WHEN p.protected = 1 THEN '' ELSE p.address END"  # a protected address stands in no list
_ORDERS = {
    "name": "p.name_key",
    "born": "p.born_on",
    "address": f"nullif({_SHOWN}, '')",
    "phone": "p.phone",
    "open": "open_lines",
    "late": "overdue",
    "died": "p.died_on",
    "standing": "CASE WHEN p.died_on IS NOT NULL THEN 1 WHEN p.moved_on IS NOT NULL THEN 2 END",
}


def person(db: Reader, person_id: int) -> Row:
    """One person's card, or Rejected."""
    found = db.one("SELECT * FROM person WHERE person_id = :person_id", person_id=person_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="person", ref=person_id)
    return found


def find(db: Reader, text: str, limit: int = 12) -> list[Row]:
    """People whose name, address, phone or birth date holds every word of the text."""
    where, params = searched.every_word(db, "person", "p", text)
    return db.rows(
        f"""SELECT p.*, {_OPEN} AS open_lines FROM person p WHERE p.person_id IN (
            SELECT p.person_id FROM person p WHERE p.merged_into IS NULL AND {where}
            ORDER BY p.died_on IS NOT NULL, p.name_key LIMIT :limit)
        ORDER BY p.died_on IS NOT NULL, p.name_key""",
        limit=limit,
        **params,
    )


def borrowers(db: Reader, text: str, *, today: str, limit: int = 12) -> list[Row]:
    """People and units together, as the borrower field offers them: kind, ref, name, born_on, address, open_lines."""
    people_where, params = searched.every_word(db, "person", "p", text)
    unit_where, _ = search.every_word("u.search_key", text)
    return db.rows(
        f"""SELECT 'person' AS kind, p.person_id AS ref, p.first_name, p.last_name, p.born_on,
            {_SHOWN} AS address, p.protected, p.died_on, p.moved_on, {_STANDING} AS standing,
            {_OPEN} AS open_lines, {_LATE} AS overdue, p.name_key AS position
        FROM person p WHERE p.person_id IN (SELECT p.person_id FROM person p
            WHERE p.merged_into IS NULL AND {people_where} ORDER BY p.name_key LIMIT :limit)
        UNION ALL
        SELECT 'unit', u.unit_id, '', u.name, NULL, u.address, 0, NULL, NULL, NULL,
            (SELECT count(*) FROM agreement a JOIN loan_line l ON l.agreement_id = a.agreement_id
             WHERE a.unit_id = u.unit_id AND l.end_reason IS NULL),
            (SELECT count(*) FROM agreement a JOIN loan_line l ON l.agreement_id = a.agreement_id
             WHERE a.unit_id = u.unit_id AND l.end_reason IS NULL AND l.due_on < :today), u.name_key
        FROM unit u WHERE u.active = 1 AND {unit_where}
        ORDER BY position LIMIT :limit""",
        limit=limit,
        today=today,
        **params,
    )


def ids(
    db: Reader, *, today: str, order: str = "name", descending: bool = False, text: str = "", chip: str = "all"
) -> list[int]:
    """Ids of the people in a list; chip is "all", "borrowing", "overdue", "moved" or "dead"."""
    where, params = searched.every_word(db, "person", "p", text)
    having = {
        "borrowing": "open_lines > 0",
        "overdue": "overdue > 0",
        "dead": "p.died_on IS NOT NULL",
        "moved": "p.moved_on IS NOT NULL AND p.died_on IS NULL",
    }.get(chip, "1")
    direction = "DESC" if descending else "ASC"
    counted = order in ("open", "late") or chip in ("borrowing", "overdue")
    counts = f", {_OPEN} AS open_lines, {_LATE} AS overdue" if counted else ""
    return db.column(
        f"""SELECT p.person_id{counts} FROM person p WHERE p.merged_into IS NULL AND {where} AND {having}
        ORDER BY {_ORDERS[order]} {direction} NULLS LAST, p.name_key, p.person_id""",
        **(params | {"today": today}),
    )


def rows(db: Reader, keys: list[int], *, today: str) -> list[Row]:
    """The people's list rows for ids, with open_lines and overdue counted."""
    chosen = ",".join(str(int(key)) for key in keys)
    return db.rows(
        f"""SELECT p.*, {_SHOWN} AS shown_address, {_STANDING} AS standing, {_OPEN} AS open_lines, {_LATE} AS overdue
        FROM person p WHERE p.person_id IN ({chosen})""",
        today=today,
    )


def chips(db: Reader, *, today: str) -> dict[str, int]:
    """How many people each chip of the list holds."""
    row = db.one(
        """SELECT count(*) AS "all", coalesce(sum(died_on IS NOT NULL), 0) AS dead,
            coalesce(sum(moved_on IS NOT NULL AND died_on IS NULL), 0) AS moved,
            (SELECT count(DISTINCT a.person_id) FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id
             WHERE l.end_reason IS NULL) AS borrowing,
            (SELECT count(DISTINCT a.person_id) FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id
             WHERE l.end_reason IS NULL AND l.due_on < :today) AS overdue
        FROM person WHERE merged_into IS NULL""",
        today=today,
    )
    return dict(row) if row else {}


def doubtful_pairs(db: Reader, limit: int = 200) -> list[Row]:
    """Cards that may be one person: same name, no contradicting birth date. Offered for merging, never merged."""
    return db.rows(
        """SELECT a.person_id AS person_id, b.person_id AS other_id, a.first_name, a.last_name,
            a.born_on, b.born_on AS other_born_on, CASE WHEN a.protected = 1 THEN '' ELSE a.address END AS address,
            CASE WHEN b.protected = 1 THEN '' ELSE b.address END AS other_address,
            a.phone, b.phone AS other_phone
        FROM person a JOIN person b ON b.name_key = a.name_key AND b.person_id > a.person_id
        WHERE a.merged_into IS NULL AND b.merged_into IS NULL
            AND (a.born_on IS NULL OR b.born_on IS NULL OR a.born_on = b.born_on)
        ORDER BY a.name_key LIMIT :limit""",
        limit=limit,
    )


def staff(db: Reader) -> list[Row]:
    """People on duty whose names stand in the history."""
    return db.rows("SELECT * FROM staff WHERE active = 1 ORDER BY name")


def requesters(db: Reader, limit: int = 30) -> list[str]:
    """Who has asked for loans before, most used first: the choices of "Hvem ba om det"."""
    found = db.rows(
        """SELECT requested_by FROM (SELECT requested_by FROM agreement WHERE requested_by <> ''
            ORDER BY agreement_id DESC LIMIT 1000) AS recent
        GROUP BY requested_by ORDER BY count(*) DESC, requested_by LIMIT :limit""",
        limit=limit,
    )
    return [row[0] for row in found]


@writes("person")
def add_person(tx: Tx, **fields: Any) -> int:
    """Register a person; returns person_id. Fields as PERSON_FIELDS; last_name is needed."""
    person_id = tx.insert("person", **person_columns(fields, tx.today))
    tx.note(person_id=person_id)
    return person_id


@writes("person", "loan", "trip")
def change_person(tx: Tx, *, person_id: int, rev: int, **fields: Any) -> None:
    """Change a person's card; Rejected(OVERTAKEN) where somebody else changed it meanwhile."""
    now = standing(tx, person_id)
    merged = {name: now[name] for name in PERSON_FIELDS} | fields
    tx.update("person", person_id, rev=rev, **person_columns(merged, tx.today))
    hide_phones(tx, person_id, now)
    tx.note(person_id=person_id)


def hide_phones(tx: Tx, person_id: int, *cards: Row) -> None:
    """Take the phones of these cards, as they were, off the stops of a person who is protected now."""
    phones = {card["phone"] for card in cards} - {""}
    if tx.row("person", person_id)["protected"]:
        for stop in tx.rows("SELECT stop_id, phone FROM stop WHERE person_id = :ref", ref=person_id):
            if stop["phone"] in phones:
                tx.update("stop", stop["stop_id"], phone="")


@writes("staff")
def add_staff(tx: Tx, *, name: str, role: str = "") -> int:
    """Add a name to those on duty; the same name again is brought back into use."""
    name = text_of({"name": name}, "name", needed=True)
    found = tx.one("SELECT staff_id FROM staff WHERE name = :name", name=name)
    if found:
        tx.update("staff", found["staff_id"], active=1, role=role)
        return found["staff_id"]
    return tx.insert("staff", name=name, role=role)


@writes("staff")
def retire_staff(tx: Tx, *, staff_id: int) -> None:
    """Take a name out of the choices; what it has done stays in the history."""
    tx.update("staff", staff_id, active=0)


def standing(tx: Tx, person_id: int, field: str | None = None) -> Row:
    """A person's card, or Rejected where it was merged into another, perhaps from a window of its own."""
    found = tx.row("person", person_id)
    if found["merged_into"] is not None:
        raise Rejected(Why.NO_SUCH, field, kind="person", ref=person_id)
    return found


def ensure_may_borrow(tx: Tx, person_id: int | None, unit_id: int | None, day: str) -> None:
    """Rejected unless there is one borrower: a unit, or a person whose card stands and who lives on that day."""
    if (person_id is None) == (unit_id is None):
        raise Rejected(Why.NO_BORROWER, "borrower")
    if person_id is None:
        tx.row("unit", unit_id or 0)
        return
    borrower = standing(tx, person_id, "borrower")
    if borrower["died_on"] and borrower["died_on"] <= day:
        raise Rejected(Why.PERSON_IS_DEAD, "borrower", died_on=borrower["died_on"])


def person_keys(
    first_name: str, last_name: str, born_on: str | None, address: str, phone: str, protected: bool
) -> dict[str, str]:
    """name_key and search_key of a person, also for the import.

    A protected address is not searched: whoever types a street is not to learn who lives there.
    """
    address = "" if protected else address
    born = ".".join(reversed(born_on.split("-"))) if born_on else ""
    return {
        "name_key": sort_key(f"{last_name} {first_name}"),
        "search_key": search_key(first_name, last_name, born, address, phone.replace(" ", "")),
    }


def person_columns(fields: dict[str, Any], today: str) -> dict[str, Any]:
    """The columns of a card from PERSON_FIELDS as they were typed, or Rejected with the field at fault."""
    texts = {
        name: text_of(fields, name, needed=name == "last_name")
        for name in ("first_name", "last_name", "address", "phone", "kin_name", "kin_phone", "note")
    }
    days = {name: ensure_day(fields.get(name), name) for name in ("born_on", "died_on")}
    for name, day in days.items():
        if day and day > today:
            raise Rejected(Why.DAY_IN_FUTURE, name, day=day)
    protected = bool(fields.get("protected"))
    found_by = (texts["first_name"], texts["last_name"], days["born_on"], texts["address"], texts["phone"])
    return {**texts, **days, **person_keys(*found_by, protected), "protected": int(protected)}
