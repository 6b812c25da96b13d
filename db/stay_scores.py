"""Scores before and after a stay: numbers and days only, the forms themselves are licensed.

COPM performance and satisfaction go from 1 to 10, SPPB from 0 to 12, PSFS from 0 to 10. A change of 2 on COPM and of
1 on SPPB counts as a change a person can feel (shared/design/stays-and-measures.md, section 1 point 14); for PSFS no
limit is given there, and none is claimed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean

from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.stay_checks import ensure_open
from db.values import past_day

INSTRUMENTS = ("copm_performance", "copm_satisfaction", "sppb", "psfs")
MOMENTS = ("before", "after", "later")
RANGE = {"copm_performance": (1, 10), "copm_satisfaction": (1, 10), "sppb": (0, 12), "psfs": (0, 10)}
COUNTS_FROM = {"copm_performance": 2, "copm_satisfaction": 2, "sppb": 1}
OWN = "goal"  # the person's own score of a goal, among the instruments of a group report


@dataclass(frozen=True, slots=True)
class Change:
    """One instrument of one stay: the first score before, the last after; None where it is missing.

    `counts` is "better", "worse" or "same" by COUNTS_FROM; "" without both scores or without a limit.
    """

    instrument: str
    before: float | None
    before_on: str | None
    after: float | None
    after_on: str | None

    @property
    def difference(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return round(self.after - self.before, 2)

    @property
    def counts(self) -> str:
        return verdict(self.instrument, self.difference)


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One instrument over many stays: `stays` have both scores; means to two decimals; how many got better or worse.

    `better` and `worse` are None where the instrument has no limit that counts.
    """

    instrument: str
    stays: int
    before: float
    after: float
    better: int | None
    worse: int | None

    @property
    def difference(self) -> float:
        return round(self.after - self.before, 2)


def verdict(instrument: str, difference: float | None) -> str:
    """Whether a difference counts: "better", "worse", "same"; "" where nobody can say."""
    limit = COUNTS_FROM.get(instrument)
    if limit is None or difference is None:
        return ""
    return "better" if difference >= limit else "worse" if difference <= -limit else "same"


def scores(db: Reader, stay_id: int) -> list[Row]:
    """Every score of a stay by instrument and day."""
    return db.rows("SELECT * FROM stay_score WHERE stay_id = :ref ORDER BY instrument, on_day, stay_score_id",
                   ref=stay_id)  # fmt: skip


def changes(db: Reader, stay_id: int) -> list[Change]:
    """Before and after for each instrument that has a score, in the order of INSTRUMENTS."""
    found = scores(db, stay_id)
    return [_change(name, of) for name in INSTRUMENTS if (of := [row for row in found if row["instrument"] == name])]


def _change(instrument: str, rows: list[Row]) -> Change:
    first = next((row for row in rows if row["moment"] == "before"), None)
    last = next((row for row in reversed(rows) if row["moment"] == "after"), None)
    return Change(instrument, *_scored(first), *_scored(last))


def _scored(row: Row | None) -> tuple[float | None, str | None]:
    return (row["score"], row["on_day"]) if row is not None else (None, None)


def group_changes(db: Reader, *, since: str, until: str) -> list[GroupChange]:
    """Before and after over the stays that were discharged in [since, until), one row for each instrument and one for
    the person's own scores of goals (OWN; each stay weighs by its mean). Instruments without a pair are left out.
    """
    pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in (OWN, *INSTRUMENTS)}
    for stay_id in _discharged(db, since, until):
        for change in changes(db, stay_id):
            if change.before is not None and change.after is not None:
                pairs[change.instrument].append((change.before, change.after))
        own = _own_scores(db, stay_id)
        if own is not None:
            pairs[OWN].append(own)
    return [_grouped(name, found) for name, found in pairs.items() if found]


