"""What the holidays of db.red_days are called. No Qt: the chart, the day centre and its papers say the same."""

from __future__ import annotations

from desktop.words import _

RED_DAYS = {
    "new_year": _("første nyttårsdag"),
    "maundy_thursday": _("skjærtorsdag"),
    "good_friday": _("langfredag"),
    "easter_day": _("første påskedag"),
    "second_easter_day": _("andre påskedag"),
    "labour_day": _("arbeidernes dag"),
    "constitution_day": _("grunnlovsdagen"),
    "ascension": _("Kristi himmelfartsdag"),
    "whit_sunday": _("første pinsedag"),
    "whit_monday": _("andre pinsedag"),
    "christmas_day": _("første juledag"),
    "second_christmas_day": _("andre juledag"),
}
