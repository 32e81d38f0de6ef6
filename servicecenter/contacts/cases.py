"""A case found again: the contact by the number told to the caller, and everything that has happened to it."""

from collections.abc import Sequence

from servicecenter.access.model import Scope
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


async def story(db: Database, scope: Scope, contact: Contact) -> Sequence[Entry]:
    """As far as the reader may see it: where the municipality was corrected, a controller sees its own part."""
    async with db.read() as session:
        return await journal.of_case(session, scope, contact.case_number)
