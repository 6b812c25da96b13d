"""What a stay costs the person: dated rates that the municipality enters, and the 60 nights of a calendar year.

Short-term stays are counted over all sites, without respite and acute stays; nights on leave are none. The rate per
day holds for the first 60 nights of a calendar year only (the regulation on payment for municipal health and care
services: the municipality checks it there). Days that are billed are a setting and never the statistics.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import settings
from db.command import Tx, writes
from db.connection import Reader, Row
from db.day_plan import days
from db.errors import Rejected, Why
from db.stay_days import ends_on, plus
from db.values import ensure_day, text_of

KINDS = ("full_day", "day_or_night")
BILLING = ("nights", "both_days")  # nights only, or the day of arrival and that of leaving both
LIMIT, WARNS_AT = 60, 50
COUNTED = ("rehabilitation", "assessment")
_FAR = "9999-12-31"

_SEGMENTS = f"""SELECT s.stay_id, s.state, g.from_on, g.to_on
    FROM stay_segment g JOIN stay s ON s.stay_id = g.stay_id
    WHERE s.form = 'night' AND s.purpose IN {COUNTED} AND s.state IN ('planned', 'in', 'discharged')
        AND s.person_id = :person
    ORDER BY s.stay_id, g.from_on"""
_LEAVES = """SELECT l.stay_id, l.from_on, l.to_on FROM stay_leave l JOIN stay s ON s.stay_id = l.stay_id
    WHERE s.person_id = :person"""


@dataclass(frozen=True, slots=True)
class SixtyDays:
    """The nights of one person in a calendar year: `used` until today, `ahead` from today on as it is planned now.

    `sixtieth_on` is the night that is the 60th, None where it is not reached. `stay_id` is the stay that is under way,
    else the next planned one, else None.
    """

    person_id: int
    year: int
    used: int
    ahead: int
    sixtieth_on: str | None
    stay_id: int | None

    @property
    def left(self) -> int:
        """Nights left today; 0 where there are none."""
        return max(0, LIMIT - self.used)

    @property
    def warns(self) -> bool:
        return self.used >= WARNS_AT


@dataclass(frozen=True, slots=True)
class Line:
    """Days at one rate: `from_on` is the day the rate is valid from."""

    kind: str
    from_on: str
    days: int
    rate_ore: int

    @property
    def amount_ore(self) -> int:
        return self.days * self.rate_ore


@dataclass(frozen=True, slots=True)
class Charge:
    """What is to be paid: the lines, the nights after the 60th (no rate per day), and the days that lack a rate."""

    lines: tuple[Line, ...]
    beyond: int
    missing: tuple[str, ...]

    @property
    def amount_ore(self) -> int:
        return sum(line.amount_ore for line in self.lines)


# the 60 nights


@dataclass(frozen=True, slots=True)
class _Night:
    stay_id: int
    state: str
    slept: bool


def sixty_day_count(db: Reader, person_id: int, year: int, today: str) -> SixtyDays:
    """The counter of one person for a calendar year."""
    return _counted(person_id, year, _nights(db, person_id, today))


def near_sixty(db: Reader, today: str) -> list[SixtyDays]:
    """Everybody with a stay under way or planned who has used 50 nights of this year or more, the most first."""
    staying = f"""SELECT DISTINCT person_id FROM stay
        WHERE form = 'night' AND purpose IN {COUNTED} AND state IN ('planned', 'in')"""
    found = [sixty_day_count(db, ref, int(today[:4]), today) for ref in db.column(staying)]
    return sorted((one for one in found if one.warns and one.stay_id is not None),
                  key=lambda one: (-one.used, one.person_id))  # fmt: skip


def _counted(person_id: int, year: int, nights: dict[str, _Night]) -> SixtyDays:
    of_year = sorted(night for night in nights if night[:4] == f"{year:04}")
    open_stays = [one for _night, one in sorted(nights.items()) if one.state != "discharged" and not one.slept]
    staying = [one for one in nights.values() if one.state == "in"] or open_stays
    used = sum(nights[night].slept for night in of_year)
    return SixtyDays(
        person_id, year, used, len(of_year) - used, of_year[LIMIT - 1] if len(of_year) >= LIMIT else None,
        staying[0].stay_id if staying else None,
    )  # fmt: skip


def _nights(db: Reader, person_id: int, today: str) -> dict[str, _Night]:
    """Every night of a person, each once also where two stays share it; of planned stays those still to come."""
    away: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in db.rows(_LEAVES, person=person_id):
        away[row["stay_id"]].append((row["from_on"], row["to_on"] or _FAR))
    found: dict[str, _Night] = {}
    for row in db.rows(_SEGMENTS, person=person_id):
        for night in days(row["from_on"], _until(row, today)):
            slept = night < today or row["state"] == "discharged"
            absent = any(first <= night < last for first, last in away[row["stay_id"]])
            if not absent and not (slept and row["state"] == "planned"):
                found.setdefault(night, _Night(row["stay_id"], row["state"], slept))
    return found


def _until(row: Row, today: str) -> str:
    """Where a segment ends: whoever is in the house is there until told to have left, and the night is counted once."""
    return ends_on(row["to_on"], False, today) if row["state"] == "in" else row["to_on"]


# what it costs


def rates(db: Reader) -> list[Row]:
    """Every rate, by kind and the newest first."""
    return db.rows("SELECT * FROM stay_rate ORDER BY kind DESC, from_on DESC")


def charge(db: Reader, person_id: int, since: str, until: str, *, today: str) -> Charge:
    """What a person is to pay for [since, until), a month say, over all stays and day rehab, until today."""
    return _charge(db, person_id, None, since, until, today)


def charge_of_stay(db: Reader, stay_id: int, *, today: str) -> Charge:
    """What a person is to pay for one stay until today; the nights before it in other stays count towards the 60."""
    person_id = db.value("SELECT person_id FROM stay WHERE stay_id = :ref", ref=stay_id)
    if person_id is None:
        raise Rejected(Why.NO_SUCH, kind="stay", ref=stay_id)
    return _charge(db, person_id, stay_id, "0001-01-01", plus(today, 1), today)


def _charge(db: Reader, person_id: int, stay_id: int | None, since: str, until: str, today: str) -> Charge:
    inside, beyond = _parted(_nights(db, person_id, today))
    nights = {night for night, one in inside.items() if stay_id in (None, one.stay_id)}
    if settings.settings(db)["stay_billing_days"] == "both_days":
        nights |= {plus(night, 1) for night in nights}
    attended = _attended(db, person_id, stay_id, since, until)
    lines, missing = _lines(db, {"full_day": [day for day in sorted(nights) if since <= day < until],
                                 "day_or_night": attended})  # fmt: skip
    over = sum(stay_id in (None, one.stay_id) and since <= night < until for night, one in beyond.items())
    return Charge(tuple(lines), over, tuple(missing))


def _parted(nights: dict[str, _Night]) -> tuple[dict[str, _Night], dict[str, _Night]]:
    """The nights slept until now: the first 60 of each calendar year, and the others."""
    inside, beyond, count = {}, {}, Counter()
    for night in sorted(night for night, one in nights.items() if one.slept):
        count[night[:4]] += 1
        (inside if count[night[:4]] <= LIMIT else beyond)[night] = nights[night]
    return inside, beyond


def _attended(db: Reader, person_id: int, stay_id: int | None, since: str, until: str) -> list[str]:
    """The days of day rehab that are to be paid."""
    return db.column(
        f"""SELECT DISTINCT a.on_day FROM attendance a JOIN stay s ON s.stay_id = a.stay_id
        WHERE s.person_id = :person AND (:stay IS NULL OR s.stay_id = :stay) AND a.state = 'attended'
            AND s.purpose IN {COUNTED} AND a.on_day >= :since AND a.on_day < :until ORDER BY a.on_day""",
        person=person_id,
        stay=stay_id,
        since=since,
        until=until,
    )


def _lines(db: Reader, billed: dict[str, Sequence[str]]) -> tuple[list[Line], list[str]]:
    known, lines, missing = rates(db), [], []
    for kind, on_days in billed.items():
        per_rate: Counter[tuple[str, int]] = Counter()
        for day in on_days:
            rate = next((row for row in known if row["kind"] == kind and row["from_on"] <= day), None)
            if rate is None:
                missing.append(day)
            else:
                per_rate[rate["from_on"], rate["amount_ore"]] += 1
        lines += [Line(kind, from_on, count, ore) for (from_on, ore), count in sorted(per_rate.items())]
    return lines, sorted(missing)


# commands


@writes("rate")
def set_rate(tx: Tx, *, kind: str, from_on: str, amount_ore: int, source: str = "") -> int:
    """Enter what a day costs from a day on (kind is one of KINDS); returns stay_rate_id."""
    columns = _columns({"kind": kind, "from_on": from_on, "amount_ore": amount_ore, "source": source})
    tx.note(kind=kind, from_on=columns["from_on"], amount_ore=amount_ore)
    return tx.insert("stay_rate", **columns)


@writes("rate")
def change_rate(tx: Tx, *, stay_rate_id: int, rev: int | None = None, **fields: Any) -> None:
    """Mend a rate that was entered wrongly; a new amount from another day is a rate of its own."""
    now = tx.row("stay_rate", stay_rate_id)
    columns = _columns({name: now[name] for name in ("kind", "from_on", "amount_ore", "source")} | fields)
    tx.note(kind=columns["kind"], from_on=columns["from_on"], amount_ore=columns["amount_ore"])
    tx.update("stay_rate", stay_rate_id, rev=rev, **columns)


@writes("rate")
def remove_rate(tx: Tx, *, stay_rate_id: int) -> None:
    """Take out a rate that was entered by mistake."""
    now = tx.row("stay_rate", stay_rate_id)
    tx.note(kind=now["kind"], from_on=now["from_on"], amount_ore=now["amount_ore"])
    tx.delete("stay_rate", stay_rate_id)


def _columns(fields: dict[str, Any]) -> dict[str, Any]:
    from_on, amount = ensure_day(fields["from_on"], "from_on"), fields["amount_ore"]
    if fields["kind"] not in KINDS:
        raise Rejected(Why.MISSING_VALUE, "kind")
    if from_on is None:
        raise Rejected(Why.MISSING_VALUE, "from_on")
    if not isinstance(amount, int) or amount < 0:
        raise Rejected(Why.MISSING_VALUE, "amount_ore")
    return {"kind": fields["kind"], "from_on": from_on, "amount_ore": amount, "source": text_of(fields, "source")}
