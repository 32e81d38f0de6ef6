"""Rows of people, sessions, throttles and the audit trail. Rows do not validate: model.py does, store.py translates."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from servicecenter.database import SQLModel


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"

    id: str = Field(primary_key=True)
    login: str = Field(unique=True)
    name: str
    role: str
    municipality: str | None = Field(default=None, index=True)
    offices: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    password_hash: str
    must_change_password: bool = True
    disabled_at: datetime | None = None


class LoginSessionRow(SQLModel, table=True):
    """The token itself is nowhere: who reads the database, or a backup of it, cannot take over a session."""

    __tablename__ = "login_session"

    token_hash: str = Field(primary_key=True)
    csrf_token: str
    person_id: str = Field(foreign_key="person.id", index=True)
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


class LoginThrottleRow(SQLModel, table=True):
    __tablename__ = "login_throttle"

    key: str = Field(primary_key=True)
    failures: int
    last_failed_at: datetime
    blocked_until: datetime | None = None


class AuditEntryRow(SQLModel, table=True):
    """Append-only: store.py has no function that changes or removes one."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    actor: str
    act: str
    subject: str
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
