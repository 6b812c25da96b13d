"""Stops as they are read: the day, the pool, what waits to be driven, what to pick, and every thing for the export.

A protected person's address, floor, key note, note and own phone leave this module in `stop` alone.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from db import products, searched
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import fold

_NUMBER = """CASE WHEN s.trip_id IS NULL OR s.outcome = 'cancelled' THEN NULL
    WHEN t.finished_on IS NOT NULL THEN s.position ELSE (SELECT count(*) FROM stop o WHERE o.trip_id = s.trip_id
        AND o.outcome IS NOT 'cancelled' AND (o.position, o.stop_id) <= (s.position, s.stop_id)) END"""
_ATTEMPTS = "(SELECT count(*) FROM stop_attempt x WHERE x.stop_id = s.stop_id)"
_STATUS = f"""CASE WHEN s.outcome IS NOT NULL THEN s.outcome WHEN s.trip_id IS NOT NULL THEN 'planned'
    WHEN {_ATTEMPTS} > 0 THEN 'failed' ELSE 'pool' END"""
BORROWER = """b.first_name, b.last_name, b.born_on, b.died_on, coalesce(b.protected, 0) AS protected,
    u.name AS unit_name, CASE WHEN b.protected = 1 THEN '' ELSE coalesce(b.address, u.address) END AS address"""
_JOINS = """LEFT JOIN trip t ON t.trip_id = s.trip_id LEFT JOIN person b ON b.person_id = s.person_id
    LEFT JOIN unit u ON u.unit_id = s.unit_id"""
STOP_ROWS = f"""SELECT s.stop_id, s.trip_id, s.position, s.kind, s.person_id, s.unit_id, s.wanted_on, s.outcome,
        s.done_on, s.rev, {_NUMBER} AS number, {_ATTEMPTS} AS attempts, {_STATUS} AS status,
        t.on_day, t.driver, t.finished_on, {BORROWER},
        CASE WHEN b.protected = 1 AND s.phone = b.phone THEN '' ELSE s.phone END AS phone,
        CASE WHEN b.protected = 1 THEN '' ELSE s.floor END AS floor,
        CASE WHEN b.protected = 1 THEN '' ELSE s.key_note END AS key_note,
        CASE WHEN b.protected = 1 THEN '' ELSE s.note END AS note
    FROM stop s {_JOINS}"""
THING_ROWS = """SELECT st.*, s.kind, s.trip_id, s.outcome AS stop_outcome, p.product_id AS of_product_id,
        p.name, p.hms_nr, p.tracking,
        h.item_id AS held_item_id, h.number AS held_number, l.end_reason, l.due_on, l.out_on,
        g.item_id AS bring_item_id, g.number AS bring_number, g.state AS bring_state, g.serial AS bring_serial,
        pl.room, pl.shelf, coalesce(h.number, g.number) AS number,
        r.outcome AS request_outcome, r.until_on, r.urgency, r.wanted_on
    FROM stop_thing st JOIN stop s ON s.stop_id = st.stop_id
    LEFT JOIN request r ON r.request_id = st.request_id LEFT JOIN loan_line l ON l.line_id = st.line_id
    LEFT JOIN item h ON h.item_id = l.item_id
    LEFT JOIN item g ON g.item_id = CASE WHEN st.outcome = 'done' THEN st.item_id
        ELSE coalesce(r.item_id, st.item_id) END
    LEFT JOIN place pl ON pl.place_id = g.place_id
    LEFT JOIN product p ON p.product_id = coalesce(r.product_id, l.product_id, h.product_id, g.product_id)"""
_ORDERS = {
    "number": "t.on_day {way}, t.trip_id {way}, s.position {way}, s.stop_id {way}",
    "day": "coalesce(t.on_day, s.wanted_on) {way} NULLS LAST, s.position, s.stop_id",
    "kind": "s.kind {way}, s.stop_id",
    "borrower": "coalesce(b.name_key, u.name_key) {way}, s.stop_id",
    "wanted": "s.wanted_on {way} NULLS LAST, s.stop_id",
    "attempts": "(SELECT count(*) FROM stop_attempt x WHERE x.stop_id = s.stop_id) {way}, s.stop_id",
}
_CHIPS = {
    "day": "t.on_day = :day AND s.outcome IS NOT 'cancelled'",
    "pool": "s.trip_id IS NULL AND s.outcome IS NULL",
    "planned": "s.trip_id IS NOT NULL AND s.outcome IS NULL",
    "done": "s.outcome = 'done'",
    "all": "s.outcome IS NOT 'cancelled'",
}
# Open requests to deliver that no stop carries, and what the dead and those who moved away still hold.
_TO_DELIVER = """FROM request r WHERE r.outcome IS NULL AND r.delivery = 'deliver' AND NOT EXISTS (
    SELECT 1 FROM stop_thing st WHERE st.request_id = r.request_id AND st.outcome IS NULL)"""
_TO_FETCH = """FROM person b JOIN agreement a ON a.person_id = b.person_id JOIN loan_line l
    ON l.agreement_id = a.agreement_id AND l.end_reason IS NULL
    WHERE (b.died_on IS NOT NULL OR b.moved_on IS NOT NULL) AND NOT EXISTS (
        SELECT 1 FROM stop_thing st WHERE st.line_id = l.line_id AND st.outcome IS NULL)"""


def stop(db: Reader, stop_id: int) -> Row:
    """One stop's own row with everything the office wrote, for the form; Rejected where there is none."""
    found = db.one("SELECT * FROM stop WHERE stop_id = :ref", ref=stop_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="stop", ref=stop_id)
    return found


