"""The command line: the same functions as the window, for one register and one errand."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from db.connection import Register, telling
from db.errors import FileIsDamaged, FileTrouble, Rejected
from desktop import cli_words
from desktop.faults import Told, sentence
from desktop.places import SUFFIX
from desktop.report import report
from desktop.words import _, ngettext

WATCH_SECONDS = 30


def main(arguments: list[str]) -> int:
    """Carry out the arguments; returns the exit code."""
    if len(arguments) == 1 and arguments[0].lower().endswith(SUFFIX):  # a double-click on a register
        arguments = ["--data", *arguments]
    asked = parser().parse_args(arguments)
    try:
        return asked.run(asked)
    except (Rejected, FileTrouble) as trouble:
        return _refuse(sentence(trouble))
    except KeyboardInterrupt:
        return 130
    except Told as told:
        return _refuse(str(told))
    except Exception as fault:  # noqa: BLE001  its own words may hold a name: only class and place are told
        said = _("Hverdag møtte en feil som ikke var ventet. Send dette til den som hjelper deg:")
        return _refuse(f"{said}\n{report(fault)}")


def parser() -> argparse.ArgumentParser:
    """All that the command understands."""
    cli_words.speak_bokmaal()
    top = argparse.ArgumentParser(prog="hverdag", description=_("Hjelpemidler, utlån og oppfølging i kommunen."))
    top.add_argument("--version", action=_Version, nargs=0, help=_("vis versjonen"))
    _add_whereabouts(top, None)
    top.add_argument("--demo", action="store_true", help=_("åpne et fylt register fra en oppdiktet kommune"))
    top.add_argument("--look", type=Path, metavar=_("MAPPE"), help=_("se lageret fra en delt mappe"))
    top.add_argument("--selftest", nargs="?", const="", metavar=_("BOK"), help=argparse.SUPPRESS)
    top.set_defaults(run=_window, file=None)
    errands = top.add_subparsers(metavar=_("KOMMANDO"))
    for declare in (_import_errand, _export_errand, _print_errand, _file_errands, _list_errands):
        declare(errands)
    return top


class _Version(argparse.Action):
    """Prints the version; to look it up costs a tenth of the start, so it is done when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_asked: Any) -> None:
        from importlib import metadata

        parser.exit(message=f"Hverdag {metadata.version('hverdag')}\n")


# --- errands: what they are called, and what they do ---------------------------------------------------------


def _import_errand(errands: Any) -> None:
    errand = _errand(errands, "import", _import, _("hent en Excel-bok inn i registeret"))
    errand.add_argument("book", type=Path, metavar=_("BOK.xlsx"))
    errand.add_argument("--dry-run", action="store_true", help=_("vis hva som ville skjedd, uten å lagre"))
    errand.add_argument("--rejected", type=Path, metavar=_("UT.xlsx"), help=_("lagre avviste rader her, med grunn"))
    errand.add_argument("--json", action="store_true", help=_("svar som JSON"))


def _export_errand(errands: Any) -> None:
    errand = _errand(errands, "export", _export, _("lagre en liste eller månedsoversikten som Excel"))
    errand.add_argument("what", choices=("items", "products", "loans", "people", "events", "month"))
    errand.add_argument("--out", type=Path, required=True, metavar=_("UT.xlsx"))
    errand.add_argument("--month", type=_month, metavar=_("MÅNED"), help=_("som 2026-10"))


def _print_errand(errands: Any) -> None:
    errand = _errand(errands, "print", _print, _("lag en PDF"))
    errand.add_argument("what", choices=("agreement", "labels", "month"))
    errand.add_argument("--out", type=Path, required=True, metavar=_("UT.pdf"))
    errand.add_argument("--id", type=int, metavar=_("N"), help=_("avtalens nummer"))
    errand.add_argument("--items", metavar="A..B", help=_("første og siste nummer, eller numre med komma"))
    errand.add_argument("--tape", action="store_true", help=_("62 mm etikettrull i stedet for A4-ark"))
    errand.add_argument("--start", type=int, default=1, metavar=_("N"), help=_("første ledige etikett på arket"))
    errand.add_argument("--month", type=_month, metavar=_("MÅNED"), help=_("som 2026-10"))


def _file_errands(errands: Any) -> None:
    _errand(errands, "check", _check, _("se om registeret er helt"))
    _errand(errands, "backup", _backup, _("ta en sikkerhetskopi nå"))
    restore = _errand(errands, "restore", _restore, _("gå tilbake til en sikkerhetskopi"))
    restore.add_argument("copy", type=Path, metavar=_("KOPI"))
    publish = _errand(errands, "publish", _publish, _("del til lesing: legg en kopi i en delt mappe"))
    publish.add_argument("folder", type=Path, metavar=_("MAPPE"))
    publish.add_argument("--watch", action="store_true", help=_("legg ut en ny kopi når noe er endret"))


