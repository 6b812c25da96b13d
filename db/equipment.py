"""Copies (items) of products, their places and barcodes, and the acts that move a copy's state."""

import re
from collections.abc import Sequence
from typing import Any

from db import hand_over, searched, service, texts
from db.command import Tx, writes
from db.connection import Reader, Row
from db.errors import Rejected, Why
from db.norwegian import code_key, like, search_key, sort_key
from db.values import past_day

ITEM_FIELDS = ("product_id", "serial", "owner", "place_id", "condition", "bought_on", "price_ore", "note")
LONGEST_NUMBER = 40
LONGEST_CODE = 80  # signs of a barcode as it is compared
RETIRED_REASONS = ("worn", "broken", "lost", "given", "sold", "nav", "other")
# Which states an act may start from, and where it leads.
ACTS: dict[str, tuple[frozenset[str], str]] = {
    "cleaned": (service.CLEANABLE, "available"),
    "repaired": (frozenset({"repair"}), "available"),
    "to_cleaning": (frozenset({"available", "new", "control", "repair", "missing", "blocked"}), "cleaning"),
    "to_repair": (frozenset({"available", "new", "control", "cleaning", "missing"}), "repair"),
    "missing": (frozenset({"available", "new", "packed", "cleaning", "control", "repair", "blocked"}), "missing"),
    "found": (frozenset({"missing", "retired"}), "cleaning"),
    "released": (frozenset({"blocked", "control"}), "available"),
    "retired": (
        frozenset({"available", "new", "cleaning", "control", "repair", "blocked", "missing"}),
        "retired",
    ),
}
_LINE = "LEFT JOIN loan_line l ON l.item_id = i.item_id AND l.end_reason IS NULL"
_BORROWER = """LEFT JOIN agreement a ON a.agreement_id = l.agreement_id
    LEFT JOIN person b ON b.person_id = a.person_id LEFT JOIN unit u ON u.unit_id = a.unit_id"""
ITEM_ROWS = f"""SELECT i.*, p.hms_nr, p.name, p.group_name, p.subgroup, p.iso_code, p.loan_days, p.tracking,
        pl.room, pl.shelf, l.line_id, l.agreement_id, l.out_on, l.due_on, a.person_id, a.unit_id,
        b.first_name, b.last_name, b.born_on, u.name AS unit_name
    FROM item i JOIN product p ON p.product_id = i.product_id LEFT JOIN place pl ON pl.place_id = i.place_id
    {_LINE} {_BORROWER}"""
_ITEM_ORDERS = {
    "number": ("i.number_sort", ""),
    "name": ("p.name_key", "JOIN product p ON p.product_id = i.product_id"),
    "hms_nr": ("p.hms_nr", "JOIN product p ON p.product_id = i.product_id"),
    "group": ("p.group_name", "JOIN product p ON p.product_id = i.product_id"),
    "place": ("pl.name_key", "LEFT JOIN place pl ON pl.place_id = i.place_id"),
    "borrower": ("coalesce(b.name_key, u.name_key)", f"{_LINE} {_BORROWER}"),
    "due": ("l.due_on", _LINE),
    "state": ("i.state", ""),
    "state_on": ("i.state_on", ""),
    "bought": ("i.bought_on", ""),
    "price": ("i.price_ore", ""),
    "owner": ("i.owner", ""),
    "serial": ("i.serial", ""),
    "note": ("i.note", ""),
}
_OVERDUE = "SELECT lo.item_id FROM loan_line lo WHERE lo.end_reason IS NULL AND lo.due_on < :today"


def item(db: Reader, item_id: int) -> Row:
    """One copy with its product, place and present borrower, or Rejected."""
    found = db.one(f"{ITEM_ROWS} WHERE i.item_id = :item_id", item_id=item_id)
    if found is None:
        raise Rejected(Why.NO_SUCH, kind="item", ref=item_id)
    return found


