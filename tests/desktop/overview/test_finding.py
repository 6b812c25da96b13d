"""One field finds copies, people, units and products."""

from db import packages
from desktop import finding

TODAY = "2026-07-03"


def found(stock, text):
    groups = finding.find(stock.store.read, text, today=TODAY)
    return {group.heading: [(hit.kind, hit.title, hit.detail, hit.state) for hit in group.hits] for group in groups}


def test_a_number_finds_the_copy_with_its_borrower_and_deadline(stock):
    assert found(stock, "ut0001")["Eksemplarer"] == [
        ("item", "UT-0001 Rullator, innendørs", "Kari N. · 24. juni · 9 dager over", "overdue")
    ]


def test_a_copy_on_the_shelf_says_where(stock):
    assert found(stock, "UT-0002")["Eksemplarer"][0][2:] == ("Lager · A2", "available")


def test_a_hms_number_finds_the_product_and_its_copies(stock):
    hits = found(stock, "177946")
    assert hits["Produkter"] == [("product", "Rullator, innendørs", "HMS-nr. 177946 · 1 ledig", "")]
    assert len(hits["Eksemplarer"]) == 4


def test_a_name_finds_the_person_and_what_is_held(stock):
    hits = found(stock, "nordmann")
    assert hits["Personer og avdelinger"] == [("person", "Kari Nordmann", "f. 1941 · Storgata 4 · 1 lån", "")]
    assert hits["Eksemplarer"][0][1] == "UT-0001 Rullator, innendørs"


def test_a_ward_is_found_and_the_search_forgives(stock):
    assert found(stock, "SOLBAKKEN")["Personer og avdelinger"][0][:2] == ("unit", "Solbakken sykehjem")


def test_one_letter_asks_nothing_but_one_digit_does(stock):
    assert finding.find(stock.store.read, "k", today=TODAY) == []
    assert "Eksemplarer" in found(stock, "2")


def test_choosing_a_find_opens_it_on_its_page(stock):
    for text, kind in (("UT-0005", "item"), ("albuekrykker", "product"), ("hansen", "person"), ("solbakken", "unit")):
        stock.window._chosen(*next((h.kind, h.ref) for g in finding.find(stock.store.read, text, today=TODAY)
                                   for h in g.hits if h.kind == kind))  # fmt: skip
        assert stock.window.current.current.kind == kind
        assert len(stock.window.current.current.chosen_ids()) == 1


def test_a_package_is_found_by_its_name_and_its_parts_and_opens_in_the_stock(stock):
    stock.run(packages.add_package, name="Hjemreise", parts=[(stock.rollator, 1), (stock.crutches, 2)])
    assert found(stock, "hjemreise")["Pakker"] == [
        ("package", "Hjemreise", "Rullator, innendørs, 2 Albuekrykker, par", "")
    ]
    hit = finding.find(stock.store.read, "albuekrykker", today=TODAY)[-1].hits[0]
    stock.window._chosen(hit.kind, hit.ref)
    assert stock.window.current.current.kind == "package"