def trips_of_day(db: Reader, day: str) -> list[Row]:
    """The trips of a day that have or had stops, the finished ones first; `failed` counts the failed attempts."""
    return db.rows(
        """SELECT t.*, (SELECT count(*) FROM stop s WHERE s.trip_id = t.trip_id AND s.outcome IS NOT 'cancelled')
            AS stops, (SELECT count(*) FROM stop_attempt a WHERE a.trip_id = t.trip_id) AS failed
        FROM trip t WHERE t.on_day = :day ORDER BY t.finished_on IS NULL, t.trip_id""",
        day=day,
    )


def trip_of_day(db: Reader, day: str) -> Row | None:
    """The trip that is still to drive on a day, else the last one driven, else None."""
    found = trips_of_day(db, day)
    return found[-1] if found else None


def of_trip(db: Reader, trip_id: int) -> list[int]:
    """Ids of a trip's stops in the order they are driven."""
    return db.column(
        """SELECT stop_id FROM stop WHERE trip_id = :trip AND outcome IS NOT 'cancelled'
        ORDER BY position, stop_id""",
        trip=trip_id,
    )


def ids(
    db: Reader,
    *,
    today: str,
    order: str = "number",
    descending: bool = False,
    text: str = "",
    chip: str = "day",
    day: str | None = None,
) -> list[int]:
    """Ids of the stops in a list; chip is day (of `day`, else today), pool, planned, done or all."""
    conditions, params = [_CHIPS[chip]], {"day": day or today}
    for word in searched.words(db, text):
        conditions.append(f"({word.borrowers('s')} OR s.stop_id IN ({_found_by_thing(word)}))")
        params[word.name] = word.pattern
    ordered = _ORDERS[order].format(way="DESC" if descending else "ASC")
    return db.column(
        f"SELECT s.stop_id FROM stop s {_JOINS} WHERE {' AND '.join(conditions)} ORDER BY {ordered}", **params
    )


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[dict[str, Any]]:
    """The list rows of stops for ids, in no order; `things` are the rows of what is, or was, to be done there."""
    found = db.by_ids(f"{STOP_ROWS} WHERE s.stop_id IN ({{ids}})", keys)
    by_stop: dict[int, list[Row]] = {}
    for thing in things(db, keys):
        if thing["outcome"] != "cancelled" or thing["stop_outcome"] is not None:
            by_stop.setdefault(thing["stop_id"], []).append(thing)
    return [{**dict(row), "things": by_stop.get(row["stop_id"], [])} for row in found]


def stops(db: Reader, trip_id: int, *, today: str) -> list[dict[str, Any]]:
    """The rows of a trip's stops in the order they are driven."""
    order = of_trip(db, trip_id)
    found = {row["stop_id"]: row for row in rows(db, order, today=today)}
    return [found[key] for key in order]


