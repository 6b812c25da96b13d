"""Pictures of the frame and its parts in every look, into build/pictures; no word in them may be cut off."""

from pathlib import Path

import pytest
from parts_sample import TODAY, Copies, Lend, Overview
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget

from desktop.main_window import MainWindow
from desktop.parts import style
from desktop.parts.day_field import DayField
from desktop.parts.fields import CheckField, ChoiceField, LongTextField, MoneyField, TextField
from desktop.parts.lines_field import LinesField
from desktop.parts.record_form import RecordForm

FOLDER = Path(__file__).parents[3] / "build" / "pictures"
LOOKS = [("light", 100, 1360), ("dark", 100, 1360), ("contrast", 100, 1360), ("light", 150, 1360), ("dark", 150, 1024)]


def keep(widget: QWidget, name: str) -> None:
    """Save the picture for eyes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture = widget.grab()
    assert picture.save(str(FOLDER / f"{name}.png"))


def cut(window: QWidget) -> list[str]:
    """Texts that have less room than they need."""
    shown = [w for kind in (QLabel, QPushButton, QCheckBox) for w in window.findChildren(kind)]
    return [
        f"{type(w).__name__} «{w.text()}» {w.width()} < {w.sizeHint().width()}"
        for w in shown
        if w.isVisible() and w.text() and not getattr(w, "wordWrap", bool)() and w.width() < w.sizeHint().width()
    ]


@pytest.mark.parametrize(("theme", "percent", "width"), LOOKS)
def test_the_frame_in_every_look(store, dressed, qtbot, theme, percent, width):
    style.apply(dressed, theme, percent)
    window = MainWindow(store, (Overview, Copies, Lend))
    qtbot.addWidget(window)
    window.resize(width, 820 if width > 1100 else 700)
    with qtbot.waitExposed(window):
        window.show()
    window.go("item", 6)
    window.tell("Dusjkrakk, justerbar (UT-0042) er tatt imot og står som ledig")
    window.status.say_saved()
    window.status.say_backup("Sikkerhetskopi i dag kl. 06.00")
    qtbot.wait(20)
    keep(window, f"parts-frame-{theme}-{percent}-{width}")
    assert not cut(window)


class Everything(RecordForm):
    def __init__(self, store):
        super().__init__(store, "Nytt eksemplar", "Lagre eksemplar", under="Fyll ut det du vet. Resten kan vente")
        self.add("number", TextField("Nummer", needed=True), half=True)
        self.add("serial", TextField("Serienummer"), half=True)
        self.add("due_on", DayField("Frist", lambda: TODAY), half=True).set_value("2026-07-31")
        self.add("price_ore", MoneyField("Pris", "kroner"), half=True).set_value(420_000)
        self.section("Mer")
        self.add("owner", ChoiceField("Eier", [("own", "Kommunen"), ("nav", "NAV")]))
        self.add("consumable", CheckField("Forbruksvare"))
        self.add("parts", LinesField("Tilbehør")).set_value(["Bakke"])
        self.add("note", LongTextField("Merknad"))


@pytest.mark.parametrize(("theme", "percent", "_width"), LOOKS[:4])
def test_a_form_in_every_look(store, dressed, qtbot, theme, percent, _width):
    style.apply(dressed, theme, percent)
    form = Everything(store)
    qtbot.addWidget(form)
    form.open()
    form.save()
    qtbot.wait(20)
    keep(form, f"parts-form-{theme}-{percent}")
    assert form.fields["number"].under.text() == "Fyll ut nummer"
    assert not cut(form)
    field = form.fields["due_on"]
    assert isinstance(field, DayField)
    field.open_calendar()
    qtbot.wait(20)
    keep(field.calendar.window(), f"parts-calendar-{theme}-{percent}")
    field.calendar.window().close()
