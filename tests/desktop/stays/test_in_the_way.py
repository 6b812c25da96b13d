"""What stands in the way of a stay is told with place, person and days, and what was done is told the same way."""

import pytest

from db import stay_rules
from db.errors import Rejected, Why
from desktop import faults, history_words

NAMES = {"first_name": "Bjørg", "last_name": "Strand"}
JULY = {"from_on": "2026-07-09", "to_on": "2026-07-16"}


@pytest.mark.parametrize(
    ("kind", "facts", "said"),
    [
        ("taken", NAMES | JULY, "Rom 3 er opptatt 9.–16. juli av Bjørg S. Velg en annen plass, eller flytt den som er der, først"),
        ("closed", JULY | {"reason": "Maling"}, "Rom 3 er stengt 9.–16. juli: Maling. Velg en annen plass, eller flytt datoene"),
        ("closed", {"from_on": "2026-07-09", "to_on": None, "place": "", "reason": "Ferie."},
         "Solgløtt er stengt fra 9. juli: Ferie. Velg en annen plass, eller flytt datoene"),
        ("not_open", {"from_on": "2026-07-09", "to_on": None},
         "Rom 3 er i bruk bare fra 9. juli 2026. Velg en annen plass, eller flytt datoene"),
        ("held", NAMES | JULY, "Bjørg S. er fortsatt på Rom 3 og skulle reist 16. juli. Skriv ut eller flytt først"),
        ("same_day", NAMES | JULY, "Bjørg S. har Rom 3 samme dag, 9. juli. Bekreft at plassen er fri til kvelden"),
        ("same_person", NAMES | JULY, "Bjørg S. har et opphold fra før, 9.–16. juli på Rom 3. Bekreft at begge skal stå"),
        ("reduced", JULY | {"count": 12, "place": ""},
         "Solgløtt har bare 12 bemannede plasser 9.–16. juli, og alle er i bruk. Bekreft at det går likevel"),
        ("earmark", JULY | {"purpose": "respite"}, "Rom 3 er øremerket avlastning"),
    ],
)  # fmt: skip
def test_a_conflict_is_told_with_place_person_and_days(kind, facts, said):
    conflict = stay_rules.Conflict(kind, **({"place": "Rom 3", "site": "Solgløtt"} | facts))
    assert faults.sentence(conflict.fault) == said


@pytest.mark.parametrize(
    ("why", "facts", "said"),
    [
        (Why.OTHERS_FIRST, {"people": [NAMES, NAMES | {"first_name": "Ola"}]},
         "Bjørg S. og Ola S. står foran på ventelisten. Skriv hvorfor"),
        (Why.OTHERS_FIRST, {"people": [NAMES] * 5}, "5 personer står foran på ventelisten. Skriv hvorfor"),
        (Why.STAY_STATE_FORBIDS, NAMES | {"state": "discharged"}, "Bjørg S.: Oppholdet står som «utskrevet». Det går ikke nå"),
        (Why.BEFORE_APPLIED, {"first_on": "2026-07-09", "received_on": "2026-07-09"},
         "Søknaden kom 9. juli 2026. Velg den dagen eller en senere"),
        (Why.BEFORE_APPLIED, {"first_on": "2026-07-09", "received_on": "2026-07-01"}, "Velg 9. juli 2026 eller en senere dag"),
        (Why.AWAY_ALREADY, JULY, "Har permisjon fra før, 9.–16. juli. Avslutt den først"),
    ],
)  # fmt: skip
def test_what_the_register_turns_down_is_told_with_what_to_do(why, facts, said):
    assert faults.sentence(Rejected(why, **facts)) == said


@pytest.mark.parametrize(
    ("verb", "data", "said"),
    [
        (
            "book_stay",
            {"place": "Rom 3", "site": "Solgløtt"} | JULY,
            "Opphold planlagt: Bjørg S. · Rom 3 · 9.–16. juli",
        ),
        ("move_stay", {"place": "Rom 4"} | JULY, "Flyttet: Bjørg S. · Rom 4 · fra 9. juli"),
        ("change_end", JULY | {"before": "2026-07-20"}, "Forkortet: Bjørg S. · til 16. juli"),
        ("swap_stays", {"place": "Rom 3", "other_place": "Rom 4"}, "Byttet plass: Bjørg S. · Rom 3 og Rom 4"),
        ("discharge", {"went_to": "long_term"}, "Utskrevet: Bjørg S. · til langtidsplass"),
        ("cancel_stay", {"reason": "hospital"}, "Opphold avlyst: Bjørg S. · sykehuset endret planen"),
        ("prioritise", {"before": 2, "priority": 1, "reason": "Falt"}, "Prioritet 2 til 1: Bjørg S. · Falt"),
        ("assess_stays", {"count": 3}, "3 søknader vurdert"),
        ("answer_appeal", {"outcome": "reversed"}, "Klage – omgjort: Bjørg S."),
        ("take_leave", {"from_on": "2026-07-09", "to_on": None}, "Permisjon: Bjørg S. · fra 9. juli"),
    ],
)
def test_the_history_tells_what_was_done_with_whose_stay(verb, data, said):
    row = NAMES | {"verb": verb, "data": data, "unit_name": None, "on_day": "2026-07-10", "staff": "Jon"}
    assert history_words.sentence(row, "2026-07-10") == said
