"""Every command is taken back whole: done, undone, redone and undone again, the register holds what it held."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from examples import EXAMPLES, Stocked, stock
from filled import TODAY

import db
from db import check, command, history
from db.connection import Register

# Settings are chosen anew and not undone, and what was handed out is not taken back.
WITHOUT_HISTORY = {"undo", "redo", "choose", "remember_shapes", "hand_out_transport"}
UNCOUNTED = {"rev"}  # how often a row was changed, undoing included


def commands() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of db that is marked as a command, by name."""
    for found in pkgutil.iter_modules(db.__path__):
        module = importlib.import_module(f"db.{found.name}")
        for name, function in vars(module).items():
            marked = inspect.isfunction(function) and hasattr(function, "kinds")
            if marked and function.__module__ == module.__name__:
                yield name, function


COMMANDS = dict(commands())


@pytest.fixture(scope="module")
def on(tmp_path_factory) -> Iterator[Stocked]:
    register = Register.create(tmp_path_factory.mktemp("every") / "lager.hverdag")
    yield stock(register)
    register.close()


@pytest.fixture(scope="module")
def questions(on) -> dict[str, str]:
    """What asks a table for all that it holds, by its name: all but the history and the counters."""
    asked = {}
    for table in on.depot.register.column("SELECT name FROM sqlite_master WHERE type = 'table'"):
        if table not in ("op", "change", "sqlite_sequence"):
            columns = {row["name"] for row in on.depot.register.rows(f"PRAGMA table_info({table})")} - UNCOUNTED
            asked[table] = f"SELECT {', '.join(sorted(columns))} FROM {table} ORDER BY 1, 2"
    return asked


def test_every_command_has_an_example_and_every_example_a_command():
    assert EXAMPLES.keys() == COMMANDS.keys() - WITHOUT_HISTORY


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_command_done_undone_redone_and_undone_leaves_the_register_as_it_was(on, questions, name):
    register = on.depot.register
    who: dict[str, Any] = {"staff": "Jon", "today": TODAY}

    def held() -> dict[str, list[tuple[Any, ...]]]:
        cursor = register.conn.cursor()
        cursor.row_factory = None  # bare tuples
        return {table: cursor.execute(sql).fetchall() for table, sql in questions.items()}

    before = held()
    command.run(register, COMMANDS[name], **who, **EXAMPLES[name](on))
    after = held()
    assert after != before
    history.undo_last(register, **who)
    assert held() == before
    history.redo_last(register, **who)
    assert held() == after
    history.undo_last(register, **who)
    assert held() == before


def test_a_register_where_everything_was_done_and_undone_is_sound(on):
    assert check.problems(on.depot.register) == []
