"""python3 dev.py bench [rows] [sheets] [paper] [window] [tape] [plans]: a line a goal; exit code 1 if one is missed."""

from __future__ import annotations

import importlib
import sys

PARTS = ("rows", "sheets", "paper", "window", "tape", "plans")


def main(wanted: list[str]) -> int:
    """Run the parts and tell each figure as soon as it is there."""
    short = 0
    for part in wanted or PARTS:
        for result in importlib.import_module(f"bench.{part}").benches():
            print(result.line(), flush=True)
            short += not result.reached
    print(f"{short} falls short" if short else "all goals reached")
    return 1 if short else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
