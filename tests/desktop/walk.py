"""What a person meets who goes through a window with Tab: which things take the focus, and what is said of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QWidget

MOST_TABS = 150  # a place that takes more to reach is out of reach


def focusable(widget):
    """Everything in sight that a person can come to with Tab."""
    return [one for one in widget.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(widget) and one.isEnabled()
            and one.window() is widget.window() and one.focusProxy() is None]  # fmt: skip


def spoken(widget):
    """What a screen reader says of a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def group_of(widget):
    """Buttons of which one is down are one place for Tab; arrows lead between them."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group if isinstance(group, QButtonGroup) and group.exclusive() and group.checkedButton() else widget


def nameless(scene):
    """What takes the focus and has no name for a screen reader."""
    return [f"no name: {type(one).__name__} {one.objectName()}" for one in focusable(scene) if not spoken(one).strip()]


def unreached(scene):
    """What Tab never comes to in the window of a scene."""
    window = scene.window()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 2000)
    QApplication.setActiveWindow(window)  # without a window manager one that was hidden wakes without its focus
    wanted, reached = {group_of(one) for one in focusable(window)}, set()
    (window.focusWidget() or next(iter(focusable(window)))).setFocus()
    for _step in range(MOST_TABS):
        held = QApplication.focusWidget()
        if held is None or reached >= wanted:
            break
        reached.add(group_of(held))
        QTest.keyClick(held, Qt.Key.Key_Tab)
    return [f"never reached: {type(one).__name__} {spoken(one) if isinstance(one, QWidget) else ''}"
            for one in wanted - reached]  # fmt: skip
