"""Closures: who is hit before anything is saved, where they could go instead, and how many places are left open."""

import pytest
from filled import TODAY, fill
from hypothesis import given, settings
from hypothesis import strategies as st

from db import closures, history, people, stay_acts, stay_places
from db.connection import Register
from db.errors import Rejected, Why
from db.stay_days import plus

AT = "2026-12-01"


@pytest.fixture(scope="module")
def depot(tmp_path_factory):
    register = Register.create(tmp_path_factory.mktemp("closures") / "lager.hverdag")
    yield fill(register)
    register.close()


@pytest.fixture
def ward(depot):
    """A ward of its own with three rooms, of which the second is for respite."""
    return Ward(depot)


class Ward:
    def __init__(self, depot, rooms=3, **more):
        number = depot.register.value("SELECT count(*) FROM site")
        self.depot, self.db = depot, depot.register
        self.site = depot.do(stay_places.add_site, name=f"Korttid {number}")
        self.rooms = depot.do(
            stay_places.add_stay_places, site_id=self.site, names=f"Rom 1..{rooms}", valid_from="2026-01-01", **more
        )

    def stay(self, room, from_on, to_on, state="planned", purpose="rehabilitation"):
        """A stay in a room, counted from 0, or in none."""
        place = None if room is None else self.rooms[room]
        return self.depot.do(lives, site_id=self.site, place_id=place, from_on=from_on, to_on=to_on, state=state,
                             purpose=purpose)  # fmt: skip

    def close(self, *rooms, **given):
        of = [self.rooms[room] for room in rooms]
        return self.depot.do(closures.close_places, site_id=self.site, stay_place_ids=of, reason="Oppussing", **given)

    def hits(self, *rooms, **given):
        of = [self.rooms[room] for room in rooms]
        return closures.hit_by(self.db, site_id=self.site, stay_place_ids=of, today=TODAY, **given)

    def free(self, **given):
        return [row["name"] for row in closures.free_places(self.db, today=TODAY, site_id=self.site, **given)
                if row["site_id"] == self.site]  # fmt: skip

    def open(self, day):
        return closures.open_places(self.db, day, site_id=self.site)[0]


def lives(tx, *, site_id, place_id, from_on, to_on, state, purpose):
    """A stay as the acts of db.stay_acts leave it, with its segment."""
    left = {"closed_on": to_on, "confirmed": 1} if state == "discharged" else {}
    stay = tx.insert("stay", person_id=1, purpose=purpose, state=state, received_on="2026-01-01", **left)
    tx.insert("stay_segment", stay_id=stay, site_id=site_id, stay_place_id=place_id, from_on=from_on, to_on=to_on)
    return stay


def why(act, *args, **given) -> Why:
    with pytest.raises(Rejected) as told:
        act(*args, **given)
    return told.value.why


# one place


@pytest.mark.parametrize(
    ("closed", "hit"),
    [
        (("2026-12-05", "2026-12-07"), ("2026-12-05", "2026-12-07")),  # inside
        (("2026-11-25", "2026-12-20"), (AT, "2026-12-11")),  # over
        (("2026-11-25", "2026-12-03"), (AT, "2026-12-03")),
        (("2026-12-10", None), ("2026-12-10", "2026-12-11")),  # the last night
        (("2026-12-11", None), None),  # touching: the day of leaving
        (("2026-11-25", AT), None),  # open again on the day of coming
    ],
)
def test_a_stay_is_hit_in_the_nights_that_are_closed(ward, closed, hit):
    stay = ward.stay(0, AT, "2026-12-11")
    found = ward.hits(0, from_on=closed[0], to_on=closed[1])
    assert [(one.stay_id, one.from_on, one.to_on) for one in found] == ([(stay, *hit)] if hit else [])
    assert ward.hits(1, from_on=closed[0], to_on=closed[1]) == []


def test_who_is_hit_gets_places_that_are_free_for_the_rest_of_the_stay(ward):
    ward.stay(0, AT, "2026-12-11")
    ward.stay(1, "2026-12-10", "2026-12-20")
    (hit,) = ward.hits(0, from_on="2026-12-05", to_on="2026-12-07")
    assert (hit.place_name, hit.first_name, hit.leaves_on) == ("Rom 1", "Kari", "2026-12-11")
    assert hit.free[0]["name"] == "Rom 3"  # Rom 2 is somebody's for the last night
    assert "Rom 2" not in [row["name"] for row in hit.free if row["site_id"] == ward.site]


