"""The key that signs links and reply addresses: given as a setting, else made once and kept in the data folder."""

import os
from pathlib import Path
from secrets import token_hex

from servicecenter.settings import Settings

FILE = "signing.key"  # readable by its owner only; whoever loses it ends every link that was sent


def signing_key(settings: Settings) -> bytes:
    """The same after a restart, and in every process over the same data folder."""
    if settings.signing_key:
        return settings.signing_key.encode()
    path = settings.data / FILE
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    """Complete, or not there: of two processes that start together one makes it, and both read that."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{FILE}.{token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other one was quicker
    finally:
        draft.unlink()
