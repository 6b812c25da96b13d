"""Tilbakekalt from the key to the row on disk: preview, block, call, write, handle."""

import io

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from db import people, recalls
from desktop.equipment.fields import found_product
from desktop.loans.return_page import ReturnPage
from desktop.loans.return_row import ReturnRow
from desktop.service.page import ServicePage
from desktop.service.recall_forms import HandleForm, NoteForm, RecallForm
from desktop.service.recalls import RecallsView
from desktop.words import STATES

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(stock):
    """The list of what is recalled by itself, in sight: nothing yet."""
    return stock.window.show_page(RecallsView)


def in_service(stock):
    """The same list as a view of its page, where it has its keys."""
    page = stock.window.show_page(ServicePage)
    page.show_view([text for _kind, text in page.VIEWS].index("Tilbakekalt"))
    return page.current


@pytest.fixture
def recalled(stock):
    """All rollators are recalled: UT-0001 is with Kari, UT-0002 to 0004 are in."""
    ref = stock.run(recalls.open_recall, title="Bremser", reason="Bruk den ikke", product_id=stock.rollator)
    stock.store.changed.emit({"recall", "item"})
    return ref


def pick(form, stock):
    """Choose the rollator in the form."""
    row = stock.store._register.one("SELECT * FROM product WHERE product_id = :ref", ref=stock.rollator)
    form.product.pick(found_product(row))


def choose(stock, view, *numbers):
    known = dict(zip(stock.shown(view, "number"), view.model.ids.tolist(), strict=True))
    view.table.choose([known[number] for number in numbers])


def words_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def printed(stock) -> tuple[int, str]:
    """Pages and words of the paper that was asked for last."""
    out = io.BytesIO()
    errand, given = stock.asked[-1]
    assert errand == "print_pdf"
    return given["make"](out), words_of(out.getvalue())


def test_a_recall_is_previewed_before_it_blocks_anything(stock, qtbot):
    view = in_service(stock)
    qtbot.keyClick(view, Qt.Key.Key_N, CTRL)
    form = stock.form()
    assert isinstance(form, RecallForm)
    assert form.hits.text() == "Velg hjelpemiddelet, så vises det som blir tilbakekalt"
    pick(form, stock)
    told = "4 eksemplarer: 3 sperres nå, 1 er utlånt til Kari N. 4 mangler serienummer"
    assert form.hits.text() == told
    form.low.edit.setText("SN 1")
    form.without.box.click()
    assert form.hits.text() == "Ingen eksemplarer i bruk blir tilbakekalt"
    form.fields["title"].set_value("Bremser")
    form.save()
    assert "Sjekk serienumrene" in form.low.under.text()
    assert stock.state("UT-0002") == "available"
    form.without.box.click()
    form.save()
    assert stock.state("UT-0002") == "blocked"
    assert stock.told() == "4 eksemplarer er tilbakekalt"
    assert stock.shown(view, "number") == ["UT-0001", "UT-0002", "UT-0003", "UT-0004"]
    stock.window.undo()
    assert stock.state("UT-0002") == "available"
    assert stock.shown(view, "number") == []


def test_those_with_a_borrower_stand_first_with_phone_and_the_chips_count(stock, view, recalled):
    shown = [(row["number"], row["phone"], STATES[row["state"]].word) for row in map(view.model.row, range(2))]
    assert shown == [("UT-0001", "900 00 001", "Utlånt"), ("UT-0002", None, "Sperret")]
    assert {chip.code: chip.count for chip in view.chips()} == {"to_do": 4, "out": 1, "in": 3, "handled": 0, "all": 4}
    assert view.choice.itemText(1) == "Bremser (Rullator, innendørs): 4 igjen"


def test_copies_are_dealt_with_by_key_and_go_back_to_where_they_stood(stock, recalled, qtbot):
    view = in_service(stock)
    choose(stock, view, "UT-0002", "UT-0003")
    qtbot.keyClick(view.table, Qt.Key.Key_R, CTRL)
    form = stock.form()
    assert isinstance(form, HandleForm)
    form.outcome.set_value("not_affected")
    form.save()
    assert (stock.state("UT-0002"), stock.state("UT-0003"), stock.state("UT-0004")) == (
        "available", "cleaning", "blocked",
    )  # fmt: skip
    assert stock.told() == "2 eksemplarer: ikke berørt"
    assert stock.shown(view, "number") == ["UT-0001", "UT-0004"]
    view.show_chip("handled")
    assert stock.shown(view, "status") == ["recall_not_affected"] * 2
    stock.window.undo()
    assert stock.state("UT-0002") == "blocked"


