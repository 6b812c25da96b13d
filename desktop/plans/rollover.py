"""Rullering: a plan becomes a new version, and of each of its measures it is told what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import measure_lists, plan_reports, rollovers
from db.errors import Rejected
from desktop import words
from desktop.parts.fields import ChoiceField, Field, LongTextField, NumberField, TextField
from desktop.parts.page import button, label
from desktop.parts.record_form import RecordForm
from desktop.parts.record_model import RecordModel
from desktop.parts.record_table import RecordTable
from desktop.parts.shortcuts import on_keys
from desktop.parts.style import look
from desktop.plans import words as plan_words
from desktop.plans.outcomes import OUTCOMES, Outcomes
from desktop.words import _, ngettext

Row = Mapping[str, Any]
KEYS = {"V": "continued", "E": "changed", "S": "merged", "A": "ended"}
SHOWN, SHOWN_ABOVE = 11, 5  # rows of the list in sight; fewer where the editor stands under it
NAMED = 44  # letters of a measure that its box has room for
EDITED = ("outcome", "number", "adopted_text", "focus_area", "into", "reason")
ASKED = {  # the fields that an outcome needs, besides the outcome itself
    "continued": (), "changed": ("number", "adopted_text"), "merged": ("into", "reason"), "ended": ("reason",),
    "new": ("number", "adopted_text", "focus_area"),
}  # fmt: skip


class OutcomesField(Field):
    """The list of measures with what becomes of each; letters decide for the rows that are chosen."""

    def __init__(self, outcomes: Outcomes, today: str):
        self.model = RecordModel(OUTCOMES, "measure_id", lambda _order, _down: outcomes.ids(), outcomes.rows,
                                 lambda: today)  # fmt: skip
        self.model.read()
        self.table = RecordTable(self.model, _("Tiltakene"), "rollover")
        hint = _("V viderefører, E endrer, S slår sammen, A avslutter. Ctrl+N legger til et nytt tiltak")
        super().__init__(_("Tiltakene"), self.table, hint)

    def show_rows(self, count: int) -> None:
        """Be this many rows high, and the heading."""
        self.table.setFixedHeight(look.row_height() * (count + 1))

    def value(self) -> list[int]:
        """The ids of the rows that are chosen."""
        return self.table.chosen_ids()

    def set_value(self, value: Sequence[int]) -> None:
        self.table.choose(value)


class RolloverForm(RecordForm):
    """The new version of a plan: its name and years, what becomes of each measure, and what is new."""

    def __init__(self, store, row: Row, parent=None):
        super().__init__(store, _("Rull planen"), _("Rull planen"), parent, under=_under(store, row))
        self.row, self.outcomes = row, Outcomes(_measures(store, row["plan_id"]))
        self.add("name", TextField(_("Navn på den nye versjonen"), needed=True))
        self.add("from_year", NumberField(_("Fra år"), least=1990), half=True)
        self.add("to_year", NumberField(_("Til år"), least=1990), half=True)
        self.list = self.add("outcomes", OutcomesField(self.outcomes, store.today))
        self.counts = label("", "strong", wrap=True)
        self.place(self.counts)
        self.beside(self._editor(), 330)
        self.list.show_rows(SHOWN if self._taken else SHOWN_ABOVE)
        self.resize(min(look.px(1180), round(self.screen().availableGeometry().width() * 0.94)), self.height())
        self.fill(next_version(row, store.today))
        self._by_keys()
        self.list.table.chosen.connect(self._show)
        self.list.table.opened.connect(lambda _ref: self.fields["outcome"].focus())
        self.list.table.choose(self.outcomes.ids()[:1])
        self._tell()

    # building

    def _editor(self) -> QWidget:
        """The fields of what becomes of the rows that are chosen."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        self.which = label("", "section", wrap=True)
        column.addWidget(self.which)
        offered = [(code, state.word) for code, state in plan_words.OUTCOMES.items() if code != "new"]
        self.into = ChoiceField(_("Slås sammen med"), [])
        made: dict[str, Field] = {
            "outcome": ChoiceField(_("Hva skjer"), offered),
            "number": TextField(_("Nr i den nye versjonen")),
            "adopted_text": LongTextField(_("Tiltak i den nye versjonen"), lines=4),
            "focus_area": TextField(_("Satsingsområde")),
            "into": self.into,
            "reason": LongTextField(_("Grunn"), _("Må fylles ut"), lines=2),
        }
        for key, field in made.items():
            self.fields[key] = field
            field.changed.connect(lambda field=field: self._decided(field))
            column.addWidget(field)
        self.more = button(_("Nytt tiltak"), self.add_new, "plus", tip="Ctrl+N")
        self.away = button(_("Ta bort det nye"), self.take_away, "trash-2", tip="Ctrl+Delete")
        for one in (self.more, self.away):
            one.setAutoDefault(False)
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        return whole

    def _by_keys(self) -> None:
        for key, outcome in KEYS.items():
            on_keys(self.list.table, key, lambda outcome=outcome: self.decide(outcome), inside=True)
        on_keys(self, "Ctrl+N", self.add_new)
        on_keys(self, "Ctrl+Del", self.take_away)

    # deciding

    def decide(self, outcome: str) -> None:
        """This becomes of the chosen measures; go on to what it needs to know."""
        self.outcomes.decide(self.list.value(), outcome=outcome)
        self.touched = True
        self._show()
        self._tell()
        for key in ("adopted_text", "into", "reason"):
            if key in ASKED[outcome]:
                self.fields[key].focus()
                self.area.ensureWidgetVisible(self.fields[key])
                return

    def add_new(self) -> None:
        """A measure that was not in the old version."""
        ref = self.outcomes.add_new()
        self.touched = True
        self._tell()
        self.list.table.choose([ref])
        self.fields["number"].focus()

    def take_away(self) -> None:
        """Leave out the new ones among the chosen."""
        self.outcomes.take_away(self.list.value())
        self._tell()
        self.list.table.setFocus()

    def _decided(self, field: Field) -> None:
        """Something was written or chosen in the editor."""
        self.touched = True
        field.fault("")
        refs, what = self.list.value(), {"outcome": self.fields["outcome"].value()}
        kept = [key for key in ("into", "reason") if self.fields[key].isVisibleTo(self)]
        if len(refs) == 1:
            kept += [key for key in ("number", "adopted_text", "focus_area") if self.fields[key].isVisibleTo(self)]
        self.outcomes.decide(refs, **what, **{key: self.fields[key].value() for key in kept})
        self._tell()
        if field is self.fields["outcome"]:
            self._show()

    def _show(self) -> None:
        """Fill the editor with what has been decided for the chosen rows."""
        refs = self.list.value()
        one = self.outcomes.told[refs[0]] if refs else None
        outcome = one["outcome"] if one else ""
        asked = set(ASKED.get(outcome, ())) - ({"number", "adopted_text"} if len(refs) > 1 else set())
        self.which.setText(self._named(refs))
        self.away.setVisible(outcome == "new")
        for key in EDITED:
            field = self.fields[key]
            field.setVisible(key in asked or (key == "outcome" and outcome not in ("", "new")))
            field.fault("")
        if one:
            self._offer(refs)
            for key in EDITED:
                self.fields[key].set_value(one[key])

    def _offer(self, refs: Sequence[int]) -> None:
        """The measures that may take over those that are chosen."""
        self.into.box.clear()
        self.into.box.addItem(_("Velg tiltaket"), None)
        for ref, named in self.outcomes.targets(refs):
            self.into.box.addItem(shorten(named, NAMED, placeholder=" …"), ref)

    def _named(self, refs: Sequence[int]) -> str:
        if len(refs) > 1:
            return ngettext("{n} tiltak", "{n} tiltak", len(refs)).format(n=words.number(len(refs)))
        if not refs:
            return _("Velg et tiltak i listen")
        return self.outcomes.named(refs[0]) if refs[0] > 0 else _("Nytt tiltak")

    def _tell(self) -> None:
        """Read the list again, and say how many of each there are."""
        self.list.model.read()
        self.list.table.viewport().update()
        self.counts.setText(counted(self.outcomes))

    # saving

    def command(self, values: dict[str, Any]):
        frame = {key: values[key] for key in ("name", "from_year", "to_year")}
        return rollovers.roll_over, {"plan_id": self.row["plan_id"], **frame, **self.outcomes.given()}

    def refuse(self, fault: Rejected) -> None:
        """Say it at the measure that something is missing for."""
        found = self.outcomes.lacking()
        if found and fault.field in ("outcomes", *EDITED):
            self.list.table.choose([found[0]])
            fault.field = found[1]
        super().refuse(fault)