def test_who_should_have_left_is_there_tonight_too(ward):
    over = ward.stay(0, "2026-11-10", "2026-11-20", "in")
    assert [one.stay_id for one in ward.hits(0, from_on=TODAY)] == [over]
    assert ward.hits(0, from_on=plus(TODAY, 1)) == []
    assert ward.hits(0, from_on="2026-11-12", to_on="2026-11-15") == []  # nights that have passed hit nobody
    assert "Rom 1" not in ward.free(from_on=TODAY, to_on=plus(TODAY, 2))
    assert "Rom 1" in ward.free(from_on=plus(TODAY, 1), to_on=plus(TODAY, 2))


def test_a_place_is_closed_over_a_stay_only_when_somebody_has_seen_it(ward):
    stay = ward.stay(0, AT, "2026-12-11")
    with pytest.raises(Rejected) as told:
        ward.close(0, from_on="2026-12-05", to_on="2026-12-07")
    assert (told.value.why, told.value.facts["stay_ids"]) == (Why.STAYS_HIT, [stay])
    assert closures.of_place(ward.db, ward.rooms[0]) == []
    ward.close(0, from_on="2026-12-05", to_on="2026-12-07", seen=[stay])
    (row,) = closures.of_place(ward.db, ward.rooms[0])
    assert (row["from_on"], row["to_on"], row["reason"]) == ("2026-12-05", "2026-12-07", "Oppussing")


def test_a_closure_is_changed_opened_early_and_taken_back(ward):
    made = ward.close(0, 1, from_on="2026-12-05", to_on="2026-12-20")
    do = ward.depot.do
    do(closures.change_closure, closure_id=made[0], to_on=None, reason="Vannskade")
    assert [row["to_on"] for row in closures.closures(ward.db, since=TODAY, site_id=ward.site)] == [None, "2026-12-20"]
    do(closures.reopen_places, closure_ids=made, on_day="2026-12-10")
    assert {row["to_on"] for row in closures.closures(ward.db, since=TODAY, site_id=ward.site)} == {"2026-12-10"}
    do(closures.reopen_places, closure_ids=made)  # before it has begun: as if it never was
    assert closures.closures(ward.db, since=TODAY, site_id=ward.site) == []
    history.undo_last(ward.db, staff="Jon", today=TODAY)
    found = closures.closures(ward.db, since=TODAY, site_id=ward.site)
    assert [row["closure_id"] for row in found] == made


def test_a_closure_without_reason_or_with_days_the_wrong_way_is_turned_down(ward):
    given = {"site_id": ward.site, "from_on": AT, "reason": "Oppussing"}
    assert why(ward.depot.do, closures.close_places, **given | {"reason": " "}) is Why.REASON_NEEDED
    assert why(ward.depot.do, closures.close_places, **given, to_on=AT) is Why.ENDS_BEFORE_START
    assert why(ward.depot.do, closures.close_places, **given, places=0) is Why.MISSING_VALUE
    assert why(ward.depot.do, closures.close_places, **given, stay_place_ids=ward.rooms, places=1) is Why.MISSING_VALUE
    other = Ward(ward.depot)
    assert why(ward.depot.do, closures.close_places, **given, stay_place_ids=other.rooms) is Why.NO_SUCH
    assert why(ward.depot.do, closures.reopen_places, closure_ids=[]) is Why.MISSING_VALUE


# a site, and a number of its places


def test_a_closed_site_hits_those_without_a_room_too(ward):
    here, parked = ward.stay(0, AT, "2026-12-11"), ward.stay(None, "2026-12-03", "2026-12-05")
    ward.stay(1, "2026-12-20", "2026-12-25")
    found = ward.hits(from_on="2026-12-04", to_on="2026-12-10")
    assert [(one.stay_id, one.place_name) for one in found] == [(here, "Rom 1"), (parked, None)]
    assert all(row["site_id"] != ward.site for one in found for row in one.free)


def test_fewer_staffed_places_hit_those_who_are_there_when_they_are_too_many(ward):
    both = [ward.stay(0, AT, "2026-12-11"), ward.stay(1, "2026-12-06", "2026-12-08")]
    ward.stay(2, "2026-12-15", "2026-12-18")
    assert ward.hits(places=1, from_on=AT, to_on="2027-01-01") == []
    found = ward.hits(places=2, from_on=AT, to_on="2027-01-01")
    assert [(one.stay_id, one.from_on, one.to_on, one.over) for one in found] == [
        (both[0], "2026-12-06", "2026-12-08", 1),
        (both[1], "2026-12-06", "2026-12-08", 1),
    ]
    assert len(ward.hits(places=3, from_on=AT)) == 3


def test_a_closure_that_is_changed_does_not_count_twice(ward):
    ward.stay(0, AT, "2026-12-11")
    (made,) = ward.close(places=2, from_on=AT)
    assert ward.hits(places=2, from_on=AT, but=made) == []
    assert len(ward.hits(places=1, from_on=AT)) == 1
    ward.depot.do(closures.change_closure, closure_id=made, reason="Færre på vakt")


