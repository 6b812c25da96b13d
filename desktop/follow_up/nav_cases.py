"""Varig behov: who has had something for so long that NAV should take over, and how far each case has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import nav_cases
from desktop import words
from desktop.actions import EDIT, VIEW, Action
from desktop.follow_up.lapse_columns import NAV_CASES, months
from desktop.follow_up.lapse_words import thing
from desktop.follow_up.lapses import SHOW_CARD
from desktop.follow_up.nav_forms import AnswerForm, CloseForm, NavForm, OpenForm, SentForm, SwapForm
from desktop.parts.chips import Chip
from desktop.parts.panel import Act, Details
from desktop.parts.record_page import Asked, RecordPage
from desktop.words import _, ngettext

Row = Mapping[str, Any]
NEXT = {  # the act that usually follows
    "nav_flagged": ("open_case", _("Åpne sak …")),
    "nav_open": ("sent", _("Søknad er sendt …")),
    "nav_sent": ("answered", _("Registrer svar …")),
    "nav_granted": ("swapped", _("Byttet med NAVs …")),
}
OPEN = ("nav_open", "nav_sent", "nav_granted")


class NavCasesView(RecordPage):
    """Loans whose need has lasted long, and the cases with NAV; the longest on top."""

    title, icon, kind, key = _("Oppfølging"), "bell", "nav_case", "line_id"
    list_name = "nav_cases"
    kinds = frozenset({"nav_case", "loan", "person", "item", "product", "setting"})
    columns, noun, persons = NAV_CASES, (_("lån"), _("lån")), True
    order, descending = "days", True
    _known: dict[int, int] | None = None
    empty_text = _("Ingen har hatt samme behov så lenge at NAV bør overta")
    ACTIONS = (
        *RecordPage.ACTIONS,
        Action(_("Gå videre med saken …"), "do_next", "Ctrl+G", "check", EDIT, "chosen", True),
        Action(_("Åpne sak om varig behov …"), "open_case", "", "file-plus", EDIT, "chosen", True),
        Action(_("Søknad er sendt …"), "sent", "", "mail", EDIT, "chosen", True),
        Action(_("Registrer svar fra NAV …"), "answered", "", "file-text", EDIT, "chosen", True),
        Action(_("Byttet med NAVs utstyr …"), "swapped", "Ctrl+B", "arrow-left-right", EDIT, "chosen", True),
        Action(_("Avslutt sak …"), "close_case", "Ctrl+Shift+M", "ban", EDIT, "chosen", True),
        Action(_("Vis lånet"), "show_loan", "Ctrl+Shift+L", "arrow-left-right", VIEW, "chosen"),
        SHOW_CARD,
    )

    # the list

    def ids(self, asked: Asked) -> Iterable[int]:
        return self.store.read(
            nav_cases.ids, today=self.store.today, order=asked.order, descending=asked.descending, text=asked.text,
            chip=asked.chip or "all", known=self._known,
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return self.store.read(nav_cases.rows, list(ids), today=self.store.today)

    def chips(self) -> Sequence[Chip]:
        self._known = self.store.read(nav_cases.lasting, today=self.store.today)
        self._counts = self.store.read(nav_cases.chips, today=self.store.today, known=self._known)
        _flag, limit = self.store.read(nav_cases.limits)
        named = {
            "all": _("Alle åpne"),
            "flagged": _("Bør søkes"),
            "started": _("Ikke sendt"),
            "waiting": _("Venter på svar"),
            "granted": _("Innvilget"),
            "over": _("Over {n} måneder").format(n=limit),
            "closed": _("Avsluttet"),
        }
        return [Chip(code, text, self._counts[code]) for code, text in named.items()]

    def total(self) -> int:
        return self._counts["closed" if self.chip_row.current == "closed" else "all"]

    def sentence(self, row: Row) -> str:
        """'Rullator UT-0187, Kari Nordmann, 19 måneder, venter på svar'."""
        status = words.STATES[row["status"]].word.lower()
        return ", ".join((thing(row), words.full_name(row), months(row["days"]), status))

    def open_record(self, ref: int) -> None:
        """Choose the line, under the chip that holds it."""
        super().open_record(ref)
        if self.model.position(ref) < 0:
            self.show_chip("closed")
            super().open_record(ref)

    # the panel

    def details(self, ids: list[int]) -> Details | None:
        rows = self.chosen_rows(ids)
        if len(rows) != 1:
            told = ngettext("{n} lån valgt", "{n} lån valgt", len(rows)).format(n=words.number(len(rows)))
            return Details(told, acts=self._acts(rows)) if rows else None
        row = rows[0]
        return Details(row["name"], row["number"] or "", row["status"], self._facts(row), self._acts(rows))

    def _facts(self, row: Row) -> list[tuple[str, str]]:
        flag, limit = self.store.read(nav_cases.limits)
        grown = _("{months} ({n} dager). Meldes fra {flag}, grense {limit} måneder").format(
            months=months(row["days"]), n=words.number(row["days"]), flag=flag, limit=limit)  # fmt: skip
        ended = _("Lånet er avsluttet {day}").format(day=words.day(row["ended_on"])) if row["end_reason"] else ""
        return [
            (_("Låner"), words.full_name(row)),
            (_("Telefon"), row["phone"]),
            (_("Har hatt behovet"), grown),
            (_("Lånt"), words.day(row["out_on"])),
            (_("Avsluttet"), ended),
            (_("Sak åpnet"), words.day(row["opened_on"])),
            (_("Søknad sendt"), words.day(row["sent_on"])),
            (_("Venter"), _waits(row)),
            (_("Svar"), _answer(row)),
            (_("Byttet"), words.day(row["swapped_on"])),
            (_("Sak avsluttet"), words.day(row["closed_on"])),
            (_("Merknad"), row["note"] or ""),
        ]

    def _acts(self, rows: Sequence[Row]) -> list[Act]:
        shown: list[Act] = []
        statuses = {row["status"] for row in rows}
        if not self.store.read_only:
            following = NEXT.get(statuses.pop()) if len(statuses) == 1 else None
            if following and (len(rows) == 1 or following[0] != "swapped"):
                shown.append(Act(following[1], getattr(self, following[0]), primary=True))
            elif len(rows) == 1 and rows[0]["end_reason"] is None:
                shown.append(Act(_("Åpne sak på nytt …"), self.open_case))
            if any(row["status"] in OPEN for row in rows):
                shown.append(Act(_("Avslutt sak …"), self.close_case))
        if len(rows) == 1:
            shown += [Act(_("Vis lånet"), self.show_loan, half=True), Act(_("Vis kortet"), self.show_card, half=True)]
        return shown

    # acts

    def do_next(self) -> None:
        """The act that follows for the first of the chosen."""
        for row in self.chosen_rows()[:1]:
            if row["status"] in NEXT:
                getattr(self, NEXT[row["status"]][0])()

    def open_form(self, ref: int) -> None:
        """Enter goes on with the case; a closed one is shown."""
        rows = self.chosen_rows([ref])
        if rows and rows[0]["status"] in NEXT and not self.store.read_only:
            self.do_next()
        else:
            super().open_form(ref)

    def open_case(self) -> None:
        """Open a case for the chosen lines that have none."""
        rows = [row for row in self.chosen_rows() if row["status"] not in OPEN and row["end_reason"] is None]
        self._ask(rows, OpenForm, _("Velg lån uten åpen sak"), _("Sak er åpnet: {what}"))

    def sent(self) -> None:
        rows = self._with("nav_open", "nav_sent")
        self._ask(rows, SentForm, _("Velg en åpen sak"), _("Søknaden er meldt sendt: {what}"))

    def answered(self) -> None:
        rows = self._with("nav_open", "nav_sent")
        self._ask(rows, AnswerForm, _("Velg en sak som venter på svar"), _("Svaret er lagret: {what}"))

    def swapped(self) -> None:
        rows = self._with(*OPEN)
        if len(rows) != 1:
            self.frame.tell(_("Velg en åpen sak"), undo=False)
            return
        form = SwapForm(self.store, rows[0])
        self._show(form, _("Byttet med NAVs utstyr: {what}").format(what=thing(rows[0])))

    def close_case(self) -> None:
        self._ask(self._with(*OPEN), CloseForm, _("Velg en åpen sak"), _("Saken er avsluttet: {what}"))

    def _with(self, *statuses: str) -> list[Row]:
        return [row for row in self.chosen_rows() if row["status"] in statuses]

    def _ask(self, rows: Sequence[Row], form: type[Any], nothing: str, told: str) -> None:
        if rows:
            what = thing(rows[0]) if len(rows) == 1 else _("{n} lån").format(n=words.number(len(rows)))
            self._show(form(self.store, rows), told.format(what=what))
        else:
            self.frame.tell(nothing, undo=False)

    def _show(self, form: NavForm, told: str) -> None:
        form.saved.connect(lambda _receipt: self.frame.tell(told))
        self.frame.show_form(form)

    def show_loan(self) -> None:
        for row in self.chosen_rows()[:1]:
            self.frame.go("loan", row["line_id"])

    def show_card(self) -> None:
        for row in self.chosen_rows()[:1]:
            self.frame.go("person", row["person_id"])


def _waits(row: Row) -> str:
    if row["waits"] is None:
        return ""
    return ngettext("{n} dag på svar", "{n} dager på svar", row["waits"]).format(n=words.number(row["waits"]))


def _answer(row: Row) -> str:
    if not row["answer"]:
        return ""
    word = _("Innvilget") if row["answer"] == "granted" else _("Avslått")
    return f"{word} {words.day(row['answered_on'])}"
