import re
from datetime import timedelta
from html import unescape

import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.callbacks.model import Outcome as Attempted
from servicecenter.contacts import case_number
from servicecenter.contacts.model import Outcome
from servicecenter.contacts.wishes import Wish
from servicecenter.documents import store
from servicecenter.documents.model import Kind, Origin
from servicecenter.tickets.model import ReplyChannel
from tests.conftest import CONTENT, somebody
from tests.web.browsing import Seen, forwarded

HOSTILE = "<script>alert('x')</script>"


async def test_the_list_shows_the_latest_contacts(anna, agent, program):
    made = await forwarded(program, agent)
    seen = await anna.get("/contacts")
    assert case_number.shown(made.contact.case_number) in seen
    assert "Rückruf zugesagt" in seen
    assert f'href="/contacts/{made.contact.id}"' in seen.html


async def test_an_empty_list_says_what_will_come(anna):
    assert "Sobald ein Anruf kommt" in await anna.get("/contacts")


@pytest.mark.parametrize("spoken", ["{0}", "{1}", " {1} ", "{2}"], ids=["digits", "pairs", "blanks", "dashes"])
async def test_a_case_is_found_by_its_number_however_it_is_typed(anna, agent, program, spoken):
    made = await forwarded(program, agent)
    number = made.contact.case_number
    asked = spoken.format(number, case_number.shown(number), case_number.shown(number).replace(" ", "-"))
    assert (await anna.get(f"/contacts?q={asked.replace(' ', '+')}")).to == f"/contacts/{made.contact.id}"


async def test_a_misheard_number_is_explained_and_kept(anna):
    seen = await anna.get("/contacts?q=48+27+31+90")
    assert seen.status == 422
    assert "Das ist keine Vorgangsnummer." in seen
    assert "Vielleicht wurde eine Ziffer falsch verstanden" in seen
    assert 'value="48 27 31 90"' in seen.html


async def test_a_right_number_that_nobody_has_is_explained(anna):
    seen = await anna.get(f"/contacts?q=4827319{case_number.check_digit('4827319')}")
    assert seen.status == 404
    assert "Diesen Kontakt gibt es hier nicht." in seen


@pytest.mark.parametrize("asked", [HOSTILE, "'; DROP TABLE contact; --", "9" * 7000], ids=["html", "sql", "long"])
async def test_a_strange_search_does_no_harm(anna, asked):
    seen = await anna.client.get("/contacts", params={"q": asked})
    assert seen.status == 422
    assert "<script>alert" not in await seen.text()


async def test_a_contact_tells_how_the_case_stands_in_sentences_to_read_aloud(anna, agent, clerk, program, clock):
    made = await forwarded(program, agent)
    path = f"/contacts/{made.contact.id}"
    seen = await anna.get(path)
    assert "„Ihr Anliegen liegt bei der Stelle ‚Bauordnung‘.“" in seen
    assert "„Sie werden bis Mittwoch, 25. November, zurückgerufen.“" in seen
    await program.inbox.attempt(clerk, made.ticket.id, Attempted.ENGAGED, "")
    assert "versucht, Sie zu erreichen, am Montag, 23. November, um 10:00 Uhr" in await anna.get(path)
    clock.advance(timedelta(days=3))
    await anna.anew()
    assert "Das haben wir nicht gehalten, bitte entschuldigen Sie." in await anna.get(path)


async def test_a_contact_unfolds_the_recorded_decision_with_its_clauses(anna, agent, program):
    made = await forwarded(program, agent, article="baugenehmigung")
    seen = await anna.get(f"/contacts/{made.contact.id}")
    for words in (
        "Warum dieser Weg", "Welche Behörde ist zuständig?", "Die Kommune ist selbst zuständig.",
        "Jemand rief am Mo 23.11.2026 um 10:00 Uhr wegen „Baugenehmigung und Bauantrag“ bei der Stadt Geldern an.",
        "Das geht schriftlich an „Bauordnung“, weil die Kommune dafür selbst zuständig ist.", "Ticket an Bauordnung",
        "Das Handbuch verspricht einen gewünschten Rückruf.", "Was das Handbuch dazu sagt", "Weg entschieden",
    ):  # fmt: skip
        assert words in seen, words
    assert 'href="#p6.1"' in seen.html
    assert 'id="p6.1"' in seen.html


def told(seen: Seen) -> str:
    """The recorded decisions as they are read, without what else stands on the page."""
    return seen.text[seen.text.index("Warum dieser Weg") : seen.text.index("Was das Handbuch dazu sagt")]


async def test_a_decision_reads_as_before_when_the_handbook_has_changed(anna, agent, program, clock):
    """Once the same version in other words and with another rule, once a new version on top."""
    made = await forwarded(program, agent)
    path = f"/contacts/{made.contact.id}"
    before = told(await anna.get(path))
    assert "innerhalb von zwei Arbeitstagen" in before
    clock.advance(timedelta(minutes=5))
    await put_handbook(
        program, "2026-01-01", ("zwei Arbeitstagen", "neun Arbeitstagen"), ('mode = "forward"', 'mode = "out"')
    )
    assert told(await anna.get(path)) == before
    new = ("valid_from = 2026-01-01", "valid_from = 2026-11-23"), ("zwei Arbeitstagen", "elf Arbeitstagen")
    await put_handbook(program, "2026-11-23", *new)
    assert told(await anna.get(path)) == before
    assert "elf Arbeitstagen" in await anna.get("/explain?municipality=geldern&leistung=baugenehmigung")


