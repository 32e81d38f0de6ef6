"""Reading one article file: a TOML header between two lines `+++`, then Markdown. Pure."""

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationInfo, field_validator, model_validator

from servicecenter.documents.reading import Fault, Unreadable, read
from servicecenter.knowledgebase.model import CHANGEABLE, Article, ArticleStatus, Change, Source

MARK = "+++"
How = Literal["in_person", "online", "post", "phone", "email"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Leika = Annotated[str, StringConstraints(pattern=r"^\d{14}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


class _SourceEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: Text
    url: Address | Literal[""] = ""


class _Changeable(BaseModel):
    """What may also be prepared for a day: the fields of CHANGEABLE that stand in the header."""

    model_config = ConfigDict(extra="forbid")
    answer: Text | None = None
    who: Text | None = None
    how: tuple[How, ...] | None = None
    where: Text | None = None
    documents: tuple[Text, ...] | None = None
    fee: Text | None = None
    duration: Text | None = None
    deadlines: Text | None = None
    legal_basis: tuple[Text, ...] | None = None
    online_service: Address | None = None


class _ChangeEntry(_Changeable):
    """What the article says from `on`."""

    on: date
    details: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(getattr(self, name) is None for name in CHANGEABLE):
            raise ValueError("Diese Änderung nennt kein Feld, das sich ändert")
        return self

    @property
    def change(self) -> Change:
        values = ((name, getattr(self, name)) for name in CHANGEABLE)
        return Change(self.on, tuple((name, value) for name, value in values if value is not None))


class Header(_Changeable):
    """The fields of docs/content-format.md; a variant names only those that differ."""

    title: Text | None = None
    leistung: Text | None = None
    leika: tuple[Leika, ...] | None = None
    synonyms: tuple[Text, ...] | None = None
    owner: Text | None = None
    source: tuple[_SourceEntry, ...] | None = None
    checked_on: date | None = None
    review_by: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    status: ArticleStatus | None = None
    sample: bool | None = None
    change: tuple[_ChangeEntry, ...] | None = None

    @field_validator("valid_until")
    @classmethod
    def _in_order(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("valid_from")
        if until is not None and since is not None and until < since:
            raise ValueError("valid_until liegt vor valid_from")
        return until


def read_article(text: str, article_id: str, holder: str, path: str) -> Article:
    """Raises Unreadable with the line of every fault."""
    above, below = _parts(text, path)
    fields = read(above, Header, path, offset=1)
    values = fields.model_dump(exclude={"source", "change"})
    sources = tuple(Source(entry.title, entry.url) for entry in fields.source) if fields.source is not None else None
    changes = tuple(entry.change for entry in fields.change) if fields.change else None
    return Article(
        id=article_id, holder=holder, details=below.strip() or None, source=sources, change=changes, **values
    )


def header(text: str) -> str:
    """What stands between the marks: it begins in the second line. Raises Unreadable."""
    return _parts(text, "")[0]


def body(text: str) -> str:
    """The Markdown below the header. Raises Unreadable."""
    return _parts(text, "")[1]


def _parts(text: str, path: str) -> tuple[str, str]:
    # Only \n ends a line, as for tomllib: splitlines also breaks at signs that nobody sees.
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    if not lines or lines[0].strip() != MARK:
        raise Unreadable(
            [Fault(path, 1, "", f"Die erste Zeile muss „{MARK}“ sein: dort beginnt der Kopf.", "no-header")]
        )
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == MARK:
            return "".join(lines[1:number]), "".join(lines[number + 1 :])
    raise Unreadable([Fault(path, len(lines), "", f"Der Kopf endet nicht: es fehlt eine Zeile „{MARK}“.", "no-header")])
