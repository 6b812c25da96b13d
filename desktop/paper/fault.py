"""The one error of paper: what went wrong inside reportlab, told without its text, which may hold a name."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from db.errors import FileTrouble, Rejected

P = ParamSpec("P")
R = TypeVar("R")


class PaperFault(Exception):
    """The paper could not be made; the message is the kind of the inner error and nothing else."""


def told_plainly(make: Callable[P, R]) -> Callable[P, R]:
    """Turn any error of drawing into PaperFault; errors the user can mend and errors of the disk pass."""

    @wraps(make)
    def made(*args: P.args, **named: P.kwargs) -> R:
        try:
            return make(*args, **named)
        except (Rejected, FileTrouble, OSError, PaperFault):
            raise
        except Exception as error:  # noqa: BLE001  reportlab raises anything, and its text may hold a name
            kind = type(error).__name__
        raise PaperFault(kind)  # outside the handler: the inner error with its text is not chained

    return made
