"""What the warnings of stays are called, why each stands, and the rule behind it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db import stay_warnings
from desktop import words
from desktop.stays.plan_words import CHECK_KINDS
from desktop.words import StateWord, _, ngettext

Row = Mapping[str, Any]
WARNINGS = {
    "overstay": StateWord(_("Over tiden"), "triangle-alert", "overdue"),
    "waiting_late": StateWord(_("Ventet for lenge"), "hourglass", "overdue"),
    "not_arrived": StateWord(_("Ikke kommet"), "calendar-x", "overdue"),
    "quota_used_up": StateWord(_("Døgn brukt opp"), "wallet", "overdue"),
    "quota_overbooked": StateWord(_("For mange døgn"), "banknote", "overdue"),
    "acute_undecided": StateWord(_("Mangler vedtak"), "gavel", "overdue"),
    "appeal_open": StateWord(_("Klage uten svar"), "scale", "overdue"),
    "no_coordinator": StateWord(_("Uten koordinator"), "user-round-x", "overdue"),
    "no_goal": StateWord(_("Uten mål"), "goal", "overdue"),
    "leaving": StateWord(_("Reiser snart"), "log-out", "repair"),
    "waiting_soon": StateWord(_("Bør begynne"), "calendar-clock", "repair"),
    "sixty": StateWord(_("60 døgn"), "calendar-days", "repair"),
    "quota_nearly": StateWord(_("Døgn snart brukt"), "wallet", "repair"),
    "appeal_due": StateWord(_("Klagefrist"), "scale", "repair"),
    "wait_follow_up": StateWord(_("Følg opp"), "bell", "lent"),
    "check_late": StateWord(_("Sjekklisten"), "list-checks", "lent"),
    "evaluation_missing": StateWord(_("Uten evaluering"), "message-square", "lent"),
    "quota_unused": StateWord(_("Ubrukte døgn"), "trending-down", "lent"),
}
_OTHER = {
    ("no_coordinator", "soon"): StateWord(_("Uten koordinator"), "user-round-x", "repair"),
    ("sixty", "late"): StateWord(_("60 døgn"), "calendar-days", "overdue"),
}  # the same warning at another level than it has by itself
words.STATES.update({f"warn_{kind}": state for kind, state in WARNINGS.items()})
words.STATES.update({f"warn_{kind}_{level}": state for (kind, level), state in _OTHER.items()})
MISSING = {
    "evaluation": _("evaluering"),
    "transport": _("transport"),
    "aids": _("hjelpemidler"),
    "aids_ordered": _("hjelpemidler (bestilt)"),
}
RULES = {
    "overstay": _("Utreisedagen er gått, og personen er ikke skrevet ut."),
    "waiting_late": _("Dagen oppholdet senest skulle begynt, er gått. Behovet er ikke møtt innen fristen."),
    "not_arrived": _("Planlagt dag er gått uten at noen har meldt ankomst."),
    "quota_used_up": _("Alle kjøpte døgn i avtalen er brukt."),
    "quota_overbooked": _("Brukte og planlagte døgn er flere enn avtalen har."),
    "acute_undecided": _("Øyeblikkelig hjelp er tatt inn uten vedtak. Vedtaket skal komme i etterkant."),
    "appeal_open": _("Det er klaget på vedtaket, og klagen er ikke besvart."),
    "no_coordinator": _("Alle skal ha en koordinator når de er inne, og {n} dager før de kommer.").format(
        n=stay_warnings.BEFORE_IN
    ),
    "no_goal": _("Det skal være satt et mål innen {n} dager.").format(n=stay_warnings.GOAL_DAYS),
    "leaving": _("{n} dager før utskriving skal evaluering, transport og hjelpemidler være på plass.").format(
        n=stay_warnings.BEFORE_OUT
    ),
    "waiting_soon": _("Det er {n} dager eller mindre til oppholdet senest skal begynne.").format(
        n=stay_warnings.START_DAYS
    ),
    "sixty": _("Varsles ved 50 døgn på korttid i et kalenderår. Fra det 60. gjelder en annen betaling."),
    "quota_nearly": _("80 prosent av de kjøpte døgnene er brukt."),
    "appeal_due": _("Klagefristen går ut innen {n} dager.").format(n=stay_warnings.APPEAL_DAYS),
    "wait_follow_up": _("Dagen ventelisten skulle ses på igjen, er kommet."),
    "check_late": _("Noe på sjekklisten før utskriving skulle vært gjort."),
    "evaluation_missing": _(
        "Oppholdet er avsluttet uten evaluering. Varsles i {n} dager, men ikke for gamle lister fra Excel."
    ).format(n=stay_warnings.BACK_DAYS),
    "quota_unused": _("Etter 1. september: prognosen er under 90 prosent av de kjøpte døgnene."),
}


def status(row: Row) -> str:
    """The code in words.STATES of a warning."""
    kind, level = row["kind"], row["level"]
    return f"warn_{kind}_{level}" if (kind, level) in _OTHER else f"warn_{kind}"


def why(row: Row, today: str) -> str:
    """What stands behind a warning, with its day: 'Skulle reist 1. des. · 2 dager over'."""
    return _WHY[row["kind"]](row, today)


def _late(said: str):
    return lambda row, today: f"{said.format(day=words.short_day(row['on_day'], today))} · {_over(row['days'])}"


def _since(said: str):
    return lambda row, today: said.format(day=words.short_day(row["on_day"], today))


def _soon(said: str):
    def tell(row: Row, today: str) -> str:
        when = words.days_over(row["on_day"], today).lower()
        return f"{said.format(day=words.short_day(row['on_day'], today))} · {when}"

    return tell


def _over(days: int) -> str:
    return ngettext("{n} dag over", "{n} dager over", days).format(n=words.number(days))


def _leaving(row: Row, today: str) -> str:
    missing = words.listed([MISSING[one] for one in row["missing"]])
    when = words.days_over(row["on_day"], today)
    return _("{when}: mangler {missing}").format(when=when[:1].upper() + when[1:], missing=missing)


def _used(row: Row, today: str) -> str:
    said = ngettext("{n} døgn brukt i år", "{n} døgn brukt i år", row["used"]).format(n=words.number(row["used"]))
    if row["kind"] != "sixty" or row["on_day"] <= today:
        return said
    return f"{said} · {_('nr. 60 blir {day}').format(day=words.short_day(row['on_day'], today))}"


def _no_coordinator(row: Row, today: str) -> str:
    said = _("Kommer {day}") if row["state"] == "planned" and row["on_day"] >= today else _("Inne siden {day}")
    return said.format(day=words.short_day(row["on_day"], today))


_WHY = {
    "overstay": _late(_("Skulle reist {day}")),
    "waiting_late": _late(_("Skulle begynt senest {day}")),
    "not_arrived": _late(_("Skulle kommet {day}")),
    "acute_undecided": _since(_("Kom {day}, uten vedtak")),
    "appeal_open": _since(_("Klaget {day}, uten svar")),
    "no_coordinator": _no_coordinator,
    "no_goal": _late(_("Mål skulle vært satt {day}")),
    "leaving": _leaving,
    "waiting_soon": _soon(_("Bør begynne senest {day}")),
    "sixty": _used,
    "appeal_due": _soon(_("Klagefrist {day}")),
    "wait_follow_up": _since(_("Skulle ses på igjen {day}")),
    "check_late": lambda row, _today: _("Skulle vært gjort: {what}").format(
        what=words.listed([CHECK_KINDS[one].lower() for one in row["missing"]])
    ),
    "evaluation_missing": _since(_("Reiste {day}, ikke evaluert")),
    "quota_used_up": _used,
    "quota_overbooked": _since(_("Tomt {day} med det som er planlagt")),
    "quota_nearly": _used,
    "quota_unused": _used,
}
