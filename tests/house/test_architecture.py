"""Who may know whom, who reads the clock, how long things may be: what reviews would otherwise have to say again."""

import ast
import re
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.house.sources import PACKAGE, ROOT, TESTS, calls, functions, modules, name_of, tree

CLOCKS = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$")
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
REASON = re.compile(r"^# Long(er)?\b.*\b(because|for|:)", re.MULTILINE)  # a comment among a file's first lines
PATCHES = re.compile(r"(^|\.)(patch|patch\.object|patch\.dict|monkeypatch\.setattr|MagicMock|AsyncMock|Mock)$")


def test_the_contracts_of_import_linter_hold(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True) == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_clock_reads_the_clock(path):
    if path == PACKAGE / "clock.py":
        return
    assert [f"{called}, line {line}" for called, line in calls(tree(path)) if CLOCKS.search(called)] == []


def test_the_clock_does_read_the_clock():
    assert any(CLOCKS.search(called) for called, _ in calls(tree(PACKAGE / "clock.py")))


@pytest.mark.parametrize("path", modules(TESTS), ids=name_of)
def test_tests_use_fakes_and_patch_nothing(path):
    assert [f"{called}, line {line}" for called, line in calls(tree(path)) if PATCHES.search(called)] == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_room_s_tables_are_known_to_its_store_alone(path):
    """Rows stay behind the store; the migrations know all tables, a fake of none is needed."""
    imported = [node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
    found = [module for module in imported if module.endswith(".tables") and module.startswith("servicecenter.")]
    own = ".".join((PACKAGE.name, *path.parent.relative_to(PACKAGE).parts, "tables"))
    is_allowed = path.parent.name == "migrations" or (path.name == "store.py" and set(found) <= {own})
    assert is_allowed or found == []


@pytest.mark.parametrize("path", [path for path in modules() if path.parent.name != "versions"], ids=name_of)
def test_files_are_short_or_say_why_not(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_FILE or REASON.search("\n".join(lines[:12])), f"{len(lines)} lines"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_functions_are_short_or_say_why_not(path):
    if path.parent.name == "versions":  # a migration is a list of what changes
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [
        f"{function.name}: {length} lines"
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
        and not REASON.search("\n".join(line.strip() for line in lines[function.lineno - 2 : function.lineno + 8]))
    ]
    assert found == []


def test_every_package_is_a_map_of_at_most_ten_lines():
    packages = [path for path in modules() if path.name == "__init__.py" and path.parent.name != "versions"]
    without = [name_of(path) for path in packages if not ast.get_docstring(tree(path))]
    too_long = [name_of(path) for path in packages if len((ast.get_docstring(tree(path)) or "").splitlines()) > 10]
    assert (without, too_long) == ([], [])


def test_names_say_what_a_thing_is():
    vague = re.compile(r"(^|_)(manager|helper|helpers|utils|util|misc|common)(_|$)", re.IGNORECASE)
    assert [name_of(path) for path in modules() if vague.search(Path(path).stem)] == []
