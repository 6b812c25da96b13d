"""The log of contact as it stands in a panel, and how a contact is logged from any page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import words
from desktop.actions import EDIT, Action
from desktop.follow_up import contact_words
from desktop.follow_up.contact_form import ContactForm
from desktop.parts.page import button, label
from desktop.parts.row_button import RowButton
from desktop.words import _

if TYPE_CHECKING:
    from desktop.parts.page import Frame
    from desktop.store import Store

Row = Mapping[str, Any]
MOST = 4
ADD_CONTACT = Action(_("Ny kontakt …"), "add_contact", "F6", "phone", EDIT, "chosen", True)


class Log(QWidget):
    """Rows of contacts.of_borrower or of_line, newest first; `change(contact_id)` opens one, `add` logs a new one."""

    def __init__(
        self, rows: Sequence[Row], today: str, change: Callable[[int], Any], add: Callable[[], Any] | None = None
    ):
        super().__init__()
        self._today, self._change, self._rest = today, change, list(rows[MOST:])
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(label(_("Kontakt"), "muted"))
        for row in rows[:MOST]:
            self._column.addWidget(self._entry(row))
        if not rows:
            self._column.addWidget(label(_("Ingen har vært i kontakt ennå"), wrap=True))
        if add is not None:
            self._column.addWidget(button(_("Ny kontakt …"), add, "phone", role="link"))
        if self._rest:
            self._more = button(_("Vis alle {n}").format(n=words.number(len(rows))), self._show_rest, role="link")
            self._column.addWidget(self._more)

    def _entry(self, row: Row) -> RowButton:
        said = contact_words.done(row["kind"], row["outcome"], row["on_day"], self._today)
        again = (
            _("neste {day}").format(day=contact_words.near_day(row["next_on"], self._today)) if row["next_on"] else ""
        )
        under = " · ".join(
            part for part in (contact_words.one_line(row["text"]), again, contact_words.about(row)) if part
        )
        made = RowButton(said[:1].upper() + said[1:], under)
        if row["staff"]:
            made.setToolTip(f"{made.toolTip()}\n{row['staff']}")
        made.clicked.connect(lambda: self._change(row["contact_id"]))
        return made

    def _show_rest(self) -> None:
        self._more.hide()
        rows = [self._entry(row) for row in self._rest]
        for row in rows:
            self._column.addWidget(row)
        rows[0].setFocus()


def log_contact(
    store: Store, frame: Frame, *, person_id: int | None, unit_id: int | None, chosen: Sequence[int] = ()
) -> None:
    """Ask what came of a contact with a borrower, the chosen lines ticked."""
    form = ContactForm(store, person_id=person_id, unit_id=unit_id, chosen=chosen)
    form.saved.connect(lambda receipt: frame.tell(_logged(form.who, receipt.data["next_on"], store.today)))
    frame.show_form(form)


def change_contact(store: Store, frame: Frame, contact_id: int) -> None:
    """Mend what is logged."""
    if store.read_only:
        return
    form = ContactForm(store, contact_id=contact_id)
    form.saved.connect(lambda _receipt: frame.tell(_("Kontakten er endret")))
    frame.show_form(form)


def _logged(who: str, next_on: str | None, today: str) -> str:
    told = _("Kontakt med {name} er lagret").format(name=who)
    if not next_on:
        return told
    return _("{told}. Neste {day}").format(told=told, day=words.short_day(next_on, today))
