"""What the tests of plan tables share: the two books and what they should say, measures as values, small tables."""

import csv
from pathlib import Path

from db.connection import Register
from desktop.sheets import importing
from desktop.sheets.plan import ImportPlan
from tests.sheets.reading import DATA, TODAY, save_book

OPPDAL, MELHUS = DATA / "oppdal-a.xlsx", DATA / "melhus-b.xlsx"
TRUTH = Path(__file__).parents[2] / "resources" / "plans.csv"
TABLES = ("plan", "focus_area", "plan_goal", "measure", "measure_year", "role", "measure_role")
HEADINGS = ["Nr", "Satsingsområde", "Mål", "Tiltak", "Ansvarlig", "Status", "Frist", "Kostnad i kroner", "Kommentar"]
_MEASURES = """SELECT m.*, p.name AS plan, f.name AS focus_area, g.text AS goal,
        (SELECT group_concat(name, '; ') FROM (SELECT r.name FROM measure_role k JOIN role r ON r.role_id = k.role_id
            WHERE k.measure_id = m.measure_id AND k.to_on IS NULL ORDER BY k.is_main DESC, k.position)) AS responsible
    FROM measure m JOIN plan p ON p.plan_id = m.plan_id
    LEFT JOIN focus_area f ON f.focus_area_id = m.focus_area_id
    LEFT JOIN plan_goal g ON g.plan_goal_id = m.plan_goal_id ORDER BY m.plan_id, m.position"""


def truth(beginning: str) -> list[dict[str, str]]:
    """The measures of the plan whose name begins so, as plans.csv tells them."""
    with TRUTH.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["plan"].startswith(beginning)]


def measures(register: Register) -> list[dict]:
    """Every measure in the order of its plan, with plan, focus area, goal and who answers."""
    return [dict(row) for row in register.rows(_MEASURES)]


def everything(register: Register) -> dict[str, list[tuple]]:
    """Every row of every table that a plan's table writes to."""
    return {table: [tuple(row) for row in register.rows(f"SELECT * FROM {table} ORDER BY 1")] for table in TABLES}


def row(
    number="1", text="Lage en rutine", responsible="", status="", deadline="", cost="", comment="", area="", goal=""
):
    """A row under HEADINGS; what is left out is blank."""
    return [number, area, goal, text, responsible, status, deadline, cost, comment]


def take_in(
    register: Register, folder: Path, *rows: list, title: str = "Plan for prøven", headings=HEADINGS, **more
) -> ImportPlan:
    """A table of these rows brought in; `more` are further sheets."""
    path = save_book(folder / "tabell.xlsx", Tiltak=[[title], [], headings, *rows], **more)
    return importing.import_book(register, path, today=TODAY, staff="Jon")


def told(plan: ImportPlan) -> list[tuple[int, str]]:
    """(row, sentence) of all that is remarked."""
    return [one for sheet in plan.sheets for one in sheet.remarks]
