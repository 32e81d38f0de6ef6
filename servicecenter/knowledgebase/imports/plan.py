"""What an import would change: `compare` lays what came beside what is there, `decide` chooses what to write. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from servicecenter.documents.model import Origin
from servicecenter.knowledgebase.model import OVERRIDABLE, Article


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # somebody here changed it since: not touched, unless told to


@dataclass(frozen=True, slots=True)
class There:
    """The article as it stands; None where its text cannot be read any more."""

    article: Article | None
    origin: Origin
    removed: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Change:
    article: Article  # what came
    verdict: Verdict
    fields: tuple[FieldChange, ...] = ()
    reason: str = ""  # why it is kept, a German sentence


@dataclass(frozen=True, slots=True)
class Preview:
    changes: tuple[Change, ...]
    missing: tuple[str, ...] = ()  # ids imported before from this format that the file no longer has; they stay

    def of(self, verdict: Verdict) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.verdict is verdict)


_KEPT = {
    Origin.PROGRAM: "Im Programm geändert; die Fassung von hier bleibt.",
    Origin.FILE: "Aus einer Datei geladen oder dort geändert; die Fassung von hier bleibt.",
}
REMOVED = "Hier zurückgezogen; das bleibt so."
COMMON_ID = "Diese Kennung trägt ein gemeinsamer Artikel; daraus würde eine Variante."


def compare(
    came: Iterable[Article], there: Mapping[str, There], common: Collection[str] = (),
    imported_before: Collection[str] = (),
) -> Preview:  # fmt: skip
    """`common` are the ids of common articles; `imported_before` those of this format, where the file is complete."""
    changes = tuple(_change(article, there.get(article.id), common) for article in came)
    ids = {change.article.id for change in changes}
    return Preview(changes, tuple(sorted(set(imported_before) - ids)))


def decide(preview: Preview, *, overwrite: bool = False, only: Collection[str] | None = None) -> tuple[Article, ...]:
    """What is written: the new and the changed; with `overwrite` also what was kept, with `only` none but these ids."""
    wanted = {Verdict.NEW, Verdict.CHANGED} | ({Verdict.KEPT} if overwrite else set())
    return tuple(
        change.article
        for change in preview.changes
        if change.verdict in wanted and (only is None or change.article.id in only)
    )


def _change(article: Article, there: There | None, common: Collection[str]) -> Change:
    if there is None:
        if article.id in common:
            return Change(article, Verdict.KEPT, reason=COMMON_ID)
        return Change(article, Verdict.NEW)
    fields = differences(there.article, article)
    if there.removed:
        return Change(article, Verdict.KEPT, fields, REMOVED)
    if there.article is not None and not fields:
        return Change(article, Verdict.UNCHANGED)
    if there.origin is Origin.IMPORT:
        return Change(article, Verdict.CHANGED, fields)
    return Change(article, Verdict.KEPT, fields, _KEPT[there.origin])


def differences(was: Article | None, now: Article) -> tuple[FieldChange, ...]:
    """Field by field in the order of an article."""
    return tuple(
        FieldChange(name, getattr(was, name, None), getattr(now, name))
        for name in OVERRIDABLE
        if getattr(was, name, None) != getattr(now, name)
    )
