"""What Oppfølging shows, for pictures and for the walk of names."""

from gallery import Gallery, scene
from PySide6.QtWidgets import QWidget

from desktop.follow_up.page import FollowUpPage


@scene
def oppfolging(made: Gallery) -> QWidget:
    made.page(FollowUpPage, 0)
    return made.window
