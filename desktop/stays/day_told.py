"""What is told of a day at a day centre: in a line, in the panel, and what needs to be seen to. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db import attendance, day_plan, day_rehab
from db.stay_days import plus
from desktop import words
from desktop.stays import day_words
from desktop.stays import words as stay_words
from desktop.words import _, ngettext

Row = Mapping[str, Any]
Read = Callable[..., Any]
SECRET = _("skjermet – se kontoret")
BACK = 28  # days back that are looked through for what nobody has registered


def day_line(day: str, rows: Sequence[Row], week: Sequence[Row]) -> str:
    """'Fredag 3. juli 2026 · 5 kommer, 6 plasser · 1 avlyst'; `week` are rows of db.attendance.week."""
    coming, gone = sum(row["comes"] for row in rows), Counter(_gone(row) for row in rows)
    said = ngettext("{n} kommer", "{n} kommer", coming).format(n=words.number(coming))
    capacity = sum(row["capacity"] for row in week if row["day"] == day)
    places = ngettext("{n} plass", "{n} plasser", capacity).format(n=words.number(capacity)) if capacity else ""
    absent = _("{n} borte").format(n=gone["absent"]) if gone["absent"] else ""
    cancelled = _("{n} avlyst").format(n=gone["cancelled"]) if gone["cancelled"] else ""
    coming_of = ", ".join(part for part in (said, places) if part)
    return " · ".join(part for part in (words.weekday_day(day).capitalize(), coming_of, absent, cancelled) if part)


def _gone(row: Row) -> str:
    return row["day_state"].partition("_")[0]


def tally(rows: Sequence[Row]) -> str:
    """'3 ventes, 1 møtt'."""
    states = Counter(day_words.DAY_STATES[row["day_state"]].word for row in rows)
    return ", ".join(f"{n} {word[:1].lower()}{word[1:]}" for word, n in states.items())


def warnings(read: Read, day: str, site_id: int | None, today: str) -> list[str]:
    """Too many for the places, days that nobody has registered, and who has had the last day."""
    found = [row for row in read(attendance.week, day, site_id=site_id) if row["day"] == day and not row["closed"]]
    over = [day_words.room(row["left"], row["capacity"]) for row in found if row["left"] < 0 and row["capacity"]]
    said = [_("{n} denne dagen").format(n=one) for one in over]
    missing = read(attendance.unregistered, plus(today, -BACK), today)
    if missing:
        days = words.listed([*map(words.short_day, missing[:3]), *([_("flere")] if len(missing) > 3 else [])])
        said.append(_("Ikke registrert {days}").format(days=days))
    finished = read(day_rehab.finished, today=today)
    if finished:
        said.append(_("Har hatt siste dag: {names}. Avslutt fra Opphold").format(names=day_words.names(finished)))
    return said


def nobody(read: Read, day: str) -> str:
    """Why nobody comes on a day."""
    centres = [centre for centre in read(day_plan.centres).values() if centre.site["active"]]
    if not centres:
        return _("Ingen dagsenter er lagt inn. Legg inn dagsenteret og plassene først.")
    reasons = [centre.why_closed(day) for centre in centres]
    if all(reasons):
        why = next((day_words.closed(reason) for reason in reasons if reason != "weekday"), "")
        return _("Stengt denne dagen: {why}").format(why=why) if why else _("Dagsenteret er ikke åpent denne dagen.")
    return _("Ingen skal komme denne dagen.")


def closed_day(day: str) -> dict[str, Any]:
    """A day that is no opening day, as the week tells days."""
    return {"day": day, "coming": 0, "capacity": 0, "left": 0, "closed": 1, "closed_as": "weekday"}


def next_day(read: Read, stay_id: int, day: str) -> str:
    """The first day from a day on that a stay is booked, else the last before it; else the day itself."""
    found = sorted({one.day for one in read(day_plan.booked, plus(day, -400), plus(day, 400))
                    if one.stay_id == stay_id})  # fmt: skip
    return next((one for one in found if one >= day), found[-1] if found else day)


def facts(row: Row, stay: Row, today: str) -> list[tuple[str, str]]:
    """What the panel tells of one person on one day; of a protected one no address and no phone."""
    hidden = row["protected"]
    in_time = _("i tide") if row["in_time"] else _("for sent")
    cancelled = row["day_state"].startswith("cancelled")
    return [
        (_("Avlysning"), in_time if cancelled else ""),
        (_("Ukedager"), day_words.pattern(row["pattern"])),
        (_("Ekstra dag"), _("Ja") if row["extra"] else ""),
        (_("Bil og hjelpemiddel"), row["transport_note"]),
        (_("Adresse"), SECRET if hidden else row["address"]),
        (_("Telefon"), SECRET if hidden else row["phone"]),
        (_("Merknad"), row["day_note"]),
        (_("Formål"), stay_words.PURPOSES[row["purpose"]]),
        (_("Periode"), _period(stay, today)),
        (_("Dagsenter"), row["site"]),
    ]


def _period(stay: Row, today: str) -> str:
    """'2. nov.–18. des.', to the last day; what is not certain is 'foreløpig'."""
    if not stay["in_on"]:
        return ""
    said = stay_words.period(stay["in_on"], plus(stay["out_on"], -1), today)
    return said if stay["confirmed"] else _("{period}, foreløpig").format(period=said)
