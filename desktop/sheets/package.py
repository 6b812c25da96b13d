"""Look through a book's zip package before anything parses it: size, shape, far cells, errors in cells."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from defusedxml import DefusedXmlException, ElementTree

from desktop.faults import Told
from desktop.words import _

UNPACKED_LIMIT = 200 * 2**20  # bytes
RATIO_LIMIT = 200
PART_LIMIT = 500
ROW_LIMIT = 200_000
COLUMN_LIMIT = 200
AREA_LIMIT = 8_000_000  # cells between the first and the last: what the reader lays out in memory
_CHUNK = 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NEAR = rb'r="[A-Z](?:[1-9][0-9]{0,4}|1[0-9]{5}|200000)"[\s>/]'
# A cell with something in it that is not plainly in A1:Z200000. Every doubt ends here too: the exact count decides.
_FAR = re.compile(rb"<c(?=[\s>])(?! " + _NEAR + rb")(?![^<>]*/>)")
_PREFIXED = re.compile(rb":(?:c|row)[\s>]")
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]* t="e"')
_UNCOUNTED = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>\s*<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_NOTED = 20_000
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ParseError, OSError, EOFError, ValueError, KeyError,
           NotImplementedError, RuntimeError)  # fmt: skip

SENTENCES = {
    "missing": _("Fant ikke boken {name}. Kontroller at den ligger der den skal, og prøv igjen."),
    "folder": _("{name} er en mappe, ikke en Excel-bok. Velg en fil som slutter på .xlsx."),
    "locked": _("Får ikke lese {name}. Lukk boken i Excel, eller be om lesetilgang, og prøv igjen."),
    "lock_file": _("{name} er Excels egen merkelapp for en åpen bok. Velg boken uten ~$ foran navnet."),
    "empty": _("{name} er en tom fil. Åpne boken i Excel, lagre den på nytt og prøv igjen."),
    "password": _("{name} er beskyttet med passord. Åpne den i Excel, fjern passordet, lagre og prøv igjen."),
    "xls": _("{name} er i det gamle formatet .xls. Åpne den i Excel, lagre som .xlsx og prøv igjen."),
    "text": _("{name} er en tekstfil (CSV), ikke en Excel-bok. Åpne den i Excel, lagre som .xlsx og prøv igjen."),
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


def checked_parts(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Notes on cells by sheet name, {(row, column) from 0: "error" or "uncounted"}; BookRefused otherwise."""
    ensure_zip(path)
    try:
        with zipfile.ZipFile(path) as package:
            _ensure_modest(path, package.infolist())
            _ensure_excel(path, set(package.namelist()))
            names = _sheet_names(package)
            return {
                names.get(info.filename, info.filename): _looked_through(path, package, info, names)
                for info in package.infolist()
                if info.filename.endswith((".xml", ".rels"))
            }
    except PermissionError as fault:
        raise BookRefused("locked", path) from fault
    except DefusedXmlException as fault:
        raise BookRefused("unsafe", path) from fault
    except _BROKEN as fault:
        raise BookRefused("damaged", path) from fault


def ensure_zip(path: Path) -> None:
    """Tell a file that is no xlsx by its first bytes: locked, password, .xls, text, nothing."""
    if path.name.startswith("~$"):
        raise BookRefused("lock_file", path)
    if path.is_dir():
        raise BookRefused("folder", path)
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            if head.startswith(_OLE):
                rest = file.read(64 * _CHUNK)
                password = "EncryptedPackage".encode("utf-16-le") in head + rest
                raise BookRefused("password" if password else "xls", path)
    except FileNotFoundError as fault:
        raise BookRefused("missing", path) from fault
    except OSError as fault:
        raise BookRefused("locked", path) from fault
    if not head:
        raise BookRefused("empty", path)
    if not head.startswith(b"PK"):
        raise BookRefused(_foreign(head), path)


