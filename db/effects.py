"""What a guided act does to everything that a person has, has asked for and waits for: counted first, then done.

The preview and the command read the same `Effects`, so that what was shown is what is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db import goods, loan_lines, loans, nav_cases, requests, settings, stay_acts, stays, trips
from db.command import Tx
from db.connection import Reader, Row
from db.errors import Rejected, Why

FATES = {  # what may become of a line in each act; the first is proposed
    "death": ("fetch", "returned", "lost", "keeps"),
    "moved": ("fetch", "returned", "lost", "keeps"),
    "institution": ("transfer", "fetch", "returned", "lost", "keeps"),
    "finish_death": ("not_recovered", "returned"),
    "finish": ("keeps", "returned", "not_recovered"),
}
ENDED = ("returned", "lost", "transfer", "not_recovered")
FINISH = ("finish", "finish_death")


@dataclass(frozen=True, slots=True)
class Effects:
    """Ids of all that an act touches. fates: (line_id, fate) of every line that the person has open.

    fetched: lines of the one new pick-up, wanted on wanted_on; on_stop: lines whose pick-up stands already; off_stop:
    lines taken off a pick-up that stands for others; requests, stops, nav_cases, lapses: called off or closed; stays:
    called off, or ended where the person is in; open: whether something is left to follow up afterwards.
    """

    fates: tuple[tuple[int, str], ...] = ()
    fetched: tuple[int, ...] = ()
    on_stop: tuple[int, ...] = ()
    off_stop: tuple[int, ...] = ()
    wanted_on: str | None = None
    requests: tuple[int, ...] = ()
    stops: tuple[int, ...] = ()
    nav_cases: tuple[int, ...] = ()
    lapses: tuple[int, ...] = ()
    stays: tuple[int, ...] = ()
    open: bool = False

    def lines(self, *fates: str) -> list[int]:
        """The lines that meet one of these fates."""
        return [line_id for line_id, fate in self.fates if fate in fates]


def grace_days(db: Reader) -> int:
    """For how many days what a dead person had may stay where it is: a setting."""
    return int(settings.settings(db)["lapse_grace_days"])


def of_act(
    db: Reader,
    *,
    act: str,
    person_id: int,
    today: str,
    fates: Mapping[int, str] | None = None,
    days: int | None = None,
    before: str | None = None,
) -> Effects:
    """What an act (a key of FATES) does. fates: line_id → fate, where it is another than the proposed one.

    The pick-up is wanted within so many days (None: the setting), or before a day that lies ahead. Rejected where
    a line of `fates` is not the person's, or its fate does not fit the act.
    """
    held = _held(db, person_id)
    chosen = _chosen(act, held, fates or {})
    ended = {line_id for line_id, fate in chosen if fate in ENDED}
    stops = _stops_called_off(db, act, person_id, dict(chosen))
    fetch = [line_id for line_id, fate in chosen if fate == "fetch"]
    standing = [line_id for line_id in held if _fetched_already(db, line_id, stops)]
    fetched = tuple(line_id for line_id in fetch if line_id not in standing)
    within = days if days is not None else grace_days(db)
    wanted = before if before and before > today else _shifted(today, within)
    cases = _cases_closed(db, act, held, ended)
    begins = act not in FINISH
    return Effects(
        chosen, fetched, tuple(line_id for line_id in standing if line_id in fetch),
        tuple(line_id for line_id in standing if line_id not in fetch), wanted if fetch else None,
        requests=_open_requests(db, person_id) if begins else (), stops=stops, nav_cases=cases,
        lapses=_open_lapses(db, person_id) if begins else (),
        stays=_open_stays(db, person_id) if act == "death" else (),
        open=begins and bool(fetch or (act == "death" and len(ended) < len(held))),
    )  # fmt: skip


def carry_out(
    tx: Tx,
    person_id: int,
    effects: Effects,
    *,
    reason: str,
    note: str = "",
    on_day: str | None = None,
    unit_id: int | None = None,
    conditions: Mapping[int, str] | None = None,
) -> int | None:
    """Do all of it; returns the new pick-up's stop_id, if there is one. conditions: line_id → how a return looks."""
    for stop_id in effects.stops:
        trips.cancel_stops(tx, stop_ids=[stop_id], reason=reason)
    for line_id in effects.off_stop:
        _take_off(tx, line_id)
    if effects.requests:
        requests.cancel_requests(tx, request_ids=effects.requests, reason=reason)
    if effects.nav_cases:
        nav_cases.close_nav_cases(tx, nav_case_ids=effects.nav_cases, note=reason)
    for lapse_id in effects.lapses:
        tx.update("lapse", lapse_id, closed_on=tx.today)
    _end_stays(tx, effects.stays, on_day or tx.today)
    moved = effects.lines("transfer")
    if moved:
        _transfer(tx, moved, unit_id or 0, on_day or tx.today, reason, note)
    back = [loans.Return(line_id, (conditions or {}).get(line_id, "dirty")) for line_id in effects.lines("returned")]
    if back:
        loans.take_back(tx, returns=back)
    for fate in ("lost", "not_recovered"):
        if effects.lines(fate):
            loans.lose(tx, line_ids=effects.lines(fate), note=note, end_reason=fate)
    if not effects.fetched:
        return None
    return trips.add_stop(
        tx, kind="fetch", person_id=person_id, line_ids=effects.fetched, wanted_on=effects.wanted_on, note=note
    )


