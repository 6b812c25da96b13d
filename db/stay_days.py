"""The one rule of a stay's days, for chart, form, import and figures: half-open intervals of ISO dates.

A stay is [inn, ut): the day of discharge does not count (SSB: liggedager is discharge date minus admission date).
Clock times never enter. Who comes and leaves on the same day has 0 nights, and holds the place that day.
"""

from datetime import date, timedelta


def plus(day: str, days: int) -> str:
    """The ISO day so many days later."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def nights(in_on: str, out_on: str) -> int:
    """Liggedøgn of [in_on, out_on): in on the 1st, out on the 4th is 3."""
    return (date.fromisoformat(out_on) - date.fromisoformat(in_on)).days


def held_until(in_on: str, out_on: str) -> str:
    """The first night that the place is free again: out_on, but the day after where both are the same."""
    return out_on if out_on > in_on else plus(in_on, 1)


def collide(a_in: str, a_out: str, b_in: str, b_out: str) -> bool:
    """Whether two stays need the same place on the same day."""
    return a_in < held_until(b_in, b_out) and b_in < held_until(a_in, a_out)


def clipped(in_on: str, out_on: str, since: str, until: str) -> int:
    """Nights of [in_on, out_on) within the period [since, until)."""
    return max(0, nights(max(in_on, since), min(out_on, until)))


def ends_on(out_on: str, confirmed: bool, today: str) -> str:
    """The day a stay ends as it looks now: told, or today where that day has passed and nobody has left.

    confirmed: the person has been discharged. That the day of leaving was certain empties no place.
    """
    return out_on if confirmed else max(out_on, today)
