"""What is told of loan lines beside the list: facts of one, sums of many. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db import loan_lines
from desktop import words
from desktop.words import _, ngettext

Row = Mapping[str, Any]
Read = Callable[..., Any]
MANY_NAMES = 4


def borrower(row: Row) -> str:
    """'Kari Nordmann (f. 1941)', or the name of the unit."""
    if row["unit_name"]:
        return row["unit_name"]
    born = _(" (f. {year})").format(year=row["born_on"][:4]) if row["born_on"] else ""
    return words.full_name(row) + born


def thing(row: Row) -> str:
    """'Rullator, innendørs UT-0187', or '4 Albuekrykker, par' for goods by quantity."""
    return f"{row['name']} {row['number']}" if row["number"] else f"{words.number(row['left_out'])} {row['name']}"


def things(rows: Sequence[Row]) -> str:
    """The one thing by name, or '3 utlån'."""
    if len(rows) == 1:
        return thing(rows[0])
    return ngettext("{n} utlån", "{n} utlån", len(rows)).format(n=words.number(len(rows)))


def facts(read: Read, row: Row, today: str) -> list[tuple[str, str]]:
    """(label, text) pairs of one line; empty texts are left out where they are shown."""
    return [
        (_("Lånt ut til"), borrower(row)),
        (_("Død"), words.day(row["died_on"])),
        (_("Flyttet"), words.day(row["moved_on"])),
        (_("Telefon"), row["phone"] or ""),
        (_("Adresse"), _("Skjermet") if row["protected"] else row["address"] or ""),
        (_("Antall"), quantity(row)),
        (_("Utlånt"), _lent(row)),
        (_("Frist"), _due(row, today)),
        (_("Levert inn"), _ended(row)),
        (_("Forlenget"), _extended(read, row)),
        (_("Tilbehør"), words.listed([part["name"] for part in read(loan_lines.line_accessories, row["line_id"])])),
        (_("Avtale"), _agreement(row)),
        (_("Bedt om av"), row["requested_by"]),
        (_("Gikk ut fordi"), row["out_reason"] if row["out_reason"] != words.FROM_BOOK else ""),
        (_("Merknad"), row["note"]),
    ]


def quantity(row: Row) -> str:
    """'4', or '4, av dem 1 levert inn og 2 borte'; '' for a copy."""
    if row["item_id"] is not None:
        return ""
    back, gone = came_back(row), lost(row)
    told = [_("{n} levert inn").format(n=words.number(back))] if back and (gone or not row["end_reason"]) else []
    told += [_("{n} borte").format(n=words.number(gone))] if gone else []
    count = words.number(row["quantity"])
    return _("{n}, av dem {told}").format(n=count, told=words.listed(told)) if told else count


def standing(row: Row) -> str:
    """How goods by quantity stand, short enough for a list: '4 stk.', '2 av 4 inne', '1 av 4 borte'; '' for a copy.

    Where some are in and some are gone, while others are out: '1 av 4 ute'.
    """
    if row["item_id"] is not None:
        return ""
    back, gone, count = came_back(row), lost(row), words.number(row["quantity"])
    if back and gone and not row["end_reason"]:
        return _("{left} av {n} ute").format(left=words.number(row["left_out"]), n=count)
    if gone:
        return _("{gone} av {n} borte").format(gone=words.number(gone), n=count)
    if back and not row["end_reason"]:
        return _("{back} av {n} inne").format(back=words.number(back), n=count)
    return _("{n} stk.").format(n=count)


def lost(row: Row) -> int:
    """How many of some goods the borrower lost; what was told before losses were counted is the rest of the line."""
    return row["lost"] + (row["left_out"] if row["end_reason"] == "lost" else 0)


def came_back(row: Row) -> int:
    """How many of some goods are in again."""
    return row["quantity"] - row["left_out"] - row["lost"]


def counted_thing(row: Row) -> str:
    """'Rullator, innendørs', or '2 av 4 Albuekrykker' for goods of which some are out."""
    if row["item_id"] is not None:
        return row["name"]
    left, count = words.number(row["left_out"]), words.number(row["quantity"])
    number = count if row["left_out"] == row["quantity"] else _("{left} av {n}").format(left=left, n=count)
    return f"{number} {row['name']}"


def _lent(row: Row) -> str:
    day = words.day(row["out_on"])
    return _("{day} av {name}").format(day=day, name=row["lent_by"]) if row["lent_by"] else day


def _due(row: Row, today: str) -> str:
    if row["end_reason"]:
        return words.day(row["due_on"])
    return f"{words.day(row['due_on'])} · {words.days_over(row['due_on'], today)}" if row["due_on"] else _("Uten frist")


def _ended(row: Row) -> str:
    if not row["end_reason"]:
        return ""
    how = words.LOAN_STATES[row["end_reason"]].word
    return f"{words.day(row['ended_on'])} · {how}" if row["ended_on"] else _("{how}, ukjent dag").format(how=how)


def _extended(read: Read, row: Row) -> str:
    if not row["extensions"]:
        return ""
    last = read(loan_lines.extensions, row["line_id"])[-1]
    times = ngettext("{n} gang", "{n} ganger", row["extensions"]).format(n=row["extensions"])
    when = _("sist {day}").format(day=words.day(last["made_on"]))
    return ", ".join(part for part in (times, when, last["reason"]) if part)


def _agreement(row: Row) -> str:
    signed = _("signert {day}").format(day=words.day(row["signed_on"])) if row["signed_on"] else _("ikke signert")
    return f"{row['agreement_id']} · {signed}"


def summary(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """What several lines are together: how they stand, and who holds them."""
    states = Counter(words.LOAN_STATES[row["status"]].word for row in rows)
    names = list(dict.fromkeys(borrower(row) for row in rows))
    shown = names[:MANY_NAMES]
    if len(names) > MANY_NAMES:
        rest = len(names) - MANY_NAMES
        shown.append(ngettext("{n} til", "{n} til", rest).format(n=rest))
    return [
        (_("Status"), ", ".join(f"{count} {word.lower()}" for word, count in states.most_common())),
        (_("Låntakere"), words.listed(shown)),
    ]


def sentence(row: Row, today: str) -> str:
    """A row read aloud: 'Rullator UT-0187, forfalt, Kari Nordmann, 24. juni · 9 dager over'."""
    status = words.LOAN_STATES[row["status"]].word.lower()
    return ", ".join((thing(row), status, borrower(row), words.deadline(row["due_on"], today)))
