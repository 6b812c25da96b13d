"""Paper before it is printed: the pages as they will come, with print, save and open in another program."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.paper.pages import Pages
from desktop.parts.files import ask_save
from desktop.parts.page import button, label
from desktop.parts.receipt import announce
from desktop.parts.shortcuts import on_keys
from desktop.parts.style import look
from desktop.words import _, ngettext

PRINT_DPI = 300
FRAME = QSize(16, 64)  # what a window needs beside its inside
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)  # of the width of the view


class Preview(QDialog):
    """Shows a finished PDF. `name` is what the file is called where it is saved; it holds no names of persons.

    `made` is told once, when the paper has been printed, saved or opened in another program.
    """

    made = Signal()

    def __init__(self, pdf: Path, title: str, name: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._pdf, self._name, self._zoom, self._is_made = pdf, name, 1.0, False
        self.pages = Pages(pdf)
        self._leaves: list[QLabel] = []
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(QSize(look.px(860), look.px(820)).boundedTo(self.screen().availableSize() - FRAME))
        self._build(title)
        for keys, act in (("Ctrl+P", self.print_out), ("Ctrl+S", self.save), ("Ctrl++", self.larger),
                          ("Ctrl+-", self.smaller)):  # fmt: skip
            on_keys(self, keys, act)

    def _build(self, title: str) -> None:
        column, bar = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(look.px(16), look.px(16), look.px(16), look.px(16))
        bar.addWidget(label(title, "section"))
        count = len(self.pages)
        bar.addWidget(label(ngettext("{n} side", "{n} sider", count).format(n=count), "muted"), 1)
        for text, act, icon, role in (
            (_("Mindre"), self.smaller, "zoom-out", ""),
            (_("Større"), self.larger, "zoom-in", ""),
            (_("Åpne i PDF-leser"), self.open_outside, "eye", ""),
            (_("Lagre som PDF"), self.save, "save", ""),
            (_("Skriv ut"), self.print_out, "printer", "primary"),
        ):
            made = button(text, act, icon, role)
            made.setAutoDefault(False)
            bar.addWidget(made)
        column.addLayout(bar)
        column.addWidget(self._sheet_view(), 1)
        self.view.setFocus()
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.saved = label("", "muted", wrap=True)
        self.saved.hide()
        column.addWidget(self.saved)

    def _sheet_view(self) -> QScrollArea:
        self.view, inner = QScrollArea(), QWidget()
        self.view.setWidgetResizable(True)
        self.view.setAccessibleName(_("Sidene slik de skrives ut"))
        stack = QVBoxLayout(inner)
        stack.setSpacing(look.px(16))
        for number in range(len(self.pages)):
            leaf = QLabel()
            leaf.setAccessibleName(_("Side {n}").format(n=number + 1))
            leaf.setAccessibleDescription(self.pages.text(number)[:2000])
            stack.addWidget(leaf, 0, Qt.AlignmentFlag.AlignHCenter)
            self._leaves.append(leaf)
        self.view.setWidget(inner)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self._draw())
        return self.view

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def larger(self) -> None:
        """One step closer."""
        self._zoom = next((zoom for zoom in ZOOMS if zoom > self._zoom), ZOOMS[-1])
        self._measure()

    def smaller(self) -> None:
        """One step away."""
        self._zoom = next((zoom for zoom in reversed(ZOOMS) if zoom < self._zoom), ZOOMS[0])
        self._measure()

    def _measure(self) -> None:
        """Give every leaf its size; pictures of another size are thrown away."""
        width = max(200, round((self.view.viewport().width() - look.px(48)) * self._zoom))
        for number, leaf in enumerate(self._leaves):
            wide, high = self.pages.size(number)
            leaf.setFixedSize(width, round(width * high / wide))
            leaf.clear()
        self._draw()

    def _draw(self) -> None:
        top = self.view.verticalScrollBar().value()
        bottom = top + self.view.viewport().height()
        for number, leaf in enumerate(self._leaves):
            if leaf.y() <= bottom + leaf.height() and leaf.y() + leaf.height() >= top and leaf.pixmap().isNull():
                leaf.setPixmap(self._pixmap(number, leaf.size()))

    def _pixmap(self, number: int, size: QSize) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(self._image(number, size.width() * ratio / self.pages.size(number)[0]))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _image(self, number: int, scale: float) -> QImage:
        drawn = self.pages.picture(number, scale)
        return QImage(drawn.data, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32).copy()

    def print_out(self) -> None:
        """Ask for a printer, then draw every page on it."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setDocName(self._name)
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)

    def print_on(self, printer: QPrinter) -> None:
        """Draw the pages on a chosen printer."""
        painter = QPainter()
        if not painter.begin(printer):
            self._say(_("Skriveren svarte ikke. Sjekk at den er på, eller lagre som PDF"))
            return
        first, last = printer.fromPage() or 1, printer.toPage() or len(self.pages)
        for number in range(first - 1, min(last, len(self.pages))):
            if number > first - 1:
                printer.newPage()
            image = self._image(number, PRINT_DPI / 72)
            target = painter.viewport()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = image.size().scaled(target.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(target.topLeft(), size), image)
        painter.end()
        self._tell_made()
        self.accept()

    def _tell_made(self) -> None:
        if not self._is_made:
            self._is_made = True
            self.made.emit()

    def save(self) -> None:
        """Ask where, then keep the PDF there."""
        ask_save(self, _("Lagre som PDF"), f"{self._name}.pdf", _("PDF-filer (*.pdf)"), self.save_to)

    def save_to(self, path: Path) -> None:
        """Keep the PDF at the path."""
        try:
            shutil.copyfile(self._pdf, path)
        except OSError:
            self._say(_("Fikk ikke lagret der. Er filen åpen i et annet program? Lukk den, eller velg et annet navn"))
        else:
            self._say("")
            self._say_saved(_("{file} er lagret i {folder}").format(file=path.name, folder=path.parent))
            self._tell_made()

    def open_outside(self) -> None:
        """Show the PDF in the computer's own reader."""
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._pdf))):
            self._tell_made()
        else:
            self._say(_("Fant ikke noe program som kan vise PDF. Lagre filen i stedet"))

    def _say(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.saved.hide()

    def _say_saved(self, text: str) -> None:
        self.saved.setText(text)
        self.saved.show()
        announce(self, text)

    def done(self, result: int) -> None:
        self.pages.close()
        super().done(result)
