"""A package: its name and the products that go out together."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db import packages
from desktop.equipment.fields import product_search
from desktop.equipment.parts_field import PartsField
from desktop.parts.fields import LongTextField, TextField
from desktop.parts.record_form import RecordForm
from desktop.timing import later
from desktop.words import _


class PackageForm(RecordForm):
    """A new package, or one to change."""

    def __init__(self, store, package_id: int | None = None, parent: QWidget | None = None):
        title = _("Ny pakke") if package_id is None else _("Rediger pakke")
        under = _("Delene lånes ut sammen og leveres hver for seg.")
        super().__init__(store, title, _("Lagre pakken"), parent, under)
        self.row = None if package_id is None else store.read(packages.package, package_id)
        self.add("name", TextField(_("Navn"), needed=True, placeholder=_("For eksempel sengepakke")))
        self.parts = self.add("parts", PartsField(_("Deler"), product_search(store.read, offer_new=False)))
        self._grown = later(self, 0, self._fit)  # when the new line has its place
        self.parts.grew.connect(self._grown.start)
        self.add("note", LongTextField(_("Merknad"), lines=2))
        if self.row is not None:
            told = store.read(packages.parts, self.row["package_id"])
            self.fill({"name": self.row["name"], "note": self.row["note"], "parts": told})

    def command(self, values):
        if self.row is None:
            return packages.add_package, values
        return packages.change_package, values | {"package_id": self.row["package_id"], "rev": self.row["rev"]}
