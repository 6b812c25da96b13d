"""What the depot's own figures count and what they leave out, case by case; the whole is recounted in the working day."""

import pytest

from db import (
    command,
    equipment,
    figures,
    figures_depot,
    history,
    loan_lines,
    loans,
    people,
    products,
    requests,
    service,
)
from db.command import writes
from db.connection import Register
from db.loans import Return

TODAY = "2026-06-20"


class Shelf:
    """Three walkers since new year, and somebody to lend them to."""

    def __init__(self, register):
        self.register = register
        self.product = self.on("2026-01-02", products.add_product, name="Rullator", group_name="Gang")
        self.items = self.on("2026-01-02", equipment.add_items, numbers=["R-1", "R-2", "R-3"], product_id=self.product,
                             price_ore=100_00)  # fmt: skip
        self.kari = self.on("2026-01-02", people.add_person, last_name="Nordmann")

    def on(self, day, act, /, **given):
        return command.run(self.register, act, staff="Jon", today=day, **given).result

    def lend(self, day, at, **given):
        self.on(day, loans.lend, item_ids=[self.items[at]], person_id=self.kari, due_on=None, **given)

    def back(self, day, at, condition="clean"):
        line = loan_lines.open_line(self.register, self.items[at], today=day)
        assert line is not None
        self.on(day, loans.take_back, returns=[Return(line["line_id"], condition)])

    def act(self, day, at, act, **given):
        self.on(day, equipment.act, item_ids=[self.items[at]], act=act, **given)

    def ask(self, day, **given):
        return self.on(day, requests.add_request, product_id=self.product, person_id=self.kari, wanted_on=day, **given)

    def month(self, month, today=TODAY):
        return figures.month(self.register, month, today=today).depot


@pytest.fixture
def shelf(tmp_path):
    register = Register.create(tmp_path / "depot.hverdag")
    yield Shelf(register)
    register.close()


def test_days_to_delivery_run_from_the_request_to_the_hand_over(shelf):
    shelf.ask("2026-05-04")
    shelf.lend("2026-05-11", 0)
    shelf.ask("2026-05-12", urgency="terminal")
    shelf.lend("2026-05-13", 1)
    shelf.ask("2026-05-29")
    found = shelf.month("2026-05")
    assert [found.value(rule) for rule in figures_depot.RULES[:7]] == [3, 2, 1, 4.0, 7, 1, 7]
    assert [one.days for one in found.delivered] == [7, 1]


def test_one_that_was_asked_for_after_it_went_out_took_no_days(shelf):
    shelf.ask("2026-05-10")
    shelf.lend("2026-05-12", 0, out_on="2026-05-08")
    assert shelf.month("2026-05").value("delivery_longest") == 0


def test_a_cancelled_request_was_made_and_does_not_wait(shelf):
    asked = shelf.ask("2026-05-10")
    shelf.on("2026-05-20", requests.cancel_requests, request_ids=[asked], reason="Trenger den ikke")
    later = shelf.ask("2026-04-10")
    shelf.on("2026-06-02", requests.cancel_requests, request_ids=[later], reason="Flyttet")
    found = shelf.month("2026-05")
    assert (found.value("asked"), found.value("delivered"), found.value("waiting")) == (1, 0, 1)
    assert found.value("delivery_days") is None


def test_an_undone_hand_over_has_met_nothing(shelf):
    shelf.ask("2026-05-04")
    shelf.lend("2026-05-11", 0)
    history.undo_last(shelf.register, staff="Jon", today="2026-05-12")
    found = shelf.month("2026-05")
    assert (found.value("delivered"), found.value("waiting")) == (0, 1)


def test_what_is_found_again_in_the_month_is_not_lost(shelf):
    shelf.act("2026-05-04", 0, "missing")
    shelf.act("2026-05-06", 1, "missing")
    shelf.act("2026-05-20", 0, "found")
    shelf.act("2026-06-03", 1, "found")
    assert [one.item_id for one in shelf.month("2026-05").lost] == [shelf.items[1]]
    assert shelf.month("2026-06").lost == ()


def test_what_was_missing_and_is_written_off_later_is_lost_once(shelf):
    shelf.act("2026-05-04", 0, "missing")
    shelf.act("2026-06-04", 0, "retired", reason="lost")
    shelf.act("2026-06-05", 1, "retired", reason="worn")
    assert (shelf.month("2026-05").value("lost"), shelf.month("2026-05").value("lost_value")) == (1, 100_00)
    assert shelf.month("2026-06").value("lost") == 0