def _transfer(tx: Tx, line_ids: Sequence[int], unit_id: int, day: str, reason: str, note: str) -> None:
    """The unit borrows what the person had: the old lines end as returned, new ones go on with the same due days.

    Nothing passes over the shelf, so no guard of the shelf is asked: `reason` stands as the reason of each new line.
    A due day that has passed becomes the day itself.
    """
    old = [tx.row("loan_line", line_id) for line_id in line_ids]
    asked_by = tx.row("agreement", old[0]["agreement_id"])["requested_by"]
    agreement_id = tx.insert(
        "agreement", unit_id=unit_id, out_on=day, requested_by=asked_by, lent_by=tx.staff, note=note.strip()
    )
    for line in old:
        if day < line["out_on"]:
            raise Rejected(Why.BACK_BEFORE_OUT, "on_day", out_on=line["out_on"])
        left = 1 if line["item_id"] is not None else loan_lines.left_out(tx, line["line_id"])
        notes = " · ".join(part for part in (line["note"], reason) if part)
        tx.update("loan_line", line["line_id"], ended_on=day, end_reason="returned", note=notes)
        if line["item_id"] is None:
            goods.move(tx, line["product_id"], "back", left, day, line["line_id"])
        new_id = tx.insert(
            "loan_line", agreement_id=agreement_id, item_id=line["item_id"], product_id=line["product_id"],
            quantity=left, out_on=day, original_due_on=line["due_on"] and max(line["due_on"], day),
            due_on=line["due_on"] and max(line["due_on"], day), note=reason, out_reason=reason,
        )  # fmt: skip
        if line["item_id"] is None:
            goods.move(tx, line["product_id"], "lent", -left, day, new_id)
        _hand_on_accessories(tx, line["line_id"], new_id)


def _hand_on_accessories(tx: Tx, old_id: int, new_id: int) -> None:
    for part in loan_lines.line_accessories(tx, old_id):
        if part["returned"] is None:
            tx.update("line_accessory", part["line_accessory_id"], returned=1)
            tx.insert("line_accessory", line_id=new_id, name=part["name"])


def _chosen(act: str, held: Sequence[int], fates: Mapping[int, str]) -> tuple[tuple[int, str], ...]:
    for line_id, fate in fates.items():
        if line_id not in held:
            raise Rejected(Why.CHANGED_SINCE_SEEN, "items")
        if fate not in FATES[act]:
            raise Rejected(Why.MISSING_VALUE, "items")
    return tuple((line_id, fates.get(line_id, FATES[act][0])) for line_id in held)


def _held(db: Reader, person_id: int) -> list[int]:
    return db.column(
        """SELECT l.line_id FROM loan_line l JOIN agreement a ON a.agreement_id = l.agreement_id
        WHERE a.person_id = :person AND l.end_reason IS NULL ORDER BY l.line_id""",
        person=person_id,
    )


