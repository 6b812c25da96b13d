"""Schema step 3, "stays": places, closures, stays and their nights, the plan for a stay, day rehab, bought nights."""

from db.schema_1 import day, forbid, kept

PURPOSES = "'rehabilitation', 'respite', 'assessment', 'acute'"
STATES = "'applied', 'assessed', 'granted', 'waiting', 'planned', 'in', 'discharged', 'refused', 'cancelled'"

_TABLES = (
    """CREATE TABLE site (
        site_id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE CHECK (length(trim(name)) > 0),
        name_key TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'ward' CHECK (kind IN ('ward', 'day_centre', 'external')),
        address TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '',
        weekdays TEXT NOT NULL DEFAULT '12345' CHECK (weekdays NOT GLOB '*[^1-7]*'),
        note TEXT NOT NULL DEFAULT '',
        active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    f"""CREATE TABLE stay_place (
        stay_place_id INTEGER PRIMARY KEY AUTOINCREMENT,
        site_id INTEGER NOT NULL REFERENCES site (site_id),
        name TEXT NOT NULL CHECK (length(trim(name)) > 0),
        name_key TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'night' CHECK (kind IN ('night', 'day', 'extra')),
        features TEXT NOT NULL DEFAULT '',
        valid_from TEXT NOT NULL {day("valid_from")},
        valid_to TEXT {day("valid_to")},
        reason TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        UNIQUE (site_id, name),
        UNIQUE (stay_place_id, site_id),
        CHECK (valid_to IS NULL OR valid_to > valid_from),
        CHECK (kind <> 'extra' OR length(trim(reason)) > 0)
    ) STRICT""",
    f"""CREATE TABLE earmark (
        earmark_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_place_id INTEGER NOT NULL REFERENCES stay_place (stay_place_id),
        purpose TEXT NOT NULL CHECK (purpose IN ({PURPOSES})),
        from_on TEXT NOT NULL {day("from_on")},
        to_on TEXT {day("to_on")},
        CHECK (to_on IS NULL OR to_on > from_on)
    ) STRICT""",
    f"""CREATE TABLE closure (
        closure_id INTEGER PRIMARY KEY AUTOINCREMENT,
        site_id INTEGER NOT NULL REFERENCES site (site_id),
        stay_place_id INTEGER,
        places INTEGER CHECK (places IS NULL OR places > 0),
        from_on TEXT NOT NULL {day("from_on")},
        to_on TEXT {day("to_on")},
        reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
        rev INTEGER NOT NULL DEFAULT 1,
        FOREIGN KEY (stay_place_id, site_id) REFERENCES stay_place (stay_place_id, site_id),
        CHECK (stay_place_id IS NULL OR places IS NULL),
        CHECK (to_on IS NULL OR to_on > from_on)
    ) STRICT""",
    f"""CREATE TABLE stay (
        stay_id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES person (person_id),
        form TEXT NOT NULL DEFAULT 'night' CHECK (form IN ('night', 'day')),
        purpose TEXT NOT NULL CHECK (purpose IN ({PURPOSES})),
        service_type TEXT CHECK (service_type IN ('8', '18', '19', '20')),
        state TEXT NOT NULL CHECK (state IN ({STATES})),
        received_on TEXT NOT NULL {day("received_on")},
        asked_by TEXT NOT NULL DEFAULT '',
        need TEXT NOT NULL DEFAULT '',
        room_need TEXT NOT NULL DEFAULT '',
        priority INTEGER NOT NULL DEFAULT 2 CHECK (priority BETWEEN 1 AND 3),
        wished_from TEXT {day("wished_from")},
        wished_to TEXT {day("wished_to")},
        assessed_on TEXT {day("assessed_on")},
        decided_on TEXT {day("decided_on")},
        decision_ref TEXT NOT NULL DEFAULT '',
        decision_reason TEXT NOT NULL DEFAULT '',
        appeal_by TEXT {day("appeal_by")},
        appealed_on TEXT {day("appealed_on")},
        appeal_outcome TEXT CHECK (appeal_outcome IN ('upheld', 'reversed')),
        appeal_decided_on TEXT {day("appeal_decided_on")},
        waiting_since TEXT {day("waiting_since")},
        latest_start_on TEXT {day("latest_start_on")},
        follow_up_on TEXT {day("follow_up_on")},
        confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
        came_from TEXT CHECK (came_from IN ('home', 'hospital', 'long_term', 'other')),
        came_from_note TEXT NOT NULL DEFAULT '',
        went_to TEXT CHECK (went_to IN ('home', 'hospital', 'long_term', 'dead', 'other')),
        went_to_note TEXT NOT NULL DEFAULT '',
        important TEXT NOT NULL DEFAULT '',
        goal_result TEXT CHECK (goal_result IN ('reached', 'partly', 'not_reached', 'not_assessed')),
        closed_on TEXT {day("closed_on")},
        cancel_reason TEXT CHECK (cancel_reason IN ('user', 'hospital', 'us', 'dead', 'no_need')),
        late_reason TEXT NOT NULL DEFAULT '',
        weekdays TEXT NOT NULL DEFAULT '' CHECK (weekdays NOT GLOB '*[^1-7]*'),
        transport TEXT NOT NULL DEFAULT 'none' CHECK (transport IN ('none', 'car', 'taxi', 'family')),
        transport_note TEXT NOT NULL DEFAULT '',
        pickup_at TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK ((state IN ('discharged', 'refused', 'cancelled')) = (closed_on IS NOT NULL)),
        CHECK ((state = 'cancelled') = (cancel_reason IS NOT NULL)),
        CHECK (state <> 'discharged' OR confirmed = 1),
        CHECK (state <> 'refused' OR decided_on IS NOT NULL),
        CHECK ((appeal_outcome IS NULL) = (appeal_decided_on IS NULL)),
        CHECK (wished_to IS NULL OR wished_from IS NULL OR wished_to >= wished_from)
    ) STRICT""",
    f"""CREATE TABLE stay_segment (
        stay_segment_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        site_id INTEGER NOT NULL REFERENCES site (site_id),
        stay_place_id INTEGER,
        from_on TEXT NOT NULL {day("from_on")},
        to_on TEXT NOT NULL {day("to_on")},
        day_only INTEGER NOT NULL DEFAULT 0 CHECK (day_only IN (0, 1)),
        FOREIGN KEY (stay_place_id, site_id) REFERENCES stay_place (stay_place_id, site_id),
        CHECK (to_on >= from_on),
        CHECK (day_only = 0 OR to_on = from_on)
    ) STRICT""",
    f"""CREATE TABLE stay_night (
        stay_place_id INTEGER NOT NULL REFERENCES stay_place (stay_place_id),
        night TEXT NOT NULL {day("night")},
        stay_segment_id INTEGER NOT NULL REFERENCES stay_segment (stay_segment_id) ON DELETE CASCADE,
        PRIMARY KEY (stay_place_id, night)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE stay_leave (
        stay_leave_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        kind TEXT NOT NULL CHECK (kind IN ('home', 'hospital', 'other')),
        from_on TEXT NOT NULL {day("from_on")},
        to_on TEXT {day("to_on")},
        note TEXT NOT NULL DEFAULT '',
        CHECK (to_on IS NULL OR to_on >= from_on)
    ) STRICT""",
    f"""CREATE TABLE stay_pause (
        stay_pause_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        from_on TEXT NOT NULL {day("from_on")},
        to_on TEXT {day("to_on")},
        reason TEXT NOT NULL DEFAULT '',
        CHECK (to_on IS NULL OR to_on >= from_on)
    ) STRICT""",
    f"""CREATE TABLE stay_pass (
        stay_pass_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        instead_id INTEGER NOT NULL REFERENCES stay (stay_id),
        on_day TEXT NOT NULL {day("on_day")},
        reason TEXT NOT NULL CHECK (length(trim(reason)) > 0)
    ) STRICT""",
    f"""CREATE TABLE stay_coordinator (
        stay_coordinator_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        name TEXT NOT NULL CHECK (length(trim(name)) > 0),
        from_on TEXT NOT NULL {day("from_on")},
        note TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE stay_goal (
        stay_goal_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        position INTEGER NOT NULL,
        text TEXT NOT NULL CHECK (length(trim(text)) > 0),
        set_on TEXT NOT NULL {day("set_on")},
        score_before INTEGER CHECK (score_before BETWEEN 0 AND 10),
        score_after INTEGER CHECK (score_after BETWEEN 0 AND 10),
        status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'reached', 'partly', 'not_reached', 'dropped')),
        closed_on TEXT {day("closed_on")},
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK ((status = 'open') = (closed_on IS NULL))
    ) STRICT""",
    f"""CREATE TABLE stay_intervention (
        stay_intervention_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        stay_goal_id INTEGER REFERENCES stay_goal (stay_goal_id),
        text TEXT NOT NULL CHECK (length(trim(text)) > 0),
        dose TEXT NOT NULL DEFAULT '',
        who TEXT NOT NULL DEFAULT '',
        from_on TEXT {day("from_on")},
        ended_on TEXT {day("ended_on")},
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    f"""CREATE TABLE stay_evaluation (
        stay_evaluation_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        on_day TEXT NOT NULL {day("on_day")},
        by_name TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL CHECK (length(trim(text)) > 0),
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    f"""CREATE TABLE stay_score (
        stay_score_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        instrument TEXT NOT NULL CHECK (instrument IN ('copm_performance', 'copm_satisfaction', 'sppb', 'psfs')),
        moment TEXT NOT NULL CHECK (moment IN ('before', 'after', 'later')),
        on_day TEXT NOT NULL {day("on_day")},
        score REAL NOT NULL CHECK (score BETWEEN 0 AND 12),
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK (instrument = 'sppb' OR score <= 10)
    ) STRICT""",
    f"""CREATE TABLE stay_check (
        stay_check_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        kind TEXT NOT NULL CHECK (kind IN ('home_visit', 'aids', 'transport', 'evaluation', 'home_services', 'other')),
        text TEXT NOT NULL DEFAULT '',
        due_on TEXT {day("due_on")},
        done_on TEXT {day("done_on")},
        needed INTEGER NOT NULL DEFAULT 1 CHECK (needed IN (0, 1)),
        request_id INTEGER REFERENCES request (request_id),
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    # What a day stay's pattern was before a change: it held until the day, and the stay itself tells what holds now.
    f"""CREATE TABLE stay_pattern (
        stay_pattern_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        until_on TEXT NOT NULL {day("until_on")},
        weekdays TEXT NOT NULL CHECK (weekdays NOT GLOB '*[^1-7]*'),
        transport TEXT NOT NULL CHECK (transport IN ('none', 'car', 'taxi', 'family')),
        transport_note TEXT NOT NULL,
        pickup_at TEXT NOT NULL,
        UNIQUE (stay_id, until_on)
    ) STRICT""",
    f"""CREATE TABLE attendance (
        attendance_id INTEGER PRIMARY KEY AUTOINCREMENT,
        stay_id INTEGER NOT NULL REFERENCES stay (stay_id),
        on_day TEXT NOT NULL {day("on_day")},
        state TEXT NOT NULL CHECK (state IN ('planned', 'attended', 'absent', 'cancelled')),
        cancelled_by TEXT CHECK (cancelled_by IN ('user', 'us', 'hospital')),
        in_time INTEGER NOT NULL DEFAULT 0 CHECK (in_time IN (0, 1)),
        transport TEXT CHECK (transport IN ('none', 'car', 'taxi', 'family')),
        note TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        UNIQUE (stay_id, on_day),
        CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL))
    ) STRICT""",
    """CREATE TABLE quota (
        quota_id INTEGER PRIMARY KEY AUTOINCREMENT,
        site_id INTEGER NOT NULL REFERENCES site (site_id),
        year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
        nights INTEGER NOT NULL CHECK (nights > 0),
        carried_nights INTEGER NOT NULL DEFAULT 0 CHECK (carried_nights >= 0),
        carry_over INTEGER NOT NULL DEFAULT 0 CHECK (carry_over IN (0, 1)),
        amount_ore INTEGER NOT NULL CHECK (amount_ore >= 0),
        inside_ore INTEGER NOT NULL DEFAULT 0 CHECK (inside_ore >= 0),
        outside_ore INTEGER CHECK (outside_ore IS NULL OR outside_ore >= 0),
        counting TEXT NOT NULL DEFAULT 'nights' CHECK (counting IN ('nights', 'both_days', 'manual')),
        manual_used INTEGER CHECK (manual_used IS NULL OR manual_used >= 0),
        invoiced_nights INTEGER CHECK (invoiced_nights IS NULL OR invoiced_nights >= 0),
        reference TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        UNIQUE (site_id, year),
        CHECK (counting = 'manual' OR manual_used IS NULL)
    ) STRICT""",
    f"""CREATE TABLE stay_rate (
        stay_rate_id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('full_day', 'day_or_night')),
        from_on TEXT NOT NULL {day("from_on")},
        amount_ore INTEGER NOT NULL CHECK (amount_ore >= 0),
        source TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        UNIQUE (kind, from_on)
    ) STRICT""",
    """CREATE TABLE population (
        population_id INTEGER PRIMARY KEY AUTOINCREMENT,
        year INTEGER NOT NULL UNIQUE CHECK (year BETWEEN 1990 AND 2200),
        inhabitants INTEGER NOT NULL CHECK (inhabitants > 0),
        source TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
)

_INDEXES = (
    "CREATE INDEX stay_place_site ON stay_place (site_id, kind)",
    "CREATE INDEX earmark_place ON earmark (stay_place_id, from_on)",
    "CREATE INDEX closure_site ON closure (site_id, from_on)",
    "CREATE INDEX stay_person ON stay (person_id)",
    "CREATE INDEX stay_state ON stay (state, priority, received_on)",
    "CREATE INDEX segment_stay ON stay_segment (stay_id, from_on, to_on)",
    "CREATE INDEX segment_site ON stay_segment (site_id, from_on, to_on)",
    "CREATE INDEX segment_place ON stay_segment (stay_place_id, from_on, to_on) WHERE stay_place_id IS NOT NULL",
    "CREATE INDEX stay_night_segment ON stay_night (stay_segment_id)",
    "CREATE INDEX stay_leave_stay ON stay_leave (stay_id, from_on)",
    "CREATE INDEX stay_pause_stay ON stay_pause (stay_id)",
    "CREATE INDEX stay_pass_stay ON stay_pass (stay_id)",
    "CREATE INDEX stay_coordinator_stay ON stay_coordinator (stay_id, from_on)",
    "CREATE INDEX stay_goal_stay ON stay_goal (stay_id, position)",
    "CREATE INDEX stay_intervention_stay ON stay_intervention (stay_id)",
    "CREATE INDEX stay_evaluation_stay ON stay_evaluation (stay_id, on_day)",
    "CREATE INDEX stay_score_stay ON stay_score (stay_id, instrument)",
    "CREATE INDEX stay_check_stay ON stay_check (stay_id)",
    "CREATE INDEX attendance_day ON attendance (on_day)",
)

# One row for every night from the first to the one before leaving, and one for who came and left the same day.
_NIGHTS = """INSERT INTO stay_night (stay_place_id, night, stay_segment_id)
    SELECT NEW.stay_place_id, date(NEW.from_on, '+' || n.key || ' days'), NEW.stay_segment_id
    FROM json_each('[0' || replace(hex(zeroblob(
        max(CAST(julianday(NEW.to_on) - julianday(NEW.from_on) AS INTEGER), 1) - 1)), '00', ',0') || ']') AS n
    WHERE NEW.stay_place_id IS NOT NULL AND NEW.day_only = 0;"""
_NO_NIGHTS = "DELETE FROM stay_night WHERE stay_segment_id = OLD.stay_segment_id;"

_TRIGGERS = (
    *(kept(table, f"{table}_id") for table in ("site", "stay_place", "stay", "stay_pass", "stay_coordinator", "quota")),
    f"CREATE TRIGGER segment_takes_nights AFTER INSERT ON stay_segment BEGIN {_NIGHTS} END",
    f"""CREATE TRIGGER segment_changes_nights
        AFTER UPDATE OF stay_place_id, from_on, to_on, day_only ON stay_segment BEGIN {_NO_NIGHTS} {_NIGHTS} END""",
    f"CREATE TRIGGER segment_frees_nights BEFORE DELETE ON stay_segment BEGIN {_NO_NIGHTS} END",
    forbid(
        "segment_keeps_its_stay",
        "BEFORE UPDATE OF stay_id ON stay_segment WHEN NEW.stay_id <> OLD.stay_id",
        "kept",
    ),
    forbid(
        "segment_is_not_replaced",
        """BEFORE INSERT ON stay_segment WHEN EXISTS (
            SELECT 1 FROM stay_segment s WHERE s.stay_segment_id = NEW.stay_segment_id)""",
        "kept",
    ),
    forbid(
        "stay_is_not_replaced",
        "BEFORE INSERT ON stay WHEN EXISTS (SELECT 1 FROM stay s WHERE s.stay_id = NEW.stay_id)",
        "kept",
    ),
    # A night is derived from its segment alone; INSERT OR REPLACE would take it from another without a word.
    forbid(
        "night_is_taken_once",
        """BEFORE INSERT ON stay_night WHEN EXISTS (
            SELECT 1 FROM stay_night n WHERE n.stay_place_id = NEW.stay_place_id AND n.night = NEW.night)""",
        "stay_night.night",
    ),
)

STATEMENTS = _TABLES + _INDEXES + _TRIGGERS
