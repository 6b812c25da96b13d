"""Forms of a case of permanent need: the application, the answer, the swap, and the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import nav_cases
from desktop import words
from desktop.follow_up.lapse_words import thing
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField
from desktop.parts.record_form import RecordForm
from desktop.words import _, ngettext

Row = Mapping[str, Any]
ANSWERS = (("granted", _("Innvilget")), ("refused", _("Avslått")))
CONDITIONS = (
    ("dirty", _("Er levert, til rengjøring")),
    ("clean", _("Er levert, ren og hel")),
    ("damaged", _("Er levert, skadet")),
    ("infectious", _("Er levert, smittefare")),
    ("incomplete", _("Er levert, ufullstendig")),
    ("", _("Skal hentes: nytt stopp som venter på dag")),
)


class NavForm(RecordForm):
    """The base: says what the case is about."""

    def __init__(self, store, rows: Sequence[Row], title: str, save: str, more: str = "", parent=None):
        self.rows = rows
        under = ". ".join(part for part in (_what(rows), more) if part)
        super().__init__(store, title, save, parent, under)

    @property
    def cases(self) -> list[int]:
        """The ids of the cases."""
        return [row["nav_case_id"] for row in self.rows]

    def day(self, name: str, today: bool = True) -> None:
        """Add the day of the act."""
        field = self.add("on_day", DayField(name, lambda: self.store.today, past=True), half=True)
        field.set_value(self.store.today if today else None)


class OpenForm(NavForm):
    """Åpne sak: perhaps with the application on its way already."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        more = _("NAV dekker varige behov. Skriv ingen diagnose her.")
        super().__init__(store, rows, _("Sak om varig behov"), _("Åpne sak"), more, parent)
        hint = _("Tomt: søknaden er ikke sendt ennå.")
        self.add("sent_on", DayField(_("Søknad sendt"), lambda: store.today, hint, past=True), half=True)
        self.add("note", LongTextField(_("Merknad"), _("For eksempel hvem som søker"), lines=2))

    def command(self, values: dict[str, Any]):
        return nav_cases.open_nav_cases, values | {"line_ids": [row["line_id"] for row in self.rows]}


class SentForm(NavForm):
    """Søknad er sendt."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        super().__init__(store, rows, _("Søknad er sendt"), _("Meld sendt"), "", parent)
        self.day(_("Sendt"))

    def command(self, values: dict[str, Any]):
        return nav_cases.send_nav_application, values | {"nav_case_ids": self.cases}


class AnswerForm(NavForm):
    """Svar fra NAV."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        more = _("Ved avslag avsluttes saken.")
        super().__init__(store, rows, _("Svar fra NAV"), _("Lagre svaret"), more, parent)
        self.add("answer", ChoiceField(_("Svar"), ANSWERS, needed=True), half=True)
        self.day(_("Svar kom"))

    def command(self, values: dict[str, Any]):
        return nav_cases.answer_nav_cases, values | {"nav_case_ids": self.cases}


class SwapForm(NavForm):
    """Byttet: NAV's own has come, and the municipality's comes home."""

    def __init__(self, store, row: Row, parent: QWidget | None = None):
        more = _("NAVs eget utstyr er på plass. Saken avsluttes.")
        super().__init__(store, [row], _("Byttet med NAVs utstyr"), _("Meld byttet"), more, parent)
        self.add("condition", ChoiceField(_("Kommunens utstyr"), CONDITIONS), half=True)
        self.day(_("Byttet"))
        self.add("note", LongTextField(_("Merknad"), lines=2))

    def command(self, values: dict[str, Any]):
        condition = values.pop("condition") or None
        return nav_cases.swap_to_nav, values | {"nav_case_id": self.cases[0], "condition": condition}


class CloseForm(NavForm):
    """Avslutt sak: nothing comes of it."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        more = _("Lånet blir stående, og det meldes ikke på nytt at behovet varer.")
        super().__init__(store, rows, _("Avslutt sak"), _("Avslutt saken"), more, parent)
        self.add("note", LongTextField(_("Merknad"), _("For eksempel at behovet snart er over"), lines=2))

    def command(self, values: dict[str, Any]):
        return nav_cases.close_nav_cases, values | {"nav_case_ids": self.cases}


def _what(rows: Sequence[Row]) -> str:
    """'Rullator UT-0187 · Kari Nordmann', or '3 lån'."""
    if len(rows) == 1:
        return f"{thing(rows[0])} · {words.full_name(rows[0])}"
    return ngettext("{n} lån", "{n} lån", len(rows)).format(n=words.number(len(rows)))
