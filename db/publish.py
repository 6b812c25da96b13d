"""Share to look: whole copies of the register in a shared folder, without people, for the other PCs to read."""

import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from db import check, errors, whole
from db.connection import SCHEMA_VERSION, Reader, Register, in_memory, telling
from db.norwegian import search_key

KEEP = 10
SUFFIX = ".hverdag-kopi"
_NAME = re.compile(r"lager-(\d{6,})\.(part|json|hverdag-kopi)")
_SETTINGS = ("municipality", "department", "address", "phone", "opening_hours", "loan_days")
# Free text can name anybody, so none of it leaves the register; nor does how to reach a borrower or the next of kin.
_BLANK = {
    "person": ("search_key", "address", "phone", "kin_name", "kin_phone", "note"),
    "agreement": ("requested_by", "lent_by", "note"),
    "unit": ("phone", "contact", "address", "search_key"),
    "loan_line": ("note", "out_reason"),
    "extension": ("reason", "asked_by"),
    "movement": ("note",),
    "item": ("note",),
    "product": ("note",),
    "package": ("note",),
    "service_case": ("fault", "parts", "method", "done_by", "note"),
    "request": ("asked_by", "note", "pack_reason", "close_reason"),
}
# What is done for whom, and what befell them: none of it helps to see what stands on the shelf.
_WORK = (
    "rollover",
    "report_line",
    "report_done",
    "report_entry",
    "plan_report",
    "level_assessment",
    "measure_level",
    "pyramid_level",
    "pyramid",
    "measure_role",
    "role_holder",
    "role",
    "subtask",
    "measure_year",
    "measure",
    "plan_goal",
    "focus_area",
    "plan",
    "population",
    "stay_rate",
    "stay_pattern",
    "quota",
    "attendance",
    "stay_check",
    "stay_score",
    "stay_evaluation",
    "stay_intervention",
    "stay_goal",
    "stay_coordinator",
    "stay_pass",
    "stay_pause",
    "stay_leave",
    "stay_night",
    "stay_segment",
    "stay",
    "closure",
    "earmark",
    "stay_place",
    "site",
    "count_row",
    "stock_count",
    "nav_case",
    "lapse",
    "task",
    "contact_line",
    "contact",
    "stop_attempt",
    "stop_thing",
    "stop",
    "trip",
    "request_pass",
    "recall_item",
    "recall",
)
_HISTORY = (
    *(f"DELETE FROM {table}" for table in _WORK),
    "DELETE FROM service_case WHERE kind <> 'check' OR state <> 'done'",  # the last check tells what may go out
    "UPDATE service_case SET line_id = NULL",
    """UPDATE loan_line SET request_id = NULL, condition_in = NULL,
        end_reason = CASE end_reason WHEN 'not_recovered' THEN 'lost' ELSE end_reason END""",
    "UPDATE person SET died_on = NULL, moved_on = NULL, protected = 0",  # with names, too, it is nobody else's
    "DELETE FROM request WHERE outcome IS NOT NULL",  # the open ones reserve, and are counted by whoever looks
    "UPDATE request SET urgency = 'ordinary'",
    "DELETE FROM change",
    "DELETE FROM op",
    "DELETE FROM staff",
    "DELETE FROM import_shape",
    f"DELETE FROM setting WHERE key NOT IN {_SETTINGS}",
)
# One nameless borrower stands for all, so that nobody's loans can be pieced together.
_NAMELESS = (
    "UPDATE person SET first_name = '', last_name = '–', name_key = '', born_on = NULL, merged_into = NULL",
    "UPDATE agreement SET person_id = (SELECT min(person_id) FROM person) WHERE person_id IS NOT NULL",
    "UPDATE request SET person_id = (SELECT min(person_id) FROM person) WHERE person_id IS NOT NULL",
    "DELETE FROM person WHERE person_id > (SELECT min(p.person_id) FROM person p)",
)


@dataclass(frozen=True, slots=True)
class Published:
    """One copy in a shared folder: its number, digest, last operation and moment (UTC ISO); names tells of people."""

    path: Path
    number: int
    sha256: str
    size: int
    op_seq: int
    published_at: str
    names: bool
    file_id: str
    version: int


def publish(register: Register, folder: Path | str, now: datetime | None = None) -> Path:
    """Put a checked copy of the register in the folder under a new number; returns the copy's path.

    Without names unless the setting publish_names is "1"; then names and birth days alone go along, and the first
    copy without takes the earlier ones with it. Never with the history. Raises a FileTrouble where the folder cannot
    be written or the disk is full; readers then keep what they have.
    """
    folder, now = Path(folder), now or datetime.now(UTC)
    with telling(folder):
        folder.mkdir(exist_ok=True)  # not those above it: a share out of reach would become a folder of this PC
    names = register.value("SELECT value FROM setting WHERE key = 'publish_names'") == "1"
    moment = now.astimezone(UTC).isoformat(timespec="seconds")
    with tempfile.TemporaryDirectory(prefix="hverdag-") as passing:
        local = Path(passing) / "lager.part"
        told = _written(register, local, moment, names)
        made = _hand_over(local, folder, told)
    _thin(folder, keep_names=names)
    return made


def newest(folder: Path | str) -> Published | None:
    """The newest whole copy in a shared folder; None where there is none or the folder cannot be reached."""
    try:
        told = sorted(Path(folder).glob("lager-*.json"), key=_number, reverse=True)
    except OSError:
        return None
    return next((copy for path in told if (copy := _read(path))), None)


