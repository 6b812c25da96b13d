"""The chart of places: each act by keys, from the key to the row on disk, and what a screen reader hears."""

import io
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db import closures, history, stay_acts, stay_lists
from db.stay_days import nights
from desktop import words
from desktop.parts.tape_hold import ASKS, CLASHES, FITS
from desktop.stays.page import StaysPage

TODAY = "2026-07-03"
KEY, SPOKEN = Qt.Key, Qt.ItemDataRole.AccessibleTextRole
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NO, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


class Belegg:
    """The chart in sight, with short ways to its keys."""

    def __init__(self, ward):
        self.ward = ward
        ward.window.activateWindow()
        ward.window.show_page(StaysPage).show_view(0)
        self.view = ward.window.current.view("stay_chart")
        self.chart = self.view.chart
        self.chart.setFocus()

    def press(self, *keys, modifiers=NO):
        for key in keys:
            QTest.keyClick(self.chart, key, modifiers)

    def do(self, key, modifiers=CTRL):
        """A key of the window; without a window manager it must be called to the front after a form."""
        self.ward.window.activateWindow()
        QApplication.processEvents()
        QTest.keyClick(self.ward.window.focusWidget() or self.chart, key, modifiers)

    def choose(self, name):
        assert self.chart.choose(self.view.shown.of_stay(self.ward.known[name], TODAY))

    def row(self, title):
        return next(n for n, lane in enumerate(self.view.shown.tape.lanes) if lane.title == title)

    def stand(self, title, day):
        self.chart.go_to(day, self.row(title))

    def confirm(self):
        form = self.ward.form()
        form.activateWindow()
        QApplication.processEvents()
        QTest.keyClick(form, KEY.Key_Return, CTRL)
        assert not form.isVisible(), (form.trouble.text, [f.under.text() for f in form.fields.values()])

    def undo(self):
        self.do(KEY.Key_Z)

    def parts(self, name):
        """(place, from, to) of each part of somebody's stay, as it stands on disk."""
        rows = self.ward.store.read(stay_lists.segments, self.ward.known[name])
        return [(row["place"], row["from_on"], row["to_on"]) for row in rows]

    def book(self, name, room, since, until):
        """A stay that somebody has booked past those who wait."""
        passed = {self.ward.known[waits]: "Venter gjerne" for waits in ("Nils", "Signe")}
        self.ward.book(name, room, since, until, passed=passed)
        self.ward.store.changed.emit({"stay"})

    def shut(self, room, since, until):
        """A place closed, whoever it hits."""
        place = self.ward.rooms[room]
        asked = {"stay_place_ids": [place], "from_on": since, "to_on": until}
        asked["site_id"] = self.view.shown.lanes[self.row(room)].site_id
        hits = self.ward.store.read(closures.hit_by, today=TODAY, **asked)
        seen = [one.stay_id for one in hits]
        self.ward.stock.run(closures.close_places, day=TODAY, reason="Maling", seen=seen, **asked)
        self.view.refresh()

    def told(self):
        return self.view.line.title.whole


@pytest.fixture
def belegg(ward):
    made = Belegg(ward)
    ward.window.receipt.say("")
    made.view.refresh()
    made.view.clear_filters()
    made.view.to_today()
    return made


# what is read


def test_a_cell_says_place_day_person_days_state_and_purpose(belegg):
    model = belegg.chart.tape
    index = model.index(belegg.row("Rom 1"), model.column("2026-07-04"))
    assert index.data(SPOKEN) == "Rom 1, lørdag 4. juli: Kari N., 29. juni–8. juli, inne, rehabilitering"
    free = model.index(belegg.row("Rom 4"), model.column(TODAY))
    assert free.data(SPOKEN) == "Rom 4, fredag 3. juli, i dag: ledig"
    whole = model.index(0, model.column(TODAY))
    assert whole.data(SPOKEN) == "Korttid, fredag 3. juli, i dag: 2 av 4 plasser ledig"


def test_a_stay_over_its_time_says_how_many_days(belegg):
    belegg.choose("Ola")
    assert belegg.chart.chosen.tail == "3 dager over"
    assert "3 dager over" in belegg.chart.chosen.spoken
    assert belegg.told().endswith("Over tiden, 3 dager over")


