"""The editors' list: every article of one municipality, or the common ones; and the beginning of a new one."""

from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from servicecenter.content.writers import check_writer
from servicecenter.directory.calendars import local_day
from servicecenter.documents.model import COMMON, Kind
from servicecenter.errors import Invalid, NotFound, ServiceCentreError
from servicecenter.knowledgebase.imports.collecting import article_id
from servicecenter.knowledgebase.typed import Typed, text_of
from servicecenter.web.pages import article_view
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import EDITOR, Ask, Form, Table

table = Table()
SHOWN = {
    "all": "alle",
    "own": "eigene Texte",
    "drafts": "in Arbeit",
    "due": "Prüfung fällig",
    "unchecked": "ungeprüft",
}


class ListQuery(Form):
    holder: str = Field(default="", max_length=80)
    show: Literal["all", "own", "drafts", "due", "unchecked"] = "all"
    q: str = Field(default="", max_length=500)


class NewQuery(Form):
    holder: str = Field(default="", max_length=80)
    title: str = Field(default="", max_length=1000)


@table.get("/articles", EDITOR, body=ListQuery)
async def articles(ask: Ask[ListQuery]) -> web.Response:
    holder, editing = _holder(ask, ask.body.holder), ask.program.editing
    today = local_day(ask.program.clock.now())
    documents = await editing.texts(ask.scope, Kind.ARTICLE)
    drafts = await editing.drafts(ask.scope, Kind.ARTICLE)
    known = article_view.lines(documents, drafts, holder, today)
    counts = {show: len(article_view.matching(known, "", show, today)) for show in SHOWN}
    return framed(
        ask, "articles.html", found=article_view.matching(known, ask.body.q, ask.body.show, today), counts=counts,
        shown=SHOWN, show=ask.body.show, q=ask.body.q, holder=holder, holders=_holders(ask), today=today,
        may_write=ask.person.edits(holder), owner_words=article_view.owners(ask, holder),
    )  # fmt: skip


@table.get("/articles/new", EDITOR, body=NewQuery)
async def new_form(ask: Ask[NewQuery]) -> web.Response:
    return _new(ask)


@table.post("/articles/new", EDITOR, body=NewQuery)
async def new(ask: Ask[NewQuery]) -> web.Response:
    """A draft with nothing but its title; its id stays, whatever the title becomes."""
    try:
        holder = _holder(ask, ask.body.holder)
        check_writer(ask.person, Kind.ARTICLE, holder)
        name = await _free_name(ask, holder)
    except ServiceCentreError as error:
        return _new(ask, error)
    await ask.program.editing.save(ask.person, Kind.ARTICLE, holder, name, text_of(Typed({"title": ask.body.title})), 0)
    return go(f"/articles/{holder}/{name}", ask.http)


async def _free_name(ask: Ask[NewQuery], holder: str) -> str:
    """The id made of the title. Raises Invalid."""
    try:
        name = article_id(ask.body.title)
    except ValueError as error:
        raise Invalid(
            "Aus diesem Titel wird keine Kennung.", f"{error}.", "Bitte einen kurzen Titel aus Worten eingeben.",
            field="title",
        ) from error  # fmt: skip
    opened = await ask.program.editing.opened(ask.scope, Kind.ARTICLE, holder, name)
    if opened.text or opened.common:
        raise Invalid(
            "Diesen Artikel gibt es schon.", f"Er steht in der Liste unter „{name}“.",
            "Bitte dort weiterschreiben, oder einen anderen Titel wählen.", field="title",
        )  # fmt: skip
    return name


def _new(ask: Ask[NewQuery], error: ServiceCentreError | None = None) -> web.Response:
    holder = ask.body.holder or ask.person.municipality or COMMON
    values = {"holder": holder, "title": ask.body.title, "holders": _holders(ask), "error": error}
    return framed(ask, "article_new.html", status=error.status if error else 200, **values)


def _holder(ask: Ask[Any], given: str) -> str:
    """Whose articles are shown: the editor's own municipality first. Raises NotFound for one beyond the scope."""
    holder = given or ask.person.municipality or COMMON
    if holder not in {each for each, _ in _holders(ask)}:
        raise NotFound("Diese Kommune gibt es hier nicht.", "Sie gehört nicht zu Ihrem Bereich.", "Bitte zur Liste.")
    return holder


def _holders(ask: Ask[Any]) -> list[tuple[str, str]]:
    """Who has texts that this editor sees; the common ones are read by all."""
    towns = [(each.id, each.name) for each in ask.program.rulebooks.municipalities() if ask.scope.covers(each.id)]
    return [(COMMON, "gemeinsame Artikel"), *towns]
