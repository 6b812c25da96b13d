"""What each column of a sheet means: told by its heading, and by what it holds where the heading says nothing."""

from desktop.sheets import headings
from desktop.sheets.book import Sheet
from desktop.sheets.content import Profile, profile

_LENT = {"out", "due", "returned", "borrower", "born"}


def profiles_of(sheet: Sheet, start: int, today: str) -> list[Profile]:
    width = max((len(row) for row in sheet.rows), default=0)
    rows = sheet.rows[start : start + 2000]
    return [profile((row[column] for row in rows if column < len(row)), today) for column in range(width)]


def by_heading(labels: list[str], profiles: list[Profile]) -> dict[int, str]:
    """Certain headings first, then those that can mean several things by what is still free and what they hold."""
    columns: dict[int, str] = {}
    meant = [(column, headings.meanings(label)) for column, label in enumerate(labels) if label]
    order = sorted(
        (pair for pair in meant if pair[1]), key=lambda pair: (len(pair[1]), not headings.is_plain(labels[pair[0]]))
    )
    has_thing = any("name" in options and len(options) == 1 for _column, options in meant)
    for column, options in order:
        if "borrower" in options and "name" in options:
            options = options if has_thing or profiles[column].name > 0.6 else tuple(reversed(options))
        for option in options:
            if option not in columns.values() and _can_hold(profiles[column], option):
                columns[column] = option
                break
    return _numbers_settled(_stickers_settled(columns), profiles)


def _can_hold(found: Profile, option: str) -> bool:
    """A column of words is no column of days, and one of days no column of names."""
    if found.filled < 3:
        return True
    if option in ("out", "bought", "born", "died"):
        return found.day > 0.3 or found.text < 0.5
    if option in ("name", "borrower", "group", "state", "address"):
        return found.day < 0.8
    return True


def _stickers_settled(columns: dict[int, str]) -> dict[int, str]:
    """Where stickers are all that tells the copies apart, they are the numbers."""
    if "number" in columns.values():
        return columns
    return {column: "number" if option == "barcode" else option for column, option in columns.items()}


def _numbers_settled(columns: dict[int, str], profiles: list[Profile]) -> dict[int, str]:
    """A number column that holds HMS numbers, the same again and again, is the HMS column."""
    if "hms_nr" in columns.values():
        return columns
    for column, option in columns.items():
        seen = profiles[column]
        if option == "number" and seen.filled >= 5 and seen.hms > 0.8 and seen.distinct < 0.9:
            columns[column] = "hms_nr"
    return columns


def by_content(columns: dict[int, str], profiles: list[Profile], headed: bool) -> None:
    """Give what is still missing to columns whose cells look like it."""
    free = [column for column, seen in enumerate(profiles) if column not in columns and seen.filled >= 2]

    def take(name: str, fits) -> None:
        if name in columns.values():
            return
        chosen = next((column for column in free if column not in columns and fits(profiles[column])), None)
        if chosen is not None:
            columns[chosen] = name

    take("hms_nr", lambda seen: seen.hms > 0.7)
    known = set(columns.values())
    lending = bool(known & _LENT)
    if not headed:
        take("borrower", lambda seen: seen.name > 0.8 and seen.text > 0.9)
        lending = "borrower" in columns.values()
        for name in ("out", "due", "returned") if lending else ("bought",):
            take(name, lambda seen: seen.day > 0.8)
        take("state", lambda seen: seen.state > 0.9 and seen.distinct < 0.9)
        take("phone", lambda seen: seen.phone > 0.8)
        take("address", lambda seen: seen.address > 0.8)
        take("number", lambda seen: seen.code > 0.9 and (lending or seen.distinct > 0.9))
    elif lending:
        take("borrower", lambda seen: "last_name" not in known and seen.name > 0.8)
        take("out", lambda seen: seen.day > 0.8)
        take("number", lambda seen: seen.code > 0.9)
    if not lending:
        take("name", lambda seen: seen.text > 0.8 and seen.distinct > 0.2)
