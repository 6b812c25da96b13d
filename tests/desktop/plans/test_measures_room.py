"""The list of measures has room for its words beside the panel, in every size of the window that is offered."""

import pytest
from PySide6.QtWidgets import QApplication

from db import measures, plan_layout
from desktop import columns
from desktop.parts import style
from desktop.plans.page import PlansPage

LONG = "Videreutvikle forvaltningskontorets mandat og bemanning, og gi opplæring og støtte til koordinatorer"
LEAST = 200  # pixels at 100 %: five words of a measure


@pytest.fixture
def shown(bare):
    """The list of measures whose texts are long, the first of them chosen."""
    rows = [{"number": str(n), "adopted_text": LONG, "responsible": ["Enhetsleder helse"]} for n in range(1, 4)]
    bare.run(plan_layout.lay_out_plan, rows=rows, frame={"name": "Plan for rehabilitering"})
    found = bare.open().show_page(PlansPage).current
    found.start_focus()
    return found


@pytest.mark.parametrize(("size", "percent"), [((1360, 820), 100), ((1360, 820), 150), ((1024, 640), 100)])
def test_every_column_is_in_sight_and_the_measure_has_the_room(shown, bare, qapp, qtbot, size, percent):
    style.apply(qapp, "light", percent)
    bare.window.resize(*size)
    QApplication.processEvents()
    table = shown.table
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    place = [column.key for column in table.records.columns].index("adopted_text")
    assert table.columnWidth(place) >= style.look.px(LEAST)
    style.apply(qapp, "light", 100)


def test_a_card_of_a_measure_is_no_wider_than_it_may_be_and_leaves_no_gap(shown, bare):
    QApplication.processEvents()
    assert shown.panel.width() <= style.look.px(320)
    assert shown.panel.geometry().right() == shown.places.contentsRect().right()


def test_the_list_says_what_a_measure_is_called_every_day_and_what_leaves_it_is_what_was_adopted(shown, bare):
    bare.store.write(
        measures.change_measure, measure_id=shown.model.ids[1], working_title="Mandatet", due_on="2027-02-01"
    )
    place = [column.key for column in shown.model.columns].index("adopted_text")
    assert [shown.model.index(n, place).data() for n in range(2)] == [LONG, "Mandatet"]
    listing = shown.listing()
    row = list(listing.rows())[1]
    said = {column.heading: columns.text(column, row) for column in listing.columns}
    assert (said["Tiltak"], said["Frist"]) == (LONG, "1. februar 2027")
