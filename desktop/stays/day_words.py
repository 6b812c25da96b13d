"""What day rehab is called: how a day went, why a centre is closed, how much room is left, and its history. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop import words
from desktop.stays import words as stay_words
from desktop.stays.red_days import RED_DAYS
from desktop.words import StateWord, _, ngettext

Row = Mapping[str, Any]
DAY_STATES = {
    "planned": StateWord(_("Ventes"), "clock", "reserved"),
    "missing": StateWord(_("Ikke registrert"), "circle-question-mark", "repair"),
    "attended": StateWord(_("Møtt"), "circle-check", "free"),
    "absent": StateWord(_("Borte"), "circle-x", "overdue"),
    "cancelled_user": StateWord(_("Avlyst: bruker"), "ban", "missing"),
    "cancelled_us": StateWord(_("Avlyst: oss"), "ban", "scrapped"),
    "cancelled_hospital": StateWord(_("Avlyst: sykehus"), "hospital", "missing"),
}
words.STATES.update({f"day_{code}": state for code, state in DAY_STATES.items()})
RATE_KINDS = {"full_day": _("Døgnopphold"), "day_or_night": _("Dag- eller nattopphold")}
BILLING = {"nights": _("Netter"), "both_days": _("Netter og utreisedagen")}
TRANSPORTS = {"none": _("Kommer selv"), "car": _("Kommunens bil"), "taxi": _("Drosje"), "family": _("Pårørende")}


def closed(why: str) -> str:
    """Why a centre is closed, as Centre.why_closed tells it: 'skjærtorsdag', 'kurs', 'stengt'."""
    name, _colon, reason = why.partition(":")
    return RED_DAYS.get(name, "") or reason[:1].lower() + reason[1:] or _("stengt")


def room(left: int, capacity: int) -> str:
    """'2 ledige', 'fullt', '1 for mange'; of a centre without places ''."""
    if not capacity and left == 0:
        return ""
    if left == 0:
        return _("fullt")
    free = ngettext("{n} ledig", "{n} ledige", left).format(n=words.number(left))
    return free if left > 0 else _("{n} for mange").format(n=words.number(-left))


def week_day(row: Row) -> str:
    """A day of db.attendance.week on its button: 'Man. 23. · 2 ledige', 'Tor. 24. · stengt'."""
    day = words.parse(row["day"])
    name = f"{words.WEEKDAYS[day.weekday()][:3].capitalize()}. {day.day}."
    said = _("stengt") if row["closed"] else room(row["left"], row["capacity"]) if row["capacity"] else ""
    return f"{name} · {said or words.number(row['coming'])}"


def way(row: Row) -> str:
    """'Drosje 08.30', 'Kommer selv'."""
    at = row["pickup_at"].replace(":", ".") if row["transport"] in ("car", "taxi") else ""
    return " ".join(part for part in (TRANSPORTS[row["transport"]], at) if part)


def pattern(digits: str) -> str:
    """'135' -> 'mandag, onsdag og fredag'."""
    return words.listed([words.WEEKDAYS[int(digit) - 1] for digit in digits])


def names(rows: Sequence[Row], most: int = 3) -> str:
    """'Kari N., Ola H. og 2 til'."""
    told = [words.short_name(row) for row in rows[:most]]
    more = len(rows) - most
    return words.listed([*told, *([_("{n} til").format(n=words.number(more))] if more > 0 else [])])


def by_weekday(found: Mapping[str, tuple[int, int]]) -> str:
    """What db.attendance.weekday_room tells, under a field: 'Man. 2 ledige · tir. fullt'."""
    told = [f"{words.WEEKDAYS[int(digit) - 1][:3]}. {room(capacity - coming, capacity)}".strip()
            for digit, (coming, capacity) in found.items()]  # fmt: skip
    said = " · ".join(told)
    return said[:1].upper() + said[1:]


# the history

Facts = Mapping[str, Any]
Tell = Callable[[Facts, Facts, "str | None"], str]


def _whom(facts: Facts, row: Facts) -> str:
    known = row.keys()
    if "last_name" in known and row["last_name"]:
        return words.short_name(row)
    n = facts.get("count", 0)
    return ngettext("{n} person", "{n} personer", n).format(n=words.number(n)) if n else ""


def _told(said: str, *parts: str) -> str:
    return " · ".join(part for part in (said, *parts) if part)


def _registered(facts: Facts, row: Facts, _today: str | None) -> str:
    by, state = facts.get("cancelled_by"), facts.get("state", "")
    word = DAY_STATES.get(f"{state}_{by}" if by else state)
    whom = _whom(facts, row)
    said = word.word if word else _("Oppmøte registrert")
    return _told(_("Dagrehabilitering"), said[:1].lower() + said[1:], whom)


def _act(said: str) -> Tell:
    return lambda facts, row, _today: _told(said, _whom(facts, row))


def _since(said: str) -> Tell:
    def tell(facts: Facts, row: Facts, today: str | None) -> str:
        first, last = facts.get("from_on"), facts.get("to_on")
        when = stay_words.period(first, last, today) if first and last else ""
        since = _("fra {day}").format(day=words.short_day(first, today)) if first else ""
        return _told(said, _whom(facts, row), when or since)

    return tell


def _rate(said: str) -> Tell:
    def tell(facts: Facts, _row: Facts, today: str | None) -> str:
        kind = RATE_KINDS.get(facts.get("kind", ""), "").lower()
        since = words.short_day(facts.get("from_on"), today)
        return _told(said, kind, words.money(facts.get("amount_ore")), _("fra {day}").format(day=since))

    return tell


VERBS: dict[str, Tell] = {
    "register_attendance": _registered,
    "clear_attendance": _act(_("Oppmøte fjernet")),
    "add_extra_day": _act(_("Ekstra dag i dagrehabilitering")),
    "change_transport": _act(_("Transport endret for en dag")),
    "hand_out_transport": _act(_("Transportliste utlevert")),
    "start_day_rehab": _since(_("Dagrehabilitering planlagt")),
    "plan_day_stay": _since(_("Dagrehabilitering planlagt")),
    "change_pattern": _since(_("Nytt ukemønster")),
    "end_day_rehab": _act(_("Dagrehabilitering avsluttet")),
    "set_rate": _rate(_("Ny sats")),
    "change_rate": _rate(_("Sats endret")),
    "remove_rate": _rate(_("Sats fjernet")),
}
