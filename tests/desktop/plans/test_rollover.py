"""A plan rolled over by keys, from the letter in the list to the new version on disk; compared, printed, undone."""

import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import measure_lists, plan_layout, plan_reports, plans, rollovers
from desktop.paper.list import print_rows
from desktop.paper.sheet import Stamp
from desktop.plans import told
from desktop.plans.comparison import ComparisonDialog
from desktop.plans.page import PlansPage
from desktop.plans.rollover import RolloverForm, next_version

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROWS = [
    {"number": str(n), "focus_area": "Samhandling", "adopted_text": text, "responsible": ["Enhetsleder"]}
    for n, text in enumerate(("Opprette et utvalg", "Møte hvert år", "Kurs for alle", "Vurdere en stilling"), 1)
]


@pytest.fixture
def page(bare):
    """The page with an adopted plan of four measures, on its plans."""
    bare.open()
    bare.plan = bare.run(plan_layout.lay_out_plan, rows=ROWS, adopted_on="2022-06-18",
                         frame={"name": "Plan 2022–2026", "from_year": 2022, "to_year": 2026})  # fmt: skip
    shown = bare.window.show_page(PlansPage)
    QApplication.processEvents()
    shown.show_view(5)
    return shown


@pytest.fixture
def form(page, bare, qtbot):
    qtbot.keyClick(bare.window, Qt.Key.Key_V, CTRL | SHIFT)
    made = bare.form()
    assert isinstance(made, RolloverForm)
    return made


def press(qtbot, form, number, letter):
    """Choose a measure by its place in the list, and press the letter of what becomes of it."""
    form.list.table.setFocus()
    form.list.table.choose([form.list.model.ids[number]])
    QApplication.processEvents()
    qtbot.keyClick(form.list.table, letter)


def write(form, key, value):
    form.fields[key].set_value(value)
    form.fields[key].changed.emit()


def decide(form, qtbot):
    """The first is changed, the second merged into it, the fourth ended, and one is new."""
    press(qtbot, form, 0, Qt.Key.Key_E)
    write(form, "adopted_text", "Drive utvalget")
    press(qtbot, form, 1, Qt.Key.Key_S)
    write(form, "into", form.list.model.ids[0])
    write(form, "reason", "Hører sammen")
    press(qtbot, form, 3, Qt.Key.Key_A)
    write(form, "reason", "Ferdig vurdert")
    qtbot.keyClick(form, Qt.Key.Key_N, CTRL)
    write(form, "number", "5")
    write(form, "adopted_text", "Helt nytt")
    write(form, "focus_area", "Kompetanse")


def on_paper(listing):
    return print_rows(io.BytesIO(), listing.columns, listing.rows(), title=listing.title, stamp=Stamp(), persons=False)


def compared(bare, new):
    return [(row["outcome"], row["old_number"], row["new_number"], row["new_text"], row["reason"])
            for row in bare.store.read(rollovers.comparison, new)]  # fmt: skip


def test_a_plan_is_rolled_over_by_letters_and_undone_in_one_step(form, page, bare, qtbot):
    assert form.counts.text() == "4 videreføres"
    decide(form, qtbot)
    assert form.counts.text() == "1 videreføres · 1 endres · 1 slås sammen · 1 avsluttes · 1 nytt"
    assert bare.shown(form.list, "more") == ["", "med 1 Opprette et utvalg · Hører sammen", "", "Ferdig vurdert", ""]
    form.save()
    new = bare.store.read(plans.plan, bare.plan)["replaced_by"]
    made = bare.store.read(plans.plan, new)
    assert (made["name"], made["from_year"], made["to_year"]) == ("Plan 2027–2031", 2027, 2031)
    assert compared(bare, new) == [
        ("changed", "1", "1", "Drive utvalget", ""), ("merged", "2", "1", "Drive utvalget", "Hører sammen"),
        ("continued", "3", "3", "Kurs for alle", ""), ("new", None, "5", "Helt nytt", ""),
        ("ended", "4", "", "", "Ferdig vurdert"),
    ]  # fmt: skip
    assert "3 tiltak" in bare.told()
    assert page.current.chosen_ids() == [new]
    bare.window.undo()
    assert [row["replaced_on"] for row in bare.store.read(plans.plans)] == [None]


def test_what_a_measure_lacks_is_told_at_that_measure_and_nothing_is_written(form, bare, qtbot):
    press(qtbot, form, 3, Qt.Key.Key_A)
    press(qtbot, form, 0, Qt.Key.Key_E)
    form.save()
    assert form.isVisible()
    assert form.list.value() == [form.list.model.ids[3]]
    assert form.fields["reason"].control.property("fault")
    assert len(bare.store.read(plans.plans)) == 1
    write(form, "reason", "Ferdig")
    press(qtbot, form, 1, Qt.Key.Key_S)
    form.save()
    assert form.list.value() == [form.list.model.ids[1]]
    assert form.fields["into"].control.property("fault")


