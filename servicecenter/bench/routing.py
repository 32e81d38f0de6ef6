"""Deciding about calls: one, a thousand, every case there can be, and a hundred thousand that have been.

The peer of a decision is a bare table: Leistung and district to the responsible office. It is quicker because it knows
nothing of hours, absences, stages, clauses and promises, and gives no reason; it shows what those cost.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

from servicecenter.access.model import Scope
from servicecenter.agreements.model import Handbook
from servicecenter.bench.machine import Figure
from servicecenter.contacts.forwarding import way_decided
from servicecenter.contacts.gathering import gather
from servicecenter.contacts.model import Channel, Contact, ContactState
from servicecenter.contacts.replaying import DECIDED, PAGE, Period, replay
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.responsible import Responsible, responsible
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.knowledgebase.index import WhooshIndex
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.knowledgebase.thesaurus import callers_thesaurus
from servicecenter.migrations import migrate
from servicecenter.routing.checking import check
from servicecenter.routing.coverage import Walk
from servicecenter.routing.engine import decide
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks

SYSTEM = Scope.system("bench")
DECIDE_BAR_US, GATHERED_BAR_S, CHECK_BAR_S, REPLAY_BAR_S = 100.0, 1.0, 60.0, 60.0
THOUSAND = 1_000
REPLAYED = 100_000
HOURS = range(0, 24 * 7, 5)  # 34 moments of a week, at every time of the day
SAMPLED_LEISTUNGEN = 57
ROWS_AT_ONCE = 5_000
TABLE = "Tabelle Leistung × Ort → Amt, ohne Zeiten, Klauseln, Zusagen und Gründe"


@dataclass(frozen=True, slots=True)
class Centre:
    db: Database
    rulebooks: Rulebooks
    knowledge: KnowledgeBase
    at: datetime

    @property
    def books(self) -> list[Rulebook]:
        return [self.rulebooks.on(each.id, local_day(self.at)) for each in self.rulebooks.municipalities()]


async def measure(
    data: Path, content: Path, at: datetime, replayed: int = REPLAYED, sampled: int = SAMPLED_LEISTUNGEN
) -> list[Figure]:
    """Over the content sets; `replayed` contacts are written into a database of their own and replayed.

    For the peer of the check every `sampled`th Leistung is walked case by case.
    """
    centre = await _centre(data, content, at)
    calls = list(_calls(centre))
    figures = [*_decided(centre, calls), _checked(centre, sampled), await _replayed(centre, calls, replayed)]
    await centre.db.close()
    return figures


async def _centre(data: Path, content: Path, at: datetime) -> Centre:
    db = Database(f"sqlite+aiosqlite:///{data / 'routing.sqlite3'}")
    await migrate(db)
    await load(db, SYSTEM, content, at)
    rulebooks, knowledge = Rulebooks(db), KnowledgeBase(db, WhooshIndex(callers_thesaurus()))
    await rulebooks.refresh()
    await knowledge.refresh(local_day(at))
    return Centre(db, rulebooks, knowledge, at)


def _calls(centre: Centre) -> Iterator[tuple[Contact, Rulebook, datetime]]:
    """Every Leistung of every municipality, the districts, callers and hours in turn."""
    for book in centre.books:
        districts = book.directory.municipality.districts or (None,)
        for number, leistung in enumerate(book.catalogue.leistung):
            for hour in HOURS:
                place = number + hour
                contact = Contact(
                    place, f"{place:08}", book.municipality, Channel.TELEPHONE, ContactState.OPEN, centre.at,
                    book.handbook.valid_from, None, leistung=leistung.key, district=districts[place % len(districts)],
                    business=place % 4 == 0,
                )  # fmt: skip
                yield contact, book, centre.at + timedelta(hours=hour)


def _decided(centre: Centre, calls: Sequence[tuple[Contact, Rulebook, datetime]]) -> list[Figure]:
    gathered = [(gather(contact, book, centre.knowledge, at), book) for contact, book, at in calls]
    for facts, book in gathered:
        decide(facts, book)  # once before: calendars remember a day
    took = []
    for facts, book in gathered:
        began = time.perf_counter()
        decide(facts, book)
        took.append(1e6 * (time.perf_counter() - began))
    looked_up, thousand_looked_up = _looked_up(calls)
    every = max(1, len(calls) // THOUSAND)
    thousand = calls[::every][:THOUSAND]
    began = time.perf_counter()
    for contact, book, at in thousand:
        decide(gather(contact, book, centre.knowledge, at), book)
    seconds = (time.perf_counter() - began) * THOUSAND / len(thousand)
    return [
        Figure(f"Entscheiden, Median ({len(took)})", median(took), "µs", TABLE, looked_up, DECIDE_BAR_US),
        Figure("1.000 × sammeln und entscheiden, ein Kern", seconds, "s", TABLE, thousand_looked_up, GATHERED_BAR_S),
    ]


def _looked_up(calls: Sequence[tuple[Contact, Rulebook, datetime]]) -> tuple[float, float]:
    """The peer: microseconds at the median, and seconds for a thousand."""
    table: dict[tuple[str, str | None, str | None], str] = {}
    for contact, book, _ in calls:
        found = responsible(book.directory, book.catalogue.by_key[contact.leistung or ""], contact.district)
        if isinstance(found, Responsible):
            table[contact.municipality, contact.leistung, contact.district] = found.office.id
    took = []
    for contact, book, _ in calls:
        began = time.perf_counter()
        table.get((contact.municipality, contact.leistung, contact.district), book.municipality)
        took.append(time.perf_counter() - began)
    return 1e6 * median(took), THOUSAND * sum(took) / len(took)


def _checked(centre: Centre, sampled: int) -> Figure:
    day = local_day(centre.at)
    began = time.perf_counter()
    checked = check(centre.rulebooks, SYSTEM, centre.knowledge.has_article_for, day)
    seconds = time.perf_counter() - began
    began, cases = time.perf_counter(), 0
    for book in centre.books:
        walk = Walk(_sampled(book, sampled), lambda _: True, day, fold=False)
        walk.run()
        cases += walk.cases
    each = (time.perf_counter() - began) / cases
    name, peer = f"Alle Handbücher prüfen ({_thousands(checked.cases)} Fälle)", "jeder Fall einzeln, hochgerechnet aus "
    return Figure(name, seconds, "s", f"{peer}{_thousands(cases)}", each * checked.cases, CHECK_BAR_S)


def _sampled(book: Rulebook, every: int) -> Rulebook:
    few = Catalogue(leistung=book.catalogue.leistung[::every])
    return Rulebook(few, book.directory, book.agreement, book.handbook)


async def _replayed(centre: Centre, calls: Sequence[tuple[Contact, Rulebook, datetime]], count: int) -> Figure:
    own = centre.books[0]
    await _written(centre, [call for call in calls if call[1] is own], count)
    first = local_day(centre.at)
    period = Period(first, first + timedelta(days=8))
    began = time.perf_counter()
    found = await replay(centre.db, centre.rulebooks, SYSTEM, _forwarding(own.handbook), period)
    seconds = time.perf_counter() - began
    assert found.contacts == count
    began = time.perf_counter()
    await _read(centre, own.municipality, period)
    name = f"{_thousands(count)} Kontakte nachspielen ({_thousands(found.moved)} gingen anders)"
    return Figure(name, seconds, "s", "dieselben Zeilen nur lesen", time.perf_counter() - began, REPLAY_BAR_S)


async def _written(centre: Centre, calls: Sequence[tuple[Contact, Rulebook, datetime]], count: int) -> None:
    kept = [
        (contact, at, way_decided(contact, decide(gather(contact, book, centre.knowledge, at), book)))
        for contact, book, at in calls[: min(count, len(calls))]
    ]
    for begin in range(0, count, ROWS_AT_ONCE):
        async with centre.db.write() as session:
            for number in range(begin, min(begin + ROWS_AT_ONCE, count)):
                contact, at, way = kept[number % len(kept)]
                entry = Entry(at, contact.municipality, f"{number:08}", "contact-answered", "bench", None, way)
                journal.append(session, entry)


async def _read(centre: Centre, own: str, period: Period) -> None:
    last = 0
    while True:
        async with centre.db.read() as session:
            page = await journal.last_of_each_case(
                session, SYSTEM, own, DECIDED, *period.instants, after=last, limit=PAGE
            )
        if not page:
            return
        last = page[-1].id or 0


def _forwarding(handbook: Handbook) -> Handbook:
    """A version that answers nothing any more."""
    clauses = tuple(
        clause.model_copy(update={"scope": clause.scope.model_copy(update={"mode": "forward"})})
        if clause.scope and clause.scope.mode == "answer"
        else clause
        for clause in handbook.clause
    )
    return Handbook(
        municipality=handbook.municipality, title=handbook.title, valid_from=date(2099, 1, 1), clause=clauses
    )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
