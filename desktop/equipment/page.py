"""The stock: copies, and the catalogue of products behind them."""

from __future__ import annotations

from desktop.equipment.items import ItemsView
from desktop.equipment.products import ProductsView
from desktop.parts.views import Views
from desktop.words import _


class EquipmentPage(Views):
    """Lager: one list of copies and one of products."""

    title, icon, kind = _("Lager"), "package", "item"
    VIEWS = ((ItemsView, _("Eksemplarer")), (ProductsView, _("Produkter")))
    ACTIONS = Views.joined(ItemsView, ProductsView)
