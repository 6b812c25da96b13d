"""What people write about a copy's state or a loan's return, made into the register's codes."""

import re
from functools import lru_cache

_STATES: tuple[tuple[str, str, str | None], ...] = (
    # what the words begin with or hold, state, reason where it is retired; the first that fits counts
    (r"(?:ikke|ei|ik\.?) (?:ok|i orden|klar|på lager|funnet)\b.*", "control", None),
    (r".*(?:gitt bort|gave til|donert).*", "retired", "given"),
    (r".*\bsolgt\b.*", "retired", "sold"),
    (r".*(?:levert|overført|sendt|returnert|tilbake).*\bnav\b.*|nav", "retired", "nav"),
    (r".*\b(?:tapt|mistet)\b.*", "retired", "lost"),
    (r".*(?:kast|kasser|skrot|vrak|utrang|utgått|utgår|utsjaltet|destruert|avskrevet|utslitt|søppel).*", "retired",
     "worn"),
    (r".*(?:sperr|smitte|karantene|ikke lån|infisert|tilbakekal).*|stoppet", "blocked", None),
    (r".*(?:repar|verksted|defekt|ødela|i stykker|knekt|punktert|til rep|ikke i bruk).*|rep\.?|service|på service",
     "repair", None),
    (r".*(?:vask|rengj|reingj|skitt|møkk|desinf|urein|uren).*", "cleaning", None),
    (r".*(?:savn|borte|forsvunn|ikke funn|finner ikke|finnes ikke|leter).*|mangler|ukjent|vekk|\?+", "missing", None),
    (r".*(?:kontroll|sjekk|ettersyn|uavklart|usikker|mangler).*", "control", None),
    (r".*(?:reserv|klargj|pakket|bestilt|holdes av|satt av).*", "packed", None),
    (r"(?:ute|ut|u|utlån|utlånt|utlaant|utlånte|lånt|lånt ut|lånt bort|utleid|på lån|i bruk|hos bruker|utplassert|"
     r"opptatt)\b.*", "lent", None),
    (r"(?:ny|nytt|nye|ubrukt|helt ny)\b.*", "new", None),
    (r"(?:inne|inn|i|ok|o\.?k\.?|på lager|lager|lagret|ledig|ledige|tilgjengelig|klar|i orden|orden|hjemme|på plass|"
     r"på hylle|fri|disponibel|levert|returnert|retur|ren|hel)\b.*", "available", None),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), state, reason) for pattern, state, reason in _STATES)
_HAPPENED = re.compile(
    r"(?:ja|j|x|xx|ok|✓|✔|v|true|sann|1|levert.*|lev\.?|returnert.*|retur.*|inn|inne|innlevert.*|tilbake.*|hentet.*|"
    r"mottatt.*|avsluttet|ferdig)[.!]?"
)
_NOT_YET = re.compile(
    r"(?:nei|n|ikke.*|-+|–|—|0|false|usann|ute|u|utlånt|fortsatt.*|har den.*|åpen|åpent|aktiv|løpende)[.!]?"
)
_ENDS = (
    (re.compile(r".*(?:feilreg|feilført).*"), "mistake"),
    (re.compile(r".*\bnav\b.*"), "to_nav"),
    (re.compile(r".*(?:bytt|byttet).*"), "swapped"),
    (re.compile(r".*(?:ikke fått|ikke levert tilbake|ikke innlevert|ikke tilbakelevert).*"), "not_recovered"),
    (re.compile(r".*(?:tapt|mistet|borte|savnet|forsvunn|stjålet|kast|kasser).*"), "lost"),
)
_NO_DEADLINE = re.compile(
    r"(?:uten frist|ingen|ingen frist|ubestemt.*|fast|permanent|varig|evig|-+|–|—|\?+|inntil videre|snarest|så lenge.*|"
    r"etter behov|behov|etter avtale|avtales|nei)[.!]?"
)


@lru_cache(maxsize=5_000)
def item_state(written: str) -> tuple[str, str | None] | None:
    """(state, retired reason) of a copy's status words; ('available', None) for nothing; None where unknown."""
    plain = _plain(written)
    if not plain:
        return "available", None
    return next(((state, reason) for pattern, state, reason in _COMPILED if pattern.fullmatch(plain)), None)


@lru_cache(maxsize=5_000)
def return_word(written: str) -> str | None:
    """What a word in the return column means: an end reason, 'open', or None where it is no such word."""
    plain = _plain(written)
    if not plain or _NOT_YET.fullmatch(plain):
        return "open"
    ended = next((reason for pattern, reason in _ENDS if pattern.fullmatch(plain)), None)
    return ended or ("returned" if _HAPPENED.fullmatch(plain) else None)


@lru_cache(maxsize=5_000)
def end_reason(written: str) -> str | None:
    """The end reason that a loan's status column tells beyond 'returned'; None otherwise."""
    plain = _plain(written)
    return next((reason for pattern, reason in _ENDS if pattern.fullmatch(plain)), None)


def is_no_deadline(written: str) -> bool:
    """The due column says in words that there is no deadline."""
    return _NO_DEADLINE.fullmatch(_plain(written)) is not None


def _plain(written: str) -> str:
    return " ".join(written.casefold().replace("\xa0", " ").split()).strip(" .:;,")
