"""What holds on the same days though only one may: stages of an agreement, versions of a handbook. Pure."""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from servicecenter.agreements.model import Agreement, Handbook


def overlapping_stages(agreement: Agreement) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The later in the file of each two that share a day, with a German sentence."""
    for (_, one), (i, other) in combinations(enumerate(agreement.stage), 2):
        if one.first <= other.until and other.first <= one.until:
            both = max(one.first, other.first)
            yield ("stage", i, "first"), f"Am {both:%d.%m.%Y} gilt schon Stufe {one.number}: Stufen überschneiden sich."


def overlapping_versions(handbooks: Iterable[Handbook]) -> Iterator[tuple[Handbook, Handbook]]:
    """Pairs of which the earlier says that it holds longer than until the next begins."""
    ordered = sorted(handbooks, key=lambda handbook: handbook.valid_from)
    for earlier, later in pairwise(ordered):
        if earlier.valid_until is not None and earlier.valid_until >= later.valid_from:
            yield earlier, later
