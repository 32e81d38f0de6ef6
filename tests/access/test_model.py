from dataclasses import replace
from datetime import UTC, datetime

import pytest

from servicecenter.access.errors import PasswordMustChange, PersonIncomplete
from servicecenter.access.model import Person, Role, Scope, SessionInfo, as_login, check_login, check_name

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
AGENT = Person("1", "a.agent", "A. Agent", Role.AGENT)
SUPERVISOR = Person("2", "s.sicht", "S. Sicht", Role.SUPERVISOR)
ADMIN = Person("3", "admin", "Administration", Role.ADMIN)
CLERK = Person("4", "f.amt", "F. Amt", Role.FACHAMT, "geldern", frozenset({"bauordnung", "ordnung"}))
CONTROLLER = Person("5", "c.geldern", "C. Geldern", Role.CONTROLLER, "geldern")


@pytest.mark.parametrize(
    ("person", "municipality", "office", "seen"),
    [
        pytest.param(AGENT, "geldern", None, True, id="agent, a municipality"),
        pytest.param(AGENT, "kreis-wesel", "kfz", True, id="agent, any office"),
        pytest.param(SUPERVISOR, "kreis-wesel", "kfz", True, id="supervisor, any office"),
        pytest.param(CLERK, "geldern", None, True, id="clerk, own municipality"),
        pytest.param(CLERK, "geldern", "bauordnung", True, id="clerk, own office"),
        pytest.param(CLERK, "geldern", "ordnung", True, id="clerk, own second office"),
        pytest.param(CLERK, "geldern", "soziales", False, id="clerk, another office"),
        pytest.param(CLERK, "kreis-wesel", None, False, id="clerk, another municipality"),
        pytest.param(CLERK, "kreis-wesel", "bauordnung", False, id="clerk, office of the same name elsewhere"),
        pytest.param(CONTROLLER, "geldern", "soziales", True, id="controller, any office of the own municipality"),
        pytest.param(CONTROLLER, "kreis-wesel", None, False, id="controller, another municipality"),
        pytest.param(ADMIN, "geldern", None, False, id="admin, no municipality"),
        pytest.param(ADMIN, "geldern", "bauordnung", False, id="admin, no office"),
        pytest.param(replace(SUPERVISOR, disabled_at=AT), "geldern", None, False, id="disabled, nothing"),
    ],
)
def test_what_a_person_sees(person: Person, municipality: str, office: str | None, seen: bool) -> None:
    assert Scope.of(person).covers(municipality, office) is seen


def test_only_the_admin_and_the_system_see_every_login() -> None:
    people = [AGENT, SUPERVISOR, CLERK, CONTROLLER, ADMIN, replace(ADMIN, disabled_at=AT)]
    assert [person for person in people if Scope.of(person).people] == [ADMIN]
    assert Scope.system("sweep").people
    assert not Scope.municipality("geldern").people


def test_a_job_sees_everything_and_says_why() -> None:
    scope = Scope.system("monthly report")
    assert scope.covers("geldern", "bauordnung")
    assert scope.reason == "monthly report"


def test_the_scope_of_a_municipality_ends_at_its_border() -> None:
    scope = Scope.municipality("geldern")
    assert scope.covers("geldern", "bauordnung")
    assert not scope.covers("kreis-wesel", "bauordnung")


def test_a_row_of_no_municipality_is_seen_only_by_those_who_see_all() -> None:
    assert Scope.of(AGENT).covers(None)
    assert not Scope.of(CLERK).covers(None)


@pytest.mark.parametrize(
    ("role", "municipality", "offices", "field"),
    [
        pytest.param(Role.FACHAMT, None, {"bauordnung"}, "municipality", id="clerk without municipality"),
        pytest.param(Role.CONTROLLER, None, set(), "municipality", id="controller without municipality"),
        pytest.param(Role.AGENT, "geldern", set(), "municipality", id="agent with municipality"),
        pytest.param(Role.FACHAMT, "geldern", set(), "offices", id="clerk without office"),
        pytest.param(Role.CONTROLLER, "geldern", {"bauordnung"}, "offices", id="controller with office"),
        pytest.param(Role.ADMIN, None, {"bauordnung"}, "offices", id="admin with office"),
    ],
)
def test_a_place_that_does_not_fit_the_role_is_refused(
    role: Role, municipality: str | None, offices: set[str], field: str
) -> None:
    with pytest.raises(PersonIncomplete) as refused:
        Person("1", "x", "X", role, municipality, frozenset(offices))
    assert refused.value.details == {"field": field}


@pytest.mark.parametrize("login", ["", "a", "ä.müller", "a b", "a@b", "x" * 65, "a\x00b", "' or 1=1 --", "\ud800"])
def test_what_is_no_login_is_refused(login: str) -> None:
    with pytest.raises(PersonIncomplete):
        check_login(login)


@pytest.mark.parametrize("name", ["", "x" * 201, "A\nB", "A\x00", "\ud800"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(PersonIncomplete):
        check_name(name)


def test_a_login_is_the_same_in_capitals_and_with_blanks() -> None:
    assert as_login("  M.Beispiel ") == "m.beispiel"


def test_a_session_gives_no_scope_before_the_first_password_is_changed() -> None:
    with pytest.raises(PasswordMustChange):
        SessionInfo(replace(AGENT, must_change_password=True), "csrf", AT).scope()
    assert SessionInfo(AGENT, "csrf", AT).scope() == Scope.of(AGENT)


@pytest.mark.parametrize("given", ["", "CSRF", "csrf ", "ä", "\ud800"])
def test_another_csrf_token_is_refused(given: str) -> None:
    session = SessionInfo(AGENT, "csrf", AT)
    assert session.is_csrf_token("csrf")
    assert not session.is_csrf_token(given)


def test_tokens_do_not_reach_a_log() -> None:
    assert "geheim" not in repr(SessionInfo(AGENT, "geheim", AT))
