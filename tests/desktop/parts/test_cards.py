"""Cards, charts, waiting and the last net."""

import logging
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from db.errors import FileIsBusy
from desktop import crash
from desktop.jobs import Job, Progress
from desktop.parts import progress
from desktop.parts.cards import FigureCard, Follow, FollowList
from desktop.parts.chart import ChartOrTable, Series, nice_step


def test_a_key_figure_says_itself_and_opens_by_key(dressed, qtbot):
    opened = []
    card = FigureCard("Forfalt", "triangle-alert", "overdue", lambda: opened.append(1))
    qtbot.addWidget(card)
    card.show_figure("7", "eldste: 9 dager over fristen")
    assert card.accessibleName() == "Forfalt: 7, eldste: 9 dager over fristen"
    qtbot.keyClick(card, Qt.Key.Key_Space)
    assert opened == [1]


def test_the_follow_up_list_says_so_when_all_is_well(dressed, qtbot):
    opened = []
    rows = FollowList("Ingenting er forfalt. Fint.")
    qtbot.addWidget(rows)
    rows.show()
    rows.show_rows([])
    assert rows._well.isVisible()
    rows.show_rows([Follow("overdue", "Rullator UT-0187", "Kari N. · 9 dager over", lambda: opened.append(187))])
    assert not rows._well.isVisible()
    assert rows.rows[0].accessibleName() == "Rullator UT-0187, Kari N. · 9 dager over"
    rows.rows[0].click()
    assert opened == [187]


def test_a_chart_is_also_a_table_and_a_sentence(dressed, qtbot):
    both = ChartOrTable("Utlån og returer per måned")
    qtbot.addWidget(both)
    both.resize(500, 300)
    both.show()
    both.show_bars("Måned", ["jan", "feb"], [Series("Utlån", [42, 1200]), Series("Returer", [35, 40])])
    assert both.chart.sentence(0) == "jan: Utlån 42, Returer 35"
    qtbot.keyClick(both.chart, Qt.Key.Key_Left)
    assert both.chart.chosen == 0
    qtbot.keyClick(both.chart, Qt.Key.Key_Left)
    assert both.chart.chosen == 1
    both.toggle.click()
    assert both.table.isVisible()
    cells = [both.table.model().index(1, column).data() for column in range(3)]
    assert cells == ["feb", "1\u00a0200", "40"]


def test_bars_are_drawn_as_high_as_their_values(dressed, qtbot):
    both = ChartOrTable("Prøve")
    qtbot.addWidget(both)
    both.resize(420, 320)
    both.show()

    def filled(value):
        both.show_bars("Måned", ["jan", "feb"], [Series("Utlån", [value, 100])])
        image = both.chart.grab().toImage()
        x = round(image.width() * 0.32)
        return sum(image.pixelColor(x, y).name().upper() == "#0B5A73" for y in range(40, image.height()))

    assert filled(50) == pytest.approx(filled(100) / 2, abs=4)
    assert filled(0) <= 2


@pytest.mark.parametrize(("high", "step"), [(0, 1), (5, 1), (6, 2), (66, 20), (100, 20), (101, 50), (251, 100)])
def test_grid_lines_stand_at_round_figures(high, step):
    assert nice_step(high) == step


def test_the_button_says_what_it_does_and_a_bar_with_a_way_out_follows(dressed, qtbot, monkeypatch):
    monkeypatch.setattr(progress, "SAY_AFTER", 20)
    monkeypatch.setattr(progress, "SHOW_AFTER", 60)
    window, button = QWidget(), QPushButton("Hent")
    qtbot.addWidget(window)
    qtbot.addWidget(button)
    window.show()

    def work():
        done = 0
        while True:
            done += 1
            yield Progress(done, 10_000_000, "Leser arket")

    job = Job(work)
    waiting = progress.Waiting(job, "Henter fra Excel …", window, button).start()
    assert not button.isEnabled()
    assert button.text() == "Hent"
    qtbot.waitUntil(lambda: button.text() == "Henter fra Excel …")
    qtbot.waitUntil(lambda: waiting.dialog is not None)
    dialog = waiting.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.text.text().startswith("Leser arket · "))
    with qtbot.waitSignal(job.stopped):
        dialog.cancel.click()
    qtbot.waitUntil(button.isEnabled)
    assert button.text() == "Hent"
    assert waiting.dialog is None


def failing(name):
    raise ValueError(f"{name} finnes ikke")


def failing_again():
    try:
        failing("Kari Nordmann")
    except ValueError as first:
        raise KeyError("Storgata 4") from first


def test_a_report_names_classes_and_lines_and_no_person(dressed, qtbot):
    with pytest.raises(KeyError) as caught:
        failing_again()
    text = crash.report(caught.value)
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "parts/test_cards.py:" in text
    assert "failing" in text
    for personal in ("Nordmann", "Storgata", str(crash.Path.home())):
        assert personal not in text
    dialog = crash.CrashDialog(text)
    qtbot.addWidget(dialog)
    dialog.copy()
    assert QGuiApplication.clipboard().text() == text


def test_the_last_net_tells_trouble_with_the_file_calmly_and_shows_a_bug_once(store, qtbot, monkeypatch):
    told, window = [], QWidget()
    qtbot.addWidget(window)
    window.show()
    monkeypatch.setattr(sys, "excepthook", None)
    monkeypatch.setattr(crash, "qInstallMessageHandler", lambda _handler: None)
    monkeypatch.setattr(crash, "_shown", [])
    crash.catch(told.append, lambda: window)
    net = sys.excepthook
    trouble, bug = FileIsBusy(store.path), ValueError("Kari Nordmann")
    net(FileIsBusy, trouble, None)
    assert told == [trouble]
    assert window.findChildren(crash.CrashDialog) == []
    for _again in range(3):
        net(ValueError, bug, None)
    (dialog,) = window.findChildren(crash.CrashDialog)
    assert dialog.isVisible()
    assert "Nordmann" not in dialog.findChild(QPlainTextEdit).toPlainText()


def test_the_log_stays_small(dressed, tmp_path, monkeypatch):
    monkeypatch.setattr(crash, "log_file", lambda: tmp_path / "logg" / "hverdag.log")
    monkeypatch.setattr(crash, "LOG_BYTES", 2000)
    log = logging.getLogger("hverdag.prøve")
    monkeypatch.setattr(crash, "log", log)
    crash.start_log()
    for number in range(500):
        log.error("feil %s", number)
    files = list((tmp_path / "logg").iterdir())
    log.handlers[0].close()
    assert len(files) == crash.LOG_FILES
    assert all(file.stat().st_size <= 2000 for file in files)
