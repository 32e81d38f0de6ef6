"""An article as the text of its file: a TOML header in the order of docs/content-format.md, then Markdown. Pure.

`read_article(write(article), …)` is the article again, field by field; the same article is always the same text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any

from servicecenter.knowledgebase.files import MARK
from servicecenter.knowledgebase.model import Article, Source

NAMES = tuple(field.name for field in fields(Article) if field.name not in {"id", "holder", "details", "change"})
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f]')
_BLOCK_UNSAFE = re.compile(r'"""|\\|[\x00-\x08\x0b-\x1f\x7f]|"$|^\s*\+\+\+\s*$', re.MULTILINE)


def write(article: Article) -> str:
    """Fields that are None are left out. Texts are expected without blanks around, as a file's reading gives them."""
    header = {name: value for name in NAMES if (value := getattr(article, name)) is not None}
    return file_text(header, article.details or "", [(change.on, change.values) for change in article.change or ()])


def file_text(
    header: Mapping[str, Any], body: str, changes: Iterable[tuple[date | str, Iterable[tuple[str, Any]]]] = ()
) -> str:
    """The same from single values, also from such as no article may have: what an editor typed and has not mended."""
    lines = [f"{name} = {_value(value)}" for name, value in header.items()]
    for on, values in changes:
        lines += ["", "[[change]]", f"on = {_value(on)}", *(f"{name} = {_value(value)}" for name, value in values)]
    return "\n".join([MARK, *lines, MARK, f"\n{body}\n" if body else ""])


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Enum():
            return _text(str(value.value))
        case str():
            return _block(value) if "\n" in value and not _BLOCK_UNSAFE.search(value) else _text(value)
        case date():
            return value.isoformat()
        case Source():
            address = f", url = {_text(value.url)}" if value.url else ""
            return f"{{ title = {_text(value.title)}{address} }}"
        case tuple():
            return f"[{', '.join(_text(item) if isinstance(item, str) else _value(item) for item in value)}]"
    raise TypeError(f"no TOML for {type(value).__name__}")


def _text(value: str) -> str:
    return '"' + _ESCAPED.sub(lambda sign: _ESCAPES.get(sign[0]) or f"\\u{ord(sign[0]):04x}", value) + '"'


def _block(value: str) -> str:
    """Several lines stay several lines, so that people can review them in git."""
    return f'"""\n{value}"""'
