"""The user's guide tells every key of the measures that is not one of the lists in general."""

from pathlib import Path

import pytest

from desktop.parts.record_page import RecordPage
from desktop.plans.page import PlansPage

GUIDE = (Path(__file__).parents[3] / "docs" / "brukerveiledning.md").read_text(encoding="utf-8")
CHAPTER = GUIDE.partition("\n## Tiltak\n")[2].partition("\n## ")[0]
OWN = [action for action in PlansPage.ACTIONS if action not in RecordPage.ACTIONS]


@pytest.mark.parametrize("action", OWN, ids=lambda action: action.slot)
def test_the_chapter_names_the_key(action):
    assert action.key.replace("Return", "Enter") in CHAPTER


@pytest.mark.parametrize("view", [text for _kind, text in PlansPage.VIEWS])
def test_the_chapter_names_the_list(view):
    assert view.lower() in " ".join(CHAPTER.lower().split())
