"""The public holidays of Norway ("røde dager" that are not Sundays by themselves), counted for any year."""

from datetime import date, timedelta
from functools import cache

# Law 1995-02-24 no. 12 about holidays and peace of holidays, and law 1947-04-26 no. 1 about 1 and 17 May.
_FIXED = {(1, 1): "new_year", (5, 1): "labour_day", (5, 17): "constitution_day", (12, 25): "christmas_day",
          (12, 26): "second_christmas_day"}  # fmt: skip
_FROM_EASTER = {-3: "maundy_thursday", -2: "good_friday", 0: "easter_day", 1: "second_easter_day", 39: "ascension",
                49: "whit_sunday", 50: "whit_monday"}  # fmt: skip


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def _days(year: int) -> dict[str, str]:
    found = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    for after, name in _FROM_EASTER.items():
        found.setdefault(easter(year) + timedelta(after), name)
    return {day.isoformat(): found[day] for day in sorted(found)}


def red_days(year: int) -> dict[str, str]:
    """The year's holidays by ISO day, with a name to look a word up by."""
    return dict(_days(year))


def is_red(day: str) -> bool:
    """Whether an ISO day is a holiday or a Sunday."""
    return day in _days(int(day[:4])) or date.fromisoformat(day).weekday() == 6


def between(since: str, until: str) -> dict[str, str]:
    """The holidays of [since, until) by ISO day."""
    years = range(int(since[:4]), int(until[:4]) + 1)
    return {day: name for year in years for day, name in _days(year).items() if since <= day < until}
