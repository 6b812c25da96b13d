"""What the tests of the parts stand on: a dressed program, a register of its own, and a frame that remembers."""

from types import SimpleNamespace

import pytest
from parts_sample import TODAY

from desktop import language, settings
from desktop.parts import style
from desktop.store import Store


@pytest.fixture
def dressed(qapp):
    """The program in the light theme at 100 %."""
    language.before_app()
    settings.store().clear()
    style.apply(qapp, "light")
    yield qapp
    style.apply(qapp, "light")


@pytest.fixture
def store(dressed, tmp_path, new_register):
    """A door to an empty register; time stands at the third of July 2026."""
    made = Store(new_register(tmp_path / "utlan.hverdag"), staff="Jon", today=TODAY)
    yield made
    made.close()


class Frame:
    """Remembers what a page asked of its window."""

    def __init__(self):
        self.told, self.troubles, self.gone, self.started, self.listings = [], [], [], [], []

    def tell(self, text, undo=True, second=None):
        self.told.append(SimpleNamespace(text=text, undo=undo, second=second))

    def trouble(self, fault):
        self.troubles.append(fault)

    def go(self, kind, ref=None):
        self.gone.append((kind, ref))

    def start(self, act, **given):
        self.started.append((act, given))

    def export(self, listing):
        self.listings.append(("export", listing))

    def print_list(self, listing):
        self.listings.append(("print", listing))

    def show_form(self, form):
        form.open()


@pytest.fixture
def frame():
    return Frame()
