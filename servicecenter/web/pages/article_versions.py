"""Every version of an article: listed, two side by side, restored with one click, withdrawn with one click."""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.content.writers import may_write
from servicecenter.documents.model import Document, Kind
from servicecenter.errors import NotFound
from servicecenter.web.pages import article_view
from servicecenter.web.pages.article import ARTICLE, place
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import EDITOR, Ask, Form, Table

table = Table()
DRAFT = "draft"


class VersionsQuery(Form):
    was: int = Field(default=0, ge=0)  # the version that held until a moment ago


class CompareQuery(Form):
    left: str = Field(pattern=r"^(\d{1,9}|draft)$")
    right: str = Field(pattern=r"^(\d{1,9}|draft)$")


@table.get(ARTICLE + "/versions", EDITOR, body=VersionsQuery)
async def versions(ask: Ask[VersionsQuery]) -> web.Response:
    holder, name = place(ask)
    found = await ask.program.editing.versions(ask.scope, Kind.ARTICLE, holder, name)
    opened = await ask.program.editing.opened(ask.scope, Kind.ARTICLE, holder, name)
    return framed(
        ask, "article_versions.html", found=found, holder=holder, name=name, opened=opened,
        title=_title(found[0]), origins=article_view.ORIGIN_WORDS, toasts=_told(ask, found),
        may_write=may_write(ask.person, Kind.ARTICLE, holder),
    )  # fmt: skip


@table.get(ARTICLE + "/compare", EDITOR, body=CompareQuery)
async def compare(ask: Ask[CompareQuery]) -> web.Response:
    holder, name = place(ask)
    opened = await ask.program.editing.opened(ask.scope, Kind.ARTICLE, holder, name)
    found = await ask.program.editing.versions(ask.scope, Kind.ARTICLE, holder, name) if opened.version else []
    texts = {str(each.version): each.text for each in found} | {"0": ""}
    words = {str(each.version): f"Fassung {each.version}" for each in found} | {"0": "noch nichts"}
    if opened.draft:
        texts[DRAFT], words[DRAFT] = opened.draft.text, f"Entwurf von {opened.draft.edited_name}"
    left, right = ask.body.left, ask.body.right
    if left not in texts or right not in texts:
        raise NotFound("Diese Fassung gibt es nicht.", "Vielleicht ist der Entwurf inzwischen freigegeben.", "")
    rows = article_view.compare(texts[left], texts[right])
    return framed(
        ask, "article_compare.html", rows=[row for row in rows if row.has_changed], holder=holder, name=name,
        same=[row for row in rows if not row.has_changed and row.before], left=words[left], right=words[right],
    )  # fmt: skip


@table.post(ARTICLE + r"/restore/{version:\d+}", EDITOR)
async def restore(ask: Ask[Any]) -> web.Response:
    """The text of that version holds again, at once; what held before is one click away."""
    holder, name = place(ask)
    was = (await ask.program.editing.opened(ask.scope, Kind.ARTICLE, holder, name)).version
    await ask.program.editing.restore(ask.person, Kind.ARTICLE, holder, name, ask.number("version"))
    return go(f"/articles/{holder}/{name}/versions?was={was}", ask.http)


@table.post(ARTICLE + "/withdraw", EDITOR)
async def withdraw(ask: Ask[Any]) -> web.Response:
    holder, name = place(ask)
    was = (await ask.program.editing.opened(ask.scope, Kind.ARTICLE, holder, name)).version
    await ask.program.editing.withdraw(ask.person, Kind.ARTICLE, holder, name)
    return go(f"/articles/{holder}/{name}/versions?was={was}", ask.http)


def _told(ask: Ask[VersionsQuery], found: Any) -> list[tuple[str, str]]:
    """What has just happened, and how to take it back."""
    latest, was = found[0], next((each for each in found if each.version == ask.body.was), None)
    if was is None or was.version == latest.version:
        return []
    done = "Der Text gilt nicht mehr." if latest.removed else f"Es gilt wieder, was in Fassung {_same(found)} stand."
    undo = "withdraw" if was.removed else f"restore/{was.version}"
    return [(done, f"/articles/{latest.holder}/{latest.name}/{undo}")]


def _same(found: Any) -> int:
    """The earlier version whose text holds again."""
    return next((each.version for each in found[1:] if each.text == found[0].text and not each.removed), 0)


def _title(document: Document) -> str:
    article = article_view.article_of(document.text, document.name, document.holder)
    return (article.title if article else None) or document.name
