"""What the plan for a stay is called and says, on screen and paper. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.stay_scores import COUNTS_FROM, Change
from desktop import words
from desktop.stays.words import period
from desktop.words import StateWord, _

Row = Mapping[str, Any]
NO_DIAGNOSES = _("Ikke diagnoser")
NOT_JOURNAL = _("Dette er et planverktøy, ikke journalen. Det som skal i journalen, føres i fagsystemet.")
GOALS = {
    "open": StateWord(_("Pågår"), "goal", "lent"),
    "reached": StateWord(_("Nådd"), "circle-check", "free"),
    "partly": StateWord(_("Delvis nådd"), "circle-dashed", "repair"),
    "not_reached": StateWord(_("Ikke nådd"), "circle-x", "overdue"),
    "dropped": StateWord(_("Tatt bort"), "ban", "scrapped"),
}
CHECKS = {
    "open": StateWord(_("Gjenstår"), "circle-dashed", "reserved"),
    "late": StateWord(_("Skulle vært gjort"), "triangle-alert", "overdue"),
    "ordered": StateWord(_("Bestilt"), "clipboard-list", "lent"),
    "done": StateWord(_("I orden"), "circle-check", "free"),
    "not_needed": StateWord(_("Trengs ikke"), "minus", "scrapped"),
}
CHECK_KINDS = {
    "home_visit": _("Hjemmebesøk"),
    "aids": _("Hjelpemidler hjemme"),
    "home_services": _("Hjemmetjenester"),
    "transport": _("Transport hjem"),
    "evaluation": _("Evaluering"),
    "other": _("Annet"),
}
INSTRUMENTS = {
    "copm_performance": _("COPM, utførelse"),
    "copm_satisfaction": _("COPM, tilfredshet"),
    "sppb": _("SPPB"),
    "psfs": _("PSFS"),
}
RANGES = {
    "copm_performance": _("1–10"), "copm_satisfaction": _("1–10"), "sppb": _("0–12, hele tall"), "psfs": _("0–10"),
}  # fmt: skip
MOMENTS = {"before": _("Før"), "after": _("Etter"), "later": _("Senere")}
STRUCK = {
    "goal": _("målet"),
    "intervention": _("tiltaket"),
    "evaluation": _("evalueringen"),
    "score": _("skåren"),
    "check": _("punktet"),
}


def heading(head: Row, today: str) -> str:
    """'Kari Nordmann (f. 1941) · Rom 3, Lunden · 12. nov.–3. des. · koordinator Eva Moen'."""
    born = _(" (f. {year})").format(year=head["born_on"][:4]) if head["born_on"] else ""
    where = ", ".join(part for part in (head["place"], head["site"]) if part)
    when = period(head["in_on"], head["out_on"], today) if head["in_on"] else ""
    return " · ".join(part for part in (f"{words.full_name(head)}{born}", where, when) if part)


def goal_under(goal: Row) -> str:
    """'Pågår · egen skår 3 → 6 · satt 16. nov.'"""
    closed = words.short_day(goal["closed_on"]) if goal["closed_on"] else ""
    said = (f"{GOALS[goal['status']].word} {closed}".strip(), own_score(goal), _("satt {day}").format(
        day=words.short_day(goal["set_on"])))  # fmt: skip
    return " · ".join(part for part in said if part)


def own_score(goal: Row) -> str:
    """'egen skår 3 av 10 før, 6 etter'."""
    before, after = goal["score_before"], goal["score_after"]
    if before is None and after is None:
        return _("egen skår mangler")
    if after is None:
        return _("egen skår {before} av 10").format(before=before)
    if before is None:
        return _("egen skår {after} av 10 etter").format(after=after)
    return _("egen skår {before} av 10 før, {after} etter").format(before=before, after=after)


def intervention_under(row: Row) -> str:
    """'3 ganger i uken · Fysioterapeut · fra 16. nov.'"""
    ended = _("avsluttet {day}").format(day=words.short_day(row["ended_on"])) if row["ended_on"] else ""
    since = _("fra {day}").format(day=words.short_day(row["from_on"])) if row["from_on"] and not ended else ""
    goal = _("mål: {goal}").format(goal=row["goal"]) if row["goal"] else ""
    return " · ".join(part for part in (row["dose"], row["who"], since, ended, goal) if part)


def score(value: float | None) -> str:
    """5.4 -> '5,4'; 6.0 -> '6'."""
    if value is None:
        return ""
    return words.number(int(value) if value == int(value) else value)


def signed(value: float) -> str:
    return f"+{score(value)}" if value > 0 else score(value)


def change(one: Change) -> str:
    """'COPM, utførelse: 3,2 før, 5,4 etter. Endring +2,2, som teller (2 eller mer).'"""
    name, difference = INSTRUMENTS[one.instrument], one.difference
    if difference is None:
        known = _("{n} før").format(n=score(one.before)) if one.before is not None else ""
        known = known or (_("{n} etter").format(n=score(one.after)) if one.after is not None else _("bare senere mål"))
        return _("{name}: {known}").format(name=name, known=known)
    told = _("{name}: {before} før, {after} etter. Endring {change}").format(
        name=name, before=score(one.before), after=score(one.after), change=signed(difference)
    )
    return told + verdict(one)


def verdict(one: Change) -> str:
    limit = score(COUNTS_FROM.get(one.instrument))
    return {
        "better": _(", til det bedre og stor nok til å telle ({limit} eller mer)").format(limit=limit),
        "worse": _(", til det verre og stor nok til å telle ({limit} eller mer)").format(limit=limit),
        "same": _(", for liten til å telle (under {limit})").format(limit=limit),
    }.get(one.counts, "")


def check_title(row: Row) -> str:
    """'Transport hjem', 'Hjelpemidler hjemme: Rullator'."""
    if row["kind"] == "other":
        return row["text"]
    name = CHECK_KINDS[row["kind"]]
    return f"{name}: {row['text']}" if row["text"] else name


def check_under(row: Row, today: str) -> str:
    """'Gjenstår · 1. des. · om 9 dager'; of what was ordered how it stands in the depot."""
    status = CHECKS[row["status"]].word
    if row["status"] == "done":
        return f"{status} {words.short_day(row['done_on'])}".strip()
    if row["status"] == "not_needed":
        return status
    if row["status"] == "ordered":
        packed = _("{number} er klargjort").format(number=row["number"]) if row["item_id"] else _("venter i lageret")
        return f"{status} · {packed} · {_('til')} {words.short_day(row['wanted_on'])}"
    return f"{status} · {words.deadline(row['due_on'], today)}" if row["due_on"] else status


def coordinator_under(row: Row) -> str:
    since = _("fra {day}").format(day=words.short_day(row["from_on"]))
    return " · ".join(part for part in (since, row["note"]) if part)