def test_a_red_day_has_its_name(belegg):
    belegg.view.show_day("2026-12-25")
    assert "første juledag" in belegg.chart.currentIndex().data(SPOKEN)


def test_the_head_tells_places_who_is_in_and_what_is_free(belegg):
    assert belegg.view.head.line.text() == "4 åpne plasser · 2 inne nå · 2 ledige i natt · 1 utreise i dag"


def test_t_goes_to_today_and_ctrl_right_to_the_next_stay(belegg):
    belegg.stand("Rom 3", "2026-07-06")
    belegg.press(KEY.Key_Right, modifiers=CTRL)
    assert belegg.chart.current_day() == "2026-07-09"
    assert belegg.view.chosen_ids() == [belegg.ward.known["Bjørg"]]
    belegg.press(KEY.Key_T)
    assert belegg.chart.current_day() == TODAY


def test_beyond_what_is_read_more_is_read(belegg):
    belegg.view.show_day("2028-02-29")
    assert belegg.chart.current_day() == "2028-02-29"
    belegg.press(KEY.Key_T)
    assert belegg.chart.current_day() == TODAY


def test_a_name_leads_to_the_stay(belegg):
    belegg.view.words.setText("soll")
    belegg.view.reread()
    assert belegg.view.chosen_ids() == [belegg.ward.known["Bjørg"]]


# the acts, by keys


def test_marked_days_and_enter_make_a_new_stay_there(belegg):
    belegg.stand("Rom 4", "2026-07-06")
    belegg.press(*[KEY.Key_Right] * 7, modifiers=SHIFT)
    assert belegg.told() == "Rom 4 er ledig 6.–13. juli"
    belegg.press(KEY.Key_Return)
    form = belegg.ward.form()
    form.fields["person_id"].show_person(belegg.ward.guests["Åse"])
    explain(form)
    belegg.confirm()
    stay = belegg.ward.of("Åse")[0]
    assert (stay["state"], stay["place"], stay["in_on"], stay["out_on"]) == (
        "planned", "Rom 4", "2026-07-06", "2026-07-13")  # fmt: skip
    assert belegg.view.chosen_ids() == [stay["stay_id"]]
    belegg.undo()
    assert belegg.ward.of("Åse") == []


def explain(form):
    """Say why those who wait are passed over."""
    for edit in form.passed.findChildren(type(form.fields["asked_by"].edit)):
        edit.setText("Passer ikke nå")


def test_a_planned_stay_is_carried_to_another_place_and_other_days(belegg):
    belegg.choose("Bjørg")
    belegg.do(KEY.Key_J)
    belegg.press(KEY.Key_Right, KEY.Key_Right)
    belegg.press(KEY.Key_Down)
    assert belegg.chart.ghost.fit == FITS
    assert belegg.told() == "Rom 4 er ledig 11.–18. juli"
    assert belegg.parts("Bjørg") == [("Rom 3", "2026-07-09", "2026-07-16")]
    belegg.press(KEY.Key_Return)
    belegg.confirm()
    assert belegg.parts("Bjørg") == [("Rom 4", "2026-07-11", "2026-07-18")]
    assert belegg.chart.ghost is None
    belegg.undo()
    assert belegg.parts("Bjørg") == [("Rom 3", "2026-07-09", "2026-07-16")]


def test_where_it_clashes_enter_moves_nothing_and_says_who_is_there(belegg):
    belegg.choose("Bjørg")
    belegg.do(KEY.Key_J)
    belegg.press(KEY.Key_Up, KEY.Key_Up)
    belegg.press(KEY.Key_Left, KEY.Key_Left)
    assert belegg.chart.ghost.fit == CLASHES
    assert belegg.told().startswith("Rom 1 er opptatt 29. juni–8. juli av Kari N.")
    belegg.press(KEY.Key_Return)
    assert QApplication.activeModalWidget() is None
    assert belegg.chart.ghost is None
    assert belegg.view.line.under.whole == "Ingenting er flyttet"
    assert belegg.parts("Bjørg") == [("Rom 3", "2026-07-09", "2026-07-16")]


