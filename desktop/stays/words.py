"""What stays and their places are called, on screen, paper and sheet. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop import words
from desktop.words import StateWord, _, ngettext

PURPOSES = {
    "rehabilitation": _("Rehabilitering"),
    "respite": _("Avlastning"),
    "assessment": _("Utredning"),
    "acute": _("Øyeblikkelig hjelp"),
}
LETTERS = {"rehabilitation": "R", "respite": "A", "assessment": "U", "acute": "Ø"}
STATES = {
    "applied": StateWord(_("Søkt"), "file-plus", "reserved"),
    "assessed": StateWord(_("Vurdert"), "clipboard-list", "reserved"),
    "granted": StateWord(_("Innvilget"), "check", "reserved"),
    "waiting": StateWord(_("Venteliste"), "hourglass", "repair"),
    "planned": StateWord(_("Planlagt"), "circle-check", "lent"),
    "in": StateWord(_("Inne"), "bed", "free"),
    "overstay": StateWord(_("Over tiden"), "triangle-alert", "overdue"),
    "discharged": StateWord(_("Utskrevet"), "log-out", "scrapped"),
    "refused": StateWord(_("Avslått"), "circle-x", "missing"),
    "cancelled": StateWord(_("Avlyst"), "ban", "missing"),
}  # "overstay" is counted from today: in, and the day to leave has passed
PLACE_STATES = {
    "place_free": StateWord(_("Tom"), "circle-check", "free"),
    "place_taken": StateWord(_("Opptatt"), "bed", "lent"),
    "place_leaving": StateWord(_("Reiser i dag"), "log-out", "repair"),
    "place_over": StateWord(_("Over tiden"), "triangle-alert", "overdue"),
    "place_awaited": StateWord(_("Venter på ankomst"), "hourglass", "reserved"),
    "place_closed": StateWord(_("Stengt"), "lock", "missing"),
    "place_day": StateWord(_("I bruk"), "circle-check", "lent"),
    "place_later": StateWord(_("Tas i bruk senere"), "calendar", "reserved"),
    "place_ended": StateWord(_("Ikke i bruk"), "ban", "scrapped"),
}
QUOTA_STATES = {
    "quota_fine": StateWord(_("I rute"), "circle-check", "free"),
    "quota_nearly": StateWord(_("Snart brukt opp"), "hourglass", "repair"),
    "quota_used_up": StateWord(_("Brukt opp"), "triangle-alert", "overdue"),
    "quota_overbooked": StateWord(_("Overbooket"), "calendar-x", "overdue"),
    "quota_unused": StateWord(_("Lite brukt"), "trending-down", "repair"),
    "quota_ended": StateWord(_("Året er over"), "archive", "scrapped"),
    "quota_coming": StateWord(_("Kommer"), "calendar", "reserved"),
}
words.STATES.update(PLACE_STATES | QUOTA_STATES)
words.STATES.update({f"stay_{code}": state for code, state in STATES.items()})
FORMS = {"night": _("Døgn"), "day": _("Dag")}
SITE_KINDS = {"ward": _("Egen avdeling"), "day_centre": _("Dagsenter"), "external": _("Ekstern leverandør")}
PLACE_KINDS = {"night": _("Døgnplass"), "day": _("Dagplass"), "extra": _("Ekstraplass")}
PRIORITIES = {1: _("1 – haster"), 2: _("2 – vanlig"), 3: _("3 – kan vente")}
SERVICE_TYPES = {
    "18": _("18 Utredning/behandling"),
    "19": _("19 Re-/habilitering"),
    "20": _("20 Annet"),
    "8": _("8 Avlastning"),
}
CAME_FROM = {"home": _("Hjemmet"), "hospital": _("Sykehus"), "long_term": _("Langtidsplass"), "other": _("Annet")}
WENT_TO = CAME_FROM | {"dead": _("Død")}
TRANSPORTS = {
    "none": _("Ingen, kommer selv"),
    "car": _("Kommunens bil"),
    "taxi": _("Drosje"),
    "family": _("Pårørende kjører"),
}
LEAVES = {"home": _("Hjemme"), "hospital": _("På sykehus"), "other": _("Annet")}
APPEAL_OUTCOMES = {"upheld": _("Avslaget står"), "reversed": _("Omgjort, innvilget")}
CANCEL_REASONS = {
    "user": _("Personen ønsket det"),
    "hospital": _("Sykehuset endret planen"),
    "us": _("Vi måtte avlyse"),
    "dead": _("Død"),
    "no_need": _("Behovet er borte"),
}
GOAL_RESULTS = {
    "reached": _("Nådd"),
    "partly": _("Delvis nådd"),
    "not_reached": _("Ikke nådd"),
    "not_assessed": _("Ikke vurdert"),
}


def period(from_on: str, to_on: str, today: str | None = None) -> str:
    """'2026-07-09', '2026-07-16' -> '9.–16. juli'; over a turn of the month '28. juli–3. aug.'."""
    first, last = words.short_day(from_on, today), words.short_day(to_on, today)
    same = from_on[:7] == to_on[:7]
    return f"{int(from_on[8:10])}.–{last}" if same else f"{first}–{last}"


def fewer(closure: Mapping[str, Any]) -> str:
    """'2 plasser færre: redusert bemanning', of a closure of a number of places."""
    said = ngettext("{n} plass færre: {why}", "{n} plasser færre: {why}", closure["places"])
    return said.format(n=words.number(closure["places"]), why=closure["reason"])
