"""The lists of stays: what they hold, and each act from the key to the row on disk."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db import closures, stay_lists
from desktop.stays.place_field import Where

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
TODAY = "2026-07-03"
Key = Qt.Key


def press(view, key, held=CTRL) -> Any:
    """A key in the list of the view; the form that it opens."""
    view.window().activateWindow()
    view.table.setFocus()
    QApplication.processEvents()
    QTest.keyClick(view.table, key, held)
    QApplication.processEvents()
    return QApplication.activeModalWidget()


def fill(form, /, **values):
    """Write these in the fields of a form, as a person does."""
    for key, value in values.items():
        form.fields[key].set_value(value)
        form.fields[key].changed.emit()


def confirm(form):
    """Ctrl+Enter; what the form says where it stays open."""
    form.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(form, Key.Key_Return, CTRL)
    QApplication.processEvents()
    left: Any = QApplication.activeModalWidget()
    return "" if left is None else " ".join([left.trouble.text, *(f.under.text() for f in left.fields.values())])


def act(view, ward, who, key, held=CTRL, /, **values):
    """Choose somebody's stay, press a key, fill the form and confirm; the stay as it is then."""
    view.open_record(ward.known[who])
    form = press(view, key, held)
    assert form is not None, ward.told()
    fill(form, **values)
    assert confirm(form) == ""
    return ward.stay(who)


# the list


def test_the_list_holds_all_that_is_open_with_who_stays_over_time(ward, listed):
    assert set(ward.shown(listed, "last_name")) == {
        "Solli", "Nordmann", "Hansen", "Pettersen", "Moe", "Østby"}  # fmt: skip
    listed.show_chip("overstay")
    assert ward.shown(listed, "last_name") == ["Hansen"]
    assert listed.model.text(listed.columns[7], listed.model.row(0)).endswith("3 dager over")


def test_words_and_the_box_narrow_the_list(ward, listed):
    listed.words.setText("nord")
    listed.reread()
    assert ward.shown(listed, "last_name") == ["Nordmann"]
    listed.clear_filters()
    listed.choice.setCurrentIndex(listed.choice.findData("respite"))
    listed.reread()
    assert not len(listed.model.ids)


def test_the_panel_tells_where_until_when_and_what_comes_next(ward, listed):
    listed.open_record(ward.known["Ola"])
    shown = listed.panel.details
    told = dict(shown.facts)
    assert (shown.title, shown.state, told["Plass"]) == ("Ola Hansen (f. 1944)", "stay_overstay", "Rom 2, Korttid")
    assert told["Utreise"] == "30. juni · 3 dager over"
    assert [one.text for one in shown.acts if one.primary] == ["Skriv ut av oppholdet …"]


def test_every_row_is_read_aloud_as_a_sentence(ward, listed):
    row = next(row for row in listed.rows(listed.model.ids) if row["last_name"] == "Solli")
    assert listed.sentence(row) == "Bjørg Solli, planlagt, Rom 3, Rehabilitering, 9.–16. juli · 7 døgn"


def test_nothing_in_the_page_is_without_a_name(ward, listed):
    assert ward.nameless(listed) == []


# from application to place


def test_an_application_is_assessed_granted_and_put_on_the_list_by_keys(ward, queue):
    queue.open_record(ward.known["Per"])
    press(queue, Key.Key_V, CTRL | SHIFT)
    assert ward.stay("Per")["state"] == "assessed"
    assert act(queue, ward, "Per", Key.Key_G, reference="26/77")["decision_ref"] == "26/77"
    row = act(queue, ward, "Per", Key.Key_L, priority=1, latest_start_on="2026-07-20", reason="Fullt")
    assert (row["state"], row["priority"], row["latest_start_on"]) == ("waiting", 1, "2026-07-20")
    assert ward.told() == "Per Ø. står på ventelisten"
    ward.window.undo()
    assert ward.stay("Per")["state"] == "granted"


def test_a_refusal_needs_its_reason_and_can_be_appealed_and_turned(ward, queue):
    queue.open_record(ward.known["Per"])
    queue.assess()
    form = press(queue, Key.Key_G)
    fill(form, answer="refused", appeal_by="2026-07-31")
    assert "grunn" in confirm(form).lower()
    fill(form, reason="Kan få hjelp hjemme")
    assert confirm(form) == ""
    row = ward.stay("Per")
    assert (row["state"], row["decision_reason"], row["appeal_by"]) == ("refused", "Kan få hjelp hjemme", "2026-07-31")
    queue.open_record(ward.known["Per"])
    assert act(queue, ward, "Per", Key.Key_G, CTRL | SHIFT)["appealed_on"] == TODAY
    assert act(queue, ward, "Per", Key.Key_G, CTRL | SHIFT, outcome="reversed")["state"] == "granted"


