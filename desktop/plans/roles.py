"""Ansvarlige: the roles that answer for measures, who holds each now, and how much of it is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db import roles
from desktop import words
from desktop.columns import Column
from desktop.parts.fields import TextField
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.plans.acts import CHANGE, MEASURES_OF, NEXT
from desktop.plans.forms import HolderForm
from desktop.words import _

Row = Mapping[str, Any]
ROLES = (
    Column("name", _("Rolle"), width=40, sort="name", strong=True),
    Column("holder", _("Har rollen nå"), width=28),
    Column("open", _("Åpne tiltak"), "number", 13, "open"),
)


class RolesView(RecordPage):
    """Who answers; a role is handed over with a day, so that reports survive that people change."""

    title, icon, kind, key = _("Ansvarlige"), "users", "role", "role_id"
    kinds = frozenset({"role", "measure"})
    columns, list_name, noun = ROLES, "roles", (_("rolle"), _("roller"))
    new_text, order = _("Ny rolle"), "name"
    empty_text = _("Ingen roller ennå. De kommer med planen, eller legg inn en med Ctrl+N.")
    ACTIONS = (*RecordPage.ACTIONS, NEXT, MEASURES_OF, CHANGE)

    def ids(self, asked: Asked) -> Iterable[int]:
        found = [row for row in self._all() if asked.text.lower() in f"{row['name']} {row['holder'] or ''}".lower()]
        if asked.order == "open":
            found.sort(key=lambda row: row["open"])
        refs = [row["role_id"] for row in found]
        return refs[::-1] if asked.descending else refs

    def rows(self, ids: list[int]) -> list[Row]:
        return [row for row in self._all() if row["role_id"] in ids]

    def _all(self) -> list[Row]:
        return self.store.read(roles.roles, today=self.store.today)

    def one(self, row: Row) -> Details:
        held = [(words.day(one["from_on"]), one["name"]) for one in self.store.read(roles.holders, row["role_id"])]
        facts = [(_("Åpne tiltak"), words.number(row["open"]))]
        facts += [(_("Fra {day}").format(day=day), name) for day, name in held]
        acts = [] if self.store.read_only else [Act(_("Overlever rollen …"), self.hand_over, primary=True)]
        acts.append(Act(_("Vis tiltakene"), self.show_measures))
        return Details(row["name"], row["holder"] or _("Ingen har rollen nå"), facts=facts, acts=acts)

    # acts

    def new_record(self) -> None:
        self._show(RoleForm(self.store))

    def edit(self) -> None:
        for row in self.chosen_rows()[:1]:
            self._show(RoleForm(self.store, row))

    def hand_over(self) -> None:
        """Somebody else has the role from a day on."""
        for row in self.chosen_rows()[:1]:
            self._show(HolderForm(self.store, row))

    def show_measures(self) -> None:
        for ref in self.chosen_ids()[:1]:
            self.frame.go("measures_by", ref)

    def _show(self, form: RecordForm) -> None:
        form.saved.connect(lambda receipt: self.frame.tell(_("Lagret: {name}").format(name=receipt.data["name"])))
        self.frame.show_form(form)


class RoleForm(RecordForm):
    """The name of a role."""

    def __init__(self, store, row: Row | None = None, parent=None):
        super().__init__(store, _("Ny rolle") if row is None else _("Endre navnet"), _("Lagre rollen"), parent)
        self.row = row
        self.add("name", TextField(_("Rolle"), _("For eksempel: Enhetsleder hjemmetjenestene"), needed=True))
        self.fill({"name": row["name"] if row else ""})

    def command(self, values: dict[str, Any]):
        if self.row is None:
            return roles.add_role, values
        return roles.rename_role, {"role_id": self.row["role_id"], "rev": self.row["rev"], **values}
