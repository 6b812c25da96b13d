"""The columns of people. A protected address stands in no list; sheet and paper keep phone and kin back as well."""

from __future__ import annotations

from desktop import words
from desktop.columns import Column
from desktop.words import _

PEOPLE: tuple[Column, ...] = (
    Column("name", _("Navn"), width=28, sort="name", value=words.person_name, strong=True),
    Column("born_on", _("Født"), "day", 12, "born"),
    Column("shown_address", _("Adresse"), width=32, sort="address"),
    Column("phone", _("Telefon"), width=13, sort="phone"),
    Column("standing", _("Status"), "state", 12, "standing"),
    Column("open_lines", _("Lån ute"), "number", 9, "open"),
    Column("overdue", _("Forfalt"), "number", 9, "late"),
    Column("kin_name", _("Pårørende"), width=24, shown=False),
    Column("kin_phone", _("Pårørendes telefon"), width=18, shown=False),
    Column("protected", _("Skjermet adresse"), "flag", 16, shown=False),
    Column("died_on", _("Død"), "day", 12, "died", shown=False),
    Column("note", _("Merknad"), width=36, shown=False),
)
