"""What the rules say of a call that arrives: whose it is, its terms, and whether it may wait. Reads memory alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from servicecenter.callbacks.numbers import same
from servicecenter.directory.calendars import local_day
from servicecenter.routing.model import Facts, Load, StepKind, Verdict
from servicecenter.routing.overload import overload
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.telephony.callers import Arrival, Callers
from servicecenter.telephony.callflow.commands import Command, OpenContact
from servicecenter.telephony.callflow.events import Arrived, Inbound
from servicecenter.telephony.callflow.model import Address, AddressKind, Admission, CallState, Floor, Overflow, Terms
from servicecenter.telephony.rehearsing import CROWD, Rehearsal, moment
from servicecenter.telephony.waiting import USUAL_SECONDS

QUEUED = (CallState.WAITING, CallState.OFFERED, CallState.KEPT)


class Gathering:
    """`played`: callers of a simulation may ring at any hour and as often as they like, unless `rehearse` says more."""

    def __init__(self, rulebooks: Rulebooks, operator: str, callers: Callers, *, played: bool = False) -> None:
        self._rulebooks = rulebooks
        self._operator = operator
        self.callers = callers
        self._played = played
        self._rehearsed: dict[str, Rehearsal] = {}  # of calls that are about to be played

    def rehearse(self, call: str, what: Rehearsal) -> None:
        """What the call of this id, which is played next, is to meet."""
        self._rehearsed[call] = what

    def arrived(self, call: Inbound, floor: Floor, at: datetime, handled: float = USUAL_SECONDS) -> Arrived:
        """An unknown number loses nothing: the call is the operator's until an agent has asked."""
        municipality = self.municipality(call.dialled, at) or self._operator
        number = same(call.caller or "")
        rulebook = self._rulebooks.on(municipality, local_day(at))
        terms = replace(self.terms(rulebook), handled_seconds=handled)
        meets = self._rehearsed.pop(call.leg, Rehearsal.OPEN if self._played else Rehearsal.NOW)
        if meets is Rehearsal.OPEN:
            return Arrived(call.leg, municipality, call.dialled[:60], number, terms)
        asked, waiting = moment(meets, rulebook, at), load(floor, municipality, at)
        admission, substitute = _admission(rulebook, CROWD if meets is Rehearsal.FULL else waiting, asked)
        if self._is_flood(rulebook, call.leg, number, at, has_called=meets is Rehearsal.FLOOD):
            admission, substitute = Admission.FLOOD, None
        terms = replace(terms, overflow=_overflow(rulebook, asked))
        return Arrived(call.leg, municipality, call.dialled[:60], number, terms, admission, substitute)

    def arrivals(self, commands: Iterable[Command], at: datetime) -> list[Arrival]:
        """Of the calls that came with these commands: what must be known of them for an hour."""
        if self._played:
            return []
        opened = [command.call for command in commands if isinstance(command, OpenContact)]
        return [self.callers.arrival(call.id, call.municipality, call.number, at) for call in opened if call.number]

    def municipality(self, dialled: str, at: datetime) -> str | None:
        """The dialled number names it; None for one that no agreement knows, or whose handbook has not begun."""
        wanted = same(dialled)
        numbers = {same(number): municipality for number, municipality in self._rulebooks.numbers().items()}
        found = numbers.get(wanted) if wanted else None
        return found if found and self._rulebooks.has_rules(found, local_day(at)) else None

    def terms(self, rulebook: Rulebook) -> Terms:
        rule, clause = rulebook.handbook.queue()
        forwarding = rulebook.handbook.forwarding()
        wishes = rulebook.handbook.promise("callback") is not None
        return Terms(
            clause=clause, weight=rule.weight, priority=rule.priority, skills=frozenset(rule.skills),
            greets=rule.greeted, offer_seconds=rule.offer_seconds, wrap_up_seconds=rule.wrap_up_seconds,
            ring_seconds=forwarding[0].ring_seconds if forwarding else Terms().ring_seconds,
            place_after_seconds=rule.place_after_seconds if wishes else None,
            position_every_seconds=rule.position_every_seconds, keep_seconds=rule.keep_minutes * 60,
            wish_key=str(rule.wish_key) if wishes else "",
        )  # fmt: skip

    def _is_flood(self, rulebook: Rulebook, call: str, number: str | None, at: datetime, *, has_called: bool) -> bool:
        """Counted whether or not a rule limits it; a number that is withheld is no one number.

        `has_called`: played so, as often as the handbook puts through.
        """
        if number is None:
            return False
        agreed = rulebook.handbook.flood()
        rule = agreed[0] if agreed else None
        since = at - timedelta(minutes=rule.within_minutes if rule else 0)
        calls = self.callers.count(self.callers.arrival(call, rulebook.municipality, number, at), since)
        if rule is None:
            return False
        return has_called or calls > rule.calls or number in {same(blocked) for blocked in rule.blocked}


def _admission(rulebook: Rulebook, waiting: Load, at: datetime) -> tuple[Admission, Address | None]:
    if not is_open(rulebook, at):
        return Admission.CLOSED, None
    verdict = _overload(rulebook, waiting, at)
    if verdict.chose and verdict.reason == "queue-full":
        substitute = _substitute(verdict)
        return (Admission.SUBSTITUTE if substitute else Admission.FULL), substitute
    admit = rulebook.handbook.queue()[0].admit
    return (Admission.FULL if admit is not None and waiting.callers >= admit else Admission.QUEUE), None


def _overflow(rulebook: Rulebook, at: datetime) -> Overflow | None:
    """Judged now for the hour at which a call that comes now has waited as long as the handbook names."""
    agreed = rulebook.handbook.overload()
    if agreed is None or agreed[0].wait_seconds is None:
        return None
    seconds = agreed[0].wait_seconds
    verdict = _overload(rulebook, Load(wait_seconds=seconds), at + timedelta(seconds=seconds))
    return Overflow(seconds, verdict.reason, verdict.clause, _substitute(verdict))


def _overload(rulebook: Rulebook, waiting: Load, at: datetime) -> Verdict:
    stage = rulebook.agreement.stage_on(local_day(at))
    return overload(Facts(rulebook.municipality, at, stage, taken=False, load=waiting), rulebook, ())


def _substitute(verdict: Verdict) -> Address | None:
    """The number of the centre that stands in, where one does at that hour."""
    step = next((step for step in verdict.steps if step.kind is StepKind.TRANSFER), None)
    phone = same(step.target.phone) if step else None
    return Address(AddressKind.NUMBER, phone) if phone else None


def is_open(rulebook: Rulebook, at: datetime) -> bool:
    """Whether the agreement has the centre answer now: a stage holds, and the agreed hours are on."""
    if rulebook.agreement.stage_on(local_day(at)) is None:
        return False
    service = rulebook.handbook.hours()
    return service is None or rulebook.calendars.opening_of(service[0]).is_open(at)


def load(floor: Floor, municipality: str, at: datetime) -> Load:
    """How full the queue of one municipality is, as the handbook's overload asks for it."""
    waiting = [call for call in floor.calls.values() if call.municipality == municipality and call.state in QUEUED]
    longest = max((at - (call.queued_at or call.arrived_at) for call in waiting), default=timedelta())
    return Load(len(waiting), int(longest.total_seconds()))
