"""Rows ↔ model for people, sessions, throttles and the audit trail. The only importer of tables.py.

Every function works in the caller's session and commits nothing; every read takes the scope of who reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.errors import LoginTaken
from servicecenter.access.model import AuditEntry, Person, Role, Scope
from servicecenter.access.scoping import Statement, scoped
from servicecenter.access.tables import AuditEntryRow, LoginSessionRow, LoginThrottleRow, PersonRow
from servicecenter.access.throttle import Throttle
from servicecenter.database import Insertion

COUNT = Insertion(
    LoginThrottleRow,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"],
        set_={"failures": insert.table.c.failures + 1, "last_failed_at": insert.excluded.last_failed_at},
    ).returning(insert.table.c.failures),
)


@dataclass(frozen=True)
class Credentials:
    person: Person
    password_hash: str


@dataclass(frozen=True)
class StoredSession:
    person: Person
    csrf_token: str
    last_seen_at: datetime
    expires_at: datetime


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def people(session: AsyncSession, scope: Scope) -> list[Person]:
    """Everybody the scope shows, disabled ones included, by name."""
    statement = _visible(select(PersonRow), scope).order_by(col(PersonRow.name), col(PersonRow.login))
    found = [_person(row) for row in (await session.exec(statement)).all()]
    return [person for person in found if _shares_an_office(person, scope)]


async def find_person(session: AsyncSession, scope: Scope, person_id: str) -> Person | None:
    row = (await session.exec(_visible(select(PersonRow), scope).where(col(PersonRow.id) == person_id))).first()
    return _person(row) if row and _shares_an_office(_person(row), scope) else None


async def find_by_login(session: AsyncSession, scope: Scope, login: str) -> Person | None:
    row = (await session.exec(_visible(select(PersonRow), scope).where(col(PersonRow.login) == login))).first()
    return _person(row) if row and _shares_an_office(_person(row), scope) else None


async def find_credentials(
    session: AsyncSession, scope: Scope, login: str, *, lock: bool = False
) -> Credentials | None:
    """Only for a scope that manages people. `lock` holds the row until the transaction ends (PostgreSQL)."""
    if not scope.people:
        return None
    statement = select(PersonRow).where(col(PersonRow.login) == login)
    row = (await session.exec(statement.with_for_update() if lock else statement)).first()
    return Credentials(_person(row), row.password_hash) if row else None


async def add_person(session: AsyncSession, person: Person, password_hash: str) -> None:
    """Raises LoginTaken; the transaction is lost then."""
    session.add(
        PersonRow(
            id=person.id,
            login=person.login,
            name=person.name,
            role=person.role.value,
            municipality=person.municipality,
            offices=sorted(person.offices),
            password_hash=password_hash,
            must_change_password=person.must_change_password,
            disabled_at=person.disabled_at,
        )
    )
    try:
        await session.flush()
    except IntegrityError as error:
        raise LoginTaken(
            f"Der Anmeldename „{person.login}“ ist vergeben.",
            "Jeder Anmeldename gehört genau einer Person, auch wenn sie gesperrt ist.",
            "Bitte einen anderen wählen oder die gesperrte Person wieder freigeben.",
            field="login",
        ) from error


async def set_password(session: AsyncSession, person_id: str, password_hash: str, *, must_change: bool) -> None:
    values = {"password_hash": password_hash, "must_change_password": must_change}
    await session.exec(update(PersonRow).where(col(PersonRow.id) == person_id).values(**values))


async def set_disabled(session: AsyncSession, person_id: str, disabled_at: datetime | None) -> None:
    await session.exec(update(PersonRow).where(col(PersonRow.id) == person_id).values(disabled_at=disabled_at))


# ── sessions ────────────────────────────────────────────────────────────────────────────────────────────────────


async def find_session(session: AsyncSession, scope: Scope, token_hash: str) -> StoredSession | None:
    """Whatever its age, whoever its person: whether it still holds is for the service to say."""
    statement = select(LoginSessionRow, PersonRow).join(PersonRow, col(PersonRow.id) == col(LoginSessionRow.person_id))
    found = (
        await session.exec(_visible(statement, scope).where(col(LoginSessionRow.token_hash) == token_hash))
    ).first()
    if found is None:
        return None
    row, person = found
    return StoredSession(_person(person), row.csrf_token, row.last_seen_at, row.expires_at)


def add_session(
    session: AsyncSession, token_hash: str, csrf_token: str, person_id: str, *, at: datetime, expires_at: datetime
) -> None:
    session.add(
        LoginSessionRow(
            token_hash=token_hash,
            csrf_token=csrf_token,
            person_id=person_id,
            created_at=at,
            last_seen_at=at,
            expires_at=expires_at,
        )
    )


async def touch_session(session: AsyncSession, token_hash: str, at: datetime) -> None:
    statement = update(LoginSessionRow).where(col(LoginSessionRow.token_hash) == token_hash)
    await session.exec(statement.values(last_seen_at=at))


async def end_session(session: AsyncSession, token_hash: str) -> None:
    await session.exec(delete(LoginSessionRow).where(col(LoginSessionRow.token_hash) == token_hash))


async def end_sessions_of(session: AsyncSession, person_id: str, *, keep: str = "") -> None:
    """All of a person's sessions, but for the one with the token hash `keep`."""
    statement = delete(LoginSessionRow).where(col(LoginSessionRow.person_id) == person_id)
    await session.exec(statement.where(col(LoginSessionRow.token_hash) != keep))


