"""A copy of the project's content in which a test may plant a mistake."""

import shutil
from datetime import date
from functools import cache
from pathlib import Path

from servicecenter.content.check import check, read_content
from servicecenter.content.files import folder_files
from servicecenter.documents.reading import Fault
from tests.conftest import CONTENT

DAY = date(2026, 11, 23)
ARTICLES = {"hundesteuer", "kfz-zulassung", "kindeswohl", "oeffnungszeiten-rathaus", "wohngeld"}
HUND, GELDERN = "_common/articles/hundesteuer.md", "geldern/directory.toml"
HANDBOOK, AGREEMENT = "geldern/handbook/2026-01-01.toml", "geldern/agreement.toml"


def copied(folder: Path) -> Path:
    """Rules whole, of the articles a few: a test is about one mistake, and quick."""
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("*.md"))
    for path in CONTENT.glob("*/articles/*.md"):
        if path.stem in ARTICLES:
            shutil.copy(path, folder / path.relative_to(CONTENT))
    return folder


def change(folder: Path, path: str, old: str, new: str) -> int:
    """The line, from 1, where the change begins."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text, old
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def line_of(folder: Path, path: str, part: str, after: str = "") -> int:
    text = (folder / path).read_text(encoding="utf-8")
    return text[: text.index(part, text.index(after))].count("\n") + 1


def found(folder: Path, day: date = DAY) -> list[Fault]:
    """Everything `content check` says."""
    files, unreadable = folder_files(folder)
    content, faults = read_content(files)
    return [*unreadable, *faults, *check(content, day)]


def new(folder: Path, day: date = DAY) -> list[tuple[str, int, str]]:
    """What a planted mistake adds: path, line, code."""
    added = [fault for fault in found(folder, day) if str(fault) not in _known(day)]
    return [(fault.path, fault.line, fault.code) for fault in added]


@cache
def _known(day: date) -> frozenset[str]:
    return frozenset(str(fault) for fault in found(CONTENT, day))
