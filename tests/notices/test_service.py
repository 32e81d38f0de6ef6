from datetime import UTC, datetime, timedelta

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.database import Database
from servicecenter.errors import Conflict, Forbidden
from servicecenter.live import Live, Message
from servicecenter.notices.service import Notices

pytestmark = pytest.mark.each_database
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALL = Scope.system("test")
OWN = Person("1", "erika", "Erika", Role.EDITOR, "geldern")
OTHER = Person("2", "emil", "Emil", Role.EDITOR, "kreis-wesel")
CENTRE = Person("3", "eva", "Eva", Role.EDITOR)


@pytest.fixture
def notices(db: Database, clock: FixedClock) -> Notices:
    return Notices(db, clock, Live())


async def shown(notices: Notices, municipality: str = "geldern") -> list[str]:
    return [notice.text for notice in await notices.shown(municipality)]


async def test_a_notice_is_shown_from_its_beginning_until_its_end(notices: Notices, clock: FixedClock) -> None:
    await notices.post(OWN, ["geldern"], "Streik", AT + HOUR, AT + 2 * HOUR)
    assert await shown(notices) == []
    clock.advance(HOUR)
    assert await shown(notices) == ["Streik"]
    assert await shown(notices, "kreis-wesel") == []
    clock.advance(HOUR)
    assert await shown(notices) == []
    assert [posted.first.text for posted in await notices.listed(OWN)] == ["Streik"]


async def test_one_for_all_is_ended_at_once_and_resumed_at_once(notices: Notices) -> None:
    bundle = await notices.post(CENTRE, ["kreis-wesel", "geldern"], "Sturm", AT, AT + HOUR)
    (posted,) = await notices.listed(CENTRE)
    assert posted.municipalities == ("geldern", "kreis-wesel")
    with notices.live.subscribe(lambda _: True) as told:
        await notices.end(CENTRE, bundle)
        assert {told.get_nowait() for _ in range(told.qsize())} == {
            Message("notices", "geldern"), Message("notices", "kreis-wesel"),
        }  # fmt: skip
    assert await shown(notices) == await shown(notices, "kreis-wesel") == []
    with pytest.raises(Conflict):
        await notices.end(CENTRE, bundle)
    await notices.resume(CENTRE, bundle)
    assert await shown(notices) == await shown(notices, "kreis-wesel") == ["Sturm"]


async def test_an_editor_ends_only_the_own_municipality_s_part(notices: Notices) -> None:
    bundle = await notices.post(CENTRE, ["kreis-wesel", "geldern"], "Sturm", AT, AT + HOUR)
    await notices.end(OWN, bundle)
    assert (await shown(notices), await shown(notices, "kreis-wesel")) == ([], ["Sturm"])
    assert {posted.municipalities: bool(posted.first.ended_at) for posted in await notices.listed(CENTRE)} == {
        ("geldern",): True, ("kreis-wesel",): False,
    }  # fmt: skip
    own = await notices.post(OWN, ["geldern"], "Streik", AT, AT + HOUR)
    with pytest.raises(Conflict):
        await notices.end(OTHER, own)
    with pytest.raises(Forbidden):
        await notices.post(OWN, ["kreis-wesel"], "Streik", AT, AT + HOUR)


async def test_what_is_over_is_not_resumed_and_goes_after_three_months(notices: Notices, clock: FixedClock) -> None:
    bundle = await notices.post(OWN, ["geldern"], "Streik", AT, AT + HOUR)
    await notices.end(OWN, bundle)
    clock.advance(2 * HOUR)
    with pytest.raises(Conflict):
        await notices.resume(OWN, bundle)
    clock.advance(timedelta(days=89))
    assert await notices.tidy(ALL) == 0
    assert await notices.listed(OWN) == []
    clock.advance(timedelta(days=2))
    assert await notices.tidy(ALL) == 1


async def test_what_a_scope_is_shown(notices: Notices) -> None:
    await notices.post(CENTRE, ["kreis-wesel", "geldern"], "Sturm", AT, AT + HOUR)
    found = await notices.shown_to(Scope.municipality("geldern"))
    assert [notice.municipality for notice in found] == ["geldern"]
