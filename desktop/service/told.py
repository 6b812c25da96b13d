"""What a case of service was, and how a copy stands with its checks, in sentences. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desktop import words
from desktop.words import STATES, _, ngettext

Row = Mapping[str, Any]
METHODS = {
    "disinfection": _("Desinfeksjon"),
    "machine": _("Maskinvask"),
    "hand": _("Håndvask"),
    "wipe": _("Avtørking"),
}
KINDS = {
    "cleaning": _("Rengjøring"),
    "repair": _("Reparasjon"),
    "quarantine": _("Smitte"),
    "check": _("Kontroll"),
}
MARK = " · "


def what(row: Row) -> str:
    """'Rullator, innendørs (UT-0187)'."""
    return f"{row['name']} ({row['number']})"


def method(code: str) -> str:
    """'desinfeksjon' inside a sentence; '' where nobody said."""
    return METHODS[code].lower() if code in METHODS else code


def minutes(number: int | None) -> str:
    """'40 minutter'; '' where nobody counted."""
    return "" if number is None else ngettext("{n} minutt", "{n} minutter", number).format(n=words.number(number))


def waited(days: int) -> str:
    """'6 dager', 'I dag' for none."""
    return ngettext("{n} dag", "{n} dager", days).format(n=words.number(days)) if days > 0 else _("I dag")


def since(row: Row) -> str:
    """'6 dager, siden 16. november 2026'."""
    day = words.day(row["since"])
    return _("{days}, siden {day}").format(days=waited(row["days"]), day=day) if row["days"] > 0 else _("I dag")


def case(row: Row) -> str:
    """One case as a sentence: 'Rengjort 3. mars 2026 av Jon, desinfeksjon'."""
    return _CASES[row["kind"]](row)


def cases(rows: Iterable[Row], most: int = 4) -> str:
    """The first of the cases, a line each."""
    return "\n".join(case(row) for row in list(rows)[:most])


def by(row: Row) -> str:
    """'3. mars 2026 av Jon'."""
    day = words.day(row["closed_on"])
    return _("{day} av {name}").format(day=day, name=row["done_by"]) if row["done_by"] else day


def _cleaning(row: Row) -> str:
    said = _("Rengjort {when}").format(when=by(row))
    return _with(", ".join(part for part in (said, method(row["method"])) if part), row["note"])


def _repair(row: Row) -> str:
    if row["closed_on"] is None:
        state = STATES[f"case_{row['state']}"].word.lower()
        said = _("Til reparasjon siden {day}, {state}").format(day=words.day(row["opened_on"]), state=state)
    elif row["state"] == "scrapped":
        said = _("Kassert etter reparasjonssak {when}").format(when=by(row))
    else:
        said = _("Reparert {when}").format(when=by(row))
    return _with(said, *repair_parts(row))


def repair_parts(row: Row) -> tuple[str, ...]:
    """What was wrong, what was put in, what it cost and how long it took."""
    return (row["fault"], row["parts"], words.money(row["cost_ore"]), minutes(row["minutes"]), row["note"])


def _quarantine(row: Row) -> str:
    if row["closed_on"] is None:
        return _with(_("Sperret for smitte siden {day}").format(day=words.day(row["opened_on"])), row["note"])
    return _with(_("Frigitt {when}, sperret for smitte siden {day}").format(
        when=by(row), day=words.day(row["opened_on"])), row["note"])  # fmt: skip


def _check(row: Row) -> str:
    result = _("godkjent") if row["state"] == "done" else _("ikke godkjent")
    said = _("Kontrollert {when}, {result}").format(when=by(row), result=result)
    return _with(said, row["fault"], row["note"])


def _with(said: str, *more: str) -> str:
    return MARK.join(part for part in (said, *more) if part)


_CASES = {"cleaning": _cleaning, "repair": _repair, "quarantine": _quarantine, "check": _check}


def checked(row: Row) -> str:
    """How a copy stands with its checks: 'Kontrollert 3. mars 2026, neste 3. mars 2027'; '' where it has none.

    The row has check_months, checked_on, due_on, never and check_status.
    """
    if row["check_months"] is None:
        return ""
    last, due = words.day(row["checked_on"]), words.day(row["due_on"])
    if row["never"]:
        return _("Aldri kontrollert. Skal kontrolleres nå")
    late = row["check_status"] == "case_check_overdue"
    if not last:
        said = _("Aldri kontrollert. Skulle vært det {due}") if late else _("Aldri kontrollert. Første kontroll {due}")
    else:
        said = _("Kontrollert {day}, skulle vært igjen {due}") if late else _("Kontrollert {day}, neste {due}")
    return said.format(day=last, due=due)


def every(months: int | None) -> str:
    """'hver 12. måned', 'hver måned'; '' for never."""
    if not months:
        return ""
    return _("hver måned") if months == 1 else _("hver {n}. måned").format(n=words.number(months))


def outcome(ends: Sequence[str]) -> str:
    """'2 ledig, 1 til kontroll' from the states that copies got."""
    counted = Counter(STATES[state].word.lower() for state in ends)
    return ", ".join(f"{words.number(n)} {word}" for word, n in counted.most_common())


def done(rows: Sequence[Row], ends: Mapping[int, str], one: str, many: str) -> str:
    """The receipt of an act: 'Rullator (UT-1) er rengjort og står som ledig', '3 er rengjort: 2 ledig, 1 sperret'.

    `one` and `many` hold {what} and {n}: 'er rengjort' with what it is about.
    """
    if len(rows) == 1:
        state = STATES[ends[rows[0]["item_id"]]].word.lower()
        return _("{done} og står som {state}").format(done=one.format(what=what(rows[0])), state=state)
    told = many.format(n=words.number(len(rows)))
    return f"{told}: {outcome(list(ends.values()))}"


def checked_now(rows: Sequence[Row], receipt: Any) -> str:
    """The receipt after db.service.check of these copies."""
    if receipt.data["passed"]:
        return done(rows, receipt.result, _("{what} er kontrollert"), _("{n} gjenstander er kontrollert"))
    return done(rows, receipt.result, _("{what} ble ikke godkjent"), _("{n} gjenstander ble ikke godkjent"))
