"""The papers of a day as the window prints them: each is made when the preview asks for it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

Read = Callable[..., Any]
Make = Callable[[IO[bytes]], int]


def trip(read: Read, day: str, today: str, staff: str) -> Make:
    """The driving sheet of a day."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return read(printing.print_trip, day, out, today=today, staff=staff)

    return make


def picking(read: Read, day: str, today: str, staff: str) -> Make:
    """What to take along, by room and shelf."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return read(printing.print_picking, day, out, today=today, staff=staff)

    return make
