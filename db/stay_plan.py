"""The plan for a stay: what matters to the person, goals with own score, interventions and evaluations.

It is planned with here; the journal is another system (EPJ). Free texts hold no diagnoses and no national identity
number. Own scores of goals are 0 to 10, set by the person.
"""

from dataclasses import dataclass
from typing import Any

from db import stay_checks, stay_scores
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.stay_checks import ensure_open, long_text
from db.values import ensure_day, past_day, text_of

GOAL_STATES = ("open", "reached", "partly", "not_reached", "dropped")
CLOSED_STATES = GOAL_STATES[1:]
OWN_SCORE = (0, 10)
_STRUCK = {
    "goal": "stay_goal", "intervention": "stay_intervention", "evaluation": "stay_evaluation", "score": "stay_score",
    "check": "stay_check",
}  # fmt: skip
_HEAD = """SELECT s.*, b.first_name, b.last_name, b.born_on, b.protected, b.died_on,
        (SELECT min(g.from_on) FROM stay_segment g WHERE g.stay_id = s.stay_id) AS in_on,
        (SELECT max(g.to_on) FROM stay_segment g WHERE g.stay_id = s.stay_id) AS out_on,
        t.name AS site, t.kind AS site_kind, t.phone AS site_phone, p.name AS place,
        (SELECT c.name FROM stay_coordinator c WHERE c.stay_id = s.stay_id AND c.from_on <= :today
            ORDER BY c.from_on DESC, c.stay_coordinator_id DESC LIMIT 1) AS coordinator
    FROM stay s JOIN person b ON b.person_id = s.person_id
    LEFT JOIN stay_segment n ON n.stay_segment_id = (SELECT g.stay_segment_id FROM stay_segment g
        WHERE g.stay_id = s.stay_id ORDER BY g.from_on > :today, CASE WHEN g.from_on > :today THEN g.from_on END,
        g.from_on DESC LIMIT 1)
    LEFT JOIN site t ON t.site_id = n.site_id LEFT JOIN stay_place p ON p.stay_place_id = n.stay_place_id
    WHERE s.stay_id = :ref"""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is planned for a stay. `head` is the stay with person, place, in_on, out_on and coordinator today."""

    head: Row
    goals: list[Row]
    interventions: list[Row]
    evaluations: list[Row]
    coordinators: list[Row]
    checks: list[Row]
    scores: list[Row]
    changes: list[stay_scores.Change]


def head(db: Reader, stay_id: int, *, today: str) -> Row:
    """The stay that a plan is for, or Rejected."""
    found = db.one(_HEAD, ref=stay_id, today=today)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="stay", ref=stay_id)
    return found


def plan(db: Reader, stay_id: int, *, today: str) -> Plan:
    """The whole plan of a stay: goals in their order, running interventions first, the newest evaluation first."""

    def of(sql: str) -> list[Row]:
        return db.rows(sql, ref=stay_id)

    return Plan(
        head(db, stay_id, today=today),
        of("SELECT * FROM stay_goal WHERE stay_id = :ref ORDER BY position, stay_goal_id"),
        of("""SELECT i.*, g.text AS goal FROM stay_intervention i LEFT JOIN stay_goal g USING (stay_goal_id)
            WHERE i.stay_id = :ref ORDER BY i.ended_on IS NOT NULL, i.stay_intervention_id"""),
        of("SELECT * FROM stay_evaluation WHERE stay_id = :ref ORDER BY on_day DESC, stay_evaluation_id DESC"),
        of("SELECT * FROM stay_coordinator WHERE stay_id = :ref ORDER BY from_on, stay_coordinator_id"),
        stay_checks.checks(db, stay_id, today=today),
        stay_scores.scores(db, stay_id),
        stay_scores.changes(db, stay_id),
    )


def therapists(db: Reader, limit: int = 40) -> list[str]:
    """Who has carried out interventions, evaluated or coordinated before, most used first."""
    return db.column(
        """SELECT name FROM (SELECT who AS name FROM stay_intervention UNION ALL SELECT by_name FROM stay_evaluation
            UNION ALL SELECT name FROM stay_coordinator) WHERE name <> ''
        GROUP BY name ORDER BY count(*) DESC, name LIMIT :limit""",
        limit=limit,
    )


@writes("stay")
def tell_important(tx: Tx, *, stay_id: int, text: str, rev: int | None = None) -> None:
    """Write what is important to the person, in the person's own words; an empty text takes it away."""
    now = ensure_open(tx, stay_id)
    tx.update("stay", stay_id, rev=rev, important=long_text(text, needed=False))
    tx.note(stay_id=now["stay_id"], person_id=now["person_id"])


