"""The colours of the program, by what they are for: light, dark, and black on white for those who need contrast."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Theme:
    """Colours by token; `states` holds (ink, ground) by the colour token of a state."""

    name: str
    dark: bool
    border: int
    colours: MappingProxyType[str, str]
    states: MappingProxyType[str, tuple[str, str]]

    def __getitem__(self, token: str) -> str:
        return self.states[token][0] if token in self.states else self.colours[token]

    def ground(self, state: str) -> str:
        return self.states[state][1]


def _theme(name: str, dark: bool, border: int, colours: dict[str, str], states: dict[str, tuple[str, str]]) -> Theme:
    return Theme(name, dark, border, MappingProxyType(colours), MappingProxyType(states))


LIGHT = _theme(
    "light",
    False,
    1,
    {
        "window": "#F3F5F7",
        "surface": "#FFFFFF",
        "alt": "#F7F9FA",
        "sunken": "#E9EDF1",
        "border": "#D3DAE1",
        "strong": "#6F7E8C",
        "text": "#17212B",
        "muted": "#4B5966",
        "disabled": "#7C8894",
        "primary": "#0B5A73",
        "hover": "#08475B",
        "soft": "#DCEEF4",
        "focus": "#0B5A73",
        "onprimary": "#FFFFFF",
        "grid": "#E3E8ED",
        "series2": "#9A5B00",
        "bar": "#0B5A73",
        "onbar": "#FFFFFF",
    },
    {
        "free": ("#14603A", "#DFF3E7"),
        "lent": ("#174EA6", "#E3ECFB"),
        "reserved": ("#5B2E91", "#EFE6FA"),
        "overdue": ("#A11222", "#FCE6E8"),
        "washing": ("#0B5F69", "#DDF2F4"),
        "repair": ("#7A4100", "#FDEFD8"),
        "scrapped": ("#47525D", "#E8ECEF"),
        "missing": ("#8C1D5B", "#FBE4F0"),
        "yellow": ("#665400", "#FFF0A3"),
        "orange": ("#9C3F00", "#FFDDC2"),
    },
)
DARK = _theme(
    "dark",
    True,
    1,
    {
        "window": "#11171D",
        "surface": "#19212A",
        "alt": "#1D2731",
        "sunken": "#0D1217",
        "border": "#32404D",
        "strong": "#7C8B99",
        "text": "#E7ECF1",
        "muted": "#A7B4C0",
        "disabled": "#6F7D8A",
        "primary": "#5FBBD8",
        "hover": "#86CDE3",
        "soft": "#163C4A",
        "focus": "#7FD0EA",
        "onprimary": "#05212C",
        "grid": "#27323D",
        "series2": "#F3BE6B",
        "bar": "#1F6F87",
        "onbar": "#FFFFFF",
    },
    {
        "free": ("#7FD6A3", "#15382A"),
        "lent": ("#9BBEF7", "#1A2E52"),
        "reserved": ("#CDB0F5", "#33234D"),
        "overdue": ("#FF9DA6", "#4A1B22"),
        "washing": ("#7AD1DB", "#12373C"),
        "repair": ("#F3BE6B", "#42300F"),
        "scrapped": ("#B3BEC9", "#2B3640"),
        "missing": ("#F29CC9", "#471A34"),
        "yellow": ("#FBE25F", "#403A06"),
        "orange": ("#FFA562", "#55290B"),
    },
)
CONTRAST = _theme(
    "contrast",
    False,
    2,
    {
        "window": "#FFFFFF",
        "surface": "#FFFFFF",
        "alt": "#FFFFFF",
        "sunken": "#FFFFFF",
        "border": "#000000",
        "strong": "#000000",
        "text": "#000000",
        "muted": "#000000",
        "disabled": "#595959",
        "primary": "#00344A",
        "hover": "#000000",
        "soft": "#CDE9F5",
        "focus": "#000000",
        "onprimary": "#FFFFFF",
        "grid": "#000000",
        "series2": "#5C3300",
        "bar": "#00344A",
        "onbar": "#FFFFFF",
    },
    {code: ("#000000", "#FFFFFF") if code != "overdue" else ("#7A0010", "#FFFFFF") for code in LIGHT.states},
)
DARK_CONTRAST = _theme(
    "dark contrast",
    True,
    2,
    {
        "window": "#000000",
        "surface": "#000000",
        "alt": "#000000",
        "sunken": "#000000",
        "border": "#FFFFFF",
        "strong": "#FFFFFF",
        "text": "#FFFFFF",
        "muted": "#FFFFFF",
        "disabled": "#B0B0B0",
        "primary": "#8FE3FF",
        "hover": "#FFFFFF",
        "soft": "#003B50",
        "focus": "#FFFF00",
        "onprimary": "#000000",
        "grid": "#FFFFFF",
        "series2": "#FFD58A",
        "bar": "#8FE3FF",
        "onbar": "#000000",
    },
    {code: ("#FFFFFF", "#000000") if code != "overdue" else ("#FFB3BA", "#000000") for code in LIGHT.states},
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST, DARK_CONTRAST)}
