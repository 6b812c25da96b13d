"""Copies of the register that are known to be whole: making, thinning and restoring them."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from db import errors, whole
from db.connection import Register, dbapi, inspect_header, telling

SPARE = 500_000_000  # bytes that should be free
EVERY = timedelta(minutes=30)
ALL_OF, DAYS, WEEKS = timedelta(days=2), 14, 10
# How the reason stands in the file's name, where people read it.
REASONS = {
    "manual": "manuell",
    "auto": "underveis",
    "close": "avslutning",
    "import": "import",
    "restore": "gjenoppretting",
    "upgrade": "oppgradering",
}
_NAME = re.compile(r"(?P<stem>.+) (?P<day>\d{4}-\d\d-\d\d) (?P<clock>\d\d\.\d\d\.\d\d) (?P<reason>[^.]+)\.hverdag")


@dataclass(frozen=True, slots=True)
class Copy:
    """One backup in the folder: local time with zone, reason (a key of REASONS) and bytes."""

    path: Path
    at: datetime
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a restore did, and what the replaced file held that the copy does not.

    missing: operations registered after the copy was made, the last of them at last_at (UTC ISO); None where the
    replaced file was none of this register, or could not be read.
    """

    path: Path
    copy: Path
    replaced: Path | None = None
    backup: Path | None = None
    missing: int | None = None
    last_at: str | None = None


def folder(of: Register | Path | str) -> Path:
    """Where copies of a register are kept: the folder of the setting backup_folder, or one beside the register."""
    path = of.path if isinstance(of, Register) else Path(of)
    if isinstance(of, Register):
        chosen = of.value("SELECT value FROM setting WHERE key = 'backup_folder'") if _has_settings(of) else None
        if chosen and Path(chosen).is_dir():
            return Path(chosen)
    return path.with_name(f"{path.stem}-sikkerhetskopier")


def make(register: Register, *, reason: str = "manual", now: datetime | None = None) -> Path:
    """Make a copy, examine it from first page to last, and only then give it its name.

    Raises FileIsDamaged where the copy does not stand the examination, DiskIsFull, FileIsReadOnly or FileIsBusy;
    then no copy is left behind.
    """
    place, now = folder(register), now or _now()
    with telling(place):
        place.mkdir(parents=True, exist_ok=True)
    with whole.passing(place) as part:
        whole.copy(register, part)
        made = _named(part, place, register.path.stem, reason, now)
    thin(place, now, register.path.stem)
    return made


def copies(of: Register | Path | str) -> list[Copy]:
    """The copies of a register, newest first."""
    path = of.path if isinstance(of, Register) else Path(of)
    places = {folder(of), folder(path)}
    found = [copy for place in places for copy in in_folder(place, path.stem)]
    return sorted(found, key=lambda copy: (copy.at, copy.path.name), reverse=True)


