"""What was promised in a month and what became of it, by municipality, Fachamt and promise. A figure has its cases.

`summed` is pure; PromiseMonth gathers for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from servicecenter.access.model import Scope
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import Invalid
from servicecenter.promises import store
from servicecenter.promises.model import Fate, Promise
from servicecenter.promises.states import UNKEPT, PromiseState
from servicecenter.reporting.months import after, first_instant, month_of

MOST_CASES = 500  # on one page; the figure itself counts all


class Figure(StrEnum):
    MADE = "made"
    KEPT = "kept"
    UNKEPT = "unkept"
    EXHAUSTED = "exhausted"
    AT_RISK = "at_risk"


DEFINITIONS = {
    Figure.MADE: "gegeben: Zusagen, deren Frist in diesem Monat begann, ohne zurückgenommene.",
    Figure.KEPT: "gehalten: Zusagen, deren Frist in diesem Monat endet und die davor erfüllt wurden.",
    Figure.UNKEPT: "nicht gehalten: n von m. m sind alle Zusagen, deren Frist in diesem Monat endet und die erfüllt "
    "oder überschritten sind; n davon wurden nicht oder erst nach Fristende erfüllt. Laufende zählen noch nicht.",
    Figure.EXHAUSTED: "nicht erreicht: Zusagen, deren Frist in diesem Monat endet und die davor endeten, weil die "
    "Person trotz so vieler Versuche nicht zu erreichen war, wie das Handbuch verlangt. Sie zählen weder als gehalten "
    "noch als nicht gehalten; was erst nach Fristende aufgegeben wurde, zählt als nicht gehalten.",
    Figure.AT_RISK: "jetzt gefährdet: laufende Zusagen, deren Frist so nahe ist, dass das Handbuch vorwarnt; "
    "gleich, in welchem Monat sie endet.",
}
DELAY = (
    "Verspätung: Zeit vom Fristende bis zur Erfüllung oder bis aufgegeben wurde, bei noch offenen bis jetzt, Tag und "
    "Nacht gezählt; über die nicht gehaltenen Zusagen des Monats."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report; delays are None where everything was kept."""

    municipality: str
    office: str
    name: str
    made: int = 0
    kept: int = 0
    unkept: int = 0
    at_risk: int = 0
    median_delay: timedelta | None = None
    worst_delay: timedelta | None = None
    exhausted: int = 0  # nobody reached, in time: counted apart

    @property
    def due(self) -> int:
        """The m of „n von m“."""
        return self.kept + self.unkept


@dataclass(frozen=True, slots=True)
class MonthView:
    at: datetime
    month: date
    lines: Sequence[Line]

    def total(self, municipality: str) -> tuple[int, int]:
        """n and m of one municipality, whatever was promised."""
        own = [line for line in self.lines if line.municipality == municipality]
        return sum(line.unkept for line in own), sum(line.due for line in own)


@dataclass(frozen=True)
class PromiseMonth:
    db: Database
    clock: Clock

    async def view(self, scope: Scope, month: date) -> MonthView:
        at, bounds = self.clock.now(), _bounds(month)
        async with self.db.read() as session:
            fates = await store.fates(session, scope, *bounds)
        return MonthView(at, month, summed(fates, *bounds, at))

    async def cases(self, scope: Scope, month: date, figure: Figure, name: str | None = None) -> Sequence[Promise]:
        """The promises a figure counts, the due first on top; at most MOST_CASES."""
        async with self.db.read() as session:
            return await store.counted(session, scope, *_bounds(month), figure.value, MOST_CASES, name)


def summed(fates: Iterable[Fate], first: datetime, before: datetime, at: datetime) -> list[Line]:
    """24:00 of the last day belongs to the month that it ends; a promise begins in the month of its instant."""
    grouped: dict[tuple[str, str, str], list[Fate]] = defaultdict(list)
    for fate in fates:
        grouped[fate.municipality, fate.office, fate.name].append(fate)
    lines = (_line(key, own, first, before, at) for key, own in sorted(grouped.items()))
    return [line for line in lines if line.made or line.due or line.exhausted or line.at_risk]


def _line(key: tuple[str, str, str], fates: Sequence[Fate], first: datetime, before: datetime, at: datetime) -> Line:
    ended = [fate for fate in fates if first < fate.due_at <= before]
    unkept = [fate for fate in ended if fate.state in UNKEPT]
    delays = [max((fate.kept_at or fate.exhausted_at or at) - fate.due_at, timedelta()) for fate in unkept]
    return Line(
        *key,
        made=sum(first <= fate.recorded_at < before and fate.state is not PromiseState.WITHDRAWN for fate in fates),
        kept=sum(fate.state is PromiseState.KEPT for fate in ended),
        unkept=len(unkept),
        at_risk=sum(fate.state is PromiseState.AT_RISK for fate in fates),
        median_delay=timedelta(seconds=median(delay.total_seconds() for delay in delays)) if delays else None,
        worst_delay=max(delays, default=None),
        exhausted=sum(fate.state is PromiseState.EXHAUSTED for fate in ended),
    )


def _bounds(month: date) -> tuple[datetime, datetime]:
    return first_instant(month), first_instant(after(month))


def parsed(text: str, today: date) -> date:
    """The first of „2026-11“; of the present month for an empty text. Raises Invalid."""
    if not text:
        return month_of(today)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Invalid(
            "Diesen Monat gibt es nicht.", f"„{text}“ ist nicht lesbar.", "Bitte als Jahr und Monat angeben: 2026-11.",
            field="month",
        ) from None  # fmt: skip
