"""rehearse: a month of simulated days, run through the real program, and its report with every case's dates.

In a database of its own that is gone afterwards. Nothing is written past the program: a clock that travels, the same
desk, inbox and sweep as every day. The same seed gives the same month, so that a person can check it by hand.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from servicecenter.access.model import Person, Role, Scope
from servicecenter.app import build
from servicecenter.callbacks.model import Outcome
from servicecenter.clock import FixedClock
from servicecenter.commands.output import DONE, console, print_json
from servicecenter.contacts.inbox import Item
from servicecenter.contacts.model import Outcome as ContactOutcome
from servicecenter.contacts.turns import Group
from servicecenter.contacts.wishes import Wish
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.migrations import migrate
from servicecenter.promises import service as promises
from servicecenter.promises import store as promise_store
from servicecenter.promises.model import Promise
from servicecenter.reporting.months import after, first_instant
from servicecenter.reporting.promise_month import MonthView
from servicecenter.routing.model import StepKind
from servicecenter.settings import Settings
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.due import due, due_in_words
from servicecenter.web.journal_words import PROMISES
from servicecenter.web.names import Names
from servicecenter.web.pages.board import month_words
from servicecenter.web.program import Program
from servicecenter.web.rendering import moment

SYSTEM = Scope.system("rehearsal")
AGENT = Person("rehearsal-agent", "rehearsal-agent", "Servicekraft", Role.AGENT)
CALLS_A_DAY = 4
ROUNDS = (time(9), time(11), time(13, 30), time(15, 30), time(17))  # when clerks look into their inbox
WORKS_ON = timedelta(days=12)  # after the month: until what it promised has ended or is long overdue
CALLED = (
    ("geldern", "baugenehmigung"), ("geldern", "personalausweis"), ("kreis-wesel", "kfz-zulassung"),
    ("geldern", "hundesteuer"), ("geldern", "sperrmuell"), ("kreis-wesel", "fuehrerschein-umtausch"),
    ("geldern", "geburtsurkunde"), ("geldern", "gewerbeanmeldung"),
)  # fmt: skip
WINDOWS = ("", "", "vormittags", "ab 14 Uhr", "nicht Mittwoch", "ab 16 Uhr", "morgen früh", "Di und Do nachmittags")
OUTCOMES = (
    *(Outcome.REACHED,) * 5, *(Outcome.NOT_REACHED,) * 5, Outcome.ENGAGED, Outcome.VOICE_BOX, Outcome.WRONG_NUMBER,
)  # fmt: skip
MOST = 10_000


@dataclass
class Happened:
    """What the rehearsal itself did about one ticket; the report must say the same."""

    municipality: str
    office: str
    has_callback: bool
    made_at: datetime
    ended_at: datetime | None = None
    how: str = "open"  # reached, answered, exhausted


@dataclass(frozen=True)
class Rehearsed:
    happened: list[Happened]
    view: MonthView
    promised: list[Promise]  # made or due in the month, by number


@dataclass(frozen=True)
class Case:
    """A promise in words; a number instead of the case number, which is drawn anew each time."""

    number: int
    made: str
    due: str
    now: str
    how: str


@dataclass(frozen=True)
class Reported:
    """A line of the month's report: `unkept` of `due`, `exhausted` apart, with the cases it counts."""

    title: str
    made: int
    kept: int
    unkept: int
    due: int
    exhausted: int
    cases: list[Case]


async def rehearse(settings: Settings, month: date, seed: int, *, as_json: bool) -> int:
    with TemporaryDirectory() as folder:
        own, clock = Settings(data=Path(folder), content=settings.content), FixedClock(first_instant(month))
        db = Database(own.url)
        await migrate(db)
        await load(db, SYSTEM, own.content, clock.now())
        await db.close()
        program = await build(own, clock=clock)
        try:
            rehearsed = await run(program, clock, month, seed)
            report = _report(rehearsed, Names.of(program))
        finally:
            await program.db.close()
    if as_json:
        print_json({"month": f"{month:%Y-%m}", "seed": seed, "lines": [asdict(line) for line in report]})
    else:
        _print(report, f"Zusagen im {month_words(month)}, Startwert {seed}, Stand {moment(rehearsed.view.at)}")
    return DONE


async def run(program: Program, clock: FixedClock, month: date, seed: int) -> Rehearsed:
    """Calls of one month, and work on them until some days after it."""
    rehearsal = _Rehearsal(program, clock, random.Random(seed))  # noqa: S311  # a sample, no secret
    day, end = month, after(month)
    while day < end + WORKS_ON:
        await rehearsal.day(day, has_calls=day < end)
        day += timedelta(days=1)
    first, before = first_instant(month), first_instant(end)
    async with program.db.read() as session:
        found = [
            promise
            for figure in ("made", "due")
            for promise in await promise_store.counted(session, SYSTEM, first, before, figure, MOST)
        ]
    promised = sorted({promise.id: promise for promise in found}.values(), key=lambda promise: promise.id)
    return Rehearsed(list(rehearsal.happened.values()), await program.promise_month.view(SYSTEM, month), promised)


