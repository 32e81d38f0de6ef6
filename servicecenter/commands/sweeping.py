"""sweep --once: what the program does with every tick, for a timer of the operating system."""

from datetime import datetime

from servicecenter.clock import SystemClock
from servicecenter.commands.opening import SYSTEM, database
from servicecenter.commands.output import DONE, console, print_json
from servicecenter.journal.evidence import keep_heads
from servicecenter.journal.witness import FILE, Witness
from servicecenter.promises import service as promises
from servicecenter.settings import Settings


async def sweep(settings: Settings, at: datetime, *, as_json: bool) -> int:
    """Moves what is due, and writes the heads of the journal down outside the database."""
    async with database(settings) as db:
        moved = await promises.sweep(db, SYSTEM, at)
        await keep_heads(db, SYSTEM, Witness(settings.data / FILE), SystemClock().now())
    if as_json:
        print_json({"moved": [{"id": p.id, "case_number": p.case_number, "was": p.state} for p in moved]})
    else:
        console.print(f"{len(moved)} Zusagen weitergeschaltet.")
    return DONE
