import pytest

from servicecenter.telephony.ari.client import AsteriskAway
from servicecenter.telephony.ari.model import Reply, Request
from tests.telephony.ari.door import until

HANG_UP = Request("DELETE", "channels/1.0?reason=normal")


async def test_a_request_carries_its_body_and_gives_back_what_was_answered(door):
    ari = door.ari()
    door.channels = [{"id": "1.0"}]
    assert await ari.ask(Request("GET", "channels")) == Reply(200, [{"id": "1.0"}])
    assert (await ari.ask(Request("POST", "bridges/b", {"type": "mixing"}))).is_done
    assert (door.asked[-1], door.bodies[-1]) == ("POST bridges/b", {"type": "mixing"})
    await ari.close()


@pytest.mark.parametrize("status", [400, 404, 409, 422, 500])
async def test_what_is_gone_or_done_already_is_an_ordinary_answer(door, status):
    door.wrong["channels"] = [status]
    ari = door.ari()
    reply = await ari.ask(HANG_UP)
    assert (reply.status, reply.is_done) == (status, False)
    await ari.close()


@pytest.mark.parametrize("status", [401, 403, 502, 503])
async def test_a_wrong_password_and_a_proxy_s_error_say_that_asterisk_is_away(door, status):
    door.wrong["channels"] = [status]
    ari = door.ari()
    with pytest.raises(AsteriskAway, match=str(status)):
        await ari.ask(HANG_UP)
    await ari.close()


async def test_an_asterisk_that_answers_too_slowly_is_away(door):
    door.wrong["channels"] = [5.0]
    ari = door.ari(timeout=0.1)
    with pytest.raises(AsteriskAway, match="TimeoutError"):
        await ari.ask(HANG_UP)
    await ari.close()


async def test_an_asterisk_that_is_not_there_is_away(door):
    door.port = 1
    ari = door.ari()
    with pytest.raises(AsteriskAway):
        await ari.ask(HANG_UP)
    with pytest.raises(AsteriskAway):
        async with ari.events():
            pass
    await ari.close()


async def test_an_answer_that_is_no_json_is_no_answer_to_rely_on(door):
    door.wrong["channels"] = ["<html>"]
    ari = door.ari()
    assert await ari.ask(Request("GET", "channels")) == Reply(200, None)
    await ari.close()


async def test_events_come_as_they_are_told_until_the_connection_ends(door):
    ari = door.ari()
    async with ari.events() as events:
        await until(lambda: door.sockets)
        await door.sockets[0].send_str("half a {")
        await door.tell(type="StasisEnd")
        assert await anext(events) == {"type": "StasisEnd"}
        await door.hang_up()
        assert [event async for event in events] == []
    await ari.close()


async def test_closing_the_events_lets_asterisk_know_at_once(door):
    ari = door.ari()
    async with ari.events():
        await until(lambda: door.sockets)
    await until(lambda: door.sockets[0].closed)
    await ari.close()