def test_a_loan_that_is_lost_and_an_undone_loss(shelf):
    shelf.lend("2026-05-04", 0)
    line = loan_lines.open_line(shelf.register, shelf.items[0], today=TODAY)
    assert line is not None
    shelf.on("2026-05-14", loans.lose, line_ids=[line["line_id"]])
    assert shelf.month("2026-05").value("lost") == 1
    history.undo_last(shelf.register, staff="Jon", today="2026-06-02")
    assert shelf.month("2026-05").value("lost") == 0


def test_copies_that_were_taken_over_as_missing_are_no_loss_of_the_month(shelf):
    @writes("item")
    def taken_over(tx, product_id):
        """An old list with what nobody has seen for years."""
        names = ("number", "number_key", "number_sort", "search_key", "product_id", "state", "state_on")
        tx.insert_many("item", names, [("9", "9", "9", "9", product_id, "missing", "2019-01-01")])

    shelf.on("2026-05-04", taken_over, product_id=shelf.product)
    assert shelf.month("2026-05").lost == ()


def test_a_copy_is_idle_when_it_has_stood_for_more_than_180_days(shelf):
    shelf.lend("2026-01-05", 0)
    shelf.back("2026-02-10", 0)
    shelf.lend("2026-01-05", 1)
    shelf.back("2026-02-11", 1)
    shelf.on("2026-02-12", equipment.add_items, numbers=["R-4"], product_id=shelf.product)
    found = shelf.month("2026-08", today="2026-08-09")
    assert [one.item_id for one in found.idle] == [shelf.items[2]], "180 days are not more than 180"
    found = shelf.month("2026-08", today="2026-08-10")
    assert [(one.item_id, one.back_on) for one in found.idle] == [
        (shelf.items[0], "2026-02-10"), (shelf.items[2], None)]  # fmt: skip


def test_what_stood_idle_then_is_told_of_that_month_whatever_came_later(shelf):
    before = shelf.month("2026-07", today="2026-07-31")
    shelf.lend("2026-08-03", 0)
    shelf.act("2026-08-04", 1, "to_repair")
    assert len(before.idle) == 3
    assert shelf.month("2026-07", today="2026-08-05").idle == before.idle
    assert shelf.month("2026-08", today="2026-08-05").value("idle") == 1


def test_loans_per_copy_are_those_of_the_copies_that_are_there(shelf):
    for day, back in (("2026-01-05", "2026-01-20"), ("2026-03-05", "2026-03-20"), ("2026-05-05", "2026-05-20")):
        shelf.lend(day, 0)
        shelf.back(back, 0)
    shelf.lend("2026-03-05", 1)
    shelf.back("2026-03-06", 1)
    shelf.act("2026-05-07", 1, "retired", reason="worn")
    assert (shelf.month("2026-05").value("year_loans"), shelf.month("2026-05").value("loans_per_copy")) == (3, 1.5)


def test_the_cost_is_that_of_the_repairs_that_ended_in_the_month(shelf):
    shelf.on("2026-04-20", service.open_repair, item_id=shelf.items[0], fault="Hjul")
    shelf.on(
        "2026-05-05", service.change_repair, item_id=shelf.items[0], state="done", cost_ore=250_50, then="available"
    )
    shelf.on("2026-05-06", service.change_repair, item_id=shelf.items[1], state="waiting_part", cost_ore=90_00)
    shelf.on("2026-05-07", service.change_repair, item_id=shelf.items[2], state="scrapped")
    found = shelf.month("2026-05")
    assert (found.value("repairs"), found.value("repair_cost")) == (2, 250_50)
    assert shelf.month("2026-04").value("repairs") == 0


def test_the_value_out_is_the_price_of_what_was_out_that_day(shelf):
    shelf.lend("2026-04-20", 0)
    shelf.lend("2026-05-20", 1)
    shelf.back("2026-06-01", 0)
    assert [shelf.month(month).value("value_out") for month in ("2026-04", "2026-05", "2026-06")] == [
        100_00, 200_00, 100_00]  # fmt: skip


def test_the_months_of_the_chart_are_those_of_each_month(shelf):
    shelf.ask("2026-04-28")
    shelf.lend("2026-05-03", 0)
    shelf.ask("2026-05-04", urgency="discharge")
    shelf.lend("2026-05-06", 1)
    shelf.back("2026-05-09", 1, "dirty")
    shelf.act("2026-05-13", 1, "cleaned")
    months = {one.month: one for one in figures_depot.series(shelf.register, today=TODAY)}
    assert (months["2026-05"].ordinary, months["2026-05"].urgent, months["2026-05"].cleaning) == (5, 2, 4)
    assert {one.ordinary for name, one in months.items() if name != "2026-05"} == {None}
