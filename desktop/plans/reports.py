"""Rapporter: the reports of the plans by period, who has reported and who has not, locked and opened again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db import plan_reports, plans
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.columns import Column
from desktop.parts.chips import Chip
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.plans import lock_question, report_told
from desktop.plans import words as plan_words
from desktop.plans.acts import AS_BOOK, AS_FILE, AS_TEXT, CHANGE, LOCK, NEXT, PAPER, REMIND, REOPEN, REVIEW, START
from desktop.plans.report_leaving import Leaving, named_period
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = (("current", _("Pågår")), ("locked", _("Låst")), ("all", _("Alle")))
BACK = 4  # periods before this one that a new report may be for


def _state(row: Row) -> str:
    return f"report_{row['state']}"


REPORTS = (
    Column("period", _("Periode"), width=26, sort="period", value=named_period, strong=True),
    Column("plan", _("Plan"), width=44),
    Column("report_state", _("Stand"), "state", 15, value=_state),
    Column("entries", _("Linjer skrevet"), "number", 14),
    Column("due_on", _("Frist"), "day", 12),
    Column("locked_on", _("Låst"), "day", 12),
)


class ReportsView(Leaving):
    """All reports, the newest first; the panel says who still has to write."""

    title, icon, kind, key = _("Rapporter"), "file-text", "report", "plan_report_id"
    kinds = frozenset({"report", "plan", "measure", "role", "setting"})
    columns, list_name, noun = REPORTS, "plan_reports", (_("rapport"), _("rapporter"))
    new_text, order, descending, all_text = _("Ny rapport"), "period", True, _("Alle planer")
    empty_text = _("Ingen rapporter ennå. Trykk Ctrl+N når en periode skal rapporteres.")
    ACTIONS = (*RecordPage.ACTIONS, NEXT, LOCK, REVIEW, REOPEN, PAPER, AS_TEXT, CHANGE, REMIND, START, AS_BOOK, AS_FILE)

    # what the list holds

    def ids(self, asked: Asked) -> Iterable[int]:
        wanted = asked.text.casefold()
        found = [row["plan_report_id"] for row in self.store.read(plan_reports.reports, asked.choice)
                 if _fits(row, asked.chip) and wanted in f"{named_period(row)} {row['plan']}".casefold()]  # fmt: skip
        return found if asked.descending else found[::-1]

    def rows(self, ids: list[int]) -> list[Row]:
        return [row for row in self.store.read(plan_reports.reports) if row["plan_report_id"] in ids]

    def chips(self) -> list[Chip]:
        rows = self.store.read(plan_reports.reports)
        return [Chip(code, text, sum(_fits(row, code) for row in rows)) for code, text in CHIPS]

    # the panel

    def one(self, row: Row) -> Details:
        facts = [(_("Plan"), row["plan"]), (_("Frist"), words.day(row["due_on"])),
                 (_("Åpnet igjen fordi"), row["reopen_reason"]), (_("Låst"), words.day(row["locked_on"]))]  # fmt: skip
        if row["state"] != "locked":
            facts += self._progress(row)
        else:
            report = self.store.read(report_told.report, row["plan_report_id"], today=self.store.today)
            facts += [
                (word, words.number(n)) for word, n in (*report_told.counted(report), *report_told.lights(report))
            ]
        acts = [] if self.store.read_only else self._acts(row)
        acts += [Act(text, slot, half=True) for text, slot in self.leaving(row)]
        return Details(named_period(row), "", _state(row), [fact for fact in facts if fact[1]], acts)

    def _progress(self, row: Row) -> list[tuple[str, str]]:
        """Who has not reported, and who has."""
        rows = self.store.read(plan_reports.progress, row["plan_report_id"], today=self.store.today)
        lacking = "\n".join(_reported(one) for one in rows if not one["done_on"])
        return [(_("Mangler"), lacking), (_("Ferdige"), "\n".join(_reported(one) for one in rows if one["done_on"]))]

    def _acts(self, row: Row) -> list[Act]:
        if row["state"] == "locked":
            return [Act(_("Åpne igjen …"), self.reopen)] if row["revision"] == row["newest"] else []
        acts = [Act(_("Skriv linjene"), self.write_lines, primary=True), Act(_("Lås rapporten"), self.lock, half=True)]
        checked = _("Gi tilbake") if row["state"] == "review" else _("Send til kontroll")
        acts += [Act(checked, self.send_to_review, half=True), Act(_("Purrebrev …"), self.print_reminders, half=True)]
        return [*acts, Act(_("Sammendrag …"), self.edit, half=True)]

    # acts

    def new_record(self) -> None:
        if not self.store.read(plans.plans, current_only=True):
            self.frame.tell(_("Legg inn en plan først, under «Planer»"), undo=False)
            return
        form = ReportForm(self.store, self.choice.currentData())
        form.saved.connect(lambda receipt: self._begun(receipt.result))
        self.frame.show_form(form)

    def _begun(self, ref: int) -> None:
        said = _("Rapporten er åpen. Skriv linjene, og lås den når alle er ferdige")
        self.frame.tell(said, second=(_("Skriv ut oppstartslisten"), self.print_start))
        self.open_record(ref)

    def write_lines(self) -> None:
        """Show the lines of the report, to be written one by one."""
        for ref in self.chosen_ids()[:1]:
            self.frame.go("lines_of", ref)

    def open_form(self, ref: int) -> None:
        self.write_lines()

    def edit(self) -> None:
        for row in self._of_state(locked=False):
            form = SummaryForm(self.store, row)
            form.saved.connect(lambda _receipt: self.frame.tell(_("Sammendraget er lagret")))
            self.frame.show_form(form)

    def lock(self) -> None:
        """Lock the chosen report: from now on it is a copy that nothing changes. Lines that lack are asked about."""
        for row in self._of_state(locked=False):
            lines = self.store.read(plan_reports.by_role, row["plan_report_id"], today=self.store.today)
            missing = len(lock_question.missing(lines))
            lock_question.ask(lines, named_period(row), self.window(), lambda row=row, n=missing: self._lock(row, n))

    def _lock(self, row: Row, missing: int) -> None:
        try:
            receipt = self.store.write(plan_reports.lock_report, plan_report_id=row["plan_report_id"])
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        said = ngettext("Låst: {period}, {n} tiltak", "Låst: {period}, {n} tiltak", receipt.result)
        said = said.format(period=named_period(row), n=words.number(receipt.result))
        if missing:
            said = _("{said}. {n} uten linje").format(said=said, n=words.number(missing))
        self.frame.tell(said)
        self.show_chip("locked")
        self.open_record(row["plan_report_id"])

    def send_to_review(self) -> None:
        """The lines are in: somebody looks the report over, or gives it back to those who write."""
        for row in self._of_state(locked=False):
            back = row["state"] == "review"
            try:
                self.store.write(plan_reports.send_to_review, plan_report_id=row["plan_report_id"], back=back)
            except (Rejected, FileTrouble) as fault:
                self.frame.trouble(fault)
                return
            said = _("{period} er gitt tilbake til dem som skriver") if back else _("{period} er sendt til kontroll")
            self.frame.tell(said.format(period=named_period(row)))
            self.open_record(row["plan_report_id"])

    def reopen(self) -> None:
        for row in self._of_state(locked=True):
            form = ReopenForm(self.store, row)
            form.saved.connect(lambda receipt: self._reopened(receipt.result))
            self.frame.show_form(form)

    def _reopened(self, ref: int) -> None:
        self.frame.tell(_("Rapporten er åpnet som en ny revisjon. Den låste står som den var"))
        self.show_chip("current")
        self.open_record(ref)


def _fits(row: Row, chip: str) -> bool:
    return chip == "all" or (row["state"] == "locked") == (chip == "locked")


def _reported(row: Row) -> str:
    """'Enhetsleder (Anne Haug): 2 av 3 skrevet'."""
    who = f"{row['name']} ({row['holder']})" if row["holder"] else row["name"]
    if row["done_on"]:
        return _("{who}: ferdig {day}").format(who=who, day=words.short_day(row["done_on"]))
    done, total = words.number(row["reported"]), words.number(row["measures"])
    return _("{who}: {n} av {total} skrevet").format(who=who, n=done, total=total)


class ReportForm(RecordForm):
    """A new report: which plan, which period, and by when the lines are wanted."""

    def __init__(self, store, plan_id: int | None = None, parent=None):
        super().__init__(store, _("Ny rapport"), _("Begynn rapporten"), parent)
        self.plans = store.read(plans.plans, current_only=True)
        offered = [(row["plan_id"], row["name"]) for row in self.plans]
        self.plan = self.add("plan_id", ChoiceField(_("Plan"), offered, needed=True))
        self.period = self.add("period", ChoiceField(_("Periode"), [], needed=True), half=True)
        self.add("due_on", DayField(_("Frist for linjene"), lambda: store.today), half=True)
        self.fill({"plan_id": plan_id if plan_id in dict(offered) else offered[0][0]})
        self.plan.changed.connect(self._offer)
        self._offer()

    def _offer(self) -> None:
        """The periods that fit the rhythm of the plan: this one and those before it, the one that just ended first."""
        rhythm = next(row["rhythm"] for row in self.plans if row["plan_id"] == self.plan.value())
        self.period.box.clear()
        for code in periods(rhythm, self.store.today):
            self.period.box.addItem(plan_words.period(code), code)

    def command(self, values: dict[str, Any]):
        return plan_reports.open_report, values


def periods(rhythm: str, today: str) -> list[str]:
    """The period that ended last, this one, and some before: of 16 November 2026 '2026Q3', '2026Q4', '2026Q2' …"""
    found, day = [], today
    for _n in range(BACK + 1):
        found.append(plan_reports.period_of(rhythm, day))
        day = plan_reports.day_before(found[-1])
    return [found[1], found[0], *found[2:]]


class SummaryForm(RecordForm):
    """The summary before the lines, and when they are wanted."""

    def __init__(self, store, row: Row, parent=None):
        super().__init__(store, _("Sammendrag"), _("Lagre"), parent, under=named_period(row))
        self.row = row
        self.add("summary", LongTextField(_("Sammendrag"), _("Står foran tiltakene i rapporten"), lines=5))
        self.add("due_on", DayField(_("Frist for linjene"), lambda: store.today), half=True)
        self.fill({"summary": row["summary"], "due_on": row["due_on"]})

    def command(self, values: dict[str, Any]):
        return plan_reports.change_report, {
            **values, "plan_report_id": self.row["plan_report_id"], "rev": self.row["rev"],
        }  # fmt: skip


class ReopenForm(RecordForm):
    """Why a locked report is opened again."""

    def __init__(self, store, row: Row, parent=None):
        under = _("Den låste rapporten står som den er. Rettelsene kommer i en ny revisjon.")
        super().__init__(
            store, _("Åpne {period} igjen").format(period=named_period(row)), _("Åpne igjen"), parent, under=under
        )
        self.plan_report_id = row["plan_report_id"]
        self.add("reason", LongTextField(_("Grunn"), _("Må fylles ut"), lines=2))

    def command(self, values: dict[str, Any]):
        return plan_reports.reopen_report, {**values, "plan_report_id": self.plan_report_id}
