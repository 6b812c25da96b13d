"""Forms of tasks: one written down by hand, one to mend, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import equipment, people, tasks
from desktop import words
from desktop.follow_up.task_columns import borrower, thing, what
from desktop.parts.day_field import DayField
from desktop.parts.fields import LongTextField
from desktop.parts.record_form import RecordForm
from desktop.parts.search_field import Found, SearchField
from desktop.words import _, ngettext

Row = Mapping[str, Any]


class NewTaskForm(RecordForm):
    """Something that must be seen to, perhaps with a borrower or with a copy."""

    def __init__(self, store, parent: QWidget | None = None):
        super().__init__(store, _("Ny oppgave"), _("Lagre oppgaven"), parent)
        self.add("text", LongTextField(_("Hva må gjøres"), lines=2)).needed = True
        self.borrower = self.add(
            "borrower", SearchField(_("Hos"), _borrowers(store), placeholder=_("Navn på person eller avdeling")), True
        )
        self.item = self.add(
            "item_id", SearchField(_("Gjelder eksemplar"), _copies(store), placeholder=_("Nummer eller navn")), True
        )
        day = DayField(_("Frist"), lambda: store.today)
        day.set_value(tasks.asked_for_on(store.today))
        self.add("due_on", day, half=True)

    def command(self, values: dict[str, Any]):
        kind, ref = values.pop("borrower") or ("person", None)
        return tasks.add_task, values | {"kind": "other", f"{kind}_id": ref}


class TaskForm(RecordForm):
    """Mends the words of a task, or moves its day."""

    def __init__(self, store, task_id: int, parent: QWidget | None = None):
        self.row = store.read(tasks.task, task_id, today=store.today)
        under = " · ".join(part for part in (thing(self.row), borrower(self.row)) if part)
        super().__init__(store, _("Endre oppgave"), _("Lagre oppgaven"), parent, under)
        missing = self.row["kind"] == "missing_accessory"
        self.add("text", LongTextField(_("Hva mangler") if missing else _("Hva må gjøres"), lines=2)).needed = True
        self.add("due_on", DayField(_("Frist"), lambda: store.today), half=True)
        self.fill({"text": self.row["text"], "due_on": self.row["due_on"]})
        if missing:
            self.fields["text"].setEnabled(False)

    def command(self, values: dict[str, Any]):
        return tasks.change_task, values | {"task_id": self.row["task_id"], "rev": self.row["rev"]}


class FinishForm(RecordForm):
    """Gives tasks up, or tells that they are done, with a word on how it went."""

    def __init__(self, store, rows: Sequence[Row], outcome: str, parent: QWidget | None = None):
        self.rows, self.outcome = rows, outcome
        done = outcome == "done"
        title = _("Meld funnet eller levert") if done else _("Oppgi")
        super().__init__(store, title, _("Meld ferdig") if done else _("Oppgi"), parent, _under(rows, done))
        hint = _("For eksempel: lå i bilen") if done else _("For eksempel: borte siden flyttingen, ny er bestilt")
        self.add("note", LongTextField(_("Hvordan gikk det"), hint, lines=2))

    def command(self, values: dict[str, Any]):
        return tasks.finish_tasks, values | {
            "task_ids": [row["task_id"] for row in self.rows], "outcome": self.outcome,
        }  # fmt: skip


def _under(rows: Sequence[Row], done: bool) -> str:
    told = ngettext("{n} oppgave", "{n} oppgaver", len(rows)).format(n=words.number(len(rows)))
    said = " · ".join(part for part in (what(rows[0]), thing(rows[0]), borrower(rows[0])) if part)
    after = "" if done else _("Det som mangler, står fortsatt på eksemplaret.")
    return " ".join(part for part in (f"{said if len(rows) == 1 else told}.", after) if part)


def _borrowers(store) -> Callable[[str], list[Found]]:
    def search(text: str) -> list[Found]:
        rows = store.read(people.borrowers, text, today=store.today, limit=8)
        return [
            Found((row["kind"], row["ref"]), words.full_name(row), row["address"] or "",
                  icon="user-round" if row["kind"] == "person" else "building")
            for row in rows
        ]  # fmt: skip

    return search


def _copies(store) -> Callable[[str], list[Found]]:
    def search(text: str) -> list[Found]:
        return [Found(row["item_id"], f"{row['name']} {row['number']}")
                for row in store.read(equipment.find_items, text)[:8]]  # fmt: skip

    return search
