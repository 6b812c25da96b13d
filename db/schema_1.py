"""Schema step 1, "lending": what the register holds, and what its file forbids. Released; never edited."""


def day(column: str) -> str:
    return f"CHECK ({column} IS NULL OR date({column}) IS {column})"


STATES = "'new','available','packed','lent','cleaning','control','repair','blocked','missing','retired'"

_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
    "CREATE TABLE setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
    "CREATE TABLE import_shape (shape_key TEXT PRIMARY KEY NOT NULL, data TEXT NOT NULL) STRICT",
    f"""CREATE TABLE op (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        op_id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        on_day TEXT NOT NULL {day("on_day")},
        staff TEXT NOT NULL,
        verb TEXT NOT NULL,
        reverses INTEGER REFERENCES op (seq),
        data TEXT
    ) STRICT""",
    """CREATE TABLE change (
        change_id INTEGER PRIMARY KEY AUTOINCREMENT,
        op_seq INTEGER NOT NULL REFERENCES op (seq),
        kind TEXT NOT NULL,
        ref_id INTEGER NOT NULL,
        action TEXT NOT NULL CHECK (action IN ('insert', 'update', 'delete')),
        item_id INTEGER,
        person_id INTEGER,
        before TEXT,
        after TEXT
    ) STRICT""",
    """CREATE TABLE staff (
        staff_id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE CHECK (length(trim(name)) > 0),
        role TEXT,
        active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
    ) STRICT""",
    """CREATE TABLE place (
        place_id INTEGER PRIMARY KEY AUTOINCREMENT,
        room TEXT NOT NULL DEFAULT '',
        shelf TEXT NOT NULL DEFAULT '',
        name_key TEXT NOT NULL,
        rev INTEGER NOT NULL DEFAULT 1,
        UNIQUE (room, shelf),
        CHECK (room <> '' OR shelf <> '')
    ) STRICT""",
    """CREATE TABLE product (
        product_id INTEGER PRIMARY KEY AUTOINCREMENT,
        hms_nr TEXT UNIQUE CHECK (hms_nr IS NULL OR (length(hms_nr) = 6 AND hms_nr NOT GLOB '*[^0-9]*')),
        name TEXT NOT NULL CHECK (length(trim(name)) > 0),
        name_key TEXT NOT NULL,
        search_key TEXT NOT NULL,
        iso_code TEXT CHECK (iso_code IS NULL OR iso_code NOT GLOB '*[^0-9]*'),
        group_name TEXT NOT NULL DEFAULT '',
        subgroup TEXT NOT NULL DEFAULT '',
        tracking TEXT NOT NULL DEFAULT 'single' CHECK (tracking IN ('single', 'quantity')),
        loan_days INTEGER CHECK (loan_days IS NULL OR loan_days > 0),
        max_user_weight_kg INTEGER CHECK (max_user_weight_kg IS NULL OR max_user_weight_kg > 0),
        seat_width_cm INTEGER CHECK (seat_width_cm IS NULL OR seat_width_cm > 0),
        consumable INTEGER NOT NULL DEFAULT 0 CHECK (consumable IN (0, 1)),
        note TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    """CREATE TABLE product_accessory (
        accessory_id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES product (product_id),
        name TEXT NOT NULL CHECK (length(trim(name)) > 0),
        position INTEGER NOT NULL,
        UNIQUE (product_id, name)
    ) STRICT""",
    f"""CREATE TABLE item (
        item_id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE CHECK (length(trim(number)) > 0),
        number_key TEXT NOT NULL UNIQUE CHECK (length(number_key) > 0),
        number_sort TEXT NOT NULL,
        product_id INTEGER NOT NULL REFERENCES product (product_id),
        serial TEXT NOT NULL DEFAULT '',
        owner TEXT NOT NULL DEFAULT 'own' CHECK (owner IN ('own', 'nav', 'private')),
        place_id INTEGER REFERENCES place (place_id),
        state TEXT NOT NULL DEFAULT 'available' CHECK (state IN ({STATES})),
        state_on TEXT NOT NULL {day("state_on")},
        condition TEXT CHECK (condition IN ('A', 'B', 'C', 'D')),
        bought_on TEXT CHECK (bought_on IS NULL OR bought_on GLOB '[12][0-9][0-9][0-9]'
            OR date(bought_on || '-01') IS bought_on || '-01' OR date(bought_on) IS bought_on),
        price_ore INTEGER CHECK (price_ore IS NULL OR price_ore >= 0),
        note TEXT NOT NULL DEFAULT '',
        retired_reason TEXT CHECK (retired_reason IN ('worn', 'broken', 'lost', 'given', 'sold', 'nav', 'other')),
        search_key TEXT NOT NULL,
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK ((state = 'retired') = (retired_reason IS NOT NULL))
    ) STRICT""",
    """CREATE TABLE barcode (
        barcode_id INTEGER PRIMARY KEY AUTOINCREMENT,
        code_key TEXT NOT NULL UNIQUE CHECK (length(code_key) > 0),
        code TEXT NOT NULL,
        item_id INTEGER NOT NULL REFERENCES item (item_id)
    ) STRICT""",
    f"""CREATE TABLE person (
        person_id INTEGER PRIMARY KEY AUTOINCREMENT,
        first_name TEXT NOT NULL DEFAULT '',
        last_name TEXT NOT NULL CHECK (length(trim(last_name)) > 0),
        name_key TEXT NOT NULL,
        search_key TEXT NOT NULL,
        born_on TEXT {day("born_on")},
        address TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '',
        kin_name TEXT NOT NULL DEFAULT '',
        kin_phone TEXT NOT NULL DEFAULT '',
        protected INTEGER NOT NULL DEFAULT 0 CHECK (protected IN (0, 1)),
        died_on TEXT {day("died_on")},
        note TEXT NOT NULL DEFAULT '',
        merged_into INTEGER REFERENCES person (person_id),
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    """CREATE TABLE unit (
        unit_id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE CHECK (length(trim(name)) > 0),
        name_key TEXT NOT NULL,
        search_key TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'ward' CHECK (kind IN ('ward', 'institution', 'other')),
        address TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '',
        contact TEXT NOT NULL DEFAULT '',
        active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
        rev INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    f"""CREATE TABLE agreement (
        agreement_id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER REFERENCES person (person_id),
        unit_id INTEGER REFERENCES unit (unit_id),
        out_on TEXT NOT NULL {day("out_on")},
        requested_by TEXT NOT NULL DEFAULT '',
        lent_by TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        signed_on TEXT {day("signed_on")},
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK ((person_id IS NULL) <> (unit_id IS NULL))
    ) STRICT""",
    f"""CREATE TABLE loan_line (
        line_id INTEGER PRIMARY KEY AUTOINCREMENT,
        agreement_id INTEGER NOT NULL REFERENCES agreement (agreement_id),
        item_id INTEGER REFERENCES item (item_id),
        product_id INTEGER REFERENCES product (product_id),
        quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity > 0),
        out_on TEXT NOT NULL {day("out_on")},
        original_due_on TEXT {day("original_due_on")},
        due_on TEXT {day("due_on")},
        ended_on TEXT {day("ended_on")},
        end_reason TEXT CHECK (end_reason IN
            ('returned', 'swapped', 'to_nav', 'lost', 'not_recovered', 'mistake')),
        condition_in TEXT CHECK (condition_in IN ('clean', 'dirty', 'damaged', 'infectious', 'incomplete')),
        swapped_from INTEGER REFERENCES loan_line (line_id),
        note TEXT NOT NULL DEFAULT '',
        rev INTEGER NOT NULL DEFAULT 1,
        CHECK ((item_id IS NULL) <> (product_id IS NULL)),
        CHECK (item_id IS NULL OR quantity = 1),
        CHECK (due_on IS NULL OR due_on >= out_on),
        CHECK (ended_on IS NULL OR ended_on >= out_on),
        CHECK (ended_on IS NULL OR end_reason IS NOT NULL)
    ) STRICT""",
    """CREATE TABLE line_accessory (
        line_accessory_id INTEGER PRIMARY KEY AUTOINCREMENT,
        line_id INTEGER NOT NULL REFERENCES loan_line (line_id),
        name TEXT NOT NULL,
        returned INTEGER CHECK (returned IN (0, 1))
    ) STRICT""",
    f"""CREATE TABLE extension (
        extension_id INTEGER PRIMARY KEY AUTOINCREMENT,
        line_id INTEGER NOT NULL REFERENCES loan_line (line_id),
        made_on TEXT NOT NULL {day("made_on")},
        old_due_on TEXT {day("old_due_on")},
        new_due_on TEXT {day("new_due_on")},
        reason TEXT NOT NULL DEFAULT '',
        asked_by TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE movement (
        movement_id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES product (product_id),
        kind TEXT NOT NULL CHECK (kind IN ('in', 'lent', 'back', 'lost', 'scrapped', 'adjusted')),
        quantity INTEGER NOT NULL,
        on_day TEXT NOT NULL {day("on_day")},
        line_id INTEGER REFERENCES loan_line (line_id),
        note TEXT NOT NULL DEFAULT '',
        CHECK ((kind IN ('in', 'back') AND quantity > 0) OR (kind IN ('lent', 'scrapped') AND quantity < 0)
            OR (kind = 'adjusted' AND quantity <> 0) OR (kind = 'lost' AND quantity <= 0))
    ) STRICT""",
)

_INDEXES = (
    "CREATE UNIQUE INDEX loan_line_one_open ON loan_line (item_id) WHERE end_reason IS NULL",
    "CREATE INDEX loan_line_item ON loan_line (item_id, out_on)",
    "CREATE INDEX loan_line_product ON loan_line (product_id) WHERE product_id IS NOT NULL",
    "CREATE INDEX loan_line_agreement ON loan_line (agreement_id)",
    """CREATE INDEX loan_line_open_due ON loan_line (due_on, line_id, item_id, agreement_id, product_id)
        WHERE end_reason IS NULL""",
    "CREATE INDEX loan_line_open_agreement ON loan_line (agreement_id) WHERE end_reason IS NULL",
    "CREATE INDEX loan_line_out ON loan_line (out_on)",
    "CREATE INDEX loan_line_ended ON loan_line (ended_on)",
    """CREATE INDEX loan_line_ended_otherwise ON loan_line (out_on, ended_on, end_reason)
        WHERE end_reason NOT IN ('returned', 'swapped')""",
    "CREATE INDEX loan_line_swapped ON loan_line (swapped_from) WHERE swapped_from IS NOT NULL",
    "CREATE INDEX agreement_person ON agreement (person_id)",
    "CREATE INDEX agreement_unit ON agreement (unit_id) WHERE unit_id IS NOT NULL",
    "CREATE INDEX line_accessory_line ON line_accessory (line_id)",
    "CREATE INDEX extension_line ON extension (line_id)",
    "CREATE INDEX extension_made ON extension (made_on)",
    "CREATE INDEX movement_product ON movement (product_id, quantity)",
    "CREATE INDEX movement_line ON movement (line_id) WHERE line_id IS NOT NULL",
    "CREATE INDEX item_product ON item (product_id, state)",
    "CREATE INDEX item_state ON item (state, state_on)",
    "CREATE INDEX item_number ON item (number_sort)",
    "CREATE INDEX item_place ON item (place_id)",
    "CREATE INDEX item_search ON item (search_key)",
    "CREATE INDEX barcode_item ON barcode (item_id)",
    "CREATE INDEX product_name ON product (name_key)",
    "CREATE INDEX product_group ON product (group_name)",
    "CREATE INDEX person_name ON person (name_key)",
    "CREATE INDEX person_search ON person (search_key)",
    "CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX change_op ON change (op_seq, kind, ref_id)",
    "CREATE INDEX change_ref ON change (kind, ref_id)",
    "CREATE INDEX change_item ON change (item_id) WHERE item_id IS NOT NULL",
    "CREATE INDEX change_person ON change (person_id) WHERE person_id IS NOT NULL",
    "CREATE INDEX op_day ON op (on_day)",
    "CREATE INDEX op_reverses ON op (reverses) WHERE reverses IS NOT NULL",
)


def forbid(name: str, when: str, says: str) -> str:
    return f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, 'guard:{says}'); END"


def kept(table: str, key: str) -> str:
    """A row leaves the register only inside the command that reverses its making: one whose entry is not sealed yet."""
    return forbid(
        f"{table}_is_kept",
        f"""BEFORE DELETE ON {table} WHEN NOT EXISTS (
            SELECT 1 FROM change c JOIN op r ON r.reverses = c.op_seq AND r.data IS NULL
            WHERE c.kind = '{table}' AND c.ref_id = OLD.{key} AND c.action = 'insert'
        )""",
        "kept",
    )


KEPT = {
    "staff": "staff_id",
    "place": "place_id",
    "product": "product_id",
    "item": "item_id",
    "person": "person_id",
    "unit": "unit_id",
    "agreement": "agreement_id",
    "loan_line": "line_id",
    "line_accessory": "line_accessory_id",
    "extension": "extension_id",
    "movement": "movement_id",
}

_OPEN_LINE = "EXISTS (SELECT 1 FROM loan_line l WHERE l.item_id = NEW.item_id AND l.end_reason IS NULL)"
_STOCK = "(SELECT coalesce(sum(m.quantity), 0) FROM movement m WHERE m.product_id = {row}.product_id)"

_TRIGGERS = (
    # INSERT OR REPLACE takes the row in its way out without asking the guards of DELETE.
    forbid(
        "op_is_not_replaced",
        "BEFORE INSERT ON op WHEN EXISTS (SELECT 1 FROM op o WHERE o.seq = NEW.seq OR o.op_id = NEW.op_id)",
        "history op.op_id",
    ),
    forbid(
        "change_is_not_replaced",
        "BEFORE INSERT ON change WHEN EXISTS (SELECT 1 FROM change c WHERE c.change_id = NEW.change_id)",
        "history",
    ),
    forbid(
        "line_is_not_replaced",
        f"""BEFORE INSERT ON loan_line WHEN EXISTS (SELECT 1 FROM loan_line l WHERE l.line_id = NEW.line_id)
        OR (NEW.end_reason IS NULL AND {_OPEN_LINE})""",
        "kept loan_line.item_id",
    ),
    forbid(
        "line_is_not_opened_over_another",
        """BEFORE UPDATE OF line_id, item_id, end_reason ON loan_line WHEN NEW.line_id <> OLD.line_id
        OR (NEW.end_reason IS NULL AND EXISTS (SELECT 1 FROM loan_line l
            WHERE l.item_id = NEW.item_id AND l.end_reason IS NULL AND l.line_id <> OLD.line_id))""",
        "kept loan_line.item_id",
    ),
    forbid("op_is_kept", "BEFORE DELETE ON op", "history"),
    forbid("op_is_sealed", "BEFORE UPDATE ON op WHEN OLD.data IS NOT NULL", "history"),
    forbid("change_is_kept", "BEFORE DELETE ON change", "history"),
    forbid("change_is_fixed", "BEFORE UPDATE ON change", "history"),
    *(kept(table, key) for table, key in KEPT.items()),
    forbid(
        "item_starts_unlent",
        f"BEFORE INSERT ON item WHEN NEW.state = 'lent' AND NOT {_OPEN_LINE}",  # a redone import has its line first
        "lent_without_line",
    ),
    forbid(
        "item_lent_has_line",
        f"BEFORE UPDATE OF state ON item WHEN NEW.state = 'lent' AND NOT {_OPEN_LINE}",
        "lent_without_line",
    ),
    forbid(
        "item_with_line_is_lent",
        f"BEFORE UPDATE OF state ON item WHEN OLD.state = 'lent' AND NEW.state <> 'lent' AND {_OPEN_LINE}",
        "line_still_open",
    ),
    forbid(
        "line_opens_on_shelf",
        """BEFORE INSERT ON loan_line WHEN NEW.item_id IS NOT NULL AND NEW.end_reason IS NULL
        AND (SELECT i.state FROM item i WHERE i.item_id = NEW.item_id) IN ('retired', 'missing', 'blocked')""",
        "not_lendable",
    ),
    forbid(
        "stock_never_negative",
        f"AFTER INSERT ON movement WHEN {_STOCK.format(row='NEW')} < 0",
        "too_few_in_stock",
    ),
    forbid(
        "stock_stays_positive",
        f"AFTER DELETE ON movement WHEN {_STOCK.format(row='OLD')} < 0",
        "too_few_in_stock",
    ),
    forbid(
        "person_is_merged_into_a_card_that_stands",
        """BEFORE UPDATE OF merged_into ON person WHEN NEW.merged_into = NEW.person_id OR EXISTS (
            SELECT 1 FROM person p WHERE p.person_id = NEW.merged_into AND p.merged_into IS NOT NULL)""",
        "merged_away",
    ),
    forbid("movement_is_fixed", "BEFORE UPDATE ON movement", "history"),
    forbid("number_is_fixed", "BEFORE UPDATE OF number ON item WHEN OLD.number <> NEW.number", "number_fixed"),
)

STATEMENTS = _TABLES + _INDEXES + _TRIGGERS
