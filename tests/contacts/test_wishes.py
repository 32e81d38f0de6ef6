from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from servicecenter.callbacks.numbers import NumberUnusable
from servicecenter.contacts.wishes import LONGEST, Wish, checked, not_past
from servicecenter.directory.leistungen import Leistung
from servicecenter.errors import Invalid
from servicecenter.promises.terms import Terms
from servicecenter.tickets.model import ReplyChannel as Reply

CARPORT = Leistung(key="baugenehmigung", name="Baugenehmigung", group="bauen", level="mittlere", office="bauordnung")
WOHNGELD = Leistung(
    key="wohngeld", name="Wohngeld", group="soziales", level="gemeinde", office="sozialamt", social=True
)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def overlong(field: str, longest: int) -> dict[str, Any]:
    return {field: "x" * (longest + 1)}


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param(Wish("Carport", Reply.CALLBACK, number="030 23125 017"), id="callback"),
        pytest.param(Wish("Carport", Reply.EMAIL, address=" p@beispiel.example "), id="e-mail"),
        pytest.param(Wish("Carport", Reply.POST, address="Musterweg 1, 47608 Geldern"), id="letter"),
        pytest.param(Wish("Carport", Reply.NONE), id="no answer"),
        pytest.param(Wish("'; DROP TABLE ticket; --<script>", Reply.NONE), id="HTML and SQL"),
        pytest.param(Wish("x" * 10_000, Reply.NONE, already_said="y" * 10_000), id="ten thousand characters"),
    ],
)
def test_a_wish_that_can_be_kept_is_taken_as_it_is(wish: Wish) -> None:
    assert checked(wish, CARPORT) == wish
    assert checked(wish, None) == wish


@pytest.mark.parametrize(
    ("wish", "field", "words"),
    [
        pytest.param(Wish("  ", Reply.NONE), "concern", "Das Anliegen fehlt", id="no concern"),
        pytest.param(Wish("x", Reply.CALLBACK), "number", "nicht zurückgerufen", id="no number"),
        pytest.param(Wish("x", Reply.CALLBACK, number="115"), "number", "nicht zurückgerufen", id="115"),
        pytest.param(Wish("x", Reply.EMAIL), "address", "E-Mail-Adresse", id="no e-mail address"),
        pytest.param(Wish("x", Reply.EMAIL, address="p@beispiel"), "address", "E-Mail-Adresse", id="no ending"),
        pytest.param(Wish("x", Reply.EMAIL, address="p q@b.example"), "address", "E-Mail-Adresse", id="a blank inside"),
        pytest.param(Wish("x", Reply.POST, address=" \n"), "address", "Anschrift", id="no postal address"),
        *(
            pytest.param(replace(Wish("x", Reply.NONE), **overlong(field, longest)), field, "zu lang",
                         id=f"{field} too long")
            for field, longest in LONGEST.items()
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_with_its_field(wish: Wish, field: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as caught:
        checked(wish, CARPORT)
    assert caught.value.details["field"] == field


def test_a_social_concern_takes_no_free_text() -> None:
    wish = Wish(
        "Mein Mann ist krank", Reply.CALLBACK, "P. Muster", "030 23125 017", "ab 16 Uhr", "", "Geld reicht nicht"
    )
    assert checked(wish, WOHNGELD) == Wish("", Reply.CALLBACK, "P. Muster", "030 23125 017", "ab 16 Uhr")
    with pytest.raises(NumberUnusable):
        checked(Wish("", Reply.CALLBACK), WOHNGELD)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_a_date_that_has_gone_by_cannot_be_promised(late: timedelta) -> None:
    terms = Terms("callback", "§ 6.1", AT, date(2026, 11, 22), AT, 2, None, {})
    assert not_past(terms, AT - timedelta(seconds=1)) is terms
    with pytest.raises(Invalid, match=r"schon am 22\.11\.2026 fällig"):
        not_past(terms, AT + late)
