"""What a scan answers: an icon, a colour and a sentence, for lending and for taking back. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db import loans
from db.errors import Rejected, Why
from desktop import faults, words
from desktop.finding import place
from desktop.loans import draft, return_draft
from desktop.loans.draft import Line
from desktop.loans.return_draft import Back, Scan
from desktop.words import _, ngettext

Row = Mapping[str, Any]
NAMED = 3  # as many things as a receipt names


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `colour` is a token of a state; a ready thing is told calmly, the rest in its colour."""

    icon: str
    colour: str
    text: str
    calm: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """How a thing came back: the code of db.loans and what the button says."""

    code: str
    text: str


CONDITIONS = (
    Condition("clean", _("Ren og hel")),
    Condition("dirty", _("Til rengjøring")),
    Condition("damaged", _("Skadet")),
    Condition("infectious", _("Smittefare")),
    Condition("incomplete", _("Ufullstendig")),
)


# who


def holder(row: Row) -> str:
    """'Kari N.', or the name of the unit."""
    return row["unit_name"] or words.short_name(row)


def borrower(row: Row) -> str:
    """A row of people.borrowers as the field shows it: 'Kari Nordmann (f. 1941), Storgata 4'."""
    born = _(" (f. {year})").format(year=row["born_on"][:4]) if row["born_on"] else ""
    return ", ".join(part for part in (words.full_name(row) + born, row["address"]) if part)


def borrower_note(row: Row) -> str:
    """'Har 1 lån nå, ingen er forfalt'."""
    if row["died_on"]:
        return _("Registrert som død {day}").format(day=words.day(row["died_on"]))
    if row["moved_on"]:
        return _("Flyttet ut av kommunen {day}").format(day=words.day(row["moved_on"]))
    if not row["open_lines"]:
        return _("Har ingen lån nå")
    has = ngettext("Har {n} lån nå", "Har {n} lån nå", row["open_lines"]).format(n=row["open_lines"])
    late = row["overdue"]
    told = ngettext("{n} er forfalt", "{n} er forfalt", late).format(n=late) if late else _("ingen er forfalt")
    return f"{has}, {told}"


# lending


def name(line: Line) -> str:
    row = line.item or line.product
    return row["name"] if row is not None else _("Ukjent nummer")


def number(line: Line) -> str:
    return line.item["number"] if line.item is not None else "" if line.product is not None else f"«{line.code}»"


def lending(line: Line) -> Answer:
    """What a line of a loan answers now."""
    if line.why is None:
        text = stock(line) if line.product is not None else _ready(line)
        return Answer("circle-check", "free", " · ".join(part for part in (text, fills(line)) if part), calm=True)
    if line.answer == draft.READY and not line.is_unready:
        told = _("Går ut likevel: {why}").format(why=line.override)
        return Answer("circle-check", "free", " · ".join(part for part in (told, fills(line)) if part), calm=True)
    if line.answer == draft.READY:
        word = words.ITEM_STATES[line.state].word
        return Answer(
            "circle-check", "free", _("{word}. Lånes ut likevel: {why}").format(word=word, why=line.override), calm=True
        )
    text = faults.sentence(Rejected(line.why, **_facts(line)))
    if line.may_be_overridden and not line.is_unready:
        return Answer("hourglass", "repair", text)
    if line.may_be_overridden:
        return Answer("triangle-alert", "repair", _("{why}. Kan lånes ut med en grunn").format(why=text))
    if line.why is Why.LENT_ALREADY:
        return Answer(words.ITEM_STATES["lent"].icon, "lent", text)
    look = words.ITEM_STATES[line.state] if line.state else None
    icon = look.icon if look and line.state in ("missing", "retired", "blocked") else "triangle-alert"
    return Answer(icon, "overdue", text)


def fills(line: Line) -> str:
    """'Dekker behovet fra 3. nov.'; '' where it fills none."""
    if line.request is None:
        return ""
    return _("Dekker behovet fra {day}").format(day=words.short_day(line.request["asked_on"]))


def may_fill(line: Line) -> str:
    """What a button offers: to meet the borrower's request for one like it, or to lend to the one who waits."""
    if line.alike is not None and line.fills is None:
        return _("Fyller behovet for {name}").format(name=line.alike["name"])
    waits = line.facts.get("unit_name") or (words.short_name(line.facts) if line.facts.get("last_name") else "")
    if line.unclaimed and waits:
        return _("Fyller behovet til {name}").format(name=waits)
    return ""


def stock(line: Line) -> str:
    return _("{n} på lager").format(n=words.number(line.stock))


def _ready(line: Line) -> str:
    """'Ledig · Hylle A2'."""
    row = line.item or {}
    word = words.ITEM_STATES[line.state if line.state == "packed" else "available"].word
    lacks = _("mangler {parts}").format(parts=words.listed(list(line.lacks))) if line.lacks else ""
    return " · ".join(part for part in (word, place(row), lacks) if part)


def _facts(line: Line) -> dict[str, Any]:
    return {key: value for key, value in line.facts.items() if key != "number"}


def in_doubt(lend: draft.LendDraft) -> str:
    """'1 må vurderes, 1 kan ikke lånes ut'; '' where everything is ready."""
    doubt, refused = lend.count(draft.DOUBT), lend.count(draft.REFUSED)
    parts = []
    if doubt:
        parts.append(ngettext("{n} må vurderes", "{n} må vurderes", doubt).format(n=doubt))
    if refused:
        parts.append(ngettext("{n} kan ikke lånes ut", "{n} kan ikke lånes ut", refused).format(n=refused))
    return ", ".join(parts)


def ready(count: int) -> str:
    """'3 klare'."""
    return ngettext("{n} klar", "{n} klare", count).format(n=words.number(count))


