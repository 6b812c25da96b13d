"""The command line: the same functions as the window, for one register and one errand."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from db.errors import FileTrouble, Rejected
from desktop import cli_words, cli_work
from desktop.faults import Told, sentence
from desktop.places import SUFFIX
from desktop.report import report
from desktop.words import _


def main(arguments: list[str]) -> int:
    """Carry out the arguments; returns the exit code."""
    if len(arguments) == 1 and arguments[0].lower().endswith(SUFFIX):  # a double-click on a register
        arguments = ["--data", *arguments]
    asked = parser().parse_args(arguments)
    try:
        return asked.run(asked)
    except (Rejected, FileTrouble) as trouble:
        return cli_work.refuse(sentence(trouble))
    except KeyboardInterrupt:
        return 130
    except Told as told:
        return cli_work.refuse(str(told))
    except Exception as fault:  # noqa: BLE001  its own words may hold a name: only class and place are told
        said = _("Hverdag møtte en feil som ikke var ventet. Send dette til den som hjelper deg:")
        return cli_work.refuse(f"{said}\n{report(fault)}")


def parser() -> argparse.ArgumentParser:
    """All that the command understands."""
    cli_words.speak_bokmaal()
    top = argparse.ArgumentParser(prog="hverdag", description=_("Hjelpemidler, utlån og oppfølging i kommunen."))
    top.add_argument("--version", action=_Version, nargs=0, help=_("vis versjonen"))
    _add_whereabouts(top, None)
    top.add_argument("--demo", action="store_true", help=_("åpne et fylt register fra en oppdiktet kommune"))
    top.add_argument("--look", type=Path, metavar=_("MAPPE"), help=_("se lageret fra en delt mappe"))
    top.add_argument("--selftest", nargs="?", const="", metavar=_("BOK"), help=argparse.SUPPRESS)
    top.set_defaults(run=cli_work.open_window, file=None)
    errands = top.add_subparsers(metavar=_("KOMMANDO"))
    for declare in (_import_errand, _export_errand, _print_errand, _file_errands, _list_errands):
        declare(errands)
    return top


class _Version(argparse.Action):
    """Prints the version; to look it up costs a tenth of the start, so it is done when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_asked: Any) -> None:
        from importlib import metadata

        parser.exit(message=f"Hverdag {metadata.version('hverdag')}\n")


def _import_errand(errands: Any) -> None:
    errand = _errand(errands, "import", cli_work.take_in, _("hent en Excel-bok inn i registeret"))
    errand.add_argument("book", type=Path, metavar=_("BOK.xlsx"))
    errand.add_argument("--dry-run", action="store_true", help=_("vis hva som ville skjedd, uten å lagre"))
    errand.add_argument("--rejected", type=Path, metavar=_("UT.xlsx"), help=_("lagre avviste rader her, med grunn"))
    errand.add_argument("--json", action="store_true", help=_("svar som JSON"))


def _export_errand(errands: Any) -> None:
    errand = _errand(errands, "export", cli_work.export, _("lagre en liste eller månedsoversikten som Excel"))
    errand.add_argument("what", choices=cli_work.EXPORTS)
    errand.add_argument("--out", type=Path, required=True, metavar=_("UT.xlsx"))
    errand.add_argument("--month", type=_month, metavar=_("MÅNED"), help=_("som 2026-10"))
    _add_plan(errand)
    _add_period(errand)


def _print_errand(errands: Any) -> None:
    errand = _errand(errands, "print", cli_work.print_paper, _("lag en PDF"))
    errand.add_argument("what", choices=cli_work.PAPERS)
    errand.add_argument("--out", type=Path, required=True, metavar=_("UT.pdf"))
    errand.add_argument("--id", type=int, metavar=_("N"), help=_("nummeret på avtalen eller tellingen"))
    errand.add_argument("--items", metavar="A..B", help=_("første og siste nummer, eller numre med komma"))
    errand.add_argument("--tape", action="store_true", help=_("62 mm etikettrull i stedet for A4-ark"))
    errand.add_argument("--start", type=int, default=1, metavar=_("N"), help=_("første ledige etikett på arket"))
    errand.add_argument("--month", type=_month, metavar=_("MÅNED"), help=_("som 2026-10"))
    errand.add_argument("--date", type=_day, metavar=_("DAG"), help=_("dagen eller uken det gjelder, som 2026-11-16"))
    errand.add_argument("--from", dest="since", type=_day, metavar=_("DAG"), help=_("første dag i belegget"))
    _add_plan(errand)
    errand.add_argument("--stay", type=int, metavar=_("N"), help=_("nummeret på oppholdet"))
    errand.add_argument("--days", type=_days, default=30, metavar=_("N"), help=_("dager i belegget: 1 til 92"))


