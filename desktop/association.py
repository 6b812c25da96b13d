"""Let a double-click on a register open this program: for the user alone, without an administrator."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

from desktop.places import SUFFIX
from desktop.words import _

KIND = "application/x-hverdag"
NAME = _("Hverdag-register")
_CLASS = "Hverdag.Register"
_CLASSES = r"HKEY_CURRENT_USER\Software\Classes"
_TYPE = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{kind}">
    <comment>{name}</comment>
    <glob pattern="*{suffix}"/>
  </mime-type>
</mime-info>
"""
_ENTRY = """[Desktop Entry]
Type=Application
Name=Hverdag
Comment={comment}
Exec={command} %f
MimeType={kind};
Categories=Office;
"""


def program() -> list[str]:
    """The command that starts the program, without a register."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    beside = Path(sys.executable).with_name("hverdag.exe" if sys.platform == "win32" else "hverdag")
    return [str(beside)]


def possible() -> bool:
    """Whether this system lets a program say so for itself; macOS wants an application bundle."""
    return sys.platform != "darwin"


def associate() -> None:
    """Make the program the one that opens registers. Raises OSError where the user's own settings cannot be written."""
    if sys.platform == "win32":
        tell_windows(QSettings(_CLASSES, QSettings.Format.NativeFormat))
    else:
        tell_desktop(Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)))


def tell_windows(classes: QSettings) -> None:
    """Write the class of file into the user's own part of the registry."""
    command = " ".join(f'"{part}"' for part in program())
    classes.setValue(f"{SUFFIX}/Default", _CLASS)
    classes.setValue(f"{_CLASS}/Default", NAME)
    classes.setValue(f"{_CLASS}/DefaultIcon/Default", f"{program()[0]},0")
    classes.setValue(f"{_CLASS}/shell/open/command/Default", f'{command} "%1"')
    classes.sync()
    if classes.status() != QSettings.Status.NoError:
        raise OSError(classes.fileName())


def tell_desktop(data: Path) -> None:
    """Write the kind of file and the program among the user's own, as freedesktop.org asks."""
    applications, packages = data / "applications", data / "mime" / "packages"
    for folder in (applications, packages):
        folder.mkdir(parents=True, exist_ok=True)
    (packages / "hverdag.xml").write_text(_TYPE.format(name=escape(NAME), kind=KIND, suffix=SUFFIX), encoding="utf-8")
    command = " ".join(_quoted(part) for part in program())
    entry = _ENTRY.format(command=command, kind=KIND, comment=_("Hjelpemidler og utlån"))
    (applications / "hverdag.desktop").write_text(entry, encoding="utf-8")
    for line in (
        ["update-mime-database", str(data / "mime")],
        ["update-desktop-database", str(applications)],
        ["xdg-mime", "default", "hverdag.desktop", KIND],
    ):
        if shutil.which(line[0]):  # a desktop without them reads the folders by itself
            subprocess.run(line, check=False, capture_output=True)


def _quoted(part: str) -> str:
    """A part of a command as the Desktop Entry Specification wants it: quoted, its field codes doubled."""
    return '"' + re.sub(r'(["`$\\])', r"\\\1", part).replace("%", "%%") + '"'
