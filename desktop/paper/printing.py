"""What the window and the command line call to print: gather from the register, draw, deliver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from db import attendance, count_rows, counts, day_plan, figures, paperwork, recalls, service_lists, stay_plan
from db import stops as stops_of
from db.errors import Rejected, Why
from db.norwegian import sort_key
from desktop import words
from desktop.columns import Column
from desktop.counts.columns import counted_place
from desktop.paper.agreement import print_agreement_form
from desktop.paper.blocks import name_of
from desktop.paper.count import print_count_form, print_count_sheet_form
from desktop.paper.held import print_held_form
from desktop.paper.labels import print_label_sheet, print_label_tape, print_label_test
from desktop.paper.list import print_rows
from desktop.paper.month import print_month_sheet
from desktop.paper.month_of import sheet_of
from desktop.paper.nav_slip import print_nav_slip_forms
from desktop.paper.picking import print_picking_sheet
from desktop.paper.recall import print_calls_form, print_recall_letter_forms
from desktop.paper.receipt import print_receipt_forms
from desktop.paper.reminder import print_reminder_form
from desktop.paper.sheet import Out, Stamp
from desktop.paper.stay_plan import print_plan_form
from desktop.paper.tag import print_tags
from desktop.paper.transport import print_transport_list
from desktop.paper.trip import print_trip_sheet

if TYPE_CHECKING:
    from db.connection import Reader

TAPE = "tape"
RANGE = ".."


def stamp(db: Reader, staff: str = "", at: str | None = None) -> Stamp:
    """Who prints and when; `at` is a UTC moment, now where none is given."""
    lender = paperwork.lender(db)
    moment = at or datetime.now(UTC).isoformat(timespec="seconds")
    return Stamp(lender["municipality"], lender["department"], staff, words.moment(moment))


def stay_stamp(db: Reader, staff: str = "") -> Stamp:
    """The same on papers about stays, which do not come from the department that lends."""
    return replace(stamp(db, staff), depot="")


def print_agreement(db: Reader, agreement_id: int, out: Out, *, staff: str = "", today: str = "") -> int:
    """The loan agreement in two copies; the same on every day. Returns pages, like all below."""
    form = paperwork.agreement(db, agreement_id)
    return print_agreement_form(out, form, stamp(db, staff), paperwork.agreement_code(agreement_id))


def print_receipts(db: Reader, line_ids: Sequence[int], out: Out, *, staff: str = "") -> int:
    """A receipt to each borrower for the lines just taken back."""
    return print_receipt_forms(out, paperwork.receipts(db, line_ids), stamp(db, staff))


def print_reminder(
    db: Reader, out: Out, *, today: str, person_id: int | None = None, unit_id: int | None = None, staff: str = "",
    line_ids: Sequence[int] | None = None,
) -> int:  # fmt: skip
    """A letter on what is overdue, all of it or these lines; Rejected for whom nobody writes to, and without any."""
    form = paperwork.reminder(db, today=today, person_id=person_id, unit_id=unit_id, line_ids=line_ids)
    return print_reminder_form(out, form, stamp(db, staff))


def print_nav_slip(db: Reader, line_ids: Sequence[int], out: Out, *, staff: str = "") -> int:
    """The slip that accompanies NAV's things among these lines; Rejected where none of them is NAV's."""
    return print_nav_slip_forms(out, paperwork.nav_slips(db, line_ids), stamp(db, staff))


def print_held(db: Reader, person_id: int, out: Out, *, today: str, staff: str = "") -> int:
    """All that a person has, to read aloud to the next of kin and tick off."""
    return print_held_form(out, paperwork.held(db, person_id=person_id, today=today), stamp(db, staff))


def print_labels(
    db: Reader,
    items: str | Sequence[str],
    out: Out,
    *,
    medium: str = "sheet",
    sheet: str = "70x37",
    start: int = 1,
) -> int:
    """Labels for "A..B" (all copies in use between two numbers), "A, B" or a list of numbers.

    `medium` is "sheet" or "tape"; `sheet` is a key of labels.SHEETS, or "tape" as well; `start` is the first free
    label on the sheet, from 1.
    """
    found = label_rows(db, items)
    if not found:
        raise Rejected(Why.NO_SUCH, kind="item", code=items if isinstance(items, str) else "")
    owner = paperwork.lender(db)["municipality"]
    if TAPE in (medium, sheet):
        return print_label_tape(out, found, owner=owner)
    return print_label_sheet(out, found, sheet=sheet, start=start, owner=owner)


def label_rows(db: Reader, items: str | Sequence[str]) -> list[Mapping[str, Any]]:
    if not isinstance(items, str):
        return list(paperwork.labels(db, items))
    return [row for part in items.split(",") if part.strip() for row in _label_part(db, part.strip())]


def _label_part(db: Reader, part: str) -> list[dict[str, Any]]:
    first, dots, last = part.partition(RANGE)
    return paperwork.labels_between(db, first, last) if dots else paperwork.labels(db, [first])


def print_tag(db: Reader, numbers: Sequence[str], out: Out, *, staff: str = "") -> int:
    """A red tag for each of the copies that is in quarantine."""
    return print_tags(out, [dict(row) for row in service_lists.tags(db, numbers)], stamp(db, staff))


def print_trip(db: Reader, day: str, out: Out, *, today: str, staff: str = "") -> int:
    """The driving sheet of a day; Rejected where no stop is planned on it."""
    trip = _trip(db, day)
    found = stops_of.stops(db, trip["trip_id"], today=today)
    brought = {row["stop_thing_id"]: row for row in stops_of.copies_to_bring(db, trip["trip_id"])}
    return print_trip_sheet(out, trip, found, brought, stamp(db, staff))


def print_picking(db: Reader, day: str, out: Out, *, today: str, staff: str = "") -> int:
    """What to take along on a day by room and shelf; Rejected where no stop is planned on it."""
    trip = _trip(db, day)
    return print_picking_sheet(out, trip, stops_of.copies_to_bring(db, trip["trip_id"]), stamp(db, staff))


def _trip(db: Reader, day: str) -> Mapping[str, Any]:
    found = next((trip for trip in reversed(stops_of.trips_of_day(db, day)) if trip["stops"]), None)
    if found is None:
        raise Rejected(Why.NO_TRIP, day=day)
    return dict(found)


def print_transport(db: Reader, day: str, out: Out, *, today: str, staff: str = "", site_id: int | None = None) -> int:
    """Whom the driver fetches to day rehab on a day; Rejected where there is nobody."""
    rows = attendance.driven(db, day, site_id=site_id, today=today)
    if not rows:
        raise Rejected(Why.NOBODY_TO_DRIVE, day=day)
    sites = {ref: dict(centre.site) for ref, centre in day_plan.centres(db).items()}
    return print_transport_list(out, day, rows, sites, stay_stamp(db, staff))


def print_test_labels(db: Reader, out: Out, *, sheet: str = "70x37") -> int:
    """The page that shows whether the printer keeps sizes and positions."""
    return print_label_test(out, sheet=sheet, owner=paperwork.lender(db)["municipality"])


def print_month(db: Reader, month: str, out: Out, *, today: str = "", staff: str = "") -> int:
    """The monthly overview ('2026-10') with charts, groups and the list behind every figure."""
    today = today or date.today().isoformat()
    found = figures.month(db, month, today=today)
    return print_month_sheet(out, sheet_of(db, found, today), stamp(db, staff), today=found.last)


def print_count(db: Reader, stock_count_id: int, out: Out, *, today: str, staff: str = "") -> int:
    """What a count came to: the summary, a list of each outcome, and lines to sign on."""
    count, tally = counts.stock_count(db, stock_count_id), count_rows.tally(db, stock_count_id)
    refs = count_rows.row_ids(db, stock_count_id, order="place")
    found = {row["count_row_id"]: dict(row) for row in count_rows.row_rows(db, refs)}
    return print_count_form(out, dict(count), tally, [found[ref] for ref in refs], stamp(db, staff))


def print_count_sheet(
    db: Reader, out: Out, *, room: str | None = None, shelf: str | None = None, today: str = "", staff: str = ""
) -> int:
    """What should stand on a shelf, in a room (shelf None) or anywhere (room None), to be ticked by hand."""
    title = counted_place({"room": room, "shelf": shelf})
    rows = [dict(row) for row in count_rows.sheet(db, room=room, shelf=shelf)]
    return print_count_sheet_form(out, title, rows, stamp(db, staff))


def print_recall_calls(
    db: Reader, recall_item_ids: Sequence[int], out: Out, *, today: str = "", staff: str = ""
) -> int:
    """Who holds recalled copies and how they are reached, to be ticked when called; the same on every day."""
    found = {row["recall_item_id"]: dict(row) for row in recalls.item_rows(db, recall_item_ids)}
    rows = [row for ref in recall_item_ids if (row := found.get(ref)) and row["line_id"] and not row["outcome"]]
    rows.sort(key=lambda row: sort_key(name_of(row) if row["unit_name"] else words.person_name(row)))
    return print_calls_form(out, rows, stamp(db, staff))


def print_recall_letters(db: Reader, recall_item_ids: Sequence[int], out: Out, *, today: str, staff: str = "") -> int:
    """A letter to each who holds some of these recalled copies; Rejected where nobody does."""
    forms = recalls.letters(db, recall_item_ids)
    return print_recall_letter_forms(out, forms, paperwork.lender(db), today, stamp(db, staff))


def print_plan(db: Reader, stay_id: int, out: Out, *, today: str, staff: str = "") -> int:
    """«Min plan» of a stay, for the person."""
    found = stay_plan.plan(db, stay_id, today=today)
    return print_plan_form(out, found, paperwork.lender(db), stay_stamp(db, staff), today=today)


def print_list(
    db: Reader,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any] | str],
    out: Out,
    *,
    title: str,
    shown: str = "",
    staff: str = "",
    today: str = "",
    persons: bool = True,
) -> int:
    """Any list as it is shown: `shown` tells filter and order, a text among the rows is a group heading."""
    return print_rows(
        out, columns, rows, title=title, stamp=stamp(db, staff), shown=shown, persons=persons, today=today
    )
