"""Printing from a register: the right rows, protected people shielded in the query already, ranges in natural order."""

import json
import re
from io import BytesIO

import pytest

from db import equipment, loan_lines, loans, paperwork, people
from db.errors import Rejected, Why
from desktop.loans.columns import LOANS
from desktop.paper import printing

TODAY = "2026-11-22"
LATER = "2027-01-15"
SECRETS = re.compile("Skjulveien|99 88 77 66|Fetter Hemmelig")


def lend_to_siri(desk):
    return desk.do(loans.lend, item_ids=[desk.items[5]], person_id=desk.siri, due_on="2026-11-30")


def lines_of(desk, agreement_id):
    return [row["line_id"] for row in loan_lines.of_agreement(desk.register, agreement_id, today=TODAY)]


def test_an_agreement_from_the_register(desk, texts_of):
    out = BytesIO()
    assert printing.print_agreement(desk.register, desk.loan, out, staff="Jon Berg") == 2
    page = texts_of(out.getvalue())[0]
    for said in (
        "Kari Nordmann",
        "UT-1",
        "UT-2",
        "012345",
        "kurv og brett",
        "Albuekrykker",
        "30.11.2026",
        "Utlånt av Jon Berg",
    ):
        assert said in page
    assert paperwork.agreement_code(desk.loan) in page
    assert page.index("UT-1") < page.index("UT-2") < page.index("Albuekrykker")


def test_the_code_on_the_agreement_leads_back_to_it():
    assert paperwork.agreement_of(paperwork.agreement_code(123)) == 123
    assert paperwork.agreement_of("avt-000123") == 123
    assert paperwork.agreement_of(paperwork.agreement_code(1_234_567)) == 1_234_567
    for other in ("UT0042", "AVT1", "AVT", "AVTX00123", ""):
        assert paperwork.agreement_of(other) is None


def test_a_protected_person_leaves_the_query_without_address(desk):
    agreement = lend_to_siri(desk)
    line = lines_of(desk, agreement)
    forms = [
        paperwork.agreement(desk.register, agreement),
        paperwork.reminder(desk.register, today=LATER, person_id=desk.siri),
    ]
    desk.do(loans.take_back, returns=[loans.Return(line[0])])
    forms += paperwork.receipts(desk.register, line)
    assert len(forms) == 3
    for form in forms:
        assert form["last_name"] == "Skjult"
        assert not SECRETS.search(json.dumps(form, ensure_ascii=False))


def test_a_protected_address_is_on_no_paper_of_the_program(desk, texts_of):
    agreement = lend_to_siri(desk)
    line = lines_of(desk, agreement)
    papers = [BytesIO() for _at in range(4)]
    printing.print_agreement(desk.register, agreement, papers[0])
    printing.print_reminder(desk.register, papers[1], today=LATER, person_id=desk.siri)
    ids = loan_lines.ids(desk.register, today=LATER)
    rows = [dict(row) for row in loan_lines.rows(desk.register, ids, today=LATER)]
    printing.print_list(desk.register, LOANS, rows, papers[2], title="Utlån", today=LATER)
    desk.do(loans.take_back, returns=[loans.Return(line[0])])
    printing.print_receipts(desk.register, line, papers[3])
    for paper in papers:
        said = " ".join(texts_of(paper.getvalue()))
        assert "Skjult" in said
        assert not SECRETS.search(said)


def test_a_mistake_is_on_no_agreement(desk, texts_of):
    assert len(paperwork.agreement(desk.register, desk.loan)["lines"]) == 3
    desk.register.conn.execute(
        "UPDATE loan_line SET end_reason = 'mistake' WHERE item_id = :item", {"item": desk.items[0]}
    )
    assert [line["number"] for line in paperwork.agreement(desk.register, desk.loan)["lines"]] == ["UT-2", None]


def test_goods_back_in_part_show_on_receipt_and_agreement(desk, texts_of):
    goods = next(line for line in paperwork.agreement(desk.register, desk.loan)["lines"] if line["number"] is None)
    desk.do(loans.take_back, returns=[loans.Return(goods["line_id"], quantity=1)])
    receipt = paperwork.receipts(desk.register, [goods["line_id"]])[0]
    assert [line["quantity"] for line in receipt["lines"]] == [1]
    assert receipt["lines"][0]["ended_on"] == TODAY
    assert {line["number"]: line["quantity"] - line["back"] for line in receipt["open_lines"]} == {
        "UT-1": 1, "UT-2": 1, None: 3,
    }  # fmt: skip
    out = BytesIO()
    assert printing.print_receipts(desk.register, [goods["line_id"]], out) == 1


