from datetime import date

import pytest

from servicecenter.messages.tokens import LinkToken, ReplyToken, Side, Signer, parsed, reply_address

SIGNER, OTHER = Signer(b"key"), Signer(b"another key")
DAY = date(2026, 12, 23)
PLACE = ("geldern", "bauordnung")


def read(text: str) -> LinkToken:
    token = parsed(text)
    assert token is not None
    return token


def test_a_link_fits_its_ticket_at_its_place_and_nothing_else() -> None:
    text = SIGNER.link(17, PLACE, DAY)
    token = read(text)
    assert (token.ticket, token.expires_on) == (17, DAY)
    assert SIGNER.fits(token, PLACE)
    assert not SIGNER.fits(token, ("geldern", "steueramt")), "it has moved"
    assert not SIGNER.fits(token, ("wesel", "bauordnung"))
    assert not OTHER.fits(token, PLACE)
    assert not SIGNER.fits(read(text.replace("17-", "18-", 1)), PLACE)
    assert not SIGNER.fits(read(SIGNER.link(17, PLACE, date(2027, 1, 1)).rpartition("-")[0] + "-" + token.mac), PLACE)


@pytest.mark.parametrize("text", ["", "17", "17-20000-", "x" * 60, "17-20000-" + "1" * 32, "-1-2-" + "a" * 32])
def test_what_is_no_token_is_none(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize("side", list(Side))
def test_a_reply_address_names_ticket_and_side_in_whatever_capitals(side: Side) -> None:
    token = SIGNER.reply(17, side)
    assert SIGNER.replied(f"servicecenter+{token}") == ReplyToken(17, side)
    assert SIGNER.replied(f"ServiceCenter+{token}".upper()) == ReplyToken(17, side)
    assert OTHER.replied(token) is None
    assert SIGNER.replied(token.replace("t17", "t18")) is None


def test_an_address_fits_where_addresses_must() -> None:
    made = reply_address("servicecenter@kreis.example", SIGNER.reply(2**31 - 1, Side.CITIZEN), plus=True)
    assert made.startswith("servicecenter+t2147483647c")
    assert len(made.partition("@")[0]) <= 64
    named = reply_address("servicecenter@kreis.example", "t1c", plus=False)
    assert named == '"t1c" <servicecenter@kreis.example>'


def test_the_key_is_shown_nowhere() -> None:
    assert "key" not in repr(Signer(b"secret key")).replace("key=", "")
