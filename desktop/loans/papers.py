"""The papers of loans as the window prints them: each is made when the preview asks for it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any

Read = Callable[..., Any]
Make = Callable[[IO[bytes]], int]
Row = Mapping[str, Any]


def agreement(read: Read, agreement_id: int, staff: str) -> Make:
    """The loan agreement in two copies."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return read(printing.print_agreement, agreement_id, out, staff=staff)

    return make


def receipt(read: Read, line_ids: Sequence[int], staff: str) -> Make:
    """A receipt to each borrower for what was just taken back."""

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        return read(printing.print_receipts, line_ids, out, staff=staff)

    return make


def join(parts: Sequence[bytes], out: IO[bytes]) -> int:
    """Put documents after each other in one; returns pages."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        whole.import_pages(pypdfium2.PdfDocument(part))
    pages = len(whole)
    whole.save(out)
    whole.close()
    return pages
