"""Whom a clause wants told and when, as tables."""

from datetime import date, datetime
from typing import Any

import pytest

from servicecenter.agreements.model import Agreement, Escalation, Handbook
from servicecenter.directory.calendars import BERLIN, Calendars
from servicecenter.directory.model import Directory
from servicecenter.promises.escalation import Told, addressees, opens_anywhere, opens_at
from servicecenter.promises.states import Level

MORNINGS = [("08:30", "12:30")]
WEEK = ("mon", "tue", "wed", "thu", "fri")
OFFICE = {"body": "geldern", "calendar": "bau"}
DIRECTORY = Directory.model_validate(
    {
        "municipality": {"id": "geldern", "name": "Stadt Geldern", "short": "Geldern", "ags": "05154012",
                         "status": "mittlere"},
        "calendar": [
            {"id": "bau", **dict.fromkeys(WEEK, MORNINGS)},
            {"id": "kern", **{day: [("08:00", "16:30")] for day in WEEK}},
            {"id": "nie"},
        ],
        "closing": [{"first": date(2026, 12, 28), "last": date(2026, 12, 31), "reason": "zwischen den Jahren"}],
        "body": [{"id": "ihk", "name": "IHK"}],
        "office": [
            {"id": "bauordnung", "name": "Bauordnung", "email": "bau@g.example", "deputy": "planung", **OFFICE},
            {"id": "planung", "name": "Planung", "email": "plan@g.example", **OFFICE},
            {"id": "archiv", "name": "Archiv", "deputy": "planung", **OFFICE},
            {"id": "wache", "body": "geldern", "name": "Wache", "email": "wache@g.example", "calendar": "nie"},
            {"id": "kammer", "body": "ihk", "name": "IHK", "email": "info@ihk.example"},
        ],
    }
)  # fmt: skip
CALENDARS = Calendars(DIRECTORY)
OWNER = Told("owner", "bauordnung", "bau@g.example")
DEPUTY = Told("deputy", "planung", "plan@g.example")
CENTRE = Told("supervisor", None, "aufsicht@w.example")
ALL_THREE = Escalation(at_risk=("owner",), due=("deputy", "supervisor"), breached=("owner", "deputy", "supervisor"))


def agreement(*sides: str) -> Agreement:
    return Agreement.model_validate(
        {
            "municipality": "geldern", "operator": "kreis-wesel", "title": "V", "legal_basis": "§ 23",
            "in_force_on": date(2022, 5, 12), "numbers": (), "stage": (),
            "contact": [{"side": side, "name": side, "email": "aufsicht@w.example"} for side in sides],
        }
    )  # fmt: skip


def handbook(**clause: Any) -> Handbook:
    return Handbook.model_validate(
        {"municipality": "geldern", "title": "H", "valid_from": date(2026, 1, 1),
         "clause": [{"number": "1", **clause}]}
    )  # fmt: skip


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("level", "owner", "told"),
    [
        pytest.param(Level.AT_RISK, "bauordnung", [OWNER], id="the owner"),
        pytest.param(Level.DUE, "bauordnung", [DEPUTY, CENTRE], id="deputy and supervisor"),
        pytest.param(Level.BREACHED, "bauordnung", [OWNER, DEPUTY, CENTRE], id="all three"),
        pytest.param(Level.AT_RISK, "archiv", [Told("owner", "archiv", ""), CENTRE], id="an owner without e-mail"),
        pytest.param(Level.DUE, "planung", [Told("deputy", None, ""), CENTRE], id="nobody stands in"),
        pytest.param(Level.AT_RISK, "kammer", [Told("owner", "kammer", ""), CENTRE], id="a body outside gets no mail"),
        pytest.param(Level.AT_RISK, "gone", [Told("owner", None, ""), CENTRE], id="an office that is gone"),
    ],
)
def test_each_level_tells_whom_the_clause_names(level: Level, owner: str, told: list[Told]) -> None:
    assert list(addressees(ALL_THREE, level, DIRECTORY, agreement("geldern", "operator"), owner)) == told


def test_a_centre_nobody_can_write_to_sees_it_on_the_screen() -> None:
    told = addressees(ALL_THREE, Level.DUE, DIRECTORY, agreement("geldern"), "bauordnung")
    assert list(told) == [DEPUTY, Told("supervisor", None, "")]


def test_a_handbook_without_a_clause_tells_the_owner_then_the_supervisor() -> None:
    rule = handbook().escalation()
    assert (rule.at_risk, rule.due, rule.breached) == (("owner",), (), ("owner", "supervisor"))
    assert handbook(escalation={"at_risk": ["deputy"]}).escalation().at_risk == ("deputy",)


@pytest.mark.parametrize(
    ("office", "at", "opens"),
    [
        pytest.param("bauordnung", "2026-11-25T08:30", "2026-11-25T08:30", id="open"),
        pytest.param("bauordnung", "2026-11-25T12:30", "2026-11-26T08:30", id="closed for today"),
        pytest.param("bauordnung", "2026-11-26T00:00", "2026-11-26T08:30", id="midnight"),
        pytest.param("bauordnung", "2026-11-27T13:00", "2026-11-30T08:30", id="the weekend"),
        pytest.param("bauordnung", "2026-12-24T13:00", "2027-01-04T08:30", id="Christmas, local closings, New Year"),
        pytest.param(None, "2026-11-25T12:30", "2026-11-25T12:30", id="the supervisor in the service hours"),
        pytest.param(None, "2026-11-25T16:30", "2026-11-26T08:00", id="the supervisor after them"),
        pytest.param("kammer", "2026-11-25T03:00", "2026-11-25T08:00", id="unknown hours: the service hours"),
        pytest.param("wache", "2026-11-25T03:00", "2026-11-25T08:00", id="never open: ordinary hours"),
    ],
)
def test_nobody_is_told_out_of_hours(office: str | None, at: str, opens: str) -> None:
    found = opens_at(CALENDARS, handbook(hours="kern"), DIRECTORY.offices.get(office or ""), local(at))
    assert found == local(opens)


def test_where_nobody_wrote_down_hours_ordinary_ones_hold_without_holidays() -> None:
    assert opens_at(CALENDARS, handbook(), None, local("2026-12-24T17:00")) == local("2026-12-28T08:00")
    assert opens_anywhere(local("2026-11-28T12:00")) == local("2026-11-30T08:00")
