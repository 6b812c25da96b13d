"""Any order of lending, returning, extending, swapping, losing, acting, undoing and redoing keeps the register right."""

import shutil
import tempfile
from copy import deepcopy
from pathlib import Path

import pytest
from filled import TODAY, fill
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bench.rewind import rewind
from db import check, equipment, errors, history, loan_lines, loans, products, service
from db.connection import Register
from db.errors import Why

copies = st.integers(0, 5)
days = st.integers(1, 28).map(lambda day: f"2026-12-{day:02}")
FITTING = {
    "cleaned": {"cleaning", "control", "new"},
    "repaired": {"repair"},
    "missing": {"available", "cleaning", "repair", "blocked"},
    "found": {"missing", "retired"},
    "released": {"blocked"},
    "retired": {"available", "cleaning", "repair", "blocked", "missing"},
}
LEADS_TO = {"cleaned": "available", "repaired": "available", "missing": "missing", "found": "cleaning",
            "released": "available", "retired": "retired"}  # fmt: skip


class Lending(RuleBasedStateMachine):
    """The register beside a small model: the state and due day of each copy, and goods on the shelf.

    `past` holds the model before each command that can be undone; `undone` what a redo brings back.
    """

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp(prefix="hverdag-"))
        register = Register.create(self.folder / "lager.hverdag")
        register.conn.execute("PRAGMA synchronous=OFF")  # the rules are tried here, not the disk
        self.depot = fill(register)
        self.model = {
            "state": ["available"] * 6,
            "due": [None] * 6,
            "shelf": 20,
            "out": {},
            "repair": [False] * 6,
            "infectious": [False] * 6,
        }
        self.past, self.undone = [], []

    def teardown(self):
        if hasattr(self, "depot"):
            self.depot.register.close()
            shutil.rmtree(self.folder)

    def do(self, expected: Why | None, command, /, **arguments):
        """Carry out a command; what it must answer is known beforehand."""
        if expected is None:
            before = deepcopy(self.model)
            result = self.depot.do(command, **arguments)
            self.past.append(before)
            self.undone.clear()
            return result
        with pytest.raises(errors.Rejected) as told:
            self.depot.do(command, **arguments)
        assert told.value.why is expected
        return None

    @rule(chosen=st.lists(copies, min_size=1, max_size=3), due=st.one_of(st.none(), days))
    def lend(self, chosen, due):
        states = [self.model["state"][copy] for copy in chosen]
        expected = None
        if len(set(chosen)) < len(chosen):
            expected = Why.SAME_ITEM_TWICE
        elif bad := [state for state in states if state != "available"]:
            expected = Why.LENT_ALREADY if bad[0] == "lent" else Why.NOT_LENDABLE
        self.do(expected, loans.lend, item_ids=[self.depot.items[copy] for copy in chosen],
                person_id=self.depot.person, due_on=due)  # fmt: skip
        if expected is None:
            for copy in chosen:
                self.model["state"][copy], self.model["due"][copy] = "lent", due

    @rule(quantity=st.integers(1, 15))
    def lend_goods(self, quantity):
        expected = Why.TOO_FEW_IN_STOCK if quantity > self.model["shelf"] else None
        made = self.do(expected, loans.lend, goods={self.depot.goods: quantity}, unit_id=self.depot.unit, due_on=None)
        if made:
            line = loan_lines.of_agreement(self.depot.register, made, today=TODAY)[0]["line_id"]
            self.model["shelf"] -= quantity
            self.model["out"][line] = quantity

    @rule(data=st.data(), quantity=st.integers(1, 15))
    def take_goods_back(self, data, quantity):
        if not self.model["out"]:
            return
        line = data.draw(st.sampled_from(sorted(self.model["out"])))
        expected = Why.MORE_THAN_LENT if quantity > self.model["out"][line] else None
        self.do(expected, loans.take_back, returns=[loans.Return(line, "clean", quantity=quantity)])
        if expected is None:
            self.model["shelf"] += quantity
            self.model["out"][line] -= quantity
            if not self.model["out"][line]:
                del self.model["out"][line]

    @rule(data=st.data(), quantity=st.integers(1, 9))
    def lose_goods(self, data, quantity):
        """Some of the goods are gone at the borrower's: the shelf stays, and the line has fewer out."""
        if not self.model["out"]:
            return
        line = data.draw(st.sampled_from(sorted(self.model["out"])))
        expected = Why.MORE_THAN_LENT if quantity > self.model["out"][line] else None
        self.do(expected, loans.lose, line_ids=[line], quantities={line: quantity})
        if expected is None:
            self.model["out"][line] -= quantity
            if not self.model["out"][line]:
                del self.model["out"][line]

    @rule(copy=copies, condition=st.sampled_from(sorted(loans.AFTER_RETURN)))
    def take_back(self, copy, condition):
        if self.model["state"][copy] == "lent":
            self.do(None, loans.take_back, returns=[loans.Return(self.depot.line(copy), condition)])
            self.model["repair"][copy] |= condition == "damaged"
            self.model["infectious"][copy] |= condition == "infectious"
            self.model["state"][copy] = self.where_to(copy, loans.AFTER_RETURN[condition])
            self.model["due"][copy] = None

    def where_to(self, copy, wanted):
        """The state a copy gets once its open cases have had their say."""
        if self.model["infectious"][copy] and wanted in ("available", "cleaning"):
            return "blocked"
        return "repair" if self.model["repair"][copy] and wanted == "available" else wanted

    @rule(copy=copies, due=days)
    def extend(self, copy, due):
        if self.model["state"][copy] == "lent":
            expected = Why.SAME_DUE_DAY if due == self.model["due"][copy] else None
            self.do(expected, loans.extend, line_ids=[self.depot.line(copy)], due_on=due)
            self.model["due"][copy] = due

    @rule(copy=copies, other=copies)
    def swap(self, copy, other):
        state = self.model["state"]
        if state[copy] != "lent" or copy == other:
            return
        expected = {"available": None, "lent": Why.LENT_ALREADY}.get(state[other], Why.NOT_LENDABLE)
        self.do(expected, loans.swap, line_id=self.depot.line(copy), item_id=self.depot.items[other])
        if expected is None:
            state[copy], state[other] = "cleaning", "lent"
            self.model["due"][other], self.model["due"][copy] = self.model["due"][copy], None

    @rule(copy=copies)
    def lose(self, copy):
        if self.model["state"][copy] == "lent":
            self.do(None, loans.lose, line_ids=[self.depot.line(copy)])
            self.model["state"][copy], self.model["due"][copy] = "missing", None

    @rule(chosen=st.lists(copies, min_size=1, max_size=2, unique=True), act=st.sampled_from(sorted(FITTING)))
    def act(self, chosen, act):
        fits = all(self.model["state"][copy] in FITTING[act] for copy in chosen)
        items = [self.depot.items[copy] for copy in chosen]
        expected = None if fits else Why.STATE_FORBIDS
        if act == "released" and (first := self.first_refused(chosen)) is not None:
            expected = first
        self.do(expected, equipment.act, item_ids=items, act=act, reason="worn")
        if expected is None:
            for copy in chosen:
                self.model["repair"][copy] &= act not in ("repaired", "retired")
                self.model["state"][copy] = self.where_to(copy, LEADS_TO[act])

    def first_refused(self, chosen):
        """Why the first of the copies that cannot be released so is refused."""
        for copy in chosen:
            if self.model["state"][copy] != "blocked":
                return Why.STATE_FORBIDS
            if self.model["infectious"][copy]:
                return Why.QUARANTINED
        return None

    @rule(copy=copies)
    def release(self, copy):
        expected = None if self.model["state"][copy] == "blocked" else Why.STATE_FORBIDS
        self.do(expected, service.release, item_ids=[self.depot.items[copy]], done_by="Berit Moe")
        if expected is None:
            self.model["infectious"][copy], self.model["state"][copy] = False, "cleaning"

    @rule(copy=copies)
    def clean(self, copy):
        expected = None if self.model["state"][copy] in FITTING["cleaned"] else Why.STATE_FORBIDS
        self.do(expected, service.clean, item_ids=[self.depot.items[copy]], method="machine")
        if expected is None:
            self.model["state"][copy] = self.where_to(copy, "available")

    @rule()
    def undo(self):
        if not self.past:
            return
        history.undo_last(self.depot.register, staff="Jon", today=TODAY)
        self.undone.append(self.model)
        self.model = self.past.pop()

    @rule()
    def redo(self):
        if not self.undone:
            with pytest.raises(errors.Rejected) as told:
                history.redo_last(self.depot.register, staff="Jon", today=TODAY)
            assert told.value.why is Why.NOTHING_TO_UNDO
            return
        history.redo_last(self.depot.register, staff="Jon", today=TODAY)
        self.past.append(self.model)
        self.model = self.undone.pop()

    @invariant()
    def the_register_is_as_the_model(self):
        if not hasattr(self, "depot"):
            return
        register = self.depot.register
        rows = {row["item_id"]: row for row in equipment.item_rows(register, self.depot.items)}
        assert [rows[item]["state"] for item in self.depot.items] == self.model["state"]
        assert [rows[item]["due_on"] for item in self.depot.items] == self.model["due"]
        assert products.stock(register, self.depot.goods) == self.model["shelf"]
        out = register.rows("SELECT line_id FROM loan_line WHERE product_id IS NOT NULL AND end_reason IS NULL")
        assert {row[0]: loan_lines.left_out(register, row[0]) for row in out} == self.model["out"]

    @invariant()
    def nothing_is_wrong_in_the_file(self):
        if hasattr(self, "depot"):
            assert check.problems(self.depot.register) == []
            assert rewind(self.depot.register) == []


TestLending = Lending.TestCase
TestLending.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
