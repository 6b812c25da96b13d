"""The sentence for everything the register turns down: what happened, what it means, what to do. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from db import errors
from db.errors import FileTrouble, Rejected, Why
from desktop import queue_words, words
from desktop.fault_words import FIELDS, VERBS
from desktop.plans import faults as plans
from desktop.stays import faults as stays
from desktop.words import _, ngettext

_STATE_SAYS = {
    "new": _("Er ny og ikke klargjort ennå"),
    "available": _("Står ledig på lager"),
    "packed": _("Er klargjort til en annen"),
    "lent": _("Er lånt ut"),
    "cleaning": _("Står til rengjøring"),
    "control": _("Venter på kontroll"),
    "repair": _("Står til reparasjon. Kan ikke lånes ut før den er meldt ferdig"),
    "blocked": _("Er sperret. Kan ikke lånes ut før den er frigitt"),
    "missing": _("Er meldt savnet. Meld den funnet først"),
    "retired": _("Er kassert"),
}
Facts = Mapping[str, Any]


class Told(Exception):
    """A book, a paper or a file out that cannot be had; its text is the sentence for people."""


def sentence(error: BaseException) -> str:
    """What to tell people about a Rejected or a FileTrouble."""
    if isinstance(error, Rejected):
        return _REJECTED[error.why](error.facts | {"field_": error.field})
    if isinstance(error, FileTrouble):
        return _TROUBLE[type(error)](error)
    raise TypeError(type(error).__name__) from error


def verb(name: str) -> str:
    """What an operation is called."""
    return VERBS.get(name, name)


def _named(facts: Facts, text: str) -> str:
    """The sentence with the copy's number in front, where it is known."""
    return f"{facts['number']}: {text}" if facts.get("number") else text


def _holder(facts: Facts) -> str:
    if facts.get("unit"):
        return facts["unit"]
    return words.short_name(facts) if facts.get("last_name") else ""


def _lent_already(facts: Facts) -> str:
    holder = _holder(facts)
    said = _("Er allerede lånt ut til {holder}").format(holder=holder) if holder else _("Er allerede lånt ut")
    return _named(facts, _("{said}. Ta imot retur først?").format(said=said.rstrip(".")))


def _missing_value(facts: Facts) -> str:
    field = FIELDS.get(facts.get("field_") or "", "")
    return _("Fyll inn {field}").format(field=field) if field else _("Noe mangler. Fyll inn feltet")


def _no_such(facts: Facts) -> str:
    if facts.get("code"):
        return _("Fant ikke «{code}». Sjekk etiketten, eller registrer nytt utstyr").format(code=facts["code"][:40])
    if facts.get("kind") == "agreement":
        return _("Det finnes ingen avtale med nummer {ref}").format(ref=facts["ref"])
    return _("Fant den ikke lenger. Noen kan ha angret registreringen. Last listen på nytt")


def _taken(facts: Facts) -> str:
    number = facts.get("number")
    return (
        _("Nummeret {number} er i bruk. Velg et annet").format(number=number)
        if number
        else _("Nummeret er i bruk. Velg et annet")
    )


def _code_taken(facts: Facts) -> str:
    number = facts.get("number")
    return (
        _("Strekkoden hører til {number}. Ta den bort der først").format(number=number)
        if number
        else _("Strekkoden er i bruk på et annet eksemplar")
    )


def _overtaken(facts: Facts) -> str:
    """Both values of what differs, so that nobody overwrites unseen."""
    theirs, yours = facts.get("theirs", {}), facts.get("yours", {})
    differs = [
        _("«{theirs}» i registeret, «{yours}» hos deg").format(theirs=_said(key, theirs), yours=_said(key, yours))
        for key in yours
        if key in theirs and theirs[key] != yours[key] and not key.endswith("_key")
    ]
    told = _("Noen andre har endret dette mens du skrev. Se over og lagre igjen")
    return f"{told}: {'; '.join(differs[:4])}" if differs else told


