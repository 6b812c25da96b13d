"""The two pyramids as Melhus drew and judged them in 2018; read from the plan's text, for its figures are images."""

from __future__ import annotations

from typing import Any

MELHUS_ON = "2018-01-01"
_REASON = "Slik Melhus vurderte trinnet i plan for habilitering og rehabilitering 2018–2021 (tolket)"
_LEVELS: dict[str, tuple[tuple[str, str | None], ...]] = {  # from the ground up; no colour: not the municipality's own
    "habilitation": (
        ("Forebyggende og helsefremmende arbeid", "green"),
        ("Hverdagsstimulering", "green"),
        ("Hverdagshabilitering", "orange"),
        ("Intensiv habilitering", "red"),
        ("Spesialisert habilitering", None),
    ),
    "rehabilitation": (
        ("Forebyggende og helsefremmende arbeid", "green"),
        ("Hverdagsmestring", "yellow"),
        ("Hverdagsrehabilitering", "yellow"),
        ("Rehabilitering i hjemmet", "orange"),
        ("Dagrehabilitering", "red"),
        ("Døgnrehabilitering", "yellow"),
        ("Spesialisert rehabilitering", None),
    ),
}


def levels(kind: str, judged: bool = True) -> list[dict[str, Any]]:
    """The levels of a pyramid as pyramids.add_pyramid takes them, with Melhus' judgements or without any."""
    rows: list[dict[str, Any]] = [{"name": name, "ours": colour is not None} for name, colour in _LEVELS[kind]]
    if judged:
        for row, (_name, colour) in zip(rows, _LEVELS[kind], strict=True):
            row |= {"colour": colour, "reason": _REASON} if colour else {}
    return rows
