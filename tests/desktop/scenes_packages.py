"""Scenes of packages, of goods by quantity, and of what is missing."""

from gallery import TODAY, Gallery, scene
from PySide6.QtWidgets import QWidget

from db import command, equipment, loan_lines, loans, packages, people, products, tasks
from desktop.equipment.fields import found_product
from desktop.equipment.page import EquipmentPage
from desktop.follow_up.page import FollowUpPage
from desktop.follow_up.tasks import TasksView
from desktop.loans.lend_page import LendPage
from desktop.loans.page import LoansPage
from desktop.main_window import MainWindow


def _run(made: Gallery, act, **given):
    return command.run(made.store._register, act, staff="Jon Vaktmester", today=TODAY, **given).result


def _kinds(made: Gallery) -> list[int]:
    """Products of which a copy stands free, no two of the same group."""
    found: dict[str, int] = {}
    for row in made.store.read(products.rows, made.store.read(products.ids)):
        if row["tracking"] == "single" and row["ready"]:
            found.setdefault(row["group_name"], row["product_id"])
    return list(found.values())


def _crutches(made: Gallery) -> int:
    return next(row["product_id"] for row in made.store.read(products.find, "albuekrykker")
                if row["tracking"] == "quantity")  # fmt: skip


def _package(made: Gallery) -> int:
    """A package of three kinds of copies and two pairs of crutches, and one that is not whole."""
    known = made.store.read(packages.find, "hjemreise")
    if known:
        return known[0]["package_id"]
    kinds, crutches = _kinds(made), _crutches(made)
    empty = next(row["product_id"] for row in made.store.read(products.rows, made.store.read(products.ids))
                 if row["tracking"] == "single" and not row["ready"])  # fmt: skip
    _run(made, packages.add_package, name="Badepakke", parts=[(kinds[3], 1), (kinds[4], 2)])
    _run(made, packages.add_package, name="Sengepakke", parts=[(kinds[0], 1), (empty, 1), (kinds[1], 1)])
    parts = [*((kind, 1) for kind in kinds[:2]), (empty, 1), (crutches, 2)]
    return _run(made, packages.add_package, name="Hjemreise", parts=parts, note="Etter hofteoperasjon")


def _goods_line(made: Gallery) -> int:
    """Four pairs of crutches with somebody, one of them in again and one gone; made once."""
    crutches, who = _crutches(made), made.store.read(people.ids, today=TODAY)[3]
    for row in made.store.read(loan_lines.of_borrower, person_id=who, today=TODAY, open_only=True):
        if row["product_id"] == crutches:
            return row["line_id"]
    agreement = _run(made, loans.lend, goods={crutches: 4}, person_id=who, due_on="2026-12-20")
    line = made.store.read(loan_lines.of_agreement, agreement, today=TODAY)[0]["line_id"]
    _run(made, loans.take_back, returns=[loans.Return(line, "clean", quantity=1, lost=1)])
    return line


def _missing(made: Gallery) -> TasksView:
    """The list of what is missing, with four things from four returns and one task by hand; made once."""
    if not made.store.read(tasks.ids, today=TODAY):
        lent = made.store.read(equipment.item_ids, today=TODAY, chip="lent")
        rows = (made.store.read(loan_lines.open_line, item, today=TODAY) for item in lent)
        with_parts = [(row, made.store.read(loan_lines.line_accessories, row["line_id"])) for row in rows]
        for row, parts in [(row, parts) for row, parts in with_parts if parts][:4]:
            _run(made, loans.take_back, returns=[loans.Return(row["line_id"], "incomplete", (parts[0]["name"],))])
        _run(made, tasks.add_task, kind="other", text="Hent nøkkel til rampen på vaktrommet", due_on="2026-11-12")
    page = made.page(FollowUpPage)
    page.open_kind("task", made.store.read(tasks.ids, today=TODAY)[0])
    return page.current


@scene
def pakker(made: Gallery) -> MainWindow:
    package = _package(made)
    made.page(EquipmentPage).open_kind("package", package)
    return made.window


@scene
def ny_pakke(made: Gallery) -> QWidget:
    _package(made)
    made.page(EquipmentPage, 2).new_record()
    form = made.form()
    form.fill({"name": "Stellepakke"})
    for place, product in enumerate(_kinds(made)[:2]):
        form.parts.rows[place].product.pick(found_product(made.store.read(products.product, product)))
    return form


@scene
def lan_ut_pakke(made: Gallery) -> MainWindow:
    made.window.start("lend", package_ids=[_package(made)], person_id=made.store.read(people.ids, today=TODAY)[5])
    page = made.window.current
    assert isinstance(page, LendPage)
    page.scanned(page.draft.wanted[0].suggested["number"])
    return made.window


@scene
def bevegelser(made: Gallery) -> QWidget:
    _goods_line(made)
    view = made.page(EquipmentPage, 1)
    view.open_record(_crutches(made))
    view.show_history()
    return made.form()


@scene
def talt_opp(made: Gallery) -> QWidget:
    view = made.page(EquipmentPage, 1)
    view.open_record(_crutches(made))
    view.move_stock()
    form = made.form()
    form.fill({"kind": "adjusted", "quantity": form.now - 2})
    form._foresee()
    return form


@scene
def utlan_antall(made: Gallery) -> MainWindow:
    line = _goods_line(made)
    made.page(LoansPage).open_record(line)
    return made.window


@scene
def retur_antall(made: Gallery) -> MainWindow:
    made.window.start("take_back", line_ids=[_goods_line(made)])
    return made.window


@scene
def savnet_antall(made: Gallery) -> QWidget:
    page = made.page(LoansPage)
    page.open_record(_goods_line(made))
    page.lose()
    return made.form()


@scene
def mangler(made: Gallery) -> MainWindow:
    view = _missing(made)
    view.table.choose([int(view.model.ids[1])])
    return made.window


@scene
def ny_oppgave(made: Gallery) -> QWidget:
    _missing(made).new_record()
    return made.form()


@scene
def oppgi(made: Gallery) -> QWidget:
    view = _missing(made)
    view.table.choose([int(view.model.ids[1])])
    view.give_up()
    return made.form()


@scene
def endre_oppgave(made: Gallery) -> QWidget:
    view = _missing(made)
    view.open_form(int(view.model.ids[1]))
    return made.form()
