"""Fit the measures that a book tells to the plans of the register: which plan, which measure, and what it changes."""

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from db import measure_imports
from db.connection import Reader, Row
from db.measures import status_words
from db.norwegian import fold
from desktop.sheets import measure_reading
from desktop.sheets.book import Sheet
from desktop.sheets.measure_reading import Told
from desktop.sheets.measure_writing import Stand, changes_of, fields_of
from desktop.sheets.plan import CHANGED, NEW, UNCHANGED, MeasureOrders, RowRejected, SheetPlan
from desktop.words import _

_SAME = 0.5  # so many of a table's measures stand in the plan that it tells of
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2}) ?[-–—/] ?((?:19|20)\d{2})(?!\d)")
Key = Callable[[Any], tuple[str, ...]]


class MeasurePlanner:
    """Reads tables sheet by sheet; when all are read, gives each measure its place in a plan, in the book's order."""

    def __init__(self, db: Reader, today: str, book: str, orders: MeasureOrders):
        self.db, self.today, self.book, self.orders = db, today, book, orders
        self.called = status_words(db)
        self.tables: list[tuple[SheetPlan, str, bool, list[Told]]] = []
        self.plans: dict[int, dict[str, Any]] = {}
        self.free: dict[int, list[Stand]] = {}
        self.seen: dict[tuple, Told] = {}
        self.of_key: dict[str, int] = {}

    def read(self, plan: SheetPlan, sheet: Sheet) -> None:
        """Take in a table of measures."""
        said = " ".join(plan.recognition.plan.split())[: measure_reading.NAME_LIMIT]
        name, told = (said, True) if said else measure_reading.title_of(plan, sheet, self.book)
        plan.recognition.group = name
        self.tables.append((plan, name, told, measure_reading.read(plan, sheet, self.today, self.called)))

    def fit(self) -> None:
        """Plan what the tables would write."""
        if not self.tables:
            return
        for row in measure_imports.known_plans(self.db):
            self.plans[row["plan_id"]] = dict(row)
            self.of_key[_key(row["name"])] = row["plan_id"]
        for row in measure_imports.known_measures(self.db, today=self.today):
            self.free.setdefault(row["plan_id"], []).append(_stand(row))
        for plan, name, told, measures in self.tables:
            self._table(plan, name, told, measures)

    def _table(self, plan: SheetPlan, name: str, told: bool, measures: list[Told]) -> None:
        if not measures:
            return
        ref = self.of_key.get(_key(name))
        if ref is None and not told:
            of_plan = self._apart(measures, self._plan_of(name, measures))
        else:
            of_plan = dict.fromkeys(measures, ref)
        called = []
        for one in dict.fromkeys(of_plan.values()):
            mine = [measure for measure in measures if of_plan[measure] == one]
            into = self._new_plan(name) if one is None else one
            called.append(self.plans[into]["name"])
            self._measures(mine, into)
        plan.recognition.group = called[0]
        plan.recognition.remark = ", ".join(_("planen «{name}»").format(name=one) for one in called)

    # which plan

    def _plan_of(self, name: str, measures: list[Told]) -> int | None:
        """The plan in force that has most of the measures, for a table that does not say which plan it is of."""
        wanted, years = {_words(one) for one in measures}, _years(name)
        shared = {
            ref: wanted & {_words(one) for one in self.free.get(ref, ())}
            for ref, plan in self.plans.items()
            if ref > 0 and not plan["replaced_on"] and years in (None, (plan["from_year"], plan["to_year"]))
        }
        known = set().union(*shared.values())
        return max(shared, key=lambda ref: len(shared[ref])) if known and len(known) >= _SAME * len(wanted) else None

    def _apart(self, measures: list[Told], ref: int | None) -> dict[Told, int | None]:
        """The plan of each measure in a table that says none: one of several, as in our own export of all of them."""
        if ref is None:
            return dict.fromkeys(measures)
        others = [other for other, plan in self.plans.items() if not plan["replaced_on"] and other != ref]
        left = {one: Counter(map(_numbered, self.free.get(one, ()))) for one in (ref, *others)}
        found: dict[Told, int | None] = {}
        for measure in measures:
            key = _numbered(measure)
            found[measure] = next((one for one in (ref, *others) if left[one][key] > 0), ref)
            left[found[measure] or ref][key] -= 1
        return found

    def _new_plan(self, name: str) -> int:
        frame: dict[str, Any] = {"name": name}
        if years := _years(name):
            frame |= {"from_year": years[0], "to_year": years[1]}
        self.orders.plans.append(frame)
        ref = -len(self.orders.plans)
        self.plans[ref] = {"name": name, "adopted_on": None, "replaced_on": None}
        self.of_key[_key(name)] = ref
        return ref

    # which measure

    def _measures(self, measures: list[Told], ref: int) -> None:
        plan = self.plans[ref]
        standing = []
        for measure in measures:
            try:
                self._ensure_taken_in(measure, ref)
            except RowRejected as fault:
                measure.plan.reject(measure.planned, fault)
                continue
            standing.append(measure)
        found = _matched(standing, self.free.setdefault(ref, []))
        for measure in standing:
            now = found.get(measure)
            if now is None:
                self._add(measure, ref, plan)
            else:
                self._change(measure, now, plan)

    def _ensure_taken_in(self, measure: Told, ref: int) -> None:
        if self.plans[ref]["replaced_on"]:
            raise RowRejected("plan_replaced", plan=self.plans[ref]["name"])
        key = (ref, *_whole(measure))
        first = self.seen.setdefault(key, measure)
        if first is not measure:
            raise RowRejected("measure_twice", row=first.planned.row, sheet=first.plan.name)

    def _add(self, measure: Told, ref: int, plan: dict[str, Any]) -> None:
        self.orders.measures.append((ref, fields_of(measure)))
        measure.planned.status = NEW
        if plan["adopted_on"]:
            measure.plan.remark(measure.planned.row, "after_adoption")

    def _change(self, measure: Told, now: Stand, plan: dict[str, Any]) -> None:
        changed = changes_of(measure, now, adopted=bool(plan["adopted_on"]))
        if changed:
            self.orders.measure_changes.append((now.ref, changed))
        measure.planned.status = CHANGED if changed else UNCHANGED


