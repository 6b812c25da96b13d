"""One working day from the first request to the month's figures, through the windows, and every figure recounted."""

import openpyxl
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from recount import Recount

from db import check as whole
from db import (
    command,
    count_rows,
    counts,
    equipment,
    lapses,
    loan_lines,
    loans,
    people,
    products,
    requests,
    service,
    stops,
    trips,
    units,
)
from db.connection import Register
from db.errors import Rejected, Why
from db.overview import months_until
from db.stop_things import Result
from desktop import figures_words, language, settings
from desktop.counts.counting import CountPage
from desktop.listed import pages
from desktop.loans.return_page import ReturnPage
from desktop.main_window import MainWindow
from desktop.overview.page import OverviewPage
from desktop.parts import style
from desktop.sheets.month import export_month
from desktop.store import Store

TODAY, MONTH = "2026-11-20", "2026-11"
LISTS = ("loans", "returns", "other_ends", "open", "overdue", "extended", "came", "left", "idle", "lost", "repairs",
         "delivered")  # fmt: skip
MONEY = ("value_out", "lost_value", "repair_cost")


class Depot:
    """The register of the test: what has been before this day goes straight in, the day itself through the store."""

    def __init__(self, path):
        self.register = Register.create(path)
        self.store = Store(self.register, staff="Jon Vakt", today=TODAY)
        self.products, self.items, self.who = {}, {}, {}
        self.window: MainWindow

    def on(self, day, act, /, **given):
        return command.run(self.register, act, staff="Jon Vakt", today=day, **given).result

    def do(self, act, /, **given):
        return self.store.write(act, **given).result

    def ids(self, *numbers):
        return [self.items[number] for number in numbers]

    def stock(self, day, product, numbers, price=None, bought=None):
        added = self.on(day, equipment.add_items, numbers=numbers, product_id=self.products[product], room="Lager",
                        shelf=product[:4], price_ore=price, bought_on=bought)  # fmt: skip
        self.items |= dict(zip(numbers, added, strict=True))

    def lend(self, day, who, *numbers, **given):
        """Lend copies on a day gone by."""
        borrower = {"unit_id" if who == "ward" else "person_id": self.who[who]}
        self.on(day, loans.lend, item_ids=self.ids(*numbers), **borrower, **{"due_on": None, **given})

    def line(self, number):
        found = loan_lines.open_line(self.register, self.items[number], today=TODAY)
        assert found is not None, number
        return found["line_id"]

    def back(self, day, number, condition):
        self.on(day, loans.take_back, returns=[loans.Return(self.line(number), condition)])

    def ask(self, day, who, product, **given):
        borrower = {"unit_id" if who == "ward" else "person_id": self.who[who]}
        return self.on(day, requests.add_request, product_id=self.products[product], wanted_on=day, **borrower, **given)

    def states(self, *numbers):
        return [equipment.item(self.register, self.items[number])["state"] for number in numbers]


@pytest.fixture
def depot(tmp_path, qapp):
    language.before_app()
    settings.store().clear()
    style.apply(qapp, "light")
    made = Depot(tmp_path / "lager.hverdag")
    years_before(made)
    made.window = MainWindow(made.store, pages())
    made.window.resize(1360, 820)
    made.window.show()
    yield made
    made.window.close()
    made.window.deleteLater()
    made.store.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def years_before(depot):
    """What the shelves and the people have been through: something for every figure, in this month and before."""
    first = "2025-09-01"
    for name, group, more in (
        ("Rullestol", "Manuelle rullestoler", {"accessory_names": ["Pute"]}),
        ("Seng", "Senger", {}),
        ("Dusjkrakk", "Hygiene", {}),
        ("Krykker", "Ganghjelpemidler", {"tracking": "quantity"}),
    ):
        depot.products[name] = depot.on(first, products.add_product, name=name, group_name=group, **more)
    depot.on(first, products.move_stock, product_id=depot.products["Krykker"], kind="in", quantity=20)
    for at in range(1, 7):
        depot.stock(first, "Rullestol", [f"R-{at}"], 980_000 + at, f"201{at}-05-01")
    depot.stock(first, "Seng", ["S-1", "S-2", "S-3", "S-4", "S-6"], 2_150_000, "2019")
    depot.stock(first, "Dusjkrakk", ["D-1", "D-2", "D-4"], 190_050, "2020-03")
    depot.stock(first, "Dusjkrakk", ["D-3"])
    for name in ("Kari", "Per", "Anne", "Ola"):
        depot.who[name] = depot.on(first, people.add_person, first_name=name, last_name="Prøve", address="Lia 4",
                                   phone="90 00 00 00", born_on="1940-02-03")  # fmt: skip
    depot.who["ward"] = depot.on(first, units.add_unit, name="Solgløtt")
    depot.lend("2026-01-15", "Ola", "D-1")
    depot.back("2026-02-20", "D-1", "dirty")
    depot.on("2026-02-27", service.clean, item_ids=depot.ids("D-1"))
    depot.lend("2026-04-10", "Per", "R-1", "S-1", due_on="2026-12-01")
    depot.lend("2026-06-01", "Kari", "R-2", due_on="2026-08-01")
    depot.on("2026-07-20", loans.extend, line_ids=[depot.line("R-2")], due_on="2026-11-10", reason="trenger den")
    depot.lend("2026-07-01", "Ola", "S-4")
    depot.back("2026-08-01", "S-4", "clean")
    depot.lend("2026-08-03", "Kari", "D-1", goods={depot.products["Krykker"]: 2})
    depot.lend("2026-09-01", "Ola", "R-5")
    autumn(depot)


