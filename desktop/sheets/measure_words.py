"""What people write about a measure's number, status, light, deadline, cost and who answers, made into values."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from db.norwegian import fold
from desktop.plans import words
from desktop.sheets import days, repair
from desktop.sheets.days import Unreadable

MOST = 10**13  # øre; a sum above it is a slip
_NOT = r"(?:ikke|ikkje|ei)"
_STATUSES = (
    (rf"{_NOT} (?:ferdig|fullfør|helt|avslutt).*|(?:nesten|snart|delvis|delvist|nærmest|stort sett) .*|delvis.*",
     "in_progress"),
    (rf"{_NOT} (?:aktuel|relevant|nødvendig).*|uaktuel.*|utg[åa](?:r|tt)\b.*|bortfal.*|fra?fal.*|stopp.*|stans.*|"
     r"avsluttet?\b.*|slått sammen.*|skrinlagt.*|dropp.*|strøket.*|kansel.*|avlyst.*|nedlagt.*", "stopped"),
    (rf"{_NOT} .*|uløst.*|ubehandl.*|planlagt.*|planlegges.*|fremtidig.*|framtidig.*|ny(?:tt)?(?: tiltak)?|0 ?%|nei",
     "not_started"),
    (r"ut ?sat.*|utset.*|forsk[jø].*|(?:satt )?på vent.*|avvent.*|(?:stilt |satt )?i bero.*|på hold.*", "postponed"),
    (r"(?:er |blitt )?(?:ferdig|gjennomfør(?:t|e)\b|fullfør|utfør|oppfyl|oppnådd|implementer|på plass|etablert|løst).*|"
     r"100 ?%|ja|ok|x|✓|✔|gjort\b.*", "completed"),
    (r"(?:er |godt |vi er )?(?:i ?gang|påbegyn|starte|oppstart|begyn|igang|pågå|under\b|underveis|løpende|kontinuerl|"
     r"fortløpende|i rute|i prosess|iverks|arbeid|jobbe|forsink|aktiv).*|[1-9]\d? ?%.*", "in_progress"),
)  # fmt: skip
_LIGHTS = (
    ("green", "g|grønne?|grønt|green|●"),
    ("yellow", "y|gule?|gult|yellow|▲"),
    ("red", "r|røde?|rødt|raud|red|■"),
)
_KINDS = (
    ("yearly", r"årl.*|hvert år.*|kvart år.*|hver (?:vår|høst).*"),
    ("running", r"(?:fort)?løpende.*|kontinuerl.*|varig.*"),
    ("assess", r"vurder.*|utred.*"),
    ("single", r"enkelt.*|engang.*|en gang.*"),
)
_ORDINALS = {"første": 1, "andre": 2, "annet": 2, "tredje": 3, "fjerde": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_PART = re.compile(
    r"(?:(\d|[a-zæøå]+)\.? ?(kvartal|kv|tertial|halvår)\.?|([qkt]) ?(\d)|(kvartal|tertial) (\d))"
    r" ?[,/-]? ?((?:19|20)\d{2})"
)
_PART_AFTER = re.compile(r"((?:19|20)\d{2}) ?[,/-]? ?(?:(\d)\.? ?(kvartal|kv|tertial|halvår)\.?|([qkt]) ?(\d))")
_MONTHS_IN = {"k": 3, "q": 3, "t": 4, "h": 6}
_BEFORE = re.compile(
    r"^(?:(?:innen|før|senest|i løpet av|utgangen av|slutten av|ved|løpet av|til|frist|ferdig|medio|ultimo|året|"
    r"innan|utgangen|av|i)\b[: ]*)+"
)
_YEARS = re.compile(r"(?:(?:19|20)\d{2} ?[-–—/] ?)?((?:19|20)\d{2}|(?<=[-–—/])\d{2})")
_PLAIN_DAY = re.compile(r"\d{1,2}\. [a-zæøå]+ \d{4}|[\d./ -]+")
_AMOUNT = re.compile(r"\d{1,3}(?:[ .']\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
_NUMBER = re.compile(
    r"(?:tiltak(?: nr\.?)? )?([a-zæøå]\.?\d{1,3}(?:\.\d{1,3})*|\d{1,3}(?:\.\d{1,3})+|\d{1,3}[a-z]?(?=[.):]))"
    r"[.):]?\s+(?=\S)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[\s•·*‣▪–—-]+|[\s,;•·–—-]+$")


@lru_cache(maxsize=5_000)
def status(written: str) -> str | None:
    """'ikke påbegynt', 'ferdig', '50 %' -> a code of words.STATUSES; None where it is no such word."""
    plain = fold(written).strip(" .!-–")
    if not plain or len(plain) > 60:
        return None
    ours = next((code for code, word in words.OUR_STATUSES.items() if fold(word.word) == plain), None)
    return ours or next((code for pattern, code in _STATUSES if re.fullmatch(pattern, plain)), None)


@lru_cache(maxsize=1_000)
def light(written: str) -> str | None:
    """'Grønt', 'gul', '■' -> green, yellow, red; 'none' where it says that nobody has judged; None otherwise."""
    plain = fold(written).strip(" .")
    ours = next((code for code, word in words.LIGHTS.items() if fold(word.word) == plain), None)
    return ours or next((code for code, pattern in _LIGHTS if re.fullmatch(pattern, plain)), None)


@lru_cache(maxsize=1_000)
def kind(written: str) -> str | None:
    """'Årlig', 'fortløpende' -> a code of words.KINDS; None where it is no such word."""
    plain = fold(written)
    ours = next((code for code, word in words.KINDS.items() if fold(word) == plain), None)
    return ours or next((code for code, pattern in _KINDS if re.fullmatch(pattern, plain)), None)


def year_in(written: str) -> int | None:
    """The one year that words tell of: 'Gjennomført 2025' -> 2025."""
    found = set(re.findall(r"(?<!\d)(?:19[9]|20\d)\d(?!\d)", written))
    return int(found.pop()) if len(found) == 1 else None


def deadline(value: Any, *, today: str) -> tuple[str | None, str]:
    """(day or None, words or ''): '2. kvartal 2027' -> ('2027-06-30', '2. kvartal 2027'); 'høsten 2026' has no day.

    Raises Unreadable where a day is told that does not exist.
    """
    written = repair.text(value)
    if not isinstance(value, str):
        day = days.iso_day(value, today=today)
        return (days.month_end(day), "" if len(day) == 10 else written) if day else (None, "")
    plain = " ".join(written.casefold().split()).strip(" .,")
    part = _end_of_part(plain) or _end_of_part(_BEFORE.sub("", plain))
    if part or not plain.strip("-–—?"):
        return part, written if part else ""
    return _in_words(plain, written, today)


def _in_words(plain: str, written: str, today: str) -> tuple[str | None, str]:
    rest = _BEFORE.sub("", plain)
    if years := _YEARS.fullmatch(rest):
        return f"{years[1] if len(years[1]) == 4 else '20' + years[1]}-12-31", written
    try:
        day = days.iso_day(rest, today=today)
    except Unreadable as fault:
        if fault.why == "no_such_day":
            raise
        return None, written
    if not day:
        return None, written
    if re.match(r"uke|veke|u\.? ?\d", rest):
        day = (date.fromisoformat(day) + timedelta(6)).isoformat()
    exact = len(day) == 10 and rest == plain and _PLAIN_DAY.fullmatch(plain)
    return days.month_end(day), "" if exact else written


def _end_of_part(plain: str) -> str | None:
    """The last day of a quarter, a third or a half of a year."""
    if found := _PART.fullmatch(plain):
        number, what, year = found[1] or found[4] or found[6], found[2] or found[3] or found[5], found[7]
    elif found := _PART_AFTER.fullmatch(plain):
        number, what, year = found[2] or found[5], found[3] or found[4], found[1]
    else:
        return None
    month = (int(number) if number.isdigit() else _ORDINALS.get(number, 0)) * _MONTHS_IN[what[0]]
    return f"{year}-{month:02}-{monthrange(int(year), month)[1]:02}" if 1 <= month <= 12 else None


def cost(value: Any, unit: int | None) -> int | None:
    """A cost in øre; None where the cell is empty, which is not 0. ValueError where it is no sum.

    `unit` is what the heading says that one is in kroner, or None. What the cell itself says goes before it.
    """
    if repair.is_blank(value):
        return None
    written = repair.text(value).casefold().replace("−", "-")
    factor = _unit_in(written) or unit or 1
    if isinstance(value, int | float) and not isinstance(value, bool):
        amount = float(value)
    else:
        amount = _amount(written, factor)
    factor = 1 if factor > 1 and amount >= 10_000 else factor  # nobody plans for so many millions
    if not 0 <= amount * factor * 100 < MOST:
        raise ValueError(written)
    return round(amount * factor * 100)


def _unit_in(written: str) -> int | None:
    if re.search(r"\d ?(?:mill|mnok|mrd)", written):
        return 1_000_000
    if re.search(r"\d ?(?:tusen|tkr|knok)", written):
        return 1_000
    return 1 if re.search(r"\d ?(?:kr\b|kroner|,-)", written) and "," not in written.removesuffix(",-") else None


def _amount(written: str, factor: int) -> float:
    plain = re.sub(r"mill(?:ion(?:er)?)?\b\.?|mnok|tusen|tkr|knok|kroner|\bkr\b\.?|\bnok\b|\bca\b\.?|,-|årlig|pr\.? år",
                   "", written).strip(" .:")  # fmt: skip
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(written)
    grouped = factor == 1 and re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain)
    plain = re.sub(r"[ ']", "", plain.replace(".", "") if grouped else plain)
    return float(plain.replace(".", "") if plain.count(".") > 1 else plain.replace(",", "."))


def number(value: Any) -> str:
    """A measure's number as it is printed: 3.0 -> '3', 2.3 -> '2.3', ' 33. ' -> '33'."""
    if isinstance(value, date):
        return f"{value.day}.{value.month}"  # what Excel makes of "2.3"
    written = f"{value:.10g}" if isinstance(value, float) and not value.is_integer() else repair.text(value)
    return re.sub(r"^(?:tiltak|nr)\b\.?\s*(?=\S*\d)", "", written, flags=re.IGNORECASE).rstrip(".):").strip()


def number_in(text: str) -> tuple[str, str]:
    """(number, the words after it): '2.3.2.2 Kjøpe …' -> ('2.3.2.2', 'Kjøpe …'); ('', text) where there is none."""
    found = _NUMBER.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def responsible(value: Any, own: bool = False) -> list[str]:
    """Who answers, the main one first: several stand on lines of their own, or apart by ';' or '/'."""
    if own:
        parts: Iterable[str] = repair.text(value).split("; ")
    else:
        parts = re.split(r"[\n\r;]|(?<![-–])/(?!\s*eller\b)", str(value or ""))
    known: dict[str, str] = {}
    for part in parts:
        name = repair.text(part) if own else _BULLET.sub("", repair.text(part))
        if name:
            known.setdefault(fold(name), name)
    return list(known.values())
