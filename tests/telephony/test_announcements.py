import io
import wave

import pytest

from servicecenter.telephony.announcements import LARGEST, NAMES, AnnouncementUnusable, examined
from tests.conftest import MONDAY


def spoken(seconds: float = 1, rate: int = 8000, channels: int = 1, width: int = 2) -> bytes:
    """Silence, as a file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(bytes(int(seconds * rate) * channels * width))
    return made.getvalue()


def test_a_file_a_telephone_can_play_is_taken() -> None:
    recorded = examined("geldern", "closed", spoken(2.5), MONDAY, "Gesa")
    assert (recorded.seconds, recorded.name, len(recorded.digest)) == (2.5, "closed", 64)


@pytest.mark.parametrize(
    ("wav", "why"),
    [
        pytest.param(spoken(rate=44100), "44100 Hz", id="of a studio"),
        pytest.param(spoken(channels=2), "2 Kanäle", id="stereo"),
        pytest.param(spoken(width=1), "8 Bit", id="8 bit"),
        pytest.param(spoken(60.1), "60.1 Sekunden", id="too long"),
        pytest.param(spoken(0), "0.0 Sekunden", id="silent for no time"),
        pytest.param(b"ID3\x03not a wav", "keine WAV-Datei", id="an MP3"),
        pytest.param(b"", "keine WAV-Datei", id="empty"),
        pytest.param(spoken()[:40], "keine WAV-Datei", id="cut in its head"),
        pytest.param(bytes(LARGEST + 1), "KB", id="too large to be read"),
    ],
)
def test_what_is_wrong_is_said(wav: bytes, why: str) -> None:
    with pytest.raises(AnnouncementUnusable, match=why) as refused:
        examined("geldern", "closed", wav, MONDAY, "Gesa")
    assert refused.value.now


def test_only_texts_the_call_flow_plays_have_a_name() -> None:
    with pytest.raises(AnnouncementUnusable):
        examined("geldern", "../closed", spoken(), MONDAY, "Gesa")
    assert all(name.replace("-", "").isalpha() for name in NAMES)
