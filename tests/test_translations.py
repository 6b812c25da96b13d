"""Qt ships no bokmål for its own buttons and dialogs: ours must answer every text they ask for."""

import xml.etree.ElementTree as ElementTree

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QColorDialog,
    QDialogButtonBox,
    QDockWidget,
    QErrorMessage,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QWizard,
)

import resources

ALL_BUTTONS = 0x0FFFFC00
# Names of paper formats and file kinds, what Qt writes to logs only, and the keys of every keyboard in the world.
LEFT_ALONE = {"QPageSize", "QMimeType", "QGuiApplication", "QLibrary", "QShortcut"}
OUR_KEYS = (
    "Ctrl",
    "Shift",
    "Alt",
    "Return",
    "Enter",
    "Esc",
    "Del",
    "Tab",
    "F%1",
    "Space",
    "Left",
    "Right",
    "Up",
    "Down",
)
KEYS = {("QFileDialog", "Alt+Left"), ("QFileDialog", "Alt+Right"), ("QFileDialog", "Alt+Up")}


class Listener(QTranslator):
    """Notes what Qt asks for and answers nothing."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def isEmpty(self):
        return False

    def translate(self, context, sourceText, disambiguation=None, n=-1):
        self.asked.add((context, sourceText))


def own_texts():
    """(context, English) → bokmål, from the source the .qm is compiled from."""
    tree = ElementTree.parse(resources.path("i18n", "qtbase_nb.ts"))
    contexts = [(context.findtext("name", ""), context) for context in tree.iter("context")]
    return {
        (name, message.findtext("source", "")): message.findtext("translation")
        for name, context in contexts
        for message in context.iter("message")
    }


def file_dialog():
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    return dialog


def folder_dialog():
    dialog = file_dialog()
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    return dialog


def message_box():
    buttons = QMessageBox.StandardButton(ALL_BUTTONS)
    box = QMessageBox(QMessageBox.Icon.Question, "Utlån", "Lagre?", buttons)
    box.setDetailedText("Mer")
    return box


def print_dialog(kind):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog = kind(printer)
    dialog.printer_kept = printer
    return dialog


def with_menu(kind):
    widget = kind()
    widget.menu_kept = widget.createStandardContextMenu()
    return widget


MAKERS = {
    "buttons": lambda: QDialogButtonBox(QDialogButtonBox.StandardButton(ALL_BUTTONS)),
    "message": message_box,
    "file": file_dialog,
    "folder": folder_dialog,
    "input": QInputDialog,
    "error": QErrorMessage,
    "wizard": QWizard,
    "colour": QColorDialog,
    "dock": lambda: QDockWidget("Lager"),
    "print": lambda: print_dialog(QPrintDialog),
    "preview": lambda: print_dialog(QPrintPreviewDialog),
    "line": lambda: with_menu(QLineEdit),
    "text": lambda: with_menu(QTextEdit),
    "plain": lambda: with_menu(QPlainTextEdit),
}


@pytest.mark.parametrize("name", MAKERS)
def test_every_text_qt_asks_for_has_bokmal(name, qtbot, qapp):
    listener = Listener()
    qapp.installTranslator(listener)
    try:
        widget = MAKERS[name]()
        qtbot.addWidget(widget)
        widget.show()
        qapp.processEvents()
    finally:
        qapp.removeTranslator(listener)
    asked = {pair for pair in listener.asked - KEYS if pair[0] not in LEFT_ALONE}
    assert asked, "the listener heard nothing"
    missing = sorted(asked - own_texts().keys())
    assert not missing


@pytest.mark.parametrize("key", OUR_KEYS)
def test_the_keys_we_use_have_bokmal_names(key):
    assert ("QShortcut", key) in own_texts()


def test_the_compiled_file_says_what_its_source_says():
    """pyside6-lrelease resources/i18n/qtbase_nb.ts -qm resources/i18n/qtbase_nb.qm mends a difference."""
    translator = QTranslator()
    assert translator.load(str(resources.path("i18n", "qtbase_nb.qm")))
    texts = own_texts()
    wrong = [pair for pair, text in texts.items() if translator.translate(*pair) != text]
    assert not wrong
    assert len(texts) > 200
