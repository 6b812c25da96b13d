"""Before a report is locked while somebody has not written: how many lines it lacks, and whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QMessageBox, QWidget

from desktop import words
from desktop.parts import message
from desktop.words import _, ngettext

Row = Mapping[str, Any]
NAMED = 10  # of those who lack lines, before the rest are only counted


def ask(rows: Sequence[Row], period: str, parent: QWidget | None, lock: Callable[[], Any]) -> None:
    """Lock at once where every measure has its line, else ask first. `rows` are plan_reports.by_role."""
    said = question(rows, period)
    if not said:
        lock()
        return
    box = message.box(said, parent, _("Lås rapporten"))
    stay = box.addButton(_("Avbryt"), QMessageBox.ButtonRole.RejectRole)
    box.addButton(_("Lås likevel"), QMessageBox.ButtonRole.DestructiveRole).clicked.connect(lambda: lock())
    box.setDefaultButton(stay)
    box.open()


def question(rows: Sequence[Row], period: str) -> str:
    """What is asked, with a line for each who lacks lines; '' where nobody does."""
    lacking = len(missing(rows))
    if not lacking:
        return ""
    total = len({row["measure_id"] for row in rows})
    return "\n".join((_told(lacking, total, period), "", *_named(rows), "", _asked()))


def missing(rows: Sequence[Row]) -> set[int]:
    """The measures without a line."""
    return {row["measure_id"] for row in rows if not row["is_written"]}


def _told(missing: int, total: int, period: str) -> str:
    if missing == total:
        return _("Ingen har rapportert ennå i {period}. Disse mangler:").format(period=period)
    said = ngettext("{n} av {total} tiltak er ikke rapportert i {period}. Disse mangler:",
                    "{n} av {total} tiltak er ikke rapportert i {period}. Disse mangler:", missing)  # fmt: skip
    return said.format(n=words.number(missing), total=words.number(total), period=period)


def _named(rows: Sequence[Row]) -> list[str]:
    counts = Counter(_who(row) for row in rows if not row["is_written"])
    said = [_("• {who}: {n} tiltak").format(who=who, n=words.number(n)) for who, n in counts.items()]
    more = len(said) - NAMED
    rest = [ngettext("• og {n} til", "• og {n} til", more).format(n=words.number(more))] if more > 0 else []
    return said[:NAMED] + rest


def _who(row: Row) -> str:
    if not row["role"]:
        return _("Tiltak uten ansvarlig")
    return f"{row['role']} ({row['holder']})" if row["holder"] else row["role"]


def _asked() -> str:
    return _("Lås likevel? De blir stående som «Ikke rapportert», og rettes bare i en ny revisjon.")
