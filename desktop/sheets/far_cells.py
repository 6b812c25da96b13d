"""Cells far away: found by a quick look at the bytes, counted exactly where there is any doubt.

The reader lays out every cell between the first and the last, so one cell in XFD1048576 would take all memory.
"""

import re
import zipfile
from pathlib import Path
from xml.parsers import expat

from desktop.sheets.refusal import BookRefused, column_number, ensure_size

_NEAR = rb'r="[A-Z](?:[1-9][0-9]{0,4}|1[0-9]{5}|200000)"[\s>/]'
# A cell with something in it that is not plainly in A1:Z200000. Every doubt ends here too: the exact count decides.
_FAR = re.compile(rb"<c(?=[\s>])(?! " + _NEAR + rb")(?![^<>]*(?:/>|></c>))")
_PREFIXED = re.compile(rb":(?:c|row)[\s>]")


def may_be_far(piece: bytes) -> bool:
    """Anything but plainly written cells in A1:Z200000. A piece without a filled cell is settled at once."""
    if b":" in piece and _PREFIXED.search(piece):
        return True
    return b"</c" in piece and _FAR.search(piece) is not None


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


def ensure_near(path: Path, package: zipfile.ZipFile, info: zipfile.ZipInfo, sheet: str) -> None:
    """Count exactly how far a sheet's filled cells reach; BookRefused beyond the limits."""
    extent, parser = _Extent(), expat.ParserCreate()
    parser.StartElementHandler = extent.start
    try:
        with package.open(info) as stream:
            while chunk := stream.read(2**20):
                parser.Parse(chunk)
                ensure_size(path, sheet, extent.last_row, extent.last_column)
    except expat.ExpatError as fault:
        raise BookRefused("damaged", path) from fault
