"""What the figures of stays are called, and the rule that each was counted by. Screen, sheet and paper print both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from db.stay_open import NO_EARMARK, NO_PLACE, SEVERAL
from db.stay_report import Reading
from desktop import words
from desktop.stays.plan_words import INSTRUMENTS as SCORES
from desktop.stays.words import PURPOSES
from desktop.words import _

TITLE = _("Opphold og belegg")
HIDDEN = "<5"
COVERED = _("skjult")
HIDDEN_RULE = _("<5: færre enn fem personer står bak tallet. Skjult: tallet ville røpe et slikt tall.")
SECTIONS = (
    (_("Belegg"), ("belegg", "nights", "held", "open_nights", "extra_nights", "parked_nights", "booked_nights",
                   "forecast", "kostra_belegg")),
    (_("Rehabilitering"), ("rehab_belegg", "rehab_share", "rehab_open")),
    (_("Opphold og liggetid"), ("stays", "persons", "arrived", "ended", "same_day", "length_mean", "length_median",
                                "length_min", "length_max", "length_n", "kostra_length", "turnover",
                                "possible_stays")),
    (_("Ventetid og søknader"), ("wait_mean", "wait_median", "wait_longest", "decision_mean", "decision_median",
                                 "still_waiting", "still_median", "still_longest", "refused", "cancelled")),
    (_("Kjøpte døgn"), ("bought_nights",)),
    (_("Dagrehabilitering"), ("day_belegg", "day_booked_share", "day_absence", "day_capacity", "day_booked",
                              "day_attended", "day_absent", "day_in_time", "day_unregistered")),
    (_("Plasser og behov"), ("places", "per_1000", "equivalents", "with_bought", "need_from", "need_to",
                             "inhabitants")),
)  # fmt: skip
NAMES = {
    "belegg": _("Belegg"),
    "nights": _("Liggedøgn"),
    "held": _("Holdt plass, døgn"),
    "open_nights": _("Åpne plassdøgn"),
    "extra_nights": _("Døgn på ekstraplass"),
    "parked_nights": _("Døgn uten plass"),
    "booked_nights": _("Bestilte døgn framover"),
    "forecast": _("Belegg med bestilte døgn"),
    "kostra_belegg": _("Belegg, KOSTRA-lignende"),
    "rehab_belegg": _("Belegg på rehab-plasser"),
    "rehab_share": _("Rehab-plasser brukt til rehab"),
    "rehab_open": _("Åpne døgn på rehab-plasser"),
    "stays": _("Opphold"),
    "persons": _("Personer"),
    "arrived": _("Ankomster"),
    "ended": _("Utskrevet"),
    "same_day": _("Samme dag"),
    "length_mean": _("Liggetid, snitt"),
    "length_median": _("Liggetid, median"),
    "length_min": _("Korteste liggetid"),
    "length_max": _("Lengste liggetid"),
    "length_n": _("Opphold bak liggetiden"),
    "kostra_length": _("Liggetid, KOSTRA-lignende"),
    "turnover": _("Opphold per plass"),
    "possible_stays": _("Plass til opphold i et år"),
    "wait_mean": _("Ventetid fra søknad, snitt"),
    "wait_median": _("Ventetid fra søknad, median"),
    "wait_longest": _("Lengste ventetid"),
    "decision_mean": _("Ventetid fra vedtak, snitt"),
    "decision_median": _("Ventetid fra vedtak, median"),
    "still_waiting": _("Venter fortsatt"),
    "still_median": _("Har ventet, median"),
    "still_longest": _("Har ventet lengst"),
    "refused": _("Avslått"),
    "cancelled": _("Avlyst"),
    "bought_nights": _("Liggedøgn hos leverandør"),
    "day_belegg": _("Belegg, dag"),
    "day_booked_share": _("Planlagt bruk"),
    "day_absence": _("Fravær"),
    "day_capacity": _("Dagplasser × åpningsdager"),
    "day_booked": _("Bestilte oppmøter"),
    "day_attended": _("Møtt"),
    "day_absent": _("Ikke møtt"),
    "day_in_time": _("Avlyst i tide"),
    "day_unregistered": _("Ikke registrert"),
    "places": _("Rehab-plasser"),
    "per_1000": _("Plasser per 1 000 innbyggere"),
    "equivalents": _("Kjøpte døgn som plasser"),
    "with_bought": _("Per 1 000 med kjøpte"),
    "need_from": _("Behov, fra"),
    "need_to": _("Behov, til"),
    "inhabitants": _("Innbyggere"),
}
RULES = {
    "belegg": _("Liggedøgn og holdte døgn delt på åpne plassdøgn. Ekstraplasser teller bare over streken, så tallet "
                "kan bli over 100 %. Egen telling; avviker fra den KOSTRA-lignende."),
    "nights": _("Netter i perioden. Inndagen teller, utdagen teller ikke: inn 1. og ut 4. er 3. Et opphold over "
                "skillet mellom to perioder deles etter natt."),
    "held": _("Netter hjemme eller på sykehus med plassen holdt. De er med i belegget, men er ikke liggedøgn."),
    "open_nights": _("Netter en døgnplass finnes og ikke er stengt: for seg, som en av flere eller med hele stedet."),
    "extra_nights": _("Netter på ekstraplass. Er med i liggedøgn eller holdte døgn."),
    "parked_nights": _("Netter på stedet uten egen plass. Er med i liggedøgn eller holdte døgn."),
    "booked_nights": _("Netter fra i dag og ut perioden: dem som er inne, til ventet utreise, og planlagte opphold."),
    "forecast": _("Som belegg, for hele perioden, med det som er bestilt fra i dag."),
    "kostra_belegg": _("Liggedøgn i året delt på 365, også i skuddår, delt på plassene 31. desember. Uten avlastning. "
                       "Et år som ikke er over, er talt til i dag. KOSTRA-lignende; avviker fra egen telling."),
    "rehab_belegg": _("Døgn på plasser øremerket rehabilitering delt på de åpne døgnene deres. Er et antall plasser "
                      "stengt uten at noen er nevnt, trekkes de bare fra når det ellers ble flere enn åpne."),
    "rehab_share": _("Av døgnene på rehab-plasser: andelen med rehabilitering som formål."),
    "rehab_open": _("Netter en plass øremerket rehabilitering er åpen."),
    "stays": _("Opphold med minst én natt i perioden, og de som kom og reiste samme dag."),
    "persons": _("Personene bak oppholdene, hver talt én gang."),
    "arrived": _("Opphold som begynte i perioden. Flytting mellom plasser er ingen ankomst."),
    "ended": _("Opphold skrevet ut i perioden, de på samme dag medregnet."),
    "same_day": _("Kom og reiste samme dag: 0 liggedøgn, men et opphold. Ikke med i liggetiden."),
    "length_mean": _("Alle liggedøgn for opphold skrevet ut i perioden, delt på antallet. Flytting avslutter ikke et "
                     "opphold. De som fortsatt er inne, er aldri med."),
    "length_median": _("Den midterste av de samme liggetidene."),
    "length_min": _("Den korteste av dem."),
    "length_max": _("Den lengste av dem."),
    "length_n": _("Så mange opphold liggetiden er regnet av."),
    "kostra_length": _("Liggedøgn i året delt på opphold i året, uten avlastning. KOSTRA-lignende."),
    "turnover": _("Utskrevne opphold delt på åpne plasser i snitt."),
    "possible_stays": _("Åpne plasser i snitt × 365 delt på liggetiden i snitt: oppholdene som et fullt år rommer."),
    "wait_mean": _("Hele dager fra søknaden kom til inn, for ankomster i perioden. Samme dag er 0. Dager personen ba "
                   "om å vente, er trukket fra. Etterregistrerte uten søknadsdato er ikke med."),
    "wait_median": _("Den midterste av de samme ventetidene."),
    "wait_longest": _("Den lengste av dem."),
    "decision_mean": _("Det samme fra vedtaket, for ankomster som har vedtak. Vedtak i etterkant er 0."),
    "decision_median": _("Den midterste av dem."),
    "still_waiting": _("Søknader om døgnopphold som verken var inne, avslått eller avlyst da siste dag var over."),
    "still_median": _("Den midterste av dagene de hadde ventet da, pauser trukket fra."),
    "still_longest": _("Den lengste av dem."),
    "refused": _("Søknader avslått i perioden. Er ingen ventetid."),
    "cancelled": _("Søknader og opphold avlyst i perioden. Er ingen ventetid."),
    "bought_nights": _("Netter hos eksterne leverandører, talt som liggedøgn. Ikke med i belegget."),
    "day_belegg": _("Oppmøter delt på dagplasser × åpningsdager. Legges aldri sammen med døgn."),
    "day_booked_share": _("Bestilte oppmøter delt på dagplasser × åpningsdager."),
    "day_absence": _("Ikke møtt delt på bestilte. Avlyst i tide er holdt utenfor."),
    "day_capacity": _("Dagplasser ganger dager dagsenteret er åpent. Røde dager og stengte dager er trukket fra. "
                      "Talt til og med i går."),
    "day_booked": _("Ventet da dagen kom: etter ukedagene og de ekstra dagene, uten dem som avlyste i tide."),
    "day_attended": _("Registrert som møtt."),
    "day_absent": _("Ikke møtt, og avlyst for sent."),
    "day_in_time": _("Avlyst i tide. Ikke med i bestilte."),
    "day_unregistered": _("Bestilte oppmøter der ingen har registrert om personen kom."),
    "places": _("Døgnplasser øremerket rehabilitering som er åpne siste dag i perioden."),
    "per_1000": _("Rehab-plassene delt på innbyggerne, ganger 1 000."),
    "equivalents": _("Døgn kjøpt i året delt på 365."),
    "with_bought": _("Rehab-plasser og kjøpte døgn som plasser, delt på innbyggerne, ganger 1 000."),
    "need_from": _("0,3 plasser per 1 000 innbyggere."),
    "need_to": _("0,5 plasser per 1 000 innbyggere."),
    "inhabitants": _("Siste registrerte folketall for året eller et år før."),
}  # fmt: skip
PERCENT = ("belegg", "forecast", "kostra_belegg", "rehab_belegg", "rehab_share", "day_belegg", "day_booked_share",
           "day_absence")  # fmt: skip
DECIMALS = {"per_1000": 3, "with_bought": 3, "equivalents": 2, "possible_stays": 0}  # one for all others
EARMARKS = {**PURPOSES, SEVERAL: _("Flere øremerker"), NO_EARMARK: _("Uten øremerking"), NO_PLACE: _("Uten plass")}
CROSS = _("Øremerking og formål")
CROSS_RULE = _("Døgn etter hva plassen er øremerket for, og formålet med oppholdet. Holdte døgn er med.")
BELEGG_CHART = _("Belegg per måned, prosent")
PER_PURPOSE = _("Per formål")
CHART_RULE = _("Skjulte tall er ikke med i diagrammet.")
PURPOSE_RULE = _("De samme tallene for hvert formål. Ventetid: median fra søknad.")
EFFECTS = _("Virkning, før og etter")
EFFECTS_RULE = _("Snitt av skår før og etter for opphold skrevet ut i perioden som har begge. Bedre og dårligere: "
                 "endring på minst 2 for COPM og 1 for SPPB. Egne mål: personens egen skår, 0–10.")  # fmt: skip
STANDINGS = {
    "below": _("Under behovet på 0,3–0,5."),
    "within": _("Innenfor behovet på 0,3–0,5."),
    "above": _("Over behovet på 0,3–0,5."),
}
EFFECT_HEADS = (_("Mål"), _("Opphold"), _("Før"), _("Etter"), _("Endring"), _("Bedre"), _("Dårligere"))


def rounded(rule: str, number: float | None) -> float | None:
    """A figure with the decimals it is told with: 22.8125 nights -> 22.8."""
    if number is None or isinstance(number, int):
        return number
    found = round(number + 1e-9, DECIMALS.get(rule, 1))  # 3.45 lies a hair under itself as a float
    return int(found) if DECIMALS.get(rule) == 0 else found


def text(rule: str, number: float | None) -> str:
    """'90,0 %', '22,8', '1 234'; a dash where nothing was to measure."""
    found = rounded(rule, number)
    if found is None:
        return words.NONE
    return f"{found:.1f}".replace(".", ",") + f"{words.NBSP}%" if rule in PERCENT else words.number(found)


def instrument(code: str) -> str:
    """What a score is called."""
    return SCORES.get(code, _("Egne mål"))


def rule_of(rule: str, reading: Reading) -> str:
    """How a figure was counted; of the places to a thousand also how they stand to the need."""
    standing = reading.coverage.standing if reading.coverage and rule == "per_1000" else ""
    return f"{RULES[rule]} {STANDINGS[standing]}" if standing else RULES[rule]


def told(rule: str, readings: Sequence[Reading]) -> bool:
    """Whether any of them had anything to measure; what is booked is told of a period that is not over."""
    measured = "forecast" if rule == "booked_nights" else rule
    return any(reading.value(measured) is not None for reading in readings)


def period(since: str, until: str) -> str:
    """'2026-06-01', '2026-07-01' -> 'juni 2026'; a year is '2026'; else '1. juni 2026–14. juni 2026'."""
    last = (date.fromisoformat(until) - timedelta(1)).isoformat()
    if since[5:] == "01-01" and last == f"{since[:4]}-12-31":
        return since[:4]
    if since[8:] == "01" and until[8:] == "01" and since[:7] == last[:7]:
        return words.month(since)
    return words.day(since) if since == last else f"{words.day(since)}–{words.day(last)}"


def so_far(year: Reading) -> str:
    """'hittil i 2026', or the year alone when it is over."""
    found = year.figures
    if found.until[5:] == "01-01" and found.counted_to == found.until:
        return found.since[:4]
    return _("hittil i {year}").format(year=found.since[:4])


def counted_to(reading: Reading) -> str:
    """Said of a period that still runs; '' for one that is over."""
    found = reading.figures
    if found.counted_to >= found.until:
        return ""
    return _("Perioden er ikke over. Døgn er talt til natten før {day}.").format(day=words.day(found.counted_to))
