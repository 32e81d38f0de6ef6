"""handbook check and handbook replay, from outside."""

import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from servicecenter.cli import app
from tests.conftest import CONTENT
from tests.content.folders import change, copied

HANDBOOK = "geldern/handbook/2026-01-01.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Geldern alone, with its rules whole and few articles."""
    made = copied(tmp_path / "kb")
    shutil.rmtree(made / "kreis-wesel")
    return made


@pytest.fixture
def run(tmp_path: Path, folder: Path) -> Any:
    environment = {"SERVICECENTER_DATA": str(tmp_path / "var"), "SERVICECENTER_CONTENT": str(folder)}

    def invoke(*arguments: str) -> Result:
        return CliRunner(env=environment).invoke(app, list(arguments))

    return invoke


def test_a_contradiction_is_found_and_its_case_can_be_asked_again(run: Any, folder: Path) -> None:
    change(folder, HANDBOOK, 'groups = ["bauen"]', 'groups = ["bauen", "steuern"]')
    result = run("handbook", "check", "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["cases"] > 1_000_000
    (finding,) = (each for each in told["findings"] if each["kind"] == "contradiction")
    assert (finding["municipality"], finding["clause"]) == ("geldern", "§ 4.3, § 4.5")
    assert finding["facts"].startswith("grundsteuer, Privatperson, Stufe 3, Mo ")
    assert finding["page"].startswith("/explain?municipality=geldern&at=2026-")
    assert finding["page"].endswith("&leistung=grundsteuer&stage=3")
    again = run(*shlex.split(finding["ask"])[1:], "--json")
    assert json.loads(again.stdout)["facts"] | {"at": ""} == {
        "at": "", "leistung": "grundsteuer", "district": None, "business": False, "person": None, "stage": 3,
    }  # fmt: skip


def test_findings_are_sentences_and_the_end_is_a_count(run: Any, folder: Path) -> None:
    change(folder, HANDBOOK, 'groups = ["bauen"]', 'groups = ["bauen", "steuern"]')
    result = run("handbook", "check", "geldern")
    lines = result.stdout.splitlines()
    assert "geldern: § 4.3 und § 4.5 beantworten dieselbe Frage verschieden" in result.stdout
    assert "servicecenter route explain --municipality geldern" in result.stdout
    assert lines[-1].startswith("geldern: 1.")
    assert "geprüft" in lines[-1]
    assert "100%" in result.stderr


def test_an_unknown_municipality_is_wrong_use(run: Any) -> None:
    assert run("handbook", "check", "goch").exit_code == 2


@pytest.mark.parametrize(
    ("options", "reasons"),
    [
        pytest.param(("--stage", "1"), {"scope": "forward-only"}, id="an-earlier-stage"),
        pytest.param(("--stage", "0"), {"agreement": "no-stage"}, id="outside-the-term"),
        pytest.param(("--away", "steueramt"), {"transfer": "deputy-open"}, id="an-office-away"),
    ],
)
def test_a_way_is_explained_as_if(run: Any, options: tuple[str, ...], reasons: dict[str, str]) -> None:
    asked = ("route", "explain", "-m", "geldern", "-l", "hundesteuer", "--at", "2026-11-23T10:00", *options, "--json")
    told = json.loads(run(*asked).stdout)
    assert {each["rule"]: each["reason"] for each in told["asked"]}.items() >= reasons.items()


@pytest.mark.parametrize("options", [("--stage", "9"), ("--away", "mondamt")])
def test_what_there_is_not_cannot_be_assumed(run: Any, options: tuple[str, ...]) -> None:
    assert run("route", "explain", "-m", "geldern", "-l", "hundesteuer", *options).exit_code == 2


def replay(run: Any, file: Path, *more: str, since: str = "2026-11-01", until: str = "2026-11-30") -> Result:
    return run("handbook", "replay", "-m", "geldern", "--with", str(file), "--since", since, "--until", until, *more)  # type: ignore[no-any-return]


def test_a_period_without_contacts(run: Any, folder: Path) -> None:
    result = replay(run, folder / HANDBOOK, "--json")
    assert (result.exit_code, json.loads(result.stdout)["contacts"]) == (0, 0)
    assert "0 Kontakte nachgespielt" in replay(run, folder / HANDBOOK).stdout


def test_a_file_that_is_no_handbook_is_refused_with_its_place(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "neu.toml"
    text = (CONTENT / HANDBOOK).read_text(encoding="utf-8")
    file.write_text(text.replace("working_days = 2", 'working_days = "zwei"'), encoding="utf-8")
    result = replay(run, file)
    assert result.exit_code == 2
    assert "(§ 6.1)" in " ".join(result.stderr.split())
    assert "bleibt in Kraft" in result.stderr


@pytest.mark.parametrize("days", [("gestern", "2026-11-30"), ("2026-11-30", "2026-11-01")], ids=["no-day", "reversed"])
def test_a_period_that_is_none_is_wrong_use(run: Any, folder: Path, days: tuple[str, str]) -> None:
    assert replay(run, folder / HANDBOOK, since=days[0], until=days[1]).exit_code == 2
