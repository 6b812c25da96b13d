"""The list of people, and the card of one: how to reach them, what they hold and have held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import history, lapses, loan_lines, overview, people
from desktop import words
from desktop.actions import EDIT, VIEW, Action
from desktop.follow_up.log import ADD_CONTACT
from desktop.history_dialog import HistoryDialog
from desktop.parts.chips import Chip
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.people.columns import PEOPLE
from desktop.people.form import PersonForm
from desktop.people.holdings import Holdings, ProtectedAddress
from desktop.people.merge_form import MergeForm, PairsDialog
from desktop.people.person_acts import PersonActs
from desktop.requests.asked_for import ASK
from desktop.stays import of_person
from desktop.words import _, ngettext

CHIPS = {"all": _("Alle"), "borrowing": _("Har lån"), "overdue": _("Forfalt"), "moved": _("Flyttet"), "dead": _("Døde")}


class PeopleView(PersonActs):
    """Everybody with a card, by name."""

    title, icon, kind, key = _("Personer"), "users", "person", "person_id"
    kinds = frozenset({"person", "loan", "item", "lapse", "contact", "task", "request", "stay"})
    columns, noun, persons = PEOPLE, (_("person"), _("personer")), True
    new_text, order = _("Ny person"), "name"
    empty_text = _("Her er det tomt foreløpig. Personer legges også inn mens du låner ut.")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Lån ut til …"), "lend", "Ctrl+Return", "hand-helping", EDIT, "chosen", True),
        Action(_("Rediger …"), "edit", "Ctrl+D", "pencil", EDIT, "chosen", True),
        ADD_CONTACT,
        ASK,
        of_person.APPLY,
        of_person.BOOK,
        Action(_("Slå sammen to kort …"), "merge", "", "merge", EDIT, "", True),
        Action(_("Vis historikk"), "show_history", "Ctrl+H", "history", VIEW, "chosen"),
        *PersonActs.GUIDED,
    )

    # the list

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            people.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip,
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[Any]:
        return self.store.read(people.rows, list(ids), today=self.store.today)

    def total(self) -> int:
        return self._counts["all"]

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(people.chips, today=self.store.today)
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS.items()]

    def sentence(self, row: Mapping[str, Any]) -> str:
        """'Kari Nordmann, død, født 03.05.1941, 2 lån, 1 forfalt'."""
        born = _("født {day}").format(day=words.number_day(row["born_on"])) if row["born_on"] else ""
        open_lines = ngettext("{n} lån", "{n} lån", row["open_lines"]).format(n=row["open_lines"])
        late = _("{n} forfalt").format(n=row["overdue"]) if row["overdue"] else ""
        standing = words.STATES[row["standing"]].word.lower() if row["standing"] else ""
        return ", ".join(part for part in (words.full_name(row), standing, born, open_lines, late) if part)

    # the card

    def details(self, ids: list[int]) -> Details | None:
        rows = self.rows(ids)
        if len(rows) == 2:
            merge = [] if self.store.read_only else [Act(_("Slå sammen …"), self.merge, primary=True)]
            return Details(_("2 valgt"), facts=[(_("Navn"), words.full_name(row)) for row in rows], acts=merge)
        if len(rows) != 1:
            return Details(_("{n} valgt").format(n=words.number(len(rows)))) if rows else None
        row = rows[0]
        lines = self.store.read(loan_lines.of_borrower, person_id=row["person_id"], today=self.store.today)
        holdings = Holdings(lines, self.store.today, self.go_to)
        log = self.log(row["person_id"])
        stays = of_person.stays_of(self.store, self.frame, row["person_id"], alive=not row["died_on"])
        needs = self.needs(row["person_id"], may_ask=not row["died_on"])
        parts = (needs, holdings, *([stays] if stays is not None else ()), log)
        more = (ProtectedAddress(row["address"]), *parts) if row["protected"] else parts
        state = row["standing"] or ("overdue" if row["overdue"] else "")
        return Details(words.full_name(row), "", state, self._facts(row), self._acts(row, lines), more)

    def _facts(self, row: Mapping[str, Any]) -> list[tuple[str, str]]:
        kin = ", ".join(part for part in (row["kin_name"], row["kin_phone"]) if part)
        return [
            (_("Død"), words.day(row["died_on"])), (_("Flyttet"), words.day(row["moved_on"])),
            *self._lapses(row["person_id"]), (_("Mangler"), self.missing(row["person_id"])),
            (_("Født"), words.day(row["born_on"])),
            (_("Telefon"), row["phone"]), (_("Adresse"), "" if row["protected"] else row["address"]),
            (_("Pårørende"), kin), (_("Merknad"), row["note"]),
        ]  # fmt: skip

    def _lapses(self, person_id: int) -> list[tuple[str, str]]:
        """Where the person stays, and who follows up what is still out."""
        found = self.store.read(lapses.of_person, person_id, today=self.store.today)
        told = [(_("Institusjon"), _("{unit} fra {day}").format(unit=row["to_unit"], day=words.day(row["on_day"])))
                for row in found if row["kind"] == "institution"][:1]  # fmt: skip
        return [*told, *((_("Følges opp av"), row["responsible"]) for row in found if row["closed_on"] is None)]

    def _acts(self, row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> list[Act]:
        shown: list[Act] = []
        if not self.store.read_only:
            if not row["died_on"]:
                name = row["first_name"] or row["last_name"]
                shown.append(Act(_("Lån ut til {name}").format(name=name), self.lend, primary=True))
            if any(line["end_reason"] is None for line in lines):
                shown.append(Act(_("Ta imot retur"), self.take_back))
        shown.append(Act(_("Historikk"), self.show_history, half=True))
        if not self.store.read_only:
            shown.append(Act(_("Rediger …"), self.edit, half=True))
        return [*shown, Act(_("Mer …"), self.more, half=True)]

    # acts

    form = PersonForm

    def name(self, ref: int) -> str:
        return words.full_name(self.store.read(people.person, ref))

    def merge(self) -> None:
        """Compare the two chosen cards, or offer the pairs that may be one person."""
        ids = self.chosen_ids()
        if len(ids) == 2:
            self.compare(*ids)
            return
        dialog = PairsDialog(self.store)
        dialog.chosen.connect(self.compare)
        self.frame.show_form(dialog)

    def compare(self, person_id: int, other_id: int) -> None:
        """Two cards side by side."""
        form = MergeForm(self.store, person_id, other_id)
        form.saved.connect(lambda _receipt: self._merged(form.kept_id))
        self.frame.show_form(form)

    def _merged(self, person_id: int) -> None:
        self.frame.tell(_("Kortene er slått sammen til {name}").format(name=self.name(person_id)))
        self.open_record(person_id)

    def apply_for_stay(self) -> None:
        """Write down that the chosen person asks for a stay."""
        for ref in self.chosen_ids()[:1]:
            of_person.apply(self.store, self.frame, ref)

    def book_stay(self) -> None:
        """Give the chosen person a place and days."""
        for ref in self.chosen_ids()[:1]:
            of_person.book(self.store, self.frame, ref)

    def show_history(self) -> None:
        """All that has happened to the card and its loans, in words."""
        for ref in self.chosen_ids()[:1]:
            events = self.store.read(overview.events, self.store.read(history.of_person, ref))
            self.frame.show_form(HistoryDialog(self.name(ref), events, self.store.today))
