"""What the errands of the command line do, with the same functions as the window."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from db.connection import Register, telling
from db.errors import FileIsDamaged, FileTrouble
from desktop import cli_words
from desktop.faults import Told, sentence
from desktop.places import SUFFIX
from desktop.words import _, ngettext

WATCH_SECONDS = 30
EXPORTS = (
    "items", "products", "loans", "people", "requests", "trips", "service", "counts", "stays", "occupancy", "quota",
    "measures", "report", "events", "month",
)  # fmt: skip
PAPERS = ("agreement", "labels", "trip", "picking", "ward", "chart", "plan", "transport", "report", "pyramid", "count",
          "month")  # fmt: skip


def open_window(asked: argparse.Namespace) -> int:
    if asked.selftest is not None:
        from desktop import selftest

        return selftest.run(Path(asked.selftest) if asked.selftest else None)
    from desktop import app

    return app.run(data=asked.data, demo=asked.demo, look=asked.look, staff=asked.staff, today=asked.today)


def take_in(asked: argparse.Namespace) -> int:
    from db import backup, history
    from desktop.sheets import importing, rejected

    with _register(asked, make=True, keep=not asked.dry_run) as register:
        plan = importing.plan_book(register, asked.book, today=_today(asked))
        if not asked.dry_run:
            if history.latest(register):
                backup.make(register, reason="import")
            importing.apply(register, plan, today=_today(asked), staff=_staff(asked))
    if asked.rejected:
        rejected.save(plan, asked.rejected)
    if asked.json:
        _say_json(importing.as_json(plan))
    else:
        for told, sheet in zip(importing.as_json(plan)["sheets"], plan.sheets, strict=True):
            _say_sheet(told, sheet.remarks)
    return 0


def _say_sheet(sheet: dict[str, Any], remarks: list[tuple[int, str]]) -> None:
    _say(
        _("{sheet}: {read} rader lest, {added} nye, {changed} endret, {unchanged} uendret, {rejected} avvist").format(
            **(sheet | {"rejected": len(sheet["rejected"])})
        )
    )
    for row in sheet["rejected"]:
        _say(_("  rad {row}: {reason}").format(**row))
    if remarks:
        _say(_("Til gjennomsyn, tatt med:"))
    for at, said in remarks:
        _say(_("  rad {row}: {reason}").format(row=at, reason=said))


def export(asked: argparse.Namespace) -> int:
    from desktop import cli_exports

    _ensure_room_for(asked.out)
    with _register(asked) as register:
        cli_exports.write(register, asked, today=_today(asked))
    return _saved(asked.out)


def print_paper(asked: argparse.Namespace) -> int:
    from desktop import cli_papers as papers

    if (wants := papers.WANTED.get(asked.what)) and getattr(asked, wants) is None:
        return refuse(_("Skriv også --{option}").format(option=wants))
    _ensure_room_for(asked.out)
    with _register(asked) as register, telling(asked.out):
        papers.PAPERS[asked.what](papers.Asked(register, asked, asked.out, _today(asked), _staff(asked)))
    return _saved(asked.out)


def check(asked: argparse.Namespace) -> int:
    from db import check
    from desktop import check_words

    try:
        with _register(asked) as register:
            found = check.problems(register)
    except FileIsDamaged as damage:  # too broken to be opened: that is what was asked
        _say(sentence(damage))
        return 1
    for problem in found:
        _say(check_words.sentence(problem))
    if not found:
        _say(_("Registeret er helt. Ingen feil funnet"))
    return 1 if found else 0


def back_up(asked: argparse.Namespace) -> int:
    from db import backup

    with _register(asked) as register:
        return _saved(backup.make(register, reason="manual"))


def restore(asked: argparse.Namespace) -> int:
    from db import backup

    report = backup.restore(_path(asked), asked.copy)
    _say(_("Registeret er tilbake slik det var i kopien «{copy}»").format(copy=asked.copy.name))
    if report.replaced:
        _say(_("Det som ble byttet ut, ligger i «{file}»").format(file=report.replaced.name))
    if report.missing:
        said = ngettext(
            "{n} registrering gjort etter kopien, er ikke med",
            "{n} registreringer gjort etter kopien, er ikke med",
            report.missing,
        )
        _say(said.format(n=report.missing))
    return 0


def publish(asked: argparse.Namespace) -> int:
    from db import publish

    with _register(asked) as register:
        version = register.data_version()
        _saved(publish.publish(register, asked.folder))
        while asked.watch:
            time.sleep(WATCH_SECONDS)
            now = register.data_version()
            if now not in (version, -1) and _published_again(register, asked.folder):
                version = now
    return 0


def _published_again(register: Register, folder: Path) -> bool:
    """A folder out of reach is told, and tried anew; those who look keep what they have."""
    from db import publish

    try:
        _saved(publish.publish(register, folder))
    except FileTrouble as trouble:
        refuse(sentence(trouble))
        return False
    return True


def items(asked: argparse.Namespace) -> int:
    from desktop import plain

    with _register(asked) as register:
        _say_json(plain.items(register, today=_today(asked)))
    return 0


def stays(asked: argparse.Namespace) -> int:
    from desktop import plain

    with _register(asked) as register:
        _say_json(plain.stays(register, today=_today(asked)))
    return 0


def occupancy(asked: argparse.Namespace) -> int:
    from desktop.stays import figures_plain

    with _register(asked) as register:
        _say_json(figures_plain.occupancy(register, **cli_words.period(asked, _today(asked)), today=_today(asked)))
    return 0


def measures(asked: argparse.Namespace) -> int:
    from desktop import plain

    with _register(asked) as register:
        _say_json(plain.measures(register, today=_today(asked)))
    return 0


def loans(asked: argparse.Namespace) -> int:
    from desktop import plain

    with _register(asked) as register:
        _say_json(plain.loans(register, today=_today(asked), open_only=asked.open))
    return 0


# --- what every errand needs ---------------------------------------------------------------------------------


@contextmanager
def _register(asked: argparse.Namespace, make: bool = False, keep: bool = True) -> Iterator[Register]:
    """The register that is meant; with make, a new one where there is none (with keep False, a passing one).

    A register made for an errand that fails does not stay behind.
    """
    path = _path(asked)
    if not make and asked.data is None and not path.exists():
        raise Told(_("Fant ikke registeret {path}. Skriv hvor det ligger med --data FIL").format(path=path))
    with tempfile.TemporaryDirectory(prefix="hverdag-") as passing:
        made = make and not path.exists()
        if made and not keep:
            path = Path(passing) / "prov.hverdag"
        register = Register.create(path) if made else Register.open(path)
        try:
            _call_statuses(register)
            yield register
        except BaseException:
            register.close()
            if made:
                path.unlink(missing_ok=True)
            raise
        register.close()


def _call_statuses(register: Register) -> None:
    """Take up the municipality's own words for the statuses of measures."""
    from db import measures
    from desktop.plans import words as plan_words

    plan_words.call_statuses(measures.status_words(register))


def _path(asked: argparse.Namespace) -> Path:
    from desktop import places

    return asked.data or places.standard_register()


def _today(asked: argparse.Namespace) -> str:
    return asked.today or date.today().isoformat()


def _staff(asked: argparse.Namespace) -> str:
    from desktop import places

    return asked.staff or places.user_name()


def _ensure_room_for(path: Path) -> None:
    folder = path.absolute().parent
    if not folder.is_dir():
        raise Told(_("Mappen {folder} finnes ikke. Lag den først, eller velg en annen").format(folder=folder))
    if path.suffix.lower() == SUFFIX:
        raise Told(_("{file} er navnet på et register. Velg et annet navn").format(file=path.name))


def _saved(path: Path) -> int:
    _say(_("Lagret {file}").format(file=path))
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _say_json(content: Any) -> None:
    _say(json.dumps(content, ensure_ascii=False, indent=1))


def refuse(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 2
