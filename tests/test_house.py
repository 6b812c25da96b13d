"""The rules of the house that a machine can check: who may import whom, where SQL lies, how long things get."""

import ast
import re
import statistics
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = [file for room in ("db", "desktop", "resources") for file in sorted((ROOT / room).rglob("*.py"))]
SHARED = ("parts", "paper", "sheets")
KINDS = [folder.name for folder in (ROOT / "desktop").iterdir() if folder.is_dir() and folder.name not in SHARED]
HEAVY = ("openpyxl", "reportlab", "pypdfium2", "python_calamine", "lxml")
QT = ("PySide6", "shiboken6")
TYPES = ("db.connection.Reader", "db.connection.Row")  # what a query is handed and what it gives
DOORS = ("desktop.app", "desktop.cli", "desktop.cli_work", "desktop.store", "desktop.selftest", "desktop.demo")
SQL = re.compile(r"\b(SELECT\b.+\bFROM|INSERT INTO|UPDATE\b.+\bSET|DELETE FROM|CREATE (TABLE|INDEX|TRIGGER))\b", re.S)
LONGEST_FUNCTION, LONGEST_FILE = 60, 400


def module_name(file: Path) -> str:
    """The dotted name a file is imported by."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def nodes(file: Path) -> list[ast.AST]:
    """Everything that a file says, read once for all rules."""
    return list(ast.walk(ast.parse(file.read_text("utf-8"))))


def imports(told: list[ast.AST], module: str) -> list[str]:
    """Every module a source imports, also inside functions; not what is only imported for the type checker.

    `from a import b` gives "a.b": b may be a module."""
    guarded = (child for node in told if isinstance(node, ast.If) and "TYPE_CHECKING" in names(node.test)
               for child in node.body)  # fmt: skip
    unseen = {id(node) for child in guarded for node in ast.walk(child)}
    found = []
    for node in told:
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*above, node.module] if node.module else above)
            found += [f"{base}.{alias.name}" for alias in node.names]
    return found


def names(test: ast.expr) -> set[str]:
    """The names in a condition, with or without what they belong to."""
    return {str(getattr(node, "id", getattr(node, "attr", ""))) for node in ast.walk(test)}


def within(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of the packages or lies in one."""
    return any(name == package or name.startswith(package + ".") for package in packages)


def is_qt_free(module: str) -> bool:
    """The parts of desktop that paper, sheets and the command line stand on."""
    words = (
        "desktop.words",
        "desktop.faults",
        "desktop.columns",
        "desktop.paper",
        "desktop.sheets",
        "desktop.cli",
        "desktop.cli_work",
    )
    return within(module, *words) or module.endswith(".columns")


