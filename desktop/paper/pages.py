"""A finished PDF as pictures for the preview: plain bytes, so that any window can draw them. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pypdfium2

from desktop.paper.fault import told_plainly


class Picture(NamedTuple):
    """One page drawn: four bytes a dot (blue, green, red, unused), rows of `stride` bytes, top row first."""

    data: bytes
    width: int
    height: int
    stride: int


class Pages:
    """An open PDF. Not for two threads at once: pdfium has one state for the whole process."""

    def __init__(self, source: Path | str | bytes):
        self._document = _opened(source)

    def __len__(self) -> int:
        return len(self._document)

    def size(self, page: int) -> tuple[float, float]:
        """Width and height in points of a page counted from 0."""
        return self._document.get_page_size(page)

    @told_plainly
    def picture(self, page: int, scale: float) -> Picture:
        """The page drawn; scale 1 gives 72 dots to the inch."""
        leaf = self._document[page]
        bitmap = leaf.render(
            scale=scale,  # pyright: ignore[reportArgumentType]  any number will do
            prefer_bgrx=True,
            fill_color=(255, 255, 255, 255),
            maybe_alpha=False,
        )
        drawn = Picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        bitmap.close()
        leaf.close()
        return drawn

    @told_plainly
    def text(self, page: int) -> str:
        """What stands on the page, in the order it was drawn: for search, screen readers and tests."""
        leaf = self._document[page]
        reader = leaf.get_textpage()
        said = reader.get_text_range()
        reader.close()
        leaf.close()
        return said

    def close(self) -> None:
        self._document.close()

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


@told_plainly
def _opened(source: Path | str | bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(source)
