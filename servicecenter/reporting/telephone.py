"""The telephone by half hour, day and month, per municipality. Gathers instants and contacts, and lets them be counted.

Each call counts under the handbook that was in force on its day. No figure is about one person: what an agent does is
nobody's business here.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from servicecenter.access.model import Scope
from servicecenter.agreements.model import Handbook, ServiceLevel
from servicecenter.calls import store as instants
from servicecenter.calls.course import Course, courses
from servicecenter.calls.model import Instant
from servicecenter.clock import Clock
from servicecenter.contacts import store as contacts
from servicecenter.contacts.model import Channel, Handled, Outcome
from servicecenter.database import Database
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.reporting import first_contacts, service_level
from servicecenter.reporting.months import after, midnight
from servicecenter.reporting.service_level import NO_CALLS, NOTHING, Calls, Share
from servicecenter.routing.rulebooks import Rulebooks

HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of one municipality's time; `handling`: seconds from the answer to the end of the wrap-up, each."""

    begins_at: datetime
    municipality: str
    calls: Calls = NO_CALLS
    first_contact: Share = NOTHING
    handling: tuple[float, ...] = ()
    contacts: int = 0  # closed, whatever came of them

    @property
    def average_handling(self) -> float | None:
        return sum(self.handling) / len(self.handling) if self.handling else None

    def __add__(self, other: "Line") -> "Line":
        return replace(
            self, begins_at=min(self.begins_at, other.begins_at), calls=self.calls + other.calls,
            first_contact=self.first_contact + other.first_contact, handling=self.handling + other.handling,
            contacts=self.contacts + other.contacts,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """`lines` by municipality and time; `totals` by municipality; `definitions`: municipality → how it counts."""

    at: datetime
    first: date
    lines: Sequence[Line]
    totals: Mapping[str, Line]
    definitions: Mapping[str, Sequence[str]]
    targets: Mapping[str, ServiceLevel | None]


@dataclass(frozen=True)
class TelephoneFigures:
    db: Database
    clock: Clock
    rulebooks: Rulebooks

    async def month(self, scope: Scope, month: date) -> View:
        """By day."""
        return await self._view(scope, month, after(month), lambda at: midnight(local_day(at)))

    async def day(self, scope: Scope, day: date) -> View:
        """By half hour."""
        return await self._view(scope, day, day + timedelta(days=1), half_hour)

    async def between(self, scope: Scope, first: date, before: date) -> Sequence[Line]:
        """By half hour, for an export or a forecast."""
        return (await self._view(scope, first, before, half_hour)).lines

    async def _view(self, scope: Scope, first: date, before: date, stretch: Callable[[datetime], datetime]) -> View:
        days = [first + timedelta(days=step) for step in range((before - first).days)]
        lines = sorted(
            [line for day in days for line in await self._of_day(scope, day, stretch)],
            key=lambda line: (line.municipality, line.begins_at),
        )
        seen = sorted({line.municipality for line in lines})
        return View(
            self.clock.now(), first, lines,
            {town: _total(line for line in lines if line.municipality == town) for town in seen},
            {town: self.definitions(town, first, before) for town in seen},
            {town: self.level(town, min(before - timedelta(days=1), local_day(self.clock.now()))) for town in seen},
        )  # fmt: skip

    async def _of_day(self, scope: Scope, day: date, stretch: Callable[[datetime], datetime]) -> list[Line]:
        """Day by day, and counted in a thread: half a year of calls is some seconds, and nobody else waits for them."""
        bounds = midnight(day), midnight(day + timedelta(days=1))
        async with self.db.read() as session:
            handled = await contacts.handled(session, scope, *bounds)
            told = await instants.of_calls_between(session, scope, *bounds)
        return await asyncio.to_thread(self._lines, handled, told, stretch) if handled or told else []

    def _lines(
        self, handled: Sequence[Handled], told: Sequence[Instant], stretch: Callable[[datetime], datetime]
    ) -> list[Line]:
        by_calls: dict[tuple[str, datetime], list[Course]] = defaultdict(list)
        by_contacts: dict[tuple[str, datetime], list[Handled]] = defaultdict(list)
        for course in merged(courses(told), handled):
            if course.began_at is not None and not course.is_outgoing:
                by_calls[course.municipality, stretch(course.began_at)].append(course)
        for contact in handled:
            by_contacts[contact.municipality, stretch(contact.opened_at)].append(contact)
        return [
            self._line(town, begins_at, by_calls[town, begins_at], by_contacts[town, begins_at])
            for town, begins_at in sorted({*by_calls, *by_contacts})
        ]

    def _line(self, town: str, begins_at: datetime, calls: Sequence[Course], handled: Sequence[Handled]) -> Line:
        handbook = self._handbook(town, local_day(begins_at))
        rule = handbook.first_contact() if handbook else None
        return Line(
            begins_at, town, service_level.counted(calls, self.level(town, local_day(begins_at))),
            first_contacts.first_contact(handled, rule) if rule else NOTHING,
            tuple(seconds for contact in handled if (seconds := contact.handling_seconds) is not None),
            sum(1 for contact in handled if contact.outcome is not None),
        )  # fmt: skip

    def _handbook(self, town: str, day: date) -> Handbook | None:
        """None where no handbook is in force: one municipality's gap must not hide the others' figures."""
        return self.rulebooks.on(town, day).handbook if self.rulebooks.has_rules(town, day) else None

    def level(self, town: str, day: date) -> ServiceLevel | None:
        found = handbook.service_level() if (handbook := self._handbook(town, day)) else None
        return found[0] if found else None

    def definitions(self, town: str, first: date, before: date) -> list[str]:
        """Of each version that was in force; one that changed nothing of it is told once."""
        days = (first + timedelta(days=step) for step in range((before - first).days))
        versions = {book.valid_from: book for day in days if (book := self._handbook(town, day))}
        told: dict[str, None] = {}
        for book in versions.values():
            found = book.service_level()
            told |= dict.fromkeys([f"Servicelevel: {service_level.definition(*found)}"] if found else [])
            told[f"Erstkontaktquote: {first_contacts.definition(book)}"] = None
        return list(told)


def half_hour(at: datetime) -> datetime:
    """The beginning of its half hour, which is the same in every zone Germany has."""
    return at.astimezone(BERLIN).replace(minute=at.minute // 30 * 30, second=0, microsecond=0).astimezone(at.tzinfo)


def merged(told: Iterable[Course], handled: Iterable[Handled]) -> list[Course]:
    """A call belongs to the municipality its contact was put right to; one without instants is told by its contact."""
    of_calls = {contact.call: contact for contact in handled if contact.call and contact.channel is Channel.TELEPHONE}
    known = [
        replace(course, municipality=of_calls[course.call].municipality) if course.call in of_calls else course
        for course in told
        # One that waited and has no contact here was put right to a municipality the reader does not see.
        if course.call in of_calls or course.queued_at is None
    ]
    names = {course.call for course in known}
    return known + [
        _of_contact(contact)
        for contact in handled
        if contact.channel is Channel.TELEPHONE and (contact.call is None or contact.call not in names)
    ]


def _of_contact(contact: Handled) -> Course:
    """From before the instants were kept: rung when it was opened, answered when somebody took it."""
    gone = contact.outcome is Outcome.ABANDONED
    return Course(
        contact.call or "", contact.municipality, offered_at=contact.opened_at, queued_at=contact.opened_at,
        answered_at=contact.taken_at, ended_at=contact.closed_at if gone else contact.ended_at,
    )  # fmt: skip


def _total(lines: Iterable[Line]) -> Line:
    first, *others = lines
    for line in others:
        first += line
    return first
