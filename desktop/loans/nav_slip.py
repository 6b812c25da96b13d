"""NAV's return slip from the places where a thing of NAV's is in sight: a return, a loan, a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, Any

from db import loan_lines
from desktop.actions import FILE, Action
from desktop.words import _

if TYPE_CHECKING:
    from desktop.parts.page import Frame
    from desktop.store import Store

SLIP_OF_CHOSEN = Action(_("Skriv ut returseddel til NAV"), "print_nav_slip", "Ctrl+Shift+N", "printer", FILE, "chosen")
SLIP_OF_RETURN = Action(
    _("Skriv ut returseddel til NAV for siste retur"), "print_nav_slip", "Ctrl+Shift+N", "printer", FILE
)


def show_slip(store: Store, frame: Frame, line_ids: Sequence[int]) -> None:
    """Show the slip of what NAV owns among these lines; where it owns none of them, say so."""
    rows = store.read(loan_lines.rows, list(line_ids), today=store.today)
    navs = [row["line_id"] for row in rows if row["owner"] == "nav"]
    if navs:
        frame.print_pdf(_("Returseddel til NAV"), slip(store.read, navs, store.staff), "returseddel-nav")
    else:
        frame.tell(_("Ingenting av dette eies av NAV. Eier står på eksemplaret"), undo=False)


def line_of_copy(store: Store, item_id: int) -> list[int]:
    """The line by which a copy is out, else was out last; [] for one that never was."""
    return [row["line_id"] for row in store.read(loan_lines.of_item, item_id, today=store.today)[:1]]


def slip(read: Callable[..., Any], line_ids: Sequence[int], staff: str) -> Callable[[IO[bytes]], int]:
    """The paper, made when the preview asks for it."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return read(printing.print_nav_slip, line_ids, out, staff=staff)

    return make
