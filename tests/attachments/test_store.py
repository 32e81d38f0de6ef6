import pytest

from servicecenter.access.model import Scope
from servicecenter.attachments import store
from servicecenter.attachments.model import Kind, Stored
from servicecenter.database import Database
from tests.conftest import MONDAY

pytestmark = pytest.mark.each_database
STORED = Stored("ab" * 32, 10, Kind.PDF)
GELDERN = Scope.municipality("geldern")


async def test_what_came_with_a_mail_goes_where_the_mail_is_filed_and_leaves_with_the_case(db: Database) -> None:
    async with db.write() as session:
        added = await store.add(
            session, STORED, name="Plan.pdf", municipality="kreis-wesel", case_number="", at=MONDAY, by="x", received=7
        )
        assert await store.of_received(session, Scope.system("test"), [7]) == [added]
        await store.file(session, 7, ticket=3, municipality="geldern", case_number="48273196")
        (filed,) = await store.of_ticket(session, GELDERN, 3)
        assert (filed.case_number, filed.received) == ("48273196", 7)
        assert await store.get(session, Scope.municipality("hagen"), filed.id) is None
        assert await store.named(session, GELDERN, ["ab" * 32, "cd" * 32]) == {"ab" * 32}
        await store.erase(session, [3])
        assert await store.of_ticket(session, GELDERN, 3) == []
