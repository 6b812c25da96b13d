"""What leaves the program of a report on a plan: papers, a workbook, and the text for the case file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QMenu

from desktop.parts import icons
from desktop.plans import report_told
from desktop.plans import words as plan_words
from desktop.plans.acts import AS_BOOK, AS_FILE, AS_TEXT, START
from desktop.plans.plan_choice import PlanChoice
from desktop.plans.report_told import Report
from desktop.words import _

Row = Mapping[str, Any]


def named_period(row: Row) -> str:
    """'3. kvartal 2026', with its revision where it was opened again."""
    said = plan_words.period(row["period"])
    return _("{period}, revisjon {n}").format(period=said, n=row["revision"]) if row["revision"] > 1 else said


class Leaving(PlanChoice):
    """A list of reports; each act takes the chosen one."""

    def _of_state(self, locked: bool) -> list[Row]:
        """The chosen report, where it is locked or not as the act needs."""
        rows = [row for row in self.chosen_rows()[:1] if (row["state"] == "locked") == locked]
        if not rows:
            said = _("Velg en rapport som er låst") if locked else _("Velg en rapport som ikke er låst")
            self.frame.tell(said, undo=False)
        return rows

    def print_report(self) -> None:
        """Show the report on paper."""
        from desktop.paper.plan_papers import print_plan_report

        for row in self.chosen_rows()[:1]:
            self._print(print_plan_report, row, _("Rapport"), "rapport")

    def print_reminders(self) -> None:
        """Show a letter to each who lacks lines in the chosen report."""
        from desktop.paper.plan_papers import print_report_reminders

        for row in self._of_state(locked=False):
            self._print(print_report_reminders, row, _("Purrebrev"), "purring")

    def print_start(self) -> None:
        """Show who is to report on what in the chosen report."""
        from desktop.paper.plan_papers import print_start_list

        for row in self._of_state(locked=False):
            self._print(print_start_list, row, _("Oppstartsliste"), "oppstart")

    def _print(self, paper: Callable[..., int], row: Row, title: str, name: str) -> None:
        def make(out) -> int:
            given = {"today": self.store.today, "staff": self.store.staff}
            return self.store.read(paper, row["plan_report_id"], out, **given)

        self.frame.print_pdf(title, make, f"{name}-{row['period']}")

    def save_book(self) -> None:
        """Save the report as a workbook."""
        from desktop.sheets.plan_report import export_plan_report

        for row, report in self._told():

            def save(path: Path, report: Report = report) -> int:
                return export_plan_report(report, path, today=self.store.today, by=self.store.staff)

            self.frame.start("save_workbook", name=_("Rapport {period}").format(period=named_period(row)), save=save)

    def save_text(self) -> None:
        """Save the report as a text for the case file."""
        from desktop.sheets.plan_report import save_case_text

        for row, report in self._told():
            name = _("Rapport {period}").format(period=named_period(row))
            self.frame.start("save_text", name=name, save=lambda path, report=report: save_case_text(report, path))

    def _told(self) -> list[tuple[Row, Report]]:
        """The chosen report and how it reads."""
        read, today = self.store.read, self.store.today
        return [(row, read(report_told.report, row["plan_report_id"], today=today)) for row in self.chosen_rows()[:1]]

    def as_text(self) -> None:
        """Copy the report as text for the case file."""
        for _row, report in self._told():
            QApplication.clipboard().setText(report_told.case_text(report))
            self.frame.tell(_("Teksten er kopiert. Lim den inn i saken"), undo=False)

    def leaving(self, row: Row) -> Sequence[tuple[str, Callable[[], Any]]]:
        """The buttons of a report: while it is written most of the card is for who lacks lines."""
        if row["state"] != "locked":
            return (_("Skriv ut"), self.print_report), (_("Mer …"), self.more)
        return ((_("Skriv ut"), self.print_report), (_("Excel …"), self.save_book),
                (_("Kopier teksten"), self.as_text), (_("Lagre teksten …"), self.save_text))  # fmt: skip

    def more(self) -> None:
        """The acts that are seldom wanted, in a menu where the focus is."""
        menu, where = QMenu(self), self.focusWidget()
        for action in (START, AS_BOOK, AS_TEXT, AS_FILE):
            icons.put(menu.addAction(action.text, getattr(self, action.slot)), action.icon)
        menu.popup(where.mapToGlobal(QPoint(0, where.height())) if where else QCursor.pos())
