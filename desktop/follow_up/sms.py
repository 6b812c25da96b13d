"""SMS: a text to copy into the phone, with what is lent, its day and whom to call, and nothing of why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db import contacts, follow_up, paperwork
from desktop import words
from desktop.follow_up.contact_form import NextField
from desktop.parts.fields import LongTextField
from desktop.parts.page import button, label
from desktop.parts.receipt import announce
from desktop.parts.record_form import RecordForm
from desktop.words import _

Row = Mapping[str, Any]


def message(lender: Mapping[str, str], row: Row, lines: Sequence[Row], today: str) -> str:
    """The text about these lines of a row of the work list."""
    you = _("dere") if row["unit_name"] else _("du")
    things = words.listed([_thing(line, today) for line in lines])
    call = _("Ring {phone}").format(phone=lender["phone"]) if lender["phone"] else _("Gi beskjed")
    said = _("Hei. {You} har lånt av oss: {things}. {call} hvis {you} trenger det lenger, eller vil at vi henter.")
    name = ", ".join(part for part in (lender["department"], lender["municipality"]) if part)
    text = said.format(You=you.capitalize(), you=you, things=things, call=call)
    return f"{text} {_('Hilsen {name}').format(name=name)}" if name else text


def _thing(line: Row, today: str) -> str:
    name = line["name"] if line["number"] or line["left_out"] == 1 else f"{line['left_out']} {line['name']}"
    if not line["due_on"]:
        return name
    day = words.short_day(line["due_on"], today)
    late = line["due_on"] < today
    return (_("{name} (fristen var {day})") if late else _("{name} (frist {day})")).format(name=name, day=day)


class SmsForm(RecordForm):
    """Shows the text and the number to send it to; saving tells that it was sent."""

    def __init__(self, store, row: Row, lines: Sequence[Row], parent=None):
        who = row["unit_name"] or words.full_name(row)
        self.row, self.lines, self.who = row, lines, who
        under = " · ".join((who, row["phone"] or _("uten telefonnummer")))
        super().__init__(store, _("SMS-påminnelse"), _("Registrer som sendt"), parent, under=under)
        self.text = self.add("text", LongTextField(_("Tekst til meldingen"), lines=6))
        self.place(self._copies())
        self.next = self.add("next_on", NextField(lambda: store.today))
        self.place(self.next.quick)
        self.place(label(_("Send meldingen fra telefonen. Registrer den når den er sendt."), "muted", wrap=True))
        self.fill({
            "text": message(store.read(paperwork.lender), row, lines, store.today),
            "next_on": follow_up.shifted(store.today, store.read(follow_up.answer_days)),
        })  # fmt: skip

    def _copies(self) -> QWidget:
        line = QWidget()
        beside = QHBoxLayout(line)
        beside.setContentsMargins(0, 0, 0, 0)
        self.copy_text = button(_("Kopier teksten"), self.copy_message, "copy")
        beside.addWidget(self.copy_text)
        if self.row["phone"]:
            beside.addWidget(button(_("Kopier nummeret"), self.copy_number, "phone"))
        self.copied = label("", "muted")
        beside.addWidget(self.copied, 1)
        return line

    def copy_message(self) -> None:
        """Put the text on the clipboard."""
        self._copy(self.text.value(), _("Teksten er kopiert"))

    def copy_number(self) -> None:
        """Put the borrower's number on the clipboard, as a telephone takes it."""
        self._copy("".join(self.row["phone"].split()), _("Nummeret er kopiert"))

    def _copy(self, text: str, told: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.setText(told)
        announce(self, told)

    def command(self, values: dict[str, Any]):
        lines = [line["line_id"] for line in self.lines]
        return contacts.remind, {"line_ids": lines, "kind": "sms", "next_on": values["next_on"]}
