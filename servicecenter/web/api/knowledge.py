"""What can be told: municipalities, Leistungen, the search and the articles."""

import time
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.directory.calendars import local_day
from servicecenter.errors import NotFound
from servicecenter.notices.model import Notice
from servicecenter.web.api import shapes, showing
from servicecenter.web.table import EVERYBODY, Ask, Form, Table

table = Table()
AT_WORK = EVERYBODY - {Role.ADMIN}  # who hands out logins needs none of it


class Search(Form):
    municipality: str = Field(max_length=80)
    text: str = Field(default="", description="Was die anrufende Person sagt; nach 200 Zeichen wird nicht gelesen")
    limit: int = Field(default=10, ge=1, le=50)


class NoticesOf(Form):
    municipality: str = Field(max_length=80)


@table.get(
    "/api/v1/municipalities", AT_WORK, answer=list[shapes.Municipality],
    summary="Die Kommunen: Begrüßung, Nummern, Hinweise und Schließungen von heute",
)  # fmt: skip
async def municipalities(ask: Ask[Any]) -> list[shapes.Municipality]:
    seen = (own for own in ask.program.rulebooks.municipalities() if ask.scope.covers(own.id))
    posted = await ask.program.notices.shown_to(ask.scope)
    return [shown for own in seen if (shown := showing.municipality(ask, own, _of(own.id, posted)))]


@table.get("/api/v1/notices", AT_WORK, body=NoticesOf, answer=list[shapes.Notice], summary="Die Hinweise von jetzt")
async def notices(ask: Ask[NoticesOf]) -> list[shapes.Notice]:
    """Im Programm geschriebene mit Beginn und Ende, dann die des Verzeichnisses, die einen ganzen Tag gelten."""
    check_municipality(ask, ask.body.municipality)
    posted = await ask.program.notices.shown(ask.body.municipality)
    today = local_day(ask.program.clock.now())
    listed = ask.program.rulebooks.directory(ask.body.municipality).notices_on(today)
    return [shapes.Notice.model_validate(notice) for notice in posted] + [
        shapes.Notice(text=notice.text, from_at=None, until_at=None) for notice in listed
    ]


@table.get("/api/v1/leistungen", AT_WORK, answer=list[shapes.Leistung], summary="Der Katalog der Leistungen")
async def leistungen(ask: Ask[Any]) -> list[shapes.Leistung]:
    return [shapes.Leistung.model_validate(leistung) for leistung in ask.program.rulebooks.catalogue.leistung]


@table.get("/api/v1/search", AT_WORK, body=Search, answer=shapes.Found, summary="In den Artikeln einer Kommune suchen")
async def search(ask: Ask[Search]) -> shapes.Found:
    """Ein leerer Text findet nichts. `score` ist nur innerhalb einer Antwort vergleichbar."""
    asked = ask.body
    check_municipality(ask, asked.municipality)
    started = time.perf_counter()
    hits = await ask.program.knowledge.search(asked.municipality, asked.text, asked.limit)
    return shapes.Found(
        query=asked.text, municipality=asked.municipality, took_ms=round(1000 * (time.perf_counter() - started), 2),
        hits=[shapes.Hit.model_validate(hit) for hit in hits],
    )  # fmt: skip


@table.get(
    "/api/v1/articles/{municipality:[a-z0-9-]+}/{article:[A-Za-z0-9._-]+}", AT_WORK, answer=shapes.Article,
    summary="Ein Artikel, wie er für diese Kommune gilt",
)  # fmt: skip
async def article(ask: Ask[Any]) -> shapes.Article:
    check_municipality(ask, ask.text("municipality"))
    return showing.article(ask.program.knowledge.article(ask.text("municipality"), ask.text("article")))


def _of(municipality: str, posted: Sequence[Notice]) -> list[Notice]:
    return [notice for notice in posted if notice.municipality == municipality]


def check_municipality(ask: Ask[Any], municipality: str) -> None:
    """Raises NotFound for one that does not exist, and for one this person may not see: both look the same."""
    ask.program.rulebooks.directory(municipality)
    if not ask.scope.covers(municipality):
        raise NotFound(
            "Diese Kommune gibt es hier nicht.", f"Unter „{municipality}“ ist keine Kommune eingetragen.",
            "Bitte eine Kommune aus der Liste wählen.", municipality=municipality,
        )  # fmt: skip
