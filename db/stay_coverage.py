"""Rehab places to each thousand inhabitants, with and without bought nights, against the need of 0.3-0.5."""

from dataclasses import dataclass

from db.connection import Reader
from db.stay_open import Places
from db.stay_values import YEAR_DAYS

NEED = (0.3, 0.5)  # night places for rehabilitation to each thousand inhabitants


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a municipality has on a day. bought: nights a year; inhabitants as of `year`, None where nobody knows."""

    on_day: str
    places: int
    bought: int
    inhabitants: int | None
    year: int | None
    source: str

    @property
    def equivalents(self) -> float:
        """The bought nights as places: 193 are 0.53."""
        return self.bought / YEAR_DAYS

    @property
    def per_1000(self) -> float | None:
        return self.places * 1000 / self.inhabitants if self.inhabitants else None

    @property
    def with_bought(self) -> float | None:
        return (self.places + self.equivalents) * 1000 / self.inhabitants if self.inhabitants else None

    @property
    def need(self) -> tuple[float, float] | None:
        """Places needed, from and to: 16 000 inhabitants need 4.8 to 8."""
        return (self.inhabitants * NEED[0] / 1000, self.inhabitants * NEED[1] / 1000) if self.inhabitants else None

    @property
    def standing(self) -> str:
        """The own places against the need: below, within or above it; '' without inhabitants."""
        if self.per_1000 is None:
            return ""
        return "below" if self.per_1000 < NEED[0] else "above" if self.per_1000 > NEED[1] else "within"


def coverage(db: Reader, on_day: str) -> Coverage:
    """Rehab places open in the night of `on_day` on own wards, and what is bought for its year."""
    places = Places(db)
    rehab = sum(places.open_on(on_day, site).rehab for site in places.of_kind("ward"))
    counted = db.one(_INHABITANTS, year=int(on_day[:4]))
    return Coverage(
        on_day,
        rehab,
        db.value("SELECT coalesce(sum(nights), 0) FROM quota WHERE year = :year", year=int(on_day[:4])),
        counted["inhabitants"] if counted else None,
        counted["year"] if counted else None,
        counted["source"] if counted else "",
    )


_INHABITANTS = """SELECT year, inhabitants, source FROM population WHERE year <= :year
    ORDER BY year DESC LIMIT 1"""
