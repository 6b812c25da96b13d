"""What can be done, told once: every action has a text, a key and a place in a menu."""

from __future__ import annotations

from dataclasses import dataclass

FILE, EDIT, VIEW, HELP = "Fil", "Rediger", "Vis", "Hjelp"
MENUS = (FILE, EDIT, VIEW, HELP)


@dataclass(frozen=True, slots=True)
class Action:
    """One act of a page or of the window.

    `slot` is the name of the method that does it. `needs` is "" or "chosen": then it is dimmed while no row is
    selected. `writes` is dimmed while the register can only be read.
    """

    text: str
    slot: str
    key: str = ""
    icon: str = ""
    menu: str = EDIT
    needs: str = ""
    writes: bool = False