def scanned(db: Reader, code: str) -> Row | None:
    """The copy that a scanned or typed code means: its number first, then any barcode; None where nobody has it."""
    found = db.value(
        """SELECT item_id FROM item WHERE number_key = :key
        UNION ALL SELECT item_id FROM barcode WHERE code_key = :key LIMIT 1""",
        key=code_key(code),
    )
    return item(db, found) if found else None


def find_items(db: Reader, text: str, limit: int = 12) -> list[Row]:
    """Copies that every word of the text fits: an exact number or barcode first, then numbers that end so."""
    exact = scanned(db, text) if code_key(text) else None
    found = [exact["item_id"]] if exact else []
    found += _nearest(db, searched.items(db, text), code_key(text), limit)
    chosen = list(dict.fromkeys(found))[:limit]
    rows = {row["item_id"]: row for row in item_rows(db, chosen)}
    return [rows[key] for key in chosen]


def item_ids(
    db: Reader,
    *,
    today: str,
    order: str = "number",
    descending: bool = False,
    text: str = "",
    chip: str = "all",
    group: str = "",
) -> list[int]:
    """Ids of the copies in a list. chip: "all" (not retired), a state, "overdue" or "retired"; group: a group name."""
    column, joins = _ITEM_ORDERS[order]
    where, params = _item_where(chip, group)
    direction = "DESC" if descending else "ASC"
    sql = f"""SELECT i.item_id FROM item i {joins} WHERE {where} AND {{among}}
        ORDER BY {column} {direction} NULLS LAST, i.number_sort"""
    return searched.in_order(db, sql, searched.items(db, text), today=today, **params)


def item_rows(db: Reader, keys: Sequence[int]) -> list[Row]:
    """The list rows of copies for ids, in no order."""
    return db.by_ids(ITEM_ROWS + " WHERE i.item_id IN ({ids})", keys)


def item_chips(db: Reader, *, today: str) -> dict[str, int]:
    """How many copies each state chip holds; "all" leaves out the retired, "overdue" is part of "lent"."""
    counts = {row["state"]: row["n"] for row in db.rows("SELECT state, count(*) AS n FROM item GROUP BY state")}
    late = db.value(f"SELECT count(*) FROM ({_OVERDUE} AND lo.item_id IS NOT NULL) AS late", today=today)
    total = sum(number for state, number in counts.items() if state != "retired")
    return {"all": total, "overdue": late, **counts}


def barcodes(db: Reader, item_id: int) -> list[Row]:
    """The stickers that mean this copy."""
    return db.rows("SELECT * FROM barcode WHERE item_id = :item_id ORDER BY barcode_id", item_id=item_id)


def barcodes_of(db: Reader, item_ids: Sequence[int]) -> dict[int, list[str]]:
    """The stickers of many copies: item_id → codes; a copy without any is left out."""
    found: dict[int, list[str]] = {}
    for row in db.by_ids("SELECT item_id, code FROM barcode WHERE item_id IN ({ids}) ORDER BY barcode_id", item_ids):
        found.setdefault(row["item_id"], []).append(row["code"])
    return found


def places(db: Reader) -> list[Row]:
    """Rooms and shelves in Norwegian order."""
    return db.rows("SELECT * FROM place ORDER BY name_key")


def next_number(db: Reader, prefix: str | None = None) -> str:
    """A free number in the series that the register uses: the highest of the latest copy's series, plus one."""
    if prefix is None:
        latest = db.value("SELECT number FROM item ORDER BY item_id DESC LIMIT 1") or "H-0000"
    else:
        latest = f"{prefix}0000"
    head, digits = re.fullmatch(r"(.*?)(\d*)", latest).groups()  # type: ignore[union-attr]
    head, width = head or ("" if digits else "H-"), len(digits) or 4
    taken = db.rows("SELECT number FROM item WHERE number LIKE :like ESCAPE '\\'", like=like(head)[1:])
    used = [int(tail) for row in taken if (tail := row[0][len(head) :]).isdigit()]
    return f"{head}{max(used, default=0) + 1:0{width}}"


