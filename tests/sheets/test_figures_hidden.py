"""What is hidden of small groups cannot be had from what is told beside it: by sums, or by a ratio and its whole."""

from collections import Counter, defaultdict
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as some

from db.attendance import DayFigures
from db.stay_report import ALL_RULES, Reading
from db.stay_values import EARMARKS, GROUP_OF, PURPOSES, OfPurpose, StayFigures
from desktop.stays.figures_hidden import PURPOSE_FIGURES, Leaving

REHAB, RESPITE, BARE = "rehabilitation", "respite", "none"
MONTHS, OPEN, REHAB_OPEN, DAYS = 3, 310, 155, 31
WHOLE = MONTHS  # the last column
SUMS = ("nights", "held", "ended", "length_n", "same_day", "occupied", "on_rehab", "for_rehab")
# Who: month, ward, earmark, purpose, nights, held nights, what became of the stay, persons alike.
LINE = some.tuples(some.integers(0, MONTHS - 1), some.integers(1, 2), some.sampled_from([REHAB, RESPITE, BARE]),
                   some.sampled_from([REHAB, RESPITE, "acute"]), some.integers(1, 20), some.sampled_from([0, 0, 2]),
                   some.sampled_from(["", "ended", "same_day"]), some.sampled_from([1, 3, 7, 12]))  # fmt: skip


def counted(lines, months, site):
    """The figures of some months on a ward (1, 2) or on both (0)."""
    sums, cells, cell_people = Counter(), Counter(), Counter()
    people, purposes = Counter(dict.fromkeys(GROUP_OF.values(), 0)), defaultdict(Counter)
    lengths, of_purpose = [], defaultdict(list)
    for month, ward, earmark, purpose, nights, held, fate, persons in lines:
        if month not in months or site not in (0, ward):
            continue
        there = {"nights": nights * persons, "held": held * persons}
        cells[earmark, purpose] += there["nights"] + there["held"]
        cell_people[earmark, purpose] += persons
        groups = {"present": persons, "held": persons if held else 0, "expected": persons, "ended": persons if fate else 0,
                  "same_day": persons if fate == "same_day" else 0, "measured": persons if fate == "ended" else 0,
                  "on_rehab": persons if earmark == REHAB else 0}  # fmt: skip
        people.update(groups)
        sums.update(there | {"ended": groups["ended"], "same_day": groups["same_day"], "stays": persons})
        purposes[purpose].update(groups | {"nights": there["nights"], "held_nights": there["held"]})
        if fate == "ended":
            lengths += [nights] * persons
            of_purpose[purpose] += [nights] * persons
    told = tuple(
        OfPurpose(one, found["nights"], found["held_nights"], found["present"], found["present"], 0, found["ended"],
                  tuple(of_purpose[one]), (), {name: found[name] for name in ("held", "ended", "measured")}
                  | {"arrived": 0, "asked": 0})
        for one in PURPOSES for found in [purposes[one]]
    )  # fmt: skip
    return StayFigures(
        since="", until="", counted_to="", site_id=None, nights=sums["nights"], held=sums["held"], extra_nights=0,
        parked_nights=0, booked_nights=0, open_nights=OPEN * len(months), open_ahead=0, days=DAYS * len(months),
        rehab_nights=sum(nights for (earmark, _purpose), nights in cells.items() if earmark == REHAB),
        rehab_for_rehab=cells[REHAB, REHAB], rehab_open=REHAB_OPEN * len(months), year_nights=None, year_places=None,
        year_stays=None, stays=sums["stays"], persons=sums["stays"], arrived=0, ended=sums["ended"],
        same_day=sums["same_day"], lengths=tuple(lengths), waits=(), decision_waits=(), still=(), refused=0, cancelled=0,
        bought_nights=0, cells={cell: nights for cell, nights in cells.items() if nights}, purposes=told, people=people,
        cell_people=cell_people,
    )  # fmt: skip


def read(lines):
    return [[Reading("", "ward" if site else "", counted(lines, months, site), DayFigures(0, ""), None)
             for months in (*([month] for month in range(MONTHS)), range(MONTHS))]
            for site in range(3)]  # fmt: skip


def seen(sites, leaving):
    """Every number that stands there, and what a ratio and the figure beside it give: where → number."""
    known, hidden = {}, leaving.columns
    for at, parts in enumerate(sites):
        for column, reading in enumerate(parts):
            shown = {rule: reading.value(rule) for rule in ALL_RULES if column not in hidden[at][rule]}
            known |= {(at, column, name): value for name, value in shown.items() if value is not None}
            found = reading.figures
            if shown.get("belegg") is not None:
                known[at, column, "occupied"] = found.occupied
            if shown.get("rehab_belegg") is not None:
                known[at, column, "on_rehab"] = found.rehab_nights
                if shown.get("rehab_share") is not None:
                    known[at, column, "for_rehab"] = found.rehab_for_rehab
            if shown.get("turnover") is not None:
                known[at, column, "ended"] = found.ended
    return known | tables(leaving)


def tables(leaving):
    """What stands in the two tables of the whole."""
    cells, rows = leaving.cells(0, WHOLE), {row["purpose"]: row for row in leaving.purposes(0, WHOLE)}
    told = {(earmark, purpose): cells.get((earmark, purpose), 0) for earmark in EARMARKS for purpose in PURPOSES}
    told |= {(purpose, name): rows.get(purpose, {}).get(name, 0) for purpose in PURPOSES for name in PURPOSE_FIGURES}
    return {(0, WHOLE, key): value for key, value in told.items() if not isinstance(value, str)}


