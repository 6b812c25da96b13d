"""One example of every command of stays, and what they need: a ward, a day centre, a supplier, a stay in every state."""

from collections.abc import Callable
from typing import Any

from examples_days import DAY_EXAMPLES, stock_days
from examples_plan import PLAN_EXAMPLES, stock_plan
from filled import TODAY, Depot

from db import closures, people, quotas, stay_acts, stay_places, stays

E = Callable[[Any], dict[str, Any]]
ROOMS = 8
LEFT = "2026-11-20"
NAMES = (
    "asked", "judged", "granted", "waits", "urgent", "planned", "later", "in", "over", "away", "paused", "acute",
    "left", "refused", "appealed", "day",
)  # fmt: skip


def stock_stays(depot: Depot, of: dict[str, Any]) -> None:
    """Places of every kind; `stay_asked`, `stay_judged`, … are the ids of stays, one in each state (NAMES)."""
    do = depot.do
    of["ward"] = do(stay_places.add_site, name="Solgløtt rehab", kind="ward", phone="51000001")
    of["centre"] = do(stay_places.add_site, name="Dagsenteret", kind="day_centre")
    of["supplier"] = do(stay_places.add_site, name="Fjordheim", kind="external")
    rooms = [f"Rom {number}" for number in range(1, ROOMS + 1)]
    of["rooms"] = do(stay_places.add_stay_places, site_id=of["ward"], names=rooms, valid_from="2026-01-01")
    for name in NAMES:
        of[f"guest_{name}"] = do(people.add_person, first_name="Liv", last_name=f"Aas {name}", born_on="1940-02-03")
    _asked(depot, of)
    _placed(depot, of)
    _day(depot, of)
    stock_days(depot, of)
    stock_plan(depot, of)
    _shut(depot, of)


def _apply(depot: Depot, of: dict[str, Any], name: str, **more: Any) -> int:
    asked = {"person_id": of[f"guest_{name}"], "purpose": "rehabilitation", "received_on": "2026-11-01"}
    of[f"stay_{name}"] = depot.do(stays.apply_for_stay, **(asked | more))
    return of[f"stay_{name}"]


def _asked(depot: Depot, of: dict[str, Any]) -> None:
    """From søkt to venteliste and avslått."""
    do = depot.do
    _apply(depot, of, "asked", need="Gange etter brudd")
    assessed = [
        _apply(depot, of, name) for name in ("judged", "granted", "waits", "urgent", "paused", "refused", "appealed")
    ]
    do(stays.assess_stays, stay_ids=assessed, on_day="2026-11-05")
    for name in ("granted", "waits", "urgent", "paused"):
        do(stays.grant_stay, stay_id=of[f"stay_{name}"], on_day="2026-11-10", reference="26/114")
    for name, priority in (("waits", 2), ("urgent", 1), ("paused", 3)):
        do(stays.put_on_waiting_list, stay_id=of[f"stay_{name}"], priority=priority, latest_start_on="2026-12-15")
    do(stays.pause_wait, stay_id=of["stay_paused"], from_on="2026-11-20", reason="Bryllup")
    for name in ("refused", "appealed"):
        do(stays.refuse_stay, stay_id=of[f"stay_{name}"], on_day="2026-11-12", reason="Klarer seg hjemme",
           appeal_by="2026-12-03")  # fmt: skip
    do(stays.appeal_refusal, stay_id=of["stay_appealed"], on_day="2026-11-18")