def fetch(published: Published, to: Path | str) -> Path:
    """Bring a published copy to a folder of this PC and compare its digest; returns where it lies.

    Raises FileIsDamaged where it did not arrive whole, FileIsMissing where it was taken away meanwhile.
    """
    place = Path(to) / published.path.name
    with telling(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists() and _digest(place) == published.sha256:
            return place
    with whole.passing(place.parent) as part:
        _bring(published.path, part)
        if _digest(part) != published.sha256:
            raise errors.FileIsDamaged(published.path)
        with telling(place):
            part.replace(place)
    return place


def age(published: Published, now: datetime) -> timedelta:
    """How long ago a copy was published; never negative, as the two PCs' clocks may differ."""
    return max(timedelta(0), now - datetime.fromisoformat(published.published_at))


def is_behind(published: Published | None, register: Register) -> bool:
    """Whether something was registered after the copy was published."""
    return published is None or published.op_seq != _last_op(register) or published.file_id != _file_id(register)


def _written(register: Register, local: Path, moment: str, names: bool) -> dict[str, Any]:
    """Write the stripped copy to a local file and examine it; returns what its .json tells.

    People and history are taken out in memory, so that they never reach a disk; the rest is written anew, so that
    no free page remembers them.
    """
    copy = in_memory()
    try:
        with telling(register.path):
            register.conn.backup(copy.conn)
        told = {"op_seq": _last_op(copy), "file_id": _file_id(copy), "names": names, "published_at": moment}
        with telling(local):
            _strip(copy, names)
            _mark(copy, told)
            copy.conn.execute("VACUUM INTO :to", {"to": str(local)})
        _examine(local, whole.counts(copy))
    finally:
        copy.conn.close()
    return told | {"version": SCHEMA_VERSION}


def _strip(copy: Reader, names: bool) -> None:
    """The guards step aside while the copy is stripped, and stand in it afterwards."""
    guards = copy.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for guard in guards:
        copy.conn.execute(f"DROP TRIGGER {guard['name']}")
    for statement in (*_HISTORY, *_blanks(), *(() if names else _NAMELESS)):
        copy.conn.execute(statement)
    for table, key, columns in (("person", "person_id", "first_name, last_name"), ("unit", "unit_id", "name")):
        for row in copy.rows(f"SELECT {key}, {columns} FROM {table} WHERE search_key = ''"):
            found_by = {"found": search_key(*tuple(row)[1:]), "key": row[0]}
            copy.conn.execute(f"UPDATE {table} SET search_key = :found WHERE {key} = :key", found_by)
    for guard in guards:
        copy.conn.execute(guard["sql"])


def _blanks() -> list[str]:
    emptied = {table: ", ".join(f"{name} = ''" for name in names) for table, names in _BLANK.items()}
    return [f"UPDATE {table} SET {columns}" for table, columns in emptied.items()]


def _mark(copy: Reader, told: dict[str, Any]) -> None:
    """The copy itself says what it is, for a window that was handed nothing but the file."""
    marks = {"published_at": told["published_at"], "published_names": str(int(told["names"]))}
    copy.conn.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", marks.items())


def _examine(local: Path, expected: dict[str, int]) -> None:
    whole.flush(local)
    made = Register.look(local)
    try:
        found = check.structure(made)
        if found or whole.counts(made) != expected:
            raise errors.FileIsDamaged(local, problems=found)
    finally:
        made.close()


def _hand_over(local: Path, folder: Path, told: dict[str, Any]) -> Path:
    """Copy to the folder under a number of its own; the .json comes last and says that the copy is whole."""
    number, part = _claim(folder)
    final, label = part.with_suffix(SUFFIX), part.with_suffix(".json")
    try:
        with telling(folder):
            shutil.copyfile(local, part)
            whole.flush(part)
            part.rename(final)
            facts = {"file": final.name, "number": number, "sha256": _digest(local), "size": local.stat().st_size}
            part.write_text(json.dumps(facts | told, ensure_ascii=False), "utf-8")
            whole.flush(part)
            part.rename(label)
    finally:
        part.unlink(missing_ok=True)
    whole.flush_folder(folder)
    return final


def _claim(folder: Path) -> tuple[int, Path]:
    """The next number that no file has, held by an empty file; two programs never get the same."""
    with telling(folder):
        number = max((_number(path) for path in folder.iterdir()), default=0)
        while True:
            number += 1
            part = folder / f"lager-{number:06}.part"
            try:
                part.open("xb").close()
            except FileExistsError:
                continue
            return number, part


def _thin(folder: Path, keep_names: bool) -> None:
    """The last ten stay, if they may; one that a reader holds open just now goes another time."""
    numbers = sorted({_number(path) for path in folder.iterdir()} - {0}, reverse=True)
    labels = (_read(path) for path in folder.glob("lager-*.json")) if not keep_names else ()
    named = {copy.number for copy in labels if copy and copy.names}
    for number in {*numbers[KEEP:], *named}:
        for suffix in (".json", SUFFIX):
            try:
                (folder / f"lager-{number:06}{suffix}").unlink(missing_ok=True)
            except OSError:
                pass
    whole.sweep(folder)


def _read(label: Path) -> Published | None:
    try:
        told = json.loads(label.read_text("utf-8"))
        path = label.with_name(told.pop("file"))
        return Published(path, **told) if path.is_file() else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # taken away, or none of ours


def _bring(source: Path, part: Path) -> None:
    try:
        with telling(part):
            shutil.copyfile(source, part)
    except errors.FileTrouble as fault:
        if not source.exists():
            raise errors.FileIsMissing(source) from fault
        raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _number(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    return int(match[1]) if match else 0


def _last_op(reader: Reader) -> int:
    return reader.value("SELECT coalesce(max(seq), 0) FROM op")


def _file_id(reader: Reader) -> str:
    return reader.value("SELECT value FROM meta WHERE key = 'file_id'")