def test_a_turnover_on_one_day_is_no_clash(belegg):
    belegg.choose("Bjørg")
    belegg.do(KEY.Key_J)
    belegg.press(KEY.Key_Up, KEY.Key_Up, KEY.Key_Left)
    assert belegg.chart.ghost.fit == FITS
    assert belegg.told() == "Rom 1 er ledig 8.–15. juli"


def test_esc_lets_go_and_changes_nothing(belegg):
    belegg.choose("Bjørg")
    belegg.do(KEY.Key_J)
    belegg.press(KEY.Key_Down, KEY.Key_Escape)
    assert belegg.chart.ghost is None
    assert belegg.parts("Bjørg") == [("Rom 3", "2026-07-09", "2026-07-16")]
    assert belegg.told().startswith("Bjørg Solli")


def test_who_is_in_moves_from_today_and_stays_one_stay(belegg):
    belegg.choose("Kari")
    belegg.do(KEY.Key_J)
    belegg.press(KEY.Key_Right)
    belegg.press(KEY.Key_Down, KEY.Key_Down, KEY.Key_Down)
    assert belegg.told() == "Rom 4 er ledig 3.–8. juli"
    belegg.press(KEY.Key_Return)
    belegg.confirm()
    assert belegg.parts("Kari") == [("Rom 1", "2026-06-29", TODAY), ("Rom 4", TODAY, "2026-07-08")]
    belegg.undo()
    assert belegg.parts("Kari") == [("Rom 1", "2026-06-29", "2026-07-08")]


def test_a_stay_is_split_on_the_day_of_the_keys(belegg):
    belegg.stand("Rom 1", "2026-07-05")
    belegg.do(KEY.Key_D, ALT)
    belegg.press(KEY.Key_Right)
    belegg.press(KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Return)
    belegg.confirm()
    assert belegg.parts("Kari") == [("Rom 1", "2026-06-29", "2026-07-06"), ("Rom 4", "2026-07-06", "2026-07-08")]


def test_the_first_day_of_a_stay_splits_nothing(belegg):
    belegg.choose("Bjørg")
    belegg.do(KEY.Key_D, ALT)
    assert belegg.chart.ghost is None
    assert belegg.ward.told() == "Stå på en dag inne i et opphold, etter den første"


@pytest.mark.parametrize(("key", "days", "out_on"), [(KEY.Key_Right, 3, "2026-07-11"), (KEY.Key_Left, 2, "2026-07-06")])
def test_a_stay_is_extended_and_shortened_by_its_end(belegg, key, days, out_on):
    belegg.choose("Kari")
    belegg.do(KEY.Key_R)
    belegg.press(*[key] * days)
    assert belegg.chart.ghost.fit == FITS
    assert belegg.told() == f"Reiser {words.weekday_day(out_on)} · {nights('2026-06-29', out_on)} døgn"
    belegg.press(KEY.Key_Return)
    belegg.confirm()
    assert belegg.parts("Kari") == [("Rom 1", "2026-06-29", out_on)]
    belegg.undo()
    assert belegg.parts("Kari") == [("Rom 1", "2026-06-29", "2026-07-08")]


def test_who_is_in_cannot_be_shortened_to_before_today(belegg):
    belegg.choose("Kari")
    belegg.do(KEY.Key_R)
    belegg.press(*[KEY.Key_Left] * 3, modifiers=SHIFT)
    assert belegg.chart.tape.day(belegg.chart.ghost.last) == TODAY


def test_an_end_that_meets_the_next_stay_clashes(belegg):
    belegg.book("Åse", "Rom 1", "2026-07-10", "2026-07-20")
    belegg.choose("Kari")
    belegg.do(KEY.Key_R)
    belegg.press(KEY.Key_Right, KEY.Key_Right)
    assert belegg.chart.ghost.fit == FITS
    belegg.press(KEY.Key_Right)
    assert belegg.chart.ghost.fit == CLASHES
    assert belegg.told().startswith("Rom 1 er opptatt 10.–20. juli av Åse B.")


