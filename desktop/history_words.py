"""What an operation in the history was, told in a sentence. No Qt.

Names of people are read from the row, where db.overview.events puts those of the cards as they are now; nothing
else of `data` than numbers, days, codes and words of our own is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from desktop import faults, words
from desktop.follow_up import contact_words, lapse_events
from desktop.plans import history as plan_history
from desktop.service import events
from desktop.stays import history as stay_history
from desktop.words import _, ngettext

MARK = " · "
_ACTS = {
    "cleaned": _("Rengjort"),
    "repaired": _("Reparert"),
    "to_cleaning": _("Satt til rengjøring"),
    "to_repair": _("Satt til reparasjon"),
    "missing": _("Meldt savnet"),
    "found": _("Funnet igjen"),
    "released": _("Frigitt"),
    "retired": _("Kassert"),
}
_AFTER_RETURN = {
    "clean": _("ren og hel"),
    "dirty": _("til rengjøring"),
    "damaged": _("skadet, til reparasjon"),
    "infectious": _("smittefare, sperret"),
    "incomplete": _("ufullstendig, til rengjøring"),
}
_STOCK = {"in": _("inn"), "scrapped": _("kassert"), "lost": _("tapt"), "adjusted": _("talt opp")}
Facts = Mapping[str, Any]


def facts_of(row: Facts) -> dict[str, Any]:
    """What the operation noted, from the row's JSON text or already read."""
    data = row["data"]
    return data if isinstance(data, dict) else json.loads(data or "{}")


def sentence(row: Facts, today: str | None = None) -> str:
    """'Lånt ut til Kari N. Frist 31. juli' from a row of db.history (verb, data, on_day, staff).

    The borrower's name is told where the row has first_name, last_name or unit_name.
    """
    facts = facts_of(row)
    tell = _VERBS.get(row["verb"])
    said = tell(facts, row, today) if tell else faults.verb(row["verb"])
    return said[:1].upper() + said[1:]


def concerns(row: Facts) -> str:
    """What the operation was about: the numbers of the copies, 'H-0012, H-0013 og 4 til'."""
    numbers = [str(number) for number in facts_of(row).get("numbers", []) if number]
    if len(numbers) <= 4:
        return ", ".join(numbers)
    return _("{first} og {n} til").format(first=", ".join(numbers[:3]), n=len(numbers) - 3)


def _name(row: Facts) -> str:
    known = row.keys()
    if "last_name" in known and row["last_name"]:
        return words.short_name(row)
    return (row["unit_name"] or "") if "unit_name" in known else ""


def _lend(facts: Facts, row: Facts, today: str | None) -> str:
    name = _name(row)
    said = _("Lånt ut til {name}").format(name=name.rstrip(".")) if name else _("Lånt ut")
    due = facts.get("due_on")
    told = _("Frist {day}").format(day=words.short_day(due, today)) if due else _("Uten frist")
    return f"{said}. {told}"


def _take_back(facts: Facts, _row: Facts, _today: str | None) -> str:
    after = [_AFTER_RETURN[one] for one in dict.fromkeys(facts.get("conditions", [])) if one in _AFTER_RETURN]
    return MARK.join([_("Tatt imot retur"), *after])


def _extend(facts: Facts, _row: Facts, today: str | None) -> str:
    due = facts.get("due_on")
    said = _("Forlenget til {day}").format(day=words.short_day(due, today)) if due else _("Satt uten frist")
    return _reasoned(said, facts)


def _act(facts: Facts, _row: Facts, _today: str | None) -> str:
    said = _ACTS.get(facts.get("act", ""), _("Endret tilstand"))
    reason = words.RETIRED_REASONS.get(facts.get("reason", ""), "")
    said = f"{said}: {reason[:1].lower() + reason[1:] if reason != 'NAV' else reason}" if reason else said
    return MARK.join(part for part in (said, facts.get("note", "")) if part)


def _swap(facts: Facts, _row: Facts, _today: str | None) -> str:
    numbers = facts.get("numbers", [])
    return _("Byttet {old} mot {new}").format(old=numbers[0], new=numbers[1]) if numbers[1:] else _("Byttet")


def _move_stock(facts: Facts, _row: Facts, _today: str | None) -> str:
    how = _STOCK.get(facts.get("kind", ""), "")
    return _("Beholdning: {n} {how}").format(n=words.number(facts.get("quantity", 0)), how=how).rstrip()


def _counted(facts: Facts, _row: Facts, _today: str | None) -> str:
    counted, stood = words.number(facts.get("counted", 0)), words.number(facts.get("stood", 0))
    return _("Telt opp: {counted}, sto som {stood}").format(counted=counted, stood=stood)


def _finished(facts: Facts, _row: Facts, _today: str | None) -> str:
    given_up = facts.get("outcome") == "given_up"
    many = _("{n} oppgaver oppgitt") if given_up else _("{n} oppgaver ferdige")
    count = facts.get("count", 1)
    return many.format(n=count) if count > 1 else _("Oppgave oppgitt") if given_up else _("Oppgave ferdig")


def _add_items(facts: Facts, _row: Facts, _today: str | None) -> str:
    n = len(facts.get("numbers", []))
    return ngettext("Registrert", "{n} eksemplarer registrert", n).format(n=n)


def _plan_stops(facts: Facts, _row: Facts, today: str | None) -> str:
    said = ngettext("{n} stopp lagt på kjørelisten", "{n} stopp lagt på kjørelisten", facts.get("count", 1))
    day = f" {words.short_day(facts['day'], today)}" if facts.get("day") else ""
    return said.format(n=facts.get("count", 1)) + day


