"""The rates in Innstillinger from the key to the row, and what of them a stay's panel tells."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db import people, stay_acts, stay_rates
from db import settings as chosen
from desktop.setup.page import SetupPage
from desktop.stays import sixty
from desktop.stays.page import StaysPage
from desktop.stays.rates import Rates

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def card(ward):
    """The card of the rates, in sight."""
    page = ward.window.show_page(SetupPage)
    return next(card for card in page.cards if isinstance(card, Rates))


def rate(ward, **given):
    fields = {"kind": "full_day", "from_on": "2026-01-01", "amount_ore": 19_500} | given
    return ward.run(stay_rates.set_rate, **fields)


def amounts(ward):
    return [row["amount_ore"] for row in ward.store.read(stay_rates.rates)]


def test_a_rate_is_entered_changed_removed_and_brought_back(ward, card):
    ward.buttons(card)["Ny sats …"].click()
    form = ward.form()
    QTest.keyClicks(form.fields["amount_ore"].edit, "195")
    QApplication.processEvents()
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    QApplication.processEvents()
    assert amounts(ward) == [19_500]
    told = "Døgnopphold · 195 kr fra 1. januar 2026".replace("195 kr", "195\u00a0kr")
    ward.buttons(card)[f"Endre {told}"].click()
    form = ward.form()
    form.fields["amount_ore"].edit.clear()
    QTest.keyClicks(form.fields["amount_ore"].edit, "200")
    form.save()
    assert amounts(ward) == [20_000]
    ward.buttons(card)[f"Fjern {told.replace('195', '200')}"].click()
    assert amounts(ward) == []
    ward.store.undo()
    assert amounts(ward) == [20_000]
    assert ward.nameless(card) == []


def test_two_rates_from_the_same_day_are_refused_beside_the_day(ward, card):
    rate(ward)
    ward.buttons(card)["Ny sats …"].click()
    form = ward.form()
    form.fields["amount_ore"].set_value(10_000)
    form.save()
    assert form.fields["from_on"].under.text().startswith("Det finnes en sats fra den dagen allerede")


def test_the_days_that_are_billed_are_chosen_at_once(ward, card):
    card.billing.box.setCurrentIndex(card.billing.box.findData("both_days"))
    card.billing.changed.emit()
    assert ward.store.read(chosen.settings)["stay_billing_days"] == "both_days"
    ward.run(chosen.choose, values={"stay_billing_days": ""})
    ward.store.changed.emit({"setting"})
    assert card.billing.value() == "nights"


def test_day_rehab_leads_to_the_rates(ward):
    page = ward.window.show_page(StaysPage)
    page.view("day_rehab").show_rates()
    assert isinstance(ward.window.stack.currentWidget(), SetupPage)


def test_the_panel_of_a_stay_tells_the_sixty_nights_and_what_it_costs(ward):
    """Kari came on 29 June and is to leave on 8 July; today is 3 July."""
    rate(ward)
    page = ward.window.show_page(StaysPage)
    page.open_kind("stay", ward.known["Kari"])
    QApplication.processEvents()
    facts = dict(page.view("stay").panel.details.facts)
    assert facts["60 døgn i 2026"] == "4 av 60 brukt · 56 igjen"
    assert facts["Egenandel hittil"] == "780\u00a0kr · 4 døgn à 195\u00a0kr"


def test_a_day_without_a_rate_is_told_and_nothing_is_guessed(ward):
    assert sixty.charge_facts(ward.store, ward.known["Kari"]) == [
        ("Egenandel hittil", "sats mangler for 4 døgn")]  # fmt: skip


def test_the_limit_is_told_when_it_is_near_and_when_it_is_passed(ward):
    for name, until in (("Liv", "2026-02-20"), ("Åse", "2026-03-12")):
        ward.run(
            stay_acts.enter_past_stay, person_id=ward.guests[name], purpose="rehabilitation", from_on="2026-01-01",
            to_on=until, place_id=ward.rooms["Rom 4" if name == "Liv" else "Rom 3"], late_reason="Glemt", accept=True,
        )  # fmt: skip
    near, over = (dict(sixty.facts(ward.store, ward.guests[name])) for name in ("Liv", "Åse"))
    assert near == {"60 døgn i 2026": "50 av 60 brukt · 10 igjen · nær grensen"}
    assert over == {"60 døgn i 2026": "70 av 60 brukt. Betaling etter døgn 60 følger andre regler"}
    stay = ward.of("Åse")[0]["stay_id"]
    rate(ward)
    told = dict(sixty.charge_facts(ward.store, stay))["Egenandel hittil"].replace("\u00a0", " ")
    assert told == "11 700 kr · 60 døgn à 195 kr · 10 døgn etter døgn 60 er ikke med"


def test_who_never_stayed_has_no_line(ward):
    person = ward.run(people.add_person, last_name="Ny")
    assert sixty.facts(ward.store, person) == []
