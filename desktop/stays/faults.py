"""What the register says of stays: fields, verbs, and the sentence of every rule. No Qt."""

from __future__ import annotations

from db.errors import Why
from desktop import words
from desktop.stays import in_the_way
from desktop.words import _

FIELDS = {
    "other_id": _("det andre oppholdet"),
    "late_reason": _("hvorfor det registreres nå"),
    "went_to": _("hvor personen reiste"),
    "priority": _("prioritet"),
    "received_on": _("når søknaden kom"),
    "appeal_by": _("klagefrist"),
    "person_id": _("person"),
    "place_id": _("plass"),
    "site_id": _("sted"),
    "from_on": _("fra dato"),
    "to_on": _("til dato"),
    "status": _("hvordan det gikk"),
    "moment": _("når det ble målt"),
    "instrument": _("skjema"),
    "copm_performance": _("minst én skår"),
    "purpose": _("formål"),
    "year": _("år"),
    "names": _("navn på plassene"),
    "valid_from": _("i bruk fra"),
    "valid_to": _("ikke i bruk fra"),
    "weekdays": _("ukedager"),
    "inhabitants": _("antall innbyggere"),
    "places": _("antall plasser"),
    "nights": _("kjøpte døgn"),
    "amount_ore": _("fast beløp"),
    "kind": _("slag"),
}

VERBS: dict[str, str] = {
    "apply_for_stay": _("søknad om opphold"),
    "change_stay": _("endret opphold"),
    "assess_stays": _("vurdert søknad"),
    "grant_stay": _("innvilget opphold"),
    "refuse_stay": _("avslått opphold"),
    "appeal_refusal": _("klage på avslag"),
    "answer_appeal": _("svar på klage"),
    "put_on_waiting_list": _("satt på venteliste"),
    "prioritise": _("endret prioritet"),
    "pause_wait": _("pause i ventetiden"),
    "end_pause": _("slutt på pause"),
    "confirm_acute": _("vedtak i etterkant"),
    "cancel_stay": _("avlyst opphold"),
    "set_coordinator": _("koordinator"),
    "plan_stay": _("planlagt opphold"),
    "book_stay": _("nytt opphold"),
    "replan_stay": _("omplanlagt opphold"),
    "move_stay": _("flyttet opphold"),
    "change_end": _("endret utreisedag"),
    "swap_stays": _("bytte av plass"),
    "park_stay": _("parkert opphold"),
    "back_to_waiting": _("tilbake på ventelisten"),
    "check_in": _("ankomst"),
    "admit_acute": _("øyeblikkelig hjelp"),
    "take_leave": _("permisjon"),
    "end_leave": _("tilbake fra permisjon"),
    "discharge": _("utskriving"),
    "reopen_stay": _("rettet utskriving"),
    "enter_past_stay": _("etterregistrert opphold"),
    "tell_important": _("hva som er viktig"),
    "add_goal": _("nytt mål"),
    "change_goal": _("endret mål"),
    "close_goal": _("avsluttet mål"),
    "order_goals": _("ny rekkefølge på målene"),
    "add_intervention": _("nytt tiltak i planen"),
    "change_intervention": _("endret tiltak i planen"),
    "end_intervention": _("avsluttet tiltak i planen"),
    "add_evaluation": _("evaluering"),
    "change_evaluation": _("endret evaluering"),
    "strike_from_plan": _("strøket fra planen"),
    "add_scores": _("skårer"),
    "add_score": _("skår"),
    "change_score": _("endret skår"),
    "plan_discharge": _("sjekkliste før utskriving"),
    "add_check": _("nytt punkt på sjekklisten"),
    "tick_check": _("krysset av på sjekklisten"),
    "change_check": _("endret punkt på sjekklisten"),
    "plan_home_visit": _("hjemmebesøk"),
    "order_aids": _("hjelpemidler til hjemreisen"),
    "add_site": _("nytt sted"),
    "change_site": _("endret sted"),
    "add_stay_places": _("nye plasser"),
    "add_extra_place": _("ekstraplass"),
    "change_stay_place": _("endret plass"),
    "set_earmarks": _("endret øremerking"),
    "close_places": _("stengt"),
    "change_closure": _("endret stenging"),
    "reopen_places": _("åpnet igjen"),
    "set_population": _("innbyggertall"),
    "register_attendance": _("oppmøte"),
    "clear_attendance": _("fjernet oppmøte"),
    "add_extra_day": _("ekstra dag"),
    "change_transport": _("endret transport"),
    "hand_out_transport": _("utlevert transportliste"),
    "start_day_rehab": _("ny dagrehabilitering"),
    "plan_day_stay": _("planlagt dagrehabilitering"),
    "change_pattern": _("endret ukemønster"),
    "end_day_rehab": _("avsluttet dagrehabilitering"),
    "set_rate": _("ny sats"),
    "change_rate": _("endret sats"),
    "remove_rate": _("fjernet sats"),
    "add_quota": _("ny avtale om kjøpte døgn"),
    "change_quota": _("endret avtale om kjøpte døgn"),
}


def _hit(facts) -> str:
    return _("{n} opphold blir berørt. Se listen, og lagre en gang til").format(
        n=len(facts.get("stay_ids", ())) or _("Noen")
    )


SENTENCES = {
    Why.TOO_MANY_AT_ONCE: lambda f: _("Det ble for mange på en gang. Lag høyst {n} om gangen").format(
        n=f.get("most", 200)
    ),
    Why.EXTERNAL_HAS_NO_PLACES: lambda f: _("En ekstern leverandør har ikke egne plasser. Velg et annet sted"),
    Why.PLACE_USED_THEN: lambda f: _("Noen har hatt plassen på dager som da faller utenfor. Velg en annen dag"),
    Why.STAYS_HIT: _hit,
    Why.KIND_IN_USE: lambda f: _("Slaget står fast når det er brukt. Lag et nytt, og ta dette ut av bruk"),
    Why.NOT_A_SUPPLIER: lambda f: _("Døgn kjøpes av en ekstern leverandør. Velg en, eller legg den inn først"),
    Why.ENDS_BEFORE_START: lambda f: _("Slutten må være etter starten. Rett en av datoene"),
    Why.SCORE_OUTSIDE: lambda f: _("Skåren må være et tall fra {least} til {most}").format(
        least=f.get("least", 0), most=f.get("most", 10)
    ),
    Why.CHECKLIST_MADE: lambda f: _("Sjekklisten er laget allerede. Legg til egne punkter om noe mangler"),
    Why.CENTRE_CLOSED: lambda f: _("Dagsenteret er ikke åpent da. Velg en annen dag"),
    Why.BOOKED_ALREADY: lambda f: _("Har plass den dagen allerede. Velg en annen dag"),
    Why.NOTHING_REGISTERED: lambda f: _("Det er ikke registrert noe å fjerne"),
    Why.NOBODY_TO_DRIVE: lambda f: _("Ingen skal hentes {day}").format(day=words.day(f.get("day"))),
    Why.NOT_A_TIME: lambda f: _("Skriv klokkeslettet som 8.30"),
    Why.RATE_TAKEN: lambda f: _("Det finnes en sats fra den dagen allerede. Endre den, eller velg en annen dag"),
    Why.YEAR_TAKEN: lambda f: _("Leverandøren har en avtale for det året allerede. Åpne den, eller velg et annet år"),
} | in_the_way.SENTENCES
