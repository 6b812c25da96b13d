"""Innstillinger: what is typed there is kept, and never lost to another card."""

import pytest
from PySide6.QtCore import Qt

from db import nav_cases
from db import settings as chosen
from desktop.setup.cards import Deadlines, Municipality, Sharing
from desktop.setup.page import SetupPage


@pytest.fixture
def cards(stock):
    """The cards of the page in sight, by their class."""
    page = stock.window.show_page(SetupPage)
    return {type(card): card for card in page.cards}


def kept(stock, key):
    return stock.store.read(chosen.settings)[key]


def test_enter_in_a_field_keeps_the_card(stock, cards, qtbot):
    field = cards[Municipality].fields["municipality"]
    qtbot.keyClicks(field.edit, "Fjellvik kommune")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert kept(stock, "municipality") == "Fjellvik kommune"
    assert stock.told() == "Lagret"


def test_what_is_typed_and_not_kept_yet_outlives_the_keeping_of_another_card(stock, cards, qtbot, tmp_path):
    field, sharing = cards[Municipality].fields["municipality"], cards[Sharing]
    qtbot.keyClicks(field.edit, "Fjellvik kommune")
    stock.store.write(chosen.choose, values={"publish_folder": str(tmp_path)})
    assert field.value() == "Fjellvik kommune"
    assert sharing.fields["publish_folder"].value() == str(tmp_path)
    assert kept(stock, "municipality") == ""


def test_a_card_that_was_kept_follows_the_register_again(stock, cards, qtbot):
    field = cards[Municipality].fields["municipality"]
    qtbot.keyClicks(field.edit, "Fjellvik")
    cards[Municipality].save()
    stock.store.write(chosen.choose, values={"municipality": "Nesvik"})
    assert field.value() == "Nesvik"


def test_the_months_before_a_need_is_permanent_are_kept(stock, cards):
    card = cards[Deadlines]
    card.fields["nav_flag_months"].set_value(12)
    card.save()
    assert stock.store.read(nav_cases.limits) == (12, 24)
    card.fields["nav_flag_months"].set_value("ti")
    card.save()
    assert card.fields["nav_flag_months"].under.text() == "Skriv et helt tall, 1 eller mer"
