"""What Oppfølging shows, for pictures and for the walk of names."""

from typing import Any

from gallery import TODAY, Gallery, scene
from PySide6.QtWidgets import QWidget

from db import contacts
from desktop.follow_up.page import FollowUpPage
from desktop.main_window import MainWindow

CALLED: list[Gallery] = []


def called(made: Gallery) -> Any:
    """The work list after a morning's calls; the calls are made the first time only."""
    page = made.page(FollowUpPage, 0)
    page.start_focus()
    if made not in CALLED:
        CALLED.append(made)
        lines = [[line["line_id"] for line in page.chosen_rows([ref])[0]["lines"]] for ref in page.model.ids[:5]]
        say = made.store.write
        say(contacts.add_contact, line_ids=lines[0], kind="phone", outcome="no_answer", text="Prøv etter 16")
        say(contacts.add_contact, line_ids=lines[1], kind="letter", outcome="sent", on_day="2026-10-20")
        say(contacts.add_contact, line_ids=lines[2], kind="phone", outcome="reached", text="Ring etter helgen",
            on_day="2026-11-12", next_on=TODAY)  # fmt: skip
        say(contacts.add_contact, line_ids=lines[3], kind="phone", outcome="reached", text="Beholder til påske",
            next_on="2027-03-28")  # fmt: skip
        say(contacts.remind, line_ids=lines[4], kind="sms", next_on="2026-11-30")
    page.table.choose([])
    page.start_focus()
    return page


@scene
def oppfolging(made: Gallery) -> MainWindow:
    called(made)
    return made.window


@scene
def oppfolging_flere(made: Gallery) -> MainWindow:
    page = called(made)
    page.show_chip("all")
    page.table.choose(page.model.ids[:4].tolist())
    return made.window


@scene
def ny_kontakt(made: Gallery) -> QWidget:
    called(made).add_contact()
    return made.form()


@scene
def endre_kontakt(made: Gallery) -> QWidget:
    page = called(made)
    owner = page.chosen_rows()[0]["person_id"]
    page.change_contact(made.store.read(contacts.of_borrower, person_id=owner)[0]["contact_id"])
    return made.form()


@scene
def sms(made: Gallery) -> QWidget:
    called(made).send_sms()
    return made.form()


@scene
def tom_oppfolging(made: Gallery) -> MainWindow:
    made.bare.show_page(FollowUpPage)
    return made.bare
