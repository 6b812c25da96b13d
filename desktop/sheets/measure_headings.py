"""What people call the columns of a plan's table of measures: heading words and the fields they mean there."""

import re
from collections.abc import Callable
from functools import lru_cache

from desktop.sheets import headings
from desktop.sheets.headings import norm

FIELDS = ("number", "focus_area", "goal", "measure", "responsible", "measure_kind", "status", "light", "starts",
          "deadline", "cost", "revised", "used", "note")  # fmt: skip
COSTS = {"cost": "cost_adopted_ore", "revised": "cost_revised_ore", "used": "cost_used_ore"}
_WORDS: dict[str, str] = {
    "number": "nr nummer tiltaknr tiltaksnr tiltaknummer tiltaksnummer løpenr lnr id punkt pkt",
    "focus_area": """
        satsingsområde satsingsområder satsingsområda satsningsområde satsningsområder fokusområde fokusområder
        innsatsområde innsatsområder område områder tema temaområde hovedområde delområde kapittel kapitel satsing
        hovedsatsing
    """,
    "goal": "mål måla målsetting målsettinger målsetning målsetninger hovedmål delmål resultatmål effektmål strategi",
    "measure": """
        tiltak tiltaket tiltaka tiltakstekst tiltaktekst tiltaksbeskrivelse tiltakbeskrivelse beskrivelseavtiltak
        beskrivelseavtiltaket navnpåtiltak tiltaksnavn handling handlinger aktivitet aktiviteter hva hvaskalgjøres
    """,
    "responsible": """
        ansvarlig ansvarlige ansvar ansvarligenhet ansvarligenheter ansvarshavende ansvarlegg ansvarleg hvem hovedansvar
        hovedansvarlig ansvarligrolle ansvarligforgjennomføring ansvarligforoppfølging ansvarfor ansvarligtjeneste
    """,
    "measure_kind": "type tiltakstype typetiltak tiltaktype slagstiltak",
    "status": "status statusfortiltak statustiltak tilstand framdrift fremdrift statusgjennomføring gjennomføringsgrad",
    "light": "lys trafikklys framdriftslys fremdriftslys farge fargekode",
    "starts": "start oppstart startdato oppstartsdato",
    "deadline": """
        frist frister tidsfrist tidsfrister gjennomføringsfrist tidspunkt når tid tidsplan tidsramme tidsrom periode
        ferdig ferdiginnen gjennomføresinnen ferdigdato tidsperspektiv fristdato
    """,
    "cost": """
        kostnadvedtatt vedtattkostnad kostnad kostnader kostnadsramme kostnadsoverslag økonomi budsjett beregnetkostnad
        beløp kostnadsberegning økonomiskekonsekvenser
    """,
    "revised": "kostnadrevidert revidertkostnad revidertbudsjett nykostnad",
    "used": "kostnadbrukt brukt bruktkostnad forbruk påløpt påløptkostnad regnskap bruktehittil brukthittil",
    "note": "kommentar kommentarer merknad merknader notat notater beskrivelse anmerkning annet",
}
_PATTERNS = (
    (r"^tiltaks?n(?:umme)?r", "number"), (r"(?:satsn?ing|fokus|innsats).*områ", "focus_area"),
    (r"revider", "revised"), (r"(?:^|kostnad|kr)(?:for)?bruk|påløpt", "used"),
    (r"kostnad|økonomi|budsjett|millkr|kroner|mnok", "cost"), (r"ansvar", "responsible"),
    (r"frist|innen$|tidsp|tidsr", "deadline"), (r"status|fr[ae]mdrift", "status"),
    (r"kommentar|merknad|notat", "note"), (r"^(?:hoved|del)?mål|målsett", "goal"), (r"tiltak", "measure"),
)  # fmt: skip
_KNOWN = {word: field for field, words in _WORDS.items() for word in words.split()}
_COMPILED = tuple((re.compile(pattern), field) for pattern, field in _PATTERNS)
_WEAK = re.compile(r"handling|aktivitet|hva")  # words for a measure that other lists have as well
_TELLING = frozenset(("focus_area", "goal", "responsible", "deadline", "cost", "status"))
_PERSONS_AND_THINGS = frozenset(("name", "hms_nr", "serial", "barcode", "borrower", "first_name", "last_name", "born",
                                 "address", "phone", "room"))  # fmt: skip
_OWN_EXPORT = {"measure_kind", "light", "used"}


@lru_cache(maxsize=10_000)
def meaning(heading: str) -> str:
    """The field that a heading means in a table of measures; '' where it is no heading we know."""
    word = norm(heading)
    if not word or len(word) > 40:
        return ""
    return _KNOWN.get(word) or next((field for pattern, field in _COMPILED if pattern.search(word)), "")


def is_plain(heading: str) -> bool:
    """The heading is one of the words themselves, not only like one."""
    return norm(heading) in _KNOWN


def columns_of(labels: list[str]) -> dict[int, str]:
    """{column: field} of a table of measures; the words themselves first, then what is only like them."""
    columns: dict[int, str] = {}
    for plain in (True, False):
        for column, label in enumerate(labels):
            field = meaning(label) if label and is_plain(label) is plain else ""
            if field and field not in columns.values():
                columns[column] = field
    return columns


def latest_status(columns: dict[int, str], labels: list[str], filled: Callable[[int], bool]) -> dict[int, str]:
    """The columns where a table has a status for each period: the last of them that anybody has filled in counts."""
    told = [column for column, label in enumerate(labels) if label and meaning(label) == "status"]
    last = next((column for column in reversed(told) if filled(column)), None)
    if len(told) < 2 or last is None:
        return columns
    return {column: field for column, field in columns.items() if field != "status"} | {last: "status"}


def is_measures(labels: list[str], columns: dict[int, str]) -> bool:
    """Something is to be done, and who, when, why or how it goes is told; and no person or thing is named."""
    at = {field: column for column, field in columns.items()}
    if "measure" not in at or _things(labels) & _PERSONS_AND_THINGS:
        return False
    telling = len(at.keys() & _TELLING)
    return telling >= (3 if _WEAK.match(norm(labels[at["measure"]])) else 1)


def is_own(columns: dict[int, str]) -> bool:
    """The table is one that this program has written: nothing in it is filled down, shortened or guessed."""
    return set(columns.values()) >= _OWN_EXPORT


def unit_of(heading: str) -> int | None:
    """How many kroner one in the column is: 'Kostnad i mill kr' -> 1 000 000; None where the heading says nothing."""
    plain = heading.casefold()
    if re.search(r"mill|mnok|\bmkr", plain):
        return 1_000_000
    if re.search(r"\b1\s?000\b|tusen|\btkr|\bknok", plain):
        return 1_000
    return 1 if re.search(r"\bkr\b|kroner|\bnok\b", plain) else None


def _things(labels: list[str]) -> set[str]:
    """What the headings that no table of measures has would mean in a book of aids."""
    meant = (headings.meanings(label) for label in labels if label and not meaning(label))
    return {options[0] for options in meant if options}