def test_a_new_application_is_written_by_keys_alone(ward, queue):
    form = press(queue, Key.Key_N)
    form.fields["person_id"].show_person(ward.guests["Liv"])
    fill(form, purpose="respite", wished_from="2026-07-10", need="Trenger avlastning")
    assert confirm(form) == ""
    (row,) = ward.of("Liv")
    assert (row["state"], row["purpose"], row["wished_from"], row["need"]) == (
        "applied", "respite", "2026-07-10", "Trenger avlastning")  # fmt: skip


def test_a_person_is_found_by_typing_and_told_with_the_stays_they_have(ward, queue):
    form = press(queue, Key.Key_N)
    field = form.fields["person_id"]
    QTest.keyClicks(field.edit, "solli")
    field.results.search()
    QTest.keyClick(field.edit, Key.Key_Return)
    assert field.value() == ward.guests["Bjørg"]
    assert field.under.text() == "Planlagt · Rehabilitering · Rom 3 · 9.–16. juli · 7 døgn"


def test_somebody_unknown_is_registered_without_leaving_the_form(ward, queue):
    form = press(queue, Key.Key_N)
    field = form.fields["person_id"]
    QTest.keyClicks(field.edit, "Tora Ny")
    field.results.search()
    assert [field.results.item(n).text() for n in range(field.results.count())] == ["Ny person «Tora Ny»"]
    QTest.keyClick(field.edit, Key.Key_Return)
    QApplication.processEvents()
    card: Any = QApplication.activeModalWidget()
    assert card is not form
    card.save()
    QApplication.processEvents()
    assert "Tora Ny" in field.text()
    assert confirm(form) == ""
    assert ward.told() == "Søknaden er registrert: Tora N."


def test_day_rehab_asks_for_its_days_of_the_week_and_nights_do_not(ward, queue):
    form = press(queue, Key.Key_N)
    assert not form.fields["weekdays"].isVisible()
    form.fields["person_id"].show_person(ward.guests["Liv"])
    fill(form, form="day", weekdays="13", transport="taxi")
    assert form.fields["weekdays"].isVisible()
    assert confirm(form) == ""
    assert [(row["form"], row["weekdays"], row["transport"]) for row in ward.of("Liv")] == [("day", "13", "taxi")]


def test_a_national_identity_number_is_kept_out_of_the_need(ward, queue):
    form = press(queue, Key.Key_N)
    form.fields["person_id"].show_person(ward.guests["Liv"])
    fill(form, need="Født 13097248022")
    assert "nummer" in confirm(form)
    assert ward.of("Liv") == []


# the waiting list


def test_the_waiting_list_goes_by_need_first(ward, queue):
    assert ward.shown(queue, "last_name") == ["Moe", "Pettersen"]
    assert ward.shown(queue, "rank") == [1, 2]
    assert queue.head.line.text() == "2 venter, lengst 13 dager"


def test_another_priority_keeps_its_reason_in_the_history_of_the_stay(ward, queue):
    act(queue, ward, "Nils", Key.Key_P, CTRL | SHIFT, priority=1, reason="Falt hjemme")
    queue.open_record(ward.known["Nils"])
    told = dict(queue.panel.details.facts)
    assert told["Prioritet endret"] == "3. juli: fra 2 til 1, Jon Vakt. Falt hjemme"


def test_a_pause_stops_the_waiting_and_ends_by_the_same_key(ward, queue):
    assert act(queue, ward, "Nils", Key.Key_H, CTRL | SHIFT, from_on="2026-07-01", reason="Ferie")["paused"]
    row = act(queue, ward, "Nils", Key.Key_H, CTRL | SHIFT)
    assert (row["paused"], row["days_waited"]) == (0, 11)


def test_who_stands_before_is_told_with_the_reason_before_somebody_else_gets_the_place(ward, queue):
    queue.open_record(ward.known["Nils"])
    form = press(queue, Key.Key_T)
    where = Where(*_where(ward, "Rom 4"))
    fill(form, where=where, from_on="2026-07-06", to_on="2026-07-13")
    form.look()
    assert form.verdict.texts == ["Rom 4 er ledig 6.–13. juli · 7 døgn"]
    assert list(form.passed.lines) == [ward.known["Signe"]]
    assert "foran" in confirm(form)
    line = form.passed.lines[ward.known["Signe"]]
    line.setText("Må vente på hjelpemiddel")
    assert confirm(form) == ""
    assert (ward.stay("Nils")["state"], ward.stay("Nils")["place"]) == ("planned", "Rom 4")
    (passed,) = ward.store.read(stay_lists.passes, ward.known["Signe"])
    assert (passed["reason"], passed["last_name"]) == ("Må vente på hjelpemiddel", "Pettersen")


