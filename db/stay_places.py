"""Where stays are: sites, their places with the time each is in use, what places are for, and the inhabitants.

A site is a ward of ours, a day centre or a supplier of bought nights. Nothing here says that a place is taken: that
is counted from the segments of stays. Days are [valid_from, valid_to), as in db.stay_days.
"""

import re
from collections.abc import Sequence
from typing import Any

from db import closures
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import sort_key
from db.values import ensure_day, text_of

SITE_KINDS = ("ward", "day_centre", "external")
PLACE_KINDS = ("night", "day", "extra")
PURPOSES = ("rehabilitation", "respite", "assessment", "acute")
SITE_FIELDS = ("name", "kind", "address", "phone", "weekdays", "note", "active")
PLACE_FIELDS = ("name", "kind", "features", "valid_from", "valid_to", "reason")
FOREVER = closures.FOREVER
MOST_AT_ONCE = 200
_RUN = re.compile(r"(.*?)(\d+)\s*(?:\.\.+|…|–)\s*(\d+)")


_SITE_USED = """SELECT 1 WHERE EXISTS (SELECT 1 FROM stay_place WHERE site_id = :ref)
    OR EXISTS (SELECT 1 FROM stay_segment WHERE site_id = :ref) OR EXISTS (SELECT 1 FROM quota WHERE site_id = :ref)"""


# what is known


def sites(db: Reader, *, kind: str | None = None, active_only: bool = True) -> list[Row]:
    """The sites by kind and name, each with `places`: how many it has had in all."""
    return db.rows(
        """SELECT s.*, (SELECT count(*) FROM stay_place p WHERE p.site_id = s.site_id) AS places
        FROM site s WHERE (:kind IS NULL OR s.kind = :kind) AND (s.active = 1 OR :all)
        ORDER BY CASE s.kind WHEN 'ward' THEN 0 WHEN 'day_centre' THEN 1 ELSE 2 END, s.name_key""",
        kind=kind,
        all=not active_only,
    )


def site(db: Reader, site_id: int) -> Row:
    """One site, or Rejected."""
    found = db.one("SELECT * FROM site WHERE site_id = :ref", ref=site_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="site", ref=site_id)
    return found


def place(db: Reader, stay_place_id: int) -> Row:
    """One place with site_name and site_kind, or Rejected."""
    found = db.one(
        """SELECT p.*, s.name AS site_name, s.kind AS site_kind FROM stay_place p
        JOIN site s ON s.site_id = p.site_id WHERE p.stay_place_id = :ref""",
        ref=stay_place_id,
    )
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="stay_place", ref=stay_place_id)
    return found


def places_of(db: Reader, site_id: int, *, since: str | None = None, until: str | None = None) -> list[Row]:
    """The places of a site by name; with days only those in use some day of [since, until)."""
    return db.rows(
        """SELECT * FROM stay_place WHERE site_id = :site AND (:since IS NULL OR coalesce(valid_to, :forever) > :since)
        AND (:until IS NULL OR valid_from < :until) ORDER BY kind = 'extra', name_key, stay_place_id""",
        site=site_id,
        since=since,
        until=until,
        forever=FOREVER,
    )


def earmarks(db: Reader, stay_place_id: int) -> list[Row]:
    """What a place has been and will be for, the first at the top."""
    return db.rows("SELECT * FROM earmark WHERE stay_place_id = :ref ORDER BY from_on, earmark_id", ref=stay_place_id)


def populations(db: Reader) -> list[Row]:
    """The inhabitants by year, the newest first, with the source of each number."""
    return db.rows("SELECT * FROM population ORDER BY year DESC")


def inhabitants(db: Reader, year: int) -> Row | None:
    """The inhabitants that hold for a year: its own, else those of the last year before it; None without any."""
    return db.one("SELECT * FROM population WHERE year <= :year ORDER BY year DESC LIMIT 1", year=year)


def spread(text: str) -> list[str]:
    """The names that a text stands for: 'Rom 1..3, Stua' is Rom 1, Rom 2, Rom 3 and Stua; zeros in front are kept."""
    return [name for part in re.split(r"[,;\n]", text) if part.strip() for name in _run(part.strip())]


def _run(part: str) -> list[str]:
    found = _RUN.fullmatch(part)
    if found is None or int(found[3]) < int(found[2]):
        return [part]
    first, last, width = int(found[2]), int(found[3]), len(found[2])
    if last - first >= MOST_AT_ONCE:
        raise Rejected(Why.TOO_MANY_AT_ONCE, "names", most=MOST_AT_ONCE)
    return [f"{found[1]}{number:0{width}}" for number in range(first, last + 1)]


# commands


@writes("stay_place")
def add_site(tx: Tx, **fields: Any) -> int:
    """Register a site (SITE_FIELDS; kind is "ward" unless told); returns site_id."""
    columns = _site_columns(fields)
    tx.note(name=columns["name"])
    return tx.insert("site", **columns)


