"""The red tag: red, large, with the number and who blocked it, and not a word of who had it."""

from io import BytesIO

import pypdfium2
import pytest
from reportlab.lib.units import mm

from db import equipment, loans, service
from db.errors import Rejected, Why
from desktop.paper import printing


def infected(desk):
    """The copy that Kari had came back infectious, another was blocked on the shelf."""
    desk.do(loans.take_back, returns=[loans.Return(1, "infectious", note="Kari Nordmann, isolat")])
    desk.do(service.quarantine, item_ids=desk.items[4:5])


def test_a_tag_says_what_it_is_and_nothing_of_who_had_it(desk, printed):
    infected(desk)
    data, texts = printed(lambda out: printing.print_tag(desk.register, ["ut1", "UT-5", "UT-6"], out, staff="Ida"))
    assert len(texts) == 2
    for number, text in zip(("UT-1", "UT-5"), texts, strict=True):
        for said in ("SMITTE", "må ikke brukes", number, "Rullator Gemino 30", "Sperret 22. november 2026",
                     "av Jon Berg", "Hjelpemiddellageret"):  # fmt: skip
            assert said in text
        assert not {"Kari", "Nordmann", "Storgata", "isolat"} & set(text.replace(",", " ").split())
    page = pypdfium2.PdfDocument(data)[0]
    assert [round(side / mm) for side in page.get_size()] == [105, 148]


def test_the_ground_is_red_and_the_words_on_it_white(desk):
    infected(desk)
    out = BytesIO()
    printing.print_tag(desk.register, ["UT-1"], out)
    picture = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=1).to_pil().convert("RGB")
    dots = [picture.getpixel((x, y)) for x in range(0, picture.width, 3) for y in range(0, picture.height, 3)]
    red = sum(dot[0] > 140 and dot[1] < 60 and dot[2] < 60 for dot in dots)
    assert red > 0.4 * len(dots)
    assert picture.getpixel((picture.width // 2, 6)) == (255, 255, 255)  # a printer's own edge stays free


def test_a_tag_is_for_what_is_in_quarantine_only(desk):
    infected(desk)
    desk.do(service.release, item_ids=desk.items[:1], done_by="Berit Moe")
    for numbers in (["UT-1"], ["UT-6"], [], ["UT-999"]):
        with pytest.raises(Rejected) as told:
            printing.print_tag(desk.register, numbers, BytesIO())
        assert told.value.why is Why.NOT_QUARANTINED


def test_a_long_number_and_a_long_name_stay_on_the_tag(desk, printed):
    number = "HJELPEMIDDELSENTRALEN-2026-0000000001234"
    product = equipment.item(desk.register, desk.items[0])["product_id"]
    [item] = desk.do(equipment.add_items, numbers=[number], product_id=product)
    desk.do(service.quarantine, item_ids=[item])
    _data, texts = printed(lambda out: printing.print_tag(desk.register, [number], out))
    assert "HJELPE" in texts[0]
