"""Scenes of the counting of the stock."""

from gallery import TODAY, Gallery, scene
from PySide6.QtWidgets import QWidget

from db import command, count_rows, counts, equipment
from desktop.counts.counting import CountPage
from desktop.counts.page import CountsPage
from desktop.main_window import MainWindow

NAME = "Telling 16. november 2026"


def _counted(made: Gallery) -> int:
    """A count of everything that has gone on for a while, made once."""
    known = made.store.read(count_rows.ids, text=NAME)
    if known:
        return known[0]
    register = made.store._register

    def run(act, **given):
        return command.run(register, act, staff="Jon Vaktmester", today=TODAY, **given).result

    first = run(counts.start_count, name="Høsttelling 2025")
    run(counts.close_count, stock_count_id=first)
    count = run(counts.start_count, name=NAME)
    ready = made.store.read(equipment.item_ids, today=TODAY, chip="available")
    shelf = made.store.read(equipment.places)[0]["place_id"]
    for item in ready[:40]:
        run(counts.scan, stock_count_id=count, item_id=item)
    for item in ready[40:43]:
        run(counts.scan, stock_count_id=count, item_id=item, place_id=shelf)
    for item in made.store.read(equipment.item_ids, today=TODAY, chip="lent")[:2]:
        run(counts.scan, stock_count_id=count, item_id=item)
    run(counts.scan, stock_count_id=count, code="NAV778123")
    made.store.changed.emit({"count"})
    return count


@scene
def telling(made: Gallery) -> MainWindow:
    _counted(made)
    made.page(CountsPage, 0)
    return made.window


@scene
def telling_aldri(made: Gallery) -> MainWindow:
    _counted(made)
    made.page(CountsPage, 1)
    return made.window


@scene
def telling_tom(made: Gallery) -> MainWindow:
    made.bare.show_page(CountsPage)
    return made.bare


@scene
def telling_funnet(made: Gallery) -> MainWindow:
    page = _counting(made)
    page.scanned(page.store.read(equipment.item, page._of([_ref(page, "found")])[0]["item_id"])["number"])
    return made.window


@scene
def telling_uventet(made: Gallery) -> MainWindow:
    page = _counting(made)
    row = page._of([_ref(page, "unexpected")])[0]
    page._answer(row, again=False)
    page._show_row(row["count_row_id"])
    return made.window


@scene
def telling_ny(made: Gallery) -> QWidget:
    made.page(CountsPage, 0).new_record()
    return made.form()


@scene
def telling_savnet(made: Gallery) -> QWidget:
    page = _counting(made)
    page.report_missing()
    return made.form()


@scene
def telling_vare(made: Gallery) -> QWidget:
    _counting(made).count_goods()
    return made.form()


def _counting(made: Gallery) -> CountPage:
    count = _counted(made)
    made.window.start("count", stock_count_id=count)
    page = made.window.current
    assert isinstance(page, CountPage)
    page.clear_filters()
    return page


def _ref(page: CountPage, outcome: str) -> int:
    return page.store.read(count_rows.row_ids, page.count_id, chip=outcome)[0]