def _matched(measures: list[Told], free: list[Stand]) -> dict[Told, Stand]:
    """Which of the plan's measures the rows tell of: by number and words, by words, then by number alone.

    Those that are found are taken out of `free`.
    """
    found: dict[Told, Stand] = {}
    for key in (_whole, _numbered, _placed, _words, _number_in_area, _number):
        waiting: dict[tuple[str, ...], list[Stand]] = {}
        for one in free:
            waiting.setdefault(key(one), []).append(one)
        for measure in measures:
            fits = waiting.get(key(measure), []) if measure not in found else []
            if not fits or (key in (_number, _number_in_area) and not (measure.number and len(fits) == 1)):
                continue
            found[measure] = fits.pop(0)
            free.remove(found[measure])
    return found


def _whole(one: Told | Stand) -> tuple[str, ...]:
    return _key(one.number), _key(one.text), _key(one.area), _key(one.goal)


def _numbered(one: Told | Stand) -> tuple[str, ...]:
    return _key(one.number), _key(one.text)


def _placed(one: Told | Stand) -> tuple[str, ...]:
    return _key(one.text), _key(one.area)


def _words(one: Told | Stand) -> tuple[str, ...]:
    return (_key(one.text),)


def _number_in_area(one: Told | Stand) -> tuple[str, ...]:
    return _key(one.number), _key(one.area)


def _number(one: Told | Stand) -> tuple[str, ...]:
    return (_key(one.number),)


def _key(words: str) -> str:
    """Words as they are compared: letters, digits and the points within numbers."""
    return re.sub(r"[^\w.]+|\.(?!\d)", " ", fold(words)).strip()


def _years(name: str) -> tuple[int, int] | None:
    found = _YEARS.search(name)
    years = (int(found[1]), int(found[2])) if found else None
    return years if years and 1990 <= years[0] <= years[1] else None


def _stand(row: Row) -> Stand:
    return Stand(
        row["measure_id"], row["number"], row["adopted_text"], row["focus_area"] or "", row["goal"] or "",
        json.loads(row["responsible"]), json.loads(row["years"]), row,
    )  # fmt: skip
