"""Mail and files as a program asks for them."""

import json
from base64 import b64encode
from pathlib import Path

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.settings import Settings
from servicecenter.web.program import Program
from tests.attachments.files import PDF, PROGRAM
from tests.messages.mails import mail
from tests.posting import ALL, BY_MAIL, OFFICE, writing
from tests.web.asking import Client, new
from tests.web.browsing import forwarded


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "box" / "new").mkdir(parents=True)
    return writing(tmp_path / "var", mailbox=str(tmp_path / "box"))


async def test_files_and_mails_of_a_ticket(client: Client, program: Program, agent: Person) -> None:
    ticket = (await forwarded(program, agent, BY_MAIL)).ticket
    carl = await new(client, program, Role.FACHAMT, "carl", "bauordnung", municipality="geldern")
    path = f"/inbox/{ticket.id}"
    given = {"name": "Plan.pdf", "content": b64encode(PDF * 40_000).decode()}
    status, added = await carl.send(f"{path}/attachments", json.dumps(given).encode())
    assert status == 201, "more than any other request may be"
    assert (added["name"], added["kind"], added["size"]) == ("Plan.pdf", "pdf", len(PDF) * 40_000)
    program_as_pdf = {"name": "Plan.pdf", "content": b64encode(PROGRAM).decode()}
    assert (await carl.post(f"{path}/attachments", program_as_pdf, expect=422))["code"] == "attachment-refused"
    assert (await carl.post(f"{path}/attachments", {"name": "x", "content": "ü"}, expect=422))["code"] == "invalid"
    told = await carl.get(f"{path}/mail")
    assert [(each["occasion"], each["addressee"], each["state"]) for each in told["sent"]] == [
        ("forwarded", "owner", "waiting")
    ]
    assert [each["id"] for each in told["attachments"]] == [added["id"]]
    assert (told["received"], told["office_has_address"]) == ([], True)


async def test_a_held_mail_is_filed_or_discarded(
    client: Client, program: Program, agent: Person, tmp_path: Path
) -> None:
    ticket = (await forwarded(program, agent, BY_MAIL)).ticket
    for number, subject in enumerate((f"Vorgang {ticket.case_number}", "Gewinnspiel")):
        content = mail(OFFICE, text="Ja.", subject=subject, message_id=f"<{number}@x>").as_bytes()
        (tmp_path / "box" / "new" / str(number)).write_bytes(content)
    await program.receiving.run()
    sven = await new(client, program, Role.SUPERVISOR, "sven")
    wanda = await new(client, program, Role.CONTROLLER, "wanda", municipality="hagen")
    assert await wanda.get("/mail/held") == []
    first, second = await sven.get("/mail/held")
    assert (first["proposals"], first["reason"], first["reason_in_words"]) == (
        [ticket.id], "no_ticket", "keinem Vorgang zuzuordnen",
    )  # fmt: skip
    await wanda.post(f"/mail/{first['id']}/file", {"ticket": ticket.id}, expect=404)
    await sven.post(f"/mail/{first['id']}/file", {"ticket": ticket.id}, expect=204)
    await sven.post(f"/mail/{first['id']}/file", {"ticket": ticket.id}, expect=409)
    await sven.post(f"/mail/{second['id']}/file", {"case_number": "12345678"}, expect=422)
    await sven.post(f"/mail/{second['id']}/discard", expect=204)
    assert await sven.get("/mail/held") == []
    assert (await program.inbox.item(ALL, ticket.id)).ticket.state == "answered"
