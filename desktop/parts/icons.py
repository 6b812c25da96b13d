"""Lucide icons from resources/icons, drawn in a colour of the theme, crisp on every screen."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QByteArray, QDir, QFile, QIODevice, QRectF, QSaveFile, QStandardPaths, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from desktop.parts import tokens

FOLDER = Path(str(files("resources"))) / "icons"
theme = tokens.LIGHT
scale = 1.0


def use(chosen: tokens.Theme, larger: float = 1.0) -> None:
    """Draw in the colours of this theme from now on, and draw again what already shows an icon.

    `larger` is how much larger than at 100 % the icons are that were given a size.
    """
    global theme, scale
    if (theme, scale) == (chosen, larger):
        return
    theme, scale = chosen, larger
    app = QApplication.instance()
    for widget in app.allWidgets() if isinstance(app, QApplication) else ():
        for carrier in (widget, *widget.actions()):
            if carrier.property("lucide"):
                _draw_on(carrier)


@lru_cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace('stroke-width="2"', 'stroke-width="1.9"')


@lru_cache(512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


def paint(painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
    """Draw the icon in a colour (#RRGGBB), not a token: the caller knows on which ground it stands."""
    _renderer(name, colour).render(painter, rect)


@lru_cache(512)
def picture(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """The icon as a picture of `size` logical pixels on a screen with `ratio` device pixels to each."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint(painter, QRectF(0, 0, size, size), name, colour)
    painter.end()
    return pixmap


def _ratios() -> set[float]:
    return {1.0, 2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}


def icon(name: str, colour: str = "text", size: int = 18, checked: str = "") -> QIcon:
    """The icon for buttons and menus; `checked` is the colour that it takes on in a pressed button."""
    made = QIcon()
    for ratio in _ratios():
        made.addPixmap(picture(name, theme[colour], size, ratio))
        made.addPixmap(picture(name, theme["disabled"], size, ratio), QIcon.Mode.Disabled)
        if checked:
            made.addPixmap(picture(name, theme[checked], size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made


def put(
    carrier: QAbstractButton | QAction | QLabel, name: str, colour: str = "text", size: int = 18, checked: str = ""
) -> None:
    """Give a button, an action or a label an icon that follows the theme."""
    for key, value in (("lucide", name), ("lucideColour", colour), ("lucideSize", size), ("lucideChecked", checked)):
        carrier.setProperty(key, value)
    _draw_on(carrier)


def _draw_on(carrier) -> None:
    name, colour, size = (carrier.property(key) for key in ("lucide", "lucideColour", "lucideSize"))
    size = round(size * scale)
    if isinstance(carrier, QLabel):
        carrier.setPixmap(picture(name, theme[colour], size, carrier.devicePixelRatioF()))
        return
    carrier.setIcon(icon(name, colour, size, carrier.property("lucideChecked")))
    if isinstance(carrier, QAbstractButton):
        carrier.setIconSize(carrier.iconSize().scaled(size, size, Qt.AspectRatioMode.IgnoreAspectRatio))


def file(name: str, colour: str) -> str:
    """The path of the coloured icon for style sheets, which take pictures from files only.

    It lies in the program's own cache folder, readable by this user alone.
    """
    folder = QDir(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation) + "/icons")
    owner_only = QFile.Permission.ReadOwner | QFile.Permission.WriteOwner | QFile.Permission.ExeOwner
    if not folder.exists():
        QDir().mkpath(folder.path())
        QFile.setPermissions(folder.path(), owner_only)
    path = folder.filePath(f"{name}-{colour.lstrip('#').lower()}.svg")
    drawn = _source(name).replace("currentColor", colour).encode()
    kept, out = QFile(path), QSaveFile(path)
    if kept.open(QIODevice.OpenModeFlag.ReadOnly) and kept.readAll() == drawn:
        return path.replace("\\", "/")
    if out.open(QIODevice.OpenModeFlag.WriteOnly):
        out.write(drawn)
        out.commit()
    return path.replace("\\", "/")
