"""What the chart of places shows: lanes, bars to today, what is free night by night, and a person in two places."""

import pytest

from db import command, people, stay_chart
from db.connection import Register

TODAY = "2026-07-03"
SINCE, UNTIL = "2026-06-25", "2026-07-25"


class Ward:
    """A register with a ward of four places, one of them extra, and a centre that nights are bought from."""

    def __init__(self, path):
        self.register = Register.create(path)
        self.people = [
            self.do(people.add_person, first_name=first, last_name="Prøve") for first in ("Kari", "Ola", "Liv")
        ]
        self.ward = self.insert("site", name="Solbakken", name_key="solbakken")
        self.centre = self.insert("site", name="Kurbadet", name_key="kurbadet", kind="external")
        self.insert("site", name="Dagsenteret", name_key="dagsenteret", kind="day_centre")
        kinds = ("night", "night", "night", "extra")
        self.places = [
            self.insert(
                "stay_place",
                site_id=self.ward,
                name=f"Rom {n}",
                name_key=f"rom {n}",
                kind=kind,
                valid_from="2026-01-01",
                reason="overbelegg",
            )
            for n, kind in enumerate(kinds, 1)
        ]

    def do(self, act, **given):
        return command.run(self.register, act, staff="Jon", today=TODAY, **given).result

    def insert(self, table, **columns):
        return self.do(lambda tx: tx.insert(table, **columns))

    def stay(self, person, place, from_on, to_on, state="in", site=None, **more):
        closed = {"closed_on": to_on, "confirmed": 1} if state == "discharged" else {}
        stay_id = self.insert(
            "stay",
            person_id=self.people[person],
            purpose="rehabilitation",
            state=state,
            received_on="2026-06-01",
            **closed,
            **more,
        )
        self.segment(stay_id, place, from_on, to_on, site)
        return stay_id

    def segment(self, stay_id, place, from_on, to_on, site=None):
        place_id = None if place is None else self.places[place]
        self.insert(
            "stay_segment",
            stay_id=stay_id,
            site_id=site or self.ward,
            stay_place_id=place_id,
            from_on=from_on,
            to_on=to_on,
        )

    def chart(self, since=SINCE, until=UNTIL):
        return stay_chart.chart(self.register, since=since, until=until, today=TODAY)


@pytest.fixture
def ward(tmp_path):
    made = Ward(tmp_path / "opphold.hverdag")
    yield made
    made.register.close()


def test_own_places_come_first_then_who_is_parked_and_then_bought_nights(ward):
    found = ward.chart()
    assert [(lane.name, lane.kind) for lane in found.lanes] == [
        ("Rom 1", "night"), ("Rom 2", "night"), ("Rom 3", "night"), ("Rom 4", "extra"), ("", "parked"), ("", "bought"),
    ]  # fmt: skip
    assert [(site.name, site.first, site.end) for site in found.sites] == [("Solbakken", 0, 5), ("Kurbadet", 5, 6)]


def test_a_stay_over_its_day_is_drawn_until_today_and_says_how_many_days(ward):
    ward.stay(0, 0, "2026-06-20", "2026-06-30")
    ward.stay(1, 1, "2026-06-20", TODAY)
    ward.stay(2, 2, "2026-06-20", "2026-06-30", "discharged")
    over, leaves, gone = ward.chart().spans
    assert (over.state, over.to_on, over.told_on, over.over) == ("overstay", TODAY, "2026-06-30", 3)
    assert (leaves.state, leaves.over) == ("in", 0)
    assert (gone.state, gone.to_on) == ("discharged", "2026-06-30")


def test_a_stay_over_its_day_since_before_the_window_is_still_there(ward):
    ward.stay(0, 0, "2026-05-20", "2026-06-10")
    assert [one.over for one in ward.chart().spans] == [23]
    assert ward.chart("2026-07-04", "2026-08-01").spans == ()


def test_who_is_planned_where_somebody_has_not_left_waits_for_them(ward):
    held = ward.stay(0, 0, "2026-06-20", "2026-07-01")
    ward.stay(1, 0, "2026-07-02", "2026-07-10", "planned", confirmed=1)
    ward.stay(2, 1, "2026-07-02", "2026-07-10", "planned")
    assert [(one.state, one.waits_for) for one in ward.chart().spans] == [
        ("overstay", None), ("planned", held), ("provisional", None)
    ]  # fmt: skip


