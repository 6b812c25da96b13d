"""The acts of a stay and their keys: the same in the chart, the lists and the waiting list.

Keys taken on this page: those of RecordPage (Ctrl+N, E, P, F) and all below. A view of another kind of record takes
others.
"""

from __future__ import annotations

from desktop.actions import EDIT, VIEW, Action
from desktop.words import _

APPLY = Action(_("Ny søknad …"), "apply", "Ctrl+Shift+N", "file-plus", EDIT, writes=True)
BOOK = Action(_("Nytt opphold på plass …"), "book", "Ctrl+B", "calendar-plus", EDIT, writes=True)
ACUTE = Action(_("Øyeblikkelig hjelp …"), "acute", "Ctrl+Shift+A", "hospital", EDIT, writes=True)
PAST = Action(_("Etterregistrer opphold …"), "past", "Ctrl+Shift+E", "history", EDIT, writes=True)
NEXT = Action(_("Gjør det som passer nå"), "do_next", "Ctrl+Return", "check", EDIT, "chosen", True)
EDIT_STAY = Action(_("Rediger …"), "edit", "Ctrl+D", "pencil", EDIT, "chosen", True)
ASSESS = Action(_("Meld vurdert"), "assess", "Ctrl+Shift+V", "clipboard-check", EDIT, "chosen", True)
DECIDE = Action(_("Vedtak …"), "decide", "Ctrl+G", "gavel", EDIT, "chosen", True)
APPEAL = Action(_("Klage …"), "appeal", "Ctrl+Shift+G", "scale", EDIT, "chosen", True)
WAIT = Action(_("Sett på venteliste …"), "wait", "Ctrl+L", "hourglass", EDIT, "chosen", True)
PRIORITISE = Action(_("Endre prioritet …"), "prioritise", "Ctrl+Shift+P", "flag", EDIT, "chosen", True)
PAUSE = Action(_("Pause i ventetiden …"), "pause", "Ctrl+Shift+H", "clock", EDIT, "chosen", True)
PLAN = Action(_("Planlegg plass …"), "plan", "Ctrl+T", "bed", EDIT, "chosen", True)
CHECK_IN = Action(_("Ankommet …"), "check_in", "Alt+I", "log-in", EDIT, "chosen", True)
DISCHARGE = Action(_("Skriv ut av oppholdet …"), "discharge", "Ctrl+U", "log-out", EDIT, "chosen", True)
MOVE = Action(_("Flytt til annen plass …"), "move_on", "Ctrl+J", "move-horizontal", EDIT, "chosen", True)
END = Action(_("Endre utreisedag …"), "change_end", "Ctrl+R", "calendar-clock", EDIT, "chosen", True)
SWAP = Action(_("Bytt plass med …"), "swap", "Ctrl+Shift+B", "arrow-left-right", EDIT, "chosen", True)
PARK = Action(_("Parker …"), "park", "Ctrl+Shift+U", "square-parking", EDIT, "chosen", True)
LEAVE = Action(_("Permisjon …"), "leave", "Ctrl+Shift+F", "house", EDIT, "chosen", True)
BACK = Action(_("Tilbake til ventelisten …"), "back_to_waiting", "Ctrl+Shift+L", "undo-2", EDIT, "chosen", True)
CANCEL = Action(_("Avlys …"), "cancel", "Ctrl+M", "calendar-x", EDIT, "chosen", True)
REOPEN = Action(_("Gjenåpne oppholdet …"), "reopen", "Ctrl+Shift+O", "refresh-cw", EDIT, "chosen", True)
COORDINATOR = Action(_("Koordinator …"), "coordinator", "Ctrl+Shift+K", "user-round-check", EDIT, "chosen", True)
OPEN_PLAN = Action(_("Plan for oppholdet"), "open_plan", "F4", "goal", VIEW, "chosen")
SHOW_CARD = Action(_("Vis kortet"), "show_card", "Alt+K", "user-round", VIEW, "chosen")
HISTORY = Action(_("Vis historikk"), "show_history", "Ctrl+H", "history", VIEW, "chosen")
STAY_ACTS = (
    NEXT, APPLY, BOOK, ACUTE, PAST, ASSESS, DECIDE, APPEAL, WAIT, PRIORITISE, PAUSE, PLAN, CHECK_IN, DISCHARGE, MOVE,
    END, SWAP, PARK, LEAVE, BACK, CANCEL, REOPEN, COORDINATOR, EDIT_STAY, OPEN_PLAN, SHOW_CARD, HISTORY,
)  # fmt: skip
