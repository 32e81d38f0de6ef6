"""Services of a DLDB export (the appointment system of Munich and Berlin) as articles. Reads JSON and tidies HTML; pure."""

import json
import re
from html.parser import HTMLParser
from typing import Any

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.model import COMMON, Article

_BLOCKS = frozenset({"p", "br", "div", "ul", "ol", "li", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "iframe", "object", "template", "noscript", "svg"})


class _Tidy(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.pieces.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def plain(html: str) -> str:
    """Text without markup, one line per block, list items behind a dash; scripts are gone with what they contain."""
    tidy = _Tidy()
    tidy.feed(html)
    tidy.close()
    text = "".join(tidy.pieces).replace("\u200b", "").replace("\xad", "").replace("\xa0", " ")
    lines = (re.sub(r" +", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line not in {"", "-"})


def articles(text: str, holder: str = COMMON) -> list[Article]:
    """Every service of the export; what cannot be read raises Invalid with its place."""
    return [_article(service, holder) for service in json.loads(text)["data"]]


def _article(service: dict[str, Any], holder: str) -> Article:
    return Article(
        id=str(service["id"]),
        holder=holder,
        title=service["name"],
        details=plain(service.get("description") or "") or None,
        fee=plain(service.get("fees") or "") or None,
        leika=(service["leika"],) if service.get("leika") else None,
    )


_ = Invalid
