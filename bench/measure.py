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


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(name: str, goal: float, ours: Callable[[], object], peer: Callable[[], object], rounds: int = 3) -> Result:
    """Median of ours ÷ median of the peer; each goes first in every second round."""
    mine, theirs = [], []
    for at in range(rounds):
        for side, work in ((mine, ours), (theirs, peer)) if at % 2 == 0 else ((theirs, peer), (mine, ours)):
            side.append(seconds(work))
    first, second = statistics.median(mine), statistics.median(theirs)
    return Result(name, goal, first / second, f"{_time(first)} / {_time(second)}")


def peak_memory(program: str, *arguments: str) -> float:
    """The most MiB that a Python program of its own held in memory."""
    tail = "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run(
        [sys.executable, "-c", program + tail, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    size = int(done.stdout.split()[-1])
    return size / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _time(taken: float) -> str:
    return f"{taken:.2f} s" if taken >= 1 else f"{taken * 1000:.2f} ms"
