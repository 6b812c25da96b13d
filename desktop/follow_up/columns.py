"""The columns of the work list, one row to each borrower."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.columns import Column
from desktop.follow_up import contact_words
from desktop.words import _, ngettext

Row = Mapping[str, Any]


def borrower(row: Row) -> str:
    """'Nordmann, Kari', or the name of the unit."""
    return row["unit_name"] or words.person_name(row)


def thing(line: Row) -> str:
    """'UT-0187 Rullator, innendørs', or '4 Albuekrykker, par'."""
    return f"{line['number']} {line['name']}" if line["number"] else f"{words.number(line['left_out'])} {line['name']}"


def things(row: Row) -> str:
    """The one thing by number and name, or '3 ting'."""
    lines = row["lines"]
    if len(lines) == 1:
        return thing(lines[0])
    return ngettext("{n} ting", "{n} ting", len(lines)).format(n=words.number(len(lines)))


def spoken(row: Row) -> str:
    """The latest contact: 'ringte 3.3, beholder til påske'."""
    return contact_words.latest(row, row["today"]) or _("aldri")


def state(row: Row) -> str:
    """The class of the most urgent thing, a code of words.STATES."""
    return row["status"]


FOLLOWED: tuple[Column, ...] = (
    Column("borrower", _("Låner"), width=15, sort="borrower", value=borrower, strong=True),
    Column("phone", _("Telefon"), width=13),
    Column("things", _("Hva"), width=28, sort="things", value=things),
    Column("due_on", _("Forfall"), "day", 23, "due", due=True),
    Column("contact", _("Sist kontakt"), width=13, sort="contact", value=spoken),
    Column("next_on", _("Neste"), "day", 10, "next", shown=False),
    Column("reminders", _("Påminnelser"), "number", 12, "reminders", shown=False),
    Column("follow_state", _("Status"), "state", 16, "urgency", value=state),
)
