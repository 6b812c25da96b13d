"""A desk for handing over: what is scanned stands to the left, the count and the one button to the right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db.errors import FileIsReadOnly, FileTrouble, Rejected
from desktop import faults
from desktop.loans.answers import Answer
from desktop.loans.scan_list import Badge
from desktop.parts.banner import Banner
from desktop.parts.page import Head, Page, button, label
from desktop.parts.receipt import announce
from desktop.parts.shortcuts import UndoPasses, on_confirm
from desktop.parts.style import look
from desktop.words import _

SIDE_WIDTH = 300
SIDE_SHARE = 0.36  # of a narrow page
NARROW, LOW = 560, 420  # pixels at 100 %: where pairs of fields stack, and where hints make room


def card(
    title: str, under: str = "", beside: QWidget | None = None, frame: QFrame | None = None
) -> tuple[QFrame, QVBoxLayout]:
    """A card with its heading, something beside that, and the column that takes what stands in it."""
    frame, column = frame or QFrame(), QVBoxLayout()
    frame.setObjectName("card")
    frame.setLayout(column)
    column.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(16))
    column.setSpacing(look.px(10))
    texts = QVBoxLayout()
    texts.setSpacing(look.px(2))
    head = QHBoxLayout()
    head.addWidget(label(title, "section", wrap=True), 1)
    if beside is not None:
        head.addWidget(beside)
    texts.addLayout(head)
    if under:
        texts.addWidget(label(under, "muted", wrap=True))
    column.addLayout(texts)
    return frame, column


def pair(left: QWidget, right: QWidget) -> QBoxLayout:
    """Two things side by side; Desk puts them under each other where the page is narrow."""
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.px(16))
    row.addWidget(left, 6, Qt.AlignmentFlag.AlignTop)
    row.addWidget(right, 5, Qt.AlignmentFlag.AlignTop)
    return row


def scrolling(inside: QWidget, name: str) -> QScrollArea:
    """The widget in an area that scrolls down where it must, and never sideways."""
    area = QScrollArea()
    area.setObjectName("clear")
    area.setAccessibleName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside.setObjectName("clear")
    inside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # never wider than the area
    area.setWidget(inside)
    return area


class Notice(QFrame):
    """What the last scan said, when it added nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.badge, self.text = Badge(), label("", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(6), look.px(4), look.px(6), look.px(4))
        row.setSpacing(look.px(12))
        row.addWidget(self.badge)
        row.addWidget(self.text, 1)
        self.hide()

    def say(self, answer: Answer | None) -> None:
        """Show it; None takes it away."""
        self.setVisible(answer is not None)
        if answer is not None:
            self.badge.show_icon(answer.icon, answer.colour)
            self.text.setText(answer.text)
            self.text.setStyleSheet(f"color: {look.theme[answer.colour]}")
            announce(self, answer.text)


class Side(QFrame):
    """The card that counts and confirms. The facts scroll in a low window; the buttons never leave."""

    def __init__(self, title: str):
        super().__init__()
        self.setObjectName("card")
        self.figure, self.note = label("", "figure", wrap=True), label("", wrap=True)
        self.facts, self.more, inside = QVBoxLayout(), QVBoxLayout(), QWidget()
        column, whole = QVBoxLayout(inside), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        self.facts.setSpacing(look.px(3))
        self.more.setSpacing(0)
        for part in (label(title, "section"), self.figure, self.note):
            column.addWidget(part)
        column.addLayout(self.facts)
        column.addSpacing(look.px(6))
        column.addLayout(self.more)
        column.addStretch(1)
        whole.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(16))
        whole.setSpacing(look.px(6))
        whole.addWidget(scrolling(inside, title), 1)
        self.trouble = Banner()
        whole.addWidget(self.trouble)
        self.feet = QVBoxLayout()
        self.feet.setSpacing(look.px(6))
        whole.addLayout(self.feet)
        self._values: dict[str, QLabel] = {}

    def add_fact(self, name: str) -> None:
        """A fact with its name above it; `say_fact` fills it."""
        shown = self._values[name] = label("", wrap=True)
        shown.setAccessibleName(name)
        self.facts.addSpacing(look.px(6))
        self.facts.addWidget(label(name, "muted"))
        self.facts.addWidget(shown)

    def say_fact(self, name: str, text: str) -> None:
        self._values[name].setText(text)

    def add_check(self, text: str, on: bool) -> QCheckBox:
        made = QCheckBox(text)
        made.setChecked(on)
        self.more.addWidget(made)
        return made

    def say_trouble(self, text: str) -> None:
        """Say in a red frame what stands in the way; '' takes it away."""
        self.trouble.say(text)
        if text:
            announce(self, text)


