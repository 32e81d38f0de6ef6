"""Telefonanlagen: made with an address shown once, renewed, switched off, revoked."""

import re

import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.telephony.pbx.model import TokenUnknown
from servicecenter.telephony.pbx.reading import read

SYSTEM = Scope.system("test")
ADDRESS = re.compile(r"<code>http[^<]*/api/v1/cti/([\w-]+)</code>")
CALL = read({"event": "hangup", "callId": "1", "direction": "in"})


async def test_an_empty_list_says_what_to_do(ada):
    assert "Noch keine Telefonanlage." in (await ada.get("/pbx")).html


async def test_an_address_is_shown_once_and_works(ada, program):
    seen = await ada.post("/pbx", {"name": "Rathaus <b>", "municipality": "geldern", "shows_number": "true"})
    assert seen.status == 200
    found = ADDRESS.search(seen.html)
    assert found is not None
    assert "Rathaus &lt;b&gt;" in seen.html
    again = (await ada.get("/pbx")).html
    assert found[1] not in again
    assert "noch nichts gehört" in again
    await program.webhooks.receive(found[1], CALL)
    assert "verbunden" in (await ada.get("/pbx")).html
    (made,) = await program.pbxes.all(SYSTEM)
    assert (made.municipality, made.caller_id, made.is_central) == ("geldern", "+493023125300", False)


async def test_renewed_switched_off_and_revoked(ada, program):
    made, first = await program.pbxes.add("Rathaus", "geldern", by=None)
    renewed = ADDRESS.search((await ada.post(f"/pbx/{made.id}/renew")).html)
    assert renewed is not None
    with pytest.raises(TokenUnknown):
        await program.webhooks.receive(first, CALL)
    assert (await ada.post(f"/pbx/{made.id}/switch", {"is_on": "false"})).to == "/pbx"
    assert "ausgeschaltet" in (await ada.get("/pbx")).html
    assert (await ada.post(f"/pbx/{made.id}/revoke")).to == "/pbx"
    assert "widerrufen" in (await ada.get("/pbx")).html
    assert (await ada.post(f"/pbx/{made.id}/renew")).status == 409
    assert (await ada.post("/pbx/999/renew")).status == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [({"name": "", "municipality": "geldern"}, "name"), ({"name": "A", "municipality": "atlantis"}, "municipality")],
)
async def test_a_fault_is_told_at_its_field_and_loses_nothing(ada, program, given, field):
    seen = await ada.post("/pbx", given)
    assert seen.status == 422
    assert f'id="f-{field}-error"' in seen.html
    assert await program.pbxes.all(SYSTEM) == []


async def test_calls_on_numbers_of_others_are_shown(ada, program):
    _, token = await program.pbxes.add("Rathaus", "geldern", by=None)
    told = {"event": "newCall", "callId": "1", "direction": "in", "to": "030 23125 500"}
    with pytest.raises(Exception, match="anderen Kommune"):
        await program.webhooks.receive(token, read(told))
    assert "1 auf fremden Nummern" in (await ada.get("/pbx")).html


async def test_an_agent_has_no_business_here(enter):
    anna = await enter(Role.AGENT, "anna.agent")
    assert (await anna.get("/pbx")).status == 403
