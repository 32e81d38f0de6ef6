"""Managing people in service.py, and what of it is in the audit trail."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from servicecenter.access.errors import (
    LoginTaken,
    MayNotManagePeople,
    PasswordMustChange,
    PersonIncomplete,
    PersonUnknown,
    WrongPassword,
)
from servicecenter.access.model import AuditEntry, Person, Role, Scope
from servicecenter.access.service import Access
from servicecenter.clock import FixedClock
from servicecenter.database import Database

HOME = "192.0.2.1"
GOOD = "Kran Amsel Holz Brücke"
ALL = Scope.system("test")
ADMIN = Person("a1", "admin", "Administration", Role.ADMIN)


async def acts(access: Access) -> list[tuple[str, str, str]]:
    """The audit trail, oldest first."""
    return [(entry.actor, entry.act, entry.subject) for entry in reversed(await access.audit_trail(ALL))]


async def test_a_new_person_logs_in_with_the_first_password_and_must_change_it(access: Access) -> None:
    person, first = await access.add_person(
        " F.Amt ", "F. Amt", Role.FACHAMT, by=ADMIN, municipality="geldern", offices=["bauordnung"]
    )
    begun = await access.login("f.amt", first, HOME)
    assert begun.person == person
    session = await access.session(begun.token)
    assert session is not None
    with pytest.raises(PasswordMustChange):
        session.scope()
    await access.change_password(person, first, GOOD, keep_token=begun.token)
    session = await access.session(begun.token)
    assert session is not None
    assert session.scope().offices == frozenset({("geldern", "bauordnung")})


async def test_a_login_is_given_once_even_in_capitals(access: Access, person: Person) -> None:
    with pytest.raises(LoginTaken):
        await access.add_person("A.Agent", "Noch jemand", Role.AGENT, by=None)
    assert await access.list_people(ALL) == [person]


@pytest.mark.parametrize(
    ("login", "name", "role"), [("ä", "A", Role.AGENT), ("aa", " ", Role.AGENT), ("aa", "A", Role.FACHAMT)]
)
async def test_an_incomplete_person_is_refused_and_nothing_is_kept(
    access: Access, login: str, name: str, role: Role
) -> None:
    with pytest.raises(PersonIncomplete):
        await access.add_person(login, name, role, by=None)
    assert await access.list_people(ALL) == []


@pytest.mark.parametrize(
    ("by", "refused"),
    [
        pytest.param(Person("s", "s", "S", Role.SUPERVISOR), MayNotManagePeople, id="supervisor"),
        pytest.param(Person("c", "c", "C", Role.CONTROLLER, "geldern"), MayNotManagePeople, id="controller"),
        pytest.param(replace(ADMIN, must_change_password=True), PasswordMustChange, id="admin with a first password"),
    ],
)
async def test_only_an_admin_manages_people(
    access: Access, person: Person, by: Person, refused: type[Exception]
) -> None:
    for act in (access.disable, access.enable, access.reset_password):
        with pytest.raises(refused):
            await act(person.id, by=by)
    with pytest.raises(refused):
        await access.add_person("neu", "Neu", Role.ADMIN, by=by)
    assert await access.list_people(ALL) == [person]


async def test_a_disabled_person_is_logged_out_at_once(access: Access, person: Person, clock: FixedClock) -> None:
    begun = await access.login("a.agent", GOOD, HOME)
    disabled = await access.disable(person.id, by=ADMIN)
    assert disabled.disabled_at == clock.now()
    assert await access.session(begun.token) is None
    with pytest.raises(WrongPassword):
        await access.login("a.agent", GOOD, HOME)


async def test_an_enabled_person_logs_in_again_but_old_sessions_stay_over(access: Access, person: Person) -> None:
    begun = await access.login("a.agent", GOOD, HOME)
    await access.disable(person.id, by=None)
    assert await access.enable(person.id, by=None) == person
    assert await access.session(begun.token) is None
    assert await access.login("a.agent", GOOD, HOME)


async def test_disabling_twice_keeps_the_first_instant(access: Access, person: Person, clock: FixedClock) -> None:
    first = await access.disable(person.id, by=None)
    clock.advance(timedelta(days=1))
    assert await access.disable(person.id, by=None) == first


async def test_who_is_not_there_or_not_seen_is_unknown(access: Access, person: Person) -> None:
    clerk = Scope.of(Person("f", "f", "F", Role.FACHAMT, "geldern", frozenset({"bauordnung"})))
    with pytest.raises(PersonUnknown):
        await access.disable("nobody", by=None)
    with pytest.raises(PersonUnknown):
        await access.person(clerk, person.id)
    with pytest.raises(PersonUnknown):
        await access.person_by_login(clerk, "a.agent")
    assert await access.person_by_login(ALL, "A.AGENT") == await access.person(ALL, person.id) == person


async def test_what_happens_to_people_is_in_the_audit_trail(access: Access, person: Person) -> None:
    await access.login("a.agent", GOOD, HOME)
    with pytest.raises(WrongPassword):
        await access.login("a.agent", "falsch", HOME)
    await access.reset_password(person.id, by=ADMIN)
    await access.disable(person.id, by=ADMIN)
    await access.enable(person.id, by=ADMIN)
    assert await acts(access) == [
        ("system", "person-added", "a.agent"),
        (person.id, "password-changed", "a.agent"),
        (person.id, "login", "a.agent"),
        ("unknown", "login-failed", "a.agent"),
        ("a1", "password-reset", "a.agent"),
        ("a1", "person-disabled", "a.agent"),
        ("a1", "person-enabled", "a.agent"),
    ]


async def test_a_password_typed_as_a_name_is_not_recorded(access: Access, clock: FixedClock, db: Database) -> None:
    with pytest.raises(WrongPassword):
        await access.login(GOOD, "falsch", HOME)
    assert await access.audit_trail(ALL) == [
        AuditEntry(clock.now(), "unknown", "login-failed", "", {"address": HOME}),
    ]
    async with db.read() as session:
        assert GOOD.lower() not in str((await session.exec(text("select * from login_throttle"))).all())  # type: ignore[call-overload]


async def test_only_who_manages_people_reads_the_audit_trail(access: Access, person: Person) -> None:
    assert await access.audit_trail(Scope.of(ADMIN))
    assert await access.audit_trail(Scope.of(person)) == []
