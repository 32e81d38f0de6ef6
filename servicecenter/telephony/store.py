"""Rows of calls, agents, offers and acts to the call flow's own shapes and back; who leads; announcements."""
# Long because all rows of the telephone are read and written here and nowhere else.

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.database import Insertion, metadata
from servicecenter.telephony.announcements import Recorded
from servicecenter.telephony.callers import Arrival
from servicecenter.telephony.callflow import events
from servicecenter.telephony.callflow.explained import Choice
from servicecenter.telephony.callflow.model import Agent, Call, Share
from servicecenter.telephony.tables import (
    ActRow,
    AgentRow,
    AnnouncementRow,
    ArrivalRow,
    CallRow,
    DialRow,
    HandoverRow,
    LeadRow,
    OfferRow,
)

SWITCH = "switch"  # the one lease there is


def _anew(insert: Any) -> Any:
    """As it is now, whether or not it was there before."""
    changed = {column.name: insert.excluded[column.name] for column in insert.table.c if column.name != "id"}
    return insert.on_conflict_do_update(index_elements=["id"], set_=changed)


def _once(insert: Any) -> Any:
    """As it was first; told again, it is what it was."""
    return insert.on_conflict_do_nothing()


PUT_CALLS, PUT_AGENTS = Insertion(CallRow, _anew), Insertion(AgentRow, _anew)
ADD_ARRIVALS = Insertion(ArrivalRow, _once)
_LEADS = metadata().tables["telephone_lead"]  # built once: at twenty calls a second every statement counts
STILL_LEADS = update(_LEADS).where(_LEADS.c.name == SWITCH, _LEADS.c.holder == bindparam("me"))
_CALL, _AGENT, _CHOICE = TypeAdapter(Call), TypeAdapter(Agent), TypeAdapter(Choice)
_ACTS = {
    kind.__name__: TypeAdapter(kind)
    for kind in (
        events.SignIn, events.SetPhone, events.SetDuties, events.SignOut, events.Pause, events.Resume, events.Accept,
        events.Take, events.Reject, events.Hold, events.Retrieve, events.Ask, events.Pass, events.Complete,
        events.Invite, events.Join, events.Dismiss, events.HangUp, events.Dial, events.ContactOpened,
        events.ContactClosed,
    )
}  # fmt: skip

_WITHOUT_SOUND = [col(getattr(AnnouncementRow, field.name)) for field in fields(Recorded)]


@dataclass(frozen=True, slots=True)
class Offered:
    """Why a call was offered to somebody, as it was then."""

    id: int
    call: str
    municipality: str
    agent: str
    at: datetime
    choice: Choice


@dataclass(frozen=True, slots=True)
class Dialled:
    call: str
    municipality: str
    subject: str
    agent: str
    at: datetime
    result: str
    cause: str | None


@dataclass(frozen=True, slots=True)
class Handover:
    """What was said, for the office whose phone is about to ring. `said` is empty for social concerns (§ 35 SGB I)."""

    call: str
    municipality: str
    office: str
    case_number: str
    leistung: str | None
    said: str
    by: str
    at: datetime


# Who leads


async def lead(session: AsyncSession, holder: str, at: datetime, until_at: datetime) -> bool:
    """Whether this program leads until then: it did already, nobody did, or the one that did has fallen silent."""
    mine = update(LeadRow).where(
        col(LeadRow.name) == SWITCH, (col(LeadRow.holder) == holder) | (col(LeadRow.until_at) <= at)
    )
    if (await session.exec(mine.values(holder=holder, until_at=until_at))).rowcount == 1:
        return True
    try:
        async with session.begin_nested():
            session.add(LeadRow(name=SWITCH, holder=holder, until_at=until_at))
    except IntegrityError:  # somebody leads
        return False
    return True


async def resign(session: AsyncSession, holder: str, at: datetime) -> None:
    mine = update(LeadRow).where(col(LeadRow.name) == SWITCH, col(LeadRow.holder) == holder)
    await session.exec(mine.values(until_at=at))