def _foreign(head: bytes) -> str:
    """What a file without a zip header seems to be."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return "html"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if head.startswith(b"\x09") and b"\x00" in head[:8]:
        return "xls"
    printable = sum(byte >= 32 or byte in b"\t\r\n" for byte in head)
    return "text" if b"\x00" not in head and printable > 0.95 * len(head) else "not_book"


def _ensure_modest(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > PART_LIMIT:
        raise BookRefused("too_many_parts", path, limit=PART_LIMIT)
    for info in infos:
        if info.flag_bits & 1:
            raise BookRefused("password", path)
        if ".." in info.filename or info.filename.startswith(("/", "\\")) or ":" in info.filename:
            raise BookRefused("unsafe", path)
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if unpacked > UNPACKED_LIMIT:
        raise BookRefused("too_big", path, limit=UNPACKED_LIMIT // 2**20)
    if unpacked > RATIO_LIMIT * max(packed, 1) or any(
        info.file_size > max(_CHUNK, RATIO_LIMIT * info.compress_size) for info in infos
    ):
        raise BookRefused("bomb", path)


def _ensure_excel(path: Path, names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    for name, found in (
        ("mimetype", ".ods"),
        ("content.xml", ".ods"),
        ("xl/workbook.bin", ".xlsb"),
        ("word/document.xml", "Word"),
        ("Index/Document.iwa", "Numbers"),
    ):
        if name in names:
            raise BookRefused("other_program", path, format=found)
    if not any(name.startswith("xl/") for name in names):
        raise BookRefused("not_book", path)


def _sheet_names(package: zipfile.ZipFile) -> dict[str, str]:
    """The names that people see, by the worksheet part that holds the sheet."""
    names = set(package.namelist())
    if "xl/_rels/workbook.xml.rels" not in names:
        return {}
    targets = {
        relation.get("Id"): "xl/" + (relation.get("Target") or "").removeprefix("/xl/").removeprefix("./")
        for relation in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for element in ElementTree.fromstring(package.read("xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            link = next((value for key, value in element.items() if key.endswith("}id")), None)
            found[targets.get(link, "")] = element.get("name") or ""
    return found


def _looked_through(
    path: Path, package: zipfile.ZipFile, info: zipfile.ZipInfo, names: dict[str, str]
) -> dict[tuple[int, int], str]:
    """Read one part in pieces: no DOCTYPE, plain UTF-8, and for a sheet its far cells and errors."""
    is_sheet, notes, far = info.filename.startswith("xl/worksheets/"), {}, False
    for piece in _pieces(path, package, info):
        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
            raise BookRefused("unsafe", path)
        if is_sheet:
            far = far or _may_be_far(piece)
            if len(notes) < _NOTED:
                _note_cells(piece, notes)
    if far:
        _ensure_near(path, package, info, names.get(info.filename, Path(info.filename).stem))
    return notes


def _may_be_far(piece: bytes) -> bool:
    """Anything but plainly written cells in A1:Z200000. A piece without a filled cell is settled at once."""
    if b":" in piece and _PREFIXED.search(piece):
        return True
    return b"</c" in piece and _FAR.search(piece) is not None


def _pieces(path: Path, package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes, cut before a tag so that no tag is split."""
    with package.open(info) as stream:
        kept = b""
        while chunk := stream.read(_CHUNK):
            if not kept and (chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in chunk[:4]):
                raise BookRefused("unsafe", path)
            data = kept + chunk
            cut = data.rfind(b"<")
            cut = _before_cell(data, cut)
            yield data[:cut]
            kept = data[cut:]
            if len(kept) > 16 * _CHUNK:
                raise BookRefused("damaged", path)
        yield kept


def _before_cell(data: bytes, cut: int) -> int:
    """Cut before a whole cell, so that its formula and value stay in one piece."""
    cell = data.rfind(b"<c", 0, max(cut, 0))
    return cell if cell >= 0 else max(cut, 0)


def _note_cells(piece: bytes, notes: dict[tuple[int, int], str]) -> None:
    if b't="e"' in piece:
        notes |= {_place(found): "error" for found in _ERROR.finditer(piece)}
    if b"<f" in piece:
        notes |= {_place(found): "uncounted" for found in _UNCOUNTED.finditer(piece)}


def _place(found: re.Match[bytes]) -> tuple[int, int]:
    return int(found[2]) - 1, column_number(found[1].decode()) - 1


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


class _Extent:
    """Counts where a sheet's filled cells lie, exactly, whatever the XML looks like. Rows and columns from 1."""

    def __init__(self):
        self.row = self.column = self.last_row = self.last_column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow one start tag."""
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
        elif tag == "c":
            found = re.fullmatch(r"([A-Z]+)([0-9]+)", attributes.get("r", ""))
            self.column = column_number(found[1]) if found else self.column + 1
            self.row = int(found[2]) if found else self.row
        elif tag in ("v", "is", "f"):
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)


def _ensure_near(path: Path, package: zipfile.ZipFile, info: zipfile.ZipInfo, sheet: str) -> None:
    extent, parser = _Extent(), expat.ParserCreate()
    parser.StartElementHandler = extent.start
    try:
        with package.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                ensure_size(path, sheet, extent.last_row, extent.last_column)
    except expat.ExpatError as fault:
        raise BookRefused("damaged", path) from fault


def ensure_size(path: Path, sheet: str, last_row: int, last_column: int) -> None:
    """BookRefused where a sheet uses more rows or columns than the limits; both counted from 1."""
    if last_row > ROW_LIMIT:
        raise BookRefused("too_many_rows", path, sheet=sheet, row=last_row, limit=ROW_LIMIT)
    if last_column > COLUMN_LIMIT:
        raise BookRefused("too_many_columns", path, sheet=sheet, column=column_letters(last_column), limit=COLUMN_LIMIT)
    if last_row * last_column > AREA_LIMIT:
        raise BookRefused("too_wide_apart", path, sheet=sheet)