def test_two_change_places_where_one_is_in_the_way(belegg):
    belegg.book("Åse", "Rom 4", "2026-07-09", "2026-07-20")
    belegg.choose("Bjørg")
    belegg.do(KEY.Key_J)
    belegg.press(KEY.Key_Down, KEY.Key_Return)
    assert belegg.view.line.act.text() == "Bytt plass …"
    belegg.view.line.act.click()
    form = belegg.ward.form()
    assert form.fields["other_id"].value() == belegg.ward.known["Åse"]
    belegg.confirm()
    assert belegg.parts("Bjørg") == [("Rom 4", "2026-07-09", "2026-07-16")]
    assert belegg.parts("Åse") == [("Rom 3", "2026-07-09", "2026-07-20")]
    belegg.undo()
    assert belegg.parts("Bjørg") == [("Rom 3", "2026-07-09", "2026-07-16")]
    assert belegg.parts("Åse") == [("Rom 4", "2026-07-09", "2026-07-20")]


def test_a_stay_goes_on_at_a_supplier_by_carrying_it_there(belegg):
    belegg.choose("Kari")
    belegg.do(KEY.Key_J)
    belegg.press(*[KEY.Key_Down] * 5)
    assert belegg.view.shown.tape.lanes[belegg.chart.ghost.lane].title == "Kjøpte døgn"
    belegg.press(KEY.Key_Return)
    belegg.confirm()
    assert belegg.parts("Kari") == [("Rom 1", "2026-06-29", TODAY), (None, TODAY, "2026-07-08")]
    assert belegg.ward.stay("Kari")["site"] == "Skogli"


def test_a_stay_is_parked_by_carrying_it_out_of_its_place_and_by_its_key(belegg):
    belegg.choose("Kari")
    belegg.do(KEY.Key_J)
    belegg.press(*[KEY.Key_Down] * 4)
    assert belegg.view.shown.tape.lanes[belegg.chart.ghost.lane].title == "Parkert"
    belegg.press(KEY.Key_Return)
    belegg.confirm()
    assert belegg.parts("Kari") == [("Rom 1", "2026-06-29", TODAY), (None, TODAY, "2026-07-08")]
    parked = belegg.chart.chosen
    assert belegg.view.shown.tape.lanes[parked.lane].title == "Parkert"
    belegg.undo()
    belegg.choose("Kari")
    belegg.do(KEY.Key_U, CTRL | SHIFT)
    belegg.confirm()
    assert belegg.parts("Kari")[-1] == (None, TODAY, "2026-07-08")


def test_a_place_is_closed_on_the_marked_days(belegg):
    belegg.stand("Rom 4", "2026-07-06")
    belegg.press(*[KEY.Key_Right] * 4, modifiers=SHIFT)
    belegg.do(KEY.Key_S, CTRL | SHIFT)
    form = belegg.ward.form()
    form.fields["reason"].set_value("nytt gulv")
    belegg.confirm()
    shut = belegg.ward.store.read(closures.closures, since=TODAY)
    assert [(row["place_name"], row["from_on"], row["to_on"]) for row in shut] == [
        ("Rom 4", "2026-07-06", "2026-07-10")
    ]
    assert [bar.text for bar in belegg.chart.tape.of_lane[belegg.row("Rom 4")]] == ["Stengt: nytt gulv"]
    belegg.undo()
    assert belegg.ward.store.read(closures.closures, since=TODAY) == []


def test_a_closure_lies_behind_who_is_there_and_tells_that_they_must_move(belegg):
    belegg.book("Åse", "Rom 4", TODAY, "2026-07-10")
    belegg.stand("Rom 4", "2026-07-12")
    belegg.do(KEY.Key_S, CTRL | SHIFT)
    form = belegg.ward.form()
    form.fields["from_on"].set_value(TODAY)
    form.fields["reason"].set_value("nytt gulv")
    form.look()
    belegg.confirm()
    assert belegg.ward.told() == "Rom 4 er stengt. 1 opphold må flyttes"
    assert [bar.behind for bar in belegg.chart.tape.drawn(belegg.row("Rom 4"))] == [True, False]


def test_the_week_of_today_is_printed_by_its_key(belegg):
    belegg.do(KEY.Key_U, ALT)
    assert [errand for errand, given in belegg.ward.asked if given.get("title") == "Ukeliste"] == ["print_pdf"]


