"""The papers of service as the window prints them: each is made when the preview asks for it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import IO, Any

Read = Callable[..., Any]
Make = Callable[[IO[bytes]], int]


def tags(read: Read, numbers: Sequence[str], staff: str) -> Make:
    """A red tag for each copy."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return read(printing.print_tag, numbers, out, staff=staff)

    return make


def recall_calls(read: Read, recall_item_ids: Sequence[int], today: str, staff: str) -> Make:
    """Who holds recalled copies, to be called one by one."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return read(printing.print_recall_calls, recall_item_ids, out, today=today, staff=staff)

    return make


def recall_letters(read: Read, recall_item_ids: Sequence[int], today: str, staff: str) -> Make:
    """A letter to each who holds some of these recalled copies."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return read(printing.print_recall_letters, recall_item_ids, out, today=today, staff=staff)

    return make