def autumn(depot):
    """The two months that the figures are most about."""
    depot.ask("2026-10-02", "Anne", "Seng")
    depot.lend("2026-10-09", "Anne", "S-2", due_on="2027-01-10")
    depot.ask("2026-10-12", "Ola", "Rullestol", urgency="decline")
    depot.lend("2026-10-13", "Ola", "R-3")
    depot.lend("2026-10-20", "ward", "R-4", due_on="2026-11-18")
    depot.on("2026-10-30", equipment.act, item_ids=depot.ids("S-3"), act="missing")
    depot.back("2026-11-02", "R-5", "damaged")
    depot.ask("2026-11-03", "Ola", "Dusjkrakk")
    depot.on("2026-11-04", equipment.act, item_ids=depot.ids("S-3"), act="found")
    depot.lend("2026-11-05", "Ola", "D-3", due_on="2026-11-06", out_reasons={depot.items["D-3"]: "passer badet"})
    depot.on("2026-11-06", service.clean, item_ids=depot.ids("S-3"))
    depot.on("2026-11-09", service.change_repair, item_id=depot.items["R-5"], state="done", cost_ore=120_050,
             then="available")  # fmt: skip
    depot.stock("2026-11-10", "Seng", ["S-5"], 2_300_000, "2026-11")
    depot.on("2026-11-11", loans.extend, line_ids=[depot.line("R-3")], due_on="2027-02-01", reason="til påske")
    depot.on("2026-11-12", equipment.act, item_ids=depot.ids("R-6"), act="retired", reason="worn")
    depot.on("2026-11-13", loans.lose, line_ids=[depot.line("D-1")])
    depot.ask("2026-11-16", "Kari", "Seng", until_on="2027-03-01")


def test_a_working_day_from_the_first_request_to_the_months_figures(depot, qtbot, tmp_path):
    asked = three_requests_and_two_reservations(depot)
    trip_id = stops_for_the_day(depot, asked)
    first_page = depot.window.show_page(OverviewPage)
    assert [line.figure for line in first_page.today.lines.values()][:2] == [1, 4]
    drive(depot, trip_id, asked)
    four_returns_at_the_desk(depot, qtbot)
    a_death(depot)
    a_count(depot)
    assert whole.problems(depot.register) == []
    depot.window.show_page(OverviewPage)
    assert [line.figure for line in first_page.today.lines.values()][:2] == [0, 3]
    assert first_page.today.lines["stops"].under == "alle er kjørt"
    mine = Recount(depot.register, MONTH, TODAY)
    compare(saved_month(depot, tmp_path / "november.xlsx"), mine)
    assert all(mine.figures().values()), f"the day must have something of each: {mine.figures()}"
    compare(saved_month(depot, tmp_path / "oktober.xlsx", "2026-10"), Recount(depot.register, "2026-10", "2026-10-31"))
    depot.window.undo()
    assert depot.states("D-4") == ["available"]
    again = Recount(depot.register, MONTH, TODAY)
    assert again.figures()["lost"] == mine.figures()["lost"] - 1
    compare(saved_month(depot, tmp_path / "angret.xlsx"), again)
    depot.window.redo()
    assert Recount(depot.register, MONTH, TODAY).figures() == mine.figures()


