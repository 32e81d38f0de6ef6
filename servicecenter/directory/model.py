"""The directory of one municipality: the shape of directory.toml, frozen, and how it is looked up. Pure."""

from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from servicecenter.worktime import CalendarInvalid, LandUnknown, public_holidays
from servicecenter.worktime.hours import day_minutes

Written = tuple[tuple[str, str], ...]


def _understood(hours: Written) -> Written:
    """Refused here, where file and line are known, and not when somebody asks whether the office is open."""
    try:
        day_minutes(hours, "")
    except CalendarInvalid as error:
        raise ValueError(error.why.removesuffix(".")) from error
    return hours


def _known_land(land: str) -> str:
    try:
        public_holidays(land, range(0))
    except LandUnknown as error:
        raise ValueError(error.why.removesuffix(".")) from error
    return land


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
Hours = Annotated[Written, AfterValidator(_understood)]
Land = Annotated[str, AfterValidator(_known_land)]
Status = Literal["gemeinde", "mittlere", "grosse", "kreisfrei", "kreis"]
LOTSE = "lotse"  # the office word of the guide for businesses
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Entry(BaseModel):
    """Base of everything read from content files: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Municipality(Entry):
    id: Id
    name: str
    short: str
    ags: Annotated[str, StringConstraints(pattern=r"^\d{8}$|^\d{5}$")]
    status: Status
    land: Land = "NW"
    kreis: Id | None = None
    complaints: Id | None = None  # the office that answers complaints about all others; left out: the switchboard
    districts: tuple[str, ...] = ()
    crest: Annotated[int, Field(ge=0, le=11)] = 0  # which of twelve colours; never shown without name and pattern
    pattern: Literal["stripes", "dots", "grid", "waves"] = "stripes"
    sample: bool = False


class Calendar(Entry):
    """Opening hours of a week in local wall time; a day left out is closed."""

    id: Id
    name: str = ""
    mon: Hours = ()
    tue: Hours = ()
    wed: Hours = ()
    thu: Hours = ()
    fri: Hours = ()
    sat: Hours = ()
    sun: Hours = ()
    sample: bool = False

    @property
    def weekly(self) -> dict[str, Hours]:
        return {day: getattr(self, day) for day in WEEKDAYS if getattr(self, day)}

    @property
    def is_always(self) -> bool:
        """Day and night, so on public holidays too: the 112 has no Christmas."""
        return all(getattr(self, day) == (("00:00", "24:00"),) for day in WEEKDAYS)


class Span(Entry):
    """Days from `first` to `last`, both included; one day where `last` is left out."""

    first: date
    last: date | None = None

    @property
    def until(self) -> date:
        return self.last or self.first

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=n) for n in range((self.until - self.first).days + 1))

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.until

    @field_validator("last")
    @classmethod
    def _in_order(cls, last: date | None, info: ValidationInfo) -> date | None:
        first = info.data.get("first")
        if last is not None and first is not None and last < first:
            raise ValueError("last liegt vor first")
        return last


class Closing(Span):
    calendars: tuple[Id, ...] = ()  # empty: all
    hours: Hours = ()  # empty: closed all day
    reason: str
    sample: bool = False

    def concerns(self, calendar: str) -> bool:
        return not self.calendars or calendar in self.calendars


class Body(Entry):
    """An authority outside the agreement: it has no inbox here and owes nothing."""

    id: Id
    name: str
    web: str = ""
    sample: bool = False


class Office(Entry):
    """A Fachamt of the municipality, or an office of a body outside.

    A `party` works under the agreement though its body is another: inbox and promises as for the municipality's own.
    """

    id: Id
    body: Id
    name: str
    does: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    address: str = ""
    room: str = ""
    calendar: Id | None = None
    transfer: bool = False
    deputy: Id | None = None
    district: str | None = None
    party: bool = False
    web: str = ""
    sample: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return self.does or (self.id,)

    def is_for(self, word: str) -> bool:
        return word in self.words


class Person(Entry):
    id: Id
    name: str
    office: Id
    role: str = ""
    phone: str = ""
    email: str = ""
    room: str = ""
    deputy: Id | None = None
    sample: bool = False


class Absence(Span):
    person: Id | None = None
    office: Id | None = None
    sample: bool = False

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if (self.person is None) == (self.office is None):
            raise ValueError("genau eines von person und office angeben")
        return self


class Responsibility(Entry):
    """An exception to the default of the catalogue, for one Leistung and perhaps one district."""

    leistung: str
    responsible: Id
    applications: Id | None = None
    calls_back: Id | None = None
    district: str | None = None
    reason: str = ""
    source: str = ""
    sample: bool = False


class Demarcation(Entry):
    """A written rule that tells apart offices which all seem right for one Leistung.

    `chosen` do it, the first of them leads; the others of `offices` do not, whatever callers think.
    """

    leistung: str
    offices: Annotated[tuple[Id, ...], Field(min_length=2)]
    chosen: Annotated[tuple[Id, ...], Field(min_length=1)]
    rule: str
    source: str = ""
    sample: bool = False


class Notice(Span):
    text: str
    sample: bool = False


class Directory(Entry):
    municipality: Municipality
    calendar: tuple[Calendar, ...] = ()
    closing: tuple[Closing, ...] = ()
    body: tuple[Body, ...] = ()
    office: tuple[Office, ...] = ()
    person: tuple[Person, ...] = ()
    absence: tuple[Absence, ...] = ()
    responsibility: tuple[Responsibility, ...] = ()
    demarcation: tuple[Demarcation, ...] = ()
    notice: tuple[Notice, ...] = ()

    # pydantic's frozen models still allow cached_property: it is how they document it
    @cached_property
    def offices(self) -> dict[str, Office]:
        return {office.id: office for office in self.office}

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        return {calendar.id: calendar for calendar in self.calendar}

    @cached_property
    def exceptions(self) -> dict[str, tuple[Responsibility, ...]]:
        """By Leistung, in the order of the file."""
        keys = dict.fromkeys(entry.leistung for entry in self.responsibility)
        return {key: tuple(entry for entry in self.responsibility if entry.leistung == key) for key in keys}

    @cached_property
    def people(self) -> dict[str, Person]:
        return {person.id: person for person in self.person}

    @cached_property
    def bodies(self) -> dict[str, str]:
        """Names of the municipality and of every body outside, by id."""
        return {self.municipality.id: self.municipality.name} | {body.id: body.name for body in self.body}

    @cached_property
    def lotsen(self) -> tuple[Office, ...]:
        """The guides for businesses, one for all or one for each district."""
        return tuple(office for office in self.doing.get(LOTSE, ()) if self.is_inside(office))

    @cached_property
    def doing(self) -> dict[str, tuple[Office, ...]]:
        """Offices by the office word of the Leistungen they do."""
        words = dict.fromkeys(word for office in self.office for word in office.words)
        return {word: tuple(office for office in self.office if office.is_for(word)) for word in words}

    @cached_property
    def told_apart(self) -> dict[str, Demarcation]:
        return {demarcation.leistung: demarcation for demarcation in self.demarcation}

    def is_inside(self, office: Office) -> bool:
        """Whether the office works under the agreement: one of the municipality's, or of a party to it."""
        return office.party or office.body == self.municipality.id

    def is_away(self, day: date, *, person: str | None = None, office: str | None = None) -> bool:
        return any(
            absence.covers(day)
            and ((person and absence.person == person) or (office is not None and absence.office == office))
            for absence in self.absence
        )

    def closings_on(self, day: date) -> tuple[Closing, ...]:
        return tuple(closing for closing in self.closing if closing.covers(day))

    def notices_on(self, day: date) -> tuple[Notice, ...]:
        return tuple(notice for notice in self.notice if notice.covers(day))
