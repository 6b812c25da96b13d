"""What people write about a stay's purpose, where somebody came from and how the stay stands, made into codes."""

import re
from functools import lru_cache

from db.norwegian import fold
from desktop.stays import words

_PURPOSES = (
    (r"ø|øh.*|ø[ .\-/]*h\b.*|øyebli.*|ø[. \-]*hjelp.*|.*akutt.*|køh.*|kad\b.*|øhd.*|acute|øyeblikk.*", "acute"),
    (r"a|avl.*|.*avlast.*|rullering.*|rullerende.*|aol|8( .*)?|respite", "respite"),
    (r"u|utr.*|.*utred.*|vurdering.*|kartlegg.*|observasjon.*|obs|18( .*)?|assessment|behandling.*", "assessment"),
    (r"r|re?hab.*|.*rehab.*|.*habilit.*|opptren.*|gjenopptren.*|trening.*|trenings.*|19( .*)?", "rehabilitation"),
)
_FROM = (
    (r".*(?:sykehjem|sjukeheim|langtid|institusjon|omsorgssenter|helsetun).*", "long_term"),
    (r"(?:st\.?|sankt) ?olav.*|.*(?:sykehus|sjukehus|hospital|klinikk|ortopedisk|kirurgisk|helse ?forestak).*|"
     r"(?:ahus|ous|unn|hus|sus|rikshosp.*)\b.*", "hospital"),
    (r".*(?:hjem|heim|eget hus|omsorgsbolig|leilighet|privat|bor (?:alene|med)).*|hj\.?.*", "home"),
)  # fmt: skip
_STATES = (
    (r"(?:ikke|ei) (?:møtt|kommet).*|avlyst.*|avmeldt.*|trukket.*|kansellert.*|avbestilt.*|kom ikke", "cancelled"),
    (r"avsl.*", "refused"),
    (r".*utskr.*|reist.*|dratt.*|avslutta?.*|ferdig.*|ut|hjemreist.*|død.*", "discharged"),
    (r"inne.*|innlagt.*|innskr.*|inn|her|over tiden.*|til stede.*|pågår.*|aktiv.*|permisjon.*", "in"),
    (r"planlagt.*|foreløpig.*|bekreftet.*|reservert.*|kommer.*|skal inn.*|booket.*|holdt av.*|tildelt.*", "planned"),
    (r"vent.*|på vent.*", "waiting"),
    (r"innvilg.*|vedtak.*", "granted"),
    (r"vurder.*", "assessed"),
    (r"søk.*|søknad.*|mottatt.*", "applied"),
)
_UNSURE = re.compile(r"\?|\b(?:ca|cirka|omtrent|forventet|trolig|antatt|kanskje|foreløpig|planlagt|rundt|uke|veke)\b")
_OPEN = re.compile(
    r"(?:\?+|-+|–|—|x|ukjent|uavklart|åpen|åpent|ikke (?:satt|avklart|bestemt|utskrevet|ute)|avklares|uviss|"
    r"inntil videre|fortsatt (?:inne|her)|inne|nei|ubestemt|vet ikke|senere)[.!]?"
)
_EMPTY = re.compile(r"(?:ledig|tom|tomt|stengt|fri|ikke i bruk|vask|reservert|-+|–|\?+)[.!]?")


@lru_cache(maxsize=5_000)
def purpose(written: str) -> str | None:
    """'avl.', 'ØH', 'Rehab.opphold' -> a code of words.PURPOSES; None where it is no such word."""
    return _of(_PURPOSES, written) or _ours(words.PURPOSES, written)


@lru_cache(maxsize=5_000)
def came_from(written: str) -> tuple[str | None, str]:
    """(code of words.CAME_FROM or None, note): the note is what the book says where our word says less."""
    plain = fold(written)
    if not plain:
        return None, ""
    ours = _ours(words.CAME_FROM, written)
    return ours or _of(_FROM, written) or "other", "" if ours else written


@lru_cache(maxsize=5_000)
def state(written: str) -> str | None:
    """How the stay stands; None where the book does not say it in words we know."""
    told = next((code for code, word in words.STATES.items() if fold(word.word) == fold(written)), None)
    return ("in" if told == "overstay" else told) or _of(_STATES, written)


def is_open(written: str) -> bool:
    """The column of departures says in words that nobody knows the day."""
    return _OPEN.fullmatch(_plain(written)) is not None


def is_unsure(written: str) -> bool:
    """A day is told, but not as certain: 'ca. 20.11', '20.11?', 'uke 48'."""
    return _UNSURE.search(_plain(written)) is not None


def is_empty_room(written: str) -> bool:
    """The name's cell says that nobody has the room."""
    return not written or _EMPTY.fullmatch(_plain(written)) is not None


def _ours(known: dict[str, str], written: str) -> str | None:
    return next((code for code, word in known.items() if fold(word) == fold(written)), None)


def _of(patterns: tuple[tuple[str, str], ...], written: str) -> str | None:
    plain = _plain(written)
    return next((code for pattern, code in patterns if plain and re.fullmatch(pattern, plain)), None)


def _plain(written: str) -> str:
    return " ".join(written.casefold().replace("\xa0", " ").split()).strip(" .:;,")
