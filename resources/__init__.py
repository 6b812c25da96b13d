"""What ships beside the code: fonts, icons, Qt's own texts in bokmål, NAV's categories and catalogue."""

from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files(__name__)))


def path(*parts: str) -> Path:
    """Where a shipped file lies, in source and bundle alike: path("icons", "bed.svg")."""
    return FOLDER.joinpath(*parts)
