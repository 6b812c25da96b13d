"""The week of a ward and the chart of places on paper; every name is invented."""

from io import BytesIO

import pytest

from db import closures, command, people, settings, stay_acts, stay_places
from db.connection import Register
from db.stay_chart import Span
from desktop.paper import stay_chart
from desktop.paper.pages import Pages
from desktop.paper.stay_papers import print_stay_chart, print_ward
from desktop.paper.tape import HALVES, Lane, fitting

TODAY = "2026-11-18"  # a Wednesday


def do(register, act, today=TODAY, **given):
    return command.run(register, act, staff="Anne", today=today, **given).result


@pytest.fixture(scope="module")
def ward(tmp_path_factory):
    """Three places of a ward: somebody who outstays, one who comes on Friday, and a closed one."""
    register = Register.create(tmp_path_factory.mktemp("ward") / "opphold.hverdag")
    site = do(register, stay_places.add_site, name="Korttid", kind="ward")
    one, two, three = do(
        register, stay_places.add_stay_places, site_id=site, names=["Rom 1", "Rom 2", "Rom 3"], valid_from="2026-01-01"
    )
    kari, ola = (
        do(register, people.add_person, first_name=first, last_name=last, born_on="1941-02-03")
        for first, last in (("Kari", "Nordheim"), ("Ola", "<b>Haugen</b>"))
    )
    do(register, stay_acts.admit_acute, today="2026-11-10", person_id=kari, place_id=one, to_on="2026-11-16")
    do(register, stay_acts.book_stay, person_id=ola, purpose="rehabilitation", place_id=two, from_on="2026-11-20",
       to_on="2026-12-01", confirmed=True)  # fmt: skip
    do(register, closures.close_places, site_id=site, stay_place_ids=[three], from_on="2026-11-17", reason="Nytt gulv")
    yield register
    register.close()


def said(paper, *given, **named):
    out = BytesIO()
    assert paper(*given, out, today=TODAY, **named) == 1
    with Pages(out.getvalue()) as pages:
        return pages.text(0)


def test_the_week_tells_who_is_in_each_place_who_comes_and_who_should_have_left(ward):
    text = said(print_ward, ward, "2026-11-20")
    for word in ("Taushetsbelagt", "Ukeliste", "Kari Nordheim (f. 1941)", "2 dager over tiden", "<b>Haugen</b>", "kommer",
                 "Nytt gulv", "stengt", "1 ankomst", "0 avreiser"):  # fmt: skip
        assert word in text.replace("\r\n", " ").lower() or word in text.replace("\r\n", " "), word


def test_the_chart_tells_each_bar_by_purpose_and_name_and_has_a_legend_that_a_grey_copier_keeps(ward):
    text = said(print_stay_chart, ward, "2026-11-16", 30)
    for word in ("Taushetsbelagt", "Ø · Kari N.", "R · Ola <.", "Stengt: Nytt gulv", "Rom 3", "Foreløpig",
                 "Uke 47 · november 2026"):  # fmt: skip
        assert word in text, word


def test_a_closure_under_a_stay_is_printed_below_it_with_its_word(tmp_path):
    spans = [
        Span(0, "overstay", "2026-11-10", "2026-11-18", "2026-11-16", stay_id=1),
        Span(0, "closed", "2026-11-16", "2026-11-20", "2026-11-20", "Vannskade", closure_id=1),
        Span(0, "closed", "2026-11-25", "2026-11-26", "2026-11-26", "Maling", closure_id=2),
    ]
    assert [stay_chart._half(one, spans) for one in spans] == ["over", "under", ""]
    assert stay_chart._says(spans[1]) == "Stengt: Vannskade"
    assert HALVES["under"][1] > 0.4 <= HALVES["over"][1]
    assert sum(HALVES["under"]) <= HALVES["over"][0] + 0.05 < sum(HALVES["over"]) + 0.05 <= 1.05


def test_who_is_to_come_is_printed_below_who_has_not_left(tmp_path):
    spans = [
        Span(0, "overstay", "2026-11-10", "2026-11-18", "2026-11-16", stay_id=1),
        Span(0, "planned", "2026-11-17", "2026-11-24", "2026-11-24", stay_id=2),
        Span(0, "planned", "2026-11-24", "2026-11-30", "2026-11-30", stay_id=3),
    ]
    assert [stay_chart._half(one, spans) for one in spans] == ["over", "under", ""]


def test_fewer_places_are_told_on_both_papers(ward):
    """With fewer on duty no one place is closed, and yet there are fewer to give."""
    site = ward.value("SELECT site_id FROM site")
    do(ward, closures.close_places, site_id=site, places=1, from_on="2026-11-18", to_on="2026-11-20",
       reason="Sykdom")  # fmt: skip
    do(ward, closures.close_places, site_id=site, places=2, from_on="2026-11-20", to_on="2026-11-27",
       reason="Kurs", seen=[1, 2])  # fmt: skip
    text = said(print_stay_chart, ward, "2026-11-16", 30)
    assert "1 plass færre: Sykdom" in text
    assert "2 plasser færre: Kurs" in text
    assert text.count("Færre plasser") == 2
    week = said(print_ward, ward, "2026-11-20")
    assert week.count("færre") == 2 + 5, "two lines, and five days of this week"


def test_a_week_does_not_tell_that_somebody_came_who_did_not(ward):
    told = said(print_ward, ward, "2026-11-20")
    assert "kommer" in told
    assert "ikke kommet" not in told
    out = BytesIO()
    print_ward(ward, "2026-11-20", out, today="2026-11-22")
    with Pages(out.getvalue()) as pages:
        late = " ".join(pages.text(0).split())
    assert late.count("ikke kommet") == 2, "the 20th and the 21st are past"


def test_the_head_of_a_paper_about_stays_does_not_name_the_depot(ward):
    do(ward, settings.choose, values={"municipality": "Lillevik kommune", "department": "Hjelpemiddellageret"})
    for paper in ((print_ward, ward, TODAY), (print_stay_chart, ward, TODAY, 30)):
        text = said(*paper)
        assert "Lillevik kommune" in text
        assert "Hjelpemiddellageret" not in text


def test_the_chart_fits_a_quarter_and_a_fortnight(ward):
    for days in (14, 90):
        assert "Rom 1" in said(print_stay_chart, ward, "2026-11-16", days)


def test_many_lanes_go_on_over_pages_with_their_heading_said_again():
    lanes = [Lane("Korttid", heading=True), *(Lane(f"Rom {n}") for n in range(60))]
    pages = fitting(lanes, 700)
    assert len(pages) > 1
    assert all(page[0].heading and len(page) > 1 for page in pages)
    assert [lane for page in pages for lane in page if not lane.heading] == lanes[1:]


def test_without_places_the_papers_say_so(tmp_path):
    register = Register.create(tmp_path / "tom.hverdag")
    assert "Ingen avdeling er lagt inn" in said(print_ward, register, TODAY)
    assert "Ingen plasser er lagt inn" in said(print_stay_chart, register, TODAY, 30)
    register.close()