@writes("item", "product", "place")
def add_items(tx: Tx, *, numbers: Sequence[str], codes: Sequence[str] = (), **fields: Any) -> list[int]:
    """Register copies of one product under the given numbers; returns their ids.

    codes are stickers for the first copy. state is "available" unless another is given.
    """
    columns, numbers = _item_columns(tx, fields), [texts.cleaned(number) for number in numbers]
    state = fields.get("state") or "available"
    added = []
    for number in numbers:
        added.append(tx.insert("item", **columns, **number_keys(number, columns["serial"]), state=state,
                               state_on=tx.today))  # fmt: skip
        _refuse_taken(tx, number, added[-1])
    for code in codes:
        _add_barcode(tx, added[0], code)
    tx.note(numbers=list(numbers))
    return added


@writes("item", "place")
def change_item(tx: Tx, *, item_id: int, rev: int, codes: Sequence[str] | None = None, **fields: Any) -> None:
    """Change what is known of a copy (not its number or state); codes are all its stickers, None leaves them."""
    now = tx.row("item", item_id)
    merged = {name: now[name] for name in ITEM_FIELDS} | fields
    columns = _item_columns(tx, merged)
    tx.update("item", item_id, rev=rev, **columns, search_key=_item_search(now["number"], columns["serial"]))
    if codes is not None and _set_barcodes(tx, item_id, codes):
        tx.touch("item", item_id)
    tx.note(numbers=[now["number"]])


@writes("item")
def add_barcode(tx: Tx, *, item_id: int, code: str) -> int:
    """Let one more sticker mean this copy."""
    return _add_barcode(tx, item_id, code)


@writes("item")
def remove_barcode(tx: Tx, *, barcode_id: int) -> None:
    """A sticker that no longer means the copy."""
    tx.delete("barcode", barcode_id)


@writes("place")
def add_place(tx: Tx, *, room: str, shelf: str = "") -> int:
    """Register a room or a shelf in it; the same again is the same place."""
    return place_id(tx, room, shelf)


@writes("item", "service")
def act(
    tx: Tx, *, item_ids: Sequence[int], act: str, reason: str = "", note: str = "", on_day: str | None = None
) -> list[int]:
    """Carry out one act of ACTS on many copies at once; a retirement needs one of RETIRED_REASONS.

    Rejected where one copy's state forbids it; then none is changed.
    """
    starts, ends = ACTS[act]
    if act == "retired" and reason not in RETIRED_REASONS:
        raise Rejected(Why.REASON_NEEDED, "reason")
    if not item_ids:
        raise Rejected(Why.MISSING_VALUE, "items")
    day = past_day(tx, on_day)
    numbers = []
    for item_id in item_ids:
        now = tx.row("item", item_id)
        if now["state"] not in starts:
            raise Rejected(Why.STATE_FORBIDS, number=now["number"], state=now["state"], act=act)
        numbers.append(now["number"])
        if now["state"] == "packed":
            hand_over.let_go_of(tx, [item_id])
        state = service.followed(tx, now, act, ends, day, note)
        tx.update("item", item_id, state=state, state_on=day, retired_reason=reason if ends == "retired" else None)
    tx.note(on_day=day, act=act, reason=reason, note=note, numbers=numbers)
    return list(item_ids)


def number_keys(number: str, serial: str = "") -> dict[str, str]:
    """The columns that follow from a copy's number, also for the import."""
    written = " ".join(number.split())
    key = code_key(written)
    if not key:
        raise Rejected(Why.MISSING_VALUE, "number")
    if len(written) > LONGEST_NUMBER:
        raise Rejected(Why.TOO_LONG, "number", longest=LONGEST_NUMBER)
    return {
        "number": written,
        "number_key": key,
        "number_sort": sort_key(written),
        "search_key": _item_search(written, serial),
    }


