"""Keys do their act also where Qt calls them by Norwegian names, and Enter presses the button with the focus."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTranslator
from PySide6.QtWidgets import QCheckBox, QLineEdit, QToolButton, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from desktop import language
from desktop.parts.page import button
from desktop.parts.shortcuts import EnterPresses, WhereKeysGo, on_confirm, on_keys

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bokmaal(qapp):
    """Qt's own texts, and so its names of keys, in bokmål."""
    before = set(qapp.findChildren(QTranslator))
    assert language.speak_bokmaal(qapp)
    yield
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)


@pytest.fixture
def done():
    return []


class Desk(QWidget):
    """A line, a button, a tick and a tool; `done` gets what was pressed."""

    def __init__(self, done):
        super().__init__()
        self.line, self.tick, self.tool = QLineEdit(), QCheckBox(), QToolButton()
        self.button = button("Lagre", lambda: done.append("saved"))
        self.tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tool.clicked.connect(lambda: done.append("closed"))
        column = QVBoxLayout(self)
        for widget in (self.line, self.button, self.tick, self.tool):
            column.addWidget(widget)


@pytest.fixture
def desk(qtbot, done):
    made = Desk(done)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_both_keys_that_are_called_enter_confirm_with_ctrl(bokmaal, desk, done, qtbot, key):
    on_confirm(desk, lambda: done.append("confirmed"))
    desk.line.setFocus()
    qtbot.keyClick(desk.line, key, CTRL)
    assert done == ["confirmed"]


def test_a_key_of_one_part_does_nothing_while_the_focus_is_elsewhere(desk, done, qtbot):
    on_keys(desk.button, "Esc", lambda: done.append("left"), inside=True)
    desk.line.setFocus()
    qtbot.keyClick(desk.line, Qt.Key.Key_Escape)
    assert done == []
    desk.button.setFocus()
    qtbot.keyClick(desk.button, Qt.Key.Key_Escape)
    assert done == ["left"]


def test_enter_presses_the_button_that_has_the_focus_and_leaves_ticks_alone(qapp, desk, done, qtbot):
    presses = EnterPresses(qapp)
    for widget in (desk.line, desk.button, desk.tick, desk.tool):
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Return)
    Shiboken.delete(presses)
    assert done == ["saved", "closed"]
    assert not desk.tick.isChecked()


class Asked(WhereKeysGo):
    """Writes down whom it is asked about."""

    def __init__(self, app):
        self.about = []
        super().__init__(app)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.User:
            self.about.append(watched)
        return False


def test_what_listens_for_keys_is_asked_about_the_focus_alone_and_about_all_while_there_is_none(qapp, desk):
    asked = Asked(qapp)
    for focused in (desk.line, desk.button, None):
        focused.setFocus() if focused else desk.button.clearFocus()
        for widget in (desk.line, desk.button, desk):
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.User))
    Shiboken.delete(asked)
    assert asked.about == [desk.line, desk.button, desk.line, desk.button, desk]
