"""Every figure of a month, counted again in plain Python over a register that the commands filled by chance."""

import random
import statistics
from collections import Counter
from datetime import date, timedelta

import pytest

from db import command, equipment, figures, history, loan_lines, loans, overview, people, products
from db.command import writes
from db.connection import Register
from db.errors import Rejected, Why
from db.loans import Return

TODAY = "2026-06-20"
MONTHS = ("2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
GROUPS = ("Gang", "Senger", "")


@pytest.fixture
def register(tmp_path):
    opened = Register.create(tmp_path / "figures.hverdag")
    yield opened
    opened.close()


class Year:
    """Some months of work at random, and a ledger of its own of what was done."""

    def __init__(self, register, seed):
        self.register, self.chance, self.day = register, random.Random(seed), date(2026, 2, 3)
        self.moves, self.stays, self.undone = {}, {}, {}
        self.in_cleaning, self.group = {}, {}
        self.products = [self.run(products.add_product, name=f"Ting {at}", group_name=name)[0]
                         for at, name in enumerate(GROUPS)]  # fmt: skip
        self.goods, _ = self.run(products.add_product, name="Krykker", group_name="Gang", tracking="quantity")
        self.run(products.move_stock, product_id=self.goods, kind="in", quantity=500)
        self.borrower, self.began = self.run(people.add_person, last_name="Nordmann")

    def run(self, act, /, today=None, **named):
        receipt = command.run(self.register, act, staff="Jon", today=today or self.day.isoformat(), **named)
        return receipt.result, receipt.op_seq

    def live(self, until):
        steps = (self.buy, self.buy, self.lend, self.lend, self.lend, self.give_back, self.extend, self.clean,
                 self.retire, self.find, self.swap, self.lend_goods, self.undo, self.redo)  # fmt: skip
        while self.day < until:
            self.chance.choice(steps)()
            self.day += timedelta(days=self.chance.choice((0, 0, 1, 1, 2)))
        self.day = until

    def past(self):
        """A day up to a week back, as people register what they forgot."""
        return (self.day - timedelta(days=self.chance.choice((0, 0, 0, 1, 3, 7)))).isoformat()

    def items(self, *states):
        marks = ",".join(f"'{state}'" for state in states)
        found = [row[0] for row in self.register.rows(f"SELECT item_id FROM item WHERE state IN ({marks})")]
        return self.chance.sample(found, min(len(found), self.chance.randint(1, 3)))

    def lines(self):
        found = self.register.rows("SELECT * FROM loan_line WHERE end_reason IS NULL")
        return self.chance.sample(found, min(len(found), self.chance.randint(1, 3)))

    def buy(self):
        product = self.chance.choice(self.products)
        numbers = [f"N{self.chance.getrandbits(60)}" for _ in range(self.chance.randint(1, 4))]
        made, seq = self.run(equipment.add_items, numbers=numbers, product_id=product)
        self.moves[seq] = [(item, self.day.isoformat(), 1) for item in made]
        self.group |= {item: GROUPS[self.products.index(product)] for item in made}

    def lend(self):
        due = (self.day + timedelta(days=self.chance.choice((3, 20, 60)))).isoformat()
        self.attempt(loans.lend, item_ids=self.items("available"), person_id=self.borrower,
                     due_on=self.chance.choice((due, due, None)), out_on=self.past())  # fmt: skip

    def lend_goods(self):
        self.attempt(loans.lend, goods={self.goods: self.chance.randint(1, 3)}, person_id=self.borrower, due_on=None)

    def give_back(self):
        how = self.chance.choice(("clean", "dirty", "dirty", "damaged"))
        self.attempt(loans.take_back, returns=[Return(row["line_id"], how) for row in self.lines()], on_day=self.past())

    def extend(self):
        due = self.chance.choice((None, (self.day + timedelta(days=30)).isoformat()))
        self.attempt(loans.extend, line_ids=[row["line_id"] for row in self.lines()], due_on=due)

    def swap(self):
        for row, item in zip(self.lines()[:1], self.items("available")[:1], strict=False):
            self.attempt(loans.swap, line_id=row["line_id"], item_id=item)

    def clean(self):
        self.attempt(equipment.act, item_ids=self.items("cleaning"), act="cleaned", on_day=self.past())

    def retire(self):
        day, copies = self.past(), self.items("available", "repair", "cleaning")
        seq = self.attempt(equipment.act, item_ids=copies, act="retired", reason="worn", on_day=day)
        if seq:
            self.moves[seq] = [(item, day, -1) for item in copies]

    def find(self):
        day, copies = self.day.isoformat(), self.items("retired")
        seq = self.attempt(equipment.act, item_ids=copies, act="found", on_day=day)
        if seq:
            self.moves[seq] = [(item, day, 1) for item in copies]

    def attempt(self, act, /, **named):
        """The operation's number; None where the rules turned it down."""
        try:
            return self.run(act, **named)[1]
        except Rejected:
            return None

    def undo(self):
        last = history.last(self.register)
        if last["seq"] <= self.began:
            return
        try:
            history.undo_last(self.register, staff="Jon", today=self.day.isoformat())
        except Rejected:
            return
        self.undone[last["seq"]] = self.moves.pop(last["seq"], None)

    def redo(self):
        last = history.last_undone(self.register)
        try:
            history.redo_last(self.register, staff="Jon", today=self.day.isoformat())
        except Rejected:
            return
        back = self.undone.pop(last["reverses"])
        if back:
            self.moves[last["reverses"]] = back

    def stood(self, day):
        """item → whether it was in the stock at the end of the day, by the ledger."""
        there = {}
        for item, on, sign in self.ordered():
            if on <= day:
                there[item] = sign > 0
        return there

    def ordered(self):
        """The moves by day; none is earlier than the one that was registered before it for the same copy."""
        moves, latest = [], {}
        for _seq, entries in sorted(self.moves.items()):
            for item, on, sign in entries:
                latest[item] = max(on, latest.get(item, ""))
                moves.append((item, latest[item], sign))
        return sorted(moves, key=lambda move: move[1])


@pytest.fixture(scope="module", params=range(6))
def year(tmp_path_factory, request):
    """The months of one seed; the tests read them only."""
    register = Register.create(tmp_path_factory.mktemp("year") / "figures.hverdag")
    made = Year(register, request.param)
    made.live(until=date.fromisoformat(TODAY))
    yield made
    register.close()


def last_day(month):
    return min((date.fromisoformat(overview.month_after(month) + "-01") - timedelta(days=1)).isoformat(), TODAY)


def dumped(register):
    """All lines with their groups, and extensions by line, as plain dictionaries."""
    lines = [dict(row) for row in register.rows("SELECT * FROM loan_line")]
    products = {row["product_id"]: row["group_name"] for row in register.rows("SELECT * FROM product")}
    items = {row["item_id"]: row["product_id"] for row in register.rows("SELECT * FROM item")}
    for line in lines:
        line["group"] = products[line["product_id"] or items[line["item_id"]]]
    extensions = {}
    for row in register.rows("SELECT * FROM extension ORDER BY extension_id"):
        extensions.setdefault(row["line_id"], []).append(dict(row))
    return lines, extensions


def due_at(line, extensions, day):
    """The due day of a line as it was when the day ended."""
    due = line["original_due_on"] if line["swapped_from"] is None else line["due_on"]
    made = extensions.get(line["line_id"], [])
    if line["swapped_from"] is not None and made:
        due = made[0]["old_due_on"]
    for row in made:
        if row["made_on"] <= day:
            due = row["new_due_on"]
    return due


def test_lines_are_counted_as_by_hand(year):
    lines, extensions = dumped(year.register)
    seen = Counter()
    for month in MONTHS:
        found, last = figures.month(year.register, month, today=TODAY), last_day(month)
        back = [line for line in lines if line["ended_on"] and line["ended_on"][:7] == month]
        still = [line for line in lines if line["out_on"] <= last < (line["ended_on"] or "9999")]
        late = [line for line in still if (due_at(line, extensions, last) or "9999") < last]
        lengths = [(date.fromisoformat(line["ended_on"]) - date.fromisoformat(line["out_on"])).days for line in back]
        assert sorted(found.loans) == [line["line_id"] for line in lines if line["out_on"][:7] == month]
        assert sorted(found.returns) == [line["line_id"] for line in back]
        assert sorted(found.open) == [line["line_id"] for line in still]
        assert sorted(found.overdue) == [line["line_id"] for line in late]
        made = [row for rows in extensions.values() for row in rows if row["made_on"][:7] == month]
        assert sorted(found.extended) == sorted(row["line_id"] for row in made)
        assert found.loan_days == (statistics.median(lengths) if lengths else None)
        assert found.lines_hold
        seen.update(loans=len(found.loans), returns=len(back), late=len(late), extended=len(made))
        by_group = {group.name: group for group in found.groups}
        for name, count in Counter(line["group"] for line in still).items():
            assert by_group[name].open == count
    assert min(seen.values()) > 0, f"the register must have some of each: {seen}"


def test_the_stock_follows_the_ledger_and_its_equation(year):
    moved = Counter()
    for month in MONTHS:
        found = figures.month(year.register, month, today=TODAY)
        before = (date.fromisoformat(f"{month}-01") - timedelta(days=1)).isoformat()
        assert found.stock_open == {item for item, there in year.stood(before).items() if there}
        assert found.stock_close == {item for item, there in year.stood(last_day(month)).items() if there}
        own = [(item, on, sign) for item, on, sign in year.ordered() if on[:7] == month]
        assert Counter((move.item_id, move.on_day) for move in found.came) == Counter(
            (item, on) for item, on, sign in own if sign > 0)  # fmt: skip
        assert Counter((move.item_id, move.on_day) for move in found.left) == Counter(
            (item, on) for item, on, sign in own if sign < 0)  # fmt: skip
        assert found.stock_holds
        assert sum(group.stock_close for group in found.groups) == len(found.stock_close)
        moved.update(came=len(found.came), left=len(found.left))
    assert min(moved.values()) > 0, moved


def test_the_twelve_months_are_those_of_each_month_alone(year):
    counts = {month.month: month for month in figures.month(year.register, "2026-06", today=TODAY).series}
    assert len(counts) == 12
    for month in MONTHS:
        found = figures.month(year.register, month, today=TODAY)
        assert (counts[month].loans, counts[month].returns) == (len(found.loans), len(found.returns))
    assert counts == {month.month: month for month in overview.series(year.register, today=TODAY)}


def test_key_figures_agree_with_the_lists_they_lead_to(year):
    found = overview.overview(year.register, today=TODAY)
    assert found.overdue == len(loan_lines.ids(year.register, today=TODAY, chip="overdue"))
    chips = equipment.item_chips(year.register, today=TODAY)
    assert (found.lent, found.copies, found.cleaning) == (chips.get("lent", 0), chips["all"], chips.get("cleaning", 0))
    rows = overview.follow_up(year.register, today=TODAY, limit=10_000)
    assert len(rows) == found.to_follow_up > 0
    late = [row["days"] for row in rows if row["kind"] == "overdue"]
    assert late == sorted(late, reverse=True)
    assert late[0] == found.oldest_days
    assert overview.follow_up(year.register, today=TODAY, limit=3) == rows[:3]


def lent_and_back(register, out, back, cleaned):
    """One copy that was out, came back dirty and was cleaned on the given days; returns its item_id."""

    def run(act, today, /, **named):
        return command.run(register, act, staff="Jon", today=today, **named).result

    product = run(products.add_product, out, name="Rullator", group_name="Gang")
    [item] = run(equipment.add_items, out, numbers=["H-1"], product_id=product)
    person = run(people.add_person, out, last_name="Nordmann")
    run(loans.lend, out, item_ids=[item], person_id=person, due_on=None)
    run(loans.take_back, back, returns=[Return(1)])
    run(equipment.act, cleaned, item_ids=[item], act="cleaned")
    return item


def test_days_in_cleaning_run_from_the_return_to_the_cleaning(register):
    item = lent_and_back(register, "2026-03-01", "2026-03-28", "2026-04-06")
    found = figures.month(register, "2026-04", today=TODAY)
    assert [(stay.item_id, stay.from_on, stay.until_on, stay.days) for stay in found.cleaned] == [
        (item, "2026-03-28", "2026-04-06", 9)]  # fmt: skip
    assert found.cleaning_days == found.groups[0].cleaning_days == 9
    assert figures.month(register, "2026-03", today=TODAY).cleaning_days is None


def test_a_copy_cleaned_on_the_day_it_came_back_waited_no_day(register):
    lent_and_back(register, "2026-04-01", "2026-04-06", "2026-04-06")
    assert figures.month(register, "2026-04", today=TODAY).cleaning_days == 0


def test_an_undone_cleaning_has_not_been(register):
    lent_and_back(register, "2026-04-01", "2026-04-03", "2026-04-06")
    history.undo_last(register, staff="Jon", today="2026-04-07")
    assert figures.month(register, "2026-04", today=TODAY).cleaned == ()


def test_copies_registered_as_retired_never_came(register):
    @writes("item")
    def taken_over(tx, product_id):
        """An old list with what was thrown away long ago."""
        names = ("number", "number_key", "number_sort", "search_key", "product_id", "state", "state_on",
                 "retired_reason")  # fmt: skip
        rows = [("1", "1", "1", "1", product_id, "retired", "2019-01-01", "worn"),
                ("2", "2", "2", "2", product_id, "available", "2026-05-05", None)]  # fmt: skip
        tx.insert_many("item", names, rows)

    product = command.run(register, products.add_product, staff="", today="2026-05-01", name="Rullator").result
    command.run(register, taken_over, staff="", today="2026-05-05", product_id=product)
    found = figures.month(register, "2026-05", today=TODAY)
    assert [move.item_id for move in found.came] == [2]
    assert (found.stock_open, found.stock_close) == (frozenset(), {2})
    command.run(register, equipment.act, staff="", today="2026-06-02", item_ids=[1], act="found")
    later = figures.month(register, "2026-06", today=TODAY)
    assert ([move.item_id for move in later.came], later.stock_close) == ([1], {1, 2})
    assert figures.month(register, "2026-05", today=TODAY) == found, "what came later changes no earlier month"


def test_a_state_that_no_operation_made_breaks_the_equation(register):
    item = lent_and_back(register, "2026-03-01", "2026-03-28", "2026-04-06")
    command.run(register, equipment.act, staff="", today="2026-04-10", item_ids=[item], act="retired", reason="worn")
    assert figures.month(register, "2026-04", today=TODAY).stock_holds
    register.conn.execute("UPDATE item SET state = 'available', retired_reason = NULL")
    assert not figures.month(register, "2026-04", today=TODAY).stock_holds


def test_a_running_month_counts_up_to_today(register):
    lent_and_back(register, "2026-04-01", "2026-04-03", "2026-04-06")
    assert figures.month(register, "2026-04", today="2026-04-02").last == "2026-04-02"
    assert figures.month(register, "2026-04", today="2026-04-02").complete is False
    assert figures.month(register, "2026-04", today="2026-05-01").complete is True


@pytest.mark.parametrize(
    ("month", "why"),
    [("2026-07", Why.DAY_IN_FUTURE), ("2026-13", Why.NOT_A_DAY), ("oktober", Why.NOT_A_DAY), ("2026-1", Why.NOT_A_DAY)],
)
def test_a_month_that_is_none_is_turned_down(register, month, why):
    with pytest.raises(Rejected) as fault:
        figures.month(register, month, today=TODAY)
    assert fault.value.why == why


def test_a_line_registered_by_mistake_has_never_been(register):
    lent_and_back(register, "2026-04-01", "2026-04-03", "2026-04-06")
    before = figures.month(register, "2026-04", today=TODAY)
    assert (len(before.loans), len(before.returns), before.series[-1].loans, before.series[-1].returns) == (1, 1, 1, 1)
    register.conn.execute("UPDATE loan_line SET end_reason = 'mistake'")
    after = figures.month(register, "2026-04", today=TODAY)
    assert (after.loans, after.returns, after.other_ends, after.open) == ((), (), (), ())
    assert (after.series[-1].loans, after.series[-1].returns) == (0, 0)
    assert after.lines_hold


def test_a_loan_that_came_back_on_an_unknown_day_is_over(register):
    lent_and_back(register, "2026-04-01", "2026-04-03", "2026-04-06")
    register.conn.execute("UPDATE loan_line SET ended_on = NULL")
    found = figures.month(register, "2026-04", today=TODAY)
    assert (len(found.loans), found.returns, found.open, found.ended_unknown) == (1, (), (), 1)
    assert found.lines_hold
