"""Ratios: our way and the peer's by turns in one run, medians, and a line that says whether the goal is reached."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Result:
    """One bench: `figure` against `goal`, smaller is better; `told` is what was measured, with units."""

    name: str
    goal: float
    figure: float
    told: str
    unit: str = "x"

    @property
    def reached(self) -> bool:
        return self.figure <= self.goal

    def line(self) -> str:
        """'export of 100 000 loans …   goal 1.15 x   0.98 x   ok'."""
        said = "ok" if self.reached else "falls short"
        unit = f"{self.unit:<4}"
        return f"{self.name:<62} goal {self.goal:>5g} {unit} {self.figure:>7.2f} {unit} {said:<12} {self.told}"


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long one call takes."""
    start = clock()
    work()
    return clock() - start


def ratio(
    name: str, goal: float, ours: Callable[[], object], peer: Callable[[], object], rounds: int = 3,
    clock: Callable[[], float] = time.perf_counter,
) -> Result:  # fmt: skip
    """Median of ours ÷ median of the peer; each goes first in every second round.

    `clock` time.process_time is fairer for work that only computes, on a machine that others use as well.
    """
    mine, theirs = [], []
    for at in range(rounds):
        for side, work in ((mine, ours), (theirs, peer)) if at % 2 == 0 else ((theirs, peer), (mine, ours)):
            side.append(seconds(work, clock))
    first, second = statistics.median(mine), statistics.median(theirs)
    return Result(name, goal, first / second, f"{_time(first)} / {_time(second)}")


def peak_memory(program: str, *arguments: str) -> float:
    """The most MiB that a Python program of its own held in memory."""
    tail = "\nfrom bench.measure import held; print(held())"
    done = subprocess.run(
        [sys.executable, "-c", program + tail, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def held() -> float:
    """The most MiB that this process has held. Linux alone tells it without what the parent held before the fork."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _time(taken: float) -> str:
    return f"{taken:.2f} s" if taken >= 1 else f"{taken * 1000:.2f} ms"
