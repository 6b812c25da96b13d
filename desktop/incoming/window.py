"""The window that shows what a book would do to the register, lets its reading be mended, and then takes it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from db.errors import FileTrouble, Rejected
from desktop import faults
from desktop.faults import Told
from desktop.incoming.mending import Mending
from desktop.incoming.reading import KINDS, REMARKED, STATUSES, RowsModel, remarked
from desktop.parts.chips import Chip, Chips
from desktop.parts.files import ask_save
from desktop.parts.page import button, label
from desktop.parts.shortcuts import on_confirm
from desktop.parts.style import look
from desktop.sheets import importing
from desktop.sheets.book import Book, read_book
from desktop.sheets.plan import CHANGED, NEW, REJECTED, ImportPlan, SheetPlan
from desktop.sheets.recognise import Recognition
from desktop.words import _, ngettext, number

if TYPE_CHECKING:
    from desktop.store import Store

_WIDTHS = (64, 120, 400, 130)  # pixels at 100 %: row, what happens, why, and each of the book's own columns


class ImportWindow(QDialog):
    """Open with `open()`. `imported` carries the applied ImportPlan. `read` makes a book of what lies at `path`."""

    imported = Signal(object)

    def __init__(
        self, store: Store, path: Path, parent: QWidget | None = None, read: Callable[[Path], Book] = read_book
    ):
        super().__init__(parent)
        self.store, self.path = store, path
        self.book: Book | None = None
        self.plan: ImportPlan | None = None
        self.mended: dict[str, Recognition] = {}
        self._busy: Any = None
        self.setWindowTitle(_("Hent fra Excel"))
        self.setModal(True)
        self.resize(look.px(1120), look.px(720))
        self._build()
        on_confirm(self, self.take_in)
        self._work(_read, path=path, today=store.today, read=read, said=_("Leser {book} …").format(book=path.name))

    # building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.setSpacing(look.px(12))
        column.addWidget(label(_("Hent fra Excel"), "title"))
        self.line = label("", "muted", wrap=True)
        self.fault = label("", "fault", wrap=True)
        column.addWidget(self.line)
        column.addWidget(self.fault)
        self.fault.hide()
        across = QHBoxLayout()
        across.setSpacing(look.px(16))
        across.addWidget(self._sheet_list())
        across.addLayout(self._sheet_view(), 1)
        column.addLayout(across, 1)
        column.addLayout(self._feet())

    def _sheet_list(self) -> QListWidget:
        self.sheets = QListWidget()
        self.sheets.setAccessibleName(_("Arkene i boken"))
        self.sheets.setObjectName("sheets")
        self.sheets.setFixedWidth(look.px(250))
        self.sheets.setWordWrap(True)
        self.sheets.currentRowChanged.connect(lambda _row: self._show_sheet())
        return self.sheets

    def _sheet_view(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(look.px(10))
        head = QHBoxLayout()
        self.chips = Chips(_("Vis rader som er"))
        self.chips.picked.connect(lambda _code: self._show_rows())
        self.mend_button = button(_("Rett lesingen …"), self._mend, "pencil")
        head.addWidget(self.chips, 1)
        head.addWidget(self.mend_button, 0, Qt.AlignmentFlag.AlignTop)
        self.kind_line = label("", "muted", wrap=True)
        self.rows = QTableView()
        self.rows.setAccessibleName(_("Radene i arket"))
        self.rows.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows.setAlternatingRowColors(True)
        self.rows.setShowGrid(False)
        self.rows.setTabKeyNavigation(False)
        self.rows.verticalHeader().hide()
        self.rows.verticalHeader().setDefaultSectionSize(look.row_height())
        self.rows.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.rows.setObjectName("plain")
        column.addLayout(head)
        column.addWidget(self.kind_line)
        column.addWidget(self.rows, 1)
        return column

    def _feet(self) -> QHBoxLayout:
        feet = QHBoxLayout()
        self.keep_rejected = button(_("Lagre avviste rader …"), self._ask_rejected, "save")
        self.take_button = button(_("Hent inn"), self.take_in, role="primary", tip="Ctrl+Enter")
        feet.addWidget(self.keep_rejected)
        feet.addStretch(1)
        feet.addWidget(label(_("Kan angres etterpå."), "muted"))
        feet.addWidget(button(_("Avbryt"), self.reject, tip="Esc"))
        feet.addWidget(self.take_button)
        self.keep_rejected.setEnabled(False)
        self.take_button.setEnabled(False)
        return feet

    # reading and planning

    def _work(self, work, *, said: str, **given: Any) -> None:
        """Carry on beside the screen's thread; the window says what is going on."""
        self.line.setText(said)
        self.fault.hide()
        self.take_button.setEnabled(False)
        self._busy = self.store.job(work, **given)
        self._busy.finished.connect(self._arrived)
        self._busy.failed.connect(self._failed)
        self._busy.start()

    def _arrived(self, result: tuple[Book, ImportPlan]) -> None:
        self.book, self.plan = result
        if self.plan.applied:
            if self.plan.op_seq:
                self.store.registered(self.plan.op_seq)
            self.store.look_around()
            self.accept()
            self.imported.emit(self.plan)
            return
        self._show_plan(self.plan)

    def _failed(self, fault: Exception) -> None:
        if not isinstance(fault, Rejected | FileTrouble | Told):
            self.reject()
            raise fault
        text = str(fault) if isinstance(fault, Told) else faults.sentence(fault)
        self.fault.setText(text)
        self.fault.show()
        self.line.setText(_("Ingenting er hentet inn."))

    def _show_plan(self, plan: ImportPlan) -> None:
        counts = plan.counts()
        good = counts[NEW] + counts[CHANGED]
        told = [_("{book}: {rows} rader lest").format(book=plan.book, rows=number(sum(counts.values())))]
        if plan.pairs:
            many = len(plan.pairs)
            twice = ngettext("{n} person kan stå to ganger", "{n} personer kan stå to ganger", many).format(n=many)
            told.append(_("{twice}. Se Personer, Slå sammen").format(twice=twice))
        self.line.setText(". ".join(told) + ".")
        self.keep_rejected.setEnabled(bool(plan.rejected))
        self.take_button.setEnabled(bool(good))
        self.take_button.setText(
            ngettext("Hent inn {n} rad", "Hent inn {n} rader", good).format(n=number(good))
            if good
            else _("Ikke noe nytt")
        )
        at = max(0, self.sheets.currentRow())
        self.sheets.clear()
        for sheet in plan.sheets:
            self.sheets.addItem(_sheet_line(sheet))
        first = next((n for n, sheet in enumerate(plan.sheets) if sheet.rows), 0)
        self.sheets.setCurrentRow(at if at else first)
        self.sheets.setFocus()

    # showing

    @property
    def sheet(self) -> SheetPlan | None:
        """The sheet in sight."""
        at = self.sheets.currentRow()
        return self.plan.sheets[at] if self.plan and 0 <= at < len(self.plan.sheets) else None

    def _show_sheet(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        said = _("Lest som: {kind}").format(kind=KINDS[sheet.kind])
        if sheet.recognition.heading_row:
            said += " · " + _("overskriftene står på rad {n}").format(n=sheet.recognition.heading_row)
        self.kind_line.setText(" · ".join(part for part in (said, sheet.recognition.remark) if part))
        self.chips.show_chips([Chip("", _("Alle"), len(sheet.rows)), *(
            Chip(status, words[1], sheet.count(status)) for status, words in STATUSES.items() if sheet.count(status)
        ), *(Chip(REMARKED, _("Med merknad"), len(found)) for found in (remarked(sheet),) if found)])  # fmt: skip
        if sheet.count(REJECTED) and not self.chips.current:
            self.chips.choose(REJECTED)
        self._show_rows()

    def _show_rows(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        self.rows.setModel(RowsModel(sheet, self.chips.current))
        for column in range(self.rows.model().columnCount()):
            self.rows.setColumnWidth(column, look.px(_WIDTHS[min(column, len(_WIDTHS) - 1)]))

    # mending

    def _mend(self) -> None:
        if self.sheet is None or self.book is None:
            return
        form = Mending(self.sheet, self)
        form.mended.connect(self._replan)
        form.open()

    def _replan(self, recognition: Recognition) -> None:
        self.mended[recognition.sheet] = replace(recognition)
        self._work(_plan, book=self.book, today=self.store.today, mended=dict(self.mended), said=_("Leser på nytt …"))

    # taking in

    def take_in(self) -> None:
        """Write all good rows in one command, after a copy of the register."""
        if self.plan is None or not self.take_button.isEnabled():
            return
        self._work(
            _apply, book=self.book, plan=self.plan, mended=self.mended, today=self.store.today,
            staff=self.store.staff, said=_("Henter inn …"),
        )  # fmt: skip

    def _ask_rejected(self) -> None:
        name = _("{book} – avviste rader.xlsx").format(book=self.book.name if self.book else self.path.stem)
        beside = str(self.path.absolute().with_name(name))
        ask_save(self, _("Lagre avviste rader"), beside, _("Excel (*.xlsx)"), self.save_rejected)

    def save_rejected(self, path: Path) -> None:
        """The rejected rows as a book, with the reason beside each."""
        from desktop.sheets import rejected

        if self.plan is None:
            return
        try:
            rejected.save(self.plan, path)
        except (OSError, Told) as fault:
            self._failed(fault if isinstance(fault, Told) else Told(_("Fikk ikke lagret der. Er boken åpen i Excel?")))
        else:
            self.line.setText(_("Avviste rader er lagret i {file}").format(file=path.name))

    def reject(self) -> None:
        if self._busy is not None and self._busy.running:
            self._busy.stop()
        super().reject()


def _sheet_line(sheet: SheetPlan) -> str:
    parts = [f"{sheet.count(status)} {words[1].lower()}" for status, words in STATUSES.items() if sheet.count(status)]
    return f"{sheet.name}\n{KINDS[sheet.kind]}" + (f"\n{', '.join(parts)}" if parts else "")


def _read(register, *, path: Path, today: str, read: Callable[[Path], Book]) -> tuple[Book, ImportPlan]:
    book = read(path)
    return book, importing.plan_sheets(register, book, today=today)


def _plan(register, *, book: Book, today: str, mended: dict[str, Recognition]) -> tuple[Book, ImportPlan]:
    return book, importing.plan_sheets(register, book, today=today, mended=mended)


def _apply(register, *, book, plan, mended, today: str, staff: str) -> tuple[Book, ImportPlan]:
    from db import backup

    backup.make(register, reason="import")
    importing.apply(register, plan, today=today, staff=staff)
    importing.remember(register, mended, today=today, staff=staff)
    return book, plan
