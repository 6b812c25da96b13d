"""Tilbakekalt: the copies that recalls have hit, who holds them, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import equipment, history, overview, recalls
from desktop import words
from desktop.actions import EDIT, FILE, Action
from desktop.finding import place
from desktop.history_dialog import HistoryDialog
from desktop.loans import details as loan_details
from desktop.parts.chips import Chip
from desktop.parts.page import button
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.service import papers, told
from desktop.service.queue import QueueView
from desktop.service.recall_columns import RECALLED
from desktop.service.recall_forms import HandleForm, NoteForm, RecallForm
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = (
    ("to_do", _("Ikke behandlet")), ("out", _("Hos låner")), ("in", _("Inne")), ("handled", _("Behandlet")),
    ("all", _("Alle")),
)  # fmt: skip


class RecallsView(RecordPage):
    """The copies of all recalls, or of the one chosen in the box."""

    title, icon, kind, key = _("Tilbakekalt"), "megaphone", "recall", "recall_item_id"
    kinds = frozenset({"recall", "item", "loan", "product", "person", "unit"})
    list_name, columns, persons = "recalled", RECALLED, True
    noun, order, all_text = (_("eksemplar"), _("eksemplarer")), "borrower", _("Alle tilbakekallinger")
    new_text = _("Ny tilbakekalling")
    empty_text = _("Ingenting er tilbakekalt")
    ACTIONS = (
        *QueueView.ACTIONS,
        Action(_("Skriv ut ringeliste"), "print_calls", "Ctrl+Shift+P", "phone", FILE),
        Action(_("Skriv ut brev til lånerne"), "print_letters", "Ctrl+Shift+R", "file-text", FILE),
        Action(_("Ta imot valgte i retur"), "take_back", "Ctrl+Shift+T", "corner-up-left", EDIT, "chosen", True),
    )

    # the list

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            recalls.item_ids, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "to_do", recall_id=asked.choice,
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        return [dict(row) for row in self.store.read(recalls.item_rows, ids)]

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(recalls.chips, self.choice.currentData())
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS]

    def reread(self) -> None:
        """The chips count within the recall that is chosen."""
        self.chip_row.show_chips(self.chips())
        super().reread()

    def total(self) -> int | None:
        return None

    def choices(self) -> Sequence[tuple[Any, str]]:
        return [(row["recall_id"], _choice(row)) for row in self.store.read(recalls.recalls)]

    def sentence(self, row: Row) -> str:
        """'Rullator UT-0187, Ikke behandlet, Kari Nordmann (f. 1941).'"""
        holder = loan_details.borrower(row) if row["line_id"] else words.STATES[row["state"]].word
        return ", ".join((f"{row['name']} {row['number']}", words.STATES[row["status"]].word, holder))

    def open_record(self, ref: int) -> None:
        """Show all copies of one recall."""
        self.catch_up()
        self.clear_filters()
        self.choice.setCurrentIndex(max(0, self.choice.findData(ref)))
        self.chip_row.choose("all")
        self.reread()
        self.start_focus()

    def scanned(self, code: str) -> bool:
        """Mark a copy that is recalled, whatever is filtered; another is left to the window."""
        self.catch_up()
        item = self.store.read(equipment.scanned, code)
        found = self.store.read(recalls.of_item, item["item_id"]) if item else []
        if not found:
            return False
        if self.model.position(found[0]) < 0:
            self.clear_filters()
            self.chip_row.choose("all")
            self.reread()
        self.table.choose(found[:1])
        self.table.setFocus()
        return True

    # the panel

    def details(self, ids: list[int]) -> Details | None:
        rows = self.chosen_rows(ids)
        if not rows:
            return None
        if len(rows) > 1:
            return Details(_("{n} valgt").format(n=words.number(len(rows))), acts=self._acts(rows))
        row = rows[0]
        return Details(row["name"], row["number"], row["status"], _facts(row), self._acts(rows), [self._links()])

    def _acts(self, rows: Sequence[Row]) -> list[Act]:
        if self.store.read_only:
            return []
        to_do = [row for row in rows if not row["outcome"]]
        found = []
        if to_do:
            text = ngettext("Behandle …", "Behandle {n} …", len(to_do)).format(n=words.number(len(to_do)))
            found.append(Act(text, self.finish, primary=True))
        if any(row["line_id"] for row in to_do):
            found += [Act(_("Ta imot retur"), self.take_back), Act(_("Skriv ut brev"), self.print_letters)]
        return [*found, Act(_("Avtalt …"), self.edit)]

    def _links(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(button(_("Historikk"), self.show_history, "history", role="link"))
        column.addWidget(button(_("Vis i Lager"), self.show_item, "package", role="link"))
        return box

    def open_form(self, ref: int) -> None:
        self.finish()

    # acts

    def new_record(self) -> None:
        form = RecallForm(self.store)
        form.saved.connect(self._opened)
        self.frame.show_form(form)

    def _opened(self, receipt) -> None:
        self.open_record(receipt.result)
        out = self._counts["out"]
        said = _("{n} eksemplarer er tilbakekalt").format(n=words.number(self._counts["all"]))
        second = (_("Skriv ut ringeliste ({n})").format(n=words.number(out)), self.print_calls) if out else None
        self.frame.tell(said, second=second)

    def finish(self) -> None:
        """Say what became of the chosen copies."""
        rows = [row for row in self.chosen_rows() if not row["outcome"]]
        if not rows:
            self.frame.tell(_("Velg noe som ikke er behandlet"), undo=False)
            return
        form = HandleForm(self.store, rows)
        form.saved.connect(lambda receipt: self.frame.tell(_handled(rows, receipt.data["outcome"])))
        self.frame.show_form(form)

    def edit(self) -> None:
        """Write what was agreed about the chosen copies."""
        rows = self.chosen_rows()
        if rows:
            form = NoteForm(self.store, rows)
            form.saved.connect(lambda _receipt: self.frame.tell(_("Merknaden er lagret")))
            self.frame.show_form(form)

    def take_back(self) -> None:
        """Go to the page for returns with the chosen copies that are out."""
        lines = [row["line_id"] for row in self.chosen_rows() if row["line_id"]]
        if lines:
            self.frame.start("take_back", line_ids=lines)

    def show_item(self) -> None:
        for row in self.chosen_rows()[:1]:
            self.frame.go("item", row["item_id"])

    def show_history(self) -> None:
        """All that has happened to the copy, in words."""
        for row in self.chosen_rows()[:1]:
            events = self.store.read(overview.events, self.store.read(history.of_item, row["item_id"]))
            self.frame.show_form(HistoryDialog(told.what(row), events, self.store.today))

    # paper

    def print_calls(self) -> None:
        """The list of calls to everybody in the list who holds something."""
        ids = [row["recall_item_id"] for row in self._out()]
        if ids:
            self._print(_("Ringeliste"), papers.recall_calls, ids, "ringeliste")

    def print_letters(self) -> None:
        """A letter to each who holds some of the chosen copies; with none of them chosen, to everybody in the list."""
        chosen = [row for row in self.chosen_rows() if row["line_id"] and not row["outcome"]]
        rows = chosen or self._out()
        ids = [row["recall_item_id"] for row in rows if not row["died_on"]]
        if ids:
            self._print(_("Brev om tilbakekalling"), papers.recall_letters, ids, "tilbakekalling")
        elif rows:
            self.frame.tell(_("Ingen i listen kan få brev"), undo=False)

    def _out(self) -> list[dict[str, Any]]:
        """The copies of the list that somebody holds and that are not dealt with; without any, say so."""
        rows = self.chosen_rows(self.model.ids.tolist())
        found = [row for row in rows if row["line_id"] and not row["outcome"]]
        if not found:
            self.frame.tell(_("Ingen i listen har noe av dette ute"), undo=False)
        return found

    def _print(self, title: str, paper: Callable[..., papers.Make], ids: Sequence[int], name: str) -> None:
        make = paper(self.store.read, ids, self.store.today, self.store.staff)
        self.frame.print_pdf(title, make, f"{name}-{self.store.today}")


def _choice(row: Row) -> str:
    """'Bremser (Rullestol): 3 igjen'."""
    left = row["to_do"]
    state = ngettext("{n} igjen", "{n} igjen", left).format(n=words.number(left)) if left else _("ferdig")
    return _("{title} ({product}): {state}").format(title=row["title"], product=row["name"], state=state)


def _facts(row: Row) -> list[tuple[str, str]]:
    address = _("Skjermet") if row["protected"] else row["address"] or ""
    handled = _("{outcome} {day}").format(
        outcome=words.STATES[row["status"]].word, day=words.day(row["handled_on"])
    ) if row["outcome"] else ""  # fmt: skip
    return [
        (_("Gjelder"), row["title"]),
        (_("Grunn"), row["reason"]),
        (_("Hos"), loan_details.borrower(row) if row["line_id"] else ""),
        (_("Telefon"), row["phone"] or ""),
        (_("Adresse"), address if row["line_id"] else ""),
        (_("Tilstand"), "" if row["line_id"] else words.STATES[row["state"]].word),
        (_("Plassering"), "" if row["line_id"] else place(row)),
        (_("Serienummer"), row["serial"] or _("Ikke skrevet opp")),
        (_("Avtalt"), row["note"]),
        (_("Behandlet"), handled),
    ]


def _handled(rows: Sequence[Row], outcome: str) -> str:
    word = words.RECALL_OUTCOMES[outcome].word.lower()
    if len(rows) == 1:
        return _("{what}: {outcome}").format(what=told.what(rows[0]), outcome=word)
    return ngettext("{n} eksemplar: {outcome}", "{n} eksemplarer: {outcome}", len(rows)).format(
        n=words.number(len(rows)), outcome=word
    )
