"""A field that holds the parts of a package: products, each with how many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from desktop.parts import icons
from desktop.parts.fields import Field, Unreadable
from desktop.parts.search_field import Found, SearchField
from desktop.parts.style import look
from desktop.words import _

MOST = 99


@dataclass(slots=True)
class PartRow:
    """The widgets of one part."""

    box: QWidget
    product: SearchField
    count: QSpinBox
    away: QToolButton


class PartsField(Field):
    """Gives (product_id, quantity) pairs. A new line appears when the last one has got its product.

    `grew` says that there are more lines or fewer.
    """

    grew = Signal()

    def __init__(self, name: str, search: Callable[[str], Sequence[Found]], hint: str = ""):
        self._search, self.rows = search, []
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        super().__init__(name, self._box, hint, needed=True)
        self._add()

    rows: list[PartRow]
    missing = _("Velg minst ett produkt")

    def value(self) -> list[tuple[int, int]]:
        found = []
        for row in self.rows:
            try:
                product_id = row.product.value()
            except Unreadable:
                row.product.focus()
                raise
            if product_id is not None:
                found.append((product_id, row.count.value()))
        return found

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        """Rows of packages.parts."""
        for row in list(self.rows):
            self._drop(row)
        for part in value or ():
            self._add(Found(part["product_id"], part["name"]), part["quantity"])
        self._add()

    def focus(self) -> None:
        self.rows[-1].product.focus()

    def _add(self, product: Found | None = None, quantity: int = 1) -> None:
        row = PartRow(QWidget(), SearchField(_("Del"), self._search, placeholder=_("Navn eller HMS-nummer")),
                      QSpinBox(), QToolButton())  # fmt: skip
        row.product.label.hide()
        row.product.set_value(product)
        row.count.setRange(1, MOST)
        row.count.setValue(quantity)
        row.count.setSuffix(_(" stk."))
        row.count.setFixedWidth(look.px(104))
        row.count.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row.away.setObjectName("quiet")
        icons.put(row.away, "x", "muted")
        self._lay_row(row)
        row.product.picked.connect(lambda _found: self._picked(row))
        row.count.valueChanged.connect(lambda _n: self.changed.emit())
        row.away.clicked.connect(lambda: self._take_away(row))
        self.rows.append(row)
        self._name_all()
        self.grew.emit()

    def _lay_row(self, row: PartRow) -> None:
        line = QHBoxLayout(row.box)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(row.product, 1)
        line.addWidget(row.count)
        line.addWidget(row.away)
        self._column.addWidget(row.box)

    def _name_all(self) -> None:
        for number, row in enumerate(self.rows, 1):
            row.product.edit.setAccessibleName(_("Del {n}").format(n=number))
            row.count.setAccessibleName(_("Antall av del {n}").format(n=number))
            row.count.lineEdit().setAccessibleName(row.count.accessibleName())
            row.away.setAccessibleName(_("Ta bort del {n}").format(n=number))
            row.away.setToolTip(_("Ta bort"))

    def _picked(self, row: PartRow) -> None:
        if row is self.rows[-1]:
            self._add()
        row.count.setFocus()
        row.count.selectAll()
        self.changed.emit()

    def _take_away(self, row: PartRow) -> None:
        if row is self.rows[-1]:
            row.product.set_value(None)
            return
        self._drop(row)
        self._name_all()
        self.rows[-1].product.focus()
        self.changed.emit()

    def _drop(self, row: PartRow) -> None:
        self.rows.remove(row)
        row.box.hide()
        row.box.deleteLater()
        self.grew.emit()
