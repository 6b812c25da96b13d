"""What plans, measures, lights and levels are called, on screen, paper and sheet. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from desktop import words
from desktop.words import StateWord, _

STATUSES = {
    "not_started": StateWord(_("Ikke startet"), "circle-dashed", "scrapped"),
    "in_progress": StateWord(_("I gang"), "arrow-right", "lent"),
    "postponed": StateWord(_("Utsatt"), "hourglass", "repair"),
    "completed": StateWord(_("Gjennomført"), "circle-check", "free"),
    "stopped": StateWord(_("Avsluttet"), "ban", "missing"),
}
LIGHTS = {
    "green": StateWord(_("Grønt"), "circle", "free"),
    "yellow": StateWord(_("Gult"), "triangle", "yellow"),
    "red": StateWord(_("Rødt"), "square", "overdue"),
    "none": StateWord(_("Ikke vurdert"), "circle-dashed", "scrapped"),
}
DEADLINES = {
    "on_time": StateWord(_("I rute"), "calendar", "free"),
    "soon": StateWord(_("Nær frist"), "calendar-clock", "repair"),
    "over": StateWord(_("Over frist"), "triangle-alert", "overdue"),
    "none": StateWord(_("Uten frist"), "calendar", "scrapped"),
    "ended": StateWord(_("Avsluttet"), "check", "scrapped"),
}
LEVELS = {  # in the order of need; yellow is not between green and orange
    "red": StateWord(_("Ikke god eller ikke eksisterende"), "square", "overdue"),
    "orange": StateWord(_("Trenger forbedring"), "triangle", "orange"),
    "yellow": StateWord(_("Under utvikling"), "diamond", "yellow"),
    "green": StateWord(_("Tilfredsstillende"), "circle", "free"),
    "none": StateWord(_("Ikke vurdert"), "circle-dashed", "scrapped"),
}
REPORT_STATES = {
    "open": StateWord(_("Åpen"), "pencil", "lent"),
    "review": StateWord(_("Til kontroll"), "eye", "repair"),
    "locked": StateWord(_("Låst"), "lock", "scrapped"),
}
SHAPES = {"red": "■", "orange": "▲", "yellow": "◆", "green": "●", "none": "○"}
LIGHT_SHAPES = {"green": "●", "yellow": "▲", "red": "■", "none": "○"}
BY_YEAR = ("yearly", "running")  # ticked for a year, never completed
KINDS = {"single": _("Enkelt"), "yearly": _("Årlig"), "running": _("Løpende"), "assess": _("Vurdering")}
PLAN_KINDS = {"theme": _("Temaplan"), "overarching": _("Overordnet plan"), "strategy": _("Strategi")}
RHYTHMS = {"quarter": _("Hvert kvartal"), "tertial": _("Hvert tertial"), "year": _("Hvert år")}
PRIORITIES = {1: _("1 – først"), 2: _("2"), 3: _("3 – kan vente")}
OUTCOMES = {  # what becomes of a measure when the plan is rolled over
    "continued": StateWord(_("Videreføres"), "arrow-right", "lent"),
    "changed": StateWord(_("Endres"), "pencil", "repair"),
    "merged": StateWord(_("Slås sammen"), "merge", "reserved"),
    "ended": StateWord(_("Avsluttes"), "ban", "missing"),
    "new": StateWord(_("Nytt"), "plus", "free"),
}
PYRAMIDS = {"habilitation": _("Habilitering"), "rehabilitation": _("Rehabilitering")}

for _prefix, _states in (("measure", STATUSES), ("light", LIGHTS), ("deadline", DEADLINES), ("level", LEVELS),
                         ("report", REPORT_STATES), ("outcome", OUTCOMES)):  # fmt: skip
    words.STATES.update({f"{_prefix}_{code}": state for code, state in _states.items()})
OUR_STATUSES: Mapping[str, StateWord] = dict(STATUSES)  # what the program calls them


def call_statuses(own: Mapping[str, str]) -> None:
    """Call the statuses what the municipality does (db.measures.status_words), else what the program calls them."""
    for code, state in OUR_STATUSES.items():
        STATUSES[code] = words.STATES[f"measure_{code}"] = replace(state, word=own.get(code, state.word))


class StatusNames(Mapping[str, str]):
    """The statuses by what they are called now."""

    def __getitem__(self, code: str) -> str:
        return STATUSES[code].word

    def __iter__(self) -> Iterator[str]:
        return iter(STATUSES)

    def __len__(self) -> int:
        return len(STATUSES)


def period(code: str) -> str:
    """'2026Q3' -> '3. kvartal 2026'; '2026T2' -> '2. tertial 2026'; '2026' -> '2026'."""
    year, letter, number = code[:4], code[4:5], code[5:]
    named = {"Q": _("{number}. kvartal {year}"), "T": _("{number}. tertial {year}")}
    return named[letter].format(number=number, year=year) if letter else year


def millions(ore: int | None) -> str:
    """300 000 kr in øre -> '0,3 mill. kr'; '' where it is not known, which is not 0."""
    if ore is None:
        return ""
    said = f"{ore / 100_000_000:.3f}".rstrip("0").rstrip(".").replace(".", ",")
    return _("{number} mill. kr").format(number=said)


def deadline(row) -> str:
    """'31. desember 2026', or the words of the plan ('høsten 2026') where no day was set."""
    return row["due_text"] or words.day(row["due_on"])
