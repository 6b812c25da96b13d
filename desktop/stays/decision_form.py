"""Vedtak: granted or refused with day and reference, appeal and answer, and the decision after an acute stay."""

from __future__ import annotations

from typing import Any

from db import stays
from desktop.parts.day_field import DayField
from desktop.parts.fields import ChoiceField, LongTextField, TextField
from desktop.stays import words as stay_words
from desktop.stays.stay_form import StayForm
from desktop.words import _

GRANTED, REFUSED = "granted", "refused"
REFERENCE = _("Saksnummer i fagsystemet")


class DecisionForm(StayForm):
    """DecisionForm(store, stay_id): grants or refuses what is applied for; refuses what waits and is needed no more."""

    title, save_text = _("Vedtak"), _("Lagre vedtaket")
    hint = _("Her står dagen, utfallet og saksnummeret. Brevet skrives i fagsystemet.")

    def ask(self) -> None:
        answers = [(GRANTED, _("Innvilget")), (REFUSED, _("Avslått"))]
        if self.row["state"] == "waiting":  # granted already: only a new decision takes it off the list
            answers = answers[1:]
        self.answer = self.add("answer", ChoiceField(_("Utfall"), answers), half=True)
        self.answer.changed.connect(self._open_what_fits)
        self.add_day("on_day", _("Vedtaksdato"))
        self.add("reference", TextField(_("Referanse"), REFERENCE), half=True)
        self.appeal = self.add("appeal_by", DayField(_("Klagefrist"), lambda: self.store.today), half=True)
        self.add("reason", LongTextField(_("Begrunnelse"), _("Ikke diagnoser"), lines=2))
        self._open_what_fits()

    def _open_what_fits(self) -> None:
        """Only a refusal has a day until which it can be appealed."""
        self.appeal.setEnabled(self.answer.value() == REFUSED)

    def command(self, values: dict[str, Any]):
        answer, appeal_by = values.pop("answer"), values.pop("appeal_by")
        values |= {"stay_id": self.stay_id}
        if answer == GRANTED:
            return stays.grant_stay, values
        return stays.refuse_stay, {**values, "appeal_by": appeal_by}


class AppealForm(StayForm):
    """AppealForm(store, stay_id): somebody appeals a refusal, or that a stay was called off."""

    title, save_text = _("Klage på vedtaket"), _("Registrer klagen")

    def ask(self) -> None:
        self.add_day("on_day", _("Klagen kom"))

    def command(self, values: dict[str, Any]):
        return stays.appeal_refusal, {**values, "stay_id": self.stay_id}


class AppealAnswerForm(StayForm):
    """AppealAnswerForm(store, stay_id): the refusal stands, or is turned into a grant."""

    title, save_text = _("Svar på klagen"), _("Lagre svaret")

    def ask(self) -> None:
        outcomes = list(stay_words.APPEAL_OUTCOMES.items())
        self.add("outcome", ChoiceField(_("Utfall"), outcomes), half=True)
        self.add_day("on_day", _("Avgjort"))

    def command(self, values: dict[str, Any]):
        return stays.answer_appeal, {**values, "stay_id": self.stay_id}


class ConfirmAcuteForm(StayForm):
    """ConfirmAcuteForm(store, stay_id): the decision that was due after an acute admission."""

    title, save_text = _("Vedtak i etterkant"), _("Lagre vedtaket")
    hint = _("Oppholdet begynte som øyeblikkelig hjelp, før vedtaket var skrevet.")

    def ask(self) -> None:
        self.add_day("on_day", _("Vedtaksdato"))
        self.add("reference", TextField(_("Referanse"), REFERENCE), half=True)

    def command(self, values: dict[str, Any]):
        return stays.confirm_acute, {**values, "stay_id": self.stay_id}
