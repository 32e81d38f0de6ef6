"""Logging in with a program: a token for a password."""

from typing import Any

from pydantic import Field

from servicecenter.web.api import shapes, showing
from servicecenter.web.server import bearer
from servicecenter.web.table import EVERYBODY, PUBLIC, Ask, Form, Table

table = Table()


class LogIn(Form):
    login: str = Field(max_length=200)
    password: str = Field(max_length=2000)


class ChangePassword(Form):
    old: str = Field(max_length=2000)
    new: str = Field(max_length=2000)


@table.post("/api/v1/login", PUBLIC, body=LogIn, answer=shapes.Session, summary="Anmelden: ein Token für ein Passwort")
async def login(ask: Ask[LogIn]) -> shapes.Session:
    """Nach fünf falschen Versuchen ist der nächste erst nach einer Wartezeit möglich (429, Retry-After)."""
    begun = await ask.program.access.login(ask.body.login, ask.body.password, ask.http.remote or "unknown")
    return shapes.Session(
        token=begun.token, expires_at=begun.expires_at, person=showing.person(begun.person),
        must_change_password=begun.person.must_change_password,
    )  # fmt: skip


@table.post("/api/v1/logout", EVERYBODY, summary="Abmelden: das Token gilt nicht mehr")
async def logout(ask: Ask[Any]) -> None:
    await ask.program.access.logout(bearer(ask.http))


@table.post("/api/v1/password", EVERYBODY, body=ChangePassword, summary="Das eigene Passwort ändern")
async def change_password(ask: Ask[ChangePassword]) -> None:
    """Alle anderen Anmeldungen dieser Person enden. Ein erstes Passwort muss geändert werden, bevor mehr geht."""
    await ask.program.access.change_password(ask.person, ask.body.old, ask.body.new, keep_token=bearer(ask.http))


@table.get("/api/v1/me", EVERYBODY, answer=shapes.Who, summary="Wer angemeldet ist")
async def me(ask: Ask[Any]) -> shapes.Who:
    return showing.person(ask.person)
