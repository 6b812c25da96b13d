"""The sheets of stays, for the month and for a period of one's own: figures with rules, months, earmarks. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.styles import Alignment, Font

from db.stay_figures import EARMARKS, PURPOSES, StayFigures
from db.stay_report import ALL_RULES, COVERAGE_RULES, Reading, SiteReport
from desktop.columns import Column
from desktop.sheets import stay_charts
from desktop.sheets.export_book import FONT, Book, heading, set_up_page, set_widths, sheet_name, styled, text_cell
from desktop.sheets.month_table import RULE_WIDTH
from desktop.stays import figures_hidden
from desktop.stays import figures_words as said
from desktop.stays.words import PURPOSES as PURPOSE_NAMES
from desktop.words import NONE, _

MONTHS_SHEET = sheet_name(_("Opphold per måned"))
CROSS_SHEET = sheet_name(said.CROSS)
PURPOSE_SHEET = sheet_name(_("Opphold per formål"))
SITES_SHEET = sheet_name(_("Per sted og måned"))
PERCENT_FORMAT = '0.0" %"'
CHARTED = ("belegg", "rehab_belegg")


def write_figures(book: Book, sheet: Any, title: str, line: str, columns: Sequence[tuple[str, Reading]]) -> int:
    """Every figure in its section, one column for each reading, and the rule beside it. Returns the rows written."""
    set_up_page(book, sheet, title, persons=False, orientation="portrait")
    set_widths(sheet, (30, *(13 for _column in columns), RULE_WIDTH))
    sheet.sheet_view.showGridLines = False
    sheet.append([_strong(sheet, title, 16)])
    sheet.append([text_cell(sheet, line)])
    rows = 2
    for name, rules in said.SECTIONS:
        shown = [rule for rule in rules if any(reading.value(rule) is not None for _name, reading in columns)]
        if not any(reading.value(rule) for rule in shown for _head, reading in columns):
            continue
        sheet.append([])
        heads = [heading(sheet, head, "number") for head, _reading in columns]
        sheet.append([heading(sheet, name), *heads, heading(sheet, _("Slik er det talt"))])
        for rule in shown:
            sheet.append(_line(sheet, rule, columns))
            sheet.row_dimensions[rows + 3].height = 4 + 15 * -(-len(said.RULES[rule]) // (RULE_WIDTH + 8))
            rows += 1
        rows += 2
    sheet.append([])
    sheet.append([text_cell(sheet, said.HIDDEN_RULE)])
    return rows + 2


def _line(sheet: Any, rule: str, columns: Sequence[tuple[str, Reading]]) -> list[Any]:
    rule_cell = text_cell(sheet, said.RULES[rule])
    rule_cell.alignment = Alignment("left", "top", wrap_text=True, indent=1)
    values = [_value(sheet, rule, said.leaving(reading, rule)) for _head, reading in columns]
    return [_strong(sheet, said.NAMES[rule]), *values, rule_cell]


def _value(sheet: Any, rule: str, value: float | str | None) -> Any:
    if value is None or isinstance(value, str):
        cell = text_cell(sheet, value or NONE)
    else:
        cell = styled(sheet, PERCENT_FORMAT if rule in said.PERCENT else "General")
        cell.value = value
    cell.alignment = Alignment("right", "top")
    return cell


def _strong(sheet: Any, text: str, size: int = 11) -> Any:
    cell = text_cell(sheet, text)
    cell.font, cell.alignment = Font(FONT, size, bold=True), Alignment(vertical="top")
    return cell


# --- tables --------------------------------------------------------------------------------------------------


def figure_columns(rules: Sequence[str] = ALL_RULES) -> tuple[Column, ...]:
    """One column for each figure; a share is a number in per cent."""
    return tuple(
        Column(rule, f"{said.NAMES[rule]}, %" if rule in said.PERCENT else said.NAMES[rule], "number", 12)
        for rule in rules
    )


def write_sites(book: Book, sites: Sequence[SiteReport]) -> None:
    """A row for each site and month, all own wards together first; every figure a column."""
    rules = [rule for rule in ALL_RULES if rule not in COVERAGE_RULES]
    hidden = {rule: figures_hidden.months(sites, rule) for rule in rules}
    columns = (Column("site", _("Sted"), width=24), Column("period", _("Måned"), width=22), *figure_columns(rules))
    sheet = book.sheet(SITES_SHEET, columns, persons=False)
    for at, site in enumerate(sites):
        named = {"site": site.whole.name or _("Egne avdelinger")}
        for number, reading in enumerate(site.months):
            values = {rule: said.HIDDEN if (at, number) in hidden[rule] else said.rounded(rule, reading.value(rule))
                      for rule in rules}  # fmt: skip
            sheet.add([named | {"period": period_of(reading.figures)} | values])


def write_months(book: Book, name: str, readings: Sequence[Reading]) -> None:
    """A row for each month of own wards, every figure a column; the chart of the months stands on it."""
    rules = [rule for rule in ALL_RULES if any(one.value(rule) is not None for one in readings)]
    hidden = {rule: _hidden_months(readings, rule) for rule in rules}
    sheet = book.sheet(name, (Column("period", _("Måned"), width=22), *figure_columns(rules)), persons=False)
    for number, reading in enumerate(readings):
        values = {rule: said.HIDDEN if number in hidden[rule] else said.rounded(rule, reading.value(rule))
                  for rule in rules}  # fmt: skip
        sheet.add([{"period": period_of(reading.figures)} | values])


def _hidden_months(readings: Sequence[Reading], rule: str) -> set[int]:
    numbers = {at: reading.value(rule) or 0 for at, reading in enumerate(readings)}
    people = {at: reading.group(rule) for at, reading in enumerate(readings)}
    return figures_hidden.secrets(numbers, people, [list(numbers)] if rule in figures_hidden.SUMMED else [])


def period_of(found: StayFigures) -> str:
    return said.period(found.since, found.until)


def write_series(book: Book, series: Sequence[StayFigures]) -> Any:
    """Belegg month by month, the sheet that its chart stands on. Returns the sheet of the workbook."""
    columns = (
        Column("period", _("Måned"), width=18),
        *(Column(rule, f"{said.NAMES[rule]}, %", "number", 18) for rule in CHARTED),
    )
    rows = [{"period": period_of(one)} | {rule: _leaving(one, rule) for rule in CHARTED} for one in series]
    name = sheet_name(_("Belegg per måned"))
    book.sheet(name, columns, persons=False).add(rows)
    sheet: Any = book.workbook[name]
    sheet.add_chart(stay_charts.belegg(sheet, len(rows)), "E2")
    return sheet


def _leaving(found: StayFigures, rule: str) -> float | str | None:
    return said.HIDDEN if said.few(found.group(rule)) else said.rounded(rule, found.value(rule))


def write_cross(book: Book, found: StayFigures) -> None:
    """Nights by what the place is earmarked for and the purpose of the stay, with its chart."""
    shown, columns = figures_hidden.cells(found), [Column("earmark", _("Øremerket"), width=24)]
    columns += [Column(purpose, PURPOSE_NAMES[purpose], "number", 18) for purpose in PURPOSES]
    rows: list[Mapping[str, Any]] = [
        {"earmark": said.EARMARKS[earmark]} | {purpose: shown.get((earmark, purpose), 0) for purpose in PURPOSES}
        for earmark in EARMARKS
        if any(cell[0] == earmark for cell in shown)
    ]
    book.sheet(CROSS_SHEET, columns, persons=False).add(rows)
    sheet: Any = book.workbook[CROSS_SHEET]
    sheet.append([])
    sheet.append([text_cell(sheet, said.CROSS_RULE)])
    if rows:
        sheet.add_chart(stay_charts.cross(sheet, len(rows), len(PURPOSES)), f"A{len(rows) + 5}")


def write_purposes(book: Book, found: StayFigures) -> None:
    """What each purpose had of the period."""
    columns = [Column("purpose", _("Formål"), width=24, value=lambda row: PURPOSE_NAMES[row["purpose"]])]
    columns += [Column(name, said.NAMES[name], "number", 14) for name in figures_hidden.PURPOSE_FIGURES]
    book.sheet(PURPOSE_SHEET, columns, persons=False).add(figures_hidden.purposes(found))
