"""The sheets of stays, for the month and for a period of one's own: figures with rules, months, earmarks. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.styles import Alignment, Font

from db.stay_report import Reading
from db.stay_scores import GroupChange
from db.stay_values import EARMARKS, PURPOSES, Cell, StayFigures
from desktop import words
from desktop.columns import Column
from desktop.sheets import stay_charts
from desktop.sheets.export_book import FONT, Book, heading, set_up_page, set_widths, sheet_name, styled, text_cell
from desktop.sheets.month_table import RULE_WIDTH
from desktop.stays import figures_hidden
from desktop.stays import figures_words as said
from desktop.stays.figures_hidden import Hidden, Leaving
from desktop.stays.words import PURPOSES as PURPOSE_NAMES
from desktop.words import NONE, _

PURPOSE_SHEET = _("Opphold per formål")
PERCENT_FORMAT = '0.0" %"'
CHARTED = ("belegg", "rehab_belegg")
UPRIGHT = 3  # columns of figures that an upright page has room for


def write_figures(
    book: Book, sheet: Any, title: str, line: str, columns: Sequence[tuple[str, Reading]], hidden: Hidden
) -> None:
    """Every figure in its section, one column for each reading, and the rule beside it."""
    upright = len(columns) <= UPRIGHT
    set_up_page(book, sheet, title, persons=False, orientation="portrait" if upright else "landscape")
    least = 13 if upright else 10
    set_widths(sheet, (30, *(max(least, len(head) + 3) for head, _reading in columns), RULE_WIDTH))
    sheet.sheet_view.showGridLines = False
    sheet.row_dimensions[1].height = 24
    sheet.append([_strong(sheet, title, 16)])
    sheet.append([text_cell(sheet, line)])
    row = 2
    for name, rules in said.SECTIONS:
        shown = [rule for rule in rules if said.told(rule, [reading for _head, reading in columns])]
        if not any(reading.value(rule) for rule in shown for _head, reading in columns):
            continue
        sheet.append([])
        heads = [heading(sheet, head, "number") for head, _reading in columns]
        sheet.append([heading(sheet, name), *heads, heading(sheet, _("Slik er det talt"))])
        row += 2
        for rule in shown:
            row += 1
            sheet.row_dimensions[row].height = 4 + 15 * -(-len(said.RULES[rule]) // (RULE_WIDTH + 8))
            sheet.append(_line(sheet, rule, columns, hidden[rule]))
    sheet.append([])
    sheet.append([text_cell(sheet, said.HIDDEN_RULE)])


def _line(sheet: Any, rule: str, columns: Sequence[tuple[str, Reading]], hidden: Mapping[int, str]) -> list[Any]:
    rule_cell = text_cell(sheet, said.rule_of(rule, columns[-1][1]))
    rule_cell.alignment = Alignment("left", "top", wrap_text=True, indent=1)
    values = [hidden.get(at, said.rounded(rule, reading.value(rule))) for at, (_head, reading) in enumerate(columns)]
    return [_strong(sheet, said.NAMES[rule]), *(_value(sheet, rule, value) for value in values), rule_cell]


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


def write_months(
    book: Book, sheet: Any, title: str, months: Sequence[Reading], whole: tuple[str, Reading], hidden: Hidden
) -> None:
    """Every figure month by month, the whole period last."""
    columns = [*((period_of(one.figures, short=True), one) for one in months), whole]
    write_figures(book, sheet, title, said.counted_to(whole[1]), columns, hidden)


def period_of(found: StayFigures, short: bool = False) -> str:
    """'juni 2026', or 'juni 26' where many stand side by side."""
    said_long = said.period(found.since, found.until)
    if not short or len(said_long) > len(words.month(found.since)):
        return said_long
    return f"{words.SHORT_MONTHS[int(found.since[5:7]) - 1]} {found.since[2:4]}"


def write_series(book: Book, series: Sequence[StayFigures], leaving: Leaving) -> Any:
    """Belegg month by month, the sheet that its chart stands on. Returns the sheet of the workbook."""
    columns = (
        Column("period", _("Måned"), width=18),
        *(Column(rule, f"{said.NAMES[rule]}, %", "number", 18) for rule in CHARTED),
    )
    told = zip(*(figures_hidden.series(series, leaving, rule) for rule in CHARTED), strict=True)
    rows = [{"period": period_of(one), **dict(zip(CHARTED, line, strict=True))}
            for one, line in zip(series, told, strict=True)]  # fmt: skip
    name = sheet_name(_("Belegg per måned"))
    book.sheet(name, columns, persons=False).add(rows)
    sheet: Any = book.workbook[name]
    sheet.add_chart(stay_charts.belegg(sheet, len(rows)), "E2")
    return sheet


def write_cross(book: Book, shown: Mapping[Cell, int | str], more: str = "") -> None:
    """Nights by what the place is earmarked for and the purpose of the stay, with its chart."""
    rows = [earmark for earmark in EARMARKS if any(cell[0] == earmark for cell in shown)]
    heads = [_("Øremerket"), *(PURPOSE_NAMES[purpose] for purpose in PURPOSES)]
    values = [[said.EARMARKS[earmark], *(shown.get((earmark, purpose), 0) for purpose in PURPOSES)] for earmark in rows]
    sheet = _table(book, sheet_name(said.CROSS + more), heads, values, f"{said.CROSS_RULE} {said.CHART_RULE}")
    if rows:
        sheet.add_chart(stay_charts.cross(sheet, len(rows), len(PURPOSES)), f"A{len(rows) + 6}")


def write_purposes(book: Book, rows: Sequence[figures_hidden.Row], more: str = "") -> None:
    """What each purpose had of the period."""
    names = figures_hidden.PURPOSE_FIGURES
    values = [[PURPOSE_NAMES[str(row["purpose"])], *(row[name] for name in names)] for row in rows]
    _table(
        book,
        sheet_name(PURPOSE_SHEET + more),
        [_("Formål"), *(said.NAMES[name] for name in names)],
        values,
        said.PURPOSE_RULE,
    )


def write_effects(book: Book, found: Sequence[GroupChange], more: str = "") -> None:
    """Scores before and after over those who left; no sheet where nobody was scored twice."""
    if found:
        name = sheet_name(said.EFFECTS + more)
        _table(book, name, said.EFFECT_HEADS, figures_hidden.effects(found), said.EFFECTS_RULE)


def _table(book: Book, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], rule: str) -> Any:
    """A table with names to the left and numbers beside, its rule below."""
    sheet: Any = book.workbook.create_sheet(name)
    set_up_page(book, sheet, name, persons=False)
    sheet.page_setup.fitToHeight = 1
    set_widths(sheet, (24, *(18 for _head in heads[1:])))
    sheet.append([heading(sheet, heads[0]), *(heading(sheet, head, "number") for head in heads[1:])])
    for first, *values in rows:
        sheet.append([text_cell(sheet, first), *(_value(sheet, "", value) for value in values)])
    sheet.append([])
    sheet.append([text_cell(sheet, rule)])
    sheet.append([text_cell(sheet, said.HIDDEN_RULE)])
    return sheet
