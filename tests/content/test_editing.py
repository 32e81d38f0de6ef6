"""Draft, review, release; two editors at once; versions restored. On both databases where two could collide."""

from datetime import date, timedelta

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.content.editing import Editing
from servicecenter.documents import store
from servicecenter.documents.drafts.model import Draft, DraftState
from servicecenter.documents.model import COMMON, Kind, Origin
from servicecenter.errors import Conflict, Forbidden, Invalid, NotFound
from servicecenter.live import Live
from servicecenter.routing.rulebooks import Rulebooks
from tests.conftest import MONDAY

pytestmark = pytest.mark.each_database
ALL = Scope.system("test")
RITA, GESA = Person("rita", "rita", "Rita Entwurf", Role.EDITOR), Person("gesa", "gesa", "Gesa Fassung", Role.EDITOR)
PASS = (Kind.ARTICLE, COMMON, "pass")
TODAY, LATER = date(2026, 11, 23), date(2026, 12, 1)


def text(fee: str) -> str:
    return f'+++\ntitle = "Reisepass"\nfee = "{fee}"\n+++\n'


@pytest.fixture
async def editing(db, clock: FixedClock) -> Editing:
    async with db.write() as session:
        await store.put(session, ALL, *PASS, text("70 Euro"), origin=Origin.FILE, at=MONDAY, by="content load")
    return Editing(db, clock, Rulebooks(db), Live())


async def in_force(editing: Editing) -> str | None:
    current = (await editing.opened(ALL, *PASS)).current
    return current.text if current else None


async def saved(editing: Editing, fee: str = "72 Euro", person: Person = RITA, revision: int = 0) -> Draft:
    draft = await editing.save(person, *PASS, text(fee), revision)
    assert draft is not None
    return draft


async def submitted(editing: Editing, fee: str = "72 Euro") -> Draft:
    draft = await saved(editing, fee)
    return await editing.submit(RITA, draft.id, draft.revision)


async def test_a_draft_holds_only_when_a_second_person_has_released_it(editing):
    draft = await submitted(editing)
    assert (draft.state, await in_force(editing)) == (DraftState.IN_REVIEW, text("70 Euro"))
    released = await editing.approve(GESA, draft.id, draft.revision, TODAY)
    assert (released.state, await in_force(editing)) == (DraftState.RELEASED, text("72 Euro"))
    latest = (await editing.versions(ALL, *PASS))[0]
    assert (latest.version, latest.by, latest.reviewed_by, latest.origin) == (
        2, "Rita Entwurf", "Gesa Fassung", Origin.PROGRAM,
    )  # fmt: skip
    assert (await editing.opened(ALL, *PASS)).draft is None


async def test_nobody_releases_what_they_wrote_themselves(editing):
    draft = await submitted(editing)
    with pytest.raises(Forbidden, match="gibt jemand anderes frei"):
        await editing.approve(RITA, draft.id, draft.revision, TODAY)
    changed = await saved(editing, "73 Euro", GESA, draft.revision)
    again = await editing.submit(GESA, changed.id, changed.revision)
    with pytest.raises(Forbidden, match="gibt jemand anderes frei"):
        await editing.approve(GESA, again.id, again.revision, TODAY)


async def test_a_release_on_a_day_to_come_happens_by_itself_and_once(editing, clock):
    draft = await submitted(editing)
    approved = await editing.approve(GESA, draft.id, draft.revision, LATER)
    assert (approved.state, approved.release_on) == (DraftState.APPROVED, LATER)
    assert await editing.release_due(ALL) == []
    clock.at = MONDAY + timedelta(days=8)
    assert [released.name for released in await editing.release_due(ALL)] == ["pass"]
    assert await editing.release_due(ALL) == []
    assert await in_force(editing) == text("72 Euro")
    assert len(await editing.versions(ALL, *PASS)) == 2


async def test_a_release_that_was_overtaken_goes_back_and_says_so(editing, clock, db):
    draft = await submitted(editing)
    await editing.approve(GESA, draft.id, draft.revision, LATER)
    async with db.write() as session:
        await store.put(session, ALL, *PASS, text("71 Euro"), origin=Origin.IMPORT, at=MONDAY, by="import")
    clock.at = MONDAY + timedelta(days=8)
    assert await editing.release_due(ALL) == []
    opened = await editing.opened(ALL, *PASS)
    assert opened.draft is not None
    assert opened.is_outdated
    assert (opened.draft.state, await in_force(editing)) == (DraftState.EDITED, text("71 Euro"))
    assert "neuere Fassung" in opened.draft.remark
    rebased = await editing.rebase(RITA, opened.draft.id, opened.draft.revision)
    assert not (await editing.opened(ALL, *PASS)).is_outdated
    again = await editing.submit(RITA, rebased.id, rebased.revision)
    await editing.approve(GESA, again.id, again.revision, clock.now().date())
    assert await in_force(editing) == text("72 Euro")


