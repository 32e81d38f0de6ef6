"""A give-back that proved right is offered, confirmed into a draft, released by a second person, and then routes."""

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.contacts.wishes import Wish
from servicecenter.content.correcting import NAME, with_responsible
from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Directory
from servicecenter.documents.model import Kind
from servicecenter.documents.reading import read
from servicecenter.errors import Conflict, Forbidden
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from tests.conftest import CONTENT, somebody

TEXT = (CONTENT / "geldern/directory.toml").read_text(encoding="utf-8")
BY_MAIL = Wish("Carport", ReplyChannel.EMAIL, address="p@beispiel.example")


def parsed(text: str) -> Directory:
    return read(text, Directory, "geldern/directory.toml")


def test_a_new_entry_stands_at_the_end_and_leaves_every_other_byte() -> None:
    text = with_responsible(TEXT, parsed(TEXT), "bauberatung", "planungsamt", "Weil.")
    assert text.startswith(TEXT.rstrip("\n"))
    (entry,) = parsed(text).exceptions["bauberatung"]
    assert (entry.responsible, entry.reason) == ("planungsamt", "Weil.")


def test_an_entry_there_is_is_changed_where_it_stands() -> None:
    text = with_responsible(TEXT, parsed(TEXT), "kfz-zulassung", "buergerbuero", "Weil.")
    before, after = TEXT.split("\n"), text.split("\n")
    assert len(before) == len(after) + 1  # its source went with what it said
    assert len(set(after) - set(before)) <= 2
    (entry,) = parsed(text).exceptions["kfz-zulassung"]
    assert entry.responsible == "buergerbuero"


@pytest.fixture
async def planner(program: Program) -> Person:
    return await somebody(program, Role.FACHAMT, "paula.planung", "planungsamt", municipality="geldern")


@pytest.fixture
async def supervisor(program: Program) -> Person:
    return await somebody(program, Role.SUPERVISOR, "susi.super")


async def given_back(program: Program, agent: Person, clerk: Person) -> int:
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung")
    made = await program.desk.forward(agent, contact.id, BY_MAIL)
    await program.passing.give_back(clerk, made.ticket.id, "Das ist Bauleitplanung.", "planungsamt")
    return made.ticket.id


async def test_only_what_proved_right_is_offered_and_confirmed_it_routes_the_next(
    program: Program, agent: Person, clerk: Person, planner: Person, supervisor: Person
) -> None:
    ticket = await given_back(program, agent, clerk)
    everything = Scope.of(supervisor)
    assert await program.corrections.offered(everything) == []
    await program.inbox.answer(planner, ticket, "Ja.")
    (offered,) = await program.corrections.offered(everything)
    draft = await program.corrections.confirm(supervisor, offered.remark.id)
    assert draft is not None
    (entry,) = program.rulebooks.directory("geldern").exceptions["baugenehmigung"]
    assert entry.responsible == "bauordnung"  # never silently
    assert await program.corrections.offered(everything) == []
    with pytest.raises(Conflict):  # a second press
        await program.corrections.confirm(supervisor, offered.remark.id)
    other = await somebody(program, Role.CONTROLLER, "kim.controller", municipality="geldern")
    submitted = await program.editing.submit(supervisor, draft.id, draft.revision)
    today = local_day(program.clock.now())
    with pytest.raises(Forbidden):
        await program.editing.approve(supervisor, submitted.id, submitted.revision, today)
    await program.editing.approve(other, submitted.id, submitted.revision, today)
    await program.rulebooks.refresh()
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung")
    assert (await program.desk.forward(agent, contact.id, BY_MAIL)).ticket.office == "planungsamt"


async def test_declined_it_is_offered_no_more_and_nothing_is_drafted(
    program: Program, agent: Person, clerk: Person, planner: Person, supervisor: Person
) -> None:
    ticket = await given_back(program, agent, clerk)
    await program.inbox.answer(planner, ticket, "Ja.")
    (offered,) = await program.corrections.offered(Scope.of(supervisor))
    await program.corrections.decline(supervisor, offered.remark.id)
    assert await program.corrections.offered(Scope.of(supervisor)) == []
    opened = await program.editing.opened(Scope.of(supervisor), Kind.DIRECTORY, "geldern", NAME)
    assert opened.draft is None