class Desk(Page):
    """The base of lending and taking back. A subclass fills `column` and `side`, and answers `confirm` and `clear`."""

    lead = ""
    side_title = ""

    def __init__(self, store, frame, parent: QWidget | None = None):
        super().__init__(store, frame, parent)
        self.pairs: list[QBoxLayout] = []
        self.hint: QLabel | None = None
        self.side, inside, row = Side(self.side_title), QWidget(), QHBoxLayout()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look.px(16))
        self.area = scrolling(inside, self.title)
        self.head = Head(self.title)
        self.head.say(self.lead)
        self.head.line.setWordWrap(True)
        row.setSpacing(look.px(16))
        row.addWidget(self.area, 1)
        row.addWidget(self.side)
        self.body.addWidget(self.head)
        self.body.addLayout(row, 1)
        on_confirm(self, self.confirm)
        look.changed.connect(self._measure)
        self._measure()

    def leave_undo_to_the_window(self) -> None:
        """Ctrl+Z in a field where nothing can be undone takes back the last command."""
        passes = UndoPasses(self)
        for edit in self.findChildren(QLineEdit):
            edit.installEventFilter(passes)

    def add_feet(self, text: str) -> None:
        """The one filled button, what it means, and the way out."""
        self.confirm_button = button(text, self.confirm, role="primary", tip="Ctrl+Enter")
        self.confirm_button.setMinimumHeight(look.px(38))
        self.side.feet.addWidget(self.confirm_button)
        self.hint = label(_("Ctrl+Enter. Kan angres etterpå."), "muted", wrap=True)
        self.side.feet.addWidget(self.hint)
        self.side.feet.addWidget(button(_("Avbryt"), self.cancel, tip=_("Tømmer listen. Ingenting av den er lagret")))

    def confirm(self) -> None:
        """Store what is ready."""
        raise NotImplementedError

    def clear(self) -> None:
        """Begin anew with an empty list."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Throw the draft away; nothing of it was stored."""
        self.clear()
        self.start_focus()

    def attempt(self, act, **given):
        """The Receipt of a command, or None: then the reason stands where it belongs."""
        self.side.say_trouble("")
        try:
            return self.store.write(act, **given)
        except Rejected as fault:
            self.refuse(fault)
        except FileTrouble as fault:
            self.side.say_trouble(faults.sentence(fault))
        return None

    def refuse(self, fault: Rejected) -> None:
        """Say which rule was broken, beside the field it concerns if there is one."""
        field = self.fields().get(fault.field or "")
        if field is None:
            self.side.say_trouble(faults.sentence(fault))
        else:
            field.fault(faults.sentence(fault))
            field.focus()
            announce(field, faults.sentence(fault))

    def fields(self) -> dict:
        """The fields by the name that a Rejected calls them."""
        return {}

    def say_if_shut(self) -> None:
        """In a register that can only be read: say why nothing can be confirmed."""
        if self.store.read_only:
            self.side.say_trouble(faults.sentence(FileIsReadOnly(self.store.path)))
        self.confirm_button.setEnabled(not self.store.read_only)

    def pair(self, left: QWidget, right: QWidget) -> QBoxLayout:
        """Two things side by side where there is room."""
        self.pairs.append(pair(left, right))
        return self.pairs[-1]

    def tab_through(self, widgets: Sequence[QWidget]) -> None:
        """Let Tab go from one to the next."""
        for first, second in pairwise(widgets):
            QWidget.setTabOrder(first, second)

    def _measure(self) -> None:
        room = round(self.width() * SIDE_SHARE) if self.width() > look.px(SIDE_WIDTH) else look.px(SIDE_WIDTH)
        self.side.setFixedWidth(min(look.px(SIDE_WIDTH), room))
        narrow = self.width() - self.side.width() < look.px(NARROW)
        for row in self.pairs:
            row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        roomy = self.height() > look.px(LOW)
        self.head.line.setVisible(roomy)
        if self.hint is not None:
            self.hint.setVisible(roomy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list of loans; the draft waits here."""
        if event.key() == Qt.Key.Key_Escape:
            self.frame.go("loan")
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
