"""The user's guide tells every key of the stays, of the plan for a stay, and every list of the page."""

import re
from pathlib import Path

import pytest

from desktop.parts.record_page import RecordPage
from desktop.stays import plan_window
from desktop.stays.day_rehab import KEYS
from desktop.stays.of_person import APPLY, BOOK
from desktop.stays.page import StaysPage

GUIDE = (Path(__file__).parents[3] / "docs" / "brukerveiledning.md").read_text(encoding="utf-8")
CHAPTER = GUIDE.partition("\n## Opphold\n")[2].partition("\n## ")[0]
OWN = [action for action in (*StaysPage.ACTIONS, APPLY, BOOK) if action not in RecordPage.ACTIONS and action.key]
IN_PLAN = sorted(set(re.findall(r'"(Ctrl\+[A-Z])"', Path(plan_window.__file__).read_text(encoding="utf-8"))))


@pytest.mark.parametrize("action", OWN, ids=lambda action: action.slot)
def test_the_chapter_names_the_key(action):
    assert re.search(rf"{re.escape(action.key.replace('Return', 'Enter'))}(?![A-Za-z0-9+])", CHAPTER)


def test_the_paragraph_on_the_plan_names_its_keys():
    told = CHAPTER.partition("**Plan for oppholdet**")[2].partition("\n\n")[0]
    assert [key for key in IN_PLAN if key not in told] == ["Ctrl+Y", "Ctrl+Z"], "which undo everywhere"


def test_the_paragraph_on_day_rehab_names_its_keys():
    told = CHAPTER.partition("**Dagrehab**")[2].partition("\n\n")[0]
    assert [key for key in KEYS if not re.search(rf"\b{key}\b", told)] == []


@pytest.mark.parametrize("view", [text for _kind, text in StaysPage.VIEWS])
def test_the_chapter_tells_of_the_list(view):
    assert f"**{view}" in CHAPTER or f"«{view}»" in CHAPTER
