"""`servicecenter kb import` as people type it: preview, taking over, exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from servicecenter.cli import app
from tests.knowledgebase.imports.samples import OFFICE, bare_content, leistung, message, module


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICECENTER_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("SERVICECENTER_CONTENT", str(bare_content(tmp_path / "content")))
    monkeypatch.delenv("SERVICECENTER_DATABASE_URL", raising=False)


def run(path: Path, form: str, *more: str, municipality: str = "geldern") -> Result:
    return CliRunner().invoke(app, ["kb", "import", str(path), "--format", form, "-m", municipality, *more])


def printed(result: Result) -> Any:
    return json.loads(result.stdout)


def file(tmp_path: Path, given: bytes) -> Path:
    path = tmp_path / "export.xml"
    path.write_bytes(given)
    return path


def test_first_the_preview_then_the_import_and_the_second_time_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, message(leistung(more=module("06", "Lang.")), OFFICE))
    seen = run(path, "xzufi")
    assert seen.exit_code == 0
    assert "1 Artikel gelesen: 1 neu" in seen.stdout
    assert "mit --apply" in seen.stdout
    taken = run(path, "xzufi", "--apply", "--json")
    assert (taken.exit_code, printed(taken)["applied"], printed(taken)["new"][0]["id"]) == (0, True, "l100001-4711")
    again = printed(run(path, "xzufi", "--apply", "--json"))
    assert (again["new"], again["changed"], again["unchanged"], again["kept"]) == ([], [], 1, [])


def test_what_was_left_out_is_a_finding(tmp_path: Path) -> None:
    result = run(file(tmp_path, message(leistung(), leistung())), "xzufi")
    assert result.exit_code == 1
    assert "Zeile 5, Spalte 17: Leistung L100001_4711: Die Kennung l100001-4711 gibt es schon" in result.stdout


def test_changed_fields_are_shown_with_both_values(tmp_path: Path) -> None:
    run(file(tmp_path, message(leistung(more=module("10", "60 Euro")))), "xzufi", "--apply")
    result = run(file(tmp_path, message(leistung(more=module("10", "70 Euro")))), "xzufi")
    assert "fee: 60 Euro → 70 Euro" in result.stdout


@pytest.mark.parametrize(
    ("given", "form", "more", "municipality", "why"),
    [
        pytest.param(b'<!DOCTYPE a [<!ENTITY x "y">]><a/>', "xzufi", (), "geldern", "DTD", id="XML bomb"),
        pytest.param(b"<a/>", "xzufi", (), "geldern", "kein XZuFi 2", id="other XML"),
        pytest.param(b"{", "dldb", (), "geldern", "Zeile 1, Spalte 2", id="broken JSON"),
        pytest.param('{"ä'.encode("latin-1"), "dldb", (), "geldern", "kein UTF-8", id="wrong encoding"),
        pytest.param(b"x", "csv", (), "geldern", "Das Format", id="unknown format"),
        pytest.param(message(leistung()), "xzufi", (), "nirgendwo", "Die Kommune", id="unknown municipality"),
        pytest.param(b"name,leika\n", "leika", ("--apply",), "geldern", "nicht von selbst", id="LeiKa with --apply"),
    ],
)
def test_wrong_use_is_told_in_german_and_ends_with_2(
    tmp_path: Path, given: bytes, form: str, more: tuple[str, ...], municipality: str, why: str
) -> None:
    result = run(file(tmp_path, given), form, *more, municipality=municipality)
    assert result.exit_code == 2
    assert why in " ".join(result.stderr.split())


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert run(tmp_path / "nichts.xml", "xzufi").exit_code == 2


def test_leika_proposals_are_printed_and_are_no_findings(tmp_path: Path) -> None:
    path = file(tmp_path, b"name,service_key\nGewerbesteuer,99102010000000\n")
    result = run(path, "leika", "--json")
    assert result.exit_code == 0
    assert printed(result)["proposals"][0]["subject"]["id"] == "gewerbesteuer"