def test_a_copy_that_is_out_cannot_be_scrapped_before_it_comes_back_blocked(stock, view, recalled):
    choose(stock, view, "UT-0001")
    view.finish()
    form = stock.form()
    form.outcome.set_value("scrapped")
    form.save()
    assert form.outcome.under.text() == "UT-0001 er utlånt. Ta den imot i retur først"
    form.discard()
    view.take_back()
    page = stock.window.current
    assert isinstance(page, ReturnPage)
    row = next(iter(page.list.rows.values()))
    assert isinstance(row, ReturnRow)
    assert row.said.text() == "Kari N. · 24. juni · 9 dager over · Tilbakekalt, blir sperret"
    assert row.leads_to.code == "blocked"
    page.confirm()
    assert stock.state("UT-0001") == "blocked"
    assert stock.told() == "Rullator, innendørs (UT-0001) er tatt imot og står som sperret"


def test_what_was_agreed_stands_in_the_panel_and_on_the_list_of_calls(stock, view, recalled):
    choose(stock, view, "UT-0001")
    view.edit()
    form = stock.form()
    assert isinstance(form, NoteForm)
    form.note.set_value("Ringt, kommer innom fredag")
    form.save()
    facts = dict(view.panel.details.facts)
    assert (facts["Avtalt"], facts["Hos"]) == ("Ringt, kommer innom fredag", "Kari Nordmann (f. 1941)")
    view.print_calls()
    pages, text = printed(stock)
    assert pages == 1
    for said in (
        "Ringeliste",
        "1 skal ringes",
        "Kari Nordmann",
        "900 00 001",
        "Storgata 4",
        "UT-0001",
        "Ringt, kommer",
    ):
        assert said in text, said
    assert "UT-0002" not in text


def test_a_letter_goes_to_each_who_holds_something(stock, view, recalled):
    view.print_letters()
    pages, text = printed(stock)
    assert pages == 1
    for said in ("Kari Nordmann", "Storgata 4", "Bruk den ikke", "UT-0001", "3. juli 2026"):
        assert said in text, said


def test_a_protected_address_is_on_neither_list_nor_letter_nor_sheet(stock, view, recalled):
    card = stock.store.read(people.person, stock.people["Kari"])
    stock.run(people.change_person, person_id=card["person_id"], rev=card["rev"], protected=True)
    view.refresh()
    for act in (view.print_calls, view.print_letters):
        act()
        _pages, text = printed(stock)
        assert "Kari Nordmann" in text
        assert "skjermet – se kontoret" in " ".join(text.split())
        assert "Storgata" not in text
        assert "900 00 001" not in text
    listing = view.listing()
    assert listing.persons
    assert all("Storgata" not in str(row) for row in listing.rows())
    choose(stock, view, "UT-0001")
    assert dict(view.panel.details.facts)["Adresse"] == "Skjermet"


def test_the_dead_get_no_letter_and_a_list_without_borrowers_no_paper(stock, view, recalled):
    card = stock.store.read(people.person, stock.people["Kari"])
    stock.run(people.change_person, person_id=card["person_id"], rev=card["rev"], died_on="2026-07-01")
    assert stock.store.read(recalls.letters, view.model.ids.tolist()) == []
    view.print_calls()
    assert "Ring pårørende" in " ".join(printed(stock)[1].split())
    view.print_letters()
    assert stock.told() == "Ingen i listen kan få brev"
    view.show_chip("in")
    view.print_letters()
    assert stock.told() == "Ingen i listen har noe av dette ute"


def test_a_scan_marks_a_recalled_copy_and_leaves_others_to_the_window(stock, view, recalled):
    view.show_chip("out")
    stock.window.scanned("ut0003")
    assert [row["number"] for row in view.chosen_rows()] == ["UT-0003"]
    assert not view.scanned("UT-0007")
    assert not stock.nameless(view)


def test_a_recall_is_led_to_from_elsewhere(stock, recalled):
    stock.window.go("recall", recalled)
    view = stock.window.current.current
    assert (type(view), view.choice.currentData()) == (RecallsView, recalled)
    assert len(view.model.ids) == 4


def test_the_panel_of_a_copy_in_the_stock_says_that_it_is_recalled(stock, recalled, items):
    stock.window.go("item", stock.items["UT-0002"])
    assert dict(items.panel.details.facts)["Tilbakekalt"] == "Bremser, siden 3. juli 2026"
    assert items.panel.details.state == "blocked"