def test_who_is_planned_checks_in_by_its_key(belegg):
    belegg.book("Åse", "Rom 4", TODAY, "2026-07-10")
    belegg.choose("Åse")
    belegg.do(KEY.Key_I, ALT)
    belegg.confirm()
    assert belegg.ward.stay("Åse")["state"] == "in"
    assert belegg.chart.chosen.ink == "in"
    belegg.undo()
    assert belegg.ward.stay("Åse")["state"] == "planned"


def test_who_leaves_is_discharged_by_its_key_and_frees_the_nights(belegg):
    belegg.choose("Kari")
    belegg.do(KEY.Key_U)
    belegg.confirm()
    assert belegg.ward.stay("Kari")["state"] == "discharged"
    assert belegg.chart.tape.bars_at(belegg.row("Rom 1"), belegg.chart.tape.column("2026-07-05")) == []
    belegg.undo()
    assert belegg.ward.stay("Kari")["state"] == "in"


def test_enter_on_a_stay_leads_to_what_comes_next(belegg):
    belegg.choose("Kari")
    belegg.press(KEY.Key_Return)
    assert belegg.ward.window.focusWidget() is belegg.view.line.act


# the menu, leave, two places


def test_the_menu_offers_what_fits_and_the_waiting_list_for_a_free_place(belegg):
    belegg.choose("Kari")
    stay = [action.text() for action in belegg.view.menu().actions()]
    assert {"Skriv ut av oppholdet …", "Endre utreisedag …", "Del oppholdet på denne dagen …"} <= set(stay)
    belegg.stand("Rom 4", "2026-07-20")
    menu = belegg.view.menu()
    free = {action.text(): action for action in menu.actions()}
    assert {"Nytt opphold på plass …", "Steng plassen …", "Fra ventelisten"} <= free.keys()
    waiting = [action.text() for action in free["Fra ventelisten"].menu().actions()]
    assert [text.split(" (")[0] for text in waiting] == ["Signe Moe", "Nils Pettersen"]
    free["Fra ventelisten"].menu().actions()[0].trigger()
    belegg.ward.form().fields["to_on"].set_value("2026-07-27")
    belegg.confirm()
    assert belegg.parts("Signe") == [("Rom 4", "2026-07-20", "2026-07-27")]


def test_the_menu_key_opens_it_by_the_cell(belegg):
    belegg.choose("Kari")
    belegg.chart.menu_wanted.emit(belegg.chart.mapToGlobal(belegg.chart.rect().center()))
    assert belegg.view.opened_menu.isVisible()
    belegg.view.opened_menu.close()


def test_leave_is_shown_as_a_held_place(belegg):
    belegg.ward.run(stay_acts.take_leave, stay_id=belegg.ward.known["Kari"], kind="home", from_on="2026-07-02",
                    to_on="2026-07-05")  # fmt: skip
    belegg.ward.store.changed.emit({"stay"})
    belegg.choose("Kari")
    assert belegg.chart.chosen.gaps == (("2026-07-02", "2026-07-05"),)
    assert "holdt plass 2.–5. juli" in belegg.chart.chosen.spoken
    assert "holdt plass" in belegg.view.line.under.whole


def test_a_person_twice_at_once_is_asked_about_and_marked(belegg):
    known = belegg.ward.known["Bjørg"]
    belegg.book("Bjørg", "Rom 4", "2026-07-20", "2026-07-25")
    belegg.choose("Bjørg")
    belegg.do(KEY.Key_J)
    belegg.press(*[KEY.Key_Left] * 5)
    assert belegg.chart.ghost.fit == ASKS
    belegg.press(KEY.Key_Return)
    form = belegg.ward.form()
    form.accept_box.box.click()
    belegg.confirm()
    marked = [bar for bar in belegg.chart.tape.tape.bars if bar.marked]
    assert {belegg.view.span(bar).stay_id for bar in marked} == {known, belegg.ward.known["Bjørg"]}
    assert all("to steder samtidig" in bar.spoken for bar in marked)


def test_a_register_that_is_only_looked_at_is_not_carried_about(belegg):
    belegg.choose("Bjørg")
    belegg.view.store._register.read_only = True
    belegg.view.move_on()
    belegg.view.store._register.read_only = False
    assert belegg.chart.ghost is None


