"""The stays of one person, on the card of the person; each row leads to the stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import stay_lists, stay_places
from desktop import words
from desktop.actions import EDIT, Action
from desktop.parts.page import button, label
from desktop.parts.record_form import RecordForm
from desktop.parts.row_button import RowButton
from desktop.stays import told
from desktop.stays import words as stay_words
from desktop.stays.application_form import ApplicationForm
from desktop.stays.columns import status
from desktop.stays.planning_form import BookForm
from desktop.words import _, ngettext

APPLY = Action(_("Søknad om opphold …"), "apply_for_stay", "Ctrl+Shift+S", "file-plus", EDIT, "chosen", True)
BOOK = Action(_("Nytt opphold …"), "book_stay", "Ctrl+Shift+G", "calendar-plus", EDIT, "chosen", True)
MOST_ENDED = 3


class StaysOf(QWidget):
    """`rows` as stay_lists.of_person gives them; `acts` are links under them."""

    def __init__(
        self,
        rows: Sequence[Mapping[str, Any]],
        today: str,
        go: Callable[[int], Any],
        acts: Sequence[tuple[Action, Callable[[], Any]]] = (),
    ):
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        ended = [row for row in rows if row["closed_on"] is not None]
        column.addWidget(label(_("Opphold"), "muted"))
        for row in [row for row in rows if row["closed_on"] is None] + ended[:MOST_ENDED]:
            state = words.STATES[status(row)]
            made = RowButton(_title(row), _under(row, today), state.icon, state.colour)
            made.clicked.connect(lambda _on=False, ref=row["stay_id"]: go(ref))
            column.addWidget(made)
        if len(ended) > MOST_ENDED:
            rest = len(ended) - MOST_ENDED
            column.addWidget(label(ngettext("og {n} til", "og {n} til", rest).format(n=words.number(rest)), "muted"))
        for action, act in acts:
            column.addWidget(button(action.text, act, action.icon, role="link"))


def _title(row: Mapping[str, Any]) -> str:
    """'Rehabilitering, Rom 3'."""
    return ", ".join(part for part in (stay_words.PURPOSES[row["purpose"]], row["place"] or row["site"]) if part)


def _under(row: Mapping[str, Any], today: str) -> str:
    """'Inne · 9.–16. juli · 7 døgn'; of what waits 'Venteliste · ventet 12 dager'."""
    waits = row["closed_on"] is None and row["in_on"] is None
    when = _("ventet {days}").format(days=told.waited(row).lower()) if waits else told.when(row, today)
    return " · ".join(part for part in (words.STATES[status(row)].word, when) if part)


def stays_of(store, frame, person_id: int, alive: bool = True) -> StaysOf | None:
    """The stays of a person; None where there are none and the register knows no site to stay at."""
    rows = store.read(stay_lists.of_person, person_id, today=store.today)
    if not rows and not store.read(stay_places.sites):
        return None
    acts = [(APPLY, lambda: apply(store, frame, person_id)), (BOOK, lambda: book(store, frame, person_id))]
    may = alive and not store.read_only
    return StaysOf(rows, store.today, lambda ref: frame.go("stay", ref), acts if may else ())


def apply(store, frame, person_id: int) -> None:
    """Write down an application for somebody."""
    _open(store, frame, ApplicationForm(store, person_id=person_id), _("Søknaden er registrert: {who}"))


def book(store, frame, person_id: int) -> None:
    """A new stay on a place for somebody."""
    _open(store, frame, BookForm(store, person_id=person_id), _("{who} er planlagt: {where}"))


def _open(store, frame, form: RecordForm, said: str) -> None:
    def tell(receipt) -> None:
        row = store.read(stay_lists.stay, receipt.result, today=store.today)
        where = ", ".join(part for part in (told.where(row), told.when(row, store.today)) if part)
        frame.tell(said.format(who=told.short(row), where=where))

    form.saved.connect(tell)
    frame.show_form(form)
