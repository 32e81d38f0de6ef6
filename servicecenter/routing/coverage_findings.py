"""What a coverage check finds: equal findings folded into one, with a count and one case to ask again. Pure."""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from servicecenter.directory.calendars import BERLIN, SHORT_DAYS


class FindingKind(StrEnum):
    NOT_COVERED = "not-covered"
    CONTRADICTION = "contradiction"
    NOBODY_RESPONSIBLE = "nobody-responsible"
    PROMISE_UNKEEPABLE = "promise-unkeepable"
    NO_DEPUTY = "no-deputy"


class FirstTarget(StrEnum):
    """Whether whom the plan names first can be had."""

    REACHED = "reached"
    SILENT = "silent"  # it rings, and nobody answers
    AWAY = "away"  # the office is absent that day


TARGET_WORDS = {
    FirstTarget.REACHED: "die erste Stelle meldet sich",
    FirstTarget.SILENT: "die erste Stelle nimmt nicht ab",
    FirstTarget.AWAY: "die erste Stelle ist nicht besetzt",
}


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of one case that was examined, as `route explain` takes them."""

    municipality: str
    at: datetime
    leistung: str | None
    district: str | None
    business: bool
    stage: int | None  # None: outside the agreement's term
    test: bool = False
    target: FirstTarget = FirstTarget.REACHED
    away: str | None = None  # the office that is absent

    @property
    def in_words(self) -> str:
        local = self.at.astimezone(BERLIN)
        stage = f"Stufe {self.stage}" if self.stage else "außerhalb der Vereinbarung"
        parts = (
            self.leistung or "ohne Leistung",
            "Betrieb" if self.business else "Privatperson",
            self.district or "",
            f"{stage} (Testphase)" if self.test else stage,
            f"{SHORT_DAYS[local.weekday()]} {local:%d.%m.%Y %H:%M} Uhr",
            TARGET_WORDS[self.target],
        )
        return ", ".join(part for part in parts if part)

    @property
    def command(self) -> str:
        """Asks the same again; where somebody rings in vain, the plan is read from its second step."""
        words = ["servicecenter", "route", "explain", "--municipality", self.municipality]
        words += ["--leistung", self.leistung] if self.leistung else ["--text", "?"]
        words += ["--district", self.district] if self.district else []
        words += ["--business"] if self.business else []
        words += ["--stage", str(self.stage or 0)]
        words += ["--away", self.away] if self.away else []
        return shlex.join([*words, "--at", f"{self.at.astimezone(BERLIN):%Y-%m-%dT%H:%M}"])


@dataclass(frozen=True, slots=True)
class Finding:
    """`cases` are those it was found in; `example` is the first of them, None where it is about no single call."""

    kind: FindingKind
    municipality: str
    handbook: date  # valid_from of the version that was walked; the first day looked at, where it is about no version
    clause: str  # "§ 4.3, § 4.12"; empty where the directory is at fault
    sentence: str
    cases: int
    leistungen: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    example: Case | None = None


Order = tuple[int, ...]  # of a case in the walk


@dataclass
class _Folded:
    sentence: str
    clauses: dict[str, None] = field(default_factory=dict)
    leistungen: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    cases: int = 0
    first: Order | None = None
    example: Case | None = None


class Ledger:
    """Folds what is found: the same kind about the same subject is one finding, however many cases show it."""

    def __init__(self, municipality: str, handbook: date) -> None:
        self._municipality, self._handbook = municipality, handbook
        self._found: dict[tuple[FindingKind, str], _Folded] = {}

    def add(
        self, kind: FindingKind, subject: str, sentence: str, clauses: Iterable[str] = (), *, cases: int = 1,
        leistungen: Iterable[str] = (), offices: Iterable[str] = (), example: Case | None = None, order: Order = (),
    ) -> None:  # fmt: skip
        folded = self._found.setdefault((kind, subject), _Folded(sentence))
        folded.clauses.update(dict.fromkeys(clause for clause in clauses if clause))
        folded.leistungen.update(leistungen)
        folded.offices.update(offices)
        folded.cases += cases
        if folded.first is None or order < folded.first:
            folded.first, folded.example, folded.sentence = order, example, sentence

    def findings(self) -> tuple[Finding, ...]:
        """By kind and subject."""
        return tuple(
            Finding(
                kind, self._municipality, self._handbook, ", ".join(sorted(folded.clauses, key=_numbered)),
                folded.sentence, folded.cases, tuple(sorted(folded.leistungen)), tuple(sorted(folded.offices)),
                folded.example,
            )
            for (kind, _), folded in sorted(self._found.items())
        )  # fmt: skip


def _numbered(clause: str) -> tuple[list[int], str]:
    """§ 4.10 comes after § 4.9."""
    digits = "".join(letter if letter.isdigit() else " " for letter in clause)
    return [int(number) for number in digits.split()], clause
