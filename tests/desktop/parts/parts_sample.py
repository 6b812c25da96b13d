"""A list page of invented copies, for tests of the parts that know no kind of record."""

from PySide6.QtWidgets import QWidget

from desktop.actions import EDIT, Action
from desktop.columns import Column
from desktop.parts.chips import Chip
from desktop.parts.page import Page
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage

TODAY = "2026-07-03"
STATES = ("lent", "available", "cleaning", "repair", "missing", "retired")
COLUMNS = (
    Column("number", "Nummer", width=10, sort="number", muted=True),
    Column("name", "Hjelpemiddel", width=24, sort="name", strong=True),
    Column("state", "Tilstand", "state", sort="state"),
    Column("borrower", "Låner"),
    Column("due_on", "Frist", "day", width=22, sort="due", due=True),
    Column("price_ore", "Pris", "money", sort="price"),
    Column("note", "Merknad", shown=False),
)


def row(n: int) -> dict:
    """Copy n: every sixth is lent, the first of them nine days late."""
    lent = n % 6 == 0
    return {
        "item_id": n, "number": f"UT-{n:04}", "name": ("Rullator, innendørs", "Dusjkrakk")[n % 2],
        "state": STATES[n % 6], "line_id": n if lent else None, "borrower": "Kari N." if lent else None,
        "due_on": ("2026-06-24" if n == 6 else "2026-07-31" if n % 12 == 0 else None) if lent else None,
        "price_ore": n * 10_000, "note": "",
    }  # fmt: skip


class Copies(RecordPage):
    """`held` are the numbers that the list knows; tests change it and refresh."""

    title, icon, kind, key, kinds = "Lager", "package", "item", "item_id", frozenset({"item"})
    columns, noun, new_text, order = COLUMNS, ("gjenstand", "gjenstander"), "Nytt utstyr", "number"
    all_text = "Alle grupper"
    ACTIONS = (*RecordPage.ACTIONS, Action("Meld til rengjøring", "clean", "Ctrl+R", "droplet", EDIT, needs="chosen"))

    def __init__(self, store, frame, parent: QWidget | None = None):
        self.held, self.reads, self.opened, self.cleaned, self.made = range(1, 43), 0, [], [], 0
        super().__init__(store, frame, parent)

    def ids(self, asked: Asked):
        self.reads += 1
        self.asked_for = asked
        found = [n for n in self.held if asked.chip in ("all", STATES[n % 6])
                 and asked.text.lower() in row(n)["name"].lower()
                 and asked.choice in (None, n % 2)]  # fmt: skip
        return sorted(found, key=lambda n: row(n)[asked.order if asked.order != "due" else "number"] or "",
                      reverse=asked.descending)  # fmt: skip

    def rows(self, ids):
        return [row(n) for n in ids if n in self.held]

    def total(self):
        return len(self.held)

    def chips(self):
        return [Chip("all", "Alle", len(self.held)), Chip("lent", "Utlånt", 7), Chip("repair", "Til reparasjon", 7)]

    def choices(self):
        return [(0, "Rullatorer"), (1, "Krakker")]

    def details(self, ids):
        one = row(ids[0])
        facts = [("Låner", one["borrower"] or ""), ("Plassering", "A2")]
        acts = [Act("Ta imot retur", self.clean, primary=True)]
        return Details(one["name"], one["number"], one["state"], facts, acts)

    def open_form(self, ref):
        self.opened.append(ref)

    def new_record(self):
        self.made += 1

    def clean(self):
        self.cleaned.append(self.chosen_ids())


class Overview(Page):
    title, icon, kind = "Oversikt", "layout-dashboard", "overview"


class Lend(Page):
    title, does, beneath = "Lån ut", "lend", "item"

    def __init__(self, store, frame, parent: QWidget | None = None):
        super().__init__(store, frame, parent)
        self.given, self.codes, self.busy = None, [], False

    def begin(self, **given):
        self.given = given

    def scanned(self, code):
        self.codes.append(code)
        return True

    def may_leave(self):
        return not self.busy
