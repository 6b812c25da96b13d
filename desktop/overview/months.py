"""The chart of the first page: loans, days to delivery, days in cleaning or belegg month by month; or the measures."""

from __future__ import annotations

from db import figures_depot, measure_figures, overview, stay_figures
from db.stay_values import StayFigures
from desktop import settings
from desktop.parts.chart import ChartOrTable, Series
from desktop.plans import figures_words as plan_figures
from desktop.stays import figures_words
from desktop.words import MONTHS, _

MONTHS_SHOWN = 12
KEPT = "overview/chart"
CHARTS = (
    ("loans", _("Utlån og returer per måned")),
    ("delivery", _("Dager fra behov til levering")),
    ("cleaning", _("Dager til rengjøring")),
    ("beds", _("Belegg per måned, prosent")),
    ("measures", _("Tiltak i planene, etter status")),
)


class MonthsChart(ChartOrTable):
    """Twelve months of what the user last chose to see."""

    def __init__(self, store):
        super().__init__(_("Diagram"), CHARTS)
        self.store = store
        self.choose(settings.value(KEPT))
        self.chosen.connect(self._keep)

    def _keep(self, key: str) -> None:
        settings.keep(KEPT, key)
        self.read()

    def read(self) -> None:
        """Count again."""
        charts = {"delivery": self._show_delivery, "cleaning": self._show_cleaning, "beds": self._show_beds,
                  "measures": self._show_measures}  # fmt: skip
        charts.get(self.key, self._show_loans)()

    def _show_loans(self) -> None:
        counts = self.store.read(overview.series, today=self.store.today, months=MONTHS_SHOWN)
        loans = Series(_("Utlån"), [one.loans for one in counts])
        self._show(counts, [loans, Series(_("Returer"), [one.returns for one in counts])])

    def _show_delivery(self) -> None:
        days = self._days(delivery=True, cleaning=False)
        ordinary = Series(_("Vanlig"), [one.ordinary for one in days])
        urgent = Series(_("Haster"), [one.urgent for one in days])
        self._show(days, [ordinary, urgent], _("Ingen behov er dekket disse månedene."))

    def _show_cleaning(self) -> None:
        days = self._days(delivery=False, cleaning=True)
        shown = Series(_("Dager, median"), [one.cleaning for one in days])
        self._show(days, [shown], _("Ingenting er rengjort disse månedene."))

    def _show_beds(self) -> None:
        found = self.store.read(stay_figures.until_now, today=self.store.today, months=MONTHS_SHOWN)
        shown = [Series(figures_words.NAMES[rule], [_rounded(one, rule) for one in found])
                 for rule in ("belegg", "rehab_belegg")]  # fmt: skip
        names = [MONTHS[int(one.since[5:7]) - 1][:3] for one in found]
        self.show_bars(_("Måned"), names, shown, _("Ingen plasser var åpne disse månedene."))

    def _show_measures(self) -> None:
        """How the measures stand today."""
        count = self.store.read(measure_figures.total, today=self.store.today)
        name, bars = plan_figures.CHARTS["status"]
        shown = [getattr(count, code) if count.measures else None for code in bars]
        self.show_bars(name, list(bars.values()), [Series(plan_figures.NAMES["measures"], shown)],
                       _("Ingen planer med tiltak."))  # fmt: skip

    def _days(self, **wanted: bool) -> list[figures_depot.MonthDays]:
        return self.store.read(figures_depot.series, today=self.store.today, months=MONTHS_SHOWN, **wanted)

    def _show(self, months, series: list[Series], nothing: str = "") -> None:
        names = [MONTHS[int(one.month[5:7]) - 1][:3] for one in months]
        self.show_bars(_("Måned"), names, series, nothing)


def _rounded(found: StayFigures, rule: str) -> float | None:
    return figures_words.rounded(rule, found.value(rule))
