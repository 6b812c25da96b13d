"""How the program looks: one theme, one set of sizes and one style sheet, computed from tokens and the font."""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from desktop.parts import icons, tokens

BASE_POINTS = 10.0
NARROW = 1100  # pixels at 100 %
REFERENCE_HEIGHT = 17.0  # pixels that a line of 10 pt is high in the drawings, to which all sizes refer
ROWS = {"compact": 1.75, "normal": 2.2, "large": 2.65}  # times the height of the font
_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.AlternateBase: "alt",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "primary",
    QPalette.ColorRole.HighlightedText: "onprimary",
    QPalette.ColorRole.Accent: "primary",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Link: "primary",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Dark: "strong",
}


class Look(QObject):
    """The theme and the sizes that count now; `changed` tells widgets that paint or measure by themselves."""

    changed = Signal()

    def __init__(self):
        super().__init__()
        self.theme, self.choice, self.percent, self.rows = tokens.LIGHT, "system", 100, "normal"
        self.line_height = REFERENCE_HEIGHT

    def px(self, pixels: float) -> int:
        """A size of the drawings (pixels at 10 pt) at today's text size."""
        return max(bool(pixels), round(pixels * self.line_height / REFERENCE_HEIGHT))

    def colour(self, token: str) -> QColor:
        return QColor(self.theme[token])

    def ground(self, state: str) -> QColor:
        return QColor(self.theme.ground(state))

    def row_height(self) -> int:
        return round(self.line_height * ROWS[self.rows])

    def narrow(self, width: int) -> bool:
        """Whether a window of this width is too narrow for side list, list and panel together."""
        return width * 100 < NARROW * self.percent

    def font(self, size: float = 10, strong: bool = False) -> QFont:
        """A font of `size` points at 100 %."""
        font = QFont(QApplication.font())
        font.setPointSizeF(size * self.percent / 100)
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font


look = Look()


def apply(app: QApplication, choice: str = "system", percent: int = 100, rows: str = "normal") -> None:
    """Dress the program: `choice` is light, dark, contrast or system; `percent` the size of text, 90–150."""
    look.choice, look.percent, look.rows = choice, max(90, min(150, percent)), rows
    look.theme = _theme(app, choice)
    if not app.styleSheet() and app.style().objectName().lower() != "fusion":  # under a sheet the style has no name
        app.setStyle("Fusion")
    if app.font() != (font := _font(look.percent)):
        app.setFont(font)
    look.line_height = QFontMetricsF(app.font()).height()
    icons.use(look.theme, look.percent / 100)
    if _system_dresses(app, choice):
        app.setStyleSheet("")
    elif app.styleSheet() != (worn := sheet(look.theme)):  # every widget is dressed anew, so only where it differs
        app.setPalette(_palette(look.theme))
        app.setStyleSheet(worn)
    look.changed.emit()


def follow_system(app: QApplication) -> None:
    """Change with the system between light and dark, as long as that is what is chosen."""
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: _again(app))
    accessibility = hints.accessibility() if hasattr(hints, "accessibility") else None
    if accessibility is not None:
        accessibility.contrastPreferenceChanged.connect(lambda _wish: _again(app))


def _again(app: QApplication) -> None:
    if look.choice == "system":
        apply(app, look.choice, look.percent, look.rows)


def _theme(app: QApplication, choice: str) -> tokens.Theme:
    if choice in tokens.THEMES and choice != "contrast":
        return tokens.THEMES[choice]
    hints = app.styleHints()
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    if choice == "contrast" or _wants_contrast(app):
        return tokens.DARK_CONTRAST if dark else tokens.CONTRAST
    return tokens.DARK if dark else tokens.LIGHT


def _wants_contrast(app: QApplication) -> bool:
    hints = app.styleHints()
    accessibility = hints.accessibility() if hasattr(hints, "accessibility") else None
    return accessibility is not None and accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast


def _system_dresses(app: QApplication, choice: str) -> bool:
    """Under the high contrast of Windows the user's own colours win over ours."""
    return sys.platform == "win32" and choice == "system" and _wants_contrast(app)


@cache
def _bundled() -> list[str]:
    """The families of resources/fonts, registered once."""
    folder = Path(str(files("resources"))) / "fonts"
    numbers = [QFontDatabase.addApplicationFont(str(path)) for path in sorted(folder.glob("*.ttf"))]
    return sorted({family for n in numbers if n >= 0 for family in QFontDatabase.applicationFontFamilies(n)})


def _font(percent: int) -> QFont:
    bundled = _bundled()
    font = QFont()
    font.setFamilies(["Segoe UI", "Noto Sans"] if sys.platform == "win32" else bundled or ["Noto Sans"])
    font.setPointSizeF(BASE_POINTS * percent / 100)
    return font


def _palette(theme: tokens.Theme) -> QPalette:
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, QColor(theme[token]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme["disabled"]))
    return palette


@cache
def _template() -> str:
    text = (Path(str(files("resources"))) / "style.qss").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def sheet(theme: tokens.Theme) -> str:
    """The style sheet of a theme, every colour and size filled in."""
    text = re.sub(r"@icon\(([\w-]+),(\w+)\)", lambda m: icons.file(m[1], theme[m[2]]), _template())
    text = re.sub(r"\{([\d.]+)\}", lambda m: f"{look.px(float(m[1]))}px", text)
    text = re.sub(r"@b\b", f"{theme.border}px", text)
    text = re.sub(r"@(\w+)\.ground\b", lambda m: theme.ground(m[1]), text)
    return re.sub(r"@([a-z]\w*)\b", lambda m: theme[m[1]], text)