def test_a_person_in_two_places_at_once_is_marked_in_both_and_not_where_one_stay_follows_the_other(ward):
    first = ward.stay(0, 0, "2026-06-20", "2026-07-10")
    second = ward.stay(0, None, "2026-07-09", "2026-07-12", "planned", site=ward.centre)
    ward.stay(1, 1, "2026-06-20", "2026-07-05")
    ward.stay(1, 2, "2026-07-05", "2026-07-12", "planned")
    found = {one.stay_id: one.twice for one in ward.chart().spans}
    assert found[first] == second
    assert found[second] == first
    assert list(found.values()).count(None) == 2


def test_a_move_between_places_is_one_stay_on_two_lanes(ward):
    stay_id = ward.stay(0, 0, "2026-06-20", "2026-07-05")
    ward.segment(stay_id, 2, "2026-07-05", "2026-07-12")
    first, second = ward.chart().spans
    assert (first.lane, second.lane, first.in_on, second.out_on) == (0, 2, "2026-06-20", "2026-07-12")
    assert (first.is_first, first.is_last, second.is_first, second.is_last) == (True, False, False, True)


def test_stays_without_a_place_take_as_few_lanes_as_go(ward):
    ward.stay(0, None, "2026-07-01", "2026-07-05")
    ward.stay(1, None, "2026-07-05", "2026-07-08", "planned")
    ward.stay(2, None, "2026-07-04", "2026-07-04", "planned")
    found = ward.chart()
    assert [(one.lane, one.from_on) for one in found.spans] == [(4, "2026-07-01"), (4, "2026-07-05"), (5, "2026-07-04")]
    assert [lane.kind for lane in found.lanes].count("parked") == 2


def test_free_counts_nights_with_closures_out_and_extra_places_and_the_day_of_leaving_left_alone(ward):
    ward.stay(0, 0, "2026-06-28", "2026-07-10")
    ward.stay(1, 3, "2026-06-28", "2026-07-10")
    ward.stay(2, None, "2026-07-07", "2026-07-08", "planned")
    ward.insert(
        "closure",
        site_id=ward.ward,
        stay_place_id=ward.places[1],
        from_on="2026-07-06",
        to_on="2026-07-09",
        reason="nytt gulv",
    )
    ward.insert("closure", site_id=ward.ward, places=1, from_on="2026-07-08", reason="ferie")
    site = ward.chart("2026-07-05", "2026-07-12").sites[0]
    assert site.open == (3, 2, 2, 1, 2, 2, 2)
    assert site.free == (2, 1, 0, 0, 1, 2, 2)


def test_a_closed_site_closes_each_of_its_places_and_more_in_than_room_is_below_nothing(ward):
    ward.stay(0, 0, "2026-06-28", "2026-07-10")
    ward.insert("closure", site_id=ward.ward, from_on="2026-07-06", to_on="2026-07-08", reason="flytting")
    found = ward.chart("2026-07-05", "2026-07-09")
    assert [one.lane for one in found.spans if one.state == "closed"] == [0, 1, 2, 3]
    assert found.sites[0].free == (2, -1, -1, 2)


def test_leave_is_told_within_its_own_part_of_the_stay(ward):
    stay_id = ward.stay(0, 0, "2026-06-28", "2026-07-03")
    ward.segment(stay_id, 1, "2026-07-03", "2026-07-12")
    ward.insert("stay_leave", stay_id=stay_id, kind="home", from_on="2026-07-02", to_on="2026-07-05")
    assert [one.leaves for one in ward.chart().spans] == [
        (("2026-07-02", "2026-07-03"),),
        (("2026-07-03", "2026-07-05"),),
    ]


def test_a_place_taken_out_of_use_and_day_rehab_are_not_in_the_chart(ward):
    ward.do(lambda tx: tx.update("stay_place", ward.places[2], valid_to="2026-06-01"))
    ward.stay(0, None, "2026-07-01", "2026-07-20", site=ward.ward, form="day")
    found = ward.chart()
    assert [lane.name for lane in found.lanes][:3] == ["Rom 1", "Rom 2", "Rom 4"]
    assert found.spans == ()


def test_who_is_over_the_time_has_tonight_too(ward):
    ward.stay(0, 0, "2026-06-20", "2026-06-30")
    assert ward.chart(TODAY, "2026-07-05").sites[0].free == (2, 3)
