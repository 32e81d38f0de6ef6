from datetime import UTC, datetime

import pytest

from servicecenter.documents.model import COMMON, Document, Kind, Origin, digest, path


@pytest.mark.parametrize(
    ("kind", "holder", "name", "expected"),
    [
        (Kind.ARTICLE, COMMON, "wohngeld", "_common/articles/wohngeld.md"),
        (Kind.CATALOGUE, COMMON, "leistungen", "_common/leistungen.toml"),
        (Kind.DIRECTORY, "geldern", "directory", "geldern/directory.toml"),
        (Kind.AGREEMENT, "geldern", "agreement", "geldern/agreement.toml"),
        (Kind.HANDBOOK, "geldern", "2026-01-01", "geldern/handbook/2026-01-01.toml"),
    ],
)
def test_every_document_has_its_place_in_the_folder(kind, holder, name, expected):
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert path(kind, holder, name) == expected
    assert Document(kind, holder, name, "", 1, Origin.FILE, at, "x").path == expected


def test_a_digest_tells_line_ends_apart():
    assert digest("a\r\n") != digest("a\n")
    assert len(digest("ä")) == 64
