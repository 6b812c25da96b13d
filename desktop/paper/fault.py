"""The one error of paper: what went wrong inside reportlab, told without its text, which may hold a name."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from db.errors import FileTrouble, Rejected
from desktop.faults import Told
from desktop.words import _

P = ParamSpec("P")
R = TypeVar("R")


class PaperFault(Told):
    """The paper could not be made; `kind` is the kind of the inner error, and nothing of its text is kept."""

    def __init__(self, kind: str):
        super().__init__(
            _("Utskriften kunne ikke lages. Registeret er som før. Meld fra om feilen ({kind})").format(kind=kind)
        )
        self.kind = kind


def told_plainly(make: Callable[P, R]) -> Callable[P, R]:
    """Turn any error of drawing into PaperFault; errors the user can mend and errors of the disk pass."""

    @wraps(make)
    def made(*args: P.args, **named: P.kwargs) -> R:
        try:
            return make(*args, **named)
        except (Rejected, FileTrouble, OSError, Told):
            raise
        except Exception as error:  # noqa: BLE001  reportlab raises anything, and its text may hold a name
            kind = type(error).__name__
        raise PaperFault(kind)  # outside the handler: the inner error with its text is not chained

    return made
