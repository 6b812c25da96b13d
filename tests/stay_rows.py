"""Rows of stays written straight into a register, for tests that need a certain past and no acts."""

from datetime import date, timedelta
from itertools import pairwise


def plus(day, days):
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


class Rows:
    """Writes rows with sensible defaults and returns their ids."""

    def __init__(self, register):
        self.register, self.conn, self.people = register, register.conn, 0

    def insert(self, table, **values):
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        return self.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values).lastrowid

    def person(self):
        self.people += 1
        name = f"Person{self.people}"
        return self.insert("person", last_name=name, name_key=name.lower(), search_key=name.lower())

    def site(self, name="Avdelingen", kind="ward"):
        return self.insert("site", name=name, name_key=name.lower(), kind=kind)

    def place(self, site, name="1", kind="night", valid_from="2000-01-01", valid_to=None, rehab=False):
        key = self.insert("stay_place", site_id=site, name=name, name_key=name.lower(), kind=kind,
                          valid_from=valid_from, valid_to=valid_to, reason="prøve")  # fmt: skip
        if rehab:
            self.earmark(key, "rehabilitation", valid_from, valid_to)
        return key

    def places(self, site, number, **more):
        return [self.place(site, f"{at + 1:02}", **more) for at in range(number)]

    def earmark(self, place, purpose, from_on="2000-01-01", to_on=None):
        return self.insert("earmark", stay_place_id=place, purpose=purpose, from_on=from_on, to_on=to_on)

    def close(self, site, from_on, to_on, place=None, places=None):
        return self.insert("closure", site_id=site, stay_place_id=place, places=places, from_on=from_on, to_on=to_on,
                           reason="prøve")  # fmt: skip

    def stay(self, site, place, in_on, out_on, state="discharged", purpose="rehabilitation", **more):
        """A stay in one place; `moves` are (day, site, place) on the way."""
        steps = [(in_on, site, place), *more.pop("moves", ())]
        values = {"state": state, "purpose": purpose, "received_on": in_on, "person_id": more.pop("person", None)}
        values["person_id"] = values["person_id"] or self.person()
        if state == "discharged":
            values |= {"closed_on": out_on, "confirmed": 1}
        key = self.insert("stay", **values | more)
        for (start, at, where), (stop, _at, _where) in pairwise([*steps, (out_on, None, None)]):
            self.insert("stay_segment", stay_id=key, site_id=at, stay_place_id=where, from_on=start, to_on=stop)
        return key

    def asked(self, received_on, state="applied", purpose="rehabilitation", **more):
        """An application without a place."""
        more.setdefault("person_id", self.person())
        return self.insert("stay", state=state, purpose=purpose, received_on=received_on, **more)

    def leave(self, stay, from_on, to_on):
        return self.insert("stay_leave", stay_id=stay, kind="home", from_on=from_on, to_on=to_on)

    def pause(self, stay, from_on, to_on):
        return self.insert("stay_pause", stay_id=stay, from_on=from_on, to_on=to_on)