async def drop_expired_sessions(session: AsyncSession, at: datetime) -> None:
    await session.exec(delete(LoginSessionRow).where(col(LoginSessionRow.expires_at) <= at))


# ── throttles ───────────────────────────────────────────────────────────────────────────────────────────────────


async def find_throttles(session: AsyncSession, scope: Scope, keys: Iterable[str]) -> list[Throttle]:
    """Nothing for a scope that does not manage people."""
    if not scope.people:
        return []
    rows = (await session.exec(select(LoginThrottleRow).where(col(LoginThrottleRow.key).in_(list(keys))))).all()
    return [Throttle(row.key, row.failures, row.blocked_until) for row in rows]


async def count_failure(session: AsyncSession, key: str, at: datetime) -> int:
    """The failures in a row of this key, this one included.

    One statement counts, not a read and a write: on PostgreSQL guesses made in the same instant must all count.
    """
    return int((await COUNT.insert(session, {"key": key, "failures": 1, "last_failed_at": at})).scalar_one())


async def block(session: AsyncSession, throttle: Throttle) -> None:
    statement = update(LoginThrottleRow).where(col(LoginThrottleRow.key) == throttle.key)
    await session.exec(statement.values(blocked_until=throttle.blocked_until))


async def drop_throttles(session: AsyncSession, keys: Iterable[str]) -> None:
    await session.exec(delete(LoginThrottleRow).where(col(LoginThrottleRow.key).in_(list(keys))))


async def drop_stale_throttles(session: AsyncSession, before: datetime) -> None:
    await session.exec(delete(LoginThrottleRow).where(col(LoginThrottleRow.last_failed_at) < before))


# ── audit trail ─────────────────────────────────────────────────────────────────────────────────────────────────


def append_audit(session: AsyncSession, entry: AuditEntry) -> None:
    """Joins the caller's transaction, so that the act and its entry are kept or lost together."""
    session.add(
        AuditEntryRow(at=entry.at, actor=entry.actor, act=entry.act, subject=entry.subject, details=dict(entry.details))
    )


async def audit_trail(session: AsyncSession, scope: Scope, limit: int) -> list[AuditEntry]:
    """The newest first; nothing for a scope that does not manage people."""
    if not scope.people:
        return []
    statement = select(AuditEntryRow).order_by(col(AuditEntryRow.id).desc()).limit(limit)
    rows = (await session.exec(statement)).all()
    return [AuditEntry(row.at, row.actor, row.act, row.subject, row.details) for row in rows]


# ── rows ↔ model ────────────────────────────────────────────────────────────────────────────────────────────────


def _visible(statement: Statement, scope: Scope) -> Statement:
    # People of the centre have no municipality: only who sees all municipalities sees them.
    return statement if scope.people else scoped(statement, scope, PersonRow.municipality)


def _shares_an_office(person: Person, scope: Scope) -> bool:
    # A clerk sees the colleagues of the own offices. In Python: offices are JSON, and a municipality has few people.
    if scope.people or scope.offices is None:
        return True
    return any(scope.covers(person.municipality, office) for office in person.offices)


def _person(row: PersonRow) -> Person:
    return Person(
        id=row.id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        municipality=row.municipality,
        offices=frozenset(row.offices),
        must_change_password=row.must_change_password,
        disabled_at=row.disabled_at,
    )
