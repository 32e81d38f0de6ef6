"""What people read is as true as the code: glossary, settings; and nothing stands in the repository that must not."""

import ast
import re

import pytest

from servicecenter.settings import PREFIX, Settings
from tests.house.sources import PACKAGE, ROOT, TESTS, modules, name_of, texts, tree

GLOSSARY = ROOT / "docs/glossary.md"
SETTINGS = ROOT / "docs/settings.md"
# Written in two parts, so that this file does not find itself.
LATER = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX")))
REGISTRIES = re.compile(
    "|".join(
        re.escape(host)
        for host in (
            "pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "crates" + ".io",
            "proxy.golang" + ".org", "repo.maven.apache" + ".org", "ruby" + "gems.org", "registry." + "docker.io",
            "deb.debian" + ".org", "conda" + ".anaconda.org", "jsdelivr" + ".net", "unpkg" + ".com", "cdnjs" + ".",
        )
    )
)  # fmt: skip
TABLE = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def identifiers() -> set[str]:
    """Every name the code defines, and the values of its enumerations."""
    found: set[str] = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                found.add(node.value)
    return found


def glossary() -> list[tuple[str, str, str, str]]:
    rows = TABLE.findall(GLOSSARY.read_text(encoding="utf-8"))
    return [row for row in rows if row[0] != "Code" and not row[0].startswith("-")]


def test_the_glossary_defines_each_word_once():
    names = [name for name, *_ in glossary()]
    assert len(names) > 30
    assert len(set(names)) == len(names)


def test_every_name_the_glossary_marks_as_code_stands_in_the_code():
    known = identifiers() | {path.parent.name for path in modules()}
    marked = [name for row in glossary() for name in re.findall(r"`(\w+)`", row[0])]
    assert [name for name in marked if name not in known] == []


