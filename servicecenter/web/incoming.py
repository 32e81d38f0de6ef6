"""What comes in, read with suspicion: a form, a query, JSON. What cannot be stored or understood is refused here.

PostgreSQL refuses NUL, no database takes a lone surrogate, an id has 31 bits, and of a JSON key given twice nobody
knows which was meant: each would otherwise be an error deep inside, or silently lost.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_request import FileField

from servicecenter.errors import Invalid, NotFound
from servicecenter.web.problems import TooLarge, Unreadable

LARGEST_ID = 2**31 - 1
FORM: web.RequestKey[Mapping[str, Any]] = web.RequestKey("form", Mapping)
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
BROKEN = (web.RequestPayloadError, HttpProcessingError, ConnectionError)  # garbled, or gone before it was all sent
_NUMBER = re.compile(r"\{(\w+):\\d\+\}")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_CHECK = "Bitte den Inhalt der Anfrage prüfen."


def numbers_in(path: str) -> tuple[str, ...]:
    r"""The names of the numbers in a route's path: {contact:\d+}."""
    return tuple(_NUMBER.findall(path))


def check_numbers(request: web.Request, names: Sequence[str]) -> None:
    """Raises NotFound for a number no row can have, before a database has to refuse it."""
    for name in names:
        digits = request.match_info[name]
        if len(digits) > 10 or int(digits) > LARGEST_ID:
            raise NotFound("Das gibt es nicht.", "So große Nummern werden hier nicht vergeben.", "Bitte zurück.")


async def form(request: web.Request) -> Mapping[str, Any]:
    """The fields of a form; empty for anything else. Raises Unreadable."""
    if request.content_type not in FORMS:
        return {}
    try:
        request[FORM] = await request.post()
        return request[FORM]
    except web.HTTPRequestEntityTooLarge as error:
        raise too_large(request) from error
    except (ValueError, LookupError, *BROKEN) as error:
        raise Unreadable("Das Formular ist nicht lesbar.", "Es wurde verstümmelt übertragen.", _CHECK) from error


def close_files(request: web.Request) -> None:
    """What came in as a file lies open on the disk until then."""
    for value in request.get(FORM, {}).values():
        if isinstance(value, FileField):
            value.file.close()


def too_large(request: web.Request) -> TooLarge:
    limit = request.client_max_size // 1024**2
    return TooLarge(
        "Das ist zu viel auf einmal.", f"Eine Anfrage darf höchstens {limit} MB groß sein.", "Bitte kürzen."
    )


def query(request: web.Request) -> dict[str, str]:
    """Raises Invalid for a name given twice."""
    given: dict[str, str] = {}
    for name, value in request.query.items():
        if name in given:
            _twice(name)
        given[name] = value
    return given


async def json_body(request: web.Request) -> Any:
    """The JSON of the body, {} where there is none. Raises Unreadable, and Invalid for a key given twice."""
    try:
        raw = await request.read()
        return json.loads(raw.decode(), object_pairs_hook=_unique, parse_constant=_no_number) if raw else {}
    except (ValueError, RecursionError, *BROKEN) as error:
        # Not the error's own words: they are English and quote what came in.
        where = f" (Zeile {error.lineno}, Zeichen {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable("Das ist kein lesbares JSON.", f"Das Lesen scheiterte{where}.", _CHECK) from error


def check_text(values: Any) -> None:
    """Raises Invalid for characters that are no text, wherever they stand. Not recursive: JSON may be very deep."""
    waiting: list[tuple[str, Any]] = [("", values)]
    while waiting:
        place, value = waiting.pop()
        match value:
            case str() if _NO_TEXT.search(value):
                shown = _NO_TEXT.sub("?", place)[:100]
                raise Invalid(
                    "Ein Zeichen ist nicht erlaubt.",
                    f"„{shown}“ enthält ein Nullzeichen oder ein halbes Zeichen.",
                    "Bitte den Text neu eingeben.",
                    field=shown,
                )
            case Mapping():
                waiting += [(key, key) for key in value] + [(place or key, inner) for key, inner in value.items()]
            case list():
                waiting += [(place, inner) for inner in value]
            case _:
                pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            _twice(key)
        made[key] = value
    return made


def _twice(name: str) -> NoReturn:
    shown = _NO_TEXT.sub("?", name)[:100]
    raise Invalid("Eine Angabe steht zweimal da.", f"„{shown}“ kommt mehrmals vor.", _CHECK, field=shown)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON (RFC 8259)
