"""A fresh register for each test of the import."""

import pytest

from db.connection import Register


@pytest.fixture
def register(tmp_path):
    opened = Register.create(tmp_path / "prøve.hverdag")
    yield opened
    opened.close()