def test_no_place_is_offered_where_the_staffed_ones_are_taken(ward):
    ward.stay(0, AT, "2026-12-11")
    assert ward.free(from_on=AT, to_on="2026-12-04") == ["Rom 2", "Rom 3"]
    ward.close(places=2, from_on="2026-12-03", to_on="2026-12-20")
    assert ward.free(from_on=AT, to_on="2026-12-03") == ["Rom 2", "Rom 3"]
    assert ward.free(from_on=AT, to_on="2026-12-04") == []
    assert ward.free(from_on="2026-12-11", to_on="2026-12-12") == ["Rom 1", "Rom 2", "Rom 3"]


def test_a_place_for_the_same_purpose_is_offered_first_and_an_extra_one_last(ward):
    ward.depot.do(stay_places.set_earmarks, stay_place_ids=ward.rooms[1:2], purpose="respite", from_on=TODAY)
    ward.depot.do(stay_places.add_extra_place, site_id=ward.site, name="A stua", reason="Fullt")
    given = {"from_on": AT, "to_on": "2026-12-04"}
    assert ward.free(**given, purpose="respite") == ["Rom 2", "Rom 1", "Rom 3", "A stua"]
    assert ward.free(**given) == ["Rom 1", "Rom 3", "Rom 2", "A stua"]
    assert ward.free(from_on="2025-12-31", to_on="2026-01-03") == []  # before the rooms were in use


def test_the_end_of_a_place_tells_who_has_it_then(ward):
    stay = ward.stay(0, AT, "2026-12-11")
    found = closures.hit_by_end(ward.db, ward.rooms[0], "2026-12-09", today=TODAY)
    assert [(one.stay_id, one.from_on, one.to_on) for one in found] == [(stay, "2026-12-09", "2026-12-11")]
    assert found[0].free[0]["name"] == "Rom 2"
    assert closures.hit_by_end(ward.db, ward.rooms[0], "2026-12-11", today=TODAY) == []


# a day centre


@pytest.fixture
def centre(depot):
    """A centre with room for two, open on weekdays; three come on Mondays, one of them on Wednesdays too."""
    site = depot.do(stay_places.add_site, name=f"Dagsenter {depot.register.value('SELECT count(*) FROM site')}",
                    kind="day_centre")  # fmt: skip
    rooms = depot.do(stay_places.add_stay_places, site_id=site, names="Stol 1..3", kind="day", valid_from="2026-01-01")
    comers = []
    for number, weekdays in enumerate(("13", "1", "1")):
        person = depot.do(people.add_person, first_name="Dag", last_name=f"Gjest {site} {number}")
        comers.append(depot.do(
            stay_acts.book_stay, person_id=person, purpose="rehabilitation", form="day", weekdays=weekdays, site_id=site,
            from_on="2026-11-23", to_on="2027-01-18", accept=True, passed={},
        ))  # fmt: skip
    return site, rooms, comers


def lost(depot, site, **given):
    found = closures.hit_by(depot.register, site_id=site, today=TODAY, **given)
    return [(one.stay_id, one.from_on, one.days, one.over) for one in found]


def test_a_closed_day_centre_takes_the_days_of_who_would_have_come(depot, centre):
    site, _rooms, (first, second, third) = centre
    week = {"from_on": "2026-11-24", "to_on": "2026-12-08"}  # Wednesdays 25. and 2., Monday 30. and 7.
    assert lost(depot, site, **week) == [
        (first, "2026-11-25", 4, 0), (second, "2026-11-30", 2, 0), (third, "2026-11-30", 2, 0),
    ]  # fmt: skip
    assert lost(depot, site, from_on="2026-12-25", to_on="2026-12-26") == []  # a red day: nobody would have come
    assert lost(depot, site, from_on="2027-01-18") == []
    assert lost(depot, site, from_on="2027-01-13") == [(first, "2027-01-13", 1, 0)]


def test_fewer_chairs_hit_all_who_come_when_they_are_too_many(depot, centre):
    site, rooms, comers = centre
    week = {"from_on": "2026-11-30", "to_on": "2026-12-07"}
    assert [(ref, over) for ref, _day, _days, over in lost(depot, site, places=1, **week)] == [
        (ref, 1) for ref in comers
    ]
    assert {days for _ref, _day, days, _over in lost(depot, site, places=2, **week)} == {1}
    assert len(lost(depot, site, stay_place_ids=rooms[:1], **week)) == 3
    (made,) = depot.do(closures.close_places, site_id=site, places=1, reason="Ferie", seen=comers, **week)
    assert [over for *_rest, over in lost(depot, site, places=1, but=made, **week)] == [1, 1, 1]
    assert [over for *_rest, over in lost(depot, site, places=1, **week)] == [2, 2, 2]
    assert closures.hit_by_end(depot.register, rooms[0], "2027-01-04", today=TODAY)[0].days == 2