def test_goods_that_are_gone_are_told_on_the_receipt(desk, texts_of):
    goods = next(line for line in paperwork.agreement(desk.register, desk.loan)["lines"] if line["number"] is None)
    desk.do(loans.take_back, returns=[loans.Return(goods["line_id"], "clean", quantity=2, lost=2)])
    out = BytesIO()
    printing.print_receipts(desk.register, [goods["line_id"]], out)
    assert "Ren og hel. 2 er borte" in " ".join(texts_of(out)[0].split())


def test_receipts_of_one_pile_are_one_for_each_borrower(desk, texts_of):
    agreements = [desk.loan, lend_to_siri(desk)]
    agreements.append(desk.do(loans.lend, item_ids=[desk.items[6]], unit_id=desk.ward, due_on=None))
    line_ids = [line for agreement in agreements for line in lines_of(desk, agreement)]
    desk.do(loans.take_back, returns=[loans.Return(line) for line in line_ids])
    out = BytesIO()
    assert printing.print_receipts(desk.register, line_ids, out) == 3
    pages = texts_of(out.getvalue())
    for name in ("Kari Nordmann", "Siri Skjult", "Solsida sykehjem"):
        assert sum(name in page for page in pages) == 1


def test_a_line_still_out_has_no_receipt(desk):
    with pytest.raises(Rejected):
        printing.print_receipts(desk.register, lines_of(desk, desk.loan), BytesIO())


@pytest.mark.parametrize("today", [TODAY, "2026-11-30"])
def test_no_reminder_before_the_day_is_past(desk, today):
    with pytest.raises(Rejected) as told:
        printing.print_reminder(desk.register, BytesIO(), today=today, person_id=desk.kari)
    assert told.value.why is Why.NOT_LENT


def test_no_reminder_to_the_dead_nor_to_strangers(desk):
    card = people.person(desk.register, desk.kari)
    desk.do(people.change_person, person_id=desk.kari, rev=card["rev"], died_on=TODAY)
    with pytest.raises(Rejected) as told:
        printing.print_reminder(desk.register, BytesIO(), today=LATER, person_id=desk.kari)
    assert told.value.why is Why.PERSON_IS_DEAD
    with pytest.raises(Rejected):
        printing.print_reminder(desk.register, BytesIO(), today=LATER, unit_id=desk.ward)


@pytest.mark.parametrize(
    ("items", "numbers"),
    [
        ("UT-2..UT-10", [f"UT-{at}" for at in range(2, 11)]),
        ("UT-10..UT-2", [f"UT-{at}" for at in range(2, 11)]),
        ("ut9..ut11", ["UT-9", "UT-10", "UT-11"]),
        ("UT-11..UT-99", ["UT-11", "UT-12"]),
        ("ut 3", ["UT-3"]),
        ("UT-7, UT-1..UT-2", ["UT-7", "UT-1", "UT-2"]),
        (["UT-7", "UT-3"], ["UT-7", "UT-3"]),
    ],
)
def test_labels_by_range_and_by_list(desk, items, numbers):
    assert [row["number"] for row in printing.label_rows(desk.register, items)] == numbers


def test_labels_from_the_register(desk, texts_of):
    out = BytesIO()
    assert printing.print_labels(desk.register, "UT-1..UT-3", out, start=24) == 2
    pages = texts_of(out.getvalue())
    assert [page.count("UT-") for page in pages] == [1, 2]
    assert "Fjordheim kommune" in pages[0]
    assert "HMS-nr 012345" in pages[0]
    assert printing.print_labels(desk.register, ["UT-1", "UT-2"], BytesIO(), medium="tape") == 2
    assert printing.print_labels(desk.register, "UT-1,UT-2", BytesIO(), sheet="tape") == 2
    assert printing.print_test_labels(desk.register, BytesIO()) == 1


@pytest.mark.parametrize("items", ["UT-50..UT-60", "UT-999", ["UT-1", "UT-999"], []])
def test_labels_for_nothing_are_refused(desk, items):
    with pytest.raises(Rejected) as told:
        printing.print_labels(desk.register, items, BytesIO())
    assert told.value.why is Why.NO_SUCH


def test_scrapped_copies_get_no_label_in_a_range(desk):
    desk.do(equipment.act, item_ids=[desk.items[9]], act="retired", reason="worn")
    assert [row["number"] for row in printing.label_rows(desk.register, "UT-9..UT-11")] == ["UT-9", "UT-11"]


def test_an_unknown_agreement_is_refused(desk):
    with pytest.raises(Rejected) as told:
        printing.print_agreement(desk.register, 999, BytesIO())
    assert told.value.why is Why.NO_SUCH


def test_printing_writes_nothing_to_the_register(desk):
    before = desk.register.value("SELECT max(seq) FROM op"), desk.register.value("PRAGMA data_version")
    printing.print_agreement(desk.register, desk.loan, BytesIO())
    printing.print_labels(desk.register, "UT-1", BytesIO())
    assert (desk.register.value("SELECT max(seq) FROM op"), desk.register.value("PRAGMA data_version")) == before
    assert not desk.register.conn.in_transaction
