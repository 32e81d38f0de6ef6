import re

import pytest

from servicecenter.access.errors import PasswordTooWeak
from servicecenter.access.passwords import Passwords, check_new_password, first_password

OLD = "rumo-tafi-solu-bede"


@pytest.fixture
def cheap() -> Passwords:
    return Passwords(memory_kib=8, rounds=1)


@pytest.mark.parametrize(
    ("new", "says"),
    [
        pytest.param("", "0 von mindestens 12", id="empty"),
        pytest.param("elf Zeichen", "11 von mindestens 12", id="too short"),
        pytest.param("x1Ä-ß" * 41, "205 von höchstens 200", id="too long"),
        pytest.param(OLD, "ist das bisherige", id="the old one"),
        pytest.param("M.Beispiel-Geldern", "ist der Anmeldename", id="the login"),
        pytest.param("aaaaaaaabbbb", "weniger als 5 verschiedenen", id="few characters"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(new: str, says: str) -> None:
    with pytest.raises(PasswordTooWeak, match=re.escape(says)) as refused:
        check_new_password(new, "m.beispiel-geldern", OLD)
    assert refused.value.details == {"field": "new"}
    assert refused.value.what
    assert refused.value.why
    assert refused.value.now


@pytest.mark.parametrize("new", ["Kran Amsel Holz Brücke", "elf Zeichen!", "x" * 195 + "abcde"])
def test_a_good_password_is_taken(new: str) -> None:
    check_new_password(new, "m.beispiel", OLD)


def test_a_first_password_can_be_read_aloud_and_is_strong_enough() -> None:
    password = first_password()
    assert re.fullmatch(r"([bdfghklmnprstwz][aeiou]){2}(-([bdfghklmnprstwz][aeiou]){2}){3}", password)
    assert len({first_password() for _ in range(500)}) == 500


async def test_only_the_right_password_is_right(cheap: Passwords) -> None:
    stored = await cheap.hash("Kran Amsel Holz")
    assert stored.startswith("$argon2id$")
    assert await cheap.is_right("Kran Amsel Holz", stored)
    assert not await cheap.is_right("Kran Amsel Holz ", stored)
    assert not await cheap.is_right("", stored)


async def test_an_umlaut_is_the_same_from_every_keyboard(cheap: Passwords) -> None:
    assert await cheap.is_right("Bru\u0308cke", await cheap.hash("Br\u00fccke"))


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "x" * 10_000])
async def test_odd_characters_break_nothing(cheap: Passwords, odd: str) -> None:
    assert await cheap.is_right(odd, await cheap.hash(odd))


@pytest.mark.parametrize("damaged", ["", "x", "$argon2id$v=19$m=8,t=1,p=1$", "$2b$12$abc"])
async def test_a_damaged_hash_is_never_right(cheap: Passwords, damaged: str) -> None:
    assert not await cheap.is_right("", damaged)


def test_the_shipped_parameters_are_those_of_owasp() -> None:
    assert "$m=19456,t=2,p=1$" in Passwords().nobodys


def test_a_hash_made_with_other_parameters_is_outdated(cheap: Passwords) -> None:
    assert not cheap.is_outdated(cheap.nobodys)
    assert Passwords(memory_kib=8, rounds=2).is_outdated(cheap.nobodys)
