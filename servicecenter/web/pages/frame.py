"""What stands around every page: who is logged in, where they can go, the token of their forms."""

from typing import Any

from aiohttp import web

from servicecenter.access.model import Person, Role, Scope, SessionInfo
from servicecenter.errors import NotFound
from servicecenter.web.program import Program
from servicecenter.web.rendering import page
from servicecenter.web.table import Ask

NAVIGATION: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.AGENT: (
        ("/desk", "Arbeitsplatz"), ("/contacts", "Vorgänge"), ("/businesses", "Betriebe"),
        ("/questions", "Rückfragen"),
        ("/desk/reports", "Meldungen"),
    ),
    Role.FACHAMT: (("/inbox", "Eingang"), ("/inbox/done", "Erledigt"), ("/inbox/articles", "Artikel")),
    Role.SUPERVISOR: (
        ("/board", "Übersicht"), ("/contacts", "Vorgänge"), ("/businesses", "Betriebe"),
        ("/inbox/held", "Vertretung"), ("/notices", "Hinweise"),
        ("/articles/gaps", "Lücken"), ("/handbooks", "Handbücher"), ("/explain", "Erklären"),
    ),
    Role.CONTROLLER: (
        ("/board", "Übersicht"), ("/queue", "Wartende"), ("/contacts", "Vorgänge"), ("/handbooks", "Handbuch"),
        ("/explain", "Erklären"),
    ),
    Role.ADMIN: (("/people", "Personen"), ("/pbx", "Telefonanlagen")),
    Role.EDITOR: (
        ("/articles", "Artikel"), ("/articles/reports", "Meldungen"), ("/articles/due", "Fällig"),
        ("/articles/gaps", "Lücken"), ("/notices", "Hinweise"), ("/articles/links", "Links"),
        ("/articles/lessons", "Gelernt"), ("/corrections", "Zuständigkeit"), ("/announcements", "Ansagen"),
    ),
}  # fmt: skip


OF_A_LOTSE = (("/cases", "Vorhaben"), ("/businesses", "Betriebe"))


def navigation(session: SessionInfo, path: str, program: Program) -> list[tuple[str, str, bool]]:
    if session.person.must_change_password:
        return []
    own = NAVIGATION[session.person.role] + (OF_A_LOTSE if guides(session.person, program) else ())
    return [(href, label, path == href) for href, label in own]


def guides(person: Person, program: Program) -> bool:
    """Whether somebody's Fachamt leads businesses, today also in a Lotse's place."""
    if person.role is not Role.FACHAMT:
        return False
    try:
        directory = program.rulebooks.directory(person.municipality or "")
    except NotFound:
        return False
    reached = program.businesses.reach(Scope.of(person)).offices or frozenset()
    return any((directory.municipality.id, lotse.id) in reached for lotse in directory.lotsen)


def framed(ask: Ask[Any], template: str, **values: Any) -> web.Response:
    """A page in its frame, or the part of one that htmx asked for: the template decides."""
    if ask.session is not None:
        values = {
            "person": ask.session.person,
            "csrf_token": ask.session.csrf_token,
            "nav": navigation(ask.session, ask.http.path, ask.program),
            "live": None if ask.session.person.must_change_password else f"/live?since={ask.mark}",
            "now": ask.program.clock.now().isoformat(),
            "telephone_simulated": ask.program.telephone.is_simulated,
        } | values
    return page(ask.http, template, **values)
