"""Errors in the shape the asker understands: problem+json for programs, a message or a page for people."""

from typing import Any
from urllib.parse import quote

from aiohttp import web
from pydantic import BaseModel, ValidationError

from servicecenter.errors import Forbidden, Invalid, ServiceCentreError
from servicecenter.web.rendering import page

MOST_FIELDS, LONGEST_FIELD = 20, 100  # of what a client got wrong, so that the answer is never longer than the question


class Problem(BaseModel):
    """RFC 9457. `title` says what happened, `detail` why and what to do now; `code` is stable."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    details: dict[str, Any]


class NotLoggedIn(Forbidden):
    code = "not-logged-in"
    status = 401

    def __init__(self) -> None:
        super().__init__("Bitte anmelden.", "Die Anmeldung fehlt oder ist abgelaufen.", "Bitte neu anmelden.")


class FormStale(Forbidden):
    code = "form-stale"

    def __init__(self) -> None:
        super().__init__(
            "Das Formular ist veraltet.", "Die Anmeldung hat inzwischen gewechselt.", "Bitte die Seite neu laden."
        )


class Unexpected(ServiceCentreError):
    code = "unexpected"
    status = 500

    def __init__(self) -> None:
        super().__init__(
            "Das hat nicht geklappt.",
            "Im Programm ist ein Fehler aufgetreten; er wurde aufgezeichnet.",
            "Bitte noch einmal versuchen. Was schon gespeichert war, ist noch da.",
        )


class TooLarge(Invalid):
    code = "too-large"
    status = 413


class Unreadable(Invalid):
    """What came in is not in the form it claims to be: nothing of it was looked at."""

    code = "unreadable"
    status = 400


def from_validation(error: ValidationError, _language: str) -> Invalid:
    """The first fault in words; all of them in the details."""
    fields = [
        {"field": ".".join(str(part) for part in found["loc"])[:LONGEST_FIELD], "message": _german(found)}
        for found in error.errors(include_url=False, include_input=False)[:MOST_FIELDS]
    ]
    first = fields[0]
    return Invalid(
        "Die Eingabe stimmt nicht.",
        f"{first['field']}: {first['message']}" if first["field"] else str(first["message"]),
        "Bitte prüfen und noch einmal senden.",
        field=first["field"],
        fields=fields,
    )


GERMAN = {
    "missing": "Diese Angabe fehlt.",
    "extra_forbidden": "Diese Angabe ist hier unbekannt.",
    "string_too_long": "Höchstens {max_length} Zeichen.",
    "string_too_short": "Diese Angabe darf nicht leer sein.",
    "string_type": "Hier wird Text erwartet.",
    "enum": "Erlaubt ist nur: {expected}.",
    "literal_error": "Erlaubt ist nur: {expected}.",
    "bool_type": "Hier wird true oder false erwartet.",
    "int_type": "Hier wird eine ganze Zahl erwartet.",
    "int_parsing": "Hier wird eine ganze Zahl erwartet.",
    "int_parsing_size": "Diese Zahl ist zu groß.",
    "less_than_equal": "Höchstens {le}.",
    "greater_than_equal": "Mindestens {ge}.",
    "model_type": "Hier wird ein JSON-Objekt erwartet.",
}


def _german(found: Any) -> str:
    """pydantic's code in words."""
    values = {name: str(value).replace(" or ", " oder ") for name, value in found.get("ctx", {}).items()}
    return GERMAN.get(found["type"], "Dieser Wert passt nicht.").format(**values)


async def answer(request: web.Request, error: ServiceCentreError) -> web.Response:
    if request.path.startswith("/api/"):
        return _problem(error)
    if request.headers.get("HX-Request") == "true":
        # htmx puts it beside the form: what was typed stays where it is.
        headers = {"HX-Retarget": "#sc-alerts", "HX-Reswap": "innerHTML"}
        return page(request, "_problem.html", status=error.status, headers=headers, error=error)
    return page(request, "problem.html", status=error.status, error=error)


async def from_http(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        what = TooLarge("Das ist zu viel auf einmal.", "Eine Anfrage darf höchstens 1 MB groß sein.", "Bitte kürzen.")
        return await answer(request, what)
    if isinstance(error, web.HTTPMethodNotAllowed):
        response = await answer(request, _NotThisWay())
        response.headers["Allow"] = error.headers["Allow"]  # RFC 9110, 15.5.6
        return response
    if error.status >= 400:
        return await answer(request, _Refused(error.status))
    return error


class _NotThisWay(ServiceCentreError):
    code = "method-not-allowed"
    status = 405

    def __init__(self) -> None:
        super().__init__("So geht das hier nicht.", "Diese Adresse kennt den Weg der Anfrage nicht.", "Bitte zurück.")


class _Refused(ServiceCentreError):
    code = "refused"

    def __init__(self, status: int) -> None:
        super().__init__("Die Anfrage war nicht lesbar.", f"HTTP {status}.", "Bitte die Seite neu laden.")
        self.status = status  # type: ignore[misc]  # one instance for whatever aiohttp refuses


def _problem(error: ServiceCentreError) -> web.Response:
    problem = Problem(
        type=f"urn:servicecenter:{error.code}",
        title=error.what,
        status=error.status,
        detail=" ".join(part for part in (error.why, error.now) if part),
        code=error.code,
        details=error.details,
    )
    headers = {}
    if "retry_after_seconds" in error.details:
        headers["Retry-After"] = str(error.details["retry_after_seconds"])
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"  # RFC 9110, 15.5.2
    text = problem.model_dump_json(fallback=str)
    return web.Response(text=text, status=error.status, content_type="application/problem+json", headers=headers)


def go(path: str, request: web.Request) -> web.Response:
    """Elsewhere; htmx is told in its own way, since it would follow a redirect inside the fragment."""
    if request.headers.get("HX-Request") == "true":
        return web.Response(status=204, headers={"HX-Redirect": path})
    return web.Response(status=303, headers={"Location": path})


def to_login(request: web.Request) -> web.Response:
    back = request.path_qs if request.method == "GET" and request.headers.get("HX-Request") != "true" else "/"
    return go(f"/login?next={quote(back)}", request)
