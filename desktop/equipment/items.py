"""The list of copies: chips by state, the panel with the act that fits, and acts on many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from db import equipment, hand_over, products, recalls, service, service_lists, tasks
from desktop import words
from desktop.actions import EDIT, VIEW, Action
from desktop.columns import Column
from desktop.equipment import acts
from desktop.equipment.columns import ITEMS, borrower, place
from desktop.equipment.item_acts import ItemActs
from desktop.finding import item_state
from desktop.loans.nav_slip import SLIP_OF_CHOSEN
from desktop.parts.chips import Chip
from desktop.parts.page import Listing
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.service import told
from desktop.words import STATES, _

ALWAYS = ("all", "available", "lent", "overdue", "cleaning")
SOMETIMES = ("repair", "blocked", "missing", "control", "new", "packed", "retired")


OF_PRODUCT = "items_of"
CASES_SHOWN = 3
ON_SCREEN = ("number", "name", "state", "borrower", "due_on", "place")  # first on screen; sheets keep their order


def _screen_columns() -> tuple[Column, ...]:
    known = {column.key: column for column in ITEMS}
    known["borrower"] = replace(known["borrower"], value=_short, width=16)  # others can see the screen
    return (*(known.pop(key) for key in ON_SCREEN), *known.values())


def _short(row: Mapping[str, Any]) -> str:
    return row["unit_name"] or words.short_name(row)


class ItemsView(ItemActs):
    """Every copy, what is overdue first."""

    title, icon, kind, key = _("Lager"), "package", "item", "item_id"
    kinds = frozenset({"item", "loan", "product", "place", "person", "unit", "recall", "service", "task"})
    columns, noun, persons = _screen_columns(), (_("gjenstand"), _("gjenstander")), True
    new_text, order, all_text = _("Nytt utstyr"), "due_on", _("Alle grupper")
    empty_text = _("Her er det tomt foreløpig. Legg inn utstyr ett og ett, eller hent en liste fra Excel.")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Gjør det som passer nå"), "do_next", "Ctrl+Return", "check", EDIT, "chosen", True),
        Action(_("Meld rengjort"), "do_cleaned", "Ctrl+R", "circle-check", EDIT, "chosen", True),
        Action(_("Meld reparert"), "do_repaired", "", "circle-check", EDIT, "chosen", True),
        Action(_("Meld savnet"), "do_missing", "", "circle-question-mark", EDIT, "chosen", True),
        Action(_("Kasser …"), "do_retired", "Delete", "ban", EDIT, "chosen", True),
        Action(_("Forleng frist …"), "extend", "F4", "calendar-plus", EDIT, "chosen", True),
        Action(_("Rediger …"), "edit", "Ctrl+D", "pencil", EDIT, "chosen", True),
        Action(_("Skriv ut etikett"), "print_labels", "Ctrl+L", "tag", EDIT, "chosen"),
        SLIP_OF_CHOSEN,
        Action(_("Vis historikk"), "show_history", "Ctrl+H", "history", VIEW, "chosen"),
    )

    # the list

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            equipment.item_ids, today=self.store.today, order=asked.order, descending=asked.descending,
            text=asked.text, chip=asked.chip, group=asked.choice or "",
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """List rows; `state` says overdue where it is, `stored_state` is what the register holds."""
        today = self.store.today
        found = (dict(row) for row in self.store.read(equipment.item_rows, ids))
        return [row | {"stored_state": row["state"], "state": item_state(row, today)} for row in found]

    def total(self) -> int:
        return self._counts["all"]

    @classmethod
    def serves(cls, kind: str) -> bool:
        return kind == OF_PRODUCT or super().serves(kind)

    def open_kind(self, kind: str, ref: int) -> None:
        """Show a copy, the list under a chip, or with OF_PRODUCT the copies of a product."""
        if kind != OF_PRODUCT:
            super().open_kind(kind, ref)
            return
        row = self.store.read(products.product, ref)
        self.clear_filters()
        self.words.setText(row["hms_nr"] or row["name"])
        self.reread()

    def open_record(self, ref: int) -> None:
        """Choose the copy; a retired one stands under its own chip only."""
        if self.store.read(equipment.item, ref)["state"] == "retired":
            self.show_chip("retired")
        super().open_record(ref)

    def chips(self) -> Sequence[Chip]:
        self._counts = self.store.read(equipment.item_chips, today=self.store.today)
        shown = [*ALWAYS, *(code for code in SOMETIMES if self._counts.get(code) or code == self.chip_row.current)]
        return [Chip(code, _("Alle") if code == "all" else STATES[code].word, self._counts.get(code, 0))
                for code in shown]  # fmt: skip

    def choices(self) -> Sequence[tuple[Any, str]]:
        return [(group, group) for group in self.store.read(products.groups)]

    def sentence(self, row: Mapping[str, Any]) -> str:
        """'Rullator UT-0187, Forfalt, Kari N., 24. juni · 9 dager over.'"""
        due = words.deadline(row["due_on"], self.store.today) if row["line_id"] else ""
        said = (f"{row['name']} {row['number']}", STATES[row["state"]].word, borrower(row), due or place(row))
        return ", ".join(part for part in said if part)

    def listing(self) -> Listing:
        """Sheets and paper get the whole names."""
        known = {column.key: column for column in ITEMS}
        shown = super().listing()
        return replace(shown, columns=[known[column.key] for column in shown.columns])

    # the panel

    def one(self, row: Mapping[str, Any]) -> Details:
        return Details(row["name"], row["number"], row["state"], self._facts(row), self._acts(row))

    def _facts(self, row: Mapping[str, Any]) -> list[tuple[str, str]]:
        due = words.deadline(row["due_on"], self.store.today)
        lent = [(_("Lånt ut til"), _full(row)), (_("Utlånt"), words.day(row["out_on"])), (_("Frist"), due)]
        since = words.day(row["state_on"]) if row["stored_state"] not in ("lent", "available") else ""
        reason = words.RETIRED_REASONS.get(row["retired_reason"], "")
        codes = ", ".join(code["code"] for code in self.store.read(equipment.barcodes, row["item_id"]))
        return [
            *(lent if row["line_id"] else ()), (_("Klargjort til"), self._packed_for(row)), (_("Siden"), since),
            (_("Kassert fordi"), reason),
            (_("Mangler"), self._missing(row["item_id"])),
            *self._service(row["item_id"]),
            (_("Plassering"), place(row)), (_("HMS-nr."), row["hms_nr"] or ""), (_("Serienummer"), row["serial"]),
            (_("Merknad"), row["note"]), (_("Stand"), words.CONDITIONS.get(row["condition"], "")),
            (_("Eier"), words.OWNERS[row["owner"]] if row["owner"] != "own" else ""),
            (_("Innkjøpt"), words.day(row["bought_on"])), (_("Pris"), words.money(row["price_ore"])),
            (_("Strekkoder"), codes),
        ]  # fmt: skip

    def _packed_for(self, row: Mapping[str, Any]) -> str:
        """'Kari N. · trengs 6. juli' of a copy that is set aside."""
        found = self.store.read(hand_over.packed_for, row["item_id"]) if row["stored_state"] == "packed" else None
        if found is None:
            return ""
        day = words.short_day(found["wanted_on"], self.store.today)
        return _("{name} · trengs {day}").format(name=found["unit_name"] or words.short_name(found), day=day)

    def _service(self, item_id: int) -> list[tuple[str, str]]:
        """How the copy stands with recalls and its checks, and its latest cases."""
        row = self.store.read(service_lists.rows, "check", [item_id], today=self.store.today)[0]
        cases = self.store.read(service.of_item, item_id)
        recalled = "\n".join(
            _("{title}, siden {day}").format(title=one["title"], day=words.day(one["opened_on"]))
            for one in self.store.read(recalls.open_on, item_id)
        )
        return [
            (_("Tilbakekalt"), recalled), (_("Kontroll"), told.checked(row)),
            (_("Service"), told.cases(cases, CASES_SHOWN)),
        ]  # fmt: skip

    def _missing(self, item_id: int) -> str:
        """'Kurv, siden 3. juli 2026' of what it came back without; what nobody asks for any more says so."""
        said = {"given_up": _("{part}, oppgitt {day}"), None: _("{part}, siden {day}")}
        return "\n".join(
            said[row["outcome"]].format(part=row["text"], day=words.day(row["done_on"] or row["made_on"]))
            for row in self.store.read(tasks.missing_with, item_id, today=self.store.today)
        )

    def _acts(self, row: Mapping[str, Any]) -> list[Act]:
        shown: list[Act] = []
        if not self.store.read_only:
            following = acts.NEXT.get(row["stored_state"], "")
            if following:
                shown.append(Act(_next_text(following), self.do_next, primary=True))
            if row["line_id"]:
                shown.append(Act(_("Forleng frist …"), self.extend))
        shown.append(Act(_("Historikk"), self.show_history, half=True))
        if not self.store.read_only:
            shown.append(Act(_("Rediger …"), self.edit, half=True))
        if row["owner"] == "nav":
            shown.append(Act(_("Returseddel til NAV"), self.print_nav_slip))
        return [*shown, Act(_("Etikett"), self.print_labels, half=True), Act(_("Mer …"), self.more, half=True)]

    def many(self, rows: Sequence[Mapping[str, Any]]) -> Details:
        counts = Counter(row["state"] for row in rows)
        facts = [(STATES[state].word, words.number(n)) for state, n in counts.most_common()]
        return Details(_("{n} valgt").format(n=words.number(len(rows))), facts=facts, acts=self._acts_on_many(rows))

    def _acts_on_many(self, rows: Sequence[Mapping[str, Any]]) -> list[Act]:
        labels = Act(_("Skriv ut {n} etiketter").format(n=len(rows)), self.print_labels)
        if self.store.read_only:
            return [labels]
        lent = [row for row in rows if row["line_id"]]
        ready = [row for row in rows if row["stored_state"] == "available"]
        offered = [(_("Lån ut {n}"), len(ready), self.lend), (_("Ta imot {n}"), len(lent), self.take_back),
                   (_("Forleng {n} …"), len(lent), self.extend)]  # fmt: skip
        for act in ("cleaned", "repaired", "checked", "released", "found", "retired"):
            offered.append((acts.WORDS[act].many, len(acts.fitting(rows, act)), self._doing(act)))
        shown = [(text, n, slot) for text, n, slot in offered if n]
        first = next((text for text, n, _slot in shown if n == len(rows)), "")
        made = [Act(text.format(n=n), slot, primary=text == first) for text, n, slot in shown]
        return [*made, labels, Act(_("Mer …"), self.more)]


def _full(row: Mapping[str, Any]) -> str:
    """'Kari Nordmann (f. 1941)', or the unit."""
    if row["unit_name"]:
        return row["unit_name"]
    name = words.full_name(row)
    return _("{name} (f. {year})").format(name=name, year=row["born_on"][:4]) if row["born_on"] else name


def _next_text(act: str) -> str:
    window = {"lend": _("Lån ut"), "take_back": _("Ta imot retur")}
    return window[act] if act in window else acts.WORDS[act].one