def kind_of(module: str) -> str | None:
    """The kind of record, or of work, whose folder a module lies in."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "desktop" and parts[1] in KINDS else None


def forbidden(module: str, target: str) -> str | None:
    """Why a module may not import a target; None where it may."""
    if within(target, "sqlite3"):
        return "the process has one SQLite, and db/connection.py opens it"
    if within(module, "db"):
        known = within(target, "db", "sqlite_utils", *sys.stdlib_module_names)
        if within(target, "sqlcipher3", "pysqlite3"):
            known = module == "db.connection"
        return None if known else "db knows the standard library and sqlite_utils only"
    if is_qt_free(module) and within(target, *QT, "desktop.parts", "desktop.main_window"):
        return "paper, sheets, words and columns speak without Qt"
    if within(module, "desktop.parts") and kind_of(target):
        return "parts know no kind of record"
    if kind_of(module) and kind_of(target) not in (None, kind_of(module)) and "page" in target.split("."):
        return "one kind never opens another kind's page"
    if within(target, "db.connection") and target not in TYPES and not within(module, *DOORS):
        return "only app, cli and store hold an open register"
    return None


def breaches(told: list[ast.AST], module: str) -> list[str]:
    """One line for every import that goes the wrong way."""
    pairs = ((target, forbidden(module, target)) for target in imports(told, module))
    return [f"{module} imports {target}: {why}" for target, why in pairs if why]


def test_imports_go_one_way():
    found = [line for file in PRODUCT for line in breaches(nodes(file), module_name(file))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("db.loans", "from PySide6.QtCore import QDate"),
        ("db.loans", "import openpyxl"),
        ("db.loans", "import sqlcipher3"),
        ("db.loans", "from desktop import words"),
        ("desktop.store", "import sqlite3"),
        ("desktop.paper.letter", "from PySide6 import QtGui"),
        ("desktop.loans.columns", "from desktop.parts import fields"),
        ("desktop.parts.fields", "from desktop.loans import page"),
        ("desktop.loans.page", "from desktop.people.page import PeoplePage"),
        ("desktop.loans.page", "def f():\n    from db.connection import Register"),
        ("desktop.loans.page", "from ..people import page"),
    ],
)
def test_an_import_the_wrong_way_is_noticed(module, line):
    assert breaches(list(ast.walk(ast.parse(line))), module)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("db.loans", "from db.errors import Rejected"),
        ("db.connection", "import sqlcipher3"),
        ("desktop.store", "from db.connection import Register"),
        ("desktop.loans.page", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from db.connection import Tx"),
        ("desktop.people.page", "from desktop.loans.columns import LOANS"),
        ("desktop.sheets.month", "from db.connection import Reader"),
    ],
)
def test_an_import_the_right_way_is_let_through(module, line):
    assert not breaches(list(ast.walk(ast.parse(line))), module)


def strings(file: Path) -> list[tuple[int, str]]:
    """Every string of a file that is not a docstring, with its line."""
    bare = {id(node.value) for node in nodes(file) if isinstance(node, ast.Expr)}
    constants = (node for node in nodes(file) if isinstance(node, ast.Constant) and id(node) not in bare)
    return [(node.lineno, node.value) for node in constants if isinstance(node.value, str)]


def test_sql_lies_in_db_only():
    files = [file for file in PRODUCT if within(module_name(file), "desktop")]
    found = [f"{file}:{line}" for file in files for line, text in strings(file) if SQL.search(text)]
    assert not found, "\n".join(found)
    assert SQL.search("SELECT name\nFROM person")


def test_db_speaks_no_norwegian():
    files = [file for file in PRODUCT if within(module_name(file), "db") and file.name != "norwegian.py"]
    found = [f"{file}:{line} {text!r}" for file in files for line, text in strings(file) if re.search("[æøåÆØÅ]", text)]
    assert not found, "\n".join(found)


def test_dialogs_open_and_never_exec():
    """Only the application itself runs an event loop."""
    found = []
    for file in PRODUCT:
        calls = (node for node in nodes(file) if isinstance(node, ast.Call))
        for call in calls:
            named = isinstance(call.func, ast.Attribute) and call.func.attr == "exec"
            if named and module_name(file) not in ("desktop.app", "desktop.__main__", "desktop.selftest"):
                found.append(f"{file}:{call.lineno}")
    assert not found, "\n".join(found)


def test_what_is_imported_by_name_is_told_to_the_build():
    """PyInstaller sees no import by name: a page that is missing in the bundle ends the program when it is chosen."""
    by_name = [module_name(file) for file in PRODUCT if "import_module" in file.read_text("utf-8")]
    assert by_name == ["desktop.listed"]
    assert "hiddenimports=BY_NAME" in (spec := (ROOT / "build.spec").read_text("utf-8"))
    assert "for page in LISTED" in spec


def function_lengths(file: Path) -> list[tuple[int, str]]:
    """The lines of every function of a file, decorators left out."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [node for node in nodes(file) if isinstance(node, kinds)]
    return [((node.end_lineno or 0) - node.lineno + 1, f"{file.name}:{node.name}") for node in functions]


def test_functions_and_files_stay_readable(record_property):
    lengths = [pair for file in [*PRODUCT, ROOT / "dev.py"] for pair in function_lengths(file)]
    files = [(len(file.read_text("utf-8").splitlines()), str(file.relative_to(ROOT))) for file in PRODUCT]
    for name, pairs in (("function", lengths), ("file", files)):
        sizes = [size for size, _ in pairs]
        record_property(name, f"median {statistics.median(sizes)}, p90 {statistics.quantiles(sizes, n=10)[8]:.0f}")
    found = [pair for pair in lengths if pair[0] > LONGEST_FUNCTION]
    found += [pair for pair in files if pair[0] > LONGEST_FILE]
    assert not found, "\n".join(f"{size} lines: {name}" for size, name in sorted(found, reverse=True))


def test_start_loads_nothing_heavy():
    """openpyxl costs 320 ms and reportlab 170 ms: they are imported where they are used, not at start."""
    program = f"import sys, desktop.app, desktop.main_window; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
