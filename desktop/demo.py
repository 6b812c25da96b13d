"""A filled register of an invented municipality, for trying the program: every name and number is made up. No Qt."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from db import command, equipment, loan_lines, loans, people, products, requests, service, settings, units
from db.connection import Register
from db.loans import Return
from desktop import demo_day, demo_plans, demo_stays

COPIES, LOANS, DAYS = 350, 600, 548
FORGOTTEN = 110  # some loans of these last days are still out long after their due day
_FIRST = str.split(
    "Anne Kari Inger Liv Marit Randi Bjørg Åse Solveig Gerd Ruth Astrid Torill Else Jorunn Ragnhild "
    "Magnhild Sissel Ole Per Jan Arne Knut Odd Kjell Svein Leif Harald Gunnar Einar Øystein Åge Magne "
    "Ivar Torstein Asbjørn Nils Olav"
)
_LAST = str.split(
    "Bakken Haugen Lien Moen Solberg Ødegård Åsen Nygård Sletten Brekke Myhre Storlien Kvåle Engen "
    "Rønning Dahl Berg Hagen Strand Lunde Vik Fossum Tangen Sæther Ruud Nordbø Bråten Furuseth Granli "
    "Skogen Elvestad Østby Ærlend"
)
_STREETS = str.split("Elvegata Kirkevegen Fjellvegen Stasjonsvegen Granlia Bakkan Skolegata Øvregata Myrvegen Åslia")
_TOWNS = ("7999 Lillevik", "7998 Fjordholmen", "7997 Øverbygda")
_UNITS = (("Lillevik sykehjem, avd. 2", "ward"), ("Furutoppen omsorgsboliger", "institution"))
_ASKERS = ("Ergoterapeut Ida Moe", "Fysioterapeut Lars Eng", "Hjemmesykepleien sone 1", "Sykehuset, utskrivning")
_URGENT = ("discharge", "discharge", "decline", "pressure_sore", "terminal")
_OTHER_COPY = ("Passer bedre i høyden", "Riktig bredde", "Lettere å løfte inn i bilen")
_FAULTS = ("Bremsen tar ikke", "Hjulet vingler", "Trekket er revet", "Motoren går tregt")
_STAFF = ("Jon Vaktmester", "Berit Depot")
_SHELVES = [f"{row}{number}" for row in "ABCD" for number in range(1, 9)]
_GROUPS = {  # group in the catalogue: (share of the copies, weeks on loan, kroner, accessories)
    "Ganghjelpemidler": (0.34, 8, 2400, ("Kurv", "Brett")),
    "Manuelle rullestoler": (0.24, 12, 9800, ("Fotstøtter", "Sittepute")),
    "Hygiene": (0.24, 10, 1900, ()),
    "Senger": (0.12, 16, 21500, ("Madrass", "Sengehest", "Håndkontroll")),
    "Personløftere": (0.06, 14, 17800, ("Seil", "Lader")),
}
_CONDITIONS = ("dirty",) * 13 + ("clean",) * 5 + ("damaged", "incomplete")


@dataclass
class _Filling:
    """The register while it is filled, day by day."""

    register: Register
    today: date
    dice: random.Random
    more: random.Random  # for what a plain depot does not need, so that its story stays the same without
    people: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    shelf: list[int] = field(default_factory=list)
    weeks: dict[int, int] = field(default_factory=dict)  # item_id → weeks on loan
    product: dict[int, int] = field(default_factory=dict)  # item_id → product_id
    out: list[tuple[date, int]] = field(default_factory=list)  # (day it comes back, line_id)
    chores: list[tuple[date, str, int]] = field(default_factory=list)  # (day, act, item_id)

    def run(self, done, day: date, /, **arguments: Any) -> Any:
        return self._run(self.dice, done, day, arguments)

    def also(self, done, day: date, /, **arguments: Any) -> Any:
        """The same with the other dice."""
        return self._run(self.more, done, day, arguments)

    def _run(self, dice: random.Random, done, day: date, arguments: dict[str, Any]) -> Any:
        staff = dice.choice(_STAFF)
        return command.run(self.register, done, staff=staff, today=day.isoformat(), **arguments).result


def fill(register: Register, *, today: str, seed: int = 2026) -> None:
    """Fill an empty register: about 350 copies and 600 loans over the last 18 months, the same for a seed and a day."""
    dice, more = random.Random(seed), random.Random(seed + 1)  # noqa: S311 (invented data)
    filling = _Filling(register, date.fromisoformat(today), dice, more)
    # A demo register is thrown away: it need not survive a power cut, and a second is a long time at a first start.
    register.conn.execute("PRAGMA synchronous=OFF")
    register.conn.execute("PRAGMA journal_mode=MEMORY")
    start = filling.today - timedelta(days=DAYS)
    _set_up(filling, start)
    _stock_shelves(filling, start)
    for passed in range(DAYS + 1):
        _one_day(filling, start + timedelta(days=passed))
    demo_day.work(register, filling.today, filling.also, filling.people)
    stays_dice = random.Random(seed + 2)  # noqa: S311 (invented data)
    demo_stays.work(register, filling.today, filling.also, filling.people, stays_dice)
    demo_plans.work(register, filling.today, filling.also)
    register.conn.execute("PRAGMA journal_mode=DELETE")
    register.conn.execute("PRAGMA synchronous=EXTRA")


def _set_up(filling: _Filling, day: date) -> None:
    chosen = {
        "municipality": "Lillevik kommune",
        "department": "Hjelpemiddellageret",
        "address": "Verkstedvegen 3, 7999 Lillevik",
        "phone": "70 00 00 00",
        "opening_hours": "Mandag–fredag kl. 8.00–14.30",
    }
    filling.run(settings.choose, day, values=chosen)
    for name in _STAFF:
        filling.run(people.add_staff, day, name=name)
    for name, kind in _UNITS:
        filling.units.append(filling.run(units.add_unit, day, name=name, kind=kind, phone="70 00 00 10"))
    for _number in range(260):
        filling.people.append(filling.run(people.add_person, day, **_person(filling.dice)))


def _person(dice: random.Random) -> dict[str, Any]:
    born = date(1928, 1, 1) + timedelta(days=int(dice.triangular(0, 28_000, 6_000)))
    first, kin = dice.sample(_FIRST, 2)
    last = dice.choice(_LAST)
    return {
        "first_name": first,
        "last_name": last,
        "born_on": born.isoformat(),
        "address": f"{dice.choice(_STREETS)} {dice.randrange(1, 90)}, {dice.choice(_TOWNS)}",
        "phone": f"900 {dice.randrange(10, 100)} {dice.randrange(100, 1000)}",
        "kin_name": f"{kin} {last}" if dice.random() < 0.6 else "",
        "kin_phone": f"901 {dice.randrange(10, 100)} {dice.randrange(100, 1000)}",
        "protected": dice.random() < 0.02,
    }


def _stock_shelves(filling: _Filling, day: date) -> None:
    text = (files("resources") / "products.csv").read_text(encoding="utf-8")
    catalogue: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        catalogue.setdefault(row["group"], []).append(row)
    number = 1
    for group, (share, weeks, price, parts) in _GROUPS.items():
        rows, wanted = catalogue[group], round(COPIES * share)
        chosen = filling.dice.sample(rows, min(len(rows), 14))
        for row in chosen:
            copies = wanted if row is chosen[-1] else min(wanted, round(filling.dice.triangular(1, 14, 6)))
            wanted -= copies
            product_id = filling.run(
                products.add_product, day, hms_nr=row["hms_nr"], name=row["name"], group_name=row["group"],
                subgroup=row["subgroup"], loan_days=weeks * 7, accessory_names=parts,
            )  # fmt: skip
            _add_copies(filling, day, product_id, weeks, price, range(number, number + copies))
            number += copies
    crutches = filling.run(
        products.add_product, day, name="Albuekrykker, par", group_name="Ganghjelpemidler", tracking="quantity"
    )
    filling.run(products.move_stock, day, product_id=crutches, kind="in", quantity=40)


def _add_copies(filling: _Filling, day: date, product_id: int, weeks: int, price: int, numbers: range) -> None:
    for number in numbers:
        bought = day - timedelta(days=filling.dice.randrange(30, 3000))
        added = filling.run(
            equipment.add_items, day, numbers=[f"UT-{number:04}"], product_id=product_id, room="Lager",
            shelf=filling.dice.choice(_SHELVES), bought_on=bought.isoformat(),
            serial=f"{filling.dice.randrange(10**6):06}",
            price_ore=100 * round(price * filling.dice.uniform(0.6, 1.5), -1), condition=filling.dice.choice("ABBC"),
        )  # fmt: skip
        filling.weeks[added[0]], filling.product[added[0]] = weeks, product_id
        filling.shelf += added


def _one_day(filling: _Filling, day: date) -> None:
    if day.weekday() > 4:
        return
    _finish_chores(filling, day)
    _take_back(filling, day)
    workdays = DAYS * 5 / 7
    expected = LOANS / 1.35 / workdays  # an agreement holds 1.35 copies on average
    for _number in range(int(expected) + (filling.dice.random() < expected % 1)):
        _lend(filling, day)


def _lend(filling: _Filling, day: date) -> None:
    dice = filling.dice
    count = 2 if dice.random() < 0.35 else 1
    if len(filling.shelf) < count:
        return
    items = [filling.shelf.pop(dice.randrange(len(filling.shelf))) for _ in range(count)]
    weeks = max(filling.weeks[item] for item in items)
    borrower = (
        {"unit_id": dice.choice(filling.units)} if dice.random() < 0.05 else {"person_id": dice.choice(filling.people)}
    )
    due = None if dice.random() < 0.04 else (day + timedelta(weeks=weeks)).isoformat()
    reasons = _ask_before(filling, day, items[0], borrower)
    agreement = filling.run(loans.lend, day, item_ids=items, due_on=due, requested_by=dice.choice(_ASKERS),
                            out_reasons=reasons, **borrower)  # fmt: skip
    for line in loan_lines.of_agreement(filling.register, agreement, today=day.isoformat()):
        back = day + timedelta(days=round(dice.triangular(5, weeks * 7 + 55, weeks * 7 - 10)))
        if (filling.today - day).days > FORGOTTEN or dice.random() > 0.15:
            filling.out.append((back, line["line_id"]))


def _ask_before(filling: _Filling, day: date, item_id: int, borrower: dict[str, int]) -> dict[int, str]:
    """Every fourth loan had been asked for some days before; why this copy is taken, by its id."""
    dice = filling.more
    if dice.random() > 0.25:
        return {}
    urgent = dice.random() < 0.3
    asked = day - timedelta(days=dice.randrange(3) if urgent else dice.randrange(1, 13))
    filling.also(
        requests.add_request, day, product_id=filling.product[item_id], asked_on=asked.isoformat(),
        wanted_on=day.isoformat(), urgency=dice.choice(_URGENT) if urgent else "ordinary",
        delivery=dice.choice(requests.DELIVERIES), asked_by=dice.choice(_ASKERS), **borrower,
    )  # fmt: skip
    return {item_id: dice.choice(_OTHER_COPY)}


def _take_back(filling: _Filling, day: date) -> None:
    due_now = [one for one in filling.out if one[0] <= day]
    filling.out = [one for one in filling.out if one[0] > day]
    for back, line_id in due_now:
        line = loan_lines.line(filling.register, line_id, today=day.isoformat())
        late = line["due_on"] and line["due_on"] < day.isoformat()
        if late and filling.dice.random() < 0.5:
            later = day + timedelta(weeks=6)
            filling.run(loans.extend, day, line_ids=[line_id], due_on=later.isoformat(), reason="Trenger det lenger")
            filling.out.append((later - timedelta(days=filling.dice.randrange(-14, 20)), line_id))
            continue
        condition = filling.dice.choice(_CONDITIONS)
        missing = _missing(filling, line_id) if condition == "incomplete" and _is_fresh(filling, day) else ()
        filling.run(loans.take_back, day, returns=[Return(line_id, condition, missing)])
        _plan_chore(filling, max(day, back), line["item_id"], condition)


def _is_fresh(filling: _Filling, day: date) -> bool:
    """Whether somebody would still be asking for what was missing on a day."""
    return (filling.today - day).days < 60


def _missing(filling: _Filling, line_id: int) -> tuple[str, ...]:
    return tuple(part["name"] for part in loan_lines.line_accessories(filling.register, line_id)[:1])


def _plan_chore(filling: _Filling, day: date, item_id: int, condition: str) -> None:
    if condition == "clean":
        filling.shelf.append(item_id)
    elif condition == "damaged":
        act = "retired" if filling.dice.random() < 0.3 else "repaired"
        filling.chores.append((day + timedelta(days=filling.dice.randrange(5, 30)), act, item_id))
    else:
        filling.chores.append((day + timedelta(days=filling.dice.randrange(1, 10)), "cleaned", item_id))


def _repair(filling: _Filling, day: date, item_id: int) -> None:
    dice = filling.more
    filling.run(service.change_repair, day, item_id=item_id, state="done", then="available",
                fault=dice.choice(_FAULTS), cost_ore=100 * dice.randrange(0, 1800, 50),
                minutes=dice.randrange(10, 90, 5))  # fmt: skip


def _finish_chores(filling: _Filling, day: date) -> None:
    ready = [chore for chore in filling.chores if chore[0] <= day]
    filling.chores = [chore for chore in filling.chores if chore[0] > day]
    for _day, act, item_id in ready:
        if act == "repaired":
            _repair(filling, day, item_id)
        else:
            reason = filling.dice.choice(("worn", "broken")) if act == "retired" else ""
            filling.run(equipment.act, day, item_ids=[item_id], act=act, reason=reason)
        if act != "retired":
            filling.shelf.append(item_id)
    if day.day == 1 and filling.shelf and filling.dice.random() < 0.3:
        lost = filling.shelf.pop(filling.dice.randrange(len(filling.shelf)))
        filling.run(equipment.act, day, item_ids=[lost], act="missing")
