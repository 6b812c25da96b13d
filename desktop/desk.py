"""One open register: its window, its rhythm of copies, and the errands that reach beyond a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox

from db import backup, check
from db.errors import FileTrouble, Rejected
from desktop import check_words, faults, settings, words
from desktop.actions import FILE, Action
from desktop.faults import Told
from desktop.listed import Listed
from desktop.main_window import MainWindow
from desktop.parts import message, style
from desktop.parts.files import ask_folder, ask_open, ask_save, ask_table, books_among
from desktop.parts.page import Listing, Page
from desktop.rhythm import Rhythm
from desktop.store import Store
from desktop.timing import later
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from desktop.app import Program
    from desktop.paper.private import PrivateFolder

EXCEL = "Excel (*.xlsx)"
TEXT = _("Tekst (*.txt)")
SETTLED = 250  # milliseconds until the window has been painted


class Desk(QObject):
    """The window of a register and what it needs from outside its pages."""

    def __init__(self, store: Store, pages: Sequence[type[Page] | Listed], program: Program):
        super().__init__(program)
        self.store, self.program, self.is_open = store, program, True
        self._paper: PrivateFolder | None = None
        self.window = MainWindow(store, pages, exporter=self.export, printer=self.print_list)
        self.window.errands = self.errands()
        for action, act in self.acts():
            self.window.menus.add(action, act)
        self.window.dropped.connect(self.import_book)
        self.window.closing.connect(self.close)
        self.rhythm = Rhythm(store, self)
        self.rhythm.copied.connect(lambda _path: self._say_backup() if self.is_open else None)
        self.rhythm.failed.connect(self.trouble)
        self.window.show_page(pages[0])
        self._settle = later(self, SETTLED, self.settle)
        self._settle.start()

    def settle(self) -> None:
        """What can wait until the window is seen: old printouts go, the last copy is told, a large file is checked."""
        self._settle.stop()
        self._paper = self.paper
        self._say_backup()
        try:
            left = self.store.read(check.was_left)
        except FileTrouble:
            return  # the store tells it
        if left:
            job = self.store.job(check.quickly)
            job.failed.connect(self.trouble)
            job.start()

    @property
    def paper(self) -> PrivateFolder:
        """Where printouts lie while they are looked at."""
        if self._paper is None:
            from desktop.paper.private import PrivateFolder

            self._paper = PrivateFolder()
        return self._paper

    def errands(self) -> dict[str, Callable[..., Any]]:
        """What pages may start by name."""
        return {
            "backup": self.back_up,
            "restore": self.ask_restore,
            "check": self.check,
            "rehearse": self.rehearse,
            "choose_shared_folder": self.ask_shared_folder,
            "dress": self.dress,
            "on_duty": self.on_duty,
            "print_pdf": self.print_pdf,
            "print_labels": self.print_labels,
            "save_workbook": self.save_workbook,
            "save_text": self.save_text,
            "import": self.ask_book,
        }

    def acts(self) -> list[tuple[Action, Callable[[], Any]]]:
        """The File menu."""
        return [
            (Action(_("Hent fra Excel …"), "", "Ctrl+I", "table", FILE, writes=True), self.ask_book),
            (Action(_("Lim inn en tabell …"), "", "Ctrl+V", "clipboard-list", FILE, writes=True), self.paste_table),
            (Action(_("Ta sikkerhetskopi nå"), "", "", "save", FILE), self.back_up),
            (Action(_("Gjenopprett sikkerhetskopi …"), "", "", "history", FILE, writes=True), self.ask_restore),
            (Action(_("Se etter feil"), "", "", "list-checks", FILE), self.check),
            (Action(_("Lag nytt register …"), "", "", "file-plus", FILE), self.program.ask_new),
            (Action(_("Åpne …"), "", "Ctrl+O", "folder-open", FILE), self.program.ask_open),
            (Action(_("Se i en delt mappe …"), "", "", "eye", FILE), self.program.ask_look),
        ]

    def close(self) -> None:
        """Take the last copy and let go of the register."""
        if not self.is_open:
            return
        self.is_open = False
        try:
            self.rhythm.close()
        except FileTrouble as trouble:  # the window is going; the next start tells it again
            settings.keep("files/close_trouble", faults.sentence(trouble))
        self._settle.stop()
        self.store.close()
        if self._paper is not None:
            self._paper.close()

    def trouble(self, fault: Exception) -> None:
        """Tell a trouble in the window, in a sentence; when the window is gone, nobody."""
        if not self.is_open:
            return
        if isinstance(fault, Told):
            message.tell(str(fault), self.window)
        elif isinstance(fault, FileTrouble | Rejected):
            self.window.trouble(fault)
        else:
            raise fault

    # Excel

    def ask_book(self) -> None:
        """Choose a book to bring in."""
        ask_table(self.window, self.import_book)

    def import_book(self, path: Path) -> None:
        """Show what a book would do."""
        from desktop.sheets.book import read_book

        self._take_in(path, read_book)

    def paste_table(self) -> None:
        """Show what a table that was copied elsewhere would do, or the book whose file was copied."""
        from desktop.sheets import text_table

        copied = QApplication.clipboard().mimeData()
        for path in books_among(copied)[:1]:
            self.import_book(path)
            return
        text, html = copied.text(), copied.html()
        now = f"{datetime.now():%H.%M}"  # noqa: DTZ005  the wall clock
        name = _("Innlimt {day} kl. {clock}").format(day=words.day(self.store.today), clock=now)
        self._take_in(Path(name), lambda _path: text_table.pasted(name, text, html))

    def _take_in(self, path: Path, read: Callable[[Path], Any]) -> None:
        from desktop.incoming.window import ImportWindow

        window = ImportWindow(self.store, path, self.window, read)
        window.imported.connect(self._imported)
        self.window.show_form(window)

    def _imported(self, plan: Any) -> None:
        counts = plan.counts()
        told = _("{book} er hentet inn: {new} nye og {changed} endrede rader").format(
            book=plan.book, new=words.number(counts["new"]), changed=words.number(counts["changed"])
        )
        if plan.rejected:
            told += ngettext(", {n} avvist", ", {n} avvist", plan.rejected).format(n=plan.rejected)
        self.window.tell(told)
        self._say_backup()  # one was taken before the book came in

    def export(self, listing: Listing) -> None:
        """Save a list as it is shown."""
        from desktop.sheets import export

        def save(path: Path) -> int:
            return export.export_rows(
                listing.columns, listing.rows(), listing.title, path,
                today=self.store.today, by=self.store.staff, persons=listing.persons,
            )  # fmt: skip

        self.save_workbook(f"{listing.title} {self.store.today}", save)

    def save_workbook(self, name: str, save: Callable[[Path], Any]) -> None:
        """Ask where, let `save` write there, and offer to open what came."""
        ask_save(
            self.window, _("Lagre som Excel"), f"{_file_name(name)}.xlsx", EXCEL, lambda path: self.save_at(path, save)
        )

    def save_text(self, name: str, save: Callable[[Path], Any]) -> None:
        """Ask where, let `save` write plain text there, and offer to open what came."""
        ask_save(
            self.window, _("Lagre teksten"), f"{_file_name(name)}.txt", TEXT, lambda path: self.save_at(path, save)
        )

    def save_at(self, path: Path, save: Callable[[Path], Any]) -> None:
        """Write the file and tell where it lies."""
        try:
            save(path)
        except (Told, Rejected, FileTrouble) as fault:
            self.trouble(fault)
            return
        opening = (_("Åpne filen"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        self.window.tell(_("{file} er lagret").format(file=path.name), undo=False, second=opening)

    # paper

    def print_list(self, listing: Listing) -> None:
        """Show a list on paper as it is shown on the screen."""
        from desktop.paper import printing

        def make(out: IO[bytes]) -> int:
            return self.store.read(
                printing.print_list, listing.columns, listing.rows(), out, title=listing.title, shown=listing.note,
                staff=self.store.staff, today=self.store.today, persons=listing.persons,
            )  # fmt: skip

        self.print_pdf(listing.title, make, _file_name(listing.title))

    def print_labels(self, item_ids: Sequence[int]) -> None:
        """Ask for sheet or tape, then show the labels of these copies."""
        from desktop.equipment.label_form import LabelForm

        self.window.show_form(LabelForm(self.store, item_ids, self.print_pdf, self.window))

    def print_pdf(
        self, title: str, make: Callable[[IO[bytes]], Any], name: str, done: Callable[[], Any] | None = None
    ) -> None:
        """Draw a paper into the private folder and show it; `done` is called when it left the screen as a paper."""
        from desktop.parts.preview import Preview

        path = self.paper.new()
        try:
            with path.open("wb") as out:
                make(out)
            preview = Preview(path, title, name, self.window)
        except (Told, Rejected, FileTrouble) as fault:
            self.trouble(fault)
            return
        if done:
            preview.made.connect(done)
        preview.finished.connect(lambda _result: self.paper.drop(path))
        self.window.show_form(preview)

    # the register

    def back_up(self) -> None:
        """Take a copy now."""
        self.rhythm.back_up()
        self.window.tell(_("Sikkerhetskopien tas nå"), undo=False)

    def ask_restore(self) -> None:
        """Choose a copy to go back to."""
        folder = self.store.read(backup.folder)
        kinds = _("Kopier (*.hverdag)")
        ask_open(self.window, _("Velg sikkerhetskopien"), kinds, self._sure_to_restore, folder)

    def _sure_to_restore(self, copy: Path) -> None:
        text = _(
            "Gå tilbake til «{copy}»? Registeret blir slik det var da. "
            "Det du har nå, blir liggende ved siden av som en egen fil."
        ).format(copy=copy.stem)
        box = message.box(text, self.window, _("Gjenopprett"))
        stay = box.addButton(_("Avbryt"), QMessageBox.ButtonRole.RejectRole)
        box.addButton(_("Gjenopprett"), QMessageBox.ButtonRole.DestructiveRole).clicked.connect(
            lambda: self.restore(copy)
        )
        box.setDefaultButton(stay)
        box.open()

    def restore(self, copy: Path) -> None:
        """Put the copy in the register's place and go on with it."""
        try:
            report = self.store.exchange(lambda path: backup.restore(path, copy))
            told = _("Registeret er som i kopien «{copy}»").format(copy=copy.stem)
            if report.missing:
                told += ". " + ngettext(
                    "{n} registrering gjort etter kopien, er ikke med",
                    "{n} registreringer gjort etter kopien, er ikke med",
                    report.missing,
                ).format(n=report.missing)
            self.window.tell(told, undo=False)
        except FileTrouble as trouble:
            self.trouble(trouble)

    def rehearse(self) -> None:
        """Bring the newest copy back in a passing folder, to know that it can be done."""
        self.window.status.say(_("Prøver å hente tilbake den nyeste kopien …"))
        job = self.store.job(backup.rehearse)
        job.finished.connect(lambda _report: self._rehearsed())
        job.failed.connect(self.trouble)
        job.start()

    def _rehearsed(self) -> None:
        if not self.is_open:
            return
        self.window.status.say("")
        self.window.tell(_("Den nyeste sikkerhetskopien er hel og kan hentes tilbake"), undo=False)

    def check(self) -> None:
        """Look through the whole register, beside the screen's thread."""
        self.window.status.say(_("Ser etter feil …"))
        job = self.store.job(check.problems)
        job.finished.connect(self._checked)
        job.failed.connect(self.trouble)
        job.start()

    def _checked(self, found: list[Any]) -> None:
        if not self.is_open:
            return
        self.window.status.say("")
        if found:
            message.tell("\n".join(check_words.sentence(problem) for problem in found[:12]), self.window)
        else:
            self.window.tell(_("Registeret er helt. Ingen feil funnet"), undo=False)

    def ask_shared_folder(self) -> None:
        """Choose the folder where others can look."""
        from db import settings as chosen

        ask_folder(self.window, _("Velg fellesmappen"),
                   lambda folder: self._write(chosen.choose, values={"publish_folder": str(folder)}))  # fmt: skip

    def on_duty(self, name: str | None) -> None:
        """Who registers from now on, on this PC."""
        self.store.staff = name or self.store.staff
        settings.keep("staff/name", self.store.staff)
        self.window.status.say_register(self.store.path.name, self.store.staff, self.store.read_only)

    def dress(self) -> None:
        """Look as is chosen now."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.apply(app, settings.theme(), settings.text_percent(), settings.rows())

    def _write(self, act: Callable[..., Any], **given: Any) -> None:
        try:
            self.store.write(act, **given)
        except (Rejected, FileTrouble) as fault:
            self.trouble(fault)

    def _warn_of_scarcity(self) -> None:
        if backup.is_scarce(self.store.path):
            self.window.status.say(_("Det er lite plass igjen på disken. Frigjør plass, ellers kan du ikke lagre"))

    def _say_backup(self) -> None:
        self._warn_of_scarcity()
        copies = self.store.read(backup.copies)
        at: datetime | None = copies[0].at if copies else None
        self.window.status.say_backup(
            _("Sikkerhetskopi {when}").format(when=words.moment(at.isoformat(), self.store.today))
            if at
            else _("Ingen sikkerhetskopi ennå")
        )


def _file_name(text: str) -> str:
    """A text as a file may be called on every system."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", text).strip(" .")[:80] or "Hverdag"
