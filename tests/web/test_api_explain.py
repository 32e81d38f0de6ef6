"""Any case explained to a program, in the shape the command line prints."""

import pytest

from servicecenter.access.model import Role
from servicecenter.routing.explained import explained
from servicecenter.web.program import Program
from tests.routing.books import decided
from tests.web.asking import Asking, Client, new

AT = "2026-11-23T10:00"


@pytest.fixture
async def agent(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.AGENT, "anna.agent")


@pytest.mark.parametrize("leistung", ["hundesteuer", "fuehrerschein-umtausch", "notfall"])
async def test_the_answer_is_what_the_command_line_prints(agent: Asking, leistung: str) -> None:
    told = await agent.get("/explain", municipality="geldern", leistung=leistung, at=AT)
    known = explained(decided("geldern", leistung, has_article=True))
    assert told.pop("facts") | {"at": ""} == known.pop("facts") | {"at": ""}
    assert told == known


async def test_everything_that_can_be_supposed_is_taken(agent: Asking) -> None:
    told = await agent.get(
        "/explain", municipality="geldern", text="hund anmelden", district="Pont", business="true", person="Hundert",
        at="2026-11-23T09:00:00+00:00", stage=1, away="steueramt", waiting=3, longest=20,
    )  # fmt: skip
    assert told["facts"] == {
        "at": "2026-11-23T09:00:00Z", "leistung": "hundesteuer", "district": "Pont", "business": True,
        "person": "Hundert", "stage": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"leistung": "einhorn", "away": "mondamt"}, ["leistung", "away"]),
        ({"at": "gestern"}, ["at"]),
        ({"longest": 60}, ["waiting"]),
        ({"stage": "drei"}, ["stage"]),
        ({"business": "ja"}, ["business"]),
    ],
)
async def test_each_fault_names_its_field(agent: Asking, given: dict[str, str], fields: list[str]) -> None:
    problem = await agent.get("/explain", expect=422, municipality="geldern", **given)
    assert [fault["field"] for fault in problem["details"]["fields"]] == fields


async def test_what_may_not_be_seen_does_not_exist(client: Client, program: Program) -> None:
    karla = await new(client, program, Role.CONTROLLER, "karla", municipality="geldern")
    assert (await karla.get("/explain", municipality="geldern", at=AT))["plan"]
    await karla.get("/explain", expect=404, municipality="kreis-wesel", at=AT)
    await karla.get("/explain", expect=404, municipality="geldern", at="2019-05-01")
    admin = await new(client, program, Role.ADMIN, "ada.admin")
    await admin.get("/explain", expect=403, municipality="geldern")