@writes("stay_place", "stay", "quota")
def change_site(tx: Tx, *, site_id: int, rev: int | None = None, **fields: Any) -> None:
    """Change a site. Its kind stands once it has places, stays or agreements: they are counted by it."""
    now = tx.row("site", site_id)
    columns = _site_columns({name: now[name] for name in SITE_FIELDS} | fields)
    if columns["kind"] != now["kind"] and tx.value(_SITE_USED, ref=site_id):
        raise Rejected(Why.KIND_IN_USE, "kind")
    tx.note(name=columns["name"])
    tx.update("site", site_id, rev=rev, **columns)


@writes("stay_place")
def add_stay_places(
    tx: Tx, *, site_id: int, names: str | Sequence[str], kind: str = "night", valid_from: str | None = None,
    valid_to: str | None = None, features: str = "", purpose: str | None = None, reason: str = "",
) -> list[int]:  # fmt: skip
    """Give a site places, several at once ("Rom 1..15"), in use from a day (today); returns their ids in order.

    `purpose` earmarks them for all of their time. An extra place needs its reason.
    """
    wanted = spread(names) if isinstance(names, str) else [name.strip() for name in names]
    if not wanted:
        raise Rejected(Why.MISSING_VALUE, "names")
    if len(wanted) > MOST_AT_ONCE:
        raise Rejected(Why.TOO_MANY_AT_ONCE, "names", most=MOST_AT_ONCE)
    at = _site_with_places(tx, site_id)
    shared = {"kind": kind, "features": features, "valid_from": valid_from or tx.today, "valid_to": valid_to,
              "reason": reason}  # fmt: skip
    made = []
    for name in wanted:
        columns = _place_columns(shared | {"name": name})
        _ensure_free_name(tx, site_id, columns["name_key"], columns["name"], "names")
        made.append(tx.insert("stay_place", site_id=site_id, **columns))
        if purpose:
            _earmark(tx, made[-1], purpose, columns["valid_from"], None)
    tx.note(numbers=wanted[:20], count=len(made), site=at["name"], kind=kind)
    return made


@writes("stay_place")
def add_extra_place(
    tx: Tx, *, site_id: int, name: str, reason: str, valid_from: str | None = None, valid_to: str | None = None,
    features: str = "",
) -> int:  # fmt: skip
    """Set up a place beyond what the site is meant for, and say why; it counts over the line of belegg only.

    Returns stay_place_id.
    """
    if not reason.strip():
        raise Rejected(Why.REASON_NEEDED, "reason")
    return add_stay_places(
        tx, site_id=site_id, names=[name], kind="extra", valid_from=valid_from, valid_to=valid_to, features=features,
        reason=reason,
    )[0]  # fmt: skip


@writes("stay_place", "stay")
def change_stay_place(
    tx: Tx, *, stay_place_id: int, rev: int | None = None, seen: Sequence[int] = (), **fields: Any
) -> None:
    """Change a place (PLACE_FIELDS); valid_to is the first day it is in use no more.

    `seen` are the stays that somebody was told would lose their place (closures.hit_by_end): Rejected(STAYS_HIT)
    where there are others. Nights that have passed stay where they were: Rejected(PLACE_USED_THEN). A place that has
    been used keeps its kind, or the figures of past months would change: Rejected(KIND_IN_USE).
    """
    now = tx.row("stay_place", stay_place_id)
    columns = _place_columns({name: now[name] for name in PLACE_FIELDS} | fields)
    if columns["name_key"] != now["name_key"]:
        _ensure_free_name(tx, now["site_id"], columns["name_key"], columns["name"], "name")
    slept = "SELECT 1 FROM stay_night WHERE stay_place_id = :ref LIMIT 1"
    if columns["kind"] != now["kind"] and tx.value(slept, ref=stay_place_id):
        raise Rejected(Why.KIND_IN_USE, "kind")
    if (columns["valid_from"], columns["valid_to"]) != (now["valid_from"], now["valid_to"]):
        _ensure_nights_kept(tx, now, columns, seen)
    tx.note(numbers=[columns["name"]], valid_to=columns["valid_to"] if "valid_to" in fields else None)
    tx.update("stay_place", stay_place_id, rev=rev, **columns)


@writes("stay_place")
def set_earmarks(
    tx: Tx, *, stay_place_ids: Sequence[int], purpose: str | None, from_on: str | None = None,
    to_on: str | None = None,
) -> None:  # fmt: skip
    """Say what places are for in [from_on, to_on), whatever was said of those days before; None is for anybody.

    A place is for one purpose at a time, so that figures by earmark add up. What it was for before and after stays.
    """
    since, until = ensure_day(from_on, "from_on") or tx.today, ensure_day(to_on, "to_on")
    if until is not None and until <= since:
        raise Rejected(Why.ENDS_BEFORE_START, "to_on")
    if not stay_place_ids:
        raise Rejected(Why.MISSING_VALUE, "place_id")
    for stay_place_id in stay_place_ids:
        _clear_earmarks(tx, stay_place_id, since, until)
        if purpose:
            _earmark(tx, stay_place_id, purpose, since, until)
    numbers = [tx.row("stay_place", ref)["name"] for ref in stay_place_ids]
    tx.note(on_day=since if since <= tx.today else None, numbers=numbers, purpose=purpose)


