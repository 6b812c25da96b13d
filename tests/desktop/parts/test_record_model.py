"""The one table model: lazily read, a million rows, sorted by the register, kept by id."""

from time import perf_counter

import pytest
from parts_sample import COLUMNS, TODAY, row
from PySide6.QtCore import Qt

from desktop.parts.record_model import KEPT_PAGES, PAGE, RecordModel

DISPLAY, SPOKEN = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole


class Register:
    """Stands for the register: counts what is asked of it."""

    def __init__(self, ids):
        self.held, self.asked, self.orders = ids, [], []

    def ids(self, order, descending):
        self.orders.append((order, descending))
        return reversed(self.held) if descending else self.held

    def rows(self, ids):
        self.asked.append(ids)
        return [row(n) for n in ids if n in self.held]

    def model(self):
        model = RecordModel(COLUMNS, "item_id", self.ids, self.rows, lambda: TODAY)
        model.read()
        return model


def test_the_tester_of_qt_is_content(dressed, qtmodeltester):
    register = Register(range(1, 300))
    model = register.model()
    qtmodeltester.check(model)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    register.held = range(1, 5)
    model.read()
    register.held = range(0)
    model.read()
    qtmodeltester.check(model)


def test_a_million_rows_are_ready_at_once_and_read_as_they_are_seen(dressed):
    register = Register(range(1_000_000))
    begun = perf_counter()
    model = register.model()
    assert perf_counter() - begun < 1
    assert register.asked == []
    assert model.index(777_777, 0).data() == "UT-777777"
    assert [len(ids) for ids in register.asked] == [PAGE]
    for n in range(0, 1_000_000, PAGE * 20):
        model.index(n, 0).data()
    assert len(model._pages) <= KEPT_PAGES


def test_sorting_asks_the_register_once(dressed):
    register = Register(range(1, 10))
    model = register.model()
    model.sort(4, Qt.SortOrder.DescendingOrder)
    model.sort(4, Qt.SortOrder.DescendingOrder)
    assert register.orders == [(None, False), ("due", True)]
    assert model.index(0, 0).data() == "UT-0009"


def test_a_column_that_the_register_cannot_sort_leaves_the_order(dressed):
    register = Register(range(1, 10))
    model = register.model()
    model.sort(3)
    assert register.orders == [(None, False)]


@pytest.mark.parametrize(("number", "said"), [(6, "24. juni · 9 dager over"), (12, "31. juli · om 28 dager"),
                                              (18, "Uten frist"), (1, "–")])  # fmt: skip
def test_a_deadline_says_how_late(dressed, number, said):
    model = Register(range(1, 20)).model()
    assert model.index(number - 1, 4).data() == said


def test_only_a_deadline_that_has_passed_is_late(dressed):
    model = Register(range(1, 20)).model()
    late = [n for n in range(1, 20) if model.late(COLUMNS[4], row(n))]
    assert late == [6]
    assert not model.late(COLUMNS[4], row(6) | {"end_reason": "returned"})
    assert model.text(COLUMNS[4], row(6) | {"end_reason": "returned"}) == "24.06.2026"


def test_the_first_cell_reads_the_whole_row_aloud(dressed):
    model = Register(range(1, 20)).model()
    spoken = model.index(5, 0).data(SPOKEN)
    assert spoken == "UT-0006, Rullator, innendørs, Utlånt, Kari N., 24. juni · 9 dager over, 600 kr".replace(
        "600 kr", "600\u00a0kr")  # fmt: skip
    assert model.index(5, 2).data(SPOKEN) == "Tilstand: Utlånt"


def test_a_record_that_has_gone_since_leaves_empty_cells(dressed):
    register = Register(range(1, 20))
    model = register.model()
    register.held = range(1, 5)
    assert model.index(10, 0).data() is None
    assert model.index(0, 0).data() == "UT-0001"


def test_reading_again_without_change_tells_of_changed_cells_only(dressed, qtbot):
    model = Register(range(1, 20)).model()
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.read()
