import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from servicecenter.access.model import Person, Role, Scope
from servicecenter.database import Database
from servicecenter.journal import store
from servicecenter.journal.chain import START
from servicecenter.journal.model import Entry

pytestmark = pytest.mark.each_database
ALL = Scope.system("test")
AT = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
ENTRY = Entry(AT, "geldern", "48273196", "way-decided", "7", "bauordnung", {"plan": [{"kind": "ticket"}], "n": 1})


async def test_an_entry_comes_back_as_it_was_written(db: Database) -> None:
    async with db.write() as session:
        store.append(session, ENTRY)
    async with db.read() as session:
        (entry,) = await store.of_case(session, Scope.system("test"), "48273196")
    assert entry == Entry(**{**{f: getattr(ENTRY, f) for f in ENTRY.__slots__}, "id": entry.id})
    assert entry.id is not None


async def test_a_step_that_fails_leaves_no_entry(db: Database) -> None:
    async def failing() -> None:
        async with db.write() as session:
            store.append(session, ENTRY)
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await failing()
    async with db.read() as session:
        assert await store.of_case(session, Scope.system("test"), "48273196") == []


async def test_the_story_is_told_in_order_and_of_this_case_alone(db: Database) -> None:
    async with db.write() as session:
        for act in ("contact-rang", "contact-taken", "contact-answered"):
            store.append(session, Entry(AT, "geldern", "48273196", act, "7"))
        store.append(session, Entry(AT, "geldern", "11111111", "contact-rang", "system"))
    async with db.read() as session:
        story = await store.of_case(session, Scope.system("test"), "48273196")
    assert [entry.act for entry in story] == ["contact-rang", "contact-taken", "contact-answered"]


@pytest.mark.parametrize(
    ("scope", "sees"),
    [
        pytest.param(Scope.system("test"), True, id="system"),
        pytest.param(Scope.municipality("geldern"), True, id="the municipality"),
        pytest.param(Scope.municipality("kreis-wesel"), False, id="another municipality"),
        pytest.param(Scope.of(Person("1", "ad", "Ad", Role.ADMIN)), False, id="admin"),
    ],
)
async def test_a_story_is_read_within_the_scope(db: Database, scope: Scope, *, sees: bool) -> None:
    async with db.write() as session:
        store.append(session, ENTRY)
    async with db.read() as session:
        assert bool(await store.of_case(session, scope, "48273196")) is sees


async def test_the_last_entry_of_each_case_page_by_page(db: Database) -> None:
    """Within a period, of one municipality, of the acts asked for; a case that was decided twice counts once."""

    def entry(case: str, act: str = "way-decided", days: int = 0, municipality: str = "geldern") -> Entry:
        return Entry(AT + timedelta(days=days), municipality, case, act, "7")

    async with db.write() as session:
        for each in (
            entry("1"), entry("2"), entry("1", "contact-answered"), entry("3", days=1), entry("4", days=2),
            entry("5", municipality="kreis-wesel"), entry("2", "contact-noted"), entry("6", days=-1),
        ):  # fmt: skip
            store.append(session, each)
            await session.flush()
    asked = ("geldern", ["way-decided", "contact-answered"], AT, AT + timedelta(days=2))
    async with db.read() as session:
        found = await store.last_of_each_case(session, ALL, *asked)
        page = await store.last_of_each_case(session, ALL, *asked, after=found[0].id or 0, limit=1)
        hidden = await store.last_of_each_case(session, Scope.municipality("kreis-wesel"), *asked)
    assert [(each.case_number, each.act) for each in found] == [
        ("2", "way-decided"), ("1", "contact-answered"), ("3", "way-decided"),
    ]  # fmt: skip
    assert [each.case_number for each in page] == ["1"]
    assert hidden == []


def test_nothing_changes_or_removes_an_entry() -> None:
    own = [name for name, value in vars(store).items() if getattr(value, "__module__", "") == store.__name__]
    assert "append" in own
    assert [name for name in own if name.startswith(("update", "delete", "change", "remove", "move"))] == []


async def test_entries_are_chained_in_the_order_they_were_appended(db: Database) -> None:
    for acts in (("contact-rang",), ("contact-taken", "contact-noted"), ("contact-answered",)):
        async with db.write() as session:
            for act in acts:
                store.append(session, Entry(AT, "geldern", "48273196", act, "7"))
    async with db.read() as session:
        everything = Scope.system("test")
        (head,) = await store.heads(session, everything)
        links = await store.links(session, everything, head.strand, (0, 0), head.count, 10)
        assert [link.entry.act for link in links] == [
            "contact-rang", "contact-taken", "contact-noted", "contact-answered",
        ]  # fmt: skip
        assert [link.position for link in links] == [1, 2, 3, 4]
        assert [link.before for link in links] == [START, *(link.hash for link in links[:-1])]
        assert (head.count, head.hash) == (4, links[-1].hash)
        assert await store.strands(session, everything) == {head.strand: 4}
        assert await store.beyond(session, everything, 10) == []


async def test_transactions_side_by_side_wait_for_no_other(db: Database) -> None:
    if db.is_sqlite:
        return  # there writers queue in any case
    async with db.engine.connect() as held:
        await held.execute(text("INSERT INTO journal_strand (count, hash) VALUES (0, :hash)"), {"hash": START})
        await held.commit()
        await held.execute(text("SELECT id FROM journal_strand FOR UPDATE"))
        async with asyncio.timeout(2), db.write() as session:  # the only strand is held: it takes a new one
            store.append(session, ENTRY)
    async with db.read() as session:
        assert [head.count for head in await store.heads(session, Scope.system("test"))] == [0, 1]


async def test_nothing_is_appended_within_a_savepoint(db: Database) -> None:
    async with db.write() as session:
        async with session.begin_nested():
            with pytest.raises(RuntimeError):
                store.append(session, ENTRY)
        store.append(session, ENTRY)
        async with session.begin_nested():  # ends without sealing
            pass
    async with db.read() as session:
        assert len(await store.of_case(session, Scope.system("test"), "48273196")) == 1


@pytest.mark.parametrize("scope", [Scope.municipality("geldern"), Scope.of(Person("1", "ad", "Ad", Role.ADMIN))])
async def test_the_heads_are_for_those_who_see_everything(db: Database, scope: Scope) -> None:
    async with db.write() as session:
        store.append(session, ENTRY)
    async with db.read() as session:
        assert await store.heads(session, scope) == []
