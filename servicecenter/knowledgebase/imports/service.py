"""Imports: gather what is there, let plan.py decide, write in one transaction. Reading files is sources.py's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.directory.leistungen import Catalogue
from servicecenter.documents import store
from servicecenter.documents.model import COMMON, Document, Kind, Origin
from servicecenter.documents.reading import Unreadable, read
from servicecenter.errors import NotFound
from servicecenter.knowledgebase.files import read_article
from servicecenter.knowledgebase.imports import leika
from servicecenter.knowledgebase.imports.model import Format, Found, Progress
from servicecenter.knowledgebase.imports.plan import Preview, There, compare, decide
from servicecenter.knowledgebase.model import Article
from servicecenter.knowledgebase.writing import write


@dataclass(frozen=True, slots=True)
class LeikaPreview:
    """What a person may take over; nothing of it is ever written by itself."""

    proposals: tuple[leika.Proposal, ...]
    new: tuple[leika.NewEntry, ...]
    unknown: tuple[tuple[str, str], ...]  # subject and key in use that the list does not have


class Imports:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def preview(self, scope: Scope, found: Found, form: Format, holder: str) -> Preview:
        """What would change. Raises NotFound for a municipality that is unknown or that the scope does not cover."""
        async with self._db.read() as session:
            return await _preview(session, scope, found, form, holder)

    async def apply(
        self, scope: Scope, found: Found, form: Format, holder: str, *, at: datetime, by: str = "",
        overwrite: bool = False, only: Collection[str] | None = None, progress: Progress | None = None,
    ) -> Preview:  # fmt: skip
        """All or nothing, in one transaction: compared again within it, so that no edit made meanwhile is lost."""
        async with self._db.write() as session:
            preview = await _preview(session, scope, found, form, holder)
            chosen = decide(preview, overwrite=overwrite, only=only)
            for done, article in enumerate(chosen, start=1):
                await store.put(
                    session, scope, Kind.ARTICLE, holder, article.id, write(article), origin=Origin.IMPORT, at=at,
                    by=f"{_by(form)} ({by})" if by else _by(form),
                )  # fmt: skip
                if progress is not None:
                    progress(done, len(chosen), "übernehmen")
        return preview

    async def propose(self, scope: Scope, listed: leika.LeikaList, holder: str) -> LeikaPreview:
        """LeiKa keys for the catalogue's Leistungen, and for this municipality's articles that name no Leistung."""
        async with self._db.read() as session:
            await _require(session, scope, holder)
            documents = await store.current(session, scope, (Kind.ARTICLE, Kind.CATALOGUE))
        articles = [article for d in documents if d.kind is Kind.ARTICLE and d.holder in {COMMON, holder}
                    if (article := _article(d)) is not None]  # fmt: skip
        subjects = _subjects(documents, articles)
        proposals = leika.propose(listed.entries, subjects)
        return LeikaPreview(
            proposals,
            leika.unheard_of(listed.entries, subjects, proposals),
            leika.unknown_keys(listed.entries, subjects),
        )


async def _preview(session: AsyncSession, scope: Scope, found: Found, form: Format, holder: str) -> Preview:
    await _require(session, scope, holder)
    documents = await store.current(session, scope, (Kind.ARTICLE,))
    own = [document for document in documents if document.holder == holder]
    there = {document.name: There(_article(document), document.origin) for document in own}
    for article in found.articles:
        if article.id not in there:
            latest = await store.latest(session, scope, Kind.ARTICLE, holder, article.id)
            if latest is not None:  # not current, so it was removed
                there[article.id] = There(_article(latest), latest.origin, removed=True)
    common = {document.name for document in documents if document.holder == COMMON != holder}
    before = {document.name for document in own if _came_so(document, form)}
    return compare(found.articles, there, common, before if found.complete and found.articles else ())


async def _require(session: AsyncSession, scope: Scope, holder: str) -> None:
    """A municipality with a directory; COMMON holds what all share, and is for those who may see all."""
    if holder == COMMON:
        known = scope.municipalities is None
    else:
        known = scope.covers(holder) and (
            await store.latest(session, scope, Kind.DIRECTORY, holder, Kind.DIRECTORY.value) is not None
        )
    if not known:
        raise NotFound(
            f"Die Kommune „{holder}“ gibt es nicht.",
            "Sie hat kein Verzeichnis, oder diese Anmeldung darf sie nicht bearbeiten.",
            "Bitte die Kennung prüfen, zum Beispiel geldern.",
        )


def _article(document: Document) -> Article | None:
    try:
        return read_article(document.text, document.name, document.holder, document.path)
    except Unreadable:
        return None


def _came_so(document: Document, form: Format) -> bool:
    return document.origin is Origin.IMPORT and document.by.startswith(_by(form))


def _by(form: Format) -> str:
    return f"kb import {form}"


def _subjects(documents: Collection[Document], articles: Collection[Article]) -> list[leika.Subject]:
    keys: dict[str, dict[str, None]] = {}
    for article in articles:
        if article.leistung:
            keys.setdefault(article.leistung, {}).update(dict.fromkeys(article.leika or ()))
    catalogue = next((d for d in documents if d.kind is Kind.CATALOGUE), None)
    leistungen = read(catalogue.text, Catalogue, catalogue.path).leistung if catalogue else ()
    known = [leika.Subject(one.key, one.name, tuple(keys.get(one.key, ()))) for one in leistungen]
    return known + [
        leika.Subject(article.id, article.title, article.leika or ())
        for article in articles
        if not article.leistung and article.title
    ]
