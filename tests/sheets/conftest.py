"""A fresh register for each test of the import."""

import pytest


@pytest.fixture
def register(tmp_path, new_register):
    opened = new_register(tmp_path / "prøve.hverdag")
    yield opened
    opened.close()
