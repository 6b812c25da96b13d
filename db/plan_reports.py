"""Reports on a plan by period: written by those who answer, locked as a copy that nothing changes any more.

A period is '2026Q3', '2026T2' or '2026'. A report that is locked is opened again only as a new revision, with a reason.
"""

import json
from collections.abc import Mapping, Sequence
from types import EllipsisType
from typing import Any

from db import measure_lists, measures, plans, roles
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.stay_days import plus
from db.values import ensure_day, text_of

MONTHS = {"Q": 3, "T": 4, "": 12}  # the months of a period, by the letter in its name
LETTERS = {"quarter": "Q", "tertial": "T", "year": ""}
_FROZEN = (
    "number", "kind", "status", "status_reason", "conclusion", "light", "light_reason", "due_on", "due_text",
    "deadline", "cost_adopted_ore", "cost_revised_ore", "cost_used_ore",
)  # fmt: skip
_REPORTS = """SELECT r.*, CASE r.state WHEN 'locked' THEN r.plan_name ELSE p.name END AS plan, p.rhythm, p.replaced_on,
        (SELECT count(*) FROM report_entry e WHERE e.plan_report_id = r.plan_report_id) AS entries,
        (SELECT max(n.revision) FROM plan_report n WHERE n.plan_id = r.plan_id AND n.period = r.period) AS newest
    FROM plan_report r JOIN plan p ON p.plan_id = r.plan_id"""

_STATUSES = ("before_status", "status")
_ASKED = "m.measure_id NOT IN (SELECT value FROM json_each(:settled))"

# The month, counted from the year 0, in which a period ends: versions of a plan may report in other rhythms.
_ENDS = """(substr({row}.period, 1, 4) * 12 + CASE substr({row}.period, 5, 1)
    WHEN 'Q' THEN 3 * substr({row}.period, 6) WHEN 'T' THEN 4 * substr({row}.period, 6) ELSE 12 END)"""
_LOCKED_BEFORE = f"""SELECT o.plan_report_id FROM plan_report o
    WHERE o.state = 'locked' AND o.plan_id IN (SELECT value FROM json_each(:versions))
        AND {_ENDS.format(row="o")} < (SELECT {_ENDS.format(row="n")} FROM plan_report n WHERE n.plan_report_id = :ref)
    ORDER BY {_ENDS.format(row="o")} DESC, o.plan_report_id DESC"""

# Each measure of a plan, and what it was in the versions that it came from.
_SAME = """WITH RECURSIVE same (measure_id, old_id) AS (
        SELECT measure_id, measure_id FROM measure WHERE plan_id = :plan
        UNION ALL SELECT s.measure_id, r.old_id FROM same s
            JOIN rollover r ON r.new_id = s.old_id AND r.outcome IN ('continued', 'changed'))
    SELECT s.measure_id, s.old_id, m.plan_id FROM same s JOIN measure m ON m.measure_id = s.old_id"""


def period_of(rhythm: str, day: str) -> str:
    """The period of a rhythm that a day lies in: ('quarter', '2026-08-01') is '2026Q3'."""
    letter = LETTERS[rhythm]
    return day[:4] + (f"{letter}{(int(day[5:7]) - 1) // MONTHS[letter] + 1}" if letter else "")


def bounds(period: str) -> tuple[str, str]:
    """The days [since, until) of a period: '2026Q3' is ('2026-07-01', '2026-10-01')."""
    year, letter, number = int(period[:4]), period[4:5], int(period[5:] or 1)
    months = MONTHS[letter]
    month = (number - 1) * months + 1
    after = (year, month + months) if month + months <= 12 else (year + 1, 1)
    return f"{year}-{month:02}-01", f"{after[0]}-{after[1]:02}-01"


def day_before(period: str) -> str:
    """The last day of the period before."""
    return plus(bounds(period)[0], -1)


