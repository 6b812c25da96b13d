"""The base of the lists of service: what waits and how long, each scan marks its row, one key says that it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from db import equipment, history, overview, products, service, service_lists
from db.command import Receipt
from db.errors import FileTrouble, Rejected, Why
from desktop import faults, words
from desktop.actions import EDIT, VIEW, Action
from desktop.equipment.columns import place
from desktop.history_dialog import HistoryDialog
from desktop.loans.answers import Answer
from desktop.loans.desk import Notice
from desktop.parts.chips import Chip
from desktop.parts.page import button, label
from desktop.parts.panel import Act, Details
from desktop.parts.record_form import RecordForm
from desktop.parts.record_page import Asked, RecordPage
from desktop.service import told
from desktop.words import STATES, _, ngettext

Row = Mapping[str, Any]
SHOWN = 6  # numbers of chosen copies that the panel names


class QueueView(RecordPage):
    """A list of copies that wait for the same thing.

    A subclass says besides what a RecordPage says: `queue` (a name of db.service_lists.QUEUES), `named` (its chips),
    `hint` (beside the list), and answers `facts`, `acts` and `finish`.
    """

    queue = ""
    named: tuple[tuple[str, str], ...] = ()
    hint = ""
    icon, key, noun = "wrench", "item_id", (_("gjenstand"), _("gjenstander"))
    kinds = frozenset({"service", "item", "product", "place", "recall", "loan"})
    order, descending, all_text = "days", True, _("Alle grupper")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Gjør det som passer nå"), "do_next", "Ctrl+Return", "check", EDIT, "chosen", True),
        Action(_("Meld rengjort, reparert, frigitt eller kontrollert"), "finish", "Ctrl+R", "circle-check", EDIT,
               "chosen", True),
        Action(_("Rediger saken …"), "edit", "Ctrl+D", "pencil", EDIT, "chosen", True),
        Action(_("Vis historikk"), "show_history", "Ctrl+H", "history", VIEW, "chosen"),
    )  # fmt: skip

    def __init__(self, store, frame, parent: QWidget | None = None):
        self._marking = False
        super().__init__(store, frame, parent)

    def _filters(self) -> None:
        super()._filters()
        self.strip, row = QWidget(), QHBoxLayout()
        self.strip.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.notice, self.said = Notice(), label(self.hint, "muted", wrap=True)
        row.addWidget(self.said, 1)
        row.addWidget(self.notice, 1)
        self.body.addWidget(self.strip)

    def _give_room(self, alone: bool) -> None:
        super()._give_room(alone)
        self.strip.setVisible(not alone)

    # the list

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            service_lists.ids, self.queue, today=self.store.today, order=asked.order, descending=asked.descending,
            text=asked.text, chip=asked.chip or "all", group=asked.choice or "",
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        return self.store.read(service_lists.rows, self.queue, ids, today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(service_lists.chips, self.queue, today=self.store.today)
        return [Chip(code, text, self._counts[code]) for code, text in self.named]

    def total(self) -> int:
        return self._counts["all"]

    def choices(self) -> Sequence[tuple[Any, str]]:
        return [(group, group) for group in self.store.read(products.groups)]

    def sentence(self, row: Row) -> str:
        """'Rullator UT-0187, Til rengjøring, 6 dager.'"""
        return ", ".join((f"{row['name']} {row['number']}", STATES[row["state"]].word, told.waited(row["days"])))

    # the panel

    def facts(self, row: Row) -> list[tuple[str, str]]:
        """What the panel tells of one copy's case, before what it tells of every copy."""
        return []

    def acts(self, rows: Sequence[Row]) -> list[Act]:
        """What can be done with the chosen copies."""
        return []

    def finish(self) -> None:
        """Say that what the chosen copies wait for is done."""

    def edit(self) -> None:
        """Write more of the case of the chosen copies."""

    def details(self, ids: list[int]) -> Details | None:
        rows = self.chosen_rows(ids)
        if not rows:
            return None
        acts = [] if self.store.read_only else self.acts(rows)
        if len(rows) > 1:
            return Details(_("{n} valgt").format(n=words.number(len(rows))), facts=self._sum(rows), acts=acts)
        row = rows[0]
        return Details(row["name"], row["number"], row["state"], self._facts(row), acts, [self._links()])

    def _facts(self, row: Row) -> list[tuple[str, str]]:
        earlier = [case for case in self.store.read(service.of_item, row["item_id"]) if case["closed_on"]]
        waits = row["state"] not in ("lent", "available")
        return [
            (_("Ventet"), told.since(row) if waits else ""), *self.facts(row), (_("Plassering"), place(row)),
            (_("Kontroll"), told.checked(row)), (_("HMS-nr."), row["hms_nr"] or ""),
            (_("Serienummer"), row["serial"]), (_("Tidligere"), told.cases(earlier)),
        ]  # fmt: skip

    def _sum(self, rows: Sequence[Row]) -> list[tuple[str, str]]:
        numbers = [row["number"] for row in rows]
        more = len(numbers) - SHOWN
        if more > 0:
            numbers = [*numbers[:SHOWN], ngettext("{n} til", "{n} til", more).format(n=words.number(more))]
        longest = max(row["days"] for row in rows)
        return [(_("Valgt"), words.listed(numbers)), (_("Lengst ventet"), told.waited(longest))]

    def _links(self) -> QWidget:
        box, column = QWidget(), QVBoxLayout()
        box.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(button(_("Historikk"), self.show_history, "history", role="link"))
        column.addWidget(button(_("Vis i Lager"), self.show_item, "package", role="link"))
        return box

    # scanning

    def scanned(self, code: str) -> bool:
        """Mark the copy in the list; one that does not wait here is told with the state it is in."""
        found = self.store.read(equipment.scanned, code)
        if found is None:
            self._warn(Answer("triangle-alert", "overdue", faults.sentence(Rejected(Why.NO_SUCH, code=code))))
        else:
            self._mark(found)
        return True

    def takes(self, kind: str, ref: int) -> bool:
        """What was chosen in the search field of the window is marked as by a scan, if it waits here."""
        if kind != "item" or self.model.position(ref) < 0:
            return False
        self._mark(self.store.read(equipment.item, ref))
        return True

    def _mark(self, found: Row) -> None:
        ref = found["item_id"]
        if self.model.position(ref) < 0 and self.filtered():
            self.clear_filters()
        if self.model.position(ref) < 0:
            self._warn(self._unexpected(found))
            return
        chosen = self.chosen_ids() if self._marking else []
        self._marking = True
        self.table.choose([*chosen, ref], scroll=False)
        self.table.scrollTo(self.model.index(self.model.position(ref), 0))
        again, count = ref in chosen, words.number(len(self.chosen_ids()))
        said = _("{what} er merket fra før · {n} merket") if again else _("{what} er merket · {n} merket")
        self._answer(Answer("circle-check", "free", said.format(what=told.what(found), n=count)))

    def _unexpected(self, found: Row) -> Answer:
        state = STATES[found["state"]]
        said = _("{what} venter ikke her. Den står som {state}")
        text = said.format(what=told.what(found), state=state.word.lower())
        return Answer("triangle-alert", "repair", text)

    def _warn(self, answer: Answer) -> None:
        self._answer(answer)
        QApplication.beep()

    def _answer(self, answer: Answer | None) -> None:
        self.notice.say(answer)
        self.said.setVisible(answer is None)

    def clear(self) -> None:
        """Forget what was scanned."""
        self._marking = False
        self._answer(None)

    # acts that all share

    def attempt(self, act: Callable[..., Any], **given: Any) -> Receipt | None:
        """Write at once; what the register turns down is told."""
        try:
            receipt = self.store.write(act, **given)
        except (Rejected, FileTrouble) as fault:
            self.frame.trouble(fault)
            return None
        self.clear()
        return receipt

    def open_above(self, form: RecordForm, then: Callable[[Receipt], Any]) -> None:
        """Open a form; `then` tells what it did."""
        form.saved.connect(lambda receipt: (self.clear(), then(receipt)))
        self.frame.show_form(form)

    def show_number(self, number: str) -> None:
        """Choose the copy of a number, where it waits here."""
        found = self.store.read(equipment.scanned, number)
        if found is not None:
            self.open_record(found["item_id"])

    def show_item(self) -> None:
        """Show the copy in the list of all copies."""
        for row in self.chosen_rows()[:1]:
            self.frame.go("item", row["item_id"])

    def show_history(self) -> None:
        """All that has happened to the copy, in words."""
        for row in self.chosen_rows()[:1]:
            events = self.store.read(overview.events, self.store.read(history.of_item, row["item_id"]))
            events = self.store.read(service.with_cases, events, row["item_id"])
            self.frame.show_form(HistoryDialog(told.what(row), events, self.store.today))