async def note_shares(
    session: AsyncSession, holder: str, shares: Mapping[str, Share], served: float, until_at: datetime
) -> bool:
    """Whether this program still leads: with it stands and falls whatever is written in the same transaction."""
    kept = {"served": served, "finish": {name: share.finish for name, share in shares.items()}}
    changed = {"me": holder, "scheduler": kept, "until_at": until_at}
    return (await (await session.connection()).execute(STILL_LEADS, changed)).rowcount == 1


async def shares(session: AsyncSession, scope: Scope) -> tuple[dict[str, Share], float] | None:
    """How far each municipality has been served, and the last turn; None where nothing is known yet."""
    query = select(LeadRow.scheduler).where(col(LeadRow.name) == SWITCH)
    kept = (await session.exec(query)).first() or {}
    found = {name: Share(finish) for name, finish in kept.get("finish", {}).items() if scope.covers(name)}
    return (found, kept["served"]) if found else None


# Calls and agents


async def put_calls(session: AsyncSession, calls: Iterable[Call], at: datetime) -> None:
    rows = [
        {
            "id": call.id, "municipality": call.municipality, "state": call.state.value, "changed_at": at,
            "details": _CALL.dump_python(call, mode="json"),
        }
        for call in calls
    ]  # fmt: skip
    if rows:
        await PUT_CALLS.insert(session, rows)


async def drop_calls(session: AsyncSession, ids: Sequence[str]) -> None:
    if ids:
        await session.exec(delete(CallRow).where(col(CallRow.id).in_(ids)))


async def put_agents(session: AsyncSession, agents: Iterable[Agent], at: datetime) -> None:
    rows = [
        {
            "id": agent.id, "state": agent.state.value, "changed_at": at,
            "details": _AGENT.dump_python(agent, mode="json"),
        }
        for agent in agents
    ]  # fmt: skip
    if rows:
        await PUT_AGENTS.insert(session, rows)


async def calls(session: AsyncSession, scope: Scope) -> dict[str, Call]:
    query = scoped(select(CallRow.id, CallRow.details), scope, CallRow.municipality)
    return {name: _CALL.validate_python(details) for name, details in await session.exec(query)}


async def agents(session: AsyncSession, scope: Scope) -> dict[str, Agent]:
    """The centre's own people: for those who see all of it."""
    if scope.municipalities is not None:
        return {}
    found = await session.exec(select(AgentRow.id, AgentRow.details))
    return {name: _AGENT.validate_python(details) for name, details in found}


# Who has called lately


async def add_arrivals(session: AsyncSession, arrivals: Iterable[Arrival]) -> None:
    if rows := [asdict(arrival) for arrival in arrivals]:
        await ADD_ARRIVALS.insert(session, rows)


async def arrivals(session: AsyncSession, scope: Scope, since: datetime) -> Sequence[Arrival]:
    """The oldest first."""
    query = select(ArrivalRow).where(col(ArrivalRow.at) > since).order_by(col(ArrivalRow.at))
    rows = await session.exec(scoped(query, scope, ArrivalRow.municipality))
    return [Arrival(**row.model_dump()) for row in rows]


async def drop_arrivals(session: AsyncSession, before: datetime) -> int:
    return (await session.exec(delete(ArrivalRow).where(col(ArrivalRow.at) <= before))).rowcount


# Why a call went to whom


async def add_offer(session: AsyncSession, call: str, municipality: str, agent: str, at: datetime, why: Choice) -> None:
    choice = _CHOICE.dump_python(why, mode="json")
    session.add(OfferRow(call=call, municipality=municipality, agent=agent, at=at, choice=choice))


async def offers_of_call(session: AsyncSession, scope: Scope, call: str) -> Sequence[Offered]:
    """In the order in which they were made."""
    query = select(OfferRow).where(col(OfferRow.call) == call).order_by(col(OfferRow.id))
    return [_offered(row) for row in await session.exec(scoped(query, scope, OfferRow.municipality))]


async def latest_offers(session: AsyncSession, scope: Scope, limit: int) -> Sequence[Offered]:
    query = select(OfferRow).order_by(col(OfferRow.id).desc()).limit(limit)
    return [_offered(row) for row in await session.exec(scoped(query, scope, OfferRow.municipality))]


async def tidy(session: AsyncSession, before: datetime) -> int:
    """Explanations and results of that day and earlier go: they are for questions of these weeks."""
    gone = (await session.exec(delete(OfferRow).where(col(OfferRow.at) < before))).rowcount
    return gone + (await session.exec(delete(DialRow).where(col(DialRow.at) < before))).rowcount


