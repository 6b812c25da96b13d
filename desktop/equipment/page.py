"""The stock: copies, and the catalogue of products behind them."""

from __future__ import annotations

from desktop.equipment.items import ItemsView
from desktop.equipment.packages import PackagesView
from desktop.equipment.products import ProductsView
from desktop.parts.views import Views
from desktop.words import _


class EquipmentPage(Views):
    """Lager: one list of copies, one of products, one of packages."""

    title, icon, kind = _("Lager"), "package", "item"
    VIEWS = ((ItemsView, _("Eksemplarer")), (ProductsView, _("Produkter")), (PackagesView, _("Pakker")))
    ACTIONS = Views.joined(ItemsView, ProductsView, PackagesView)
