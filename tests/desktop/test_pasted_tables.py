"""Tables that are no books, as people bring them: copied and pasted, dropped on the window, or given to the command."""

from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from db import measure_lists, plans
from db.connection import Register
from desktop import cli
from desktop.incoming.mending import Mending
from desktop.incoming.window import ImportWindow
from desktop.parts.fields import TextField
from desktop.parts.record_form import RecordForm
from desktop.people.page import PeoplePage
from desktop.plans.page import PlansPage

CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = "2026-11-16"
TABBED = "Nr\tTiltak\tAnsvarlig\tFrist\n1\tLage en rutine\tEnhet A; Enhet B\thøsten 2027\n2\tHolde kurs\tEnhet A\t\n"
COPIED = """<html><head><style>td {border: 1px}</style></head><body><h2>Handlingsplan for mestring 2027</h2><table>
<tr><th>Satsingsområde</th><th>Nr</th><th>Tiltak</th><th>Ansvarlig</th></tr>
<tr><td rowspan="2">Mestring</td><td>1</td><td><p>Lage en rutine</p></td><td><p>Enhet A</p><p>Enhet B</p></td></tr>
<tr><td>2</td><td>Holde kurs</td><td>Enhet A</td></tr></table></body></html>"""


@pytest.fixture
def window(program, tmp_path):
    """The program on an empty register, at the measures."""
    Register.create(tmp_path / "r.hverdag").close()
    program.begin(data=tmp_path / "r.hverdag")
    program.window.show_page(PlansPage)
    program.window.activateWindow()
    QApplication.processEvents()
    yield program.window
    QApplication.clipboard().clear()


def copied(text="", html="", path=None):
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    if path:
        data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def paste(window, qtbot, *given, **named):
    """Ctrl+V in the window; the form that opens, when it has read."""
    QApplication.clipboard().setMimeData(copied(*given, **named))
    window.activateWindow()
    QApplication.processEvents()
    qtbot.keyClick(window, Qt.Key.Key_V, CTRL)
    return read(qtbot)


def read(qtbot):
    form = QApplication.activeModalWidget()
    assert isinstance(form, ImportWindow)
    qtbot.waitUntil(lambda: form.plan is not None or form.fault.isVisible(), timeout=10_000)
    return form


def take_in(form, qtbot):
    with qtbot.waitSignal(form.imported, timeout=10_000):
        form.take_button.click()


def measures(store):
    ids = store.read(measure_lists.ids, today=TODAY, order="number", chip="all")
    return [(row["number"], row["adopted_text"], row["responsible"], row["focus_area"], row["plan"])
            for row in sorted(store.read(measure_lists.rows, ids, today=TODAY), key=lambda row: row["number"])]  # fmt: skip


def test_a_table_copied_from_a_document_becomes_a_plan_by_the_name_above_it(window, qtbot):
    take_in(paste(window, qtbot, "uten tabell", COPIED), qtbot)
    plan = "Handlingsplan for mestring 2027"
    assert measures(window.store) == [
        ("1", "Lage en rutine", "Enhet A; Enhet B", "Mestring", plan), ("2", "Holde kurs", "Enhet A", "Mestring", plan),
    ]  # fmt: skip
    window.undo()
    assert measures(window.store) == []


def test_cells_copied_from_a_spreadsheet_are_read_and_the_plan_is_given_a_name(window, qtbot):
    form = paste(window, qtbot, TABBED)
    assert "planen «Innlimt 16. november 2026" in form.kind_line.text()
    form.mend_button.click()
    mending, before = form.findChild(Mending), form.plan
    mending.plan.set_value("Plan for rutiner")
    mending.accept()
    qtbot.waitUntil(lambda: form.plan is not before, timeout=10_000)
    take_in(form, qtbot)
    assert [one["name"] for one in window.store.read(plans.plans)] == ["Plan for rutiner"]
    again = paste(window, qtbot, TABBED)
    assert again.take_button.text() == "Ikke noe nytt"  # it is known by what it says, whatever it is called


def test_a_sentence_is_no_table_and_the_window_says_what_to_do(window, qtbot):
    form = paste(window, qtbot, "bare en setning")
    assert "Merk tabellen med overskriftene, kopier den og prøv igjen" in form.fault.text()
    assert not form.take_button.isEnabled()


def test_a_copied_file_is_brought_in_like_a_dropped_one(window, qtbot, tmp_path):
    path = tmp_path / "Plan for rutiner.csv"
    path.write_bytes(TABBED.replace("; ", " / ").replace("\t", ";").encode("cp1252"))
    form = paste(window, qtbot, path=path)
    assert "planen «Plan for rutiner»" in form.kind_line.text()
    form.reject()
    where = QPointF(9, 9), Qt.DropAction.CopyAction, copied(path=path)
    window.dropEvent(QDropEvent(*where, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    take_in(read(qtbot), qtbot)
    assert [row[1] for row in measures(window.store)] == ["Lage en rutine", "Holde kurs"]


def test_the_command_takes_in_a_csv(tmp_path, capsys):
    path = tmp_path / "Plan for rutiner.csv"
    path.write_text(TABBED.replace("; ", " / ").replace("\t", ";"), encoding="utf-8")
    assert cli.main(["import", "--data", str(tmp_path / "r.hverdag"), str(path)]) == 0
    assert "2" in capsys.readouterr().out
    register = Register.open(tmp_path / "r.hverdag")
    assert [row["name"] for row in plans.plans(register)] == ["Plan for rutiner"]
    register.close()


def test_in_a_field_the_key_still_pastes_words(window, qtbot):
    """In the search of the window, in the filter of a list and in a form."""
    QApplication.clipboard().setText("Kari")
    window.topbar.focus()
    listed = window.show_page(PeoplePage).current
    for field in (window.topbar.finder, listed.words):
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_V, CTRL)
        assert field.text() == "Kari"
        field.clear()
    listed.new_record()
    form = QApplication.activeModalWidget()
    assert isinstance(form, RecordForm)
    name = cast(TextField, form.fields["first_name"]).edit
    name.setFocus()
    qtbot.keyClick(name, Qt.Key.Key_V, CTRL)
    assert name.text() == "Kari"
    assert not window.findChildren(ImportWindow)
