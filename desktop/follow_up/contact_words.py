"""What is told of a contact: how, when, and what came of it. No Qt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.words import _

Row = Mapping[str, Any]
KINDS = {"phone": _("Telefon"), "sms": _("SMS"), "letter": _("Brev"), "visit": _("Besøk"), "other": _("Annet")}
OUTCOMES = {"reached": _("Fikk svar"), "no_answer": _("Ikke svar"), "sent": _("Sendt")}
POSSIBLE = {  # what can come of each; the first is what usually does
    "phone": ("reached", "no_answer"),
    "sms": ("sent", "reached", "no_answer"),
    "letter": ("sent", "reached", "no_answer"),
    "visit": ("reached", "no_answer"),
    "other": ("reached", "no_answer", "sent"),
}
_DONE = {"phone": _("ringte"), "sms": _("SMS"), "letter": _("brev"), "visit": _("besøkte"), "other": _("kontakt")}
_ENDS = {"reached": _("fikk svar"), "no_answer": _("ikke svar"), "sent": _("sendt")}
_SAID_BY_ITSELF = {
    ("phone", "reached"),
    ("visit", "reached"),
    ("letter", "sent"),
    ("sms", "sent"),
    ("other", "reached"),
}


def near_day(iso: str, today: str) -> str:
    """'3.3', with the year where it is another than today's: '3.3.2025'."""
    text = f"{int(iso[8:10])}.{int(iso[5:7])}"
    return text if iso[:4] == today[:4] else f"{text}.{iso[:4]}"


def done(kind: str, outcome: str, on_day: str, today: str) -> str:
    """'ringte 3.3', 'ringte 3.3, ikke svar', 'brev 3.3'."""
    said = f"{_DONE[kind]} {near_day(on_day, today)}"
    return said if (kind, outcome) in _SAID_BY_ITSELF else f"{said}, {_ENDS[outcome]}"


def act(kind: str, outcome: str) -> str:
    """'Ringte, ikke svar', as the history tells it."""
    said = _DONE.get(kind, "")
    end = "" if (kind, outcome) in _SAID_BY_ITSELF else _ENDS.get(outcome, "")
    return ", ".join(part for part in (said[:1].upper() + said[1:], end) if part)


def latest(row: Row, today: str) -> str:
    """'ringte 3.3, beholder til påske' of a row of the work list; '' where nobody has been in touch."""
    if not row["contact_on"]:
        return ""
    said = done(row["contact_kind"], row["contact_outcome"], row["contact_on"], today)
    return ", ".join(part for part in (said, one_line(row["contact_text"])) if part)


def one_line(text: str | None) -> str:
    """The text without line ends."""
    return " ".join((text or "").split())


def about(row: Row) -> str:
    """'UT-0187 og UT-0042' of a row of the log; '' where it was about nothing in particular."""
    return words.listed([str(name) for name in json.loads(row["things"] or "[]")])