def _offered(row: OfferRow) -> Offered:
    choice = _CHOICE.validate_python(row.choice)
    return Offered(row.id or 0, row.call, row.municipality, row.agent, row.at, choice)


# Acts at a program that does not lead


def is_act(event: object) -> bool:
    """Whether an agent did it: what a switch says is for the program that drives it alone."""
    return type(event).__name__ in _ACTS


async def add_act(session: AsyncSession, act: Any, at: datetime) -> None:
    kind = type(act).__name__
    session.add(ActRow(at=at, kind=kind, details=_ACTS[kind].dump_python(act, mode="json")))


async def take_acts(session: AsyncSession) -> Sequence[Any]:
    """In their order; taken once, by whoever leads."""
    statement = delete(ActRow).returning(col(ActRow.id), col(ActRow.kind), col(ActRow.details))
    taken = sorted((await session.exec(statement)).all())
    return [_ACTS[kind].validate_python(details) for _, kind, details in taken]


# What became of a number dialled from the screen


async def note_dial(session: AsyncSession, dialled: Dialled) -> None:
    row = DialRow(
        call=dialled.call, municipality=dialled.municipality, subject=dialled.subject, agent=dialled.agent,
        at=dialled.at, result=dialled.result, cause=dialled.cause,
    )  # fmt: skip
    await session.merge(row)


async def dialled_for(session: AsyncSession, scope: Scope, subject: str) -> Dialled | None:
    """The last one that was not written down yet."""
    query = select(DialRow).where(col(DialRow.subject) == subject).order_by(col(DialRow.at).desc()).limit(1)
    row = (await session.exec(scoped(query, scope, DialRow.municipality))).first()
    if row is None:
        return None
    return Dialled(row.call, row.municipality, row.subject, row.agent, row.at, row.result, row.cause)


async def forget_dials(session: AsyncSession, subject: str) -> None:
    await session.exec(delete(DialRow).where(col(DialRow.subject) == subject))


# What was said, for whoever is about to be rung


async def add_handover(session: AsyncSession, note: Handover) -> None:
    session.add(HandoverRow(**asdict(note)))


async def handovers(session: AsyncSession, scope: Scope, since: datetime) -> Sequence[Handover]:
    """Since then, the latest first."""
    query = select(HandoverRow).where(col(HandoverRow.at) >= since).order_by(col(HandoverRow.id).desc())
    rows = await session.exec(scoped(query, scope, HandoverRow.municipality, HandoverRow.office))
    return [Handover(**row.model_dump(exclude={"id"})) for row in rows]


async def drop_handovers(session: AsyncSession, before: datetime) -> int:
    return (await session.exec(delete(HandoverRow).where(col(HandoverRow.at) < before))).rowcount


# Announcements


async def put_announcement(session: AsyncSession, recorded: Recorded, wav: bytes) -> None:
    row = AnnouncementRow(
        municipality=recorded.municipality, name=recorded.name, seconds=recorded.seconds, digest=recorded.digest,
        uploaded_at=recorded.uploaded_at, uploaded_by=recorded.uploaded_by, wav=wav,
    )  # fmt: skip
    await session.merge(row)


async def drop_announcement(session: AsyncSession, municipality: str, name: str) -> bool:
    gone = delete(AnnouncementRow).where(
        col(AnnouncementRow.municipality) == municipality, col(AnnouncementRow.name) == name
    )
    return (await session.exec(gone)).rowcount == 1


async def announcements(session: AsyncSession, scope: Scope) -> Sequence[Recorded]:
    """Without the sound."""
    query = scoped(select(*_WITHOUT_SOUND), scope, AnnouncementRow.municipality)
    return [Recorded(*each) for each in await session.exec(query)]


async def announcement(session: AsyncSession, scope: Scope, municipality: str, name: str) -> bytes | None:
    query = select(AnnouncementRow.wav).where(
        col(AnnouncementRow.municipality) == municipality, col(AnnouncementRow.name) == name
    )
    return (await session.exec(scoped(query, scope, AnnouncementRow.municipality))).first()
