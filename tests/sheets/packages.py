"""Books made by hand, byte by byte, so that they can be wrong in every way."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
ROOT = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
WORKBOOK = f"""<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="Lager" sheetId="1" r:id="rId1"/></sheets></workbook>"""
WORKBOOK_LINKS = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""


def cell(place: str, text: str) -> str:
    """One cell with text in it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_xml(rows: str, before: str = "") -> str:
    """A worksheet part around rows."""
    start = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">{before}'
    return f"{start}<sheetData>{rows}</sheetData></worksheet>"


HEADING = "".join(
    cell(f"{column}1", text) for column, text in zip("ABC", ("Løpenr", "HMS-nr", "Hjelpemiddel"), strict=True)
)
FIRST_ROW = f'<row r="1">{HEADING}</row>'


def item_row(row: int) -> str:
    """A row that tells one copy."""
    texts = (str(1000 + row), "214812", "Rullator")
    cells = "".join(cell(f"{column}{row}", text) for column, text in zip("ABC", texts, strict=True))
    return f'<row r="{row}">{cells}</row>'


def make(
    path: Path, sheet: str | bytes, more: Mapping[str, str | bytes] | None = None, compress=zipfile.ZIP_DEFLATED
) -> Path:
    """A book with this worksheet part and these further or changed parts."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": WORKBOOK_LINKS,
        "xl/worksheets/sheet1.xml": sheet,
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", compress) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path
