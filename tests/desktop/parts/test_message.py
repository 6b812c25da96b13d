"""Text that looks like HTML is told letter by letter, in every box and tip."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtOfGui
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QMessageBox

from desktop.columns import Column
from desktop.parts import message
from desktop.parts.record_model import RecordModel
from desktop.parts.row_button import RowButton

HOSTILE = ["<b>fet</b>", "<img src='file:////server/felles/x.png'>", "a < b\nc > d & e", "</span><a href='x'>lenke</a>"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_box_says_what_was_written(qtbot, text):
    made = message.box(text, None)
    qtbot.addWidget(made)
    assert (made.text(), made.textFormat()) == (text, Qt.TextFormat.PlainText)


def test_the_style_leaves_the_width_of_a_sentence_to_the_box(dressed, qtbot):
    """A width in the style hides from Qt how long the sentence is; on a wide screen its end was cut off."""
    made = message.box("«Hverdag.hverdag» er skadet. Gjenopprett siste sikkerhetskopi fra Fil-menyen", None)
    qtbot.addWidget(made)
    made.open()
    told = made.findChild(QLabel, "qt_msgbox_label")
    assert told is not None
    assert told.minimumWidth() == 0


@pytest.mark.parametrize("text", [*HOSTILE, "Rullator & krykker", "", "Gi støtte & opplæring " * 8])
def test_a_tip_says_what_was_written(text):
    shown = QTextDocument()
    if QtOfGui.mightBeRichText(message.tip(text)):
        shown.setHtml(message.tip(text))
    else:
        shown.setPlainText(message.tip(text))
    assert shown.toPlainText() == text
    assert "￼" not in shown.toPlainText()  # where an image would stand


def test_a_long_tip_is_broken_into_lines_and_a_short_one_is_left_alone():
    """Qt breaks the lines of HTML alone."""
    assert QtOfGui.mightBeRichText(message.tip("Gi opplæring & støtte " * 8))
    assert message.tip("Rullator & krykker") == "Rullator & krykker"


def test_the_tips_of_lists_and_rows_are_plain(qtbot):
    model = RecordModel(
        (Column("name", "Navn"),), "id", lambda _order, _down: [1], lambda _ids: [{"id": 1, "name": HOSTILE[1]}],
        lambda: "2026-11-22",
    )  # fmt: skip
    model.read()
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == message.tip(HOSTILE[1])
    assert model.index(0, 0).data() == HOSTILE[1]
    row = RowButton(HOSTILE[1], "under")
    qtbot.addWidget(row)
    assert row.toolTip() == message.tip(f"{HOSTILE[1]}\nunder")


def test_only_one_place_makes_message_boxes():
    product = Path(message.__file__).parents[1]
    for file in product.rglob("*.py"):
        for call in (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)):
            if ast.unparse(call.func) == QMessageBox.__name__:
                assert file.name == "message.py", file
