"""Which words show a gap, without a search engine: nothing is found, so only what may be kept decides."""

import pytest

from servicecenter.contacts import missing
from servicecenter.contacts.model import Outcome
from servicecenter.knowledgebase.service import KnowledgeBase
from tests.contacts.conftest import ANNA, Centre, NoSearch


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        pytest.param("zwerghamster", "zwerghamster", id="found nothing"),
        pytest.param("Frau Weber", "", id="a person"),
        pytest.param("witwenrente", "", id="social"),
        pytest.param("", "", id="nothing typed"),
    ],
)
async def test_after_a_search(centre: Centre, query: str, kept: str) -> None:
    contact = await centre.called()
    rulebook = centre.desk.rulebook(contact)
    assert await missing.after_search(contact, rulebook, centre.desk.knowledge, query) == kept


async def test_at_the_end_the_words_last_searched_count_else_those_of_the_article_that_was_none(
    centre: Centre,
) -> None:
    contact = await centre.asked("hundesteuer")
    rulebook, knowledge = centre.desk.rulebook(contact), centre.desk.knowledge
    assert await missing.at_end(contact, rulebook, knowledge, Outcome.TICKET, "zwerghamster") == ""
    rejected = await centre.desk.reject(ANNA, contact.id)
    assert await missing.at_end(rejected, rulebook, knowledge, Outcome.TICKET, "zwerghamster") == "zwerghamster"
    assert await missing.at_end(rejected, rulebook, knowledge, Outcome.TICKET, "") == ""
    assert await missing.at_end(rejected, rulebook, knowledge, Outcome.NO_CONCERN, "zwerghamster") == ""


async def test_without_words_the_leistung_is_named_that_has_no_article(centre: Centre) -> None:
    contact = await centre.called()
    known = await centre.desk.learn(ANNA, contact.id, leistung="baugenehmigung")
    rulebook, empty = centre.desk.rulebook(known), KnowledgeBase(centre.db, NoSearch())
    assert await missing.at_end(known, rulebook, empty, Outcome.TICKET, "") == "Baugenehmigung und Bauantrag"
    assert await missing.at_end(known, rulebook, centre.desk.knowledge, Outcome.TICKET, "") == ""
