"""Whatever `check` can find has a sentence that says what to do."""

import pytest

from db.check import KINDS, Problem
from desktop import check_words

NAMES = "movement_id request_id told table to ref name number item_id line_id lines stock missing seq state stay_id"
FACTS = NAMES.split()


@pytest.mark.parametrize("kind", KINDS)
def test_every_problem_has_a_sentence(kind):
    said = check_words.sentence(Problem(kind, dict.fromkeys(map(str, FACTS))))
    assert said.endswith(".")
    assert kind not in said
