"""What a borrower waits for, on the card of the person or the unit; each row leads to the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import requests
from desktop import words
from desktop.actions import EDIT, Action
from desktop.parts.page import button, label
from desktop.parts.row_button import RowButton
from desktop.requests import told
from desktop.requests.form import RequestForm
from desktop.words import _

ASK = Action(_("Meld behov …"), "ask", "Ctrl+Shift+B", "clipboard-list", EDIT, "chosen", True)


class AskedFor(QWidget):
    """`rows` as requests.of_borrower gives them; `ask` writes down a new one, None where nothing may be written."""

    def __init__(
        self,
        rows: Sequence[Mapping[str, Any]],
        today: str,
        go: Callable[[int], Any],
        ask: Callable[[], Any] | None = None,
    ):
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if rows:
            column.addWidget(label(_("Venter på"), "muted"))
        for row in rows:
            state = words.STATES[told.state(row)]
            made = RowButton(told.thing(row), f"{state.word} · {told.wanted(row, today)}", state.icon, state.colour)
            made.clicked.connect(lambda _on=False, ref=row["request_id"]: go(ref))
            column.addWidget(made)
        if ask is not None:
            column.addWidget(button(ASK.text, ask, ASK.icon, role="link"))


def asked_for(store, frame, ask: Callable[[], Any] | None = None, **borrower: int) -> AskedFor:
    """What a person_id or a unit_id waits for now."""
    rows = store.read(requests.of_borrower, today=store.today, **borrower)
    may_ask = None if store.read_only else ask
    return AskedFor(rows, store.today, lambda ref: frame.go("request", ref), may_ask)


def ask(store, frame, **given: Any) -> None:
    """Write down a new request for somebody, or for a product."""
    form = RequestForm(store, frame, **given)
    form.saved.connect(lambda receipt: tell(store, frame, receipt.result))
    frame.show_form(form)


def tell(store, frame, made: int | Sequence[int]) -> list[int]:
    """The receipt of new requests; their ids."""
    refs = [made] if isinstance(made, int) else list(made)
    rows = [store.read(requests.request, ref, today=store.today) for ref in refs]
    frame.tell(_("Behovet er meldt: {what}").format(what=told.things(rows)))
    return refs
