"""What was done with a stay, as the history tells it: 'Planlagt: Kari N. · Rom 3 · 9.–16. juli'. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop import words
from desktop.stays import day_words, place_history
from desktop.stays.plan_words import GOALS as GOAL_STATES
from desktop.stays.words import CANCEL_REASONS, WENT_TO, period
from desktop.words import _

Facts = Mapping[str, Any]
Tell = Callable[[Facts, Facts, "str | None"], str]
MARK = " · "


def _name(row: Facts) -> str:
    known = row.keys()
    return words.short_name(row) if "last_name" in known and row["last_name"] else ""


def _said(said: str, row: Facts, *parts: str) -> str:
    """'Planlagt: Kari N. · Rom 3'; without a name 'Planlagt · Rom 3'."""
    name = _name(row)
    return MARK.join(part for part in (f"{said}: {name}" if name else said, *parts) if part)


def _where(facts: Facts) -> str:
    return facts.get("place") or facts.get("site") or ""


def _when(facts: Facts, today: str | None) -> str:
    since, until = facts.get("from_on"), facts.get("to_on")
    if since and until:
        return words.short_day(since, today) if since == until else period(since, until, today)
    return _("fra {day}").format(day=words.short_day(since, today)) if since else ""


def _act(said: str) -> Tell:
    """The act, whose stay it was, and the reason where one was given."""
    return lambda facts, row, _today: _said(said, row, facts.get("reason") or "")


def _placed(said: str) -> Tell:
    """The same with place and days."""
    return lambda facts, row, today: _said(said, row, _where(facts), _when(facts, today), facts.get("reason") or "")


def _away(said: str) -> Tell:
    return lambda facts, row, today: _said(said, row, _when(facts, today))


def _moved(facts: Facts, row: Facts, today: str | None) -> str:
    since = _("fra {day}").format(day=words.short_day(facts["from_on"], today)) if facts.get("from_on") else ""
    return _said(_("Flyttet"), row, _where(facts), since)


def _ended(facts: Facts, row: Facts, today: str | None) -> str:
    before, now = facts.get("before"), facts.get("to_on")
    said = _("Forkortet") if before and now and now < before else _("Forlenget")
    return _said(said, row, _("til {day}").format(day=words.short_day(now, today)) if now else "")


def _swapped(facts: Facts, row: Facts, _today: str | None) -> str:
    places = [facts[key] for key in ("place", "other_place") if facts.get(key)]
    return _said(_("Byttet plass"), row, _(" og ").join(places))


def _discharged(facts: Facts, row: Facts, _today: str | None) -> str:
    went_to = WENT_TO.get(facts.get("went_to", ""), "")
    return _said(_("Utskrevet"), row, _("til {where}").format(where=went_to.lower()) if went_to else "")


def _cancelled(facts: Facts, row: Facts, _today: str | None) -> str:
    return _said(_("Opphold avlyst"), row, CANCEL_REASONS.get(facts.get("reason", ""), "").lower())


def _answered(facts: Facts, row: Facts, _today: str | None) -> str:
    return _said(_("Klage – omgjort") if facts.get("outcome") == "reversed" else _("Klage – opprettholdt"), row)


def _prioritised(facts: Facts, row: Facts, _today: str | None) -> str:
    said = _("Prioritet {before} til {now}").format(before=facts.get("before", "–"), now=facts.get("priority", "–"))
    return _said(said, row, facts.get("reason") or "")


def _assessed(facts: Facts, row: Facts, _today: str | None) -> str:
    several = facts.get("count", 1)
    return _("{n} søknader vurdert").format(n=several) if several > 1 else _said(_("Søknad vurdert"), row)


def _goal_closed(facts: Facts, row: Facts, _today: str | None) -> str:
    state = GOAL_STATES.get(facts.get("status", ""))
    return _said(_("Mål avsluttet"), row, state.word.lower() if state else "")


def _ordered(facts: Facts, row: Facts, _today: str | None) -> str:
    return _said(_("Hjelpemiddel bestilt til hjemreisen"), row, facts.get("name") or "")


VERBS: dict[str, Tell] = {
    **place_history.VERBS,
    "apply_for_stay": _act(_("Søknad om opphold")),
    "change_stay": _act(_("Opphold endret")),
    "assess_stays": _assessed,
    "grant_stay": _act(_("Opphold innvilget")),
    "refuse_stay": _act(_("Opphold avslått")),
    "appeal_refusal": _act(_("Klage på avslag")),
    "answer_appeal": _answered,
    "put_on_waiting_list": _act(_("Satt på venteliste")),
    "prioritise": _prioritised,
    "pause_wait": _away(_("Pause i ventetiden")),
    "end_pause": _act(_("Pausen i ventetiden er slutt")),
    "confirm_acute": _act(_("Vedtak i etterkant")),
    "cancel_stay": _cancelled,
    "set_coordinator": _act(_("Koordinator for opphold")),
    "plan_stay": _placed(_("Opphold planlagt")),
    "book_stay": _placed(_("Opphold planlagt")),
    "replan_stay": _placed(_("Opphold planlagt om")),
    "move_stay": _moved,
    "change_end": _ended,
    "swap_stays": _swapped,
    "park_stay": _act(_("Parkert")),
    "back_to_waiting": _act(_("Tilbake på ventelisten")),
    "check_in": _placed(_("Ankommet")),
    "admit_acute": _placed(_("Tatt inn som øyeblikkelig hjelp")),
    "take_leave": _away(_("Permisjon")),
    "end_leave": _act(_("Tilbake fra permisjon")),
    "discharge": _discharged,
    "reopen_stay": _placed(_("Utskriving rettet, inne igjen")),
    "tell_important": _act(_("Hva er viktig, skrevet")),
    "add_goal": _act(_("Nytt mål")),
    "change_goal": _act(_("Mål endret")),
    "close_goal": _goal_closed,
    "order_goals": _act(_("Målene har fått ny rekkefølge")),
    "add_intervention": _act(_("Nytt tiltak i planen")),
    "change_intervention": _act(_("Tiltak i planen endret")),
    "end_intervention": _act(_("Tiltak i planen avsluttet")),
    "add_evaluation": _act(_("Evaluert")),
    "change_evaluation": _act(_("Evaluering endret")),
    "strike_from_plan": _act(_("Strøket fra planen")),
    "add_scores": _act(_("Skårer registrert")),
    "add_score": _act(_("Skår registrert")),
    "change_score": _act(_("Skår endret")),
    "plan_discharge": _act(_("Sjekkliste før utskriving")),
    "add_check": _act(_("Nytt punkt på sjekklisten")),
    "tick_check": _act(_("Krysset av på sjekklisten")),
    "change_check": _act(_("Punkt på sjekklisten endret")),
    "plan_home_visit": _act(_("Hjemmebesøk")),
    "order_aids": _ordered,
    "enter_past_stay": _placed(_("Etterregistrert opphold")),
    **day_words.VERBS,
}