def _said(key: str, values: Facts) -> Any:
    """A value as people write it."""
    if key.endswith("_on") and len(values[key] or "") == 10:
        return words.number_day(values[key])
    if key.endswith("_ore") and values[key]:
        return words.money(values[key])
    state = words.SERVICE_STATES.get(f"case_{values[key]}") if key == "state" else None
    return state.word.lower() if state else values[key] or "–"


def _later_depends(facts: Facts) -> str:
    later = facts.get("later") or []
    if not later:
        return _("Kan ikke angres, for noe som er registrert senere bygger på det. Angre det først")
    first = later[0]
    what, when = verb(first["verb"]), words.short_day(first["on_day"])
    more = len(later) - 1
    told = _("Kan ikke angres, for {what} {when} ({staff}) bygger på det").format(
        what=what, when=when, staff=first["staff"]
    )
    if more:
        told += ngettext(" og {n} til", " og {n} til", more).format(n=more)
    return _("{told}. Angre det siste først").format(told=told)


def _due_before_out(facts: Facts) -> str:
    return _("Fristen må være {day} eller senere").format(day=words.day(facts.get("out_on")))


def _too_few(facts: Facts) -> str:
    if "stock" not in facts:
        return _("Det er ikke så mange på lager")
    return _("Det er bare {n} på lager av {name}").format(n=facts["stock"], name=facts["name"])


