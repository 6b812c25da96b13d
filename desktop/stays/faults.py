"""What the register says of stays: fields, verbs, and the sentence of every rule. No Qt."""

from __future__ import annotations

from db.errors import Why
from desktop.stays.words import period
from desktop.words import _

FIELDS = {
    "person_id": _("person"),
    "place_id": _("plass"),
    "site_id": _("sted"),
    "from_on": _("fra dato"),
    "to_on": _("til dato"),
    "purpose": _("formål"),
    "year": _("år"),
}

VERBS: dict[str, str] = {}


def _taken(facts) -> str:
    if not facts.get("from_on"):
        return _("Plassen er opptatt en av nettene. Velg en annen plass eller flytt datoene")
    return _("{place} er opptatt {when} av {who}. Velg en annen plass eller flytt datoene").format(
        place=facts["place"], when=period(facts["from_on"], facts["to_on"]), who=facts["who"]
    )


SENTENCES = {
    Why.PLACE_TAKEN: _taken,
    Why.PLACE_CLOSED: lambda f: _("Plassen er stengt en av nettene. Velg en annen plass eller flytt datoene"),
    Why.PLACE_NOT_OPEN: lambda f: _("Plassen er ikke i bruk hele tiden. Velg en annen plass eller flytt datoene"),
    Why.PLACE_HELD: lambda f: _("Den som var der før, er ikke skrevet ut. Skriv ut eller flytt først"),
    Why.SAME_DAY_MEETS: lambda f: _("Noen kom og reiste fra plassen samme dag. Bekreft at plassen er fri til kvelden"),
    Why.STAY_STATE_FORBIDS: lambda f: _("Oppholdet er kommet for langt til det. Last listen på nytt"),
    Why.TOO_LATE_TO_REOPEN: lambda f: _("Utskrivningen er eldre enn 7 dager. Registrer et nytt opphold"),
    Why.OTHERS_FIRST: lambda f: _("Andre på ventelisten står foran. Skriv hvorfor de blir gått forbi"),
    Why.OUT_BEFORE_IN: lambda f: _("Avreise må være etter ankomst. Rett en av datoene"),
    Why.YEAR_TAKEN: lambda f: _("Leverandøren har en avtale for det året allerede. Åpne den, eller velg et annet år"),
}
