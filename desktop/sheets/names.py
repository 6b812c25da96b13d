"""Names of borrowers as people write them: both ways round, in capitals, with a note; and wards among them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from db.norwegian import fold

_PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "di",
        "da",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ten",
        "ter",
        "af",
        "av",
        "dos",
        "du",
    ]
)
_TITLES = re.compile(r"^(?:fru|frk|hr|herr|bruker|pas|pasient)\.?\s+(?=\S+\s*\S)", re.IGNORECASE)
_UNIT = re.compile(
    r"\b(?:\w*sykehjem\w*|sjukeheim\w*|\w*heimen|\w*avdeling\w*|avd|korttid\w*|langtid\w*|\w*bofellesskap\w*|\w*senter(?:et)?|"
    r"\w*skole[n]?|\w*skule[n]?|\w*barnehage[n]?|legekontor\w*|legevakt\w*|hjemmetjeneste\w*|heimeteneste\w*|"
    r"hjemmesykepleie\w*|\w*bolig(?:en)?|helsehus\w*|institusjon\w*|\w*tunet|sykehus\w*|rehab\w*|dagtilbud\w*|fysioterapi\w*|"
    r"ergoterapi\w*|hjelpemiddellager\w*|kommune[n]?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name. `sure` says that the comma told which part is which; `note` what stood in brackets."""

    first: str
    last: str
    key: str
    sure: bool = False
    note: str = ""


@lru_cache(maxsize=50_000)
def person(written: str) -> Name:
    """'Hansen, Kari' and 'Kari Hansen' -> the same key, the words in order of the alphabet; '' has no last name."""
    note = ""
    if found := re.search(r"\s*[(\[]([^)\]]*)[)\]]\s*", written):
        note, written = found[1].strip(), (written[: found.start()] + " " + written[found.end() :]).strip()
    plain = _TITLES.sub("", " ".join(written.split()).strip(" ,;.-"))
    if plain.isupper() and len(plain) > 3:
        plain = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), plain)
    last, comma, first = (part.strip() for part in plain.partition(","))
    if not comma:
        first, last = _split(plain)
    return Name(first, last, name_key(f"{first} {last}"), bool(comma) and bool(first), note)


def name_key(full: str) -> str:
    """The name's words in order of the alphabet, folded: 'Kari Hansen', 'HANSEN KARI' -> 'hansen kari'."""
    return " ".join(sorted(re.sub(r"[^\w ]", " ", fold(full)).split()))


def _split(plain: str) -> tuple[str, str]:
    words = plain.split()
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in _PARTICLES:
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:])


@lru_cache(maxsize=10_000)
def is_unit(written: str) -> bool:
    """The borrower is a ward or an institution, not a person: 'Fjellvik sykehjem', 'Fjellvik sykehjem, avd. 2'."""
    first, _comma, rest = written.partition(",")
    if _UNIT.search(rest):
        return True
    return _UNIT.search(first) is not None and (not rest or any(sign.isdigit() for sign in rest))
