"""A fault with its line, and in a handbook with its clause: people look for both. Pure."""

import re
from dataclasses import replace

from servicecenter.content.files import File
from servicecenter.documents.model import Kind
from servicecenter.documents.reading import Fault, Place, line_of
from servicecenter.knowledgebase.files import header

_CLAUSE = re.compile(r"\s*\[\[\s*clause\s*\]\]")
_NUMBER = re.compile(r"\s*number\s*=\s*\"([\d.]+)\"")


def fault(file: File, place: Place, message: str, code: str, *, is_error: bool = True) -> Fault:
    text, offset = (header(file.text), 1) if file.kind is Kind.ARTICLE else (file.text, 0)
    line = line_of(text, place) + offset if place else 1
    return in_its_clause(file, Fault(file.path, line, "", message, code, is_error))


def in_its_clause(file: File, found: Fault) -> Fault:
    """With „§ 4.1“ before the message where the line stands in a numbered clause of a handbook."""
    number = _clause_at(file.text, found.line) if file.kind is Kind.HANDBOOK else None
    return replace(found, message=f"§ {number}: {found.message}") if number else found


def _clause_at(text: str, line: int) -> str | None:
    lines = text.splitlines()
    begin = next((i for i in range(min(line, len(lines)) - 1, -1, -1) if _CLAUSE.match(lines[i])), None)
    if begin is None:
        return None
    end = next((i for i in range(begin + 1, len(lines)) if lines[i].lstrip().startswith("[")), len(lines))
    return next((given[1] for i in range(begin, end) if (given := _NUMBER.match(lines[i]))), None)
