"""What one word of a search fits in the tables behind a long list, so that the list goes to its rows by index.

A word that fits few records is told as their ids. One that fits many (the first letters of a word do) is told as a
comparison with each row, which then ends at once. Neither changes what is found. Copies are found apart from their
order: what a word fits lies in four tables, each with an index of its own, and putting a hundred thousand in order
takes longer than finding them.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any

from db.connection import Reader, telling
from db.norwegian import code_key, fold, like
from db.search import MOST_WORDS

FEW = 1000  # more ids than this are slower to gather than the rows are to compare
SEVERAL = 5000  # the same where the ids are those of the list itself
SHARE = 0.25  # of all products: a word that fits more has its loan lines compared one by one
_BY_WORD = {
    "person": "SELECT person_id FROM person WHERE search_key LIKE :word ESCAPE '\\' LIMIT :most",
    "unit": "SELECT unit_id FROM unit WHERE search_key LIKE :word ESCAPE '\\' LIMIT :most",
    "product": "SELECT product_id FROM product WHERE search_key LIKE :word ESCAPE '\\' LIMIT :most",
    "item": "SELECT item_id FROM item WHERE search_key LIKE :word ESCAPE '\\' LIMIT :most",
}
_BORROWED = """SELECT ol.item_id FROM loan_line ol
    WHERE ol.end_reason IS NULL AND ol.item_id IS NOT NULL AND ol.agreement_id IN ({agreements})"""
# CROSS JOIN and + keep to the open lines: by the index of the many persons it is ten times slower.
_BORROWED_BY_MANY = """SELECT ol.item_id FROM loan_line ol CROSS JOIN agreement oa ON oa.agreement_id = ol.agreement_id
    WHERE ol.end_reason IS NULL AND ol.item_id IS NOT NULL AND {borrowers}"""


class Word:
    """One word: `name` is its parameter, `pattern` what the parameter holds, and where it fits.

    Each of persons, units, products and items is a list of ids, or None where it fits many. `everywhere` says that
    it fits every product, and so every copy and every line.
    """

    def __init__(self, db: Reader, word: str, name: str):
        self.name, self.pattern, self.code = name, like(word), code_key(word)
        self.persons, self.units, self.items = (few(db, table, self.pattern) for table in ("person", "unit", "item"))
        products, known = few(db, "product", self.pattern), db.value("SELECT count(*) FROM product")
        self.everywhere = products is not None and len(products) == known
        self.products = products if products is not None and len(products) <= known * SHARE else None

    def fits(self, column: str) -> str:
        """The comparison with a search_key."""
        return f"{column} LIKE :{self.name} ESCAPE '\\'"

    def agreements(self) -> str:
        """The agreements of the borrowers that it fits; '' where it fits none."""
        parts = (("person_id", self.persons), ("unit_id", self.units))
        return " UNION ALL ".join(
            f"SELECT oa.agreement_id FROM agreement oa WHERE oa.{key} IN ({ids(found)})"
            for key, found in parts
            if found
        )

    def borrowers(self, short: str) -> str:
        """The comparison with an agreement's person and unit."""
        return f"""(+{short}.person_id IN (SELECT person_id FROM person WHERE {self.fits("search_key")})
            OR +{short}.unit_id IN (SELECT unit_id FROM unit WHERE {self.fits("search_key")}))"""


def words(db: Reader, text: str) -> list[Word]:
    """The words of a text, with where each of them fits; a comma parts them, as in the names of the lists."""
    return [Word(db, word, f"w{n}") for n, word in enumerate(fold(text).replace(",", " ").split()[:MOST_WORDS])]


def every_word(db: Reader, table: str, short: str, text: str) -> tuple[str, dict[str, str]]:
    """The condition, and its parameters, that the table's own search_key holds every word; "1" without words."""
    parts, params = [], {}
    for n, word in enumerate(fold(text).replace(",", " ").split()[:MOST_WORDS]):
        params[f"w{n}"] = like(word)
        found = few(db, table, like(word), SEVERAL)
        parts.append(f"{short}.search_key LIKE :w{n} ESCAPE '\\'" if found is None
                     else f"{short}.{table}_id IN ({ids(found)})")  # fmt: skip
    return " AND ".join(parts) or "1", params


