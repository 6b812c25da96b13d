"""The page of service: scans mark rows, one key finishes, forms ask what they must, and every act can be undone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import history, loans, overview, products, service
from desktop import history_words, settings
from desktop.service.forms import ReleaseForm
from desktop.service.page import ServicePage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(stock):
    """Service, in sight."""
    return stock.window.show_page(ServicePage)


@pytest.fixture
def cleaning(page):
    return page.current


def view(page, place):
    page.show_view(place)
    return page.current


def press(stock, qtbot, key, modifiers=CTRL):
    qtbot.keyClick(stock.window, key, modifiers)


def cases(stock, number):
    return stock.store.read(service.of_item, stock.items[number])


def with_checks(stock, months=12):
    row = stock.store.read(products.product, stock.rollator)
    stock.run(products.change_product, product_id=stock.rollator, rev=row["rev"], check_months=months)
    stock.window.refresh()


def beeps(monkeypatch):
    heard = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(1))
    return heard


# cleaning


def test_what_waits_longest_stands_first_with_its_days(cleaning, stock):
    assert stock.shown(cleaning, "number") == ["UT-0003", "UT-0004"]
    assert [cleaning.model.text(cleaning.columns[2], cleaning.model.row(n)) for n in range(2)] == ["13 dager", "I dag"]
    assert [made.text() for made in cleaning.chip_row._buttons.values()] == ["Alle  2", "Over en uke  1"]


def test_scans_mark_their_rows_and_ctrl_r_puts_all_of_them_on_the_shelf(cleaning, stock, qtbot):
    cleaning.method.setCurrentIndex(cleaning.method.findData("machine"))
    cleaning.method.activated.emit(2)
    assert settings.value("service/method") == "machine"
    stock.window.scanned("UT0004")
    assert cleaning.chosen_ids() == [stock.items["UT-0004"]]  # in place of the row that stood chosen
    for code in ("ut-0003", "UT0003"):
        stock.window.scanned(code)
    assert cleaning.chosen_ids() == [stock.items["UT-0003"], stock.items["UT-0004"]]
    assert cleaning.notice.text.text() == "Rullator, innendørs (UT-0003) er merket fra før · 2 merket"
    press(stock, qtbot, Qt.Key.Key_R)
    assert (stock.state("UT-0003"), stock.state("UT-0004")) == ("available", "available")
    assert stock.told() == "2 gjenstander er rengjort: 2 ledig"
    row = cases(stock, "UT-0003")[0]
    assert [row[key] for key in ("kind", "opened_on", "closed_on", "method", "done_by")] == [
        "cleaning", "2026-06-20", "2026-07-03", "machine", "Jon Vakt"]  # fmt: skip
    press(stock, qtbot, Qt.Key.Key_Z)
    assert stock.shown(cleaning, "number") == ["UT-0003", "UT-0004"]
    assert cases(stock, "UT-0003") == []


ELSEWHERE = {
    "UT-0005": "Dusjkrakk, justerbar (UT-0005) venter ikke her. Den står som til reparasjon",
    "UT-0001": "Rullator, innendørs (UT-0001) venter ikke her. Den står som utlånt",
    "UT-9999": "Fant ikke «UT-9999». Sjekk etiketten, eller registrer nytt utstyr",
}


def test_what_does_not_wait_here_is_told_and_heard_and_marks_nothing(cleaning, stock, monkeypatch):
    heard = beeps(monkeypatch)
    cleaning.show_chip("long")
    stock.window.scanned("UT-0004")  # found behind the filter
    for count, (code, said) in enumerate(ELSEWHERE.items(), 1):
        stock.window.scanned(code)
        assert (cleaning.notice.text.text(), len(heard)) == (said, count)
    assert cleaning.chosen_ids() == [stock.items["UT-0004"]]


def test_a_cleaning_of_another_day_is_written_in_a_form(cleaning, stock, qtbot):
    cleaning.table.choose([stock.items["UT-0003"]])
    press(stock, qtbot, Qt.Key.Key_D)
    form = stock.form()
    form.fields["on_day"].set_value("2026-06-30")
    form.fields["note"].set_value("To ganger")
    form.save()
    row = cases(stock, "UT-0003")[0]
    assert (row["closed_on"], row["note"], stock.item("UT-0003")["state_on"]) == (
        "2026-06-30",
        "To ganger",
        "2026-06-30",
    )
    assert stock.told() == "Rullator, innendørs (UT-0003) er rengjort og står som ledig"


def test_what_is_due_for_a_check_is_told_to_wait_for_it(cleaning, stock, qtbot):
    with_checks(stock)
    stock.window.scanned("UT-0003")
    press(stock, qtbot, Qt.Key.Key_R)
    assert stock.told() == "Rullator, innendørs (UT-0003) er rengjort og står som til kontroll"


# repair


def test_a_repair_is_written_finished_and_undone(page, stock, qtbot):
    repairs = view(page, 1)
    assert stock.shown(repairs, "number") == ["UT-0005"]
    repairs.open_form(stock.items["UT-0005"])
    form = stock.form()
    for key, value in {"state": "waiting_part", "fault": "Bremsen", "parts": "Vaier", "cost_ore": 12500}.items():
        form.fields[key].set_value(value)
    form.save()
    assert stock.told() == "Dusjkrakk, justerbar (UT-0005): venter på del"
    press(stock, qtbot, Qt.Key.Key_R)
    form = stock.form()
    assert [form.fields[key].value() for key in ("state", "fault", "cost_ore")] == ["done", "Bremsen", 12500]
    form.fields["minutes"].set_value(30)
    form.save()
    assert stock.told() == "Dusjkrakk, justerbar (UT-0005) er reparert og står som til rengjøring"
    assert stock.state("UT-0005") == "cleaning"
    row = cases(stock, "UT-0005")[0]
    assert [row[key] for key in ("state", "parts", "cost_ore", "minutes")] == ["done", "Vaier", 12500, 30]
    press(stock, qtbot, Qt.Key.Key_Z)
    assert (stock.state("UT-0005"), cases(stock, "UT-0005")[0]["state"]) == ("repair", "waiting_part")


def test_only_a_repair_that_is_over_has_a_day_and_a_way_on(page, stock):
    repairs = view(page, 1)
    repairs.edit()
    form = stock.form()
    assert (form.then.isEnabled(), form.day.isEnabled()) == (False, False)
    form.state.set_value("scrapped")
    form.state.changed.emit()
    assert (form.then.isEnabled(), form.day.isEnabled()) == (False, True)
    form.save()
    assert stock.item("UT-0005")["retired_reason"] == "broken"
    assert stock.told() == "Dusjkrakk, justerbar (UT-0005) er kassert"


def test_a_repair_that_another_window_has_changed_is_told_in_words(page, stock):
    repairs = view(page, 1)
    repairs.edit()
    form = stock.form()
    form.fields["cost_ore"].set_value(5000)
    seen = cases(stock, "UT-0005")[0]
    stock.elsewhere(service.change_repair, service_case_id=seen["service_case_id"], rev=seen["rev"], state="repairing",
                    cost_ore=9900)  # fmt: skip
    form.save()
    assert "«repareres» i registeret, «vurderes» hos deg; «99\u00a0kr» i registeret" in form.trouble.text
    form.discard()


def test_a_new_repair_is_begun_with_a_scan(page, stock):
    repairs = view(page, 1)
    repairs.new_record()
    stock.window.scanned("UT-0007")
    form = stock.form()
    form.fields["fault"].set_value("Løst sete")
    form.save()
    assert (stock.state("UT-0007"), cases(stock, "UT-0007")[0]["fault"]) == ("repair", "Løst sete")
    assert stock.shown(repairs, "number") == ["UT-0005", "UT-0007"]


# quarantine


def infect(stock):
    stock.run(loans.take_back, returns=[loans.Return(stock.item("UT-0001")["line_id"], "infectious")])
    stock.window.refresh()


def test_infection_is_released_by_a_name_that_must_be_written(page, stock, qtbot):
    infect(stock)
    blocked = view(page, 2)
    assert stock.shown(blocked, "number") == ["UT-0001"]
    press(stock, qtbot, Qt.Key.Key_R)
    form = stock.form()
    form.save()
    assert form.fields["done_by"].under.text() == "Fyll ut navnet på den som frigir"
    assert stock.state("UT-0001") == "blocked"
    form.fields["done_by"].set_value("Berit Moe")
    form.save()
    assert (stock.state("UT-0001"), cases(stock, "UT-0001")[0]["done_by"]) == ("cleaning", "Berit Moe")
    assert stock.told() == "Rullator, innendørs (UT-0001) er frigitt og står som til rengjøring"


def test_ctrl_enter_does_what_the_filled_button_says(page, stock, qtbot):
    infect(stock)
    view(page, 2)
    press(stock, qtbot, Qt.Key.Key_Return)
    assert isinstance(stock.form(), ReleaseForm)
    stock.form().fields["done_by"].set_value("Berit Moe")
    stock.form().save()
    cleaning = view(page, 0)
    cleaning.open_record(stock.items["UT-0001"])
    press(stock, qtbot, Qt.Key.Key_Return)
    assert stock.state("UT-0001") == "available"


def test_the_list_of_copies_asks_for_the_name_as_well(items, stock):
    infect(stock)
    items.table.choose([stock.items["UT-0001"]])
    items.do_next()
    form = stock.form()
    form.fields["done_by"].set_value("Berit Moe")
    form.save()
    assert stock.state("UT-0001") == "cleaning"


def test_a_copy_is_blocked_from_the_page_and_its_red_tag_printed(page, stock, qtbot, tmp_path):
    blocked = view(page, 2)
    blocked.new_record()
    stock.window.scanned("UT-0002")
    stock.form().save()
    assert stock.state("UT-0002") == "blocked"
    stock.window.receipt._second()
    press(stock, qtbot, Qt.Key.Key_L)
    with (tmp_path / "lapp.pdf").open("wb") as out:
        assert [given["make"](out) for _errand, given in stock.asked] == [1, 1]


# checks


def test_many_are_checked_at_once_and_the_next_check_is_told(page, stock, qtbot):
    with_checks(stock)
    checks = view(page, 3)
    for code in ("UT-0002", "UT-0001"):
        stock.window.scanned(code)
    press(stock, qtbot, Qt.Key.Key_R)
    stock.form().save()
    assert stock.told() == "2 gjenstander er kontrollert: 1 utlånt, 1 ledig"
    assert stock.store.read(service.check_due_on, stock.items["UT-0001"]) == "2027-07-03"
    assert dict(checks.details([stock.items["UT-0002"]]).facts)["Kontroll"] == (
        "Kontrollert 3. juli 2026, neste 3. juli 2027")  # fmt: skip


def test_a_check_that_failed_opens_a_repair(page, stock):
    with_checks(stock)
    checks = view(page, 3)
    checks.table.choose([stock.items["UT-0002"]])
    checks.finish()
    form = stock.form()
    form.fields["passed"].set_value(False)
    form.fields["note"].set_value("Slitt reim")
    form.save()
    assert stock.told() == "Rullator, innendørs (UT-0002) ble ikke godkjent og står som til reparasjon"
    assert stock.store.read(service.open_case, stock.items["UT-0002"], "repair")["fault"] == "Slitt reim"


def test_the_interval_is_written_on_the_product(catalogue, stock):
    catalogue.open_record(stock.rollator)
    catalogue.edit()
    form = stock.form()
    form.fields["check_months"].set_value("6")
    form.save()
    assert stock.store.read(products.product, stock.rollator)["check_months"] == 6
    assert dict(catalogue.details([stock.rollator]).facts)["Kontroll"] == "hver 6. måned"


# what is told of a copy


def test_the_panel_and_the_history_of_a_copy_tell_its_cases(items, stock):
    with_checks(stock)
    ref = [stock.items["UT-0003"]]
    stock.run(service.clean, item_ids=ref, method="hand", note="Flekker")
    stock.run(service.check, item_ids=ref, passed=True, done_by="Tekniker Dahl")
    stock.run(service.quarantine, item_ids=ref)
    stock.run(service.release, item_ids=ref, done_by="Berit Moe")
    facts = dict(items._facts(items.rows(ref)[0]))
    assert facts["Kontroll"] == "Kontrollert 3. juli 2026, neste 3. juli 2027"
    assert facts["Service"].splitlines() == [
        "Frigitt 3. juli 2026 av Berit Moe, sperret for smitte siden 3. juli 2026",
        "Kontrollert 3. juli 2026 av Tekniker Dahl, godkjent",
        "Rengjort 3. juli 2026 av Jon Vakt, håndvask · Flekker",
    ]
    events = stock.store.read(overview.events, stock.store.read(history.of_item, ref[0]))
    events = stock.store.read(service.with_cases, events, ref[0])
    assert [history_words.sentence(event) for event in events][:4] == [
        "Frigitt av Berit Moe, til rengjøring", "Sperret for smitte", "Kontrollert, godkjent",
        "Rengjort: håndvask · Flekker",
    ]  # fmt: skip


def test_repairs_are_told_in_the_history_with_what_they_cost(stock):
    ref = stock.items["UT-0007"]
    stock.run(service.change_repair, item_id=ref, state="waiting_part", fault="Hjul")
    now = stock.store.read(service.open_case, ref, "repair")
    stock.run(service.change_repair, service_case_id=now["service_case_id"], rev=now["rev"], state="done", fault="Hjul",
              parts="Nytt hjul", cost_ore=35000, minutes=40)  # fmt: skip
    events = stock.store.read(overview.events, stock.store.read(history.of_item, ref))
    told = [history_words.sentence(event) for event in stock.store.read(service.with_cases, events, ref)]
    assert told[:2] == ["Reparert · Hjul · Nytt hjul · 350\u00a0kr · 40 minutter", "Reparasjon: venter på del"]


def test_everything_that_takes_the_focus_has_a_name(page, stock):
    with_checks(stock)
    infect(stock)
    for place in range(4):
        shown = view(page, place)
        shown.start_focus()
        assert stock.nameless(shown) == []
