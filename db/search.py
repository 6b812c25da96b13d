"""Finding rows by words: each word of what was typed must stand somewhere in the row."""

import re

from db.norwegian import code_key, fold, like

MOST_WORDS = 8


def every_word(column: str, text: str) -> tuple[str, dict[str, str]]:
    """The condition, and its parameters, that a folded column holds every word of the text."""
    return each_word(rf"{column} LIKE :w ESCAPE '\'", text)


def each_word(condition: str, text: str) -> tuple[str, dict[str, str]]:
    """The condition repeated for each word of the text, with its parameters; "1" without words.

    In the condition `:w` is the word as a LIKE pattern, and `:c` the word as a number or barcode.
    """
    words = fold(text).split()[:MOST_WORDS]
    where = " AND ".join(re.sub(r":([wc])\b", rf":\g<1>{n}", condition) for n in range(len(words)))
    params = {f"w{n}": like(word) for n, word in enumerate(words)}
    if ":c" in condition:
        params |= {f"c{n}": code_key(word) or "-" for n, word in enumerate(words)}
    return where or "1", params
