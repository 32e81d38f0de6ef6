from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.agreements.model import Clause, PromiseRule
from servicecenter.directory.calendars import BERLIN, Calendars
from servicecenter.directory.model import Directory
from servicecenter.promises.terms import Terms
from servicecenter.worktime import WorkCalendar

MORNINGS = [("08:30", "12:30")]
DIRECTORY = Directory.model_validate(
    {
        "municipality": {"id": "geldern", "name": "Stadt Geldern", "short": "Geldern", "ags": "05154012",
                         "status": "mittlere"},
        "calendar": [
            {"id": "bau", "mon": MORNINGS, "tue": MORNINGS, "thu": [*MORNINGS, ("13:30", "17:30")]},
            {"id": "markt", "sat": [("10:00", "12:00")]},
            {"id": "immer", **{day: [("00:00", "24:00")] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}},
        ],
        "closing": [
            {"first": date(2026, 2, 16), "reason": "Rosenmontag"},
            {"first": date(2026, 12, 24), "reason": "Heiligabend"},
            {"first": date(2026, 12, 28), "last": date(2026, 12, 30), "reason": "zwischen den Jahren"},
            {"first": date(2026, 12, 31), "reason": "Silvester"},
            {"first": date(2026, 2, 12), "hours": [("08:30", "12:00")], "reason": "Altweiber"},
        ],
        "office": [
            {"id": "bauordnung", "body": "geldern", "name": "Bauordnung", "calendar": "bau"},
            {"id": "samstags", "body": "geldern", "name": "Samstagsschalter", "calendar": "markt"},
            {"id": "wache", "body": "geldern", "name": "Wache", "calendar": "immer"},
            {"id": "unbekannt", "body": "geldern", "name": "Amt ohne Zeiten"},
        ],
    }
)  # fmt: skip
CALENDARS = Calendars(DIRECTORY)
CLAUSE = Clause(number="6.1")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def terms(rule: PromiseRule, office: str, at: datetime) -> Terms:
    return Terms.of(rule, CLAUSE, CALENDARS, DIRECTORY.offices[office], at)


def days(number: int, *, closings: bool = False, risk: float = 4) -> PromiseRule:
    return PromiseRule(name="callback", working_days=number, local_closings=closings, at_risk_hours=risk)


def hours(number: int, *, risk: float = 4) -> PromiseRule:
    return PromiseRule(name="reply", service_hours=number, at_risk_hours=risk)


