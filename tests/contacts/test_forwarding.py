from dataclasses import replace
from datetime import date

import pytest

from servicecenter.callbacks.numbers import NumberUnusable
from servicecenter.contacts.forwarding import NobodyOwes
from servicecenter.contacts.model import ContactState, Outcome
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from servicecenter.errors import Invalid
from servicecenter.tickets.model import ReplyChannel
from tests.conftest import MONDAY

from .conftest import ALL, ANNA, BY_MAIL, CALLBACK, CALLER_STORED, WESEL, Centre


async def test_a_concern_becomes_a_ticket_with_all_that_was_said(centre: Centre) -> None:
    made = await centre.forwarded(replace(BY_MAIL, already_said="Unterlagen genannt"))
    ticket = made.ticket
    assert (ticket.office, ticket.concern, ticket.already_said) == (
        "bauordnung", "Carport bauen, wer hilft?", "Unterlagen genannt",
    )  # fmt: skip
    assert (ticket.leistung, ticket.article, ticket.reply) == (
        "baugenehmigung", "baugenehmigung", ReplyChannel.EMAIL,
    )  # fmt: skip
    assert (ticket.reason, ticket.clause) == ("to-responsible", "§ 5.1, § 6.2")
    assert (made.callback, made.promise) == (None, None)
    assert (made.contact.outcome, made.contact.caller) == (Outcome.TICKET, None)
    assert await centre.acts() == [
        "contact-rang", "contact-taken", "article-opened", "way-decided", "ticket-opened", "promise-made",
    ]  # fmt: skip


async def test_a_wished_callback_is_a_promise_and_keeps_the_number(centre: Centre) -> None:
    made = await centre.forwarded()
    assert made.callback is not None
    assert (made.callback.number, made.callback.window, made.callback.ticket) == (
        CALLER_STORED, "ab 14 Uhr", made.ticket.id,
    )  # fmt: skip
    assert (made.contact.outcome, made.contact.caller) == (Outcome.CALLBACK, CALLER_STORED)
    reply, callback = await centre.promised(made.ticket.subject, made.callback.subject)
    assert (reply.name, callback.name) == ("reply", "callback")
    assert callback == made.promise


async def test_the_journal_keeps_every_rule_that_was_asked(centre: Centre) -> None:
    await centre.forwarded()
    (decision,) = await centre.details("way-decided")
    assert decision["handbook"] == "2026-01-01"
    assert {rule["rule"] for rule in decision["asked"]} >= {"agreement", "scope", "ticket", "callback"}  # type: ignore[attr-defined]
    assert [step["kind"] for step in decision["plan"]][-2:] == ["ticket", "callback"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("wish", [CALLBACK, BY_MAIL], ids=["callback", "ticket"])
@pytest.mark.parametrize("article", ["fuehrerschein-umtausch", "kfz-zulassung"])
async def test_a_body_outside_the_agreement_owes_nothing(centre: Centre, article: str, wish: object) -> None:
    contact = await centre.asked(article)
    before = await centre.acts()
    with pytest.raises(NobodyOwes, match="außerhalb der Vereinbarung"):
        await centre.desk.forward(ANNA, contact.id, wish)  # type: ignore[arg-type]
    assert (await centre.desk.get(ALL, contact.id)).state is ContactState.OPEN
    assert await centre.acts() == before
    assert (await centre.desk.close(ANNA, contact.id, Outcome.REFERRED)).outcome is Outcome.REFERRED


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        pytest.param(replace(CALLBACK, number="keine"), NumberUnusable, id="a number that is none"),
        pytest.param(replace(CALLBACK, concern=""), Invalid, id="no concern"),
        pytest.param(replace(BY_MAIL, address="x"), Invalid, id="no address"),
        pytest.param(replace(CALLBACK, window="x" * 10_000), Invalid, id="a window too long"),
    ],
)
async def test_a_wish_that_cannot_be_kept_writes_nothing(centre: Centre, wish: object, error: type[Invalid]) -> None:
    contact = await centre.asked("baugenehmigung")
    before = await centre.acts()
    with pytest.raises(error):
        await centre.desk.forward(ANNA, contact.id, wish)  # type: ignore[arg-type]
    assert await centre.desk.get(ALL, contact.id) == contact
    assert await centre.acts() == before
    assert await centre.inbox.items(ALL) == []


async def test_who_owes_the_callback_gives_its_calendar(centre: Centre) -> None:
    """Kreis Wesel promises one working day, Geldern two; the same afternoon, the same concern."""
    contact = await centre.called(dialled=WESEL)
    await centre.desk.learn(ANNA, contact.id, leistung="baugenehmigung", district="Alpen")
    made = await centre.desk.forward(ANNA, contact.id, CALLBACK)
    assert made.promise is not None
    assert (made.ticket.municipality, made.promise.due_on.isoformat()) == ("kreis-wesel", "2026-11-24")


async def test_a_concern_nobody_knows_goes_to_the_switchboard(centre: Centre) -> None:
    contact = await centre.called()
    made = await centre.desk.forward(ANNA, contact.id, CALLBACK)
    assert made.ticket.office == "zentrale"


async def test_a_partner_that_promised_callbacks_itself_owes_one(centre: Centre) -> None:
    """A body outside otherwise owes nothing; its office then gets what a callback needs."""
    async with centre.db.write() as session:
        book = await documents.latest(session, ALL, Kind.HANDBOOK, "geldern", "2026-01-01")
        assert book is not None
        text = book.text + PLEDGE
        await documents.put(
            session, ALL, Kind.HANDBOOK, "geldern", "2026-01-01", text, origin=Origin.PROGRAM, at=MONDAY, by="test"
        )
    await centre.rulebooks.refresh()

    made = await centre.forwarded(article="kfz-zulassung")

    assert made.callback is not None
    assert made.promise is not None
    assert (made.ticket.office, made.ticket.reason) == ("kreis-kleve-zulassung", "promised-by-partner")
    assert (made.promise.name, made.promise.clause, made.promise.due_on) == ("callback", "§ 12.1", date(2026, 11, 30))


PLEDGE = """
[[clause]]
number = "12.1"
title = "Zusage des Kreises Kleve"
partners = ["kreis-kleve"]
promise = { name = "callback", working_days = 5 }
"""