def _where(ward, room):
    site = ward.stay("Kari")["site_id"]
    return site, ward.rooms[room]


def test_a_free_place_suggests_who_could_have_it_and_the_first_that_fits_is_planned(ward, queue):
    form = press(queue, Key.Key_T, CTRL | SHIFT)
    fill(form, where=Where(*_where(ward, "Rom 4")), from_on="2026-07-06", to_on="2026-07-13")
    form.look()
    assert [row["last_name"] for row in form.rows] == ["Moe", "Pettersen"]
    QTest.keyClick(form, Key.Key_Return, CTRL)
    QApplication.processEvents()
    plan = ward.form()
    assert (plan.stay_id, plan.where(), plan.period()) == (
        ward.known["Signe"], Where(*_where(ward, "Rom 4")), ("2026-07-06", "2026-07-13"))  # fmt: skip
    assert confirm(plan) == ""
    assert ward.stay("Signe")["state"] == "planned"
    assert ward.shown(queue, "last_name") == ["Pettersen"]


# what stands in the way


def test_a_taken_place_is_told_while_typing_and_a_free_one_is_a_key_away(ward, queue):
    queue.open_record(ward.known["Signe"])
    form = press(queue, Key.Key_T)
    fill(form, where=Where(*_where(ward, "Rom 3")), from_on="2026-07-10", to_on="2026-07-14")
    form.look()
    assert form.verdict.texts[0].startswith("Rom 3 er opptatt 9.–16. juli av Bjørg S")
    free = [name for name in ward.buttons(form) if name.startswith("Velg Rom")]
    assert free == ["Velg Rom 1", "Velg Rom 2", "Velg Rom 4"]
    assert "opptatt" in confirm(form)
    assert ward.stay("Signe")["state"] == "waiting"
    QTest.keyClick(ward.buttons(form)["Velg Rom 4"], Key.Key_Space)
    assert confirm(form) == ""
    assert ward.stay("Signe")["place"] == "Rom 4"


def test_the_same_person_twice_is_asked_about_and_accepted(ward, listed):
    form = press(listed, Key.Key_B)
    form.fields["person_id"].show_person(ward.guests["Bjørg"])
    form.fields["priority"].set_value(1)
    fill(form, where=Where(*_where(ward, "Rom 4")), from_on="2026-07-10", to_on="2026-07-12")
    form.look()
    for line in form.passed.lines.values():
        line.setText("Bare to netter")
    assert form.accept_box is not None
    assert confirm(form) != ""
    form.accept_box.set_value(True)
    assert confirm(form) == ""
    assert len(ward.of("Bjørg")) == 2


# in the house


def test_somebody_comes_by_two_keys(ward, listed):
    row = act(listed, ward, "Bjørg", Key.Key_I, ALT)
    assert (row["state"], row["in_on"], row["place"]) == ("in", TODAY, "Rom 3")
    assert ward.told() == "Bjørg S. er kommet: Rom 3, Korttid, 3.–16. juli · 13 døgn"


def test_nobody_comes_to_a_place_that_has_not_been_left(ward, listed):
    ward.book("Åse", "Rom 2", "2026-07-05", "2026-07-10", passed={ward.known[n]: "x" for n in ("Signe", "Nils")})
    listed.open_record(ward.known["Åse"])
    form = press(listed, Key.Key_I, ALT)
    assert form.verdict.texts[0].startswith("Ola H. er fortsatt på Rom 2")
    assert "fortsatt" in confirm(form)
    assert ward.stay("Åse")["state"] == "planned"


def test_a_discharge_frees_the_nights_that_were_not_used(ward, listed):
    row = act(listed, ward, "Kari", Key.Key_U, went_to="home", goal_result="reached")
    assert (row["state"], row["out_on"], row["goal_result"]) == ("discharged", TODAY, "reached")
    sql = "SELECT count(*) FROM stay_night WHERE stay_place_id = :place AND night >= :day"
    assert ward.store._register.value(sql, place=ward.rooms["Rom 1"], day=TODAY) == 0
    row = act(listed, ward, "Kari", Key.Key_O, CTRL | SHIFT, reason="Feil person")
    assert (row["state"], row["out_on"]) == ("in", "2026-07-04")