def _list_errands(errands: Any) -> None:
    items = _errand(errands, "items", _items, _("vis utstyret"))
    items.add_argument("--json", action="store_true", required=True)
    loans = _errand(errands, "loans", _loans, _("vis utlån"))
    loans.add_argument("--open", action="store_true", help=_("bare det som er ute"))
    loans.add_argument("--json", action="store_true", required=True)


def _errand(errands: Any, name: str, run: Callable[[argparse.Namespace], int], says: str) -> argparse.ArgumentParser:
    errand = errands.add_parser(name, help=says, description=says)
    errand.set_defaults(run=run)
    _add_whereabouts(errand, argparse.SUPPRESS)  # before or behind the errand, as people write it
    return errand


def _add_whereabouts(to: argparse.ArgumentParser, default: Any) -> None:
    to.add_argument("--data", type=Path, default=default, metavar=_("FIL"), help=_("registeret (.hverdag)"))
    to.add_argument("--staff", default=default, metavar=_("NAVN"), help=_("hvem som registrerer"))
    to.add_argument(
        "--today", type=_day, default=default, metavar=_("DAG"), help=_("regn med denne dagen, som 2026-11-16")
    )


def _window(asked: argparse.Namespace) -> int:
    if asked.selftest is not None:
        from desktop import selftest

        return selftest.run(Path(asked.selftest) if asked.selftest else None)
    from desktop import app

    return app.run(data=asked.data, demo=asked.demo, look=asked.look, staff=asked.staff, today=asked.today)


def _import(asked: argparse.Namespace) -> int:
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
        for sheet in importing.as_json(plan)["sheets"]:
            _say_sheet(sheet)
    return 0


def _say_sheet(sheet: dict[str, Any]) -> None:
    _say(
        _("{sheet}: {read} rader lest, {added} nye, {changed} endret, {unchanged} uendret, {rejected} avvist").format(
            **(sheet | {"rejected": len(sheet["rejected"])})
        )
    )
    for row in sheet["rejected"]:
        _say(_("  rad {row}: {reason}").format(**row))


def _export(asked: argparse.Namespace) -> int:
    _ensure_room_for(asked.out)
    with _register(asked) as register:
        if asked.what == "month":
            from desktop.sheets import month

            month.export_month(register, asked.month or _today(asked)[:7], asked.out, today=_today(asked))
        else:
            from desktop.sheets import export

            export.export(register, asked.what, asked.out, today=_today(asked))
    return _saved(asked.out)


def _print(asked: argparse.Namespace) -> int:
    from desktop.paper import printing

    wants = {"agreement": "id", "labels": "items"}.get(asked.what)
    if wants and getattr(asked, wants) is None:
        return _refuse(_("Skriv også --{option}").format(option=wants))
    _ensure_room_for(asked.out)
    with _register(asked) as register, telling(asked.out):
        if asked.what == "agreement":
            printing.print_agreement(register, asked.id, asked.out, today=_today(asked), staff=_staff(asked))
        elif asked.what == "labels":
            medium = "tape" if asked.tape else "sheet"
            printing.print_labels(register, asked.items, asked.out, medium=medium, start=asked.start)
        else:
            month = asked.month or _today(asked)[:7]
            printing.print_month(register, month, asked.out, today=_today(asked), staff=_staff(asked))
    return _saved(asked.out)


def _check(asked: argparse.Namespace) -> int:
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


def _backup(asked: argparse.Namespace) -> int:
    from db import backup

    with _register(asked) as register:
        return _saved(backup.make(register, reason="manual"))


def _restore(asked: argparse.Namespace) -> int:
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


def _publish(asked: argparse.Namespace) -> int:
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
        _refuse(sentence(trouble))
        return False
    return True


def _items(asked: argparse.Namespace) -> int:
    from desktop import plain

    with _register(asked) as register:
        _say_json(plain.items(register, today=_today(asked)))
    return 0


def _loans(asked: argparse.Namespace) -> int:
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
            yield register
        except BaseException:
            register.close()
            if made:
                path.unlink(missing_ok=True)
            raise
        register.close()


def _path(asked: argparse.Namespace) -> Path:
    from desktop import places

    return asked.data or places.standard_register()


def _today(asked: argparse.Namespace) -> str:
    return asked.today or date.today().isoformat()


def _staff(asked: argparse.Namespace) -> str:
    from desktop import places

    return asked.staff or places.user_name()


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as fault:
        said = _("«{text}» er ikke en dag. Skriv den som 2026-11-16")
        raise argparse.ArgumentTypeError(said.format(text=text)) from fault


def _month(text: str) -> str:
    try:
        return date.fromisoformat(f"{text}-01").isoformat()[:7]
    except ValueError as fault:
        said = _("«{text}» er ikke en måned. Skriv den som 2026-10")
        raise argparse.ArgumentTypeError(said.format(text=text)) from fault


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


def _refuse(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 2