# the day, step by step


def three_requests_and_two_reservations(depot):
    """A bed at once, a chair and a shower stool; bed and stool are set aside, and the last chair is kept."""
    ask = {"wanted_on": TODAY, "asked_by": "Ergoterapeut Moe"}
    asked = {
        "bed": depot.do(requests.add_request, product_id=depot.products["Seng"], person_id=depot.who["Anne"],
                        urgency="discharge", delivery="deliver", asked_on="2026-11-17", **ask),
        "chair": depot.do(requests.add_request, product_id=depot.products["Rullestol"], person_id=depot.who["Ola"],
                          asked_on="2026-11-12", **ask),
        "stool": depot.do(requests.add_request, product_id=depot.products["Dusjkrakk"], unit_id=depot.who["ward"],
                          delivery="deliver", **ask),
    }  # fmt: skip
    for name in ("bed", "stool"):
        oldest = requests.suggested(depot.register, asked[name])
        assert oldest is not None
        depot.do(requests.pack, request_id=asked[name], item_id=oldest["item_id"])
    assert depot.states("S-3", "D-2") == ["packed", "packed"]
    free = {row["product_id"]: (row["available"], row["waiting"])
            for row in requests.available_per_product(depot.register, today=TODAY)}  # fmt: skip
    assert free[depot.products["Rullestol"]] == (0, 0)
    with pytest.raises(Rejected) as told:
        depot.do(loans.lend, item_ids=depot.ids("R-5"), person_id=depot.who["Kari"], due_on=None)
    assert told.value.why is Why.RESERVED
    depot.do(loans.lend, item_ids=depot.ids("R-5"), person_id=depot.who["Ola"], due_on="2027-02-20")
    assert requests.request(depot.register, asked["chair"], today=TODAY)["outcome"] == "filled"
    return asked


def stops_for_the_day(depot, asked):
    """Two deliveries and two pick-ups."""
    for kind, who, what in (
        ("deliver", "Anne", {"request_ids": [asked["bed"]]}),
        ("deliver", "ward", {"request_ids": [asked["stool"]]}),
        ("fetch", "ward", {"line_ids": [depot.line("R-4")]}),
        ("fetch", "Kari", {"line_ids": [depot.line("R-2")]}),
    ):
        borrower = {"unit_id" if who == "ward" else "person_id": depot.who[who]}
        depot.do(trips.add_stop, kind=kind, day=TODAY, **borrower, **what)
    trip = stops.trip_of_day(depot.register, TODAY)
    assert trip is not None
    return trip["trip_id"]


def drive(depot, trip_id, asked):
    """All is done but one: nobody opens at Kari's, and her stop waits in the pool for another day."""
    rows = stops.stops(depot.register, trip_id, today=TODAY)
    nobody = next(row["stop_id"] for row in rows if row["person_id"] == depot.who["Kari"])
    results = [Result(row["stop_id"], "failed", "nobody_home") if row["stop_id"] == nobody else Result(row["stop_id"])
               for row in rows]  # fmt: skip
    told = depot.do(trips.finish_trip, trip_id=trip_id, results=results)
    assert (told["handed_over"], told["returned"], told["failed"]) == (2, 1, 1)
    assert stops.pool(depot.register, today=TODAY) == [nobody]
    assert depot.states("S-3", "D-2", "R-4", "R-2") == ["lent", "lent", "cleaning", "lent"]
    assert requests.request(depot.register, asked["bed"], today=TODAY)["outcome"] == "filled"