_REJECTED: dict[Why, Callable[[Facts], str]] = (
    {
        Why.MISSING_VALUE: _missing_value,
        Why.NOT_A_DAY: lambda f: _("Datoen finnes ikke. Skriv den som 3.7.2026"),
        Why.DAY_IN_FUTURE: lambda f: _("{day} er ikke kommet ennå. Velg i dag eller tidligere").format(
            day=words.day(f.get("day"))
        ),
        Why.TOO_LONG: lambda f: _("Teksten er for lang. Det er plass til {n} tegn").format(n=f.get("longest")),
        Why.NO_BORROWER: lambda f: _("Velg hvem som skal låne"),
        Why.NOTHING_TO_LEND: lambda f: _("Skann utstyret som skal lånes ut"),
        Why.DUE_BEFORE_OUT: _due_before_out,
        Why.BACK_BEFORE_OUT: lambda f: _("Returen kan ikke være før utlånet {day}").format(
            day=words.day(f.get("out_on"))
        ),
        Why.LENT_ALREADY: _lent_already,
        Why.LENT_THEN: lambda f: _named(
            f, _("Var utlånt til andre fram til {day}. Velg en senere dato").format(day=words.day(f.get("until")))
        ),
        Why.NOT_LENDABLE: lambda f: _named(f, _STATE_SAYS.get(f.get("state", ""), _("Kan ikke lånes ut nå"))),
        Why.NOT_LENT: lambda f: _("Er ikke utlånt. Den kan være levert inn allerede"),
        Why.TASK_FINISHED: lambda f: _("Oppgaven er avsluttet allerede. Last listen på nytt"),
        Why.PERSON_IS_DEAD: lambda f: _("Personen er registrert som død {day}").format(day=words.day(f.get("died_on"))),
        Why.TOO_FEW_IN_STOCK: _too_few,
        Why.MORE_THAN_LENT: lambda f: _("Bare {n} er utlånt").format(n=f.get("left")),
        Why.NAME_TAKEN: lambda f: _("Navnet er i bruk. Velg et annet"),
        Why.NUMBER_TAKEN: _taken,
        Why.CODE_TAKEN: _code_taken,
        Why.HMS_NR_TAKEN: lambda f: _("HMS-nummeret finnes på et annet produkt. Velg det produktet i stedet"),
        Why.HMS_NR_FORM: lambda f: _("Et HMS-nummer har seks sifre"),
        Why.NATIONAL_ID: lambda f: _("Dette ser ut som et fødselsnummer. Det skal ikke lagres her. Ta det bort"),
        Why.NO_SUCH: _no_such,
        Why.REASON_NEEDED: lambda f: _("Velg en grunn"),
        Why.STATE_FORBIDS: lambda f: _named(f, _STATE_SAYS.get(f.get("state", ""), _("Det går ikke nå"))),
        Why.SAME_ITEM_TWICE: lambda f: _("Denne ligger allerede i listen"),
        Why.SAME_DUE_DAY: lambda f: _("Fristen er den samme som før. Velg en annen dato"),
        Why.SAME_PERSON: lambda f: _("Det er samme person. Velg to forskjellige kort"),
        Why.OVERTAKEN: _overtaken,
        Why.NOTHING_TO_UNDO: lambda f: _("Det er ikke noe å angre"),
        Why.LATER_DEPENDS: _later_depends,
        Why.RESERVED: queue_words.reserved,
        Why.PACKED_FOR_ANOTHER: queue_words.packed_for,
        Why.REQUEST_CLOSED: lambda f: _("Behovet er dekket eller avlyst allerede. Last listen på nytt"),
        Why.PACKED_ALREADY: lambda f: _("Et eksemplar er klargjort til dette behovet allerede. Legg det tilbake først"),
        Why.PASSED_OVER: queue_words.passed_over,
        Why.NOT_OLDEST: queue_words.not_oldest,
        Why.NOT_THEIR_REQUEST: lambda f: _(
            "Behovet gjelder en annen låner eller et annet produkt. Velg et annet behov"
        ),
        Why.ONE_COPY_EACH: lambda f: _("Ett behov gjelder ett eksemplar. Meld ett behov til for hvert"),
        Why.CHECK_OVERDUE: lambda f: _named(
            f, _("Skulle vært kontrollert. Meld den kontrollert, eller skriv hvorfor den likevel skal ut")
        ),
        Why.CASE_OPEN: lambda f: _named(f, _("Har en reparasjon som er åpen. Åpne den i listen")),
        Why.CASE_CLOSED: lambda f: _("Saken er avsluttet allerede. Se over listen på nytt"),
        Why.CLOSED_BEFORE_OPENED: lambda f: _("Saken ble åpnet {day}. Velg den dagen eller en senere").format(
            day=words.day(f.get("opened_on"))
        ),
        Why.NOT_QUARANTINED: lambda f: _("Rød lapp er for det som er sperret for smitte. Sperr det først"),
        Why.QUARANTINED: lambda f: _named(f, _("Er sperret for smitte. Frigi den med navn først")),
        Why.RECALLED: lambda f: _named(f, _("Er tilbakekalt. Meld tilbakekallingen behandlet først")),
        Why.TRIP_FINISHED: lambda f: _("Turen er avsluttet. Velg en annen dag"),
        Why.ON_A_TRIP_ALREADY: lambda f: _("Står allerede på en kjøreliste. Ta den av der først"),
        Why.REMINDERS_STOPPED: lambda f: _(
            "Det skal ikke sendes påminnelse. Låneren er død, flyttet eller har levert alt"
        ),
        Why.NEXT_BEFORE_CONTACT: lambda f: _("Neste dag må være {day} eller senere").format(
            day=words.day(f.get("on_day"))
        ),
        Why.NOT_FOR_NAV: lambda f: _("Sak om varig behov gjelder kommunens eget utstyr som en person har lånt"),
        Why.NOT_NAVS: lambda f: _("Ingen av disse eies av NAV. Sett eier på eksemplaret hvis det er feil"),
        Why.NAV_CASE_OPEN: lambda f: _("Det er en åpen sak om varig behov for dette lånet. Gå videre med den"),
        Why.NAV_CASE_CLOSED: lambda f: _("Saken ble avsluttet {day}. Last listen på nytt").format(
            day=words.day(f.get("closed_on"))
        ),
        Why.ANSWER_BEFORE_SENT: lambda f: _("Svaret kan ikke være før søknaden ble sendt {day}").format(
            day=words.day(f.get("sent_on"))
        ),
        Why.LAPSE_OPEN: lambda f: _(
            "Et dødsfall eller en flytting er under oppfølging for personen. Avslutt den først"
        ),
        Why.LAPSE_CLOSED: lambda f: _("Oppfølgingen ble avsluttet {day}. Last listen på nytt").format(
            day=words.day(f.get("closed_on"))
        ),
        Why.DEAD_ALREADY: lambda f: _("Dødsfallet er meldt fra før, {day}. Er det feil, opphev det først").format(
            day=words.day(f.get("died_on"))
        ),
        Why.NOT_DEAD: lambda f: _("Personen er ikke registrert som død. Noen kan ha opphevet det allerede"),
        Why.MOVED_ALREADY: lambda f: _("Flyttingen er meldt fra før, {day}").format(day=words.day(f.get("moved_on"))),
        Why.CHANGED_SINCE_SEEN: lambda f: _(
            "Noe er endret siden du åpnet skjemaet. Det som står her nå, er lest på nytt. Se over og bekreft igjen"
        ),
        Why.STOP_WITHOUT_RESULT: lambda f: _("Si hvordan det gikk på hvert stopp"),
        Why.NO_TRIP: lambda f: _("Det er ingen stopp {day}").format(day=words.day(f.get("day"))),
        Why.STOP_IS_OVER: lambda f: _("Stoppet er kjørt eller avlyst. Last listen på nytt"),
        Why.COUNT_CLOSED: lambda f: _("Tellingen er avsluttet. Start en ny for å telle mer"),
        Why.RECALL_HANDLED: lambda f: _("Er behandlet allerede. Last listen på nytt"),
        Why.NOTHING_RECALLED: lambda f: _("Ingen eksemplarer i bruk har et slikt serienummer. Sjekk serienumrene"),
    }
    | stays.SENTENCES
    | plans.SENTENCES
)


