"""What is told of stays in a period: every figure by its name, how it follows from counts, and whose figure it is."""

import statistics
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from db.stay_open import NO_EARMARK, NO_PLACE, REHAB, SEVERAL

RESPITE = "respite"
EARMARKS = (REHAB, RESPITE, "assessment", "acute", SEVERAL, NO_EARMARK, NO_PLACE)
PURPOSES = (REHAB, RESPITE, "assessment", "acute")
YEAR_DAYS = 365  # always, also in leap years
Cell = tuple[str, str]  # earmark of the place, purpose of the stay

# The figures in the order that sheet, paper and screen tell them.
RULES = ("belegg", "nights", "held", "open_nights", "extra_nights", "parked_nights", "booked_nights", "forecast",
         "kostra_belegg", "rehab_belegg", "rehab_share", "rehab_open", "stays", "persons", "arrived", "ended",
         "same_day", "length_mean", "length_median", "length_min", "length_max", "length_n", "kostra_length",
         "turnover", "possible_stays", "wait_mean", "wait_median", "wait_longest", "decision_mean", "decision_median",
         "still_waiting", "still_median", "still_longest", "refused", "cancelled", "bought_nights")  # fmt: skip
# Whose figures they are: the group of persons behind each; what is not here tells of places only.
GROUP_OF = {
    "belegg": "present", "nights": "present", "held": "held", "extra_nights": "extra", "parked_nights": "parked",
    "booked_nights": "booked", "forecast": "expected", "kostra_belegg": "without_respite", "rehab_belegg": "on_rehab",
    "rehab_share": "on_rehab", "stays": "present", "persons": "present", "arrived": "arrived", "ended": "ended",
    "same_day": "same_day", "length_mean": "measured", "length_median": "measured", "length_min": "measured",
    "length_max": "measured", "length_n": "measured", "kostra_length": "without_respite", "turnover": "ended",
    "possible_stays": "measured", "wait_mean": "asked", "wait_median": "asked", "wait_longest": "asked",
    "decision_mean": "decided", "decision_median": "decided", "still_waiting": "waiting", "still_median": "waiting",
    "still_longest": "waiting", "refused": "refused", "cancelled": "cancelled", "bought_nights": "bought",
}  # fmt: skip
OF_GROUP = {"length_mean": "measured", "wait_median": "asked"}  # a figure of a purpose → its group


@dataclass(frozen=True, slots=True)
class OfPurpose:
    """What one purpose had of a period; lengths and waits in days. `people`: those behind held, arrived, asked, ended
    and measured, which are fewer than `persons`, those who were here."""

    purpose: str
    nights: int
    held: int
    stays: int
    persons: int
    arrived: int
    ended: int
    lengths: tuple[int, ...]
    waits: tuple[int, ...]
    people: Mapping[str, int]

    def group(self, name: str) -> int:
        """How many persons stand behind one of its figures."""
        return self.people.get(OF_GROUP.get(name, name), self.persons)

    @property
    def length_mean(self) -> float | None:
        return mean(self.lengths)

    @property
    def wait_median(self) -> float | None:
        return median(self.waits)


@dataclass(frozen=True, slots=True)
class StayFigures:
    """What was counted of [since, until), on one site (site_id) or on all own wards (None).

    until: the first day that is not in the period; counted_to: the first night that is not counted. Nights are whole
    numbers; lengths and waits are days in no order. cells: nights by earmark and purpose, leave included; `people`:
    how many persons stand behind each group of GROUP_OF, and `cell_people` behind each cell.
    """

    since: str
    until: str
    counted_to: str
    site_id: int | None
    nights: int
    held: int
    extra_nights: int
    parked_nights: int
    booked_nights: int
    open_nights: int
    open_ahead: int
    days: int
    rehab_nights: int
    rehab_for_rehab: int
    rehab_open: int
    year_nights: int | None
    year_places: int | None
    year_stays: int | None
    stays: int
    persons: int
    arrived: int
    ended: int
    same_day: int
    lengths: tuple[int, ...]
    waits: tuple[int, ...]
    decision_waits: tuple[int, ...]
    still: tuple[int, ...]
    refused: int
    cancelled: int
    bought_nights: int
    cells: Mapping[Cell, int]
    purposes: tuple[OfPurpose, ...]
    people: Mapping[str, int]
    cell_people: Mapping[Cell, int]

    @property
    def occupied(self) -> int:
        """Nights that a place was slept in or held, extra places and those without a place included."""
        return self.nights + self.held

    def value(self, rule: str) -> float | None:
        """One of RULES; a share in per cent, a measure in days, all unrounded; None where nothing was to measure."""
        derived = _DERIVED.get(rule)
        return derived(self) if derived else getattr(self, rule)

    def group(self, rule: str) -> int | None:
        """How many persons stand behind one of RULES; None for a figure of places."""
        return self.people[GROUP_OF[rule]] if rule in GROUP_OF else None


def share(part: float | None, whole: float | None, times: float = 100) -> float | None:
    """part / whole × times; None where there is no whole. Never capped."""
    return part * times / whole if whole and part is not None else None


def mean(values: Collection[int]) -> float | None:
    return sum(values) / len(values) if values else None


def median(values: Collection[int]) -> float | None:
    return statistics.median(values) if values else None


_DERIVED: dict[str, Callable[[StayFigures], float | None]] = {
    "belegg": lambda f: share(f.occupied, f.open_nights),
    "forecast": lambda f: share(f.occupied + f.booked_nights, f.open_nights + f.open_ahead) if f.open_ahead else None,
    "kostra_belegg": lambda f: share(share(f.year_nights, YEAR_DAYS, 1), f.year_places),
    "rehab_belegg": lambda f: share(f.rehab_nights, f.rehab_open),
    "rehab_share": lambda f: share(f.rehab_for_rehab, f.rehab_nights),
    "length_mean": lambda f: mean(f.lengths),
    "length_median": lambda f: median(f.lengths),
    "length_min": lambda f: min(f.lengths, default=None),
    "length_max": lambda f: max(f.lengths, default=None),
    "length_n": lambda f: len(f.lengths),
    "kostra_length": lambda f: share(f.year_nights, f.year_stays, 1),
    "turnover": lambda f: share(f.ended, share(f.open_nights, f.days, 1), 1),
    "possible_stays": lambda f: share(share(f.open_nights, f.days, YEAR_DAYS), mean(f.lengths), 1),
    "wait_mean": lambda f: mean(f.waits),
    "wait_median": lambda f: median(f.waits),
    "wait_longest": lambda f: max(f.waits, default=None),
    "decision_mean": lambda f: mean(f.decision_waits),
    "decision_median": lambda f: median(f.decision_waits),
    "still_waiting": lambda f: len(f.still),
    "still_median": lambda f: median(f.still),
    "still_longest": lambda f: max(f.still, default=None),
}
