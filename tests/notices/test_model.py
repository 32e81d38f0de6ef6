from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.errors import Forbidden, Invalid
from servicecenter.notices.model import LONGEST, LONGEST_SHOWN, Notice, check, check_towns, may_post

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOTICE = Notice(1, "b", "geldern", "Streik", AT, AT + HOUR, AT, "p")
OWN = Person("1", "erika", "Erika", Role.EDITOR, "geldern")
CENTRE = Person("2", "eva", "Eva", Role.EDITOR)
SUPERVISOR = Person("3", "sven", "Sven", Role.SUPERVISOR)
AGENT = Person("4", "anna", "Anna", Role.AGENT)
CONTROLLER = Person("5", "cora", "Cora", Role.CONTROLLER, "geldern")


@pytest.mark.parametrize(
    ("notice", "at", "shown"),
    [
        pytest.param(NOTICE, AT - timedelta(seconds=1), False, id="before"),
        pytest.param(NOTICE, AT, True, id="from its first instant"),
        pytest.param(NOTICE, AT + HOUR, False, id="its last instant is over"),
        pytest.param(replace(NOTICE, ended_at=AT), AT, False, id="ended early"),
    ],
)
def test_when_a_notice_is_shown(notice: Notice, at: datetime, *, shown: bool) -> None:
    assert notice.is_shown(at) is shown


@pytest.mark.parametrize(
    ("text", "from_at", "until_at", "field"),
    [
        pytest.param(" \n ", AT, AT + HOUR, "text", id="empty"),
        pytest.param("x" * (LONGEST + 1), AT, AT + HOUR, "text", id="too long"),
        pytest.param("Streik", AT + HOUR, AT + HOUR, "until", id="ends as it begins"),
        pytest.param("Streik", AT - 2 * HOUR, AT - HOUR, "until", id="over already"),
        pytest.param("Streik", AT, AT + LONGEST_SHOWN + HOUR, "until", id="for ever"),
    ],
)
def test_what_is_no_notice(text: str, from_at: datetime, until_at: datetime, field: str) -> None:
    with pytest.raises(Invalid) as raised:
        check(text, from_at, until_at, AT)
    assert raised.value.details["field"] == field


def test_a_notice_is_one_line() -> None:
    assert check(" Streik\nim  Bauhof ", AT, AT + HOUR, AT) == "Streik im Bauhof"


@pytest.mark.parametrize(
    ("person", "own", "other"),
    [
        pytest.param(OWN, True, False, id="editor of the municipality"),
        pytest.param(CENTRE, True, True, id="editor of the centre"),
        pytest.param(SUPERVISOR, True, True, id="supervisor"),
        pytest.param(AGENT, False, False, id="agent"),
        pytest.param(CONTROLLER, False, False, id="controller"),
        pytest.param(replace(SUPERVISOR, disabled_at=AT), False, False, id="disabled"),
    ],
)
def test_who_may_post_where(person: Person, *, own: bool, other: bool) -> None:
    assert (may_post(person, "geldern"), may_post(person, "kreis-wesel")) == (own, other)


def test_every_municipality_must_be_one_s_own_and_there_must_be_one() -> None:
    check_towns(CENTRE, ["geldern", "kreis-wesel"])
    with pytest.raises(Forbidden):
        check_towns(OWN, ["geldern", "kreis-wesel"])
    with pytest.raises(Invalid):
        check_towns(CENTRE, [])