def _take_off(tx: Tx, line_id: int) -> None:
    """The pick-up goes on without this line."""
    sql = "SELECT stop_thing_id, stop_id FROM stop_thing WHERE line_id = :line AND outcome IS NULL"
    for thing in tx.rows(sql, line=line_id):
        tx.update("stop_thing", thing["stop_thing_id"], outcome="cancelled")
        tx.touch("stop", thing["stop_id"])


def _stops_called_off(db: Reader, act: str, person_id: int, fates: Mapping[int, str]) -> tuple[int, ...]:
    """Errands at the person's that are for nothing: all but pick-ups, and pick-ups of nothing that is to be fetched."""
    found = []
    for stop in _open_stops(db, person_id):
        lines = db.column(
            "SELECT line_id FROM stop_thing WHERE stop_id = :stop AND outcome IS NULL AND line_id IS NOT NULL",
            stop=stop["stop_id"],
        )
        nothing_left = bool(lines) and all(fates.get(line) != "fetch" for line in lines)
        if nothing_left or (act not in FINISH and stop["kind"] != "fetch"):
            found.append(stop["stop_id"])
    return tuple(found)


def _open_stops(db: Reader, person_id: int) -> list[Row]:
    return db.rows(
        "SELECT stop_id, kind FROM stop WHERE person_id = :person AND outcome IS NULL ORDER BY stop_id",
        person=person_id,
    )


def _fetched_already(db: Reader, line_id: int, called_off: Sequence[int]) -> bool:
    stops = db.column("SELECT stop_id FROM stop_thing WHERE line_id = :line AND outcome IS NULL", line=line_id)
    return any(stop not in called_off for stop in stops)


def _cases_closed(db: Reader, act: str, held: Sequence[int], ended: set[int]) -> tuple[int, ...]:
    """Cases of permanent need that nobody needs any more: of what ends, and all of a dead person's."""
    lines = held if act == "death" else sorted(ended)
    cases = (case for line_id in lines for case in nav_cases.of_line(db, line_id))
    return tuple(case["nav_case_id"] for case in cases if case["closed_on"] is None)


def _open_requests(db: Reader, person_id: int) -> tuple[int, ...]:
    sql = "SELECT request_id FROM request WHERE person_id = :person AND outcome IS NULL ORDER BY request_id"
    return tuple(db.column(sql, person=person_id))


def _open_stays(db: Reader, person_id: int) -> tuple[int, ...]:
    sql = "SELECT stay_id FROM stay WHERE person_id = :person AND closed_on IS NULL ORDER BY stay_id"
    return tuple(db.column(sql, person=person_id))


def _end_stay(tx: Tx, stay_id: int, day: str) -> None:
    """A stay ends with the person: whoever is in is discharged on the day of death, what is ahead is called off.

    A stay that was asked for or begun after that day, by mistake, ends on its own first day.
    """
    now = tx.row("stay", stay_id)
    if now["state"] == "in":
        came_on = tx.value("SELECT min(from_on) FROM stay_segment WHERE stay_id = :stay", stay=stay_id)
        stay_acts.discharge(tx, stay_id=stay_id, on_day=max(day, came_on), went_to="dead")
    else:
        stays.cancel_stay(tx, stay_id=stay_id, reason="dead", on_day=max(day, now["received_on"]))


def end_stays(tx: Tx, person_id: int) -> None:
    """End what is open of the stays of somebody who has died, as a death does."""
    died_on = tx.row("person", person_id)["died_on"]
    if died_on:
        _end_stays(tx, _open_stays(tx, person_id), died_on)


def _end_stays(tx: Tx, stay_ids: Sequence[int], day: str) -> None:
    for stay_id in stay_ids:
        _end_stay(tx, stay_id, day)


def _open_lapses(db: Reader, person_id: int) -> tuple[int, ...]:
    sql = "SELECT lapse_id FROM lapse WHERE person_id = :person AND closed_on IS NULL"
    return tuple(db.column(sql, person=person_id))


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
