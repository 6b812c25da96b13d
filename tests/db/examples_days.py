"""One example of every command of day rehab and of rates, on the day stay that examples_stays makes."""

from collections.abc import Callable
from typing import Any

from filled import Depot

from db import attendance, people, stay_rates, stays

E = Callable[[Any], dict[str, Any]]
WEDNESDAY, MONDAY = "2026-11-18", "2026-11-16"


def stock_days(depot: Depot, of: dict[str, Any]) -> None:
    """A day that is registered, somebody who has asked for day rehab, and a rate."""
    register = attendance.register_attendance
    depot.do(register, stay_ids=[of["stay_day"]], on_day=MONDAY, state="cancelled", cancelled_by="us", note="Kurs")
    of["guest_daily"] = depot.do(people.add_person, first_name="Åse", last_name="Aas daglig")
    of["stay_daily"] = depot.do(
        stays.apply_for_stay, person_id=of["guest_daily"], purpose="rehabilitation", form="day", weekdays="2"
    )
    of["rate"] = depot.do(stay_rates.set_rate, kind="full_day", from_on="2026-01-01", amount_ore=19_500)


def _days(on: Any, **more: Any) -> dict[str, Any]:
    days = {"site_id": on["centre"], "from_on": "2026-11-24", "to_on": "2027-01-13", "weekdays": "24"}
    return days | {"transport": "car", "transport_note": "Rullestol", "pickup_at": "8.15"} | more


DAY_EXAMPLES: dict[str, E] = {
    "register_attendance": lambda on: {"stay_ids": [on["stay_day"]], "on_day": WEDNESDAY, "state": "attended",
                                       "note": "Kom sent"},
    "clear_attendance": lambda on: {"stay_ids": [on["stay_day"]], "on_day": MONDAY},
    "add_extra_day": lambda on: {"stay_id": on["stay_day"], "on_day": "2026-11-24", "transport": "family",
                                 "note": "Bytter dag"},
    "change_transport": lambda on: {"stay_ids": [on["stay_day"]], "on_day": "2026-11-23", "transport": "car"},
    "start_day_rehab": lambda on: _days(on, person_id=on.depot.person, reference="26/130"),
    "plan_day_stay": lambda on: _days(on, stay_id=on["stay_daily"]),
    "change_pattern": lambda on: {"stay_id": on["stay_day"], "from_on": "2026-11-25", "weekdays": "24",
                                  "transport": "car", "transport_note": "Rullator", "pickup_at": "9"},
    "end_day_rehab": lambda on: {"stay_id": on["stay_day"], "last_on": WEDNESDAY, "went_to": "other",
                                 "went_to_note": "Eget opplegg", "goal_result": "reached"},
    "set_rate": lambda on: {"kind": "day_or_night", "from_on": "2026-01-01", "amount_ore": 10_500, "source": "Vedtak"},
    "change_rate": lambda on: {"stay_rate_id": on["rate"], "rev": on.rev("stay_rate", "rate"), "amount_ore": 19_600},
    "remove_rate": lambda on: {"stay_rate_id": on["rate"]},
}  # fmt: skip
