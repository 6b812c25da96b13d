"""Finding rows by words: each word of what was typed must stand somewhere in the row."""

from db.norwegian import fold, like

MOST_WORDS = 8


def every_word(column: str, text: str) -> tuple[str, dict[str, str]]:
    """The condition, and its parameters, that a folded column holds every word of the text; "1" without words."""
    words = fold(text).split()[:MOST_WORDS]
    where = " AND ".join(rf"{column} LIKE :w{n} ESCAPE '\'" for n in range(len(words)))
    return where or "1", {f"w{n}": like(word) for n, word in enumerate(words)}
