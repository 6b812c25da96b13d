"""Today in the invented municipality: what is asked for, driven, mended, counted and followed up. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from db import (
    availability,
    contacts,
    counts,
    equipment,
    lapses,
    loan_lines,
    loans,
    nav_cases,
    packages,
    products,
    requests,
    service,
    stops,
    trips,
)
from db.stop_things import Result

if TYPE_CHECKING:
    from db.connection import Reader

CHECKED = "Personløftere"  # the group whose copies are checked every year
PACKAGES = (
    ("Seng med tilbehør", ("Senger", "Personløftere"), "Heisen følger med der to må hjelpe til"),
    ("Bad", ("Hygiene", "Hygiene"), ""),
    ("Ved utskrivning", ("Manuelle rullestoler", "Ganghjelpemidler", "Hygiene"), "Etter hoftebrudd"),
)
ASKED = (  # urgency, delivery, days until it is wanted, note
    ("discharge", "deliver", 0, "Kommer hjem i dag kl. 14"),
    ("pressure_sore", "deliver", 1, ""),
    ("ordinary", "deliver", 0, "Nøkkel i boks ved døra"),
    ("ordinary", "fetch", 2, ""),
    ("ordinary", "fetch", 4, ""),
    ("ordinary", "fetch", 9, "Datteren henter"),
)


@dataclass
class Day:
    """The day, who does its work (`run(act, day, **arguments)`), and loans and people that nothing is planned for."""

    db: Reader
    today: date
    run: Callable[..., Any]
    people: list[int]
    lines: list[Any]

    def ago(self, days: int) -> str:
        return (self.today - timedelta(days=days)).isoformat()

    def do(self, act: Callable[..., Any], /, **arguments: Any) -> Any:
        return self.run(act, self.today, **arguments)

    def take(self, number: int) -> list[Any]:
        """So many loan lines that are soon due or have been lately, each with a person of its own."""
        chosen, self.lines = self.lines[:number], self.lines[number:]
        return chosen


def work(db: Reader, today: date, run: Callable[..., Any], people: Sequence[int]) -> None:
    """Fill today's lists in a register that has some months behind it."""
    day = Day(db, today, run, [], _calm_lines(db, today))
    busy = {row["person_id"] for row in day.lines}
    day.people = [person for person in people if person not in busy]
    _make_packages(day)
    _check_lifts(day)
    _drive_yesterday(day)
    _drive_today(day, _ask(day))
    _tell_service(day)
    _follow_up(day)
    _count(day)


def _calm_lines(db: Reader, today: date) -> list[Any]:
    """Lines of numbered copies that are a few days late or due, one for each person, those due last on top."""
    until = (today + timedelta(days=40)).isoformat()
    ids = loan_lines.ids(db, today=today.isoformat(), order="due")
    rows = {row["line_id"]: row for row in loan_lines.rows(db, ids, today=today.isoformat())}
    mine = [rows[key] for key in ids if rows[key]["person_id"] and rows[key]["item_id"]]
    late = [row for row in mine if row["due_on"] and row["due_on"] <= until]
    return list({row["person_id"]: row for row in late}.values())[::-1]


def _of_group(day: Day, group: str, number: int = 1) -> list[int]:
    """Products of a group that stand ready in the greatest numbers."""
    ready = {row["product_id"]: row["available"] for row in
             availability.available_per_product(day.db, today=day.today.isoformat())}  # fmt: skip
    known = [row["product_id"] for row in products.rows(day.db, list(ready)) if row["group_name"] == group]
    return sorted(known, key=lambda product_id: (-ready[product_id], product_id))[:number]


def _make_packages(day: Day) -> None:
    for name, groups, note in PACKAGES:
        parts = [(_of_group(day, group, at + 1)[at - groups.index(group)], 1) for at, group in enumerate(groups)]
        day.do(packages.add_package, name=name, parts=parts, note=note)


def _check_lifts(day: Day) -> None:
    """Most were checked this year, some are due in some days, and a few should have been."""
    lifts = [row for row in products.rows(day.db, products.ids(day.db)) if row["group_name"] == CHECKED]
    for row in lifts:
        day.do(products.change_product, product_id=row["product_id"], rev=row["rev"], check_months=12)
    known = equipment.item_rows(day.db, equipment.item_ids(day.db, today=day.today.isoformat(), group=CHECKED))
    copies = sorted(row["item_id"] for row in known if row["state"] not in service.UNSEEN)
    day.do(service.check, item_ids=copies[:14], passed=True, on_day=day.ago(210), done_by="Løftekontroll AS")
    day.do(service.check, item_ids=copies[14:19], passed=True, on_day=day.ago(352), done_by="Løftekontroll AS")


