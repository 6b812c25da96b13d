"""The figures of stays counted again, slowly: one day after the other over raw rows, from the definitions alone."""

import statistics
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

TABLES = ("site", "stay_place", "earmark", "closure", "stay", "stay_segment", "stay_leave", "stay_pause", "quota",
          "population")  # fmt: skip
ONE = timedelta(days=1)


def as_date(text) -> Any:
    return date.fromisoformat(text) if text else None


def every_day(since, until):
    """The days from the first to the one before the last."""
    while since < until:
        yield since
        since += ONE


def middle(values):
    return statistics.median(values) if values else None


def average(values):
    return statistics.fmean(values) if values else None


def ratio(part, whole, times=100):
    return None if not whole or part is None else part / whole * times


class Reference:
    """A register's rows; `figures` walks through a period day by day."""

    def __init__(self, register, today):
        self.today = as_date(today)
        self.rows = {name: [dict(row) for row in register.rows(f"SELECT * FROM {name}")] for name in TABLES}
        self.sites = {row["site_id"]: row["kind"] for row in self.rows["site"]}
        self.places = {row["stay_place_id"]: row for row in self.rows["stay_place"]}
        self.stays = [row for row in self.rows["stay"] if row["form"] == "night"]
        self.where = {stay["stay_id"]: self.way(stay) for stay in self.stays}

    # one stay

    def way(self, stay):
        """day → (site, place) for every night of a stay, and the days it comes and goes."""
        parts = sorted((row for row in self.rows["stay_segment"] if row["stay_id"] == stay["stay_id"]),
                       key=lambda row: (row["from_on"], row["to_on"], row["stay_segment_id"]))  # fmt: skip
        if not parts:
            return {"nights": {}, "in": None, "out": None, "first": None, "last": None}
        nights = {}
        for row in parts:
            for night in every_day(as_date(row["from_on"]), as_date(row["to_on"])):
                assert night not in nights, "segments never overlap"
                nights[night] = (row["site_id"], row["stay_place_id"])
        out = as_date(parts[-1]["to_on"])
        if stay["state"] == "in":
            while out < self.today:  # still there: every night until today
                nights[out] = (parts[-1]["site_id"], parts[-1]["stay_place_id"])
                out += ONE
        return {"nights": nights, "in": as_date(parts[0]["from_on"]), "out": out,
                "first": parts[0]["site_id"], "last": parts[-1]["site_id"]}  # fmt: skip

    def came(self, stay):
        return stay["state"] in ("in", "discharged")

    def away(self, stay, night):
        """Whether the night is slept elsewhere with the place kept."""
        return any(as_date(row["from_on"]) <= night and (not row["to_on"] or night < as_date(row["to_on"]))
                   for row in self.rows["stay_leave"] if row["stay_id"] == stay["stay_id"])  # fmt: skip

    def length(self, stay):
        return sum(not self.away(stay, night) for night in self.where[stay["stay_id"]]["nights"])

    def waited(self, stay, start, end):
        """Days from one day to another on which nobody asked to wait."""
        pauses = [row for row in self.rows["stay_pause"] if row["stay_id"] == stay["stay_id"]]
        return sum(not any(as_date(p["from_on"]) <= day and (not p["to_on"] or day < as_date(p["to_on"])) for p in pauses)
                   for day in every_day(start, end))  # fmt: skip

    # one night

    def open_on(self, night, site):
        """(open places, those earmarked for rehab) of a site."""
        shut = [row for row in self.rows["closure"] if row["site_id"] == site
                and as_date(row["from_on"]) <= night and (not row["to_on"] or night < as_date(row["to_on"]))]  # fmt: skip
        left = []
        for place in self.rows["stay_place"]:
            there = as_date(place["valid_from"]) <= night and (
                not place["valid_to"] or night < as_date(place["valid_to"])
            )
            closed = any(row["stay_place_id"] == place["stay_place_id"] for row in shut)
            if place["site_id"] == site and place["kind"] == "night" and there and not closed:
                left.append(place["stay_place_id"])
        if any(row["stay_place_id"] is None and row["places"] is None for row in shut):
            return 0, 0
        unnamed = sum(row["places"] for row in shut if row["places"])
        open_places = len(left) - unnamed if len(left) > unnamed else 0
        rehab = len([key for key in left if "rehabilitation" in self.marks(key, night)])
        return open_places, rehab if rehab < open_places else open_places

    def marks(self, place, night):
        return {row["purpose"] for row in self.rows["earmark"] if row["stay_place_id"] == place
                and as_date(row["from_on"]) <= night and (not row["to_on"] or night < as_date(row["to_on"]))}  # fmt: skip

    def mark(self, place, night):
        if place is None:
            return "no_place"
        marks = sorted(self.marks(place, night))
        return marks[0] if len(marks) == 1 else "several" if marks else "none"

    # a period

    def figures(self, since, until, site_id=None):
        """Every figure by the name that the program gives it."""
        since, until = as_date(since), as_date(until)
        sites = [key for key, kind in self.sites.items() if kind == "ward"] if site_id is None else [site_id]
        nights = self.count_nights(since, until, sites)
        return nights | self.count_stays(since, until, sites, site_id, nights) | self.count_year(since, until, sites)

    def count_nights(self, since, until, sites):
        count, cells, cell_people, people = Counter(), Counter(), defaultdict(set), defaultdict(set)
        for night in every_day(since, until):
            opened = [self.open_on(night, site) for site in sites]
            ahead = night >= self.today
            count["open_ahead" if ahead else "open_nights"] += sum(one for one, _rehab in opened)
            count["days"] += not ahead
            count["rehab_open"] += 0 if ahead else sum(rehab for _one, rehab in opened)
            for stay in self.stays:
                site, place = self.where[stay["stay_id"]]["nights"].get(night, (None, None))
                who = stay["person_id"]
                if ahead and site in sites and stay["state"] in ("in", "planned"):
                    count["booked_nights"] += 1
                    people["booked"].add(who)
                if ahead or not self.came(stay) or site is None:
                    continue
                held = self.away(stay, night)
                if self.sites[site] == "external" and not held:
                    count["bought_nights"] += 1
                    people["bought"].add(who)
                if site not in sites:
                    continue
                count["held" if held else "nights"] += 1
                people["present"].add(who)
                if held:
                    people["held"].add(who)
                if place is None:
                    count["parked_nights"] += 1
                    people["parked"].add(who)
                elif self.places[place]["kind"] == "extra":
                    count["extra_nights"] += 1
                    people["extra"].add(who)
                cell = (self.mark(place, night), stay["purpose"])
                cells[cell] += 1
                cell_people[cell].add(who)
                if place is not None and "rehabilitation" in self.marks(place, night):
                    count["rehab_nights"] += 1
                    count["rehab_for_rehab"] += stay["purpose"] == "rehabilitation"
                    people["on_rehab"].add(who)
        occupied = count["nights"] + count["held"]
        return {name: count[name] for name in (
            "nights", "held", "extra_nights", "parked_nights", "booked_nights", "open_nights", "open_ahead", "days",
            "rehab_open", "bought_nights")} | {
            "belegg": ratio(occupied, count["open_nights"]),
            "forecast": ratio(occupied + count["booked_nights"], count["open_nights"] + count["open_ahead"])
            if count["open_ahead"] else None,
            "rehab_belegg": ratio(count["rehab_nights"], count["rehab_open"]),
            "rehab_share": ratio(count["rehab_for_rehab"], count["rehab_nights"]),
            "cells": dict(cells), "cell_people": {cell: len(who) for cell, who in cell_people.items()},
            "people": people,
        }  # fmt: skip

    def present(self, stay, since, until, sites):
        """A night in the period, or a whole stay of one day in it."""
        way = self.where[stay["stay_id"]]
        if not self.came(stay):
            return False
        if way["in"] == way["out"]:
            return since <= way["in"] < until and way["first"] in sites
        return any(way["nights"].get(night, (None,))[0] in sites
                   for night in every_day(since, min(until, self.today)))  # fmt: skip

    def count_stays(self, since, until, sites, site_id, nights):
        def within(day):
            return day is not None and since <= day < until and day <= self.today

        def named(stays):
            return {stay["person_id"] for stay in stays}

        last = min(until - ONE, self.today)
        way = self.where
        here = [s for s in self.stays if self.present(s, since, until, sites)]
        came = [
            s
            for s in self.stays
            if self.came(s) and within(way[s["stay_id"]]["in"]) and way[s["stay_id"]]["first"] in sites
        ]
        left = [
            s
            for s in self.stays
            if s["state"] == "discharged" and within(way[s["stay_id"]]["out"]) and way[s["stay_id"]]["last"] in sites
        ]
        measured = [s for s in left if way[s["stay_id"]]["in"] != way[s["stay_id"]]["out"]]
        asked = [s for s in came if not (s["late_reason"] and as_date(s["received_on"]) == way[s["stay_id"]]["in"])]
        decided = [s for s in asked if s["decided_on"]]
        waiting = (
            [s for s in self.stays if as_date(s["received_on"]) <= last and not self.over(s, last)]
            if site_id is None
            else []
        )
        refused, cancelled = ([s for s in self.stays if s["state"] == state and within(as_date(s["closed_on"])) and site_id is None]
                              for state in ("refused", "cancelled"))  # fmt: skip
        lengths = [self.length(s) for s in measured]
        waits = [self.waited(s, as_date(s["received_on"]), way[s["stay_id"]]["in"]) for s in asked]
        from_decision = [self.waited(s, as_date(s["decided_on"]), way[s["stay_id"]]["in"]) for s in decided]
        still = [self.waited(s, as_date(s["received_on"]), last) for s in waiting]
        mean_open = ratio(nights["open_nights"], nights["days"], 1)
        people = nights["people"]
        people["present"] |= named(here)
        people["expected"] = people["present"] | people["booked"]
        people |= {"arrived": named(came), "asked": named(asked), "ended": named(left), "measured": named(measured), "decided": named(decided),
                   "waiting": named(waiting), "refused": named(refused), "cancelled": named(cancelled),
                   "same_day": named(s for s in left if s not in measured),
                   "without_respite": set()}  # fmt: skip
        if self.is_year(since, until):
            people["without_respite"] = named([s for s in here if s["purpose"] != "respite"])
        return {
            "stays": len(here), "persons": len(named(here)), "arrived": len(came), "ended": len(left),
            "same_day": len(left) - len(measured), "length_mean": average(lengths), "length_median": middle(lengths),
            "length_min": min(lengths, default=None), "length_max": max(lengths, default=None), "length_n": len(lengths),
            "turnover": ratio(len(left), mean_open, 1),
            "possible_stays": ratio(mean_open * 365, average(lengths), 1) if mean_open is not None else None,
            "wait_mean": average(waits), "wait_median": middle(waits), "wait_longest": max(waits, default=None),
            "decision_mean": average(from_decision), "decision_median": middle(from_decision),
            "still_waiting": len(still), "still_median": middle(still), "still_longest": max(still, default=None),
            "refused": len(refused), "cancelled": len(cancelled),
            "purposes": {purpose: self.of_purpose(purpose, since, until, sites, here, came, left)
                         for purpose in ("rehabilitation", "respite", "assessment", "acute")},
        }  # fmt: skip

    def over(self, stay, last):
        end = self.where[stay["stay_id"]]["in"] if self.came(stay) else as_date(stay["closed_on"])
        return end is not None and end <= last

    def of_purpose(self, purpose, since, until, sites, here, came, left):
        here, came, left = ([s for s in stays if s["purpose"] == purpose] for stays in (here, came, left))
        slept, held = Counter(), set()
        for stay in here:
            for night, (site, _place) in self.where[stay["stay_id"]]["nights"].items():
                if since <= night < min(until, self.today) and site in sites:
                    slept[self.away(stay, night)] += 1
                    held |= {stay["person_id"]} if self.away(stay, night) else set()
        ways = self.where
        measured = [s for s in left if ways[s["stay_id"]]["in"] != ways[s["stay_id"]]["out"]]
        lengths = [self.length(s) for s in measured]
        asked = [s for s in came if not (s["late_reason"] and as_date(s["received_on"]) == ways[s["stay_id"]]["in"])]
        waits = [self.waited(s, as_date(s["received_on"]), ways[s["stay_id"]]["in"]) for s in asked]
        persons = [len({s["person_id"] for s in stays}) for stays in (here, came, left, measured, asked)]
        return {"nights": slept[False], "held": slept[True], "stays": len(here), "persons": persons[0],
                "arrived": len(came), "ended": len(left), "length_mean": average(lengths),
                "wait_median": middle(waits),
                "people": {"held": len(held), "arrived": persons[1], "ended": persons[2], "measured": persons[3],
                           "asked": persons[4]},
                }  # fmt: skip

    # the year as KOSTRA counts it

    @staticmethod
    def is_year(since, until):
        """A year, or the part of one that has gone; a single month is told without."""
        begins = (since.month, since.day) == (1, 1)
        return begins and date(since.year, 2, 1) < until <= date(since.year + 1, 1, 1)

    def count_year(self, since, until, sites):
        if not self.is_year(since, until):
            return {"kostra_belegg": None, "kostra_length": None}
        stays = [s for s in self.stays if self.present(s, since, until, sites) and s["purpose"] != "respite"]
        nights = sum(site in sites and since <= night < min(until, self.today) and not self.away(stay, night)
                     for stay in stays for night, (site, _place) in self.where[stay["stay_id"]]["nights"].items())  # fmt: skip
        sylvester = date(since.year, 12, 31)
        places = [p for p in self.rows["stay_place"] if p["site_id"] in sites and p["kind"] == "night"
                  and as_date(p["valid_from"]) <= sylvester
                  and (not p["valid_to"] or sylvester < as_date(p["valid_to"]))]  # fmt: skip
        return {"kostra_belegg": ratio(nights / 365, len(places)), "kostra_length": ratio(nights, len(stays), 1)}

    # what the municipality has

    def coverage(self, day):
        """Rehab places open on a day by inhabitants, without and with what is bought."""
        day = as_date(day)
        places = sum(self.open_on(day, site)[1] for site, kind in self.sites.items() if kind == "ward")
        bought = sum(row["nights"] for row in self.rows["quota"] if row["year"] == day.year)
        known = [row for row in self.rows["population"] if row["year"] <= day.year]
        people = max(known, key=lambda row: row["year"])["inhabitants"] if known else None
        need = (0.3 * people / 1000, 0.5 * people / 1000) if people else (None, None)
        return {"places": places, "equivalents": bought / 365, "per_1000": ratio(places, people, 1000),
                "with_bought": ratio(places + bought / 365, people, 1000), "inhabitants": people,
                "need_from": need[0], "need_to": need[1]}  # fmt: skip
