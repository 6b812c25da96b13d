"""What the municipality has chosen for its register: plain texts by key."""

from db.command import Tx, writes
from db.connection import Reader

DEFAULTS = {
    "municipality": "",
    "department": "",
    "address": "",
    "phone": "",
    "opening_hours": "",
    "loan_days": "84",
    "answer_days": "14",
    "lapse_grace_days": "14",
    "nav_flag_months": "18",
    "nav_limit_months": "24",
    "measure_not_started": "",
    "measure_in_progress": "",
    "measure_postponed": "",
    "measure_completed": "",
    "measure_stopped": "",
    "usual_nights_rehabilitation": "21",
    "usual_nights_respite": "14",
    "usual_nights_assessment": "14",
    "usual_nights_acute": "5",
    "stay_billing_days": "nights",
    "publish_folder": "",
    "publish_names": "0",
    "backup_folder": "",
    "terms": "",
}


def settings(db: Reader) -> dict[str, str]:
    """All settings, with the defaults where nothing is chosen."""
    return DEFAULTS | {row["key"]: row["value"] for row in db.rows("SELECT key, value FROM setting")}


@writes("setting")
def choose(tx: Tx, *, values: dict[str, str]) -> None:
    """Write chosen settings; an empty text goes back to the default."""
    for key, value in values.items():
        tx.set_value("setting", key, value.strip() or None)
    tx.note(keys=sorted(values))
