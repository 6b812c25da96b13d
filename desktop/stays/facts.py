"""The facts of one stay beside the list: where and when, how it came about, how it has waited. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db import stay_lists
from desktop import words
from desktop.stays import told
from desktop.stays import words as stay_words
from desktop.stays.plan_facts import plan_facts
from desktop.words import _, ngettext

Row = Mapping[str, Any]
Read = Callable[..., Any]
Facts = list[tuple[str, str]]


def facts(read: Read, row: Row, today: str) -> Facts:
    """(label, text) pairs; empty texts are left out where they are shown."""
    return [
        *_place(read, row, today),
        *plan_facts(read, row, today),
        *_waiting(read, row, today),
        *_application(row),
        *_decision(row),
        *_ended(row),
    ]


def _place(read: Read, row: Row, today: str) -> Facts:
    return [
        (_("Plass"), told.where(row)),
        (_("Dager"), told.when(row, today)),
        (_("Utreise"), _leaving(row, today)),
        (_("Flyttet"), _moves(read, row, today)),
        (_("Permisjon"), _leaves(read, row, today)),
        (_("Koordinator"), row["coordinator"] or (_("Mangler") if row["closed_on"] is None else "")),
    ]


def _leaving(row: Row, today: str) -> str:
    """'16. juli · om 3 dager, foreløpig'; '16. juli · 3 dager over' of who has stayed over time."""
    if row["state"] not in ("planned", "in") or row["out_on"] is None:
        return ""
    said = words.deadline(row["out_on"], today)
    return said if row["confirmed"] or row["days_over"] else _("{day}, foreløpig").format(day=said)


def _moves(read: Read, row: Row, today: str) -> str:
    """Where the stay has been and will be, a line each; '' for one that stays in its place."""
    parts = read(stay_lists.segments, row["stay_id"])
    if len(parts) < 2:
        return ""
    return "\n".join(
        f"{told.where(part)} · {stay_words.period(part['from_on'], part['to_on'], today)}" for part in parts
    )


def _leaves(read: Read, row: Row, today: str) -> str:
    return "\n".join(
        f"{stay_words.LEAVES[one['kind']]} · {_span(one, today)}" for one in read(stay_lists.leaves, row["stay_id"])
    )


def _span(one: Row, today: str) -> str:
    """'1.–8. juli', 'fra 1. juli' while nobody knows until when."""
    if one["to_on"]:
        return stay_words.period(one["from_on"], one["to_on"], today)
    return _("fra {day}").format(day=words.short_day(one["from_on"], today))


def _waiting(read: Read, row: Row, today: str) -> Facts:
    if row["closed_on"] is not None and row["waiting_since"] is None:
        return []
    before = row["state"] in ("applied", "assessed", "granted", "waiting", "planned")
    return [
        (_("Prioritet"), stay_words.PRIORITIES[row["priority"]] if before else ""),
        (_("Ventet"), told.waited(row) if row["state"] != "in" else ""),
        (_("Bør begynne senest"), words.deadline(row["latest_start_on"], today) if row["latest_start_on"] else ""),
        (_("Følges opp"), words.deadline(row["follow_up_on"], today) if row["follow_up_on"] and before else ""),
        (_("Pauser"), "\n".join(_pause(one, today) for one in read(stay_lists.pauses, row["stay_id"]))),
        (_("Prioritet endret"), "\n".join(_priority(one, today) for one in read(stay_lists.priorities,
                                                                               row["stay_id"]))),
        (_("Gått forbi"), "\n".join(_passed(one, today) for one in read(stay_lists.passes, row["stay_id"]))),
    ]  # fmt: skip


def _pause(one: Row, today: str) -> str:
    return ": ".join(part for part in (_span(one, today), one["reason"]) if part)


def _priority(one: Row, today: str) -> str:
    """'12. nov.: fra 2 til 1, Jon Vakt. Forverret'."""
    said = _("{day}: fra {before} til {priority}, {staff}").format(
        day=words.short_day(one["on_day"], today), before=one["before"], priority=one["priority"], staff=one["staff"]
    )
    return ". ".join(part for part in (said, one["reason"]) if part)


def _passed(one: Row, today: str) -> str:
    """'12. nov. av Kari N.: trenger takheis'."""
    day = words.short_day(one["on_day"], today)
    return _("{day} av {who}: {reason}").format(day=day, who=words.short_name(one), reason=one["reason"])


def _application(row: Row) -> Facts:
    received = words.day(row["received_on"])
    by = _("{day} av {who}").format(day=received, who=row["asked_by"]) if row["asked_by"] else received
    wished = told.wished(row) if row["in_on"] is None else ""
    origin = _dotted(stay_words.CAME_FROM.get(row["came_from"]), row["came_from_note"])
    return [
        (_("Født"), words.day(row["born_on"])),
        (_("Søknad mottatt"), by),
        (_("Ønsket"), wished),
        (_("Behov"), row["need"]),
        (_("Krav til plassen"), row["room_need"]),
        (_("Tjenestetype"), stay_words.SERVICE_TYPES.get(row["service_type"], "")),
        (_("Kommer fra"), origin),
        (_("Dager i uken"), told.weekdays(row["weekdays"]) if row["form"] == "day" else ""),
        (_("Skyss"), stay_words.TRANSPORTS[row["transport"]] if row["form"] == "day" else ""),
    ]


def _decision(row: Row) -> Facts:
    decided = ", ".join(part for part in (words.day(row["decided_on"]), row["decision_ref"]) if part)
    missing = row["state"] in ("in", "discharged") and not row["decided_on"]
    appealed = words.day(row["appealed_on"])
    outcome = stay_words.APPEAL_OUTCOMES.get(row["appeal_outcome"], _("ikke avgjort")) if appealed else ""
    return [
        (_("Vedtak"), _("Mangler, skrives i etterkant") if missing else decided),
        (_("Begrunnelse"), row["decision_reason"]),
        (_("Klagefrist"), words.day(row["appeal_by"]) if row["state"] == "refused" else ""),
        (_("Klage"), ", ".join(part for part in (appealed, outcome) if part)),
    ]


def _ended(row: Row) -> Facts:
    went = _dotted(stay_words.WENT_TO.get(row["went_to"]), row["went_to_note"])
    late = _("Ja: {reason}").format(reason=row["late_reason"]) if row["late_reason"] else ""
    return [
        (_("Reiste til"), went),
        (_("Målet"), stay_words.GOAL_RESULTS.get(row["goal_result"], "")),
        (_("Avlyst fordi"), stay_words.CANCEL_REASONS.get(row["cancel_reason"], "")),
        (_("Avsluttet"), words.day(row["closed_on"]) if row["state"] in ("refused", "cancelled") else ""),
        (_("Etterregistrert"), late),
        (_("Merknad"), row["note"]),
    ]


def _dotted(*texts: str | None) -> str:
    return " · ".join(text for text in texts if text)


def queue(rows: Sequence[Row]) -> str:
    """'4 venter, lengst 32 dager'."""
    if not rows:
        return ""
    longest = max(row["days_waited"] for row in rows)
    said = ngettext("{n} venter, lengst {days}", "{n} venter, lengst {days}", len(rows))
    return said.format(n=words.number(len(rows)), days=words.span(longest))
