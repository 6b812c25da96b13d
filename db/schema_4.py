"""Schema step 4, "measures": plans as adopted, their measures, who answers for them, the pyramids and the reports."""

from db.schema_1 import day, forbid, kept

STATUSES = "'not_started', 'in_progress', 'postponed', 'completed', 'stopped'"
LIGHTS = "'green', 'yellow', 'red'"
KINDS = "'single', 'yearly', 'running', 'assess'"

# What a measure costs: adopted with the plan, revised later, used so far. Empty is not known, which is not 0.
_COSTS = """cost_adopted_ore INTEGER CHECK (cost_adopted_ore IS NULL OR cost_adopted_ore >= 0),
        cost_revised_ore INTEGER CHECK (cost_revised_ore IS NULL OR cost_revised_ore >= 0),
        cost_used_ore INTEGER CHECK (cost_used_ore IS NULL OR cost_used_ore >= 0)"""

_TABLES = (
    f"""CREATE TABLE plan (
        plan_id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE CHECK (length(trim(name)) > 0),
        name_key TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'theme' CHECK (kind IN ('theme', 'overarching', 'strategy')),
        from_year INTEGER CHECK (from_year BETWEEN 1990 AND 2200),
        to_year INTEGER CHECK (to_year BETWEEN 1990 AND 2200),
        rhythm TEXT NOT NULL DEFAULT 'quarter' CHECK (rhythm IN ('quarter', 'tertial', 'year')),
        rollover_years INTEGER NOT NULL DEFAULT 4 CHECK (rollover_years > 0),
        adopted_by TEXT NOT NULL DEFAULT '',
        adopted_on TEXT {day("adopted_on")},
        case_ref TEXT NOT NULL DEFAULT '',
        version_of INTEGER REFERENCES plan (plan_id),
        replaced_on TEXT {day("replaced_on")},
        note TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK (to_year IS NULL OR from_year IS NULL OR to_year >= from_year)
    ) STRICT""",
    """CREATE TABLE focus_area (
        focus_area_id INTEGER PRIMARY KEY AUTOINCREMENT,
        plan_id INTEGER NOT NULL REFERENCES plan (plan_id),
        position INTEGER NOT NULL,
        name TEXT NOT NULL CHECK (length(trim(name)) > 0)
    ) STRICT""",
    """CREATE TABLE plan_goal (
        plan_goal_id INTEGER PRIMARY KEY AUTOINCREMENT,
        focus_area_id INTEGER NOT NULL REFERENCES focus_area (focus_area_id),
        position INTEGER NOT NULL,
        text TEXT NOT NULL CHECK (length(trim(text)) > 0)
    ) STRICT""",
    f"""CREATE TABLE measure (
        measure_id INTEGER PRIMARY KEY AUTOINCREMENT,
        plan_id INTEGER NOT NULL REFERENCES plan (plan_id),
        focus_area_id INTEGER REFERENCES focus_area (focus_area_id),
        plan_goal_id INTEGER REFERENCES plan_goal (plan_goal_id),
        position INTEGER NOT NULL,
        number TEXT NOT NULL DEFAULT '',
        adopted_text TEXT NOT NULL CHECK (length(trim(adopted_text)) > 0),
        working_title TEXT NOT NULL DEFAULT '',
        search_key TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'single' CHECK (kind IN ({KINDS})),
        priority INTEGER CHECK (priority BETWEEN 1 AND 3),
        start_on TEXT {day("start_on")},
        due_on TEXT {day("due_on")},
        due_text TEXT NOT NULL DEFAULT '',
        {_COSTS},
        status TEXT NOT NULL DEFAULT 'not_started' CHECK (status IN ({STATUSES})),
        status_on TEXT {day("status_on")},
        status_reason TEXT NOT NULL DEFAULT '',
        conclusion TEXT NOT NULL DEFAULT '',
        light TEXT CHECK (light IN ({LIGHTS})),
        light_on TEXT {day("light_on")},
        light_reason TEXT NOT NULL DEFAULT '',
        merged_into INTEGER REFERENCES measure (measure_id),
        comment TEXT NOT NULL DEFAULT '',
        internal_note TEXT NOT NULL DEFAULT '',
        updated_on TEXT {day("updated_on")},
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK (status NOT IN ('postponed', 'stopped') OR length(trim(status_reason)) > 0),
        CHECK (light IS NOT 'red' OR length(trim(light_reason)) > 0),
        CHECK (kind <> 'assess' OR status <> 'completed' OR length(trim(conclusion)) > 0),
        CHECK (merged_into IS NULL OR status = 'stopped')
    ) STRICT""",
    f"""CREATE TABLE measure_year (
        measure_year_id INTEGER PRIMARY KEY AUTOINCREMENT,
        measure_id INTEGER NOT NULL REFERENCES measure (measure_id),
        year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
        done_on TEXT NOT NULL {day("done_on")},
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (measure_id, year)
    ) STRICT""",
    f"""CREATE TABLE subtask (
        subtask_id INTEGER PRIMARY KEY AUTOINCREMENT,
        measure_id INTEGER NOT NULL REFERENCES measure (measure_id),
        position INTEGER NOT NULL,
        text TEXT NOT NULL CHECK (length(trim(text)) > 0),
        due_on TEXT {day("due_on")},
        done_on TEXT {day("done_on")},
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    """CREATE TABLE role (
        role_id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL CHECK (length(trim(name)) > 0),
        name_key TEXT NOT NULL UNIQUE,
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    f"""CREATE TABLE role_holder (
        role_holder_id INTEGER PRIMARY KEY AUTOINCREMENT,
        role_id INTEGER NOT NULL REFERENCES role (role_id),
        name TEXT NOT NULL CHECK (length(trim(name)) > 0),
        from_on TEXT NOT NULL {day("from_on")},
        to_on TEXT {day("to_on")},
        CHECK (to_on IS NULL OR to_on > from_on)
    ) STRICT""",
    f"""CREATE TABLE measure_role (
        measure_role_id INTEGER PRIMARY KEY AUTOINCREMENT,
        measure_id INTEGER NOT NULL REFERENCES measure (measure_id),
        role_id INTEGER NOT NULL REFERENCES role (role_id),
        position INTEGER NOT NULL DEFAULT 0,
        is_main INTEGER NOT NULL DEFAULT 0 CHECK (is_main IN (0, 1)),
        from_on TEXT {day("from_on")},
        to_on TEXT {day("to_on")},
        CHECK (to_on IS NULL OR from_on IS NULL OR to_on > from_on)
    ) STRICT""",
    """CREATE TABLE pyramid (
        pyramid_id INTEGER PRIMARY KEY AUTOINCREMENT,
        plan_id INTEGER NOT NULL REFERENCES plan (plan_id),
        kind TEXT NOT NULL CHECK (kind IN ('habilitation', 'rehabilitation')),
        name TEXT NOT NULL CHECK (length(trim(name)) > 0),
        rev INTEGER NOT NULL DEFAULT 1,
        UNIQUE (plan_id, kind)
    ) STRICT""",
    """CREATE TABLE pyramid_level (
        pyramid_level_id INTEGER PRIMARY KEY AUTOINCREMENT,
        pyramid_id INTEGER NOT NULL REFERENCES pyramid (pyramid_id),
        position INTEGER NOT NULL,
        name TEXT NOT NULL CHECK (length(trim(name)) > 0),
        ours INTEGER NOT NULL DEFAULT 1 CHECK (ours IN (0, 1)),
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    """CREATE TABLE measure_level (
        measure_level_id INTEGER PRIMARY KEY AUTOINCREMENT,
        measure_id INTEGER NOT NULL REFERENCES measure (measure_id),
        pyramid_level_id INTEGER NOT NULL REFERENCES pyramid_level (pyramid_level_id),
        UNIQUE (measure_id, pyramid_level_id)
    ) STRICT""",
    f"""CREATE TABLE level_assessment (
        level_assessment_id INTEGER PRIMARY KEY AUTOINCREMENT,
        pyramid_level_id INTEGER NOT NULL REFERENCES pyramid_level (pyramid_level_id),
        on_day TEXT NOT NULL {day("on_day")},
        colour TEXT NOT NULL CHECK (colour IN ('green', 'orange', 'yellow', 'red')),
        reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
        by_name TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE plan_report (
        plan_report_id INTEGER PRIMARY KEY AUTOINCREMENT,
        plan_id INTEGER NOT NULL REFERENCES plan (plan_id),
        period TEXT NOT NULL CHECK (period GLOB '[12][0-9][0-9][0-9]Q[1-4]'
            OR period GLOB '[12][0-9][0-9][0-9]T[1-3]' OR period GLOB '[12][0-9][0-9][0-9]'),
        revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0),
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'review', 'locked')),
        opened_on TEXT NOT NULL {day("opened_on")},
        due_on TEXT {day("due_on")},
        locked_on TEXT {day("locked_on")},
        reopen_reason TEXT NOT NULL DEFAULT '',
        summary TEXT NOT NULL DEFAULT '',
        plan_name TEXT NOT NULL DEFAULT '',
        status_words TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        UNIQUE (plan_id, period, revision),
        CHECK ((state = 'locked') = (locked_on IS NOT NULL)),
        CHECK ((state = 'locked') = (length(plan_name) > 0)),
        CHECK (revision = 1 OR length(trim(reopen_reason)) > 0)
    ) STRICT""",
    f"""CREATE TABLE report_entry (
        report_entry_id INTEGER PRIMARY KEY AUTOINCREMENT,
        plan_report_id INTEGER NOT NULL REFERENCES plan_report (plan_report_id),
        measure_id INTEGER NOT NULL REFERENCES measure (measure_id),
        comment TEXT NOT NULL DEFAULT '',
        reported_on TEXT NOT NULL {day("reported_on")},
        rev INTEGER NOT NULL DEFAULT 1,
        UNIQUE (plan_report_id, measure_id)
    ) STRICT""",
    f"""CREATE TABLE report_done (
        report_done_id INTEGER PRIMARY KEY AUTOINCREMENT,
        plan_report_id INTEGER NOT NULL REFERENCES plan_report (plan_report_id),
        role_id INTEGER NOT NULL REFERENCES role (role_id),
        done_on TEXT NOT NULL {day("done_on")},
        UNIQUE (plan_report_id, role_id)
    ) STRICT""",
    """CREATE TABLE report_line (
        report_line_id INTEGER PRIMARY KEY AUTOINCREMENT,
        plan_report_id INTEGER NOT NULL REFERENCES plan_report (plan_report_id),
        measure_id INTEGER NOT NULL REFERENCES measure (measure_id),
        position INTEGER NOT NULL,
        number TEXT NOT NULL,
        focus_area TEXT NOT NULL,
        goal TEXT NOT NULL,
        text TEXT NOT NULL,
        responsible TEXT NOT NULL,
        kind TEXT NOT NULL,
        status TEXT NOT NULL,
        status_reason TEXT NOT NULL,
        conclusion TEXT NOT NULL,
        light TEXT,
        light_reason TEXT NOT NULL,
        due_on TEXT,
        due_text TEXT NOT NULL,
        deadline TEXT NOT NULL,
        cost_adopted_ore INTEGER,
        cost_revised_ore INTEGER,
        cost_used_ore INTEGER,
        comment TEXT NOT NULL,
        is_reported INTEGER NOT NULL CHECK (is_reported IN (0, 1)),
        before_status TEXT,
        before_light TEXT,
        merged_with TEXT NOT NULL DEFAULT '',
        UNIQUE (plan_report_id, measure_id)
    ) STRICT""",
    """CREATE TABLE rollover (
        rollover_id INTEGER PRIMARY KEY AUTOINCREMENT,
        old_id INTEGER NOT NULL REFERENCES measure (measure_id),
        new_id INTEGER REFERENCES measure (measure_id),
        outcome TEXT NOT NULL CHECK (outcome IN ('continued', 'changed', 'merged', 'ended')),
        reason TEXT NOT NULL DEFAULT '',
        UNIQUE (old_id),
        CHECK ((outcome = 'ended') = (new_id IS NULL))
    ) STRICT""",
)

_INDEXES = (
    "CREATE INDEX focus_area_plan ON focus_area (plan_id, position)",
    "CREATE INDEX plan_goal_area ON plan_goal (focus_area_id, position)",
    "CREATE INDEX measure_plan ON measure (plan_id, position)",
    "CREATE INDEX measure_search ON measure (search_key)",
    "CREATE INDEX subtask_measure ON subtask (measure_id, position)",
    "CREATE INDEX role_holder_role ON role_holder (role_id, from_on)",
    "CREATE INDEX measure_role_measure ON measure_role (measure_id, position)",
    "CREATE INDEX measure_role_role ON measure_role (role_id)",
    "CREATE UNIQUE INDEX measure_role_one_main ON measure_role (measure_id) WHERE is_main = 1 AND to_on IS NULL",
    "CREATE INDEX pyramid_level_pyramid ON pyramid_level (pyramid_id, position)",
    "CREATE INDEX measure_level_level ON measure_level (pyramid_level_id)",
    "CREATE INDEX level_assessment_level ON level_assessment (pyramid_level_id, on_day)",
    "CREATE INDEX report_line_measure ON report_line (measure_id)",
    "CREATE INDEX rollover_new ON rollover (new_id) WHERE new_id IS NOT NULL",
    "CREATE UNIQUE INDEX plan_report_one_open ON plan_report (plan_id, period) WHERE state <> 'locked'",
)

_REPLACED = "EXISTS (SELECT 1 FROM plan p WHERE p.plan_id = {row}.plan_id AND p.replaced_on IS NOT NULL)"
_LOCKED = """EXISTS (SELECT 1 FROM plan_report r WHERE r.plan_report_id = {row}.plan_report_id
    AND r.state = 'locked')"""
_ADOPTED = "EXISTS (SELECT 1 FROM plan p WHERE p.plan_id = {plan} AND p.adopted_on IS NOT NULL)"
_ITS_PLAN = "(SELECT f.plan_id FROM focus_area f WHERE f.focus_area_id = OLD.focus_area_id)"

# A locking that was undone is done again in any order; only then may lines come to a report that is locked.
_REVERSING = "EXISTS (SELECT 1 FROM op o WHERE o.data IS NULL AND o.reverses IS NOT NULL)"

_TRIGGERS = (
    *(
        kept(table, f"{table}_id")
        for table in (
            "plan",
            "measure",
            "measure_year",
            "role",
            "level_assessment",
            "plan_report",
            "report_line",
            "rollover",
        )
    ),
    forbid(
        "adopted_measure_keeps_its_words",
        """BEFORE UPDATE OF number, adopted_text, cost_adopted_ore, plan_id, focus_area_id, plan_goal_id ON measure
        WHEN (NEW.adopted_text <> OLD.adopted_text OR NEW.number <> OLD.number
            OR NEW.focus_area_id IS NOT OLD.focus_area_id OR NEW.plan_goal_id IS NOT OLD.plan_goal_id
            OR NEW.cost_adopted_ore IS NOT OLD.cost_adopted_ore
            OR NEW.plan_id <> OLD.plan_id)
        AND EXISTS (SELECT 1 FROM plan p WHERE p.plan_id = OLD.plan_id AND p.adopted_on IS NOT NULL)""",
        "adopted",
    ),
    forbid(
        "replaced_plan_is_read_only",
        f"BEFORE UPDATE ON measure WHEN {_REPLACED.format(row='OLD')}",
        "plan_replaced",
    ),
    forbid(
        "replaced_plan_gets_no_measures",
        f"BEFORE INSERT ON measure WHEN {_REPLACED.format(row='NEW')}",
        "plan_replaced",
    ),
    forbid(
        "locked_report_keeps_its_head",
        f"""BEFORE UPDATE OF plan_id, period, revision, state, opened_on, due_on, locked_on, reopen_reason, summary,
            plan_name, status_words ON plan_report WHEN OLD.state = 'locked' AND NOT {_REVERSING}""",
        "report_frozen",
    ),
    *(
        forbid(
            f"locked_report_loses_no_{table}",
            f"BEFORE DELETE ON {table} WHEN {_LOCKED.format(row='OLD')}",
            "report_frozen",
        )
        for table in ("report_entry", "report_done")
    ),
    forbid(
        "locked_report_gets_no_report_done",
        f"BEFORE INSERT ON report_done WHEN {_LOCKED.format(row='NEW')}",
        "report_frozen",
    ),
    forbid(
        "adopted_plan_stays_adopted",
        f"""BEFORE UPDATE OF adopted_on ON plan
        WHEN OLD.adopted_on IS NOT NULL AND NEW.adopted_on IS NULL AND NOT {_REVERSING}""",
        "adopted",
    ),
    forbid(
        "adopted_focus_area_keeps_its_name",
        f"""BEFORE UPDATE OF name, plan_id ON focus_area
        WHEN (NEW.name <> OLD.name OR NEW.plan_id <> OLD.plan_id) AND {_ADOPTED.format(plan="OLD.plan_id")}""",
        "adopted",
    ),
    forbid(
        "adopted_goal_keeps_its_words",
        f"""BEFORE UPDATE OF text, focus_area_id ON plan_goal
        WHEN (NEW.text <> OLD.text OR NEW.focus_area_id <> OLD.focus_area_id) AND {_ADOPTED.format(plan=_ITS_PLAN)}""",
        "adopted",
    ),
    forbid("level_assessment_is_frozen", "BEFORE UPDATE ON level_assessment", "kept"),
    forbid("report_line_is_frozen", "BEFORE UPDATE ON report_line", "report_frozen"),
    forbid(
        "locked_report_keeps_its_entries",
        f"BEFORE UPDATE ON report_entry WHEN {_LOCKED.format(row='OLD')}",
        "report_frozen",
    ),
    forbid(
        "locked_report_gets_no_entries",
        f"BEFORE INSERT ON report_entry WHEN {_LOCKED.format(row='NEW')}",
        "report_frozen",
    ),
    forbid(
        "locked_report_gets_no_lines",
        f"BEFORE INSERT ON report_line WHEN {_LOCKED.format(row='NEW')} AND NOT {_REVERSING}",
        "report_frozen",
    ),
    *(
        forbid(
            f"{table}_is_not_replaced",
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} x WHERE x.{table}_id = NEW.{table}_id)",
            "kept",
        )
        for table in ("plan", "measure", "plan_report", "report_line")
    ),
)

STATEMENTS = _TABLES + _INDEXES + _TRIGGERS