@writes("stay")
def add_goal(
    tx: Tx, *, stay_id: int, text: str, set_on: str | None = None, score_before: int | None = None,
    score_after: int | None = None,
) -> int:  # fmt: skip
    """Add a goal in the person's words, with the person's own score (0 to 10) of how it goes now. Returns its id."""
    now, day = ensure_open(tx, stay_id), past_day(tx, set_on, "set_on")
    last = tx.value("SELECT coalesce(max(position), 0) FROM stay_goal WHERE stay_id = :ref", ref=stay_id)
    made = tx.insert(
        "stay_goal", stay_id=stay_id, position=last + 1, text=long_text(text), set_on=day,
        score_before=_own(score_before, "score_before"), score_after=_own(score_after, "score_after"),
    )  # fmt: skip
    tx.note(day, stay_id=now["stay_id"], person_id=now["person_id"])
    return made


@writes("stay")
def change_goal(
    tx: Tx, *, stay_goal_id: int, rev: int | None = None, text: str, set_on: str, score_before: int | None = None,
    score_after: int | None = None, status: str = "open", closed_on: str | None = None,
) -> None:  # fmt: skip
    """Mend a goal; status is one of GOAL_STATES, and an open one has no closed_on (today where none is given)."""
    goal = tx.row("stay_goal", stay_goal_id)
    now = ensure_open(tx, goal["stay_id"])
    if status not in GOAL_STATES:
        raise Rejected(Why.MISSING_VALUE, "status")
    day = None if status == "open" else past_day(tx, closed_on, "closed_on")
    tx.update(
        "stay_goal", stay_goal_id, rev=rev, text=long_text(text), set_on=past_day(tx, set_on, "set_on"), status=status,
        score_before=_own(score_before, "score_before"), score_after=_own(score_after, "score_after"), closed_on=day,
    )  # fmt: skip
    tx.note(day, stay_id=now["stay_id"], person_id=now["person_id"])


@writes("stay")
def close_goal(
    tx: Tx, *, stay_goal_id: int, status: str, on_day: str | None = None, score_after: int | None = None
) -> None:
    """Tell what became of a goal (CLOSED_STATES), with the person's own score after; None keeps the one there is."""
    goal = tx.row("stay_goal", stay_goal_id)
    now = ensure_open(tx, goal["stay_id"])
    if status not in CLOSED_STATES:
        raise Rejected(Why.MISSING_VALUE, "status")
    day, score = past_day(tx, on_day), _own(score_after, "score_after")
    tx.update(
        "stay_goal", stay_goal_id, status=status, closed_on=day,
        score_after=goal["score_after"] if score is None else score,
    )  # fmt: skip
    tx.note(day, stay_id=now["stay_id"], person_id=now["person_id"], status=status)


@writes("stay")
def order_goals(tx: Tx, *, stay_id: int, stay_goal_ids: list[int]) -> None:
    """Put the goals of a stay in this order, the most important first."""
    now = ensure_open(tx, stay_id)
    known = tx.column("SELECT stay_goal_id FROM stay_goal WHERE stay_id = :ref", ref=stay_id)
    if sorted(known) != sorted(stay_goal_ids):
        raise Rejected(Why.CHANGED_SINCE_SEEN)
    for position, goal in enumerate(stay_goal_ids, 1):
        tx.update("stay_goal", goal, position=position)
    tx.note(stay_id=now["stay_id"], person_id=now["person_id"])


@writes("stay")
def add_intervention(
    tx: Tx, *, stay_id: int, text: str, dose: str = "", who: str = "", from_on: str | None = None,
    stay_goal_id: int | None = None,
) -> int:  # fmt: skip
    """Add what is done: text, dose ("3 ganger i uken, 30 minutter"), who does it, and the goal it serves."""
    now = ensure_open(tx, stay_id)
    made = tx.insert(
        "stay_intervention", stay_id=stay_id, stay_goal_id=_goal_of(tx, stay_id, stay_goal_id), text=long_text(text),
        dose=text_of({"dose": dose}, "dose"), who=text_of({"who": who}, "who"), from_on=ensure_day(from_on, "from_on"),
    )  # fmt: skip
    tx.note(stay_id=now["stay_id"], person_id=now["person_id"])
    return made


