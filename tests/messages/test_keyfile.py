from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from servicecenter.messages.keyfile import FILE, signing_key
from servicecenter.settings import Settings


def test_it_is_made_once_and_known_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "var")
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: signing_key(settings), range(16)))
    assert len(keys) == 1
    assert keys == {signing_key(Settings(data=tmp_path / "var"))}
    path = tmp_path / "var" / FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == [FILE]


def test_one_that_is_given_is_taken(tmp_path: Path) -> None:
    assert signing_key(Settings(data=tmp_path, signing_key="given")) == b"given"
    assert list(tmp_path.iterdir()) == []