class _Rehearsal:
    def __init__(self, program: Program, clock: FixedClock, chance: random.Random) -> None:
        self.program, self.clock, self.chance = program, clock, chance
        self.happened: dict[int, Happened] = {}
        self.turn = 0
        self.clerks = [_clerk(municipality, program) for municipality in dict.fromkeys(place for place, _ in CALLED)]

    async def day(self, day: date, *, has_calls: bool) -> None:
        """Calls and rounds in the order of the day; at its end the sweep."""
        begins = [(at, True) for at in self._calls(day)] if has_calls else []
        for at, is_call in sorted([*begins, *((_at(day, round_), False) for round_ in ROUNDS)]):
            self.clock.at = max(at, self.clock.at)  # a round may have lasted into the next call
            await (self.call() if is_call else self.work())
        self.clock.at = _at(day + timedelta(days=1), time())
        await promises.sweep(self.program.db, SYSTEM, self.clock.at)

    def _calls(self, day: date) -> Iterator[datetime]:
        """Within the hours in which the centre answers: on Rosenmontag it does not."""
        rulebook = self.program.rulebooks.on("kreis-wesel", day)
        agreed = rulebook.handbook.hours()
        for opens, closes in rulebook.calendars.opening_of(agreed[0]).intervals_on(day)[:1] if agreed else ():
            minutes = (closes - opens) // timedelta(minutes=1)
            yield from (opens + timedelta(minutes=self.chance.randrange(minutes)) for _ in range(CALLS_A_DAY))

    async def call(self) -> None:
        municipality, article = CALLED[self.turn % len(CALLED)]
        self.turn += 1
        desk, agent = self.program.desk, AGENT
        contact = await desk.open_by_hand(agent, municipality)
        contact = await desk.read(agent, contact.id, article)
        if municipality == "kreis-wesel":
            contact = await desk.learn(agent, contact.id, leistung=contact.leistung, district="Moers")
        plan = desk.way(contact)
        if plan.first(StepKind.TICKET) is None:
            await desk.close(agent, contact.id, ContactOutcome.REFERRED)
            return
        wants = plan.first(StepKind.CALLBACK) is not None and self.chance.random() < 0.8
        mail = self.chance.choice(("", "person@beispiel.example")) if wants else "person@beispiel.example"
        wish = Wish(
            f"Anruf {self.turn}", ReplyChannel.CALLBACK if wants else ReplyChannel.EMAIL,
            number=f"030 23125 {400 + self.turn % 500:03}", window=self.chance.choice(WINDOWS), address=mail,
        )  # fmt: skip
        ticket = (await desk.forward(agent, contact.id, wish)).ticket
        self.happened[ticket.id] = Happened(ticket.municipality, ticket.office, wants, ticket.made_at)

    async def work(self) -> None:
        """Each clerk goes through what can be done now, from the top; some of it is left lying."""
        await promises.sweep(self.program.db, SYSTEM, self.clock.at)
        for clerk in self.clerks:
            for item in await self.program.inbox.items(Scope.of(clerk)):
                if self._may_work(item) and self.chance.random() < 0.6:
                    await self._finish(clerk, item)

    def _may_work(self, item: Item) -> bool:
        rulebook = self.program.rulebooks.on(item.ticket.municipality, local_day(self.clock.at))
        is_open = rulebook.calendars.is_open(rulebook.directory.offices[item.ticket.office], self.clock.at)
        waits = item.turn is None or item.turn.group is Group.LATER
        return is_open and not waits

    async def _finish(self, clerk: Person, item: Item) -> None:
        self.clock.advance(timedelta(minutes=self.chance.randint(1, 4)))
        inbox, ticket = self.program.inbox, item.ticket
        if item.callback is None:
            await inbox.accept(clerk, ticket.id)
            await inbox.answer(clerk, ticket.id, "Beantwortet.")
            self._ended(ticket.id, "answered")
        elif item.turn and item.turn.is_exhausted:
            if item.callback.has_wrong_number and self.chance.random() < 0.5:
                await inbox.correct_number(clerk, ticket.id, f"030 23125 {900 + ticket.id % 90}")
                return
            await inbox.exhaust(clerk, ticket.id, "Wir haben Sie nicht erreicht.")
            self._ended(ticket.id, "exhausted")
        else:
            outcome = self.chance.choice(OUTCOMES)
            await inbox.attempt(clerk, ticket.id, outcome, "")
            if outcome is Outcome.REACHED:
                self._ended(ticket.id, "reached")

    def _ended(self, ticket: int, how: str) -> None:
        self.happened[ticket] = replace(self.happened[ticket], ended_at=self.clock.at, how=how)


def _clerk(municipality: str, program: Program) -> Person:
    """One for all Fachämter of the municipality."""
    offices = frozenset(program.rulebooks.directory(municipality).offices)
    return Person(
        f"rehearsal-{municipality}", f"rehearsal-{municipality}", "Fachamt", Role.FACHAMT, municipality, offices
    )


def _at(day: date, clock_time: time) -> datetime:
    return datetime.combine(day, clock_time, BERLIN)


def _report(rehearsed: Rehearsed, names: Names) -> list[Reported]:
    """The lines of the month's report, each with its cases."""
    cases: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for promise in rehearsed.promised:
        shown = due(promise, rehearsed.view.at)
        made, until = moment(promise.recorded_at), due_in_words(promise)
        cases[promise.municipality, promise.office, promise.name].append(
            Case(promise.id, made, until, shown.word, shown.label)
        )
    return [
        Reported(
            f"{names.municipality(line.municipality).name}, {names.office(line.municipality, line.office)}: "
            f"{PROMISES.get(line.name, line.name)}",
            line.made, line.kept, line.unkept, line.due, line.exhausted,
            cases[line.municipality, line.office, line.name],
        )
        for line in rehearsed.view.lines
    ]  # fmt: skip


def _print(report: list[Reported], title: str) -> None:
    console.print(f"[bold]{title}[/]")
    for line in report:
        console.print(
            f"\n[bold]{line.title}[/]: gegeben {line.made}, gehalten {line.kept}, nicht gehalten {line.unkept} von "
            f"{line.due}, nicht erreicht {line.exhausted}", soft_wrap=True,
        )  # fmt: skip
        for case in line.cases:
            text = f"  Fall {case.number:>4}  gegeben {case.made}  Frist {case.due:<18} {case.now}: {case.how}"
            console.print(text, soft_wrap=True)
