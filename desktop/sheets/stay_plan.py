"""Fit the stays that a book tells to the register and to each other: rooms, persons, states and days to leave."""

from collections.abc import Iterator
from typing import Any

from db.stay_days import plus
from desktop.sheets.book import Sheet
from desktop.sheets.crowd import Crowd
from desktop.sheets.plan import CHANGED, NEW, REJECTED, UNCHANGED, RowPlan, RowRejected, SheetPlan
from desktop.sheets.rows import data_rows
from desktop.sheets.stay_known import Place, Stay, StaysKnown
from desktop.sheets.stay_lanes import Held, Lanes, same_day
from desktop.sheets.stay_reading import StayReader, Wish, says_nothing
from desktop.sheets.stay_writing import HOLDING, StayWriter
from desktop.stays.words import period
from desktop.words import _, day

_NOT_DONE = ("refused", "cancelled")
_A_WEEK = 7  # from today, where the usual length has passed and nobody has told when the stay ends


class StayPlanner:
    """Reads wishes row by row; when everybody is known, gives each its room and days, in the order of the book."""

    def __init__(self, known: StaysKnown, crowd: Crowd):
        self.known, self.crowd, self.today = known, crowd, known.today
        self.reader = StayReader(crowd, known.today)
        self.writer = StayWriter(known, crowd)
        self.wishes: list[Wish] = []
        self.lanes = Lanes()
        self.places: dict[Wish, tuple[int, Place | None]] = {}
        self.held: dict[Wish, Held] = {}
        self.over: dict[int, Held] = {}  # who should have left a place, and has not
        self.of_stay: dict[int, list[tuple[int | None, Held]]] = {}

    def read(self, plan: SheetPlan, sheet: Sheet) -> None:
        """Take in a list of stays."""
        year = None
        for row, cells in data_rows(sheet, plan.recognition):
            if says_nothing(cells):
                continue
            planned = RowPlan(row)
            plan.rows.append(planned)
            try:
                wish = self.reader.wish(plan, planned, cells, cells["year"] or year)
            except RowRejected as fault:
                plan.reject(planned, fault)
                continue
            year = int(wish.came[:4]) if wish.came else year
            self.wishes.append(wish)

    def fit(self) -> None:
        """Give every wish its place in the register; who everybody is must be settled."""
        if not self.wishes:
            return
        self.known.load()
        self._name_wards()
        self._match()
        for wish in self.wishes:
            self._keep_certain(wish)
        holding = [wish for wish in self.wishes if self._holds(wish)]
        self._hold_register({wish.stay.ref for wish in holding if wish.stay is not None})
        self._hold_known([wish for wish in holding if wish.stay is not None])
        for wish in holding:
            if wish.stay is None:
                self._try(wish)
        self._end_open()
        self._write()

    # where and who

    def _name_wards(self) -> None:
        rooms: dict[str, list[Wish]] = {}
        for wish in self.wishes:
            rooms.setdefault(wish.site, []).append(wish)
        names = {site: self.known.ward_of(site, {wish.room for wish in some}) for site, some in rooms.items()}
        for wish in self.wishes:
            site, room = self.known.where(names[wish.site], wish.room, wish.own)
            self.places[wish] = site, self.known.place(site, room)

    def _match(self) -> None:
        """Which stays of the register the rows tell of: by number, by person and day, then by person, room and time."""
        free: dict[int, list[Stay]] = {}
        for stay in self.known.stays.values():
            free.setdefault(self._root(stay.person), []).append(stay)
        for fits in (self._by_number, self._by_room_and_day, self._by_day, self._by_room, self._by_state):
            for wish in self.wishes:
                mine = free.get(self._ref(wish), []) if wish.stay is None else []
                wish.stay = next((stay for stay in mine if fits(wish, stay)), None) if mine else wish.stay
                if mine and wish.stay is not None:
                    mine.remove(wish.stay)

    def _root(self, person_id: int) -> int:
        return self.crowd.by_id[person_id].ref or 0

    def _ref(self, wish: Wish) -> int:
        return wish.sighting.person.ref or 0 if wish.sighting.person else 0

    def _by_number(self, wish: Wish, stay: Stay) -> bool:
        return wish.number == stay.ref

    def _by_room_and_day(self, wish: Wish, stay: Stay) -> bool:
        return bool(wish.came) and stay.came == wish.came and self._in_room(wish, stay)

    def _by_day(self, wish: Wish, stay: Stay) -> bool:
        return bool(wish.came) and stay.came == wish.came

    def _by_room(self, wish: Wish, stay: Stay) -> bool:
        """The day they came has changed: the same person in the same room at a time that meets the old one."""
        if not wish.came or not stay.came or not self._in_room(wish, stay) or self.places[wish][1] is None:
            return False
        return wish.came < max(stay.left, plus(stay.came, 1)) and (wish.left is None or stay.came < wish.left)

    def _by_state(self, wish: Wish, stay: Stay) -> bool:
        """One who has asked and has no days yet, in the book as in the register."""
        same = stay.state == wish.state and stay.purpose == wish.purpose
        return same and not stay.segments and self.writer.state_of(wish) not in HOLDING

    def _in_room(self, wish: Wish, stay: Stay) -> bool:
        place = self.places[wish][1]
        return any(row["stay_place_id"] == (place.ref if place else None) for row in stay.segments)

    # rooms

    def _holds(self, wish: Wish) -> bool:
        return self.writer.state_of(wish) in HOLDING and (wish.stay is None or wish.stay.state not in _NOT_DONE)

    def _keep_certain(self, wish: Wish) -> None:
        """What the register knows for certain stands: a day to leave that the book lacks, and one who has left."""
        stay, left = wish.stay, wish.left
        if stay is None or not stay.segments or not wish.came:
            return
        if stay.state == "discharged" and left is not None and left > self.today:
            wish.plan.remark(wish.planned.row, "left_here", left=day(stay.left))
            left = None
        if left is None and stay.confirmed:
            wish.left, wish.sure = stay.left, True

    def _hold_register(self, told: set[int]) -> None:
        """Hold what the register's stays hold, but for those that the book tells of: they are tried by its words."""
        for stay in self.known.stays.values():
            self.of_stay[stay.ref] = [self._of_register(stay, row) for row in stay.segments]
            if stay.ref not in told:
                self._hold(stay)
            if stay.ref not in told and stay.state == "in" and stay.left < self.today:
                self.over |= {place: held for place, held in self.of_stay[stay.ref][-1:] if place is not None}

    def _of_register(self, stay: Stay, row: Any) -> tuple[int | None, Held]:
        place, person = self.known.by_ref.get(row["stay_place_id"]), self.crowd.by_id[stay.person]
        until = max(row["to_on"], row["from_on"])
        held = Held(row["from_on"], until, place.name if place else "", person.full, person, segment=row)
        return row["stay_place_id"], held

    def _hold(self, stay: Stay) -> None:
        for place, held in self.of_stay[stay.ref]:
            self.lanes.add(place, held)

    def _hold_known(self, wishes: list[Wish]) -> None:
        """Rows that change stays of the register; where one cannot, its stay keeps its old room, and all try again."""
        while True:
            held = []
            for wish in wishes:
                if not self._try(wish):
                    break
                held.append(wish)
            else:
                return
            for done in held:
                self._let_go(done)
            wishes.remove(failed := wishes[len(held)])
            self._hold(failed.stay)

    def _let_go(self, wish: Wish) -> None:
        held = self.held.pop(wish)
        place = self.places[wish][1]
        self.lanes.remove(place.ref if place else None, held)
        for ref, earlier in self.of_stay[wish.stay.ref][:-1]:
            self.lanes.remove(ref, earlier)

    def _try(self, wish: Wish) -> bool:
        """Hold the room for a wish, or reject its row; one without a day to leave holds the first night for now."""
        place, person = self.places[wish][1], wish.sighting.person
        assert person is not None
        row = (wish.plan.name, wish.planned.row)
        held = Held(wish.came, wish.left or wish.came, place.name if place else "", person.full, person, row, wish)
        earlier = self.of_stay[wish.stay.ref][:-1] if wish.stay else []
        if earlier:
            held.came = wish.stay.segments[-1]["from_on"]
        try:
            self._ensure_free(wish, held, place)
        except RowRejected as fault:
            wish.plan.reject(wish.planned, fault)
            return False
        self.lanes.add(place.ref if place else None, held)
        for ref, one in earlier:
            self.lanes.add(ref, one)
        self.held[wish] = held
        return True

    def _ensure_free(self, wish: Wish, held: Held, place: Place | None) -> None:
        if wish.state == "discharged" and wish.left is None:
            raise RowRejected("no_left")
        if wish.stay and len(wish.stay.segments) > 1 and (wish.came != wish.stay.came or held.left < held.came):
            raise RowRejected("moved_here")
        for other in self.lanes.met(place.ref, held) if place else ():
            if same_day(held, other) and None not in (wish.left, other.wish.left if other.wish else ""):
                self._share(wish, held, other)
                continue
            if place and _moved(held, other):
                self._come_later(place.ref, *sorted((held, other), key=lambda one: one.left))
                continue
            raise RowRejected("room_taken", room=held.called, who=other.who, where=_where(other, wish),
                              when=period(other.came, other.left, self.today))  # fmt: skip

    def _come_later(self, place: int, first: Held, then: Held) -> None:
        """Our own export tells the last room of each: who leaves last has come to it when the first had left."""
        known = then.wish in self.held
        if known:
            self.lanes.remove(place, then)
        then.came = then.wish.moved_on = first.until
        if known:
            self.lanes.add(place, then)
        then.wish.plan.remark(then.wish.planned.row, "moved", room=then.called, day=day(then.came))

    def _share(self, wish: Wish, held: Held, other: Held) -> None:
        """Somebody comes and leaves on the day that another arrives: the other has the night."""
        day_guest = held if held.same_day else other
        if day_guest.wish is not None:
            day_guest.wish.day_only = True
        elif day_guest.segment is not None and not day_guest.segment["day_only"]:
            self.writer.give_night(day_guest.segment)
        wish.plan.remark(wish.planned.row, "same_day", room=held.called, who=other.who, where=_where(other, wish))

    # days to leave

    def _end_open(self) -> None:
        """Give those whose day to leave nobody knows the usual length, but no longer than the room is free."""
        for wish, held in self.held.items():
            if wish.left is not None:
                continue
            place = self.places[wish][1]
            after = self.lanes.next_after(place.ref if place else None, held.came)
            wish.left = held.left = self._forecast(wish, after)
            if after is not None and wish.left <= self.today:
                wish.plan.remark(wish.planned.row, "stays_on", who=after.who, where=_where(after, wish))

    def _forecast(self, wish: Wish, after: Held | None) -> str:
        known = wish.stay.left if wish.stay is not None else ""
        usual = known or plus(wish.came, self.known.usual[wish.purpose])
        if not known and usual <= self.today:
            usual = plus(self.today, _A_WEEK)
        return min(usual, after.came) if after is not None else usual

    # the outcome

    def _write(self) -> None:
        accepted = [wish for wish in self.wishes if wish.planned.status != REJECTED]
        for wish in accepted:
            self._remark(wish)
        used = [place for place in map(self._used, accepted) if place is not None]
        self.known.open_places(used)
        for wish in accepted:
            site, place = self.places[wish]
            self._tell(wish, self.writer.write(wish, site, place.ref if place and wish in self.held else None))

    def _used(self, wish: Wish) -> Place | None:
        """The place of a wish that holds one, with the first day it is seen."""
        place = self.places[wish][1] if wish in self.held else None
        if place is not None:
            place.first = min(place.first, wish.came)
        return place

    def _tell(self, wish: Wish, told: str) -> None:
        person = wish.sighting.person
        filled = told != NEW and person is not None and self.crowd.fill(person)
        wish.planned.status = CHANGED if filled and told == UNCHANGED else told

    def _remark(self, wish: Wish) -> None:
        for what, facts in self._noticed(wish):
            wish.plan.remark(wish.planned.row, what, **facts)

    def _noticed(self, wish: Wish) -> Iterator[tuple[str, dict[str, Any]]]:
        """What is told of a row that is taken in all the same."""
        held, place = self.held.get(wish), self.places[wish][1]
        if wish.stay is None and any(
            stay.state == "cancelled" and stay.purpose == wish.purpose and self._root(stay.person) == self._ref(wish)
            for stay in self.known.gone
        ):
            yield "cancelled_once", {"who": wish.sighting.person.full if wish.sighting.person else ""}
        if held is None:
            return
        card = wish.sighting.person.known if wish.sighting.person else None
        if card is not None and card["died_on"] and held.left > card["died_on"]:
            yield "is_dead", {"who": held.who, "day": day(card["died_on"])}
        if other := self.lanes.elsewhere(held):
            when = period(other.came, other.left, self.today)
            yield "two_rooms", {"who": other.who, "room": other.called, "when": when,
                                "where": _where(other, wish)}  # fmt: skip
        if place is None and not wish.own:
            yield "no_room", {}
        if place is None or place.ref < 0 or wish.stay is not None:
            return
        if place.ref in self.over and self.writer.state_of(wish) == "in":
            yield "still_here", {"who": self.over[place.ref].who, "room": held.called}
        if shut := self.known.closed(place, held.came, held.left):
            yield "closed", {"room": held.called, "reason": shut["reason"]}
        if place.valid_to and held.until > place.valid_to:
            yield "not_open", {"room": held.called}


def _moved(held: Held, other: Held) -> bool:
    """Both are new rows of our own export, and one leaves the room after the other."""
    own = all(one.wish is not None and one.wish.own and one.wish.stay is None for one in (held, other))
    return own and held.left != other.left and None not in (held.wish.left, other.wish.left)


def _where(other: Held, wish: Wish) -> str:
    if other.row is None:
        return _("i registeret")
    if other.row[0] == wish.plan.name:
        return _("rad {row}").format(row=other.row[1])
    return _("rad {row} i arket «{sheet}»").format(row=other.row[1], sheet=other.row[0])
