"""The mailbox of the settings: an IMAP server or a folder of this machine."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from servicecenter.errors import Invalid
from servicecenter.messages.imap import ImapMailbox
from servicecenter.messages.mailbox import Mailbox
from servicecenter.messages.maildir import Maildir
from servicecenter.settings import Settings

PORTS = {"imaps": 993, "imap": 143}


def mailbox(settings: Settings) -> Mailbox | None:
    """None where none is set up. Raises Invalid for an address that is neither."""
    if not settings.mailbox:
        return None
    given = urlsplit(settings.mailbox)
    if not given.scheme:
        return Maildir(Path(settings.mailbox))
    if given.scheme not in PORTS or not given.hostname:
        raise Invalid(
            "Die Einstellung SERVICECENTER_MAILBOX passt nicht.", f"„{settings.mailbox}“ ist kein Postfach.",
            "Erlaubt sind imaps://server/ordner, imap://server/ordner und der Pfad eines Maildir.", field="mailbox",
        )  # fmt: skip
    return ImapMailbox(
        given.hostname, given.port or PORTS[given.scheme], settings.mailbox_user, settings.mailbox_password,
        unquote(given.path.strip("/")) or "INBOX", given.scheme == "imaps", settings.mailbox_timeout,
    )  # fmt: skip