def goal_results(db: Reader, *, since: str, until: str) -> dict[str, int]:
    """How the goals of the stays discharged in [since, until) stand: status of stay_goal → how many goals."""
    return {
        row["status"]: row["n"]
        for row in db.rows(
            f"""SELECT g.status, count(*) AS n FROM stay_goal g WHERE g.stay_id IN ({_OUT})
            GROUP BY g.status ORDER BY g.status""",
            since=since, until=until,
        )
    }  # fmt: skip


_OUT = """SELECT s.stay_id FROM stay s JOIN stay_segment x ON x.stay_id = s.stay_id WHERE s.state = 'discharged'
    GROUP BY s.stay_id HAVING max(x.to_on) >= :since AND max(x.to_on) < :until"""


def _discharged(db: Reader, since: str, until: str) -> list[int]:
    return db.column(_OUT, since=since, until=until)


def _own_scores(db: Reader, stay_id: int) -> tuple[float, float] | None:
    row = db.one(
        """SELECT avg(score_before) AS before, avg(score_after) AS after FROM stay_goal
        WHERE stay_id = :ref AND score_before IS NOT NULL AND score_after IS NOT NULL""",
        ref=stay_id,
    )
    return (row["before"], row["after"]) if row is not None and row["before"] is not None else None


def _grouped(instrument: str, pairs: list[tuple[float, float]]) -> GroupChange:
    said = [verdict(instrument, round(after - before, 2)) for before, after in pairs]
    counted = instrument in COUNTS_FROM
    return GroupChange(
        instrument, len(pairs), round(mean(before for before, _after in pairs), 2),
        round(mean(after for _before, after in pairs), 2),
        said.count("better") if counted else None, said.count("worse") if counted else None,
    )  # fmt: skip


@writes("stay")
def add_scores(
    tx: Tx, *, stay_id: int, moment: str, scores: Mapping[str, float | None], on_day: str | None = None
) -> list[int]:
    """Write what was measured on one day: instrument → score, None where it was not used. Returns their ids."""
    now, day = ensure_open(tx, stay_id), past_day(tx, on_day)
    if moment not in MOMENTS:
        raise Rejected(Why.MISSING_VALUE, "moment")
    found = {name: _fitting(name, score) for name, score in scores.items() if score is not None}
    if not found:
        raise Rejected(Why.MISSING_VALUE, next(iter(scores), None))
    made = [
        tx.insert("stay_score", stay_id=stay_id, instrument=name, moment=moment, on_day=day, score=score)
        for name, score in found.items()
    ]
    tx.note(day, stay_id=now["stay_id"], person_id=now["person_id"], count=len(made))
    return made


@writes("stay")
def add_score(tx: Tx, *, stay_id: int, instrument: str, moment: str, score: float, on_day: str | None = None) -> int:
    """Write one score. Returns its id."""
    return add_scores(tx, stay_id=stay_id, moment=moment, scores={instrument: score}, on_day=on_day)[0]


@writes("stay")
def change_score(tx: Tx, *, stay_score_id: int, rev: int | None = None, moment: str, score: float, on_day: str) -> None:
    """Mend a score, its moment or its day."""
    row = tx.row("stay_score", stay_score_id)
    now, day = ensure_open(tx, row["stay_id"]), past_day(tx, on_day)
    if moment not in MOMENTS:
        raise Rejected(Why.MISSING_VALUE, "moment")
    fitting = _fitting(row["instrument"], score, "score")
    tx.update("stay_score", stay_score_id, rev=rev, moment=moment, score=fitting, on_day=day)
    tx.note(day, stay_id=now["stay_id"], person_id=now["person_id"])


def _fitting(instrument: str, score: float, field: str | None = None) -> float:
    if instrument not in RANGE:
        raise Rejected(Why.MISSING_VALUE, "instrument")
    least, most = RANGE[instrument]
    if not least <= score <= most or (instrument == "sppb" and score != int(score)):
        raise Rejected(Why.SCORE_OUTSIDE, field or instrument, least=least, most=most)
    return float(score)
