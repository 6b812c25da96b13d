"""The starting catalogue: many products in one command, those that are known already left as they are."""

from collections.abc import Iterable, Mapping
from typing import Any

from db.command import Tx, writes
from db.products import product_columns


@writes("product")
def add_catalogue(tx: Tx, *, rows: Iterable[Mapping[str, Any]]) -> int:
    """Register the products whose HMS number nobody has; returns how many.

    rows: mappings with fields as products.PRODUCT_FIELDS, each with a HMS number. One undo takes all of them back.
    """
    taken = {row[0] for row in tx.rows("SELECT hms_nr FROM product WHERE hms_nr IS NOT NULL")}
    fresh: dict[str, dict[str, Any]] = {}
    for fields in rows:
        columns = product_columns(dict(fields))
        if columns["hms_nr"] and columns["hms_nr"] not in taken:
            fresh.setdefault(columns["hms_nr"], columns)
    if fresh:
        names = list(next(iter(fresh.values())))
        tx.insert_many("product", names, [[columns[name] for name in names] for columns in fresh.values()])
    tx.note(count=len(fresh))
    return len(fresh)
