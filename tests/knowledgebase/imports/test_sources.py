"""The real exports beside the project; without SERVICECENTER_TESTDATA these do not run, and the run says so."""

import re
import time
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from servicecenter.errors import NotFound
from servicecenter.knowledgebase.dldb import read_export
from servicecenter.knowledgebase.imports.model import Format, Found
from servicecenter.knowledgebase.imports.sources import read_found, read_list
from servicecenter.knowledgebase.imports.xml import Limits, Refused

DESK = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def munich(testdata: Path) -> Found:
    return read_found(testdata / "munich_services", Format.DLDB, "geldern")


def test_munichs_287_services_and_108_locations_are_read(testdata: Path) -> None:
    started = time.perf_counter()
    found = munich(testdata)
    assert time.perf_counter() - started < 5
    assert (len(found.articles), len(found.organisations)) == (287, 108)
    assert [(part.place, part.what) for part in found.errors] == [("Dienstleistung 34", "Kennung 1064076")]
    with_field = {name: sum(bool(getattr(a, name)) for a in found.articles) for name in ("fee", "leika", "where")}
    assert with_field == {"fee": 193, "leika": 131, "where": 281}


def test_no_word_of_munichs_descriptions_is_lost_and_no_mark_left_over(testdata: Path) -> None:
    found = munich(testdata)
    text = (Path(str(testdata)) / "munich_services/services_de.json").read_text(encoding="utf-8")
    plain = {article.id: article.details or "" for article in read_export(text, "geldern").articles}
    for article in found.articles:
        shown = re.sub(r"<[^>]*>", "", DESK.render((article.details or "").split("### Links")[0]))
        shown = shown.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
        assert not re.search(r"\*\*|\]\(|\\", shown)
        assert re.sub(r"[\W\d]", "", shown) == re.sub(r"[\W\d]", "", plain[article.id])


def test_the_leika_list_has_4813_keys(testdata: Path) -> None:
    listed = read_list(testdata / "leika_nrw")
    assert len(listed.entries) == 4813
    assert sum(int(part.place.partition("-")[0]) for part in listed.left_out) == 438


def test_a_file_beyond_the_limit_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "gross.xml"
    path.write_bytes(b"x" * 2000)
    with pytest.raises(Refused, match="zu groß"):
        read_found(path, Format.XZUFI, "geldern", limits=Limits(file=1000))


def test_a_folder_without_an_export_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="kein Export"):
        read_found(tmp_path, Format.DLDB, "geldern")
