"""Følges opp: what of the stays needs somebody today, the most urgent first, each with the act that mends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import stay_lists, stay_warnings, stays
from desktop import words
from desktop.actions import Action
from desktop.columns import Column
from desktop.parts.chips import Chip
from desktop.parts.day_field import DayField
from desktop.parts.page import label
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.stays import acts, fitting, told
from desktop.stays import words as stay_words
from desktop.stays.acting import StayActs
from desktop.stays.offers import OFFER
from desktop.stays.stay_form import StayForm
from desktop.stays.warning_words import RULES, WARNINGS, status, why
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = {"all": _("Alle"), "late": _("Haster"), "plan": _("Planer"), "waiting": _("Søknad og venting")}
MENDS: dict[str, Action] = {
    "overstay": acts.DISCHARGE, "not_arrived": acts.CHECK_IN, "acute_undecided": acts.DECIDE,
    "appeal_open": acts.APPEAL, "appeal_due": acts.APPEAL, "no_coordinator": acts.COORDINATOR,
    "sixty": acts.END,
}  # fmt: skip
BY_PLAN = ("no_goal", "leaving", "check_late", "evaluation_missing")


def _who(row: Row) -> str:
    return words.person_name(row) if row["stay_id"] else row["place"]


def _where(row: Row) -> str:
    return row["place"] if row["stay_id"] else ""


def _purpose(row: Row) -> str:
    return stay_words.PURPOSES[row["purpose"]] if row["purpose"] else ""


STAY_WARNINGS: tuple[Column, ...] = (
    Column("warning", _("Hva"), "state", 20, "urgency", value=status),
    Column("person", _("Person"), width=17, sort="person", value=_who, strong=True),
    Column("why", _("Hvorfor"), width=48),
    Column("place", _("Plass"), width=10, sort="place", value=_where),
    Column("on_day", _("Dag"), "day", 12, "day", shown=False),
    Column("purpose", _("Formål"), width=18, shown=False, value=_purpose),
)


class LookAgainForm(StayForm):
    """LookAgainForm(store, stay_id): the next day that somebody looks at who waits."""

    title, save_text = _("Følg opp igjen"), _("Lagre dagen")
    hint = _("Personen står på ventelisten som før. Endres behovet, endre prioriteten.")

    def ask(self) -> None:
        self.add("follow_up_on", DayField(_("Følges opp"), lambda: self.store.today, needed=True), half=True)
        latest = DayField(_("Bør begynne senest"), lambda: self.store.today)
        self.add("latest_start_on", latest, half=True)
        self.fill({"latest_start_on": self.row["latest_start_on"]})

    def command(self, values: dict[str, Any]):
        return stays.change_stay, {**values, "stay_id": self.stay_id}


class StayWarningsView(StayActs):
    """A row is a warning, not a stay: it goes by itself when what it asks for is there."""

    title, icon, kind, key = _("Følges opp"), "bell", "stay_warning", "key"
    list_name = "stay_warnings"
    kinds = frozenset({"stay", "stay_place", "person", "request", "quota"})
    columns, noun, persons = STAY_WARNINGS, (_("varsel"), _("varsler")), True
    order = "urgency"
    empty_text = _("Ingenting må følges opp. Fint.")
    ACTIONS = (*RecordPage.ACTIONS, OFFER, *acts.STAY_ACTS)

    def __init__(self, store, frame, parent: QWidget | None = None):
        self._found: list[dict[str, Any]] = []
        super().__init__(store, frame, parent)

    # the list

    def chips(self) -> Sequence[Chip]:
        found = self.store.read(stay_warnings.warnings, today=self.store.today)
        self._counts = stay_warnings.counted(found)
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS.items()]

    def ids(self, asked: Asked) -> Iterable[int]:
        """The list is counted anew; its rows are those that were found then."""
        found = self.store.read(stay_warnings.warnings, today=self.store.today)
        self._found = [{**row, "why": why(row, self.store.today)} for row in found]
        shown = stay_warnings.listed(
            self._found, order=asked.order, descending=asked.descending, text=asked.text, chip=asked.chip or "all"
        )
        return [row["key"] for row in shown]

    def rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        wanted = set(ids)
        return [row for row in self._found if row["key"] in wanted]

    def total(self) -> int:
        return self._counts["all"]

    def sentence(self, row: Row) -> str:
        """'Over tiden, Nordmann, Kari, Skulle reist 1. des. · 2 dager over, Rom 3'."""
        said = (WARNINGS[row["kind"]].word, _who(row), row["why"], _where(row))
        return ", ".join(part for part in said if part)

    def chosen_stays(self) -> list[int]:
        """Each stay once, though several warnings of it may be chosen."""
        return list(dict.fromkeys(row["stay_id"] for row in self.chosen_rows() if row["stay_id"]))

    def open_record(self, ref: int) -> None:
        """After an act on a stay its next warning is chosen; the list stays as it is where there is none."""
        self.catch_up()
        own = [row["key"] for row in self.rows(list(self.model.ids)) if ref in (row["key"], row["stay_id"])]
        if own:
            self.table.choose(own[:1])
            self.table.setFocus()

    # the panel

    def one(self, row: Row) -> Details:
        facts = [
            (_("Hvorfor"), row["why"]),
            (_("Plass"), _where(row)),
            (_("Formål"), _purpose(row)),
            (_("Opphold"), stay_words.period(row["in_on"], row["out_on"], self.store.today) if row["in_on"] else ""),
        ]
        rule = label(RULES[row["kind"]], "muted", wrap=True)
        title = words.full_name(row) if row["stay_id"] else row["place"]
        return Details(title, "", status(row), facts, self._buttons_of(row), [rule])

    def many(self, rows: Sequence[Row]) -> Details:
        return Details(ngettext("{n} varsel valgt", "{n} varsler valgt", len(rows)).format(n=words.number(len(rows))))

    def _buttons_of(self, row: Row) -> list[Act]:
        if row["stay_id"] is None:
            return [Act(_("Vis avtalen"), lambda: self.frame.go("quota", row["quota_id"]), primary=True)]
        mend = [] if self.store.read_only else [self._mend(row)]
        plan = [] if row["kind"] in BY_PLAN else [Act(acts.OPEN_PLAN.text, self.open_plan)]
        return [*mend, *plan, Act(_("Vis"), self.show_stay, half=True), Act(_("Mer …"), self.more, half=True)]

    def _mend(self, row: Row) -> Act:
        """The act that takes the warning away."""
        if row["kind"] in BY_PLAN:
            return Act(_("Åpne planen"), self.open_plan, primary=True)
        if row["kind"] == "wait_follow_up":
            return Act(_("Følg opp igjen …"), self.look_again, primary=True)
        stay = self.store.read(stay_lists.stay, row["stay_id"], today=self.store.today)
        action = MENDS.get(row["kind"]) or fitting.acts_for(stay, self.store.today)[0]
        return Act(fitting.text(action, stay), self._doing(action), primary=True)

    # acts

    def open_form(self, ref: int) -> None:
        """Enter does what mends the warning."""
        if self.store.read_only:
            super().open_form(ref)
        else:
            self.table.choose([ref])
            self.do_next()

    def look_again(self) -> None:
        """Choose the next day to look at who waits."""
        row = self.chosen_stay()
        if row is not None:
            form, said = LookAgainForm(self.store, row["stay_id"]), _("Følges opp {day}: {who}")
            self.open_above(form, lambda _receipt: self.frame.tell(said.format(
                who=told.short(row), day=words.short_day(self._day_of(row["stay_id"]), self.store.today))))  # fmt: skip
            form.fields["follow_up_on"].focus()

    def _day_of(self, stay_id: int) -> str:
        return self.store.read(stay_lists.stay, stay_id, today=self.store.today)["follow_up_on"]

    def show_stay(self) -> None:
        """The stay in the list of all."""
        row = self.chosen_stay()
        if row is not None:
            self.frame.go("stay", row["stay_id"])
