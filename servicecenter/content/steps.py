"""Single steps of a draft within a transaction: known as the page showed it, moved, released; who is late is told."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.content.opened import find
from servicecenter.documents import store
from servicecenter.documents.drafts import store as draft_store
from servicecenter.documents.drafts.model import Draft, DraftAct, moved
from servicecenter.documents.model import Kind, Origin
from servicecenter.errors import Conflict, Invalid


class Overtaken(Conflict):
    """Another version came into force since the draft was begun."""

    code = "draft-overtaken"


def check_day(release_on: date, today: date) -> None:
    """Raises Invalid for a day that is over."""
    if release_on < today:
        raise Invalid(
            "Dieser Tag ist schon vorbei.", f"Freigegeben wird ab heute, {today:%d.%m.%Y}, oder später.",
            "Bitte einen anderen Tag wählen.", field="release_on",
        )  # fmt: skip


def check_not_begun(draft: Draft, today: date) -> None:
    """Contacts keep the version they were handled under. Raises Invalid for a handbook whose day has begun."""
    if draft.kind is Kind.HANDBOOK and date.fromisoformat(draft.name) <= today:
        raise Invalid(
            "Der Tag dieser Fassung hat schon begonnen.", "Ein Handbuch ändert sich nie rückwirkend.",
            "Bitte eine neue Fassung für einen späteren Tag vorbereiten.", field="valid_from",
        )  # fmt: skip


async def known(session: AsyncSession, scope: Scope, draft_id: int, revision: int) -> Draft:
    """As the page showed it. Raises Conflict where it has changed since."""
    draft = await draft_store.get(session, scope, draft_id)
    if draft.revision != revision:
        raise moved(draft)
    return draft


async def move(session: AsyncSession, draft: Draft, act: DraftAct, **values: Any) -> Draft:
    to = draft.after(act)
    if not await draft_store.move(session, draft, to, **values):
        raise changed_meanwhile()
    known = {name: value for name, value in values.items() if name != "editors"}
    editors = frozenset(values.get("editors", draft.editors))
    return replace(draft, state=to, revision=draft.revision + 1, editors=editors, **known)


async def check_base(session: AsyncSession, scope: Scope, draft: Draft) -> None:
    found = await find(session, scope, draft.kind, draft.holder, draft.name)
    if found.version != draft.based_on:
        raise Overtaken(
            "Inzwischen gilt eine neuere Fassung.",
            f"Der Entwurf beruht auf Fassung {draft.based_on}, in Kraft ist Fassung {found.version}.",
            "Bitte beide vergleichen und den Entwurf auf die neue Fassung stellen.",
        )


async def release(session: AsyncSession, draft: Draft, at: datetime) -> Draft:
    """Claimed first: of two processes one moves the draft, and that one writes the version."""
    released = await move(session, draft, DraftAct.RELEASE)
    await store.put(
        session, Scope.system("release"), draft.kind, draft.holder, draft.name, draft.text, origin=Origin.PROGRAM,
        at=at, by=draft.edited_name, reviewed_by=draft.reviewer_name,
    )  # fmt: skip
    return released


def changed_meanwhile() -> Conflict:
    return Conflict(
        "Der Entwurf hat sich inzwischen geändert.", "Jemand hat ihn in diesem Augenblick bearbeitet oder beendet.",
        "Bitte die Seite neu laden; was Sie getippt haben, steht noch im Formular.",
    )  # fmt: skip
