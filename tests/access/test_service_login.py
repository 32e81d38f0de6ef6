"""Logins, throttles and passwords of service.py."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from servicecenter.access.errors import (
    PasswordTooWeak,
    TooManyAttempts,
    WrongPassword,
)
from servicecenter.access.model import Person, Role
from servicecenter.access.passwords import Passwords
from servicecenter.access.service import Access
from servicecenter.clock import FixedClock
from servicecenter.database import Database

HOME, AWAY = "192.0.2.1", "192.0.2.2"
GOOD = "Kran Amsel Holz Brücke"
ADMIN = Person("a1", "admin", "Administration", Role.ADMIN)


class CountingPasswords(Passwords):
    """Cheap Argon2, and how often it was computed: the time an answer takes, without a stopwatch."""

    def __init__(self, rounds: int = 1) -> None:
        super().__init__(memory_kib=8, rounds=rounds)
        self.verified = 0

    async def is_right(self, password: str, password_hash: str) -> bool:
        self.verified += password_hash.startswith("$argon2id$")  # anything else is refused without computing
        return await super().is_right(password, password_hash)


@pytest.fixture
def passwords() -> CountingPasswords:
    return CountingPasswords()


async def fail(access: Access, times: int, login: str = "a.agent", address: str = HOME) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            await access.login(login, "falsch", address)


async def test_neither_token_nor_password_is_in_the_database(access: Access, person: Person, db: Database) -> None:
    begun = await access.login("a.agent", GOOD, HOME)
    async with db.read() as session:
        for table in ("person", "login_session", "audit_entry", "login_throttle"):
            rows = str((await session.exec(text(f"select * from {table}"))).all())  # type: ignore[call-overload]  # noqa: S608
            assert begun.token not in rows
            assert GOOD not in rows


@pytest.mark.parametrize("login", ["nobody", "", "\x00", "\ud800", "x" * 10_000, "' or 1=1 --"])
async def test_an_unknown_login_takes_one_hash_and_says_the_same(
    access: Access, person: Person, passwords: CountingPasswords, login: str
) -> None:
    passwords.verified = 0
    with pytest.raises(WrongPassword) as unknown:
        await access.login(login, "falsch", HOME)
    assert passwords.verified == 1
    with pytest.raises(WrongPassword) as known:
        await access.login("a.agent", "falsch", AWAY)
    assert passwords.verified == 2
    assert str(unknown.value) == str(known.value)


async def test_after_five_failures_even_the_right_password_waits(
    access: Access, person: Person, clock: FixedClock, passwords: CountingPasswords
) -> None:
    await fail(access, 5)
    verified = passwords.verified
    with pytest.raises(TooManyAttempts, match="in 1 Minute erneut"):
        await access.login("a.agent", GOOD, AWAY)
    assert passwords.verified == verified  # nothing is computed for who has to wait
    clock.advance(timedelta(minutes=1))
    assert await access.login("a.agent", GOOD, AWAY)


async def test_each_further_failure_doubles_the_wait_up_to_fifteen_minutes(
    access: Access, person: Person, clock: FixedClock
) -> None:
    await fail(access, 4)
    for minutes in (1, 2, 4, 8, 15, 15):
        await fail(access, 1)
        clock.advance(timedelta(minutes=minutes, seconds=-1))
        with pytest.raises(TooManyAttempts, match="1 Sekunde"):
            await access.login("a.agent", GOOD, HOME)
        clock.advance(timedelta(seconds=1))


async def test_one_address_that_tries_many_names_waits_and_others_do_not(access: Access, person: Person) -> None:
    for n in range(5):
        await fail(access, 1, login=f"name{n}")
    with pytest.raises(TooManyAttempts):
        await access.login("a.agent", GOOD, HOME)
    assert await access.login("a.agent", GOOD, AWAY)


async def test_a_success_makes_the_failures_before_it_forgotten(access: Access, person: Person) -> None:
    for _ in range(3):
        await fail(access, 4)
        await access.login("a.agent", GOOD, HOME)


async def test_failures_are_forgotten_after_an_hour(access: Access, person: Person, clock: FixedClock) -> None:
    await fail(access, 4)
    clock.advance(timedelta(hours=1, seconds=1))
    await fail(access, 4)
    assert await access.login("a.agent", GOOD, HOME)


async def test_a_burst_of_guesses_is_stopped_before_it_gets_far(
    access: Access, person: Person, passwords: CountingPasswords
) -> None:
    passwords.verified = 0
    guesses = [access.login("a.agent", f"geraten {n}", f"198.51.100.{n}") for n in range(40)]
    refused = await asyncio.gather(*guesses, return_exceptions=True)
    assert {type(error) for error in refused} == {WrongPassword, TooManyAttempts}
    assert passwords.verified <= 8


async def test_a_hash_of_older_parameters_is_renewed_at_login(
    access: Access, person: Person, db: Database, clock: FixedClock
) -> None:
    stronger = Access(db, clock, CountingPasswords(rounds=2))
    await stronger.login("a.agent", GOOD, HOME)
    async with db.read() as session:
        stored = (await session.exec(text("select password_hash from person"))).one()[0]  # type: ignore[call-overload]
    assert "t=2" in stored
    assert (await stronger.login("a.agent", GOOD, HOME)).person == person


async def test_who_is_disabled_while_the_hash_is_computed_does_not_get_in(
    access: Access, person: Person, db: Database, clock: FixedClock
) -> None:
    class Slow(CountingPasswords):
        async def is_right(self, password: str, password_hash: str) -> bool:
            await access.disable(person.id, by=None)
            return await super().is_right(password, password_hash)

    with pytest.raises(WrongPassword):
        await Access(db, clock, Slow()).login("a.agent", GOOD, HOME)


async def test_a_reset_gives_a_new_first_password_and_ends_sessions_and_waiting(access: Access, person: Person) -> None:
    begun = await access.login("a.agent", GOOD, HOME)
    await fail(access, 5, address=AWAY)
    reset, first = await access.reset_password(person.id, by=ADMIN)
    assert reset.must_change_password
    assert await access.session(begun.token) is None
    assert (await access.login("a.agent", first, HOME)).person == reset


async def test_a_changed_password_ends_all_sessions_but_the_own(access: Access, person: Person) -> None:
    own, other = await access.login("a.agent", GOOD, HOME), await access.login("a.agent", GOOD, AWAY)
    await access.change_password(person, GOOD, GOOD + "!", keep_token=own.token)
    assert await access.session(own.token)
    assert await access.session(other.token) is None
    await fail(access, 1)
    assert await access.login("a.agent", GOOD + "!", HOME)


async def test_a_weak_or_unproven_change_changes_nothing(access: Access, person: Person) -> None:
    with pytest.raises(PasswordTooWeak):
        await access.change_password(person, GOOD, "kurz")
    with pytest.raises(WrongPassword, match="bisherige Passwort stimmt nicht") as refused:
        await access.change_password(person, "falsch", GOOD + "!")
    assert refused.value.details == {"field": "old"}
    assert await access.login("a.agent", GOOD, HOME)


async def test_guessing_the_old_password_is_throttled_like_a_login(access: Access, person: Person) -> None:
    for n in range(5):
        with pytest.raises(WrongPassword):
            await access.change_password(person, f"geraten {n}", GOOD + "!")
    with pytest.raises(TooManyAttempts):
        await access.change_password(person, GOOD, GOOD + "!")
