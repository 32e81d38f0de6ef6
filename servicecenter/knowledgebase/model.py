"""Articles, their municipal variants, and how one overlays the other. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from servicecenter.documents.model import COMMON

__all__ = [
    "CHANGEABLE",
    "COMMON",
    "HOW",
    "OVERRIDABLE",
    "Article",
    "ArticleStatus",
    "Change",
    "ResolvedArticle",
    "Source",
    "overlay",
]


class ArticleStatus(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read: a law with its paragraph, or a page with its address."""

    title: str
    url: str = ""


# What a change prepared for a day may say: what a law or a council's decision alters.
CHANGEABLE = (
    "answer", "details", "who", "how", "where", "documents", "fee", "duration", "deadlines", "legal_basis",
    "online_service",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What an article says from a day on: decided before, taken over by itself."""

    on: date
    values: tuple[tuple[str, Any], ...]  # of CHANGEABLE, in that order

    def without(self, names: Iterable[str]) -> "Change":
        return Change(self.on, tuple((name, value) for name, value in self.values if name not in names))


@dataclass(frozen=True, slots=True)
class Article:
    """One Leistung as an agent tells it. A field left None is inherited (in a variant) or unknown (in a common one)."""

    id: str
    holder: str  # COMMON or a municipality's id: whose text this is
    title: str | None = None
    leistung: str | None = None
    leika: tuple[str, ...] | None = None  # 14-digit keys of the Leistungskatalog
    answer: str | None = None  # one or two sentences to read aloud
    details: str | None = None  # Markdown
    who: str | None = None
    how: tuple[str, ...] | None = None  # of HOW
    where: str | None = None
    documents: tuple[str, ...] | None = None
    fee: str | None = None
    duration: str | None = None
    deadlines: str | None = None
    legal_basis: tuple[str, ...] | None = None
    online_service: str | None = None
    synonyms: tuple[str, ...] | None = None
    owner: str | None = None  # id of the Fachamt that answers for the text
    source: tuple[Source, ...] | None = None
    checked_on: date | None = None  # only where the source was really opened
    review_by: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None  # the last day on which it holds
    status: ArticleStatus | None = None
    sample: bool | None = None  # invented, and shown as such
    change: tuple[Change, ...] | None = None  # to come, by day

    def holds_on(self, day: date) -> bool:
        """Released and within its validity on that day."""
        return (
            (self.status or ArticleStatus.RELEASED) is ArticleStatus.RELEASED
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
        )

    def at(self, day: date) -> "Article":
        """As it reads on that day: changes that have come are taken over, `change` keeps those to come."""
        if self.change is None:
            return self
        come = sorted((change for change in self.change if change.on <= day), key=lambda change: change.on)
        values = {name: value for change in come for name, value in change.values}
        to_come = tuple(change for change in self.change if change.on > day)
        return replace(self, **values, change=to_come or None)


# How a Leistung can be had; the words a person reads stand beside the key.
HOW = {
    "in_person": "persönlich",
    "online": "online",
    "post": "schriftlich",
    "phone": "telefonisch",
    "email": "per E-Mail",
}

OVERRIDABLE = tuple(f.name for f in fields(Article) if f.name not in {"id", "holder", "change"})


@dataclass(frozen=True, slots=True)
class ResolvedArticle:
    """What the callers of one municipality may be told: the common article overlaid by the municipality's variant."""

    municipality: str
    article: Article  # every field filled as far as it is known
    variant: bool  # whether the municipality has words of its own here
    inherited: frozenset[str] = field(default_factory=frozenset)  # fields taken from the common article

    @property
    def id(self) -> str:
        return self.article.id


def overlay(municipality: str, common: Article | None, variant: Article | None) -> ResolvedArticle:
    """The variant wins field by field. At least one of both must be given.

    `checked_on` is not inherited: that the common text was checked says nothing about the town's own sentences. Of the
    common article's changes to come, those are inherited that concern inherited fields.
    """
    if variant is None:
        if common is None:
            raise ValueError("neither a common article nor a variant")
        return ResolvedArticle(municipality, common, variant=False, inherited=frozenset(OVERRIDABLE))
    if common is None:
        return ResolvedArticle(municipality, variant, variant=True)
    own = {name: getattr(variant, name) for name in OVERRIDABLE if getattr(variant, name) is not None}
    change = _to_come(common, variant, own)
    merged = replace(common, **own | {"holder": variant.holder, "checked_on": variant.checked_on, "change": change})
    return ResolvedArticle(municipality, merged, variant=True, inherited=frozenset(OVERRIDABLE) - own.keys())


def _to_come(common: Article, variant: Article, own: Iterable[str]) -> tuple[Change, ...] | None:
    inherited = [change.without(own) for change in common.change or ()]
    changes = [change for change in inherited if change.values] + list(variant.change or ())
    return tuple(sorted(changes, key=lambda change: change.on)) or None
