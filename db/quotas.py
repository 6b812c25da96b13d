"""Bought nights: what a supplier has sold us for a year, what of it is used and reserved, and what it will cost.

Source of every figure: the project's definitions of stays, section "Quota". K is bought and carried døgn, U the used
ones to date, R the reserved ones, B the fixed amount. Sums are øre; where a figure cannot be told it is None.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from db import searched, stay_days
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import fold, search_key
from db.stay_days import plus
from db.values import text_of

COUNTINGS = ("nights", "both_days", "manual")
QUOTA_FIELDS = (
    "site_id", "year", "nights", "carried_nights", "carry_over", "amount_ore", "inside_ore", "outside_ore",
    "counting", "manual_used", "invoiced_nights", "reference", "note",
)  # fmt: skip
SETTLED_DAYS = 60  # the pace of fewer days than these says nothing of the year
NEARLY, ENOUGH = Fraction(8, 10), Fraction(9, 10)  # warn from 80 % used, and where less than 90 % will be
AUTUMN = "-09-01"  # the day after which too little use is told


@dataclass(frozen=True, slots=True)
class Figures:
    """How an agreement stands on a day; every figure of section "Quota"."""

    total: int
    used: int
    reserved: int
    left: int
    elapsed: int
    days: int
    straight: Fraction
    forecast_a: int
    forecast_b: Fraction | None
    cost_a: int | None
    cost_b: int | None
    price_ore: int | None
    unused_ore: int
    deviation: int | None

    @property
    def forecast(self) -> Fraction:
        """The higher of A and B: what is booked will be used, and so will what the pace tells."""
        return max(Fraction(self.forecast_a), self.forecast_b or Fraction(0))


def figures(quota: Mapping[str, Any], used: int, reserved: int, *, today: str) -> Figures:
    """The figures of an agreement with used and reserved døgn. Osen: 580 000 kr / 193 døgn = 3 005.18 kr."""
    total, days = quota["nights"] + quota["carried_nights"], year_days(quota["year"])
    elapsed = min(days, max(0, stay_days.nights(f"{quota['year']}-01-01", today)))
    a, b = used + reserved, Fraction(used * days, elapsed) if elapsed >= SETTLED_DAYS else None
    highest = max(Fraction(a), b or Fraction(0))
    return Figures(
        total=total, used=used, reserved=reserved, left=total - a, elapsed=elapsed, days=days,
        straight=Fraction(total * elapsed, days), forecast_a=a, forecast_b=b, cost_a=cost(quota, Fraction(a)),
        cost_b=None if b is None else cost(quota, b),
        price_ore=rounded(Fraction(quota["amount_ore"], used)) if used else None,
        unused_ore=rounded(max(Fraction(0), total - highest) * Fraction(quota["amount_ore"], quota["nights"])),
        deviation=None if quota["invoiced_nights"] is None else quota["invoiced_nights"] - used,
    )  # fmt: skip


def cost(quota: Mapping[str, Any], forecast: Fraction) -> int | None:
    """B, the price inside of the døgn within K where there is one, and the outside price of those beyond K.

    None where some are beyond and nobody has written what they cost.
    """
    total = Fraction(quota["nights"] + quota["carried_nights"])
    beyond = max(Fraction(0), forecast - total)
    if beyond and quota["outside_ore"] is None:
        return None
    inside = quota["inside_ore"] * min(forecast, total)
    return rounded(quota["amount_ore"] + inside + beyond * (quota["outside_ore"] or 0))


def rounded(value: Fraction) -> int:
    """The nearest whole number, halves up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def year_days(year: int) -> int:
    """365, or 366 in a leap year."""
    return stay_days.nights(f"{year:04}-01-01", f"{year + 1:04}-01-01")


# what is counted


@dataclass(frozen=True, slots=True)
class Counted:
    """What one stay takes of an agreement: the døgn until today and those to come, each in [from_on, to_on).

    in_on and out_on are the days it is at the supplier, over the turn of a year as well.
    """

    stay_id: int
    person_id: int
    first_name: str
    last_name: str
    protected: int
    state: str
    in_on: str
    out_on: str
    used: int
    reserved: int
    days: tuple[str, str]


def counted(db: Reader, quota: Mapping[str, Any], *, today: str) -> list[Counted]:
    """The stays that take of an agreement, by the day they come; also those with no døgn in its year but a day.

    Rule "nights" counts each night, "both_days" each day from coming to leaving, both of them included. A day is used
    when it has passed and the person was there, reserved when it is to come and somebody is granted, planned or there.
    With "manual" our nights are shown, and what was written is used.
    """
    first, beyond = f"{quota['year']}-01-01", f"{quota['year'] + 1}-01-01"
    more = 1 if quota["counting"] == "both_days" else 0
    found = []
    for run in _runs(db, quota["site_id"], first, beyond, today):
        since, until = max(run["from_on"], first), min(plus(run["to_on"], more), beyond)
        passed = until if run["state"] == "discharged" else min(until, today)
        came = run["state"] in ("in", "discharged")
        used = max(0, stay_days.nights(since, passed)) if came else 0
        ahead = 0 if run["state"] == "discharged" else max(0, stay_days.nights(max(since, today), until))
        if used or ahead:
            found.append(
                Counted(run["stay_id"], run["person_id"], run["first_name"], run["last_name"], run["protected"],
                        run["state"], run["from_on"], run["to_on"], used, ahead,
                        (since if came else max(since, today), until))
            )  # fmt: skip
    return found


