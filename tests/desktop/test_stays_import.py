"""A list of stays into the window: what it would do is shown first, then written, and one undo takes it back."""

from PySide6.QtCore import Qt

from db import settings as chosen
from db import stay_lists
from desktop.incoming.mending import Mending
from desktop.setup.cards import StayLengths
from desktop.setup.page import SetupPage
from tests.sheets.reading import save_book
from tests.sheets.stays import BOOK, row


def cells(form, column):
    model = form.rows.model()
    return [model.index(at, column).data() for at in range(model.rowCount())]


def test_the_preview_says_what_meets_and_the_key_takes_the_rest_in(bare, previewed, qtbot):
    form = previewed(BOOK)
    assert form.kind_line.text() == "Lest som: Opphold · overskriftene står på rad 3"
    assert cells(form, 0) == ["229", "230"]  # the rejected rows first
    assert cells(form, 2)[0] == "Rom 205 er opptatt 1.–19. jan. av Ødegård, Bjørn (rad 4)."
    form.chips.choose("remarked")
    form.chips.picked.emit("remarked")
    assert all("har også opphold" in text for text in cells(form, 2))
    assert set(cells(form, 1)) == {"Ny"}
    assert form.take_button.text() == "Hent inn 225 rader"
    with qtbot.waitSignal(form.imported, timeout=20_000):
        qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bare.store.read(stay_lists.chips, today="2026-07-03")["all"] == 225
    bare.window.undo()
    assert bare.store.read(stay_lists.chips, today="2026-07-03")["all"] == 0


def test_a_list_without_headings_is_mended_to_stays_in_the_window(bare, previewed, qtbot, tmp_path):
    form = previewed(save_book(tmp_path / "rart.xlsx", Ark=[["x", "y", "z", "w"], row()[:2] + row()[4:6]]))
    form.mend_button.click()
    mending = form.findChild(Mending)
    assert mending is not None
    mending.kind.set_value("stays")
    for box, field in zip(mending.boxes, ("room", "borrower", "came", "left"), strict=True):
        box.setCurrentIndex(box.findData(field))
    mending.heading.set_value(1)
    read = form.plan
    mending.accept()
    qtbot.waitUntil(lambda: form.plan is not read, timeout=20_000)
    assert [sheet.kind for sheet in form.plan.sheets] == ["stays"]
    with qtbot.waitSignal(form.imported, timeout=20_000):
        form.take_in()
    assert bare.store.read(stay_lists.chips, today="2026-11-16")["all"] == 1


def test_the_usual_length_of_a_stay_is_chosen_among_the_settings(bare):
    bare.open()
    page = bare.window.show_page(SetupPage)
    card = next(one for one in page.cards if isinstance(one, StayLengths))
    card.fields["usual_nights_respite"].set_value(10)
    card.save()
    assert bare.store.read(chosen.settings)["usual_nights_respite"] == "10"
    assert bare.told() == "Lagret"
