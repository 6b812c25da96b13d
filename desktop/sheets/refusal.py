"""A book that is refused: why, where and what to do, in one sentence; and how large a sheet may be."""

from pathlib import Path

from desktop.faults import Told
from desktop.words import _

ROW_LIMIT = 200_000
COLUMN_LIMIT = 200
AREA_LIMIT = 8_000_000  # cells between the first and the last: what the reader lays out in memory

SENTENCES = {
    "missing": _("Fant ikke boken {name}. Kontroller at den ligger der den skal, og prøv igjen."),
    "folder": _("{name} er en mappe, ikke en Excel-bok. Velg en fil som slutter på .xlsx."),
    "locked": _("Får ikke lese {name}. Lukk boken i Excel, eller be om lesetilgang, og prøv igjen."),
    "lock_file": _("{name} er Excels egen merkelapp for en åpen bok. Velg boken uten ~$ foran navnet."),
    "empty": _("{name} er en tom fil. Åpne boken i Excel, lagre den på nytt og prøv igjen."),
    "password": _("{name} er beskyttet med passord. Åpne den i Excel, fjern passordet, lagre og prøv igjen."),
    "xls": _("{name} er i det gamle formatet .xls. Åpne den i Excel, lagre som .xlsx og prøv igjen."),
    "text": _("{name} er en tekstfil, ikke en Excel-bok. La navnet slutte på .csv, og prøv igjen."),
    "no_table": _("Det som er kopiert, er ingen tabell. Merk tabellen med overskriftene, kopier den og prøv igjen."),
    "html": _("{name} er en nettside, ikke en Excel-bok. Åpne den i Excel, lagre som .xlsx og prøv igjen."),
    "other_program": _("{name} er laget i et annet format ({format}). Lagre den som .xlsx og prøv igjen."),
    "not_book": _("{name} er ikke en Excel-bok. Velg en fil som Excel har lagret som .xlsx."),
    "damaged": _("{name} er skadet og kan ikke leses. Åpne den i Excel, lagre den på nytt og prøv igjen."),
    "too_big": _("{name} er for stor: den fyller over {limit} MB utpakket. Del den i flere bøker og prøv igjen."),
    "bomb": _("{name} er pakket unormalt tett og blir ikke åpnet. Lagre boken på nytt i Excel og prøv igjen."),
    "too_many_parts": _("{name} har over {limit} deler og blir ikke åpnet. Kopier arkene til en ny bok og prøv igjen."),
    "unsafe": _("{name} inneholder noe en Excel-bok ikke skal ha, og blir ikke åpnet. Kopier arkene til en ny bok."),
    "too_many_rows": _("Arket «{sheet}» i {name} bruker rad {row}. Grensen er {limit} rader. "
                       "Slett det som står for langt nede."),
    "too_many_columns": _("Arket «{sheet}» i {name} bruker kolonne {column}. Grensen er {limit} kolonner. "
                          "Slett det som står for langt til høyre."),
    "too_wide_apart": _("Arket «{sheet}» i {name} har celler svært langt fra hverandre. "
                        "Slett cellene som står alene langt nede eller til høyre."),
}  # fmt: skip


class BookRefused(Told):
    """The book cannot be read; `why` is a key of SENTENCES and str() the sentence for people."""

    def __init__(self, why: str, path: Path | str, **facts: object):
        self.why, self.facts = why, facts
        self.reason = SENTENCES[why].format(name=Path(path).name, **facts)
        super().__init__(self.reason)


def column_number(letters: str) -> int:
    """'A' -> 1, 'AA' -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 -> 'A', 27 -> 'AA'."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def ensure_size(path: Path, sheet: str, last_row: int, last_column: int) -> None:
    """BookRefused where a sheet uses more rows or columns than the limits; both counted from 1."""
    if last_row > ROW_LIMIT:
        raise BookRefused("too_many_rows", path, sheet=sheet, row=last_row, limit=ROW_LIMIT)
    if last_column > COLUMN_LIMIT:
        raise BookRefused("too_many_columns", path, sheet=sheet, column=column_letters(last_column), limit=COLUMN_LIMIT)
    if last_row * last_column > AREA_LIMIT:
        raise BookRefused("too_wide_apart", path, sheet=sheet)