def place_id(tx: Tx, room: str, shelf: str) -> int:
    """The place of that name, made where there is none."""
    room, shelf = (" ".join(texts.cleaned(name).split()) for name in (room, shelf))
    if not room and not shelf:
        raise Rejected(Why.MISSING_VALUE, "place")
    found = tx.value("SELECT place_id FROM place WHERE room = :room AND shelf = :shelf", room=room, shelf=shelf)
    return found or tx.insert("place", room=room, shelf=shelf, name_key=sort_key(f"{room} {shelf}"))


def _item_search(number: str, serial: str) -> str:
    """Found by the number as written and as scanned, and by the serial number."""
    return search_key(number, code_key(number) if code_key(number) != number.upper() else "", serial)


def _item_columns(tx: Tx, fields: dict[str, Any]) -> dict[str, Any]:
    if not fields.get("product_id"):
        raise Rejected(Why.MISSING_VALUE, "product_id")
    texts = {key: str(fields.get(key) or "").strip() for key in ("serial", "note")}
    place = fields.get("place_id")
    if place is None and (fields.get("room") or fields.get("shelf")):
        place = place_id(tx, fields.get("room") or "", fields.get("shelf") or "")
    price = fields.get("price_ore")
    return {
        "product_id": fields["product_id"],
        **texts,
        "owner": fields.get("owner") or "own",
        "place_id": place,
        "condition": fields.get("condition") or None,
        "bought_on": fields.get("bought_on") or None,
        "price_ore": price if price is not None else None,
    }


def _refuse_taken(tx: Tx, number: str, item_id: int) -> None:
    other = tx.value("SELECT item_id FROM barcode WHERE code_key = :key", key=code_key(number))
    if other not in (None, item_id):
        raise Rejected(Why.NUMBER_TAKEN, "number", number=number)


def _add_barcode(tx: Tx, item_id: int, code: str) -> int:
    key = code_key(code)
    if not key:
        raise Rejected(Why.MISSING_VALUE, "code")
    if len(key) > LONGEST_CODE:
        raise Rejected(Why.TOO_LONG, "code", longest=LONGEST_CODE)
    owner = scanned(tx, code)
    if owner is not None:
        raise Rejected(Why.CODE_TAKEN, "code", number=owner["number"])
    tx.note(code=code, numbers=[tx.row("item", item_id)["number"]])
    return tx.insert("barcode", code_key=key, code=code.strip(), item_id=item_id)


def _set_barcodes(tx: Tx, item_id: int, codes: Sequence[str]) -> bool:
    """Make these the stickers of the copy; whether anything changed."""
    wanted = {code_key(code): code for code in codes if code.strip()}
    gone = [row["barcode_id"] for row in barcodes(tx, item_id) if wanted.pop(row["code_key"], None) is None]
    for barcode_id in gone:
        tx.delete("barcode", barcode_id)
    for code in wanted.values():
        _add_barcode(tx, item_id, code)
    return bool(gone or wanted)


def _item_where(chip: str, group: str) -> tuple[str, dict[str, Any]]:
    where, params = "i.state = :state", {"state": chip}
    if chip == "all":
        where, params = "i.state <> 'retired'", {}
    elif chip == "overdue":
        where, params = f"i.item_id IN ({_OVERDUE})", {}
    if group:
        where += " AND i.product_id IN (SELECT product_id FROM product WHERE group_name = :group)"
        params["group"] = group
    return where, params


def _nearest(db: Reader, found: set[int] | None, code: str, limit: int) -> list[int]:
    """The first of the copies that a text has found: those whose number ends with its code, then by number."""
    ends, few = f"%{code[: LONGEST_NUMBER + 1]}", found
    if found is None or len(found) > searched.FEW:
        ending = db.column("SELECT item_id FROM item WHERE number_key LIKE :ends", ends=ends) if code else []
        few = set(searched.among(ending, found))
    chosen = db.column(
        f"""SELECT item_id FROM item WHERE item_id IN ({searched.ids(few or ())})
        ORDER BY number_key NOT LIKE :ends, number_sort LIMIT :limit""",
        ends=ends,
        limit=limit,
    )
    if few is not found:
        chosen += searched.first(db, "SELECT item_id FROM item ORDER BY number_sort", found, limit)
    return chosen