def sums():
    """What is the sum of what, by what the figures mean: the whole, then its parts."""
    here = [(at, column) for at in range(3) for column in range(MONTHS + 1)]
    for at, column in here:
        yield [(at, column, name) for name in ("occupied", "nights", "held")]
        yield [(at, column, name) for name in ("ended", "length_n", "same_day")]
    for name in SUMS:
        for at in range(3):
            yield [(at, WHOLE, name), *((at, column, name) for column in range(MONTHS))]
        for column in range(MONTHS + 1):
            yield [(at, column, name) for at in range(3)]
    cells = [(earmark, purpose) for earmark in EARMARKS for purpose in PURPOSES]
    tables = [["occupied", *cells], ["on_rehab", *((REHAB, purpose) for purpose in PURPOSES)],
              ["for_rehab", (REHAB, REHAB)]]  # fmt: skip
    tables += [[name, *((purpose, name) for purpose in PURPOSES)] for name in ("nights", "held", "ended", "stays")]
    for line in tables:
        yield [(0, WHOLE, name) for name in line]


def solved(known):
    """What follows from the numbers that stand there, one sum after the other."""
    known, before = dict(known), -1
    while before != len(known):
        before = len(known)
        for whole, *parts in sums():
            missing = [key for key in (whole, *parts) if key not in known]
            if len(missing) == 1:
                told = sum(known[key] for key in parts if key in known)
                known[missing[0]] = told if missing[0] == whole else known[whole] - told
    return known


def small(sites):
    """The numbers of one to four persons: where → number."""
    for at, parts in enumerate(sites):
        for column, reading in enumerate(parts):
            for name in ("nights", "held", "ended", "length_n", "same_day"):
                if 0 < (reading.group(name) or 0) < 5 and reading.value(name):
                    yield (at, column, name)
    found = sites[0][WHOLE].figures
    yield from ((0, WHOLE, cell) for cell in found.cells if found.cell_people[cell] < 5)
    yield from ((0, WHOLE, (one.purpose, name)) for one in found.purposes for name in ("nights", "held", "ended")
                if 0 < one.group(name) < 5 and getattr(one, name))  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(some.lists(LINE, min_size=1, max_size=9))
@example([(0, 1, REHAB, REHAB, 8, 0, "", 10), (0, 1, BARE, RESPITE, 14, 0, "", 1)])
@example([(0, 1, REHAB, REHAB, 13, 0, "ended", 7), (1, 1, REHAB, REHAB, 5, 0, "ended", 3)])
def test_nothing_of_a_small_group_follows_from_sums_and_ratios(lines):
    sites = read(lines)
    leaving = Leaving(sites, told={(0, WHOLE)})
    assert not set(small(sites)) & solved(seen(sites, leaving)).keys()


@settings(max_examples=40, deadline=None)
@given(some.lists(LINE, min_size=1, max_size=9))
def test_large_groups_alone_hide_nothing(lines):
    sites = read([(*line[:-1], 12) for line in lines])
    leaving = Leaving(sites, told={(0, WHOLE)})
    assert not leaving.secret
    assert not any(hidden for one in leaving.columns for hidden in one.values())


def test_a_month_has_no_belegg_where_its_nights_are_hidden_for_another():
    lines = [(0, 1, REHAB, REHAB, 13, 0, "ended", 7), (1, 1, REHAB, REHAB, 5, 0, "ended", 3)]
    hidden = Leaving(read(lines), told=()).columns[0]
    for rule in ("nights", "belegg", "rehab_belegg", "ended", "turnover", "length_mean", "possible_stays"):
        assert hidden[rule] == {0: "skjult", 1: "<5"}, rule
    assert hidden["open_nights"] == {}


def test_two_cells_in_rows_and_columns_of_their_own_are_hidden_together():
    sites = read([(0, 1, REHAB, REHAB, 8, 0, "", 10), (0, 1, BARE, RESPITE, 14, 0, "", 1)])
    leaving = Leaving(sites, told={(0, WHOLE)})
    assert leaving.cells(0, WHOLE) == {(REHAB, REHAB): "skjult", (BARE, RESPITE): "<5"}
    assert [row["nights"] for row in leaving.purposes(0, WHOLE)] == ["skjult", "<5"]
    assert WHOLE in leaving.columns[0]["rehab_belegg"], "which with the open nights would give the 80"


def test_bought_nights_do_not_tell_of_the_smaller_supplier():
    sites = read([])
    bought = [replace(sites[0][WHOLE].figures, nights=nights, bought_nights=50,
                      people={**sites[0][WHOLE].figures.people, "present": persons, "bought": 12})
              for nights, persons in ((0, 0), (40, 10), (10, 2))]  # fmt: skip
    kinds = ("", "external", "external")
    leaving = Leaving(
        [[Reading("", kind, one, DayFigures(0, ""), None)] for kind, one in zip(kinds, bought, strict=True)], told=()
    )
    assert [one["nights"] for one in leaving.columns] == [{}, {0: "skjult"}, {0: "<5"}]
