"""The figures of the depot's own work in a month: from need to delivery, use, idle copies, loss, repairs, value out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db import figures_journal
from db.connection import Reader, Row
from db.figures_journal import Cleaned
from db.overview import days_between, month_after, months_until

IDLE_DAYS = 180
# The figures in the order that sheet and paper tell them; desktop.figures_words has the rule of each.
RULES = ("asked", "delivered", "waiting", "delivery_days", "ordinary_days", "urgent_days", "delivery_longest",
         "cleaning_longest", "year_loans", "loans_per_copy", "idle", "value_out", "lost", "lost_value", "repairs",
         "repair_cost")  # fmt: skip
MONEY = ("value_out", "lost_value", "repair_cost")  # in øre
Entry = tuple[str, int]  # the product group of what was counted, and its number: days, øre, loans, or 1


@dataclass(frozen=True, slots=True)
class Delivered:
    """A request that was met in the month: the line that met it, and how many days that took."""

    request_id: int
    line_id: int
    urgency: str
    asked_on: str
    out_on: str
    days: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was made in the month, or that still waited when it ended."""

    request_id: int
    name: str
    group_name: str
    urgency: str
    asked_on: str
    wanted_on: str
    outcome: str | None
    closed_on: str | None
    made: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class Idle:
    """A copy that stood ready and was not asked for; the day it last came back, None where it was never out."""

    item_id: int
    back_on: str | None


