"""The acts that several views of the plans share; each key stands for one act on the whole page.

Taken: those of RecordPage (Ctrl+N, E, P, F), and Ctrl+Return, D, L, T, G, R, J, B, H, and with Shift N, G, L, P, C, R,
T, V, B, M, O, E, S, K.
"""

from __future__ import annotations

from desktop.actions import EDIT, VIEW, Action
from desktop.words import _

NEXT = Action(_("Gjør det som passer nå"), "do_next", "Ctrl+Return", "check", EDIT, "chosen")
CHANGE = Action(_("Endre …"), "edit", "Ctrl+D", "pencil", EDIT, "chosen", True)
LIGHT = Action(_("Lys …"), "judge", "Ctrl+L", "circle", EDIT, "chosen", True)
TICK = Action(_("Gjort i år …"), "tick", "Ctrl+T", "check", EDIT, "chosen", True)
LINK = Action(_("Knytt tiltak til trinnet …"), "link", "Ctrl+Shift+T", "link", EDIT, "chosen", True)
ANSWER = Action(_("Ansvarlige …"), "answer", "Ctrl+G", "user-round-check", EDIT, "chosen", True)
EXAMPLE = Action(_("Ta et eksempel …"), "copy_example", "Ctrl+Shift+N", "copy", EDIT, writes=True)
ADOPT = Action(_("Meld vedtatt …"), "adopt", "Ctrl+Shift+G", "gavel", EDIT, "chosen", True)
MEASURES_OF = Action(_("Vis tiltakene"), "show_measures", "Ctrl+Shift+L", "arrow-right", EDIT, "chosen")
LOCK = Action(_("Lås rapporten"), "lock", "Ctrl+J", "lock", EDIT, "chosen", True)
REVIEW = Action(_("Send til kontroll, eller tilbake"), "send_to_review", "Ctrl+Shift+K", "eye", EDIT, "chosen", True)
REOPEN = Action(_("Åpne rapporten igjen …"), "reopen", "Ctrl+Shift+R", "refresh-cw", EDIT, "chosen", True)
PAPER = Action(_("Skriv ut rapporten eller pyramidene …"), "print_report", "Ctrl+Shift+P", "printer", EDIT, "chosen")
AS_TEXT = Action(_("Kopier teksten til saken"), "as_text", "Ctrl+Shift+C", "copy", EDIT, "chosen")
ROLL = Action(_("Rull planen …"), "roll_over", "Ctrl+Shift+V", "refresh-cw", EDIT, "chosen", True)
COMPARE = Action(_("Sammenlign med forrige versjon …"), "compare", "Ctrl+Shift+B", "columns-3", EDIT, "chosen")
SUBTASKS = Action(_("Deltiltak …"), "divide", "Ctrl+B", "list-checks", EDIT, "chosen", True)
REMIND = Action(_("Skriv ut purrebrev …"), "print_reminders", "Ctrl+Shift+M", "mail", EDIT, "chosen")
START = Action(_("Skriv ut oppstartslisten …"), "print_start", "Ctrl+Shift+O", "clipboard-list", EDIT, "chosen")
AS_BOOK = Action(_("Lagre rapporten som Excel …"), "save_book", "Ctrl+Shift+E", "file-spreadsheet", EDIT, "chosen")
AS_FILE = Action(_("Lagre teksten …"), "save_text", "Ctrl+Shift+S", "save", EDIT, "chosen")
HISTORY = Action(_("Vis historikk"), "show_history", "Ctrl+H", "history", VIEW, "chosen")
DONE = Action(_("Meld den ansvarlige ferdig"), "finish", "Ctrl+R", "check", EDIT, "chosen", True)
