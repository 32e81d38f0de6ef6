"""No store reads without a scope, and a stranger's scope finds nothing: by the code, and by running every function."""

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import text

from servicecenter.access import store as access
from servicecenter.access.model import Person, Role, Scope
from servicecenter.attachments import store as attachments
from servicecenter.attachments.model import Kind as AttachmentKind
from servicecenter.attachments.model import Stored
from servicecenter.businesses import store as businesses
from servicecenter.businesses.model import Business, BusinessPerson, Particulars
from servicecenter.callbacks.model import Outcome
from servicecenter.calls import store as calls
from servicecenter.calls.model import Instant, Step
from servicecenter.cases import store as cases
from servicecenter.clock import FixedClock
from servicecenter.contacts.wishes import Wish
from servicecenter.correspondence import store as correspondence
from servicecenter.correspondence.model import Fate, MailReason, Received
from servicecenter.documents.drafts import store as drafts
from servicecenter.documents.drafts.model import DraftState
from servicecenter.documents.model import Kind
from servicecenter.errors import NotFound
from servicecenter.feedback import store as feedback
from servicecenter.feedback.links import Answered, Link, LinkCheck, Probed, checked
from servicecenter.feedback.model import Assessment
from servicecenter.messages import store as messages
from servicecenter.messages.tokens import Side
from servicecenter.promises import service as promises
from servicecenter.telephony import store as telephony
from servicecenter.telephony.announcements import Recorded
from servicecenter.telephony.callers import Arrival
from servicecenter.telephony.callflow.explained import Choice
from servicecenter.telephony.pbx import store as pbxes
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from tests.conftest import MONDAY
from tests.house.sources import PACKAGE, functions, modules, name_of

STORES = [path for path in modules() if path.name == "store.py"]
ALL = Scope.system("test")
STRANGERS = [Scope.municipality("kreis-wesel"), Scope(frozenset(), frozenset(), "nothing")]
NUMBER = "+491731234567"
WHY = Choice("call-1", "geldern", "§ 8.4", 2, 0, 0.0, 10, (), ())
CHANGING = {"add", "insert", "update", "delete", "put"}
FORGED = """INSERT INTO journal (at, municipality, case_number, act, actor, details, strand, position, before, hash)
SELECT at, municipality, case_number, act, actor, details, 0, 0, before, hash FROM journal WHERE id = 1"""
# What all municipalities share is seen by all: tests/documents/test_store.py says what a scope sees of its own.
SHARED = {"documents.current", "documents.revision"}


