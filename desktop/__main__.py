"""Start Hverdag: the window, or one command."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """The program's exit code: 0 done, 1 found something, 2 could not."""
    from desktop import cli

    steady_streams()
    return cli.main(sys.argv[1:] if arguments is None else arguments)


def steady_streams() -> None:
    """Norwegian goes through any pipe, and a windowed program on Windows, which has no streams, can write to them."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  until the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
