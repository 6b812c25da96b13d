"""Forms of service: a cleaning with its day, a repair, a quarantine, its release, and a periodic check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import equipment, people, service
from db.errors import Rejected, Why
from desktop import faults, words
from desktop.equipment.copy_field import CopyField, found_copy
from desktop.equipment.fields import suggest
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, MoneyField, NumberField, TextField
from desktop.parts.record_form import RecordForm
from desktop.service import told
from desktop.words import STATES, _

Row = Mapping[str, Any]
REPAIR_STATES = [(state, STATES[f"case_{state}"].word) for state in (*service.REPAIR_OPEN, "done")]
REPAIR_STATES.append(("scrapped", _("Kasseres")))
NO_METHOD = _("Ikke oppgitt")
COPY = (_("Hjelpemiddel"), _("Skann det, eller skriv nummeret"))


def _things(rows: Sequence[Row]) -> str:
    if len(rows) == 1:
        return told.what(rows[0])
    return _("{n} gjenstander").format(n=words.number(len(rows)))


class ServiceForm(RecordForm):
    """What the forms of service share: the day it was done, and a scan that names the copy."""

    def add_day(self, name: str, half: bool = True) -> DayField:
        """The day of the act, today until another is written."""
        made = self.add("on_day", DayField(name, lambda: self.store.today, past=True), half=half)
        made.set_value(self.store.today)
        return made

    def add_name(self, name: str, needed: bool = False) -> TextField:
        """Who did it, with the names of those on duty to choose from."""
        made = self.add("done_by", TextField(name, needed=needed), half=True)
        suggest(made.edit, [row["name"] for row in self.store.read(people.staff)])
        return made

    def scanned(self, code: str) -> None:
        """Take a scan while the form is open: it means the copy."""
        field, row = self.fields.get("item_id"), self.store.read(equipment.scanned, code)
        if isinstance(field, CopyField) and row is not None:
            field.pick(found_copy(row))
        elif isinstance(field, CopyField):
            field.fault(faults.sentence(Rejected(Why.NO_SUCH, code=code)))


class CleanForm(ServiceForm):
    """A cleaning on another day than today, or with a note."""

    def __init__(self, store, rows: Sequence[Row], method: str = "", parent: QWidget | None = None):
        super().__init__(store, _("Meld rengjort"), _("Meld rengjort"), parent, under=_things(rows))
        self.item_ids = [row["item_id"] for row in rows]
        self.add("method", ChoiceField(_("Måte"), list(told.METHODS.items()), none=NO_METHOD), half=True)
        self.add_day(_("Rengjort dato"))
        self.add("note", TextField(_("Merknad")))
        self.fill({"method": method or None})

    def command(self, values: dict[str, Any]):
        return service.clean, {**values, "item_ids": self.item_ids, "method": values["method"] or ""}


class RepairForm(ServiceForm):
    """How a repair stands, and what became of the copy when it is over. Without a row a new one is begun."""

    def __init__(self, store, row: Row | None = None, state: str = "", parent: QWidget | None = None):
        title = _("Ny reparasjon") if row is None else _("Reparasjon")
        super().__init__(store, title, _("Lagre reparasjonen"), parent, under=told.what(row) if row else "")
        self.row = row
        if row is None:
            self.add("item_id", CopyField(store, *COPY, service.REPAIRABLE - {"blocked"}))
        self.state = self.add("state", ChoiceField(_("Status"), REPAIR_STATES), half=True)
        self.then = self.add("then", ChoiceField(_("Går videre til"), _THEN), half=True)
        self.add("fault", TextField(_("Feil"), placeholder=_("Hva er galt")))
        self.add("parts", TextField(_("Deler"), placeholder=_("Hva er bestilt eller satt inn")))
        self.add("cost_ore", MoneyField(_("Kostnad, kroner")), half=True)
        self.add("minutes", NumberField(_("Tid, minutter")), half=True)
        self.add("note", LongTextField(_("Merknad"), lines=2))
        self.day = self.add_day(_("Ferdig dato"))
        self._show(row, state)

    def _show(self, row: Row | None, state: str) -> None:
        known = {key: row[key] for key in ("fault", "parts", "cost_ore", "minutes", "note")} if row else {}
        now = (row["case_state"] if row else None) or service.REPAIR_OPEN[0]
        self.fill({**known, "state": state or now, "then": "cleaning"})
        self.state.changed.connect(self._open_what_fits)
        self._open_what_fits()

    def _open_what_fits(self) -> None:
        """Only a repair that is over has a day and a way on."""
        state = self.state.value()
        self.then.setEnabled(state == "done")
        self.day.setEnabled(state in service.REPAIR_ENDS)
        self.state.hint(_("Utstyret kasseres med grunnen «Ødelagt». Det kan angres.") if state == "scrapped" else "")

    def command(self, values: dict[str, Any]):
        if values["state"] not in service.REPAIR_ENDS:
            values["on_day"] = None
        if self.row is None:
            return service.new_repair, values
        if self.row["service_case_id"] is None:
            return service.change_repair, {**values, "item_id": self.row["item_id"]}
        return service.change_repair, {
            **values, "service_case_id": self.row["service_case_id"], "rev": self.row["rev"],
        }  # fmt: skip


_THEN = [("cleaning", _("Rengjøring")), ("available", _("Lager, som ledig"))]


class QuarantineForm(ServiceForm):
    """Blocks a copy that may carry infection, wherever in the depot it stands."""

    def __init__(self, store, parent: QWidget | None = None):
        under = _("Utstyret sperres til noen frigir det med navnet sitt. Skriv ikke hvem som hadde det.")
        super().__init__(store, _("Sperr for smitte"), _("Sperr utstyret"), parent, under=under)
        self.add("item_id", CopyField(store, *COPY, service.BLOCKABLE))
        self.add("note", TextField(_("Merknad")))

    def command(self, values: dict[str, Any]):
        return service.quarantine, {"item_ids": [values["item_id"]], "note": values["note"]}


class ReleaseForm(ServiceForm):
    """Lets blocked copies go on to cleaning; who answers for it must be named."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        under = _("Utstyret går videre til rengjøring. Navnet på den som frigir, står i historikken.")
        title = _("Frigi {what}").format(what=_things(rows))
        super().__init__(store, title, _("Frigi utstyret"), parent, under=under)
        self.item_ids = [row["item_id"] for row in rows]
        self.add_name(_("Navnet på den som frigir"), needed=True)
        self.add_day(_("Dato"))
        self.add("note", TextField(_("Merknad"), placeholder=_("For eksempel: desinfisert to ganger")))

    def command(self, values: dict[str, Any]):
        return service.release, {**values, "item_ids": self.item_ids}


class CheckForm(ServiceForm):
    """A periodic check, passed or failed, of one copy or many."""

    def __init__(self, store, rows: Sequence[Row], parent: QWidget | None = None):
        super().__init__(store, _("Registrer kontroll"), _("Lagre kontrollen"), parent, under=_things(rows))
        self.item_ids = [row["item_id"] for row in rows]
        results = [(True, _("Godkjent")), (False, _("Ikke godkjent, til reparasjon"))]
        self.add("passed", ChoiceField(_("Resultat"), results))
        self.add_name(_("Kontrollert av")).set_value(store.staff)
        self.add_day(_("Kontrollert dato"))
        self.add("note", TextField(_("Merknad"), placeholder=_("Hva ble funnet")))

    def command(self, values: dict[str, Any]):
        return service.check, {**values, "item_ids": self.item_ids}
