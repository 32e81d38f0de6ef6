"""The command line from outside: what it prints, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from servicecenter.cli import app
from tests.conftest import CONTENT


@pytest.fixture
def run(tmp_path: Path) -> Any:
    environment = {"SERVICECENTER_DATA": str(tmp_path / "var"), "SERVICECENTER_CONTENT": str(CONTENT)}

    def invoke(*arguments: str, env: dict[str, str] | None = None) -> Result:
        return CliRunner(env=environment | (env or {})).invoke(app, list(arguments))

    return invoke


def told(result: Result) -> Any:
    assert result.exit_code in {0, 1}, result.output
    return json.loads(result.stdout)


def test_the_eve_of_fronleichnam_gives_monday(run: Any) -> None:
    answer = told(run("deadline", "-m", "geldern", "--promise", "callback", "--at", "2026-06-03T16:40", "--json"))

    assert answer["due_on"] == "2026-06-08"
    assert answer["due_at"] == "2026-06-09T00:00:00+02:00"
    assert answer["recorded_at"] == "2026-06-03T16:40:00+02:00"
    assert answer["working_days"] == 2


def test_a_promise_nobody_made_names_those_that_exist(run: Any) -> None:
    result = run("deadline", "-m", "geldern", "--promise", "einhorn")

    assert result.exit_code == 2
    assert "callback" in result.stderr


def test_a_driving_licence_for_geldern_is_kreis_kleves(run: Any) -> None:
    answer = told(run("route", "explain", "-m", "geldern", "-l", "fuehrerschein-umtausch", "--json"))

    assert [step["kind"] for step in answer["plan"]] == ["say"]
    assert answer["plan"][0]["target"]["body"] == "Kreis Kleve"
    assert answer["plan"][0]["target"]["phone"]
    assert {"rule", "chose", "reason", "clause"} <= set(answer["asked"][0])


def test_a_callers_words_find_the_leistung(run: Any) -> None:
    answer = told(run("route", "explain", "-m", "geldern", "--text", "carport bauen", "--json"))

    assert answer["facts"]["leistung"] == "baugenehmigung"
    assert [step["kind"] for step in answer["plan"]][:1] == ["ticket"]


def test_words_that_mean_nothing_go_to_the_switchboard(run: Any) -> None:
    answer = told(run("route", "explain", "-m", "geldern", "--text", "xyzzy quux", "--json"))

    assert answer["facts"]["leistung"] is None
    assert {step["target"]["id"] for step in answer["plan"]} == {"zentrale"}


def test_a_way_is_explained_in_words(run: Any) -> None:
    result = run("route", "explain", "-m", "geldern", "-l", "baugenehmigung", "--at", "2026-11-23T10:00")

    assert "Welche Behörde ist zuständig?" in result.stdout
    assert "§ 6.1" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("route", "explain", "-m", "geldern"), "--leistung, --text oder --person"),
        (("route", "explain", "-m", "atlantis", "-l", "hundesteuer"), "keine Regeln"),
        (("route", "explain", "-m", "geldern", "-l", "einhorn"), "gibt es nicht"),
        (("route", "explain", "-m", "geldern", "-l", "hundesteuer", "-d", "Moers"), "Ortsteil"),
        (("deadline", "-m", "geldern", "--at", "gestern"), "kein Zeitpunkt"),
        (("search", "perso", "-m", "atlantis"), "Diese Kommune gibt es hier nicht"),
        (("sweep",), "--once"),
        (("content", "check", "--content", "/nowhere"), "gibt es nicht"),
    ],
)
def test_wrong_use_says_what_is_wrong_and_ends_with_2(run: Any, arguments: tuple[str, ...], sentence: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.output


def test_a_business_of_hagen_is_told_who_does_it_alone(run: Any) -> None:
    answer = told(run("route", "explain", "-m", "hagen", "-l", "gewerbeflaechen-vermarktung", "--business", "--json"))

    assert [(step["kind"], step["target"]["id"]) for step in answer["plan"]] == [("say", "wfg")]
    assert "Nicht zuständig: Servicezentrum Wirtschaft" in next(
        rule["why"] for rule in answer["asked"] if rule["rule"] == "demarcation"
    )


@pytest.mark.parametrize(("waiting", "reason"), [("9", "queue-moves"), ("10", "queue-full")])
def test_a_call_that_still_waits_is_asked_about_with_the_queue(run: Any, waiting: str, reason: str) -> None:
    at = "2026-11-23T10:00"
    answer = told(run("route", "explain", "-m", "muenster", "--waiting", waiting, "--at", at, "--json"))

    assert next(rule["reason"] for rule in answer["asked"] if rule["rule"] == "overload") == reason


def test_a_search_tells_why(run: Any) -> None:
    answer = told(run("search", "perso verlorn", "-m", "geldern", "--limit", "3", "--json"))

    assert answer["query"] == "perso verlorn"
    assert answer["hits"][0]["id"] == "personalausweis-verloren"
    assert answer["hits"][0]["why"]
    assert len(answer["hits"]) <= 3


def test_an_empty_search_finds_nothing_and_is_no_error(run: Any) -> None:
    assert told(run("search", "  ", "-m", "geldern", "--json"))["hits"] == []


def test_the_projects_own_content_is_without_fault(run: Any) -> None:
    answer = told(run("content", "check", "--json"))

    assert answer["errors"] == 0
    assert answer["files"] > 40


def test_a_broken_article_is_named_with_its_line_and_ends_with_1(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "kb" / "_common" / "articles"
    folder.mkdir(parents=True)
    (folder / "kaputt.md").write_text('+++\ntitle = "Kaputt"\nanswer = oops\n+++\n', encoding="utf-8")

    result = run("content", "check", "--content", str(tmp_path / "kb"))

    assert result.exit_code == 1
    assert "_common/articles/kaputt.md:3" in result.stdout


def test_content_goes_in_and_comes_out_byte_for_byte(run: Any, tmp_path: Path) -> None:
    loaded = told(run("content", "load", "--json"))
    again = told(run("content", "load", "--json"))
    told(run("content", "export", "--content", str(tmp_path / "out"), "--json"))

    assert loaded["new"]
    assert not again["new"]
    assert not again["changed"]
    written = {path.relative_to(tmp_path / "out"): path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}
    assert written == {path: (CONTENT / path).read_bytes() for path in written}
    assert len(written) == len(loaded["new"])


def test_people_are_added_listed_and_disabled(run: Any) -> None:
    added = told(
        run(
            "users",
            "add",
            "b.amt",
            "--name",
            "B",
            "--role",
            "fachamt",
            "-m",
            "geldern",
            "--office",
            "bauordnung",
            "--json",
        )
    )
    disabled = run("users", "disable", "b.amt")
    people = told(run("users", "list", "--json"))

    assert len(added["first_password"]) >= 12
    assert disabled.exit_code == 0
    assert people[0]["login"] == "b.amt"
    assert people[0]["disabled_at"]


def test_a_pbx_is_connected_renewed_switched_off_and_revoked(run: Any) -> None:
    made = told(run("pbx", "add", "Rathaus", "-m", "geldern", "--json"))
    number = str(made["id"])
    assert [address.rpartition("/api/v1/")[2] for address in made["addresses"]] == [
        f"cti/{made['token']}", f"sipgate/{made['token']}/in", f"sipgate/{made['token']}/out",
    ]  # fmt: skip
    assert told(run("pbx", "renew", number, "--json"))["token"] != made["token"]
    assert "ausgeschaltet" in run("pbx", "off", number).stdout
    assert "eingeschaltet" in run("pbx", "on", number).stdout
    assert "widerrufen" in run("pbx", "revoke", number).stdout
    (known,) = told(run("pbx", "list", "--json"))
    assert (known["name"], known["state"], known["last_used_at"]) == ("Rathaus", "widerrufen", None)
    assert "token" not in known
    assert "noch nie" in run("pbx", "list").stdout
    assert run("pbx", "renew", number).exit_code == 2
    assert run("pbx", "add", "Rathaus", "-m", "atlantis").exit_code == 2


def test_an_office_that_does_not_exist_is_refused(run: Any) -> None:
    result = run("users", "add", "x.amt", "--name", "X", "--role", "fachamt", "-m", "geldern", "--office", "mondamt")

    assert result.exit_code == 2
    assert "mondamt" in result.stderr


def test_a_sweep_over_nothing_moves_nothing(run: Any) -> None:
    assert told(run("sweep", "--once", "--json")) == {"moved": [], "sent": 0}


def test_a_setting_nobody_can_read_is_told(run: Any) -> None:
    result = run("sweep", "--once", env={"SERVICECENTER_PORT_FILE": "/nowhere/port"})

    assert result.exit_code == 2
    assert "SERVICECENTER_PORT_FILE" in result.stderr


@pytest.mark.parametrize("port", ["80800", "acht"])
def test_a_wrong_port_is_told_without_a_traceback(run: Any, port: str) -> None:
    result = run("migrate", env={"SERVICECENTER_PORT": port})

    assert result.exit_code == 2
    assert "SERVICECENTER_PORT" in result.stderr
