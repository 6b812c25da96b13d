"""What argparse itself says, in bokmål: how a command is used, and why one is refused."""

from __future__ import annotations

import argparse

from db.stay_days import plus
from desktop.words import _

SAID = {
    "usage: ": _("Bruk: "),
    "positional arguments": _("Dette kan du be om"),
    "options": _("Valg"),
    "show this help message and exit": _("vis denne hjelpen"),
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": _("dette mangler: %s"),
    "unrecognized arguments: %s": _("dette hører ikke til her: %s. Se --help"),
    "invalid choice: %(value)r (choose from %(choices)s)": _("%(value)r finnes ikke. Velg blant %(choices)s"),
    "invalid %(type)s value: %(value)r": _("%(value)r passer ikke her. Se --help"),
    "expected one argument": _("skriv også det som skal stå bak"),
    "ambiguous option: %(option)s could match %(matches)s": _("%(option)s kan bety %(matches)s. Skriv hele ordet"),
    "ignored explicit argument %r": _("%r skal ikke stå her"),
}


def speak_bokmaal() -> None:
    """Let argparse say what it says in bokmål; what it has learnt since stays English."""
    argparse.__dict__["_"] = lambda text: SAID.get(text, text)


def period(asked: argparse.Namespace, today: str) -> dict[str, str]:
    """The days [since, until) that were asked for, the last one told with it: the year so far where none was told."""
    since = asked.since or f"{today[:4]}-01-01"
    return {"since": since, "until": plus(asked.until or max(today, since), 1)}