def called(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The names of what it calls: functions, and methods."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {getattr(each, "attr", "") or getattr(each, "id", "") for each in calls}


def reads(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return "select" in called(function)


@pytest.mark.parametrize("path", STORES, ids=name_of)
def test_whoever_selects_takes_a_scope_and_uses_it(path):
    blind = []
    for function in filter(reads, functions(path)):
        taken = {given.arg: ast.unparse(given.annotation) for given in function.args.args if given.annotation}
        uses = any(isinstance(node, ast.Name) and node.id == "scope" for node in ast.walk(function))
        if taken.get("scope") != "Scope" or not uses:
            blind.append(function.name)
    assert blind == []


@pytest.mark.parametrize("path", [path for path in modules() if path.name != "store.py"], ids=name_of)
def test_nobody_but_a_store_selects(path):
    if path.parent.name == "versions" or path.stem == "imap":  # a migration may carry rows over; IMAP selects folders
        return
    assert [function.name for function in functions(path) if reads(function)] == []


def reading() -> dict[str, Callable[..., Any]]:
    """Every public function of a store that selects for a scope, itself or by another, and changes nothing."""
    found = {}
    for path in STORES:
        room = ".".join(path.parent.relative_to(PACKAGE).parts)
        module = import_module(f"{PACKAGE.name}.{room}.store")
        selecting = {each.name for each in filter(reads, functions(path))}
        for each in functions(path):
            function = getattr(module, each.name, None)
            if each.name.startswith("_") or function is None or not called(each) & {"select", *selecting}:
                continue
            if list(inspect.signature(function).parameters)[:2] == ["session", "scope"] and not called(each) & CHANGING:
                found[f"{room}.{each.name}"] = function
    return found


@pytest.fixture
async def told(program: Program, clock: FixedClock, agent: Person, clerk: Person) -> Mapping[str, Any]:
    """A story that leaves a row of Geldern in every table; what it is about, by the names of parameters."""
    desk = program.desk

    async def forwarded(call: str, reply: ReplyChannel) -> Any:
        contact = await desk.ring(call, "+49 30 23125 300", NUMBER)
        await desk.take(agent, contact.id)
        await desk.learn(agent, contact.id, leistung="baugenehmigung")
        wish = Wish("Carport", reply, "Frau Muster", NUMBER, "vormittags", "frau@muster.example")
        return await desk.forward(agent, contact.id, wish)

    late = await forwarded("call-1", ReplyChannel.CALLBACK)
    await program.inbox.attempt(clerk, late.ticket.id, Outcome.NOT_REACHED, "niemand da")
    returned = await program.sharing.return_all(clerk, clerk.id)
    await program.inbox.accept(clerk, late.ticket.id)
    answered = await forwarded("call-2", ReplyChannel.EMAIL)
    await program.inbox.answer(clerk, answered.ticket.id, "Ja.")
    clock.advance(timedelta(days=20))
    await promises.sweep(program.db, ALL, clock.now(), tell=program.reminding.messages)
    open_ = await forwarded("call-3", ReplyChannel.CALLBACK)
    asked = await told_about(program, clerk, late, forwarded)
    await promises.sweep(program.db, ALL, open_.promise.at_risk_at)
    waiting = await desk.ring("call-4", "+49 30 23125 300", None)
    contact = await desk.open_by_hand(agent, "geldern")
    await desk.read(agent, contact.id, "baugenehmigung")
    answered_report, reported = [await desk.report(agent, contact.id, "Stimmt nicht") for _ in range(2)]
    await program.reports.answer(clerk, answered_report.id, Assessment.RIGHT, "Stimmt.")
    missed = await desk.open_by_hand(replace(agent, id="f" * 32), "geldern")
    await desk.searched(replace(agent, id="f" * 32), missed.id, "zwerghamster")
    supervisor = replace(agent, role=Role.SUPERVISOR)
    await program.notices.post(
        supervisor, ["geldern"], "Sturm", MONDAY + timedelta(days=45), MONDAY + timedelta(days=75)
    )
    async with program.db.write() as session:
        access.add_session(
            session, "hash", "csrf", agent.id, at=clock.now(), expires_at=clock.now() + timedelta(hours=1)
        )
        await access.count_failure(session, "key", clock.now())
        draft = await drafts.add(
            session, Kind.DIRECTORY, "geldern", "directory", "text", based_on=1, person="p", person_name="P", at=MONDAY
        )
        await drafts.move(session, draft, DraftState.APPROVED, release_on=MONDAY.date())
        link = Link("geldern", "hundesteuer", "https://geldern.example/hund")
        await feedback.add_links(session, [link], clock.now())
        gone = LinkCheck(1, link, clock.now())
        await feedback.record_check(session, checked(gone, Probed(Answered.GONE, 404), clock.now()))
        await program.knowledge.learn(session, "geldern", "Carport", "baugenehmigung", clock.now())
        pbx = await pbxes.add(session, municipality="geldern", name="Rathaus", made_at=MONDAY, token_hash="hash")
        told = {
            "pbx_call": "1",
            "call": "call-1",
            "municipality": "geldern",
            "direction": "in",
            "began_at": clock.now(),
        }
        await pbxes.begin(session, pbx=pbx.id, caller_key="key", **told)
        await calls.record(session, Instant(MONDAY, "geldern", "call-1", Step.OFFERED))
        enclosed = await attachments.add(
            session, Stored("ab" * 32, 9, AttachmentKind.PDF), name="Plan.pdf", municipality="geldern",
            case_number=late.ticket.case_number, at=clock.now(), by="x", ticket=late.ticket.id, received=1,
        )  # fmt: skip
        held = await correspondence.add(
            session,
            Received(
                0, "key", "geldern", late.ticket.id, late.ticket.case_number, Side.OFFICE, Fate.HELD,
                MailReason.STRANGER,
                "a@b.example", "Re", "Ja", "", "", "<1@x>", clock.now(),
            ),
        )  # fmt: skip
        for number, fate in enumerate((Fate.FILED, Fate.DISCARDED), 1):
            came_at = MONDAY + timedelta(days=60) if fate is Fate.FILED else clock.now()
            await correspondence.add(session, replace(held, key=f"key-{number}", fate=fate, received_at=came_at))
        reminder = (await messages.latest(session, ALL, 1))[0]
        business, double = await led(session, late, waiting)
    await telephoned(program, agent)
    async with program.db.engine.begin() as connection:  # an entry from outside, for who looks for such
        await connection.execute(text(FORGED))
    return {
        "contact_id": waiting.id, "contact": open_.contact.id, "case_number": late.ticket.case_number,
        "case_numbers": [late.ticket.case_number], "call": "call-1", "agent": agent.id,
        "first": MONDAY - timedelta(days=40), "before": MONDAY + timedelta(days=40), "at": MONDAY + timedelta(days=60),
        "limit": 10, "ticket_id": late.ticket.id, "ticket": replace(late.ticket, id=0),
        "tickets": [late.ticket.id], "callbacks": [1], "ids": [late.ticket.id], "number": NUMBER,
        "promise_id": late.promise.id,
        "promise_ids": [late.promise.id],
        "subjects": [late.promise.subject], "kind": Kind.DIRECTORY, "holder": "geldern", "name": "directory",
        "person_id": agent.id, "login": agent.login, "token_hash": "hash", "keys": ["key"],
        "acts": ["way-decided", "contact-answered", "facts-changed"],
        "lesson": 1, "draft_id": draft.id, "day": MONDAY.date(), "report_id": reported.id, "municipality": "geldern",
        "article": "baugenehmigung", "since": MONDAY, "strand": 1, "after": (0, 0), "until": 10, "figure": "unkept",
        "settled": False, "message_id": 1, "url": link.url, "handbook": ("geldern", late.contact.handbook),
        "pbx_id": pbx.id, "pbx_call": "1", "caller_key": "key",
        "bundle": returned.bundle, "subject": "callback:1", "contacts": [late.contact.id], "cause": reminder.cause,
        "message_ids": [reminder.message_id], "attachment_id": enclosed.id, "received_ids": [1],
        "digests": [enclosed.digest], "key": "key", "received_id": held.id, "side": Side.OFFICE, "remark_id": asked,
        "business_id": business, "business": double, "businesses": [business], "case_id": 1,
        "mail": "<1@servicecenter.example>",
    }  # fmt: skip


async def told_about(program: Program, clerk: Person, late: Any, forwarded: Callable[[str, ReplyChannel], Any]) -> int:
    """Tickets asked about, merged, given back twice, complained about; the question's id."""
    question = await program.questions.ask(clerk, late.ticket.id, "centre", "Wie groß?")
    merged = await forwarded("call-6", ReplyChannel.EMAIL)
    await program.joining.merge(clerk, merged.ticket.id, late.ticket.case_number)
    wrong = await forwarded("call-7", ReplyChannel.EMAIL)
    await program.passing.give_back(clerk, wrong.ticket.id, "Nein.", "planungsamt")
    other = replace(clerk, id="e" * 32, offices=frozenset({"planungsamt"}))
    await program.passing.give_back(other, wrong.ticket.id, "Auch nicht.")
    made = await program.complaints.pass_on(clerk, late.ticket.id, Wish("Zu spät", ReplyChannel.NONE))
    desk = replace(clerk, id="d" * 32, offices=frozenset({"zentrale"}))
    await program.questions.ask_statement(desk, made.ticket.id, "Warum?")
    return question.id


async def led(session: Any, late: Any, waiting: Any) -> tuple[int, Business]:
    """A business of the building office's, with a case that runs and one that is closed; and its double."""
    at, town = MONDAY, "geldern"
    kept = await businesses.add(session, town, "bauordnung", Particulars("Tischlerei Muster"), at)
    double = await businesses.add(session, town, "bauordnung", Particulars("Tischlerei Mustr"), at)
    await businesses.add_person(session, kept, BusinessPerson("Frau Muster", phone=NUMBER))
    await businesses.join(session, double, kept)
    for contact, state in ((late.contact, "open"), (waiting, "closed")):
        await businesses.link(session, kept.id, contact.id, contact.case_number, at)
        case = await cases.add(
            session, case_number=contact.case_number, contact_id=contact.id, municipality=town, business_id=kept.id,
            vorhaben="restaurant", title="Restaurant", lotse="bauordnung", state=state, opened_at=at, opened_by="p",
            handbook=at.date(), closed_at=at if state == "closed" else None,
        )  # fmt: skip
        await cases.add_part(
            session, case, leistung="bauberatung", office="bauordnung", outside=False, asks="", added_at=at,
            ticket_id=late.ticket.id if state == "open" else None, message="<1@servicecenter.example>",
        )  # fmt: skip
    return kept.id, await businesses.get(session, ALL, double.id)


async def telephoned(program: Program, agent: Person) -> None:
    """Somebody talks, a number was dialled, a note and an announcement lie there."""
    at = MONDAY + timedelta(days=70)
    await program.handset.sign_in(agent, "21")
    await program.telephone.ring("call-9", "+49 30 23125 300", NUMBER)
    async with program.db.write() as session:
        await telephony.add_offer(session, "call-1", "geldern", agent.id, at, WHY)
        dialled = telephony.Dialled("d", "geldern", "callback:1", agent.id, at, "answered", None)
        await telephony.note_dial(session, dialled)
        note = telephony.Handover("call-1", "geldern", "bauordnung", "1", None, "Carport", "Anna", at)
        await telephony.add_handover(session, note)
        await telephony.add_arrivals(session, [Arrival("call-1", "geldern", "key", at)])
        recorded = Recorded("geldern", "directory", 1.0, "0" * 64, at, "Gesa")
        await telephony.put_announcement(session, recorded, b"RIFF")


async def asked(program: Program, function: Callable[..., Any], scope: Scope, told: Mapping[str, Any]) -> Any:
    wanted = inspect.signature(function).parameters.values()
    values = {each.name: told[each.name] for each in list(wanted)[2:] if each.default is inspect.Parameter.empty}
    async with program.db.read() as session:
        try:
            return await function(session, scope, **values)
        except NotFound:
            return None


async def test_every_reading_function_finds_something_and_a_stranger_nothing(program, told):
    """One test for all: the story takes longer than the reading."""
    blind, leaking = [], []
    for name, function in reading().items():
        if not await asked(program, function, ALL, told):
            blind.append(name)
        if name not in SHARED:
            leaking += [name for scope in STRANGERS if await asked(program, function, scope, told)]
    assert blind == [], "the story leaves nothing for these to find: the test says nothing about them"
    assert leaking == []


async def test_a_clerk_sees_no_other_fachamt_s_rows(program, told, clerk):
    other = replace(Scope.of(clerk), offices=frozenset({("geldern", "steueramt")}))
    for name in (
        "tickets.open_tickets",
        "tickets.accepted",
        "tickets.returned",
        "tickets.get",
        "callbacks.of_tickets",
        "feedback.open_reports",
        "feedback.report",
        "promises.watched",
        "promises.tallies",
    ):
        assert not await asked(program, reading()[name], other, told), name
        assert await asked(program, reading()[name], Scope.of(clerk), told), name
