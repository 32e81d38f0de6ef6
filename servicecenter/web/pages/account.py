"""Login, logout, and the change of a first password."""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.access.errors import PasswordTooWeak, TooManyAttempts, WrongPassword
from servicecenter.errors import ServiceCentreError
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.server import COOKIE
from servicecenter.web.table import EVERYBODY, PUBLIC, Ask, Form, Table

table = Table()


class LoginForm(Form):
    login: str = Field(default="", max_length=200)
    password: str = Field(default="", max_length=2000)
    next: str = Field(default="/", max_length=500)


class NextQuery(Form):
    next: str = Field(default="/", max_length=500)


class PasswordForm(Form):
    old: str = Field(max_length=2000)
    new: str = Field(max_length=2000)
    repeated: str = Field(max_length=2000)


@table.get("/login", PUBLIC, body=NextQuery)
async def login_page(ask: Ask[NextQuery]) -> web.Response:
    return framed(ask, "login.html", next=inside(ask.body.next), login="", error=None)


@table.post("/login", PUBLIC, body=LoginForm)
async def login(ask: Ask[LoginForm]) -> web.Response:
    """A stranger has no session, hence no token: SameSite=Strict and the login's own throttle stand in for it."""
    given = ask.body
    try:
        begun = await ask.program.access.login(given.login, given.password, ask.http.remote or "unknown")
    except (WrongPassword, TooManyAttempts) as error:
        return framed(ask, "login.html", status=error.status, next=inside(given.next), login=given.login, error=error)
    response = go("/password" if begun.person.must_change_password else inside(given.next), ask.http)
    secure = ask.program.settings.secure_cookies
    response.set_cookie(COOKIE, begun.token, httponly=True, samesite="Strict", secure=secure, path="/")
    return response


@table.post("/logout", EVERYBODY)
async def logout(ask: Ask[Any]) -> web.Response:
    await ask.program.access.logout(ask.http.cookies.get(COOKIE, ""))
    response = go("/login", ask.http)
    response.del_cookie(COOKIE, path="/")
    return response


@table.get("/password", EVERYBODY)
async def password_page(ask: Ask[Any]) -> web.Response:
    return framed(ask, "password.html", error=None)


@table.post("/password", EVERYBODY, body=PasswordForm)
async def password(ask: Ask[PasswordForm]) -> web.Response:
    given = ask.body
    try:
        if given.new != given.repeated:
            raise PasswordTooWeak(
                "Die beiden neuen Passwörter sind verschieden.", "Vielleicht ein Tippfehler.",
                "Bitte beide noch einmal eingeben.", field="repeated",
            )  # fmt: skip
        token = ask.http.cookies.get(COOKIE, "")
        await ask.program.access.change_password(ask.person, given.old, given.new, keep_token=token)
    except ServiceCentreError as error:
        return framed(ask, "password.html", status=error.status, error=error)
    return go("/", ask.http)


def inside(path: str) -> str:
    """Only addresses of this program: a login must not send people elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
