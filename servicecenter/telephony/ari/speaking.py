"""Sample announcements and music on hold, made on this machine: free of any rights, and to be replaced by better ones.

espeak-ng speaks (GPL; what it says is its user's own); the music is two soft tones. All of it 8 kHz, mono, 16 bit.
"""

import io
import math
import shutil
import subprocess
import tomllib
import wave
from array import array
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from pathlib import Path
from typing import BinaryIO

from servicecenter.errors import ServiceCentreError
from servicecenter.telephony.announcements import CHANNELS, RATE, WIDTH
from servicecenter.telephony.ari.sounds import EVERYBODY
from servicecenter.telephony.ari.writing import SPOKEN_NUMBERS

MUSIC = "_music"  # the folder musiconhold.conf names
CHORDS = ((220.0, 277.2), (246.9, 311.1), (196.0, 246.9), (220.0, 329.6))  # Hz; four seconds each
CHORD_SECONDS = 4
LOUDNESS = 3000  # of 32767: nobody shall be startled


class VoiceMissing(ServiceCentreError):
    code = "voice-missing"


def texts() -> dict[str, str]:
    """What is said under which name; numbers are said as such."""
    read = files("servicecenter.telephony.ari").joinpath("announcements.toml").read_text(encoding="utf-8")
    return tomllib.loads(read) | {f"number-{number}": str(number) for number in SPOKEN_NUMBERS}


def speak(folder: Path, names: Iterable[str] | None = None, told: Callable[[int, int], None] | None = None) -> int:
    """Writes what is not there yet; how many files that were. Raises VoiceMissing."""
    wanted = texts()
    missing = [name for name in names or wanted if not (folder / EVERYBODY / f"{name}.wav").exists()]
    for count, name in enumerate(missing, 1):
        write(folder / EVERYBODY / f"{name}.wav", spoken(wanted[name]))
        if told is not None:
            told(count, len(missing))
    if not (folder / MUSIC / "hold.wav").exists():
        write(folder / MUSIC / "hold.wav", music())
    return len(missing)


@cache
def sample(name: str) -> bytes:
    """One of the texts as a file. Raises VoiceMissing."""
    made = io.BytesIO()
    write(made, spoken(texts()[name]))
    return made.getvalue()


def spoken(text: str) -> "array[int]":
    """Raises VoiceMissing."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise VoiceMissing(
            "Die Ansagen können nicht gesprochen werden.", "Auf diesem Rechner fehlt espeak-ng.",
            "Bitte einrichten: apt-get install --no-install-recommends espeak-ng",
        )  # fmt: skip
    said = subprocess.run(  # noqa: S603  # our own texts
        [program, "-v", "de", "-s", "150", "--stdout", text], capture_output=True, check=True
    )
    # The header of a stream says nothing true about its length.
    with wave.open(io.BytesIO(said.stdout)) as read:
        samples = array("h", read.readframes(read.getnframes()))
        return resampled(samples, read.getframerate())


def resampled(samples: "array[int]", rate: int) -> "array[int]":
    """Each sample the mean of those it stands for: good enough for a telephone."""
    sums = [0, *accumulate(samples)]
    bounds = [number * rate // RATE for number in range(len(samples) * RATE // rate + 1)]
    return array("h", ((sums[end] - sums[begin]) // max(end - begin, 1) for begin, end in pairwise(bounds)))


def music() -> "array[int]":
    """Chords that swell and fade, so that the loop has no seam."""
    length = CHORD_SECONDS * RATE
    swell = [LOUDNESS / 2 * math.sin(math.pi * n / length) for n in range(length)]
    turns = [[math.tau * tone / RATE for tone in chord] for chord in CHORDS]
    return array(
        "h", (round(swell[n] * sum(math.sin(turn * n) for turn in both)) for both in turns for n in range(length))
    )


def tone(seconds: float) -> "array[int]":
    """A short beep, where a test needs something to hear."""
    return array("h", (round(LOUDNESS * math.sin(math.tau * 440 * n / RATE)) for n in range(round(seconds * RATE))))


def write(to: Path | BinaryIO, samples: "array[int]") -> None:
    if isinstance(to, Path):
        to.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(to) if isinstance(to, Path) else to, "wb") as file:
        file.setparams((CHANNELS, WIDTH, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
