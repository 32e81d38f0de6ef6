"""The job over the whole program: claims, asks, writes down; on both databases, against a server on loopback."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field, replace

import pytest
from aiohttp import web

from servicecenter.access.model import Scope
from servicecenter.app import jobs_of
from servicecenter.clock import FixedClock
from servicecenter.directory.calendars import local_day
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from servicecenter.feedback.linkchecks import LinkChecks
from servicecenter.feedback.links import AGAIN, EVERY, Answered
from servicecenter.feedback.probing import Prober
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.migrations import migrate
from servicecenter.web.program import Program
from tests.contacts.conftest import NoSearch

ALL = Scope.system("test")


@dataclass
class Site:
    """Answers with this status."""

    status: int = 200
    asked: list[str] = field(default_factory=list)
    address: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        return web.Response(status=self.status)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made, app = Site(), web.Application()
    app.router.add_route("*", "/{name:.*}", made.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
async def checks(db, clock: FixedClock, site: Site) -> LinkChecks:
    """Over two texts with one address each, and a third that both share."""
    await migrate(db)
    knowledge = KnowledgeBase(db, NoSearch())
    for holder, name in (("geldern", "hund"), ("_common", "katze")):
        await write(db, clock, holder, name, f"{site.address}/{name}")
    await knowledge.refresh(local_day(clock.now()))
    return LinkChecks(db, clock, knowledge, Prober(private=True), is_on=True)


async def write(db, clock: FixedClock, holder: str, name: str, url: str) -> None:
    text = f'+++\ntitle = "{name}"\nonline_service = "{url}"\n+++\n[mehr]({url.rpartition("/")[0]}/gemeinsam)\n'
    async with db.write() as session:
        await documents.put(session, ALL, Kind.ARTICLE, holder, name, text, origin=Origin.PROGRAM, at=clock.now(),
                            by="test")  # fmt: skip


@pytest.mark.each_database
async def test_each_link_is_asked_once_a_day_and_a_failing_one_every_hour(
    checks: LinkChecks, clock: FixedClock, site: Site
) -> None:
    assert await checks.run() == 4
    assert sorted(site.asked) == ["/gemeinsam", "/hund", "/katze"], "one address in two texts is asked once"
    assert await checks.run() == 0
    site.status = 404
    clock.advance(EVERY)
    began = clock.now()
    assert await checks.run() == 4
    failing = await checks.failing("geldern", f"{site.address}/hund")
    assert failing is not None
    assert failing.probed is not None
    assert (failing.probed.answered, failing.failing_since) == (Answered.GONE, began)
    clock.advance(AGAIN)
    await checks.run()
    again = await checks.failing("geldern", f"{site.address}/hund")
    assert again is not None
    assert (again.failing_since, again.checked_at) == (began, clock.now())
    site.status = 200
    clock.advance(AGAIN)
    assert await checks.run() == 4
    assert await checks.failing("geldern", f"{site.address}/hund") is None


@pytest.mark.each_database
async def test_two_processes_ask_a_link_once(checks: LinkChecks, site: Site) -> None:
    @dataclass(frozen=True)
    class Meanwhile(Prober):
        """While it asks, the other process looks for something to do."""

        async def probe(self, urls: Collection[str]) -> dict:
            assert await checks.run() == 0
            return await Prober(private=True).probe(urls)

    assert await replace(checks, prober=Meanwhile()).run() == 4
    assert len(site.asked) == 3


async def test_a_text_that_is_gone_takes_its_links_along(checks: LinkChecks, clock: FixedClock, site: Site) -> None:
    await checks.run()
    await write(checks.db, clock, "geldern", "hund", f"{site.address}/neu")
    await checks.knowledge.refresh(local_day(clock.now()))
    assert await checks.run() == 1
    urls = {each.link.url.rpartition("/")[2] for each in await checks.known(ALL)}
    assert urls == {"neu", "katze", "gemeinsam"}


async def test_who_sees_which_links(checks: LinkChecks) -> None:
    await checks.run()
    assert {each.link.holder for each in await checks.known(Scope.municipality("geldern"))} == {"geldern", "_common"}
    assert {each.link.holder for each in await checks.known(Scope.municipality("kreis-wesel"))} == {"_common"}


async def test_off_nothing_is_ever_asked(checks: LinkChecks, site: Site) -> None:
    assert await replace(checks, is_on=False).run() == 0
    assert site.asked == []


async def test_only_an_administrator_s_setting_makes_the_job(program: Program) -> None:
    assert "links" not in [job.name for job in jobs_of(program)]
    turned_on = replace(program, links=replace(program.links, is_on=True))
    assert "links" in [job.name for job in jobs_of(turned_on)]
    assert not program.settings.check_links
    assert program.links.prober.private is False
