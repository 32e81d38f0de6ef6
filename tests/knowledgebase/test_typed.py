"""What an editor types becomes a file's text and comes back; what is wrong is kept and named, never lost."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.documents.reading import Unreadable
from servicecenter.knowledgebase.files import read_article
from servicecenter.knowledgebase.model import OVERRIDABLE, Article, Change, Source
from servicecenter.knowledgebase.typed import FIELDS, Kind, Typed, TypedChange, text_of, typed_of

CONTENT = sorted((Path(__file__).parents[2] / "kb_content").glob("*/articles/*.md"))
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1)


def read(typed: Typed) -> Article:
    return read_article(text_of(typed), "a", "geldern", "geldern/articles/a.md")


def test_every_field_of_an_article_can_be_typed_but_its_status():
    assert set(FIELDS) == set(OVERRIDABLE) - {"status"}


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_an_article_that_is_opened_and_saved_says_what_it_said(path: Path):
    text = path.read_text(encoding="utf-8")
    assert read(typed_of(text)) == read_article(text, "a", "geldern", "geldern/articles/a.md")


@given(st.fixed_dictionaries({name: WORDS for name, each in FIELDS.items() if each.kind in {Kind.LINE, Kind.TEXT}}))
def test_what_is_typed_comes_back_as_typed(values: dict[str, str]):
    assert typed_of(text_of(Typed(values))) == Typed(values)


def test_lists_sources_and_days_are_typed_as_lines():
    found = read(
        Typed(
            {
                "title": " Hund ", "documents": "Ausweis\r\n\r\n Chip ", "how": "online\npost",
                "checked_on": "2026-11-02", "source": "Satzung | https://x.example\nAuskunft", "sample": "ja",
            }
        )
    )  # fmt: skip
    assert (found.title, found.documents, found.how) == ("Hund", ("Ausweis", "Chip"), ("online", "post"))
    assert found.source == (Source("Satzung", "https://x.example"), Source("Auskunft"))
    assert (found.checked_on, found.sample, found.fee) == (date(2026, 11, 2), True, None)


def test_changes_of_one_day_are_one_change():
    changes = (
        TypedChange("2027-01-01", "fee", "40 Euro"),
        TypedChange("2026-12-01", "fee", "38 Euro"),
        TypedChange("2027-01-01", "documents", "Foto\nAusweis"),
        TypedChange("", "fee", ""),
    )
    found = read(Typed({"title": "Pass"}, changes)).change
    assert found == (
        Change(date(2026, 12, 1), (("fee", "38 Euro"),)),
        Change(date(2027, 1, 1), (("documents", ("Foto", "Ausweis")), ("fee", "40 Euro"))),
    )
    assert typed_of(text_of(Typed({"title": "Pass"}, changes))).changes == (
        TypedChange("2026-12-01", "fee", "38 Euro"),
        TypedChange("2027-01-01", "documents", "Foto\nAusweis"),
        TypedChange("2027-01-01", "fee", "40 Euro"),
    )


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        pytest.param(Typed({"review_by": "nächstes Jahr"}), "review_by", id="no date"),
        pytest.param(Typed({"online_service": "www.x.example"}), "online_service", id="no address"),
        pytest.param(Typed({"leika": "4711"}), "leika.1", id="no key"),
        pytest.param(Typed({}, (TypedChange("", "fee", "40 Euro"),)), "change.1.on", id="a change without a day"),
        pytest.param(Typed({}, (TypedChange("2027-01-01", "fee", ""),)), "change.1.fee", id="a change to nothing"),
    ],
)
def test_what_is_wrong_is_kept_as_typed_and_named(typed: Typed, wrong: str):
    with pytest.raises(Unreadable) as caught:
        read(typed)
    assert [fault.field for fault in caught.value.faults] == [wrong]
    again = typed_of(text_of(typed))
    assert {name: said for name, said in again.values.items() if said} == dict(typed.values)
    assert again.changes == typed.changes


def test_a_status_is_not_typed():
    assert typed_of('+++\nstatus = "draft"\ntitle = "x"\n+++\n') == Typed({"title": "x", "details": ""})
