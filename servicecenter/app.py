"""The composition root: which parts there are and how they are put together. A function with arguments, no globals."""
# Long because every part of the program, and everything that drives it, stands here once.

import gc
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import Any

import structlog

from servicecenter.access.model import Scope
from servicecenter.access.passwords import Passwords
from servicecenter.access.service import Access
from servicecenter.attachments.files import Shelf
from servicecenter.attachments.model import MB
from servicecenter.attachments.service import Attachments
from servicecenter.businesses.service import Businesses
from servicecenter.cases.acts import Cases
from servicecenter.cases.advancing import Advancing
from servicecenter.cases.consents import Consents
from servicecenter.cases.looking import Looking
from servicecenter.cases.opening import Openings, taken_back
from servicecenter.cases.recognising import Recognising
from servicecenter.clock import Clock, SystemClock
from servicecenter.contacts.complaining import Complaints
from servicecenter.contacts.delaying import Delays
from servicecenter.contacts.desk import Desk
from servicecenter.contacts.inbox import Inbox
from servicecenter.contacts.intake import Intake
from servicecenter.contacts.joining import Joining
from servicecenter.contacts.letters import Letters
from servicecenter.contacts.passing import Passing
from servicecenter.contacts.questioning import Questions
from servicecenter.contacts.recording import Recording
from servicecenter.contacts.reminding import Reminding, record
from servicecenter.contacts.sharing import Sharing
from servicecenter.contacts.telling import Telling
from servicecenter.content.correcting import Corrections
from servicecenter.content.editing import Editing
from servicecenter.correspondence.clearing import Clearing
from servicecenter.correspondence.enclosing import Enclosing
from servicecenter.correspondence.filing import Filing
from servicecenter.correspondence.partners import PartnerReplies
from servicecenter.correspondence.receiving import Receiving
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.feedback.gaps import Gaps
from servicecenter.feedback.linkchecks import LinkChecks
from servicecenter.feedback.probing import Prober
from servicecenter.feedback.reports import Reports
from servicecenter.feedback.reviews import Reviews
from servicecenter.jobs import Job
from servicecenter.journal.evidence import keep_heads
from servicecenter.journal.witness import FILE, Witness
from servicecenter.knowledgebase.index import WhooshIndex
from servicecenter.knowledgebase.search import SearchPort
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.knowledgebase.thesaurus import callers_thesaurus
from servicecenter.live import Live, Message
from servicecenter.messages.keyfile import signing_key
from servicecenter.messages.mailboxes import mailbox
from servicecenter.messages.service import Outbox
from servicecenter.messages.smtp import mail_server
from servicecenter.messages.tokens import Signer
from servicecenter.notices.service import Notices
from servicecenter.privacy.businesses import BusinessErasure
from servicecenter.privacy.service import Erasure
from servicecenter.promises import service as promises
from servicecenter.relay import Relay
from servicecenter.reporting.board import Board
from servicecenter.reporting.calendar_changes import CalendarChanges
from servicecenter.reporting.promise_month import PromiseMonth
from servicecenter.reporting.telephone import TelephoneFigures
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.settings import Settings
from servicecenter.telephony.announcing import Announcing
from servicecenter.telephony.applying import Applying
from servicecenter.telephony.ari.sounds import SoundFolder
from servicecenter.telephony.ari.switch import AsteriskSwitch, asterisk_switch, sounds_folder
from servicecenter.telephony.callers import Callers
from servicecenter.telephony.gathering import Gathering
from servicecenter.telephony.handset import Handset
from servicecenter.telephony.model import Telephone
from servicecenter.telephony.pbx.connections import Connections
from servicecenter.telephony.pbx.outgoing import Outgoing
from servicecenter.telephony.pbx.service import Webhooks
from servicecenter.telephony.service import Telephony
from servicecenter.telephony.simulated import Script, SimulatedSwitch, scenarios
from servicecenter.telephony.telephones import ConnectedTelephone, NoTelephone, SimulatedTelephone
from servicecenter.web.limits import Limits
from servicecenter.web.program import Program

log = structlog.get_logger()
RING_EVERY_SECONDS = 3.0
REFRESH_EVERY_SECONDS = 0.5
WITNESS_EVERY_SECONDS = 60.0  # so long, at most, the end of the journal is known to the database alone
TIDY_EVERY_SECONDS = 60.0
TELEPHONE_EVERY_SECONDS = 0.5  # timers of calls are reckoned in seconds
LEAD_EVERY_SECONDS = 1.0  # of the four for which a lead holds
RECONCILE_EVERY_SECONDS = 15.0  # a leg that nobody knows lives so long, at most
FETCH_EVERY_SECONDS = 30.0  # of a mailbox that answers; one that does not is asked after growing pauses
SOUNDS_EVERY_SECONDS = 5.0  # an announcement that was uploaded is heard after so long, at most
LINKS_EVERY_SECONDS = 120.0  # some of those that are due; each of them once a day


