"""„Eingang klären“: what nobody but a person can file, and what left for tickets."""

from pathlib import Path

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.contacts.wishes import Wish
from servicecenter.settings import Settings
from servicecenter.tickets.model import Ticket
from servicecenter.web.program import Program
from tests.attachments.files import PDF
from tests.messages.mails import mail
from tests.posting import ALL, BY_MAIL, OFFICE, writing
from tests.web.browsing import Browser, forwarded
from tests.web.conftest import Enter


@pytest.fixture
def box(tmp_path: Path) -> Path:
    (tmp_path / "box" / "new").mkdir(parents=True)
    return tmp_path / "box"


@pytest.fixture
def settings(tmp_path: Path, box: Path) -> Settings:
    return writing(tmp_path / "var", mailbox=str(box))


async def come(program: Program, agent: Person, box: Path, wish: Wish = BY_MAIL) -> Ticket:
    """A mail with a case number in its subject alone, and a file."""
    ticket = (await forwarded(program, agent, wish)).ticket
    made = mail(OFFICE, text="Ja, <b>gern</b>.", subject=f"Vorgang {ticket.case_number}")
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="Plan.pdf")
    (box / "new" / "1").write_bytes(made.as_bytes())
    await program.receiving.run()
    return ticket


def take_away(box: Path) -> None:
    box.rename(box.with_name("gone"))


async def test_it_is_shown_with_why_and_filed_by_one_click(
    sven: Browser, carl: Browser, agent: Person, program: Program, box: Path
) -> None:
    assert "Nichts zu klären." in await sven.get("/board/mail")
    ticket = await come(program, agent, box)
    assert "1 zu klären" in await sven.get("/board")
    seen = await sven.get("/board/mail")
    for words in ("keinem Vorgang zuzuordnen", OFFICE, "Ja, <b>gern</b>.", "Plan.pdf", "neues Ticket", "wartet"):
        assert words in seen, words
    ((held,),) = [await program.clearing.held(ALL)]
    response = await sven.client.get(f"/board/mail/{held.received.id}/attachments/{held.attachments[0].id}")
    assert await response.read() == PDF
    done = await sven.post(f"/board/mail/{held.received.id}/file", {"ticket": str(ticket.id)})
    assert done.to == "/board/mail?saved=filed"
    assert "Die E-Mail liegt beim Ticket." in await sven.get(done.to)
    again = await sven.post(f"/board/mail/{held.received.id}/file", {"ticket": str(ticket.id)})
    assert (again.status, "schon geklärt" in again) == (409, True)
    seen = await carl.get(f"/inbox/{ticket.id}")
    for words in ("Ja, <b>gern</b>.", "Plan.pdf", "E-Mail zum Ticket gelegt: vom Fachamt", "Neues Ticket an Fachamt"):
        assert words in seen, words


async def test_or_by_its_number_or_not_at_all(sven: Browser, agent: Person, program: Program, box: Path) -> None:
    ticket = await come(program, agent, box)
    ((held,),) = [await program.clearing.held(ALL)]
    path = f"/board/mail/{held.received.id}"
    wrong = await sven.post(f"{path}/file", {"number": "11111111"})
    assert (wrong.status, "Das ist keine Vorgangsnummer." in wrong) == (422, True)
    assert 'value="11111111"' in wrong.html
    assert (await sven.post(f"{path}/discard")).to == "/board/mail?saved=discarded"
    assert (await sven.post(f"{path}/discard")).status == 409
    assert (await program.inbox.item(ALL, ticket.id)).ticket.state == "new"


async def test_another_municipality_sees_nothing_of_it(
    enter: Enter, agent: Person, program: Program, box: Path
) -> None:
    await come(program, agent, box)
    hanna = await enter(Role.CONTROLLER, "hanna", municipality="hagen")
    seen = await hanna.get("/board/mail")
    assert "Nichts zu klären." in seen
    assert "Noch keine E-Mail zu einem Ticket." in seen


async def test_a_mailbox_that_is_away_is_told_with_since_when(sven: Browser, program: Program, box: Path) -> None:
    take_away(box)
    await program.receiving.run()
    assert "Das Postfach ist nicht erreichbar, seit Mo 23.11. 10:00." in await sven.get("/board/mail")
    assert "Postfach nicht erreichbar seit Mo 23.11. 10:00" in await sven.get("/board")
