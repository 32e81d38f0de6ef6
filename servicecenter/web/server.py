"""The aiohttp application: who asks, whether they may, what came in, and what every answer must carry."""

import time
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web
from pydantic import BaseModel, TypeAdapter, ValidationError

from servicecenter import __version__
from servicecenter.access.errors import PasswordMustChange
from servicecenter.access.model import SessionInfo
from servicecenter.errors import Forbidden, NotFound, ServiceCentreError
from servicecenter.web import incoming, problems
from servicecenter.web.metrics import observe
from servicecenter.web.program import PROGRAM, Program
from servicecenter.web.table import PUBLIC, Ask, Route

log = structlog.get_logger()
COOKIE = "servicecenter_session"
CSRF_FIELD, CSRF_HEADER = "csrf_token", "X-CSRF-Token"
LARGEST_BODY = 1024**2
LONGEST_LINE = 64 * 1024  # aiohttp's own 8 kB would refuse a long search in English; for AppRunner(max_line_size=…)
BEFORE_OWN_PASSWORD = ("/password", "/logout", "/api/v1/password", "/api/v1/logout", "/api/v1/me")
STATIC = Path(str(files("servicecenter.web").joinpath("static")))

# Nothing from outside, nothing inline. KERN's icons are data: images in its style sheet.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def create(program: Program, routes: Iterable[Route]) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_errors])
    app[PROGRAM] = program
    for route in routes:
        app.router.add_route(route.method, route.path, _endpoint(route))
        if route.method == "GET" and route.roles == PUBLIC:  # whoever watches the program asks with HEAD
            app.router.add_route("HEAD", route.path, _endpoint(route))
    app.router.add_static("/static", STATIC)
    app.on_response_prepare.append(_headers)
    return app


def _endpoint(route: Route):  # type: ignore[no-untyped-def]  # aiohttp's handler type is private
    answer: TypeAdapter[Any] = TypeAdapter(route.answer)  # made once: it takes longer than most answers
    numbers = incoming.numbers_in(route.path)

    async def endpoint(request: web.Request) -> web.StreamResponse:
        request = _with_room(request, route)
        try:
            session = await _session(request, route)
            incoming.check_numbers(request, numbers)
            body, mark = await _body(request, route), request.config_dict[PROGRAM].live.mark
            result = await route.handler(Ask(request, session, body, mark))
        finally:
            incoming.close_files(request)
        if isinstance(result, web.StreamResponse):
            return result
        if result is None:
            return web.Response(status=204)
        return web.Response(body=answer.dump_json(result), status=route.status, content_type="application/json")

    return endpoint


def _with_room(request: web.Request, route: Route) -> web.Request:
    """For a file, the room it may need; aiohttp puts what is large on the disk while it comes in."""
    if not route.upload:
        return request
    settings = request.config_dict[PROGRAM].settings
    return request.clone(client_max_size=settings.attachment_mb * 1024**2 + LARGEST_BODY)


async def _session(request: web.Request, route: Route) -> SessionInfo | None:
    """Who asks. Raises Forbidden for a stranger, a wrong role, or a form without its token."""
    token, by_cookie = _token(request, route)
    session = await request.config_dict[PROGRAM].access.session(token, touch=not route.passive) if token else None
    if route.roles == PUBLIC:
        return session
    if session is None:
        raise problems.NotLoggedIn()
    if session.person.role not in route.roles:
        raise Forbidden(
            "Das darf diese Anmeldung nicht.",
            f"Für {request.path} ist eine andere Rolle nötig.",
            "Bitte zurück zur eigenen Seite, oder mit einer anderen Anmeldung kommen.",
        )
    if route.writes and by_cookie and not session.is_csrf_token(await _csrf(request)):
        raise problems.FormStale()
    if session.person.must_change_password and not route.path.startswith(BEFORE_OWN_PASSWORD):
        session.scope()  # raises PasswordMustChange
    return session


def _token(request: web.Request, route: Route) -> tuple[str, bool]:
    """The API takes only a bearer token: a browser never sends one by itself, so it needs no CSRF token."""
    if token := bearer(request):
        return token, False
    return ("", False) if route.is_api else (request.cookies.get(COOKIE, ""), True)


def bearer(request: web.Request) -> str:
    """The token of a program; empty where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _csrf(request: web.Request) -> str:
    if header := request.headers.get(CSRF_HEADER):
        return header
    return str((await incoming.form(request)).get(CSRF_FIELD, ""))


async def _body(request: web.Request, route: Route) -> BaseModel | None:
    if route.body is None:
        return None
    values = await _values(request, route)
    incoming.check_text(values)
    try:
        return route.body.model_validate(values)
    except ValidationError as error:
        raise problems.from_validation(error, request.headers.get("Accept-Language", "")) from error


async def _values(request: web.Request, route: Route) -> Any:
    if not route.writes:
        return incoming.query(request) if route.is_api else dict(request.query)
    if route.is_api:
        return await incoming.json_body(request)
    return {key: value for key, value in (await incoming.form(request)).items() if key != CSRF_FIELD}


@web.middleware
async def _errors(request: web.Request, handler: Any) -> web.StreamResponse:
    """Every error becomes three German sentences, in the shape the asker understands."""
    started = time.perf_counter()
    try:
        response: web.StreamResponse = await handler(request)
    except PasswordMustChange as error:
        response = await problems.answer(request, error) if _is_program(request) else problems.go("/password", request)
    except problems.NotLoggedIn as error:
        response = await problems.answer(request, error) if _is_program(request) else problems.to_login(request)
    except ServiceCentreError as error:
        response = await problems.answer(request, error)
    except web.HTTPNotFound:
        shown = request.path.encode("utf-8", "replace").decode()  # raw bytes of a broken client are no text
        response = await problems.answer(request, NotFound("Diese Seite gibt es nicht.", shown, "Bitte zurück."))
    except web.HTTPException as error:
        response = await problems.from_http(request, error)
    except Exception:
        log.exception("unexpected-error", path=request.path, method=request.method)
        response = await problems.answer(request, problems.Unexpected())
    observe(request, response.status, time.perf_counter() - started)
    return response


def _is_program(request: web.Request) -> bool:
    return request.path.startswith("/api/")


async def _headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)  # a page behind a link of a mail says less about where one came from
    response.headers["Server"] = "servicecenter"
    if request.path.startswith("/static/"):
        versioned = request.query.get("v") == __version__
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
