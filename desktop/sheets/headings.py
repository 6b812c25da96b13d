"""What people call their columns: heading words and the fields they mean."""

import re
from functools import lru_cache

# The fields a column can mean. A word that can mean several has them in order of likelihood.
FIELDS = (
    "number", "hms_nr", "name", "group", "subgroup", "lot", "place", "room", "shelf", "state", "bought", "price",
    "note", "barcode", "serial", "owner", "quantity", "condition", "iso_code", "loan_days", "max_weight", "seat_width",
    "borrower", "first_name", "last_name", "born", "address", "phone", "kin_name", "kin_phone", "died", "out", "due",
    "returned", "lent_by", "requested_by", "agreement", "tracking", "ready", "state_on", "retired_reason", "protected",
    "first_due", "extended", "signed_on", "reserved", "available", "waiting", "packed", "coming", "check_months",
)  # fmt: skip
_WORDS: dict[str, str] = {
    "number": """
        nummer nr løpenr løpenummer lnr invnr eksemplar eksemplarnr eksemplarnummer inventarnr
        inventarnummer internnr internnummer utstyrsnr utstyrsnummer hjelpemiddelnr
        hjelpemiddelnummer merkenr merkenummer lagernr lagernummer id idnr individnr individnummer
        vårtnr vårtnummer kommunensnr kommunenummer kommunenr egetnr egetnummer tingnr
        nrpåhjelpemiddel hjmnr merking merket lokaltnr lokaltnummer kode
    """,
    "barcode": "strekkode strekkoder strekkodenr barkode barcode qrkode qrkoder klistremerke etikett",
    "hms_nr": """
        hms hmsnr hmsnummer hmsartnr hmsartikkelnr hmsartikkelnummer navnr navnummer navhmsnr artnr
        artikkelnr artikkelnummer varenr varenummer produktnr produktnummer bestillingsnr
        bestillingsnummer
    """,
    "name": """
        hjelpemiddel hjelpemidler hjelpemiddelnavn hjelpemidlet hjelpemiddelet produkt produktnavn
        utstyr utstyrsnavn artikkel artikkelnavn varenavn vare varebetegnelse benevnelse betegnelse
        gjenstand modell modellnavn produktbetegnelse typehjelpemiddel hvahjelpemiddel hva ting
        beskrivelseavhjelpemiddel
    """,
    "group": """
        gruppe varegruppe produktgruppe hovedgruppe kategori produktkategori hjelpemiddelgruppe
        hjelpemiddeltype hjmgruppe avtale avtalenavn hovedkategori
    """,
    "subgroup": "undergruppe delkontraktnavn underkategori delkontraktbeskrivelse undertype",
    "lot": "delkontrakt delkontraktnr delkontraktnummer post postnr rangering",
    "place": """
        plassering plass lagerplass lokasjon lagersted hylleplass oppbevaring oppbevaringssted
        hvorstår står
    """,
    "room": "rom lagerrom lokale bod",
    "shelf": "hylle hyllenr hyllenummer reol hylleogplass",
    "state": "status tilstand lagerstatus utlånsstatus inneute uteinne innut utinn situasjon",
    "bought": """
        innkjøpt innkjøp innkjøpsdato innkjøpsår kjøpt kjøptdato kjøpsdato kjøpsår anskaffet
        anskaffelse anskaffelsesdato anskaffelsesår anskaffetår anskaffetdato årsmodell årgang
        innkjøptår innkjøptdato mottattlager
    """,
    "price": """
        pris kr kroner kostnad innkjøpspris kostpris verdi anskaffelseskost prisekslmva prisinklmva
        beløp kostet nypris stykkpris
    """,
    "note": """
        merknad merknader kommentar kommentarer evtkommentar evtkommentarer evtkommentarar notat
        notater anmerkning anmerkninger komm merkn anm info informasjon annet diverse obs
    """,
    "serial": "serienr serienummer snr sn serialnr serialnumber fabrikknr chassisnr chassisnummer rammenr",
    "owner": "eier eies eiesav tilhører eigar",
    "quantity": "antall ant stk beholdning antal mengde totalt antallpålager lagerbeholdning",
    "ready": "ledig ledige",
    "reserved": "reservert reserverte",
    "available": "tilgjengelig tilgjengelige",
    "waiting": "venter",
    "packed": "klargjort klargjorte",
    "coming": "ventesinn",
    "check_months": "kontrollmåneder",
    "state_on": "tilstandsiden statussiden",
    "retired_reason": "kassertfordi",
    "protected": "skjermetadresse skjermet adressesperre",
    "extended": "forlenget forlengettil forlengelse nyfrist forlengetfrist utsattfrist",
    "signed_on": "signert signertdato",
    "first_due": "førstefrist opprinneligfrist",
    "condition": "stand tilstandsgrad kvalitet karakter slitasje tilstandad",
    "iso_code": "iso isokode isonr iso9999 isoklasse",
    "loan_days": """
        låneperiode lånetid standardlån lånetiddager utlånstid utlånsperiode låneperiodedager
        lånedager
    """,
    "max_weight": "brukervekt maksvekt maksbrukervekt maksvektkg brukervektkg maksbrukervektkg",
    "seat_width": "setebredde setebreddecm sb",
    "borrower": """
        låner lånetaker låntaker lånetaker bruker brukernavn pasient pasientnavn beboer mottaker
        tjenestemottaker utlånttil lånttil låntavtil låneren brukerensnavn lånersnavn navnbruker
        navnpåbruker navnpålåner navnlåner hvem hvemlåner personnavn lånttav utlåntil lånttavnavn
        lånernavn fulltnavn etternavnfornavn fornavnetternavn etternavnogfornavn fornavnogetternavn
        låntuttil innehaver hoshvem hos
    """,
    "first_name": "fornavn",
    "last_name": "etternavn",
    "born": "født fødselsdato fdato fødselsdag fødtdato fød født dob fdt fødselsår fødd",
    "address": "adresse gateadresse bosted adr bostedsadresse leveringsadresse hjemmeadresse gate vegadresse",
    "phone": """
        tlf telefon telefonnr telefonnummer mobil mobilnr mobilnummer tlfnr tlfnummer telefonmobil
        mobiltelefon kontakttlf
    """,
    "kin_name": "pårørende nærmestepårørende kontaktperson pårørendenavn",
    "kin_phone": """
        pårørendetlf tlfpårørende pårørendetelefon telefonpårørende pårørendestelefon pårørendestlf
    """,
    "died": "død dødsdato dødd døde",
    "out": """
        datout utlånt utlånsdato utdato utlåntdato ut lånedato utlevert utlevertdato utleveringsdato
        levertut datoutlånt datoutlevert datoforutlån utlån lånt låntdato fradato fra utlåntfra
        lånefra hentet hentedato startdato start datoutlån utleid låntfra utleveringdato
        datoutlevering datolån datoforlån levertbruker levertdatout
    """,
    "due": """
        frist forfall forfallsdato forfaller returfrist lånefrist innleveringsfrist leveringsfrist
        skalinn skalleveres skalleverestilbake tildato til lånttil forventetretur forventetinn
        forventetinnlevert planlagtretur utløper utløpsdato skaltilbake lånefristdato fristforretur
        fristdato tilbakeleveringsfrist sluttdato skalinnleveres lånesutdato utlånttildato
    """,
    "returned": """
        levertinn innlevert levertinndato innlevertdato retur returnert returnertdato tilbakelevert
        levertilbake levertilbakedato leverttilbake tilbake inn inndato datoinn innleveringsdato
        datoinnlevert datoretur tilbakelevertdato mottatt mottattretur innlevering levertdato
        avsluttet returinn datolevert datoreturnert hentetinn kommetinn innkommet tattimot
        mottattdato
    """,
    "lent_by": """
        utlåntav utleverta utlevertav lånutav signatur sign utlevering ansatt behandler ansvarlig
        saksbehandler levertav registrertav utlåner låntutav sigutlån signut utlånav låneansvarlig
    """,
    "requested_by": "bedtomav rekvirent bestiltav bestiller henvistav søker meldtav",
    "agreement": "avtalenr avtalenummer låneavtale utlånsnr utlånsnummer lånenr lånenummer",
    "tracking": "telles",
}  # fmt: skip
_SEVERAL: dict[str, tuple[str, ...]] = {
    "navn": ("borrower", "name"),
    "avtale": ("agreement", "group"),
    "type": ("group", "name"),
    "beskrivelse": ("name", "note"),
    "tekst": ("name", "note"),
    "dato": ("out", "returned", "bought"),
    "returdato": ("returned", "due"),
    "retur": ("returned", "due"),
    "levert": ("returned", "out"),
    "levertdato": ("returned", "out"),
    "utlånt": ("out", "state"),
    "utlånttil": ("borrower", "due"),
    "lånttil": ("borrower", "due"),
    "til": ("due", "borrower"),
    "sted": ("place", "address"),
    "lager": ("place", "state"),
    "avdeling": ("borrower", "place"),
    "kode": ("number", "hms_nr"),
    "ansvarlig": ("lent_by", "note"),
    "status": ("state", "returned"),
    "nr": ("number", "hms_nr", "lot"),
    "antall": ("quantity",),
    "til dato": ("due",),
}
_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"hms|navnr", "hms_nr"), (r"serie", "serial"),
    (r"pårør.*(?:tlf|telef|mobil)|(?:tlf|telef|mobil).*pårør", "kin_phone"),
    (r"pårør", "kin_name"), (r"fødsel|født|fdato", "born"), (r"adresse", "address"), (r"telefon|tlf|mobil", "phone"),
    (r"(?:utl|lånt|lever).*av$", "lent_by"), (r"frist|forfall|skalinn|skaltilbake|forventet|planlagt", "due"),
    (r"levertinn|innlever|tilbake|retur|datoinn", "returned"),
    (r"utlån.*dato|dato.*ut|utlever|lån.*dato|lånt.*fra", "out"),
    (r"(?:navn|hvem).*(?:bruker|lån|pasient)|(?:bruker|låner|pasient|beboer)s?(?:navn)?$|låntaker", "borrower"),
    (r"produkt|hjelpemid|utstyr|artikkel|varenavn|modell", "name"), (r"hylle|plasser|lokasjon|lagerplass", "place"),
    (r"innkjøp|kjøpt|anskaff", "bought"), (r"pris|kostnad|verdi", "price"), (r"merknad|kommentar|notat|anmerk", "note"),
    (r"status|tilstand", "state"), (r"antall|beholdning", "quantity"), (r"undergruppe|delkontraktnavn", "subgroup"),
    (r"gruppe|kategori", "group"), (r"(?:løpe|inventar|intern|eksemplar|merke)n(?:umme)?r", "number"),
)  # fmt: skip
_KNOWN = {word: (field,) for field, words in _WORDS.items() for word in words.split()} | _SEVERAL
_COMPILED = tuple((re.compile(pattern), field) for pattern, field in _PATTERNS)


@lru_cache(maxsize=10_000)
def norm(heading: str) -> str:
    """A heading as it is compared: letters and digits only, small, without what stands in brackets."""
    plain = re.sub(r"\([^)]*\)", "", heading.casefold())
    return re.sub(r"[^a-zæøå0-9]", "", plain.replace("ö", "ø").replace("ä", "æ").replace("é", "e"))


@lru_cache(maxsize=10_000)
def meanings(heading: str) -> tuple[str, ...]:
    """The fields a heading can mean, likeliest first; () where it is no heading we know."""
    word = norm(heading)
    if not word or len(word) > 40:
        return ()
    return _KNOWN.get(word) or _by_pattern(word)


def is_plain(heading: str) -> bool:
    """The heading is one of the words themselves, not only like one."""
    return norm(heading) in _KNOWN


def _by_pattern(word: str) -> tuple[str, ...]:
    if len(word) < 3 or word[0].isdigit():
        return ()
    return next(((field,) for pattern, field in _COMPILED if pattern.search(word)), ())