# capacity


def test_the_capacity_of_a_month_with_two_rooms_closed_for_five_nights(depot):
    ward = Ward(depot, rooms=15)
    ward.close(0, 1, from_on="2026-06-10", to_on="2026-06-15")
    days = [plus("2026-06-01", n) for n in range(30)]
    assert sum(ward.open(day)["open"] for day in days) == 440


def test_extra_places_are_no_capacity_and_a_number_never_takes_more_than_there_is(ward):
    depot = ward.depot
    depot.do(stay_places.add_extra_place, site_id=ward.site, name="Stua", reason="Fullt", valid_from="2026-01-01")
    assert tuple(ward.open(AT))[3:] == (3, 0, 1, 0, 3)
    ward.close(places=2, from_on=AT)
    ward.close(0, from_on=AT)
    assert tuple(ward.open(AT))[3:] == (3, 1, 1, 2, 0)
    ward.close(from_on=AT)
    assert tuple(ward.open(AT))[3:] == (3, 3, 0, 2, 0)
    centre = depot.do(stay_places.add_site, name="Dagsenteret", kind="day_centre")
    depot.do(stay_places.add_stay_places, site_id=centre, names="Stol 1..6", kind="day")
    (row,) = closures.open_places(ward.db, TODAY, kind="day", site_id=centre)
    assert (row["open"], row["name"]) == (6, "Dagsenteret")


DAY = st.integers(0, 9).map(lambda n: plus("2026-12-01", n))
SPAN = st.tuples(DAY, st.integers(1, 6)).map(lambda pair: (pair[0], plus(pair[0], pair[1])))


@settings(max_examples=15)
@given(
    shut=st.lists(st.tuples(st.sampled_from([0, 1, 2, None, "one", "two"]), SPAN), max_size=4),
    end=st.none() | DAY,
)
def test_open_is_what_is_left_when_each_place_is_asked_by_itself(depot, shut, end):
    ward = Ward(depot)
    if end:
        depot.do(stay_places.change_stay_place, stay_place_id=ward.rooms[2], valid_to=end)
    for what, (since, until) in shut:
        if isinstance(what, str):
            ward.close(places={"one": 1, "two": 2}[what], from_on=since, to_on=until)
        else:
            ward.close(*([] if what is None else [what]), from_on=since, to_on=until)
    for day in (plus("2026-11-30", n) for n in range(17)):
        now = [what for what, (since, until) in shut if since <= day < until]
        rooms = {0, 1} | ({2} if not end or day < end else set())
        left = 0 if None in now else len(rooms - set(now)) - now.count("one") - 2 * now.count("two")
        assert ward.open(day)["open"] == max(0, left)


@settings(max_examples=25)
@given(
    stays=st.lists(st.tuples(st.sampled_from([0, 1, None]), SPAN), max_size=4),
    closed=SPAN,
    what=st.sampled_from(["room", "site", 1, 2]),
)
def test_who_is_hit_is_who_a_walk_from_night_to_night_meets(depot, stays, closed, what):
    ward, there = Ward(depot, rooms=2), {}
    for room, span in stays:
        taken = any(known == room and known is not None and span[0] < b and a < span[1]
                    for known, (a, b) in there.values())  # fmt: skip
        if not taken:
            there[ward.stay(room, *span)] = (room, span)
    asked = {"from_on": closed[0], "to_on": closed[1]}
    if what == "room":
        found = ward.hits(0, **asked)
    else:
        found = ward.hits(**asked, **({"places": what} if isinstance(what, int) else {}))
    expected: dict[int, set[str]] = {}
    night = closed[0]
    while night < closed[1]:
        tonight = {ref for ref, (_room, (a, b)) in there.items() if a <= night < b}
        if what == "room":
            tonight = {ref for ref in tonight if there[ref][0] == 0}
        elif isinstance(what, int) and len(tonight) <= 2 - what:
            tonight = set()
        for ref in tonight:
            expected.setdefault(ref, set()).add(night)
        night = plus(night, 1)
    assert {one.stay_id: (one.from_on, one.to_on) for one in found} == {
        ref: (min(nights), plus(max(nights), 1)) for ref, nights in expected.items()
    }
    for one in found:
        for row in one.free:
            nights = (there[ref][1] for ref in there if there[ref][0] is not None
                      and ward.rooms[there[ref][0]] == row["stay_place_id"])  # fmt: skip
            assert all(not (a < one.leaves_on and one.from_on < b) for a, b in nights)
