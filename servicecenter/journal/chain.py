"""The hash chain over the journal: what an entry's hash says, and what can be wrong with a chain. Pure.

Each entry carries the hash of the one before it on its strand, and its own. A strand is one chain; there are as many
as transactions ever wrote at the same moment, so that nobody waits for another's commit. The head of a strand says how
many entries it has and the hash of the last: without it nobody could tell that the last one is missing.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from servicecenter.journal.model import Entry

START = "0" * 64  # what the first entry of a strand carries


@dataclass(frozen=True, slots=True)
class Head:
    """So many entries, the last with this hash; `at` is when somebody outside the database witnessed it."""

    strand: int
    count: int = 0
    hash: str = START
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An entry in its place on a strand; positions begin with 1."""

    strand: int
    position: int
    before: str
    hash: str
    entry: Entry


class Fault(StrEnum):
    CHANGED = "changed"  # the entry no longer has the hash it was written with
    INSERTED = "inserted"  # an entry that no append of the program wrote
    REMOVED = "removed"  # places of the strand without an entry
    TORN = "torn"  # sound by itself, but not what its neighbour or the head carries: one of both was replaced
    REWRITTEN = "rewritten"  # a chain without a gap, but another one than was witnessed


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """`since` is the earliest instant at which it can have happened: the last sound verifying, or else the entry's."""

    fault: Fault
    strand: int
    position: int
    until: int  # the last place it is about; `position` itself for a single entry
    entry: int | None = None  # id of the row, where there is one
    case_number: str | None = None
    since: datetime | None = None


def digest(strand: int, position: int, before: str, entry: Entry) -> str:
    """SHA-256 over everything an entry says and over its place; the row's id is no part of it."""
    said = [
        strand, position, before, entry.at.astimezone(UTC).isoformat(timespec="microseconds"), entry.municipality,
        entry.office, entry.case_number, entry.act, entry.actor, entry.details,
    ]  # fmt: skip
    written = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def linked(head: Head, entries: Sequence[Entry]) -> tuple[list[Link], Head]:
    """The entries as they follow the head, and the head after them."""
    links = []
    for entry in entries:
        position = head.count + 1
        own = digest(head.strand, position, head.hash, entry)
        links.append(Link(head.strand, position, head.hash, own, entry))
        head = Head(head.strand, position, own)
    return links, head


def is_sound(link: Link) -> bool:
    return link.hash == digest(link.strand, link.position, link.before, link.entry)


@dataclass
class Walk:
    """Walks along one strand in order, a page at a time; `step` and `end` give what they find.

    `witnessed`: position to the head that was kept outside; `sound`: the last head that was verified as a whole.
    """

    head: Head
    witnessed: dict[int, Head] = field(default_factory=dict)
    sound: Head | None = None
    at: Head = field(init=False)

    def __post_init__(self) -> None:
        self.at = Head(self.head.strand)

    def step(self, place: Sequence[Link]) -> Iterator[Discrepancy]:
        """All entries that claim the next place: more than one only where somebody put one in."""
        link = max(place, key=lambda each: (is_sound(each), each.before == self.at.hash))
        for other in place:
            if other is not link:
                yield self._about(Fault.INSERTED, other)
        if link.position <= self.at.count or link.position > self.head.count:
            yield self._about(Fault.INSERTED, link)
            return
        yield from self._next(link)
        self.at = Head(link.strand, link.position, link.hash)

    def _next(self, link: Link) -> Iterator[Discrepancy]:
        has_gap = link.position > self.at.count + 1
        if has_gap:
            yield self._missing(link.position - 1, link.entry.at)
        if not is_sound(link):
            yield self._about(Fault.CHANGED, link)
        elif not has_gap and link.before != self.at.hash:
            yield self._about(Fault.TORN, link)
        witnessed = self.witnessed.get(link.position)
        if witnessed is not None and witnessed.hash != link.hash:
            yield self._about(Fault.REWRITTEN, link)

    def end(self) -> Iterator[Discrepancy]:
        """After the last entry: what the head, or somebody outside the database, knows of and is not there."""
        known = max([self.head, *self.witnessed.values()], key=lambda head: head.count)
        if known.count > self.at.count:
            yield self._missing(known.count, known.at)
        elif self.at.hash != self.head.hash:
            yield Discrepancy(
                Fault.TORN, self.head.strand, self.at.count, self.at.count, since=self._since(self.at.count)
            )

    def _about(self, fault: Fault, link: Link) -> Discrepancy:
        since = self._since(link.position) or link.entry.at
        return Discrepancy(
            fault, link.strand, link.position, link.position, link.entry.id, link.entry.case_number, since
        )

    def _missing(self, until: int, otherwise: datetime | None) -> Discrepancy:
        first = self.at.count + 1
        return Discrepancy(Fault.REMOVED, self.head.strand, first, until, since=self._since(until) or otherwise)

    def _since(self, position: int) -> datetime | None:
        return self.sound.at if self.sound is not None and position <= self.sound.count else None
