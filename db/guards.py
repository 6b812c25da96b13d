"""What the guards of the file say when they stop a write, and the rule that it broke."""

from typing import Any

from db.errors import Why

# (a sign in what SQLite says, the rule, what is known of it); the first that fits counts.
# No sign says "locked": db.connection reads that as a file that another program holds.
GUARDS: tuple[tuple[str, Why, dict[str, Any]], ...] = (
    ("guard:too_few_in_stock", Why.TOO_FEW_IN_STOCK, {}),
    ("guard:line_still_open", Why.LENT_ALREADY, {}),
    ("guard:lent_without_line", Why.NOT_LENT, {}),
    ("guard:not_lendable", Why.NOT_LENDABLE, {}),
    ("guard:merged_away", Why.NO_SUCH, {}),
    ("guard:reserved", Why.RESERVED, {"field": "items"}),
    ("guard:packed_for_another", Why.PACKED_FOR_ANOTHER, {"field": "items"}),
    ("guard:request_closed", Why.REQUEST_CLOSED, {}),
    ("guard:check_overdue", Why.CHECK_OVERDUE, {"field": "items"}),
    ("guard:quarantined", Why.QUARANTINED, {}),
    ("guard:recalled", Why.RECALLED, {}),
    ("guard:trip_finished", Why.TRIP_FINISHED, {}),
    ("guard:reminders_stopped", Why.REMINDERS_STOPPED, {}),
    ("request.item_id", Why.PACKED_FOR_ANOTHER, {}),
    ("loan_line.request_id", Why.REQUEST_CLOSED, {}),
    ("stop_thing.request_id", Why.ON_A_TRIP_ALREADY, {}),
    ("stop_thing.line_id", Why.ON_A_TRIP_ALREADY, {}),
    ("nav_case.line_id", Why.NAV_CASE_OPEN, {"field": "items"}),
    ("lapse.person_id", Why.LAPSE_OPEN, {}),
    ("loan_line.item_id", Why.LENT_ALREADY, {}),
    ("stay_night.", Why.PLACE_TAKEN, {"field": "place_id"}),
    ("site.name", Why.NAME_TAKEN, {"field": "name"}),
    ("stay_place.site_id, stay_place.name", Why.NAME_TAKEN, {"field": "name"}),
    ("quota.site_id", Why.YEAR_TAKEN, {"field": "year"}),
    ("stay_rate.kind", Why.RATE_TAKEN, {"field": "from_on"}),
    ("guard:adopted", Why.ADOPTED, {}),
    ("guard:plan_replaced", Why.PLAN_REPLACED, {}),
    ("guard:report_frozen", Why.REPORT_LOCKED, {}),
    ("plan_report.plan_id", Why.REPORT_OPEN, {"field": "period"}),
    ("pyramid.plan_id", Why.NAME_TAKEN, {"field": "kind"}),
    ("plan.name", Why.NAME_TAKEN, {"field": "name"}),
    ("role.name_key", Why.NAME_TAKEN, {"field": "name"}),
    ("package.name", Why.NAME_TAKEN, {"field": "name"}),
    ("item.number", Why.NUMBER_TAKEN, {"field": "number"}),
    ("barcode.code_key", Why.CODE_TAKEN, {"field": "code"}),
    ("product.hms_nr", Why.HMS_NR_TAKEN, {"field": "hms_nr"}),
    ("FOREIGN KEY", Why.LATER_DEPENDS, {}),
)
