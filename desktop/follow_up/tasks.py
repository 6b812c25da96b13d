"""Mangler: accessories that did not come back, and other things that somebody must see to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from db import tasks
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.actions import EDIT, Action
from desktop.follow_up.task_columns import KINDS, TASKS, borrower, thing, what
from desktop.follow_up.task_forms import FinishForm, NewTaskForm, TaskForm
from desktop.parts.chips import Chip
from desktop.parts.page import Listing
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = {
    "open": _("Åpne"),
    "overdue": _("Forfalt"),
    "missing": _("Manglende tilbehør"),
    "done": _("Avsluttet"),
}


class TasksView(RecordPage):
    """What is missing or must be done, what is most overdue first."""

    title, icon, kind, key = _("Oppfølging"), "list-checks", "task", "task_id"
    list_name = "tasks"
    kinds = frozenset({"task", "item", "person", "unit", "loan", "product"})
    columns, noun, persons = TASKS, (_("oppgave"), _("oppgaver")), True
    new_text, order = _("Ny oppgave"), "due_on"
    empty_text = _("Ingenting mangler, og ingen oppgaver venter")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Funnet eller levert"), "found", "Ctrl+Return", "circle-check", EDIT, "chosen", True),
        Action(_("Funnet, med merknad …"), "found_with_note", "", "circle-check", EDIT, "chosen", True),
        Action(_("Oppgi …"), "give_up", "Ctrl+M", "ban", EDIT, "chosen", True),
        Action(_("Endre oppgave …"), "edit_task", "Ctrl+D", "pencil", EDIT, "chosen", True),
    )

    # the list

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            tasks.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "open",
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return self.store.read(tasks.rows, ids, today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(tasks.chips, today=self.store.today)
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS.items()]

    def total(self) -> int:
        return self._counts["done" if self.chip_row.current == "done" else "open"]

    def sentence(self, row: Row) -> str:
        """'Kurv mangler, Rullator UT-0187, Nordmann, Kari, 29. nov. · om 7 dager'."""
        due = words.deadline(row["due_on"], self.store.today) if row["done_on"] is None else ""
        said = (what(row), thing(row), borrower(row), words.STATES[row["status"]].word.lower(), due)
        return ", ".join(part for part in said if part)

    def open_record(self, ref: int) -> None:
        """Choose the task; one that is seen to stands under its own chip."""
        if self.store.read(tasks.task, ref, today=self.store.today)["done_on"] is not None:
            self.show_chip("done")
        super().open_record(ref)

    def listing(self) -> Listing:
        """On paper and in the sheet the list has its own name, not the page's."""
        return replace(super().listing(), title=_("Mangler"))

    # the panel

    def details(self, ids: list[int]) -> Details | None:
        rows = self.chosen_rows(ids)
        if len(rows) != 1:
            told = ngettext("{n} oppgave valgt", "{n} oppgaver valgt", len(rows)).format(n=words.number(len(rows)))
            return Details(told, acts=self._acts(rows)) if rows else None
        row = rows[0]
        return Details(what(row), KINDS[row["kind"]], row["status"], self._facts(row), self._acts(rows))

    def _facts(self, row: Row) -> list[tuple[str, str]]:
        due = words.deadline(row["due_on"], self.store.today) if row["done_on"] is None else words.day(row["due_on"])
        return [
            (_("Hos"), row["unit_name"] or words.full_name(row) if row["unit_name"] or row["last_name"] else ""),
            (_("Telefon"), row["phone"]),
            (_("Død"), words.day(row["died_on"])),
            (_("Hører til"), thing(row)),
            (_("Siden"), words.day(row["made_on"])),
            (_("Frist"), due),
            (_("Avsluttet"), words.day(row["done_on"])),
            (_("Hvordan det gikk"), row["done_note"]),
        ]

    def _acts(self, rows: Sequence[Row]) -> list[Act]:
        still = [row for row in rows if row["done_on"] is None]
        shown: list[Act] = []
        if still and not self.store.read_only:
            many = len(still) > 1
            count = words.number(len(still))
            found = _("Funnet eller levert: {n}").format(n=count) if many else _("Funnet eller levert")
            shown = [Act(found, self.found, primary=True), Act(_("Oppgi …"), self.give_up)]
            if not many:
                shown.append(Act(_("Endre oppgave …"), self.edit_task))
        if len(rows) == 1 and rows[0]["item_id"]:
            shown.append(Act(_("Vis eksemplaret"), self.show_item))
        return shown

    # acts

    def _still_open(self) -> list[Row]:
        """The chosen tasks that are not seen to; without any, say so."""
        rows = [row for row in self.chosen_rows() if row["done_on"] is None]
        if not rows:
            self.frame.tell(_("Velg en oppgave som ikke er avsluttet"), undo=False)
        return rows

    def found(self) -> None:
        """What was missing is here, or what had to be done is done; at once, and with undo."""
        rows = self._still_open()
        if not rows:
            return
        try:
            self.store.write(tasks.finish_tasks, task_ids=[row["task_id"] for row in rows])
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        self.frame.tell(_told(rows, "done"))

    def found_with_note(self) -> None:
        """The same, with a word on how it went."""
        self._finish("done")

    def give_up(self) -> None:
        """Stop asking for it."""
        self._finish("given_up")

    def _finish(self, outcome: str) -> None:
        rows = self._still_open()
        if rows:
            self._open(FinishForm(self.store, rows, outcome), _told(rows, outcome))

    def new_record(self) -> None:
        form = NewTaskForm(self.store)
        form.saved.connect(lambda receipt: self._made(receipt.result))
        self.frame.show_form(form)

    def _made(self, task_id: int) -> None:
        self.frame.tell(_("Oppgaven er lagret"))
        self.open_record(task_id)

    def open_form(self, ref: int) -> None:
        """Enter on a task that is not seen to mends it."""
        row = self.store.read(tasks.task, ref, today=self.store.today)
        if row["done_on"] is None and not self.store.read_only:
            self._open(TaskForm(self.store, ref), _("Oppgaven er endret"))
        else:
            super().open_form(ref)

    def edit_task(self) -> None:
        """Mend the words or the day of the first chosen task."""
        rows = self._still_open()
        if rows:
            self._open(TaskForm(self.store, rows[0]["task_id"]), _("Oppgaven er endret"))

    def _open(self, form: RecordForm, told: str) -> None:
        form.saved.connect(lambda _receipt: self.frame.tell(told))
        self.frame.show_form(form)

    def show_item(self) -> None:
        """The copy that the task belongs to, in the stock."""
        for row in self.chosen_rows()[:1]:
            if row["item_id"]:
                self.frame.go("item", row["item_id"])


def _told(rows: Sequence[Row], outcome: str) -> str:
    """The receipt."""
    if len(rows) == 1:
        row = rows[0]
        if outcome == "given_up":
            return _("Oppgitt: {what}").format(what=what(row))
        if row["kind"] == "missing_accessory":
            return _("{part} er funnet").format(part=row["text"])
        return _("Ferdig: {what}").format(what=what(row))
    many = _("{n} oppgaver er oppgitt") if outcome == "given_up" else _("{n} oppgaver er ferdige")
    return many.format(n=words.number(len(rows)))
