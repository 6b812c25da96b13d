"""The papers of a count as the window prints them: each is made when the preview asks for it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO


def result(store, stock_count_id: int) -> Callable[[IO[bytes]], int]:
    """The summary and the lists of a count."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return store.read(printing.print_count, stock_count_id, out, today=store.today, staff=store.staff)

    return make


def blank(store, room: str | None, shelf: str | None) -> Callable[[IO[bytes]], int]:
    """What should stand in a room or on a shelf, to be ticked by hand."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return store.read(printing.print_count_sheet, out, room=room, shelf=shelf, today=store.today, staff=store.staff)

    return make