def by_place(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Ids of stops with the same town, street and house after each other, each where its first one stood.

    Protected addresses come last in the order they had: a place between neighbours would tell where they live.
    """
    places = [(row, _place_of(row["address"])) for row in rows if not row["protected"]]
    towns = list(dict.fromkeys(town for _row, (town, _street, _house) in places))
    streets = list(dict.fromkeys(street for _row, (_town, street, _house) in places))
    places.sort(key=lambda one: (towns.index(one[1][0]), streets.index(one[1][1]), one[1][2]))
    return [row["stop_id"] for row, _place in places] + [row["stop_id"] for row in rows if row["protected"]]


def _place_of(address: str) -> tuple[str, str, tuple[int, str]]:
    """'Storgata 4 b, 2849 Kapp' -> ('kapp', 'storgata', (4, ' b'))."""
    street, _comma, rest = fold(address).partition(",")
    found = re.fullmatch(r"(\D*)(\d{0,6})(.*)", street.strip(), re.S)
    name, house, letter = found.groups() if found else (street, "", "")
    town = re.sub(r"^\s*\d{4}\b", "", rest.rpartition(",")[2]).strip()
    return town, name.strip(), (int(house or 0), letter)


def pool(db: Reader, *, today: str, text: str = "") -> list[int]:
    """Ids of the stops that wait for a day, the one wanted first on top."""
    return ids(db, today=today, order="wanted", text=text, chip="pool")


def chips(db: Reader, *, today: str, day: str | None = None) -> dict[str, int]:
    """How many stops each chip holds, and how many requests (deliver) and lines (fetch) wait for one."""
    counts = {
        chip: db.value(f"SELECT count(*) FROM stop s {_JOINS} WHERE {where}", **({"day": day or today} if chip == "day"
                       else {}))
        for chip, where in _CHIPS.items()
    }  # fmt: skip
    return counts | {
        "deliver": db.value(f"SELECT count(*) {_TO_DELIVER}"),
        "fetch": db.value(f"SELECT count(*) {_TO_FETCH}"),
    }


def things(db: Reader, stop_ids: Sequence[int], *, bare: bool = False) -> list[Row]:
    """What is to be done at stops, in the order it was put there; bare gives the table's own columns alone."""
    chosen = "WHERE st.stop_id IN ({ids}) ORDER BY st.stop_id, st.stop_thing_id"
    return db.by_ids(f"{'SELECT st.* FROM stop_thing st' if bare else THING_ROWS} {chosen}", stop_ids)


def attempts(db: Reader, stop_id: int) -> list[Row]:
    """The trips that came to a stop in vain, oldest first."""
    return db.rows("SELECT * FROM stop_attempt WHERE stop_id = :ref ORDER BY stop_attempt_id", ref=stop_id)


def access(db: Reader, *, person_id: int | None = None, unit_id: int | None = None) -> dict[str, str]:
    """phone, floor and key_note as they stood at the borrower's latest stop, else the phone of the card.

    A protected person's phone is never taken from the card.
    """
    column = "person_id" if person_id is not None else "unit_id"
    ref = person_id if person_id is not None else unit_id
    latest = db.one(
        f"SELECT phone, floor, key_note FROM stop WHERE {column} = :ref ORDER BY stop_id DESC LIMIT 1", ref=ref
    )
    if latest is not None:
        return dict(latest)
    shown = "CASE WHEN protected = 1 THEN '' ELSE phone END" if person_id is not None else "phone"
    table = column.removesuffix("_id")
    phone = db.value(f"SELECT {shown} FROM {table} WHERE {column} = :ref", ref=ref)
    return {"phone": phone or "", "floor": "", "key_note": ""}


# what waits for a stop


def deliveries_waiting(db: Reader) -> list[int]:
    """Ids of the open requests that are to be driven out and stand on no stop, the urgent and earliest first."""
    return db.column(f"SELECT r.request_id {_TO_DELIVER} ORDER BY r.urgency = 'ordinary', r.wanted_on, r.request_id")


def request_rows(db: Reader, keys: Sequence[int]) -> list[Row]:
    """The rows of requests for ids, in no order, with product and borrower."""
    return db.by_ids(
        f"""SELECT r.*, p.name, p.hms_nr, p.tracking, i.number, {BORROWER},
            CASE WHEN b.protected = 1 THEN '' ELSE coalesce(b.phone, u.phone) END AS phone
        FROM request r JOIN product p ON p.product_id = r.product_id LEFT JOIN item i ON i.item_id = r.item_id
        LEFT JOIN person b ON b.person_id = r.person_id LEFT JOIN unit u ON u.unit_id = r.unit_id
        WHERE r.request_id IN ({{ids}})""",
        keys,
    )


def pick_ups_wanted(db: Reader) -> list[int]:
    """Ids of the open lines of the dead and of those who moved away that stand on no stop."""
    return db.column(f"SELECT l.line_id {_TO_FETCH} ORDER BY coalesce(b.died_on, b.moved_on), b.name_key, l.line_id")


def open_requests(db: Reader, *, person_id: int | None = None, unit_id: int | None = None) -> list[Row]:
    """What a borrower waits for and no other stop carries; the rows of `request_rows`."""
    free = db.column(
        """SELECT r.request_id FROM request r WHERE r.outcome IS NULL
        AND r.person_id IS :person AND r.unit_id IS :unit ORDER BY r.wanted_on, r.request_id""",
        person=person_id,
        unit=unit_id,
    )
    found = {row["request_id"]: row for row in request_rows(db, free)}
    return [found[key] for key in free]


def taken(db: Reader, *, person_id: int | None = None, unit_id: int | None = None) -> dict[str, dict[int, int]]:
    """Which requests and lines of a borrower stand on an open stop: {"request": {request_id: stop_id}, "line": …}."""
    open_things = db.rows(
        """SELECT st.* FROM stop_thing st JOIN stop s ON s.stop_id = st.stop_id
        WHERE st.outcome IS NULL AND s.person_id IS :person AND s.unit_id IS :unit""",
        person=person_id,
        unit=unit_id,
    )
    return {
        kind: {row[f"{kind}_id"]: row["stop_id"] for row in open_things if row[f"{kind}_id"]}
        for kind in ("request", "line")
    }


# what to bring


def copies_to_bring(db: Reader, trip_id: int) -> list[dict[str, Any]]:
    """What to take along on a trip, by room and shelf: the packed or chosen copy, else the oldest free one.

    One row per thing with number, name, room, shelf, quantity, accessories (list) and the `stop` it is for; number
    None where no copy is free. No copy is told twice.
    """
    numbers = {row["stop_id"]: row["number"] for row in rows(db, of_trip(db, trip_id), today="")}
    wanted = [thing for thing in things(db, list(numbers)) if _is_brought(thing)]
    taken_copies = {thing["bring_item_id"] for thing in wanted}
    found = []
    for thing in sorted(wanted, key=lambda one: (numbers[one["stop_id"]], one["stop_thing_id"])):
        parts = list(products.accessories(db, thing["of_product_id"]))
        row = dict(thing) | {"stop": numbers[thing["stop_id"]], "accessories": parts}
        if row["bring_item_id"] is None and row["tracking"] == "single":
            free = next(
                (one for one in free_copies(db, row["of_product_id"]) if one["item_id"] not in taken_copies), {}
            )
            row |= {name: free.get(name) for name in ("number", "room", "shelf")} | {
                "bring_item_id": free.get("item_id")
            }
            taken_copies.add(row["bring_item_id"])
        else:
            row["number"] = row["bring_number"]
        found.append(row)
    return sorted(found, key=lambda row: (row["room"] or "\uffff", row["shelf"] or "", row["stop"]))


def free_copies(db: Reader, product_id: int) -> list[dict[str, Any]]:
    """The copies of a product that stand ready, the oldest first."""
    return [
        dict(row)
        for row in db.rows(
            """SELECT i.item_id, i.number, i.state, pl.room, pl.shelf FROM item i
            LEFT JOIN place pl ON pl.place_id = i.place_id
            WHERE i.product_id = :product AND i.state = 'available'
            ORDER BY i.bought_on IS NULL, i.bought_on, i.item_id""",
            product=product_id,
        )
    ]


def _is_brought(thing: Row) -> bool:
    """Whether something is still to be carried to the borrower."""
    if (thing["outcome"], thing["request_outcome"], thing["end_reason"]) != (None, None, None):
        return False
    carried = thing["kind"] == "repair" and thing["item_id"] is not None and thing["line_id"] is None
    return thing["of_product_id"] is not None and (carried or thing["kind"] in ("deliver", "swap"))


# every thing, for the export


def thing_ids(db: Reader) -> list[int]:
    """Ids of everything that stops were ever about, newest day first; called-off stops are left out."""
    return db.column(
        """SELECT st.stop_thing_id FROM stop_thing st JOIN stop s ON s.stop_id = st.stop_id
        LEFT JOIN trip t ON t.trip_id = s.trip_id WHERE s.outcome IS NOT 'cancelled'
        ORDER BY t.on_day DESC NULLS FIRST, t.trip_id DESC, s.position, s.stop_id, st.stop_thing_id"""
    )


def thing_rows(db: Reader, keys: Sequence[int]) -> list[dict[str, Any]]:
    """One row per thing for ids, in no order, with the stop it belongs to; `thing_outcome` is its own."""
    found = db.by_ids(f"{THING_ROWS} WHERE st.stop_thing_id IN ({{ids}})", keys)
    told = {row["stop_id"]: dict(row) for row in db.by_ids(f"{STOP_ROWS} WHERE s.stop_id IN ({{ids}})",
            [row["stop_id"] for row in found])}  # fmt: skip
    return [
        told[row["stop_id"]]
        | {"stop_thing_id": row["stop_thing_id"], "thing": row["name"] or row["text"], "item_number": row["number"],
           "new_number": row["bring_number"] if row["kind"] == "swap" else None, "hms_nr": row["hms_nr"],
           "quantity": row["quantity"], "thing_outcome": row["outcome"]}
        for row in found
    ]  # fmt: skip


def _found_by_thing(word: searched.Word) -> str:
    """The stops about a copy or a product that the word fits."""
    return f"""SELECT st.stop_id FROM stop_thing st LEFT JOIN request r ON r.request_id = st.request_id
        LEFT JOIN loan_line l ON l.line_id = st.line_id
        LEFT JOIN item h ON h.item_id = coalesce(l.item_id, r.item_id, st.item_id)
        LEFT JOIN product p ON p.product_id = coalesce(r.product_id, l.product_id, h.product_id)
        WHERE {word.fits("h.search_key")} OR {word.fits("p.search_key")}"""
