"""The first thing people see where no register is open: make one, open one, bring the Excel book, or try."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from desktop import settings
from desktop.parts import icons
from desktop.parts.page import button, label
from desktop.parts.shortcuts import on_keys
from desktop.parts.style import look
from desktop.places import SUFFIX, is_book
from desktop.words import _

WAYS = (  # (signal's word, text, under it, icon, key)
    (
        "book",
        _("Hent fra Excel"),
        _("Slipp lagerlisten her, eller velg den. Registeret lages av den."),
        "table",
        "Ctrl+I",
    ),
    ("new", _("Lag nytt register"), _("Begynn med et tomt register og legg inn utstyret selv."), "file-plus", "Ctrl+N"),
    (
        "open",
        _("Åpne register"),
        _("Et register som ligger på denne PC-en."),
        "folder-open",
        "Ctrl+O",
    ),
    (
        "demo",
        _("Prøv med eksempeldata"),
        _("En oppdiktet kommune. Ingenting av det du gjør blir lagret."),
        "eye",
        "Ctrl+T",
    ),
)


class StartScreen(QMainWindow):
    """`wanted` carries what the user chose ("book", "new", "open", "demo", "look") and a path where there is one."""

    wanted = Signal(str, object)

    def __init__(self, trouble: str = ""):
        super().__init__()
        self.setWindowTitle("Hverdag")
        self.setAcceptDrops(True)
        self.setMinimumSize(look.px(760), look.px(560))
        middle = QWidget()
        middle.setObjectName("page")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCentralWidget(middle)
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(look.px(48), look.px(36), look.px(48), look.px(36))
        self._column.setSpacing(look.px(12))
        self._build(trouble)

    def _build(self, trouble: str) -> None:
        self._column.addStretch(1)
        self._column.addWidget(label("Hverdag", "title"))
        self._column.addWidget(label(_("Hjelpemidler, utlån og oppfølging i kommunen"), "muted"))
        self._column.addSpacing(look.px(12))
        self._trouble = label(trouble, "fault", wrap=True)
        self._trouble.setVisible(bool(trouble))
        self._column.addWidget(self._trouble)
        for way in WAYS:
            self._column.addWidget(self._way(*way))
        looking = button(_("Se i en delt mappe …"), lambda: self.wanted.emit("look", None), "eye", "link")
        self._column.addWidget(looking, 0, Qt.AlignmentFlag.AlignLeft)
        recent = [Path(path) for path in settings.recent() if Path(path).exists()][:4]
        if recent:
            self._column.addSpacing(look.px(8))
            self._column.addWidget(label(_("Sist brukt"), "section"))
        for path in recent:
            opening = button(
                f"{path.stem}  ·  {path.parent}", lambda path=path: self.wanted.emit("open", path), role="link"
            )
            self._column.addWidget(opening, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(2)

    def _way(self, word: str, text: str, says: str, icon: str, key: str) -> QFrame:
        card, picture = QFrame(), QLabel()
        card.setObjectName("card")
        icons.put(picture, icon, "primary", 28)
        row, texts = QHBoxLayout(card), QVBoxLayout()
        row.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(12))
        row.setSpacing(look.px(16))
        texts.setSpacing(2)
        texts.addWidget(label(text, "strong"))
        texts.addWidget(label(says, "muted", wrap=True))
        row.addWidget(picture)
        row.addLayout(texts, 1)
        first = word == WAYS[0][0]
        choose = button(text, lambda: self.wanted.emit(word, None), role="primary" if first else "", tip=key)
        choose.setMinimumWidth(look.px(200))
        row.addWidget(choose)
        on_keys(self, key, lambda: self.wanted.emit(word, None))
        return card

    def say(self, text: str) -> None:
        """Tell why the last choice did not lead on."""
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in _dropped(event)[:1]:
            event.acceptProposedAction()
            self.wanted.emit("open" if path.suffix.lower() == SUFFIX else "book", path)


def _dropped(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """The registers and books among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if is_book(path) or path.suffix.lower() == SUFFIX]
