"""From a closed contact to the next search: through the desk, across processes, and undone by a person."""

from datetime import timedelta

import pytest

from servicecenter.access.model import Person, Scope
from servicecenter.contacts.model import Outcome
from servicecenter.directory.calendars import local_day
from servicecenter.errors import NotFound
from servicecenter.knowledgebase.index import WhooshIndex
from servicecenter.knowledgebase.learning import Lesson
from servicecenter.knowledgebase.search import Hit
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.web.program import Program
from tests.conftest import MONDAY

ALL = Scope.system("test")
GELDERN = Scope.municipality("geldern")
DAY = local_day(MONDAY)


async def answer(program: Program, agent: Person, query: str, article: str, **facts: str) -> int:
    """A contact closed with this article; its id."""
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.read(agent, contact.id, article, query)
    if facts:
        await program.desk.learn(agent, contact.id, **facts)
        await program.desk.read(agent, contact.id, article, query)
    await program.desk.close(agent, contact.id, Outcome.ANSWERED)
    return contact.id


async def first(knowledge: KnowledgeBase, query: str, municipality: str = "geldern") -> Hit | None:
    await knowledge.refresh(DAY)
    return next(iter(await knowledge.search(municipality, query)), None)


async def known(program: Program) -> list[Lesson]:
    return await program.knowledge.lessons(ALL)


async def test_a_closed_contact_teaches_every_process(program: Program, agent: Person) -> None:
    other = KnowledgeBase(program.db, WhooshIndex())
    await other.refresh(DAY)
    await answer(program, agent, "flauschohr", "hundesteuer")
    for knowledge in (program.knowledge, other):
        best = await first(knowledge, "flauschohr")
        assert best is not None
        assert (best.id, best.why[0]) == ("hundesteuer", "gelernt: 1-mal mit diesem Artikel geschlossen")
    elsewhere = await first(other, "flauschohr", "kreis-wesel")
    assert elsewhere is None or elsewhere.learned == 0


async def test_a_contact_opened_again_taught_nothing(program: Program, agent: Person) -> None:
    contact = await answer(program, agent, "flauschohr", "hundesteuer")
    await program.desk.undo(agent, contact)
    assert await known(program) == []


async def test_nothing_is_learned_without_words_of_a_person_or_of_a_social_concern(
    program: Program, agent: Person
) -> None:
    await answer(program, agent, "", "hundesteuer")
    await answer(program, agent, "anruf 0170 1234567", "hundesteuer")
    await answer(program, agent, "frau muster", "hundesteuer", person_asked="Frau Muster")
    await answer(program, agent, "kind allein", "kindeswohl")
    assert await known(program) == []


async def test_not_this_one_is_seen_at_once_and_undone(program: Program, agent: Person) -> None:
    await answer(program, agent, "flauschohr", "hundesteuer")
    for _ in range(2):
        await program.knowledge.not_this_one("geldern", "flauschohr", "hundesteuer", MONDAY)
    best = await first(program.knowledge, "flauschohr")
    assert best is None or best.id != "hundesteuer"
    (lesson,) = await known(program)
    assert (lesson.query, lesson.closed_times, lesson.rejected_times) == ("flauschohr", 1, 2)
    await program.knowledge.not_this_one("geldern", "?!", "hundesteuer", MONDAY)
    assert len(await known(program)) == 1


async def test_what_was_learned_is_listed_and_forgotten_within_the_scope(program: Program, agent: Person) -> None:
    other = KnowledgeBase(program.db, WhooshIndex())
    await answer(program, agent, "flauschohr", "hundesteuer")
    await first(other, "flauschohr")
    (lesson,) = await program.knowledge.lessons(GELDERN)
    assert await program.knowledge.lessons(Scope.municipality("kreis-wesel")) == []
    with pytest.raises(NotFound):
        await program.knowledge.forget(Scope.municipality("kreis-wesel"), lesson.id, MONDAY)
    await program.knowledge.forget(GELDERN, lesson.id, MONDAY + timedelta(seconds=1))
    assert await known(program) == []
    for knowledge in (program.knowledge, other):
        best = await first(knowledge, "flauschohr")
        assert best is None or best.learned == 0


async def test_what_nobody_confirmed_for_a_year_goes(program: Program, agent: Person) -> None:
    await answer(program, agent, "flauschohr", "hundesteuer")
    assert await program.knowledge.tidy(ALL, MONDAY + timedelta(days=365)) == 0
    assert await program.knowledge.tidy(ALL, MONDAY + timedelta(days=366)) == 1
    await program.knowledge.refresh(DAY + timedelta(days=366))
    assert await known(program) == []
    best = next(iter(await program.knowledge.search("geldern", "flauschohr")), None)
    assert best is None or best.learned == 0


async def test_at_the_turn_of_the_day_lessons_are_read_anew(program: Program, agent: Person) -> None:
    await answer(program, agent, "flauschohr", "hundesteuer")
    before = await first(program.knowledge, "flauschohr")
    await program.knowledge.refresh(DAY + timedelta(days=180))
    after = next(iter(await program.knowledge.search("geldern", "flauschohr")), None)
    assert before is not None
    assert after is not None
    assert 0 < after.learned < before.learned
