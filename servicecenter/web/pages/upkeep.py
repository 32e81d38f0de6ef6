"""What editors look after: articles past their date, links that do not answer, what the search has learned."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Literal

from aiohttp import web

from servicecenter.feedback.links import ANSWERED_WORDS, Answered, LinkCheck
from servicecenter.knowledgebase.model import COMMON
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import EDITOR, Ask, Form, Table

table = Table()


class LessonsQuery(Form):
    done: Literal["", "forgotten"] = ""


@table.get("/articles/due", EDITOR)
async def due(ask: Ask[Any]) -> web.Response:
    """By municipality and Fachamt, with their number."""
    reviews = ask.program.reviews.waiting(ask.person)
    groups = [
        (municipality, office, list(found))
        for (municipality, office), found in groupby(
            reviews, key=lambda each: (each.article.municipality, each.office.name)
        )
    ]
    return framed(ask, "due.html", groups=groups, count=len(reviews), names=Names.of(ask.program))


@table.get("/articles/links", EDITOR)
async def links(ask: Ask[Any]) -> web.Response:
    """Broken ones first, since when; then those that have moved for good."""
    known = await ask.program.links.known(ask.scope)
    return framed(
        ask, "links.html", known=known, failing=[each for each in known if each.failing_since],
        moved=[each for each in known if each.probed and each.probed.answered is Answered.MOVED],
        asked=[each for each in known if each.checked_at], latest=_latest(known), is_on=ask.program.links.is_on,
        answered_words=ANSWERED_WORDS, names=Names.of(ask.program), common=COMMON,
    )  # fmt: skip


@table.get("/articles/lessons", EDITOR, body=LessonsQuery)
async def lessons(ask: Ask[LessonsQuery]) -> web.Response:
    found = await ask.program.knowledge.lessons(ask.scope)
    toasts = [("Das ist vergessen.", None)] if ask.body.done else []
    return framed(ask, "lessons.html", lessons=found, names=Names.of(ask.program), toasts=toasts)


@table.post(r"/articles/lessons/{lesson:\d+}/forget", EDITOR)
async def forget(ask: Ask[Any]) -> web.Response:
    """Searches for these words find again as if nobody had ever closed a contact with them."""
    await ask.program.knowledge.forget(ask.scope, ask.number("lesson"), ask.program.clock.now())
    return go("/articles/lessons?done=forgotten", ask.http)


def _latest(known: Sequence[LinkCheck]) -> Any:
    return max((each.checked_at for each in known if each.checked_at), default=None)
