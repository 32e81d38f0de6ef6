"""The answers of the JSON API about figures: the board of today, the promises of a month."""

from datetime import date, datetime

from pydantic import computed_field

from servicecenter.web.api.owed import Promise
from servicecenter.web.api.shapes import Shape


class Share(Shape):
    """n of m; no percentage of nothing."""

    n: int
    m: int
    percent: float | None

    @computed_field
    def in_words(self) -> str:
        return f"{self.n} von {self.m}"


class ServiceLevel(Share):
    within_seconds: int | None
    target_percent: float | None


class OfMunicipality(Shape):
    id: str
    name: str
    contacts: int  # today
    at_risk: int  # now
    unkept: dict[str, Share]  # by the promise's name: callback, reply
    exhausted: dict[str, int]  # nobody reached in all attempts, in time: no part of "n von m"
    first_contact: Share
    service_level: ServiceLevel


class Board(Shape):
    """Each figure with its definition, by the same key."""

    at: datetime
    month: date
    definitions: dict[str, str]
    waiting: int
    talking: int
    running: list[Promise]
    late: list[Promise]
    municipalities: list[OfMunicipality]


class PromiseLine(Shape):
    """Delays in minutes; null where everything was kept."""

    municipality: str
    office: str
    name: str
    made: int
    kept: int
    unkept: int  # n of "n von m"
    due: int  # m
    exhausted: int  # nobody reached, in time: counted apart
    at_risk: int  # now
    median_delay: int | None
    worst_delay: int | None


class PromiseMonth(Shape):
    at: datetime
    month: date
    definitions: dict[str, str]
    lines: list[PromiseLine]
