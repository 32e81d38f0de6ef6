"""Planning in the browser: typed, pasted, measured, and what cannot be."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from servicecenter.access.model import Role
from servicecenter.contacts import store as contacts
from tests.conftest import MONDAY


@pytest.fixture
async def sven(enter):
    return await enter(Role.SUPERVISOR, "sven.super")


@pytest.fixture
async def monday_before(program):
    """Six calls at ten, each handled for three minutes."""
    begins = MONDAY - timedelta(days=7)
    async with program.db.write() as session:
        for second in range(6):
            await contacts.add(
                session, municipality="geldern", channel="telephone", state="closed", opened_at=begins,
                taken_at=begins + timedelta(seconds=second * 5), closed_at=begins + timedelta(seconds=second * 5 + 180),
                outcome="answered", handbook=date(2026, 1, 1), stage=3,
            )  # fmt: skip


def asked(**given):
    return "/planning?" + urlencode(given)


async def test_nothing_measured_says_what_to_do(sven):
    seen = await sven.get("/planning")
    assert seen.status == 200
    assert "nichts gemessen" in seen


async def test_what_was_measured_becomes_the_forecast(sven, monday_before):
    seen = await sven.get(asked(municipality="geldern", weekday=0))
    for words in ("10:00;6", 'value="180"', 'value="20"', "83,3 %", "an 1 Tag", "Niemand legt auf", "Schwund 30,0 %"):
        assert words in seen.html, words


async def test_a_typed_forecast_is_reckoned_with(sven):
    given = {
        "source": "typed", "forecast": "08:00;50", "handling": "180", "within": "20", "target": "80", "shrinkage": "30",
        "occupied": "100",
    }  # fmt: skip
    seen = await sven.get(asked(**given))
    for words in ("<b>8</b>", "<b>12</b>", "88,0 %", "10 s"):
        assert words in seen.html, words
    export = (await sven.get(asked(**given).replace("/planning?", "/planning.csv?"))).html
    assert "08:00;50,0;5,00;8;12;88,0;10,0;62,5;;;;" in export
    assert "kraefte" in (await sven.get("/planning-dictionary.csv")).html


@pytest.mark.parametrize(
    ("given", "field", "why"),
    [
        ({"source": "typed", "forecast": "08:00;50\nviel"}, "forecast", "Zeile 2"),
        ({"source": "typed"}, "forecast", "Zeile 1"),
        ({"handling": "0"}, "handling", "1 bis 36000"),
        ({"within": "bald"}, "within", "0 bis 3600"),
        ({"target": "100"}, "target", "1 bis 99,9"),
        ({"shrinkage": "nan"}, "shrinkage", "0 bis 90"),
        ({"occupied": "inf"}, "occupied", "10 bis 100"),
        ({"source": "typed", "forecast": "08:00;9999", "handling": "36000"}, "forecast", "wären es mehr"),
    ],
)
async def test_a_fault_is_told_at_its_field_and_loses_nothing(sven, given, field, why):
    seen = await sven.get(asked(**given))
    assert seen.status == 422
    assert f'id="f-{field}-error"' in seen.html
    assert why in seen
    assert (await sven.get(asked(**given).replace("/planning?", "/planning.csv?"))).status == 422


async def test_a_controller_plans_for_its_own_municipality_alone(enter, monday_before):
    hagen = await enter(Role.CONTROLLER, "hanna.hagen", municipality="hagen")
    assert "nichts gemessen" in await hagen.get("/planning")
    assert (await hagen.get(asked(municipality="geldern"))).status == 404


async def test_an_agent_has_no_business_here(enter):
    anna = await enter(Role.AGENT, "anna.agent")
    assert (await anna.get("/planning")).status == 403
