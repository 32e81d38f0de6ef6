"""Passwords: what makes one good enough, first passwords, and Argon2id in a thread. Knows no database."""

import asyncio
import secrets
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from servicecenter.access.errors import PasswordTooWeak
from servicecenter.access.model import as_login

SHORTEST = 12
LONGEST = 200
FEWEST_DIFFERENT = 5

# Syllables are read aloud and typed from paper without a mistake: no c/k, v/f, y/j, q or x to confuse.
CONSONANTS = "bdfghklmnprstwz"
VOWELS = "aeiou"


class Passwords:
    """Argon2id with the parameters of the OWASP cheat sheet; tests give cheaper ones."""

    def __init__(self, *, memory_kib: int = 19 * 1024, rounds: int = 2, lanes: int = 1) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=lanes)
        # Verified where there is no such login, so that the answer takes as long as for one that exists.
        self.nobodys = self._hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        return await asyncio.to_thread(self._hasher.hash, _typed(password))

    async def is_right(self, password: str, password_hash: str) -> bool:
        """Always computes one hash, right or wrong. A damaged hash in the database is never right."""
        return await asyncio.to_thread(self._verify, password, password_hash)

    def is_outdated(self, password_hash: str) -> bool:
        """The hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def _verify(self, password: str, password_hash: str) -> bool:
        try:
            return self._hasher.verify(password_hash, _typed(password))
        except (VerificationError, InvalidHashError):
            return False


def check_new_password(new: str, login: str, old: str) -> None:
    """Raises PasswordTooWeak with what is missing."""
    if len(new) < SHORTEST:
        raise _weak("Das neue Passwort ist zu kurz.", f"Es hat {len(new)} von mindestens {SHORTEST} Zeichen.")
    if len(new) > LONGEST:
        raise _weak("Das neue Passwort ist zu lang.", f"Es hat {len(new)} von höchstens {LONGEST} Zeichen.")
    if _typed(new) == _typed(old):
        raise _weak("Das neue Passwort ist das bisherige.", "Nur ein anderes schützt, wenn das alte bekannt wurde.")
    if as_login(new) == as_login(login):
        raise _weak("Das neue Passwort ist der Anmeldename.", "Den kennen auch andere.")
    if len(set(new)) < FEWEST_DIFFERENT:
        raise _weak(
            "Das neue Passwort ist zu leicht zu erraten.",
            f"Es besteht aus weniger als {FEWEST_DIFFERENT} verschiedenen Zeichen.",
        )


def first_password() -> str:
    """Readable and to be changed, such as "rumo-tafi-solu-bede": about 50 bits, against throttled guessing."""
    return "-".join(_syllable() + _syllable() for _ in range(4))


def _syllable() -> str:
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)


def _typed(password: str) -> bytes:
    # NFKC: one keyboard sends "ü" as one character, another as two
    return normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _weak(what: str, why: str) -> PasswordTooWeak:
    now = "Bitte ein anderes wählen, etwa vier Wörter, die nicht zusammengehören."
    return PasswordTooWeak(what, why, now, field="new")
