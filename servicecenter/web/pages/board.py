"""The board: which promise is at risk now, which were not kept, how today goes. No names of staff or of callers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Role, Scope
from servicecenter.agreements.fields import CHOICES
from servicecenter.contacts import cases
from servicecenter.messages.model import POST, MessageKind, MessageState
from servicecenter.promises.model import Promise
from servicecenter.promises.states import PromiseState
from servicecenter.reporting.board import DEFINITIONS, BoardView, OfMunicipality
from servicecenter.reporting.service_level import Share
from servicecenter.routing.words import MONTHS
from servicecenter.web import message_words
from servicecenter.web.due import due
from servicecenter.web.journal_words import PROMISES
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.table import WATCHING, Ask, Form, Table, narrowed

table = Table()
ANNOUNCED_FOR = timedelta(seconds=90)  # a breach is said once, by the refresh that first sees it


REMINDERS = 5  # the latest; all of them stand on their own page


class PromisesQuery(Form):
    municipality: str = Field(default="", max_length=80)
    name: str = Field(default="", max_length=80)


@dataclass(frozen=True, slots=True)
class Target:
    """Today's service level against what the handbooks promise; `percent` None where they promise different things."""

    share: Share
    percent: float | None
    within_seconds: int | None

    @property
    def level(self) -> str:
        if self.share.percent is None or self.percent is None:
            return ""
        return "ok" if self.share.percent >= self.percent else "risk"


@table.get("/board", WATCHING)
async def board(ask: Ask[Any]) -> web.Response:
    return framed(ask, "board.html", **await _board(ask) | await _tickets(ask))


@table.get("/board/now", WATCHING, passive=True)
async def now(ask: Ask[Any]) -> web.Response:
    """The board without its frame, asked by the page itself."""
    return framed(ask, "_board.html", **await _board(ask))


@table.get("/board/unkept", WATCHING, body=PromisesQuery)
async def unkept(ask: Ask[PromisesQuery]) -> web.Response:
    """The cases behind n of „nicht gehalten: n von m“ this month."""
    scope, name = narrowed(ask.scope, ask.body.municipality), ask.body.name
    view = await ask.program.board.view(scope)
    found = [promise for promise in view.late if not name or promise.name == name]
    what = f"{PROMISES.get(name, name)}: nicht gehalten" if name else "Nicht gehaltene Zusagen"
    of = _share(view.municipalities, name)
    head = {"title": what, "share": of, "definition": DEFINITIONS["unkept"], "month": month_words(view.month)}
    return framed(ask, "promises.html", **head, **await _promises(ask, scope, found))


@table.get("/board/running", WATCHING, body=PromisesQuery)
async def running(ask: Ask[PromisesQuery]) -> web.Response:
    """Every promise that is still running, the next to fall due on top."""
    scope = narrowed(ask.scope, ask.body.municipality)
    found = (await ask.program.board.view(scope)).running
    head = {"title": "Laufende Zusagen", "share": None, "definition": DEFINITIONS["at_risk"], "month": ""}
    return framed(ask, "promises.html", **head, **await _promises(ask, scope, found))


async def _promises(ask: Ask[PromisesQuery], scope: Scope, found: Sequence[Promise]) -> dict[str, Any]:
    return {
        "found": found,
        "municipality": ask.body.municipality,
        "contacts": await cases.ids(ask.program.db, scope, [promise.case_number for promise in found]),
    } | _words(ask)


async def _board(ask: Ask[Any]) -> dict[str, Any]:
    view = await ask.program.board.view(ask.scope)
    numbers = [promise.case_number for promise in (*view.overdue, *view.running, *view.late)]
    return {
        "view": view,
        "month": month_words(view.month),
        "kept_late": [promise for promise in view.late if promise.state is PromiseState.KEPT_LATE],
        "just_breached": _just_breached(view),
        "contacts": await cases.ids(ask.program.db, ask.scope, numbers),
        "formulas": CHOICES,
        "first_contact": _total(own.first_contact for own in view.municipalities),
        "level": _level(view.municipalities),
        "level_of": lambda own: _level([own]),
        "definitions": DEFINITIONS,
        "reminders": await ask.program.outbox.latest(ask.scope, REMINDERS),
        "not_sent": _lost(await ask.program.outbox.counts(ask.scope)),
        "mail_lost": _lost(await ask.program.outbox.counts(ask.scope, POST)),
        "to_clear": await ask.program.clearing.waiting(ask.scope),
        "unreached": await ask.program.outbox.latest(ask.scope, REMINDERS, None, (MessageKind.TROUBLE,)),
        "health": ask.program.receiving.health,
        "says": message_words,
    } | _words(ask)


async def _tickets(ask: Ask[Any]) -> dict[str, Any]:
    """What waits for a decision, and how often this month a ticket did not go its straight way."""
    program, scope, may_assign = ask.program, ask.scope, ask.person.role is Role.SUPERVISOR
    return {
        "unplaced": await program.passing.unplaced(scope),
        "complaints": await program.complaints.open_complaints(scope),
        "may_assign": may_assign,
        "office_options": lambda offices: [(office.id, office.name) for office in offices],
        "questions": len(await program.questions.to_centre(scope)) if may_assign else 0,
        "corrections": len(await program.corrections.offered(scope)) if may_assign else 0,
        "happened": await program.board.happened(scope),
    }


def _lost(counts: Mapping[MessageState, int]) -> int:
    """Refused, or come back: somebody has to look."""
    return counts.get(MessageState.FAILED, 0) + counts.get(MessageState.UNDELIVERED, 0)


def _words(ask: Ask[Any]) -> dict[str, Any]:
    at = ask.program.clock.now()
    return {"names": Names.of(ask.program), "due": partial(due, at=at), "promise_words": PROMISES, "at": at}


def _just_breached(view: BoardView) -> list[Promise]:
    return [promise for promise in view.overdue if _is_recent(promise.due_at, view.at)]


def _is_recent(due_at: datetime, at: datetime) -> bool:
    return timedelta() <= at - due_at <= ANNOUNCED_FOR


def _level(municipalities: Sequence[OfMunicipality]) -> Target:
    share = _total(own.service_level for own in municipalities)
    targets = {(own.target.target_percent, own.target.within_seconds) for own in municipalities if own.target}
    if len(targets) != 1:
        return Target(share, None, None)
    percent, within_seconds = targets.pop()
    return Target(share, percent, within_seconds)


def _share(municipalities: Sequence[OfMunicipality], name: str) -> Share:
    return _total(share for own in municipalities for key, share in own.unkept.items() if not name or key == name)


def _total(shares: Iterable[Share]) -> Share:
    known = list(shares)
    return Share(sum(share.n for share in known), sum(share.m for share in known))


def month_words(month: date) -> str:
    """„November 2026“."""
    return f"{MONTHS[month.month - 1]} {month.year}"
