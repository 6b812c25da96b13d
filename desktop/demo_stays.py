"""The rehab ward of the invented municipality: some months of stays, who is in today, who waits and what is planned."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from db import (
    attendance,
    closures,
    people,
    quotas,
    stay_acts,
    stay_moves,
    stay_places,
    stay_plan,
    stay_rates,
    stay_scores,
    stays,
)
from db.red_days import is_red
from db.stay_days import plus

if TYPE_CHECKING:
    from db.connection import Reader

ROOMS, REHAB_ROOMS = 15, 6
BACK, AHEAD = 42, 14  # days behind and ahead with stays in the rooms
_PURPOSES = ("rehabilitation", "respite", "respite", "assessment", "acute")
_LENGTHS = {"rehabilitation": (14, 35, 21), "respite": (5, 16, 12), "assessment": (7, 18, 12), "acute": (2, 8, 4)}
_NAMES = ("Ergoterapeut Ida Moe", "Fysioterapeut Lars Eng", "Sykepleier Berit Nes", "Sykepleier Ola Vang")
_NEEDS = ("Gangtrening etter hoftebrudd", "Styrke og balanse etter langt sykeleie", "Hverdagsmestring etter hjerneslag",
          "Avlastning for pårørende", "Kartlegging av boevne")  # fmt: skip
_GOALS = ("Gå til postkassa uten å stoppe", "Gå trappa opp til soverommet", "Lage middag selv", "Dusje uten hjelp",
          "Komme ut til bussen")  # fmt: skip
_WEEKDAYS = (("13", "car", "08:30"), ("13", "car", "08:45"), ("24", "taxi", "09:00"), ("135", "family", ""),
             ("24", "car", "08:30"), ("5", "none", ""))  # fmt: skip


@dataclass
class Ward:
    """The ward, who does its work (`run(act, day, **arguments)`), and people who have nothing to do with it yet."""

    today: date
    run: Callable[..., Any]
    dice: random.Random
    people: list[int]
    site: int = 0
    extra: int = 0
    rooms: list[int] = field(default_factory=list)
    then: dict[int, str] = field(default_factory=dict)  # the day the next one comes to a room
    inside: list[tuple[str, int, int]] = field(default_factory=list)  # (day they came, room, stay) of who is in

    def ago(self, days: int) -> str:
        return (self.today - timedelta(days=days)).isoformat()

    def on(self, day: str, act: Callable[..., Any], /, **arguments: Any) -> Any:
        return self.run(act, date.fromisoformat(day), **arguments)

    def do(self, act: Callable[..., Any], /, **arguments: Any) -> Any:
        return self.run(act, self.today, **arguments)

    def somebody(self) -> int:
        return self.people.pop()


def work(db: Reader, today: date, run: Callable[..., Any], known: Sequence[int], dice: random.Random) -> None:
    """Fill places, stays, waiting list, day centre and bought nights; `known` are people to choose from."""
    alive = [row["person_id"] for row in people.rows(db, list(known), today=today.isoformat()) if not row["died_on"]]
    ward = Ward(today, run, dice, sorted(alive))
    _furnish(ward)
    for room in range(ROOMS):
        _live_in(ward, room)
    _today(ward)
    _buy_nights(ward)
    _day_centre(ward)
    _ask(ward)


def _furnish(ward: Ward) -> None:
    """The ward with its earmarks and what is shut, rates, and the inhabitants that the figures are counted by."""
    since = f"{ward.today.year - 1}-01-01"
    ward.site = ward.do(stay_places.add_site, name="Lillevik korttid og rehabilitering", phone="70 00 00 20",
                        address="Solbakken 2, 7999 Lillevik")  # fmt: skip
    ward.rooms = ward.do(stay_places.add_stay_places, site_id=ward.site, names=f"Rom 1..{ROOMS}", valid_from=since)
    ward.do(stay_places.set_earmarks, stay_place_ids=ward.rooms[:REHAB_ROOMS], purpose="rehabilitation", from_on=since)
    ward.do(stay_places.set_earmarks, stay_place_ids=ward.rooms[-1:], purpose="acute", from_on=since)
    ward.extra = ward.do(
        stay_places.add_extra_place, site_id=ward.site, name="Stua", valid_from=ward.ago(3), valid_to=ward.ago(-11),
        reason="Flere fra sykehuset enn vi har rom til",
    )  # fmt: skip
    for kind, amount, before in (("full_day", 19500, 18500), ("day_or_night", 11000, 10500)):
        ward.do(stay_rates.set_rate, kind=kind, from_on=since, amount_ore=before, source="Forskrift om egenandel")
        ward.do(stay_rates.set_rate, kind=kind, from_on=f"{ward.today.year}-01-01", amount_ore=amount,
                source="Forskrift om egenandel")  # fmt: skip
    for year, number in ((ward.today.year - 1, 6890), (ward.today.year, 6912)):
        ward.do(stay_places.set_population, year=year, inhabitants=number, source="SSB, 1. januar")


def _live_in(ward: Ward, number: int) -> None:
    """One after another in a room; the last of them lies ahead."""
    dice, room = ward.dice, ward.rooms[number]
    came = ward.ago(BACK + dice.randrange(12))
    while came < ward.ago(-AHEAD):
        purpose = "rehabilitation" if number < REHAB_ROOMS else dice.choice(_PURPOSES)
        left = plus(came, round(dice.triangular(*_LENGTHS[purpose])))
        stay = _book(ward, purpose, room, came, left)
        if came > ward.today.isoformat():
            ward.then.setdefault(room, came)
        if came <= ward.today.isoformat():
            ward.on(came, stay_acts.check_in, stay_id=stay, accept=True)
            if left < ward.today.isoformat():
                _go_home(ward, stay, purpose, came, left)
            else:
                ward.inside.append((came, room, stay))
                left = max(left, ward.ago(-1))
        came = plus(left, dice.choice((0, 0, 1, 2, 5)))


def _book(ward: Ward, purpose: str, room: int, came: str, left: str) -> int:
    asked = min(plus(came, -ward.dice.randrange(4, 30)), ward.today.isoformat())
    return ward.on(
        min(plus(came, -2), ward.today.isoformat()), stay_acts.book_stay, person_id=ward.somebody(), purpose=purpose,
        place_id=room, from_on=came, to_on=left, confirmed=ward.dice.random() < 0.7, accept=True, received_on=asked,
        need=ward.dice.choice(_NEEDS), asked_by=ward.dice.choice(("Sykehuset", "Fastlegen", "Hjemmesykepleien")),
        came_from=ward.dice.choice(("home", "home", "hospital")),
    )  # fmt: skip


def _go_home(ward: Ward, stay: int, purpose: str, came: str, left: str) -> None:
    """Out on the day; every rehab stay with a goal that was met, or nearly, and what was measured."""
    reached = ward.dice.choice(("reached", "reached", "partly", "not_reached"))
    if purpose == "rehabilitation":
        before = ward.dice.randrange(2, 5)
        gained = {"reached": 4, "partly": 2, "not_reached": 0}[reached]
        goal = ward.on(came, stay_plan.add_goal, stay_id=stay, text=ward.dice.choice(_GOALS), score_before=before)
        ward.on(left, stay_plan.close_goal, stay_goal_id=goal, status=reached, score_after=before + gained)
        for day, moment, more in ((came, "before", 0), (left, "after", gained / 2)):
            ward.on(day, stay_scores.add_scores, stay_id=stay, moment=moment, scores={"sppb": 5 + more})
    if ward.dice.random() < 0.9:
        ward.on(left, stay_plan.add_evaluation, stay_id=stay, text="Klarer seg hjemme med hjelp til dusj")
    ward.on(left, stay_acts.discharge, stay_id=stay, went_to=ward.dice.choice(("home", "home", "home", "long_term")),
            goal_result=reached if purpose == "rehabilitation" else None)  # fmt: skip


def _today(ward: Ward) -> None:
    """Who is in: most have coordinator and plan; one is over time, one parked, one on leave, and one came at night."""
    inside = sorted(ward.inside)
    for at, (_came, _room, stay) in enumerate(inside[:-1]):
        _coordinate(ward, stay, at)
        if at < 4:
            _plan(ward, stay, at)
        elif at % 3:
            ward.do(stay_plan.add_goal, stay_id=stay, text=_GOALS[at % len(_GOALS)], score_before=4)
    wet = max(inside[2:], key=lambda one: ward.then.get(one[1], "9"))  # the room that is needed last
    (_came, _room, over), (_since, _other, away), (_day, room, parked) = *inside[:2], wet
    ward.on(ward.ago(2), stay_moves.change_end, stay_id=over, to_on=ward.ago(2), accept=True)
    ward.do(stay_moves.park_stay, stay_id=parked)
    ward.do(closures.close_places, site_id=ward.site, stay_place_ids=[room], from_on=ward.ago(0),
            to_on=min(ward.ago(-6), ward.then.get(room, "9")), reason="Vannlekkasje på badet")  # fmt: skip
    ward.on(ward.ago(1), stay_acts.admit_acute, person_id=ward.somebody(), place_id=ward.extra, to_on=ward.ago(-3),
            accept=True, came_from="home", need="Falt hjemme i natt")  # fmt: skip
    ward.do(stay_acts.take_leave, stay_id=away, kind="home", from_on=ward.ago(0), to_on=ward.ago(-2))


def _coordinate(ward: Ward, stay: int, at: int) -> None:
    ward.do(stays.set_coordinator, stay_id=stay, name=_NAMES[at % len(_NAMES)])


def _plan(ward: Ward, stay: int, at: int) -> None:
    ward.do(stay_plan.tell_important, stay_id=stay, text="Å bo hjemme sammen med katten så lenge jeg kan")
    goal = ward.do(stay_plan.add_goal, stay_id=stay, text=_GOALS[at], score_before=3)
    ward.do(stay_plan.add_intervention, stay_id=stay, stay_goal_id=goal, text="Styrketrening", who="Fysioterapeut",
            dose="3 ganger i uken, 30 minutter")  # fmt: skip
    ward.do(stay_scores.add_scores, stay_id=stay, moment="before",
            scores={"sppb": 4 + at, "copm_performance": 3, "copm_satisfaction": 2})  # fmt: skip


def _ask(ward: Ward) -> None:
    """Applications on their way: new, assessed, granted, waiting, refused and called off; one came at night."""
    asked = [_apply(ward, at) for at in range(10)]
    ward.do(stays.assess_stays, stay_ids=asked[2:], on_day=ward.ago(3))
    for stay in asked[3:9]:
        ward.do(stays.grant_stay, stay_id=stay, on_day=ward.ago(2), reference=f"26/{400 + stay}")
    for at, (stay, priority) in enumerate(zip(asked[4:8], (1, 2, 2, 3), strict=True)):
        ward.do(stays.put_on_waiting_list, stay_id=stay, on_day=ward.ago(2), priority=priority,
                latest_start_on=ward.ago(-3 - 6 * at), follow_up_on=ward.ago(-2 * at))  # fmt: skip
    ward.do(stays.pause_wait, stay_id=asked[7], to_on=ward.ago(-9), reason="Barnebarnet skal giftes")
    ward.do(stays.cancel_stay, stay_id=asked[8], reason="user")
    ward.do(stays.refuse_stay, stay_id=asked[9], on_day=ward.ago(1), reason="Får den treningen hjemme",
            appeal_by=ward.ago(-20))  # fmt: skip


def _apply(ward: Ward, at: int) -> int:
    return ward.do(
        stays.apply_for_stay, person_id=ward.somebody(), purpose=_PURPOSES[at % 4], received_on=ward.ago(4 + 2 * at),
        need=_NEEDS[at % len(_NEEDS)], asked_by="Hjemmesykepleien", priority=2, wished_from=ward.ago(-7),
        room_need="Bad på rommet" if at % 3 == 0 else "",
    )  # fmt: skip


def _buy_nights(ward: Ward) -> None:
    """A supplier with an agreement for the year: two have been there, one is there, one is to go."""
    centre = ward.do(stay_places.add_site, name="Fjordheim rehabiliteringssenter", kind="external", phone="70 00 00 30")
    first = f"{ward.today.year}-01-01"
    ward.do(quotas.add_quota, site_id=centre, year=ward.today.year, nights=193, amount_ore=58_000_000,
            outside_ore=310_000, reference="Avtale 2026/17")  # fmt: skip
    for back, length in ((140, 28), (80, 35), (12, 28), (-16, 21)):
        came = max(ward.ago(back), first)
        stay = ward.on(
            min(came, ward.today.isoformat()), stay_acts.book_stay, person_id=ward.somebody(),
            purpose="rehabilitation", site_id=centre, from_on=came, to_on=plus(came, length), confirmed=True,
            accept=True,
        )  # fmt: skip
        if back > 0:
            ward.on(came, stay_acts.check_in, stay_id=stay, accept=True)
            _coordinate(ward, stay, 0)
            ward.on(came, stay_plan.add_goal, stay_id=stay, text=_GOALS[0], score_before=3)
        if back > 60:
            ward.on(plus(came, length), stay_plan.add_evaluation, stay_id=stay, text="God framgang, hjem til seg selv")
            ward.on(plus(came, length), stay_acts.discharge, stay_id=stay, goal_result="reached")


def _day_centre(ward: Ward) -> None:
    """Day rehab: six who come by their weekdays, and how it went the last two weeks."""
    centre = ward.do(stay_places.add_site, name="Lillevik dagsenter", kind="day_centre", phone="70 00 00 40",
                     address="Solbakken 4, 7999 Lillevik")  # fmt: skip
    ward.do(stay_places.add_stay_places, site_id=centre, names="Dagplass 1..6", kind="day", valid_from=ward.ago(300))
    since, guests = ward.ago(28), dict[int, str]()
    for weekdays, transport, at in _WEEKDAYS:
        stay = ward.on(
            since, stay_acts.book_stay, person_id=ward.somebody(), purpose="rehabilitation", form="day",
            weekdays=weekdays, site_id=centre, from_on=since, to_on=ward.ago(-30), transport=transport, pickup_at=at,
            accept=True,
        )  # fmt: skip
        ward.on(since, stay_acts.check_in, stay_id=stay, accept=True)
        _coordinate(ward, stay, 1)
        ward.on(since, stay_plan.add_goal, stay_id=stay, text=_GOALS[len(guests) % 5], score_before=4)
        guests[stay] = weekdays
    for day, coming in _days(ward, guests):
        ward.on(day, attendance.register_attendance, stay_ids=coming[1:] or coming, on_day=day, state="attended")
        if coming[1:]:
            how = {"state": "cancelled", "cancelled_by": "user"} if ward.dice.random() < 0.3 else {"state": "attended"}
            ward.on(day, attendance.register_attendance, stay_ids=coming[:1], on_day=day, **how)


def _days(ward: Ward, guests: dict[int, str]) -> Iterator[tuple[str, list[int]]]:
    """The days of the last two weeks before today, with who was to come."""
    for back in range(14, 0, -1):
        day = ward.today - timedelta(days=back)
        coming = [stay for stay, weekdays in guests.items() if str(day.isoweekday()) in weekdays]
        if coming and not is_red(day.isoformat()):
            yield day.isoformat(), coming
