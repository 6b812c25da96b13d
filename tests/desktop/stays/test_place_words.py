"""What the history and the lists of the hit say of places, closures and bought nights."""

import pytest

from db.closures import Hit
from desktop import faults, history_words
from desktop.stays import hits
from desktop.stays.page import StaysPage

TODAY = "2026-11-22"


@pytest.mark.parametrize(
    ("verb", "data", "said"),
    [
        ("add_site", {"name": "Korttid"}, "Nytt sted · Korttid"),
        ("add_stay_places", {"count": 15, "site": "Korttid"}, "15 nye plasser · Korttid"),
        ("add_stay_places", {"count": 1, "site": "Korttid"}, "1 ny plass · Korttid"),
        ("change_stay_place", {"valid_to": "2026-12-01"}, "Plass endret · ikke i bruk fra 1. des."),
        ("set_earmarks", {"purpose": "respite"}, "Øremerket avlastning"),
        ("set_earmarks", {"purpose": None}, "Øremerking tatt bort"),
        ("close_places", {"numbers": ["Rom 3"], "from_on": "2026-12-01", "to_on": "2026-12-08", "site": "Korttid"},
         "Stengt · 1.–8. des."),
        ("close_places", {"count": 2, "from_on": "2026-12-01", "site": "Korttid"}, "Stengt · 2 plasser · fra 1. des."),
        ("close_places", {"numbers": [], "from_on": "2026-12-01", "site": "Korttid"}, "Stengt · Korttid · fra 1. des."),
        ("reopen_places", {"from_on": "2026-12-03"}, "Åpnet igjen · fra 3. des."),
        ("set_population", {"year": 2026, "inhabitants": 6912}, "Innbyggertall 2026: 6\u00a0912"),
        ("add_quota", {"year": 2026, "site": "Fjordheim"}, "Avtale om kjøpte døgn · Fjordheim · 2026"),
        ("change_quota", {}, "Avtale om kjøpte døgn endret"),
    ],
)  # fmt: skip
def test_the_history_tells_what_was_done(verb, data, said):
    assert history_words.sentence({"verb": verb, "data": data}, TODAY) == said
    assert faults.verb(verb) != verb


@pytest.mark.parametrize(
    ("more", "text", "icon"),
    [
        ({"free": ({"name": "Rom 3"}, {"name": "Rom 5"})},
         "Kari N., Rom 1, 5.–7. des. Ledig i stedet: Rom 3 og Rom 5", "bed"),
        ({}, "Kari N., Rom 1, 5.–7. des. Ingen annen plass er ledig", "triangle-alert"),
        ({"place_name": None, "over": 2}, "Kari N., uten plass, 5.–7. des. (2 for mange). Ingen annen plass er ledig",
         "triangle-alert"),
        ({"days": 3}, "Kari N., 3 dager fra 5. des.", "calendar-x"),
        ({"days": 1, "over": 1}, "Kari N., 1 dag fra 5. des. (1 for mange)", "calendar-x"),
    ],
)  # fmt: skip
def test_who_is_hit_is_told_with_where_they_could_go(more, text, icon):
    hit = {"stay_id": 1, "person_id": 1, "first_name": "Kari", "last_name": "Nordmann", "protected": 0, "state": "in",
           "purpose": "respite", "stay_place_id": 1, "place_name": "Rom 1", "from_on": "2026-12-05",
           "to_on": "2026-12-07", "leaves_on": "2026-12-07"}  # fmt: skip
    told = hits.told(Hit(**(hit | more)), TODAY)
    assert (told.text, told.icon) == (text, icon)


def test_no_two_acts_of_the_page_share_a_key():
    """A key that means two things does neither."""
    by_key = {}
    for action in StaysPage.ACTIONS:
        by_key.setdefault(action.key, set()).add(action.slot)
    assert {key: slots for key, slots in by_key.items() if key and len(slots) > 1} == {}