def reports(db: Reader, plan_id: int | None = None) -> list[Row]:
    """Reports, of all plans or of one, the newest first: with rhythm, replaced_on, entries, newest, and plan,

    the name that the plan had when the report was locked, or has while it is not.
    """
    which = "WHERE r.plan_id = :plan" if plan_id else ""
    given = {"plan": plan_id} if plan_id else {}
    return db.rows(f"{_REPORTS} {which} ORDER BY r.period DESC, p.name_key, r.revision DESC", **given)


def report(db: Reader, plan_report_id: int) -> Row:
    """One report as `reports` tells it, or Rejected."""
    found = db.one(f"{_REPORTS} WHERE r.plan_report_id = :ref", ref=plan_report_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="report", ref=plan_report_id)
    return found


def of_period(db: Reader, plan_id: int, period: str) -> Row | None:
    """The newest revision of a plan's report for a period; None where there is none."""
    sql = f"{_REPORTS} WHERE r.plan_id = :plan AND r.period = :period ORDER BY r.revision DESC LIMIT 1"
    return db.one(sql, plan=plan_id, period=period)


def lines(db: Reader, plan_report_id: int, *, today: str) -> list[Mapping[str, Any]]:
    """The lines of a report in the plan's order: the frozen copy of a locked one, else how it stands today.

    Each has the columns of report_line: number, focus_area, goal, text, responsible, status, light, deadline, costs,
    comment, is_reported, merged_with, before_status and before_light from the report before, is_settled (the report
    before told that the measure had ended, and it still has: no line is asked for), and status_words.
    """
    now, sql = report(db, plan_report_id), "SELECT * FROM report_line WHERE plan_report_id = :ref ORDER BY position"
    locked = now["state"] == "locked"
    found = db.rows(sql, ref=plan_report_id) if locked else _as_they_stand(db, now, today)
    called = status_words(db, now)
    return [{**line, "status_words": called, "is_settled": _is_settled(*(line[name] for name in _STATUSES))}
            for line in found]  # fmt: skip


def _is_settled(before: str | None, now: str) -> bool:
    return now in measures.ENDED and before == now


def _settled(db: Reader, plan_report_id: int) -> str:
    """The ids of the measures of a report that no line is asked for, as JSON."""
    now = report(db, plan_report_id)
    before = _before(db, now)
    sql = "SELECT measure_id, status FROM measure WHERE plan_id = :plan AND status IN ('completed', 'stopped')"
    ended = db.rows(sql, plan=now["plan_id"])
    return json.dumps([ref for ref, status in ended if _is_settled(before.get(ref, (None,))[0], status)])


def status_words(db: Reader, now: Row) -> dict[str, str]:
    """What the municipality calls the statuses, of a locked report what it called them then (measures.status_words)."""
    return json.loads(now["status_words"]) if now["state"] == "locked" else measures.status_words(db)


def progress(db: Reader, plan_report_id: int, *, today: str) -> list[Row]:
    """Who has reported and who has not: role_id, name, holder, measures, reported, done_on; those that lack first.

    Measures that are settled (see `lines`) are left out, and with them roles that answer for nothing else.
    """
    return db.rows(
        f"""SELECT t.*, (SELECT h.name FROM role_holder h WHERE h.role_id = t.role_id AND h.from_on <= :today
                AND (h.to_on IS NULL OR h.to_on > :today) ORDER BY h.from_on DESC LIMIT 1) AS holder
        FROM (SELECT o.role_id, o.name, count(DISTINCT m.measure_id) AS measures,
                count(DISTINCT e.measure_id) AS reported, d.done_on
            FROM plan_report r JOIN measure m ON m.plan_id = r.plan_id
            JOIN measure_role k ON k.measure_id = m.measure_id AND {roles.ANSWERS}
            JOIN role o ON o.role_id = k.role_id
            LEFT JOIN report_entry e ON e.plan_report_id = r.plan_report_id AND e.measure_id = m.measure_id
            LEFT JOIN report_done d ON d.plan_report_id = r.plan_report_id AND d.role_id = o.role_id
            WHERE r.plan_report_id = :ref AND {_ASKED} GROUP BY o.role_id) t
        ORDER BY t.done_on IS NOT NULL, t.reported = t.measures, t.name""",
        ref=plan_report_id,
        today=today,
        settled=_settled(db, plan_report_id),
    )


