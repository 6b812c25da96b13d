"""Native Excel charts of a month, drawn by Excel from the cells of the workbook. No Qt."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties

from desktop.words import _

LOANS, RETURNS = "1F7A94", "C98A1B"
MANY_GROUPS = 24


def by_month(sheet: Any, months: int) -> BarChart:
    """Loans and returns side by side, from columns A (month), B and C of the sheet."""
    return two_by_two(_("Utlån og returer per måned"), sheet, months)


def two_by_two(title: str, sheet: Any, months: int) -> BarChart:
    """Two figures side by side, from columns A (month), B and C of the sheet."""
    return _two(_bars(title, sheet, months, columns=(2, 3)))


def delivery_by_month(sheet: Any, months: int) -> BarChart:
    """Median days from need to delivery, ordinary and urgent side by side, from columns A, D and E of the sheet."""
    return _two(_bars(_("Dager fra behov til levering, median"), sheet, months, columns=(4, 5)))


def cleaning_by_month(sheet: Any, months: int) -> BarChart:
    """Median days in cleaning, from columns A and F of the sheet."""
    chart = _bars(_("Dager til rengjøring, median"), sheet, months, columns=(6, 6))
    chart.width, chart.height, chart.legend = 22, 8, None
    _solid(chart.series[0], LOANS)
    return chart


def by_group(sheet: Any, groups: int, column: int, title: str = "") -> BarChart:
    """Lying bars by group, from column A (group) and the given one; what was out at the end, without another title."""
    shown = min(groups, MANY_GROUPS)
    chart = _bars(title or _("Ute ved slutten per gruppe"), sheet, shown, columns=(column, column))
    chart.type, chart.legend = "bar", None
    chart.width, chart.height = 22, 3 + shown * 7 // 10
    chart.x_axis.scaling.orientation = "maxMin"
    _solid(chart.series[0], LOANS)
    return chart


def _two(chart: BarChart) -> BarChart:
    chart.width, chart.height = 22, 10
    _solid(chart.series[0], LOANS)
    _hatched(chart.series[1], RETURNS)
    chart.legend.position = "t"
    return chart


def _bars(title: str, sheet: Any, rows: int, columns: tuple[int, int]) -> BarChart:
    chart = BarChart()
    chart.title, chart.gapWidth = title, 60
    data = Reference(sheet, min_col=columns[0], max_col=columns[1], min_row=1, max_row=rows + 1)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl 3.1 leaves them out of sight otherwise
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "0"
    return chart


def _solid(series: Any, colour: str) -> None:
    series.graphicalProperties.solidFill = colour
    series.graphicalProperties.line.solidFill = colour


def _hatched(series: Any, colour: str) -> None:
    """Told from its neighbour without colours as well."""
    fill: Any = PatternFillProperties(prst="wdUpDiag")
    fill.fgClr, fill.bgClr = ColorChoice(), ColorChoice()
    fill.fgClr.srgbClr, fill.bgClr.srgbClr = colour, "FFFFFF"
    series.graphicalProperties.pattFill = fill
    series.graphicalProperties.line.solidFill = colour
