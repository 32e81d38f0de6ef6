"""Rows of received mails: each key once, settled once, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from servicecenter.access.model import Scope
from servicecenter.correspondence import store
from servicecenter.correspondence.model import Fate, MailReason, Received
from servicecenter.database import Database
from servicecenter.messages.tokens import Side
from tests.conftest import MONDAY

pytestmark = pytest.mark.each_database
ALL = Scope.system("test")
CAME = Received(
    0, "key", "geldern", 3, "48273196", Side.OFFICE, Fate.HELD, MailReason.STRANGER, "a@b.example", "Re", "Ja", "", "",
    "<1@x>", MONDAY,
)  # fmt: skip


async def test_a_mail_is_taken_once_and_settled_once(db: Database) -> None:
    async with db.write() as session:
        came = await store.add(session, CAME)
    with pytest.raises(IntegrityError):
        async with db.write() as session:
            await store.add(session, replace(CAME, sender="other"))
    async with db.write() as session:
        assert await store.is_known(session, ALL, "key")
        assert not await store.is_known(session, ALL, "other")
        assert await store.held(session, ALL) == [came]
        assert await store.filed_today(session, ALL, 3, Side.OFFICE, MONDAY) == 0, "what waits does not count"
        assert await store.settle(session, came, Fate.FILED, MONDAY, "Sven", ticket_id=4)
        assert not await store.settle(session, came, Fate.DISCARDED, MONDAY, "Sven")
        (filed,) = await store.of_ticket(session, ALL, 4)
        assert (filed.settled_by, filed.fate) == ("Sven", Fate.FILED)
        assert await store.filed_today(session, ALL, 4, Side.OFFICE, MONDAY) == 1
        await store.erase(session, ["48273196"])
        assert await store.of_ticket(session, ALL, 4) == []
