"""What becomes of a mail. Facts in, verdict out; the first rule that fits decides. Pure.

The subject decides nothing: everybody can write a case number there. What a program wrote is never an answer, and is
never answered (RFC 3834), or two programs would write to each other for ever.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from servicecenter.correspondence.model import Fate, MailReason, Verdict
from servicecenter.messages.model import Message
from servicecenter.messages.parsing import Mail
from servicecenter.messages.tokens import Side
from servicecenter.tickets.model import Ticket, TicketState

MOST_A_DAY = 20  # from one side to one ticket; nobody writes more by hand


@dataclass(frozen=True, slots=True)
class Known:
    """What was gathered about a mail: whose it may be, and who may write there."""

    is_ours: bool  # its Message-ID is one we gave: it came back in a circle
    returned: Message | None  # which of ours it answers, or brings back
    ticket: Ticket | None
    side: Side | None
    senders: Collection[str]  # addresses from which this side is known to write, lower case
    today: int  # how many of this side were filed to the ticket in the last 24 hours


def judge(mail: Mail, known: Known) -> Verdict:
    return next(verdict for fits, verdict in _rules(mail, known) if fits)


def _rules(mail: Mail, known: Known) -> Iterator[tuple[bool, Verdict]]:
    """In this order; each is asked only where those before it did not fit."""
    ticket = known.ticket
    yield known.is_ours, Verdict(Fate.HELD, MailReason.LOOP)
    if mail.bounce is not None:
        yield True, _returned(mail.bounce.is_final, known)
    if ticket is None or known.side is None:
        yield True, Verdict(Fate.HELD, MailReason.NO_TICKET)
        return
    yield mail.is_automatic, Verdict(Fate.NOTED, MailReason.ABSENCE)
    yield mail.sender not in known.senders, Verdict(Fate.HELD, MailReason.STRANGER)
    yield known.today >= MOST_A_DAY, Verdict(Fate.HELD, MailReason.TOO_MANY)
    is_over = ticket.state is TicketState.WITHDRAWN or ticket.erased_at is not None
    yield is_over, Verdict(Fate.HELD, MailReason.OVER)
    yield not mail.text and not mail.parts, Verdict(Fate.HELD, MailReason.EMPTY)
    yield True, Verdict(Fate.FILED, MailReason.REPLY)


def _returned(is_final: bool, known: Known) -> Verdict:
    if known.returned is None:
        return Verdict(Fate.HELD, MailReason.RETURNED)
    return Verdict(Fate.BOUNCED, MailReason.RETURNED) if is_final else Verdict(Fate.NOTED, MailReason.DELAYED)
