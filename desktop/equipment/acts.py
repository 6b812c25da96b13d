"""What can be done with a copy in each state, what the button says, and what is told afterwards. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db import equipment
from desktop import words
from desktop.service import told as service_told
from desktop.words import _

# The act that usually comes next; "lend" and "take_back" are acts of the window.
NEXT = {
    "available": "lend",
    "packed": "lend",
    "lent": "take_back",
    "cleaning": "cleaned",
    "new": "cleaned",
    "control": "checked",
    "repair": "repaired",
    "blocked": "released",
    "missing": "found",
}


@dataclass(frozen=True, slots=True)
class ActWord:
    """One act: on the button for one copy and for {n}, in the menu, and in the receipt for one ({what}) and {n}."""

    one: str
    many: str
    done_one: str
    done_many: str
    icon: str


WORDS = {
    "cleaned": ActWord(
        _("Rengjort"), _("Meld {n} rengjort"), _("{what} er rengjort og står som ledig"),
        _("{n} gjenstander er rengjort og står som ledige"), "circle-check",
    ),
    "repaired": ActWord(
        _("Reparert"), _("Meld {n} reparert"), _("{what} er reparert og står som ledig"),
        _("{n} gjenstander er reparert og står som ledige"), "circle-check",
    ),
    "released": ActWord(
        _("Frigi"), _("Frigi {n}"), _("{what} er frigitt og står som ledig"),
        _("{n} gjenstander er frigitt og står som ledige"), "circle-check",
    ),
    "found": ActWord(
        _("Funnet igjen"), _("Meld {n} funnet igjen"), _("{what} er funnet igjen og står til rengjøring"),
        _("{n} gjenstander er funnet igjen og står til rengjøring"), "search",
    ),
    "to_cleaning": ActWord(
        _("Meld til rengjøring"), _("Meld {n} til rengjøring"), _("{what} står til rengjøring"),
        _("{n} gjenstander står til rengjøring"), "droplet",
    ),
    "to_repair": ActWord(
        _("Meld til reparasjon"), _("Meld {n} til reparasjon"), _("{what} står til reparasjon"),
        _("{n} gjenstander står til reparasjon"), "wrench",
    ),
    "checked": ActWord(
        _("Registrer kontroll …"), _("Registrer kontroll av {n} …"), _("{what} er kontrollert"),
        _("{n} gjenstander er kontrollert"), "list-checks",
    ),
    "missing": ActWord(
        _("Meld savnet"), _("Meld {n} savnet"), _("{what} er meldt savnet"),
        _("{n} gjenstander er meldt savnet"), "circle-question-mark",
    ),
    "retired": ActWord(
        _("Kasser …"), _("Kasser {n} …"), _("{what} er kassert"), _("{n} gjenstander er kassert"), "ban",
    ),
}  # fmt: skip


_PLAINLY = {  # acts whose copies may have to wait for something else
    "cleaned": (_("{what} er rengjort"), _("{n} gjenstander er rengjort")),
    "repaired": (_("{what} er reparert"), _("{n} gjenstander er reparert")),
    "released": (_("{what} er frigitt"), _("{n} gjenstander er frigitt")),
    "found": (_("{what} er funnet igjen"), _("{n} gjenstander er funnet igjen")),
}


def fitting(rows: Iterable[Mapping[str, Any]], act: str) -> list[int]:
    """Ids of the copies whose stored state lets the act begin."""
    starts = frozenset({"control"}) if act == "checked" else equipment.ACTS[act][0]
    return [row["item_id"] for row in rows if row["stored_state"] in starts]


def told(act: str, rows: Sequence[Mapping[str, Any]], ends: Mapping[int, str] | None = None) -> str:
    """The receipt after an act on these copies; `ends` is where each went, told where it is not as the act says."""
    word = WORDS[act]
    if ends and set(ends.values()) != {equipment.ACTS[act][1]}:
        return service_told.done(rows, ends, *_PLAINLY[act])
    if len(rows) == 1:
        return word.done_one.format(what=what(rows[0]))
    return word.done_many.format(n=words.number(len(rows)))


def what(row: Mapping[str, Any]) -> str:
    """'Rullator, innendørs (UT-0187)'."""
    return f"{row['name']} ({row['number']})"
