"""Cases found again: by the number told to the caller, or among the latest; and everything that happened to one."""

from collections.abc import Sequence
from typing import Any

from servicecenter.access.model import Scope
from servicecenter.calls import store as calls
from servicecenter.calls.model import Instant
from servicecenter.contacts import store
from servicecenter.contacts.case_number import parse
from servicecenter.contacts.model import Contact
from servicecenter.database import Database
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry


async def find(db: Database, scope: Scope, spoken: str) -> Contact:
    """However the number was typed. Raises CaseNumberWrong, NotFound."""
    case_number = parse(spoken)
    async with db.read() as session:
        return await store.by_case(session, scope, case_number)


async def latest(db: Database, scope: Scope, limit: int, **chosen: Any) -> Sequence[Contact]:
    """The newest first; `chosen` as in store.latest."""
    async with db.read() as session:
        return await store.latest(session, scope, limit, **chosen)


async def ids(db: Database, scope: Scope, case_numbers: Sequence[str]) -> dict[str, int]:
    """Case number → contact, for links from what knows only the number."""
    async with db.read() as session:
        return await store.ids(session, scope, case_numbers)


async def story(db: Database, scope: Scope, contact: Contact) -> Sequence[Entry]:
    """As far as the reader may see it: where the municipality was corrected, a controller sees its own part."""
    async with db.read() as session:
        return await journal.of_case(session, scope, contact.case_number)


async def steps(db: Database, contact: Contact) -> Sequence[Instant]:
    """Every step of its call, in the order in which they happened; the contact is one the reader may see."""
    if contact.call is None:
        return []
    async with db.read() as session:
        return await calls.of_call(session, Scope.system("the call of a contact"), contact.call)
