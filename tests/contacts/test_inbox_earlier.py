from servicecenter.access.model import Role, Scope
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel
from tests.conftest import somebody
from tests.web.browsing import forwarded

ALL = Scope.system("test")
OTHER_NUMBER = Wish("Anbau", ReplyChannel.CALLBACK, number="030 23125 099")
BY_POST = Wish("Bauakte", ReplyChannel.POST, address="Musterweg 1, 47608 Geldern")


async def test_earlier_tickets_of_the_same_number_come_newest_first(program, agent, clerk):
    made = [await forwarded(program, agent) for _ in range(3)]
    await forwarded(program, agent, OTHER_NUMBER)
    item = await program.inbox.item(ALL, made[2].ticket.id)
    earlier = await program.inbox.earlier(Scope.of(clerk), item)
    assert [ticket.id for ticket in earlier] == [made[1].ticket.id, made[0].ticket.id]


async def test_another_fachamt_s_tickets_of_the_same_number_stay_hidden(program, agent):
    first, second = await forwarded(program, agent), await forwarded(program, agent)
    stranger = await somebody(program, Role.FACHAMT, "otto", "ordnungsamt", municipality="geldern")
    item = await program.inbox.item(ALL, second.ticket.id)
    assert await program.inbox.earlier(Scope.of(stranger), item) == []
    assert [ticket.id for ticket in await program.inbox.earlier(ALL, item)] == [first.ticket.id]


async def test_without_a_number_only_the_case_itself_counts(program, agent, clerk):
    await forwarded(program, agent)
    made = await forwarded(program, agent, BY_POST)
    item = await program.inbox.item(ALL, made.ticket.id)
    assert await program.inbox.earlier(Scope.of(clerk), item) == []


async def test_every_ticket_of_a_contact_is_found_whatever_became_of_it(program, agent):
    made = await forwarded(program, agent)
    await program.desk.undo(agent, made.contact.id)
    again = await program.desk.forward(agent, made.contact.id, BY_POST)
    found = await program.inbox.of_contact(ALL, made.contact.id)
    assert [(item.ticket.id, item.ticket.state.value) for item in found] == [
        (made.ticket.id, "withdrawn"),
        (again.ticket.id, "new"),
    ]
    assert await program.inbox.of_contact(Scope.municipality("kreis-wesel"), made.contact.id) == []
