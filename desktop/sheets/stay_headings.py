"""What people call the columns of a stay list: heading words and the fields they mean there."""

import re
from functools import lru_cache

from desktop.sheets import headings, stay_words
from desktop.sheets.book import Sheet
from desktop.sheets.content import Profile
from desktop.sheets.headings import norm
from desktop.sheets.repair import is_blank, text

FIELDS = ("stay", "site", "purpose", "came", "left", "expected", "received", "came_from", "goal", "coordinator",
          "confirmed")  # fmt: skip
_WORDS: dict[str, str] = {
    "stay": "opphold oppholdsnr oppholdsnummer oppholdnr",
    "site": "avdeling sted enhet institusjon leverandør ward avd post",
    "place": "plass plassnr seng sengeplass sengnr plassering",
    "room": "rom romnr romnummer værelse rm romseng",
    "borrower": """
        navn person pasient pasientnavn bruker brukernavn beboer tjenestemottaker personnavn fulltnavn gjest hvem
        etternavnfornavn fornavnetternavn navnpåbruker navnpåpasient navnpasient navnbruker mottaker rehabilitant
    """,
    "first_name": "fornavn",
    "last_name": "etternavn",
    "born": "født fødselsdato fdato fødselsdag fødtdato fød født dob fdt fødselsår fødd",
    "address": "adresse bosted bostedsadresse hjemmeadresse",
    "phone": "tlf telefon telefonnr telefonnummer mobil mobilnr mobiltelefon",
    "kin_name": "pårørende nærmestepårørende",
    "kin_phone": "pårørendetlf tlfpårørende pårørendetelefon telefonpårørende",
    "purpose": """
        formål formålmedoppholdet formålmedopphold typeopphold oppholdstype type opphaldstype tjeneste tjenestetype
        grunnforopphold grunn årsak årsaktilopphold oppholdsform slagsopphold vedtakstype hva plasstype kategori
    """,
    "came": """
        inn inndato datoinn innskrevet innskrevetdato innskriving innskrivingsdato datoinnskrevet innlagt innlagtdato
        ankomst ankomstdato ankommet kom komdato fra fradato datofra start startdato oppholdfra inntak inntaksdato
        innflyttet innflytting innleggelse innleggelsesdato oppstart oppstartdato mottattinn frå innkomst innkomstdato
    """,
    "left": """
        ut utdato datout utskrevet utskrevetdato utskriving utskrivingsdato utskrivning utskrivningsdato
        datoutskrevet avreise avreisedato reist reisedato til tildato datotil slutt sluttdato oppholdtil utflyttet
        utflytting hjemreise hjemreisedato utreise utreisedato dro avsluttet utskreven
    """,
    "expected": """
        planlagtut forventetut antattut planlagtutskrivning forventetutskrivning forventetutskrevet planlagtutreise
        antattutskrivning planlagthjemreise planlagtavreise forventetavreise beregnetut tentativtut utskrivesca
        planlagtutskriving forventethjemreise planlagtutskrevet forventetutdato planlagtutdato
    """,
    "received": "søkt søknad søknadsdato mottatt mottattdato søknadmottatt henvist henvistdato meldt",
    "came_from": "kommerfra komfra hvorfra innlagtfra overførtfra komfrahvor innfra henvistfra kommerifrå kjemfrå",
    "goal": """
        mål målforoppholdet målforopphold målsetting målsetning målmedoppholdet målmedopphold hovedmål
        rehabmål rehabiliteringsmål hvaerviktigfordeg hvaerviktig pasientensmål brukersmål delmål
    """,
    "coordinator": """
        koordinator ansvarlig kontakt kontaktperson primærkontakt primærsykepleier saksbehandler teamkontakt oppfølging
        ansvarligterapeut terapeut ansvar oppfølgingsansvarlig primærkontaktperson behandler
    """,
    "state": "status tilstand situasjon",
    "confirmed": "bekreftet sikkerdato utskrivningbekreftet",
    "note": "merknad merknader kommentar kommentarer notat notater anmerkning annet diverse info informasjon obs",
    "ignored": "døgn liggedøgn antalldøgn antalldager dager liggetid lengde alder kjønn",
}
_PATTERNS = (
    (r"(?:planlagt|forvent|antatt|beregn|tentativ).*(?:ut|reise|slutt)", "expected"),
    (r"kom.*fra|innlagtfra|hvorfra", "came_from"), (r"mål", "goal"),
    (r"innskriv|innlagt|innlegg|ankom|inntak|innflytt|dato.*inn$|^inn.*dato", "came"),
    (r"utskriv|utskrev|avreis|utreis|hjemreis|utflytt|dato.*ut$|^ut.*dato", "left"),
    (r"formål|oppholds?type|type.*opphold|slag.*opphold", "purpose"), (r"koordinator|kontakt|ansvarlig", "coordinator"),
    (r"fødsel|født|fdato", "born"), (r"^rom|sengn|^seng", "room"), (r"pasient|bruker|beboer|^navn|navn$", "borrower"),
    (r"søkna|henvis", "received"), (r"merknad|kommentar|notat|anmerk", "note"), (r"status", "state"),
    (r"adresse", "address"), (r"telefon|mobil|^tlf", "phone"), (r"avdeling|institusjon", "site"),
)  # fmt: skip
_KNOWN = {word: field for field, words in _WORDS.items() for word in words.split()}
_COMPILED = tuple((re.compile(pattern), field) for pattern, field in _PATTERNS)
_DAYS = ("came", "left", "expected", "received", "born")
_TELLING = frozenset(("purpose", "came_from", "goal", "coordinator", "stay", "confirmed"))
_THINGS = frozenset(("name", "hms_nr", "serial", "barcode", "due", "agreement"))
_KNOWN_SHARE = 0.3  # so many cells of a column of purposes are words for one


