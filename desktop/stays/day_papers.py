"""The paper of a day as the window prints it, made when the preview asks for it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

Make = Callable[[IO[bytes]], int]


def transport(read: Callable[..., Any], day: str, today: str, staff: str, site_id: int | None = None) -> Make:
    """The transport list of a day."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return read(printing.print_transport, day, out, today=today, staff=staff, site_id=site_id)

    return make
