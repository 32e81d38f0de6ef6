"""The shelf: each content once, complete or not there at all."""

import os
from io import BytesIO
from pathlib import Path

import pytest

from servicecenter.attachments.files import Shelf
from servicecenter.attachments.model import AttachmentRefused, AttachmentTooLarge, Kind

from .files import PDF, PROGRAM

LATER = 9e9


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf", limit=1000)


def lying(shelf: Shelf) -> list[str]:
    return [path.name for path in shelf.folder.rglob("*") if path.is_file()]


def test_the_same_content_lies_there_once(shelf: Shelf) -> None:
    first, second = shelf.put(BytesIO(PDF), "a.pdf"), shelf.put(BytesIO(PDF), "b.pdf")
    assert first == second
    assert (first.size, first.kind) == (len(PDF), Kind.PDF)
    assert lying(shelf) == [first.digest]
    assert shelf.path(first.digest).read_bytes() == PDF


def test_what_is_refused_leaves_nothing_behind(shelf: Shelf) -> None:
    with pytest.raises(AttachmentRefused, match=r"„Rechnung\.pdf“ wird nicht angenommen"):
        shelf.put(BytesIO(PROGRAM), "Rechnung.pdf")
    with pytest.raises(AttachmentTooLarge, match="ist zu groß"):
        shelf.put(BytesIO(PDF + b" " * 1000), "Plan.pdf")
    assert lying(shelf) == []


def test_too_large_is_known_before_all_of_it_is_read(shelf: Shelf) -> None:
    class Endless(BytesIO):
        asked = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.asked += 1
            return b"x" * (size or 0)

    source = Endless()
    with pytest.raises(AttachmentTooLarge):
        shelf.put(source, "x")
    assert source.asked == 1


def test_only_what_has_rested_is_an_orphan_and_what_came_again_is_young(shelf: Shelf) -> None:
    stored = shelf.put(BytesIO(PDF), "a.pdf")
    path = shelf.path(stored.digest)
    os.utime(path, (1000, 1000))
    (shelf.folder / ".new-dead").write_bytes(b"half")
    os.utime(shelf.folder / ".new-dead", (1000, 1000))
    assert shelf.older(2000) == [stored.digest]
    assert lying(shelf) == [stored.digest], "what a killed process left half done goes at once"
    shelf.put(BytesIO(PDF), "again.pdf")
    assert shelf.remove([stored.digest], 2000) == 0
    assert shelf.remove([stored.digest], LATER) == 1
    assert lying(shelf) == []


def test_an_empty_shelf_has_nothing_old(shelf: Shelf) -> None:
    assert shelf.older(LATER) == []
