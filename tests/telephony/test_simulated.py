import re

import pytest

from servicecenter.callbacks.numbers import parse
from servicecenter.telephony.simulated import NoTelephone, Scenario, SimulatedTelephone, scenarios

# Ranges the Bundesnetzagentur keeps for film and print (Mitteilung 148/2021).
FICTION = re.compile(
    r"\+49(3023125\d{3}|6990009\d{3}|4066969\d{3}|2214710\d{3}|8999998\d{3}"
    r"|15228817386|15228895456|15254599371|17139200\d{2}|1729925904|1729968532|1729973185|1729973186|1729980752"
    r"|1749091317|1749464308|176040690\d{2})"
)
SCRIPT = (
    Scenario("geldern", "+49 30 23125 017", "Mein Perso ist weg."),
    Scenario("atlantis", "+49 30 23125 018", "Hier ist alles nass."),
    Scenario("kreis-wesel", "", "Ich bin umgezogen."),
)
NUMBERS = {"geldern": "+49 30 23125 300", "kreis-wesel": "+49 40 66969 200"}


class Heard:
    """A handler that remembers what it was told."""

    def __init__(self) -> None:
        self.rang: list[tuple[str, str, str | None]] = []
        self.gone: list[str] = []

    async def ring(self, call: str, dialled: str, caller: str | None) -> None:
        self.rang.append((call, dialled, caller))

    async def hung_up(self, call: str) -> None:
        self.gone.append(call)


async def test_callers_ring_in_the_order_of_the_script_and_begin_again() -> None:
    heard = Heard()
    telephone = SimulatedTelephone(heard, NUMBERS, SCRIPT)
    said = [telephone.said(await telephone.ring_next()) for _ in range(3)]
    assert said == ["Mein Perso ist weg.", "Ich bin umgezogen.", "Mein Perso ist weg."]
    assert [(dialled, caller) for _, dialled, caller in heard.rang] == [
        ("+49 30 23125 300", "+49 30 23125 017"), ("+49 40 66969 200", None), ("+49 30 23125 300", "+49 30 23125 017"),
    ]  # fmt: skip
    assert len({call for call, _, _ in heard.rang}) == 3, "each call has an id of its own"


@pytest.mark.parametrize("numbers", [{}, {"elsewhere": "+49 30 23125 999"}])
async def test_where_nobody_has_a_number_nobody_rings(numbers: dict[str, str]) -> None:
    heard = Heard()
    telephone = SimulatedTelephone(heard, numbers, SCRIPT)
    assert await telephone.ring_next() is None
    assert heard.rang == []


async def test_what_is_said_survives_a_restart_and_a_new_municipality() -> None:
    telephone = SimulatedTelephone(Heard(), NUMBERS, SCRIPT)
    calls = [await telephone.ring_next() for _ in range(2)]
    after = SimulatedTelephone(Heard(), NUMBERS | {"atlantis": "+49 30 23125 301"}, SCRIPT)
    assert [after.said(call) for call in calls] == [telephone.said(call) for call in calls]


@pytest.mark.parametrize(
    "call",
    [None, "", "asterisk-1", "simulated-", "simulated-x-1", "simulated-99-ab", "simulated-²-ab", "simulated--1-a"],
)
def test_a_call_of_another_telephone_says_nothing(call: str | None) -> None:
    assert SimulatedTelephone(Heard(), NUMBERS, SCRIPT).said(call) == ""
    assert NoTelephone().said(call) == ""


async def test_either_side_may_hang_up() -> None:
    heard = Heard()
    telephone = SimulatedTelephone(heard, NUMBERS, SCRIPT)
    await telephone.hang_up("simulated-0-a")
    await telephone.end("simulated-0-b")
    await NoTelephone().end("desk")
    assert heard.gone == ["simulated-0-a", "simulated-0-b"]
    assert telephone.is_simulated
    assert not NoTelephone.is_simulated


def test_every_caller_has_a_number_kept_for_fiction() -> None:
    strange = [s.caller for s in scenarios() if s.caller and not FICTION.fullmatch(parse(s.caller))]
    assert strange == []
    assert any(not scenario.caller for scenario in scenarios()), "and one withholds it"
    assert all(scenario.says.strip() for scenario in scenarios())
