"""The steps of a draft, the same for articles and handbooks: submit, approve, send back, discard, take up again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Person, Role
from servicecenter.directory.calendars import local_day
from servicecenter.documents.drafts.model import Draft
from servicecenter.errors import Conflict, Invalid
from servicecenter.web.problems import go
from servicecenter.web.table import Ask, Form, Table

TOLD = {
    "submitted": "Der Entwurf liegt zur Prüfung. Freigeben kann ihn eine zweite Person.",
    "rebased": "Der Entwurf beruht jetzt auf der Fassung, die gilt.",
    "discarded": "Der Entwurf ist verworfen.",
    "sent-back": "Der Entwurf ist zurückgegeben.",
    "approved": "Freigegeben.",
}


class DraftForm(Form):
    draft: int
    revision: int
    remark: str = Field(default="", max_length=2000)
    release_on: date | None = None


class ToldQuery(Form):
    town: str = Field(default="", max_length=80)
    told: str = Field(default="", max_length=20)  # what has just been done
    draft: int = Field(default=0, ge=0)


Step = Callable[[Ask[DraftForm]], Awaitable[Draft]]


@dataclass(frozen=True, slots=True)
class Drafting:
    """Registers the steps below `path`. `address`: the draft's own page; `hindered` shows it with what stops a step."""

    table: Table
    path: str
    roles: frozenset[Role]
    address: Callable[[Ask[Any]], str]
    hindered: Callable[[Ask[Any], Invalid | Conflict], Awaitable[web.Response]]

    def register(self) -> None:
        self._step("/submit", "submitted", lambda ask: ask.program.editing.submit(*_known(ask)))
        self._step("/rebase", "rebased", lambda ask: ask.program.editing.rebase(*_known(ask)))
        self._step("/discard", "discarded", lambda ask: ask.program.editing.discard(*_known(ask)))
        self._step(
            "/send-back", "sent-back", lambda ask: ask.program.editing.send_back(*_known(ask), remark=ask.body.remark)
        )
        self._step(
            "/approve", "approved", lambda ask: ask.program.editing.approve(*_known(ask), release_on=_release_on(ask))
        )
        self.table.post(self.path + r"/revive/{draft:\d+}", self.roles)(self._revive)

    def _step(self, path: str, told: str, act: Step) -> None:
        async def step(ask: Ask[DraftForm]) -> web.Response:
            try:
                draft = await act(ask)
            except (Invalid, Conflict) as error:
                return await self.hindered(ask, error)
            return go(f"{self.address(ask)}?told={told}&draft={draft.id}", ask.http)

        self.table.post(self.path + path, self.roles, body=DraftForm)(step)

    async def _revive(self, ask: Ask[Any]) -> web.Response:
        """A discarded draft is taken up again."""
        await ask.program.editing.revive(ask.person, ask.number("draft"))
        return go(self.address(ask), ask.http)

    def toasts(self, ask: Ask[ToldQuery]) -> list[tuple[str, str | None]]:
        """What has just been done, and how to take it back."""
        if ask.body.told not in TOLD:
            return []
        undo = f"{self.address(ask)}/revive/{ask.body.draft}" if ask.body.told == "discarded" else None
        return [(TOLD[ask.body.told], undo)]


def _known(ask: Ask[DraftForm]) -> tuple[Person, int, int]:
    """Who acts, and the draft as the page showed it."""
    return ask.person, ask.body.draft, ask.body.revision


def _release_on(ask: Ask[DraftForm]) -> date:
    return ask.body.release_on or local_day(ask.program.clock.now())
