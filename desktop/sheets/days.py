"""Days as people write them in cells, made into ISO text: 12.03.26, 12/3-2026, 3. mars 2026, uke 14, 2026."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "mai may", "jun", "jul", "aug", "sep", "okt oct", "nov", "des dec"), 1
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ t].*)?")
_DMY = re.compile(
    r"(\d{1,2})\s*[./\-, ]\s*(\d{1,2})(?:\s*[./\-, ]+\s*'?(\d{4}|\d{2}))?[.,]?"
    r"(?:\s+(?:kl\.?\s*)?\d{1,2}[:.]\d{2}(?::\d{2})?)?"
)
_DAY_MONTH = re.compile(r"(\d{1,2})\s*[.\- /]?\s*([a-zæøå]{3,10})\.?,?\s*[-/]?\s*'?(\d{4}|\d{2})?")
_MONTH_YEAR = re.compile(r"([a-zæøå]{3,10})\.?,?\s*[-/]?\s*'?(\d{4}|\d{2})")
_MONTH_NUMBER = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})")
_WEEK = re.compile(r"(?:uke|u|veke|v)\.?\s*(\d{1,2})(?:\s*[./,\- ]+\s*(\d{4}|\d{2}))?")
_SPAN = re.compile(r"(?:om |i )?(\d{1,3})\s*(d|dag(?:er|ar)?|uker?|veker?|m|md|mnd|måned(?:er)?|månad(?:er|ar)?|år)\.?")
_YEAR = re.compile(r"\d{4}")
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_COMPACT_ISO = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_WORDS_BEFORE = re.compile(
    r"^(?:(?:ja|ca|cirka|omtrent|fra|til|innen|den|dato|levert|lev|retur|returnert|inn|ut|utlånt|hentet|mandag|man|ma|tirsdag|"
    r"tir|ti|onsdag|ons|on|torsdag|tor|to|fredag|fre|fr|lørdag|lør|lø|søndag|søn|sø)\b\.?:?\s*)+(?=\d|uke|veke|u\.?\s*\d|[a-z])"
)
_AROUND = re.compile(r"^[(\[«\"']+|[)\]»\"'?!]+$")
_OLDEST = "1905"
_EPOCH = date(1899, 12, 30)  # day 0 of Excel's calendar from March 1900 on


def after(day: str, written: str) -> str | None:
    """The day that a span leads to, counted from a day: '12 uker', '3 mnd', '30 dager'; None for other words."""
    found, start = _SPAN.fullmatch(written.casefold().strip()), date.fromisoformat(day)
    if found is None:
        return None
    number, unit = int(found[1]), found[2]
    if unit[0] in "må":
        year, month = divmod(start.year * 12 + start.month - 1 + number * (12 if unit == "år" else 1), 12)
        return f"{year}-{month + 1:02}-{min(start.day, monthrange(year, month + 1)[1]):02}"
    return (start + timedelta(days=number * (1 if unit[0] == "d" else 7))).isoformat()


class Unreadable(ValueError):
    """The cell holds no day. `why`: "no_such_day" (31.02), "no_year" (12/3 and no year near), "not_a_day" (text)."""

    def __init__(self, why: str, text: str):
        super().__init__(why)
        self.why, self.text = why, text


def iso_day(value: Any, *, today: str, year: int | None = None) -> str | None:
    """A cell as 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD', as exact as it says; None where it is empty.

    `year` is what is known from elsewhere (the sheet's name, the neighbour) for days written without one.
    Two-digit years lie at most 20 years ahead. A week is its Monday. Raises Unreadable.
    """
    if isinstance(value, str):
        return _of_text(value, int(today[:4]), year) if value else None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable("not_a_day", str(value))
    return _of_number(float(value), int(today[:4]))


def near(value: Any, *, today: str, after: str) -> str | None:
    """A day that may lack its year: then the first one from `after` on. Raises Unreadable, as iso_day."""
    try:
        return iso_day(value, today=today)
    except Unreadable as fault:
        if fault.why != "no_year":
            raise
    year = int(after[:4])
    day = iso_day(value, today=today, year=year)
    return day if not day or day >= after else iso_day(value, today=today, year=year + 1)


def birth_day(value: Any, *, today: str, before: str | None = None) -> tuple[str | None, str | None]:
    """A birth date and, where the century was not written, its other reading a hundred years earlier.

    The first is the latest that leaves the person at least one year old on `before` (the day of the loan) or today.
    Only whole days count; a year or month alone gives (None, None). Raises Unreadable, also "in_future".
    """
    limit = f"{int((before or today)[:4]) - 1}{(before or today)[4:]}"
    if isinstance(value, str):
        national = re.fullmatch(r"\s*(\d{6})\s?\d{5}\s*", value)
        value = national[1] if national else value
    elif isinstance(value, float) and value >= 1e9:
        value = f"{int(value):011d}"[:6]
    day = iso_day(value, today=today)
    if day is None or len(day) < 10:
        return None, None
    guessed = not isinstance(value, str) or _century_is_open(value)
    if not guessed:
        if day > today:
            raise Unreadable("in_future", str(value))
        return day, None
    older = _years_back(day, 100)
    if day > limit:  # Excel itself reads 7.1.28 as 2028
        if older is None:
            raise Unreadable("no_such_day", str(value))
        return older, None
    return day, older if isinstance(value, str) and older and older >= _OLDEST else None


def month_end(day: str) -> str:
    """'2026-02' -> '2026-02-28', '2026' -> '2026-12-31', a day is itself."""
    if len(day) == 4:
        return f"{day}-12-31"
    if len(day) == 7:
        first = date.fromisoformat(f"{day}-01")
        return ((first + timedelta(days=32)).replace(day=1) - timedelta(days=1)).isoformat()
    return day


def month_start(day: str) -> str:
    """'2026-02' -> '2026-02-01', '2026' -> '2026-01-01', a day is itself."""
    return f"{day}-01-01"[:10]


def _years_back(day: str, years: int) -> str | None:
    try:
        return date(int(day[:4]) - years, int(day[5:7]), int(day[8:])).isoformat()
    except ValueError:
        return None


def _century_is_open(text: str) -> bool:
    return not re.search(r"(?:19|20)\d{2}", re.sub(r"^\d{6}$", "", text.strip()))


def _of_number(number: float, this_year: int) -> str | None:
    whole = int(number)
    if number == whole and 1900 <= whole <= 2100:
        return str(whole)
    if 2100 < number < 80_000:
        return (_EPOCH + timedelta(days=whole)).isoformat()
    if number == whole and 10_000 < whole < 100_000_000:
        return _of_text(str(whole).zfill(8 if whole > 999_999 else 6), this_year, None)
    raise Unreadable("not_a_day", f"{number:g}")


@lru_cache(maxsize=50_000)
def _of_text(text: str, this_year: int, year: int | None) -> str | None:
    plain = _AROUND.sub("", " ".join(text.replace("\xa0", " ").casefold().split())).strip(" .,;:")
    plain = _WORDS_BEFORE.sub("", plain) or plain
    if not plain or plain in ("-", "–", "—"):
        return None
    for pattern, reading in _READINGS:
        if found := pattern.fullmatch(plain):
            result = reading(found, this_year, year, text)
            if result:
                return result
    raise Unreadable("not_a_day", text)


def _full(year: str | None, this_year: int, near: int | None, text: str) -> int:
    if not year:
        if near is None:
            raise Unreadable("no_year", text)
        return near
    if len(year) == 4:
        return int(year)
    full = 2000 + int(year)
    return full if full <= this_year + 20 else full - 100


def _whole(year: int, month: int, day: int, text: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError as fault:
        raise Unreadable("no_such_day", text) from fault


def _iso(found, _this_year, _near, text):
    return _whole(int(found[1]), int(found[2]), int(found[3]), text)


def _dmy(found, this_year, near, text):
    return _whole(_full(found[3], this_year, near, text), int(found[2]), int(found[1]), text)


def _day_month(found, this_year, near, text):
    month = _MONTHS.get(found[2][:3])
    return _whole(_full(found[3], this_year, near, text), month, int(found[1]), text) if month else None


def _month_year(found, this_year, near, text):
    month = _MONTHS.get(found[1][:3])
    return f"{_full(found[2], this_year, near, text)}-{month:02}" if month else None


def _month_number(found, _this_year, _near, text):
    if not 1 <= int(found[1]) <= 12:
        raise Unreadable("no_such_day", text)
    return f"{found[2]}-{int(found[1]):02}"


def _week(found, this_year, near, text):
    try:
        return date.fromisocalendar(_full(found[2], this_year, near, text), int(found[1]), 1).isoformat()
    except Unreadable:
        raise
    except ValueError as fault:
        raise Unreadable("no_such_day", text) from fault


def _year(found, _this_year, _near, _text):
    return found[0] if 1900 <= int(found[0]) <= 2100 else None


_READINGS = (
    (_ISO, _iso),
    (_MONTH_NUMBER, _month_number),
    (_COMPACT_ISO, _iso),
    (_COMPACT, _dmy),
    (_DMY, _dmy),
    (_WEEK, _week),
    (_DAY_MONTH, _day_month),
    (_MONTH_YEAR, _month_year),
    (_YEAR, _year),
)
