"""The heads of the strands, kept in a file outside the database: who cuts off the end of the journal, or writes it
anew with hashes that fit, would have to change this file too.

One JSON line for each time something was new; lines are only ever added. `verified` marks what `evidence verify` found
sound as a whole.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from servicecenter.journal.chain import Head

FILE = "evidence-heads.jsonl"  # in the data folder


class WitnessUnreadable(Exception):
    """A line that is none of ours; `line` counts from 1."""

    def __init__(self, file: Path, line: int) -> None:
        super().__init__(f"{file}, line {line}")
        self.file, self.line = file, line


@dataclass(slots=True)
class Known:
    """What was kept of one strand since it was last verified as a whole; by position, the first word counts."""

    kept: dict[int, Head] = field(default_factory=dict)
    sound: Head | None = None

    def learn(self, head: Head, *, verified: bool) -> None:
        if verified:  # what was kept before was compared then, and this head stands for it
            self.kept, self.sound = {}, head
        self.kept.setdefault(head.count, head)


@dataclass(slots=True)
class Witness:
    file: Path
    _told: dict[int, int] | None = None  # strand to the longest that was kept; read once, then remembered

    def known(self) -> dict[int, Known]:
        """By strand. Raises WitnessUnreadable; a file that is not there knows nothing."""
        known: dict[int, Known] = {}
        if not self.file.exists():
            return known
        with self.file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                head, verified = self._read(line, number)
                known.setdefault(head.strand, Known()).learn(head, verified=verified)
        return known

    def news(self, heads: Iterable[Head]) -> list[Head]:
        """What has grown since: a head that shrank is no news but a finding, and hides nothing. May raise as `known`"""
        if self._told is None:
            self._told = {strand: max(known.kept) for strand, known in self.known().items()}
        return [head for head in heads if head.count > self._told.get(head.strand, 0)]

    def keep(self, heads: Sequence[Head], at: datetime, *, verified: bool = False) -> None:
        if not heads:
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as kept:
            # One write: several processes may keep heads in the same file.
            kept.write("".join(_line(head, at, verified=verified) for head in heads))
        self._told = (self._told or {}) | {head.strand: head.count for head in heads}

    def _read(self, line: str, number: int) -> tuple[Head, bool]:
        try:
            said = json.loads(line)
            at = datetime.fromisoformat(said["at"])
            return Head(int(said["strand"]), int(said["count"]), str(said["hash"]), at), bool(said["verified"])
        except (ValueError, KeyError, TypeError) as error:
            raise WitnessUnreadable(self.file, number) from error


def _line(head: Head, at: datetime, *, verified: bool) -> str:
    said = {"at": at.isoformat(), "strand": head.strand, "count": head.count, "hash": head.hash, "verified": verified}
    return json.dumps(said) + "\n"
