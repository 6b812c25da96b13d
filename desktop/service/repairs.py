"""To be repaired: what is wrong, how far it has come, what it cost, and where the copy goes from here."""

from __future__ import annotations

from collections.abc import Sequence

from desktop import words
from desktop.actions import EDIT, Action
from desktop.parts.panel import Act
from desktop.service import columns, told
from desktop.service.forms import RepairForm
from desktop.service.queue import QueueView, Row
from desktop.words import STATES, _


class RepairView(QueueView):
    """The copies with a repair that is open, the oldest first."""

    title, kind, queue, list_name = _("Reparasjon"), "repair", "repair", "service_repair"
    icon, columns, new_text = "wrench", columns.REPAIR, _("Ny sak")
    named = (
        ("all", _("Alle")), ("assess", _("Vurderes")), ("waiting_part", _("Venter på del")),
        ("repairing", _("Repareres")),
    )  # fmt: skip
    hint = _("Skann for å finne saken. Enter åpner den, Ctrl+R melder den ferdig")
    empty_text = _("Ingenting venter på reparasjon")
    ACTIONS = (*QueueView.ACTIONS, Action(_("Kasser …"), "scrap", "Delete", "ban", EDIT, "chosen", True))

    def sentence(self, row: Row) -> str:
        status = STATES[row["case_status"] or "case_assess"].word
        return ", ".join(part for part in (super().sentence(row), status, row["fault"]) if part)

    def facts(self, row: Row) -> list[tuple[str, str]]:
        return [
            (_("Status"), STATES[row["case_status"] or "case_assess"].word), (_("Feil"), row["fault"] or ""),
            (_("Deler"), row["parts"] or ""), (_("Kostnad"), words.money(row["cost_ore"])),
            (_("Tid"), told.minutes(row["minutes"])), (_("Merknad"), row["note"] or ""),
        ]  # fmt: skip

    def acts(self, rows: Sequence[Row]) -> list[Act]:
        if len(rows) > 1:
            return []
        return [
            Act(_("Ferdig …"), self.finish, primary=True, icon="circle-check"),
            Act(_("Rediger saken …"), self.edit),
            Act(_("Kasser …"), self.scrap, danger=True),
        ]

    def new_record(self) -> None:
        self._open(None)

    def open_form(self, ref: int) -> None:
        """Enter on a row opens its case."""
        for row in self.chosen_rows([ref]):
            if self.store.read_only:
                self.show_panel()
            else:
                self._open(row)

    def finish(self) -> None:
        self._open_chosen("done")

    def edit(self) -> None:
        self._open_chosen("")

    def scrap(self) -> None:
        self._open_chosen("scrapped")

    def _open_chosen(self, state: str) -> None:
        rows = self.chosen_rows()
        if len(rows) == 1:
            self._open(rows[0], state)
        elif rows:
            self.frame.tell(_("Velg én gjenstand om gangen"), undo=False)

    def _open(self, row: Row | None, state: str = "") -> None:
        form = RepairForm(self.store, row, state)
        self.open_above(form, lambda receipt: self._told(receipt, row))

    def _told(self, receipt, row: Row | None) -> None:
        numbers, state = receipt.data["numbers"], receipt.data["state"]
        what = told.what(row) if row else numbers[0]
        if row is None:
            self.show_number(numbers[0])
        if state == "scrapped":
            said = _("{what} er kassert").format(what=what)
        elif state == "done":
            ends = STATES[receipt.result].word.lower()
            said = _("{what} er reparert og står som {state}").format(what=what, state=ends)
        else:
            said = _("{what}: {status}").format(what=what, status=STATES[f"case_{state}"].word.lower())
        self.frame.tell(said)
