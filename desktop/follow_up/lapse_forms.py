"""Forms of what is followed up after a death or a move: who sees to it, and taking the act back long after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from db import lapses, loan_lines, people, requests, stay_lists
from desktop import words
from desktop.follow_up import lapse_words
from desktop.follow_up.fates import Happenings
from desktop.follow_up.lapse_words import Happening
from desktop.parts.day_field import DayField
from desktop.parts.fields import LongTextField, TextField
from desktop.parts.record_form import RecordForm
from desktop.stays import words as stay_words
from desktop.words import _, ngettext

Row = Mapping[str, Any]


class LapseForm(RecordForm):
    """Changes who sees to it, until when it may wait, and the note."""

    def __init__(self, store, lapse_id: int, parent: QWidget | None = None):
        self.row = store.read(lapses.lapse, lapse_id, today=store.today)
        under = f"{words.full_name(self.row)} · {lapse_words.KINDS[self.row['kind']]}"
        super().__init__(store, _("Endre oppfølging"), _("Lagre oppfølgingen"), parent, under)
        self.add("responsible", TextField(_("Ansvarlig for oppfølging"), needed=True), half=True)
        self.add("grace_until", DayField(_("Hentes innen"), lambda: store.today), half=True)
        self.add("note", LongTextField(_("Merknad"), lines=2))
        self.fill(self.row)

    def command(self, values: dict[str, Any]):
        return lapses.change_lapse, values | {"lapse_id": self.row["lapse_id"], "rev": self.row["rev"]}


class TakenBackForm(RecordForm):
    """Takes a death or a move off the card, also long after; shows what that does and what it does not."""

    def __init__(self, store, person_id: int, parent: QWidget | None = None):
        card = store.read(people.person, person_id)
        self.person_id, self.dead = person_id, bool(card["died_on"])
        title = _("Opphev dødsfall") if self.dead else _("Opphev flytting")
        under = _("{name}. Kan angres.").format(name=words.full_name(card))
        super().__init__(store, title, title, parent, under)
        self.preview = Happenings(_("Dette skjer når du bekrefter"))
        self.preview.say(self._happenings(card))
        self.place(self.preview)
        self.add("reason", TextField(_("Hvorfor"), placeholder=_("For eksempel: feil person")))
        self.save_button.setAccessibleDescription(self.preview.accessibleName())

    def _happenings(self, card: Row) -> list[Happening]:
        day = words.day(card["died_on"] if self.dead else card["moved_on"])
        said = _("Dødsdagen {day} tas bort fra kortet") if self.dead else _("Flyttedagen {day} tas bort fra kortet")
        told = [Happening(said.format(day=day), "user-round", "free")]
        plan, called_off = self.store.read(
            lapses.annulment, self.person_id, today=self.store.today, kind="death" if self.dead else "moved"
        )
        held = self.store.read(loan_lines.of_borrower, person_id=self.person_id, today=self.store.today, open_only=True)
        if held:
            said = ngettext("Påminnelser om {n} lån begynner igjen", "Påminnelser om {n} lån begynner igjen", len(held))
            told.append(Happening(said.format(n=words.number(len(held))), "bell", "lent"))
        if plan.stops:
            told.append(Happening(_("Hentestoppet på kjørelisten avlyses"), "truck", "repair"))
        if plan.lapses:
            told.append(Happening(_("Oppfølgingen avsluttes"), "list-checks", "scrapped"))
        if self.dead:
            told += self._stays(card["died_on"])
        if called_off:
            rows = self.store.read(requests.rows, called_off, today=self.store.today)
            said = _("Behov som ble avlyst, må legges inn på nytt: {what}")
            what = words.listed([row["name"] for row in rows])
            told.append(Happening(said.format(what=what), "calendar", "overdue"))
        return told

    def _stays(self, died_on: str) -> list[Happening]:
        """Stays that ended with the death are registered anew, or reopened while that can be done."""
        rows = self.store.read(stay_lists.of_person, self.person_id, today=self.store.today)
        ended = [
            row for row in rows if "dead" in (row["went_to"], row["cancel_reason"]) and row["closed_on"] >= died_on
        ]
        if not ended:
            return []
        what = words.listed([stay_words.PURPOSES[row["purpose"]].lower() for row in ended])
        said = _("Opphold som ble avsluttet, må gjenåpnes eller legges inn på nytt: {what}").format(what=what)
        return [Happening(said, "bed", "overdue")]

    def command(self, values: dict[str, Any]) -> tuple[Callable[..., Any], dict[str, Any]]:
        act = lapses.annul_death if self.dead else lapses.moved_back
        return act, values | {"person_id": self.person_id}