# Long because every part of the program stands here once.
async def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    search: SearchPort | None = None,
    simulate: bool = False,
) -> Program:
    """Everything wired together over a migrated database; `simulate` lets a simulated telephone ring."""
    clock = clock or SystemClock()
    db = Database(settings.url)
    live = Live()
    rulebooks = Rulebooks(db)
    knowledge = KnowledgeBase(db, search or WhooshIndex(thesaurus=callers_thesaurus()))
    await rulebooks.refresh()
    await knowledge.refresh(local_day(clock.now()))
    access = Access(db, clock, passwords)
    figures = TelephoneFigures(db, clock, rulebooks)
    secret = signing_key(settings)
    signer = Signer(secret)
    letters = Letters.of(settings, rulebooks, signer)
    desk = Desk(db, clock, rulebooks, knowledge, live, settings.operator, letters, taken_back)
    gathering = Gathering(rulebooks, settings.operator, Callers(secret), played=simulate)
    telephony = Telephony(db, clock, live, gathering, Applying(desk, access), holder=token_hex(8))
    connect = partial(_simulated, rulebooks, gathering) if simulate else partial(_telephone, settings)
    attachments = Attachments(db, clock, Shelf(settings.data / "attachments", settings.attachment_mb * MB))
    joining = Joining(db, clock, live, rulebooks)
    filing = Filing(letters, joining.reopened, rulebooks)
    businesses = Businesses(db, clock, rulebooks)
    cases = Cases(db, clock, live, rulebooks, letters, businesses)
    replies = (settings.mail_reply or settings.smtp_from) if settings.mailbox else ""
    consents = Consents(cases, rulebooks, settings.smtp_from, replies)
    reminding = Reminding.of(settings, rulebooks, signer)
    editing = Editing(db, clock, rulebooks, live)
    telling = Telling(rulebooks, settings.smtp_from, letters)
    # Longer than a function should be, because it is the list of all parts.
    return Program(
        settings=settings,
        db=db,
        clock=clock,
        live=live,
        access=access,
        rulebooks=rulebooks,
        knowledge=knowledge,
        editing=editing,
        corrections=Corrections(db, clock, rulebooks, editing),
        desk=desk,
        inbox=Inbox(db, clock, live, rulebooks, letters),
        letters=letters,
        sharing=Sharing(db, clock, live),
        passing=Passing(db, clock, live, rulebooks, letters),
        delays=Delays(db, clock, live, rulebooks, telling),
        questions=Questions(db, clock, live, rulebooks, telling),
        joining=joining,
        intake=Intake(db, clock, live, rulebooks, letters),
        complaints=Complaints(db, clock, live, rulebooks, letters),
        reports=Reports(db, clock, live),
        gaps=Gaps(db, clock),
        reviews=Reviews(clock, rulebooks, knowledge),
        links=LinkChecks(db, clock, knowledge, Prober(settings.check_private_links), settings.check_links),
        notices=Notices(db, clock, live),
        recording=Recording(db, clock, live, rulebooks),
        businesses=businesses,
        openings=Openings(db, clock, live, rulebooks, letters, businesses),
        cases=cases,
        consents=consents,
        looking=Looking(db, clock, businesses),
        recognising=Recognising(db),
        advancing=Advancing(db, clock, live, rulebooks, letters),
        erasure=Erasure(db, clock, rulebooks),
        business_erasure=BusinessErasure(db, clock, rulebooks),
        board=Board(db, clock, rulebooks, figures),
        figures=figures,
        promise_month=PromiseMonth(db, clock),
        calendar_changes=CalendarChanges(db, rulebooks),
        telephony=telephony,
        announcing=Announcing(db, clock),
        handset=Handset(db, desk, telephony, gathering, live),
        telephone=connect(desk, telephony),
        reminding=reminding,
        outbox=Outbox(db, clock, live, mail_server(settings), reminding.opens, record),
        pbxes=Connections(db, clock, rulebooks),
        webhooks=Webhooks(db, clock, live, rulebooks, access, desk, Outgoing(db, live)),
        attachments=attachments,
        enclosing=Enclosing(db, clock, live, attachments),
        receiving=Receiving(
            db,
            clock,
            live,
            mailbox(settings),
            letters,
            attachments,
            filing,
            settings.operator,
            settings.mail_mb * MB,
            PartnerReplies(consents).file,
        ),
        clearing=Clearing(db, clock, live, letters, filing, attachments),
        limits=Limits(),
    )


def _simulated(rulebooks: Rulebooks, gathering: Gathering, desk: Desk, telephony: Telephony) -> Telephone:
    numbers = {municipality: number for number, municipality in rulebooks.numbers().items()}
    switch = SimulatedSwitch(telephony)
    telephony.connect(switch)
    return SimulatedTelephone(desk, telephony, switch, Script(numbers, scenarios()), gathering)


def _telephone(settings: Settings, desk: Desk, telephony: Telephony) -> Telephone:
    switch = asterisk_switch(settings, telephony, lambda: telephony.is_leading)
    if switch is None:
        return NoTelephone(desk)
    telephony.connect(switch)
    return ConnectedTelephone(desk, telephony)


