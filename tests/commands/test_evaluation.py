"""kb evaluate: with a content folder, with an export, and what is said when it cannot measure."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from servicecenter.cli import app
from tests.conftest import CONTENT

KEYS = {"queries", "recall@1", "recall@3", "recall@10", "mrr@10", "p50_ms", "p95_ms"}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    lines = [
        {"query": "hundesteuer", "expected": ["hundesteuer"]},
        {"query": "perso", "expected": ["personalausweis"], "municipality": "kreis-wesel"},
    ]
    file = tmp_path / "fragen.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return file


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "services_de.json"
    services = [
        {"id": "hundesteuer", "name": "Hundesteuer", "description": "<p>Für jeden Hund.</p>", "fees": "90 Euro"},
        {"id": "personalausweis", "name": "Personalausweis", "description": "", "requirements": [{"name": "perso"}]},
    ]
    file.write_text(json.dumps({"data": services}), encoding="utf-8")
    return file


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["kb", "evaluate", *map(str, arguments)])
    return result.exit_code, result.stdout


def test_over_the_projects_content(questions: Path) -> None:
    code, printed = run(questions, "--content", CONTENT, "--json")
    assert code == 0
    measured = json.loads(printed)
    assert measured.keys() == KEYS
    assert (measured["queries"], measured["recall@3"]) == (2, 1.0)


def test_over_an_export_only_its_name_description_and_fee_count(questions: Path, export: Path) -> None:
    code, printed = run(questions, "--import", export, "--format", "dldb", "--json", "--typos", "3")
    assert code == 0
    assert json.loads(printed)["queries"] == 2
    code, printed = run(questions, "--import", export)
    assert code == 0
    assert "recall@1" in printed


def test_what_closing_teaches(questions: Path, export: Path) -> None:
    code, printed = run(questions, "--import", export, "--learn-half", "1", "--json")
    assert code == 0
    measured = json.loads(printed)
    assert measured["learned_after"]["recall@1"] == 1.0
    assert measured["other_after"]["recall@1"] >= measured["other_before"]["recall@1"]
    assert run(questions, "--import", export, "--learn-half", "1")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing to search"),
        pytest.param(["--content", CONTENT, "--import", "a.json"], id="two things to search"),
        pytest.param(["--import", "gibt-es-nicht.json"], id="no such file"),
        pytest.param(["--import", "gibt-es-nicht.json", "--format", "leika"], id="no articles in this format"),
    ],
)
def test_wrong_use(questions: Path, arguments: list[object]) -> None:
    assert run(questions, *arguments)[0] == 2


def test_no_questions(tmp_path: Path) -> None:
    assert run(tmp_path / "fehlt.jsonl", "--content", CONTENT)[0] == 2
