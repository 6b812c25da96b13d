"""Any order of asking, cancelling, packing, lending, returning and undoing keeps what is available right."""

import shutil
import tempfile
from pathlib import Path

from filled import TODAY, fill
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from db import check, equipment, errors, history, loans, people, requests
from db.connection import Register

COPIES = 4
DAYS = [f"2026-{month}-{day:02}" for month, day in ((11, 23), (11, 30), (12, 7), (12, 24))]
copies, days, whoms = st.integers(0, COPIES - 1), st.sampled_from(DAYS), st.integers(0, 1)


class Asking(RuleBasedStateMachine):
    """The register, and a recount of it by other means: Python over the plain rows."""

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp(prefix="hverdag-"))
        register = Register.create(self.folder / "lager.hverdag")
        register.conn.execute("PRAGMA synchronous=OFF")  # the rules are tried here, not the disk
        self.depot = fill(register, COPIES)
        self.chair = equipment.item(register, self.depot.items[0])["product_id"]
        other = self.depot.do(people.add_person, first_name="Ola", last_name="Vik")
        self.people = [self.depot.person, other]
        self.filled = history.latest(register)

    def teardown(self):
        if hasattr(self, "depot"):
            assert check.problems(self.depot.register) == []
            self.depot.register.close()
            shutil.rmtree(self.folder)

    def do(self, command, /, **arguments):
        """Carry out a command; None where the rules refuse it."""
        try:
            return self.depot.do(command, **arguments)
        except errors.Rejected:
            return None

    def rows(self, table: str) -> list[dict]:
        return [dict(row) for row in self.depot.register.rows(f"SELECT * FROM {table}")]

    def open_requests(self) -> list[dict]:
        return [row for row in self.rows("request") if row["outcome"] is None]

    @rule(who=whoms, wanted=days, urgent=st.booleans(), span=st.sampled_from([None, "2027-01-15"]))
    def ask(self, who, wanted, urgent, span):
        urgency = "decline" if urgent else "ordinary"
        self.do(requests.add_request, product_id=self.chair, person_id=self.people[who], wanted_on=wanted,
                until_on=span, urgency=urgency)  # fmt: skip

    @rule(which=st.integers(0, 9))
    def cancel(self, which):
        found = self.open_requests()
        if found:
            ref = found[which % len(found)]["request_id"]
            self.do(requests.cancel_requests, request_ids=[ref], reason="Trengs ikke")

    @rule(which=st.integers(0, 9), copy=copies, reason=st.sampled_from(["", "Haster"]))
    def pack(self, which, copy, reason):
        found = self.open_requests()
        if found:
            ref = found[which % len(found)]["request_id"]
            self.do(requests.pack, request_id=ref, item_id=self.depot.items[copy], reason=reason)

    @rule(which=st.integers(0, 9))
    def unpack(self, which):
        found = self.open_requests()
        if found:
            self.do(requests.unpack, request_ids=[found[which % len(found)]["request_id"]])

    @rule(taken=st.lists(copies, min_size=1, max_size=2, unique=True), who=whoms, due=st.sampled_from([None, *DAYS]),
          reason=st.sampled_from(["", "Falt i natt"]), own=st.booleans())  # fmt: skip
    def lend(self, taken, who, due, reason, own):
        """Nothing leaves freely that somebody waits for, as Python counts it beforehand."""
        items = [self.depot.items[copy] for copy in taken]
        before, shelf = self.open_requests(), self.rows("item")
        agreement = self.do(
            loans.lend, item_ids=items, person_id=self.people[who], due_on=due,
            out_reasons=dict.fromkeys(items, reason) if reason else {}, fills={} if own else dict.fromkeys(items),
        )  # fmt: skip
        if agreement is not None:
            self.judge(items, due, before, shelf)

    def judge(self, items: list[int], due: str | None, before: list[dict], shelf: list[dict]) -> None:
        lines = {row["item_id"]: row for row in self.rows("loan_line") if row["end_reason"] is None}
        new = [lines[item] for item in items]
        filled = {row["request_id"] for row in new} - {None}
        free = [row for row in new if row["request_id"] is None and not row["out_reason"]]
        waiting = [row for row in before if row["item_id"] is None and row["request_id"] not in filled
                   and (due is None or row["wanted_on"] < due)]  # fmt: skip
        left = [row for row in shelf if row["state"] == "available" and row["item_id"] not in items]
        taken_with_reason = [row for row in new if row["request_id"] is None and row["out_reason"]]
        if free and not taken_with_reason:
            assert len(waiting) <= len(left)
        packed = {row["item_id"]: row["request_id"] for row in before if row["item_id"] is not None}
        for row in new:
            assert packed.get(row["item_id"], row["request_id"]) == row["request_id"]

    @rule(copy=copies)
    def take_back(self, copy):
        if self.depot.state(copy) == "lent":
            self.do(loans.take_back, returns=[loans.Return(self.depot.line(copy), "clean")])

    @rule()
    def undo(self):
        last = history.last(self.depot.register)
        if last is not None and last["seq"] > self.filled:
            history.undo_last(self.depot.register, staff="Jon", today=TODAY)

    @invariant()
    def available_is_as_an_independent_recount_says(self):
        if not hasattr(self, "depot"):
            return
        found = {row["product_id"]: row for row in requests.available_per_product(self.depot.register, today=TODAY)}
        states = [row["state"] for row in self.rows("item") if row["product_id"] == self.chair]
        asked = sum(row["item_id"] is None for row in self.open_requests())
        free, row = states.count("available"), found[self.chair]
        due = [line["due_on"] for line in self.rows("loan_line") if line["end_reason"] is None and line["item_id"]]
        coming = sum(TODAY <= day < "2026-12-06" for day in due if day)
        told = [row[key] for key in ("free", "packed", "reserved", "available", "waiting", "coming")]
        assert told == [free, states.count("packed"), asked, max(free - asked, 0), max(asked - free, 0), coming]
        held = {row["item_id"] for row in self.open_requests() if row["item_id"]}
        assert len(held) == states.count("packed")


Asking.TestCase.settings = settings(max_examples=8, stateful_step_count=16, deadline=None)
TestAsking = Asking.TestCase
