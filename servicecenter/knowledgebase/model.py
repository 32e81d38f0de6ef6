"""Articles, their municipal variants, and how one overlays the other. Pure."""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum

from servicecenter.documents.model import COMMON

__all__ = ["COMMON", "HOW", "OVERRIDABLE", "Article", "ArticleStatus", "ResolvedArticle", "Source", "overlay"]


class ArticleStatus(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read: a law with its paragraph, or a page with its address."""

    title: str
    url: str = ""


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

    def holds_on(self, day: date) -> bool:
        """Released and within its validity on that day."""
        return (
            (self.status or ArticleStatus.RELEASED) is ArticleStatus.RELEASED
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
        )


# How a Leistung can be had; the words a person reads stand beside the key.
HOW = {
    "in_person": "persönlich",
    "online": "online",
    "post": "schriftlich",
    "phone": "telefonisch",
    "email": "per E-Mail",
}

OVERRIDABLE = tuple(f.name for f in fields(Article) if f.name not in {"id", "holder"})


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

    `checked_on` is not inherited: that the common text was checked says nothing about the town's own sentences.
    """
    if variant is None:
        if common is None:
            raise ValueError("neither a common article nor a variant")
        return ResolvedArticle(municipality, common, variant=False, inherited=frozenset(OVERRIDABLE))
    if common is None:
        return ResolvedArticle(municipality, variant, variant=True)
    own = {name: getattr(variant, name) for name in OVERRIDABLE if getattr(variant, name) is not None}
    merged = replace(common, **own | {"holder": variant.holder, "checked_on": variant.checked_on})
    return ResolvedArticle(municipality, merged, variant=True, inherited=frozenset(OVERRIDABLE) - own.keys())
