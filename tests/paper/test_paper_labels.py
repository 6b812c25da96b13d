"""Labels: where they stand, and that what a scanner reads is the number. The codes are read back from the drawing."""

from io import BytesIO

import pypdfium2
import pytest
from reportlab.graphics.barcode import code128
from reportlab.lib.units import mm

from desktop.faults import Told
from desktop.paper.codes import NARROWEST, QUIET, bars, checked, qr_modules
from desktop.paper.fault import PaperFault
from desktop.paper.labels import QR_SIDE, SHEETS, TAPE, print_label_sheet, print_label_tape, print_label_test

SCALE = 8
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def label(number, **other):
    key = "".join(sign for sign in number.upper() if sign.isalnum())
    return {"number": number, "number_key": key, "name": "Dusjkrakk, justerbar", "hms_nr": "012345"} | other


def drawn(data, page=0):
    """The page as a grey picture, SCALE dots to the point."""
    return pypdfium2.PdfDocument(data)[page].render(scale=SCALE, grayscale=True).to_pil()


def dark_runs(picture, row, start, end):
    """Lengths of alternating dark and light runs between two columns, from the first dark dot to the last."""
    dots = [picture.getpixel((x, row)) < 128 for x in range(start, end)]
    dots = dots[dots.index(True) : len(dots) - dots[::-1].index(True)]
    runs, last = [], None
    for dot in dots:
        if dot is last:
            runs[-1] += 1
        else:
            runs.append(1)
        last = dot
    return runs


def patterns():
    """Value by the widths of its bars and spaces."""
    widths = {}
    for value, pattern in vars(code128)["_patterns"].items():
        widths[tuple("abcd".index(sign.lower()) + 1 for sign in pattern)] = value
    return widths


def decoded(runs):
    unit, known = sum(runs[:6]) / 11, patterns()
    values = [known[tuple(round(run / unit) for run in runs[at : at + 6])] for at in range(0, len(runs) - 7, 6)]
    *data, check = values
    assert (data[0] + sum(at * value for at, value in enumerate(data))) % 103 == check
    return spelled(data)


def spelled(values):
    """Letters of code values; sets B and C and the switches between them."""
    in_b = {value: sign for sign, value in code128.setb.items() if len(sign) == 1}
    in_c = {value: sign for sign, value in code128.setc.items() if sign.isdecimal()}
    start, *rest = values
    table, said = (in_c if start == 105 else in_b), ""
    for value in rest:
        if value in (99, 100) and (table is in_b) == (value == 99):
            table = in_c if value == 99 else in_b
        else:
            said += table[value]
    return said


