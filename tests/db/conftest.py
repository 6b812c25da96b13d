"""What the tests of the register share."""

import sys
from pathlib import Path

import pytest
from filled import fill

from db.connection import Register

sys.path.insert(0, str(Path(__file__).parents[2]))  # bench/ is no part of the installed program


@pytest.fixture
def depot(tmp_path):
    """A filled register in a folder of its own."""
    register = Register.create(tmp_path / "lager.hverdag")
    yield fill(register)
    register.close()
