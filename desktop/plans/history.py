"""What was done with plans and measures, as the history tells it: 'Ny status: tiltak 33 – i gang'. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop import words
from desktop.plans import words as plan_words
from desktop.words import _, ngettext

Facts = Mapping[str, Any]
Tell = Callable[[Facts, Facts, "str | None"], str]


def _measure(said: str) -> Tell:
    """The act and the number of the measure."""

    def tell(facts: Facts, _row: Facts, _today: str | None) -> str:
        return f"{said}: {_which(facts)}"

    return tell


def _which(facts: Facts) -> str:
    if facts.get("count", 1) > 1:
        return ngettext("{n} tiltak", "{n} tiltak", facts["count"]).format(n=words.number(facts["count"]))
    return _("tiltak {number}").format(number=facts["number"]) if facts.get("number") else _("et tiltak")


def _named(said: str) -> Tell:
    """The act and the name that it noted."""
    return lambda facts, _row, _today: f"{said}: {facts['name']}" if facts.get("name") else said


def _report(said: str) -> Tell:
    """The act and the period of the report."""
    return lambda facts, _row, _today: f"{said}: {plan_words.period(facts['period'])}" if facts.get("period") else said


def _status(facts: Facts, _row: Facts, _today: str | None) -> str:
    state = plan_words.STATUSES.get(facts.get("status", ""))
    said = _("Ny status: {what}").format(what=_which(facts))
    return f"{said} – {state.word.lower()}" if state else said


def _light(facts: Facts, _row: Facts, _today: str | None) -> str:
    state = plan_words.LIGHTS[facts.get("light") or "none"]
    return _("Lys: {what} – {light}").format(what=_which(facts), light=state.word.lower())


def _level(facts: Facts, _row: Facts, _today: str | None) -> str:
    state = plan_words.LEVELS[facts.get("colour") or "none"]
    return _("Trinn vurdert: {name} – {colour}").format(name=facts.get("name", ""), colour=state.word.lower())


def _year(facts: Facts, _row: Facts, _today: str | None) -> str:
    return _("Gjort i {year}: {what}").format(year=facts.get("year", ""), what=_which(facts))


VERBS: dict[str, Tell] = {
    "add_plan": _named(_("Ny plan")),
    "change_plan": _named(_("Plan endret")),
    "adopt_plan": _named(_("Plan vedtatt")),
    "lay_out_plan": _named(_("Plan lagt inn")),
    "rename_focus_area": _named(_("Satsingsområde endret")),
    "rename_plan_goal": _named(_("Mål endret")),
    "roll_over": _named(_("Plan rullert")),
    "add_measure": _measure(_("Nytt tiltak")),
    "change_measure": _measure(_("Tiltak endret")),
    "set_status": _status,
    "set_light": _light,
    "tick_year": _year,
    "set_subtasks": _measure(_("Deltiltak endret")),
    "set_responsible": _measure(_("Ny ansvarlig")),
    "link_levels": _measure(_("Knyttet til trinn")),
    "set_measures_of_level": _named(_("Tiltak knyttet til trinn")),
    "add_role": _named(_("Ny rolle")),
    "rename_role": _named(_("Rolle endret")),
    "hand_role_over": _named(_("Rolle overlevert")),
    "add_pyramid": _named(_("Ny pyramide")),
    "change_levels": _named(_("Trinn endret")),
    "assess_level": _level,
    "open_report": _report(_("Ny rapport")),
    "report_measure": _measure(_("Rapportert")),
    "finish_reporting": _named(_("Ferdig med rapporten")),
    "send_to_review": _report(_("Rapport til kontroll")),
    "change_report": _report(_("Rapport endret")),
    "lock_report": _report(_("Rapport låst")),
    "reopen_report": _report(_("Rapport åpnet igjen")),
}
