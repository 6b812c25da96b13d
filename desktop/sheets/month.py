"""The month as a workbook: figures with their rules, groups, charts, and the list behind every figure. No Qt."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Font

from db import figures, settings
from db.connection import Reader
from db.figures import Group, MonthFigures
from desktop import figures_words, words
from desktop.columns import Column
from desktop.sheets import month_charts, month_lists
from desktop.sheets.export_book import FONT, Book, heading, set_up_page, set_widths, sheet_name, styled, text_cell
from desktop.words import _

FEW = 5  # under this many, a count may point at a person
UNDER_FEW = _("under {n}").format(n=FEW)
# The figures that tell of people's loans; the stock and the cleaning tell of things.
OF_PEOPLE = ("loans", "returns", "other_ends", "open", "overdue", "extended")
RULE_WIDTH = 72  # characters
_MEDIANS = ("loan_days", "cleaning_days")


def export_month(
    db: Reader, month: str, out: Path | str, *, today: str, by: str = "", lists: bool = True
) -> MonthFigures:
    """Write the month ('2026-10') to `out` and return its figures. Raises Rejected and SheetFault.

    Without the lists the workbook holds figures only, and hides counts that are so small that they could point at a
    person.
    """
    steps = month_steps(db, month=month, out=out, today=today, by=by, lists=lists)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def month_steps(
    db: Reader, *, month: str, out: Path | str, today: str, by: str = "", lists: bool = True
) -> Generator[str, None, MonthFigures]:
    """The same as long work: yields what it does now; closing the generator leaves no file."""
    yield _("Teller")
    found = figures.month(db, month, today=today)
    with Book(out, figures_words.title(month), by=by, today=today) as book:
        summary = book.workbook.create_sheet(_("Sammendrag"))
        _write_series(book, found)
        groups = found.groups if lists else hidden(found.groups)
        _write_groups(book, groups)
        _write_summary(book, summary, found, settings.settings(db)["municipality"], lists)
        if lists:
            yield from month_lists.write(book, db, found, today)
    return found


# --- the summary ---------------------------------------------------------------------------------------------


def _write_summary(book: Book, sheet: Any, found: MonthFigures, municipality: str, lists: bool) -> None:
    title = figures_words.title(found.month)
    set_up_page(book, sheet, title, persons=False, orientation="portrait")
    set_widths(sheet, (28, 10, RULE_WIDTH))
    sheet.sheet_view.showGridLines = False
    sheet.append([_bold(sheet, title, 16)])
    said = [municipality, figures_words.counted_until(found.last, found.complete)]
    sheet.append([text_cell(sheet, " · ".join(part for part in said if part))])
    sheet.append([])
    headings = ((_("Tall"), "text"), (_("Verdi"), "number"), (_("Slik er det talt"), "text"))
    sheet.append([heading(sheet, text, kind) for text, kind in headings])
    rows = [(figures_words.NAMES[rule], found.value(rule), figures_words.RULES[rule]) for rule in figures.RULES]
    rows.insert(4, (_("Kontroll av beholdningen"), None, _checked(found)))
    for at, (name, value, said) in enumerate(rows, 5):
        sheet.row_dimensions[at].height = 4 + 15 * -(-len(said) // (RULE_WIDTH + 8))
        sheet.append([_bold(sheet, name), _number(sheet, value), _wrapped(sheet, said)])
    if not lists:
        sheet.append([])
        few = _("Antall under {n} som gjelder lån, er skjult per gruppe, så ingen kan kjennes igjen.").format(n=FEW)
        sheet.append([None, None, text_cell(sheet, few)])
    sheet.add_chart(month_charts.by_month(book.workbook[_SERIES], len(found.series)), f"A{len(rows) + 8}")
    if found.groups:
        chart = month_charts.by_group(book.workbook[_GROUPS], len(found.groups), _OPEN_COLUMN)
        sheet.add_chart(chart, f"A{len(rows) + 28}")


def _checked(found: MonthFigures) -> str:
    numbers = (len(found.stock_open), len(found.came), len(found.left), len(found.stock_close))
    return figures_words.equation(*numbers, holds=found.stock_holds)


def _bold(sheet: Any, text: str, size: int = 11) -> Any:
    cell = text_cell(sheet, text)
    cell.font, cell.alignment = Font(FONT, size, bold=True), Alignment(vertical="top")
    return cell


def _number(sheet: Any, value: float | None) -> Any:
    cell = styled(sheet, "General")
    cell.value, cell.alignment = value, Alignment(vertical="top")
    return cell


def _wrapped(sheet: Any, text: str) -> Any:
    cell = text_cell(sheet, text)
    cell.alignment = Alignment("left", "top", wrap_text=True, indent=1)
    return cell


# --- the tables that the charts stand on ---------------------------------------------------------------------

_SERIES, _GROUPS = sheet_name(_("Måned for måned")), sheet_name(_("Per gruppe"))
_OPEN_COLUMN = 2 + figures.RULES.index("open")


def _series_label(row: Mapping[str, Any]) -> str:
    return f"{words.SHORT_MONTHS[int(row['month'][5:7]) - 1]} {row['month'][:4]}"


def _write_series(book: Book, found: MonthFigures) -> None:
    columns = (
        Column("month", _("Måned"), width=14, value=_series_label),
        Column("loans", _("Utlån"), "number", 10),
        Column("returns", _("Returer"), "number", 10),
    )
    rows = ({"month": one.month, "loans": one.loans, "returns": one.returns} for one in found.series)
    book.sheet(_SERIES, columns, persons=False).add(rows)


def _write_groups(book: Book, groups: Iterable[Group]) -> None:
    columns = (
        Column("name", _("Gruppe"), width=30, value=lambda row: figures_words.group(row["name"])),
        *(Column(rule, figures_words.NAMES[rule], "number", 12) for rule in figures.RULES),
    )
    rows = ({name: getattr(group, name) for name in ("name", *figures.RULES)} for group in groups)
    book.sheet(_GROUPS, columns, persons=False).add(rows)


def hidden(groups: Sequence[Group]) -> list[Any]:
    """The groups with small counts of people's loans hidden.

    Where a single group would be hidden, the next smallest is hidden too: the sum would give it away. A median goes
    with the counts it was made of.
    """
    secret: dict[str, set[str]] = {}
    for figure in OF_PEOPLE:
        ranked = sorted((group for group in groups if getattr(group, figure)), key=lambda group: getattr(group, figure))
        few = [group.name for group in ranked if getattr(group, figure) < FEW]
        secret[figure] = {group.name for group in ranked[: max(2, len(few))]} if few else set()
    secret["loan_days"] = secret["returns"]
    return [_Shown(group, {figure for figure, names in secret.items() if group.name in names}) for group in groups]


class _Shown:
    """A group whose secret figures read as 'under 5'."""

    def __init__(self, group: Group, secret: set[str]):
        self._group, self._secret = group, secret

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._group, name)
        if name not in self._secret:
            return value
        return None if name in _MEDIANS else UNDER_FEW if value < FEW else _("skjult")