def settle_down() -> None:
    """Whatever is loaded by now stays: who cleans memory need not look at it again, 0.1 s in which a caller waits."""
    gc.freeze()


def runs_of(program: Program) -> list[Callable[[], Coroutine[Any, Any, None]]]:
    """What goes on as long as the program does; each ends when it is cancelled."""
    runs = [program.telephony.run]
    if isinstance(switch := program.telephony.switch, AsteriskSwitch):
        runs.append(switch.run)
    if not program.db.is_sqlite:  # there is no second program whose screens could want to know
        runs.append(Relay(program.db, program.live).run)
    return runs


def jobs_of(program: Program) -> list[Job]:
    """What the clock tick drives; with the simulated telephone also the next caller."""
    jobs = [
        Job("refresh", REFRESH_EVERY_SECONDS, Refresh(program).run),
        Job("release", program.settings.tick_seconds, Release(program).run),
        Job("sweep", program.settings.tick_seconds, Sweep(program).run),
        Job("cases", program.settings.tick_seconds, program.advancing.run),
        Job("outbox", program.settings.tick_seconds, program.outbox.run),
        Job("mailbox", FETCH_EVERY_SECONDS, program.receiving.run),
        Job("witness", WITNESS_EVERY_SECONDS, KeepHeads(program, Witness(program.settings.data / FILE)).run),
        Job("tidy", TIDY_EVERY_SECONDS, Tidy(program).run),
    ]
    if program.links.is_on:
        jobs.append(Job("links", LINKS_EVERY_SECONDS, program.links.run))
    if program.telephony.is_connected:
        jobs += [
            Job("telephone", TELEPHONE_EVERY_SECONDS, program.telephony.tick),
            Job("lead", LEAD_EVERY_SECONDS, program.telephony.keep_leading),
            Job("reconcile", RECONCILE_EVERY_SECONDS, program.telephony.reconcile),
        ]
    if isinstance(program.telephony.switch, AsteriskSwitch):
        folder = SoundFolder(program.db, sounds_folder(program.settings))
        jobs.append(Job("sounds", SOUNDS_EVERY_SECONDS, folder.run))
    if isinstance(program.telephone, SimulatedTelephone):
        jobs.append(Job("ring", RING_EVERY_SECONDS, Ring(program, program.telephone).run))
    return jobs


@dataclass(frozen=True)
class Refresh:
    """Texts changed by another process, and the turn of the day, are seen within a second."""

    program: Program

    async def run(self) -> None:
        day = local_day(self.program.clock.now())
        changed = await self.program.rulebooks.refresh()
        changed = await self.program.knowledge.refresh(day) or changed
        if changed:
            self.program.live.publish(Message("content"))


@dataclass(frozen=True)
class Release:
    """Texts that were approved for a day to come."""

    program: Program

    async def run(self) -> None:
        for draft in await self.program.editing.release_due(Scope.system("release")):
            log.info("draft-released", kind=draft.kind.value, holder=draft.holder, name=draft.name)


@dataclass(frozen=True)
class Sweep:
    program: Program

    async def run(self) -> None:
        program = self.program
        moved = await promises.sweep(
            program.db, Scope.system("sweep"), program.clock.now(), tell=program.reminding.messages
        )
        for promise in moved:
            log.info("promise-moved", promise=promise.id, case=promise.case_number, was=promise.state.value)
            program.live.publish(Message("inbox", promise.municipality, promise.office))
            program.live.publish(Message("board", promise.municipality))


@dataclass(frozen=True)
class KeepHeads:
    """What the journal has grown to, written down outside the database."""

    program: Program
    witness: Witness

    async def run(self) -> None:
        await keep_heads(self.program.db, Scope.system("witness"), self.witness, self.program.clock.now())


@dataclass(frozen=True)
class Tidy:
    """What has been kept long enough goes; how long stands in each room."""

    program: Program

    async def run(self) -> None:
        program, scope = self.program, Scope.system("tidy")
        gone = {
            "gaps": await program.gaps.tidy(scope),
            "notices": await program.notices.tidy(scope),
            "reports": await program.reports.tidy(scope),
            "messages": await program.outbox.tidy(scope),
            "offers": await program.telephony.tidy(),
            "cases": await program.erasure.run(scope),
            "pbx calls": await program.webhooks.tidy(scope),
            "received": await program.clearing.tidy(scope),
            "attachments": await program.attachments.tidy(scope),
            "businesses": await program.business_erasure.run(scope),
            "lessons": await program.knowledge.tidy(scope, program.clock.now()),
        }
        if any(gone.values()):
            log.info("tidied", **gone)


@dataclass(frozen=True)
class Ring:
    """One simulated caller waits at a time, and only when no agent has just begun to talk."""

    program: Program
    telephone: SimulatedTelephone

    async def run(self) -> None:
        if not await self.program.desk.ringing(Scope.system("simulated telephone")):
            await self.telephone.ring_next()
