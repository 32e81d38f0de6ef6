"""The supervisor's board: what is at risk now, what this month has kept, today's calls. Every figure has its cases."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from servicecenter.access.model import Scope
from servicecenter.agreements.model import ServiceLevel
from servicecenter.clock import Clock
from servicecenter.contacts import store as contact_store
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Municipality
from servicecenter.promises import store as promise_store
from servicecenter.promises.model import Promise, Tally
from servicecenter.promises.states import PromiseState
from servicecenter.reporting.months import after, midnight
from servicecenter.reporting.promise_month import DEFINITIONS as DEFINITIONS_OF_MONTH
from servicecenter.reporting.promise_month import Figure
from servicecenter.reporting.service_level import Share
from servicecenter.reporting.telephone import Line, TelephoneFigures, View
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import RemarkKind

DEFINITIONS = {
    "unkept": "nicht gehalten: n von m. m sind alle Zusagen, deren Frist im Monat endet und die erfüllt oder "
    "überschritten sind; n davon wurden nicht oder erst nach Fristende erfüllt. Laufende Zusagen zählen noch nicht.",
    "exhausted": DEFINITIONS_OF_MONTH[Figure.EXHAUSTED],
    "first_contact": "abschließend beantwortet: Kontakte des Tages, die das ServiceCenter selbst beendet hat (Artikel "
    "vorgelesen oder Nummer einer anderen Behörde genannt), von allen mit einem Anliegen. Falsche Nummern, Aufgelegte "
    "und Kontakte ohne Anliegen zählen nicht mit; das Handbuch sagt, was gesondert zählt.",
    "service_level": "in der Zeit angenommen, nach der Formel im Handbuch der Kommune; sie steht unter „Telefon“.",
    "refused": "Anrufe von heute, die das Handbuch nicht vermitteln lässt: zu viele von einer Nummer, oder gesperrt.",
    "waiting": "Anrufe, die jetzt klingeln.",
    "talking": "Kontakte, die eine Servicekraft jetzt offen hat.",
    "contacts": "heute begonnene und abgeschlossene Kontakte, auch falsche Nummern und Aufgelegte.",
    "at_risk": "laufende Zusagen, deren Frist so nahe ist, dass das Handbuch vorwarnt.",
}


@dataclass(frozen=True, slots=True)
class OfMunicipality:
    municipality: Municipality
    unkept: Mapping[str, Share]  # promise name → n of m this month
    at_risk: int
    contacts: int  # today
    first_contact: Share
    service_level: Share
    target: ServiceLevel | None
    exhausted: Mapping[str, int] = field(default_factory=dict)  # promise name → nobody reached, this month
    refused: int = 0  # calls of today
    definitions: Sequence[str] = ()  # how this municipality counts


@dataclass(frozen=True, slots=True)
class BoardView:
    at: datetime
    month: date
    running: Sequence[Promise]  # open and at risk, due first on top
    late: Sequence[Promise]  # not kept this month, newest last
    waiting: int
    talking: int
    municipalities: Sequence[OfMunicipality]
    overdue: Sequence[Promise] = ()  # breached and still owed, also of earlier months, oldest on top


@dataclass(frozen=True, slots=True)
class Today:
    callbacks: int  # promised for today, not yet kept
    at_risk: int  # of all that run


@dataclass(frozen=True)
class Board:
    db: Database
    clock: Clock
    rulebooks: Rulebooks
    telephone: TelephoneFigures

    async def today(self, scope: Scope) -> Today:
        """What the agent's status line says about promised callbacks."""
        today = local_day(self.clock.now())
        async with self.db.read() as session:
            running = [p for p in await promise_store.watched(session, scope) if p.name == "callback"]
        at_risk = sum(1 for promise in running if promise.state is PromiseState.AT_RISK)
        return Today(sum(1 for promise in running if promise.due_on == today), at_risk)

    async def view(self, scope: Scope) -> BoardView:
        """What this reader may see: a controller gets its own municipality alone."""
        at = self.clock.now()
        today, month = local_day(at), local_day(at).replace(day=1)
        first, before = midnight(month), midnight(after(month))
        async with self.db.read() as session:
            running = await promise_store.watched(session, scope)
            late = await promise_store.unkept(session, scope, first, before)
            tallies = await promise_store.tallies(session, scope, first, before)
            overdue = await promise_store.overdue(session, scope)
            at_risk = await promise_store.at_risk(session, scope)
            ringing = await contact_store.ringing(session, scope)
            talking = await contact_store.open_contacts(session, scope)
        telephone = await self.telephone.day(scope, today)
        seen = [own for own in self.rulebooks.municipalities() if scope.covers(own.id)]
        return BoardView(
            at, month, running, late, len(ringing), len(talking),
            [self._of(own, today, tallies, at_risk, telephone) for own in seen], overdue,
        )  # fmt: skip

    async def unkept(self, scope: Scope, month: date, name: str | None = None) -> Sequence[Promise]:
        """The cases behind "n"."""
        async with self.db.read() as session:
            return await promise_store.unkept(session, scope, midnight(month), midnight(after(month)), name)

    async def happened(self, scope: Scope) -> dict[str, int]:
        """How often this month something was written about a ticket: given_back, reopened, delay, …; 0 for the rest."""
        month = local_day(self.clock.now()).replace(day=1)
        async with self.db.read() as session:
            counted = await remark_store.tally(session, scope, midnight(month), midnight(after(month)))
        return {kind.value: counted.get(kind, 0) for kind in RemarkKind}

    def _of(
        self, own: Municipality, today: date, tallies: Sequence[Tally], at_risk: Mapping[str, int], telephone: View
    ) -> OfMunicipality:
        mine = [tally for tally in tallies if tally.municipality == own.id]
        line = telephone.totals.get(own.id) or Line(midnight(today), own.id)
        return OfMunicipality(
            municipality=own,
            unkept=unkept_by_name(mine),
            exhausted=exhausted_by_name(mine),
            at_risk=at_risk.get(own.id, 0),
            contacts=line.contacts,
            first_contact=line.first_contact,
            service_level=line.calls.level,
            target=self.telephone.level(own.id, today),
            refused=line.calls.refused,
            definitions=self.telephone.definitions(own.id, today, today + timedelta(days=1)),
        )


def unkept_by_name(tallies: Sequence[Tally]) -> dict[str, Share]:
    totals: dict[str, Share] = {}
    for tally in tallies:
        known = totals.get(tally.name, Share(0, 0))
        totals[tally.name] = Share(known.n + tally.unkept, known.m + tally.due)
    return totals


def exhausted_by_name(tallies: Sequence[Tally]) -> dict[str, int]:
    """Only where there are some."""
    return dict(sum((Counter({tally.name: tally.exhausted}) for tally in tallies if tally.exhausted), Counter[str]()))
