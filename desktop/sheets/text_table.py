"""A table that is no book: a CSV file, or what was copied from a spreadsheet, a document or a web page."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from desktop.sheets import html_table
from desktop.sheets.refusal import BookRefused, ensure_size
from desktop.sheets.sheet import Book, Sheet

SUFFIXES = (".csv", ".tsv", ".txt")
SIZE_LIMIT = 40 * 2**20  # bytes
_SEPARATORS = "\t;,|"
_SAMPLED = 50  # lines that the separator is judged by
_SAID = re.compile(r"sep=(.)\r?\n")
_GUARDED = re.compile(r"'(?=[=+\-@])")  # our own copies keep a spreadsheet from counting what is text


def is_text(path: Path) -> bool:
    """Whether the name says that the file is a table kept as text."""
    return path.suffix.lower() in SUFFIXES


def read_text(path: Path) -> Book:
    """A CSV file as a book of one sheet. BookRefused says what is wrong and what to do."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= SIZE_LIMIT else None
    except FileNotFoundError as fault:
        raise BookRefused("missing", path) from fault
    except OSError as fault:
        raise BookRefused("folder" if path.is_dir() else "locked", path) from fault
    if raw is None:
        raise BookRefused("too_big", path, limit=SIZE_LIMIT // 2**20)
    if not raw.strip():
        raise BookRefused("empty", path)
    return Book(path.stem, path, [_sheet(path, path.stem, rows_of(decoded(raw, path)))])


def pasted(name: str, text: str, html: str = "") -> Book:
    """What was copied as a book of one sheet, its table where it has one. BookRefused where nothing stands in cells.

    The sheet is called what stands above the table, else `name`.
    """
    path = Path(name)
    if len(text) + len(html) > SIZE_LIMIT:
        raise BookRefused("too_big", path, limit=SIZE_LIMIT // 2**20)
    title, rows, merged = html_table.read(html)
    if not rows:
        rows = rows_of(text)
    if max(map(len, rows), default=0) < 2:
        raise BookRefused("no_table", path)
    sheet = _sheet(path, title or name, rows)
    sheet.merged = merged
    return Book(name, path, [sheet])


def decoded(raw: bytes, path: Path) -> str:
    """The text of a file, whichever of the usual ways it was saved. BookRefused where it is no text."""
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    if encoding != "utf-16" and b"\x00" in raw:
        raise BookRefused("not_book", path)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def rows_of(text: str) -> list[list[str]]:
    """The cells of a text, parted as it says itself, or by the sign that parts its lines most evenly."""
    said = _SAID.match(text)
    if said:
        return _parted(text[said.end() :], said[1])
    return _parted(text, max(_SEPARATORS, key=lambda sign: _evenness(text, sign)))


def _evenness(text: str, sign: str) -> tuple[float, int]:
    """How many of the first lines have the usual number of cells, and that number; nothing for one cell a line."""
    rows = _parted(text, sign, _SAMPLED)
    counts = Counter(len(row) for row in rows if len(row) > 1)
    usual, lines = counts.most_common(1)[0] if counts else (0, 0)
    return lines / max(len(rows), 1), usual


def _parted(text: str, sign: str, most: int | None = None) -> list[list[str]]:
    """Lines and cells. A cell is quoted only where the closing quote ends it: words in quotes stay as they are."""
    part = re.escape(sign)
    cell = re.compile(rf'(?:"((?:[^"]|"")*+)"(?={part}|\r?\n|\r|\Z)|([^{part}\r\n]*))({part}|\r?\n|\r|\Z)')
    rows: list[list[str]] = [[]]
    for found in cell.finditer(text.rstrip("\r\n")):
        quoted, plain, end = found.groups()
        rows[-1].append(_GUARDED.sub("", plain if quoted is None else quoted.replace('""', '"'), count=1))
        if end == sign:
            continue
        if not end or len(rows) == most:
            break
        rows.append([])
    return rows


def _sheet(path: Path, name: str, rows: Sequence[Sequence[str]]) -> Sheet:
    """The rows as a sheet, all equally wide."""
    width = max(map(len, rows), default=0)
    ensure_size(path, name, len(rows), width)
    return Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows])
