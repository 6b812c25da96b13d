"""The largest table of what was copied from Excel, Word or a web page; cells over several rows are merged cells."""

from html.parser import HTMLParser

from desktop.sheets.refusal import COLUMN_LIMIT, ROW_LIMIT

Merged = list[tuple[int, int, int, int]]
_BREAKS = {"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"}
NAME_LIMIT = 120
_UNSEEN = {"head", "style", "script", "title"}


class _Tables(HTMLParser):
    """Collects every table that stands in no other, cell by cell: text, and how many rows and columns it takes."""

    def __init__(self):
        super().__init__()
        self.tables: list[list[list[tuple[str, int, int]]]] = []
        self.names: list[str] = []
        self.before: list[str] = []
        self.depth = self.unseen = 0
        self.said: list[str] | None = None
        self.span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "table"
        self.unseen += tag in _UNSEEN
        if tag == "table" and self.depth == 1:
            self.tables.append([])
            self.names.append(_last_line(self.before))
            self.before = []
        elif tag == "tr" and self.depth == 1:
            self._end_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.depth == 1:
            self._end_cell()
            self.said, told = [], dict(attrs)
            self.span = _count(told.get("rowspan"), ROW_LIMIT), _count(told.get("colspan"), COLUMN_LIMIT)
        elif tag in _BREAKS:
            self._written.append("\n")

    @property
    def _written(self) -> list[str]:
        """Where words go now: into the cell, else to what stands before the next table."""
        return self.before if self.said is None else self.said

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table") and self.depth == 1:
            self._end_cell()
            self.before = []
        self.depth -= tag == "table" and self.depth > 0
        self.unseen -= tag in _UNSEEN and self.unseen > 0

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self._written.append(" ".join(f"x{data}x".split())[1:-1] if data.strip() else " ")

    def _end_cell(self) -> None:
        if self.said is None or not self.tables:
            return
        if not self.tables[-1]:
            self.tables[-1].append([])
        down, across = self.span
        self.tables[-1][-1].append(("\n".join(_lines(self.said)), down, across))
        self.said = None


def _lines(said: list[str]) -> list[str]:
    return [line for part in "".join(said).split("\n") if (line := " ".join(part.split()))]


def _last_line(said: list[str]) -> str:
    """The last line, where it is short enough to be a name."""
    line = next(reversed(_lines(said)), "")
    return line if len(line) <= NAME_LIMIT else ""


def read(html: str) -> tuple[str, list[list[str]], Merged]:
    """(name, rows, merged) of the largest table, each cell in its first row and column; ("", [], []) without one.

    name: the line that stands above the table, which is often its heading.
    merged: (first row, first column, last row, last column) from 0, and the words of a cell merged downwards stand in
    every row of it.
    """
    parser = _Tables()
    parser.feed(html)
    parser.close()
    if not parser.tables:
        return "", [], []
    named = zip(parser.names, parser.tables, strict=True)
    name, largest = max(named, key=lambda one: sum(map(len, one[1])))
    return name, *_laid(largest)


def _laid(table: list[list[tuple[str, int, int]]]) -> tuple[list[list[str]], Merged]:
    taken: dict[tuple[int, int], str] = {}
    merged: Merged = []
    for at, row in enumerate(table):
        column = 0
        for words, down, across in row:
            while (at, column) in taken:
                column += 1
            last = min(at + down, len(table)) - 1, column + across - 1
            for below in range(at, last[0] + 1):
                taken |= {(below, beside): words if beside == column else "" for beside in range(column, last[1] + 1)}
            if last != (at, column):
                merged.append((at, column, *last))
            column += across
    width = 1 + max((column for _row, column in taken), default=-1)
    return [[taken.get((at, column), "") for column in range(width)] for at in range(len(table))], merged


def _count(told: str | None, most: int) -> int:
    return min(int(told), most) if told and told.strip().isdecimal() and int(told) > 0 else 1
