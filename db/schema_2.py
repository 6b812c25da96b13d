"""Schema step 2, "depot": requests, packages, trips, service, recalls, contacts, guided acts and stock counts."""

from db.schema_1 import day, forbid, kept

_BORROWER = """person_id INTEGER REFERENCES person (person_id),
        unit_id INTEGER REFERENCES unit (unit_id)"""
_ONE_BORROWER = "CHECK ((person_id IS NULL) <> (unit_id IS NULL))"

_COLUMNS = (
    "ALTER TABLE product ADD COLUMN check_months INTEGER CHECK (check_months IS NULL OR check_months > 0)",
    f"ALTER TABLE person ADD COLUMN moved_on TEXT {day('moved_on')}",
    "ALTER TABLE loan_line ADD COLUMN request_id INTEGER REFERENCES request (request_id)",
    "ALTER TABLE loan_line ADD COLUMN out_reason TEXT NOT NULL DEFAULT ''",
)

_TABLES = (
    """CREATE TABLE package (
        package_id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE CHECK (length(trim(name)) > 0),
        name_key TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    """CREATE TABLE package_part (
        package_part_id INTEGER PRIMARY KEY AUTOINCREMENT,
        package_id INTEGER NOT NULL REFERENCES package (package_id),
        product_id INTEGER NOT NULL REFERENCES product (product_id),
        quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity > 0),
        position INTEGER NOT NULL,
        UNIQUE (package_id, product_id)
    ) STRICT""",
    f"""CREATE TABLE request (
        request_id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES product (product_id),
        quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity > 0),
        {_BORROWER},
        asked_on TEXT NOT NULL {day("asked_on")},
        asked_by TEXT NOT NULL DEFAULT '',
        wanted_on TEXT NOT NULL {day("wanted_on")},
        until_on TEXT {day("until_on")},
        urgency TEXT NOT NULL DEFAULT 'ordinary' CHECK (urgency IN
            ('ordinary', 'pressure_sore', 'terminal', 'discharge', 'decline')),
        delivery TEXT NOT NULL DEFAULT 'fetch' CHECK (delivery IN ('fetch', 'deliver')),
        note TEXT NOT NULL DEFAULT '',
        package_id INTEGER REFERENCES package (package_id),
        item_id INTEGER REFERENCES item (item_id),
        packed_on TEXT {day("packed_on")},
        pack_reason TEXT NOT NULL DEFAULT '',
        outcome TEXT CHECK (outcome IN ('filled', 'cancelled')),
        closed_on TEXT {day("closed_on")},
        close_reason TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        {_ONE_BORROWER},
        CHECK ((outcome IS NULL) = (closed_on IS NULL)),
        CHECK (until_on IS NULL OR until_on >= wanted_on),
        CHECK ((item_id IS NULL) = (packed_on IS NULL)),
        CHECK (item_id IS NULL OR quantity = 1)
    ) STRICT""",
    f"""CREATE TABLE request_pass (
        request_pass_id INTEGER PRIMARY KEY AUTOINCREMENT,
        request_id INTEGER NOT NULL REFERENCES request (request_id),
        instead_id INTEGER REFERENCES request (request_id),
        line_id INTEGER REFERENCES loan_line (line_id),
        on_day TEXT NOT NULL {day("on_day")},
        reason TEXT NOT NULL CHECK (length(trim(reason)) > 0)
    ) STRICT""",
    f"""CREATE TABLE trip (
        trip_id INTEGER PRIMARY KEY AUTOINCREMENT,
        on_day TEXT NOT NULL {day("on_day")},
        driver TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        finished_on TEXT {day("finished_on")},
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    f"""CREATE TABLE stop (
        stop_id INTEGER PRIMARY KEY AUTOINCREMENT,
        trip_id INTEGER REFERENCES trip (trip_id),
        position INTEGER NOT NULL DEFAULT 0,
        kind TEXT NOT NULL CHECK (kind IN ('deliver', 'fetch', 'swap', 'repair', 'parcel')),
        {_BORROWER},
        wanted_on TEXT {day("wanted_on")},
        phone TEXT NOT NULL DEFAULT '',
        floor TEXT NOT NULL DEFAULT '',
        key_note TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        outcome TEXT CHECK (outcome IN ('done', 'cancelled')),
        done_on TEXT {day("done_on")},
        rev INTEGER NOT NULL DEFAULT 1,
        {_ONE_BORROWER},
        CHECK ((outcome IS NULL) = (done_on IS NULL))
    ) STRICT""",
    """CREATE TABLE stop_thing (
        stop_thing_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stop_id INTEGER NOT NULL REFERENCES stop (stop_id),
        request_id INTEGER REFERENCES request (request_id),
        line_id INTEGER REFERENCES loan_line (line_id),
        item_id INTEGER REFERENCES item (item_id),
        quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity > 0),
        text TEXT NOT NULL DEFAULT '',
        outcome TEXT CHECK (outcome IN ('done', 'cancelled')),
        CHECK (request_id IS NOT NULL OR line_id IS NOT NULL OR item_id IS NOT NULL OR text <> '')
    ) STRICT""",
    f"""CREATE TABLE stop_attempt (
        stop_attempt_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stop_id INTEGER NOT NULL REFERENCES stop (stop_id),
        trip_id INTEGER NOT NULL REFERENCES trip (trip_id),
        on_day TEXT NOT NULL {day("on_day")},
        reason TEXT NOT NULL CHECK (reason IN ('nobody_home', 'refused', 'no_access', 'other')),
        note TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE recall (
        recall_id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL CHECK (length(trim(title)) > 0),
        reason TEXT NOT NULL DEFAULT '',
        product_id INTEGER NOT NULL REFERENCES product (product_id),
        serial_from TEXT NOT NULL DEFAULT '',
        serial_to TEXT NOT NULL DEFAULT '',
        opened_on TEXT NOT NULL {day("opened_on")},
        closed_on TEXT {day("closed_on")},
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    f"""CREATE TABLE recall_item (
        recall_item_id INTEGER PRIMARY KEY AUTOINCREMENT,
        recall_id INTEGER NOT NULL REFERENCES recall (recall_id),
        item_id INTEGER NOT NULL REFERENCES item (item_id),
        outcome TEXT CHECK (outcome IN ('fixed', 'not_affected', 'scrapped', 'replaced')),
        handled_on TEXT {day("handled_on")},
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (recall_id, item_id),
        CHECK ((outcome IS NULL) = (handled_on IS NULL))
    ) STRICT""",
    f"""CREATE TABLE service_case (
        service_case_id INTEGER PRIMARY KEY AUTOINCREMENT,
        item_id INTEGER NOT NULL REFERENCES item (item_id),
        kind TEXT NOT NULL CHECK (kind IN ('cleaning', 'repair', 'quarantine', 'check')),
        state TEXT NOT NULL CHECK (state IN
            ('open', 'assess', 'waiting_part', 'repairing', 'done', 'failed', 'scrapped')),
        opened_on TEXT NOT NULL {day("opened_on")},
        closed_on TEXT {day("closed_on")},
        line_id INTEGER REFERENCES loan_line (line_id),
        fault TEXT NOT NULL DEFAULT '',
        parts TEXT NOT NULL DEFAULT '',
        cost_ore INTEGER CHECK (cost_ore IS NULL OR cost_ore >= 0),
        minutes INTEGER CHECK (minutes IS NULL OR minutes >= 0),
        method TEXT NOT NULL DEFAULT '',
        done_by TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK ((closed_on IS NULL) = (state NOT IN ('done', 'failed', 'scrapped'))),
        CHECK (closed_on IS NULL OR closed_on >= opened_on),
        CHECK (kind <> 'quarantine' OR closed_on IS NULL OR length(trim(done_by)) > 0)
    ) STRICT""",
    f"""CREATE TABLE contact (
        contact_id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_BORROWER},
        on_day TEXT NOT NULL {day("on_day")},
        kind TEXT NOT NULL CHECK (kind IN ('phone', 'letter', 'sms', 'visit', 'other')),
        outcome TEXT NOT NULL CHECK (outcome IN ('reached', 'no_answer', 'sent')),
        text TEXT NOT NULL DEFAULT '',
        next_on TEXT {day("next_on")},
        rev INTEGER NOT NULL DEFAULT 1,
        {_ONE_BORROWER}
    ) STRICT""",
    """CREATE TABLE contact_line (
        contact_line_id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contact (contact_id),
        line_id INTEGER NOT NULL REFERENCES loan_line (line_id),
        UNIQUE (contact_id, line_id)
    ) STRICT""",
    f"""CREATE TABLE task (
        task_id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('missing_accessory', 'other')),
        line_id INTEGER REFERENCES loan_line (line_id),
        item_id INTEGER REFERENCES item (item_id),
        person_id INTEGER REFERENCES person (person_id),
        unit_id INTEGER REFERENCES unit (unit_id),
        text TEXT NOT NULL CHECK (length(trim(text)) > 0),
        made_on TEXT NOT NULL {day("made_on")},
        due_on TEXT {day("due_on")},
        done_on TEXT {day("done_on")},
        outcome TEXT CHECK (outcome IN ('done', 'given_up')),
        done_note TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK ((outcome IS NULL) = (done_on IS NULL)), CHECK (person_id IS NULL OR unit_id IS NULL)
    ) STRICT""",
    f"""CREATE TABLE lapse (
        lapse_id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES person (person_id),
        kind TEXT NOT NULL CHECK (kind IN ('death', 'moved', 'institution')),
        on_day TEXT NOT NULL {day("on_day")},
        responsible TEXT NOT NULL DEFAULT '',
        grace_until TEXT {day("grace_until")},
        unit_id INTEGER REFERENCES unit (unit_id),
        stop_id INTEGER REFERENCES stop (stop_id),
        note TEXT NOT NULL DEFAULT '',
        made_on TEXT NOT NULL {day("made_on")},
        closed_on TEXT {day("closed_on")},
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    f"""CREATE TABLE nav_case (
        nav_case_id INTEGER PRIMARY KEY AUTOINCREMENT,
        line_id INTEGER NOT NULL REFERENCES loan_line (line_id),
        opened_on TEXT NOT NULL {day("opened_on")},
        sent_on TEXT {day("sent_on")},
        answered_on TEXT {day("answered_on")},
        answer TEXT CHECK (answer IN ('granted', 'refused')),
        swapped_on TEXT {day("swapped_on")},
        closed_on TEXT {day("closed_on")},
        note TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK ((answer IS NULL) = (answered_on IS NULL))
    ) STRICT""",
    f"""CREATE TABLE stock_count (
        stock_count_id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL CHECK (length(trim(name)) > 0),
        room TEXT,
        shelf TEXT,
        started_on TEXT NOT NULL {day("started_on")},
        closed_on TEXT {day("closed_on")},
        note TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    """CREATE TABLE count_row (
        count_row_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stock_count_id INTEGER NOT NULL REFERENCES stock_count (stock_count_id),
        item_id INTEGER REFERENCES item (item_id),
        code TEXT NOT NULL DEFAULT '',
        expected INTEGER NOT NULL CHECK (expected IN (0, 1)),
        expected_state TEXT NOT NULL DEFAULT '',
        expected_place_id INTEGER REFERENCES place (place_id),
        seen_at TEXT,
        seen_place_id INTEGER REFERENCES place (place_id),
        CHECK (item_id IS NOT NULL OR code <> '')
    ) STRICT""",
)

_INDEXES = (
    "CREATE INDEX request_open_product ON request (product_id, wanted_on) WHERE outcome IS NULL",
    "CREATE UNIQUE INDEX request_one_copy ON request (item_id) WHERE item_id IS NOT NULL AND outcome IS NULL",
    "CREATE INDEX request_person ON request (person_id) WHERE person_id IS NOT NULL",
    "CREATE INDEX request_unit ON request (unit_id) WHERE unit_id IS NOT NULL",
    "CREATE INDEX request_asked ON request (asked_on)",
    "CREATE INDEX request_closed ON request (closed_on) WHERE closed_on IS NOT NULL",
    "CREATE UNIQUE INDEX loan_line_request ON loan_line (request_id) WHERE request_id IS NOT NULL",
    "CREATE INDEX request_pass_request ON request_pass (request_id)",
    "CREATE INDEX trip_day ON trip (on_day)",
    "CREATE INDEX stop_trip ON stop (trip_id, position)",
    "CREATE INDEX stop_pool ON stop (wanted_on) WHERE trip_id IS NULL AND outcome IS NULL",
    "CREATE INDEX stop_person ON stop (person_id) WHERE person_id IS NOT NULL",
    "CREATE INDEX stop_thing_stop ON stop_thing (stop_id)",
    """CREATE UNIQUE INDEX stop_thing_request ON stop_thing (request_id)
        WHERE request_id IS NOT NULL AND outcome IS NULL""",
    "CREATE UNIQUE INDEX stop_thing_line ON stop_thing (line_id) WHERE line_id IS NOT NULL AND outcome IS NULL",
    "CREATE INDEX stop_attempt_stop ON stop_attempt (stop_id)",
    "CREATE INDEX stop_attempt_trip ON stop_attempt (trip_id)",
    "CREATE INDEX recall_product ON recall (product_id)",
    "CREATE INDEX recall_item_open ON recall_item (item_id) WHERE outcome IS NULL",
    "CREATE UNIQUE INDEX service_one_open ON service_case (item_id, kind) WHERE closed_on IS NULL",
    "CREATE INDEX service_item ON service_case (item_id, kind, closed_on)",
    "CREATE INDEX service_passed ON service_case (item_id, closed_on) WHERE kind = 'check' AND state = 'done'",
    "CREATE INDEX service_closed ON service_case (closed_on, kind) WHERE closed_on IS NOT NULL",
    "CREATE INDEX contact_person ON contact (person_id, on_day) WHERE person_id IS NOT NULL",
    "CREATE INDEX contact_unit ON contact (unit_id, on_day) WHERE unit_id IS NOT NULL",
    "CREATE INDEX contact_line_line ON contact_line (line_id)",
    "CREATE INDEX task_open ON task (due_on) WHERE done_on IS NULL",
    "CREATE INDEX task_item ON task (item_id) WHERE item_id IS NOT NULL",
    "CREATE UNIQUE INDEX lapse_one_open ON lapse (person_id) WHERE closed_on IS NULL",
    "CREATE UNIQUE INDEX nav_case_one_open ON nav_case (line_id) WHERE closed_on IS NULL",
    "CREATE UNIQUE INDEX count_row_item ON count_row (stock_count_id, item_id) WHERE item_id IS NOT NULL",
    "CREATE UNIQUE INDEX count_row_code ON count_row (stock_count_id, code) WHERE item_id IS NULL",
    "CREATE INDEX count_row_of_item ON count_row (item_id) WHERE item_id IS NOT NULL",
)

KEPT = {
    table: f"{table}_id"
    for table in str.split(
        "package request request_pass trip stop stop_attempt recall recall_item service_case contact task lapse "
        "nav_case stock_count count_row"
    )
}

# A line that fills no request, opened without a reason, may take only what the requests of its time leave on the shelf.
_FREELY = "NEW.end_reason IS NULL AND NEW.request_id IS NULL AND NEW.out_reason = ''"
_IN_ITS_TIME = """r.outcome IS NULL AND r.asked_on <= NEW.out_on
    AND (r.until_on IS NULL OR r.until_on > NEW.out_on) AND (NEW.due_on IS NULL OR r.wanted_on < NEW.due_on)"""
_CHECKED_ON = """coalesce(
    (SELECT max(s.closed_on) FROM service_case s
        WHERE s.item_id = i.item_id AND s.kind = 'check' AND s.state = 'done'),
    substr(i.bought_on || '-01-01', 1, 10), '0001-01-01')"""

_TRIGGERS = (
    *(kept(table, key) for table, key in KEPT.items()),
    forbid(
        "copy_is_reserved",
        f"""BEFORE INSERT ON loan_line WHEN {_FREELY} AND NEW.item_id IS NOT NULL AND (
            SELECT count(*) FROM request r JOIN item mine ON mine.item_id = NEW.item_id
            WHERE r.product_id = mine.product_id AND r.item_id IS NULL AND {_IN_ITS_TIME}
        ) > (
            SELECT count(*) FROM item i JOIN item mine ON mine.item_id = NEW.item_id
            WHERE i.product_id = mine.product_id AND i.state = 'available' AND i.item_id <> NEW.item_id
        )""",
        "reserved",
    ),
    forbid(
        "goods_are_reserved",
        f"""BEFORE INSERT ON loan_line WHEN {_FREELY} AND NEW.product_id IS NOT NULL AND NEW.quantity > (
            SELECT coalesce(sum(m.quantity), 0) FROM movement m WHERE m.product_id = NEW.product_id
        ) - (
            SELECT coalesce(sum(r.quantity), 0) FROM request r WHERE r.product_id = NEW.product_id AND {_IN_ITS_TIME}
        ) AND EXISTS (
            SELECT 1 FROM request r WHERE r.product_id = NEW.product_id AND {_IN_ITS_TIME}
        )""",
        "reserved",
    ),
    forbid(
        "packed_copy_goes_to_its_request",
        """BEFORE INSERT ON loan_line WHEN NEW.end_reason IS NULL AND EXISTS (
            SELECT 1 FROM request r WHERE r.item_id = NEW.item_id AND r.outcome IS NULL
            AND r.request_id IS NOT NEW.request_id)""",
        "packed_for_another",
    ),
    forbid(
        "request_is_filled_once",
        """BEFORE INSERT ON loan_line WHEN NEW.request_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM request r WHERE r.request_id = NEW.request_id AND r.outcome IS NOT NULL)""",
        "request_closed",
    ),
    forbid(
        "copy_is_checked",
        f"""BEFORE INSERT ON loan_line WHEN NEW.end_reason IS NULL AND NEW.out_reason = '' AND EXISTS (
            SELECT 1 FROM item i JOIN product p ON p.product_id = i.product_id
            WHERE i.item_id = NEW.item_id AND p.check_months IS NOT NULL
            AND date({_CHECKED_ON}, '+' || p.check_months || ' months') < NEW.out_on)""",
        "check_overdue",
    ),
    forbid(
        "quarantine_is_released",
        """BEFORE UPDATE OF state ON item WHEN NEW.state NOT IN ('blocked', 'missing', 'retired', 'lent') AND EXISTS (
            SELECT 1 FROM service_case s
            WHERE s.item_id = NEW.item_id AND s.kind = 'quarantine' AND s.closed_on IS NULL)""",
        "quarantined",
    ),
    forbid(
        "case_stays_with_its_copy",
        """BEFORE UPDATE OF service_case_id, item_id, kind ON service_case WHEN NEW.kind <> OLD.kind
        OR NEW.item_id <> OLD.item_id OR NEW.service_case_id <> OLD.service_case_id""",
        "kept",
    ),
    forbid(
        "case_is_not_replaced",
        """BEFORE INSERT ON service_case WHEN EXISTS (
            SELECT 1 FROM service_case s WHERE s.service_case_id = NEW.service_case_id)""",
        "kept",
    ),
    forbid(
        "recalled_copy_stays_in",
        """BEFORE UPDATE OF state ON item WHEN NEW.state IN ('available', 'packed') AND EXISTS (
            SELECT 1 FROM recall_item r WHERE r.item_id = NEW.item_id AND r.outcome IS NULL)""",
        "recalled",
    ),
    forbid(
        "no_reminder_to_the_dead",
        """BEFORE INSERT ON contact WHEN NEW.outcome = 'sent' AND NEW.kind IN ('letter', 'sms') AND EXISTS (
            SELECT 1 FROM person p WHERE p.person_id = NEW.person_id AND p.died_on <= NEW.on_day)""",
        "reminders_stopped",
    ),
    forbid(
        "no_reminder_for_what_is_back",
        """BEFORE INSERT ON contact_line WHEN EXISTS (
            SELECT 1 FROM contact c JOIN loan_line l ON l.line_id = NEW.line_id
            WHERE c.contact_id = NEW.contact_id AND c.outcome = 'sent' AND c.kind IN ('letter', 'sms')
            AND l.end_reason IS NOT NULL AND coalesce(l.ended_on, '') < c.on_day)""",
        "reminders_stopped",
    ),
    forbid(
        "finished_trip_is_closed",
        """BEFORE UPDATE OF trip_id ON stop WHEN NEW.trip_id IS NOT NULL AND NEW.trip_id IS NOT OLD.trip_id AND EXISTS (
            SELECT 1 FROM trip t WHERE t.trip_id = NEW.trip_id AND t.finished_on IS NOT NULL)""",
        "trip_finished",
    ),
    forbid(
        "stop_joins_a_trip_to_drive",
        """BEFORE INSERT ON stop WHEN EXISTS (
            SELECT 1 FROM trip t WHERE t.trip_id = NEW.trip_id AND t.finished_on IS NOT NULL)""",
        "trip_finished",
    ),
)

# What came back infectious before there were cases waits for a name all the same.
_KNOWN = (
    """INSERT INTO service_case (item_id, kind, state, opened_on, line_id)
        SELECT i.item_id, 'quarantine', 'open', i.state_on, l.line_id FROM item i
        JOIN loan_line l ON l.line_id = (SELECT max(x.line_id) FROM loan_line x WHERE x.item_id = i.item_id)
        WHERE i.state = 'blocked' AND l.condition_in = 'infectious'""",
)

STATEMENTS = _TABLES + _COLUMNS + _INDEXES + _TRIGGERS + _KNOWN
