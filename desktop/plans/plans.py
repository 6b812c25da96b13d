"""Planer: the plans as adopted, with how many of their measures have ended; drafts, examples, adoption."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import plan_layout, plans, rollovers
from desktop import words
from desktop.columns import Column
from desktop.parts.chips import Chip
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, NumberField, TextField
from desktop.parts.page import button
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.plans import examples
from desktop.plans import words as plan_words
from desktop.plans.acts import ADOPT, CHANGE, COMPARE, EXAMPLE, MEASURES_OF, NEXT, ROLL
from desktop.plans.comparison import ComparisonDialog
from desktop.plans.plan_choice import ROOM
from desktop.plans.rollover import RolloverForm
from desktop.words import _, ngettext

Row = Mapping[str, Any]


def _ended(row: Row) -> str:
    return _("{n} av {total}").format(n=words.number(row["ended"]), total=words.number(row["measures"]))


def _years(row: Row) -> str:
    return "–".join(str(year) for year in (row["from_year"], row["to_year"]) if year)


def _standing(row: Row) -> str:
    """Whether the plan is a draft, in force or replaced."""
    if row["replaced_on"]:
        return _("Avløst {day}").format(day=words.day(row["replaced_on"]))
    return _("Vedtatt {day}").format(day=words.day(row["adopted_on"])) if row["adopted_on"] else _("Utkast")


PLANS = (
    Column("name", _("Plan"), width=48, sort="name", strong=True),
    Column("years", _("År"), width=12, value=_years),
    Column("standing", _("Stand"), width=26, value=_standing),
    Column("ended", _("Ferdige tiltak"), width=15, value=_ended),
    Column("rhythm", _("Rapporterer"), width=16, value=lambda row: plan_words.RHYTHMS[row["rhythm"]], shown=False),
    Column("updated_on", _("Sist oppdatert"), "day", 14),
)


CHIPS = (("current", _("Gjelder")), ("replaced", _("Avløst")), ("all", _("Alle")))


def _fits(row: Row, chip: str) -> bool:
    return chip == "all" or bool(row["replaced_on"]) == (chip == "replaced")


class PlansView(RecordPage):
    """The plans in force, and those that were."""

    title, icon, kind, key = _("Planer"), "clipboard-list", "plan", "plan_id"
    kinds = frozenset({"plan", "measure"})
    columns, list_name, noun = PLANS, "plans", (_("plan"), _("planer"))
    new_text, order, panel_room = _("Ny plan"), "name", ROOM
    empty_text = _(
        "Ingen planer ennå. Lag en, ta et eksempel, hent fra Excel (Ctrl+I), eller lim inn tabellen (Ctrl+V)."
    )
    ACTIONS = (*RecordPage.ACTIONS, EXAMPLE, NEXT, MEASURES_OF, ADOPT, CHANGE, ROLL, COMPARE)

    def _buttons(self) -> None:
        super()._buttons()
        made = button(_("Ta et eksempel"), self.copy_example, "copy", tip="Ctrl+Shift+N")
        made.setEnabled(not self.store.read_only)
        self.head.add(made)

    def ids(self, asked: Asked) -> Iterable[int]:
        found = [row["plan_id"] for row in self.store.read(plans.plans)
                 if _fits(row, asked.chip) and asked.text.casefold() in row["name"].casefold()]  # fmt: skip
        return found[::-1] if asked.descending else found

    def chips(self) -> Sequence[Chip]:
        """Nothing to choose while every plan is in force."""
        rows = self.store.read(plans.plans)
        counts = [Chip(code, text, sum(_fits(row, code) for row in rows)) for code, text in CHIPS]
        return counts if any(row["replaced_on"] for row in rows) else ()

    def rows(self, ids: list[int]) -> list[Row]:
        return [row for row in self.store.read(plans.plans) if row["plan_id"] in ids]

    def one(self, row: Row) -> Details:
        facts = [(_("Stand"), _standing(row)), (_("År"), _years(row)), (_("Type"), plan_words.PLAN_KINDS[row["kind"]]),
                 (_("Vedtatt av"), row["adopted_by"]), (_("Saksnummer"), row["case_ref"]),
                 (_("Tiltak"), words.number(row["measures"])), (_("Ferdige"), words.number(row["ended"])),
                 (_("Rapporterer"), plan_words.RHYTHMS[row["rhythm"]]), (_("Merknad"), row["note"])]  # fmt: skip
        acts = [Act(_("Vis tiltakene"), self.show_measures, primary=True)]
        if not (self.store.read_only or row["replaced_on"]):
            acts += [Act(_("Endre planen …"), self.edit, half=True)]
            acts += [] if row["adopted_on"] else [Act(_("Meld vedtatt …"), self.adopt, half=True)]
            acts += [Act(_("Rull planen …"), self.roll_over, half=True)]
        if row["version_of"] or row["replaced_by"]:
            acts.append(Act(_("Sammenlign …"), self.compare, half=True))
        return Details(row["name"], _ended(row), facts=[fact for fact in facts if fact[1]], acts=acts)

    # acts

    def new_record(self) -> None:
        self._show(PlanForm(self.store), _("Planen er lagt inn"))

    def edit(self) -> None:
        for row in self._own_rows():
            self._show(PlanForm(self.store, row), _("Planen er endret"))

    def adopt(self) -> None:
        for row in self._own_rows():
            if row["adopted_on"]:
                self.frame.tell(_("Planen er meldt vedtatt allerede"), undo=False)
            else:
                self._show(AdoptForm(self.store, row), _("Planen er vedtatt. Nummer, tekst og kostnad er låst"))

    def roll_over(self) -> None:
        """Make a new version of the chosen plan."""
        for row in self._own_rows():
            form = RolloverForm(self.store, row)
            form.saved.connect(lambda receipt: self._rolled(receipt))
            self.frame.show_form(form)

    def _rolled(self, receipt: Any) -> None:
        said = ngettext("Planen er rullert med {n} tiltak. Den nye er et utkast til den er vedtatt",
                        "Planen er rullert med {n} tiltak. Den nye er et utkast til den er vedtatt",
                        receipt.data["count"])  # fmt: skip
        self.frame.tell(said.format(n=words.number(receipt.data["count"])))
        self.open_record(receipt.result)

    def compare(self) -> None:
        """Show the chosen plan beside the version before it, or the one that took its place."""
        for row in self.chosen_rows()[:1]:
            newer = row["plan_id"] if row["version_of"] else row["replaced_by"]
            if newer is None:
                self.frame.tell(_("Planen har bare én versjon"), undo=False)
                return
            found = self.store.read(rollovers.comparison, newer)
            name = self.store.read(plans.plan, newer)["name"]
            self.frame.show_form(ComparisonDialog(name, found, self.frame, self.store.today))

    def _own_rows(self) -> Sequence[Row]:
        rows = self.chosen_rows()[:1]
        if rows and rows[0]["replaced_on"]:
            self.frame.tell(_("Planen er avløst av en ny versjon og kan bare leses"), undo=False)
            return ()
        return rows

    def show_measures(self) -> None:
        """Show the measures of the plan."""
        for ref in self.chosen_ids()[:1]:
            self.frame.go("measures_of", ref)

    def open_form(self, ref: int) -> None:
        self.show_measures()

    def copy_example(self) -> None:
        """Copy one of the plans that the program brings."""
        form = ExampleForm(self.store)
        form.saved.connect(lambda receipt: self._copied(receipt.data))
        self.frame.show_form(form)

    def _copied(self, data: Mapping[str, Any]) -> None:
        said = ngettext("{n} tiltak er lagt inn", "{n} tiltak er lagt inn", data["count"])
        self.frame.tell(said.format(n=words.number(data["count"])))
        self.open_record(data["plan_id"])

    def _show(self, form: RecordForm, said: str) -> None:
        form.saved.connect(lambda receipt: self._saved(said, receipt.data["plan_id"]))
        self.frame.show_form(form)

    def _saved(self, said: str, plan_id: int) -> None:
        self.frame.tell(said)
        self.open_record(plan_id)


class PlanForm(RecordForm):
    """The frame of a plan."""

    def __init__(self, store, row: Row | None = None, parent=None):
        super().__init__(store, _("Ny plan") if row is None else _("Endre planen"), _("Lagre planen"), parent)
        self.row = row
        self.add("name", TextField(_("Navn"), needed=True))
        self.add("kind", ChoiceField(_("Type"), list(plan_words.PLAN_KINDS.items())), half=True)
        self.add("rhythm", ChoiceField(_("Rapporterer"), list(plan_words.RHYTHMS.items())), half=True)
        self.add("from_year", NumberField(_("Fra år"), least=1990), half=True)
        self.add("to_year", NumberField(_("Til år"), least=1990), half=True)
        self.add("rollover_years", NumberField(_("Rulleres etter så mange år"), needed=True, least=1), half=True)
        self.add("adopted_by", TextField(_("Vedtas av")), half=True)
        self.add("case_ref", TextField(_("Saksnummer")), half=True)
        self.add("note", LongTextField(_("Merknad"), lines=2))
        self.fill({key: row[key] for key in plans.PLAN_FIELDS} if row
                  else {"kind": "theme", "rhythm": "quarter", "rollover_years": 4})  # fmt: skip

    def command(self, values: dict[str, Any]):
        if self.row is None:
            return plans.add_plan, values
        return plans.change_plan, {"plan_id": self.row["plan_id"], "rev": self.row["rev"], **values}


class AdoptForm(RecordForm):
    """The plan was adopted: words and costs are locked from then on."""

    def __init__(self, store, row: Row, parent=None):
        super().__init__(store, _("Meld vedtatt"), _("Meld vedtatt"), parent, under=row["name"])
        self.plan_id = row["plan_id"]
        self.add("on_day", DayField(_("Vedtatt dato"), lambda: store.today, past=True), half=True).set_value(
            store.today
        )
        self.add("adopted_by", TextField(_("Vedtatt av")), half=True)
        self.add("case_ref", TextField(_("Saksnummer")), half=True)
        self.fill({"adopted_by": row["adopted_by"], "case_ref": row["case_ref"]})

    def command(self, values: dict[str, Any]):
        return plans.adopt_plan, {**values, "plan_id": self.plan_id}


class ExampleForm(RecordForm):
    """Which of the plans that the program brings is copied."""

    def __init__(self, store, parent=None):
        under = _("Planer som norske kommuner har vedtatt. Kopien er din: endre den som du vil.")
        super().__init__(store, _("Ta et eksempel"), _("Kopier planen"), parent, under=under)
        self.add("name", ChoiceField(_("Plan"), [(name, name) for name in examples.names()], needed=True))

    def command(self, values: dict[str, Any]):
        name = values["name"]
        return plan_layout.lay_out_plan, {"rows": examples.rows(name), "frame": examples.frame(name)}
