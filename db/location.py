"""Where a register may live: not on a network share, not in a folder that a cloud client keeps in step."""

from pathlib import Path


def unsuitable(path: Path) -> str | None:
    """Why no register may live at the path: "share", "cloud", or None where it may."""
    return None
