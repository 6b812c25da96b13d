"""The two sorts of trouble that the register tells: a rule that was broken, and a file that cannot serve."""

from enum import StrEnum
from pathlib import Path
from typing import Any


class Why(StrEnum):
    """The rule that a rejected command broke; desktop.faults has the sentence for each."""

    MISSING_VALUE = "missing_value"
    NOT_A_DAY = "not_a_day"
    DAY_IN_FUTURE = "day_in_future"
    TOO_LONG = "too_long"
    NO_BORROWER = "no_borrower"
    NOTHING_TO_LEND = "nothing_to_lend"
    DUE_BEFORE_OUT = "due_before_out"
    BACK_BEFORE_OUT = "back_before_out"
    LENT_ALREADY = "lent_already"
    LENT_THEN = "lent_then"
    NOT_LENDABLE = "not_lendable"
    NOT_LENT = "not_lent"
    TASK_FINISHED = "task_finished"
    PERSON_IS_DEAD = "person_is_dead"
    TOO_FEW_IN_STOCK = "too_few_in_stock"
    MORE_THAN_LENT = "more_than_lent"
    NAME_TAKEN = "name_taken"
    NUMBER_TAKEN = "number_taken"
    CODE_TAKEN = "code_taken"
    HMS_NR_TAKEN = "hms_nr_taken"
    HMS_NR_FORM = "hms_nr_form"
    NATIONAL_ID = "national_id"
    NO_SUCH = "no_such"
    REASON_NEEDED = "reason_needed"
    STATE_FORBIDS = "state_forbids"
    SAME_ITEM_TWICE = "same_item_twice"
    SAME_DUE_DAY = "same_due_day"
    SAME_PERSON = "same_person"
    OVERTAKEN = "overtaken"
    NOTHING_TO_UNDO = "nothing_to_undo"
    LATER_DEPENDS = "later_depends"
    RESERVED = "reserved"
    PACKED_FOR_ANOTHER = "packed_for_another"
    REQUEST_CLOSED = "request_closed"
    PACKED_ALREADY = "packed_already"
    PASSED_OVER = "passed_over"
    NOT_OLDEST = "not_oldest"
    NOT_THEIR_REQUEST = "not_their_request"
    ONE_COPY_EACH = "one_copy_each"
    CHECK_OVERDUE = "check_overdue"
    QUARANTINED = "quarantined"
    RECALLED = "recalled"
    TRIP_FINISHED = "trip_finished"
    ON_A_TRIP_ALREADY = "on_a_trip_already"
    REMINDERS_STOPPED = "reminders_stopped"
    NEXT_BEFORE_CONTACT = "next_before_contact"
    NOT_FOR_NAV = "not_for_nav"
    NOT_NAVS = "not_navs"
    NAV_CASE_OPEN = "nav_case_open"
    NAV_CASE_CLOSED = "nav_case_closed"
    ANSWER_BEFORE_SENT = "answer_before_sent"
    LAPSE_OPEN = "lapse_open"
    LAPSE_CLOSED = "lapse_closed"
    DEAD_ALREADY = "dead_already"
    NOT_DEAD = "not_dead"
    MOVED_ALREADY = "moved_already"
    CHANGED_SINCE_SEEN = "changed_since_seen"
    STOP_IS_OVER = "stop_is_over"
    NO_TRIP = "no_trip"
    STOP_WITHOUT_RESULT = "stop_without_result"
    COUNT_CLOSED = "count_closed"
    CASE_OPEN = "case_open"
    CASE_CLOSED = "case_closed"
    CLOSED_BEFORE_OPENED = "closed_before_opened"
    NOT_QUARANTINED = "not_quarantined"
    RECALL_HANDLED = "recall_handled"
    NOTHING_RECALLED = "nothing_recalled"
    PLACE_TAKEN = "place_taken"
    PLACE_CLOSED = "place_closed"
    PLACE_NOT_OPEN = "place_not_open"
    PLACE_HELD = "place_held"
    SAME_DAY_MEETS = "same_day_meets"
    OUT_BEFORE_IN = "out_before_in"
    STAY_STATE_FORBIDS = "stay_state_forbids"
    TOO_LATE_TO_REOPEN = "too_late_to_reopen"
    OTHERS_FIRST = "others_first"
    YEAR_TAKEN = "year_taken"
    NOT_IN_STAY = "not_in_stay"
    CENTRE_CLOSED = "centre_closed"
    BOOKED_ALREADY = "booked_already"
    NOTHING_REGISTERED = "nothing_registered"
    NOBODY_TO_DRIVE = "nobody_to_drive"
    RATE_TAKEN = "rate_taken"
    NOT_A_TIME = "not_a_time"
    SCORE_OUTSIDE = "score_outside"
    CHECKLIST_MADE = "checklist_made"
    TOO_MANY_AT_ONCE = "too_many_at_once"
    EXTERNAL_HAS_NO_PLACES = "external_has_no_places"
    PLACE_USED_THEN = "place_used_then"
    STAYS_HIT = "stays_hit"
    ENDS_BEFORE_START = "ends_before_start"
    NOT_A_SUPPLIER = "not_a_supplier"
    KIND_IN_USE = "kind_in_use"
    STAYS_THEN = "stays_then"
    TOO_FEW_STAFFED = "too_few_staffed"
    EARMARKED = "earmarked"
    WRONG_SITE = "wrong_site"
    NOT_LEFT_YET = "not_left_yet"
    AWAY_ALREADY = "away_already"
    NOT_AWAY = "not_away"
    PAUSED_ALREADY = "paused_already"
    BEFORE_APPLIED = "before_applied"
    SAME_PLACE = "same_place"
    APPLIED_AFTER = "applied_after"
    ADOPTED = "adopted"
    PLAN_REPLACED = "plan_replaced"
    REPORT_LOCKED = "report_locked"
    REPORT_OPEN = "report_open"
    STATUS_FORBIDS = "status_forbids"
    CONCLUSION_NEEDED = "conclusion_needed"
    YEAR_TICKED = "year_ticked"
    LEVEL_NOT_OURS = "level_not_ours"
    LEVEL_IN_USE = "level_in_use"
    NEVER_FINISHED = "never_finished"
    NOT_ITS_PERIOD = "not_its_period"
    OUTCOME_MISSING = "outcome_missing"
    ALL_REPORTED = "all_reported"


