from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.documents.drafts import store as draft_store
from servicecenter.documents.drafts.model import Draft, DraftState
from servicecenter.documents.model import COMMON, Kind
from servicecenter.errors import NotFound
from tests.conftest import MONDAY

pytestmark = pytest.mark.each_database
ALL = Scope.system("test")
GOCH = Scope.municipality("goch")


async def added(db: Database, holder: str = "geldern", name: str = "pass") -> Draft:
    async with db.write() as session:
        return await draft_store.add(
            session, Kind.ARTICLE, holder, name, "text", based_on=3, person="rita", person_name="Rita", at=MONDAY
        )


async def moved(db: Database, draft: Draft, to: DraftState, **values: object) -> bool:
    async with db.write() as session:
        return await draft_store.move(session, draft, to, **values)


async def opened(db: Database, scope: Scope = ALL, name: str = "pass") -> Draft | None:
    async with db.read() as session:
        return await draft_store.open_of(session, scope, Kind.ARTICLE, "geldern", name)


async def test_a_draft_comes_back_as_it_was_saved(db):
    draft = await added(db)
    assert (draft.revision, draft.state, draft.editors, draft.edited_at) == (1, DraftState.EDITED, {"rita"}, MONDAY)
    assert await opened(db) == draft
    assert await opened(db, name="ausweis") is None


async def test_there_is_one_open_draft_for_each_text(db):
    first = await added(db)
    with pytest.raises(IntegrityError):
        await added(db)
    await added(db, COMMON)
    assert await moved(db, first, DraftState.DISCARDED)
    assert (await added(db)).id != first.id


async def test_only_who_knows_the_latest_revision_moves_it(db):
    draft = await added(db)
    assert await moved(db, draft, DraftState.EDITED, text="neu")
    assert not await moved(db, draft, DraftState.EDITED, text="anders")
    known = await opened(db)
    assert known is not None
    assert (known.text, known.revision) == ("neu", 2)


async def test_a_neighbour_s_drafts_are_not_seen_but_the_common_ones_are(db):
    own, common = await added(db), await added(db, COMMON)
    assert await opened(db, GOCH) is None
    async with db.read() as session:
        assert await draft_store.all_open(session, GOCH, Kind.ARTICLE) == [common]
        assert await draft_store.all_open(session, ALL, Kind.ARTICLE) == [own, common]
        assert await draft_store.all_open(session, ALL, Kind.HANDBOOK) == []
        assert await draft_store.get(session, ALL, own.id) == own
        with pytest.raises(NotFound):
            await draft_store.get(session, GOCH, own.id)


async def test_what_is_due_is_approved_and_its_day_has_come(db):
    today, later, edited = await added(db, name="a"), await added(db, name="b"), await added(db, name="c")
    day = date(2026, 12, 1)
    await moved(db, today, DraftState.APPROVED, release_on=day)
    await moved(db, later, DraftState.APPROVED, release_on=date(2026, 12, 2))
    await moved(db, edited, DraftState.EDITED, release_on=day)
    async with db.read() as session:
        assert [draft.name for draft in await draft_store.due(session, ALL, day)] == ["a"]
        assert await draft_store.due(session, ALL, date(2026, 11, 30)) == []
        assert await draft_store.due(session, GOCH, date(2026, 12, 31)) == []