@dataclass(frozen=True, slots=True)
class Lost:
    """A copy that went missing in the month, what it cost in øre (None where nobody knows)."""

    item_id: int
    price_ore: int | None


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair that ended in the month."""

    item_id: int
    opened_on: str
    closed_on: str
    state: str
    cost_ore: int | None


@dataclass(frozen=True, slots=True)
class DepotMonth:
    """The entries that each figure is counted from, and the lists behind them."""

    entries: Mapping[str, Sequence[Entry]]
    requests: tuple[Asked, ...]
    delivered: tuple[Delivered, ...]
    idle: tuple[Idle, ...]
    lost: tuple[Lost, ...]
    repairs: tuple[Repair, ...]
    year_loans: Mapping[int, int]  # item_id of a copy in the closing stock → how often it was lent in a year
    prices: Mapping[int, int | None]  # line_id of what is out → øre

    @property
    def groups(self) -> tuple[str, ...]:
        """The product groups that any of the figures has something of, in order."""
        return tuple(sorted({group for entries in self.entries.values() for group, _number in entries}))

    def value(self, rule: str, group: str | None = None) -> float | None:
        """One of RULES, of one group or of all; None where nothing was there to measure."""
        return FOLDS[rule]([number for name, number in self.entries[rule] if group is None or name == group])


def median(values: Iterable[int]) -> float | None:
    """The middle value; between the two middle ones where their number is even; None where there is none."""
    found = sorted(values)
    half = len(found) // 2
    return None if not found else found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2


def _longest(values: Sequence[int]) -> int | None:
    return max(values, default=None)


def _mean(values: Sequence[int]) -> float | None:
    return round(sum(values) / len(values), 2) if values else None


_MEASURES: dict[str, Callable[[Sequence[int]], float | None]] = {
    "delivery_days": median,
    "ordinary_days": median,
    "urgent_days": median,
    "delivery_longest": _longest,
    "cleaning_longest": _longest,
    "loans_per_copy": _mean,
}
# How the entries of a figure become one number; those that are not measures are sums.
FOLDS: dict[str, Callable[[Sequence[int]], float | None]] = {rule: _MEASURES.get(rule, sum) for rule in RULES}


def month(
    db: Reader,
    period: Mapping[str, str],
    *,
    copies: Sequence[Row],
    stock: frozenset[int],
    open_lines: Sequence[Row],
    cleaned: Sequence[Cleaned],
) -> DepotMonth:
    """The month's figures. period: since, until and last; copies: figures_journal.COPIES_QUERY.

    stock: the copies at the end; open_lines: rows of what was out then, with line_id, group_name and price_ore.
    """
    days = {"since": period["since"], "until": period["until"]}
    group = {row["item_id"]: row["group_name"] for row in copies}
    states = figures_journal.states(db, copies, since=days["since"])
    year = _year_loans(db, stock, period)
    idle, lost = _idle(db, stock, states, period), _lost(copies, states, days)
    met, made = db.rows(DELIVERED_QUERY, **days), tuple(_asked(row, days) for row in db.rows(REQUESTS_QUERY, **days))
    repairs = tuple(Repair(*row) for row in db.rows(REPAIRS_QUERY, **days))
    delivered = tuple(_delivered(row) for row in met)
    waits = [(row["group_name"], one) for row, one in zip(met, delivered, strict=True)]
    return DepotMonth(
        entries={
            "asked": [(one.group_name, 1) for one in made if one.made],
            "delivered": [(name, 1) for name, _one in waits],
            "waiting": [(one.group_name, 1) for one in made if one.waits],
            "delivery_days": [(name, one.days) for name, one in waits],
            "ordinary_days": [(name, one.days) for name, one in waits if one.urgency == "ordinary"],
            "urgent_days": [(name, one.days) for name, one in waits if one.urgency != "ordinary"],
            "delivery_longest": [(name, one.days) for name, one in waits],
            "cleaning_longest": [(group[stay.item_id], stay.days) for stay in cleaned],
            "year_loans": [(group[item], number) for item, number in year.items()],
            "loans_per_copy": [(group[item], number) for item, number in year.items()],
            "idle": [(group[one.item_id], 1) for one in idle],
            "value_out": [(row["group_name"], row["price_ore"] or 0) for row in open_lines],
            "lost": [(group[one.item_id], 1) for one in lost],
            "lost_value": [(group[one.item_id], one.price_ore or 0) for one in lost],
            "repairs": [(group[one.item_id], 1) for one in repairs],
            "repair_cost": [(group[one.item_id], one.cost_ore or 0) for one in repairs],
        },
        requests=made,
        delivered=delivered,
        idle=idle,
        lost=lost,
        repairs=repairs,
        year_loans=year,
        prices={row["line_id"]: row["price_ore"] for row in open_lines},
    )


# --- requests ------------------------------------------------------------------------------------------------

_MET = """FROM request r JOIN loan_line l ON l.request_id = r.request_id
    JOIN product p ON p.product_id = r.product_id
    WHERE r.closed_on >= :since AND r.closed_on < :until AND r.outcome = 'filled'
        AND coalesce(l.end_reason, '') <> 'mistake'"""
DELIVERED_QUERY = f"""SELECT r.request_id, l.line_id, r.urgency, r.asked_on, l.out_on, p.group_name {_MET}
    ORDER BY l.out_on, l.line_id"""
# Made in the month, or made before and still open at its end: three indexes, no look at what closed long ago.
REQUESTS_QUERY = """SELECT r.*, p.name, p.group_name FROM request r JOIN product p ON p.product_id = r.product_id
    WHERE r.request_id IN (
        SELECT request_id FROM request WHERE asked_on >= :since AND asked_on < :until
        UNION SELECT request_id FROM request WHERE outcome IS NULL AND asked_on || '' < :until
        UNION SELECT request_id FROM request WHERE closed_on >= :until AND asked_on || '' < :until)
    ORDER BY r.asked_on, r.request_id"""


def _delivered(row: Row) -> Delivered:
    days = max(0, days_between(row["asked_on"], row["out_on"]))
    return Delivered(row["request_id"], row["line_id"], row["urgency"], row["asked_on"], row["out_on"], days)


def _asked(row: Row, days: Mapping[str, str]) -> Asked:
    return Asked(
        row["request_id"], row["name"], row["group_name"], row["urgency"], row["asked_on"], row["wanted_on"],
        row["outcome"], row["closed_on"], made=row["asked_on"] >= days["since"],
        waits=(row["closed_on"] or days["until"]) >= days["until"],
    )  # fmt: skip


# --- copies --------------------------------------------------------------------------------------------------

YEAR_QUERY = """SELECT item_id FROM loan_line WHERE out_on >= :year AND out_on < :until
    AND coalesce(end_reason, '') <> 'mistake'"""
# The copies that were out at some time since a day, those that were registered since, and when each came back last.
OUT_SINCE_QUERY = """SELECT item_id FROM loan_line WHERE end_reason IS NULL AND out_on || '' < :until
    UNION ALL SELECT item_id FROM loan_line
        WHERE ended_on >= :limit AND out_on || '' < :until AND end_reason <> 'mistake'
    UNION ALL SELECT item_id FROM loan_line
        WHERE out_on >= :limit AND out_on < :until AND coalesce(end_reason, '') <> 'mistake'"""
NEW_SINCE_QUERY = """SELECT c.ref_id FROM op o JOIN change c ON c.op_seq = o.seq
    WHERE o.on_day >= :limit AND c.kind = 'item' AND c.action = 'insert'"""
_LAST_BACK = """SELECT item_id, max(ended_on) AS back_on FROM loan_line WHERE item_id IN ({ids})
    AND end_reason <> 'mistake' GROUP BY item_id"""
REPAIRS_QUERY = """SELECT item_id, opened_on, closed_on, state, cost_ore FROM service_case
    WHERE closed_on >= :since AND closed_on < :until AND kind = 'repair' ORDER BY closed_on, service_case_id"""


def _year_loans(db: Reader, stock: frozenset[int], period: Mapping[str, str]) -> dict[int, int]:
    year = f"{months_until(period['since'][:7], 12)[0]}-01"
    lent = Counter(db.column(YEAR_QUERY, year=year, until=period["until"]))
    return {item: lent[item] for item in sorted(stock)}


def _idle(
    db: Reader, stock: frozenset[int], states: figures_journal.States, period: Mapping[str, str]
) -> tuple[Idle, ...]:
    limit, until = _shifted(period["last"], -IDLE_DAYS), period["until"]
    busy = set(db.column(OUT_SINCE_QUERY, limit=limit, until=until)) | set(db.column(NEW_SINCE_QUERY, limit=limit))
    ready = [item for item in sorted(stock - busy) if states.at(item, until)[0] == "available"]
    back = {row["item_id"]: row["back_on"] for row in db.by_ids(_LAST_BACK, ready)}
    return tuple(Idle(item, back.get(item)) for item in ready)


def _lost(copies: Iterable[Row], states: figures_journal.States, days: Mapping[str, str]) -> tuple[Lost, ...]:
    """Copies that are gone at the end and were not when the month began: one that was found again is not lost."""
    return tuple(
        Lost(row["item_id"], row["price_ore"]) for row in copies
        if _gone(states.at(row["item_id"], days["until"])) and not _gone(states.at(row["item_id"], days["since"]))
    )  # fmt: skip


def _gone(stood: tuple[str, str | None]) -> bool:
    return stood[0] == "missing" or stood == ("retired", "lost")


# --- month by month ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Medians of one month ('2026-10'): days from need to delivery by urgency, and in cleaning; None for none."""

    month: str
    ordinary: float | None
    urgent: float | None
    cleaning: float | None


def series(
    db: Reader, *, today: str, months: int = 12, delivery: bool = True, cleaning: bool = True
) -> list[MonthDays]:
    """The months that end with that of `today`, oldest first. What is not asked for is not read."""
    names = months_until(today[:7], months)
    days = {"since": f"{names[0]}-01", "until": f"{month_after(names[-1])}-01"}
    met = [_delivered(row) for row in db.rows(DELIVERED_QUERY, **days)] if delivery else []
    stays = figures_journal.cleaned(db, **days) if cleaning else ()
    return [
        MonthDays(
            name,
            median(one.days for one in met if one.out_on[:7] == name and one.urgency == "ordinary"),
            median(one.days for one in met if one.out_on[:7] == name and one.urgency != "ordinary"),
            median(stay.days for stay in stays if stay.until_on[:7] == name),
        )
        for name in names
    ]


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
