"""What is told of a stay beside the list and on top of its forms. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db import stay_days, stay_lists
from db.stay_days import plus
from desktop import words
from desktop.stays import words as stay_words
from desktop.stays.columns import place, status
from desktop.words import _, ngettext

Row = Mapping[str, Any]
Read = Callable[..., Any]


def who(row: Row) -> str:
    """'Kari Nordmann (f. 1941)'."""
    born = _(" (f. {year})").format(year=row["born_on"][:4]) if row["born_on"] else ""
    return words.full_name(row) + born


def where(row: Row) -> str:
    """'Rom 3, Korttid'; of a stay without days ''."""
    if not row["site"]:
        return ""
    if row["place"]:
        return f"{row['place']}, {row['site']}"
    return _("Parkert, {site}").format(site=row["site"]) if row["site_kind"] == "ward" else row["site"]


def waited(row: Row) -> str:
    """'12 dager', 'I dag' for none."""
    days = row["days_waited"]
    return ngettext("{n} dag", "{n} dager", days).format(n=words.number(days)) if days > 0 else _("I dag")


def weekdays(digits: str) -> str:
    """'135' -> 'mandag, onsdag og fredag'."""
    return words.listed([words.WEEKDAYS[int(digit) - 1] for digit in digits])


def until(from_on: str, to_on: str) -> str:
    """'torsdag 19. november 2026 · 19 døgn', of a stay that is given another last day."""
    return f"{words.weekday_day(to_on)} · {nights(stay_days.nights(from_on, to_on))}"


def nights(number: int | None) -> str:
    """'7 døgn'; a stay that comes and leaves on one day is 'samme dag', one without days ''."""
    if number is None:
        return ""
    return ngettext("{n} døgn", "{n} døgn", number).format(n=words.number(number)) if number else _("samme dag")


def when(row: Row, today: str) -> str:
    """'9.–16. juli · 7 døgn'; day rehab has no nights, and ends with its last day; '' for a stay without days."""
    if row["in_on"] is None:
        return ""
    by_day = "form" in row.keys() and row["form"] == "day"  # noqa: SIM118 (a Row iterates its values)
    out_on = max(plus(row["out_on"], -1), row["in_on"]) if by_day else row["out_on"]
    said = stay_words.period(row["in_on"], out_on, today)
    return " · ".join(part for part in (said, nights(row["nights"])) if part)


def wished(row: Row) -> str:
    """'9.–16. juli' or 'fra 9. juli 2026', as the application says; '' where it does not."""
    if row["wished_from"] and row["wished_to"]:
        return stay_words.period(row["wished_from"], row["wished_to"])
    first, last = words.day(row["wished_from"]), words.day(row["wished_to"])
    return _("fra {day}").format(day=first) if first else _("til {day}").format(day=last) if last else ""


def heading(row: Row, today: str) -> str:
    """What stands on top of a form: 'Kari Nordmann (f. 1941) · Rehabilitering · Rom 3 · 9.–16. juli · 7 døgn'.

    Of a stay without days it says which were asked for.
    """
    asked = wished(row) if row["in_on"] is None else ""
    asked = _("ønsker {when}").format(when=asked) if asked else ""
    parts = (who(row), stay_words.PURPOSES[row["purpose"]], place(row), when(row, today), asked)
    return " · ".join(part for part in parts if part)


def short(row: Row) -> str:
    """'Kari N.' for a receipt."""
    return words.short_name(row)


def sentence(row: Row, today: str) -> str:
    """A row read aloud: 'Kari Nordmann, inne, Rom 3, Rehabilitering, 9.–16. juli · 7 døgn'."""
    state, purpose = words.STATES[status(row)].word.lower(), stay_words.PURPOSES[row["purpose"]]
    return ", ".join(part for part in (words.full_name(row), state, place(row), purpose, when(row, today)) if part)


def known(read: Read, person_id: int, today: str) -> str:
    """What stands under the person in a form: 'Inne på Rom 3, 9.–16. juli', 'Har ingen opphold nå'."""
    running = [row for row in read(stay_lists.of_person, person_id, today=today) if row["closed_on"] is None]
    return "\n".join(line(row, today) for row in running) or _("Har ingen opphold nå")


def line(row: Row, today: str) -> str:
    """One stay of somebody on one line: 'Inne · Rehabilitering · Rom 3 · 9.–16. juli · 7 døgn'."""
    parts = (words.STATES[status(row)].word, stay_words.PURPOSES[row["purpose"]], place(row), when(row, today))
    return " · ".join(part for part in parts if part)


def listed(rows: Sequence[Row]) -> str:
    """'Kari N.' or '3 opphold'."""
    if len(rows) == 1:
        return short(rows[0])
    return ngettext("{n} opphold", "{n} opphold", len(rows)).format(n=words.number(len(rows)))
