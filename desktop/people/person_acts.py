"""What befalls a person: death, moving, a stay in an institution; each as a guided act from the card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from db import lapses, people
from desktop import words
from desktop.actions import EDIT, FILE, Action
from desktop.follow_up.guided_forms import DeathForm, GuidedForm, InstitutionForm, MovedForm, held_paper
from desktop.follow_up.lapse_forms import TakenBackForm
from desktop.follow_up.lapse_words import counted
from desktop.parts import icons
from desktop.people.borrowers import BorrowersView
from desktop.words import _

TELL_DEATH = Action(_("Meld dødsfall …"), "tell_death", "Ctrl+Shift+D", "user-round", EDIT, "chosen", True)
TELL_MOVED = Action(_("Meld flyttet …"), "tell_moved", "Ctrl+Shift+F", "log-out", EDIT, "chosen", True)
TO_INSTITUTION = Action(_("Til institusjon …"), "to_institution", "Ctrl+Shift+I", "building", EDIT, "chosen", True)
TAKE_OFF = Action(_("Opphev dødsfall eller flytting …"), "take_off", "Ctrl+Shift+O", "undo-2", EDIT, "chosen", True)
PRINT_HELD = Action(_("Skriv ut utstyrslisten"), "print_held", "Ctrl+Shift+U", "printer", FILE, "chosen")


class PersonActs(BorrowersView):
    """The guided acts of the list of people."""

    GUIDED = (TELL_DEATH, TELL_MOVED, TO_INSTITUTION, TAKE_OFF, PRINT_HELD)

    def tell_death(self) -> None:
        """Register a death with all that follows from it."""
        card = self._card()
        if card is not None:
            self._guide(DeathForm, card, _("Dødsfallet er meldt: {name}. {what}"))

    def tell_moved(self) -> None:
        """Register that the person moves out of the municipality."""
        card = self._living()
        if card is not None:
            self._guide(MovedForm, card, _("Flyttingen er meldt: {name}. {what}"))

    def to_institution(self) -> None:
        """Register that a ward or institution takes over what the person has."""
        card = self._living()
        if card is not None:
            self._guide(InstitutionForm, card, _("Flyttet til institusjon: {name}. {what}"))

    def take_off(self) -> None:
        """The person lives, or lives here, after all."""
        card = self._card()
        if card is None or not (card["died_on"] or card["moved_on"]):
            self.frame.tell(_("Det står ingen dødsdag eller flyttedag på kortet"), undo=False)
            return
        told = _("Dødsfallet er opphevet: {name}") if card["died_on"] else _("Flyttingen er opphevet: {name}")
        form = TakenBackForm(self.store, card["person_id"])
        form.saved.connect(lambda _receipt: self.frame.tell(told.format(name=words.full_name(card))))
        self.frame.show_form(form)

    def print_held(self) -> None:
        """All that the person has, on a paper to read aloud."""
        card = self._card()
        if card is not None:
            self._print(card["person_id"])

    def _guide(self, kind: type[GuidedForm], card: Mapping[str, Any], told: str) -> None:
        ref = card["person_id"]
        form = kind(self.store, ref, lambda: self._print(ref))
        form.saved.connect(lambda receipt: self._told(told, card, receipt.result))
        self.frame.show_form(form)

    def _told(self, told: str, card: Mapping[str, Any], lapse_id: int) -> None:
        row = self.store.read(lapses.lapse, lapse_id, today=self.store.today)
        left = _("Følges opp: {n}, innen {day}").format(
            n=counted(row["held"]), day=words.short_day(row["grace_until"], self.store.today)
        )
        if row["grace_until"] is None:
            left = _("Følges opp: {n}").format(n=counted(row["held"]))
        what = _("Ingenting mer å følge opp") if row["closed_on"] else left
        printing = (_("Skriv ut utstyrslisten"), lambda: self._print(card["person_id"])) if row["held"] else None
        self.frame.tell(told.format(name=words.full_name(card), what=what), second=printing)

    def _print(self, person_id: int) -> None:
        make = held_paper(self.store.read, person_id, self.store.today, self.store.staff)
        self.frame.print_pdf(_("Utstyrsliste"), make, "utstyrsliste")

    def _card(self) -> Mapping[str, Any] | None:
        chosen = self.chosen_ids()
        if len(chosen) != 1:
            self.frame.tell(_("Velg én person"), undo=False)
            return None
        return self.store.read(people.person, chosen[0])

    def _living(self) -> Mapping[str, Any] | None:
        card = self._card()
        if card is not None and card["died_on"]:
            day = words.day(card["died_on"])
            self.frame.tell(_("Personen er registrert som død {day}").format(day=day), undo=False)
            return None
        return card

    # the rare acts of the card

    def more(self) -> None:
        """The acts that are seldom wanted, in a menu where the focus is."""
        where = self.focusWidget()
        menu = self.acts_menu()
        menu.popup(where.mapToGlobal(QPoint(0, where.height())) if where else QCursor.pos())

    def acts_menu(self) -> QMenu:
        """The guided acts that fit the chosen card."""
        menu, card = QMenu(self), self._card() or {"died_on": None, "moved_on": None}
        for action in self.GUIDED:
            if self._fits(action, card):
                icons.put(menu.addAction(action.text, self._doing(action.slot)), action.icon)
        return menu

    def _doing(self, slot: str) -> Callable[[], Any]:
        return lambda: getattr(self, slot)()

    def _fits(self, action: Action, card: Mapping[str, Any]) -> bool:
        if action.writes and self.store.read_only:
            return False
        if action is TAKE_OFF:
            return bool(card["died_on"] or card["moved_on"])
        return action in (TELL_DEATH, PRINT_HELD) or not card["died_on"]
