"""Endre avtale: who asked for the loan, and its note."""

from __future__ import annotations

from typing import Any

from db import loans, people
from desktop.loans.asker_field import AskerField
from desktop.parts.fields import LongTextField
from desktop.parts.record_form import RecordForm
from desktop.words import _


class AgreementForm(RecordForm):
    """Mends what stands on an agreement beside its lines."""

    def __init__(self, store, agreement_id: int, parent=None):
        super().__init__(store, _("Endre avtale {n}").format(n=agreement_id), _("Lagre avtalen"), parent)
        row = store.read(loans.agreement, agreement_id)
        self.agreement_id, self.rev = agreement_id, row["rev"]
        asker = AskerField()
        self.add("requested_by", asker)
        asker.offer(store.read(people.requesters))
        self.add("note", LongTextField(_("Merknad"), _("Ikke diagnose eller fødselsnummer")))
        self.fill(row)
        self.touched = False

    def command(self, values: dict[str, Any]):
        return loans.change_agreement, {"agreement_id": self.agreement_id, "rev": self.rev, **values}
