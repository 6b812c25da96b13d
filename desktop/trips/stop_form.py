"""Nytt stopp: where to go, what for, how to get in, and when; the same form changes a stop that is still to drive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db import equipment, loan_lines, people, stops, trips, units
from db.errors import Rejected, Why
from desktop import faults, words
from desktop.loans import answers
from desktop.loans.swap_form import new_copy
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, TextField
from desktop.parts.record_form import RecordForm
from desktop.parts.search_field import Found, SearchField
from desktop.trips import details, things_field
from desktop.trips.things_field import ThingsField
from desktop.words import _

Row = Mapping[str, Any]
KINDS = [(code, words.STATES[f"stop_{code}"].word) for code in trips.KINDS]
NOTHING = {
    "deliver": _("Ingen åpne behov. Registrer et behov først, eller skriv under hva som skal leveres"),
    "fetch": _("Har ingenting lånt nå"),
}
ACCESS = ("phone", "floor", "key_note")


class StopForm(RecordForm):
    """Makes a stop on a day, or in the pool when the day is empty. `given` may hold who, kind, request_ids, line_ids.

    `who` is ("person" or "unit", id).
    """

    heading, saving = _("Nytt stopp"), _("Legg til stoppet")

    def __init__(self, store, day: str | None, parent: QWidget | None = None, **given: Any):
        self.stop_id: int | None = None
        self.rev = 0
        self.own: dict[str, list[int]] = {"request": [], "line": []}
        super().__init__(store, self.heading, self.saving, parent, self.about(store))
        self.kind = self.add("kind", ChoiceField(_("Hva"), KINDS, needed=True), half=True)
        self.day = self.add("day", DayField(_("Legg på dag"), lambda: store.today, _("Tomt: venter på en dag")),
                            half=True)  # fmt: skip
        self.borrower = self.add("borrower", SearchField(
            _("Hos hvem"), self._found, needed=True, placeholder=_("Navn, fødselsdato eller adresse"),
            nothing=_("Velg fra listen"),
        ))  # fmt: skip
        self._what()
        self._access()
        self.who: tuple[str, int] | None = None
        self.borrower.picked.connect(lambda found: self.choose(found.value))
        self.kind.changed.connect(self._offer)
        self.day.set_value(day)
        self._begin(**given)

    def about(self, store) -> str:
        """What stands under the heading."""
        return ""

    def _what(self) -> None:
        self.things = self.add("things", ThingsField(_("Utstyr"), _("Velg først hos hvem")))
        self.copy = self.add("copy", new_copy(self.store))
        self.copy.needed = False
        self.copy.hint(_("Kan også velges når kjørelisten avsluttes"))
        self.text = self.add("text", TextField(_("Hva skal gjøres eller tas med")))
        self.things.changed.connect(lambda: self.things.fault(""))

    def _access(self) -> None:
        for key, name in (("phone", _("Telefon")), ("floor", _("Etasje"))):
            self.add(key, TextField(name), half=True)
        self.add("key_note", TextField(_("Nøkkel og adkomst")))
        self.add("wanted_on", DayField(_("Ønsket dag"), lambda: self.store.today), half=True)
        self.add("note", LongTextField(_("Merknad til sjåføren"), lines=2))

    def _begin(
        self,
        kind: str = "deliver",
        who: tuple[str, int] | None = None,
        request_ids: Sequence[int] = (),
        line_ids: Sequence[int] = (),
    ) -> None:
        self.kind.set_value(kind)
        self.ticked: list[int] = [*request_ids, *line_ids]
        if who is not None:
            self.choose({"kind": who[0], "ref": who[1]})
        self._offer()

    # what a person does

    def _found(self, text: str) -> list[Found]:
        return [
            Found(dict(row), answers.borrower(row), answers.borrower_note(row) if row["open_lines"] else "",
                  icon="user-round" if row["kind"] == "person" else "building")
            for row in self.store.read(people.borrowers, text, today=self.store.today)
        ]  # fmt: skip

    def choose(self, borrower: Row) -> None:
        """Take the borrower, and what is known of how to get in."""
        self.who = (borrower["kind"], borrower["ref"])
        self.borrower.set_value(Found(borrower, self._name(borrower)))
        usual = self.store.read(stops.access, **self._whose())
        for key in ACCESS:
            self.fields[key].set_value(usual[key])
        self._offer()

    def _name(self, borrower: Row) -> str:
        if "last_name" in borrower:
            return answers.borrower(borrower)
        kind = people.person if borrower["kind"] == "person" else units.unit
        row = dict(self.store.read(kind, borrower["ref"]))
        return row["name"] if borrower["kind"] == "unit" else words.full_name(row)

    def _whose(self) -> dict[str, Any]:
        kind, ref = self.who or ("person", None)
        return {f"{kind}_id": ref}

    def _offer(self) -> None:
        """What the borrower waits for, or has, as the kind of stop needs."""
        kind = self.kind.value()
        self.copy.setVisible(kind == "swap")
        self.things.setVisible(kind != "parcel")
        self.text.needed = kind == "parcel"
        if self.who is None:
            self.things.offer(())
            return
        taken = self.store.read(stops.taken, **self._whose())
        if kind == "deliver":
            rows = self.store.read(stops.open_requests, **self._whose())
            own = self.own["request"] + self.ticked
            offers = things_field.of_requests(rows, taken["request"], own, self.stop_id is None and not self.ticked)
        else:
            rows = self.store.read(loan_lines.of_borrower, today=self.store.today, open_only=True, **self._whose())
            offers = things_field.of_lines(rows, taken["line"], self.own["line"] + self.ticked)
        self.things.offer(offers, NOTHING["deliver" if kind == "deliver" else "fetch"])

    def scanned(self, code: str) -> None:
        """A scan ticks the copy that is to be fetched; in a swap, one on the shelf is the new copy."""
        row = self.store.read(equipment.scanned, code)
        if row is None:
            self.things.fault(faults.sentence(Rejected(Why.NO_SUCH, code=code)))
        elif not self.things.tick_number(row["number"]) and self.kind.value() == "swap":
            self.copy.pick(Found(row["item_id"], f"{row['number']} {row['name']}"))

    # saving

    def command(self, values: dict[str, Any]):
        told = {key: values[key] for key in (*ACCESS, "note", "wanted_on", "text")} | self._refs(values)
        if self.stop_id is not None:
            return trips.change_stop, {"stop_id": self.stop_id, "rev": self.rev, **told}
        return trips.add_stop, {"kind": values["kind"], "day": values["day"], **self._whose(), **told}

    def _refs(self, values: dict[str, Any]) -> dict[str, list[int]]:
        kind = self.kind.value()
        refs = [] if kind == "parcel" else values["things"]
        copies = [values["copy"]] if kind == "swap" and values["copy"] else []
        return {
            "request_ids": refs if kind == "deliver" else [],
            "line_ids": [] if kind == "deliver" else refs,
            "item_ids": copies or self.kept_items(kind),
        }

    def kept_items(self, kind: str) -> list[int]:
        """Copies that stand on the stop by themselves and that this form does not show."""
        return []


class ChangeStopForm(StopForm):
    """Changes what a stop is about, and how to get in; where it is and what sort it is stay."""

    heading, saving = _("Endre stopp"), _("Lagre")

    def __init__(self, store, stop_id: int, parent: QWidget | None = None):
        own = store.read(stops.stop, stop_id)
        self._stop = row = store.read(stops.rows, [stop_id], today=store.today)[0]
        self._things = row["things"]
        super().__init__(store, row["on_day"], parent)
        self.stop_id, self.rev = stop_id, own["rev"]
        self.own = {
            kind: [thing[f"{kind}_id"] for thing in self._things if thing[f"{kind}_id"]] for kind in ("request", "line")
        }
        self._show(own, row)

    def about(self, store) -> str:
        word, day = words.STATES[f"stop_{self._stop['kind']}"].word, words.weekday_day(self._stop["on_day"])
        return " · ".join(part for part in (word, details.name(self._stop), day) if part)

    def _show(self, own: Row, row: Row) -> None:
        self.kind.set_value(own["kind"])
        who = ("person", own["person_id"]) if own["person_id"] else ("unit", own["unit_id"])
        self.choose({"kind": who[0], "ref": who[1]})
        self.borrower.set_value(Found({"kind": who[0], "ref": who[1]}, details.name(row)))
        texts = [thing["text"] for thing in self._things if thing["text"]]
        self.fill({**dict(own), "kind": own["kind"], "text": texts[0] if texts else ""})
        new = next((thing for thing in self._things if own["kind"] == "swap" and thing["bring_number"]), None)
        if new is not None:
            self.copy.set_value(Found(new["bring_item_id"], new["bring_number"]))
        for field in (self.kind, self.borrower, self.day):
            field.hide()
        self.touched = False

    def kept_items(self, kind: str) -> list[int]:
        alone = [one for one in self._things if one["item_id"] and not one["line_id"] and not one["request_id"]]
        return [] if kind == "swap" else [one["item_id"] for one in alone]
