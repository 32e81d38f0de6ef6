"""Gaps from the desk to the editor, on both databases: what counts, once, what is left out, what is forgotten."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from servicecenter.access.model import Person, Scope
from servicecenter.app import Tidy
from servicecenter.clock import FixedClock
from servicecenter.contacts.model import Contact, Outcome
from servicecenter.contacts.wishes import Wish
from servicecenter.errors import NotFound
from servicecenter.feedback.likeness import Group
from servicecenter.feedback.tables import GapRow
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program

ALL = Scope.system("test")
MISSED = "zwerghamster"


async def groups(program: Program, scope: Scope = ALL) -> list[Group]:
    return await program.gaps.groups(scope)


async def counted(program: Program) -> list[tuple[str, int, int]]:
    return [(group.name, group.count, group.closed) for group in await groups(program)]


async def opened(program: Program, agent: Person, *searched: str, town: str = "geldern") -> Contact:
    contact = await program.desk.open_by_hand(agent, town)
    for words in searched:
        await program.desk.searched(agent, contact.id, words)
    return contact


async def rows(program: Program) -> list[GapRow]:
    async with program.db.read() as session:
        return list(await session.exec(select(GapRow)))


@pytest.mark.each_database
async def test_a_search_without_a_useful_hit_counts_once_per_contact_and_words(program: Program, agent: Person) -> None:
    contact = await opened(program, agent, MISSED, f" {MISSED.upper()} ", "baugenehmigung")
    assert await counted(program) == [(MISSED, 1, 0)]
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung")
    await program.desk.close(agent, contact.id, Outcome.REFERRED, MISSED)
    assert await counted(program) == [(MISSED, 1, 1)]
    second = await opened(program, agent, MISSED)
    await program.desk.close(agent, second.id, Outcome.NO_CONCERN, MISSED)
    assert await counted(program) == [(MISSED, 2, 1)]


@pytest.mark.each_database
async def test_a_contact_forwarded_without_an_article_is_a_gap(program: Program, agent: Person) -> None:
    contact = await opened(program, agent)
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung")
    wish = Wish("Carport", ReplyChannel.EMAIL, address="p@beispiel.example")
    await program.desk.forward(agent, contact.id, wish, "carport grenze")
    assert await counted(program) == [("carport grenze", 1, 1)]


@pytest.mark.parametrize("outcome", [Outcome.WRONG_NUMBER, Outcome.NO_CONCERN])
async def test_who_asked_for_nothing_leaves_no_gap(program: Program, agent: Person, outcome: Outcome) -> None:
    contact = await opened(program, agent)
    await program.desk.close(agent, contact.id, outcome, MISSED)
    assert await groups(program) == []


async def test_an_answered_contact_leaves_no_gap(program: Program, agent: Person) -> None:
    answered = await opened(program, agent)
    await program.desk.read(agent, answered.id, "hundesteuer", "hund")
    await program.desk.searched(agent, answered.id, MISSED)  # the page says it two seconds late: an article is open
    await program.desk.close(agent, answered.id, Outcome.ANSWERED, MISSED)
    assert await groups(program) == []
    silent = await opened(program, agent)
    await program.desk.learn(agent, silent.id, leistung="baugenehmigung")
    await program.desk.close(agent, silent.id, Outcome.REFERRED)
    assert await groups(program) == [], "there is an article; nobody searched for it"


async def test_an_end_that_is_taken_back_leaves_only_the_search(program: Program, agent: Person) -> None:
    contact = await opened(program, agent, MISSED)
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung")
    await program.desk.close(agent, contact.id, Outcome.REFERRED, MISSED)
    await program.desk.undo(agent, contact.id)
    assert await counted(program) == [(MISSED, 1, 0)]
    await program.desk.close(agent, contact.id, Outcome.REFERRED, "ganz anderes wort")
    await program.desk.undo(agent, contact.id)
    assert await counted(program) == [(MISSED, 1, 0)]


async def test_nothing_is_kept_of_named_persons_and_social_concerns(program: Program, agent: Person) -> None:
    person = await opened(program, agent, MISSED, "Frau Beispielhaft")
    await program.desk.learn(agent, person.id, person_asked="Weber")
    await program.desk.close(agent, person.id, Outcome.REFERRED, "weber rückruf")
    assert await rows(program) == []
    social = await opened(program, agent, MISSED)
    await program.desk.learn(agent, social.id, leistung="kindeswohl")
    await program.desk.searched(agent, social.id, "kind weint nachts")
    await program.desk.close(agent, social.id, Outcome.REFERRED, "kind weint nachts")
    assert await rows(program) == []


async def test_what_was_asked_for_the_wrong_municipality_says_nothing(program: Program, agent: Person) -> None:
    contact = await opened(program, agent, MISSED)
    await program.desk.correct_municipality(agent, contact.id, "kreis-wesel")
    await program.desk.searched(agent, contact.id, "meerschweinchen")
    await program.desk.learn(agent, contact.id, leistung="kfz-zulassung")
    await program.desk.close(agent, contact.id, Outcome.REFERRED, "meerschweinchen")
    assert [(group.municipality, group.name) for group in await groups(program)] == [
        ("kreis-wesel", "meerschweinchen"),
    ]


@pytest.mark.each_database
async def test_the_link_to_the_contact_goes_soon_and_the_words_after_90_days(
    program: Program, agent: Person, clock: FixedClock
) -> None:
    contact = await opened(program, agent, MISSED)
    await Tidy(program).run()
    assert [row.contact for row in await rows(program)] == [contact.id], "still talking"
    await program.desk.close(agent, contact.id, Outcome.NO_CONCERN)
    clock.advance(timedelta(minutes=2))
    await Tidy(program).run()
    (row,) = await rows(program)
    assert (row.contact, row.contact_ended_at) == (None, None)
    assert not [value for value in row.model_dump().values() if re.search(r"\d\d:\d\d", str(value))], "no instant"
    clock.advance(timedelta(days=89))
    await Tidy(program).run()
    assert len(await rows(program)) == 1
    clock.advance(timedelta(days=2))
    await Tidy(program).run()
    assert await rows(program) == []


async def test_a_contact_that_never_ended_is_unlinked_too(program: Program, agent: Person, clock: FixedClock) -> None:
    await opened(program, agent, MISSED)
    clock.advance(timedelta(days=3))
    await Tidy(program).run()
    assert [row.contact for row in await rows(program)] == [None]


@pytest.mark.each_database
async def test_a_settled_group_goes_and_comes_back_and_is_asked_anew(
    program: Program, agent: Person, editor: Person, neighbour: Person
) -> None:
    first = await opened(program, agent, MISSED, f"{MISSED} halten")
    await program.desk.close(agent, first.id, Outcome.NO_CONCERN)
    (group,) = await groups(program, Scope.of(editor))
    assert await groups(program, Scope.of(neighbour)) == []
    with pytest.raises(NotFound):
        await program.gaps.settle(Scope.of(neighbour), "geldern", group.key)

    bundle = await program.gaps.settle(Scope.of(editor), "geldern", group.key)

    assert await groups(program) == []
    assert [(each.name, each.count) for each in await program.gaps.settled(ALL)] == [(group.name, 2)]
    await opened(program, agent, MISSED)
    assert await counted(program) == [(MISSED, 1, 0)]
    await program.gaps.reopen(Scope.of(neighbour), bundle)
    assert await counted(program) == [(MISSED, 1, 0)]
    await program.gaps.reopen(Scope.of(editor), bundle)
    assert await counted(program) == [(MISSED, 3, 0)]
