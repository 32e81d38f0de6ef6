import pytest

from servicecenter.access.model import Role
from servicecenter.web.pages.account import inside
from tests.web.browsing import added

HOSTILE = '"><script>alert(1)</script>'


async def test_a_login_leads_to_the_page_of_the_role(stranger, program):
    _, password = await added(program, Role.SUPERVISOR, "sven")
    assert (await stranger.log_in("sven", password)).to == "/"
    assert (await stranger.get("/")).to == "/board"


async def test_a_login_leads_back_to_the_page_that_asked_for_it(stranger, program):
    _, password = await added(program, Role.SUPERVISOR, "sven")
    asked = await stranger.get("/board/unkept?name=callback")
    assert asked.to == "/login?next=/board/unkept%3Fname%3Dcallback"
    assert (await stranger.log_in("sven", password, "/board/unkept?name=callback")).to == "/board/unkept?name=callback"


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
async def test_a_login_never_sends_people_elsewhere(stranger, program, to):
    _, password = await added(program, Role.SUPERVISOR, "sven")
    assert (await stranger.log_in("sven", password, to)).to == "/"
    assert inside(to) == "/"


async def test_a_wrong_password_keeps_the_typed_login(stranger, program):
    await added(program, Role.SUPERVISOR, "sven")
    seen = await stranger.log_in("sven", "falsch")
    assert seen.status == 403
    assert "Anmeldename oder Passwort stimmen nicht." in seen
    assert 'value="sven"' in seen.html
    assert "falsch" not in seen.html


async def test_html_in_the_login_comes_back_as_text(stranger):
    seen = await stranger.log_in(HOSTILE, "falsch", "/" + HOSTILE)
    assert "<script>alert" not in seen.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen.html


async def test_a_throttled_login_says_how_long(stranger, program):
    _, password = await added(program, Role.SUPERVISOR, "sven")
    for _ in range(5):
        seen = await stranger.log_in("sven", "falsch")
    assert "Nach zu vielen Versuchen ist der nächste in 1 Minute möglich." in seen
    seen = await stranger.log_in("sven", password)
    assert seen.status == 429
    assert "Bitte in 1 Minute erneut versuchen." in seen
    assert 'value="sven"' in seen.html


async def test_a_first_password_must_be_changed_before_anything_else(stranger, program):
    _, password = await added(program, Role.SUPERVISOR, "sven", must_change=True)
    assert (await stranger.log_in("sven", password)).to == "/password"
    assert (await stranger.get("/board")).to == "/password"
    page = await stranger.get("/password")
    assert "Eigenes Passwort wählen" in page
    assert "mindestens 12 Zeichen" in page
    assert 'data-live="' not in page.html  # the stream would be refused, and the page would say it is broken


async def test_the_changed_password_opens_the_program(stranger, program):
    _, password = await added(program, Role.SUPERVISOR, "sven", must_change=True)
    await stranger.log_in("sven", password)
    new = "vier woerter ohne sinn"
    assert (await stranger.post("/password", {"old": password, "new": new, "repeated": new})).to == "/"
    assert (await stranger.get("/board")).status == 200


@pytest.mark.parametrize(
    ("new", "repeated", "field", "says"),
    [
        ("kurz", "kurz", "new", "Es hat 4 von mindestens 12 Zeichen."),
        (
            "vier woerter ohne sinn",
            "vier woerter ohne Sinn",
            "repeated",
            "Die beiden neuen Passwörter sind verschieden.",
        ),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "new", "zu leicht zu erraten"),
    ],
    ids=["too short", "different", "too simple"],
)
async def test_a_password_that_will_not_do_is_explained_at_its_field(stranger, program, new, repeated, field, says):
    _, password = await added(program, Role.SUPERVISOR, "sven", must_change=True)
    await stranger.log_in("sven", password)
    seen = await stranger.post("/password", {"old": password, "new": new, "repeated": repeated})
    assert seen.status == 422
    assert says in seen
    assert f'id="f-{field}-error"' in seen.html
    assert f'value="{new}"' not in seen.html


async def test_a_wrong_old_password_is_explained_at_its_field(stranger, program):
    _, password = await added(program, Role.SUPERVISOR, "sven")
    await stranger.log_in("sven", password)
    new = "vier woerter ohne sinn"
    seen = await stranger.post("/password", {"old": "falsch", "new": new, "repeated": new})
    assert 'id="f-old-error"' in seen.html


async def test_logging_out_ends_the_session(stranger, program):
    _, password = await added(program, Role.SUPERVISOR, "sven")
    await stranger.log_in("sven", password)
    assert (await stranger.post("/logout")).to == "/login"
    assert (await stranger.get("/board")).to.startswith("/login")


async def test_a_form_without_its_token_is_refused(stranger, program):
    _, password = await added(program, Role.SUPERVISOR, "sven")
    await stranger.log_in("sven", password)
    seen = await stranger.post("/logout", token="geraten")
    assert seen.status == 403
    assert "Das Formular ist veraltet." in seen
    assert (await stranger.get("/board")).status == 200
