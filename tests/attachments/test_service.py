import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from servicecenter.access.model import Scope
from servicecenter.attachments import store
from servicecenter.attachments.files import Shelf
from servicecenter.attachments.service import Attachments
from servicecenter.clock import FixedClock
from servicecenter.database import Database
from servicecenter.errors import NotFound

from .files import PDF, TEXT

ALL = Scope.system("test")


@pytest.fixture
def attachments(db: Database, clock: FixedClock, tmp_path: Path) -> Attachments:
    return Attachments(db, clock, Shelf(tmp_path / "shelf", 1000))


async def test_what_no_row_names_leaves_the_shelf_after_an_hour(
    attachments: Attachments, db: Database, clock: FixedClock
) -> None:
    named, orphan = await attachments.keep(BytesIO(PDF), "a.pdf"), await attachments.keep(BytesIO(TEXT), "b.txt")
    for stored in (named, orphan):
        age = clock.now().timestamp()
        os.utime(attachments.shelf.path(stored.digest), (age, age))
    async with db.write() as session:
        added = await store.add(
            session, named, name="a.pdf", municipality="geldern", case_number="1", at=clock.now(), by="x", ticket=1
        )
    assert await attachments.tidy(ALL) == 0, "its row may be about to be written"
    clock.advance(timedelta(hours=2))
    assert await attachments.tidy(ALL) == 1
    found, path = await attachments.find(ALL, added.id)
    assert (found.name, path.read_bytes()) == ("a.pdf", PDF)
    async with db.write() as session:
        await store.erase(session, [1])
    assert await attachments.tidy(ALL) == 1
    with pytest.raises(NotFound):
        await attachments.find(ALL, added.id)