def _file_errands(errands: Any) -> None:
    _errand(errands, "check", cli_work.check, _("se om registeret er helt"))
    _errand(errands, "backup", cli_work.back_up, _("ta en sikkerhetskopi nå"))
    restore = _errand(errands, "restore", cli_work.restore, _("gå tilbake til en sikkerhetskopi"))
    restore.add_argument("copy", type=Path, metavar=_("KOPI"))
    publish = _errand(errands, "publish", cli_work.publish, _("del til lesing: legg en kopi i en delt mappe"))
    publish.add_argument("folder", type=Path, metavar=_("MAPPE"))
    publish.add_argument("--watch", action="store_true", help=_("legg ut en ny kopi når noe er endret"))


def _list_errands(errands: Any) -> None:
    items = _errand(errands, "items", cli_work.items, _("vis utstyret"))
    items.add_argument("--json", action="store_true", required=True)
    loans = _errand(errands, "loans", cli_work.loans, _("vis utlån"))
    loans.add_argument("--open", action="store_true", help=_("bare det som er ute"))
    loans.add_argument("--json", action="store_true", required=True)
    for name, run, says in (
        ("stays", cli_work.stays, _("vis oppholdene")),
        ("occupancy", cli_work.occupancy, _("vis belegget med reglene bak tallene")),
        ("measures", cli_work.measures, _("vis tiltakene i planene")),
    ):
        listed = _errand(errands, name, run, says)
        listed.add_argument("--json", action="store_true", required=True)
        if name == "occupancy":
            _add_period(listed)


def _errand(errands: Any, name: str, run: Callable[[argparse.Namespace], int], says: str) -> argparse.ArgumentParser:
    errand = errands.add_parser(name, help=says, description=says)
    errand.set_defaults(run=run)
    _add_whereabouts(errand, argparse.SUPPRESS)  # before or behind the errand, as people write it
    return errand


def _add_plan(to: argparse.ArgumentParser) -> None:
    to.add_argument("--plan", metavar=_("P"), help=_("nummeret på planen, eller det navnet begynner med"))
    to.add_argument("--period", metavar=_("PERIODE"), help=_("perioden som rapporten gjelder, som 2026Q3"))


def _add_period(to: argparse.ArgumentParser) -> None:
    to.add_argument("--from", dest="since", type=_day, metavar=_("DAG"), help=_("første dag, som 2026-01-01"))
    to.add_argument("--to", dest="until", type=_day, metavar=_("DAG"), help=_("siste dag"))


def _add_whereabouts(to: argparse.ArgumentParser, default: Any) -> None:
    to.add_argument("--data", type=Path, default=default, metavar=_("FIL"), help=_("registeret (.hverdag)"))
    to.add_argument("--staff", default=default, metavar=_("NAVN"), help=_("hvem som registrerer"))
    to.add_argument(
        "--today", type=_day, default=default, metavar=_("DAG"), help=_("regn med denne dagen, som 2026-11-16")
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as fault:
        said = _("«{text}» er ikke en dag. Skriv den som 2026-11-16")
        raise argparse.ArgumentTypeError(said.format(text=text)) from fault


def _days(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 92:
        return int(text)
    raise argparse.ArgumentTypeError(_("«{text}» er ikke 1 til 92 dager").format(text=text))


def _month(text: str) -> str:
    try:
        return date.fromisoformat(f"{text}-01").isoformat()[:7]
    except ValueError as fault:
        said = _("«{text}» er ikke en måned. Skriv den som 2026-10")
        raise argparse.ArgumentTypeError(said.format(text=text)) from fault
