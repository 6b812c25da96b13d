"""Dødsfall og flytting: what is still to come in from those who have died or moved, and who sees to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import lapses, loan_lines
from desktop import words
from desktop.actions import EDIT, FILE, VIEW, Action
from desktop.follow_up import lapse_words
from desktop.follow_up.follow import TAKE_BACK
from desktop.follow_up.guided_forms import FinishForm, held_paper
from desktop.follow_up.lapse_columns import LAPSES
from desktop.follow_up.lapse_forms import LapseForm, TakenBackForm
from desktop.parts.chips import Chip
from desktop.parts.page import label
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.parts.row_button import RowButton
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = {"open": _("Åpne"), "late": _("Fristen er ute"), "ready": _("Alt er inne"), "closed": _("Avsluttet")}


SHOW_CARD = Action(_("Vis kortet"), "show_card", "Ctrl+Shift+K", "user-round", VIEW, "chosen")


class LapsesView(RecordPage):
    """Everybody whose death or move is followed up, the one that was to be fetched first on top."""

    title, icon, kind, key = _("Oppfølging"), "bell", "lapse", "lapse_id"
    list_name = "lapses"
    kinds = frozenset({"lapse", "person", "loan", "trip", "unit"})
    columns, noun, persons = LAPSES, (_("sak"), _("saker")), True
    order = "grace_until"
    empty_text = _("Ingen dødsfall eller flyttinger følges opp. De meldes fra kortet under Personer.")
    ACTIONS = (
        *RecordPage.ACTIONS,
        TAKE_BACK,
        Action(_("Avslutt oppfølgingen …"), "finish", "Ctrl+Shift+F", "circle-check", EDIT, "chosen", True),
        Action(_("Endre oppfølging …"), "edit", "Ctrl+Shift+D", "pencil", EDIT, "chosen", True),
        Action(_("Opphev dødsfall eller flytting …"), "take_off", "Ctrl+Shift+O", "undo-2", EDIT, "chosen", True),
        Action(_("Skriv ut utstyrslisten"), "print_held", "Ctrl+Shift+U", "printer", FILE, "chosen"),
        SHOW_CARD,
    )

    # the list

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            lapses.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "open",
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return self.store.read(lapses.rows, list(ids), today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(lapses.chips, today=self.store.today)
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS.items()]

    def total(self) -> int:
        return self._counts["closed" if self.chip_row.current == "closed" else "open"]

    def sentence(self, row: Row) -> str:
        """'Kari Nordmann, dødsfall, 3 ting, venter på retur, 6. des. · om 14 dager'."""
        due = words.deadline(row["grace_until"], self.store.today) if row["grace_until"] else ""
        kind, status = lapse_words.KINDS[row["kind"]].lower(), words.STATES[row["status"]].word.lower()
        said = (words.full_name(row), kind, lapse_words.counted(row["held"]), status, due)
        return ", ".join(part for part in said if part)

    def open_record(self, ref: int) -> None:
        """Choose the lapse; one that is closed stands under its own chip."""
        if self.store.read(lapses.lapse, ref, today=self.store.today)["closed_on"] is not None:
            self.show_chip("closed")
        super().open_record(ref)

    # the panel

    def details(self, ids: list[int]) -> Details | None:
        rows = self.rows(ids)
        if len(rows) != 1:
            told = ngettext("{n} sak valgt", "{n} saker valgt", len(rows)).format(n=words.number(len(rows)))
            return Details(told) if rows else None
        row = rows[0]
        over = lapse_words.KINDS[row["kind"]]
        return Details(words.full_name(row), over, row["status"], self._facts(row), self._acts(row), self._held(row))

    def _facts(self, row: Row) -> list[tuple[str, str]]:
        return [
            (_("Født"), words.day(row["born_on"])), (_DAYS[row["kind"]], words.day(row["on_day"])),
            (_("Institusjon"), row["to_unit"] or ""), (_("Ansvarlig"), row["responsible"]),
            (_("Pårørende"), lapse_words.kin(row)), (_("Telefon"), row["phone"]),
            (_("Hentes innen"), words.deadline(row["grace_until"], self.store.today) if row["grace_until"] else ""),
            (_("Henting"), _fetching(row)), (_("Meldt"), words.day(row["made_on"])),
            (_("Avsluttet"), words.day(row["closed_on"])), (_("Merknad"), row["note"]),
        ]  # fmt: skip

    def _held(self, row: Row) -> list[QWidget]:
        """What is still there, each line leading to its loan."""
        made: list[QWidget] = [label(_("Har ennå"), "muted")] if row["held"] else []
        for line in self._lines(row):
            button = RowButton(lapse_words.thing(line), words.deadline(line["due_on"], self.store.today))
            button.clicked.connect(lambda ref=line["line_id"]: self.frame.go("loan", ref))
            made.append(button)
        return made

    def _lines(self, row: Row) -> list[Row]:
        return self.store.read(
            loan_lines.of_borrower, person_id=row["person_id"], today=self.store.today, open_only=True
        )

    def _acts(self, row: Row) -> list[Act]:
        may_write, shown = not self.store.read_only, []
        if may_write and row["held"]:
            shown.append(Act(_("Ta imot retur"), self.take_back, primary=True))
        if may_write and row["closed_on"] is None:
            ready = not row["held"]
            text = _("Avslutt oppfølgingen") if ready else _("Avslutt oppfølgingen …")
            shown += [Act(text, self.finish, primary=ready), Act(_("Endre …"), self.edit, half=True)]
        shown += [Act(_("Utstyrsliste"), self.print_held, half=True), Act(_("Vis kortet"), self.show_card, half=True)]
        if may_write and self._on_card(row):
            shown.append(Act(_("Opphev …"), self.take_off, half=True))
        return shown

    # acts

    def _chosen(self) -> Row | None:
        rows = self.rows(self.chosen_ids()[:1])
        return rows[0] if rows else None

    def take_back(self) -> None:
        """Go to the page for returns with all that the person has."""
        row = self._chosen()
        if row is not None:
            self.frame.start("take_back", line_ids=[line["line_id"] for line in self._lines(row)])

    def finish(self) -> None:
        """Close what is followed up; where something is still there, ask what became of it."""
        row = self._chosen()
        if row is None or row["closed_on"] is not None:
            self.frame.tell(_("Velg en sak som ikke er avsluttet"), undo=False)
            return
        form = FinishForm(self.store, row, self.print_held)
        self._open(form, lambda: _("Oppfølgingen av {name} er avsluttet").format(name=words.full_name(row)))

    def edit(self) -> None:
        row = self._chosen()
        if row is not None and row["closed_on"] is None:
            self._open(LapseForm(self.store, row["lapse_id"]), lambda: _("Oppfølgingen er endret"))

    def open_form(self, ref: int) -> None:
        """Enter mends what is open, and shows what is closed."""
        row = self.store.read(lapses.lapse, ref, today=self.store.today)
        if row["closed_on"] is None and not self.store.read_only:
            self.edit()
        else:
            super().open_form(ref)

    def take_off(self) -> None:
        """The day of death or moving comes off the card."""
        row = self._chosen()
        if row is None or not self._on_card(row):
            self.frame.tell(_("Det står ingen dødsdag eller flyttedag på kortet"), undo=False)
            return
        told = _("Dødsfallet er opphevet: {name}") if row["died_on"] else _("Flyttingen er opphevet: {name}")
        form = TakenBackForm(self.store, row["person_id"])
        self._open(form, lambda: told.format(name=words.full_name(row)))

    def _on_card(self, row: Row) -> bool:
        return bool(row["died_on"] if row["kind"] == "death" else row["kind"] == "moved" and row["moved_on"])

    def _open(self, form: RecordForm, told: Callable[[], str]) -> None:
        form.saved.connect(lambda _receipt: self.frame.tell(told()))
        self.frame.show_form(form)

    def print_held(self) -> None:
        """The list to read aloud to the next of kin."""
        row = self._chosen()
        if row is not None:
            make = held_paper(self.store.read, row["person_id"], self.store.today, self.store.staff)
            self.frame.print_pdf(_("Utstyrsliste"), make, "utstyrsliste")

    def show_card(self) -> None:
        row = self._chosen()
        if row is not None:
            self.frame.go("person", row["person_id"])


_DAYS = {"death": _("Død"), "moved": _("Flyttet"), "institution": _("Fra")}


def _fetching(row: Row) -> str:
    """How the pick-up stands."""
    if not row["stop_id"]:
        return ""
    if row["stop_outcome"]:
        return _("Utført") if row["stop_outcome"] == "done" else _("Avlyst")
    return _("På kjørelisten {day}").format(day=words.day(row["stop_on"])) if row["stop_on"] else _("Venter på dag")
