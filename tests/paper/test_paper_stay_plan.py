"""«Min plan» on paper: the person's own words first, plain sentences instead of scales, boxes for the way home."""

import pytest

from db import command, people, products, stay_acts, stay_checks, stay_places, stay_plan, stay_scores
from db.connection import Register
from desktop.paper import printing

TODAY = "2026-11-22"
STAY = {"from_on": "2026-11-15", "to_on": "2026-12-06", "purpose": "rehabilitation"}


class Ward:
    """A register with three places, a person with an address, and a wheelchair to order."""

    def __init__(self, register):
        self.register = register
        self.site = self.do(stay_places.add_site, name="Lunden", kind="ward", phone="72 00 00 00")
        named = {"site_id": self.site, "names": "Rom 1..3", "valid_from": "2026-01-01"}
        self.rooms = self.do(stay_places.add_stay_places, **named)
        self.chair = self.do(products.add_product, name="Rullestol Kroken")

    def do(self, act, **given):
        return command.run(self.register, act, staff="Anne", today=TODAY, **given).result

    def add_stay(self, **more):
        """Somebody new in the next room."""
        person = self.do(people.add_person, first_name="Kari", last_name="Nordmann", address="Lia 4")
        return self.do(stay_acts.book_stay, person_id=person, place_id=self.rooms.pop(), **STAY, **more)


@pytest.fixture(scope="module")
def ward(tmp_path_factory):
    register = Register.create(tmp_path_factory.mktemp("plan") / "lager.hverdag")
    yield Ward(register)
    register.close()


def said(printed, ward, stay_id):
    _data, texts = printed(lambda out: printing.print_plan(ward.register, stay_id, out, today=TODAY))
    return texts


def test_the_plan_speaks_the_persons_words_first_and_says_what_scores_mean(ward, printed):
    stay_id = ward.add_stay()
    ward.do(stay_plan.tell_important, stay_id=stay_id, text="Ta imot <b>barnebarna</b> & naboen")
    goal = ward.do(stay_plan.add_goal, stay_id=stay_id, text="Gå trappen", set_on="2026-11-16", score_before=3)
    ward.do(stay_plan.close_goal, stay_goal_id=goal, status="partly", score_after=6)
    ward.do(stay_plan.add_intervention, stay_id=stay_id, text="Trening", dose="3 ganger i uken", who="Fysioterapeut")
    for moment, sppb, copm in (("before", 6, 3), ("after", 7, 3.5)):
        scores = {"sppb": sppb, "copm_performance": copm}
        ward.do(stay_scores.add_scores, stay_id=stay_id, moment=moment, scores=scores)
    text = " ".join(said(printed, ward, stay_id))
    assert text.index("barnebarna</b> & naboen") < text.index("Gå trappen") < text.index("Trening")
    for word in ("Taushetsbelagt", "Da jeg kom, ga jeg dette 3. Nå gir jeg det 6", "Sammen med: Fysioterapeut",
                 "Beina og balansen er bedre enn da jeg kom", "går omtrent som da jeg kom", "kan bli endret"):  # fmt: skip
        assert word in text, word
    for jargon in ("SPPB", "COPM", "Evaluering", "Lia 4"):
        assert jargon not in text, jargon


def test_the_way_home_has_boxes_and_tells_what_is_ordered_and_leaves_out_what_is_not_needed(ward, printed):
    stay_id = ward.add_stay(confirmed=True)
    ward.do(stay_checks.plan_discharge, stay_id=stay_id)
    lines = {row["kind"]: row["stay_check_id"] for row in stay_checks.checks(ward.register, stay_id, today=TODAY)}
    ward.do(stay_checks.change_check, stay_check_id=lines["transport"], needed=False)
    ward.do(stay_checks.order_aids, stay_id=stay_id, product_id=ward.chair)
    ward.do(stay_checks.plan_home_visit, stay_id=stay_id, on_day="2026-11-25")
    text = " ".join(said(printed, ward, stay_id))
    assert "Rullestol Kroken (bestilt)" in text
    assert "Noen ser på hjemmet sammen med meg, 25. nov." in text
    assert ("Skyss hjem" in text, "kan bli endret" in text) == (False, False)


def test_a_very_long_plan_goes_over_many_pages_and_loses_nothing(ward, printed):
    stay_id = ward.add_stay()
    ward.do(stay_plan.tell_important, stay_id=stay_id, text="Hjem " * 390)
    for number in range(25):
        ward.do(stay_plan.add_goal, stay_id=stay_id, text=f"Mål nummer {number} " + "med mange ord " * 30)
    texts = said(printed, ward, stay_id)
    assert len(texts) > 3
    assert all(f"Mål nummer {number} " in " ".join(texts) for number in range(25))
