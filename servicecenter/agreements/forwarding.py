"""How a handbook hands concerns on: to the Lotse, to a Fachamt, to the centre that stands in. Pure."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from servicecenter.directory.model import Entry, Id


class Subject(Entry):
    """Which concerns a rule is about: single Leistungen, or whole groups of them."""

    groups: tuple[str, ...] = ()
    leistungen: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Nothing named: every concern is meant."""
        return not (self.groups or self.leistungen)

    def names(self, leistung: str, group: str) -> bool:
        return leistung in self.leistungen or group in self.groups

    def is_about(self, leistung: str, group: str) -> bool:
        return self.is_open or self.names(leistung, group)


class LotseRule(Subject):
    """Concerns that callers from businesses bring to their Lotse. Nothing named: every one of the administration."""

    stages: tuple[int, ...] = ()  # empty: every stage


class Forwarding(Entry):
    """How a concern is handed on. `duty` is what the Fachämter owe for it: to be reachable, when and how."""

    transfer: bool = False
    ticket: bool = True
    ring_seconds: Annotated[int, Field(ge=1, le=300)] = 20
    hours: Id | None = None  # calendar in which offices must take calls; left out: whenever they are open
    deputy: bool = True  # whether the deputy is rung where the office does not answer
    duty: str = ""


class Overload(Entry):
    """When a call that still waits goes elsewhere. `substitute` is the office of the centre that stands in."""

    callers: Annotated[int, Field(ge=1)] | None = None  # so many wait
    wait_seconds: Annotated[int, Field(ge=1)] | None = None  # the first of them as long as this
    substitute: Id | None = None

    @model_validator(mode="after")
    def _some_limit(self) -> Self:
        if self.callers is None and self.wait_seconds is None:
            raise ValueError("callers oder wait_seconds angeben")
        return self

    def is_reached(self, callers: int, wait_seconds: int) -> bool:
        return (self.callers is not None and callers >= self.callers) or (
            self.wait_seconds is not None and wait_seconds >= self.wait_seconds
        )


class Queue(Entry):
    """How calls of this municipality wait beside those of all others, and how long an agent may take for what.

    Weights share the agents out while more call than can be answered; with priority p the municipality may be served p
    calls ahead of its share. Callers of whom more wait than `admit` hear that it is full, and may wish a callback.
    """

    weight: Annotated[int, Field(ge=1, le=100)] = 1
    priority: Annotated[int, Field(ge=0, le=9)] = 0
    skills: tuple[Id, ...] = ()  # what an agent must be able to do, beside answering for this municipality
    greeted: bool = True  # whether an announcement greets before the queue
    offer_seconds: Annotated[int, Field(ge=5, le=120)] = 20
    wrap_up_seconds: Annotated[int, Field(ge=0, le=900)] = 30
    admit: Annotated[int, Field(ge=1, le=1000)] | None = None
    place_after_seconds: Annotated[int, Field(ge=5, le=3600)] | None = None  # left out: no place can be kept
    position_every_seconds: Annotated[int, Field(ge=15, le=3600)] | None = None  # left out: it is not told
    keep_minutes: Annotated[int, Field(ge=5, le=600)] = 120  # afterwards the place becomes an ordinary callback
    wish_key: Annotated[int, Field(ge=1, le=9)] = 1
