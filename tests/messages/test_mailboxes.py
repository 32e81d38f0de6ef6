from pathlib import Path

import pytest

from servicecenter.errors import Invalid
from servicecenter.messages.imap import ImapMailbox
from servicecenter.messages.mailboxes import mailbox
from servicecenter.messages.maildir import Maildir
from servicecenter.settings import Settings


def test_an_address_says_which_kind() -> None:
    assert mailbox(Settings()) is None
    assert mailbox(Settings(mailbox="/var/mail/servicecenter")) == Maildir(Path("/var/mail/servicecenter"))
    given = Settings(
        mailbox="imaps://mail.kreis.example/ServiceCenter%20Eingang", mailbox_user="u", mailbox_password="p"
    )
    assert mailbox(given) == ImapMailbox("mail.kreis.example", 993, "u", "p", "ServiceCenter Eingang", True, 20.0)
    plain = mailbox(Settings(mailbox="imap://127.0.0.1:1143"))
    assert isinstance(plain, ImapMailbox)
    assert (plain.port, plain.tls, plain.folder) == (1143, False, "INBOX")
    assert "'p'" not in repr(mailbox(given))


@pytest.mark.parametrize("address", ["pop3://mail.kreis.example", "imaps://"])
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(Invalid, match="SERVICECENTER_MAILBOX"):
        mailbox(Settings(mailbox=address))