def line_terms(word: Word) -> Iterator[tuple[str, str]]:
    """What makes a loan line (l) fit: a condition, and the tables it needs of item, agreement, product.

    A line fits by its copy, its product, its borrower, or the number of its agreement.
    """
    if word.everywhere:
        yield "1", ""
        return
    if _is_number(word.code):
        yield f"l.agreement_id = {word.code}", ""
    if word.items is None:
        yield word.fits("i.search_key"), "i"
    elif word.items:
        yield f"l.item_id IN ({ids(word.items)})", ""
    if word.products is None:
        yield word.fits("p.search_key"), "ip"
    elif word.products:
        chosen = ids(word.products)
        yield f"l.product_id IN ({chosen})", ""
        yield f"l.item_id IN (SELECT pi.item_id FROM item pi WHERE pi.product_id IN ({chosen}))", ""
    if word.persons is None or word.units is None:
        yield word.borrowers("a"), "a"
    elif word.agreements():
        yield f"l.agreement_id IN ({word.agreements()})", ""


def items(db: Reader, text: str) -> set[int] | None:
    """The copies that every word fits, by number or serial, sticker, product, or who has them now.

    None where all of them are, as without words.
    """
    found: set[int] | None = None
    for word in words(db, text):
        if not word.everywhere:
            fitting = _fitting_items(db, word)
            found = fitting if found is None else found & fitting
    return found


def in_order(db: Reader, sql: str, found: set[int] | None, **params: Any) -> list[int]:
    """Those of the ids of an ordered query that `items` has found; its text says {among} where a condition on i goes.

    A few are put in order by themselves, many are taken from the whole list in its order.
    """
    if found is not None and len(found) <= SEVERAL:
        return db.column(sql.format(among=f"i.item_id IN ({ids(found)})"), **params)
    return among(db.kept(sql.format(among="1"), **params), found)


def among(keys: Iterable[int], found: set[int] | None) -> list[int]:
    """Those of the ids that `items` has found, in their order."""
    return list(keys if found is None else filter(found.__contains__, keys))


def first(db: Reader, sql: str, found: set[int] | None, limit: int) -> list[int]:
    """The first ids of an ordered query that `items` has found; it is read no further than that."""
    with telling(db.path), closing(db.conn.execute(sql)) as rows:  # left open it would hold off who writes
        keys = (row[0] for row in rows)
        return list(islice((key for key in keys if found is None or key in found), limit))


def _fitting_items(db: Reader, word: Word) -> set[int]:
    terms = [
        f"""SELECT item_id FROM item
        WHERE product_id IN (SELECT product_id FROM product WHERE {word.fits("search_key")})""",
        "SELECT item_id FROM barcode WHERE code_key = :code",
    ]
    if word.items is None:
        terms.append(f"SELECT item_id FROM item WHERE {word.fits('search_key')}")
    if word.persons is None or word.units is None:
        terms.append(_BORROWED_BY_MANY.format(borrowers=word.borrowers("oa")))
    elif word.agreements():
        terms.append(_BORROWED.format(agreements=word.agreements()))
    sought = {word.name: word.pattern, "code": word.code}
    return {*(word.items or ()), *db.column(" UNION ALL ".join(terms), **sought)}


def few(db: Reader, table: str, pattern: str, most: int = FEW) -> list[int] | None:
    """The ids of the table's rows that a pattern fits; None where it fits more than that."""
    found = db.column(_BY_WORD[table], word=pattern, most=most + 1)
    return found if len(found) <= most else None


def ids(keys: Iterable[int]) -> str:
    """Whole numbers of our own making, as SQL lists them."""
    return ",".join(str(int(key)) for key in keys)


def _is_number(code: str) -> bool:
    """Whether it is a number as an id is written."""
    return code.isdecimal() and len(code) < 19 and not code.startswith("0")
