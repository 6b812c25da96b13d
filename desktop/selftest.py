"""The finished program tries itself: opens a register, imports, lends, exports and prints. What a bundle must pass."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from db import check, command, equipment, loan_lines, loans, people, plan_reports, stay_lists
from db.connection import Register
from desktop import demo
from desktop.words import _

TODAY = "2026-11-16"
STAFF = "Prøve"


def run(book: Path | None) -> int:
    """Every step in a passing folder; 0 when all held, else 1 with the step and the kind of error."""
    with tempfile.TemporaryDirectory(prefix="hverdag-") as folder:
        for step in (_fill, _import, _lend, _export, _print, _check, _window):
            try:
                step(Path(folder), book)
            except Exception as fault:  # noqa: BLE001  whatever fails is what the test is for
                sys.stderr.write(f"{step.__name__}: {type(fault).__name__}: {fault}\n")
                return 1
    sys.stdout.write(_("Selvtesten er bestått") + "\n")
    return 0


def _open(folder: Path) -> Register:
    return Register.open(folder / "prov.hverdag")


def _run(register: Register, act: Callable, **given):
    return command.run(register, act, staff=STAFF, today=TODAY, **given).result


def _fill(folder: Path, _book: Path | None) -> None:
    register = Register.create(folder / "prov.hverdag")
    demo.fill(register, today=TODAY)
    register.close()


def _import(folder: Path, book: Path | None) -> None:
    from desktop.sheets import importing

    if book is None:
        return
    register = Register.create(folder / "bok.hverdag")
    plan = importing.plan_book(register, book, today=TODAY)
    importing.apply(register, plan, today=TODAY, staff=STAFF)
    found = equipment.item_ids(register, today=TODAY)
    register.close()
    if not found:
        raise ValueError("no copies came from the book")


def _lend(folder: Path, _book: Path | None) -> None:
    register = _open(folder)
    borrower = people.find(register, "a", limit=1)[0]["person_id"]
    copy = equipment.item_ids(register, today=TODAY, chip="available")[0]
    _run(register, loans.lend, item_ids=[copy], person_id=borrower, due_on="2026-12-24")
    line = loan_lines.open_line(register, copy, today=TODAY)
    if line is None:
        raise ValueError("the copy is not out")
    register.close()


def _export(folder: Path, _book: Path | None) -> None:
    from desktop.plans import report_told
    from desktop.sheets import export, month, occupancy, plan_report

    register = _open(folder)
    for kind in export.KINDS:
        export.export(register, kind, folder / f"{kind}.xlsx", today=TODAY)
    month.export_month(register, TODAY[:7], folder / "maned.xlsx", today=TODAY)
    occupancy.export_occupancy(
        register, since="2026-10-01", until="2026-11-01", out=folder / "belegg.xlsx", today=TODAY
    )
    report = plan_reports.reports(register)[-1]["plan_report_id"]
    plan_report.export_plan_report(report_told.report(register, report, today=TODAY), folder / "r.xlsx", today=TODAY)
    register.close()


def _print(folder: Path, _book: Path | None) -> None:
    from desktop.paper import plan_papers, printing, stay_papers
    from desktop.paper.pages import Pages

    register = _open(folder)
    latest = loan_lines.ids(register, today=TODAY, order="agreement", descending=True)[0]
    stay, report = stay_lists.ids(register, today=TODAY)[0], plan_reports.reports(register)[-1]
    agreement = loan_lines.line(register, latest, today=TODAY)["agreement_id"]
    printing.print_agreement(register, agreement, folder / "avtale.pdf")
    printing.print_labels(register, "UT-0001..UT-0024", folder / "etiketter.pdf")
    printing.print_month(register, TODAY[:7], folder / "maned.pdf")
    printing.print_plan(register, stay, folder / "min_plan.pdf", today=TODAY)
    stay_papers.print_stay_chart(register, TODAY, 30, folder / "belegg.pdf", today=TODAY)
    plan_papers.print_plan_report(register, report["plan_report_id"], folder / "rapport.pdf", today=TODAY)
    plan_papers.print_pyramids(register, report["plan_id"], folder / "pyramide.pdf", today=TODAY)
    register.close()
    for paper in folder.glob("*.pdf"):
        with Pages(paper) as pages:
            pages.picture(0, 1.0)


def _check(folder: Path, _book: Path | None) -> None:
    register = _open(folder)
    found = check.problems(register)
    register.close()
    if found:
        raise ValueError(f"{len(found)} problems")


def _window(folder: Path, _book: Path | None) -> None:
    from desktop import app

    app.show_once(folder / "prov.hverdag", today=TODAY)
