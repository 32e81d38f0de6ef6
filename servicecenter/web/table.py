"""Routes as a table: method, path, who may, what comes in, what goes out. A house test reads it; so does OpenAPI.

A handler takes one `Ask` and returns a response (pages) or a model (API). It opens no session and decides nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from servicecenter.access.model import Person, Role, Scope, SessionInfo
from servicecenter.errors import Forbidden, NotFound
from servicecenter.web.program import PROGRAM, Program

Body = TypeVar("Body", bound=BaseModel | None)
Handler = Callable[["Ask[Any]"], Awaitable[Any]]
EVERYBODY = frozenset(Role)  # anybody who is logged in
PUBLIC: frozenset[Role] = frozenset()  # also strangers: the login and the health of the program
LARGEST_ID = 2**31 - 1  # the databases keep ids in four bytes; a larger number would be an error of theirs
LONGEST_ID = 20  # digits that are read at all: more are too large in any case


class Form(BaseModel):
    """What comes in: unknown fields are refused, so that a typing error in a client is noticed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Ask(Generic[Body]):
    """One question of a browser or a program, with who asks."""

    http: web.Request
    session: SessionInfo | None
    body: Body
    mark: str = ""  # of `Live`, before anything was read for the answer

    @property
    def program(self) -> Program:
        return self.http.config_dict[PROGRAM]

    @property
    def person(self) -> Person:
        if self.session is None:
            raise Forbidden("Bitte zuerst anmelden.", "Diese Seite ist nur für angemeldete Personen.", "")
        return self.session.person

    @property
    def scope(self) -> Scope:
        """Raises PasswordMustChange while a first password is still in use."""
        if self.session is None:
            raise Forbidden("Bitte zuerst anmelden.", "Diese Seite ist nur für angemeldete Personen.", "")
        return self.session.scope()

    @property
    def is_fragment(self) -> bool:
        """Whether htmx asks for a part of a page."""
        return self.http.headers.get("HX-Request") == "true"

    def number(self, name: str) -> int:
        """A number in the path; the path's pattern lets nothing else through. Raises NotFound beyond every row's id."""
        given = int(self.http.match_info[name][:LONGEST_ID])
        if given > LARGEST_ID:
            raise NotFound("Das gibt es hier nicht.", "Keine Nummer ist so groß.", "Bitte die Adresse prüfen.")
        return given

    def text(self, name: str) -> str:
        return self.http.match_info[name]


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str  # aiohttp's form: /desk/{contact:\d+}
    handler: Handler
    roles: frozenset[Role]
    body: type[BaseModel] | None = None  # of the query for GET, else of form or JSON
    answer: Any = None  # of the API: a model, or list[model]
    summary: str = ""
    status: int = 200
    passive: bool = False  # asked by the browser itself: nobody is working, so the session is not prolonged
    webhook: type[BaseModel] | None = None  # what the handler reads itself, from JSON or a form, leniently
    media: str = "application/json"  # of the answer
    upload: bool = False  # a file may come in: as much as the setting for attachments allows

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def writes(self) -> bool:
        return self.method != "GET"


class Table:
    """Collected by each module of pages and api; server.py puts them together."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def get(
        self, path: str, roles: frozenset[Role], *, body: type[BaseModel] | None = None, answer: Any = None,
        summary: str = "", passive: bool = False,
    ) -> Callable[[Handler], Handler]:  # fmt: skip
        return self._register(lambda handler: Route("GET", path, handler, roles, body, answer, summary, 200, passive))

    def post(
        self, path: str, roles: frozenset[Role], *, body: type[BaseModel] | None = None, answer: Any = None,
        summary: str = "", status: int = 200, upload: bool = False,
    ) -> Callable[[Handler], Handler]:  # fmt: skip
        return self._register(
            lambda handler: Route("POST", path, handler, roles, body, answer, summary, status, upload=upload)
        )

    def webhook(
        self, path: str, reads: type[BaseModel], *, answer: Any, summary: str, media: str = "application/json"
    ) -> Callable[[Handler], Handler]:
        """Asked by a machine that cannot log in: what it may do says the token in its address."""
        return self._register(
            lambda handler: Route("POST", path, handler, PUBLIC, None, answer, summary, webhook=reads, media=media)
        )

    def _register(self, make: Callable[[Handler], Route]) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.routes.append(make(handler))
            return handler

        return register


AGENT = frozenset({Role.AGENT})
CLERK = frozenset({Role.FACHAMT})
SUPERVISOR = frozenset({Role.SUPERVISOR})
WATCHING = frozenset({Role.SUPERVISOR, Role.CONTROLLER})
ADMIN = frozenset({Role.ADMIN})
EDITOR = frozenset({Role.EDITOR})
BUSINESS = AGENT | CLERK | {Role.SUPERVISOR}  # a clerk reaches those of the own Lotse's office


def narrowed(scope: Scope, municipality: str) -> Scope:
    """One municipality of those the reader may see; all of them for "". Raises NotFound for a foreign one."""
    if not municipality:
        return scope
    if not scope.covers(municipality):
        raise NotFound(
            "Diese Kommune gibt es hier nicht.", "Sie gehört nicht zu dem, was diese Anmeldung sieht.",
            "Bitte zurück zur Übersicht.",
        )  # fmt: skip
    return Scope.municipality(municipality)
