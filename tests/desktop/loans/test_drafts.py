"""What is put together before it is stored: every scan has its answer, and nothing is written."""

import pytest

from db import loan_lines, loans, products
from db.errors import Why
from desktop.loans import answers, return_draft
from desktop.loans.draft import DOUBT, READY, REFUSED, LendDraft
from desktop.loans.return_draft import ReturnDraft


@pytest.fixture
def draft(store):
    return LendDraft(store.read, lambda: store.today)


@pytest.fixture
def back(store):
    return ReturnDraft(store.read, lambda: store.today)


def spoken(draft, code):
    line, _is_new = draft.scan(code)
    return line.answer, answers.lending(line).text


def test_a_copy_on_the_shelf_is_ready(draft):
    assert spoken(draft, "ut0187") == (READY, "Ledig · Lager · Hylle A2")


@pytest.mark.parametrize(
    ("code", "answer", "says"),
    [
        ("UT-0220", REFUSED, "Står til reparasjon. Kan ikke lånes ut før den er meldt ferdig"),
        ("UT-0240", DOUBT, "Er allerede lånt ut til Ola H. Ta imot retur først?"),
        ("UT-0009", DOUBT, "Står til rengjøring. Kan lånes ut med en grunn"),
        ("UT0999", REFUSED, "Fant ikke «UT0999». Sjekk etiketten, eller registrer nytt utstyr"),
    ],
)
def test_each_reason_not_is_told(draft, code, answer, says):
    assert spoken(draft, code) == (answer, says)


def test_the_same_copy_twice_is_one_line(draft):
    first, _new = draft.scan("UT-0187")
    assert draft.scan("ut 0187") == (first, False)
    assert len(draft.lines) == 1


def test_an_unknown_code_twice_is_one_line(draft):
    draft.scan("7040")
    assert draft.scan("7040")[1] is False


def test_a_reason_makes_a_copy_in_cleaning_ready(draft):
    line, _new = draft.scan("UT-0009")
    line.override = "Er vasket i dag"
    assert line.answer == READY
    assert draft.arguments()["overrides"] == {line.item["item_id"]: "Er vasket i dag"}


def test_a_reason_never_lets_a_copy_in_repair_out(draft):
    line, _new = draft.scan("UT-0220")
    line.override = "Haster"
    assert line.answer == REFUSED


def test_goods_are_counted_against_the_stock(draft, depot):
    line, _new = draft.add_goods(depot.crutches)
    draft.add_goods(depot.crutches)
    assert (line.quantity, line.answer, answers.lending(line).text) == (2, READY, "12 på lager")
    line.quantity = 13
    draft.ask_again()
    assert answers.lending(line).text == "Det er bare 12 på lager av Albuekrykker, par"
    assert line.answer == REFUSED


def test_the_due_day_follows_the_shortest_product_until_one_is_chosen(draft):
    draft.scan("UT-0042")
    assert draft.due_on == "2026-09-25"  # twelve weeks: neither product nor setting says otherwise
    draft.choose_due(None)
    draft.scan("UT-0187")
    assert draft.due_on is None


def test_a_backdated_loan_counts_from_its_own_day(draft):
    draft.out_on = "2026-06-01"
    assert draft.due_on == "2026-08-24"


def test_what_others_lend_meanwhile_answers_anew(draft, depot):
    line, _new = draft.scan("UT-0187")
    depot.lent("UT-0187", "Åse", "2026-07-03", None)
    draft.ask_again()
    assert line.why is Why.LENT_ALREADY
    assert draft.arguments()["item_ids"] == []


def test_a_borrower_is_told_with_what_they_have(draft, depot):
    draft.borrow_to("person", depot.people["Ola"])
    assert answers.borrower(draft.borrower) == "Ola Hansen (f. 1938), Kirkeveien 12"
    assert answers.borrower_note(draft.borrower) == "Har 2 lån nå, 1 er forfalt"
    draft.borrow_to("unit", depot.unit_id)
    assert answers.borrower(draft.borrower) == "Solbakken sykehjem, Solbakken 2"
    assert answers.borrower_note(draft.borrower) == "Har ingen lån nå"


def test_a_protected_address_does_not_show(draft, depot):
    draft.borrow_to("person", depot.person("Siv", "Lund", address="Hemmelig 1", protected=True))
    assert "Hemmelig" not in answers.borrower(draft.borrower)


def test_nothing_is_written_by_a_draft(draft, depot, store):
    before = store.read(lambda db: db.value("SELECT count(*) FROM op"))
    draft.scan("UT-0187")
    draft.borrow_to("person", depot.people["Kari"])
    draft.arguments()
    assert store.read(lambda db: db.value("SELECT count(*) FROM op")) == before


def test_a_scanned_copy_that_is_out_comes_back(back):
    scan = back.scan("UT-0240")
    assert scan.outcome == return_draft.ADDED
    assert scan.lines[0].told() == loans.Return(scan.lines[0].line_id, "dirty")


def test_the_same_scan_twice_comes_back_once(back):
    back.scan("UT-0240")
    assert back.scan("ut0240").outcome == return_draft.ALREADY
    assert len(back.lines) == 1


def test_a_copy_that_is_not_out_tells_its_state(back):
    told = answers.scanned(back.scan("UT-0042"))
    assert told.text == "Dusjkrakk, justerbar UT-0042 er ikke utlånt. Den står som ledig · Lager · Hylle B1"


def test_an_unknown_number_says_what_to_do(back):
    assert answers.scanned(back.scan("9")).text == "Fant ikke «9». Sjekk etiketten, eller registrer nytt utstyr"


def test_an_agreement_brings_all_that_is_left_of_it(back, depot):
    agreement = depot.run(loans.lend, item_ids=[depot.items["UT-0187"], depot.items["UT-0042"]],
                          person_id=depot.people["Åse"], due_on=None)  # fmt: skip
    assert len(back.scan(f"AVT{agreement:06}").lines) == 2
    said = answers.scanned(back.scan(f"AVT{agreement:06}"))
    assert said.text == "Alle på avtalen ligger allerede i listen"


def test_what_the_borrower_still_has_is_shown(back):
    back.scan("UT-0240")
    assert [row["number"] for row in back.still_out()] == ["UT-0241"]


def test_a_line_taken_back_elsewhere_falls_out(back, depot):
    back.scan("UT-0240")
    depot.run(loans.take_back, returns=[loans.Return(back.lines[0].line_id)])
    assert [gone.row["number"] for gone in back.ask_again()] == ["UT-0240"]
    assert back.lines == []


def test_goods_come_back_in_part(back, depot):
    depot.run(loans.lend, goods={depot.crutches: 4}, person_id=depot.people["Kari"], due_on=None)
    line_id = next(
        ref for ref in depot.open_lines() if loan_lines.line(depot.register, ref, today=depot.day)["quantity"] == 4
    )
    one = back.add(line_id).lines[0]
    assert one.quantity == 4
    one.quantity = 1
    depot.run(loans.take_back, returns=[one.told()])
    assert products.stock(depot.register, depot.crutches) == 9
    assert loan_lines.line(depot.register, line_id, today=depot.day)["left_out"] == 3
