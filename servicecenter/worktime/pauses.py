"""Stretches of open time, and what is left of them when pauses are taken out. All instants in UTC."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from servicecenter.worktime.errors import PauseInvalid
from servicecenter.worktime.zone import Span, in_utc

Pauses = Iterable[Sequence[datetime]]


def counting(spans: Iterator[Span], pauses: Pauses, step: int = 1) -> Iterator[Span]:
    """The open time that counts; `step` is -1 where the latest span comes first."""
    in_order = sorted_pauses(pauses)
    return (left for span in spans for left in without(span, in_order)[::step]) if in_order else spans


def sorted_pauses(pauses: Pauses) -> list[Span]:
    spans = sorted((in_utc(begin), in_utc(end)) for begin, end in pauses)
    for begin, end in spans:
        if end < begin:
            raise PauseInvalid(begin, end)
    return spans


def without(open_span: Span, pauses: list[Span]) -> list[Span]:
    """`pauses` in order of their beginning; they may overlap."""
    at, closes = open_span
    left = []
    for begin, end in pauses:
        if end <= at or begin >= closes:
            continue
        if begin > at:
            left.append((at, begin))
        at = end
    if at < closes:
        left.append((at, closes))
    return left
