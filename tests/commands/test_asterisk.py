import wave

import pytest

from servicecenter.commands import asterisk
from servicecenter.commands.output import DONE, FINDINGS
from servicecenter.errors import Invalid
from servicecenter.settings import Settings
from servicecenter.telephony.ari import speaking
from tests.telephony.ari.door import opened


async def test_checking_without_an_asterisk_is_wrong_use(tmp_path):
    with pytest.raises(Invalid, match="SERVICECENTER_ASTERISK_URL"):
        await asterisk.check(Settings(data=tmp_path), as_json=False)


async def test_an_asterisk_that_does_not_answer_is_a_finding(tmp_path, capsys):
    settings = Settings(data=tmp_path, asterisk_url="http://127.0.0.1:1", asterisk_password="secret")
    assert await asterisk.check(settings, as_json=False) == FINDINGS
    assert "antwortet nicht" in capsys.readouterr().out


async def test_what_is_missing_is_named_and_then_it_is_there(tmp_path, capsys):
    async with opened() as door:
        settings = Settings(data=tmp_path, asterisk_url=f"http://127.0.0.1:{door.port}", asterisk_password="secret")
        assert await asterisk.check(settings, as_json=False) == FINDINGS
        assert "es fehlen" in capsys.readouterr().out
        for name in speaking.texts():
            speaking.write(tmp_path / "sounds" / "_common" / f"{name}.wav", speaking.tone(0.01))
        assert await asterisk.make_sounds(settings, None) == DONE
        assert await asterisk.check(settings, as_json=True) == DONE


def test_files_are_written_and_never_over_what_is_there(tmp_path):
    (tmp_path / "ari.conf").write_text("mine", encoding="utf-8")
    assert asterisk.write_files(tmp_path) == DONE
    assert (tmp_path / "ari.conf").read_text(encoding="utf-8") == "mine"
    assert "Stasis(servicecenter,inbound" in (tmp_path / "extensions.conf").read_text(encoding="utf-8")
    assert {path.suffix for path in tmp_path.iterdir()} == {".conf"}


async def test_the_music_is_made_where_it_is_missing(tmp_path):
    for name in speaking.texts():
        speaking.write(tmp_path / "_common" / f"{name}.wav", speaking.tone(0.01))
    assert await asterisk.make_sounds(Settings(), tmp_path) == DONE
    with wave.open(str(tmp_path / "_music" / "hold.wav")) as file:
        assert (file.getframerate(), file.getnchannels()) == (8000, 1)
