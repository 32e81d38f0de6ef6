"""One article at its editor: the form saves itself as a draft; a second person releases it."""

from typing import Any

from aiohttp import web
from pydantic import Field, create_model

from servicecenter.content.opened import Opened
from servicecenter.documents.drafts.model import Draft
from servicecenter.documents.model import COMMON, Kind
from servicecenter.errors import Conflict, NotFound, ServiceCentreError
from servicecenter.knowledgebase.model import CHANGEABLE, ArticleStatus
from servicecenter.knowledgebase.typed import FIELDS, Typed, TypedChange, text_of, typed_of
from servicecenter.web import incoming
from servicecenter.web.pages import article_view
from servicecenter.web.pages.drafting import Drafting, ToldQuery
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import EDITOR, Ask, Form, Table

table = Table()
ARTICLE = r"/articles/{holder:_common|[a-z0-9][a-z0-9-]*}/{name:[a-z0-9][a-z0-9-]*}"
LONGEST = 100_000

ArticleForm = create_model(
    "ArticleForm",
    __base__=Form,
    revision=(int, Field(default=0, ge=0)),
    town=(str, Field(default="", max_length=80)),
    override=(str, Field(default="", max_length=40)),  # this field is to differ from the common article
    inherit=(str, Field(default="", max_length=40)),  # this one no more
    **{name: (str, Field(default="", max_length=LONGEST)) for name in FIELDS},  # type: ignore[call-overload]
    **{f"change_{part}": (str, Field(default="", max_length=LONGEST)) for part in ("on", "field", "value")},
)


class RevisionQuery(Form):
    revision: int = Field(default=0, ge=0)


@table.get(ARTICLE, EDITOR, body=ToldQuery)
async def article(ask: Ask[ToldQuery]) -> web.Response:
    holder, name = place(ask)
    opened = await ask.program.editing.opened(ask.scope, Kind.ARTICLE, holder, name)
    if opened.common is None and opened.version == 0 and opened.draft is None:
        raise NotFound("Diesen Artikel gibt es nicht.", "Niemand hat ihn angelegt.", "Bitte aus der Liste wählen.")
    return framed(
        ask, "article.html", toasts=drafting.toasts(ask), colleague=_colleague(ask, opened),
        **article_view.editor(ask, holder, name, opened, typed_of(opened.text) if opened.text else Typed())
        | await _state(ask, opened, ask.body.town),
    )  # fmt: skip


@table.post(ARTICLE + "/draft", EDITOR, body=ArticleForm)
async def save(ask: Ask[Any]) -> web.Response:
    """Saved as it is typed. Where a colleague saved meanwhile, both texts are shown and nothing is overwritten."""
    (holder, name), given = place(ask), ask.body
    typed, editing = await _typed(ask), ask.program.editing
    opened = await editing.opened(ask.scope, Kind.ARTICLE, holder, name)
    if given.override in FIELDS and opened.common:
        typed = typed.with_value(given.override, typed_of(opened.common.text).values.get(given.override, ""))
    if given.inherit in FIELDS:
        typed = typed.with_value(given.inherit, "")
    text = _unchanged(opened, text_of(typed))
    try:
        draft = await editing.save(ask.person, Kind.ARTICLE, holder, name, text, given.revision)
    except Conflict as error:
        return await _conflict(ask, error, text)
    if not ask.is_fragment:
        shown = given.override or given.inherit
        return go(_address(ask) + (f"#f-{shown}" if shown in FIELDS else ""), ask.http)
    opened = await editing.opened(ask.scope, Kind.ARTICLE, holder, name)
    revision = draft.revision if draft else 0
    return framed(ask, "_article_state.html", revision=revision, **await _state(ask, opened, given.town))


@table.get(ARTICLE + "/colleague", EDITOR, body=RevisionQuery, passive=True)
async def colleague(ask: Ask[RevisionQuery]) -> web.Response:
    """Whether somebody else has saved since this page did."""
    holder, name = place(ask)
    opened = await ask.program.editing.opened(ask.scope, Kind.ARTICLE, holder, name)
    draft = opened.draft
    saved = draft if draft and draft.revision != ask.body.revision and draft.edited_by != ask.person.id else None
    return framed(ask, "_article_colleague.html", saved=saved, colleague=None, holder=holder, name=name)