@pytest.mark.parametrize(
    ("rule", "office", "made", "due_on", "due_at"),
    [
        pytest.param(days(2), "bauordnung", "2026-11-23T10:00", "2026-11-25", "2026-11-26T00:00", id="Mo → Mi 24:00"),
        pytest.param(days(2), "bauordnung", "2026-11-23T00:00", "2026-11-25", "2026-11-26T00:00", id="at midnight"),
        pytest.param(days(2), "bauordnung", "2026-11-23T23:59", "2026-11-25", "2026-11-26T00:00", id="before midnight"),
        pytest.param(days(1), "bauordnung", "2026-11-23T10:00", "2026-11-24", "2026-11-25T00:00", id="one day"),
        pytest.param(days(2), "samstags", "2026-06-06T11:00", "2026-06-09", "2026-06-10T00:00", id="open on Saturdays"),
        pytest.param(days(2), "bauordnung", "2026-02-12T10:00", "2026-02-16", "2026-02-17T00:00", id="Altweiber"),
        pytest.param(days(2, closings=True), "bauordnung", "2026-02-12T10:00", "2026-02-17", "2026-02-18T00:00",
                     id="Altweiber, closings extend: half a day does not"),
        pytest.param(days(2), "bauordnung", "2026-04-02T10:00", "2026-04-08", "2026-04-09T00:00", id="Easter"),
        pytest.param(days(2), "bauordnung", "2026-06-03T10:00", "2026-06-08", "2026-06-09T00:00", id="Fronleichnam"),
        pytest.param(days(2), "bauordnung", "2026-12-23T10:00", "2026-12-28", "2026-12-29T00:00", id="Christmas"),
        pytest.param(days(2, closings=True), "bauordnung", "2026-12-23T10:00", "2027-01-05", "2027-01-06T00:00",
                     id="Christmas, closings extend"),
        pytest.param(days(2), "bauordnung", "2026-03-27T10:00", "2026-03-31", "2026-04-01T00:00", id="clock forward"),
        pytest.param(days(1), "bauordnung", "2026-10-23T10:00", "2026-10-26", "2026-10-27T00:00", id="clock back"),
        pytest.param(days(2), "unbekannt", "2026-11-23T10:00", "2026-11-25", "2026-11-26T00:00", id="hours unknown"),
        pytest.param(hours(4), "bauordnung", "2026-11-23T10:00", "2026-11-24", "2026-11-24T10:00",
                     id="4 service hours"),
        pytest.param(hours(2), "bauordnung", "2026-11-23T10:30", "2026-11-23", "2026-11-23T12:30", id="to the closing"),
        pytest.param(hours(4), "bauordnung", "2026-11-23T20:00", "2026-11-24", "2026-11-24T12:30", id="made at night"),
        pytest.param(hours(24), "bauordnung", "2026-11-23T10:00", "2026-12-03", "2026-12-03T10:00",
                     id="24 service hours"),
        pytest.param(hours(4), "bauordnung", "2026-02-12T10:00", "2026-02-17", "2026-02-17T10:30",
                     id="over Altweiber and Rosenmontag"),
        pytest.param(hours(24), "wache", "2026-11-23T00:00", "2026-11-23", "2026-11-24T00:00",
                     id="24:00 is that day's"),
        pytest.param(hours(24), "unbekannt", "2026-11-20T10:00", "2026-11-23", "2026-11-24T00:00",
                     id="service hours of nobody knows: the next working day"),
    ],
)  # fmt: skip
def test_a_promise_is_due_by_the_calendar_of_who_owes_it(
    rule: PromiseRule, office: str, made: str, due_on: str, due_at: str
) -> None:
    found = terms(rule, office, local(made))
    assert (found.due_on.isoformat(), found.due_at) == (due_on, local(due_at).astimezone(UTC))
    assert found.due_at.tzinfo is UTC
    assert found.clause == "§ 6.1"


@pytest.mark.parametrize(
    ("rule", "office", "made", "at_risk_at"),
    [
        pytest.param(days(2), "bauordnung", "2026-11-23T10:00", "2026-11-24T08:30",
                     id="due Wednesday, closed then: four hours before Tuesday's closing"),
        pytest.param(days(2, risk=5), "bauordnung", "2026-11-23T10:00", "2026-11-23T11:30", id="over two mornings"),
        pytest.param(days(2), "bauordnung", "2026-11-24T10:00", "2026-11-26T13:30", id="due Thursday afternoon"),
        pytest.param(days(2, risk=0), "bauordnung", "2026-11-23T10:00", "2026-11-24T12:30", id="none: at the closing"),
        pytest.param(days(2, risk=0.5), "bauordnung", "2026-11-23T10:00", "2026-11-24T12:00", id="half an hour"),
        pytest.param(days(1), "bauordnung", "2026-11-24T12:00", "2026-11-24T12:00", id="never before it was made"),
        pytest.param(days(1), "bauordnung", "2026-11-27T10:00", "2026-11-30T08:30", id="over the weekend"),
        pytest.param(days(1), "samstags", "2026-11-24T10:00", "2026-11-24T10:00", id="not open until then: at once"),
        pytest.param(hours(8), "bauordnung", "2026-11-23T08:30", "2026-11-24T08:30", id="service hours"),
        pytest.param(hours(2), "bauordnung", "2026-11-23T10:00", "2026-11-23T10:00", id="shorter than the warning"),
        pytest.param(days(2), "unbekannt", "2026-11-23T10:00", "2026-11-25T20:00", id="hours unknown: plain hours"),
    ],
)  # fmt: skip
def test_it_is_at_risk_so_many_opening_hours_before_the_last_closing(
    rule: PromiseRule, office: str, made: str, at_risk_at: str
) -> None:
    assert terms(rule, office, local(made)).at_risk_at.astimezone(BERLIN) == local(at_risk_at)


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),  # noqa: DTZ001
    st.sampled_from([days(1), days(2), days(20, closings=True), hours(1), hours(24), days(1, risk=0)]),
    st.sampled_from(["bauordnung", "samstags", "wache", "unbekannt"]),
)
def test_no_promise_is_due_or_at_risk_before_it_was_made(at: datetime, rule: PromiseRule, office: str) -> None:
    found = terms(rule, office, at)
    assert at <= found.at_risk_at <= found.due_at
    assert at < found.due_at
    assert found.due_on == (found.due_at - timedelta(microseconds=1)).astimezone(BERLIN).date()