@writes("population")
def set_population(tx: Tx, *, year: int, inhabitants: int, source: str = "", rev: int | None = None) -> int:
    """Write the inhabitants of a year and where the number comes from; returns population_id."""
    known = tx.one("SELECT * FROM population WHERE year = :year", year=year)
    columns = {"inhabitants": inhabitants, "source": text_of({"source": source}, "source")}
    if inhabitants < 1:
        raise Rejected(Why.MISSING_VALUE, "inhabitants")
    tx.note(year=year, inhabitants=inhabitants)
    if known is None:
        return tx.insert("population", year=year, **columns)
    tx.update("population", known["population_id"], rev=rev, **columns)
    return known["population_id"]


# the parts of them


def _site_columns(fields: dict[str, Any]) -> dict[str, Any]:
    texts = {name: text_of(fields, name, needed=name == "name") for name in ("name", "address", "phone", "note")}
    kind, weekdays = fields.get("kind") or "ward", str(fields.get("weekdays") or "12345")
    if kind not in SITE_KINDS:
        raise Rejected(Why.MISSING_VALUE, "kind")
    days = "".join(sorted(set(weekdays)))
    if not set(days) <= set("1234567"):
        raise Rejected(Why.MISSING_VALUE, "weekdays")
    active = int(bool(fields.get("active", True)))
    return {**texts, "name_key": sort_key(texts["name"]), "kind": kind, "weekdays": days, "active": active}


def _place_columns(fields: dict[str, Any]) -> dict[str, Any]:
    name, kind = text_of(fields, "name", needed=True), fields.get("kind") or "night"
    since, until = ensure_day(fields.get("valid_from"), "valid_from"), ensure_day(fields.get("valid_to"), "valid_to")
    reason = text_of(fields, "reason")
    if kind not in PLACE_KINDS:
        raise Rejected(Why.MISSING_VALUE, "kind")
    if since is None:
        raise Rejected(Why.MISSING_VALUE, "valid_from")
    if until is not None and until <= since:
        raise Rejected(Why.ENDS_BEFORE_START, "valid_to", from_on=since)
    if kind == "extra" and not reason:
        raise Rejected(Why.REASON_NEEDED, "reason")
    return {"name": name, "name_key": sort_key(name), "kind": kind, "features": text_of(fields, "features"),
            "valid_from": since, "valid_to": until, "reason": reason}  # fmt: skip


def _site_with_places(tx: Tx, site_id: int) -> Row:
    at = tx.row("site", site_id)
    if at["kind"] == "external":
        raise Rejected(Why.EXTERNAL_HAS_NO_PLACES, "site_id")
    return at


def _ensure_free_name(tx: Tx, site_id: int, name_key: str, name: str, field: str) -> None:
    """A name is told apart from others of its site as people read it: Rom 1 and rom 01 are one."""
    sql = "SELECT 1 FROM stay_place WHERE site_id = :site AND name_key = :key"
    if tx.value(sql, site=site_id, key=name_key):
        raise Rejected(Why.NAME_TAKEN, field, name=name)


def _ensure_nights_kept(tx: Tx, now: Row, columns: dict[str, Any], seen: Sequence[int]) -> None:
    """Nights that have passed stay where they were; no other stay loses one unless somebody saw that it would."""
    ref, since, until = now["stay_place_id"], columns["valid_from"], columns["valid_to"]
    past = """SELECT 1 FROM stay_night WHERE stay_place_id = :ref AND night < :today
        AND (night < :since OR night >= :until) LIMIT 1"""
    field = "valid_to" if until != now["valid_to"] else "valid_from"
    if tx.value(past, ref=ref, today=tx.today, since=since, until=until or FOREVER):
        raise Rejected(Why.PLACE_USED_THEN, field)
    spans = [(until, None)] if until else []
    spans += [(tx.today, since)] if since > tx.today else []
    hits = [
        hit
        for start, end in spans
        for hit in closures.hit_by(
            tx, site_id=now["site_id"], stay_place_ids=[ref], from_on=start, to_on=end, today=tx.today
        )
    ]
    unseen = sorted({hit.stay_id for hit in hits} - set(seen))
    if unseen:
        raise Rejected(Why.STAYS_HIT, field, stay_ids=unseen)


def _earmark(tx: Tx, stay_place_id: int, purpose: str, since: str, until: str | None) -> None:
    if purpose not in PURPOSES:
        raise Rejected(Why.MISSING_VALUE, "purpose")
    tx.insert("earmark", stay_place_id=stay_place_id, purpose=purpose, from_on=since, to_on=until)


def _clear_earmarks(tx: Tx, stay_place_id: int, since: str, until: str | None) -> None:
    """Take [since, until) out of what was said of a place; what reaches over both ends becomes two."""
    for row in earmarks(tx, stay_place_id):
        ends = row["to_on"] or FOREVER
        if ends <= since or row["from_on"] >= (until or FOREVER):
            continue
        if row["from_on"] < since:
            tx.update("earmark", row["earmark_id"], to_on=since)
        else:
            tx.delete("earmark", row["earmark_id"])
        if until is not None and ends > until:
            _earmark(tx, stay_place_id, row["purpose"], until, row["to_on"])
