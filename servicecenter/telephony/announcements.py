"""The texts a caller can hear, and what a file must be for a telephone to play it. Pure."""

import hashlib
import io
import wave
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from servicecenter.errors import Invalid

NAMES: Mapping[str, str] = {
    "greeting": "Begrüßung vor dem Warten",
    "closed": "Außerhalb der Servicezeiten",
    "full": "Zu viele warten",
    "flood": "Zu viele Anrufe von einer Nummer",
    "wish-callback": "Angebot: Rückruf auf Tastendruck",
    "keep-place": "Angebot: den Platz behalten und zurückgerufen werden",
    "position": "Ihr Platz in der Reihe (danach folgt die Zahl)",
    "wait-minutes": "Die Wartezeit ist höchstens etwa (danach folgen die Minuten)",
    "privacy": "Datenschutzhinweis",
    "your-number": "Ihre Nummer ist (danach folgen die Ziffern)",
    "confirm-number": "Stimmt die Nummer? Taste zum Bestätigen, 0 für eine andere",
    "key-number": "Bitte die Nummer eingeben, dann die Raute",
    "number-wrong": "Diese Nummer kann nicht zurückgerufen werden",
    "place-kept": "Der Platz ist gemerkt",
    "callback-promised": "Der Rückruf ist zugesagt",
}
RATE, CHANNELS, WIDTH = 8000, 1, 2  # Hz, mono, bytes a sample: signed linear, as every telephone plays it
LONGEST_SECONDS = 60.0
LARGEST = 44 + int(RATE * WIDTH * LONGEST_SECONDS) + 4096  # bytes; room for what programs write about themselves


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file without its sound."""

    municipality: str
    name: str
    seconds: float
    digest: str
    uploaded_at: datetime
    uploaded_by: str


class AnnouncementUnusable(Invalid):
    code = "announcement-unusable"


def examined(municipality: str, name: str, wav: bytes, at: datetime, by: str) -> Recorded:
    """Raises AnnouncementUnusable with what is wrong and what to do."""
    if name not in NAMES:
        raise _unusable("Eine Ansage dieses Namens gibt es nicht.", "Bitte eine aus der Liste wählen.")
    if len(wav) > LARGEST:
        raise _unusable(
            f"Die Datei hat {len(wav) // 1024} KB, möglich sind {LARGEST // 1024} KB.",
            f"Eine Ansage darf {LONGEST_SECONDS:.0f} Sekunden dauern: Bitte kürzen.",
        )
    seconds = _seconds(wav)
    return Recorded(municipality, name, seconds, hashlib.sha256(wav).hexdigest(), at, by)


def _seconds(wav: bytes) -> float:
    try:
        with wave.open(io.BytesIO(wav)) as read:
            rate, channels, width, frames = (
                read.getframerate(), read.getnchannels(), read.getsampwidth(), read.getnframes(),
            )  # fmt: skip
            sound = len(read.readframes(frames))
    except (wave.Error, EOFError) as error:
        raise _unusable(
            "Die Datei ist keine WAV-Datei, oder sie ist abgebrochen.", "Bitte als WAV (PCM) speichern und neu wählen."
        ) from error
    if (rate, channels, width) != (RATE, CHANNELS, WIDTH):
        raise _unusable(
            f"Sie hat {rate} Hz, {channels} Kanäle und {width * 8} Bit; gebraucht werden 8000 Hz, 1 Kanal, 16 Bit.",
            "Bitte so speichern, zum Beispiel: ffmpeg -i ansage.wav -ar 8000 -ac 1 -sample_fmt s16 neu.wav",
        )
    seconds = sound / (RATE * WIDTH)
    if not 0 < seconds <= LONGEST_SECONDS:
        raise _unusable(
            f"Sie dauert {seconds:.1f} Sekunden.", f"Eine Ansage dauert höchstens {LONGEST_SECONDS:.0f} Sekunden."
        )
    return round(seconds, 1)


def _unusable(why: str, now: str) -> AnnouncementUnusable:
    return AnnouncementUnusable("Diese Ansage kann kein Telefon abspielen.", why, now, field="wav")