def test_two_change_places_by_the_key_too(belegg):
    belegg.choose("Kari")
    belegg.do(KEY.Key_B, CTRL | SHIFT)
    form = belegg.ward.form()
    form.fields["other_id"].set_value(belegg.ward.known["Ola"])
    belegg.confirm()
    assert belegg.parts("Kari")[-1] == ("Rom 2", TODAY, "2026-07-08")
    assert belegg.parts("Ola")[-1][0] == "Rom 1"


def test_a_closure_is_changed_and_ended_where_it_lies(belegg):
    belegg.ward.run(closures.close_places, site_id=belegg.view.shown.lanes[belegg.row("Rom 4")].site_id,
                    stay_place_ids=[belegg.ward.rooms["Rom 4"]], from_on="2026-07-06", to_on="2026-07-10",
                    reason="maling")  # fmt: skip
    belegg.ward.store.changed.emit({"stay_place"})
    belegg.stand("Rom 4", "2026-07-08")
    assert belegg.told() == "Stengt: maling"
    assert belegg.view.line.act.text() == "Endre stengingen …"
    belegg.view.line.act.click()
    belegg.ward.form().fields["to_on"].set_value("2026-07-12")
    belegg.confirm()
    assert belegg.chart.tape.of_lane[belegg.row("Rom 4")][0].to_on == "2026-07-12"
    belegg.undo()
    assert belegg.chart.tape.of_lane[belegg.row("Rom 4")][0].to_on == "2026-07-10"
    belegg.ward.run(lambda tx: tx.delete("closure", belegg.view.span().closure_id))


def test_what_another_window_takes_back_is_told_calmly(belegg):
    belegg.book("Åse", "Rom 4", "2026-07-06", "2026-07-12")
    belegg.choose("Åse")
    gone = belegg.ward.known["Åse"]
    history.undo_last(belegg.ward.store._register, staff="Jon Vakt", today=TODAY)
    belegg.view.tell_line()
    assert belegg.told().startswith("Oppholdet finnes ikke lenger")
    belegg.view.refresh()
    assert gone not in {span.stay_id for span in belegg.view.shown.spans.values()}


# the list around it


def test_the_days_in_sight_are_printed_as_bars_and_saved_as_a_list(belegg):
    belegg.ward.asked.clear()
    belegg.do(KEY.Key_P)
    act, given = belegg.ward.asked[-1]
    out = io.BytesIO()
    given["make"](out)
    assert (act, given["name"], out.getvalue()[:4]) == ("print_pdf", "belegg-2026-06-25", b"%PDF")
    listed = belegg.view.listing()
    assert {row["last_name"] for row in listed.rows()} == {"Nordmann", "Hansen", "Solli"}
    assert (listed.count, listed.persons, listed.note) == (3, True, "25. juni–25. juli")


def test_one_site_can_be_looked_at_alone(belegg):
    site = belegg.view.choices()[1]
    belegg.view.choice.setCurrentIndex(belegg.view.choice.findData(site[0]))
    belegg.view.reread()
    assert [lane.title for lane in belegg.view.shown.tape.lanes] == ["Skogli", "Kjøpte døgn"]
    belegg.press(KEY.Key_Escape)
    assert "Rom 1" in [lane.title for lane in belegg.view.shown.tape.lanes]


def test_the_legend_can_be_put_away(belegg):
    belegg.do(KEY.Key_T, ALT)
    assert not belegg.view.legend.isVisible()
    belegg.do(KEY.Key_T, ALT)
    assert belegg.view.legend.isVisible()


def test_a_stay_far_off_is_found_by_who_asks_for_it(belegg):
    belegg.book("Åse", "Rom 4", "2029-03-01", "2029-03-12")
    belegg.view.open_record(belegg.ward.known["Åse"])
    assert belegg.chart.current_day() == "2029-03-01"
    assert belegg.view.chosen_ids() == [belegg.ward.known["Åse"]]


@pytest.mark.parametrize(("span", "key"), [(14, "14"), (90, "90")])
def test_two_weeks_or_a_quarter_fill_the_width(belegg, span, key):
    belegg.view.chip_row._pick(key)
    assert belegg.chart.columnWidth(0) == belegg.chart.viewport().width() // span
    belegg.do(KEY.Key_PageDown)
    assert belegg.chart.current_day() > TODAY
    belegg.view.chip_row._pick("30")