def by_role(db: Reader, plan_report_id: int, *, today: str) -> list[Row]:
    """Who answers for which measure of the plan of a report, by role and in the plan's order: role_id, role, holder,

    done_on, measure_id, is_written (1 where the report has an entry). A measure nobody answers for has no role, last;
    one that is settled (see `lines`) is left out.
    """
    return db.rows(
        f"""SELECT o.role_id, o.name AS role, m.measure_id, e.report_entry_id IS NOT NULL AS is_written, d.done_on,
            (SELECT h.name FROM role_holder h WHERE h.role_id = o.role_id AND h.from_on <= :today
                AND (h.to_on IS NULL OR h.to_on > :today) ORDER BY h.from_on DESC LIMIT 1) AS holder
        FROM plan_report r JOIN measure m ON m.plan_id = r.plan_id
        LEFT JOIN measure_role k ON k.measure_id = m.measure_id AND {roles.ANSWERS}
        LEFT JOIN role o ON o.role_id = k.role_id
        LEFT JOIN report_entry e ON e.plan_report_id = r.plan_report_id AND e.measure_id = m.measure_id
        LEFT JOIN report_done d ON d.plan_report_id = r.plan_report_id AND d.role_id = o.role_id
        WHERE r.plan_report_id = :ref AND {_ASKED} ORDER BY o.name_key NULLS LAST, m.position""",
        ref=plan_report_id,
        today=today,
        settled=_settled(db, plan_report_id),
    )


def last_said(db: Reader, plan_report_id: int) -> dict[int, Row]:
    """What was last reported of each measure, in locked reports on earlier periods: measure_id -> period, comment.

    Of a plan that was rolled over also what was reported of the measure in the versions before.
    """
    now = report(db, plan_report_id)
    return _earlier(db, now, "l.is_reported")


@writes("report")
def open_report(tx: Tx, *, plan_id: int, period: str, due_on: str | None = None) -> int:
    """Begin the report of a plan for a period; returns plan_report_id. One that is there already is Rejected."""
    plan = plans.standing(tx, plan_id)
    if period_of(plan["rhythm"], bounds(_period(period))[0]) != period:
        raise Rejected(Why.NOT_ITS_PERIOD, "period", period=period, rhythm=plan["rhythm"])
    known = of_period(tx, plan_id, period)
    if known:
        raise Rejected(Why.REPORT_LOCKED if known["state"] == "locked" else Why.REPORT_OPEN, "period", period=period)
    made = tx.insert("plan_report", plan_id=plan_id, period=period, opened_on=tx.today,
                     due_on=ensure_day(due_on, "due_on"))  # fmt: skip
    tx.note(plan_id=plan_id, period=period, name=plan["name"])
    return made


@writes("report", "measure")
def report_measure(
    tx: Tx, *, plan_report_id: int, measure_id: int, comment: str = "", status: Mapping[str, Any] | None = None,
    light: Mapping[str, Any] | None = None, cost_used_ore: int | EllipsisType | None = ...,
) -> None:  # fmt: skip
    """Write what a responsible says of a measure in an open report, together with how it goes.

    status and light are the arguments of measures.set_status and set_light, or None where nothing has changed. A cost
    that is left out stays; None says that it is not known.
    """
    now = _still_open(tx, plan_report_id)
    measure = tx.row("measure", measure_id)
    if measure["plan_id"] != now["plan_id"]:
        raise Rejected(Why.NO_SUCH, "measure_id", kind="measure", ref=measure_id)
    if status:
        measures.set_status(tx, measure_ids=[measure_id], **status)
    if light:
        measures.set_light(tx, measure_ids=[measure_id], **light)
    if cost_used_ore is not ... and cost_used_ore != measure["cost_used_ore"]:
        measures.change_measure(tx, measure_id=measure_id, cost_used_ore=cost_used_ore)
    tx.update("measure", measure_id, updated_on=tx.today)
    _enter(tx, plan_report_id, measure_id, text_of({"comment": comment}, "comment"), tx.today)
    tx.note(plan_id=now["plan_id"], period=now["period"], measure_id=measure_id, number=measure["number"])


