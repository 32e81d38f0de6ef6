"""What an import would change, as a table: new, changed, unchanged, or kept because somebody here changed it."""

from dataclasses import replace

import pytest

from servicecenter.documents.model import Origin
from servicecenter.knowledgebase.imports.plan import There, Verdict, compare, decide
from servicecenter.knowledgebase.model import Article

CAME = Article(id="1", holder="geldern", title="Pass", fee="70 Euro")
OLD = replace(CAME, fee="60 Euro")


@pytest.mark.parametrize(
    ("there", "verdict"),
    [
        pytest.param(None, Verdict.NEW, id="not there"),
        pytest.param(There(CAME, Origin.IMPORT), Verdict.UNCHANGED, id="imported, the same"),
        pytest.param(There(OLD, Origin.IMPORT), Verdict.CHANGED, id="imported, other words"),
        pytest.param(There(None, Origin.IMPORT), Verdict.CHANGED, id="imported, unreadable by now"),
        pytest.param(There(OLD, Origin.PROGRAM), Verdict.KEPT, id="edited in the program"),
        pytest.param(There(OLD, Origin.FILE), Verdict.KEPT, id="edited in a file"),
        pytest.param(There(CAME, Origin.PROGRAM), Verdict.UNCHANGED, id="edited to the same words"),
        pytest.param(There(CAME, Origin.PROGRAM, removed=True), Verdict.KEPT, id="withdrawn here"),
        pytest.param(There(None, Origin.FILE), Verdict.KEPT, id="a file nobody can read"),
    ],
)
def test_what_is_there_decides(there: There | None, verdict: Verdict) -> None:
    (change,) = compare([CAME], {"1": there} if there else {}).changes
    assert change.verdict is verdict
    assert bool(change.reason) is (verdict is Verdict.KEPT)


def test_changed_fields_are_named_with_both_values() -> None:
    (change,) = compare([CAME], {"1": There(OLD, Origin.IMPORT)}).changes
    assert [(field.name, field.was, field.now) for field in change.fields] == [("fee", "60 Euro", "70 Euro")]


def test_an_id_of_a_common_article_does_not_become_its_variant_unasked() -> None:
    (change,) = compare([CAME], {}, common={"1"}).changes
    assert change.verdict is Verdict.KEPT
    assert "gemeinsamer Artikel" in change.reason


def test_what_came_before_and_is_missing_now_is_listed_and_stays() -> None:
    assert compare([CAME], {}, imported_before={"1", "2"}).missing == ("2",)


def test_only_new_and_changed_are_written_unless_told_otherwise() -> None:
    kept = replace(CAME, id="2")
    preview = compare([CAME, kept], {"2": There(OLD, Origin.PROGRAM)})
    assert decide(preview) == (CAME,)
    assert decide(preview, overwrite=True) == (CAME, kept)
    assert decide(preview, overwrite=True, only={"2"}) == (kept,)
