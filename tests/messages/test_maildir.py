from pathlib import Path

import pytest

from servicecenter.messages.mailbox import MailboxAway
from servicecenter.messages.maildir import HEADERS, Maildir

from .mails import mail


@pytest.fixture
def path(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    return tmp_path / "box"


async def test_what_is_new_waits_until_it_is_done(path: Path) -> None:
    (path / "new" / "1.a").write_bytes(mail(text="Ja").as_bytes())
    (path / "new" / "2.b").write_bytes(mail(text="Nein").as_bytes())
    async with Maildir(path).opened() as folder:
        assert [name for name, _ in await folder.waiting(10)] == ["1.a", "2.b"]
        assert len(await folder.waiting(1)) == 1
        assert b"Ja" in await folder.content("1.a")
        await folder.done("1.a", flagged=False)
        await folder.done("1.a", flagged=False)
        await folder.done("2.b", flagged=True)
        assert await folder.waiting(10) == []
    assert sorted(each.name for each in (path / "cur").iterdir()) == ["1.a:2,S", "2.b:2,FS"]


async def test_of_a_large_one_the_head_alone_is_read(path: Path) -> None:
    (path / "new" / "1").write_bytes(b"Subject: gross\r\n\r\n" + b"x" * 10_000_000)
    (path / "new" / "2").write_bytes(b"x" * 10_000_000)
    async with Maildir(path).opened() as folder:
        assert await folder.headers("1") == b"Subject: gross\r\n\r\n"
        assert len(await folder.headers("2")) == HEADERS


async def test_a_folder_that_is_not_there_is_away_not_empty(tmp_path: Path) -> None:
    with pytest.raises(MailboxAway):
        async with Maildir(tmp_path / "nowhere").opened():
            pass
