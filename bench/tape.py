"""The tape chart without a screen: a frame of 50 places and 365 days, a month and a quarter wide, as it scrolls."""

from __future__ import annotations

import os
import random
import statistics
from collections.abc import Iterator
from datetime import date, timedelta
from time import process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from bench.measure import Result, seconds
from desktop import app
from desktop.parts.tape_chart import TapeChart
from desktop.parts.tape_hold import Grip
from desktop.parts.tape_model import Bar, Lane, Tape
from desktop.stays.chart_tape import INKS

PLACES, DAYS, FRAMES = 50, 365, 40
SINCE, TODAY = date(2026, 1, 1), date(2026, 7, 3)
NAMES = ("Kari N.", "Ola H.", "Åse B.", "Per Ø.", "Inger L.", "Ærlend T.", "Signe M.", "Øystein K.", "Bjørg S.")


def benches() -> Iterator[Result]:
    """A frame with each width, after every place has been scrolled past once."""
    app.dress(["hverdag"])
    chart = TapeChart("Belegg", INKS, lambda _bar, _part: Grip())
    chart.resize(1100, 720)
    tape = full()
    chart.show_tape(tape)
    chart.show()
    QApplication.processEvents()
    for span in (30, 90):
        chart.show_days(span)
        taken = frames(chart)
        told = f"{len(tape.bars)} stays, worst {max(taken):.1f} ms"
        yield Result(f"tape chart frame, {PLACES} places x {DAYS} days, {span} in sight", 16, statistics.median(taken),
                     told, "ms")  # fmt: skip
    chart.close()


def frames(chart: TapeChart) -> list[float]:
    """Milliseconds of processor time for each frame, everywhere in the chart."""
    across, down = chart.horizontalScrollBar(), chart.verticalScrollBar()
    found = []
    for frame in range(FRAMES):
        across.setValue(across.maximum() * frame // FRAMES)
        down.setValue(down.maximum() * (frame % 7) // 7)
        QApplication.processEvents()
        found.append(seconds(chart.viewport().repaint, process_time) * 1000)
    return found


def full() -> Tape:
    """Every place taken nearly all the year, in every way that a bar can look."""
    chance, bars = random.Random(7), []
    for lane in range(PLACES):
        at = chance.randint(0, 9)
        while at < DAYS - 22:
            length = chance.choice((0, 7, 14, 14, 21))
            bars.append(_bar(lane, at, at + length, chance))
            at += length + chance.choice((0, 1, 2, 5))
    lanes = [Lane(("place", n), f"Rom {n + 1}", "Tilpasset bad") for n in range(PLACES)]
    notes = [("2", "2 av 50 plasser ledig", False)] * DAYS
    return Tape(SINCE.isoformat(), DAYS, [Lane("site", "Solbakken", heading=True, notes=notes), *lanes],
                bars, {"2026-05-17": "grunnlovsdagen"}, TODAY.isoformat())  # fmt: skip


def _bar(lane: int, at: int, end: int, chance: random.Random) -> Bar:
    first, last = (SINCE + timedelta(at)).isoformat(), (SINCE + timedelta(end)).isoformat()
    today = TODAY.isoformat()
    ink = "discharged" if last < today else "in" if first <= today else chance.choice(("planned", "provisional"))
    gaps = [(first, (SINCE + timedelta(at + 2)).isoformat())] if end - at > 7 and chance.random() < 0.2 else []
    return Bar((lane, at), lane + 1, first, last, ink, chance.choice(NAMES), chance.choice("RAUØ"), "inne", gaps=gaps,
               gap_text="holdt plass", marked=chance.random() < 0.05)  # fmt: skip
