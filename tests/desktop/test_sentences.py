"""Everything the register can turn down has a sentence of its own."""

import pytest

from db import errors
from db.errors import FileTrouble, Rejected, Why
from desktop import faults


@pytest.mark.parametrize("why", Why)
def test_every_rejection_is_told_without_a_code(why):
    text = faults.sentence(Rejected(why))
    assert text
    assert why.value not in text


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, FileTrouble) and kind is not FileTrouble
    ],
)
def test_every_trouble_with_the_file_is_told_with_its_name(kind):
    text = faults.sentence(kind("/x/Fjellvik.hverdag"))
    assert text
    assert kind.__name__ not in text


def test_an_overtaken_edit_shows_both_values():
    told = Rejected(
        Why.OVERTAKEN, theirs={"phone": "900 00 001", "name_key": "a"}, yours={"phone": "900 00 002", "name_key": "b"}
    )
    assert "900 00 001" in faults.sentence(told)
    assert "900 00 002" in faults.sentence(told)


def test_a_copy_that_is_out_names_who_has_it():
    told = Rejected(Why.LENT_ALREADY, number="UT-0187", first_name="Ola", last_name="Hansen")
    assert faults.sentence(told) == "UT-0187: Er allerede lånt ut til Ola H. Ta imot retur først?"


def test_an_unknown_outcome_is_not_told_as_unsaved():
    assert "Ingenting er lagret" not in faults.sentence(errors.DiskFails("/x/a.hverdag", unknown=True))