async def _hindered(ask: Ask[Any], error: ServiceCentreError) -> web.Response:
    holder, name = place(ask)
    opened = await ask.program.editing.opened(ask.scope, Kind.ARTICLE, holder, name)
    return framed(
        ask, "article.html", status=error.status, alerts=[("warning", error.what, error.why, error.now)],
        colleague=None, **article_view.editor(ask, holder, name, opened, typed_of(opened.text))
        | await _state(ask, opened, ""),
    )  # fmt: skip


async def _conflict(ask: Ask[Any], error: Conflict, mine: str) -> web.Response:
    """What the colleague saved beside what is typed here; the page decides, by one key, whose words stay."""
    holder, name = place(ask)
    opened = await ask.program.editing.opened(ask.scope, Kind.ARTICLE, holder, name)
    rows = [row for row in article_view.compare(opened.text, mine) if row.has_changed]
    return framed(
        ask, "_article_conflict.html" if ask.is_fragment else "article_conflict.html", status=error.status,
        error=error, rows=rows, holder=holder, name=name, address=_address(ask), mine=typed_of(mine),
        draft=opened.draft, revision=ask.body.revision,
        headers={"HX-Retarget": "#article-state", "HX-Reswap": "outerHTML"},
    )  # fmt: skip


async def _state(ask: Ask[Any], opened: Opened, town: str) -> dict[str, Any]:
    holder, name = place(ask)
    text = opened.text
    faults = await ask.program.editing.faults(ask.scope, Kind.ARTICLE, holder, name, text) if text else []
    towns = [each.id for each in ask.program.rulebooks.municipalities()]
    chosen = holder if holder != COMMON else town if town in towns else ""
    return article_view.state(ask, holder, name, opened, faults, chosen)


async def _typed(ask: Ask[Any]) -> Typed:
    """The form's fields; ways to get it and prepared changes come several times under one name."""
    form = await incoming.form(ask.http)

    def several(name: str) -> list[str]:
        given = [str(value) for value in form.getall(name, [])]  # type: ignore[attr-defined]  # a MultiDict
        incoming.check_text(given)
        return given

    values = {name: str(getattr(ask.body, name)) for name in FIELDS} | {"how": "\n".join(several("how"))}
    rows = zip(several("change_on"), several("change_field"), several("change_value"), strict=False)
    changes = tuple(TypedChange(on, field, value) for on, field, value in rows if field in CHANGEABLE)
    return Typed(values, changes)


def _unchanged(opened: Opened, text: str) -> str:
    """The text in force byte for byte where the form says the same; a file's own order and comments stay."""
    base = opened.current
    if base is None or text != text_of(typed_of(base.text)):
        return text
    article = article_view.article_of(base.text, base.name, base.holder)
    return text if article is None or article.status is ArticleStatus.DRAFT else base.text


def _colleague(ask: Ask[Any], opened: Opened) -> Draft | None:
    draft = opened.draft
    return draft if draft and draft.is_being_written(ask.person.id, ask.program.clock.now()) else None


def place(ask: Ask[Any]) -> tuple[str, str]:
    """Raises NotFound for a municipality that is not there, or not this editor's to see."""
    holder, name = ask.text("holder"), ask.text("name")
    known = {each.id for each in ask.program.rulebooks.municipalities()} | {COMMON}
    if holder not in known or (holder != COMMON and not ask.scope.covers(holder)):
        raise NotFound("Diese Kommune gibt es hier nicht.", "Sie gehört nicht zu Ihrem Bereich.", "Bitte zur Liste.")
    return holder, name


def _address(ask: Ask[Any]) -> str:
    return "/articles/{}/{}".format(*place(ask))


drafting = Drafting(table, ARTICLE, EDITOR, _address, _hindered)
drafting.register()
