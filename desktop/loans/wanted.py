"""Parts of a package that wait for their copies in a loan that is put together. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from db import packages

Row = Mapping[str, Any]


@dataclass(slots=True, eq=False)
class Wanted:
    """One copy that a package asks for; `suggested` is the copy to hand out, None where nothing stands free."""

    product: Row
    package: str
    suggested: Row | None = None

    @property
    def product_id(self) -> int:
        return self.product["product_id"]


def suggest(read: Callable[..., Any], parts: Iterable[Wanted], taken: Iterable[int], borrower: Row | None) -> None:
    """Let each part suggest the copy that goes out first, none of them twice and none that lies in the list."""
    spoken_for = list(taken)
    who = {f"{borrower['kind']}_id": borrower["ref"]} if borrower is not None else {}
    for part in parts:
        part.suggested = read(packages.oldest_free, part.product_id, spoken_for, **who)
        if part.suggested is not None:
            spoken_for.append(part.suggested["item_id"])