def four_returns_at_the_desk(depot, qtbot):
    """The fifth came with the car. A stool is infectious, a chair lacks its cushion, crutches come back by number."""
    depot.window.start("take_back")
    page = depot.window.current
    assert isinstance(page, ReturnPage)
    for number, key in (("D-3", Qt.Key.Key_4), ("R-3", Qt.Key.Key_5), ("S-2", Qt.Key.Key_1)):
        page.scanned(number)
        qtbot.keyClick(next(row for row in page.list.rows.values() if row.number == number), key,
                       Qt.KeyboardModifier.AltModifier)  # fmt: skip
    page.confirm()
    crutches = next(row["line_id"] for row in depot.register.rows("SELECT * FROM loan_line") if row["product_id"])
    depot.do(loans.take_back, returns=[loans.Return(crutches)])
    assert depot.states("D-3", "R-3", "S-2") == ["blocked", "cleaning", "available"]
    assert service.is_quarantined(depot.register, depot.items["D-3"])
    with pytest.raises(Rejected) as told:
        depot.do(loans.lend, item_ids=depot.ids("D-3"), person_id=depot.who["Ola"], due_on=None, overrides={
            depot.items["D-3"]: "den er jo hel"})  # fmt: skip
    assert told.value.why in (Why.QUARANTINED, Why.NOT_LENDABLE)
    depot.do(service.clean, item_ids=depot.ids("R-4"), method="wipe")


def a_death(depot):
    """One act: no more reminders, and a stop in the pool for all that Per held."""
    lapse = depot.do(lapses.tell_death, person_id=depot.who["Per"], died_on="2026-11-18", responsible="Jon Vakt")
    assert lapses.lapse(depot.register, lapse, today=TODAY)["kind"] == "death"
    waiting = stops.rows(depot.register, stops.pool(depot.register, today=TODAY), today=TODAY)
    mine = next(row for row in waiting if row["person_id"] == depot.who["Per"])
    assert sorted(thing["line_id"] for thing in mine["things"]) == sorted([depot.line("R-1"), depot.line("S-1")])


def a_count(depot):
    """The shelf of stools: one is seen, one is missing, and one stands there that should be at Kari's."""
    number = depot.do(counts.start_count, name="Dusjkrakker", room="Lager", shelf="Dusj")
    depot.window.start("count", stock_count_id=number)
    page = depot.window.current
    assert isinstance(page, CountPage)
    for code in ("D-3", "R-2"):
        assert page.scanned(code)
    found = {row["number"]: row for row in (page.model.row(n) for n in range(len(page.model.ids)))}
    assert {name: row["outcome"] for name, row in found.items() if row["outcome"] != "left"} == {
        "D-3": "found", "D-4": "missing", "R-2": "unexpected"}  # fmt: skip
    depot.do(counts.close_count, stock_count_id=number)
    depot.do(counts.mark_missing, count_row_ids=[found["D-4"]["count_row_id"]])
    assert depot.states("D-4", "R-2") == ["missing", "lent"]
    assert count_rows.tally(depot.register, number)["seen"] == 2


# the month, read back from Excel


def saved_month(depot, path, month=MONTH):
    depot.store.read(export_month, month, path, today=TODAY, by="Jon Vakt")
    return openpyxl.load_workbook(path)


def compare(book, recount):
    """Every figure of the workbook against the same counted from rows: whole, by group, by month, and the lists."""
    mine = recount.figures()
    told = {row[0]: row[1] for name in ("Sammendrag", figures_words.DEPOT)
            for row in book[name].iter_rows(min_row=5, values_only=True) if row[0]}  # fmt: skip
    told.pop("Kontroll av beholdningen")
    assert told == {figures_words.NAMES[rule]: kroner(rule, value) for rule, value in mine.items()}
    assert set(mine) == {*figures_words.RULES}
    assert mine["stock_open"] + mine["came"] - mine["left"] == mine["stock_close"]
    for rule in LISTS:
        assert book[figures_words.NAMES[rule]].max_row - 1 == mine[rule], rule
    for sheet in ("Per gruppe", "Behov og bruk per gruppe"):
        heads, *groups = book[sheet].iter_rows(values_only=True)
        rules = {name: rule for rule, name in figures_words.NAMES.items()}
        for group in groups:
            own = recount.figures(group[0])
            assert dict(zip(heads[1:], group[1:], strict=True)) == {
                head: kroner(rules[head], own[rules[head]]) for head in heads[1:]}, group[0]  # fmt: skip
    months(book, recount)


def months(book, recount):
    _heads, *rows = book["Måned for måned"].iter_rows(values_only=True)
    assert len(rows) == 12
    for name, row in zip(months_until(recount.month, 12), rows, strict=True):
        assert list(row[1:]) == list(recount.by_month(name).values()), name


def kroner(rule, value):
    """A sum as Excel holds it."""
    return value / 100 if rule in MONEY and value is not None else value