@lru_cache(maxsize=10_000)
def meaning(heading: str) -> str:
    """The field that a heading means in a stay list; '' where it is no heading we know."""
    word = norm(heading)
    if not word or len(word) > 40:
        return ""
    if found := _KNOWN.get(word):
        return found
    return next((field for pattern, field in _COMPILED if len(word) > 2 and pattern.search(word)), "")


def is_plain(heading: str) -> bool:
    """The heading is one of the words themselves, not only like one."""
    return norm(heading) in _KNOWN


def columns_of(labels: list[str], profiles: list[Profile]) -> dict[int, str]:
    """{column: field} of a stay list; the words themselves first, then what is only like them."""
    columns: dict[int, str] = {}
    for plain in (True, False):
        for column, label in enumerate(labels):
            field = _told(meaning(label), profiles[column]) if label and is_plain(label) is plain else ""
            if field and field not in columns.values():
                columns[column] = field
    return columns


def _told(field: str, found: Profile) -> str:
    """The field, if a column of such cells can hold it: words are no days, and days no names."""
    if field == "stay" and found.text > 0.5:
        field = "purpose"
    if field == "ignored":
        return ""
    if field in _DAYS and found.filled >= 3:
        return field if found.day > 0.3 or found.text < 0.5 else ""
    return field if field in ("note", *_DAYS) or found.filled < 3 or found.day < 0.8 else ""


def is_stays(sheet: Sheet, start: int, labels: list[str], columns: dict[int, str]) -> bool:
    """Somebody came to stay: a person, a day, and a room or what is told of stays alone; and no thing was lent."""
    at = {field: column for column, field in columns.items()}
    fields, things = set(at), _things(labels)
    if not fields & {"borrower", "last_name"} or not fields & {"came", "stay"} or things & _THINGS:
        return False
    telling = fields & _TELLING
    if "purpose" in telling and not _are_purposes(sheet, start, at["purpose"]):
        telling -= {"purpose"}
    rooms = fields & {"room", "place"}
    if "number" in things:
        return len(telling) + len(rooms) > 1
    return bool(telling and fields & {"left", "room", "place"}) or ("left" in fields and bool(rooms))


def _things(labels: list[str]) -> set[str]:
    """What the headings that no stay list has would mean in a book of aids."""
    meant = (headings.meanings(label) for label in labels if label and not is_plain(label))
    return {options[0] for options in meant if options}


def _are_purposes(sheet: Sheet, start: int, column: int) -> bool:
    cells = [row[column] for row in sheet.rows[start : start + 200] if column < len(row) and not is_blank(row[column])]
    known = sum(stay_words.purpose(text(cell)) is not None for cell in cells)
    return not cells or known >= _KNOWN_SHARE * len(cells)
