"""The parts of the running program that a handler may use; app.py puts them together."""

from dataclasses import dataclass

from aiohttp import web

from servicecenter.access.service import Access
from servicecenter.attachments.service import Attachments
from servicecenter.businesses.service import Businesses
from servicecenter.cases.acts import Cases
from servicecenter.cases.advancing import Advancing
from servicecenter.cases.consents import Consents
from servicecenter.cases.looking import Looking
from servicecenter.cases.opening import Openings
from servicecenter.cases.recognising import Recognising
from servicecenter.clock import Clock
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
from servicecenter.contacts.reminding import Reminding
from servicecenter.contacts.sharing import Sharing
from servicecenter.content.correcting import Corrections
from servicecenter.content.editing import Editing
from servicecenter.correspondence.clearing import Clearing
from servicecenter.correspondence.enclosing import Enclosing
from servicecenter.correspondence.receiving import Receiving
from servicecenter.database import Database
from servicecenter.feedback.gaps import Gaps
from servicecenter.feedback.linkchecks import LinkChecks
from servicecenter.feedback.reports import Reports
from servicecenter.feedback.reviews import Reviews
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.live import Live
from servicecenter.messages.service import Outbox
from servicecenter.notices.service import Notices
from servicecenter.privacy.businesses import BusinessErasure
from servicecenter.privacy.service import Erasure
from servicecenter.reporting.board import Board
from servicecenter.reporting.calendar_changes import CalendarChanges
from servicecenter.reporting.promise_month import PromiseMonth
from servicecenter.reporting.telephone import TelephoneFigures
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.settings import Settings
from servicecenter.telephony.announcing import Announcing
from servicecenter.telephony.handset import Handset
from servicecenter.telephony.model import Telephone
from servicecenter.telephony.pbx.connections import Connections
from servicecenter.telephony.pbx.service import Webhooks
from servicecenter.telephony.service import Telephony
from servicecenter.web.limits import Limits


@dataclass(frozen=True)
class Program:
    settings: Settings
    db: Database
    clock: Clock
    live: Live
    access: Access
    rulebooks: Rulebooks
    knowledge: KnowledgeBase
    editing: Editing
    corrections: Corrections
    desk: Desk
    inbox: Inbox
    letters: Letters
    sharing: Sharing
    passing: Passing
    delays: Delays
    questions: Questions
    joining: Joining
    complaints: Complaints
    intake: Intake
    reports: Reports
    gaps: Gaps
    reviews: Reviews
    links: LinkChecks
    notices: Notices
    recording: Recording
    businesses: Businesses
    openings: Openings
    cases: Cases
    consents: Consents
    looking: Looking
    recognising: Recognising
    advancing: Advancing
    erasure: Erasure
    business_erasure: BusinessErasure
    board: Board
    figures: TelephoneFigures
    promise_month: PromiseMonth
    calendar_changes: CalendarChanges
    telephony: Telephony
    handset: Handset
    announcing: Announcing
    telephone: Telephone
    reminding: Reminding
    outbox: Outbox
    pbxes: Connections
    webhooks: Webhooks
    attachments: Attachments
    enclosing: Enclosing
    receiving: Receiving
    clearing: Clearing
    limits: Limits


PROGRAM: web.AppKey[Program] = web.AppKey("program", Program)
