"""What somebody with the database in hand can do to the journal, and what `verify` says to it."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.journal import store
from servicecenter.journal.chain import START, Fault
from servicecenter.journal.evidence import Verified, keep_heads, verify
from servicecenter.journal.model import Entry
from servicecenter.journal.witness import FILE, Witness

pytestmark = pytest.mark.each_database
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(days=2)
ALL = Scope.system("test")
ENTRIES = 7


async def write(db: Database, count: int = 1) -> None:
    for number in range(count):
        async with db.write() as session:
            store.append(
                session, Entry(AT, "geldern", f"{number:08}", "promise-made", "7", "bauordnung", {"n": number})
            )


async def hit(db: Database, statement: str) -> None:
    """Past the program."""
    async with db.engine.begin() as connection:
        await connection.execute(text(statement))


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness(tmp_path / FILE)


@pytest.fixture
async def written(db: Database) -> Database:
    await write(db, ENTRIES)
    return db


async def found(db: Database, witness: Witness) -> list[tuple[Fault, int]]:
    return [(finding.fault, finding.position) for finding in (await verify(db, ALL, witness, LATER)).findings]


async def test_an_untouched_journal_is_sound_and_witnessed(written: Database, witness: Witness) -> None:
    assert await verify(written, ALL, witness, LATER) == Verified(ENTRIES, 1, [], None)
    assert (await verify(written, ALL, witness, LATER)).witnessed_at == LATER


async def test_an_empty_journal_is_sound(db: Database, witness: Witness) -> None:
    assert await verify(db, ALL, witness, LATER) == Verified(0, 0, [], None)


COPY = (
    "INSERT INTO journal (at, municipality, office, case_number, act, actor, details, strand, position, before, hash) "
    "SELECT at, municipality, office, '99999999', act, actor, details, {place}, before, hash FROM journal WHERE id = 3"
)
CUT = "UPDATE journal_strand SET count = 6, hash = (SELECT hash FROM journal WHERE id = 6)"


@pytest.mark.parametrize(
    ("damage", "findings"),
    [
        pytest.param(["UPDATE journal SET actor = '8' WHERE id = 3"], [(Fault.CHANGED, 3)], id="changed"),
        pytest.param(["UPDATE journal SET details = '{\"n\": 5}' WHERE id = 7"], [(Fault.CHANGED, 7)], id="the last"),
        pytest.param(["DELETE FROM journal WHERE id = 3"], [(Fault.REMOVED, 3)], id="removed"),
        pytest.param(["DELETE FROM journal WHERE id = 7"], [(Fault.REMOVED, 7)], id="the last removed"),
        pytest.param(["DELETE FROM journal WHERE id = 7", CUT], [(Fault.REMOVED, 7)], id="the last and its head"),
        pytest.param(["DELETE FROM journal"], [(Fault.REMOVED, 1)], id="all removed"),
        pytest.param(["DELETE FROM journal", "DELETE FROM journal_strand"], [(Fault.REMOVED, 1)], id="with the heads"),
        pytest.param([COPY.format(place="strand, 8")], [(Fault.INSERTED, 8)], id="put in at the end"),
        pytest.param([COPY.format(place="strand, 3")], [(Fault.INSERTED, 3)], id="put in between"),
        pytest.param([COPY.format(place="0, 0")], [(Fault.INSERTED, 0)], id="put in without a place"),
    ],
)  # fmt: skip
async def test_what_was_done_to_the_journal_is_named(
    written: Database, witness: Witness, damage: list[str], findings: list[tuple[Fault, int]]
) -> None:
    await keep_heads(written, ALL, witness, AT)
    for statement in damage:
        await hit(written, statement)
    assert await found(written, witness) == findings
    await write(written)  # the service goes on, and hides nothing
    assert set(await found(written, witness)) & {*findings, (Fault.REWRITTEN, 7), (Fault.REMOVED, 2)}


async def test_a_journal_with_findings_is_not_witnessed_as_sound(written: Database, witness: Witness) -> None:
    await hit(written, "UPDATE journal SET actor = '8' WHERE id = 3")
    await found(written, witness)
    assert not witness.file.exists()


async def test_since_when_is_the_last_time_it_was_verified(written: Database, witness: Witness) -> None:
    yesterday = LATER - timedelta(days=1)
    await verify(written, ALL, witness, yesterday)
    await hit(written, "UPDATE journal SET actor = '8' WHERE id = 3")
    (finding,) = (await verify(written, ALL, witness, LATER)).findings
    assert (finding.entry, finding.case_number, finding.since) == (3, "00000002", yesterday)


async def test_the_pages_meet_without_a_seam(db: Database, witness: Witness) -> None:
    async with db.write() as session:
        for number in range(4100):
            store.append(session, Entry(AT, "geldern", f"{number:08}", "promise-made", "7"))
    await hit(db, COPY.format(place="strand, 2000"))  # the second at its place stands on the next page
    seen: list[tuple[int, int]] = []
    verified = await verify(db, ALL, witness, LATER, lambda done, of: seen.append((done, of)))
    assert [(f.fault, f.position) for f in verified.findings] == [(Fault.INSERTED, 2000)]
    assert seen[-1] == (4101, 4101)


async def test_personal_data_is_no_part_of_it(written: Database, witness: Witness) -> None:
    """What lies beside the journal may go on its day; the rows that hold it go altogether."""
    await keep_heads(written, ALL, witness, AT)
    for table in ("callback_attempt", "callback", "ticket", "contact"):
        await hit(written, f"DELETE FROM {table}")  # noqa: S608  # our own names
    assert await found(written, witness) == []


async def test_several_processes_write_at_once_and_all_of_it_is_sound(
    db: Database, witness: Witness, tmp_path: Path
) -> None:
    others = [Database(db.url) for _ in range(3)]
    await asyncio.gather(*(write(each, 20) for each in (db, *others)), keep_heads(db, ALL, witness, AT))
    verified = await verify(db, ALL, witness, LATER)
    assert (verified.entries, verified.findings) == (80, [])
    assert verified.strands <= 4, "no more strands than wrote at once"
    for other in others:
        await other.close()


async def test_only_what_grew_is_written_down(written: Database, witness: Witness) -> None:
    assert await keep_heads(written, ALL, witness, AT) == 1
    assert await keep_heads(written, ALL, witness, LATER) == 0
    await write(written)
    assert await keep_heads(written, ALL, Witness(witness.file), LATER) == 1
    assert len(witness.file.read_text().splitlines()) == 2


async def test_the_first_entry_carries_noughts(written: Database) -> None:
    async with written.read() as session:
        (first, *_) = await store.links(session, ALL, 1, (0, 0), 1, 1)
    assert first.before == START