@writes("report")
def finish_reporting(tx: Tx, *, plan_report_id: int, role_id: int, done: bool = True) -> None:
    """A role says that all its lines are written; done False takes that back."""
    now = _still_open(tx, plan_report_id)
    sql = "SELECT report_done_id FROM report_done WHERE plan_report_id = :ref AND role_id = :role"
    said = tx.value(sql, ref=plan_report_id, role=role_id)
    if done and said is None:
        tx.insert("report_done", plan_report_id=plan_report_id, role_id=role_id, done_on=tx.today)
    elif not done and said is not None:
        tx.delete("report_done", said)
    tx.note(plan_id=now["plan_id"], period=now["period"], name=tx.row("role", role_id)["name"])


@writes("report")
def send_to_review(tx: Tx, *, plan_report_id: int, back: bool = False) -> None:
    """The lines are in and somebody looks them over; back gives the report to those who write."""
    now = _still_open(tx, plan_report_id)
    tx.update("plan_report", plan_report_id, state="open" if back else "review")
    tx.note(plan_id=now["plan_id"], period=now["period"])


@writes("report")
def change_report(
    tx: Tx, *, plan_report_id: int, summary: str = "", due_on: str | None = None, rev: int | None = None
) -> None:
    """Write the summary that stands before the lines of a report, and when the lines are wanted."""
    now = _still_open(tx, plan_report_id)
    tx.update("plan_report", plan_report_id, rev=rev, summary=text_of({"note": summary}, "note"),
              due_on=ensure_day(due_on, "due_on"))  # fmt: skip
    tx.note(plan_id=now["plan_id"], period=now["period"])


@writes("report")
def lock_report(tx: Tx, *, plan_report_id: int) -> int:
    """Lock a report: each measure of the plan is copied as it stands, also those without an entry. Returns how many."""
    now = _still_open(tx, plan_report_id)
    found = _as_they_stand(tx, report(tx, plan_report_id), tx.today)
    for line in found:
        tx.insert("report_line", plan_report_id=plan_report_id, **line)
    named = tx.row("plan", now["plan_id"])["name"]
    called = json.dumps(measures.status_words(tx), ensure_ascii=False)
    tx.update("plan_report", plan_report_id, state="locked", locked_on=tx.today, plan_name=named, status_words=called)
    tx.note(plan_id=now["plan_id"], period=now["period"], count=len(found))
    return len(found)


@writes("report")
def reopen_report(tx: Tx, *, plan_report_id: int, reason: str) -> int:
    """Open a locked report as a new revision with the entries it had; the locked one stays readable. Returns its id.

    Rejected where a newer version has taken the place of the plan: its measures can no longer be told of.
    """
    now = report(tx, plan_report_id)
    if now["state"] != "locked" or now["revision"] != now["newest"]:
        raise Rejected(Why.REPORT_OPEN, "period", period=now["period"])
    plans.standing(tx, now["plan_id"])
    said = text_of({"note": reason}, "note")
    if not said:
        raise Rejected(Why.REASON_NEEDED, "reason")
    made = tx.insert(
        "plan_report", plan_id=now["plan_id"], period=now["period"], revision=now["revision"] + 1, opened_on=tx.today,
        due_on=now["due_on"], reopen_reason=said, summary=now["summary"],
    )  # fmt: skip
    for row in tx.rows("SELECT * FROM report_entry WHERE plan_report_id = :ref", ref=plan_report_id):
        _enter(tx, made, row["measure_id"], row["comment"], row["reported_on"])
    tx.note(plan_id=now["plan_id"], period=now["period"], revision=now["revision"] + 1, reason=said)
    return made