def _placed(depot: Depot, of: dict[str, Any]) -> None:
    """On their places: rooms 1 and 2 have somebody to come, 3 to 5 somebody in, 6 somebody who is over time."""
    book = {"purpose": "rehabilitation", "passed": {of["stay_waits"]: "Trapper", of["stay_urgent"]: "Trapper"}}
    days = {
        "planned": (0, "2026-11-22", "2026-12-06"), "later": (1, "2026-12-01", "2026-12-20"),
        "in": (2, "2026-11-10", "2026-12-01"), "away": (3, "2026-11-12", "2026-12-03"),
        "over": (5, "2026-11-01", "2026-11-18"), "left": (6, "2026-11-01", LEFT),
    }  # fmt: skip
    for name, (room, from_on, to_on) in days.items():
        of[f"stay_{name}"] = depot.do(
            stay_acts.book_stay, person_id=of[f"guest_{name}"], place_id=of["rooms"][room], from_on=from_on, to_on=to_on,
            **book,
        )  # fmt: skip
        if from_on < TODAY:
            depot.do(stay_acts.check_in, stay_id=of[f"stay_{name}"], on_day=from_on)
    depot.do(stay_acts.take_leave, stay_id=of["stay_away"], kind="home", from_on="2026-11-21")
    depot.do(stay_acts.discharge, stay_id=of["stay_left"], on_day=LEFT, went_to="home", goal_result="partly")
    of["stay_acute"] = depot.do(
        stay_acts.admit_acute, person_id=of["guest_acute"], place_id=of["rooms"][4], to_on="2026-11-28"
    )


def _day(depot: Depot, of: dict[str, Any]) -> None:
    """Day rehab on Mondays and Wednesdays."""
    of["stay_day"] = depot.do(
        stay_acts.book_stay, person_id=of["guest_day"], purpose="rehabilitation", form="day", weekdays="13",
        site_id=of["centre"], from_on="2026-11-02", to_on="2027-02-01", transport="taxi", pickup_at="08:30",
    )  # fmt: skip
    depot.do(stay_acts.check_in, stay_id=of["stay_day"], on_day="2026-11-02")


def _shut(depot: Depot, of: dict[str, Any]) -> None:
    """An annex with a closure to come, and an agreement on bought nights."""
    of["annex"] = depot.do(stay_places.add_site, name="Annekset")
    of["beds"] = depot.do(stay_places.add_stay_places, site_id=of["annex"], names="Seng 1..3", purpose="respite")
    closed = {"site_id": of["annex"], "from_on": "2026-12-01", "to_on": "2026-12-08", "reason": "Maling"}
    of["closure"] = depot.do(closures.close_places, stay_place_ids=of["beds"][:1], **closed)[0]
    of["quota"] = depot.do(quotas.add_quota, site_id=of["supplier"], year=2026, nights=193, amount_ore=58_000_000)


def _booked(on: Any, **more: Any) -> dict[str, Any]:
    days = {"person_id": on.depot.person, "purpose": "respite", "place_id": on["rooms"][7], "note": "Ring datteren"}
    return days | more


