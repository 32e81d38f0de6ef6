import re

import pytest

from servicecenter.access.model import Role, Scope
from tests.conftest import somebody
from tests.web.browsing import opened

HOSTILE = "<script>alert('x')</script>"
PASSWORD = re.compile(r"<code>([a-z-]+)</code>")
SYSTEM = Scope.system("test")
CLERK = {"login": "frieda", "name": "Frieda Fachamt", "role": "fachamt", "municipality": "geldern"}


async def test_the_list_shows_everybody_with_role_and_place(ada, clerk, agent):
    seen = await ada.get("/people")
    for words in ("Carl.Clerk", "Sachbearbeitung im Fachamt", "Stadt Geldern", "Bauordnung", "alle Kommunen", "aktiv"):
        assert words in seen, words


async def test_a_new_person_gets_a_first_password_that_is_shown_once_and_works(ada, program):
    seen = await ada.post("/people", [*CLERK.items(), ("offices", "bauordnung"), ("offices", "abfall")])
    assert seen.status == 200
    password = PASSWORD.search(seen.html)
    assert password is not None
    assert password[1] not in (await ada.get("/people")).html
    frieda = await program.access.person_by_login(SYSTEM, "frieda")
    assert frieda.offices == {"bauordnung", "abfall"}
    browser = await opened(program)
    assert (await browser.log_in("frieda", password[1])).to == "/password"
    await browser.client.close()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"login": "a"}, "login"),
        ({"login": "Frieda Fachamt"}, "login"),
        ({"name": ""}, "name"),
        ({"role": "chef"}, "role"),
        ({"municipality": ""}, "municipality"),
        ({"municipality": "atlantis"}, "municipality"),
        ({"municipality": "kreis-wesel"}, "offices"),
    ],
    ids=[
        "short login",
        "login with blank",
        "no name",
        "unknown role",
        "no town",
        "unknown town",
        "another town's office",
    ],
)
async def test_a_fault_is_told_at_its_field_and_loses_nothing(ada, program, changed, field):
    given = CLERK | changed
    seen = await ada.post("/people", [*given.items(), ("offices", "abfall")])
    assert seen.status == 422
    place = "offices-error" if field == "offices" else f"f-{field}-error"
    assert f'id="{place}"' in seen.html
    assert f'value="{given["login"]}"' in seen.html
    assert all(person.login != "frieda" for person in await program.access.list_people(SYSTEM))


async def test_a_fachamt_needs_an_office_of_the_municipality_itself(ada):
    for offices in ([], ["kreis-kleve-fuehrerschein"], ["abfall", "atlantis"]):
        seen = await ada.post("/people", [*CLERK.items(), *(("offices", office) for office in offices)])
        assert seen.status == 422, offices
        assert "Bitte" in seen or "Fachamt fehlt" in seen


async def test_a_taken_login_is_told_at_its_field(ada, agent):
    seen = await ada.post("/people", {"login": "anna.agent", "name": "Anna Andere", "role": "agent"})
    assert seen.status == 409
    assert "Der Anmeldename „anna.agent“ ist vergeben." in seen
    assert 'value="Anna Andere"' in seen.html


async def test_html_in_every_field_comes_back_as_text(ada):
    for fields in (
        {"login": HOSTILE, "name": HOSTILE, "role": HOSTILE[:40], "municipality": HOSTILE},
        {"login": "hilde", "name": HOSTILE, "role": "agent"},
    ):
        assert "<script>alert" not in (await ada.post("/people", fields)).html
    seen = await ada.get("/people")
    assert "<script>alert" not in seen.html
    assert "&lt;script&gt;" in seen.html


async def test_the_choice_of_role_and_town_asks_for_what_it_needs(ada):
    assert "Kommune" not in await ada.get("/people/places?role=agent")
    assert "Kommune" in await ada.get("/people/places?role=controller")
    seen = await ada.get("/people/places?role=fachamt&municipality=geldern")
    assert "Bauordnung" in seen
    assert "Führerscheinstelle" not in seen  # Kreis Kleve is no party to the agreement
    assert "Abfallberatung" not in await ada.get("/people/places?role=fachamt&municipality=atlantis")


async def test_a_disabled_person_can_be_enabled_again(ada, program, agent):
    sent = await ada.post(f"/people/{agent.id}/disable")
    seen = await ada.get(sent.to)
    assert "Anna.Agent kann sich nicht mehr anmelden." in seen
    assert f'action="/people/{agent.id}/enable"' in seen.html
    assert (await program.access.person(SYSTEM, agent.id)).disabled_at is not None
    sent = await ada.post(f"/people/{agent.id}/enable")
    assert "Anna.Agent kann sich wieder anmelden." in await ada.get(sent.to)
    assert (await program.access.person(SYSTEM, agent.id)).disabled_at is None


async def test_a_new_first_password_ends_the_old_one(ada, program, agent):
    seen = await ada.post(f"/people/{agent.id}/password", htmx=True)
    password = PASSWORD.search(seen.html)
    assert password is not None
    assert seen.headers["HX-Retarget"] == "#people"
    assert password[1] not in (await ada.get("/people")).html
    browser = await opened(program)
    assert (await browser.log_in("anna.agent", password[1])).to == "/password"
    await browser.client.close()


async def test_nobody_locks_themselves_out(ada, program):
    own = await program.access.person_by_login(SYSTEM, "ada.admin")
    for act in ("disable", "password"):
        seen = await ada.post(f"/people/{own.id}/{act}")
        assert seen.status == 409
        assert "Das geht nicht mit der eigenen Anmeldung." in seen
    assert f'action="/people/{own.id}/disable"' not in (await ada.get("/people")).html


async def test_a_person_nobody_knows_is_not_found(ada):
    assert (await ada.post(f"/people/{'0' * 32}/disable")).status == 404


async def test_only_admins_manage_people(anna, carl, sven, agent):
    for browser in (anna, carl, sven):
        assert (await browser.get("/people")).status == 403
        assert (await browser.post(f"/people/{agent.id}/disable")).status == 403


async def test_an_admin_sees_no_contacts_and_no_tickets(ada):
    for path in ("/contacts", "/inbox", "/board"):
        assert (await ada.get(path)).status == 403


async def test_a_form_without_its_token_changes_nothing(ada, program):
    await somebody(program, Role.AGENT, "otto")
    otto = await program.access.person_by_login(SYSTEM, "otto")
    assert (await ada.post(f"/people/{otto.id}/disable", token="geraten")).status == 403
    assert (await program.access.person(SYSTEM, otto.id)).disabled_at is None
