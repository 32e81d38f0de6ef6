"""The measurement once, small: that it runs and says what it measured. No figure is judged here."""

import pytest

from servicecenter.bench.tickets import Size, measure
from servicecenter.commands.bench import prepare
from servicecenter.database import Database
from servicecenter.settings import Settings

SMALL = Size(tickets=60, own=20, asked=4, made=8)


@pytest.mark.each_database
async def test_a_full_inbox_and_tickets_through_http(settings: Settings, db: Database) -> None:
    figures = await measure("hier", settings, SMALL, prepare)
    assert [figure.asked for figure in figures] == ["≥ 200 je s", "", "≤ 30 ms"]
    assert all(figure.value > 0 and figure.peer_value for figure in figures)
