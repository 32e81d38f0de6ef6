from dataclasses import replace
from datetime import timedelta

import pytest

from servicecenter.access.model import Person, Scope
from servicecenter.database import Database
from servicecenter.errors import NotFound
from servicecenter.tickets import service, store
from servicecenter.tickets.model import ReplyChannel

from .conftest import ADMIN, AGENT, CARL, MADE, WESEL, YOUTH, Make

pytestmark = pytest.mark.each_database
TEXTS = ("concern", "already_said", "caller_name", "address", "reason", "clause", "leistung", "article")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Grundstück vergrößern, „so schnell es geht“ – 30 € 😀", id="any script"),
        pytest.param("x" * 10_000, id="ten thousand characters"),
        pytest.param("<script>alert('x')</script><b onmouseover=y>&amp;", id="HTML"),
        pytest.param("Robert'); DROP TABLE ticket; --", id="SQL"),
        pytest.param("  Zeile eins\n\n\tZeile zwei  ", id="lines and blanks"),
        pytest.param("{{ 7 * 7 }} {% raw %} %(x)s ${y} \\n", id="templates"),
    ],
)
async def test_every_text_comes_back_unchanged(db: Database, make: Make, text: str) -> None:
    made = await make(**dict.fromkeys(TEXTS, text))
    async with db.read() as session:
        again = await store.get(session, Scope.of(CARL), made.id)
    assert again == made
    assert {getattr(again, name) for name in TEXTS} == {text}
    async with db.write() as session:
        answered = await service.answer(session, Scope.of(CARL), made.id, CARL, text, MADE)
    assert answered.answer == text.strip()


@pytest.mark.parametrize("reply", ReplyChannel)
async def test_the_reply_channel_comes_back(db: Database, make: Make, reply: ReplyChannel) -> None:
    made = await make(reply=reply)
    async with db.read() as session:
        assert (await store.get(session, Scope.of(CARL), made.id)).reply is reply


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        pytest.param(CARL, {"bau"}, id="clerk"),
        pytest.param(YOUTH, {"jugend"}, id="clerk of another Fachamt"),
        pytest.param(WESEL, {"wesel"}, id="same office name, another body"),
        pytest.param(AGENT, {"bau", "jugend", "wesel"}, id="agent"),
        pytest.param(ADMIN, set(), id="admin"),
    ],
)
async def test_every_read_keeps_to_its_scope(db: Database, make: Make, person: Person, seen: set[str]) -> None:
    made = {
        "bau": await make(concern="bau"),
        "jugend": await make(concern="jugend", office="jugendamt"),
        "wesel": await make(concern="wesel", municipality="kreis-wesel"),
    }
    other = replace(made["bau"], id=0)  # the case's tickets as seen from one that is none of these
    scope = Scope.of(person)
    async with db.read() as session:
        assert {t.concern for t in await store.open_tickets(session, scope)} == seen
        assert {t.concern for t in await store.of_contact(session, scope, 1)} == seen
        assert {t.concern for t in await store.earlier(session, scope, other)} == seen
        for name, ticket in made.items():
            if name in seen:
                assert await store.get(session, scope, ticket.id) == ticket
            else:
                with pytest.raises(NotFound):
                    await store.get(session, scope, ticket.id)
    async with db.write() as session:
        for ticket in made.values():
            await service.answer(session, Scope.system("test"), ticket.id, AGENT, "Ja.", MADE)
    async with db.read() as session:
        assert {t.concern for t in await store.closed_tickets(session, scope)} == seen
        assert await store.open_tickets(session, scope) == []


async def test_what_does_not_exist_looks_like_what_may_not_be_seen(db: Database, make: Make) -> None:
    made = await make()
    messages = set()
    for scope, ticket_id in ((Scope.of(YOUTH), made.id), (Scope.system("test"), 4711)):
        async with db.read() as session:
            with pytest.raises(NotFound) as caught:
                await store.get(session, scope, ticket_id)
            messages.add((str(caught.value), tuple(caught.value.details)))
    assert len(messages) == 1


async def test_open_tickets_come_oldest_first_and_closed_ones_newest_first(db: Database, make: Make) -> None:
    first, second, third = [await make() for _ in range(3)]
    async with db.write() as session:
        for hours, ticket in enumerate((third, first)):
            await service.answer(session, Scope.of(CARL), ticket.id, CARL, "Ja.", MADE + timedelta(hours=hours))
    async with db.read() as session:
        assert [t.id for t in await store.open_tickets(session, Scope.of(CARL))] == [second.id]
        assert [t.id for t in await store.closed_tickets(session, Scope.of(CARL))] == [first.id, third.id]
        assert [t.id for t in await store.earlier(session, Scope.of(CARL), second)] == [first.id, third.id]