def in_folder(place: Path, stem: str) -> list[Copy]:
    """The copies of the register of that name in one folder."""
    try:
        names = [(entry, entry.stat().st_size) for entry in place.iterdir() if entry.suffix == ".hverdag"]
    except OSError:
        return []
    return [copy for entry, size in names if (copy := _read_name(entry, stem, size))]


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which copies stay: all of two days, the last of each of 14 days and of 10 weeks, and always the newest."""
    moments = sorted(moments)
    since, monday = (now - timedelta(days=DAYS)).date(), _monday(now) - timedelta(weeks=WEEKS)
    days = {moment.date(): moment for moment in moments if moment.date() > since}  # the latest of a day stays
    weeks = {_monday(moment): moment for moment in moments if _monday(moment) > monday}
    recent = {moment for moment in moments if moment > now - ALL_OF}
    return recent | set(days.values()) | set(weeks.values()) | set(moments[-1:])


def thin(place: Path, now: datetime, stem: str) -> list[Path]:
    """Delete the copies of one register that the rhythm does not keep; returns what went."""
    found = in_folder(place, stem)
    staying = kept((copy.at for copy in found), now)
    gone = [copy.path for copy in found if copy.at not in staying]
    for path in gone:
        path.unlink(missing_ok=True)
    whole.sweep(place)
    return gone


def due(register: Register, last_backup_at: datetime | None, now: datetime) -> bool:
    """Whether half an hour has passed since the last copy and something was registered after it."""
    latest = register.value("SELECT at FROM op ORDER BY seq DESC LIMIT 1")
    if latest is None:
        return False
    if last_backup_at is None:
        return True
    return now - last_backup_at >= EVERY and datetime.fromisoformat(latest) > last_backup_at


def restore(path: Path | str, copy: Path | str, now: datetime | None = None) -> Report:
    """Put a copy in the register's place, after examining the copy and after backing up what stands there.

    The replaced file stays beside as "…-erstattet-<time>". Raises a FileTrouble, and then the register is as it was:
    FileIsDamaged (of the copy), FileIsForeign, FileIsNewer, FileIsBusy while somebody writes.
    """
    path, copy, now = Path(path), Path(copy), now or _now()
    if path.absolute() == copy.absolute():
        raise errors.FileExists(path)
    with whole.passing(path.parent) as part, whole.examined(copy) as good, ExitStack() as held:
        whole.copy(good, part)
        present = _hold(path, held)
        missing, last_at = _missing(present, good) if present else (None, None)
        backup = _rescued(present, now) if present else None
        if os.name == "nt":
            held.close()  # an open file cannot be replaced there
        replaced = _exchanged(part, path, now)
    whole.flush_folder(path.parent)
    return Report(path, copy, replaced, backup, missing, last_at)


def rehearse(register: Register) -> Report:
    """Bring the newest copy back in a folder of its own (a fresh one where there is none), to know that it works.

    Raises FileIsDamaged where what comes back is not what the register holds.
    """
    with tempfile.TemporaryDirectory(prefix="hverdag-") as passing:
        newest = next((copy.path for copy in copies(register)), None)
        made = newest or Path(passing) / "copy.hverdag"
        if newest is None:
            whole.copy(register, made)
        report = restore(Path(passing) / "restored.hverdag", made)
        with whole.examined(made) as sent, whole.examined(report.path) as back:
            if whole.counts(sent) != whole.counts(back):
                raise errors.FileIsDamaged(made)
        return report


def free_space(path: Path | str) -> int:
    """Bytes that are free where the path is or will be."""
    place = next(folder for folder in (Path(path), *Path(path).absolute().parents) if folder.exists())
    with telling(place):
        return shutil.disk_usage(place).free


def is_scarce(path: Path | str) -> bool:
    """Whether the disk has less room left than a register should have around it."""
    return free_space(path) < SPARE


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


def _has_settings(register: Register) -> bool:
    """A register on its way up from an older schema may have none yet."""
    return register.value("SELECT 1 FROM sqlite_master WHERE name = 'setting'") is not None


def _named(part: Path, place: Path, stem: str, reason: str, now: datetime) -> Path:
    """Give the examined copy a name that nobody has; two windows may close in the same second."""
    word = REASONS.get(reason, re.sub(r"[^\w -]", "-", reason))
    for second in range(60):
        at = now + timedelta(seconds=second)
        final = place / f"{stem} {at:%Y-%m-%d %H.%M.%S} {word}.hverdag"
        if whole.name_new(part, final):
            return final
    raise errors.FileExists(place)


def _read_name(path: Path, stem: str, size: int) -> Copy | None:
    match = _NAME.fullmatch(path.name)
    if match is None or match["stem"] != stem:
        return None
    try:
        at = datetime.fromisoformat(f"{match['day']}T{match['clock'].replace('.', ':')}").astimezone()
    except ValueError:
        return None
    reason = next((key for key, word in REASONS.items() if word == match["reason"]), match["reason"])
    return Copy(path, at, reason, size)


def _monday(moment: datetime) -> date:
    return moment.date() - timedelta(days=moment.weekday())


def _hold(path: Path, held: ExitStack) -> Register | None:
    """The file that stands at the path with all writers kept out; None where no readable register stands there."""
    try:
        inspect_header(path)
        present = Register(path)
        held.callback(present.close)
        lock = present.again()
        held.callback(lock.close)
        with telling(path):
            lock.conn.execute("BEGIN IMMEDIATE")
    except (errors.FileIsMissing, errors.FileIsForeign, errors.FileIsDamaged):
        return None
    return present


def _rescued(present: Register, now: datetime) -> Path | None:
    """A backup of what is about to be replaced; a damaged file has none, and is set aside as it is."""
    try:
        return make(present, reason="restore", now=now)
    except errors.FileIsDamaged:
        return None


def _missing(present: Register, good: Register) -> tuple[int | None, str | None]:
    """How many operations the present file has after those that both files share, and when the last one was."""
    try:
        if _file_id(present) != _file_id(good):
            return None, None
        shared = _shared(present, good)
        row = present.one("SELECT count(*) AS n, max(at) AS last_at FROM op WHERE seq > :seq", seq=shared)
    except (errors.FileIsDamaged, dbapi.DatabaseError):
        return None, None
    return (row["n"], row["last_at"]) if row else (None, None)


def _shared(present: Register, good: Register) -> int:
    """The last operation that both histories hold; they are alike up to there and differ after it."""
    newest = "SELECT coalesce(max(seq), 0) FROM op"
    low, high = 0, min(present.value(newest), good.value(newest))
    while low < high:
        middle = (low + high + 1) // 2
        ids = [reader.value("SELECT op_id FROM op WHERE seq = :seq", seq=middle) for reader in (present, good)]
        low, high = (middle, high) if ids[0] == ids[1] else (low, middle - 1)
    return low


def _exchanged(part: Path, path: Path, now: datetime) -> Path | None:
    """Put the finished part in the file's place; where that fails, every file has its old name again."""
    aside = _set_aside(path, now)
    try:
        with telling(path):
            part.replace(path)
    except BaseException as fault:
        if aside:
            _put_back(aside, path)
        if isinstance(fault.__cause__, PermissionError):  # Windows, while another window has the register open
            raise errors.FileIsBusy(path) from fault
        raise
    return aside


def _put_back(aside: Path, path: Path) -> None:
    journal = aside.with_name(aside.name + "-journal")
    if journal.exists():
        journal.rename(path.with_name(path.name + "-journal"))
    aside.unlink() if path.exists() else aside.rename(path)


def _set_aside(path: Path, now: datetime) -> Path | None:
    """Keep the file that is about to be replaced under another name, with its journal, which belongs to it alone."""
    if not path.exists():
        return None
    for second in range(60):
        aside = path.with_name(
            f"{path.stem}-erstattet-{now + timedelta(seconds=second):%Y-%m-%d %H.%M.%S}{path.suffix}"
        )
        if not aside.exists():
            break
    else:
        raise errors.FileExists(path)
    with telling(path):
        try:
            aside.hardlink_to(path)  # so that the path is never without a file
        except OSError:
            path.rename(aside)
        journal = path.with_name(path.name + "-journal")
        if journal.exists():
            journal.rename(aside.with_name(aside.name + "-journal"))
    return aside


def _file_id(register: Register) -> str | None:
    return register.value("SELECT value FROM meta WHERE key = 'file_id'")