def _where(error: FileTrouble) -> str:
    return f"«{error.path.name}»" if error.path else _("Filen")


def _elsewhere(error: FileTrouble) -> str:
    if error.facts.get("place") == "share":
        return _(
            "{file} ligger på et nettverksområde. Der kan registeret bli ødelagt når to skriver samtidig. "
            "Legg det på denne PC-en, og bruk «Del til lesing» så de andre kan se lageret"
        ).format(file=_where(error))
    return _(
        "{file} ligger i en mappe som synkroniseres med skyen. Der kan registeret bli ødelagt. "
        "Legg det i en vanlig mappe på PC-en. Sikkerhetskopiene kan ligge i skymappen"
    ).format(file=_where(error))


def _disk_fails(error: FileTrouble) -> str:
    if error.facts.get("unknown"):
        return _("Disken svarte med feil midt i lagringen. Sjekk i historikken om det ble lagret før du gjør det igjen")
    return _("Disken svarte med feil. Ingenting er lagret. Prøv igjen, og ta en sikkerhetskopi")


_TROUBLE: dict[type[FileTrouble], Callable[[FileTrouble], str]] = {
    errors.FileIsMissing: lambda e: _("Fant ikke {file}. Sjekk om filen er flyttet").format(file=_where(e)),
    errors.FileIsForeign: lambda e: _("{file} er ikke et Hverdag-register. Ingenting er endret").format(file=_where(e)),
    errors.FileIsNewer: lambda e: _(
        "{file} er laget med en nyere versjon av Hverdag. Hent den nye versjonen. Ingenting er endret"
    ).format(file=_where(e)),
    errors.FileIsDamaged: lambda e: _(
        "{file} er skadet. Ikke skriv mer i den. Gjenopprett siste sikkerhetskopi fra Fil-menyen"
    ).format(file=_where(e)),
    errors.FileIsBusy: lambda e: _(
        "Et annet vindu bruker registeret akkurat nå. Ingenting er lagret. Prøv igjen om litt"
    ),
    errors.FileIsReadOnly: lambda e: _(
        "{file} er skrivebeskyttet. Du kan se, men ikke endre. Sjekk at du har lov til å skrive i mappen"
    ).format(file=_where(e)),
    errors.FileIsElsewhere: _elsewhere,
    errors.FileWasReplaced: lambda e: _(
        "{file} er byttet ut med en annen fil mens du arbeidet. Ingenting mer skrives. Lukk og åpne på nytt"
    ).format(file=_where(e)),
    errors.FileExists: lambda e: _("{file} finnes allerede. Åpne den, eller velg et annet navn").format(file=_where(e)),
    errors.DiskIsFull: lambda e: _("Disken er full. Ingenting er lagret. Frigjør plass og prøv igjen"),
    errors.DiskFails: _disk_fails,
}
