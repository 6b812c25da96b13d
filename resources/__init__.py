"""What ships beside the code: fonts, icons, Qt's own texts in bokmål, NAV's category list and starting catalogue."""

from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files(__name__)))


def path(*parts: str) -> Path:
    """Where a shipped file lies, the same from source, from .venv and in the bundle: path("icons", "bed.svg")."""
    return FOLDER.joinpath(*parts)
