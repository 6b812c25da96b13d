"""Letters to those who have something overdue; once printed they stand in the log of contact."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, Any

from db import contacts, follow_up, people, units
from db.errors import FileTrouble, Rejected, Why
from desktop import words
from desktop.actions import FILE, Action
from desktop.loans import papers
from desktop.words import _, ngettext

if TYPE_CHECKING:
    from desktop.parts.page import Frame
    from desktop.store import Store

Read = Callable[..., Any]
PRINT_REMINDERS = Action(_("Skriv ut påminnelse"), "print_reminders", "Ctrl+Shift+R", "printer", FILE, "chosen")


class Letters:
    """Reminder letters about lines, one to each borrower; `printed` holds the lines that came on paper."""

    def __init__(self, read: Read, line_ids: Sequence[int], today: str, staff: str):
        self._read, self._lines, self._today, self._staff = read, list(line_ids), today, staff
        self.printed: list[int] = []

    def make(self, out: IO[bytes]) -> int:
        """Draw the letters into a file; returns pages. Rejected where nobody is to have one any more."""
        self.printed, letters = [], []
        for (person_id, unit_id), lines in self._read(contacts.by_borrower, self._lines).items():
            letter = self._letter(person_id, unit_id, lines)
            if letter is not None:
                letters.append(letter)
                self.printed += lines
        if not letters:
            raise Rejected(Why.REMINDERS_STOPPED)
        return papers.join(letters, out)

    def _letter(self, person_id: int | None, unit_id: int | None, lines: list[int]) -> bytes | None:
        """None where it came back, or somebody died, since the list was read."""
        from desktop.paper import printing

        letter = io.BytesIO()
        try:
            self._read(printing.print_reminder, letter, today=self._today, person_id=person_id, unit_id=unit_id,
                       staff=self._staff, line_ids=lines)  # fmt: skip
        except Rejected:
            return None
        return letter.getvalue()


def print_letters(store: Store, frame: Frame, *, keys: Sequence[int] = (), line_ids: Sequence[int] = ()) -> None:
    """Show the letters to these borrowers and those of these lines; what is printed is logged as sent."""
    lines = store.read(follow_up.letter_lines, today=store.today, keys=keys, line_ids=line_ids)
    if not lines:
        frame.tell(_("Ingen av de valgte skal ha påminnelse. Det blir ikke noe brev"), undo=False)
        return
    letters = Letters(store.read, lines, store.today, store.staff)
    done = None if store.read_only else lambda: sent(store, frame, letters.printed, "letter")
    frame.print_pdf(_("Påminnelse"), letters.make, f"paminnelse-{store.today}", done)


def sent(store: Store, frame: Frame, line_ids: Sequence[int], kind: str, next_on: str | None = None) -> None:
    """Log that letters or messages went out; they are waited upon as long as the setting says."""
    until = next_on or follow_up.shifted(store.today, store.read(follow_up.answer_days))
    try:
        receipt = store.write(contacts.remind, line_ids=line_ids, kind=kind, next_on=until)
    except (Rejected, FileTrouble) as fault:
        frame.trouble(fault)
        return
    count = len(receipt.result)
    told = ngettext("{n} påminnelse er registrert som sendt", "{n} påminnelser er registrert som sendt", count)
    waits = _("Venter på svar til {day}").format(day=words.short_day(until, store.today))
    stopped = _stopped(store.read, receipt.data["left_out"])
    frame.tell(". ".join(part for part in (told.format(n=words.number(count)), stopped or waits) if part))


def _stopped(read: Read, line_ids: Sequence[int]) -> str:
    """Whose letter is not to be sent after all."""
    owners = read(contacts.by_borrower, line_ids)
    names = [words.full_name(read(people.person, person)) if person else read(units.unit, unit)["name"]
             for person, unit in owners]  # fmt: skip
    return _("Ikke send til {names}").format(names=words.listed(names)) if names else ""
