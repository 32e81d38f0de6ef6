from servicecenter.access.model import Scope
from servicecenter.telephony import store
from servicecenter.telephony.announcements import Recorded
from servicecenter.telephony.ari.sounds import SoundFolder, Sounds
from tests.conftest import MONDAY


def recorded(name: str, digest: str) -> Recorded:
    return Recorded("geldern", name, 1.0, digest, MONDAY, "rita")


async def test_the_folder_follows_the_database(db, tmp_path):
    folder = SoundFolder(db, tmp_path)
    (tmp_path / "_common").mkdir()
    (tmp_path / "_common" / "closed.wav").write_bytes(b"everybody's")
    async with db.write() as session:
        await store.put_announcement(session, recorded("closed", "first"), b"one")
    await folder.run()
    assert (tmp_path / "geldern" / "closed.wav").read_bytes() == b"one"
    async with db.write() as session:
        await store.put_announcement(session, recorded("closed", "second"), b"two")
    await folder.run()
    assert (tmp_path / "geldern" / "closed.wav").read_bytes() == b"two"
    async with db.write() as session:
        await store.drop_announcement(session, "geldern", "closed")
    await folder.run()
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.wav")] == ["_common/closed.wav"]


async def test_a_file_that_is_as_it_should_be_is_left_alone(program, tmp_path):
    folder = SoundFolder(program.db, tmp_path)
    await folder.run()
    async with program.db.read() as session:
        assert await store.announcements(session, Scope.system("test")) == []


def test_a_municipality_s_own_announcement_goes_before_the_common_one(tmp_path):
    (tmp_path / "geldern").mkdir()
    (tmp_path / "geldern" / "closed.wav").touch()
    sounds = Sounds(tmp_path, "/srv/sounds")
    assert sounds.path("geldern", "closed") == "/srv/sounds/geldern/closed"
    assert sounds.path("hagen", "closed") == "/srv/sounds/_common/closed"
    assert sounds.path("", "number-1") == "/srv/sounds/_common/number-1"
