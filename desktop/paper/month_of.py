"""From the month's figures to its paper: names, rules, groups, and the lists read piece by piece as pages fill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from db import equipment, figures_depot, loan_lines, measure_figures, stay_report
from db.figures import Group, MonthFigures
from desktop import figures_words as said
from desktop import words
from desktop.columns import Column
from desktop.equipment.columns import ITEMS
from desktop.loans.columns import LOANS
from desktop.paper.month import Bars, Behind, Figure, MonthSheet, Part, Sum
from desktop.words import _

if TYPE_CHECKING:
    from db.connection import Reader

STOCK = ("stock_open", "came", "left", "stock_close")
LINES = ("loans", "returns", "other_ends", "open", "overdue", "extended")
MEASURED = ("loan_days", "cleaning_days")
SHOWN = (*LINES, *MEASURED)
GROUPED = ("stock_close", "loans", "returns", "open", "overdue", "extended", "loan_days", "cleaning_days")
WORK_GROUPED = ("delivered", "delivery_days", "delivery_longest", "loans_per_copy", "idle", "value_out", "lost",
                "lost_value", "repair_cost")  # fmt: skip
BARS = GROUPED.index("open") + 1
PIECE = 500  # records read at a time

_LINE_KEYS = ("agreement_id", "number", "name", "borrower", "out_on", "due_on", "ended")
_ITEM_KEYS = ("number", "name", "group_name", "place")
LINE_COLUMNS = tuple(column for column in LOANS if column.key in _LINE_KEYS)
MET_LINES = tuple(column for column in LINE_COLUMNS if column.key not in ("due_on", "ended"))
ITEM_COLUMNS = tuple(column for column in ITEMS if column.key in _ITEM_KEYS)
MOVED = (*ITEM_COLUMNS, Column("on_day", _("Dag"), "day", 12))
CLEANED = (
    *ITEM_COLUMNS,
    Column("from_on", _("Fra"), "day", 12),
    Column("until_on", _("Til"), "day", 12),
    Column("days", _("Dager"), "number", 8),
)
IDLE = (*ITEM_COLUMNS, Column("back_on", _("Sist inne fra lån"), "day", 14))
LOST = (*ITEM_COLUMNS, Column("price_ore", _("Pris"), "money", 12))
REPAIRS = (
    *ITEM_COLUMNS,
    Column("opened_on", _("Fra"), "day", 12),
    Column("closed_on", _("Til"), "day", 12),
    Column("cost_ore", _("Kostnad"), "money", 12),
)
MET = (
    Column("urgency", _("Hast"), width=10, value=lambda row: said.urgency(row["urgency"])),
    Column("asked_on", _("Meldt"), "day", 12),
    Column("days", _("Dager til levering"), "number", 10),
)


def sheet_of(db: Reader, figures: MonthFigures, today: str = "") -> MonthSheet:
    """The sheet of a month; the lists are read from the register while they are printed.

    `today` is needed for the stays, whose nights count until then, and for the measures; else the last day that was
    counted stands for it.
    """
    return MonthSheet(
        month=figures.month,
        figures=[
            Figure(said.NAMES[rule], said.value(rule, figures.value(rule)), said.RULES[rule])
            for rule in (*LINES, *MEASURED)
        ],
        sums=[_stock(figures)],
        lead=said.counted_until(figures.last, figures.complete),
        months=[words.SHORT_MONTHS[int(one.month[5:7]) - 1] for one in figures.series],
        loans=[one.loans for one in figures.series],
        returns=[one.returns for one in figures.series],
        group_heads=[_("Gruppe"), *(said.NAMES[rule] for rule in GROUPED)],
        groups=[_group(group) for group in figures.groups],
        group_bars=BARS,
        parts=[_work(db, figures)] if figures.depot.groups else [],
        lists=[*_line_lists(db, figures), *_item_lists(db, figures)],
        stays=stay_report.month(db, figures.month, today=today or figures.last),
        plans=measure_figures.month(db, figures.month, today=today or figures.last),
    )


def _work(db: Reader, figures: MonthFigures) -> Part:
    """What the depot itself did: needs met, use, idle copies, loss and repairs."""
    waits = figures_depot.series(db, today=figures.last)
    delivery = Bars(
        _("Dager fra behov til levering, median"), (_("Vanlig"), _("Haster")),
        ([one.ordinary for one in waits], [one.urgent for one in waits]),
    )  # fmt: skip
    cleaning = Bars(_("Dager til rengjøring, median"), (_("Median"),), ([one.cleaning for one in waits],))
    kinds = {rule: "money" if rule in figures_depot.MONEY else "number" for rule in WORK_GROUPED}
    depot = figures.depot
    return Part(
        said.DEPOT,
        [Figure(said.NAMES[rule], said.value(rule, figures.value(rule)), said.RULES[rule])
         for rule in figures_depot.RULES],
        [delivery, cleaning],
        [Column("name", _("Gruppe")), *(Column(rule, said.NAMES[rule], kind) for rule, kind in kinds.items())],
        [{"name": said.group(name)} | {rule: depot.value(rule, name) for rule in kinds} for name in depot.groups],
    )  # fmt: skip


def _stock(figures: MonthFigures) -> Sum:
    counts = [int(figures.value(rule) or 0) for rule in STOCK]
    rules = [f"{said.NAMES[rule]}: {said.RULES[rule]}" for rule in STOCK]
    opening, came, left, closing = counts
    names = [said.NAMES[rule] for rule in STOCK]
    return Sum((names[0], names[1], names[2], names[3]), (opening, came, left, closing), " ".join(rules))


def _group(group: Group) -> list[Any]:
    return [said.group(group.name), *(getattr(group, rule) for rule in GROUPED)]


def _line_lists(db: Reader, figures: MonthFigures) -> Iterator[Behind]:
    """A list for every figure that counts lines; those of a figure that is 0 are left out."""
    for rule in LINES:
        if keys := getattr(figures, rule):
            yield Behind(said.NAMES[rule], LINE_COLUMNS, _lines(db, figures, keys), said.RULES[rule])
    if met := figures.depot.delivered:
        rows = _lines(db, figures, [one.line_id for one in met])
        beside = ({**row, **asdict(one)} for row, one in zip(rows, met, strict=True))
        yield Behind(said.NAMES["delivered"], (*MET_LINES, *MET), beside, said.RULES["delivered"])


def _lines(db: Reader, figures: MonthFigures, keys: Sequence[int]) -> Iterator[Mapping[str, Any]]:
    return in_pieces(keys, lambda some: loan_lines.rows(db, some, today=figures.last), "line_id")


def _item_lists(db: Reader, figures: MonthFigures) -> Iterator[Behind]:
    """What came, what left, and what was cleaned, with the days beside each copy."""
    depot = figures.depot
    for rule, columns, found in (
        ("came", MOVED, [(one.item_id, {"on_day": one.on_day}) for one in figures.came]),
        ("left", MOVED, [(one.item_id, {"on_day": one.on_day}) for one in figures.left]),
        ("cleaning_days", CLEANED, [(one.item_id, _stay(one)) for one in figures.cleaned]),
        ("idle", IDLE, [(one.item_id, {"back_on": one.back_on}) for one in depot.idle]),
        ("lost", LOST, [(one.item_id, {"price_ore": one.price_ore}) for one in depot.lost]),
        ("repairs", REPAIRS, [(one.item_id, asdict(one)) for one in depot.repairs]),
    ):
        if found:
            rows = in_pieces([key for key, _more in found], lambda some: equipment.item_rows(db, some), "item_id")
            beside = ({**row, **more} for row, (_key, more) in zip(rows, found, strict=True))
            yield Behind(said.NAMES[rule], columns, beside, said.RULES[rule])


def _stay(one: Any) -> dict[str, Any]:
    return {"from_on": one.from_on, "until_on": one.until_on, "days": one.days}


def in_pieces(
    keys: Sequence[int], read: Callable[[list[int]], Iterable[Any]], key_name: str
) -> Iterator[Mapping[str, Any]]:
    """The records of the keys in the order of the keys, some hundred read at a time."""
    left = iter(keys)
    while some := list(islice(left, PIECE)):
        found = {row[key_name]: dict(row) for row in read(list(dict.fromkeys(some)))}
        yield from (found[key] for key in some)
