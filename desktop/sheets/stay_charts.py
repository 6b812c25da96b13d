"""Native Excel charts of stays: belegg by month, and what earmarked places are used for. No Qt."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties

from desktop.sheets.month_charts import two_by_two
from desktop.stays import figures_words as said

# Told from each other without colours as well: R solid, A slanted, U crossed, Ø dotted.
FILLS = (("1F7A94", ""), ("C98A1B", "wdUpDiag"), ("6B5B95", "diagCross"), ("A23B3B", "pct20"))


def belegg(sheet: Any, months: int) -> BarChart:
    """Belegg and that of the rehab places side by side, from columns A (month), B and C of the sheet."""
    chart = two_by_two(said.BELEGG_CHART, sheet, months)
    chart.y_axis.number_format = '0"%"'
    return chart


def cross(sheet: Any, rows: int, purposes: int) -> BarChart:
    """One lying bar for each earmark (column A), parted by purpose (columns B and on)."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.title, chart.gapWidth = said.CROSS, 50
    data = Reference(sheet, min_col=2, max_col=1 + purposes, min_row=1, max_row=rows + 1)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl 3.1 leaves them out of sight otherwise
    chart.y_axis.majorGridlines, chart.y_axis.number_format = None, "0"
    chart.width, chart.height = 22, 5 + rows * 1.4
    chart.legend.position = "t"
    for series, (colour, pattern) in zip(chart.series, FILLS, strict=False):
        _fill(series, colour, pattern)
    return chart


def _fill(series: Any, colour: str, pattern: Any) -> None:
    shape = series.graphicalProperties
    shape.line.solidFill = colour
    if not pattern:
        shape.solidFill = colour
        return
    fill: Any = PatternFillProperties(prst=pattern)
    fill.fgClr, fill.bgClr = ColorChoice(), ColorChoice()
    fill.fgClr.srgbClr, fill.bgClr.srgbClr = colour, "FFFFFF"
    shape.pattFill = fill