def _fail_stop(facts: Facts, _row: Facts, _today: str | None) -> str:
    cause = words.STOP_FAILURES.get(facts.get("cause", ""), "")
    told = _("{n}. forsøk på stopp").format(n=facts.get("count", 1))
    return f"{told}: {cause.lower()}" if cause else told


def _finish_trip(facts: Facts, _row: Facts, _today: str | None) -> str:
    told = _("Kjørelisten er avsluttet: {done} utført").format(done=facts.get("done", 0))
    return told + (_(", {n} forgjeves").format(n=facts["failed"]) if facts.get("failed") else "")


def _request(said: str) -> Callable[[Facts, Facts, str | None], str]:
    """What was done to a request: 'Behov meldt: Rullator til Kari N.'"""

    def tell(facts: Facts, row: Facts, _today: str | None) -> str:
        whom = _name(row)
        what = _("{what} til {name}").format(what=facts["name"], name=whom) if facts.get("name") and whom else ""
        told = ": ".join(part for part in (said, what or facts.get("name") or "") if part)
        return MARK.join(part for part in (told, facts.get("reason") or "") if part)

    return tell


def act_of(facts: Facts) -> str:
    """What was taken back or done again, inside a sentence: 'utlån', 'rengjort'."""
    return _ACTS[facts["act"]].lower() if facts.get("act") in _ACTS else faults.verb(facts.get("verb", ""))


def _reversal(word: str) -> Callable[[Facts, Facts, str | None], str]:
    def tell(facts: Facts, _row: Facts, _today: str | None) -> str:
        what = act_of(facts)
        return f"{word}: {what}" if what else word

    return tell


def _reasoned(said: str, facts: Facts) -> str:
    return f"{said}: {facts['reason']}" if facts.get("reason") else said


def _count_named(said: str) -> Callable[[Facts, Facts, str | None], str]:
    """The name of the count with what was done in it."""
    return lambda facts, _row, _today: f"{said}: {facts['name']}" if facts.get("name") else said


def _recalled(facts: Facts, _row: Facts, _today: str | None) -> str:
    said = _("Tilbakekalt")
    return f"{said}: {facts['title']}" if facts.get("title") else said


def _recall_handled(facts: Facts, _row: Facts, _today: str | None) -> str:
    said = _("Tilbakekalling behandlet")
    outcome = words.RECALL_OUTCOMES.get(facts.get("outcome", ""))
    return MARK.join(part for part in (said, outcome.word.lower() if outcome else "") if part)


def _contact(facts: Facts, _row: Facts, today: str | None) -> str:
    said = contact_words.act(facts.get("kind", ""), facts.get("outcome", ""))
    again = _("neste {day}").format(day=words.short_day(facts["next_on"], today)) if facts.get("next_on") else ""
    return MARK.join(part for part in (said, again) if part)


def _always(text: str) -> Callable[[Facts, Facts, str | None], str]:
    return lambda _facts, _row, _today: text


_VERBS: dict[str, Callable[[Facts, Facts, str | None], str]] = {
    "lend": _lend,
    "take_back": _take_back,
    "extend": _extend,
    "swap": _swap,
    "lose": _always(_("Meldt tapt hos låner")),
    "act": _act,
    "move_stock": _move_stock,
    "count_stock": _counted,
    "finish_tasks": _finished,
    "request_package": _request(_("Behov for pakke meldt")),
    "add_items": _add_items,
    "change_item": _always(_("Opplysninger endret")),
    "add_contact": _contact,
    "remind": _contact,
    "mark_signed": _always(_("Avtalen er signert")),
    **events.VERBS,
    **lapse_events.VERBS,
    **stay_history.VERBS,
    **plan_history.VERBS,
    "start_count": _count_named(_("Telling startet")),
    "scan": _count_named(_("Sett i telling")),
    "take_out": _always(_("Tatt ut av telling")),
    "close_count": _count_named(_("Telling avsluttet")),
    "mark_missing": _always(_("Meldt savnet etter telling")),
    "mark_found": _always(_("Funnet igjen i telling")),
    "move_to_seen": _always(_("Flyttet dit den sto i telling")),
    "open_recall": _recalled,
    "handle_recalled": _recall_handled,
    "note_recalled": _always(_("Merknad til tilbakekalling")),
    "change_recall": _always(_("Tilbakekalling endret")),
    "add_stop": _always(_("Nytt stopp på kjørelisten")),
    "change_stop": _always(_("Stopp på kjørelisten endret")),
    "stops_for": _always(_("Nye stopp på kjørelisten")),
    "plan_stops": _plan_stops,
    "order_stops": _always(_("Ny rekkefølge på kjørelisten")),
    "to_pool": _always(_("Stopp tatt av kjørelisten")),
    "cancel_stops": _always(_("Stopp avlyst")),
    "fail_stop": _fail_stop,
    "change_trip": _always(_("Kjørelisten endret")),
    "finish_trip": _finish_trip,
    "add_request": _request(_("Behov meldt")),
    "change_request": _request(_("Behov endret")),
    "cancel_requests": _request(_("Behov avlyst")),
    "pack": _request(_("Klargjort")),
    "unpack": _request(_("Lagt tilbake på lager")),
    "undo": _reversal(_("Angret")),
    "redo": _reversal(_("Gjort om igjen")),
}
