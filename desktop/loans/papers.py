"""The papers of loans as the window prints them: each is made when the preview asks for it. No Qt."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO, Any

from db.errors import Rejected

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


def reminders(read: Read, rows: Iterable[Row], today: str, staff: str) -> Make:
    """One letter to each borrower of these lines who has something overdue; the dead get none."""
    borrowers = list(dict.fromkeys((row["person_id"], row["unit_id"]) for row in rows if may_be_reminded(row, today)))

    def make(out: IO[bytes]) -> int:
        from desktop.paper import printing

        letters = []
        for person_id, unit_id in borrowers:
            letter = io.BytesIO()
            try:
                read(printing.print_reminder, letter, today=today, person_id=person_id, unit_id=unit_id, staff=staff)
            except Rejected:  # came back, or the person died, since the list was read
                continue
            letters.append(letter.getvalue())
        return join(letters, out)

    return make


def may_be_reminded(row: Row, today: str) -> bool:
    """Whether a line is overdue, still out, and its borrower alive."""
    return bool(row["end_reason"] is None and row["due_on"] and row["due_on"] < today and not row["died_on"])


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