def _runs(db: Reader, site_id: int, since: str, until: str, today: str) -> list[dict[str, Any]]:
    """The time that each stay is at a site without a break, its end today where somebody should have left."""
    rows = db.rows(
        """SELECT g.*, st.state, st.person_id, b.first_name, b.last_name, b.protected, NOT EXISTS (
            SELECT 1 FROM stay_segment o WHERE o.stay_id = g.stay_id AND o.from_on > g.from_on) AS last
        FROM stay_segment g JOIN stay st ON st.stay_id = g.stay_id JOIN person b ON b.person_id = st.person_id
        WHERE g.site_id = :site AND st.form = 'night' AND st.state IN ('granted', 'planned', 'in', 'discharged')
        ORDER BY g.stay_id, g.from_on, g.to_on""",
        site=site_id,
    )
    runs: list[dict[str, Any]] = []
    for row in rows:
        ends = max(row["to_on"], today) if row["state"] == "in" and row["last"] else row["to_on"]
        if runs and runs[-1]["stay_id"] == row["stay_id"] and runs[-1]["to_on"] == row["from_on"]:
            runs[-1]["to_on"] = ends
        else:
            runs.append(dict(row) | {"to_on": ends})
    of_period = (run for run in runs if run["from_on"] < until and run["to_on"] >= since)
    return sorted(of_period, key=lambda run: (run["from_on"], run["stay_id"]))


def reached_on(quota: Mapping[str, Any], stays: Sequence[Counted]) -> str | None:
    """The first day that is beyond K, by our own count; None while there is room for all that is booked."""
    per_day: dict[str, int] = {}
    for one in stays:
        day, until = one.days
        while day < until:
            per_day[day] = per_day.get(day, 0) + 1
            day = plus(day, 1)
    left = quota["nights"] + quota["carried_nights"]
    for day in sorted(per_day):
        left -= per_day[day]
        if left < 0:
            return day
    return None


# lists


_STATUSES = ("used_up", "overbooked", "nearly", "unused")  # warnings, the most urgent first
_ROWS = "SELECT q.*, s.name AS site_name, s.name_key FROM quota q JOIN site s ON s.site_id = q.site_id"
_CHIPS = ("year", "warned", "all")


def rows(db: Reader, keys: Sequence[int], *, today: str) -> list[dict[str, Any]]:
    """The list rows of agreements for ids: their columns, Figures (straight and forecasts to one decimal), agreed_ore
    (fixed amount for each bought døgn), share (whole per cent used), status, warnings and reached_on."""
    return [_row(db, row, today) for row in db.rows(f"{_ROWS} WHERE q.quota_id IN ({searched.ids(list(keys))})")]


def quota(db: Reader, quota_id: int, *, today: str) -> dict[str, Any]:
    """One agreement as in `rows`, or Rejected."""
    found = rows(db, [quota_id], today=today)
    if not found:
        raise Rejected(Why.NO_SUCH, kind="quota", ref=quota_id)
    return found[0]


def ids(
    db: Reader, *, today: str, order: str = "year", descending: bool = True, text: str = "", chip: str = "all",
    site_id: int | None = None,
) -> list[int]:  # fmt: skip
    """Ids of the agreements in a list; chip is one of year (this year's), warned, all. Any figure is an order."""
    every = rows(db, db.column("SELECT quota_id FROM quota"), today=today)
    wanted = [row for row in every if _fits(row, chip, today) and row["site_id"] == (site_id or row["site_id"])]
    words = fold(text).split()
    wanted = [row for row in wanted if all(word in search_key(row["site_name"], row["reference"]) for word in words)]
    wanted.sort(key=lambda row: (row["name_key"], row["year"]))
    by = "name_key" if order == "name" else order
    wanted.sort(key=lambda row: (row[by] is not None, 0 if row[by] is None else row[by]), reverse=descending)
    return [row["quota_id"] for row in wanted]


def chips(db: Reader, *, today: str) -> dict[str, int]:
    """How many agreements each chip of the list holds."""
    every = rows(db, db.column("SELECT quota_id FROM quota"), today=today)
    return {chip: sum(_fits(row, chip, today) for row in every) for chip in _CHIPS}


