"""The pages and forms of requests, for the pictures and the walk of the screen reader."""

from typing import TYPE_CHECKING, Any

from gallery import TODAY, scene
from PySide6.QtWidgets import QWidget

from db import equipment, loan_lines, people, requests
from desktop.equipment.page import EquipmentPage
from desktop.loans.return_page import ReturnPage
from desktop.main_window import MainWindow
from desktop.people.page import PeoplePage
from desktop.requests.page import RequestsPage

if TYPE_CHECKING:
    from gallery import Gallery


def _fill(made: "Gallery") -> None:
    """Ten requests of every sort; the first scene that needs them writes them."""
    if len(made.store.read(requests.ids, today=TODAY)) >= 10:
        return
    persons = made.store.read(people.ids, today=TODAY)[:6]
    ready = made.store.read(equipment.item_rows, made.store.read(equipment.item_ids, today=TODAY, chip="available"))
    singles = [row for row in ready if row["tracking"] == "single"]
    wishes = (
        ("2026-11-16", "discharge", "Ergoterapeut Moe"), ("2026-11-13", "pressure_sore", "Hjemmesykepleien sone 2"),
        ("2026-11-18", "ordinary", "Fysioterapeut Lund"), ("2026-11-23", "terminal", "Kreftsykepleier Dahl"),
        ("2026-12-01", "ordinary", "Ergoterapeut Moe"), ("2026-11-27", "decline", ""),
    )  # fmt: skip
    product = singles[0]["product_id"]
    for at, (day, urgency, asker) in enumerate(wishes):
        made.store.write(requests.add_request, product_id=product if at % 2 else singles[at]["product_id"],
                         person_id=persons[at], wanted_on=day, urgency=urgency, asked_by=asker,
                         delivery="deliver" if at % 2 else "fetch", asked_on=f"2026-11-{10 + at}",
                         note="Trapp i andre etasje" if at == 1 else "")  # fmt: skip
    for row in made.store.read(requests.waiting, product, today=TODAY)[:1]:
        copy = made.store.read(requests.suggested, row["request_id"])
        if copy is not None:
            made.store.write(requests.pack, request_id=row["request_id"], item_id=copy["item_id"])


def _page(made: "Gallery") -> Any:
    _fill(made)
    return made.page(RequestsPage)


def _waiting(made: "Gallery", product_id: int) -> None:
    """More requests for a product than it has copies ready."""
    persons = made.store.read(people.ids, today=TODAY)
    free = made.store.read(requests.availability, product_id, since=TODAY)["available"]
    for person_id in persons[10 : 11 + free]:
        made.store.write(requests.add_request, product_id=product_id, person_id=person_id, wanted_on="2026-11-20",
                         asked_on="2026-11-12")  # fmt: skip


@scene
def behov(made: "Gallery") -> MainWindow:
    page = _page(made)
    page.start_focus()
    return made.window


@scene
def behov_klargjort(made: "Gallery") -> MainWindow:
    page = _page(made)
    page.show_chip("packed")
    page.start_focus()
    return made.window


@scene
def behov_ko(made: "Gallery") -> MainWindow:
    """Somebody who waits in line."""
    page = _page(made)
    rows = [page.model.row(n) for n in range(len(page.model.ids))]
    page.open_record(max(rows, key=lambda row: row["place"] or 0)["request_id"])
    return made.window


@scene
def nytt_behov(made: "Gallery") -> QWidget:
    page = _page(made)
    person = made.store.read(people.ids, today=TODAY)[2]
    row = page.model.row(0)
    page.ask(person_id=person, product_id=row["product_id"])
    return made.form()


@scene
def klargjor(made: "Gallery") -> QWidget:
    page = _page(made)
    page.show_chip("coverable")
    page.start_focus()
    page.choose_copy()
    return made.form()


@scene
def avlys_behov(made: "Gallery") -> QWidget:
    page = _page(made)
    page.start_focus()
    page.cancel()
    return made.form()


@scene
def lan_ut_reservert(made: "Gallery") -> MainWindow:
    """A scan that others wait for, with and without a borrower."""
    _fill(made)
    item = made.store.read(equipment.item_rows, made.store.read(equipment.item_ids, today=TODAY, chip="available")[:1])
    _waiting(made, item[0]["product_id"])
    packed = made.store.read(equipment.item_ids, today=TODAY, chip="packed")[:1]
    made.window.start("lend", item_ids=[item[0]["item_id"], *packed])
    return made.window


@scene
def retur_ventes(made: "Gallery") -> MainWindow:
    """Somebody waits for what comes back."""
    _fill(made)
    page = made.page(ReturnPage)
    line = made.store.read(loan_lines.rows, made.store.read(loan_lines.ids, today=TODAY)[:1], today=TODAY)[0]
    _waiting(made, line["of_product_id"])
    made.window.start("take_back", line_ids=[line["line_id"]])
    page.say_condition("clean")
    page.confirm()
    return made.window


@scene
def person_venter(made: "Gallery") -> MainWindow:
    page = _page(made)
    person = next(row["person_id"] for row in map(page.model.row, range(len(page.model.ids))) if row["person_id"])
    made.page(PeoplePage, 0).open_record(person)
    return made.window


@scene
def produkt_venter(made: "Gallery") -> MainWindow:
    page = _page(made)
    product = page.model.row(0)["product_id"]
    made.page(EquipmentPage, 1).open_record(product)
    return made.window