def test_a_register_without_places_leads_to_where_they_are_made(bare):
    page = bare.open().show_page(StaysPage)
    page.show_view(0)
    QApplication.processEvents()
    bare.buttons(page.current.empty)["Legg inn plasser"].click()
    assert page.current.kind == "stay_place"


def test_a_closure_and_the_stays_it_meets_are_both_seen_one_over_the_other(belegg):
    """Ola stays over his time in Rom 2, Bjørg comes to Rom 3; both rooms are closed meanwhile."""
    for room, since, until in (("Rom 2", "2026-06-29", "2026-07-08"), ("Rom 3", "2026-07-12", "2026-07-20")):
        belegg.shut(room, since, until)
    chart = belegg.chart
    for room in ("Rom 2", "Rom 3"):
        row = belegg.row(room)
        stay, closure = sorted(chart.tape.of_lane[row], key=lambda bar: bar.behind)
        over, under = chart.rect_of(stay), chart.rect_of(closure)
        lane = chart.visualRect(chart.tape.index(row, 0))
        assert lane.top() <= over.top() < over.bottom() <= under.top() < under.bottom() <= lane.bottom()
        assert min(over.height(), under.height()) >= 14
        shared = range(chart.tape.column(closure.from_on), chart.tape.column(stay.to_on) + 1)
        chart.see(row, shared[-1])
        point = QPoint(chart.columnViewportPosition(shared[-1]), round(chart.rect_of(closure).center().y()))
        assert chart.bar_at(point).key == closure.key, "a click on the closure is about the closure"
    assert chart.rowHeight(belegg.row("Rom 2")) > chart.rowHeight(belegg.row("Rom 4"))
    belegg.stand("Rom 2", "2026-07-01")
    assert belegg.told().startswith("Ola Hansen")
    assert "plassen er stengt: Maling" in belegg.view.line.under.whole


def test_who_has_not_left_and_who_has_come_too_early_are_both_seen(belegg):
    """Ola should have left Rom 2 on the 30th; somebody is booked there from the 1st."""
    belegg.ward.store.changed.emit({"stay"})
    chart, row = belegg.chart, belegg.row("Rom 2")
    (late,) = [bar for bar in chart.tape.of_lane[row] if bar.tail_on]
    tape = chart.tape.tape
    early = replace(late, key="early", from_on="2026-07-01", to_on="2026-07-09", tail_on="", tail="")
    chart.show_tape(replace(tape, bars=[*tape.bars, early]))
    over, under = chart.rect_of(late), chart.rect_of(early)
    assert over.bottom() <= under.top()
    assert chart.tape.halves == {late.key: "over", "early": "under"}
    belegg.view.reread()
    assert chart.tape.halves == {}


def test_a_closure_that_begins_the_day_somebody_leaves_has_the_height_of_the_lane(belegg):
    belegg.shut("Rom 1", "2026-07-08", "2026-07-12")
    assert belegg.chart.tape.halves == {}


def test_nights_with_fewer_places_are_hatched_in_the_head_and_say_why(belegg):
    site = belegg.view.shown.lanes[belegg.row("Rom 1")].site_id
    belegg.ward.stock.run(closures.close_places, day=TODAY, site_id=site, places=1, from_on="2026-07-24",
                          to_on="2026-07-26", reason="Kurs")  # fmt: skip
    belegg.view.refresh()
    model, first = belegg.chart.tape, belegg.chart.tape.column("2026-07-24")
    lane = model.tape.lanes[0]
    assert [column - first for column in range(model.tape.days) if column in lane.hatched] == [0, 1]
    assert model.index(0, first + 1).data(SPOKEN).endswith("3 av 3 plasser ledig. 1 plass færre: Kurs")
    assert model.index(0, first + 2).data(SPOKEN).endswith("4 av 4 plasser ledig")
    belegg.chart.go_to("2026-07-24", 0)
    assert belegg.told().endswith("1 plass færre: Kurs"), "and so does the line under the chart"
