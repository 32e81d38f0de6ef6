"""One text as an editor finds it: what is in force, what it leans on, what somebody has begun."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.content.files import File
from servicecenter.documents import store
from servicecenter.documents.drafts import store as draft_store
from servicecenter.documents.drafts.model import Draft
from servicecenter.documents.model import COMMON, Document, Kind


@dataclass(frozen=True, slots=True)
class Opened:
    """A text as an editor finds it: what is in force, what a variant inherits from, and what somebody has begun."""

    current: Document | None  # None: new, or withdrawn
    common: Document | None  # of a variant
    draft: Draft | None
    version: int  # the latest, also where it is withdrawn; 0: never known

    @property
    def text(self) -> str:
        return self.draft.text if self.draft else self.current.text if self.current else ""

    @property
    def is_outdated(self) -> bool:
        """Whether another version came into force since the draft was begun."""
        return self.draft is not None and self.draft.based_on != self.version


async def find(session: AsyncSession, scope: Scope, kind: Kind, holder: str, name: str) -> Opened:
    latest = await store.latest(session, scope, kind, holder, name)
    common = None if holder == COMMON else await store.latest(session, scope, kind, COMMON, name)
    return Opened(
        current=_standing(latest),
        common=_standing(common),
        draft=await draft_store.open_of(session, scope, kind, holder, name),
        version=latest.version if latest else 0,
    )


def _standing(document: Document | None) -> Document | None:
    return None if document is None or document.removed else document


async def beside(session: AsyncSession, scope: Scope, kind: Kind, holder: str, name: str) -> list[File]:
    """The text that this one leans on: a variant on the common article, a handbook on the agreement."""
    if kind is Kind.ARTICLE and holder == COMMON:
        return []
    place = (Kind.ARTICLE, COMMON, name) if kind is Kind.ARTICLE else (Kind.AGREEMENT, holder, "agreement")
    found = _standing(await store.latest(session, scope, *place))
    return [File(found.kind, found.holder, found.name, found.path, found.text)] if found else []
