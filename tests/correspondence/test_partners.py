"""The chamber's reply, by real mail: at its part of the case, once, and only from the address that was asked."""

import pytest

from servicecenter.cases.model import BusinessCase
from servicecenter.clock import FixedClock
from tests.cases.conftest import LOTTE, Town, part_named

from .conftest import Post

CHAMBER = "info@sihk.example"
GIVEN = {"given_by": "Maria Muster", "how": "phone", "covers": ("business", "concern")}


@pytest.fixture
async def town(post: Post, clock: FixedClock) -> Town:
    return Town(post.program, clock)


@pytest.fixture
async def asked(town: Town, post: Post) -> BusinessCase:
    case = await town.opened(("bauberatung", "kammer"))
    part = part_named(case, "kammer").id
    await town.program.consents.give(LOTTE, case.case_number, part, **GIVEN)
    await town.program.consents.ask(LOTTE, case.case_number, part)
    await post.program.outbox.run()
    return case


async def answer(town: Town, case: BusinessCase) -> str:
    return part_named((await town.view(case)).case, "kammer").answer


async def test_its_reply_is_its_answer(town: Town, post: Post, asked: BusinessCase) -> None:
    await post.deliver(post.reply(post.last(CHAMBER), "Unterrichtung am 2. Dezember."))
    assert await answer(town, asked) == "Unterrichtung am 2. Dezember."
    assert "partner-answered" in await town.acts(asked)
    assert await post.held() == []


async def test_a_second_reply_is_for_a_person(town: Town, post: Post, asked: BusinessCase) -> None:
    for text in ("Unterrichtung am 2. Dezember.", "Doch am 3. Dezember."):
        await post.deliver(post.reply(post.last(CHAMBER), text))
    assert await answer(town, asked) == "Unterrichtung am 2. Dezember."
    assert [each.text for each in await post.held()] == ["Doch am 3. Dezember."]


async def test_a_stranger_who_knows_the_mail_answers_nothing(town: Town, post: Post, asked: BusinessCase) -> None:
    await post.deliver(post.reply(post.last(CHAMBER), "Alles genehmigt.", sender="fremd@anderswo.example"))
    assert await answer(town, asked) == ""
    assert [each.text for each in await post.held()] == ["Alles genehmigt."]