def _as_they_stand(db: Reader, now: Row, today: str) -> list[Mapping[str, Any]]:
    keys = measure_lists.ids(db, today=today, chip="all", plan_id=now["plan_id"], order="number")
    found = {row["measure_id"]: row for row in measure_lists.rows(db, keys, today=today)}
    said = {row["measure_id"]: row["comment"] for row in db.rows(
        "SELECT * FROM report_entry WHERE plan_report_id = :ref", ref=now["plan_report_id"])}  # fmt: skip
    before = _before(db, now)
    return [_line(found[key], at, said.get(key), before.get(key, (None, None))) for at, key in enumerate(keys, 1)]


def _line(row: Row, position: int, comment: str | None, before: Sequence[str | None]) -> dict[str, Any]:
    told = {
        "measure_id": row["measure_id"], "position": position, "focus_area": row["focus_area"] or "",
        "goal": row["goal"] or "", "text": row["adopted_text"], "responsible": row["responsible"] or "",
    }  # fmt: skip
    return told | {name: row[name] for name in _FROZEN} | {
        "comment": comment or "", "is_reported": int(comment is not None), "before_status": before[0],
        "before_light": before[1], "merged_with": row["merged_with"] or "",
    }  # fmt: skip


def _before(db: Reader, now: Row) -> dict[int, tuple[str | None, str | None]]:
    """Status and light of each measure in the locked report before: of this plan, or of the versions it came from."""
    return {ref: (row["status"], row["light"]) for ref, row in _earlier(db, now, "1").items()}


def _earlier(db: Reader, now: Row, which: str) -> dict[int, Row]:
    """Of each measure of a report the latest locked line on an earlier period, in whichever version it stands.

    Reports are looked through from the newest, and only until every measure is found.
    """
    same = db.rows(_SAME, plan=now["plan_id"])
    wanted = {row["old_id"]: row["measure_id"] for row in same}
    versions, found = sorted({row["plan_id"] for row in same}), {}
    sql = f"""SELECT o.period, l.measure_id, l.status, l.light, l.comment FROM report_line l
        JOIN plan_report o ON o.plan_report_id = l.plan_report_id WHERE l.plan_report_id = :ref AND {which}"""
    for ref in db.column(_LOCKED_BEFORE, ref=now["plan_report_id"], versions=json.dumps(versions)):
        if len(found) == len(set(wanted.values())):
            break
        for line in db.rows(sql, ref=ref):
            if line["measure_id"] in wanted:
                found.setdefault(wanted[line["measure_id"]], line)
    return found


def _enter(tx: Tx, plan_report_id: int, measure_id: int, comment: str, day: str) -> None:
    sql = "SELECT report_entry_id FROM report_entry WHERE plan_report_id = :ref AND measure_id = :measure"
    known = tx.value(sql, ref=plan_report_id, measure=measure_id)
    if known:
        tx.update("report_entry", known, comment=comment, reported_on=day)
    else:
        tx.insert(
            "report_entry", plan_report_id=plan_report_id, measure_id=measure_id, comment=comment, reported_on=day
        )


def _still_open(tx: Tx, plan_report_id: int) -> Row:
    now = tx.row("plan_report", plan_report_id)
    if now["state"] == "locked":
        raise Rejected(Why.REPORT_LOCKED, "period", period=now["period"])
    return now


def _period(period: str) -> str:
    """A period that is written as one; Rejected otherwise."""
    letter, number = period[4:5], period[5:]
    whole = period[:4].isdecimal() and letter in MONTHS and (not letter or number in "1234"[: 12 // MONTHS[letter]])
    if not whole or (letter and len(number) != 1):
        raise Rejected(Why.NOT_ITS_PERIOD, "period", period=period)
    return period
