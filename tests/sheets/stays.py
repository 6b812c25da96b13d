"""What the tests of stay lists share: the book and its truth, stays as values, and small lists made on the spot."""

import json
from pathlib import Path

from db.connection import Register
from desktop.sheets import importing
from desktop.sheets.plan import ImportPlan
from tests.sheets.reading import DATA, TODAY, save_book

BOOK = DATA / "opphold-a.xlsx"
TRUTH = json.loads((DATA / "truth-opphold-a.json").read_text(encoding="utf-8"))
TABLES = ("site", "stay_place", "person", "stay", "stay_segment", "stay_night", "stay_coordinator", "stay_goal")
HEADINGS = ["Rom", "Navn", "Født", "Type opphold", "Inn", "Ut", "Kommer fra", "Mål", "Koordinator"]
_STAYS = """SELECT s.*, g.from_on, g.to_on, g.day_only, t.name AS site, l.name AS room, p.born_on,
        p.first_name || ' ' || p.last_name AS person,
        (SELECT group_concat(c.name) FROM stay_coordinator c WHERE c.stay_id = s.stay_id) AS coordinator,
        (SELECT group_concat(a.text) FROM stay_goal a WHERE a.stay_id = s.stay_id) AS goal
    FROM stay s JOIN person p ON p.person_id = s.person_id LEFT JOIN stay_segment g ON g.stay_id = s.stay_id
    LEFT JOIN site t ON t.site_id = g.site_id LEFT JOIN stay_place l ON l.stay_place_id = g.stay_place_id
    ORDER BY s.stay_id, g.from_on"""


def stays(register: Register) -> list[dict]:
    """Every segment of every stay, with person, room, coordinators and goals."""
    return [dict(row) for row in register.rows(_STAYS)]


def everything(register: Register) -> dict[str, list[tuple]]:
    """Every row of every table that a stay list writes to."""
    return {table: [tuple(row) for row in register.rows(f"SELECT * FROM {table} ORDER BY 1, 2")] for table in TABLES}


def row(room="201", name="Lie, Per", born="1.2.1940", purpose="rehab", came="1.11.2026", left="30.11.2026", *more):
    """A row under HEADINGS; what is left out is usual."""
    return [room, name, born, purpose, came, left, *more, *[""] * (3 - len(more))]


def take_in(register: Register, folder: Path, *rows: list, today: str = TODAY, headings=HEADINGS, **more) -> ImportPlan:
    """A list of these rows brought in; `more` are further sheets."""
    path = save_book(folder / "liste.xlsx", Liste=[headings, *rows], **more)
    return importing.import_book(register, path, today=today, staff="Jon")


def statuses(plan: ImportPlan) -> list[str]:
    return [one.status for sheet in plan.sheets for one in sheet.rows]


def remarks(plan: ImportPlan) -> list[str]:
    return [text for sheet in plan.sheets for _row, text in sheet.remarks]


def reasons(plan: ImportPlan) -> list[str]:
    return [one.reason for sheet in plan.sheets for one in sheet.rejected]
