"""Who comes to a day centre in a time that it is to be closed, or to have room for fewer."""

from collections import defaultdict
from collections.abc import Sequence

from db.connection import Reader, Row
from db.day_plan import FOREVER, Centre, booked, centres


def hit_days(
    db: Reader, site_id: int, since: str, until: str, *, shut: Sequence[int], places: int | None, but: Row | None
) -> dict[int, tuple[list[str], int]]:
    """By stay_id the days of [since, until) that it loses, and how many too many there are at the most.

    Without places it is the whole centre, and everybody who is booked is hit. With some of its places shut, or a
    number of them, all are told who come on a day when more come than there is room for then: nobody has a place of
    their own. `but` is a closure that is not counted.
    """
    last = db.value("SELECT max(to_on) FROM stay_segment WHERE site_id = :site", site=site_id)
    coming: dict[str, list[int]] = defaultdict(list)
    for one in booked(db, since, min(until, last or since), site_id=site_id) if since < until else ():
        if one.comes:
            coming[one.day].append(one.stay_id)
    centre, found = centres(db, site_id)[site_id], dict[int, tuple[list[str], int]]()
    for day, stays in sorted(coming.items()):
        over = 0 if not shut and not places else len(stays) - _room(centre, day, shut, places, but)
        if over > 0 or (not shut and not places):
            for stay_id in stays:
                known, most = found.get(stay_id, ([], 0))
                found[stay_id] = ([*known, day], max(most, over))
    return found


def _room(centre: Centre, day: str, shut: Sequence[int], places: int | None, but: Row | None) -> int:
    """How many there would be room for on a day that the centre is open."""
    own = but is not None and but["from_on"] <= day < (but["to_on"] or FOREVER)
    if own and but is not None and but["places"]:
        return max(0, centre.capacity(day) + but["places"] - (places or 0))
    return max(0, centre.capacity(day, without=shut) - (places or 0))
