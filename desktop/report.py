"""What may be told of a fault that nobody foresaw: where it happened and of what class, nothing personal. No Qt."""

from __future__ import annotations

import platform
import traceback
from pathlib import Path


def report(fault: BaseException, *libraries: str) -> str:
    """Class names, our own file names and line numbers. Never a message: it may hold a name from the register."""
    lines = [" · ".join((f"Hverdag {version()}", f"Python {platform.python_version()}", *libraries, platform.system()))]
    seen: BaseException | None = fault
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


def version() -> str:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("hverdag")
    except PackageNotFoundError:
        return "?"


def _short(path: str) -> str:
    """The last two parts of a path: folders above may carry the user's name."""
    return "/".join(Path(path).parts[-2:])
