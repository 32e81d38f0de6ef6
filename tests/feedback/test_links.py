from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from servicecenter.feedback.links import (
    AGAIN,
    ANSWERED_WORDS,
    EVERY,
    Answered,
    Link,
    LinkCheck,
    Probed,
    checked,
    links_of,
)
from servicecenter.knowledgebase.model import Article, Source

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KNOWN = LinkCheck(1, Link("geldern", "a", "https://a.example/"), AT)


def test_the_links_of_an_article_are_its_online_service_its_sources_and_those_of_its_text() -> None:
    article = Article(
        "hund", "geldern", online_service="https://online.example/hund",
        source=(Source("Gesetz"), Source("Stadt", "https://stadt.example/hund")),
        details="Siehe [hier](https://stadt.example/hund) und [dort](<https://b.example/x>), <https://c.example>; "
                "[nicht hier](/inbox), [nicht da](mailto:a@b.example)",
    )  # fmt: skip
    assert [link.url for link in links_of(article)] == [
        "https://online.example/hund", "https://stadt.example/hund", "https://b.example/x", "https://c.example",
    ]  # fmt: skip
    assert {(link.holder, link.article) for link in links_of(article)} == {("geldern", "hund")}
    assert list(links_of(Article("leer", "geldern"))) == []


def test_since_when_it_fails_is_kept_and_forgotten_when_it_answers() -> None:
    first = checked(KNOWN, Probed(Answered.GONE, 404), AT)
    assert (first.failing_since, first.due_at, first.checked_at) == (AT, AT + AGAIN, AT)
    later = checked(first, Probed(Answered.SILENT), AT + AGAIN)
    assert later.failing_since == AT
    healed = checked(later, Probed(Answered.OK, 200), AT + timedelta(days=1))
    assert (healed.failing_since, healed.due_at) == (None, AT + timedelta(days=1) + EVERY)


@pytest.mark.parametrize("answered", [Answered.OK, Answered.MOVED, Answered.REFUSED, Answered.PRIVATE])
def test_what_is_no_failure(answered: Answered) -> None:
    assert checked(replace(KNOWN, failing_since=AT), Probed(answered), AT).failing_since is None


def test_every_answer_has_words() -> None:
    assert set(ANSWERED_WORDS) == set(Answered)
