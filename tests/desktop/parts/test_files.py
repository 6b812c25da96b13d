"""Where the choice of a file begins, and what is remembered of it."""

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from reportlab.pdfgen import canvas

from desktop import settings
from desktop.parts.files import ask_folder, ask_open, ask_save, last_folder
from desktop.parts.preview import Preview


@pytest.fixture
def window(qtbot):
    settings.store().clear()
    made = QWidget()
    qtbot.addWidget(made)
    return made


def asked(window):
    """The dialog that stands open now."""
    return window.findChildren(QFileDialog)[-1]


def test_a_file_is_saved_next_time_where_one_was_saved_last(window, tmp_path):
    (tmp_path / "Rapporter").mkdir()
    chosen = []
    ask_save(window, "Lagre", "oktober.xlsx", "Excel (*.xlsx)", chosen.append)
    assert asked(window).directory().path() != str(tmp_path / "Rapporter")
    asked(window).fileSelected.emit(str(tmp_path / "Rapporter" / "oktober.xlsx"))
    ask_save(window, "Lagre", "november.xlsx", "Excel (*.xlsx)", chosen.append)
    assert asked(window).directory().path() == str(tmp_path / "Rapporter")
    assert chosen == [tmp_path / "Rapporter" / "oktober.xlsx"]


def test_a_shared_folder_or_the_folder_of_the_copies_is_not_where_the_next_paper_goes(window, tmp_path):
    before, chosen = last_folder(), []
    ask_folder(window, "Velg", chosen.append)
    asked(window).fileSelected.emit(str(tmp_path))
    ask_open(window, "Velg", "Kopier (*.hverdag)", chosen.append, tmp_path)
    assert asked(window).directory().path() == str(tmp_path)
    asked(window).fileSelected.emit(str(tmp_path / "kopi.hverdag"))
    assert chosen == [tmp_path, tmp_path / "kopi.hverdag"]
    assert last_folder() == before


def test_a_saved_paper_says_where_it_lies(window, tmp_path):
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"))
    drawn.drawString(72, 720, "Utlånsavtale")
    drawn.save()
    paper = Preview(tmp_path / "a.pdf", "Utlånsavtale", "utlansavtale-5", window)
    paper.save()
    asked(paper).fileSelected.emit(str(tmp_path / "utlansavtale-5.pdf"))
    assert paper.saved.text() == f"utlansavtale-5.pdf er lagret i {tmp_path}"
    assert (tmp_path / "utlansavtale-5.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()
    paper.close()
