"""Linjer: what is written of each measure in a report that is open, together with how the measure goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtWidgets import QLayout

from db import measure_lists, plan_reports
from db.errors import FileTrouble, Rejected
from desktop.columns import Column
from desktop.parts.chips import Chip
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, MoneyField
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.plans import report_told
from desktop.plans import words as plan_words
from desktop.plans.acts import DONE, NEXT
from desktop.plans.columns import light, status
from desktop.plans.forms import LIGHT_CHOICES, statuses_of
from desktop.plans.led import LedList
from desktop.plans.plan_choice import named
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = (("missing", _("Mangler")), ("reported", _("Skrevet")), ("changed", _("Endret siden sist")), ("all", _("Alle")))
LINES = (
    Column("number", _("Nr"), width=8),
    Column("text", _("Tiltak"), width=38, strong=True),
    Column("responsible", _("Ansvarlig"), width=22, muted=True),
    Column("measure_state", _("Status"), "state", 15, value=status),
    Column("light_state", _("Lys"), "state", 15, value=light),
    Column("said", _("Rapport"), width=30, value=report_told.said),
    Column("changed", _("Endret siden sist"), width=26, value=report_told.changed, shown=False),
)


class LinesView(LedList):
    """The lines of the report in the box, the newest that is open at first."""

    title, icon, kind, key = _("Linjer i rapporten"), "pencil", "report_line", "measure_id"
    kinds = frozenset({"report", "measure", "plan", "role", "setting"})
    columns, list_name, noun = LINES, "report_lines", (_("linje"), _("linjer"))
    all_text, order, leads_here = _("Nyeste åpne rapport"), "number", "lines_of"
    empty_text = _("Ingen linjer her. Begynn en rapport under «Rapporter».")
    ACTIONS = (*RecordPage.ACTIONS[1:], NEXT, DONE)

    def report_id(self) -> int | None:
        """The report in sight: the chosen one, else the newest that is open."""
        chosen = self.choice.currentData()
        still_open = (
            row["plan_report_id"] for row in self.store.read(plan_reports.reports) if row["state"] != "locked"
        )
        return chosen or next(still_open, None)

    def _lines(self) -> list[Row]:
        ref = self.report_id()
        return self.store.read(plan_reports.lines, ref, today=self.store.today) if ref else []

    def ids(self, asked: Asked) -> Iterable[int]:
        lines = (line for line in self._lines() if _fits(line, asked.chip) and _found(line, asked.text))
        return [line["measure_id"] for line in lines]

    def rows(self, ids: list[int]) -> list[Row]:
        return [line for line in self._lines() if line["measure_id"] in ids]

    def chips(self) -> list[Chip]:
        lines = self._lines()
        return [Chip(code, text, sum(_fits(line, code) for line in lines)) for code, text in CHIPS]

    def offered(self, current_only: bool) -> list[tuple[Any, str]]:
        return [(row["plan_report_id"], named(f"{plan_words.period(row['period'])} · {row['plan']}", row))
                for row in self.store.read(plan_reports.reports)
                if row["revision"] == row["newest"] and not (current_only and row["replaced_on"])]  # fmt: skip

    def one(self, row: Row) -> Details:
        facts = [(_("Ansvarlig"), row["responsible"]), (_("Status"), report_told.status(row)),
                 (_("Rapport"), report_told.said(row)),
                 (_("Endret siden sist"), report_told.changed(row)), (_("Lys"), report_told.light(row["light"])),
                 (_("Grunn til lyset"), row["light_reason"]), (_("Frist"), plan_words.deadline(row)),
                 (_("Kostnad"), report_told.costs(row))]  # fmt: skip
        acts = [Act(_("Skriv linjen …"), self.write_line, primary=True)] if self._may_write() else []
        return Details(
            f"{row['number']} {row['text']}".strip(), "", status(row), [one for one in facts if one[1]], acts
        )

    def _may_write(self) -> bool:
        ref = self.report_id()
        return (
            not self.store.read_only
            and ref is not None
            and (self.store.read(plan_reports.report, ref)["state"] != "locked")
        )

    # acts

    def write_line(self) -> None:
        """Write what there is to say of the chosen measure."""
        for line in self.chosen_rows()[:1]:
            if not self._may_write():
                self.frame.tell(_("Rapporten er låst. Åpne den igjen under «Rapporter» for å rette"), undo=False)
                return
            form = LineForm(self.store, self.report_id(), line)
            form.saved.connect(lambda _receipt, line=line: self._written(line))
            self.frame.show_form(form)

    def _written(self, line: Row) -> None:
        self.frame.tell(_("Skrevet: tiltak {number}").format(number=line["number"]))
        self.start_focus()

    def open_form(self, ref: int) -> None:
        self.write_line()

    def finish(self) -> None:
        """Those who answer for the chosen lines say that all theirs are written."""
        names = {name for line in self.chosen_rows() for name in line["responsible"].split("; ") if name}
        ref = self.report_id()
        rows = self.store.read(plan_reports.progress, ref, today=self.store.today) if ref and names else []
        chosen = [row for row in rows if row["name"] in names and not row["done_on"]]
        try:
            for row in chosen:
                self.store.write(plan_reports.finish_reporting, plan_report_id=ref, role_id=row["role_id"])
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        said = ngettext("{names} er meldt ferdig", "{names} er meldt ferdige", len(chosen))
        none = _("Ingen som ikke er meldt ferdig, svarer for linjen")
        self.frame.tell(said.format(names=", ".join(row["name"] for row in chosen)) if chosen else none,
                        undo=bool(chosen))  # fmt: skip


def _fits(line: Row, chip: str) -> bool:
    return {"missing": not (line["is_reported"] or line["is_settled"]), "reported": bool(line["is_reported"]),
            "changed": bool(report_told.changed(line))}.get(chip, True)  # fmt: skip


def _found(line: Row, text: str) -> bool:
    """Whether every word stands in the line."""
    told = f"{line['number']} {line['text']} {line['responsible']}".casefold()
    return all(word in told for word in text.casefold().split())


class LineForm(RecordForm):
    """One line: the comment, and status, light and cost where they have changed."""

    def __init__(self, store, plan_report_id: int | None, line: Row, parent=None):
        super().__init__(store, _("Skriv linjen"), _("Lagre linjen"), parent, under=f"{line['number']} {line['text']}")
        self.plan_report_id = plan_report_id
        self.now = store.read(measure_lists.measure, line["measure_id"], today=store.today)
        self.add("comment", LongTextField(_("Hva er gjort, og hva skjer videre"), lines=4))
        self.status = self.add("status", ChoiceField(_("Status"), statuses_of(self.now)), half=True)
        self.add("light", ChoiceField(_("Lys"), LIGHT_CHOICES, none=_("○ Ikke vurdert")), half=True)
        hint = _("Til utsatt, avsluttet eller rødt lys; konklusjon av en vurdering")
        self.add("reason", LongTextField(_("Grunn"), hint, lines=2))
        cost = MoneyField(_("Kostnad brukt, kroner"), _("Tomt er ikke kjent, og er ikke 0"))
        self.add("cost_used_ore", cost, half=True)
        self.due = self.add("due_on", DayField(_("Ny frist"), lambda: store.today), half=True)
        self.fill({"comment": line["comment"], **{key: self.now[key] for key in ("status", "light", "cost_used_ore")}})
        self.status.changed.connect(self._open_what_fits)
        self._open_what_fits()

    def _open_what_fits(self) -> None:
        self.due.setVisible(self.status.value() == "postponed")
        if self.isVisible():
            for layout in self.findChildren(QLayout):
                layout.activate()
            self._fit()

    def command(self, values: dict[str, Any]):
        reason, told = values.pop("reason"), {}
        due = values["due_on"] if values["status"] == "postponed" else None
        if values["status"] != self.now["status"] or due:  # what is postponed already may be so again, to a new day
            told["status"] = {"status": values["status"], "reason": reason, "due_on": due,
                              "conclusion": reason if self.now["kind"] == "assess" else ""}  # fmt: skip
        if values["light"] != self.now["light"]:
            told["light"] = {"light": values["light"], "reason": reason if values["light"] == "red" else ""}
        return plan_reports.report_measure, {
            "plan_report_id": self.plan_report_id, "measure_id": self.now["measure_id"], "comment": values["comment"],
            "cost_used_ore": values["cost_used_ore"], **told,
        }  # fmt: skip