def read_qr(modules):
    """The text of a version 1 symbol in alphanumeric mode, read without error correction (ISO/IEC 18004)."""
    assert len(modules) == 21
    form = [modules[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [modules[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    mask = int("".join(str(int(bit)) for bit in form[2:5]), 2) ^ 0b101
    rule = (
        lambda y, x: (y + x) % 2 == 0, lambda y, x: y % 2 == 0, lambda y, x: x % 3 == 0, lambda y, x: (y + x) % 3 == 0,
        lambda y, x: (y // 2 + x // 3) % 2 == 0, lambda y, x: y * x % 2 + y * x % 3 == 0,
        lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0, lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
    )[mask]  # fmt: skip
    bits, up = "", True
    for right in (20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        for y in range(20, -1, -1) if up else range(21):
            for x in (right, right - 1):
                if not (y == 6 or x == 6 or (y < 9 and (x < 9 or x > 12)) or (y > 12 and x < 9)):
                    bits += str(int(modules[y][x] ^ rule(y, x)))
        up = not up
    assert bits[:4] == "0010"
    length, at, said = int(bits[4:13], 2), 13, ""
    while len(said) + 1 < length:
        said += ALPHANUMERIC[int(bits[at : at + 11], 2) // 45] + ALPHANUMERIC[int(bits[at : at + 11], 2) % 45]
        at += 11
    return said + (ALPHANUMERIC[int(bits[at : at + 6], 2)] if len(said) < length else "")


def printed_label(number):
    """One label on tape: its picture and the places of barcode and QR in dots."""
    out = BytesIO()
    assert print_label_tape(out, [label(number)], owner="Fjordheim kommune") == 1
    return drawn(out.getvalue())


@pytest.mark.parametrize("number", ["UT-0042", "101", "K-0101", "HJM/2024-ABC-12345", "a1", "7", "123456"])
def test_the_bars_on_the_label_say_the_number_key(number):
    picture = printed_label(number)
    row = picture.height - round((2.5 * mm + 7.5 + 8) * SCALE)
    assert decoded(dark_runs(picture, row, 0, picture.width)) == label(number)["number_key"]


@pytest.mark.parametrize("number", ["UT-0042", "101", "K-0101", "HJM/2024-ABC-12345"])
def test_the_qr_on_the_label_says_the_number_key(number):
    picture = printed_label(number)
    side, right, top = QR_SIDE * mm * SCALE, picture.width - 3 * mm * SCALE, 2.5 * mm * SCALE
    middle = [(at + 0.5) * side / 21 for at in range(21)]
    seen = [[picture.getpixel((round(right - side + x), round(top + y))) < 128 for x in middle] for y in middle]
    assert read_qr(seen) == label(number)["number_key"]
    assert seen == [list(row) for row in qr_modules(label(number)["number_key"])]


@pytest.mark.parametrize("code", ["", "UT-0042", "ut0042", "Ø1", "A B", "A" * 41, "A\n"])
def test_other_signs_never_become_a_code(code):
    with pytest.raises(ValueError, match="A–Z") as told:
        checked(code)
    assert not code or code not in str(told.value)


def test_bars_keep_their_quiet_zone_and_are_never_too_fine():
    symbol = bars("UT0042", 60 * mm, 20)
    assert symbol is not None
    assert symbol.width <= 60 * mm
    assert symbol.lquiet == symbol.rquiet == pytest.approx(QUIET * symbol.barWidth)
    assert symbol.barWidth >= NARROWEST
    assert bars("W" * 34, 50 * mm, 20) is None


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_fits_the_page_and_its_labels_do_not_overlap(name):
    sheet = SHEETS[name]
    across = sheet.left * 2 + sheet.columns * sheet.width + (sheet.columns - 1) * sheet.between
    down = sheet.top * 2 + sheet.rows * sheet.height
    assert across == pytest.approx(210, abs=0.2)
    assert down == pytest.approx(297, abs=0.2)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("position", [1, 5, 21])
def test_every_label_stands_within_a_tenth_of_a_millimetre(name, position):
    """Measured on the drawn QR: its right upper corner has one place on every label."""
    sheet, out = SHEETS[name], BytesIO()
    print_label_sheet(out, [label("UT-0042")], sheet=name, start=position)
    ink = [box(found) for found in pypdfium2.PdfDocument(out.getvalue())[0].get_objects() if squarish(found)]
    assert len(ink) == 1
    _left, _bottom, right, top = ink[0]
    row, column = divmod(position - 1, sheet.columns)
    side = 5.0 if sheet.left < 5 else 2.5
    assert right / mm == pytest.approx(sheet.left + (column + 1) * sheet.width + column * sheet.between - side, abs=0.1)
    assert top / mm == pytest.approx(297 - sheet.top - row * sheet.height - 3.5, abs=0.1)


def box(found):
    return found.get_bounds()


def squarish(found):
    """Whether a drawn object is the QR: as wide as high, and of its size."""
    left, bottom, right, top = found.get_bounds()
    return abs(right - left - QR_SIDE * mm) < 0.2 and abs(top - bottom - QR_SIDE * mm) < 0.2


def test_sheets_fill_from_the_start_position(printed):
    labels = [label(f"UT-{at:04}") for at in range(30)]
    pages = printed(print_label_sheet, labels, start=20, owner="Fjordheim kommune")[1]
    assert [page.count("UT-") for page in pages] == [5, 24, 1]
    assert "HMS-nr 012345" in pages[0]
    assert "Fjordheim kommune" in pages[0]
    assert printed(print_label_sheet, labels[:24])[1][0].count("UT-") == 24


@pytest.mark.parametrize("start", [0, -1, 25])
def test_a_start_outside_the_sheet_is_told(start):
    with pytest.raises(Told, match="fra 1 til 24"):
        print_label_sheet(BytesIO(), [label("1")], start=start)


def test_tape_is_a_page_of_its_size_for_each_label(printed):
    data, pages = printed(print_label_tape, [label("UT-0042"), label("UT-0043")])
    assert ["UT-0042" in pages[0], "UT-0043" in pages[1]] == [True, True]
    assert pypdfium2.PdfDocument(data)[0].get_size() == pytest.approx([side * mm for side in TAPE], abs=0.1)


def test_a_number_without_letters_or_digits_is_refused_without_its_text():
    with pytest.raises(PaperFault) as told:
        print_label_tape(BytesIO(), [label("UT-1", number_key="Ø-1")])
    assert "Ø" not in str(told.value)


def test_the_test_page_measures_190_and_140_millimetres(printed):
    data, pages = printed(print_label_test, owner="Fjordheim kommune")
    assert "100 %" in pages[0]
    assert "190 og 140 mm" in pages[0]
    boxes = [found.get_bounds() for found in pypdfium2.PdfDocument(data)[0].get_objects()]
    wide = [(right - left) / mm for left, bottom, right, top in boxes if top - bottom < 1]
    high = [(top - bottom) / mm for left, bottom, right, top in boxes if right - left < 1]
    assert any(length == pytest.approx(190, abs=0.3) for length in wide)
    assert any(length == pytest.approx(140, abs=0.3) for length in high)


def test_labels_are_drawn_not_pictured(printed):
    data = printed(print_label_sheet, [label("UT-0042")])[0]
    assert b"/Subtype /Image" not in data
    assert b"/PrintScaling /None" in data
