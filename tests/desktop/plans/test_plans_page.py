"""Tiltak by keys, from the form to the row on disk: an example copied, adopted, followed up, handed over."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import measure_lists, measures, plan_layout, plans, roles
from desktop.history_dialog import HistoryDialog
from desktop.plans import examples
from desktop.plans.forms import HolderForm, LightForm, MeasureForm, ResponsibleForm, StatusForm, YearForm
from desktop.plans.page import PlansPage
from desktop.plans.plans import AdoptForm, ExampleForm, PlanForm

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROWS = [
    {"number": "1", "focus_area": "Samhandling", "goal": "Mestring", "adopted_text": "Opprette et utvalg",
     "responsible": ["Enhetsleder helse"], "cost_adopted_ore": 15_000_000},
    {"number": "2", "focus_area": "Samhandling", "adopted_text": "Møte hvert år", "kind": "yearly",
     "responsible": ["Koordinerende enhet"]},
    {"number": "3", "focus_area": "Kompetanse", "adopted_text": "Vurdere en stilling", "kind": "assess"},
]  # fmt: skip


@pytest.fixture
def page(bare):
    """The page with an adopted plan of three measures."""
    bare.open()
    bare.plan = bare.run(plan_layout.lay_out_plan, rows=ROWS, frame={"name": "Plan for rehabilitering"},
                         adopted_on="2026-06-18")  # fmt: skip
    return bare.window.show_page(PlansPage)


def view(page, name):
    page.show_view([text for _kind, text in page.VIEWS].index(name))
    return page.current


def form_of(stock, kind):
    form = stock.form()
    assert isinstance(form, kind)
    return form


def key(qtbot, stock, what, modifiers=CTRL):
    qtbot.keyClick(stock.window, what, modifiers)


def row(stock, number):
    ref = stock.store._register.column("SELECT measure_id FROM measure ORDER BY position")[number]
    return stock.store.read(measure_lists.measure, ref, today=stock.store.today)


def test_the_measures_stand_in_the_order_of_the_plan_with_status_light_and_deadline_apart(page, bare):
    shown = view(page, "Tiltak")
    assert bare.shown(shown, "number") == ["1", "2", "3"]
    assert bare.shown(shown, "status") == ["not_started"] * 3
    assert bare.shown(shown, "light") == [None] * 3
    assert bare.shown(shown, "deadline") == ["none"] * 3


def test_an_example_plan_is_copied_by_one_choice(bare, qtbot):
    page = bare.open().show_page(PlansPage)
    QApplication.processEvents()
    view(page, "Planer")
    key(qtbot, bare, Qt.Key.Key_N, CTRL | SHIFT)
    form = form_of(bare, ExampleForm)
    form.fields["name"].set_value(examples.names()[2])
    form.save()
    found = bare.store.read(plans.plans)[0]
    assert (found["name"], found["measures"], found["from_year"]) == (examples.names()[2], 11, 2018)


def test_all_five_examples_hold_the_186_measures_of_the_plans(bare):
    for name in examples.names():
        bare.run(plan_layout.lay_out_plan, rows=examples.rows(name), frame=examples.frame(name))
    assert [row["measures"] for row in bare.store.read(plans.plans)] == [24, 11, 104, 42, 5]
    costs = bare.store._register.value("SELECT sum(cost_adopted_ore) FROM measure m JOIN plan p USING (plan_id) "
                                       "WHERE p.name LIKE 'Melhus%'")  # fmt: skip
    assert costs == 590_000_000


def test_a_status_is_told_by_keys_and_asks_for_what_it_needs(page, bare, qtbot):
    view(page, "Tiltak")
    key(qtbot, bare, Qt.Key.Key_Return)
    form = form_of(bare, StatusForm)
    form.status.set_value("postponed")
    form.status.changed.emit()
    form.save()
    assert form.isVisible()
    assert form.trouble.isVisible() or form.reason.under.text()
    form.reason.set_value("Ingen midler i år")
    form.due.set_value("2027-06-01")
    form.save()
    measure = row(bare, 0)
    assert (measure["status"], measure["due_on"]) == ("postponed", "2027-06-01")


def test_what_is_only_considered_is_asked_for_its_conclusion(page, bare):
    measure = row(bare, 2)
    bare.run(measures.set_status, measure_ids=[measure["measure_id"]], status="in_progress")
    form = StatusForm(bare.store, [row(bare, 2)])
    form.status.set_value("completed")
    form._open_what_fits()
    assert form.conclusion.isVisibleTo(form)
    form.conclusion.set_value("Vi venter")
    form.save()
    assert row(bare, 2)["conclusion"] == "Vi venter"


def test_a_light_is_set_on_several_measures_at_once(page, bare, qtbot):
    shown = view(page, "Tiltak")
    shown.table.choose(shown.model.ids.tolist())
    key(qtbot, bare, Qt.Key.Key_L)
    form = form_of(bare, LightForm)
    form.fields["light"].set_value("red")
    form.save()
    assert form.isVisible()
    form.fields["reason"].set_value("Ingen har tid")
    form.save()
    assert {row(bare, number)["light"] for number in range(3)} == {"red"}


def test_a_yearly_measure_is_ticked_and_another_is_told_that_it_cannot_be(page, bare, qtbot):
    shown = view(page, "Tiltak")
    shown.table.choose([shown.model.ids[0]])
    key(qtbot, bare, Qt.Key.Key_T)
    assert "årlige" in bare.told()
    shown.table.choose([shown.model.ids[1]])
    key(qtbot, bare, Qt.Key.Key_T)
    form_of(bare, YearForm).save()
    assert row(bare, 1)["last_year"] == int(bare.store.today[:4])


def test_a_yearly_measure_is_never_offered_as_completed_and_not_ticked_once_it_is_stopped(page, bare, qtbot):
    shown = view(page, "Tiltak")
    ref = row(bare, 1)["measure_id"]
    bare.run(measures.set_status, measure_ids=[ref], status="in_progress")
    assert [code for code, _word in StatusForm(bare.store, [row(bare, 1)])._offered()] == [
        "in_progress", "postponed", "stopped",
    ]  # fmt: skip
    bare.run(measures.set_status, measure_ids=[ref], status="stopped", reason="Ikke lenger aktuelt")
    bare.store.changed.emit({"measure"})
    shown.open_record(ref)
    key(qtbot, bare, Qt.Key.Key_T)
    assert "ikke er avsluttet" in bare.told()
    assert "Gjort i år …" not in [act.text for act in shown.one(row(bare, 1)).acts]


def test_the_responsible_are_changed_and_their_measures_shown_among_mine(page, bare, qtbot):
    view(page, "Tiltak")
    key(qtbot, bare, Qt.Key.Key_G)
    form = form_of(bare, ResponsibleForm)
    assert form.names.value() == ["Enhetsleder helse"]
    form.names.set_value(["Rådgiver", "Enhetsleder helse"])
    form.save()
    assert row(bare, 0)["responsible"] == "Rådgiver; Enhetsleder helse"
    view(page, "Ansvarlige")
    role = next(one for one in bare.store.read(roles.roles, today=bare.store.today) if one["name"] == "Rådgiver")
    page.current.table.choose([role["role_id"]])
    key(qtbot, bare, Qt.Key.Key_L, CTRL | SHIFT)
    assert page.current.title == "Mine tiltak"
    assert bare.shown(page.current, "number") == ["1"]


def test_a_role_is_handed_over(page, bare):
    role = bare.store.read(roles.roles, today=bare.store.today)[0]
    form = HolderForm(bare.store, role)
    form.holder.set_value("Anne Haug")
    form.save()
    assert bare.store.read(roles.role, role["role_id"], today=bare.store.today)["holder"] == "Anne Haug"


def test_what_was_adopted_cannot_be_typed_over(page, bare, qtbot):
    view(page, "Tiltak")
    key(qtbot, bare, Qt.Key.Key_D)
    form = form_of(bare, MeasureForm)
    assert not any(form.fields[name].isEnabled() for name in ("number", "adopted_text", "cost_adopted_ore"))
    form.fields["working_title"].set_value("Utvalget")
    form.fields["cost_used_ore"].set_value(100_000)
    form.save()
    measure = row(bare, 0)
    assert (measure["working_title"], measure["cost_used_ore"]) == ("Utvalget", 100_000)


def test_the_history_of_a_measure_tells_each_field_by_a_key(page, bare, qtbot):
    bare.run(measures.set_light, measure_ids=[row(bare, 0)["measure_id"]], light="red", reason="Ingen har tid")
    view(page, "Tiltak")
    key(qtbot, bare, Qt.Key.Key_H)
    newest = form_of(bare, HistoryDialog).lines[0]
    assert newest.text == "Lys: tiltak 1 – rødt\nLys: – → ■ Rødt\nGrunn til lyset: – → Ingen har tid"
    assert "Jon Vakt" in newest.under


def test_a_new_plan_is_written_filled_and_adopted(bare, qtbot):
    page = bare.open().show_page(PlansPage)
    QApplication.processEvents()
    view(page, "Planer")
    key(qtbot, bare, Qt.Key.Key_N)
    form = form_of(bare, PlanForm)
    form.fields["name"].set_value("Ny plan")
    form.save()
    view(page, "Tiltak")
    key(qtbot, bare, Qt.Key.Key_N)
    form = form_of(bare, MeasureForm)
    form.fields["plan_id"].set_value(bare.store.read(plans.plans)[0]["plan_id"])
    form.fields["adopted_text"].set_value("Prøve ut")
    form.fields["responsible"].set_value(["Rådgiver"])
    form.save()
    view(page, "Planer")
    key(qtbot, bare, Qt.Key.Key_G, CTRL | SHIFT)
    form_of(bare, AdoptForm).save()
    assert row(bare, 0)["adopted_on"] == bare.store.today


def test_the_plans_measures_are_shown_from_the_plan(page, bare, qtbot):
    bare.run(plan_layout.lay_out_plan, rows=ROWS[:1], frame={"name": "En annen plan"})
    shown = view(page, "Planer")
    shown.table.choose([bare.plan])
    key(qtbot, bare, Qt.Key.Key_L, CTRL | SHIFT)
    assert page.current.title == "Tiltak"
    assert bare.shown(page.current, "number") == ["1", "2", "3"]


def test_mine_are_at_first_those_of_whoever_is_on_duty_and_all_are_a_key_away(page, bare, qtbot):
    role = roles.of_measure(bare.store._register, row(bare, 1)["measure_id"], today=bare.store.today)[0]["role_id"]
    bare.run(roles.hand_role_over, role_id=role, holder="jon vakt", from_on="2026-01-01")
    shown = view(page, "Mine tiltak")
    assert bare.shown(shown, "number") == ["2"]
    qtbot.keyClick(shown.table, Qt.Key.Key_Escape)
    assert bare.shown(shown, "number") == ["1", "2", "3"]
    bare.run(measures.set_light, measure_ids=[1], light="green")
    bare.store.look_around()
    assert bare.shown(shown, "number") == ["1", "2", "3"]
