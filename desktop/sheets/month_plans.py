"""The month's sheets on measures: how the plans stand with the rule of each figure, and every group. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from db.measure_figures import MonthPlans
from desktop.columns import Column
from desktop.plans import figures_words as said
from desktop.sheets import month_charts, month_table
from desktop.sheets.export_book import Book, sheet_name
from desktop.words import _

SHEET = sheet_name(_("Tiltak"))
GROUPS = sheet_name(_("Tiltak per gruppe"))


def columns() -> tuple[Column, ...]:
    """The columns of the groups: as on the screen, with what they are grouped by and per cent as a number."""
    name, *rest = said.columns()
    rest = [replace(one, kind="number", value=None) if one.key == "used_percent" else one for one in rest]
    return name, Column("grouping", _("Gruppert etter"), width=17), *rest


def write(book: Book, sheet: Any, found: MonthPlans) -> None:
    """Fill the sheet of figures and add that of the groups, with a chart of what is open in each focus area."""
    rows = [(_("{name}, %").format(name=name) if code == "used_percent" else name, _rounded(code, value), rule,
             code.endswith("_ore")) for code, name, value, rule in said.monthly(found)]  # fmt: skip
    month_table.write(book, sheet, said.TITLE, said.standing(found), rows)
    groups = [{**row, "used_percent": _rounded("used_percent", row["used_percent"])}
              for row in said.month_groups(found)]  # fmt: skip
    told = columns()
    book.sheet(GROUPS, told, persons=False).add(groups)
    title, at = _("Åpne tiltak per satsingsområde"), 1 + [column.key for column in told].index("open")
    chart = month_charts.by_group(book.workbook[GROUPS], len(found.areas), at, title)
    sheet.add_chart(chart, f"A{len(rows) + 7}")


def _rounded(code: str, value: float | None) -> float | None:
    return round(value) if code == "used_percent" and value is not None else value
