"""Notices of the day: written for one, several or all municipalities, ended early, and that taken back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.directory.calendars import BERLIN
from servicecenter.directory.model import Municipality
from servicecenter.errors import Invalid, ServiceCentreError
from servicecenter.notices.model import LONGEST, may_post
from servicecenter.notices.service import Posted
from servicecenter.web.names import Names
from servicecenter.web.pages.swapping import swapped
from servicecenter.web.problems import go
from servicecenter.web.table import EDITOR, Ask, Form, Table

table = Table()
POSTING = EDITOR | {Role.SUPERVISOR}
NOTICE = r"/notices/{bundle:[0-9a-f]{32}}"
MORE_THAN_FITS = 10_000  # refused by the act in words, with the text kept in its field
ALL = "*"  # no municipality's id: all there are


class NoticesQuery(Form):
    done: Literal["", "posted", "ended", "resumed"] = ""
    bundle: str = Field(default="", max_length=32)


class NoticeForm(Form):
    text: str = Field(default="", max_length=MORE_THAN_FITS)
    since: str = Field(default="", max_length=40)
    until: str = Field(default="", max_length=40)
    municipalities: str = Field(default="", max_length=80)  # several of one name: read with getall


@table.get("/notices", POSTING, body=NoticesQuery)
async def notices(ask: Ask[NoticesQuery]) -> web.Response:
    return await _page(ask, done=(ask.body.done, ask.body.bundle))


@table.post("/notices", POSTING, body=NoticeForm)
async def post(ask: Ask[NoticeForm]) -> web.Response:
    """What was typed stays where it cannot be taken."""
    given, form = ask.body, await ask.http.post()
    chosen = [str(town) for town in form.getall("municipalities", [])]
    try:
        from_at, until_at = _instant(given.since, "since"), _instant(given.until, "until")
        bundle = await ask.program.notices.post(ask.person, _meant(ask, chosen), given.text, from_at, until_at)
    except Invalid as error:
        typed = {"text": given.text, "since": given.since, "until": given.until}
        return await _page(ask, status=error.status, error=error, typed=typed, chosen=chosen)
    return go(f"/notices?done=posted&bundle={bundle}", ask.http)


@table.post(NOTICE + "/end", POSTING)
async def end(ask: Ask[Any]) -> web.Response:
    await ask.program.notices.end(ask.person, ask.text("bundle"))
    return go(f"/notices?done=ended&bundle={ask.text('bundle')}", ask.http)


@table.post(NOTICE + "/resume", POSTING)
async def resume(ask: Ask[Any]) -> web.Response:
    await ask.program.notices.resume(ask.person, ask.text("bundle"))
    return go(f"/notices?done=resumed&bundle={ask.text('bundle')}", ask.http)


async def _page(ask: Ask[Any], done: tuple[str, str] = ("", ""), **values: Any) -> web.Response:
    at, towns = ask.program.clock.now(), _own_towns(ask)
    listed = await ask.program.notices.listed(ask.person)
    error: ServiceCentreError | None = values.get("error")
    now = at.astimezone(BERLIN)
    given = {
        "status": 200, "error": None, "typed": {"text": "", "since": _local(now), "until": _local(_this_evening(now))},
        "chosen": [towns[0].id] if len(towns) == 1 else [],
        "wrong": error.details.get("field", "") if error else "",
    } | values  # fmt: skip
    return swapped(
        ask, "notices.html", "notices", listed=listed, towns=towns, at=at, longest=LONGEST,
        names=Names.of(ask.program), toasts=_told(listed, *done), **given,
    )  # fmt: skip


def _own_towns(ask: Ask[Any]) -> list[Municipality]:
    return [own for own in ask.program.rulebooks.municipalities() if may_post(ask.person, own.id)]


def _meant(ask: Ask[Any], chosen: Sequence[str]) -> list[str]:
    """Only municipalities there are; „alle“ are those of this person."""
    if ALL in chosen:
        return [own.id for own in _own_towns(ask)]
    known = {own.id for own in ask.program.rulebooks.municipalities()}
    return [town for town in chosen if town in known]


def _instant(given: str, field: str) -> datetime:
    """Local wall time as browsers send it. Raises Invalid."""
    try:
        local = datetime.fromisoformat(given)
        if local.tzinfo is None:
            return local.replace(tzinfo=BERLIN).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Invalid("Der Zeitpunkt ist nicht lesbar.", "Er braucht Datum und Uhrzeit.", "Bitte beides wählen.",
                  field=field)  # fmt: skip


def _local(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


def _this_evening(now: datetime) -> datetime:
    """The last minute of the day; of the next one where hardly anything is left of it."""
    end = now.replace(hour=23, minute=59)
    return end if end - now > timedelta(hours=1) else end + timedelta(days=1)


def _told(listed: Sequence[Posted], done: str, bundle: str) -> list[tuple[str, str | None]]:
    """What has just happened, and how to take it back."""
    if not any(posted.first.bundle == bundle for posted in listed):
        return []
    match done:
        case "posted":
            return [("Der Hinweis steht auf den Arbeitsplätzen.", f"/notices/{bundle}/end")]
        case "ended":
            return [("Der Hinweis ist beendet.", f"/notices/{bundle}/resume")]
        case "resumed":
            return [("Der Hinweis wird wieder gezeigt.", f"/notices/{bundle}/end")]
        case _:
            return []