class Rejected(Exception):
    """A command that the rules turned down: nothing was written, and the user can mend it."""

    def __init__(self, why: Why, field: str | None = None, **facts: Any):
        super().__init__(why.value)
        self.why, self.field, self.facts = why, field, facts


class FileTrouble(Exception):
    """The file or its disk cannot serve just now; the register is as it was."""

    def __init__(self, path: Path | str | None = None, **facts: Any):
        super().__init__(type(self).__name__)
        self.path, self.facts = Path(path) if path else None, facts


class FileIsMissing(FileTrouble):
    """Nothing stands at the path, or it was taken away under an open window."""


class FileIsForeign(FileTrouble):
    """The file is something else than a register."""


class FileIsNewer(FileTrouble):
    """The register was made by a newer version of the program."""


class FileIsDamaged(FileTrouble):
    """The file is a register whose pages do not hold together."""


class FileIsBusy(FileTrouble):
    """Another program holds the register longer than a person should wait."""


class FileIsReadOnly(FileTrouble):
    """The file or its folder forbids writing."""


class FileIsElsewhere(FileTrouble):
    """The path is on a network share or in a synchronised folder; facts["place"] is "share" or "cloud"."""


class FileWasReplaced(FileTrouble):
    """Another file stands where the open register was."""


class FileExists(FileTrouble):
    """A new register was asked for where a file already stands."""


class DiskIsFull(FileTrouble):
    """The disk has no room for the write; nothing of it was kept."""


class DiskFails(FileTrouble):
    """The disk answered with an error; the connection was opened anew."""
