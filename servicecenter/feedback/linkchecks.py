"""The job that asks the articles' links now and then, and what screens are told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from servicecenter.access.model import Scope
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.feedback import store
from servicecenter.feedback.links import LinkCheck, checked, links_of
from servicecenter.feedback.probing import Prober
from servicecenter.knowledgebase.service import KnowledgeBase

SYSTEM = Scope.system("link check")
BATCH = 60  # links of one run: it ends in minutes even where each is silent
LEASE = timedelta(hours=1)  # a claimed link whose process is gone is asked again after this


@dataclass(frozen=True)
class LinkChecks:
    db: Database
    clock: Clock
    knowledge: KnowledgeBase
    prober: Prober
    is_on: bool  # an administrator's decision; off, nothing outside is ever asked

    async def run(self) -> int:
        """Claims what is due, asks without a session, writes down what came of it. How many were asked."""
        if not self.is_on:
            return 0
        due = await self._claim(self.clock.now())
        probed = await self.prober.probe({each.link.url for each in due})
        at = self.clock.now()
        async with self.db.write() as session:
            for each in due:
                await store.record_check(session, checked(each, probed[each.link.url], at))
        return len(due)

    async def known(self, scope: Scope) -> Sequence[LinkCheck]:
        """Of the municipality's texts and of those all share."""
        async with self.db.read() as session:
            return await store.link_checks(session, scope)

    async def failing(self, municipality: str, url: str | None) -> LinkCheck | None:
        """None while it answers, and while nobody has asked it."""
        if not url or not self.is_on:
            return None
        async with self.db.read() as session:
            return await store.failing_link(session, Scope.municipality(municipality), url)

    async def _claim(self, at: datetime) -> list[LinkCheck]:
        wanted = {link for article in self.knowledge.texts() for link in links_of(article)}
        async with self.db.write() as session:
            known = {each.link: each.id for each in await store.link_checks(session, SYSTEM)}
            await store.forget_links(session, [known[link] for link in known.keys() - wanted])
            await store.add_links(session, sorted(wanted - known.keys(), key=lambda link: link.url), at)
            due = await store.due_links(session, SYSTEM, at, BATCH)
            return [each for each in due if await store.claim_link(session, each, at + LEASE)]