def test_what_was_counted_with_is_frozen_and_gives_the_same_date_again() -> None:
    made = local("2026-12-23T10:00")
    found = terms(days(2, closings=True), "bauordnung", made)
    again = WorkCalendar.from_dict(found.calendar)  # type: ignore[arg-type]  # plain JSON, as it comes from the row
    assert again.promise_due(made, 2) == found.due_at
    assert "2026-12-28" in found.calendar["holidays"]
    assert "2026-02-16" not in found.calendar["holidays"], "only the days between"


@pytest.mark.parametrize(
    ("office", "minutes"),
    [
        pytest.param("bauordnung", 150 + 240, id="the rest of Monday and Tuesday morning"),
        pytest.param("samstags", 0, id="not open once before it is due"),
        pytest.param("unbekannt", None, id="nobody knows"),
    ],
)
def test_the_desk_sees_how_long_the_office_is_open_until_then(office: str, minutes: int | None) -> None:
    assert terms(days(2), office, local("2026-11-23T10:00")).open_minutes == minutes


@pytest.mark.parametrize(
    ("made", "due_on"),
    [
        pytest.param("2026-11-23T10:00", date(2027, 1, 18), id="the-same-weekday"),
        pytest.param("2026-10-24T10:00", date(2026, 12, 21), id="saturday-moves-to-monday"),
        pytest.param("2026-10-30T10:00", date(2026, 12, 28), id="christmas-moves-on"),
        pytest.param("2026-09-07T23:30", date(2026, 11, 2), id="over-the-end-of-summer-time"),
    ],
)
def test_weeks_end_with_the_day_of_that_name_or_the_next_working_day(made, due_on):
    rule = PromiseRule(name="genehmigung", weeks=8)
    given = terms(rule, "bauordnung", local(made))
    assert given.due_on == due_on
    assert given.due_at == local(f"{due_on + timedelta(days=1)}T00:00").astimezone(UTC)
    assert given.working_days is None


@pytest.mark.parametrize(
    ("rule", "office", "made", "last_open_at"),
    [
        pytest.param(days(2), "bauordnung", "2026-11-24T10:00", "2026-11-26T17:30", id="the due day's closing"),
        pytest.param(days(1), "bauordnung", "2026-11-24T10:00", "2026-11-24T12:30", id="closed on the due day"),
        pytest.param(days(1), "bauordnung", "2026-11-24T13:00", None, id="opens no more"),
        pytest.param(hours(8), "bauordnung", "2026-11-24T10:00", None, id="due in its hours"),
        pytest.param(days(2), "unbekannt", "2026-11-24T10:00", None, id="unknown hours"),
        pytest.param(days(2), "wache", "2026-11-24T10:00", None, id="never closes"),
    ],
)
def test_the_last_closing_before_it_is_due(rule: PromiseRule, office: str, made: str, last_open_at: str | None) -> None:
    found = terms(rule, office, local(made)).last_open_at
    assert found == (local(last_open_at) if last_open_at else None)
