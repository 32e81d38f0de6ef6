"""What editors look after: articles past their date."""

from itertools import groupby
from typing import Any

from aiohttp import web

from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.table import EDITOR, Ask, Table

table = Table()


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
