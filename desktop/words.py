"""What a date, a sum, a name and a state are called in bokmål. No Qt: screen, sheet and paper read the same words."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

NBSP = "\u00a0"
MINUS = "\u2212"
NONE = "–"
MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)
SHORT_MONTHS = ("jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des.")
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


def _catalogue() -> _gettext.NullTranslations:
    """The catalogue in resources/i18n; without one the source text, which is bokmål, stands."""
    return _gettext.translation("hverdag", str(files("resources") / "i18n"), ["nb"], fallback=True)


_words = _catalogue()
_ = _words.gettext
ngettext = _words.ngettext


# Days. An ISO text may be a year, a month or a day; None and "" have no text.


def parse(iso: str) -> date:
    return date.fromisoformat(iso[:10])


def month(iso: str) -> str:
    """'2026-07' or '2026-07-03' -> 'juli 2026'."""
    return f"{MONTHS[int(iso[5:7]) - 1]} {iso[:4]}"


def day(iso: str | None) -> str:
    """'2026-07-03' -> '3. juli 2026'; '2026-07' -> 'juli 2026'; '2026' -> '2026'."""
    if not iso or len(iso) < 7:
        return iso or ""
    return month(iso) if len(iso) == 7 else f"{int(iso[8:10])}. {month(iso)}"


def short_day(iso: str | None, today: str | None = None) -> str:
    """'2026-07-03' -> '3. juli'; with the year when it is another than today's."""
    if not iso or len(iso) < 10:
        return day(iso)
    text = f"{int(iso[8:10])}. {SHORT_MONTHS[int(iso[5:7]) - 1]}"
    return f"{text} {iso[:4]}" if today and today[:4] != iso[:4] else text


def number_day(iso: str | None) -> str:
    """'2026-07-03' -> '03.07.2026'; '2026-07' -> '07.2026'; '2026' -> '2026'."""
    return ".".join(reversed(iso[:10].split("-"))) if iso else ""


def weekday_day(iso: str | None) -> str:
    """'2026-07-03' -> 'fredag 3. juli 2026'."""
    return f"{WEEKDAYS[parse(iso).weekday()]} {day(iso)}" if iso else ""


def week(iso: str, year: bool = False) -> str:
    """'2026-07-31' -> 'uke 31'; with year its ISO year too: 'uke 53 2020'."""
    iso_year, number, _weekday = parse(iso).isocalendar()
    return f"{_('uke')} {number} {iso_year}" if year else f"{_('uke')} {number}"


