"""Colours that can be read by everybody, sizes that follow the text, icons that are there."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QPushButton

from desktop.parts import icons, style, tokens

TEXT_ON = [
    ("text", "window"), ("text", "surface"), ("text", "alt"), ("text", "sunken"), ("text", "soft"),
    ("muted", "window"), ("muted", "surface"), ("muted", "alt"), ("muted", "sunken"), ("muted", "soft"),
    ("primary", "window"), ("primary", "surface"), ("primary", "soft"), ("onprimary", "primary"),
    ("onprimary", "hover"), ("overdue", "surface"), ("overdue", "alt"), ("overdue", "soft"), ("overdue", "window"),
    ("series2", "surface"),
]  # fmt: skip
EDGES_ON = [("strong", "surface"), ("strong", "window"), ("focus", "surface"), ("focus", "window"), ("focus", "sunken"),
            ("focus", "soft"), ("disabled", "surface"), ("primary", "surface")]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, WCAG 2.1."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", tokens.THEMES.values(), ids=list(tokens.THEMES))
def test_text_and_edges_have_contrast(theme):
    weak = [(a, b, round(contrast(theme[a], theme[b]), 2)) for a, b in TEXT_ON if contrast(theme[a], theme[b]) < 4.5]
    weak += [(a, b, round(contrast(theme[a], theme[b]), 2)) for a, b in EDGES_ON if contrast(theme[a], theme[b]) < 3]
    weak += [(s, "ground", ink) for s, (ink, ground) in theme.states.items() if contrast(ink, ground) < 4.5]
    assert not weak


@pytest.mark.parametrize("theme", tokens.THEMES.values(), ids=list(tokens.THEMES))
def test_the_sheet_is_filled_in_for_every_theme(dressed, theme):
    text = style.sheet(theme)
    assert "@" not in text
    assert not re.findall(r"\{[\d.]+\}", text)
    assert len(text) > 4000


def test_sizes_follow_the_text(dressed):
    small = (style.look.row_height(), style.look.px(32), dressed.font().pointSizeF())
    style.apply(dressed, "light", 150)
    large = (style.look.row_height(), style.look.px(32), dressed.font().pointSizeF())
    for before, after in zip(small, large, strict=True):
        assert after / before == pytest.approx(1.5, abs=0.07)


def test_a_row_is_twice_and_a_bit_the_font(dressed):
    assert style.look.row_height() == pytest.approx(QFontMetricsF(dressed.font()).height() * 2.2, abs=1)


def test_the_bundled_face_draws_the_text(dressed):
    assert dressed.font().family() == "Noto Sans"


def test_icons_take_the_colour_of_the_theme(dressed):
    button = QPushButton("Ny")
    icons.put(button, "plus")
    light = button.icon().pixmap(18, 18).toImage()
    style.apply(dressed, "dark")
    dark = button.icon().pixmap(18, 18).toImage()
    middle = light.rect().center()
    assert contrast(light.pixelColor(middle).name(), tokens.LIGHT["text"]) < 1.1
    assert contrast(dark.pixelColor(middle).name(), tokens.DARK["text"]) < 1.1


def test_icons_of_the_sheet_lie_in_a_folder_of_this_user_alone(dressed):
    path = Path(icons.file("check", "#0B5A73"))
    assert "#0B5A73" in path.read_text("utf-8")
    assert path.parent.stat().st_mode & 0o077 == 0
