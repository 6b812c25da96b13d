"""What of the stays must be followed up today: told, never a state (shared/design/stays-and-measures.md, section 4).

Each warning has a level: "late" where a day has passed or somebody stands without what they have a right to, "soon"
where a day comes, and "to_do" for the rest.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from db import quotas, stay_rates
from db.connection import Reader, Row
from db.norwegian import fold, sort_key
from db.stay_days import nights, plus

GOAL_DAYS = 3  # days in the house without a goal (section 4)
BEFORE_OUT = 3  # days before the discharge: evaluation, transport, aids (feature 25)
BEFORE_IN = 3  # days before the arrival that a coordinator must be named
APPEAL_DAYS = 7  # days before the appeal deadline runs out
START_DAYS = 7  # days before the latest start of who waits
BACK_DAYS = 90  # how long after a discharge what is missing is still asked for
LEVELS = ("late", "soon", "to_do")
KINDS = {
    "overstay": "late",
    "waiting_late": "late",
    "not_arrived": "late",
    "quota_used_up": "late",
    "quota_overbooked": "late",
    "acute_undecided": "late",
    "appeal_open": "late",
    "no_coordinator": "late",
    "no_goal": "late",
    "leaving": "soon",
    "sixty": "soon",
    "quota_nearly": "soon",
    "appeal_due": "soon",
    "waiting_soon": "soon",
    "wait_follow_up": "to_do",
    "check_late": "to_do",
    "evaluation_missing": "to_do",
    "quota_unused": "to_do",
}  # in the order of urgency
OF = {
    "waiting": ("waiting_late", "waiting_soon", "wait_follow_up", "appeal_open", "appeal_due"),
    "plan": ("no_coordinator", "no_goal", "leaving", "check_late", "evaluation_missing"),
}
Told = dict[str, Any]
Found = Iterable[tuple[str, str, tuple[str, ...]]]  # kind, the day it turns on, what is missing
_KEY = 1_000_000_000  # a warning has no row of its own: its place in KINDS and the id it concerns make its key

_SETTLED = """EXISTS (SELECT 1 FROM stay_check c WHERE c.stay_id = s.stay_id AND c.kind = '{kind}') AND NOT EXISTS (
        SELECT 1 FROM stay_check c LEFT JOIN request r ON r.request_id = c.request_id
        WHERE c.stay_id = s.stay_id AND c.kind = '{kind}' AND c.needed = 1 AND c.done_on IS NULL
            AND coalesce(r.outcome, '') <> 'filled') AS {kind}_settled"""
_STAYS = f"""SELECT s.stay_id, s.person_id, s.form, s.purpose, s.state, s.confirmed, s.decided_on, s.appeal_by,
        s.appealed_on, s.appeal_outcome, s.latest_start_on, s.follow_up_on, s.late_reason, s.went_to,
        b.first_name, b.last_name, b.born_on, b.protected, s.in_on, s.out_on,
        coalesce(p.name, t.name, '') AS place,
        EXISTS (SELECT 1 FROM stay_coordinator c WHERE c.stay_id = s.stay_id
            AND (c.from_on <= :today OR s.state = 'planned')) AS coordinated,
        EXISTS (SELECT 1 FROM stay_goal g WHERE g.stay_id = s.stay_id) AS has_goal,
        EXISTS (SELECT 1 FROM stay_evaluation e WHERE e.stay_id = s.stay_id AND e.on_day >= s.in_on) AS evaluated,
        EXISTS (SELECT 1 FROM stay_check c JOIN request r ON r.request_id = c.request_id
            WHERE c.stay_id = s.stay_id AND r.outcome IS NULL) AS aids_ordered,
        (SELECT group_concat(c.kind) FROM stay_check c LEFT JOIN request r ON r.request_id = c.request_id
            WHERE c.stay_id = s.stay_id AND c.needed = 1 AND c.done_on IS NULL AND c.due_on < :today
            AND coalesce(r.outcome, '') <> 'filled') AS late_checks,
        {_SETTLED.format(kind="transport")}, {_SETTLED.format(kind="aids")}, {_SETTLED.format(kind="evaluation")}
    FROM (SELECT s.*, (SELECT min(g.from_on) FROM stay_segment g WHERE g.stay_id = s.stay_id) AS in_on,
            (SELECT max(g.to_on) FROM stay_segment g WHERE g.stay_id = s.stay_id) AS out_on
        FROM stay s WHERE s.state IN ('assessed', 'granted', 'waiting', 'planned', 'in')
            OR (s.state = 'discharged' AND s.closed_on >= :back)
            OR (s.state IN ('refused', 'cancelled') AND s.appeal_outcome IS NULL
                AND (s.appealed_on IS NOT NULL OR s.appeal_by >= :today))) s
    JOIN person b ON b.person_id = s.person_id
    LEFT JOIN stay_segment n ON n.stay_segment_id = (SELECT g.stay_segment_id FROM stay_segment g
        WHERE g.stay_id = s.stay_id ORDER BY g.from_on > :today, g.from_on DESC LIMIT 1)
    LEFT JOIN site t ON t.site_id = n.site_id LEFT JOIN stay_place p ON p.stay_place_id = n.stay_place_id"""


def warnings(db: Reader, *, today: str, stay_id: int | None = None) -> list[Told]:
    """Every warning that stands today, of one stay or of all and of the agreements, the most urgent first.

    key, kind (KINDS), level, stay_id (None: an agreement, quota_id), person and place; on_day is the day it turns on
    and days how many since then (below 0: still to come); missing names what lacks ("leaving": evaluation, transport,
    aids, aids_ordered; "check_late": kinds of stay_check); used tells the nights of the calendar year ("sixty") or of
    the agreement.
    """
    found: list[Told] = []
    near = {one.stay_id: one for one in _near_sixty(db, stay_id, today)}
    one_of_all = "" if stay_id is None else "WHERE s.stay_id = :ref"
    for row in db.rows(f"{_STAYS} {one_of_all}", today=today, back=plus(today, -BACK_DAYS), ref=stay_id):
        found += [_told(row, kind, day, today, missing) for kind, day, missing in _of_stay(row, today)]
        if row["stay_id"] in near:
            found.append(_sixty(row, near[row["stay_id"]], today))
    found += [_of_quota(row, today) for row in quotas.warnings(db, today)] if stay_id is None else []
    return sorted(found, key=_urgency)


def listed(
    found: Iterable[Told], *, order: str = "urgency", descending: bool = False, text: str = "", chip: str = "all"
) -> list[Told]:
    """Those of the warnings that a list shows, in its order; chip is all, late, waiting or plan."""
    wanted = fold(text).split()
    shown = [row for row in found if _within(row, chip) and all(word in fold(_searched(row)) for word in wanted)]
    return sorted(shown, key=_ORDERS[order], reverse=descending)


def counted(found: Sequence[Told]) -> dict[str, int]:
    """How many of the warnings each chip of the list holds."""
    return {chip: sum(_within(row, chip) for row in found) for chip in ("all", "late", "waiting", "plan")}


def _of_stay(row: Row, today: str) -> Found:
    yield from _days_of(row, today)
    if row["state"] in ("in", "planned"):
        yield from _plan_of(row, today)
    if row["state"] in ("in", "discharged"):
        yield from _after(row, today)
    yield from _waiting_of(row, today)


def _days_of(row: Row, today: str) -> Found:
    if row["state"] == "in" and row["out_on"] and row["out_on"] < today:
        yield "overstay", row["out_on"], ()
    if row["state"] == "planned" and row["in_on"] and row["in_on"] < today:
        yield "not_arrived", row["in_on"], ()


def _plan_of(row: Row, today: str) -> Found:
    begins = row["in_on"] or today
    if not row["coordinated"] and (row["state"] == "in" or begins <= plus(today, BEFORE_IN)):
        yield "no_coordinator", begins, ()
    if row["state"] != "in":
        return
    if not row["has_goal"] and plus(begins, GOAL_DAYS) <= today:
        yield "no_goal", plus(begins, GOAL_DAYS), ()
    missing = tuple(_missing(row))
    if row["out_on"] and today <= row["out_on"] <= plus(today, BEFORE_OUT) and missing:
        yield "leaving", row["out_on"], missing
    elif row["late_checks"]:
        yield "check_late", today, tuple(dict.fromkeys(row["late_checks"].split(",")))


def _missing(row: Row) -> Iterable[str]:
    if not row["evaluated"] and not row["evaluation_settled"]:
        yield "evaluation"
    if not row["transport_settled"]:
        yield "transport"
    if not row["aids_settled"]:
        yield "aids_ordered" if row["aids_ordered"] else "aids"


def _after(row: Row, today: str) -> Found:
    if row["purpose"] == "acute" and row["decided_on"] is None and row["in_on"]:
        yield "acute_undecided", row["in_on"], ()
    over = row["state"] == "discharged" and row["out_on"] and plus(today, -BACK_DAYS) <= row["out_on"] <= today
    from_a_list = row["late_reason"] and row["went_to"] is None  # was over already when an import told of it
    if over and not from_a_list and not row["evaluated"] and not row["evaluation_settled"]:
        yield "evaluation_missing", row["out_on"], ()


def _waiting_of(row: Row, today: str) -> Found:
    latest = row["latest_start_on"]
    if row["state"] in ("assessed", "granted", "waiting", "planned") and latest:
        if latest < today:
            yield "waiting_late", latest, ()
        elif latest <= plus(today, START_DAYS) and row["state"] != "planned":
            yield "waiting_soon", latest, ()
    if row["state"] == "waiting" and row["follow_up_on"] and row["follow_up_on"] <= today:
        yield "wait_follow_up", row["follow_up_on"], ()
    if row["state"] not in ("refused", "cancelled"):
        return
    if row["appealed_on"]:
        yield "appeal_open", row["appealed_on"], ()
    elif row["appeal_by"] and row["appeal_by"] <= plus(today, APPEAL_DAYS):
        yield "appeal_due", row["appeal_by"], ()


_TOLD = ("stay_id", "person_id", "first_name", "last_name", "born_on", "protected", "place", "purpose", "form", "state")


def _told(row: Row, kind: str, day: str, today: str, missing: tuple[str, ...]) -> Told:
    key = list(KINDS).index(kind) * _KEY + row["stay_id"]
    ahead = kind == "no_coordinator" and day > today  # it turns late on the day they come
    return {name: row[name] for name in _TOLD} | {
        "key": key, "kind": kind, "level": "soon" if ahead else KINDS[kind], "on_day": day, "days": nights(day, today),
        "missing": missing, "used": 0, "quota_id": None, "in_on": row["in_on"], "out_on": row["out_on"],
    }  # fmt: skip


def _near_sixty(db: Reader, stay_id: int | None, today: str) -> list[stay_rates.SixtyDays]:
    if stay_id is None:
        return stay_rates.near_sixty(db, today)
    person_id = db.value("SELECT person_id FROM stay WHERE stay_id = :ref", ref=stay_id)
    one = stay_rates.sixty_day_count(db, person_id, int(today[:4]), today)
    return [one] if one.warns and one.stay_id == stay_id else []


def _sixty(row: Row, count: stay_rates.SixtyDays, today: str) -> Told:
    """The count of nights of a calendar year; late from the 60th on, where another rate holds."""
    told = _told(row, "sixty", count.sixtieth_on or today, today, ())
    return told | {"used": count.used, "level": "soon" if count.left else "late"}


def _of_quota(row: Told, today: str) -> Told:
    """A warning of an agreement on bought nights: no person, and the supplier in place of the room."""
    nobody = dict.fromkeys((*_TOLD, "in_on", "out_on")) | {"place": row["site_name"], "protected": 0}
    kind = f"quota_{row['kind']}"
    return nobody | {
        "key": list(KINDS).index(kind) * _KEY + row["quota_id"], "kind": kind, "level": KINDS[kind], "missing": (),
        "on_day": row["reached_on"] or today, "days": 0, "used": row["used"], "quota_id": row["quota_id"],
        "first_name": "", "last_name": "",
    }  # fmt: skip


def _urgency(row: Told) -> tuple[Any, ...]:
    return LEVELS.index(row["level"]), list(KINDS).index(row["kind"]), row["on_day"], row["key"]


def _within(row: Told, chip: str) -> bool:
    return chip == "all" or row["level"] == chip or row["kind"] in OF.get(chip, ())


def _searched(row: Told) -> str:
    return f"{row['first_name']} {row['last_name']} {row['place']}"


_ORDERS = {
    "urgency": _urgency,
    "person": lambda row: (sort_key(f"{row['last_name']} {row['first_name']}"), _urgency(row)),
    "place": lambda row: (sort_key(row["place"]), _urgency(row)),
    "day": lambda row: (row["on_day"], _urgency(row)),
}
