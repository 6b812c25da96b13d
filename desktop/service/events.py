"""What was done in service, as the history of a copy tells it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop.service import told
from desktop.words import STATES, _

Facts = Mapping[str, Any]


def _cases(row: Facts) -> list[Facts]:
    """The cases of the copy that the operation was about, where db.service.with_cases has put them."""
    return row["cases"] if "cases" in row.keys() else []  # noqa: SIM118 (a Row iterates its values)


def _joined(*parts: str) -> str:
    return told.MARK.join(part for part in parts if part)


def _clean(facts: Facts, row: Facts, _today: str | None) -> str:
    method = told.method(facts.get("method", ""))
    said = _("Rengjort: {method}").format(method=method) if method else _("Rengjort")
    return _joined(said, *(case["note"] for case in _cases(row)))


def _open_repair(_facts: Facts, row: Facts, _today: str | None) -> str:
    return _joined(_("Satt til reparasjon"), *(case["fault"] for case in _cases(row)))


def _change_repair(facts: Facts, row: Facts, _today: str | None) -> str:
    """How it stood then; what it was about where it ended."""
    state = facts.get("state", "")
    if state not in ("done", "scrapped"):
        status = STATES[f"case_{state}"].word.lower() if f"case_{state}" in STATES else ""
        return _("Reparasjon: {status}").format(status=status)
    said = _("Reparert") if state == "done" else _("Kassert etter reparasjonssak")
    return _joined(said, *(part for case in _cases(row) for part in told.repair_parts(case)))


def _quarantine(_facts: Facts, row: Facts, _today: str | None) -> str:
    return _joined(_("Sperret for smitte"), *(case["note"] for case in _cases(row) if case["closed_on"] is None))


def _release(_facts: Facts, row: Facts, _today: str | None) -> str:
    names = [case["done_by"] for case in _cases(row) if case["done_by"]]
    return _("Frigitt av {name}, til rengjøring").format(name=names[0]) if names else _("Frigitt, til rengjøring")


def _check(facts: Facts, row: Facts, _today: str | None) -> str:
    said = _("Kontrollert, godkjent") if facts.get("passed") else _("Kontrollert, ikke godkjent")
    checks = [case for case in _cases(row) if case["kind"] == "check"]
    return _joined(said, *(case["fault"] or case["note"] for case in checks))


VERBS: dict[str, Callable[[Facts, Facts, str | None], str]] = {
    "clean": _clean,
    "open_repair": _open_repair,
    "new_repair": _change_repair,
    "change_repair": _change_repair,
    "quarantine": _quarantine,
    "release": _release,
    "check": _check,
}
