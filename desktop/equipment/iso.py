"""NAV's list of ISO 9999 classes, found by their titles and search words. No Qt."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from db.norwegian import fold, search_key


@dataclass(frozen=True, slots=True)
class IsoClass:
    """One class: its code without spaces, its level (1–4) and its Norwegian title."""

    code: str
    level: int
    title: str
    search_key: str

    @property
    def spaced(self) -> str:
        """'120606' -> '12 06 06', as the standard writes it."""
        return " ".join(self.code[at : at + 2] for at in range(0, len(self.code), 2))


@cache
def classes() -> dict[str, IsoClass]:
    """Every class by its code. Source: resources/iso9999-categories.csv."""
    lines = (files("resources") / "iso9999-categories.csv").read_text("utf-8").splitlines()
    return {row["code"]: _class(row) for row in csv.DictReader(lines)}


def _class(row: dict[str, str]) -> IsoClass:
    found_by = search_key(row["title_nb"], row["search_words"])
    return IsoClass(row["code"], int(row["level"]), row["title_nb"], found_by)


def title(code: str | None) -> str:
    """'120606' -> '12 06 06 Rullatorer'; a code that is not in the list stands alone."""
    known = classes().get((code or "").replace(" ", ""))
    return f"{known.spaced} {known.title}" if known else code or ""


def find(text: str, limit: int = 12) -> list[IsoClass]:
    """The classes that hold every word, those whose title does before those found by their search words."""
    bare = text.replace(" ", "")
    if bare.isdecimal():
        return [one for one in classes().values() if one.code.startswith(bare)][:limit]
    words = fold(text).split()
    if not words:
        return []
    hits = [one for one in classes().values() if all(word in one.search_key for word in words)]
    return sorted(hits, key=lambda one: (_rank(one, words), one.level == 4, one.code))[:limit]


def _rank(one: IsoClass, words: list[str]) -> int:
    title_key = fold(one.title)
    if title_key.startswith(words[0]):
        return 0
    return 1 if all(word in title_key for word in words) else 2
