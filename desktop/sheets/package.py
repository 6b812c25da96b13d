"""Look through a book's zip package before anything parses it: size, shape, far cells, errors in cells."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree

from desktop.sheets.far_cells import ensure_near, may_be_far
from desktop.sheets.refusal import BookRefused, column_number

UNPACKED_LIMIT = 200 * 2**20  # bytes
RATIO_LIMIT = 200
PART_LIMIT = 500
TEXT_LIMIT = 2**31  # bytes that the texts of all cells could come to
_CHUNK = 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]* t="e"')
_UNCOUNTED = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>\s*<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_NOTED = 20_000
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ParseError, OSError, EOFError, ValueError, KeyError,
           NotImplementedError, RuntimeError)  # fmt: skip


def checked_parts(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Notes on cells by sheet name, {(row, column) from 0: "error" or "uncounted"}; BookRefused otherwise."""
    ensure_zip(path)
    try:
        with zipfile.ZipFile(path) as package:
            _ensure_modest(path, package.infolist())
            _ensure_excel(path, set(package.namelist()))
            look = _Look(path, package, _sheet_names(package))
            for info in package.infolist():
                if info.filename.endswith((".xml", ".rels")) or info.filename.casefold() in look.sheets:
                    look.through(info)
            look.ensure_texts()
            return look.notes
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


class _Look:
    """Reads the parts in pieces: no DOCTYPE, plain UTF-8, no far cells, no text repeated beyond memory."""

    def __init__(self, path: Path, package: zipfile.ZipFile, names: dict[str, str]):
        self.path, self.package = path, package
        self.sheets = {part.casefold(): name for part, name in names.items()}
        self.notes: dict[str, dict[tuple[int, int], str]] = {}
        self.longest = self.repeats = 0  # bytes of the longest shared text; how many cells show a shared text

    def through(self, info: zipfile.ZipInfo) -> None:
        """Look through one part, whatever it is called: a sheet may lie anywhere."""
        notes: dict[tuple[int, int], str] = {}
        far, is_shared = False, "sharedstrings" in info.filename.casefold()
        for piece in _pieces(self.path, self.package, info):
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise BookRefused("unsafe", self.path)
            if is_shared:
                self.longest = max(self.longest, *map(len, piece.split(b"</t")))
                continue
            far = far or may_be_far(piece)
            self.repeats += piece.count(b't="s"')
            if len(notes) < _NOTED:
                _note_cells(piece, notes)
        name = self.sheets.get(info.filename.casefold(), Path(info.filename).stem)
        if far:
            ensure_near(self.path, self.package, info, name)
        self.notes[name] = notes

    def ensure_texts(self) -> None:
        """Every cell gets its own copy of its text: a long one shown everywhere fills the memory."""
        if self.longest * self.repeats > TEXT_LIMIT:
            raise BookRefused("bomb", self.path)


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