@pytest.mark.parametrize(("key", "held", "values", "told"), [
    (Key.Key_R, CTRL, {"to_on": "2026-07-12", "confirmed": True}, {"out_on": "2026-07-12", "confirmed": 1}),
    (Key.Key_J, CTRL, {"where": "Rom 4"}, {"place": "Rom 4", "out_on": "2026-07-08"}),
    (Key.Key_U, CTRL | SHIFT, {}, {"place": None, "site": "Korttid"}),
    (Key.Key_F, CTRL | SHIFT, {"kind": "hospital"}, {"away": "hospital"}),
    (Key.Key_K, CTRL | SHIFT, {"name": "Siv Moe"}, {"coordinator": "Siv Moe"}),
    (Key.Key_D, CTRL, {"note": "Liker kaffe"}, {"note": "Liker kaffe"}),
])  # fmt: skip
def test_an_act_in_the_house_is_done_by_its_key_and_taken_back(ward, listed, key, held, values, told):
    if "where" in values:
        values = values | {"where": Where(*_where(ward, values["where"]))}
    before = dict(ward.stay("Kari"))
    row = act(listed, ward, "Kari", key, held, **values)
    assert {name: row[name] for name in told} == told
    ward.window.undo()
    after = dict(ward.stay("Kari"))
    assert {name: after[name] for name in told} == {name: before[name] for name in told}


def test_two_change_places(ward, listed):
    row = act(listed, ward, "Kari", Key.Key_B, CTRL | SHIFT, other_id=ward.known["Ola"])
    assert (row["place"], ward.stay("Ola")["place"]) == ("Rom 2", "Rom 1")


def test_coming_back_from_leave_is_the_same_key(ward, listed):
    act(listed, ward, "Kari", Key.Key_F, CTRL | SHIFT, from_on="2026-07-01")
    assert act(listed, ward, "Kari", Key.Key_F, CTRL | SHIFT)["away"] is None


def test_a_planned_stay_gets_other_days_goes_back_to_the_list_and_is_called_off(ward, listed):
    row = act(listed, ward, "Bjørg", Key.Key_T, from_on="2026-07-20", to_on="2026-07-27")
    assert (row["in_on"], row["out_on"]) == ("2026-07-20", "2026-07-27")
    assert act(listed, ward, "Bjørg", Key.Key_L, CTRL | SHIFT, reason="Stengt rom")["state"] == "waiting"
    row = act(listed, ward, "Bjørg", Key.Key_M, reason="user")
    assert (row["state"], row["cancel_reason"]) == ("cancelled", "user")


def test_an_acute_admission_is_one_step_and_its_decision_comes_afterwards(ward, listed):
    form = press(listed, Key.Key_A, CTRL | SHIFT)
    form.fields["person_id"].show_person(ward.guests["Liv"])
    fill(form, where=Where(*_where(ward, "Rom 4")), asked_by="Legevakten")
    assert confirm(form) == ""
    (row,) = ward.of("Liv")
    assert (row["state"], row["purpose"], row["in_on"], row["decided_on"]) == ("in", "acute", TODAY, None)
    ward.known["Liv"] = row["stay_id"]
    assert act(listed, ward, "Liv", Key.Key_G, reference="26/90")["decided_on"] == TODAY


def test_a_forgotten_stay_is_entered_with_the_reason_and_marked(ward, listed):
    form = press(listed, Key.Key_E, CTRL | SHIFT)
    form.fields["person_id"].show_person(ward.guests["Liv"])
    fill(form, where=Where(*_where(ward, "Rom 4")), from_on="2026-05-01", to_on="2026-05-06")
    assert confirm(form) != ""
    fill(form, late_reason="Lå på papir")
    assert confirm(form) == ""
    (row,) = ward.of("Liv")
    assert (row["state"], row["nights"], row["late_reason"]) == ("discharged", 5, "Lå på papir")


def test_an_act_that_does_not_fit_says_so_and_opens_nothing(ward, listed):
    listed.open_record(ward.known["Per"])
    assert press(listed, Key.Key_U) is None
    assert ward.told() == "Det går ikke med et opphold som er søkt"


def test_the_menu_of_rare_acts_holds_those_that_fit(ward, listed):
    listed.open_record(ward.known["Bjørg"])
    texts = [action.text() for action in listed.acts_menu().actions()]
    assert {"Avlys …", "Tilbake til ventelisten …", "Vis kortet", "Vis historikk"} <= set(texts)
    assert "Skriv ut av oppholdet …" not in texts


def test_who_comes_now_is_not_offered_to_be_without_a_place_and_is_told_what_to_do_when_all_is_full(ward, listed):
    site, _place = _where(ward, "Rom 4")
    ward.stock.run(closures.close_places, site_id=site, stay_place_ids=[ward.rooms[room] for room in ("Rom 3", "Rom 4")],
                   from_on=TODAY, to_on="2026-07-06", reason="Maling")  # fmt: skip
    ward.store.changed.emit({"stay_place"})
    form = press(listed, Key.Key_A, CTRL | SHIFT)
    assert not [text for text in form.place_field.offered.values() if text.startswith("Uten plass")]
    assert form.verdict.texts == [
        "Ingen plass er ledig. Flytt eller parker noen først, eller legg til en ekstraplass under «Plasser»"
    ]
