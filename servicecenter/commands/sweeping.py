"""sweep --once: what the program does with every tick, for a timer of the operating system."""

from datetime import datetime

from servicecenter.clock import SystemClock
from servicecenter.commands.opening import SYSTEM, database
from servicecenter.commands.output import DONE, console, print_json
from servicecenter.contacts.reminding import Reminding, record
from servicecenter.journal.evidence import keep_heads
from servicecenter.journal.witness import FILE, Witness
from servicecenter.live import Live
from servicecenter.messages.keyfile import signing_key
from servicecenter.messages.service import Outbox
from servicecenter.messages.smtp import mail_server
from servicecenter.messages.tokens import Signer
from servicecenter.promises import service as promises
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.settings import Settings


async def sweep(settings: Settings, at: datetime, *, as_json: bool) -> int:
    """Moves what is due, sends what may be sent now, and writes the journal's heads down outside the database.

    Mails go by the real clock, whatever instant the sweep is asked for.
    """
    clock = SystemClock()
    async with database(settings) as db:
        rulebooks = Rulebooks(db)
        await rulebooks.refresh()
        reminding = Reminding.of(settings, rulebooks, Signer(signing_key(settings)))
        moved = await promises.sweep(db, SYSTEM, at, tell=reminding.messages)
        sent = await Outbox(db, clock, Live(), mail_server(settings), reminding.opens, record).run()
        await keep_heads(db, SYSTEM, Witness(settings.data / FILE), clock.now())
    if as_json:
        print_json({"moved": [{"id": p.id, "case_number": p.case_number, "was": p.state} for p in moved], "sent": sent})
    else:
        console.print(f"{len(moved)} Zusagen weitergeschaltet, {sent} E-Mails verschickt.")
    return DONE
