from datetime import date

import pytest

from servicecenter.web.names import Names, grouped, texts_of
from tests.routing.books import book

TODAY = date(2026, 11, 23)


@pytest.fixture
def names(program):
    return Names.of(program)


def test_ids_have_names(names):
    assert names.municipality("geldern").name == "Stadt Geldern"
    assert names.office("geldern", "bauordnung") == "Bauordnung"
    assert names.leistung("baugenehmigung") == "Baugenehmigung und Bauantrag"
    assert names.article("geldern", "baugenehmigung").article.title


def test_what_is_not_known_any_more_is_shown_as_it_is(names):
    assert names.municipality("atlantis").name == "atlantis"
    assert names.office("atlantis", "hafen") == "hafen"
    assert names.office("geldern", "hafen") == "hafen"
    assert names.leistung("schiffstaufe") == "schiffstaufe"
    assert names.leistung(None) == ""
    assert names.article("geldern", "schiffstaufe") is None
    assert names.article("geldern", None) is None


def test_clauses_are_told_once_in_the_order_of_their_citing(names):
    told = names.clauses("geldern", TODAY, ["§ 6.2", "§ 5.1, § 6.2", "Vereinbarung, Stufe 3", "§ 99"])
    assert [clause.cited for clause in told] == ["§ 6.2", "§ 5.1"]
    assert told[0].title == "Zusage: Antwort auf ein Ticket"


def test_no_handbook_no_clauses(names):
    assert names.clauses("atlantis", TODAY, ["§ 6.1"]) == []
    assert names.clauses("geldern", date(1999, 1, 1), ["§ 6.1"]) == []


@pytest.mark.parametrize(
    ("cited", "titles"),
    [
        ("§ 6.1", ["Zusage: Rückruf"]),
        ("§ 5.1, § 6.2", ["Weiterleitung", "Zusage: Antwort auf ein Ticket"]),
        ("Vereinbarung, Stufe 3", [book("geldern").agreement.stage[2].title]),
        (book("geldern").agreement.title, [book("geldern").agreement.legal_basis]),
        ("§ 99", [""]),
        ("", []),
    ],
)
def test_what_is_cited_has_its_text(cited, titles):
    told = texts_of(cited, book("geldern"))
    assert [clause.title for clause in told] == titles
    assert ", ".join(clause.cited for clause in told) == cited


def test_leistungen_are_chosen_by_group_and_name():
    groups = grouped(book("geldern").catalogue)
    assert [group for group, _ in groups] == sorted({each.group for each in book("geldern").catalogue.leistung})
    assert all(entries == sorted(entries, key=lambda each: each.name) for _, entries in groups)
