"""The figures of a month counted again from raw rows in plain Python, with nothing of db/figures*."""

import json
import statistics
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

BACK = ("returned", "swapped")
IDLE_DAYS = 180


def days(earlier, later):
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def middle(values):
    return statistics.median(values) if values else None


class Recount:
    """A register's rows, read whole; `figures` counts a month up to and with `last`, of one group or of all."""

    def __init__(self, register, month, last):
        self.month, self.last = month, last
        self.before = (date.fromisoformat(f"{month}-01") - timedelta(days=1)).isoformat()
        tables = ("op", "change", "item", "product", "loan_line", "extension", "request", "service_case")
        self.rows = {name: [dict(row) for row in register.rows(f"SELECT * FROM {name}")] for name in tables}
        self.group_of = {row["product_id"]: row["group_name"] for row in self.rows["product"]}
        self.items = {row["item_id"]: row for row in self.rows["item"]}
        self.lines = [line for line in self.rows["loan_line"] if line["end_reason"] != "mistake"]
        self.by_request = {line["request_id"]: line for line in self.lines if line["request_id"]}
        self.registered, self.stories = self.told()

    # what has been and was not undone

    def told(self):
        """item → day it was registered, and item → [(day, state, why retired)] from then on, in order."""
        undone = {op["reverses"] for op in self.rows["op"] if op["reverses"]}
        undone -= {op["reverses"] for op in self.rows["op"] if op["seq"] in undone}
        standing = {op["seq"]: op["on_day"] for op in self.rows["op"] if not op["reverses"] and op["seq"] not in undone}
        registered, turns = {}, defaultdict(list)
        for change in sorted(self.rows["change"], key=lambda row: row["change_id"]):
            if change["kind"] != "item" or change["op_seq"] not in standing or change["ref_id"] not in self.items:
                continue
            on = standing[change["op_seq"]]
            if change["action"] == "insert":
                registered[change["ref_id"]] = on
            elif "state" in json.loads(change["before"]):
                turns[change["ref_id"]].append((on, json.loads(change["before"]), json.loads(change["after"])))
        return registered, {item: self.story(item, on, turns[item]) for item, on in registered.items()}

    def story(self, item, registered, turns):
        now = self.items[item]
        first = turns[0][1] if turns else now
        found = [(registered, first["state"], first.get("retired_reason"))]
        for on, _before, after in turns:
            found.append((max(on, found[-1][0]), after["state"], after.get("retired_reason")))
        assert found[-1][1] == now["state"], "what was told ends in what is"
        return found

    def state(self, item, day):
        """(state, why retired) when the day was over; None before it was registered."""
        until = [(state, reason) for on, state, reason in self.stories[item] if on <= day]
        return until[-1] if until else None

    def stands(self, item, day):
        stood = self.state(item, day)
        return stood is not None and stood[0] != "retired"

    # one by one

    def within(self, day):
        return bool(day) and day[:7] == self.month and day <= self.last

    def of(self, group):
        """The copies and the lines of a group, or all."""
        copies = [i for i, row in self.items.items() if group is None or self.group_of[row["product_id"]] == group]
        lines = [line for line in self.lines if group is None or self.line_group(line) == group]
        return copies, lines

    def line_group(self, line):
        return self.group_of[line["product_id"] or self.items[line["item_id"]]["product_id"]]

    def out_then(self, line, day):
        unknown = line["end_reason"] and not line["ended_on"]
        return line["out_on"] <= day < (line["ended_on"] or "9999") and not unknown

    def due_then(self, line, day):
        """The due day as it was when the day was over."""
        made = sorted((x for x in self.rows["extension"] if x["line_id"] == line["line_id"]),
                      key=lambda row: row["extension_id"])  # fmt: skip
        due = made[0]["old_due_on"] if made else line["due_on"]
        for row in made:
            due = row["new_due_on"] if row["made_on"] <= day else due
        return due

    def figures(self, group=None):
        """Every figure of the month by the name it has in the program."""
        copies, lines = self.of(group)
        return self.lending(lines) | self.stock(copies) | self.requests(group) | self.use(copies, lines)

    def lending(self, lines):
        still = [line for line in lines if self.out_then(line, self.last)]
        back = [line for line in lines if self.within(line["ended_on"]) and line["end_reason"] in BACK]
        known = {line["line_id"] for line in lines}
        return {
            "loans": sum(self.within(line["out_on"]) for line in lines),
            "returns": len(back),
            "other_ends": sum(self.within(x["ended_on"]) and x["end_reason"] not in BACK for x in lines),
            "open": len(still),
            "overdue": sum((self.due_then(line, self.last) or "9999") < self.last for line in still),
            "extended": sum(self.within(x["made_on"]) and x["line_id"] in known for x in self.rows["extension"]),
            "loan_days": middle([days(line["out_on"], line["ended_on"]) for line in back]),
            "value_out": sum(self.price(line["item_id"]) for line in still if line["item_id"]),
        }

    def stock(self, copies):
        came = left = 0
        for item in copies:
            stood = [(on, state != "retired") for on, state, _reason in self.stories[item]]
            came += stood[0][1] and self.within(stood[0][0])
            came += sum(not was and now and self.within(on) for (_on, was), (on, now) in pairwise(stood))
            left += sum(was and not now and self.within(on) for (_on, was), (on, now) in pairwise(stood))
        return {
            "stock_open": sum(self.stands(item, self.before) for item in copies),
            "came": came,
            "left": left,
            "stock_close": sum(self.stands(item, self.last) for item in copies),
        }

    def requests(self, group):
        asked = [r for r in self.rows["request"] if group is None or self.group_of[r["product_id"]] == group]
        met = [(r, self.by_request[r["request_id"]]) for r in asked if r["request_id"] in self.by_request]
        waits = [(r["urgency"] == "ordinary", days(r["asked_on"], line["out_on"])) for r, line in met
                 if self.within(line["out_on"])]  # fmt: skip
        return {
            "asked": sum(self.within(r["asked_on"]) for r in asked),
            "delivered": len(waits),
            "waiting": sum(r["asked_on"] <= self.last < (r["closed_on"] or "9999") for r in asked),
            "delivery_days": middle([wait for _ordinary, wait in waits]),
            "ordinary_days": middle([wait for ordinary, wait in waits if ordinary]),
            "urgent_days": middle([wait for ordinary, wait in waits if not ordinary]),
            "delivery_longest": max((wait for _ordinary, wait in waits), default=None),
        }

    def use(self, copies, lines):
        there = [item for item in copies if self.stands(item, self.last)]
        year = [line for line in lines if line["item_id"] in there and self.last_year(line["out_on"])]
        lost = [item for item in copies if self.gone(item, self.last) and not self.gone(item, self.before)]
        stays = [stay for item in copies for stay in self.cleanings(item, self.month)]
        repairs = [case for case in self.rows["service_case"] if case["kind"] == "repair"
                   and case["item_id"] in copies and self.within(case["closed_on"])]  # fmt: skip
        return {
            "cleaning_days": middle(stays),
            "cleaning_longest": max(stays, default=None),
            "year_loans": len(year),
            "loans_per_copy": round(len(year) / len(there), 2) if there else None,
            "idle": sum(self.idle(item) for item in there),
            "lost": len(lost),
            "lost_value": sum(self.price(item) for item in lost),
            "repairs": len(repairs),
            "repair_cost": sum(case["cost_ore"] or 0 for case in repairs),
        }

    def last_year(self, day):
        first = f"{int(self.month[:4]) - (self.month[5:] != '12')}-{int(self.month[5:]) % 12 + 1:02}-01"
        return first <= day <= self.last

    def idle(self, item):
        limit = (date.fromisoformat(self.last) - timedelta(days=IDLE_DAYS)).isoformat()
        was_out = any(line["item_id"] == item and line["out_on"] <= self.last
                      and ((line["ended_on"] or "9999" if line["ended_on"] or not line["end_reason"] else "") >= limit
                           or line["out_on"] >= limit)
                      for line in self.lines)  # fmt: skip
        return self.state(item, self.last) == ("available", None) and not was_out and self.registered[item] < limit

    def gone(self, item, day):
        stood = self.state(item, day) or self.stories[item][0][1:]
        return stood[0] == "missing" or stood == ("retired", "lost")

    def cleanings(self, item, month):
        """How many days each stay of a copy in cleaning took, of those that ended in a month."""
        turns = [(on, state) for on, state, _reason in self.stories[item]]
        return [days(on, until) for (on, state), (until, _next) in pairwise(turns)
                if state == "cleaning" and until[:7] == month and until <= self.last]  # fmt: skip

    def price(self, item):
        return self.items[item]["price_ore"] or 0

    def by_month(self, month):
        """What the sheet of twelve months says of one of them."""
        waits = [(r["urgency"] == "ordinary", days(r["asked_on"], self.by_request[r["request_id"]]["out_on"]))
                 for r in self.rows["request"] if r["request_id"] in self.by_request
                 and self.by_request[r["request_id"]]["out_on"][:7] == month]  # fmt: skip
        return {
            "loans": sum(line["out_on"][:7] == month for line in self.lines),
            "returns": sum((x["ended_on"] or "")[:7] == month and x["end_reason"] in BACK for x in self.lines),
            "ordinary_days": middle([wait for ordinary, wait in waits if ordinary]),
            "urgent_days": middle([wait for ordinary, wait in waits if not ordinary]),
            "cleaning_days": middle([stay for item in self.items for stay in self.cleanings(item, month)]),
        }
