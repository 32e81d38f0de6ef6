import os
from pathlib import Path

import pytest

from servicecenter.errors import Invalid
from servicecenter.settings import PREFIX, Settings, load_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("given", "url"),
    [
        pytest.param("", "sqlite+aiosqlite:///var/servicecenter.sqlite3", id="SQLite in the data folder"),
        pytest.param("postgresql://u:p@h/db", "postgresql+asyncpg://u:p@h/db", id="PostgreSQL"),
        pytest.param("postgresql+asyncpg://h/db", "postgresql+asyncpg://h/db", id="PostgreSQL with its driver"),
        pytest.param("sqlite:////tmp/x.db", "sqlite+aiosqlite:////tmp/x.db", id="SQLite elsewhere"),
    ],
)
def test_the_address_of_the_database_names_an_asynchronous_driver(given: str, url: str) -> None:
    assert Settings(database_url=given).url == url


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICECENTER_PORT", "9000")
    monkeypatch.setenv("SERVICECENTER_DATA", "/srv/data")
    assert (load_settings().port, load_settings().data) == (9000, Path("/srv/data"))


def test_a_secret_comes_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://u:geheim@h/db\n", encoding="utf-8")
    monkeypatch.setenv("SERVICECENTER_DATABASE_URL_FILE", str(tmp_path / "url"))
    monkeypatch.setenv("SERVICECENTER_DATABASE_URL", "sqlite://")
    assert load_settings().url == "postgresql+asyncpg://u:geheim@h/db"


def test_what_the_command_line_says_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICECENTER_PORT", "9000")
    assert load_settings(port=9001).port == 9001


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SERVICECENTER_DATABASE_URL_FILE", str(tmp_path / "missing"))
    with pytest.raises(Invalid, match="SERVICECENTER_DATABASE_URL_FILE ist nicht lesbar"):
        load_settings()


@pytest.mark.parametrize("wrong", [{"port": 70_000}, {"tick_seconds": 0}, {"port": "achtzig"}])
def test_a_value_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid, match=f"{PREFIX}{next(iter(wrong)).upper()} passt nicht"):
        load_settings(**wrong)


def test_a_mail_server_needs_a_sender() -> None:
    with pytest.raises(Invalid) as refused:
        load_settings(smtp_host="mail.example")
    assert refused.value.details == {"field": "smtp_from"}
    assert load_settings(smtp_host="mail.example", smtp_from="a@b.example").smtp_port == 587


def test_links_in_mails_begin_with_the_address_people_know() -> None:
    assert Settings(address="https://servicecenter.example/").link == "https://servicecenter.example"
    assert Settings(port=9000).link == "http://127.0.0.1:9000"


def test_the_mail_server_s_password_is_shown_nowhere() -> None:
    assert "geheim" not in repr(Settings(smtp_password="geheim"))