@writes("stay")
def change_intervention(
    tx: Tx, *, stay_intervention_id: int, rev: int | None = None, text: str, dose: str = "", who: str = "",
    from_on: str | None = None, ended_on: str | None = None, stay_goal_id: int | None = None,
) -> None:  # fmt: skip
    """Mend an intervention; ended_on None lets it run."""
    row = tx.row("stay_intervention", stay_intervention_id)
    now, since, until = (
        ensure_open(tx, row["stay_id"]),
        ensure_day(from_on, "from_on"),
        ensure_day(ended_on, "ended_on"),
    )
    if since and until and until < since:
        raise Rejected(Why.OUT_BEFORE_IN, "ended_on")
    tx.update(
        "stay_intervention", stay_intervention_id, rev=rev, text=long_text(text),
        stay_goal_id=_goal_of(tx, row["stay_id"], stay_goal_id), dose=text_of({"dose": dose}, "dose"),
        who=text_of({"who": who}, "who"), from_on=since, ended_on=until,
    )  # fmt: skip
    tx.note(stay_id=now["stay_id"], person_id=now["person_id"])


@writes("stay")
def end_intervention(tx: Tx, *, stay_intervention_id: int, on_day: str | None = None) -> None:
    """Tell that an intervention is done no more from a day on."""
    row = tx.row("stay_intervention", stay_intervention_id)
    now, day = ensure_open(tx, row["stay_id"]), past_day(tx, on_day)
    if row["from_on"] and day < row["from_on"]:
        raise Rejected(Why.OUT_BEFORE_IN, "on_day")
    tx.update("stay_intervention", stay_intervention_id, ended_on=day)
    tx.note(day, stay_id=now["stay_id"], person_id=now["person_id"])


@writes("stay")
def add_evaluation(tx: Tx, *, stay_id: int, text: str, on_day: str | None = None, by_name: str = "") -> int:
    """Write how the stay goes, or how it went, with the day and who evaluated. Returns its id."""
    now, day = ensure_open(tx, stay_id), past_day(tx, on_day)
    made = tx.insert(
        "stay_evaluation", stay_id=stay_id, on_day=day, by_name=text_of({"by_name": by_name}, "by_name"),
        text=long_text(text),
    )  # fmt: skip
    tx.note(day, stay_id=now["stay_id"], person_id=now["person_id"])
    return made


@writes("stay")
def change_evaluation(
    tx: Tx, *, stay_evaluation_id: int, rev: int | None = None, text: str, on_day: str, by_name: str = ""
) -> None:
    """Mend an evaluation."""
    row = tx.row("stay_evaluation", stay_evaluation_id)
    now, day = ensure_open(tx, row["stay_id"]), past_day(tx, on_day)
    by_name = text_of({"by_name": by_name}, "by_name")
    tx.update("stay_evaluation", stay_evaluation_id, rev=rev, text=long_text(text), on_day=day, by_name=by_name)
    tx.note(day, stay_id=now["stay_id"], person_id=now["person_id"])


@writes("stay")
def strike_from_plan(tx: Tx, *, kind: str, ref: int, reason: str) -> None:
    """Take out what was written by mistake, with the reason; the history keeps what it said.

    kind is goal, intervention, evaluation, score or check. Interventions of a goal that goes stay without one.
    """
    table, told = _STRUCK[kind], text_of({"reason": reason}, "reason", needed=True)
    now = ensure_open(tx, tx.row(table, ref)["stay_id"])
    if kind == "goal":
        for one in tx.column("SELECT stay_intervention_id FROM stay_intervention WHERE stay_goal_id = :ref", ref=ref):
            tx.update("stay_intervention", one, stay_goal_id=None)
    tx.delete(table, ref)
    tx.note(stay_id=now["stay_id"], person_id=now["person_id"], kind=kind, reason=told)


def _own(score: Any, name: str) -> int | None:
    if score is None:
        return None
    least, most = OWN_SCORE
    if not isinstance(score, int) or not least <= score <= most:
        raise Rejected(Why.SCORE_OUTSIDE, name, least=least, most=most)
    return score


def _goal_of(tx: Tx, stay_id: int, stay_goal_id: int | None) -> int | None:
    if stay_goal_id is not None and tx.row("stay_goal", stay_goal_id)["stay_id"] != stay_id:
        raise Rejected(Why.NO_SUCH, "stay_goal_id", kind="stay_goal", ref=stay_goal_id)
    return stay_goal_id
