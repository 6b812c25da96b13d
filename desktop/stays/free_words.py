"""How many places are free tonight, in words: the same count wherever it is told. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from db.stay_chart import SiteOf
from desktop import words
from desktop.words import _, ngettext

RULE = _(
    "Ledig i natt er åpne plasser minus alle som er inne eller kommer i natt, også de som står parkert. "
    "Ekstraplasser og de som ligger der, er ikke regnet med."
)


def open_places(sites: Sequence[SiteOf], night: int = 0) -> str:
    """'11 åpne plasser': those in use, less what closures take; of own wards together."""
    room = sum(site.open[night] for site in sites if site.kind == "ward")
    return ngettext("{n} åpen plass", "{n} åpne plasser", room).format(n=words.number(room))


def free(sites: Sequence[SiteOf], night: int = 0) -> str:
    """'3 ledige i natt', 'ingen ledig i natt', '1 mangler plass i natt'; a ward that is overfull takes none of another.

    What is free at one ward and lacks at another is told apart.
    """
    counts = [site.free[night] for site in sites if site.kind == "ward"]
    left, lack = sum(max(n, 0) for n in counts), -sum(min(n, 0) for n in counts)
    said = [ngettext("{n} ledig i natt", "{n} ledige i natt", left).format(n=words.number(left))] if left else []
    if lack:
        text = ngettext("{n} mangler plass i natt", "{n} mangler plass i natt", lack)
        said.append(text.format(n=words.number(lack)))
    return " · ".join(said) or _("ingen ledig i natt")