def _measures(store, plan_id: int) -> list[Row]:
    """The measures of a plan in its order."""
    keys = store.read(measure_lists.ids, today=store.today, chip="all", plan_id=plan_id, order="number")
    found = {row["measure_id"]: row for row in store.read(measure_lists.rows, keys, today=store.today)}
    return [found[key] for key in keys]


def _under(store, row: Row) -> str:
    """What is rolled over, and that a report is open which ought to be locked first."""
    said = _("{plan}. Den gamle versjonen kan bare leses etterpå. Alt kan angres i ett steg.").format(plan=row["name"])
    still = [one for one in store.read(plan_reports.reports, row["plan_id"]) if one["state"] != "locked"]
    if still:
        period = plan_words.period(still[0]["period"])
        said += " " + _("Rapporten for {period} er ikke låst. Lås den først.").format(period=period)
    return said


def next_version(row: Row, today: str) -> dict[str, Any]:
    """Name and years that fit the version after this one; a name without years gets the first year behind it."""
    first = row["to_year"] + 1 if row["to_year"] else int(today[:4]) + 1
    span = row["to_year"] - row["from_year"] if row["to_year"] and row["from_year"] else row["rollover_years"] - 1
    name = row["name"]
    for old, new in ((row["to_year"], first + span), (row["from_year"], first)):
        name = name.replace(str(old), str(new)) if old else name
    if name == row["name"]:
        name = f"{name} {first}"
    return {"name": name, "from_year": first, "to_year": first + span}


def counted(outcomes: Outcomes) -> str:
    """'38 videreføres · 2 endres · 1 nytt'."""
    return " · ".join(f"{words.number(n)} {word.lower()}" for word, n in outcomes.counted())
