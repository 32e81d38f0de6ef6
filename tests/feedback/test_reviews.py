from datetime import date, timedelta

import pytest

from servicecenter.access.model import Person, Scope
from servicecenter.clock import FixedClock
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from servicecenter.feedback.reviews import past_date
from servicecenter.knowledgebase.model import Article
from servicecenter.web.program import Program

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)
ALL = Scope.system("test")


@pytest.mark.parametrize(
    ("article", "words"),
    [
        pytest.param(Article("a", "geldern"), None, id="no date"),
        pytest.param(Article("a", "geldern", review_by=TODAY, valid_until=TODAY), None, id="the last day"),
        pytest.param(Article("a", "geldern", review_by=YESTERDAY), "Prüfung war am 22.11.2026 fällig", id="review due"),
        pytest.param(
            Article("a", "geldern", review_by=YESTERDAY, valid_until=YESTERDAY), "Galt nur bis 22.11.2026", id="expired"
        ),
    ],
)
def test_when_an_article_is_past_its_date(article: Article, words: str | None) -> None:
    past = past_date(article, TODAY)
    assert (str(past) if past else None) == words


async def put(program: Program, holder: str, name: str, **dates: date) -> None:
    """An article of the building office with these dates, as an editor would write it."""
    lines = "".join(f"{field} = {day}\n" for field, day in dates.items())
    text = f'+++\ntitle = "{name}"\nowner = "bauordnung"\nanswer = "Ja."\n{lines}+++\n'
    async with program.db.write() as session:
        await documents.put(session, ALL, Kind.ARTICLE, holder, name, text, origin=Origin.PROGRAM,
                            at=program.clock.now(), by="test")  # fmt: skip
    await program.knowledge.refresh(TODAY)


async def listed(program: Program, person: Person) -> list[tuple[str, str, str]]:
    found = program.reviews.waiting(person)
    return [(each.article.municipality, each.office.id, each.article.id) for each in found]


async def test_owner_and_editors_see_what_is_due_also_what_the_desk_no_longer_finds(
    program: Program, clerk: Person, editor: Person, chief: Person, neighbour: Person
) -> None:
    assert await listed(program, chief) == []
    await put(program, "geldern", "carport", review_by=YESTERDAY)
    await put(program, "geldern", "altbau", valid_until=YESTERDAY)
    await put(program, "geldern", "neubau", review_by=TODAY)
    await put(program, "_common", "zaun", review_by=YESTERDAY)

    own = [("geldern", "bauordnung", name) for name in ("carport", "altbau", "zaun")]
    assert sorted(await listed(program, clerk)) == sorted(own)
    assert sorted(await listed(program, editor)) == sorted(own)
    elsewhere = await listed(program, neighbour)
    assert [(town, name) for town, _, name in elsewhere] == [("kreis-wesel", "zaun")]
    seen = await listed(program, chief)
    assert {*seen} >= {*own, *elsewhere}
    assert {name for _, _, name in {*seen} - {*own}} == {"zaun"}, "of the other municipalities the common one alone"


async def test_a_draft_is_nobody_s_to_review(program: Program, editor: Person) -> None:
    text = f'+++\ntitle = "Entwurf"\nstatus = "draft"\nreview_by = {YESTERDAY}\n+++\n'
    async with program.db.write() as session:
        await documents.put(session, ALL, Kind.ARTICLE, "geldern", "entwurf", text, origin=Origin.PROGRAM,
                            at=program.clock.now(), by="test")  # fmt: skip
    await program.knowledge.refresh(TODAY)
    assert await listed(program, editor) == []


async def test_time_alone_makes_a_review_due(program: Program, editor: Person, clock: FixedClock) -> None:
    clock.advance(timedelta(days=200))
    found = program.reviews.waiting(editor)
    assert found
    assert all(not each.past.is_expired for each in found)