def span(days: int) -> str:
    """28 -> '4 uker'; 10 -> '10 dager'."""
    if days and days % 7 == 0:
        return ngettext("{n} uke", "{n} uker", days // 7).format(n=days // 7)
    return ngettext("{n} dag", "{n} dager", days).format(n=days)


def day_hint(iso: str | None, today: str) -> str:
    """What stands under a day field: 'Fredag i uke 31 · 4 uker'; of a day long gone '82 år siden'."""
    if not iso:
        return ""
    days = (parse(iso) - parse(today)).days
    if days < -730:
        return ngettext("{n} år siden", "{n} år siden", years := _years(iso, today)).format(n=years)
    when = _("i dag") if days == 0 else span(days) if days > 0 else _("{span} siden").format(span=span(-days))
    weekday = WEEKDAYS[parse(iso).weekday()].capitalize()
    return _("{weekday} i {week} · {when}").format(weekday=weekday, week=week(iso), when=when)


def _years(iso: str, today: str) -> int:
    """Whole years gone by since a day."""
    return int(today[:4]) - int(iso[:4]) - (today[5:] < iso[5:])


def days_late(due: str | None, today: str) -> int:
    """Whole days past the deadline: positive is late, 0 today, negative still to go; 0 without a deadline."""
    return (parse(today) - parse(due)).days if due else 0


def days_over(due: str | None, today: str) -> str:
    """'9 dager over', 'I dag', 'i morgen', 'om 4 dager' or 'Uten frist'."""
    if not due:
        return _("Uten frist")
    late = days_late(due, today)
    if late == 0:
        return _("I dag")
    if late > 0:
        return ngettext("{n} dag over", "{n} dager over", late).format(n=late)
    return _("i morgen") if late == -1 else ngettext("om {n} dag", "om {n} dager", -late).format(n=-late)


def deadline(due: str | None, today: str) -> str:
    """'24. juni · 9 dager over'."""
    return f"{short_day(due, today)} · {days_over(due, today)}" if due else _("Uten frist")


def local(moment: str) -> datetime:
    """A UTC moment from the register on this machine's clock."""
    at = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone()


def clock(moment: str) -> str:
    """UTC moment -> 'kl. 14.05' on this machine's clock."""
    return local(moment).strftime("kl. %H.%M")


def moment(at: str, today: str | None = None) -> str:
    """UTC moment -> '3. juli 2026 kl. 14.05', or 'i dag kl. 14.05' when that is its day."""
    here = local(at).date().isoformat()
    return f"{_('i dag') if here == today else day(here)} {clock(at)}"


# Numbers


def number(value: float | None) -> str:
    """1234567.5 -> '1 234 567,5' with no-break spaces and a true minus; None -> ''."""
    if value is None:
        return ""
    text = f"{abs(value):,.10g}" if isinstance(value, float) else f"{abs(value):,}"
    return (MINUS if value < 0 else "") + text.replace(",", NBSP).replace(".", ",")


def money(ore: int | None) -> str:
    """Whole øre -> '4 200 kr', '4 200,50 kr'; None -> ''."""
    if ore is None:
        return ""
    kroner, rest = divmod(abs(ore), 100)
    return f"{MINUS if ore < 0 else ''}{number(kroner)}{f',{rest:02}' if rest else ''}{NBSP}kr"


def counted(n: int, one: str, many: str) -> str:
    """counted(3, 'gjenstand', 'gjenstander') -> '3 gjenstander'."""
    return f"{number(n)} {one if n == 1 else many}"


def listed(names: list[str]) -> str:
    """['a', 'b', 'c'] -> 'a, b og c'."""
    return _("{first} og {last}").format(first=", ".join(names[:-1]), last=names[-1]) if names[1:] else "".join(names)


# Names


def person_name(row: Mapping[str, Any]) -> str:
    """'Nordmann, Kari'."""
    return ", ".join(part for part in (row["last_name"], row["first_name"]) if part)


def full_name(row: Mapping[str, Any]) -> str:
    """'Kari Nordmann'."""
    return " ".join(part for part in (row["first_name"], row["last_name"]) if part)


def short_name(row: Mapping[str, Any]) -> str:
    """'Kari N.': enough on a screen that others can see."""
    first, last = row["first_name"] or "", row["last_name"] or ""
    return f"{first} {last[:1]}." if first and last else first or last


# States: always colour, icon and word together. The colour is a token of desktop/parts/tokens.py.


@dataclass(frozen=True, slots=True)
class StateWord:
    word: str
    icon: str
    colour: str


ITEM_STATES = {
    "new": StateWord(_("Ny"), "sparkles", "reserved"),
    "available": StateWord(_("Ledig"), "circle-check", "free"),
    "packed": StateWord(_("Klargjort"), "package-check", "reserved"),
    "lent": StateWord(_("Utlånt"), "hand-helping", "lent"),
    "cleaning": StateWord(_("Til rengjøring"), "droplet", "washing"),
    "control": StateWord(_("Til kontroll"), "list-checks", "washing"),
    "repair": StateWord(_("Til reparasjon"), "wrench", "repair"),
    "blocked": StateWord(_("Sperret"), "lock", "overdue"),
    "missing": StateWord(_("Savnet"), "circle-question-mark", "missing"),
    "retired": StateWord(_("Kassert"), "ban", "scrapped"),
}
LOAN_STATES = {
    "overdue": StateWord(_("Forfalt"), "triangle-alert", "overdue"),
    "due_soon": StateWord(_("Snart frist"), "calendar-clock", "repair"),
    "open": StateWord(_("Utlånt"), "hand-helping", "lent"),
    "no_deadline": StateWord(_("Uten frist"), "hand-helping", "lent"),
    "returned": StateWord(_("Levert inn"), "circle-check", "free"),
    "swapped": StateWord(_("Byttet"), "arrow-left-right", "scrapped"),
    "to_nav": StateWord(_("Overført til NAV"), "arrow-right", "scrapped"),
    "lost": StateWord(_("Tapt"), "circle-question-mark", "missing"),
    "not_recovered": StateWord(_("Ikke fått tilbake"), "circle-question-mark", "missing"),
    "mistake": StateWord(_("Feilregistrert"), "ban", "scrapped"),
}
COUNT_STATES = {
    "count_found": StateWord(_("Funnet"), "circle-check", "free"),
    "count_missing": StateWord(_("Mangler"), "circle-question-mark", "missing"),
    "count_wrong_place": StateWord(_("Feil plass"), "map-pin", "repair"),
    "count_unexpected": StateWord(_("Uventet"), "triangle-alert", "overdue"),
    "count_left": StateWord(_("Gått ut"), "hand-helping", "lent"),
    "count_open": StateWord(_("Pågår"), "hourglass", "lent"),
    "count_closed": StateWord(_("Avsluttet"), "circle-check", "scrapped"),
}
RECALL_OUTCOMES = {
    "fixed": StateWord(_("Utbedret"), "wrench", "free"),
    "not_affected": StateWord(_("Ikke berørt"), "circle-check", "free"),
    "scrapped": StateWord(_("Kassert"), "ban", "scrapped"),
    "replaced": StateWord(_("Erstattet"), "arrow-left-right", "scrapped"),
}
RECALL_STATES = {
    "recall_to_do": StateWord(_("Ikke behandlet"), "triangle-alert", "overdue"),
    **{f"recall_{code}": outcome for code, outcome in RECALL_OUTCOMES.items()},
    "recall_open": StateWord(_("Pågår"), "hourglass", "lent"),
    "recall_closed": StateWord(_("Avsluttet"), "circle-check", "scrapped"),
}
FOLLOW_STATES = {
    "no_answer": StateWord(_("Mangler svar"), "phone-missed", "missing"),
    "contact_day": StateWord(_("Ta kontakt"), "phone-call", "reserved"),
    "snoozed": StateWord(_("Venter"), "hourglass", "scrapped"),
    "stopped": StateWord(_("Stanset"), "bell-off", "scrapped"),
}
SERVICE_STATES = {
    "case_assess": StateWord(_("Vurderes"), "eye", "reserved"),
    "case_waiting_part": StateWord(_("Venter på del"), "hourglass", "repair"),
    "case_repairing": StateWord(_("Repareres"), "wrench", "repair"),
    "case_done": StateWord(_("Ferdig"), "circle-check", "free"),
    "case_scrapped": StateWord(_("Kassert"), "ban", "scrapped"),
    "case_cleaned": StateWord(_("Rengjort"), "circle-check", "free"),
    "case_quarantined": StateWord(_("Smitte"), "shield-alert", "overdue"),
    "case_released": StateWord(_("Frigitt"), "circle-check", "free"),
    "case_passed": StateWord(_("Godkjent"), "circle-check", "free"),
    "case_failed": StateWord(_("Ikke godkjent"), "circle-x", "overdue"),
    "case_check_overdue": StateWord(_("Forfalt"), "triangle-alert", "overdue"),
    "case_check_soon": StateWord(_("Snart frist"), "calendar-clock", "repair"),
    "case_check_later": StateWord(_("I orden"), "circle-check", "free"),
}
TASK_STATES = {
    "task_open": StateWord(_("Åpen"), "clock", "lent"),
    "task_overdue": StateWord(_("Forfalt"), "triangle-alert", "overdue"),
    "task_done": StateWord(_("Ferdig"), "circle-check", "free"),
    "task_given_up": StateWord(_("Oppgitt"), "ban", "scrapped"),
}
STOP_KINDS = {
    "stop_deliver": StateWord(_("Levering"), "truck", "lent"),
    "stop_fetch": StateWord(_("Henting"), "corner-up-left", "washing"),
    "stop_swap": StateWord(_("Bytte"), "arrow-left-right", "reserved"),
    "stop_repair": StateWord(_("Reparasjon"), "wrench", "repair"),
    "stop_parcel": StateWord(_("NAV-pakke"), "package", "scrapped"),
}
STOP_STATES = STOP_KINDS | {
    "stop_planned": StateWord(_("Planlagt"), "calendar", "lent"),
    "stop_pool": StateWord(_("Venter på dag"), "hourglass", "reserved"),
    "stop_failed": StateWord(_("Nytt forsøk"), "refresh-cw", "repair"),
    "stop_done": StateWord(_("Utført"), "circle-check", "free"),
    "stop_cancelled": StateWord(_("Avlyst"), "ban", "scrapped"),
}
STOP_FAILURES = {
    "nobody_home": _("Ingen hjemme"),
    "refused": _("Ville ikke ta imot"),
    "no_access": _("Kom ikke inn"),
    "other": _("Annet"),
}
NAV_STATES = {
    "nav_flagged": StateWord(_("Bør søkes"), "triangle-alert", "repair"),
    "nav_open": StateWord(_("Ikke sendt"), "file-text", "reserved"),
    "nav_sent": StateWord(_("Venter på svar"), "hourglass", "lent"),
    "nav_granted": StateWord(_("Innvilget"), "circle-check", "free"),
    "nav_refused": StateWord(_("Avslått"), "circle-x", "overdue"),
    "nav_swapped": StateWord(_("Byttet"), "arrow-left-right", "scrapped"),
    "nav_closed": StateWord(_("Avsluttet"), "ban", "scrapped"),
}
LAPSE_STATES = {
    "lapse_open": StateWord(_("Venter på retur"), "hourglass", "lent"),
    "lapse_late": StateWord(_("Fristen er ute"), "triangle-alert", "overdue"),
    "lapse_ready": StateWord(_("Alt er inne"), "circle-check", "free"),
    "lapse_closed": StateWord(_("Avsluttet"), "circle-check", "scrapped"),
}
PERSON_STATES = {
    "dead": StateWord(_("Død"), "user-round", "scrapped"),
    "moved": StateWord(_("Flyttet"), "log-out", "reserved"),
    "moving": StateWord(_("Skal flytte"), "log-out", "reserved"),
}
URGENCIES = {
    "ordinary": StateWord(_("Ordinær"), "clock", "scrapped"),
    "pressure_sore": StateWord(_("Trykksår"), "bandage", "overdue"),
    "terminal": StateWord(_("Terminal"), "heart", "overdue"),
    "discharge": StateWord(_("Utskrivning"), "hospital", "overdue"),
    "decline": StateWord(_("Rask forverring"), "trending-down", "overdue"),
}
REQUEST_STATES = {
    "request_waiting": StateWord(_("Venter"), "hourglass", "repair"),
    "request_coverable": StateWord(_("Kan dekkes nå"), "circle-check", "free"),
    "request_packed": StateWord(_("Klargjort"), "package-check", "reserved"),
    "request_lapsed": StateWord(_("Tiden er ute"), "calendar-clock", "scrapped"),
    "request_filled": StateWord(_("Dekket"), "hand-helping", "lent"),
    "request_cancelled": StateWord(_("Avlyst"), "ban", "scrapped"),
}
FROM_BOOK = _("fra regneark")  # the reason kept on loans that a book told of
DELIVERIES = {"fetch": _("Hentes"), "deliver": _("Kjøres ut")}
STATES = (
    URGENCIES
    | REQUEST_STATES
    | STOP_STATES
    | ITEM_STATES
    | LOAN_STATES
    | COUNT_STATES
    | RECALL_STATES
    | FOLLOW_STATES
    | SERVICE_STATES
    | TASK_STATES
    | NAV_STATES
    | LAPSE_STATES
    | PERSON_STATES
)
OWNERS = {"own": _("Kommunen"), "nav": _("NAV"), "private": _("Privat")}
RETIRED_REASONS = {
    "worn": _("Utslitt"),
    "broken": _("Ødelagt"),
    "lost": _("Tapt"),
    "given": _("Gitt bort"),
    "sold": _("Solgt"),
    "nav": _("Overført til NAV"),
    "other": _("Annet"),
}
CONDITIONS = {"A": _("A – som ny"), "B": _("B – god"), "C": _("C – brukt"), "D": _("D – slitt")}
TRACKING = {"single": _("Hvert eksemplar har nummer"), "quantity": _("Telles i antall")}
