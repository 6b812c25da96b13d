"""Two cards that turn out to be one person."""

from db import effects
from db.command import Tx, writes
from db.errors import Rejected, Why
from db.keys import KEYS
from db.people import PERSON_FIELDS, hide_phones, person_columns, standing

_MOVED = ("agreement", "request", "stop", "contact", "task", "lapse", "stay")


@writes("person", "loan", "request", "trip", "contact", "task", "lapse", "stay")
def merge_people(tx: Tx, *, person_id: int, other_id: int) -> None:
    """Make two cards one: the other's loans, stays, and what is to be done, move here; empty fields are filled.

    Where one of them is dead, the stays that are open on either end with the death.
    """
    if person_id == other_id:
        raise Rejected(Why.SAME_PERSON)
    kept, other = standing(tx, person_id), standing(tx, other_id)
    for table in _MOVED:
        for ref in tx.column(f"SELECT {KEYS[table]} FROM {table} WHERE person_id = :other", other=other_id):
            tx.update(table, ref, person_id=person_id)
    merged = {name: kept[name] or other[name] for name in PERSON_FIELDS}
    tx.update("person", person_id, **person_columns(merged, tx.today))
    tx.update("person", person_id, moved_on=kept["moved_on"] or other["moved_on"])
    tx.update("person", other_id, merged_into=person_id)
    hide_phones(tx, person_id, kept, other)
    effects.end_stays(tx, person_id)
    tx.note(person_id=person_id, other_id=other_id)
