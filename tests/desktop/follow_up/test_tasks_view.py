"""Mangler: from a return without its basket to the row that says how it went, by key and with undo."""

import pytest
from PySide6.QtCore import Qt

from db import loan_lines, loans, tasks
from desktop import history_words
from desktop.equipment.page import EquipmentPage
from desktop.follow_up.page import FollowUpPage
from desktop.follow_up.task_forms import FinishForm, NewTaskForm, TaskForm
from desktop.paper.list import said_in
from desktop.parts.search_field import Found
from desktop.people.page import PeoplePage

TODAY = "2026-07-03"


@pytest.fixture
def view(stock):
    """The list of what is missing, in sight, with Kari's basket in it."""
    line = stock.store.read(loan_lines.open_line, stock.items["UT-0001"], today=TODAY)
    stock.run(loans.take_back, returns=[loans.Return(line["line_id"], "incomplete", ("Kurv",))])
    page = stock.window.show_page(FollowUpPage)
    page.open_kind("task", tasks.ids(stock.store._register, today=TODAY)[0])
    return page.current


def facts(view):
    return dict(view.panel.details.facts)


def acts(view):
    return [act.text for act in view.panel.details.acts]


def test_what_is_missing_tells_what_with_whom_since_when_and_the_phone(view, stock):
    row = view.model.row(0)
    assert view.sentence(row) == (
        "Kurv mangler, Rullator, innendørs UT-0001, Nordmann, Kari, åpen, 10. juli · om 7 dager"
    )
    told = facts(view)
    assert (told["Hos"], told["Telefon"], told["Siden"]) == ("Kari Nordmann", "900 00 001", "3. juli 2026")
    assert acts(view) == ["Funnet eller levert", "Oppgi …", "Endre oppgave …", "Vis eksemplaret"]
    assert stock.nameless(view) == []
    phone = next(column for column in view.listing().columns if column.key == "phone")
    assert (view.listing().title, said_in(phone, row)) == ("Mangler", "900 00 001")
    assert said_in(phone, dict(row) | {"protected": 1}) != "900 00 001"
    view.show_item()
    copies = stock.window.show_page(EquipmentPage).current
    assert facts(copies)["Mangler"] == "Kurv, siden 3. juli 2026"


def test_ctrl_enter_tells_that_it_is_found_and_ctrl_z_that_it_was_not(view, stock, qtbot):
    task = view.model.ids[0]
    qtbot.keyClick(view.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stock.told().startswith("Kurv er funnet")
    assert stock.store.read(tasks.task, int(task), today=TODAY)["outcome"] == "done"
    assert len(view.model.ids) == 0
    stock.window.undo()
    assert list(view.model.ids) == [task]


def test_what_is_given_up_keeps_its_word_and_stays_on_the_copy(view, stock, qtbot):
    view.give_up()
    form = stock.form()
    assert isinstance(form, FinishForm)
    form.fields["note"].set_value("borte siden flyttingen")
    form.save()
    assert stock.told().startswith("Oppgitt: Kurv mangler")
    view.show_chip("done")
    view.table.choose([view.model.ids[0]])
    assert facts(view)["Hvordan det gikk"] == "borte siden flyttingen"
    view.show_item()
    copies = stock.window.show_page(EquipmentPage).current
    assert facts(copies)["Mangler"] == "Kurv, oppgitt 3. juli 2026"


def test_the_card_of_the_borrower_tells_what_they_are_asked_for(view, stock):
    cards = stock.window.show_page(PeoplePage)
    cards.open_kind("person", stock.people["Kari"])
    assert facts(cards.current)["Mangler"] == "Kurv mangler, Rullator, innendørs UT-0001"
    stock.run(tasks.finish_tasks, task_ids=[1])
    stock.run(tasks.add_task, kind="other", text="Ring om rampen", unit_id=stock.ward)
    stock.store.changed.emit({"task"})
    assert "Mangler" not in {name for name, text in cards.current.panel.details.facts if text}
    cards.open_kind("unit", stock.ward)
    assert facts(cards.current)["Mangler"] == "Ring om rampen"


def test_a_task_is_written_down_with_borrower_and_day_and_moved_with_enter(view, stock, qtbot):
    view.new_record()
    form = stock.form()
    assert isinstance(form, NewTaskForm)
    form.save()
    assert "Fyll ut" in form.fields["text"].under.text()
    form.fields["text"].set_value("Spør om rampen passer")
    form.borrower.pick(Found(("unit", stock.ward), "Solbakken sykehjem"))
    form.fields["due_on"].set_value("2026-07-01")
    form.save()
    row = view.model.row(0)
    assert (row["text"], row["unit_name"], row["status"]) == (
        "Spør om rampen passer", "Solbakken sykehjem", "task_overdue",
    )  # fmt: skip
    assert facts(view)["Telefon"] == "900 00 009"
    view.open_form(int(view.model.ids[1]))
    form = stock.form()
    assert isinstance(form, TaskForm)
    assert not form.fields["text"].isEnabled()
    form.fields["due_on"].set_value("2026-06-01")
    form.save()
    assert view.model.row(0)["due_on"] == "2026-06-01"


def test_several_are_found_at_once_and_one_that_is_done_is_not_done_again(view, stock):
    stock.run(tasks.add_task, kind="other", text="Bestill skruer")
    view.refresh()
    view.table.choose([int(ref) for ref in view.model.ids])
    assert acts(view)[0] == "Funnet eller levert: 2"
    view.found()
    assert stock.told().startswith("2 oppgaver er ferdige")
    view.show_chip("done")
    view.table.choose([int(ref) for ref in view.model.ids])
    view.found()
    assert stock.told() == "Velg en oppgave som ikke er avsluttet"


@pytest.mark.parametrize(
    ("verb", "facts", "says"),
    [
        ("finish_tasks", {"outcome": "done", "count": 1}, "Oppgave ferdig"),
        ("finish_tasks", {"outcome": "given_up", "count": 3}, "3 oppgaver oppgitt"),
        ("count_stock", {"counted": 14, "stood": 16}, "Telt opp: 14, sto som 16"),
        ("request_package", {"name": "Sengepakke"}, "Behov for pakke meldt: Sengepakke"),
    ],
)
def test_the_history_tells_it_in_a_sentence(verb, facts, says):
    assert history_words.sentence({"verb": verb, "data": facts}) == says
