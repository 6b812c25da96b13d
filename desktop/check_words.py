"""What `check` found, in sentences: what is wrong, where, and what to do. No Qt."""

from __future__ import annotations

from db.check import Problem
from desktop.words import _

_RESTORE = _("Gjenopprett siste gode sikkerhetskopi.")
_ASK = _("Ta en sikkerhetskopi, og spør den som hjelper dere med programmet.")
SENTENCES = {
    "pages": _("Filen er skadet ({told}). {restore}"),
    "reference": _("En rad i {table} peker på noe som mangler i {to}. {restore}"),
    "guard_missing": _("En sperre i filen mangler ({name}). Noen har endret filen med et annet program. {ask}"),
    "guard_changed": _("En sperre i filen er endret ({name}). Noen har endret filen med et annet program. {ask}"),
    "guard_foreign": _("Filen inneholder noe fremmed ({name}). Noen har endret filen med et annet program. {ask}"),
    "no_file_id": _("Filen mangler kjennetegnet sitt. {restore}"),
    "lent_without_line": _("{number} står som utlånt, men ingen har den. Ta den imot på nytt. {ask}"),
    "line_without_lent": _("{number} er lånt ut, men står med en annen tilstand. {ask}"),
    "two_open_lines": _("Et eksemplar er lånt ut til {lines} samtidig. {restore}"),
    "stock_negative": _("Beholdningen av et produkt er {stock}. Tell og rett den. {ask}"),
    "line_quantity": _("Antallet i utlånslinje {line_id} stemmer ikke med bevegelsene. {ask}"),
    "line_product": _("En bevegelse hører til feil utlånslinje ({line_id}). {ask}"),
    "movement_without_line": _("En bevegelse av varer hører ikke til noe utlån ({movement_id}). {ask}"),
    "request_without_line": _("Behov {request_id} står som dekket, men ingenting er lånt ut. {ask}"),
    "item_without_history": _("{number} mangler i historikken. Noen har endret filen med et annet program. {ask}"),
    "state_unlike_history": _("{number} har en annen tilstand enn historikken sier. {ask}"),
    "history_gap": _("Historikken mangler {missing} rader. Noen har endret filen med et annet program. {ask}"),
    "unfinished_operation": _("Registrering {seq} er ikke fullført. {restore}"),
    "undo_order": _("Registrering {seq} angrer noe som ikke er gjort ennå. {restore}"),
    "undone_twice": _("Registrering {seq} er angret to ganger. {restore}"),
    "nights_unlike_segments": _("Nettene til opphold {stay_id} stemmer ikke med dagene det har plassen. {ask}"),
    "segments_apart": _("Dagene i opphold {stay_id} henger ikke sammen. {ask}"),
    "stay_without_days": _("Opphold {stay_id} har plass i listen, men ingen dager. {ask}"),
    "place_of_nobody": _("Opphold {stay_id} er ikke planlagt, men holder en plass. {ask}"),
    "stay_end_unlike": _("Opphold {stay_id} er avsluttet på en annen dag enn den siste på plassen. {ask}"),
}


def sentence(problem: Problem) -> str:
    """The sentence for one problem."""
    facts = {key: "–" if value is None else value for key, value in problem.facts.items()}
    return SENTENCES[problem.kind].format(restore=_RESTORE, ask=_ASK, **facts)
