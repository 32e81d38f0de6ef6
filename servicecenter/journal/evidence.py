"""Verifying the journal: every strand from its first entry to its head, and against what was witnessed outside."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.journal import store
from servicecenter.journal.chain import Discrepancy, Fault, Head, Link, Walk
from servicecenter.journal.witness import Known, Witness

PAGE = 2000
MOST_SURPLUS = 200  # more of them say nothing new
BEFORE_ALL = (-(2**31), 0)
Progress = Callable[[int, int], None]  # entries read, entries there are


@dataclass(frozen=True, slots=True)
class Verified:
    entries: int
    strands: int
    findings: Sequence[Discrepancy]
    witnessed_at: datetime | None  # when a head was last kept outside; None: never, so only the database speaks


async def keep_heads(db: Database, scope: Scope, witness: Witness, at: datetime) -> int:
    """Writes down what has grown; how many strands did."""
    async with db.read() as session:
        heads = await store.heads(session, scope)
    news = witness.news(heads)
    witness.keep(news, at)
    return len(news)


async def verify(
    db: Database, scope: Scope, witness: Witness, at: datetime, progress: Progress | None = None
) -> Verified:
    """Entries that are appended meanwhile belong to the next time. A sound journal is witnessed as such."""
    known = witness.known()
    async with db.read() as session:
        heads = {head.strand: head for head in await store.heads(session, scope)}
        there = await store.strands(session, scope)
        surplus = await store.beyond(session, scope, MOST_SURPLUS)
    # A strand that is gone with its head is known only outside.
    for strand in known:
        heads.setdefault(strand, Head(strand))
    findings = [_inserted(link) for link in surplus]
    done, total = 0, max(sum(there.values()), 1)
    for head in heads.values():
        async for page, found in _walk(db, scope, head, known.get(head.strand, Known())):
            findings += found
            done += page
            if progress:
                progress(min(done, total), total)
    if not findings:
        witness.keep(list(heads.values()), at, verified=True)
    witnessed_at = max((head.at for each in known.values() for head in each.kept.values() if head.at), default=None)
    return Verified(done + len(surplus), len(heads), findings, witnessed_at)


async def _walk(db: Database, scope: Scope, head: Head, known: Known) -> AsyncIterator[tuple[int, list[Discrepancy]]]:
    """Page by page, each in a short session; how many entries and what was found in them."""
    walk = Walk(head, known.kept, known.sound)
    seen, waiting = BEFORE_ALL, list[Link]()
    while True:
        async with db.read() as session:
            page = await store.links(session, scope, head.strand, seen, head.count, PAGE)
        if not page:
            break
        seen = page[-1].position, page[-1].entry.id or 0
        places = [list(group) for _, group in groupby([*waiting, *page], key=lambda link: link.position)]
        waiting = places.pop()  # the page may have ended within a place
        yield len(page), [finding for place in places for finding in walk.step(place)]
    rest = walk.step(waiting) if waiting else ()
    yield 0, [*rest, *walk.end()]


def _inserted(link: Link) -> Discrepancy:
    entry = link.entry
    return Discrepancy(Fault.INSERTED, link.strand, link.position, link.position, entry.id, entry.case_number, entry.at)