def test_every_setting_is_described():
    rows = {row[0]: row for row in TABLE.findall(SETTINGS.read_text(encoding="utf-8")) if row[0].startswith("`")}
    assert set(rows) == {f"`{PREFIX}{name.upper()}`" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        _, default, meaning, _ = rows[f"`{PREFIX}{name.upper()}`"]
        assert default.lower() == (f"`{str(field.default).lower()}`" if field.default != "" else "leer"), name
        assert meaning == field.description, name


def test_the_rule_for_secrets_in_files_is_described():
    assert "…_FILE" in SETTINGS.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "module",
    [
        "directory/model.py",
        "directory/leistungen.py",
        "directory/vorhaben.py",
        "agreements/model.py",
        "agreements/forwarding.py",
    ],
)
def test_every_field_of_a_content_file_is_described(module):
    path, described = PACKAGE / module, (ROOT / "docs/content-format.md").read_text(encoding="utf-8")
    fields = {
        node.target.id
        for shape in tree(path).body
        if isinstance(shape, ast.ClassDef)
        for node in shape.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    assert [name for name in sorted(fields) if not re.search(rf"\b{name}\b", described)] == []


def test_nothing_is_left_for_later():
    assert [name_of(path) for path, text in texts() if path.suffix != ".lock" and LATER.search(text)] == []


def test_no_registry_is_named():
    assert [name_of(path) for path, text in texts() if REGISTRIES.search(text)] == []


# Modules without a test file of their own, each with the reason.
UNMIRRORED = {
    "cli.py": "names of commands and options; tests/commands and the journeys run it",
    "migrations/__init__.py": "tests/house/test_schema.py",
    "migrations/env.py": "tests/house/test_schema.py",
    "migrations/tables.py": "a list; tests/house/test_schema.py",
    "routing/model.py": "records without rules; tests/routing/test_engine.py",
    "calls/model.py": "a record and its words; tests/calls/test_course.py",
    "contacts/calling.py": "tests/telephony/test_service.py, on both databases",
    "telephony/applying.py": "tests/telephony/test_service.py, on both databases",
    "telephony/store.py": "tests/telephony/test_service.py and test_handset.py, on both databases",
    "telephony/pbx/model.py": "records, words and errors; tests/telephony/pbx/test_service.py",
    "journal/model.py": "a record; tests/journal/test_store.py",
    "messages/mailbox.py": "protocols; test_imap.py and test_maildir.py",
    "correspondence/model.py": "records and words; tests/correspondence/test_judging.py",
    "contacts/guests.py": "tests/web/test_pages_by_link.py and tests/correspondence/test_filing.py",
    "telephony/model.py": "records and a protocol",
    "telephony/ari/model.py": "records; tests/telephony/ari/test_client.py",
    "knowledgebase/search.py": "records and a protocol",
    "knowledgebase/answering.py": "tests/knowledgebase/test_index.py asks it through the index",
    "knowledgebase/ranking.py": "tests/knowledgebase/test_index.py asks it through the index",
    "businesses/store.py": "tests/businesses/test_service.py, on both databases",
    "cases/store.py": "tests/cases/test_starting.py and test_advancing.py, on both databases",
    "callbacks/store.py": "tests/callbacks/test_service.py and tests/contacts/test_inbox.py, on both databases",
    "contacts/store.py": "tests/contacts/test_desk.py and test_cases.py, on both databases",
    "notices/store.py": "tests/notices/test_service.py, on both databases",
    "feedback/store.py": "tests/feedback, on both databases",
    "contacts/gathering.py": "tests/contacts/test_desk.py and tests/routing/test_engine.py",
    "contacts/ending.py": "tests/contacts/test_desk.py",
    "tickets/passing.py": "tests/contacts/test_passing.py, on both databases",
    "tickets/joining.py": "tests/contacts/test_joining.py, on both databases",
    "tickets/remarks/model.py": "a record; tests/contacts/test_questioning.py",
    "tickets/remarks/store.py": "tests/contacts/test_questioning.py and test_passing.py, on both databases",
    "promises/changing.py": "tests/contacts/test_passing.py and test_delaying.py, on both databases",
    "content/opened.py": "tests/content/test_editing.py, on both databases",
    "content/steps.py": "tests/content/test_editing.py, on both databases",
    "errors.py": "the base of errors; tests/worktime/test_errors.py, tests/access/test_errors.py",
}
SHAPES = {"__init__.py", "tables.py", "errors.py"}
# Rooms that are tested from outside, as their users meet them, and by which tests.
FROM_OUTSIDE = {
    "web": "web/test_*.py",  # through HTTP
    "commands": "commands/test_*.py",  # through the command line
    "bench": "bench/test_*.py",  # each measurement once, small
    "telephony/callflow": "telephony/callflow/test_*.py",  # events in, commands out
    "knowledgebase/imports": "knowledgebase/imports/test_*.py",  # through files of the formats
}


def test_every_module_with_logic_has_its_tests():
    """tests/<area>/test_<module>.py, or several test_<module>_<what>.py."""
    tests = {path.relative_to(TESTS).as_posix() for path in modules(TESTS)}
    missing = []
    for path in modules():
        place = path.relative_to(PACKAGE)
        if place.as_posix() in UNMIRRORED or path.name in SHAPES or "versions" in place.parts:
            continue
        if any(place.is_relative_to(room) for room in FROM_OUTSIDE):
            continue
        begin = re.escape(f"{place.parent.as_posix()}/test_{path.stem}".removeprefix("./"))
        if not any(re.match(rf"{begin}(_\w+)?\.py$", test) for test in tests):
            missing.append(place.as_posix())
    assert missing == []


def test_every_exception_is_still_needed_and_holds():
    assert [place for place in UNMIRRORED if not (PACKAGE / place).is_file()] == []
    rooms = [room for room in FROM_OUTSIDE if (PACKAGE / room).is_dir()]
    assert [room for room in rooms if not list(TESTS.glob(FROM_OUTSIDE[room]))] == []
