"""The ground of all paper: faces, faults that tell nothing, delivery in one step, pages as pictures, private files."""

import logging
import stat
import subprocess
import sys
import traceback
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.platypus import Flowable

from desktop.paper import house, private
from desktop.paper.fault import PaperFault
from desktop.paper.pages import Pages
from desktop.paper.sheet import Paper, print_story

ROOT = Path(__file__).parents[2]


class Broken(Flowable):
    def wrap(self, aW, aH):
        raise KeyError("Kari Nordmann, Storgata 4")


@pytest.mark.parametrize("face", [house.FACE, house.BOLD])
def test_the_faces_have_the_letters_of_our_people(face):
    house.faces()
    font: Any = getFont(face)
    known = font.face.charWidths
    for letter in "æøåÆØÅčđŋšŧžČĐŊŠŦŽŁłáÁéöäüß–−«»·…§½\u00a0":
        assert ord(letter) in known, letter


def test_a_fault_tells_no_text_and_hides_none(stamp, caplog, tmp_path):
    with pytest.raises(PaperFault) as told:
        print_story(tmp_path / "x.pdf", Paper("x", stamp), [Broken()])
    with caplog.at_level(logging.ERROR):
        logging.getLogger("t").error("fault", exc_info=told.value)
    shown = "".join(traceback.format_exception(told.value)) + caplog.text + repr(told.value)
    assert "Kari" not in shown
    assert "Storgata" not in shown
    assert told.value.kind == "KeyError"
    assert told.value.__cause__ is None
    assert told.value.__context__ is None
    assert not list(tmp_path.iterdir())


def test_a_file_is_replaced_whole_or_not_at_all(stamp, tmp_path):
    path = tmp_path / "liste.pdf"
    path.write_bytes(b"before")
    with pytest.raises(PaperFault):
        print_story(path, Paper("x", stamp), [Broken()])
    assert path.read_bytes() == b"before"
    assert print_story(path, Paper("x", stamp), [house.text("Hei")]) == 1
    assert path.read_bytes().startswith(b"%PDF")
    assert [found.name for found in tmp_path.iterdir()] == ["liste.pdf"]


def test_a_path_that_cannot_be_written_is_the_disks_error(stamp, tmp_path):
    with pytest.raises(FileNotFoundError):
        print_story(tmp_path / "nowhere" / "x.pdf", Paper("x", stamp), [house.text("Hei")])


def test_the_document_names_no_person(stamp):
    out = BytesIO()
    print_story(out, Paper("Utlånsavtale 12", stamp), [house.text("Kari Nordmann")])
    assert b"Kari" not in out.getvalue()
    assert b"Jon Berg" not in out.getvalue()


def test_pages_become_pictures(stamp):
    out = BytesIO()
    print_story(out, Paper("x", stamp), [house.text("Hei " * 9, "title")])
    with Pages(out.getvalue()) as pages:
        assert len(pages) == 1
        assert pages.size(0) == pytest.approx((595.3, 841.9), abs=0.1)
        data, width, height, stride = pages.picture(0, 2)
    assert (width, height) == (1191, 1684)
    assert stride >= width * 4
    assert len(data) == stride * height
    picture = Image.frombytes("RGB", (width, height), data, "raw", "BGRX", stride)
    assert picture.getpixel((5, 5)) == (255, 255, 255)
    petrol = [(count, colour) for count, colour in picture.getcolors(1 << 20) or [] if colour == (11, 90, 115)]
    assert petrol
    assert petrol[0][0] > 500


def test_a_damaged_document_is_a_fault_without_its_name(tmp_path):
    with pytest.raises(PaperFault) as told:
        Pages(b"no pdf")
    assert "no pdf" not in str(told.value)


def test_printouts_lie_where_only_this_user_looks(tmp_path):
    with private.PrivateFolder(tmp_path / "paper") as folder:
        first, second = folder.new(), folder.new(".xlsx")
        first.write_bytes(b"x")
        assert first.name != second.name
        assert first.suffix == ".pdf"
        assert second.suffix == ".xlsx"
        assert len(first.stem) == 16
        if sys.platform != "win32":
            for path in (tmp_path / "paper", folder.path):
                assert stat.S_IMODE(path.stat().st_mode) == 0o700
        folder.empty()
        assert not first.exists()
        first.write_bytes(b"y")
    assert not folder.path.exists()


def test_what_a_crashed_program_left_goes_at_the_next_start_and_a_running_ones_stays(tmp_path):
    crash = f"""
import os, sys
from pathlib import Path
from typing import Any
from desktop.paper.private import PrivateFolder
folder = PrivateFolder(Path({str(tmp_path)!r}))
folder.new().write_bytes(b"x")
print(folder.path, flush=True)
os._exit(1)
"""
    done = subprocess.run([sys.executable, "-c", crash], capture_output=True, text=True, cwd=ROOT)
    left = Path(done.stdout.strip())
    assert left.is_dir(), done.stderr
    with private.PrivateFolder(tmp_path) as running:
        assert not left.exists()
        kept = running.new()
        kept.write_bytes(b"x")
        with private.PrivateFolder(tmp_path):
            assert kept.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    (tmp_path / "paper").symlink_to(target)
    with private.PrivateFolder(tmp_path / "paper") as folder:
        assert target not in folder.path.parents
        assert not list(target.iterdir())
