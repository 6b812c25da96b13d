"""What the register holds already, read once, and what the plan adds to it. References: ids, or -n for the n-th new."""

from dataclasses import dataclass, field
from typing import Any

from db import imports
from db.connection import Reader
from db.norwegian import fold, sort_key
from db.products import product_keys
from desktop.sheets.plan import Orders


@dataclass(slots=True)
class Product:
    """A product as far as the plan needs it; `row` is where the book told it first (sheet, row), or None."""

    ref: int
    hms_nr: str | None
    name: str
    group: str
    subgroup: str
    tracking: str
    note: str = ""
    row: tuple[str, int] | None = None


@dataclass(slots=True)
class Copy:
    """A copy: its row in the register as a mapping, or what the plan will insert, and where the book told it."""

    ref: int
    values: dict[str, Any]
    row: tuple[str, int] | None = None
    book_state: str = ""
    lent: bool = False


@dataclass(slots=True)
class Line:
    """A loan line of the register or of this plan (then `order` is its place in orders.lines)."""

    ref: int | None
    borrower: tuple[str, int]
    out_on: str
    due_on: str | None
    original_due_on: str | None
    ended_on: str | None
    end_reason: str | None
    note: str
    quantity: int = 1
    row: tuple[str, int] | None = None
    order: int | None = None


@dataclass(slots=True)
class Known:
    """The register's products, copies, places, lines and stock by what a book calls them."""

    db: Reader
    today: str
    orders: Orders
    products_by_hms: dict[str, Product] = field(default_factory=dict)
    products_by_name: dict[tuple[str, str], Product] = field(default_factory=dict)
    products: dict[int, Product] = field(default_factory=dict)
    copies: dict[str, Copy] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)  # whose a sticker is: code_key -> copy
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    lines: dict[tuple[str, int], list[Line]] = field(default_factory=dict)
    stock: dict[int, int] = field(default_factory=dict)
    out: dict[int, int] = field(default_factory=dict)
    new_copies: list[Copy] = field(default_factory=list)
    copy_changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    cards: dict[int, Any] = field(default_factory=dict)

    def load(self) -> None:
        """Read products, copies, places and stock; lines are read by load_lines once the copies are known."""
        for row in imports.products(self.db):
            self.cards[row["product_id"]] = row
            columns = ("product_id", "hms_nr", "name", "group_name", "subgroup", "tracking", "note")
            self._remember(Product(*(row[name] for name in columns)))
        for row in imports.copies(self.db):
            self.copies[row["number_key"]] = Copy(row["item_id"], dict(row), lent=row["state"] == "lent")
        for row in imports.barcodes(self.db):
            self.codes[row["code_key"]] = row["item_id"]
        for row in imports.places(self.db):
            self.places[(row["room"], row["shelf"])] = row["place_id"]
        for row in imports.stock(self.db):
            self.stock[row["product_id"]], self.out[row["product_id"]] = row["on_shelf"], row["out"]

    def load_lines(self, refs: set[int]) -> None:
        """Read the lines of these copies, and of every product by quantity."""
        for row in imports.lines(self.db, sorted(ref for ref in refs if ref > 0)):
            thing = ("item", row["item_id"]) if row["item_id"] else ("product", row["product_id"])
            borrower = ("person", row["person_id"]) if row["person_id"] else ("unit", row["unit_id"])
            self.lines.setdefault(thing, []).append(
                Line(row["line_id"], borrower, row["out_on"], row["due_on"], row["original_due_on"], row["ended_on"],
                     row["end_reason"], row["note"], row["quantity"])
            )  # fmt: skip

    def _remember(self, product: Product) -> None:
        self.products[product.ref] = product
        if product.hms_nr:
            self.products_by_hms[product.hms_nr] = product
        else:
            self.products_by_name.setdefault((fold(product.name), fold(product.group)), product)

    def product_without_hms(self, name: str, group: str) -> Product | None:
        """The product of that name and group among those without HMS number."""
        return self.products_by_name.get((fold(name), fold(group)))

    def add_product(self, hms_nr: str | None, name: str, group: str, subgroup: str, tracking: str = "single",
                    row: tuple[str, int] | None = None, **more: Any) -> Product:  # fmt: skip
        """Plan a new product."""
        keys = product_keys(name, hms_nr, group, subgroup)
        self.orders.products.append(
            (hms_nr, name, keys["name_key"], keys["search_key"], more.get("iso_code"), group, subgroup, tracking,
             more.get("loan_days"), more.get("max_user_weight_kg"), more.get("seat_width_cm"), more.get("note", ""))
        )  # fmt: skip
        product = Product(
            -len(self.orders.products), hms_nr, name, group, subgroup, tracking, more.get("note", ""), row
        )
        self._remember(product)
        return product

    def place(self, room: str, shelf: str) -> int | None:
        """The place of that room and shelf, planned where there is none; None for nothing."""
        if not room and not shelf:
            return None
        if (room, shelf) not in self.places:
            self.orders.places.append((room, shelf, sort_key(f"{room} {shelf}")))
            self.places[(room, shelf)] = -len(self.orders.places)
        return self.places[(room, shelf)]

    def change_product(self, product: Product, changed: dict[str, Any]) -> None:
        """Plan a change of a registered product."""
        names = {"name": "name", "group_name": "group", "subgroup": "subgroup", "note": "note"}
        for key, attribute in names.items():
            setattr(product, attribute, changed.get(key, getattr(product, attribute)))
        keys = product_keys(product.name, product.hms_nr, product.group, product.subgroup)
        self.orders.product_changes.append((product.ref, changed | keys))

    def change_copy(self, copy: Copy, changed: dict[str, Any]) -> None:
        """Plan a change of a copy, registered or new."""
        copy.values |= changed
        if copy.ref > 0:
            self.copy_changes.setdefault(copy.ref, {}).update(changed)

    def stick(self, copy: Copy, code: str, key: str) -> None:
        """Plan one more barcode of a copy."""
        self.orders.barcodes.append((key, code, copy.ref))
        self.codes[key] = copy.ref

    def owned(self, product: int) -> int:
        """How many of a counted product there are, on the shelf and out."""
        return self.stock.get(product, 0) + self.out.get(product, 0)

    def stock_up(self, product: Product, number: int) -> bool:
        """Bring the owned number of a counted product to the book's; False where it is that already."""
        owned = self.owned(product.ref)
        if number == owned:
            return False
        self.move(product.ref, "in" if product.ref < 0 or not owned else "adjusted", number - owned)
        return True

    def move(self, product: int, kind: str, quantity: int, line: int | None = None, day: str | None = None) -> None:
        """Plan a movement of counted goods."""
        self.orders.movements.append((product, kind, quantity, day or self.today, line, ""))
        self.stock[product] = self.stock.get(product, 0) + quantity
        if kind in ("lent", "back"):
            self.out[product] = self.out.get(product, 0) - quantity

    def counted_by_name(self, name: str) -> Product | None:
        """The counted product of that name."""
        wanted = fold(name)
        return next(
            (one for one in self.products.values() if one.tracking == "quantity" and fold(one.name) == wanted), None
        )
