"""One example of every command that can be undone, on a register that already has something of every kind.

`EXAMPLES` holds, by the command's name, a function from what `stock` made to the command's arguments.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from examples_measures import MEASURE_EXAMPLES, stock_measures
from examples_stays import STAY_EXAMPLES, stock_stays
from filled import TODAY, Depot, fill

from db import (
    contacts,
    counts,
    equipment,
    imports,
    lapses,
    loans,
    nav_cases,
    packages,
    people,
    products,
    recalls,
    requests,
    service,
    stop_things,
    stops,
    tasks,
    trips,
)

EARLIER = "2026-11-02"


@dataclass
class Stocked:
    """A filled register and the ids of what stands in it, by what it is for."""

    depot: Depot
    of: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.of[name]

    def rev(self, table: str, name: str) -> int:
        """The revision of the row of a table that goes by a name here."""
        return self.depot.register.value(f"SELECT rev FROM {table} WHERE {table}_id = :ref", ref=self.of[name])


def stock(register) -> Stocked:
    """Something of every kind, with a copy, a request, a stop or a person of its own for each act."""
    depot = fill(register, copies=30)
    made = Stocked(depot, {"person": depot.person, "unit": depot.unit})
    _loans(depot, made.of)
    _service(depot, made.of)
    _requests(depot, made.of)
    _trips(depot, made.of)
    _people(depot, made.of)
    _others(depot, made.of)
    stock_stays(depot, made.of)
    stock_measures(depot, made.of)
    return made


def _loans(depot: Depot, of: dict[str, Any]) -> None:
    of["agreement"] = depot.lend(0, 1, 2, 3, goods={depot.goods: 4}, requested_by="Ergoterapeut", note="Bad")
    of["line"], of["nav_line"], of["sent_line"], of["granted_line"] = (depot.line(number) for number in range(4))
    of["goods_line"] = depot.register.value("SELECT line_id FROM loan_line WHERE product_id IS NOT NULL")
    of["late_agreement"] = depot.lend(4, out_on=EARLIER, due_on="2026-11-12")
    of["late_line"] = depot.line(4)
    nav, sent, granted = depot.do(
        nav_cases.open_nav_cases, line_ids=[of["nav_line"], of["sent_line"], of["granted_line"]]
    )
    depot.do(nav_cases.send_nav_application, nav_case_ids=[sent, granted], on_day=EARLIER)
    depot.do(nav_cases.answer_nav_cases, nav_case_ids=[granted], answer="granted")
    of |= {"nav_case": nav, "sent_case": sent, "granted_case": granted}
    depot.lend(5, unit_id=depot.unit, person_id=None)
    missing = loans.Return(depot.line(5), "clean", missing_accessories=("Pute",))
    depot.do(loans.take_back, returns=[missing])
    of["task"] = depot.register.value("SELECT task_id FROM task WHERE kind = 'missing_accessory'")


def _service(depot: Depot, of: dict[str, Any]) -> None:
    items = depot.items
    depot.do(equipment.act, item_ids=items[6:7], act="to_cleaning")
    of["repair"] = depot.do(service.open_repair, item_id=items[7], fault="Hjul")
    depot.do(service.quarantine, item_ids=items[8:9], note="Vent")
    depot.do(equipment.act, item_ids=items[9:10], act="missing")
    bed = depot.do(products.add_product, name="Seng Hvilen", hms_nr="054321")
    beds = depot.do(equipment.add_items, numbers=["S-1", "S-2", "S-3"], product_id=bed, serial="7", room="Kjeller")
    of |= {"bed": bed, "beds": beds, "cleaning": items[6], "broken": items[7], "blocked": items[8], "gone": items[9]}
    of["recall"] = depot.do(recalls.open_recall, title="Bremse", reason="Brudd", product_id=bed)
    of["recalled"] = depot.register.column("SELECT recall_item_id FROM recall_item ORDER BY recall_item_id")
    of["fresh"] = depot.do(products.add_product, name="Rullator", hms_nr="065432", check_months=12)
    copy = depot.do(equipment.add_items, numbers=["R-1"], product_id=of["fresh"], bought_on="2026-05")
    of["walker"] = copy[0]


def _asked(depot: Depot, product_id: int, **more: Any) -> int:
    asked = {"person_id": depot.person, "wanted_on": "2026-12-01", "note": "Ring først", "asked_by": "Lege"}
    return depot.do(requests.add_request, product_id=product_id, **(asked | more))


def _requests(depot: Depot, of: dict[str, Any]) -> None:
    chair = depot.register.value("SELECT product_id FROM item WHERE item_id = :item", item=depot.items[0])
    of["chair"] = chair
    of["request"], of["packed"], of["driven"], of["filled"] = (_asked(depot, chair) for _n in range(4))
    of["goods_request"] = _asked(depot, depot.goods, quantity=2)
    depot.do(requests.pack, request_id=of["packed"], item_id=depot.items[10], reason="Ny")
    depot.do(requests.pack, request_id=of["filled"], item_id=depot.items[11], reason="Ny")
    of["package"] = depot.do(packages.add_package, name="Hjem", parts=[(chair, 1), (depot.goods, 2)], note="To")
    of["old_package"] = depot.do(packages.add_package, name="Gammel", parts=[(chair, 1)])
    depot.do(packages.retire_package, package_id=of["old_package"])


def _trips(depot: Depot, of: dict[str, Any]) -> None:
    add, person = trips.add_stop, depot.person
    of["deliver"] = depot.do(add, kind="deliver", person_id=person, request_ids=[of["filled"]], day=TODAY, floor="3")
    of["fetch"] = depot.do(add, kind="fetch", person_id=person, line_ids=[of["late_line"]], day=TODAY)
    depot.do(add, kind="deliver", person_id=person, request_ids=[of["driven"]])
    of["trip"] = depot.register.value("SELECT trip_id FROM trip")
    of["pooled"] = depot.do(add, kind="parcel", unit_id=depot.unit, text="Brev")
    of["tomorrow"] = depot.do(add, kind="parcel", unit_id=depot.unit, text="Avis", day="2026-11-23")


def _people(depot: Depot, of: dict[str, Any]) -> None:
    def living(name: str, **more: Any) -> int:
        return depot.do(people.add_person, first_name="Åse", last_name=name, **more)

    of["double"] = living("Nordmann", phone="90000001", protected=1, note="Kort to")
    depot.lend(12, person_id=of["double"], due_on="2026-11-30")
    _asked(depot, of["chair"], person_id=of["double"])
    depot.do(trips.add_stop, kind="fetch", person_id=of["double"], line_ids=[depot.line(12)])
    depot.do(contacts.add_contact, kind="phone", outcome="reached", line_ids=[depot.line(12)], text="Kommer")
    depot.do(tasks.add_task, kind="other", text="Ring", person_id=of["double"])
    of["dying"] = living("Dal", born_on="1930-01-01")
    depot.lend(13, 14, person_id=of["dying"])
    _asked(depot, of["chair"], person_id=of["dying"])
    for number, (name, tell) in enumerate((("Eng", lapses.tell_death), ("Fjell", lapses.tell_moved)), start=15):
        of[tell.__name__] = living(name)
        depot.lend(number, person_id=of[tell.__name__])
        of[f"{tell.__name__}_line"] = depot.line(number)
        of[f"{tell.__name__}_lapse"] = depot.do(tell, person_id=of[tell.__name__], responsible="Jon")


def _others(depot: Depot, of: dict[str, Any]) -> None:
    of["contact"] = depot.do(
        contacts.add_contact, kind="phone", outcome="no_answer", line_ids=[of["late_line"]], text="Prøv igjen"
    )
    place = depot.do(equipment.add_place, room="Loft", shelf="B2")
    of["count"] = depot.do(counts.start_count, name="Kjelleren", room="Kjeller")
    of["elsewhere"] = depot.do(counts.scan, stock_count_id=of["count"], item_id=depot.items[20], place_id=place)
    of["found"] = depot.do(counts.scan, stock_count_id=of["count"], item_id=depot.items[9], place_id=place)
    sql = "SELECT count_row_id FROM count_row WHERE stock_count_id = :ref AND item_id = :item"
    of["unseen"] = depot.register.value(sql, ref=of["count"], item=depot.items[21])
    of["staff"] = depot.do(people.add_staff, name="Mia")
    of["barcode"] = depot.do(equipment.add_barcode, item_id=depot.items[22], code="LIM-22")


def _imported(on: Stocked) -> dict[str, Any]:
    nothing = dict.fromkeys(
        ("products", "product_changes", "items", "item_changes", "barcodes", "persons", "person_changes", "agreements",
         "agreement_changes", "lines", "line_changes", "extensions", "lent", "movements"), (),
    )  # fmt: skip
    rows = {"places": [("Låve", "1", "låve 1")], "units": [("Fjellro", "fjellro", "fjellro", "", "")]}
    stay = (
        None,
        on.depot.person,
        "night",
        "acute",
        "in",
        TODAY,
        TODAY,
        TODAY,
        None,
        0,
        "home",
        *[""],
        *[None] * 4,
        "",
        "",
    )
    stays = {"sites": [("Elvetunet", "elvetunet", "ward")], "stay_places": [(-1, "7", "7", TODAY)], "stays": [stay],
             "segments": [(-1, -1, -1, TODAY, "2026-12-24", 0)], "coordinators": [(-1, "AH", TODAY)],
             "goals": [(-1, 1, "Gå i trapp", TODAY)]}  # fmt: skip
    told = {"book": "Bok", "seen_op": imports.latest_op(on.depot.register), "counts": {}, "of_stays": stays,
            "of_measures": {
                "plans": [{"name": "Plan fra bok"}],
                "measures": [(-1, {"adopted_text": "Årlig møte", "kind": "yearly", "focus_area": "Helse", "goal": "Mål",
                                   "responsible": ["Enhet fra bok"], "light": "green", "year": 2025})],
            }}  # fmt: skip
    return nothing | rows | told


def _results(on: Stocked) -> dict[str, Any]:
    found = stops.stops(on.depot.register, on["trip"], today=TODAY)
    done = stop_things.Result(on["deliver"])
    failed = stop_things.Result(on["fetch"], outcome="failed", reason="nobody_home", note="Ingen der")
    assert [row["stop_id"] for row in found] == [on["deliver"], on["fetch"]]
    return {"trip_id": on["trip"], "results": [done, failed]}


def _item_rev(on: Stocked, number: int) -> dict[str, int]:
    row = equipment.item(on.depot.register, on.depot.items[number])
    return {"item_id": row["item_id"], "rev": row["rev"]}


E = Callable[[Stocked], dict[str, Any]]
LAPSE: E = lambda on: {"person_id": on["dying"], "responsible": "Jon", "reason": "Trengs ikke", "note": "Ring"}  # noqa: E731
EXAMPLES: dict[str, E] = {
    "add_catalogue": lambda on: {"rows": [{"name": "Krykke", "hms_nr": "077777"}]},
    "add_contact": lambda on: {"kind": "letter", "outcome": "sent", "line_ids": [on["late_line"]], "text": "Brev",
                               "next_on": "2026-12-01"},
    "change_contact": lambda on: {"contact_id": on["contact"], "rev": on.rev("contact", "contact"), "kind": "phone",
                                  "outcome": "reached", "line_ids": [on["line"]], "text": "Kommer snart"},
    "remind": lambda on: {"line_ids": [on["late_line"]], "kind": "sms", "text": "Hei"},
    "start_count": lambda on: {"name": "Alt", "note": "Årlig"},
    "scan": lambda on: {"stock_count_id": on["count"], "code": "UKJENT-9"},
    "take_out": lambda on: {"count_row_ids": [on["elsewhere"].count_row_id]},
    "close_count": lambda on: {"stock_count_id": on["count"]},
    "mark_missing": lambda on: {"count_row_ids": [on["unseen"]], "note": "Borte"},
    "mark_found": lambda on: {"count_row_ids": [on["found"].count_row_id]},
    "move_to_seen": lambda on: {"count_row_ids": [on["elsewhere"].count_row_id]},
    "add_items": lambda on: {"numbers": ["N-1"], "codes": ["NN-1"], "product_id": on["chair"], "room": "Ny"},
    "change_item": lambda on: _item_rev(on, 22) | {"codes": ["LIM-23"], "note": "Ripe", "room": "Gang"},
    "add_barcode": lambda on: {"item_id": on.depot.items[0], "code": "LIM-1"},
    "remove_barcode": lambda on: {"barcode_id": on["barcode"]},
    "add_place": lambda on: {"room": "Bod", "shelf": "C3"},
    "act": lambda on: {"item_ids": [on.depot.items[10], on.depot.items[23]], "act": "missing", "note": "Borte"},
    "count_stock": lambda on: {"product_id": on.depot.goods, "counted": 7, "reason": "Telt"},
    "apply_import": _imported,
    "tell_death": lambda on: LAPSE(on) | {"died_on": "2026-11-20"},
    "tell_moved": lambda on: LAPSE(on) | {"moved_on": "2026-11-30"},
    "to_institution": lambda on: LAPSE(on) | {"unit_id": on.depot.unit},
    "annul_death": lambda on: {"person_id": on["tell_death"], "reason": "Feil person"},
    "moved_back": lambda on: {"person_id": on["tell_moved"], "reason": "Ble boende"},
    "change_lapse": lambda on: {"lapse_id": on["tell_death_lapse"], "responsible": "Mia", "grace_until": "2027-01-01"},
    "finish_lapse": lambda on: {"lapse_id": on["tell_death_lapse"], "reason": "Borte",
                                "fates": {on["tell_death_line"]: "not_recovered"}},
    "lend": lambda on: {"item_ids": [on.depot.items[10], on.depot.items[24]], "goods": {on.depot.goods: 2},
                        "person_id": on.depot.person, "due_on": "2027-02-01", "note": "To turer",
                        "fills": {on.depot.items[10]: on["packed"]}, "goods_fills": {on.depot.goods: on["goods_request"]},
                        "out_reasons": {on.depot.items[24]: "Bredere sete"}},
    "take_back": lambda on: {"returns": [
        loans.Return(on["line"], "infectious", ("Pute",), note="Sprut"), loans.Return(on["goods_line"], quantity=3)]},
    "extend": lambda on: {"line_ids": [on["line"]], "due_on": "2027-05-01", "reason": "Trenger den", "asked_by": "Kari"},
    "swap": lambda on: {"line_id": on["line"], "item_id": on.depot.items[25], "condition": "damaged", "note": "Hjul"},
    "lose": lambda on: {"line_ids": [on["line"], on["goods_line"]], "note": "Brann", "quantities": {on["goods_line"]: 1}},
    "mark_signed": lambda on: {"agreement_id": on["agreement"], "on_day": TODAY},
    "change_agreement": lambda on: {"agreement_id": on["agreement"], "rev": on.rev("agreement", "agreement"),
                                    "requested_by": "Lege", "note": "Stue"},
    "open_nav_cases": lambda on: {"line_ids": [on["line"]], "sent_on": TODAY, "note": "Haster"},
    "send_nav_application": lambda on: {"nav_case_ids": [on["nav_case"]]},
    "answer_nav_cases": lambda on: {"nav_case_ids": [on["sent_case"]], "answer": "refused"},
    "swap_to_nav": lambda on: {"nav_case_id": on["granted_case"], "condition": "dirty", "note": "Ny kom"},
    "close_nav_cases": lambda on: {"nav_case_ids": [on["nav_case"], on["sent_case"]], "note": "Over"},
    "add_package": lambda on: {"name": "Ny pakke", "parts": [(on["chair"], 1)]},
    "change_package": lambda on: {"package_id": on["package"], "rev": on.rev("package", "package"), "name": "Hjemme",
                                  "parts": [(on.depot.goods, 4)]},
    "retire_package": lambda on: {"package_id": on["package"]},
    "restore_package": lambda on: {"package_id": on["old_package"]},
    "request_package": lambda on: {"package_id": on["package"], "wanted_on": "2026-12-05",
                                   "person_id": on.depot.person, "note": "Haster"},
    "add_person": lambda on: {"first_name": "Bo", "last_name": "Vik", "kin_name": "Eva", "protected": 1},
    "change_person": lambda on: {"person_id": on.depot.person, "rev": on.rev("person", "person"), "protected": 1},
    "merge_people": lambda on: {"person_id": on.depot.person, "other_id": on["double"]},
    "add_staff": lambda on: {"name": "Per"},
    "retire_staff": lambda on: {"staff_id": on["staff"]},
    "add_product": lambda on: {"name": "Stokk", "accessory_names": ["Dupp"], "check_months": 6},
    "change_product": lambda on: {"product_id": on["chair"], "rev": on.rev("product", "chair"),
                                  "accessory_names": ["Pute", "Brett"], "check_months": 24},
    "move_stock": lambda on: {"product_id": on.depot.goods, "kind": "scrapped", "quantity": 2, "note": "Sprukket"},
    "open_recall": lambda on: {"title": "Ramme", "reason": "Sprekk", "product_id": on["chair"]},
    "change_recall": lambda on: {"recall_id": on["recall"], "rev": on.rev("recall", "recall"), "title": "Bremser"},
    "handle_recalled": lambda on: {"recall_item_ids": on["recalled"], "outcome": "fixed", "note": "Byttet"},
    "note_recalled": lambda on: {"recall_item_ids": on["recalled"][:1], "note": "Ringt"},
    "add_request": lambda on: {"product_id": on["chair"], "quantity": 2, "unit_id": on.depot.unit,
                               "wanted_on": "2026-12-03", "note": "Rom 4"},
    "change_request": lambda on: {"request_id": on["packed"], "product_id": on["fresh"], "note": "Heller rullator"},
    "cancel_requests": lambda on: {"request_ids": [on["driven"], on["packed"]], "reason": "Trengs ikke"},
    "pack": lambda on: {"request_id": on["request"], "item_id": on.depot.items[26], "reason": "Ny pute"},
    "unpack": lambda on: {"request_ids": [on["packed"]]},
    "clean": lambda on: {"item_ids": [on["cleaning"]], "note": "To ganger"},
    "open_repair": lambda on: {"item_id": on.depot.items[27], "fault": "Brems"},
    "change_repair": lambda on: {"service_case_id": on["repair"], "state": "done", "parts": "Hjul", "minutes": 20},
    "new_repair": lambda on: {"item_id": on.depot.items[27], "state": "waiting_part", "fault": "Ramme"},
    "quarantine": lambda on: {"item_ids": [on.depot.items[28]], "note": "Skabb"},
    "release": lambda on: {"item_ids": [on["blocked"]], "done_by": "Mia", "note": "Vasket"},
    "check": lambda on: {"item_ids": [on["walker"]], "passed": False, "note": "Slark"},
    "add_task": lambda on: {"kind": "other", "text": "Ring", "person_id": on.depot.person, "due_on": "2026-12-01"},
    "change_task": lambda on: {"task_id": on["task"], "rev": on.rev("task", "task"), "text": "Pute", "due_on": None},
    "finish_tasks": lambda on: {"task_ids": [on["task"]], "note": "Kom i posten"},
    "add_stop": lambda on: {"kind": "swap", "person_id": on.depot.person, "line_ids": [on["line"]],
                            "item_ids": [on.depot.items[29]], "day": "2026-11-24", "key_note": "Nabo"},
    "change_stop": lambda on: {"stop_id": on["pooled"], "rev": on.rev("stop", "pooled"), "text": "Pakke", "floor": "2"},
    "stops_for": lambda on: {"request_ids": [on["request"]], "line_ids": [on["line"]], "day": "2026-11-25"},
    "plan_stops": lambda on: {"stop_ids": [on["pooled"]], "day": "2026-11-26"},
    "order_stops": lambda on: {"trip_id": on["trip"], "stop_ids": [on["fetch"], on["deliver"]]},
    "to_pool": lambda on: {"stop_ids": [on["tomorrow"]]},
    "cancel_stops": lambda on: {"stop_ids": [on["deliver"], on["pooled"]], "reason": "Avlyst"},
    "fail_stop": lambda on: {"stop_id": on["fetch"], "reason": "no_access", "note": "Låst"},
    "finish_trip": _results,
    "change_trip": lambda on: {"trip_id": on["trip"], "rev": on.rev("trip", "trip"), "driver": "Ole", "note": "Glatt"},
    "add_unit": lambda on: {"name": "Lunden", "contact": "Vakt"},
    "change_unit": lambda on: {"unit_id": on.depot.unit, "rev": on.rev("unit", "unit"), "phone": "51000000"},
} | STAY_EXAMPLES | MEASURE_EXAMPLES  # fmt: skip
