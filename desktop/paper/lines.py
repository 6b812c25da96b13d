"""Text broken into lines of a given width, without the cost of a Paragraph; the same cell text is broken once."""

from __future__ import annotations

from functools import lru_cache

from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop.paper.house import clean

MOST = 12  # lines in one cell of a list; what is longer ends in …


@lru_cache(maxsize=20_000)
def broken(said: str, face: str, size: float, room: float, most: int = MOST) -> tuple[str, ...]:
    """The lines of a text that fit `room` points; words longer than a line are split, the last line may end in …"""
    if not said:
        return ()
    if "\n" not in said and stringWidth(said, face, size) <= room:
        return (said,)
    lines = [line for paragraph in said[:4000].split("\n") for line in _wrapped(paragraph, face, size, room)]
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(lines[most - 1] + "…", face, size, room))


def on_one(said: str, face: str, size: float, room: float) -> str:
    """The text on one line, cut with … where the room ends."""
    lines = broken(clean(said).replace("\n", " "), face, size, room, 1)
    return lines[0] if lines else ""


def _wrapped(said: str, face: str, size: float, room: float) -> list[str]:
    lines, line = [], ""
    for word in said.split():
        longer = f"{line} {word}" if line else word
        if stringWidth(longer, face, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, face, size, room)
        lines.extend(full)
    return [*lines, line] if line else lines


def _pieces(word: str, face: str, size: float, room: float) -> list[str]:
    """A word cut where the line ends; a piece has at least one letter."""
    pieces, piece = [], ""
    for letter in word:
        if piece and stringWidth(piece + letter, face, size) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _cut(said: str, face: str, size: float, room: float) -> str:
    """The line shortened from its end until it and its … fit."""
    kept = said.removesuffix("…")
    while kept and stringWidth(kept + "…", face, size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"
