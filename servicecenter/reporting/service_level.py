"""What of the calls was answered in time, given up, how long they waited: by the formula of the handbook. Pure.

Systems disagree about a service level on the same calls, so the formula is the handbook's and printed with the figure.
A call counts once its wait is over; the wait begins in the queue, and ends with the first person who speaks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from typing import Self

from servicecenter.agreements.model import Clause, ServiceLevel
from servicecenter.calls.course import Course
from servicecenter.calls.model import Cause

REFUSED = (Cause.FLOOD, Cause.REJECTED)


@dataclass(frozen=True, slots=True)
class Share:
    """n of m; the percentage only where m is not zero."""

    n: int
    m: int

    @property
    def percent(self) -> float | None:
        return 100 * self.n / self.m if self.m else None

    def __add__(self, other: Self) -> Self:
        return replace(self, n=self.n + other.n, m=self.m + other.m)


NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Calls:
    """Of some stretch of time; two stretches add up, also under two handbooks.

    `short` is part of `abandoned`, `in_time` of `answered`, `kept_in_time` of `kept`. `waits`: seconds to the answer.
    """

    answered: int = 0
    in_time: int = 0
    abandoned: int = 0
    short: int = 0
    kept: int = 0  # kept the place, to be called back
    kept_in_time: int = 0
    turned_away: int = 0  # heard that it is closed or full, and never waited
    refused: int = 0  # blocked, or too many from one number
    waits: tuple[float, ...] = ()
    level: Share = NOTHING

    @property
    def offered(self) -> int:
        """Those that came to wait, and whose wait is over."""
        return self.answered + self.abandoned + self.kept

    @property
    def abandonment(self) -> Share:
        return Share(self.abandoned, self.offered)

    @property
    def speed_of_answer(self) -> float | None:
        """Seconds, on average over the answered."""
        return sum(self.waits) / len(self.waits) if self.waits else None

    def wait(self, percent: int) -> float | None:
        """Seconds within which so many percent of the answered were answered: the nearest rank, no interpolation."""
        ordered = sorted(self.waits)
        return ordered[max(ceil(percent / 100 * len(ordered)), 1) - 1] if ordered else None

    def __add__(self, other: Self) -> Self:
        return replace(
            self, answered=self.answered + other.answered, in_time=self.in_time + other.in_time,
            abandoned=self.abandoned + other.abandoned, short=self.short + other.short, kept=self.kept + other.kept,
            kept_in_time=self.kept_in_time + other.kept_in_time, turned_away=self.turned_away + other.turned_away,
            refused=self.refused + other.refused, waits=self.waits + other.waits, level=self.level + other.level,
        )  # fmt: skip


NO_CALLS = Calls()


def counted(courses: Iterable[Course], level: ServiceLevel | None) -> Calls:
    """Without a level no call is in time, and there is no share: no figure without its definition."""
    found = [course for course in courses if not course.is_outgoing]
    waited = [course for course in found if course.queued_at is not None and course.waited is not None]
    kept = [course for course in waited if _is_kept(course)]
    answered = [course for course in waited if course.answered_at is not None and not _is_kept(course)]
    abandoned = [course for course in waited if course.answered_at is None and not _is_kept(course)]
    calls = Calls(
        answered=len(answered),
        abandoned=len(abandoned),
        kept=len(kept),
        turned_away=sum(1 for course in found if _ended_unheard(course) and course.cause not in REFUSED),
        refused=sum(1 for course in found if _ended_unheard(course) and course.cause in REFUSED),
        waits=tuple(_seconds(course) for course in answered),
    )
    if level is None:
        return calls
    calls = replace(
        calls,
        in_time=_within(answered, level.within_seconds),
        short=_within(abandoned, level.short_abandon_seconds) if level.short_abandon_seconds else 0,
        kept_in_time=_within(kept, level.within_seconds),
    )
    return replace(calls, level=share(calls, level))


def share(calls: Calls, level: ServiceLevel) -> Share:
    """By the formula: n of m calls."""
    offered = calls.answered + calls.abandoned
    match level.formula:
        case "answered_in_time/answered":
            of_calls = Share(calls.in_time, calls.answered)
        case "(answered_in_time+short_abandons)/offered":
            of_calls = Share(calls.in_time + calls.short, offered)
        case "answered_in_time/(offered-short_abandons)":
            of_calls = Share(calls.in_time, offered - calls.short)
        case "answered_in_time/offered":
            of_calls = Share(calls.in_time, offered)
    match level.callbacks:
        case "left_out":
            return of_calls
        case "in_time":
            return of_calls + Share(calls.kept_in_time, calls.kept)
        case "against":
            return of_calls + Share(0, calls.kept)


def definition(level: ServiceLevel, clause: Clause) -> str:
    """The formula in a sentence, with its clause: printed beside every figure it made."""
    within, short = level.within_seconds, level.short_abandon_seconds
    of_calls = {
        "answered_in_time/answered": "geteilt durch alle angenommenen Anrufe; wer vorher auflegt, zählt nicht mit",
        "(answered_in_time+short_abandons)/offered": f"dazu alle, die binnen {short} Sekunden auflegen, geteilt durch "
        "alle Anrufe, die gewartet haben",
        "answered_in_time/(offered-short_abandons)": "geteilt durch alle Anrufe, die gewartet haben, ohne die, die "
        f"binnen {short} Sekunden auflegen",
        "answered_in_time/offered": "geteilt durch alle Anrufe, die gewartet haben; wer auflegt, zählt als nicht "
        "angenommen",
    }[level.formula]
    kept = {
        "left_out": "zählt nicht mit",
        "in_time": f"zählt mit, und als angenommen, wenn das binnen {within} Sekunden war",
        "against": "zählt als nicht angenommen",
    }[level.callbacks]
    target = f"{level.target_percent:g}".replace(".", ",")
    return (
        f"Anrufe, die binnen {within} Sekunden angenommen wurden, {of_calls}. Wer den Platz behält und zurückgerufen "
        f"wird, {kept}. Ziel: {target} % ({clause.cited}: {level.formula})."
    )


def _is_kept(course: Course) -> bool:
    """Also where the call back was answered later, on the same call."""
    return course.kept_at is not None and (course.answered_at is None or course.kept_at <= course.answered_at)


def _ended_unheard(course: Course) -> bool:
    return course.queued_at is None and course.answered_at is None and course.ended_at is not None


def _within(courses: Sequence[Course], seconds: int) -> int:
    limit = timedelta(seconds=seconds)
    return sum(1 for course in courses if course.waited is not None and course.waited <= limit)


def _seconds(course: Course) -> float:
    return course.waited.total_seconds() if course.waited is not None else 0.0
