"""The figures of one month, each with the list it was counted from. Only whole days; the rule of each is in RULES.

Every figure is counted from operations that stand: what was undone has not been, and an undo is no event. A month
that still runs is counted up to and with today.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db import figures_depot, figures_journal
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.figures_depot import DepotMonth, median
from db.figures_journal import Cleaned, StockMove
from db.overview import RETURNS, MonthCount, days_between, month_after, series

# The figures in the order that sheet and paper tell them; desktop.figures_words has the rule of each.
RULES = ("stock_open", "came", "left", "stock_close", "loans", "returns", "other_ends", "open", "overdue", "extended",
         "loan_days", "cleaning_days")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """The month's figures for one product group ('' = copies whose product has none). Medians are None for none."""

    name: str
    stock_open: int
    came: int
    left: int
    stock_close: int
    loans: int
    returns: int
    other_ends: int
    open: int
    overdue: int
    extended: int
    loan_days: float | None
    cleaning_days: float | None


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month and its lists: loan lines by line_id, copies by item_id. `last` is the last day that is counted."""

    month: str
    first: str
    last: str
    complete: bool
    stock_open: frozenset[int]
    stock_close: frozenset[int]
    came: tuple[StockMove, ...]
    left: tuple[StockMove, ...]
    loans: tuple[int, ...]
    returns: tuple[int, ...]
    other_ends: tuple[int, ...]
    open: tuple[int, ...]
    overdue: tuple[int, ...]
    extended: tuple[int, ...]
    open_before: int
    ended_unknown: int
    lengths: tuple[int, ...]  # days, in the order of returns
    due_then: Mapping[int, str | None]  # line_id of an open line → its due day as it was on the last day
    cleaned: tuple[Cleaned, ...]
    depot: DepotMonth
    groups: tuple[Group, ...] = ()
    series: tuple[MonthCount, ...] = ()

    @property
    def loan_days(self) -> float | None:
        """The median length in days of the loans that came back in the month; None where none did."""
        return median(self.lengths)

    @property
    def cleaning_days(self) -> float | None:
        """The median of days that copies waited for cleaning, of those that were cleaned in the month."""
        return median(stay.days for stay in self.cleaned)

    @property
    def stock_holds(self) -> bool:
        """Opening stock + came − left = closing stock, as numbers from four separate counts."""
        return len(self.stock_open) + len(self.came) - len(self.left) == len(self.stock_close)

    @property
    def lines_hold(self) -> bool:
        """Open before + loans − ended = open at the end, ends on unknown days counted among the ended."""
        ended = len(self.returns) + len(self.other_ends) + self.ended_unknown
        return self.open_before + len(self.loans) - ended == len(self.open)

    def value(self, rule: str) -> float | None:
        """One of RULES, or of those of figures_depot, as a number; None where nothing was there to measure."""
        if rule in figures_depot.RULES:
            return self.depot.value(rule)
        found = getattr(self, rule)
        return len(found) if isinstance(found, tuple | frozenset) else found


def month(db: Reader, month: str, *, today: str) -> MonthFigures:
    """All figures of a month ('2026-10') with groups and the twelve months that end with it.

    Rejected for a text that is no month, and for a month that has not begun.
    """
    period = period_of(month, today)
    lines = {name: db.rows(sql, **_used(sql, period)) for name, sql in LINE_QUERIES.items()}
    listed = {name: tuple(row["line_id"] for row in lines[name]) for name in _LISTED}
    copies = db.rows(figures_journal.COPIES_QUERY)
    days = {"since": period["since"], "until": period["until"]}
    stock = figures_journal.stock(db, copies, **days)
    cleaned = figures_journal.cleaned(db, **days)
    depot = figures_depot.month(
        db, period, copies=copies, stock=stock.closing, open_lines=lines["open"], cleaned=cleaned
    )
    figures = MonthFigures(
        month=month,
        first=period["since"],
        last=period["last"],
        complete=period["next"] <= today,
        stock_open=stock.opening,
        came=stock.came,
        left=stock.left,
        stock_close=stock.closing,
        loans=listed["loans"],
        returns=listed["returns"],
        other_ends=listed["other_ends"],
        open=listed["open"],
        extended=listed["extended"],
        overdue=tuple(row["line_id"] for row in lines["open"] if (row["due_then"] or period["last"]) < period["last"]),
        open_before=lines["open_before"][0]["n"],
        ended_unknown=lines["ended_unknown"][0]["n"],
        due_then={row["line_id"]: row["due_then"] for row in lines["open"]},
        lengths=tuple(_length(row) for row in lines["returns"]),
        cleaned=cleaned,
        depot=depot,
        series=tuple(series(db, today=period["last"], months=12)),
    )
    return replace(figures, groups=_by_group(figures, lines, {row["item_id"]: row["group_name"] for row in copies}))


def period_of(month: str, today: str) -> dict[str, str]:
    """since, next (the first day after the month), last (the last day that counts) and until (the day after it)."""
    try:
        since = date.fromisoformat(f"{month}-01").isoformat()
    except ValueError as fault:
        raise Rejected(Why.NOT_A_DAY, "month", day=month) from fault
    if since > today or since[:7] != month:
        raise Rejected(Why.DAY_IN_FUTURE if since > today else Why.NOT_A_DAY, "month", day=month)
    following = f"{month_after(month)}-01"
    until = min(following, _shifted(today, 1))
    return {"since": since, "next": following, "last": _shifted(until, -1), "until": until}


# --- loan lines ----------------------------------------------------------------------------------------------

# A line is open at the end of a day when it went out by then and had not ended: an end on that day is an end.
# A line registered by mistake has never been; one that ended on an unknown day is out of every open list.
_REAL = "coalesce(l.end_reason, '') <> 'mistake'"
_GROUP = """JOIN product p ON p.product_id = coalesce(l.product_id,
    (SELECT i.product_id FROM item i WHERE i.item_id = l.item_id))"""
_PRICE = "(SELECT i.price_ore FROM item i WHERE i.item_id = l.item_id)"
# The due day as it stood at the end of the period: what the first later extension calls the old one.
_DUE_THEN = """CASE WHEN e.extension_id IS NULL THEN l.due_on ELSE e.old_due_on END"""
_LATER = """LEFT JOIN extension e ON e.extension_id = (SELECT min(x.extension_id) FROM extension x
    WHERE x.line_id = l.line_id AND x.made_on >= :until)"""


def _open_at(day: str) -> str:
    """The lines that were open when `day` (a parameter) began, from two indexes.

    The empty text keeps SQLite from reading ten years of out days where it has an index of what is out now.
    """
    return f"""SELECT l.* FROM loan_line l WHERE l.end_reason IS NULL AND l.out_on || '' < {day}
        UNION ALL SELECT l.* FROM loan_line l WHERE l.ended_on >= {day} AND l.out_on < {day} AND {_REAL}"""


LINE_QUERIES: dict[str, str] = {
    "loans": f"""SELECT l.line_id, p.group_name FROM loan_line l {_GROUP}
        WHERE l.out_on >= :since AND l.out_on < :until AND {_REAL} ORDER BY l.out_on, l.line_id""",
    "returns": f"""SELECT l.line_id, l.out_on, l.ended_on, p.group_name FROM loan_line l {_GROUP}
        WHERE l.ended_on >= :since AND l.ended_on < :until AND l.end_reason IN ({RETURNS})
        ORDER BY l.ended_on, l.line_id""",
    "other_ends": f"""SELECT l.line_id, p.group_name FROM loan_line l {_GROUP}
        WHERE l.ended_on >= :since AND l.ended_on < :until AND l.end_reason NOT IN ({RETURNS}, 'mistake')
        ORDER BY l.ended_on, l.line_id""",
    "open": f"""SELECT l.line_id, p.group_name, {_DUE_THEN} AS due_then, {_PRICE} AS price_ore
        FROM ({_open_at(":until")}) l {_GROUP} {_LATER}
        ORDER BY due_then NULLS LAST, l.line_id""",
    "open_before": f"SELECT count(*) AS n FROM ({_open_at(':since')}) l",
    "ended_unknown": """SELECT count(*) AS n FROM loan_line l WHERE l.out_on >= :since AND l.out_on < :until
        AND l.ended_on IS NULL AND l.end_reason IS NOT NULL AND l.end_reason <> 'mistake'""",
    "extended": f"""SELECT l.line_id, p.group_name FROM extension x JOIN loan_line l ON l.line_id = x.line_id {_GROUP}
        WHERE x.made_on >= :since AND x.made_on < :until ORDER BY x.made_on, x.extension_id""",
}
_LISTED = ("loans", "returns", "other_ends", "open", "extended")


def _length(row: Row) -> int:
    return days_between(row["out_on"], row["ended_on"])


def _used(sql: str, period: dict[str, str]) -> dict[str, str]:
    return {name: day for name, day in period.items() if f":{name}" in sql}


# --- groups --------------------------------------------------------------------------------------------------


def _by_group(figures: MonthFigures, lines: dict[str, list[Row]], of_copy: dict[int, str]) -> tuple[Group, ...]:
    """The same figures for each product group that has any."""
    late = set(figures.overdue)
    counts = {
        "stock_open": Counter(of_copy[item] for item in figures.stock_open),
        "came": Counter(of_copy[move.item_id] for move in figures.came),
        "left": Counter(of_copy[move.item_id] for move in figures.left),
        "stock_close": Counter(of_copy[item] for item in figures.stock_close),
        **{name: Counter(row["group_name"] for row in lines[name]) for name in _LISTED},
        "overdue": Counter(row["group_name"] for row in lines["open"] if row["line_id"] in late),
    }
    lengths = _sorted_out((row["group_name"], _length(row)) for row in lines["returns"])
    waits = _sorted_out((of_copy[stay.item_id], stay.days) for stay in figures.cleaned)
    names = sorted(set().union(*counts.values(), waits))
    return tuple(
        Group(name, **{figure: count[name] for figure, count in counts.items()},
              loan_days=median(lengths.get(name, ())), cleaning_days=median(waits.get(name, ())))
        for name in names
    )  # fmt: skip


def _sorted_out(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, days in pairs:
        found.setdefault(name, []).append(days)
    return found


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
