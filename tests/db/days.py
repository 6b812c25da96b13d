"""A day centre and its people, laid straight into a register: short ways for the tests of day rehab and of nights."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filled import Depot, fill

from db import history, settings
from db.connection import Register
from db.norwegian import sort_key
from db.stay_days import plus

MONDAY = "2026-11-02"  # week 45
TODAY = "2026-11-20"  # a Friday


def filled(folder: Path) -> Iterator[Depot]:
    """A filled register for all tests of a file; nothing of it has to outlive the machine."""
    register = Register.create(folder / "lager.hverdag")
    register.conn.execute("PRAGMA synchronous=OFF")
    yield fill(register)
    register.close()


def as_it_was(depot: Depot) -> Iterator[Depot]:
    """The register for one test; what it does is undone after it, one operation after the other."""
    register, before = depot.register, history.latest(depot.register)
    yield depot
    while (last := history.last(register)) is not None and last["seq"] > before:
        history.undo_last(register, staff="Jon", today=TODAY)
    if settings.settings(register) != settings.DEFAULTS:
        depot.do(settings.choose, values=dict.fromkeys(settings.DEFAULTS, ""))


def centre(depot: Depot, name: str = "Dagsenteret", places: int = 4, weekdays: str = "12345") -> int:
    """A day centre with day places that have always been there; returns site_id."""
    return depot.do(_centre, name=name, places=places, weekdays=weekdays)


def _centre(tx, name: str, places: int, weekdays: str) -> int:
    site = tx.insert(
        "site", name=name, name_key=sort_key(name), kind="day_centre", weekdays=weekdays, address="Vegen 1"
    )
    for number in range(places):
        told = f"Plass {number + 1}"
        tx.insert("stay_place", site_id=site, name=told, name_key=sort_key(told), kind="day", valid_from="2020-01-01")
    return site


def going(
    depot: Depot, site: int, weekdays: str = "135", from_on: str = MONDAY, to_on: str = "2026-12-19", **more: Any
) -> int:
    """Day rehab of the depot's person, or of another, that is under way; returns stay_id."""
    return depot.do(_stay, site=site, days=((from_on, to_on),), form="day", weekdays=weekdays, **more)


def staying(depot: Depot, *days: tuple[str, str], site: int, **more: Any) -> int:
    """A stay by night in segments [from, to) without places; returns stay_id."""
    return depot.do(_stay, site=site, days=days, **more)


def _stay(tx, site: int, days: tuple[tuple[str, str], ...], **more: Any) -> int:
    first = more.get("person_id") or tx.value("SELECT min(person_id) FROM person")
    columns = {"person_id": first, "purpose": "rehabilitation", "state": "in", "received_on": "2026-01-01"}
    if more.get("state") == "discharged":
        columns |= {"confirmed": 1, "closed_on": days[-1][1]}
    stay_id = tx.insert("stay", **columns | more)
    for since, until in days:
        tx.insert("stay_segment", stay_id=stay_id, site_id=site, from_on=since, to_on=until)
    return stay_id


def put(depot: Depot, table: str, **columns: Any) -> int:
    """One row, straight into a table."""
    return depot.do(_row, table=table, columns=columns)


def _row(tx, table: str, columns: dict[str, Any]) -> int:
    return tx.insert(table, **columns)


def ahead(days: int, day: str = MONDAY) -> str:
    """The ISO day so many days after the first Monday."""
    return plus(day, days)
