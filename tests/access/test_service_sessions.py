"""Sessions of service.py: how they begin, last and end."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from servicecenter.access import store
from servicecenter.access.model import LoginSession, Person
from servicecenter.access.service import Access
from servicecenter.access.tables import LoginSessionRow
from servicecenter.clock import FixedClock
from servicecenter.database import Database

HOME = "192.0.2.1"
GOOD = "Kran Amsel Holz Brücke"


@pytest.fixture
async def begun(access: Access, person: Person) -> LoginSession:
    return await access.login("a.agent", GOOD, HOME)


async def test_a_session_knows_its_person_and_csrf_token(access: Access, begun: LoginSession, person: Person) -> None:
    session = await access.session(begun.token)
    assert session is not None
    assert (session.person, session.expires_at) == (person, begun.expires_at)
    assert session.is_csrf_token(begun.csrf_token)


async def test_a_session_left_behind_by_a_disabled_person_does_not_hold(
    access: Access, begun: LoginSession, person: Person, clock: FixedClock, db: Database
) -> None:
    async with db.write() as session:  # as if the login had been written just after the sessions were ended
        await store.set_disabled(session, person.id, clock.now())
    assert await access.session(begun.token) is None


@pytest.mark.parametrize("token", ["", "x", "\ud800", "' or 1=1 --"])
async def test_a_token_nobody_gave_out_is_no_session(access: Access, begun: LoginSession, token: str) -> None:
    await access.logout(token)
    assert await access.session(token) is None
    assert await access.session(begun.token)


async def test_a_session_ends_with_the_logout_and_only_this_one(access: Access, begun: LoginSession) -> None:
    other = await access.login("a.agent", GOOD, HOME)
    await access.logout(begun.token)
    assert await access.session(begun.token) is None
    assert await access.session(other.token)


async def test_an_idle_session_ends_after_an_hour(access: Access, begun: LoginSession, clock: FixedClock) -> None:
    clock.advance(timedelta(minutes=60))
    assert await access.session(begun.token)
    clock.advance(timedelta(minutes=60, seconds=1))
    assert await access.session(begun.token) is None


async def test_polling_does_not_keep_a_session_alive(access: Access, begun: LoginSession, clock: FixedClock) -> None:
    clock.advance(timedelta(minutes=50))
    assert await access.session(begun.token, touch=False)
    clock.advance(timedelta(minutes=11))
    assert await access.session(begun.token) is None


async def test_a_busy_session_ends_after_ten_hours(access: Access, begun: LoginSession, clock: FixedClock) -> None:
    for _ in range(11):
        clock.advance(timedelta(minutes=54))
        assert await access.session(begun.token)
    clock.advance(timedelta(minutes=6))
    assert await access.session(begun.token) is None


async def test_a_session_is_touched_at_most_once_a_minute(
    access: Access, begun: LoginSession, clock: FixedClock, db: Database
) -> None:
    async def last_seen() -> datetime:
        async with db.read() as session:
            stored = (await session.exec(select(LoginSessionRow))).one()
            return stored.last_seen_at

    begun_at = clock.now()
    clock.advance(timedelta(seconds=59))
    await access.session(begun.token)
    assert await last_seen() == begun_at
    clock.advance(timedelta(seconds=1))
    await access.session(begun.token)
    assert await last_seen() == begun_at + timedelta(minutes=1)


async def test_expired_sessions_are_removed_at_the_next_login(
    access: Access, begun: LoginSession, clock: FixedClock, db: Database
) -> None:
    clock.advance(timedelta(hours=10))
    await access.login("a.agent", GOOD, HOME)
    async with db.read() as session:
        assert (await session.exec(text("select count(*) from login_session"))).one()[0] == 1  # type: ignore[call-overload]