def pieces(count: int) -> str:
    return ngettext("{n} gjenstand", "{n} gjenstander", count).format(n=count)


def stayed(lines: Sequence[Line]) -> str:
    """'125 og «999» ble ikke med'; where they are many, how many."""
    told = [number(line) or name(line) for line in lines]
    what = words.listed(told) if len(told) <= NAMED else words.number(len(told))
    return _("{what} ble ikke med").format(what=what)


def lent(count: int, who: str, due_on: str | None, today: str) -> str:
    """'3 gjenstander er lånt ut til Kari N. Frist 31. juli'."""
    said = _("{things} er lånt ut til {who}").format(things=pieces(count), who=who)
    until = _("Frist {day}").format(day=words.short_day(due_on, today)) if due_on else _("Uten frist")
    return f"{said.rstrip('.')}. {until}"


# taking back


def coming_back(back: Back, today: str) -> Answer:
    """Who had it and how it stood with the due day; of goods also what is left out afterwards."""
    answer = still_out(back.row, today)
    if back.recalled:
        told = _("{said} · Tilbakekalt, blir sperret").format(said=answer.text)
        return Answer("megaphone", "overdue", told)
    if back.waits is not None:
        waits = _("{name} venter på denne").format(name=holder(back.waits))
        return replace(answer, text=f"{answer.text} · {waits}")
    rest = back.left - back.quantity - back.lost
    if not back.is_counted or not rest:
        return answer
    told = ngettext("{n} blir fortsatt ute", "{n} blir fortsatt ute", rest).format(n=words.number(rest))
    return replace(answer, text=f"{answer.text} · {told}")


def taken_elsewhere(gone: list[Back]) -> Answer:
    """Lines that fell out of the list because somebody else took them back meanwhile."""
    things = words.listed([back.row["number"] or back.row["name"] for back in gone])
    return Answer("info", "lent", _("{things} er tatt imot av noen andre i mellomtiden").format(things=things))


def still_out(row: Row, today: str) -> Answer:
    """Who has a thing and until when."""
    late = words.days_late(row["due_on"], today) > 0
    state = words.LOAN_STATES["overdue" if late else "open"]
    due = words.deadline(row["due_on"], today)
    return Answer(state.icon, state.colour, f"{holder(row)} · {due}", calm=not late)


def scanned(scan: Scan) -> Answer | None:
    """What a scan says that did not add a line; None where it did."""
    if scan.outcome == return_draft.ADDED:
        return None
    if scan.outcome == return_draft.ALREADY:
        return Answer("info", "lent", _already(scan.lines))
    if scan.outcome == return_draft.UNKNOWN or scan.item is None:
        return Answer("triangle-alert", "overdue", faults.sentence(Rejected(Why.NO_SUCH, code=scan.code)))
    state = words.ITEM_STATES[scan.item["state"]]
    where = place(scan.item)
    stands = " · ".join(part for part in (state.word.lower(), where) if part)
    said = _("{name} {number} er ikke utlånt. Den står som {state}")
    told = said.format(name=scan.item["name"], number=scan.item["number"], state=stands)
    return Answer("triangle-alert", "repair", told)


def _already(lines: Sequence[Back]) -> str:
    """'Rullator UT-0187: Denne ligger allerede i listen', or that all of an agreement's lines do."""
    if len(lines) != 1:
        return _("Alle på avtalen ligger allerede i listen")
    row = lines[0].row
    thing = " ".join(part for part in (row["name"], row["number"] or "") if part)
    return _("{thing}: Denne ligger allerede i listen").format(thing=thing)


def leads_to(back: Back) -> str:
    """The state that a copy gets by its condition; one that is recalled is blocked."""
    return "blocked" if back.recalled else loans.AFTER_RETURN[back.condition]


def outcome(backs: list[Back]) -> str:
    """'2 til rengjøring, 1 ledig'; of goods how many go on the shelf, are thrown away or are gone."""
    states = Counter(words.ITEM_STATES[leads_to(back)].word for back in backs if not back.is_counted)
    told = [f"{count} {word.lower()}" for word, count in states.most_common()]
    shelf = sum(back.quantity - back.scrapped for back in backs if back.is_counted)
    numbers = ((shelf, _("{n} inn på lager")), (sum(back.scrapped for back in backs), _("{n} kassert")),
               (sum(back.lost for back in backs), _("{n} borte")))  # fmt: skip
    return ", ".join([*told, *(text.format(n=words.number(n)) for n, text in numbers if n)])


def after_return(condition: str) -> str:
    """The word for the state that a condition leads to."""
    return words.ITEM_STATES[loans.AFTER_RETURN[condition]].word


def taken_back(backs: list[Back], state: str = "") -> str:
    """'Dusjkrakk (UT-0042) er tatt imot og står som ledig', or how many there were.

    `state` is what one copy stands as now, where that may be another than its condition leads to.
    """
    told = [_one_back(backs[0], state)] if len(backs) == 1 and not backs[0].is_counted else _several_back(backs)
    missing = [name for back in backs for name in sorted(back.missing)]
    if missing:
        told.append(_("{parts} mangler og følges opp").format(parts=words.listed(missing)))
    return ". ".join(told)


def _one_back(back: Back, state: str) -> str:
    word = words.ITEM_STATES[state].word if state else after_return(back.condition)
    return _("{name} ({number}) er tatt imot og står som {state}").format(
        name=back.row["name"], number=back.row["number"], state=word.lower()
    )


def _several_back(backs: list[Back]) -> list[str]:
    came, gone = sum(back.quantity for back in backs), sum(back.lost for back in backs)
    told = [_("{things} er tatt imot").format(things=pieces(came))] if came else []
    if gone:
        told.append(ngettext("{n} er meldt borte", "{n} er meldt borte", gone).format(n=words.number(gone)))
    return told
