import wave
from array import array

import pytest

from servicecenter.telephony.announcements import NAMES, examined
from servicecenter.telephony.ari import speaking
from tests.conftest import MONDAY


def test_every_announcement_has_a_sample_and_every_digit_a_sound():
    known = speaking.texts()
    assert set(NAMES) <= set(known)
    assert {f"number-{digit}" for digit in range(10)} <= set(known)


def test_a_sample_is_what_an_editor_could_upload(tmp_path):
    assert speaking.speak(tmp_path, ["closed"]) == 1
    wav = (tmp_path / "_common" / "closed.wav").read_bytes()
    assert 2 < examined("geldern", "closed", wav, MONDAY, "rita").seconds < 10


def test_what_is_there_is_not_spoken_again(tmp_path):
    speaking.write(tmp_path / "_common" / "closed.wav", speaking.tone(0.1))
    assert speaking.speak(tmp_path, ["closed"]) == 0


def test_the_music_is_made_here_and_has_no_seam():
    made = speaking.music()
    assert len(made) == 16 * 8000
    assert (made[0], abs(made[-1]) < 50, max(made) < 6000) == (0, True, True)


@pytest.mark.parametrize("rate", [22050, 8000, 16000])
def test_resampling_keeps_length_and_loudness(rate):
    made = speaking.resampled(array("h", [1000] * rate), rate)
    assert (len(made), set(made)) == (8000, {1000})


def test_a_tone_is_a_wave_file_of_the_telephone(tmp_path):
    speaking.write(tmp_path / "a" / "tone.wav", speaking.tone(0.5))
    with wave.open(str(tmp_path / "a" / "tone.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth(), file.getnframes()) == (8000, 1, 2, 4000)
