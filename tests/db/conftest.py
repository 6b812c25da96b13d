"""What the tests of the register share."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from filled import fill

from db.connection import Register

sys.path.insert(0, str(Path(__file__).parents[2]))  # bench/ is no part of the installed program


@pytest.fixture(scope="session")
def stocked(tmp_path_factory):
    """The register that every test starts from, filled once."""
    register = Register.create(tmp_path_factory.mktemp("depot") / "lager.hverdag")
    made = fill(register)
    register.close()
    return made


@pytest.fixture
def depot(stocked, tmp_path):
    """A filled register in a folder of its own."""
    register = Register.open(shutil.copy(stocked.path, tmp_path / "lager.hverdag"))
    yield replace(stocked, register=register, items=list(stocked.items))
    register.close()
