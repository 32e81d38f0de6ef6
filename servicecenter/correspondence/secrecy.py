"""A mail about a social concern: that it came is known, of what it says nothing is taken in (§ 35 SGB I). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from servicecenter.attachments.model import Stored
from servicecenter.correspondence.model import Fate, MailReason, Received, Verdict
from servicecenter.messages.parsing import Mail
from servicecenter.messages.tokens import Side

NO_WORDS = {"subject": "", "text": "", "quoted": "", "refused": ""}
ANSWERED = "Die Person hat per E-Mail geantwortet. Der Wortlaut wurde nicht aufgenommen: Bitte bei ihr nachfragen."
TOLD = {
    Side.CITIZEN: (
        "Ihre E-Mail ist angekommen. Zum Schutz Ihrer Angaben haben wir ihren Inhalt nicht aufgenommen. Das Fachamt "
        "weiß, dass Sie geschrieben haben, und meldet sich bei Ihnen."
    ),
    Side.OFFICE: (
        "Ihre E-Mail wurde nicht weitergegeben: Das Anliegen fällt unter das Sozialgeheimnis (§ 35 SGB I), sein Inhalt "
        "wird nicht aufgenommen. Bitte antworten Sie der Person selbst und halten Sie im Ticket nur fest, dass "
        "geantwortet ist."
    ),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail with its files on the shelf; `refused` names those that were not taken."""

    mail: Mail
    files: Sequence[tuple[str, Stored]] = ()
    refused: Sequence[str] = ()


def withheld(fetched: Fetched, verdict: Verdict) -> tuple[Fetched, Verdict]:
    """The mail without its words and files. Files nobody names leave the shelf within the hour."""
    reason = MailReason.SOCIAL if verdict.fate is Fate.FILED else verdict.reason
    mail = replace(fetched.mail, subject="", text="", quoted="", parts=())
    return Fetched(mail), Verdict(verdict.fate, reason)


def cleared(received: Received) -> Received:
    """One that waited, and turned out to be about a social concern when a person filed it."""
    return replace(received, reason=MailReason.SOCIAL, subject="", text="", quoted="", refused="")
