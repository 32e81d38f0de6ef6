"""The links of articles, what came of asking them, and when they are asked again. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from servicecenter.knowledgebase.model import Article

EVERY = timedelta(days=1)
AGAIN = timedelta(hours=1)  # where it failed, so that a mark at the desk does not outlive a short outage
_IN_MARKDOWN = re.compile(r"\]\(\s*<?(https?://[^\s)>]+)|<(https?://[^\s>]+)>")


class Answered(StrEnum):
    OK = "ok"
    MOVED = "moved"  # for good, to another address
    REFUSED = "refused"  # it answers, but not to programs: a person will get through
    PRIVATE = "private"  # not asked: an address inside, and the setting does not allow it
    GONE = "gone"
    BROKEN = "broken"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    CIRCLE = "circle"


FAILING = frozenset({Answered.GONE, Answered.BROKEN, Answered.SILENT, Answered.UNREACHABLE, Answered.CIRCLE})
ANSWERED_WORDS = {
    Answered.OK: "antwortet",
    Answered.MOVED: "umgezogen",
    Answered.REFUSED: "antwortet, aber nicht auf Programme",
    Answered.PRIVATE: "nicht gefragt: interne Adresse",
    Answered.GONE: "Seite nicht gefunden",
    Answered.BROKEN: "Fehler auf dem Server",
    Answered.SILENT: "keine Antwort",
    Answered.UNREACHABLE: "nicht erreichbar",
    Answered.CIRCLE: "leitet im Kreis weiter",
}


@dataclass(frozen=True, slots=True)
class Link:
    """An address in one text; `holder` is a municipality or what all share."""

    holder: str
    article: str
    url: str


@dataclass(frozen=True, slots=True)
class Probed:
    """What came of asking one address."""

    answered: Answered
    status: int | None = None  # of HTTP
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What is known about a link."""

    id: int
    link: Link
    due_at: datetime
    checked_at: datetime | None = None
    probed: Probed | None = None
    failing_since: datetime | None = None


def links_of(article: Article) -> Iterator[Link]:
    """Online service, sources, and what the Markdown links to; each address once."""
    found = [article.online_service or "", *(source.url for source in article.source or ())]
    found += [one or other for one, other in _IN_MARKDOWN.findall(article.details or "")]
    return (Link(article.holder, article.id, url) for url in dict.fromkeys(found) if url)


def checked(known: LinkCheck, probed: Probed, at: datetime) -> LinkCheck:
    """Since when it fails is kept while it fails."""
    fails = probed.answered in FAILING
    return LinkCheck(
        known.id, known.link, at + (AGAIN if fails else EVERY), at, probed,
        (known.failing_since or at) if fails else None,
    )  # fmt: skip