def warnings(db: Reader, today: str) -> list[dict[str, Any]]:
    """What must be told of this year's agreements: their rows (see `rows`), each with `kind`, the most urgent first.

    kind: used_up (100 % of K is used), overbooked (used and reserved are more than K), nearly (80 % is used), unused
    (after 1 September the forecast is under 90 % of K).
    """
    found = rows(db, ids(db, today=today, chip="warned"), today=today)
    told = [row | {"kind": kind} for row in found for kind in row["warnings"]]
    return sorted(told, key=lambda row: (_STATUSES.index(row["kind"]), row["name_key"]))


def carried(db: Reader, site_id: int, year: int, *, today: str) -> int:
    """The døgn that the agreement of the year before leaves for this one, 0 where it carries none over."""
    before = db.value("SELECT quota_id FROM quota WHERE site_id = :site AND year = :year", site=site_id, year=year - 1)
    if before is None:
        return 0
    row = quota(db, before, today=today)
    return max(0, row["left"]) if row["carry_over"] else 0


def _fits(row: Mapping[str, Any], chip: str, today: str) -> bool:
    return {"year": row["year"] == int(today[:4]), "warned": bool(row["warnings"]), "all": True}[chip]


def _row(db: Reader, row: Row, today: str) -> dict[str, Any]:
    quota = dict(row)
    stays, manual = counted(db, quota, today=today), row["counting"] == "manual"
    used = row["manual_used"] or 0 if manual else sum(one.used for one in stays)
    known = figures(quota, used, sum(one.reserved for one in stays), today=today)
    told = told_of(known, row["year"], today)
    return quota | asdict(known) | {
        "straight": float(round(known.straight, 1)),
        "forecast_b": None if known.forecast_b is None else float(round(known.forecast_b, 1)),
        "forecast": float(round(known.forecast, 1)), "share": rounded(Fraction(100 * used, known.total)),
        "own_count": sum(one.used for one in stays), "warnings": told,
        "agreed_ore": rounded(Fraction(row["amount_ore"], row["nights"])),
        "reached_on": None if manual else reached_on(quota, stays),
        "status": told[0] if told else _phase(row["year"], today),
    }  # fmt: skip


def told_of(known: Figures, year: int, today: str) -> list[str]:
    """The warnings of an agreement, the most urgent first; of this year's only."""
    if year != int(today[:4]):
        return []
    holds = {
        "used_up": known.used >= known.total,
        "overbooked": known.used < known.total < known.forecast_a,
        "nearly": NEARLY * known.total <= known.used < known.total,
        "unused": today > f"{year}{AUTUMN}" and known.forecast < ENOUGH * known.total,
    }
    return [kind for kind in _STATUSES if holds[kind]]


def _phase(year: int, today: str) -> str:
    now = int(today[:4])
    return "ended" if year < now else "coming" if year > now else "fine"


# commands


@writes("quota")
def add_quota(tx: Tx, *, site_id: int, year: int, nights: int, amount_ore: int, **fields: Any) -> int:
    """Register an agreement with a supplier for a year (QUOTA_FIELDS); returns quota_id."""
    given = fields | {"site_id": site_id, "year": year, "nights": nights, "amount_ore": amount_ore}
    columns = _columns(tx, given)
    _note(tx, columns)
    return tx.insert("quota", **columns)


@writes("quota")
def change_quota(tx: Tx, *, quota_id: int, rev: int | None = None, **fields: Any) -> None:
    """Change an agreement, or write what has been used by hand (manual_used) and invoiced (invoiced_nights)."""
    now = tx.row("quota", quota_id)
    columns = _columns(tx, {name: now[name] for name in QUOTA_FIELDS} | fields)
    _note(tx, columns)
    tx.update("quota", quota_id, rev=rev, **columns)


_NUMBERS = ("carried_nights", "inside_ore", "outside_ore", "manual_used", "invoiced_nights")


def _columns(tx: Tx, fields: dict[str, Any]) -> dict[str, Any]:
    if tx.row("site", fields["site_id"])["kind"] != "external":
        raise Rejected(Why.NOT_A_SUPPLIER, "site_id")
    counting, least = fields.get("counting") or "nights", {"nights": 1, "year": 1990, "amount_ore": 0}
    if counting not in COUNTINGS:
        raise Rejected(Why.MISSING_VALUE, "counting")
    for name in (*least, *_NUMBERS):
        number = fields.get(name)
        if (number is None and name in least) or (number is not None and number < least.get(name, 0)):
            raise Rejected(Why.MISSING_VALUE, name)
    columns = {name: fields.get(name) for name in ("site_id", *least, *_NUMBERS)}
    return columns | {
        "carried_nights": columns["carried_nights"] or 0, "inside_ore": columns["inside_ore"] or 0,
        "carry_over": int(bool(fields.get("carry_over"))), "counting": counting,
        "manual_used": columns["manual_used"] if counting == "manual" else None,
        **{name: text_of(fields, name) for name in ("reference", "note")},
    }  # fmt: skip


def _note(tx: Tx, columns: dict[str, Any]) -> None:
    tx.note(year=columns["year"], count=columns["nights"], site=tx.row("site", columns["site_id"])["name"])
