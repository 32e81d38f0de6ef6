"""The telephone's figures in the browser."""

from datetime import timedelta

import pytest

from servicecenter.access.model import Role
from servicecenter.contacts.model import Outcome
from servicecenter.telephony.pbx.reading import read
from tests.conftest import MONDAY

GELDERN = "030 23125 300"


@pytest.fixture
async def called(program, agent, clock):
    """One answered in twelve seconds, one given up; told by a PBX."""
    _, token = await program.pbxes.add("Rathaus", "geldern", by=None)

    async def tell(event, call, **fields):
        given = {"event": event, "callId": call, "direction": "in", "from": "02831 398123", "to": GELDERN} | fields
        await program.webhooks.receive(token, read(given))

    await tell("newCall", "1")
    clock.advance(timedelta(seconds=12))
    await tell("answer", "1", user="anna.agent")
    contact = await program.desk.mine(agent)
    clock.advance(timedelta(seconds=60))
    await tell("hangup", "1")
    await program.desk.close(agent, contact.id, Outcome.REFERRED)
    await tell("newCall", "2")
    clock.advance(timedelta(seconds=40))
    await tell("hangup", "2", cause="cancel")
    return tell


@pytest.fixture
async def sven(enter):
    return await enter(Role.SUPERVISOR, "sven.super")


async def test_the_month_is_printed_with_its_definition(sven, called):
    seen = await sven.get("/board/telephone")
    for words in ("100,0 %", "1 von 1", "50,0 %", "1 von 2", "12 s", "binnen 20 Sekunden", "§ 8.1", "Stadt Geldern"):
        assert words in seen, words


async def test_a_day_is_shown_by_half_hours(sven, called):
    seen = await sven.get(f"/board/telephone?day={MONDAY:%Y-%m-%d}&municipality=geldern")
    assert "10:00–10:30" in seen
    assert "Zurück zum Monat" in seen


async def test_an_empty_month_says_so(sven):
    assert "Keine Anrufe" in await sven.get("/board/telephone?month=2025-01")


@pytest.mark.parametrize("query", ["day=heute", "month=2026-13", "day=0001-01-01", "month=0001-01", "day=9999-12-31"])
async def test_an_unreadable_day_is_refused(sven, query):
    for path in ("/board/telephone", "/board/telephone.csv"):
        assert (await sven.get(f"{path}?{query}")).status == 422


async def test_the_export_and_its_dictionary(sven, called):
    text = (await sven.get("/board/telephone.csv?month=2026-11")).html
    assert "2026-11-23T10:00+01:00;30;geldern;2;1;1;1;0;0;0;0;1;1;80;20;" in text
    assert "servicelevel_formel" in (await sven.get("/board/telephone-dictionary.csv")).html


async def test_a_controller_sees_its_own_municipality_alone(enter, called):
    hagen = await enter(Role.CONTROLLER, "hanna.hagen", municipality="hagen")
    assert "Keine Anrufe" in await hagen.get("/board/telephone")
    assert (await hagen.get("/board/telephone?municipality=geldern")).status == 404


async def test_a_flood_is_told_on_the_board(sven, called):
    assert "nicht vermittelt" not in await sven.get("/board")
    for number in range(12):
        await called("newCall", f"flood-{number}")
    seen = await sven.get("/board")
    assert "nicht vermittelt" in seen
    assert "zu viele von einer Nummer" in seen