STAY_EXAMPLES: dict[str, E] = {
    "apply_for_stay": lambda on: {
        "person_id": on.depot.person, "purpose": "assessment", "asked_by": "Sykehuset", "need": "Gange", "priority": 1,
        "room_need": "Bad på rommet", "wished_from": "2026-12-01", "came_from": "hospital", "came_from_note": "Avd. 4",
        "note": "Ring først", "transport_note": "Rullestol", "pickup_at": "08:30"},
    "change_stay": lambda on: {"stay_id": on["stay_asked"], "rev": on.rev("stay", "stay_asked"), "need": "Trapper"},
    "assess_stays": lambda on: {"stay_ids": [on["stay_asked"]]},
    "grant_stay": lambda on: {"stay_id": on["stay_judged"], "reference": "26/115", "reason": "Nytte"},
    "refuse_stay": lambda on: {"stay_id": on["stay_urgent"], "reason": "Behovet er borte", "reference": "26/116",
                               "appeal_by": "2026-12-13"},
    "appeal_refusal": lambda on: {"stay_id": on["stay_refused"]},
    "answer_appeal": lambda on: {"stay_id": on["stay_appealed"], "outcome": "reversed"},
    "put_on_waiting_list": lambda on: {"stay_id": on["stay_granted"], "priority": 1, "follow_up_on": "2026-12-01",
                                       "latest_start_on": "2026-12-15", "reason": "Fullt"},
    "prioritise": lambda on: {"stay_id": on["stay_waits"], "priority": 1, "reason": "Falt igjen"},
    "pause_wait": lambda on: {"stay_id": on["stay_waits"], "to_on": "2026-11-29", "reason": "Reise"},
    "end_pause": lambda on: {"stay_id": on["stay_paused"]},
    "confirm_acute": lambda on: {"stay_id": on["stay_acute"], "reference": "26/117", "reason": "Fall"},
    "cancel_stay": lambda on: {"stay_id": on["stay_later"], "reason": "hospital"},
    "set_coordinator": lambda on: {"stay_id": on["stay_in"], "name": "Mia Dal", "note": "Overtar etter Per"},
    "plan_stay": lambda on: {"stay_id": on["stay_waits"], "place_id": on["rooms"][7], "from_on": "2026-11-24",
                             "to_on": "2026-12-10", "passed": {on["stay_urgent"]: "Trenger annet rom"}},
    "book_stay": lambda on: _booked(on, from_on="2026-11-25", to_on="2026-11-29", reference="26/118",
                                    passed={on["stay_urgent"]: "Avlastning", on["stay_waits"]: "Avlastning"}),
    "replan_stay": lambda on: {"stay_id": on["stay_later"], "place_id": on["rooms"][7], "from_on": "2026-12-02",
                               "to_on": "2026-12-22", "confirmed": True},
    "move_stay": lambda on: {"stay_id": on["stay_in"], "place_id": on["rooms"][7]},
    "change_end": lambda on: {"stay_id": on["stay_in"], "to_on": "2026-12-05", "confirmed": True},
    "swap_stays": lambda on: {"stay_id": on["stay_in"], "other_id": on["stay_later"], "from_on": "2026-11-24"},
    "park_stay": lambda on: {"stay_id": on["stay_in"]},
    "back_to_waiting": lambda on: {"stay_id": on["stay_later"], "reason": "Rommet måtte brukes"},
    "check_in": lambda on: {"stay_id": on["stay_planned"]},
    "admit_acute": lambda on: _booked(on, purpose="acute", to_on="2026-11-26", came_from="home"),
    "take_leave": lambda on: {"stay_id": on["stay_in"], "kind": "hospital", "to_on": "2026-11-24", "note": "Prøver"},
    "end_leave": lambda on: {"stay_id": on["stay_away"]},
    "discharge": lambda on: {"stay_id": on["stay_away"], "went_to": "other", "went_to_note": "Søsteren",
                             "goal_result": "reached"},
    "reopen_stay": lambda on: {"stay_id": on["stay_left"], "reason": "Ble likevel"},
    "enter_past_stay": lambda on: _booked(on, from_on="2026-10-01", to_on="2026-10-09", late_reason="Glemt",
                                          went_to="home"),
    "add_site": lambda on: {"name": "Fjellro", "kind": "external", "phone": "72000000", "note": "Ring før 12"},
    "change_site": lambda on: {"site_id": on["annex"], "rev": on.rev("site", "annex"), "address": "Lia 2"},
    "add_stay_places": lambda on: {"site_id": on["annex"], "names": "Seng 4..6", "purpose": "rehabilitation",
                                   "features": "Heis"},
    "add_extra_place": lambda on: {"site_id": on["annex"], "name": "Stua", "reason": "Fullt"},
    "change_stay_place": lambda on: {"stay_place_id": on["beds"][2], "name": "Seng C", "valid_to": "2027-01-01"},
    "set_earmarks": lambda on: {"stay_place_ids": on["beds"], "purpose": "rehabilitation", "from_on": "2026-12-01",
                                "to_on": "2027-01-01"},
    "set_population": lambda on: {"year": 2026, "inhabitants": 16_000, "source": "SSB 1.1."},
    "close_places": lambda on: {"site_id": on["annex"], "places": 2, "from_on": "2026-12-01", "reason": "Ferie"},
    "change_closure": lambda on: {"closure_id": on["closure"], "rev": on.rev("closure", "closure"), "reason": "Lekk"},
    "reopen_places": lambda on: {"closure_ids": [on["closure"]]},
    "add_quota": lambda on: {"site_id": on["supplier"], "year": 2027, "nights": 200, "amount_ore": 60_000_000,
                             "outside_ore": 350_000, "reference": "26/90", "note": "Fornyet"},
    "change_quota": lambda on: {"quota_id": on["quota"], "rev": on.rev("quota", "quota"), "invoiced_nights": 40},
} | DAY_EXAMPLES | PLAN_EXAMPLES  # fmt: skip
