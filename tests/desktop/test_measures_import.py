"""A plan's table into the window: what it would do is shown first, then written, and one undo takes it back."""

from PySide6.QtCore import Qt

from db import measure_lists
from desktop.incoming.mending import Mending
from tests.sheets.measures import MELHUS
from tests.sheets.reading import TODAY, save_book


def measures(bare):
    return bare.store.read(measure_lists.chips, today=TODAY)["all"]


def test_the_preview_says_which_plan_it_is_and_the_key_takes_it_in(bare, previewed, qtbot):
    form = previewed(MELHUS)
    assert form.kind_line.text() == "Lest som: Tiltak · overskriftene står på rad 2 · planen «melhus-b»"
    assert form.take_button.text() == "Hent inn 11 rader"
    with qtbot.waitSignal(form.imported, timeout=20_000):
        qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert measures(bare) == 11
    bare.window.undo()
    assert measures(bare) == 0


def test_a_sheet_with_strange_headings_is_mended_to_measures_in_the_window(bare, previewed, qtbot, tmp_path):
    form = previewed(save_book(tmp_path / "rart.xlsx", Ark=[["x", "y", "z"], ["1", "Et kurs", "Enhet A"]]))
    form.mend_button.click()
    mending = form.findChild(Mending)
    assert mending is not None
    mending.kind.set_value("measures")
    for box, field in zip(mending.boxes, ("number", "measure", "responsible"), strict=True):
        box.setCurrentIndex(box.findData(field))
    mending.heading.set_value(1)
    read = form.plan
    mending.accept()
    qtbot.waitUntil(lambda: form.plan is not read, timeout=20_000)
    assert [sheet.kind for sheet in form.plan.sheets] == ["measures"]
    with qtbot.waitSignal(form.imported, timeout=20_000):
        form.take_in()
    assert measures(bare) == 1
