"""What stands around every page: who is logged in, where they can go, the token of their forms."""

from typing import Any

from aiohttp import web

from servicecenter.access.model import Role, SessionInfo
from servicecenter.web.rendering import page
from servicecenter.web.table import Ask

NAVIGATION: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.AGENT: (
        ("/desk", "Arbeitsplatz"), ("/contacts", "Vorgänge"), ("/questions", "Rückfragen"),
        ("/desk/reports", "Meldungen"),
    ),
    Role.FACHAMT: (("/inbox", "Eingang"), ("/inbox/done", "Erledigt"), ("/inbox/articles", "Artikel")),
    Role.SUPERVISOR: (
        ("/board", "Übersicht"), ("/contacts", "Vorgänge"), ("/inbox/held", "Vertretung"), ("/notices", "Hinweise"),
        ("/articles/gaps", "Lücken"), ("/handbooks", "Handbücher"), ("/explain", "Erklären"),
    ),
    Role.CONTROLLER: (
        ("/board", "Übersicht"), ("/contacts", "Vorgänge"), ("/handbooks", "Handbuch"), ("/explain", "Erklären"),
    ),
    Role.ADMIN: (("/people", "Personen"), ("/pbx", "Telefonanlagen")),
    Role.EDITOR: (
        ("/articles", "Artikel"), ("/articles/reports", "Meldungen"), ("/articles/due", "Fällig"),
        ("/articles/gaps", "Lücken"), ("/notices", "Hinweise"), ("/articles/links", "Links"),
        ("/articles/lessons", "Gelernt"), ("/corrections", "Zuständigkeit"),
    ),
}  # fmt: skip


def navigation(session: SessionInfo, path: str) -> list[tuple[str, str, bool]]:
    if session.person.must_change_password:
        return []
    return [(href, label, path == href) for href, label in NAVIGATION[session.person.role]]


def framed(ask: Ask[Any], template: str, **values: Any) -> web.Response:
    """A page in its frame, or the part of one that htmx asked for: the template decides."""
    if ask.session is not None:
        values = {
            "person": ask.session.person,
            "csrf_token": ask.session.csrf_token,
            "nav": navigation(ask.session, ask.http.path),
            "live": None if ask.session.person.must_change_password else "/live",
            "now": ask.program.clock.now().isoformat(),
            "telephone_simulated": ask.program.telephone.is_simulated,
        } | values
    return page(ask.http, template, **values)
