from datetime import date

import pytest

from servicecenter.content.files import File
from servicecenter.content.proofreading import faults
from servicecenter.directory.leistungen import Catalogue
from servicecenter.documents.model import COMMON, Kind

DAY = date(2026, 11, 23)
SHARED = File(Kind.ARTICLE, COMMON, "pass", "_common/articles/pass.md", '+++\ntitle = "Pass"\n+++\n')


def found(text: str, *beside: File, holder: str = "geldern") -> list[tuple[str, bool]]:
    listed = faults(
        Kind.ARTICLE, holder, "pass", text, beside=beside, catalogue=Catalogue(), directory=None, day=DAY
    )  # fmt: skip
    return [(fault.code, fault.is_error) for fault in listed]


@pytest.mark.parametrize(
    ("text", "beside", "codes"),
    [
        pytest.param("+++\nfee = 3\n+++\n", [SHARED], [("invalid", True)], id="no text"),
        pytest.param("kein Kopf", [SHARED], [("no-header", True)], id="no header"),
        pytest.param("+++\nchecked_on = 2026-01-01\n+++\n", [SHARED], [], id="a variant that says nothing of its own"),
        pytest.param(
            '+++\nreview_by = 2026-01-01\nchecked_on = 2026-01-01\nleistung = "zauberei"\n+++\n', [SHARED],
            [("unknown-leistung", False), ("stale", False)], id="warnings",
        ),
        pytest.param(
            '+++\nchecked_on = 2026-01-01\n[[change]]\non = 2026-11-23\nfee = "4 Euro"\n+++\n', [SHARED],
            [("change-has-come", False)], id="a change that has come",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_article(text: str, beside: list[File], codes: list[tuple[str, bool]]):
    assert found(text, *beside) == codes


def test_an_article_of_its_own_needs_a_title():
    assert ("missing", True) in found('+++\nanswer = "Ja."\n+++\n')
    assert ("missing", True) not in found('+++\ntitle = "Pass"\n+++\n')