def test_a_measure_that_ends_takes_nobody_over_and_going_back_gives_its_words_again(form, qtbot):
    press(qtbot, form, 0, Qt.Key.Key_E)
    write(form, "adopted_text", "Noe annet")
    press(qtbot, form, 0, Qt.Key.Key_A)
    assert form.outcomes.told[form.list.model.ids[0]]["adopted_text"] == "Opprette et utvalg"
    assert [named for _ref, named in form.outcomes.targets([])] == [
        "2 Møte hvert år", "3 Kurs for alle", "4 Vurdere en stilling",
    ]  # fmt: skip


def test_several_are_ended_at_once_and_a_new_one_is_taken_away_again(form, qtbot):
    form.list.table.setFocus()
    form.list.table.choose(form.list.model.ids[1:3].tolist())
    qtbot.keyClick(form.list.table, Qt.Key.Key_A)
    assert not form.fields["adopted_text"].isVisible()
    write(form, "reason", "Tatt inn i driften")
    qtbot.keyClick(form, Qt.Key.Key_N, CTRL)
    assert form.counts.text() == "2 videreføres · 2 avsluttes · 1 nytt"
    qtbot.keyClick(form, Qt.Key.Key_Delete, CTRL)
    assert form.counts.text() == "2 videreføres · 2 avsluttes"
    assert {one["reason"] for one in form.outcomes.given()["outcomes"].values()} == {"", "Tatt inn i driften"}


def test_an_open_report_is_told_of_before_the_plan_is_rolled_over(page, bare):
    bare.run(plan_reports.open_report, plan_id=bare.plan, period="2026Q2")
    made = RolloverForm(bare.store, bare.store.read(plans.plan, bare.plan))
    assert any("2. kvartal 2026 er ikke låst" in one.text() for one in made.findChildren(type(made.counts)))
    made.deleteLater()


def test_two_versions_are_compared_saved_and_printed_and_a_measure_tells_its_lineage(form, page, bare, qtbot):
    decide(form, qtbot)
    form.save()
    for chosen in (bare.store.read(plans.plan, bare.plan)["replaced_by"], bare.plan):
        page.current.open_record(chosen)
        bare.window.activateWindow()
        QApplication.processEvents()
        qtbot.keyClick(bare.window, Qt.Key.Key_B, CTRL | SHIFT)
        shown = bare.form()
        assert isinstance(shown, ComparisonDialog)
        assert [row["outcome"] for row in shown.listing().rows()] == ["changed", "merged", "continued", "new", "ended"]
        assert on_paper(shown.listing()) == 1
        shown.reject()
    ids = bare.store.read(measure_lists.ids, today=bare.store.today)
    row = bare.store.read(measure_lists.measure, ids[0], today=bare.store.today)
    assert dict(told.facts(bare.store.read, row, bare.store.today))["Opphav"] == (
        "Plan 2022–2026, nr 1: endres\nPlan 2022–2026, nr 2: slås sammen – Hører sammen"
    )


def test_a_plan_with_one_version_has_nothing_to_compare_with_and_a_replaced_one_is_not_rolled_again(page, bare, qtbot):
    qtbot.keyClick(bare.window, Qt.Key.Key_B, CTRL | SHIFT)
    assert "bare én versjon" in bare.told()
    outcomes = {ref: {"outcome": "continued"} for ref in bare.store.read(measure_lists.ids, today=bare.store.today)}
    bare.store.write(rollovers.roll_over, plan_id=bare.plan, name="Ny", outcomes=outcomes)
    page.current.open_record(bare.plan)
    qtbot.keyClick(bare.window, Qt.Key.Key_V, CTRL | SHIFT)
    assert "avløst" in bare.told()


@pytest.mark.parametrize(
    ("row", "name", "years"),
    [
        ({"name": "Plan 2022–2026", "from_year": 2022, "to_year": 2026}, "Plan 2027–2031", (2027, 2031)),
        ({"name": "Plan", "from_year": None, "to_year": None}, "Plan 2027", (2027, 2030)),
        ({"name": "Plan 2026", "from_year": 2026, "to_year": 2026}, "Plan 2027", (2027, 2027)),
    ],
)
def test_the_next_version_is_proposed_with_its_years(row, name, years):
    found = next_version({"rollover_years": 4, **row}, "2026-07-03")
    assert (found["name"], found["from_year"], found["to_year"]) == (name, *years)
