"""Which cases a clause decided: counted from the recorded decisions, each case once."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from servicecenter.access.model import Scope
from servicecenter.contacts.replaying import DECIDED
from servicecenter.database import Database
from servicecenter.journal import store as journal

_CITED = re.compile(r"§ (\d+(?:\.\d+)*)")
MOST = 10_000


async def cases_by_clause(
    db: Database, scope: Scope, municipality: str, first: datetime, before: datetime
) -> Mapping[str, tuple[str, ...]]:
    """Number of a clause → the case numbers whose plan followed it, in [first, before)."""
    async with db.read() as session:
        entries = await journal.last_of_each_case(session, scope, municipality, DECIDED, first, before, limit=MOST)
    found: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        cited = {
            number for step in entry.details.get("plan", ()) for number in _CITED.findall(str(step.get("clause", "")))
        }
        for number in sorted(cited):
            found[number].append(entry.case_number)
    return {number: tuple(cases) for number, cases in found.items()}
