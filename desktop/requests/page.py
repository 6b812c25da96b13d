"""Behov: who needs what by when, whether it can be met now, and the acts from asking to handing over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import requests
from db.errors import FileTrouble, Rejected
from desktop import words
from desktop.actions import EDIT, Action
from desktop.parts.chips import Chip
from desktop.parts.page import button
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.requests import told
from desktop.requests.acts_forms import CancelForm, PackForm
from desktop.requests.asked_for import tell
from desktop.requests.columns import REQUESTS
from desktop.requests.form import RequestForm
from desktop.requests.queue import Queue
from desktop.trips import start
from desktop.trips.start import ON_TRIP
from desktop.words import _, ngettext

Row = Mapping[str, Any]
CHIPS = (
    ("open", _("Åpne")), ("urgent", _("Haster")), ("coverable", _("Kan dekkes nå")), ("now", _("I dag og før")),
    ("packed", _("Klargjort")), ("filled", _("Dekket")), ("cancelled", _("Avlyst")),
)  # fmt: skip
HIDDEN = ("quantity", "place", "number", "delivery", "asked_by", "asked_on", "days_waited")
SHAPES: dict[str, Any] = {  # what the screen shows at first, in the room beside the panel
    **{key: {"shown": False} for key in HIDDEN},
    "wanted_on": {"width": 20}, "name": {"width": 28}, "borrower": {"width": 20, "heading": _("Låntaker")},
    "status": {"key": "request_state"},
}  # fmt: skip
PLACES = ("wanted_on", "name", "borrower", "status", "urgency")  # the last one goes out of sight first
OFFERED = 12  # copies to choose among


class RequestsPage(RecordPage):
    """The list of requests; the panel tells one whole, with the queue of its product."""

    title, icon, kind, key = _("Behov"), "clipboard-list", "request", "request_id"
    kinds = frozenset({"request", "item", "person", "unit", "product", "loan"})
    columns = tuple(
        replace(column, **SHAPES.get(column.key, {}))
        for column in sorted(REQUESTS, key=lambda one: PLACES.index(one.key) if one.key in PLACES else len(PLACES))
    )
    list_name, noun = "requests", (_("behov"), _("behov"))
    new_text, order, persons = _("Nytt behov"), "wanted_on", True
    empty_text = _("Ingen har meldt behov. Trykk Ctrl+N når noen ber om noe.")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Gjør det som passer nå"), "do_next", "Ctrl+Return", "check", EDIT, "chosen", True),
        Action(
            _("Klargjør det foreslåtte eksemplaret"), "pack", "Ctrl+G", "package-check", needs="chosen", writes=True
        ),
        Action(_("Velg eksemplar …"), "choose_copy", "Ctrl+Shift+G", "search", needs="chosen", writes=True),
        Action(_("Lån ut til den som venter"), "lend", "Ctrl+L", "hand-helping", needs="chosen", writes=True),
        ON_TRIP,
        Action(_("Legg tilbake på lager"), "unpack", "Ctrl+B", "undo-2", needs="chosen", writes=True),
        Action(_("Avlys …"), "cancel", "Ctrl+M", "package-x", needs="chosen", writes=True),
        Action(_("Endre …"), "edit", "Ctrl+D", "pencil", EDIT, "chosen", True),
    )

    # what the list holds

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            requests.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "open",
        )  # fmt: skip

    def rows(self, ids: list[int]) -> list[Row]:
        return self.store.read(requests.rows, ids, today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(requests.chips, today=self.store.today)
        return [Chip(code, text, self._counts[code]) for code, text in CHIPS]

    def total(self) -> int | None:
        closed = self.chip_row.current in ("filled", "cancelled")
        return self._counts[self.chip_row.current if closed else "open"]

    def sentence(self, row: Row) -> str:
        return told.sentence(row, self.store.today)

    def open_record(self, ref: int) -> None:
        """Choose the request; a closed one stands under its own chip."""
        row = self.store.read(requests.request, ref, today=self.store.today)
        self.catch_up()
        if row["outcome"] is not None:
            self.show_chip(row["outcome"])
        super().open_record(ref)

    # the panel

    def one(self, row: Row) -> Details:
        facts = told.facts(self.store.read, row, self.store.today)
        queue = self.store.read(requests.waiting, row["product_id"], today=self.store.today)
        more: list[QWidget] = []
        if row["outcome"] is None and len(queue) > 1:
            more.append(Queue(queue, row["request_id"], self.store.today, self.open_record))
        is_open = row["outcome"] is None and not self.store.read_only
        acts = self._acts(row) if is_open else []
        links = self._links(self._rare(row) if is_open else self._after(row))
        return Details(row["name"], told.short(row), told.state(row), facts, acts, [*more, links])

    def _acts(self, row: Row) -> list[Act]:
        """What comes next: set the copy aside, then hand it over."""
        if row["item_id"] is not None or row["tracking"] == "quantity":
            return [Act(_("Lån ut"), self.lend, primary=row["item_id"] is not None or bool(row["coverable"]))]
        copy = self.store.read(requests.suggested, row["request_id"])
        if copy is None:
            return []
        said = _("Klargjør {number}").format(number=copy["number"])
        return [
            Act(said, self.pack, primary=bool(row["coverable"])),
            Act(_("Lån ut {number}").format(number=copy["number"]), self.lend),
        ]

    def _rare(self, row: Row) -> list[tuple[str, Callable[[], Any], str]]:
        """The acts of an open request that are seldom wanted: text, act, icon."""
        found: list[tuple[str, Callable[[], Any], str]] = []
        if row["item_id"] is not None:
            found.append((_("Legg tilbake på lager"), self.unpack, "undo-2"))
        elif row["tracking"] == "single":
            found.append((_("Velg eksemplar …"), self.choose_copy, "search"))
        found.append((ON_TRIP.text, self.on_trip, ON_TRIP.icon))
        found.append((_("Endre …"), self.edit, "pencil"))
        found.append((_("Avlys …"), self.cancel, "package-x"))
        return found

    def _after(self, row: Row) -> list[tuple[str, Callable[[], Any], str]]:
        """Where a closed request leads: the loan that met it."""
        line_id = self.store.read(requests.line_of, row["request_id"])
        go = (_("Vis utlånet"), lambda: self.frame.go("loan", line_id), "arrow-right")
        return [go] if line_id else []

    def _links(self, acts: Sequence[tuple[str, Callable[[], Any], str]]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for text, act, icon in acts:
            column.addWidget(button(text, act, icon, role="link"))
        return box

    def many(self, rows: Sequence[Row]) -> Details:
        is_open = [row for row in rows if row["outcome"] is None]
        acts = []
        if is_open and not self.store.read_only:
            acts.append(Act(_("Avlys {n} behov …").format(n=words.number(len(is_open))), self.cancel))
        names = list(dict.fromkeys(told.borrower(row) for row in rows))
        title = ngettext("{n} behov valgt", "{n} behov valgt", len(rows)).format(n=words.number(len(rows)))
        whom = words.listed(names) if len(names) <= 4 else _("{n} låntakere").format(n=len(names))
        return Details(title, facts=[(_("Til"), whom)], acts=acts)

    # acts

    def _open_rows(self) -> list[Row]:
        """The chosen requests that are not closed; without any, say so."""
        rows = [row for row in self.chosen_rows() if row["outcome"] is None]
        if not rows:
            self.frame.tell(_("Velg et behov som ikke er avsluttet"), undo=False)
        return rows

    def on_trip(self) -> None:
        """Order what is asked for driven out."""
        rows = self._open_rows()
        if rows:
            start.on_trip(self, "deliver", rows)

    def new_record(self) -> None:
        self.ask()

    def ask(self, **given: Any) -> None:
        """Write down a new request; what is given is filled in already."""
        form = RequestForm(self.store, self.frame, **given)
        form.saved.connect(lambda receipt: self._asked(receipt.result))
        self.frame.show_form(form)

    def _asked(self, made: int | list[int]) -> None:
        self.open_record(tell(self.store, self.frame, made)[0])

    def edit(self) -> None:
        for row in self._open_rows()[:1]:
            form = RequestForm(self.store, self.frame, row)
            form.saved.connect(lambda _receipt, row=row: self.frame.tell(
                _("Behovet er endret: {what}").format(what=told.things([row]))))  # fmt: skip
            self.frame.show_form(form)

    def pack(self) -> None:
        """Set the suggested copy aside; where that needs a reason, ask for it."""
        for row in self._open_rows()[:1]:
            copies = self.store.read(requests.copies, row["request_id"], OFFERED)
            if row["item_id"] is not None or not copies or not copies[0]["same_product"]:
                self.choose_copy()
                return
            try:
                self.store.write(requests.pack, request_id=row["request_id"], item_id=copies[0]["item_id"])
            except Rejected as fault:
                self._choose(row, copies, fault) if fault.field == "reason" else self.frame.trouble(fault)
            except FileTrouble as fault:
                self.frame.trouble(fault)
            else:
                self._packed(row["request_id"])

    def choose_copy(self) -> None:
        """Choose which copy is set aside."""
        for row in self._open_rows()[:1]:
            copies = self.store.read(requests.copies, row["request_id"], OFFERED)
            if row["item_id"] is not None:
                said = _("{number} er klargjort allerede. Legg den tilbake først").format(number=row["number"])
                self.frame.tell(said, undo=False)
            elif not copies:
                self.frame.tell(_("Ingen eksemplarer av {name} er ledige nå").format(name=row["name"]), undo=False)
            else:
                self._choose(row, copies)

    def _choose(self, row: Row, copies: Sequence[Row], fault: Rejected | None = None) -> None:
        form = PackForm(self.store, row, copies, fault)
        form.saved.connect(lambda receipt: self._packed(receipt.result))
        self.frame.show_form(form)

    def _packed(self, request_id: int) -> None:
        row = self.store.read(requests.request, request_id, today=self.store.today)
        self.frame.tell(_("{number} er klargjort til {name}").format(number=row["number"], name=told.short(row)))
        self.open_record(request_id)

    def unpack(self) -> None:
        """Put the packed copies of the chosen requests back on the shelf."""
        rows = [row for row in self._open_rows() if row["item_id"] is not None]
        if not rows:
            return
        try:
            self.store.write(requests.unpack, request_ids=[row["request_id"] for row in rows])
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return
        numbers = words.listed([row["number"] for row in rows])
        self.frame.tell(_("{numbers} er lagt tilbake på lager").format(numbers=numbers))

    def cancel(self) -> None:
        """Ask why the chosen requests are needed no more."""
        rows = self._open_rows()
        if rows:
            form = CancelForm(self.store, rows)
            form.saved.connect(lambda _receipt: self.frame.tell(_("Avlyst: {what}").format(what=told.things(rows))))
            self.frame.show_form(form)

    def lend(self) -> None:
        """Begin a loan with the borrower, the copy and the day filled in."""
        for row in self._open_rows()[:1]:
            given: dict[str, Any] = {key: row[key] for key in ("person_id", "unit_id") if row[key] is not None}
            if row["tracking"] == "quantity":
                given["goods"] = {row["product_id"]: row["quantity"]}
            else:
                copy = self.store.read(requests.suggested, row["request_id"])
                given["item_ids"] = [copy["item_id"]] if copy is not None else []
            if row["until_on"]:
                given["due_on"] = row["until_on"]
            self.frame.start("lend", **given)
