from dataclasses import replace
from datetime import date

import pytest

from servicecenter.knowledgebase.model import COMMON, OVERRIDABLE, Article, ArticleStatus, Change, overlay

DAY = date(2026, 11, 23)
SHARED = Article("hund", COMMON, title="Hund", fee="je nach Ort", checked_on=DAY, synonyms=("Welpe",), sample=True)


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        pytest.param({}, True, id="released-unless-said"),
        pytest.param({"status": ArticleStatus.DRAFT}, False, id="draft"),
        pytest.param({"valid_from": DAY, "valid_until": DAY}, True, id="both-days-included"),
        pytest.param({"valid_from": date(2026, 11, 24)}, False, id="not-yet"),
        pytest.param({"valid_until": date(2026, 11, 22)}, False, id="no-longer"),
    ],
)
def test_when_an_article_holds(more, holds):
    assert Article("a", COMMON, **more).holds_on(DAY) is holds


def test_a_variant_wins_field_by_field():
    found = overlay("geldern", SHARED, Article("hund", "geldern", fee="90 Euro"))
    assert (found.id, found.article.title, found.article.fee, found.article.holder) == (
        "hund",
        "Hund",
        "90 Euro",
        "geldern",
    )
    assert found.variant
    assert found.inherited == frozenset(OVERRIDABLE) - {"fee"}


def test_that_the_common_text_was_checked_says_nothing_about_the_variant():
    assert overlay("geldern", SHARED, Article("hund", "geldern")).article.checked_on is None
    assert overlay("geldern", SHARED, Article("hund", "geldern", checked_on=date(2026, 1, 1))).article.checked_on


def test_an_empty_list_is_said_and_not_inherited():
    assert overlay("geldern", SHARED, Article("hund", "geldern", synonyms=())).article.synonyms == ()


def test_without_a_variant_everything_is_inherited():
    found = overlay("geldern", SHARED, None)
    assert (found.article, found.variant, found.inherited) == (SHARED, False, frozenset(OVERRIDABLE))


def test_an_article_of_its_own_inherits_nothing():
    own = Article("rathaus", "geldern")
    found = overlay("geldern", None, own)
    assert (found.article, found.variant, found.inherited) == (own, True, frozenset())


def test_nothing_cannot_be_overlaid():
    with pytest.raises(ValueError, match="neither"):
        overlay("geldern", None, None)


FEE = Change(date(2027, 1, 1), (("fee", "40 Euro"),))


@pytest.mark.parametrize(
    ("day", "fee", "to_come"),
    [
        pytest.param(date(2026, 12, 31), "37 Euro", (FEE,), id="the day before"),
        pytest.param(date(2027, 1, 1), "40 Euro", None, id="the day itself"),
        pytest.param(date(2027, 1, 2), "40 Euro", None, id="afterwards"),
    ],
)
def test_a_fee_changes_by_itself_on_its_day(day, fee, to_come):
    found = Article("pass", COMMON, title="Pass", fee="37 Euro", change=(FEE,)).at(day)
    assert (found.fee, found.change) == (fee, to_come)


def test_of_several_changes_the_latest_that_has_come_holds_however_they_are_ordered():
    later = Change(date(2028, 1, 1), (("fee", "45 Euro"),))
    article = Article("pass", COMMON, fee="37 Euro", change=(later, FEE))
    assert (article.at(date(2027, 6, 1)).fee, article.at(date(2028, 6, 1)).fee) == ("40 Euro", "45 Euro")


def test_a_variant_inherits_the_changes_of_what_it_inherits():
    both = Change(date(2027, 1, 1), (("duration", "3 Wochen"), ("fee", "40 Euro")))
    own = Change(date(2026, 12, 1), (("where", "Issumer Tor"),))
    common = Article("pass", COMMON, fee="37 Euro", change=(both,))
    variant = Article("pass", "geldern", fee="39 Euro", change=(own,))
    assert overlay("geldern", common, variant).article.change == (
        own,
        Change(date(2027, 1, 1), (("duration", "3 Wochen"),)),
    )
    assert overlay("geldern", common, replace(variant, duration="sofort", change=None)).article.change is None
