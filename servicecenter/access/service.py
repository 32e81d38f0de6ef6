"""Access: people, login, sessions. Gathers, lets the pure rules decide, applies; hashes with no session open."""

import asyncio
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from servicecenter.access import store
from servicecenter.access.errors import (
    MayNotManagePeople,
    PersonUnknown,
    too_many_attempts,
    wrong_old_password,
    wrong_password,
)
from servicecenter.access.model import (
    LOGIN,
    AuditEntry,
    LoginSession,
    Person,
    Role,
    Scope,
    SessionInfo,
    as_login,
    check_login,
    check_name,
    require_own_password,
)
from servicecenter.access.passwords import LONGEST, Passwords, check_new_password, first_password
from servicecenter.access.throttle import (
    FORGOTTEN_AFTER,
    address_key,
    login_key,
    remaining_wait,
    throttled,
)
from servicecenter.clock import Clock
from servicecenter.database import Database

AT_ONCE = 4
"""Attempts at the same time: bounds memory (19 MiB a hash) and how many guesses of a burst run before one counts."""

TOUCHED_AFTER = timedelta(minutes=1)

AT_THE_DOOR = Scope.system("login: who is at the door is not known yet")


class Access:
    """`expires_within` is the longest a session lasts, `idle_within` the longest pause in it."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        passwords: Passwords | None = None,
        *,
        expires_within: timedelta = timedelta(hours=10),
        idle_within: timedelta = timedelta(minutes=60),
    ) -> None:
        self._db, self._clock = db, clock
        self._passwords = passwords or Passwords()
        self._expires_within, self._idle_within = expires_within, idle_within
        self._turns = asyncio.Semaphore(AT_ONCE)

    # ── people: `by` is who manages them, None the command line or a job ────────────────────────────────────────

    async def add_person(
        self,
        login: str,
        name: str,
        role: Role,
        *,
        by: Person | None,
        municipality: str | None = None,
        offices: Iterable[str] = (),
        must_change_password: bool = True,
    ) -> tuple[Person, str]:
        """The person and the generated first password, which is shown once and stored nowhere.

        `must_change_password=False` is for the demo's people only. Raises LoginTaken, PersonIncomplete.
        """
        managing(by)
        login, name = as_login(login), name.strip()
        check_login(login)
        check_name(name)
        person = Person(uuid4().hex, login, name, role, municipality, frozenset(offices), must_change_password)
        password = first_password()
        password_hash = await self._passwords.hash(password)
        async with self._db.write() as session:
            await store.add_person(session, person, password_hash)
            store.append_audit(session, self._entry(by, "person-added", person, role=role.value))
        return person, password

    async def reset_password(
        self, person_id: str, *, by: Person | None, must_change_password: bool = True
    ) -> tuple[Person, str]:
        """A new first password; the person's sessions end, a throttled login is free again. Raises PersonUnknown."""
        scope = managing(by)
        password = first_password()
        password_hash = await self._passwords.hash(password)
        async with self._db.write() as session:
            person = _known(await store.find_person(session, scope, person_id))
            await store.set_password(session, person.id, password_hash, must_change=must_change_password)
            await store.end_sessions_of(session, person.id)
            await store.drop_throttles(session, [login_key(person.login)])
            store.append_audit(session, self._entry(by, "password-reset", person))
        return replace(person, must_change_password=must_change_password), password

    async def disable(self, person_id: str, *, by: Person | None) -> Person:
        """Nobody is deleted: what a person did stays theirs. Their sessions end at once. Raises PersonUnknown."""
        return await self._set_disabled(person_id, by, self._clock.now())

    async def enable(self, person_id: str, *, by: Person | None) -> Person:
        return await self._set_disabled(person_id, by, None)

    async def _set_disabled(self, person_id: str, by: Person | None, disabled_at: datetime | None) -> Person:
        scope = managing(by)
        async with self._db.write() as session:
            person = _known(await store.find_person(session, scope, person_id))
            if (person.disabled_at is None) == (disabled_at is None):
                return person
            await store.set_disabled(session, person.id, disabled_at)
            await store.end_sessions_of(session, person.id)
            act = "person-disabled" if disabled_at else "person-enabled"
            store.append_audit(session, self._entry(by, act, person))
        return replace(person, disabled_at=disabled_at)

    async def list_people(self, scope: Scope) -> list[Person]:
        """By name, disabled ones included; a clerk gets the colleagues of the own offices."""
        async with self._db.read() as session:
            return await store.people(session, scope)

    async def person(self, scope: Scope, person_id: str) -> Person:
        async with self._db.read() as session:
            return _known(await store.find_person(session, scope, person_id))

    async def person_by_login(self, scope: Scope, login: str) -> Person:
        async with self._db.read() as session:
            return _known(await store.find_by_login(session, scope, as_login(login)))

    async def audit_trail(self, scope: Scope, limit: int = 200) -> list[AuditEntry]:
        """The newest first; empty for those who do not manage people."""
        async with self._db.read() as session:
            return await store.audit_trail(session, scope, limit)

    # ── login and password ──────────────────────────────────────────────────────────────────────────────────────

    async def login(self, login: str, password: str, from_address: str) -> LoginSession:
        """Raises WrongPassword (also for unknown and disabled people) and TooManyAttempts.

        `from_address` must be the client's own address, not a proxy's: everybody behind it is throttled together.
        """
        login = as_login(login)
        keys = [login_key(login), address_key(from_address)]
        async with self._turns:
            known = await self._credentials(login, keys)
            right = await self._is_right(password, known)
            if known is None or not right:
                raise wrong_password(await self._failed("login-failed", known, keys, address=from_address))
            newer = await self._newer_hash(password, known)
            return await self._begin(known, newer, keys, from_address)

    async def change_password(self, person: Person, old: str, new: str, *, keep_token: str = "") -> None:
        """All sessions of the person end but that of `keep_token`.

        Raises PasswordTooWeak, WrongPassword (throttled together with the login) and TooManyAttempts.
        """
        check_new_password(new, person.login, old)
        keys = [login_key(person.login)]
        async with self._turns:
            known = await self._credentials(person.login, keys)
            if not await self._is_right(old, known):
                raise wrong_old_password(await self._failed("password-change-failed", known, keys))
            password_hash = await self._passwords.hash(new)
        async with self._db.write() as session:
            if await store.find_credentials(session, AT_THE_DOOR, person.login, lock=True) != known:
                raise wrong_old_password()
            await store.set_password(session, person.id, password_hash, must_change=False)
            await store.end_sessions_of(session, person.id, keep=_hashed(keep_token))
            await store.drop_throttles(session, keys)
            store.append_audit(session, self._entry(person, "password-changed", person))

    async def _credentials(self, login: str, keys: list[str]) -> store.Credentials | None:
        """None for an unknown login. Raises TooManyAttempts before anything is computed."""
        async with self._db.read() as session:
            throttles = await store.find_throttles(session, AT_THE_DOOR, keys)
            wait = remaining_wait(throttles, self._clock.now())
            if wait:
                raise too_many_attempts(wait)
            # What is no login is not looked up: a database may refuse its characters.
            return await store.find_credentials(session, AT_THE_DOOR, login) if LOGIN.fullmatch(login) else None

    async def _is_right(self, password: str, known: store.Credentials | None) -> bool:
        """One hash in every case: the time taken does not tell whether the login exists or is disabled."""
        password_hash = known.password_hash if known else self._passwords.nobodys
        right = await self._passwords.is_right(password[: LONGEST + 1], password_hash)
        return right and known is not None and known.person.disabled_at is None

    async def _failed(
        self, act: str, known: store.Credentials | None, keys: list[str], **details: str
    ) -> timedelta | None:
        """Counts and records a failure; how long the next attempt has to wait."""
        at = self._clock.now()
        async with self._db.write() as session:
            await store.drop_stale_throttles(session, at - FORGOTTEN_AFTER)
            throttles = [throttled(key, await store.count_failure(session, key, at), at) for key in keys]
            for throttle in throttles:
                await store.block(session, throttle)
            # The name only if it exists: people type passwords into the field for the name.
            subject = known.person.login if known else ""
            store.append_audit(session, AuditEntry(at, "unknown", act, subject, details))
        return remaining_wait(throttles, at)

    async def _newer_hash(self, password: str, known: store.Credentials) -> str | None:
        """Now, while the password is at hand, if the stored hash was made with other parameters."""
        return await self._passwords.hash(password) if self._passwords.is_outdated(known.password_hash) else None

    async def _begin(
        self, known: store.Credentials, newer_hash: str | None, keys: list[str], from_address: str
    ) -> LoginSession:
        at, person = self._clock.now(), known.person
        token, csrf_token = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        begun = LoginSession(token, csrf_token, person, at + self._expires_within)
        async with self._db.write() as session:
            # While the hash was computed the person may have been disabled, or the password changed.
            if await store.find_credentials(session, AT_THE_DOOR, person.login, lock=True) != known:
                raise wrong_password()
            if newer_hash:
                await store.set_password(session, person.id, newer_hash, must_change=person.must_change_password)
            await store.drop_expired_sessions(session, at)
            await store.drop_throttles(session, keys)
            store.add_session(session, _hashed(token), csrf_token, person.id, at=at, expires_at=begun.expires_at)
            store.append_audit(session, self._entry(person, "login", person, address=from_address))
        return begun

    # ── sessions ────────────────────────────────────────────────────────────────────────────────────────────────

    async def session(self, token: str, *, touch: bool = True) -> SessionInfo | None:
        """None if it never was, is over, or its person is disabled.

        `touch=False` for what the browser asks by itself (polling, events): that is nobody working.
        """
        at, token_hash = self._clock.now(), _hashed(token)
        async with self._db.read() as session:
            stored = await store.find_session(session, AT_THE_DOOR, token_hash)
        if stored is None or stored.person.disabled_at is not None:
            return None
        if at >= stored.expires_at or at - stored.last_seen_at > self._idle_within:
            return None
        if touch and at - stored.last_seen_at >= TOUCHED_AFTER:
            async with self._db.write() as session:
                await store.touch_session(session, token_hash, at)
        return SessionInfo(stored.person, stored.csrf_token, stored.expires_at)

    async def logout(self, token: str) -> None:
        """Does nothing for a token that is none."""
        async with self._db.write() as session:
            await store.end_session(session, _hashed(token))

    def _entry(self, by: Person | None, act: str, subject: Person, **details: str) -> AuditEntry:
        return AuditEntry(self._clock.now(), by.id if by else "system", act, subject.login, details)


def managing(by: Person | None) -> Scope:
    """The scope of who manages people. Raises MayNotManagePeople, PasswordMustChange."""
    if by is None:
        return Scope.system("people are managed from the command line or by a job")
    require_own_password(by)
    scope = Scope.of(by)
    if not scope.people:
        raise MayNotManagePeople(
            "Das ist hier nicht erlaubt.",
            "Anmeldungen verwaltet nur die Rolle „admin“.",
            "Bitte an die Administration wenden.",
        )
    return scope


def _known(person: Person | None) -> Person:
    if person is None:
        raise PersonUnknown(
            "Diese Person gibt es nicht.",
            "Sie wurde nie angelegt, oder sie gehört nicht zu Ihrem Bereich.",
            "Bitte in der Liste der Personen nachsehen.",
        )
    return person


def _hashed(token: str) -> str:
    # No salt and no Argon2: 256 random bits cannot be guessed, and every request computes this.
    return sha256(token.encode("utf-8", "replace")).hexdigest()
