"""A loan being put together: who, until when, what each scanned thing answers. None of it is in the register yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from db import hand_over, loan_lines, packages, people, products, requests, tasks, units
from db.errors import Rejected, Why
from db.norwegian import code_key
from desktop.loans import wanted
from desktop.loans.wanted import Wanted

READY, DOUBT, REFUSED = "ready", "doubt", "refused"
_WAITED_FOR = (Why.RESERVED, Why.PACKED_FOR_ANOTHER)
Read = Callable[..., Any]
Row = Mapping[str, Any]


@dataclass(slots=True)
class Line:
    """One thing of the draft: a copy (item), goods by quantity (product), or a code that nobody has (neither)."""

    code: str
    item: Row | None = None
    product: Row | None = None
    quantity: int = 1
    stock: int = 0
    why: Why | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    accessories: tuple[str, ...] = ()
    left_behind: set[str] = field(default_factory=set)
    lacks: tuple[str, ...] = ()  # accessories that the copy came back without, and that have not turned up
    override: str = ""
    part: Wanted | None = None  # the part of a package that this copy goes out as
    hindered: Why | None = None  # what stands in the way whoever borrows; `why` counts in who waits for it as well
    hindrance: Mapping[str, Any] = field(default_factory=dict)
    fills: int | None = None  # the request that was chosen for it
    request: Row | None = None  # the request that it fills
    unclaimed: bool = False  # somebody waits for it and no borrower is chosen yet
    alike: Row | None = None  # a request of the borrower that another product of the same ISO class would meet

    @property
    def key(self) -> tuple[str, Any]:
        """What makes two scans the same thing."""
        if self.item is not None:
            return "item", self.item["item_id"]
        return ("product", self.product["product_id"]) if self.product is not None else ("code", code_key(self.code))

    @property
    def state(self) -> str:
        """What stands in the way of lending it, as a state of the copy; "" where nobody has the code."""
        return self.item["state"] if self.item is not None else ""

    @property
    def may_be_overridden(self) -> bool:
        """Whether a reason lets the copy go out although it does not stand ready."""
        return self.why in hand_over.REASONED or self.is_unready

    @property
    def is_unready(self) -> bool:
        """Whether the copy stands in a state from which only a reason lets it go out."""
        return self.why is Why.NOT_LENDABLE and self.state in loan_lines.OVERRIDABLE

    @property
    def answer(self) -> str:
        """READY, DOUBT (a decision of the user makes it ready) or REFUSED."""
        if self.why is None or (self.may_be_overridden and self.override):
            return READY
        return DOUBT if self.may_be_overridden or self.why is Why.LENT_ALREADY else REFUSED

    @property
    def is_planned(self) -> bool:
        """Whether requests have a say in it: goods, and copies that may go out."""
        may = ("available", *loan_lines.OVERRIDABLE)
        return self.product is not None or (self.hindered in (None, Why.NOT_LENDABLE) and self.state in may)

    def answered(self, answer: hand_over.Answer) -> None:
        """Take what the requests say; a copy that is packed for this borrower stands ready."""
        packed = self.state == "packed" and (answer.request_id is not None or answer.why is not None)
        if self.hindered is None or packed:
            self.why, self.facts = answer.why, answer.facts


class LendDraft:
    """What the lending page shows. `read(query, …)` asks the register, as Store.read does."""

    def __init__(self, read: Read, today: Callable[[], str]):
        self._read, self._today = read, today
        self.clear()

    def clear(self) -> None:
        """Begin with an empty draft."""
        self.borrower: Row | None = None
        self.lines: list[Line] = []
        self.wanted: list[Wanted] = []
        self.requested_by, self.note = "", ""
        self.out_on: str | None = None
        self._due: str | None = None
        self._due_is_chosen = False

    @property
    def is_empty(self) -> bool:
        return self.borrower is None and not self.lines and not self.wanted and not self.requested_by

    # who

    def borrow_to(self, kind: str, ref: int) -> None:
        """Choose a person or a unit; the row is as people.borrowers gives it."""
        self.borrower = known_borrower(self._read, kind, ref, self._today())
        self.plan()

    # when

    @property
    def starts_on(self) -> str:
        """The day the things go out: today, unless the loan is backdated."""
        return self.out_on or self._today()

    @property
    def default_days(self) -> int:
        """How many days a loan of these things usually lasts."""
        found = (line.item or line.product for line in self.lines)
        return self._read(loan_lines.default_days, [row["product_id"] for row in found if row is not None])

    @property
    def due_on(self) -> str | None:
        """The day things are due back: as chosen, else as the products say; None is a loan without a due day."""
        if self._due_is_chosen:
            return self._due
        return after(self.starts_on, self.default_days)

    def choose_due(self, day: str | None) -> None:
        """Set the due day by hand; None is "uten frist"."""
        self._due, self._due_is_chosen = day, True

    # what

    def scan(self, code: str) -> tuple[Line, bool]:
        """The line of a scanned or typed code, and whether it is a new one."""
        line, is_new = self._put(self._asked(Line(code.strip())))
        self.plan()
        self._meet(line)
        return line, is_new

    def add_goods(self, product_id: int, quantity: int = 1) -> tuple[Line, bool]:
        """Goods by quantity; the same again counts so many more."""
        product = self._read(products.product, product_id)
        line, is_new = self._put(Line(product["name"], product=product, quantity=quantity))
        if not is_new:
            line.quantity += quantity
        self._asked(line)
        self.plan()
        return line, is_new

    def add_package(self, package_id: int) -> None:
        """What a package holds: goods come in by number, every copy waits as a part until one is chosen."""
        name = self._read(packages.package, package_id)["name"]
        for part in self._read(packages.parts, package_id):
            if part["tracking"] == "quantity":
                self.add_goods(part["product_id"], part["quantity"])
            else:
                self.wanted += [Wanted(part, name) for _n in range(part["quantity"])]
        for line in self.lines:
            self._meet(line)

    def remove(self, line: Line) -> None:
        """Take a line out; the part of a package that it went out as waits again."""
        self.lines.remove(line)
        if line.part is not None:
            self.wanted.append(line.part)
        self.plan()

    def let_go(self, part: Wanted) -> None:
        """The package goes without this part."""
        self.wanted.remove(part)
        self.suggest()

    def suggest(self) -> None:
        """Let every part that waits suggest a copy that is not in the list."""
        taken = [line.item["item_id"] for line in self.lines if line.item is not None]
        wanted.suggest(self._read, self.wanted, taken, self.borrower)

    def _meet(self, line: Line) -> None:
        """A copy that may go out meets a part that waits for its product."""
        if line.item is not None and line.part is None and line.answer != REFUSED:
            product_id = line.item["product_id"]
            line.part = next((part for part in self.wanted if part.product_id == product_id), None)
            if line.part is not None:
                self.wanted.remove(line.part)
        self.suggest()

    def ask_again(self) -> None:
        """Let every line answer anew, after somebody changed the register; what is gone becomes unknown."""
        for line in self.lines:
            self._asked(line)
        if self.borrower is not None:
            self.borrow_to(self.borrower["kind"], self.borrower["ref"])
        self.suggest()

    def _put(self, line: Line) -> tuple[Line, bool]:
        same = next((known for known in self.lines if known.key == line.key), None)
        if same is not None:
            return same, False
        self.lines.append(line)
        return line, True

    def _asked(self, line: Line) -> Line:
        if line.product is not None:
            line.stock = self._read(products.stock, line.product["product_id"])
            short = line.quantity > line.stock
            line.hindered = Why.TOO_FEW_IN_STOCK if short else None
            line.hindrance = {"name": line.product["name"], "stock": line.stock}
            line.why, line.facts = line.hindered, line.hindrance
            return line
        code = line.item["number"] if line.item is not None else line.code
        offer = self._read(loan_lines.offer, code, today=self._today())
        line.item, line.hindered, line.hindrance = offer.item, offer.why, offer.facts
        line.why, line.facts = line.hindered, line.hindrance
        line.accessories = offer.accessories
        self._lacking(line)
        return line

    def _lacking(self, line: Line) -> None:
        """What the copy is known to lack does not go out with it, unless somebody ticks it."""
        if line.item is None:
            return
        missing = self._read(tasks.missing_with, line.item["item_id"], today=self._today())
        known, line.lacks = line.lacks, tuple(dict.fromkeys(row["text"] for row in missing))
        line.left_behind |= {name for name in line.lacks if name not in known and name in line.accessories}

    # who waits for it

    def plan(self) -> None:
        """Let every line say which request it fills and whom it goes past, as the register will see it."""
        for line in self.lines:
            line.why, line.facts, line.request, line.alike = line.hindered, line.hindrance, None, None
        lines = {line.key: line for line in self.lines if line.is_planned}
        for key, answer in self._answers(lines).items():
            lines[key].answered(answer)
            lines[key].unclaimed = self.borrower is None and lines[key].why in _WAITED_FOR
            self._show_request(lines[key], answer.request_id)
        self.suggest()

    def _answers(self, lines: Mapping[tuple[str, Any], Line]) -> dict[tuple[str, int], hand_over.Answer]:
        """What the register says of the lines that requests have a say in."""
        if not lines:
            return {}
        terms = hand_over.Terms(self._whom("person"), self._whom("unit"), self.starts_on, self.due_on)
        asked = {
            "item_ids": [ref for kind, ref in lines if kind == "item"],
            "goods": {ref: line.quantity for (kind, ref), line in lines.items() if kind == "product"},
        }
        chosen = {ref: line.fills for (kind, ref), line in lines.items() if line.fills is not None}
        try:
            return self._read(hand_over.plan, terms, fills=chosen, **asked)
        except Rejected:  # a chosen request is closed by now, or is not this borrower's
            for line in lines.values():
                line.fills = None
            return self._read(hand_over.plan, terms, **asked)

    def _show_request(self, line: Line, request_id: int | None) -> None:
        whom = {f"{kind}_id": self._whom(kind) for kind in ("person", "unit")}
        if request_id is not None:
            line.request = self._read(requests.request, request_id, today=self._today())
        elif line.item is not None and self.borrower is not None:
            line.alike = self._read(requests.alike, line.item["item_id"], **whom)

    def _whom(self, kind: str) -> int | None:
        return self.borrower["ref"] if self.borrower is not None and self.borrower["kind"] == kind else None

    # the answer to it all

    def count(self, answer: str) -> int:
        """How many lines answer READY, DOUBT or REFUSED."""
        return sum(line.answer == answer for line in self.lines)

    @property
    def pieces(self) -> int:
        """How many things would go out: copies one by one, goods by their number."""
        return sum(line.quantity for line in self._ready())

    def _ready(self) -> list[Line]:
        return [line for line in self.lines if line.answer == READY]

    def arguments(self) -> dict[str, Any]:
        """What loans.lend is called with: the ready lines, the others stay behind."""
        ready = self._ready()
        items = {line.item["item_id"]: line for line in ready if line.item is not None}
        return {
            "item_ids": list(items),
            "goods": {line.product["product_id"]: line.quantity for line in ready if line.product is not None},
            "person_id": self._whom("person"),
            "unit_id": self._whom("unit"),
            "due_on": self.due_on,
            "out_on": self.out_on,
            "requested_by": self.requested_by,
            "accessories": {
                ref: [name for name in line.accessories if name not in line.left_behind] for ref, line in items.items()
            },
            "overrides": {ref: line.override for ref, line in items.items() if line.is_unready},
            "fills": {ref: line.fills for ref, line in items.items() if line.fills is not None},
            "out_reasons": {ref: line.override for ref, line in items.items() if line.why in hand_over.REASONED},
            "goods_reasons": {
                line.product["product_id"]: line.override
                for line in ready
                if line.product is not None and line.why in hand_over.REASONED
            },
        }


def known_borrower(read: Read, kind: str, ref: int, today: str) -> dict[str, Any]:
    """A person or a unit as people.borrowers tells them: who it is, and what they have out now."""
    row = dict(read(people.person if kind == "person" else units.unit, ref))
    held = read(loan_lines.of_borrower, today=today, open_only=True, **{f"{kind}_id": ref})
    told = {
        "first_name": "",
        "last_name": row.get("name"),
        "born_on": None,
        "protected": 0,
        "died_on": None,
        "moved_on": None,
    } | row
    address = "" if told["protected"] else row["address"]
    late = sum(line["status"] == "overdue" for line in held)
    return told | {"kind": kind, "ref": ref, "address": address, "open_lines": len(held), "overdue": late}


def after(day: str, days: int) -> str:
    """The ISO day so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
