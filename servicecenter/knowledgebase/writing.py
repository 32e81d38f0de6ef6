"""An article as the text of its file: a TOML header in the order of docs/content-format.md, then Markdown. Pure.

`read_article(write(article), …)` is the article again, field by field; the same article is always the same text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from servicecenter.documents.writing import toml
from servicecenter.knowledgebase.files import MARK
from servicecenter.knowledgebase.model import Article, Source

NAMES = tuple(field.name for field in fields(Article) if field.name not in {"id", "holder", "details", "change"})


def write(article: Article) -> str:
    """Fields that are None are left out. Texts are expected without blanks around, as a file's reading gives them."""
    header = {name: value for name in NAMES if (value := getattr(article, name)) is not None}
    return file_text(header, article.details or "", [(change.on, change.values) for change in article.change or ()])


def file_text(
    header: Mapping[str, Any], body: str, changes: Iterable[tuple[date | str, Iterable[tuple[str, Any]]]] = ()
) -> str:
    """The same from single values, also from such as no article may have: what an editor typed and has not mended."""
    lines = [f"{name} = {toml(_value(value))}" for name, value in header.items()]
    for on, values in changes:
        lines += ["", "[[change]]", f"on = {toml(on)}", *(f"{name} = {toml(_value(value))}" for name, value in values)]
    return "\n".join([MARK, *lines, MARK, f"\n{body}\n" if body else ""])


def _value(value: Any) -> Any:
    if isinstance(value, Source):
        return {"title": value.title} | ({"url": value.url} if value.url else {})
    return [_value(each) for each in value] if isinstance(value, tuple) else value