async def test_a_draft_that_was_overtaken_is_not_released_at_once_either(editing, db):
    draft = await submitted(editing)
    async with db.write() as session:
        await store.put(session, ALL, *PASS, text("71 Euro"), origin=Origin.IMPORT, at=MONDAY, by="import")
    with pytest.raises(Conflict, match="beruht auf Fassung 1, in Kraft ist Fassung 2"):
        await editing.approve(GESA, draft.id, draft.revision, TODAY)


async def test_of_two_editors_the_second_is_told_and_nothing_is_overwritten(editing):
    draft = await saved(editing)
    with pytest.raises(Conflict, match="zuletzt bearbeitet von Rita Entwurf"):
        await editing.save(GESA, *PASS, text("80 Euro"), 0)
    both = await saved(editing, "73 Euro", GESA, draft.revision)
    with pytest.raises(Conflict, match="zuletzt bearbeitet von Gesa Fassung"):
        await editing.save(RITA, *PASS, text("81 Euro"), draft.revision)
    assert both.editors == {"rita", "gesa"}
    assert (await editing.opened(ALL, *PASS)).text == text("73 Euro")


async def test_saving_what_stands_there_already_begins_no_draft(editing):
    assert await editing.save(RITA, *PASS, text("70 Euro"), 0) is None
    draft = await saved(editing)
    assert await editing.save(RITA, *PASS, text("72 Euro"), draft.revision) == draft


async def test_a_page_that_knows_a_draft_which_is_gone_is_told(editing):
    draft = await saved(editing)
    await editing.discard(RITA, draft.id, draft.revision)
    with pytest.raises(Conflict):
        await editing.save(RITA, *PASS, text("75 Euro"), draft.revision)


async def test_saving_takes_an_approval_back(editing, clock):
    draft = await submitted(editing)
    approved = await editing.approve(GESA, draft.id, draft.revision, LATER)
    again = await saved(editing, "74 Euro", RITA, approved.revision)
    assert (again.state, again.release_on, again.reviewer_name) == (DraftState.EDITED, None, "")
    clock.at = MONDAY + timedelta(days=8)
    assert await editing.release_due(ALL) == []


async def test_a_review_can_send_back_with_a_remark(editing):
    draft = await submitted(editing)
    back = await editing.send_back(GESA, draft.id, draft.revision, "Bitte mit Quelle.")
    assert (back.state, back.remark) == (DraftState.EDITED, "Bitte mit Quelle.")


async def test_a_text_with_a_fault_is_kept_but_not_submitted(editing):
    wrong = await editing.save(RITA, *PASS, '+++\ntitle = "Pass"\nreview_by = "bald"\n+++\n', 0)
    with pytest.raises(Invalid, match="Hier wird ein Datum erwartet") as caught:
        await editing.submit(RITA, wrong.id, wrong.revision)
    assert caught.value.details["field"] == "review_by"
    assert (await editing.opened(ALL, *PASS)).text.count("bald") == 1


async def test_a_day_that_is_over_releases_nothing(editing):
    draft = await submitted(editing)
    with pytest.raises(Invalid, match="schon vorbei"):
        await editing.approve(GESA, draft.id, draft.revision, TODAY - timedelta(days=1))


async def test_an_earlier_version_is_restored_as_a_new_one(editing):
    draft = await submitted(editing)
    await editing.approve(GESA, draft.id, draft.revision, TODAY)
    assert await editing.restore(RITA, *PASS, 1) == 3
    assert await in_force(editing) == text("70 Euro")
    assert await editing.restore(RITA, *PASS, 1) is None
    with pytest.raises(NotFound):
        await editing.restore(RITA, *PASS, 9)


async def test_a_withdrawn_text_holds_no_more_and_can_come_back(editing):
    assert await editing.withdraw(RITA, *PASS) == 2
    assert await in_force(editing) is None
    assert await editing.withdraw(RITA, *PASS) is None
    assert await editing.restore(RITA, *PASS, 1) == 3
    assert await in_force(editing) == text("70 Euro")


async def test_a_variant_is_opened_with_what_it_inherits(editing):
    opened = await editing.opened(ALL, Kind.ARTICLE, "geldern", "pass")
    assert opened.common is not None
    assert (opened.current, opened.draft, opened.version, opened.text) == (None, None, 0, "")
    assert opened.common.text == text("70 Euro")


async def test_a_town_s_editor_leaves_the_common_text_and_the_neighbour_s_alone(editing):
    town = Person("tina", "tina", "Tina", Role.EDITOR, "geldern")
    for act in (
        editing.save(town, *PASS, text("1 Euro"), 0),
        editing.save(town, Kind.ARTICLE, "goch", "pass", text("1 Euro"), 0),
        editing.withdraw(town, *PASS),
        editing.restore(town, *PASS, 1),
    ):
        with pytest.raises(Forbidden):
            await act
    draft = await submitted(editing)
    for step in (
        editing.discard(town, draft.id, draft.revision),
        editing.send_back(town, draft.id, draft.revision, ""),
        editing.approve(town, draft.id, draft.revision, TODAY),
    ):
        with pytest.raises(Forbidden):
            await step


async def test_open_pages_are_told(editing):
    with editing.live.subscribe(lambda message: message.topic == "drafts") as told:
        await saved(editing)
        assert told.get_nowait().municipality is None
