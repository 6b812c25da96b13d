"""The list of places: what each is for, how it stands tonight, who has it, and when it is taken or free next."""

from collections.abc import Sequence

from db import closures, searched
from db.connection import Reader, Row
from db.norwegian import fold, search_key

# Who is in the house has the place until told to have left; who is planned has it for the nights of the segment.
_HERE = """SELECT g.stay_place_id, st.stay_id, st.state, st.purpose, b.person_id, b.first_name, b.last_name,
        b.protected, g.from_on, g.to_on, row_number() OVER (
            PARTITION BY g.stay_place_id ORDER BY st.state <> 'in', g.from_on DESC, g.stay_segment_id DESC) AS turn
    FROM stay_segment g JOIN stay st ON st.stay_id = g.stay_id JOIN person b ON b.person_id = st.person_id
    WHERE g.stay_place_id IS NOT NULL AND st.state IN ('planned', 'in') AND g.from_on <= :today AND (
        max(g.to_on, date(g.from_on, '+1 day')) > :today OR (st.state = 'in' AND NOT EXISTS (
            SELECT 1 FROM stay_segment o WHERE o.stay_id = g.stay_id AND o.from_on > g.from_on)))"""
_SHUT = """c.places IS NULL AND coalesce(c.to_on, '9999-12-31') > :today
    AND (c.stay_place_id = p.stay_place_id OR (c.stay_place_id IS NULL AND c.site_id = p.site_id))"""
_ROWS = f"""SELECT p.*, s.name AS site_name, s.kind AS site_kind, s.active AS site_active, e.purpose AS earmark,
        e.to_on AS earmark_until,
        (SELECT min(n.purpose) FROM earmark n WHERE n.stay_place_id = p.stay_place_id AND n.from_on > :today
            AND n.from_on = (SELECT min(m.from_on) FROM earmark m WHERE m.stay_place_id = p.stay_place_id
                AND m.from_on > :today)) AS next_earmark,
        (SELECT min(m.from_on) FROM earmark m WHERE m.stay_place_id = p.stay_place_id AND m.from_on > :today)
            AS next_earmark_on,
        c.closure_id, c.reason AS closed_reason, c.from_on AS closed_from, c.to_on AS closed_until,
        h.stay_id, h.state AS stay_state, h.purpose, h.person_id, h.first_name, h.last_name, h.protected,
        h.from_on AS in_on, h.to_on AS out_on,
        (SELECT min(n.night) FROM stay_night n JOIN stay_segment g ON g.stay_segment_id = n.stay_segment_id
            WHERE n.stay_place_id = p.stay_place_id AND n.night > :today AND g.stay_id IS NOT h.stay_id) AS next_in,
        CASE WHEN p.valid_to <= :today THEN 'ended' WHEN p.valid_from > :today THEN 'later'
            WHEN c.from_on <= :today THEN 'closed' WHEN h.state = 'in' AND h.to_on < :today THEN 'over'
            WHEN h.state = 'in' AND h.to_on = :today THEN 'leaving' WHEN h.state = 'in' THEN 'taken'
            WHEN h.state IS NOT NULL THEN 'awaited'
            WHEN p.kind = 'day' THEN 'day' ELSE 'free' END AS status
    FROM stay_place p JOIN site s ON s.site_id = p.site_id
    LEFT JOIN earmark e ON e.earmark_id = (SELECT max(n.earmark_id) FROM earmark n
        WHERE n.stay_place_id = p.stay_place_id AND n.from_on <= :today
        AND coalesce(n.to_on, '9999-12-31') > :today)
    LEFT JOIN closure c ON c.closure_id = (SELECT x.closure_id FROM closure x
        WHERE {_SHUT.replace("c.", "x.")} ORDER BY x.from_on, x.closure_id LIMIT 1)
    LEFT JOIN ({_HERE}) h ON h.stay_place_id = p.stay_place_id AND h.turn = 1"""
_ORDERS = {
    "name": "name_key",
    "site": "site_kind = 'day_centre', site_name",
    "kind": "kind",
    "earmark": "earmark",
    "status": "status",
    "who": "last_name",
    "out": "out_on",
    "next": "next_in",
    "from": "valid_from",
    "to": "valid_to",
}
_NOW = "status NOT IN ('ended', 'later')"
_CHIPS = {
    "now": _NOW,
    "free": "status = 'free'",
    "taken": "status IN ('taken', 'leaving', 'over', 'awaited')",
    "closed": f"closure_id IS NOT NULL AND {_NOW}",
    "extra": f"kind = 'extra' AND {_NOW}",
    "later": "status = 'later'",
    "ended": "status = 'ended'",
}


def ids(
    db: Reader, *, today: str, order: str = "site", descending: bool = False, text: str = "", chip: str = "now",
    site_id: int | None = None,
) -> list[int]:  # fmt: skip
    """Ids of the places in a list; chip is one of now, free, taken, closed, extra, later, ended."""
    direction = "DESC" if descending else "ASC"
    found = db.rows(
        f"""SELECT stay_place_id, name, site_name, features, last_name FROM ({_ROWS}) WHERE {_CHIPS[chip]}
            AND (:site IS NULL OR site_id = :site)
        ORDER BY {_ORDERS[order]} {direction} NULLS LAST, site_kind = 'day_centre', site_name, kind = 'extra',
            name_key, stay_place_id""",
        today=today,
        site=site_id,
    )
    words = fold(text).split()
    return [row["stay_place_id"] for row in found if all(word in search_key(*tuple(row)[1:]) for word in words)]


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[Row]:
    """The list rows of places for ids: earmark, closure, who has it tonight, next_in and status.

    status: free, taken, leaving (is to leave today), over (should have left before), awaited (planned, not come),
    closed, later, ended; day for one of day rehab, which nobody has for a night.
    """
    return db.rows(f"SELECT * FROM ({_ROWS}) WHERE stay_place_id IN ({searched.ids(list(keys))})", today=today)


def chips(db: Reader, *, today: str) -> dict[str, int]:
    """How many places each chip of the list holds."""
    counts = ", ".join(f'coalesce(sum({where}), 0) AS "{chip}"' for chip, where in _CHIPS.items())
    row = db.one(f"SELECT {counts} FROM ({_ROWS})", today=today)
    return dict(row) if row else {}


def closed_rows(db: Reader, stay_place_id: int, *, today: str) -> list[Row]:
    """The closures of a place that are now or to come, those of its whole site and of a number of places included."""
    return [row for row in closures.of_place(db, stay_place_id) if (row["to_on"] or closures.FOREVER) > today][::-1]
