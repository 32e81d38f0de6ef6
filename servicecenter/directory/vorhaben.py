"""A Vorhaben: what a business that wants to do something needs from several offices, and in which order. Pure.

What stands here is knowledge, not a case: which Leistungen are touched, which of them wait for which, by which law. The
offices follow from routing, so one template serves every municipality.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints

from servicecenter.directory.model import Entry, Id

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
Found = tuple[tuple[str | int, ...], str]  # the place in the file, and a German sentence


class VorhabenStep(Entry):
    """One Leistung of the Vorhaben; it is asked for when the Leistungen of `after` are done."""

    leistung: Key
    asks: Annotated[str, StringConstraints(min_length=1, max_length=400)]  # the concern, in the office's words
    after: tuple[Key, ...] = ()
    only_if: str = ""  # a condition to ask for: such a step is not chosen beforehand
    begins: tuple[Id, ...] = ()  # promises the Fachamt else records, which begin with the request itself
    legal_basis: tuple[str, ...] = ()


class VorhabenSource(Entry):
    title: str
    url: str = ""


class Vorhaben(Entry):
    title: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    said: tuple[str, ...] = ()  # callers' words
    text: str = ""
    step: Annotated[tuple[VorhabenStep, ...], Field(min_length=1, max_length=20)]
    source: tuple[VorhabenSource, ...] = ()
    checked_on: date | None = None  # only where the source was really opened
    review_by: date | None = None
    sample: bool = False

    @cached_property
    def by_leistung(self) -> dict[str, VorhabenStep]:
        return {step.leistung: step for step in self.step}

    @property
    def usual(self) -> tuple[str, ...]:
        """The Leistungen chosen beforehand."""
        return tuple(step.leistung for step in self.step if not step.only_if)

    def waits_for(self, leistung: str, chosen: Iterable[str]) -> tuple[str, ...]:
        """Those of the chosen Leistungen that must be done before this one."""
        step, wanted = self.by_leistung.get(leistung), set(chosen)
        return tuple(each for each in step.after if each in wanted) if step else ()


def mistakes(vorhaben: Vorhaben) -> Iterator[Found]:
    """What one file says twice, names without having it, or lets wait in a circle."""
    keys = [step.leistung for step in vorhaben.step]
    for index, step in enumerate(vorhaben.step):
        if step.leistung in keys[:index]:
            yield ("step", index, "leistung"), f"Die Leistung „{step.leistung}“ steht zweimal da."
        for before in step.after:
            if before not in keys:
                yield ("step", index, "after"), f"„{before}“ ist kein Schritt dieses Vorhabens."
    order = ordered({step.leistung: step.after for step in vorhaben.step})
    if (left := [key for key in dict.fromkeys(keys) if key not in order]) and set(left) <= set(keys):
        index = keys.index(left[0])
        yield ("step", index, "after"), f"Diese Schritte warten im Kreis aufeinander: {', '.join(left)}."


def ordered(after: dict[str, tuple[str, ...]]) -> Sequence[str]:
    """Each behind whatever it waits for, else as given; what waits in a circle is left out."""
    done: dict[str, None] = {}
    while free := [key for key, before in after.items() if key not in done and _is_free(before, after, done)]:
        done |= dict.fromkeys(free)
    return list(done)


def _is_free(before: tuple[str, ...], known: dict[str, tuple[str, ...]], done: dict[str, None]) -> bool:
    return all(each in done or each not in known for each in before)