def _ask(day: Day) -> list[int]:
    """Needs of people who have nothing yet; the ids of those that are to be driven today, packed."""
    ready = [*_of_group(day, "Senger"), *_of_group(day, "Hygiene"), *_of_group(day, "Manuelle rullestoler"),
             *_of_group(day, "Ganghjelpemidler", 2), *_of_group(day, "Personløftere")]  # fmt: skip
    asked = []
    for at, ((urgency, delivery, days, note), product) in enumerate(zip(ASKED, ready, strict=True)):
        asked.append(day.do(
            requests.add_request, product_id=product, person_id=day.people[at], urgency=urgency, delivery=delivery,
            wanted_on=day.ago(-days), asked_on=day.ago(at % 3), note=note, asked_by="Ergoterapeut Ida Moe",
        ))  # fmt: skip
    for ref in (asked[0], asked[2]):
        copy = requests.suggested(day.db, ref)
        if copy is not None:
            day.do(requests.pack, request_id=ref, item_id=copy["item_id"])
    return [asked[0], asked[2]]


def _drive_yesterday(day: Day) -> None:
    """One came in, and nobody was at home at the other's."""
    before = day.today - timedelta(days=3 if day.today.weekday() == 0 else 1)
    made = day.run(trips.stops_for, before, line_ids=[row["line_id"] for row in day.take(2)], day=before.isoformat())
    trip = stops.trip_of_day(day.db, before.isoformat())
    results = [Result(made[0]), Result(made[1], "failed", "nobody_home", "Ringte på to ganger")]
    day.run(trips.finish_trip, before, trip_id=trip["trip_id"] if trip else 0, results=results)


def _drive_today(day: Day, delivered: Sequence[int]) -> None:
    """Five stops, and one more that waits for a day."""
    today = day.today.isoformat()
    day.do(trips.stops_for, request_ids=delivered, day=today)
    day.do(trips.stops_for, line_ids=[row["line_id"] for row in day.take(2)], day=today)
    [mend, wait] = day.take(2)
    day.do(trips.add_stop, kind="repair", person_id=mend["person_id"], line_ids=[mend["line_id"]], day=today,
           text="Bremsen tar ikke", floor="2. etasje")  # fmt: skip
    day.do(trips.add_stop, kind="fetch", person_id=wait["person_id"], line_ids=[wait["line_id"]],
           wanted_on=day.ago(-3), key_note="Nøkkel hos nabo")  # fmt: skip
    trip = stops.trip_of_day(day.db, today)
    if trip is not None:
        day.do(trips.change_trip, trip_id=trip["trip_id"], rev=trip["rev"], driver="Jon Vaktmester")


def _tell_service(day: Day) -> None:
    """One thing that came back is infectious, one waits for a part, and one is tried out after a repair."""
    [ill] = day.take(1)
    day.do(loans.take_back, returns=[loans.Return(ill["line_id"], "infectious", note="Omgangssyke i huset")])
    [waiting, begun] = equipment.item_ids(day.db, today=day.today.isoformat(), chip="available", order="bought")[:2]
    day.do(service.change_repair, item_id=waiting, state="waiting_part", fault="Ryggen synker", parts="Gassfjær",
           cost_ore=64_000)  # fmt: skip
    day.do(service.change_repair, item_id=begun, state="repairing", fault="Hjulet vingler", minutes=20)


def _follow_up(day: Day) -> None:
    """What was said and sent, one who died, and one whose need lasts."""
    first, second, third, dead, lasting = day.take(5)
    day.do(contacts.add_contact, kind="phone", outcome="reached", line_ids=[first["line_id"]],
           text="Beholder den til påske", next_on=day.ago(-30))  # fmt: skip
    day.do(contacts.add_contact, kind="phone", outcome="no_answer", line_ids=[second["line_id"]], on_day=day.ago(2))
    day.do(contacts.add_contact, kind="letter", outcome="sent", line_ids=[third["line_id"]], on_day=day.ago(16))
    day.do(lapses.tell_death, person_id=dead["person_id"], died_on=day.ago(4), responsible="Berit Depot")
    day.do(nav_cases.open_nav_cases, line_ids=[lasting["line_id"]], sent_on=day.ago(19))


def _count(day: Day) -> None:
    """A shelf that somebody is in the midst of counting: two copies are left, and one stood there unexpected."""
    places = sorted({(row["room"], row["shelf"]) for row in equipment.places(day.db) if row["shelf"]})
    room, shelf = max(places, key=lambda one: counts.expected_number(day.db, room=one[0], shelf=one[1]))
    found = day.do(counts.start_count, name=f"Hylle {shelf}", room=room, shelf=shelf)
    ready = equipment.item_rows(day.db, equipment.item_ids(day.db, today=day.today.isoformat(), chip="available"))
    there = sorted(row["item_id"] for row in ready if row["shelf"] == shelf)
    lent = equipment.item_ids(day.db, today=day.today.isoformat(), chip="lent")[:1]
    for item_id in (*there[:-2], *lent):
        day.do(counts.scan, stock_count_id=found, item_id=item_id)