async def put_handbook(program, name, *changes):
    text = (CONTENT / "geldern/handbook/2026-01-01.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    async with program.db.write() as session:
        await store.put(
            session, Scope.system("test"), Kind.HANDBOOK, "geldern", name, text, origin=Origin.FILE,
            at=program.clock.now(), by="test",
        )  # fmt: skip
    assert await program.rulebooks.refresh()


@pytest.mark.parametrize(
    ("article", "outcome"), [("personalausweis", Outcome.ANSWERED), ("kindergeld", Outcome.REFERRED)]
)
async def test_what_was_answered_at_the_desk_shows_its_decision_too(anna, agent, program, article, outcome):
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.read(agent, contact.id, article)
    await program.desk.close(agent, contact.id, outcome)
    seen = await anna.get(f"/contacts/{contact.id}")
    assert "Warum dieser Weg" in seen
    assert seen.html.count('class="sc-rule ') >= 8


async def test_a_recorded_decision_opens_a_case_like_it_without_the_person_asked_for(anna, agent, program):
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung", district="Pont", person_asked="Frau Hundert")
    wish = Wish("Will einen Carport bauen", ReplyChannel.EMAIL, "Frau Muster", address="muster@beispiel.example")
    await program.desk.forward(agent, contact.id, wish)
    seen = await anna.get(f"/contacts/{contact.id}")
    [address] = re.findall(r'href="(/explain\?[^"]+)"', seen.html)
    again = await anna.get(unescape(address))
    assert "Jemand aus Pont ruft am Mo 23.11.2026 um 10:00 Uhr wegen „Baugenehmigung und Bauantrag“" in again
    assert "Hundert" not in address
    assert "und fragte nach einer Person" in seen


async def test_a_contact_shows_the_number_masked(anna, sven, agent, program):
    made = await forwarded(program, agent)
    for reader in (anna, sven):
        seen = await reader.get(f"/contacts/{made.contact.id}")
        assert "030 ••• 42" in seen
        assert "23125" not in seen


async def test_html_in_every_field_comes_back_as_text(anna, agent, clerk, program):
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung", person_asked=HOSTILE)
    await program.desk.note(agent, contact.id, HOSTILE)
    wish = Wish(HOSTILE, ReplyChannel.CALLBACK, HOSTILE, "030 23125 042", HOSTILE, already_said=HOSTILE)
    made = await program.desk.forward(agent, contact.id, wish)
    colleague = await somebody(program, Role.FACHAMT, "colleague", made.ticket.office, municipality="geldern")
    await program.inbox.attempt(colleague, made.ticket.id, Attempted.REACHED, HOSTILE)
    seen = await anna.get(f"/contacts/{contact.id}")
    assert "<script>alert" not in seen.html
    assert seen.html.count("&lt;script&gt;") >= 6


async def test_a_controller_sees_only_the_own_municipality(enter, agent, program):
    geldern = await forwarded(program, agent)
    other = await program.desk.open_by_hand(agent, "kreis-wesel")
    await program.desk.close(agent, other.id, Outcome.NO_CONCERN)
    karla = await enter(Role.CONTROLLER, "karla", municipality="geldern")
    listed = await karla.get("/contacts")
    assert case_number.shown(geldern.contact.case_number) in listed
    assert case_number.shown(other.case_number) not in listed
    assert (await karla.get(f"/contacts/{geldern.contact.id}")).status == 200
    assert (await karla.get(f"/contacts/{other.id}")).status == 404
    assert (await karla.get(f"/contacts?q={other.case_number}")).status == 404
    assert (await karla.get("/contacts?municipality=kreis-wesel")).status == 404


async def test_a_clerk_reads_cases_in_the_inbox_only(carl, agent, program):
    made = await forwarded(program, agent)
    assert (await carl.get(f"/contacts/{made.contact.id}")).status == 403


@pytest.mark.parametrize("show", ["latest", "waiting", "talking", "contacts", "first_contact", "service_level"])
async def test_each_figure_of_the_board_opens_its_contacts(sven, agent, program, clock, show):
    await program.telephone.ring_next()
    taken = (await program.desk.ringing(Scope.of(agent)))[0]
    clock.advance(timedelta(seconds=12))
    await program.desk.take(agent, taken.id)
    await program.desk.read(agent, taken.id, "personalausweis")
    await program.desk.close(agent, taken.id, Outcome.ANSWERED)
    await program.telephone.ring_next()
    waiting = (await program.desk.ringing(Scope.of(agent)))[0]
    talking = await program.desk.open_by_hand(agent, "geldern")
    expected = {
        "latest": {taken.id, waiting.id, talking.id}, "waiting": {waiting.id}, "talking": {talking.id},
        "contacts": {taken.id}, "first_contact": {taken.id}, "service_level": {taken.id},
    }  # fmt: skip
    seen = await sven.get(f"/contacts?show={show}")
    listed = {one.id for one in (taken, waiting, talking) if f'href="/contacts/{one.id}"' in seen.html}
    assert listed == expected[show]
    assert show != "service_level" or "12 s" in seen
