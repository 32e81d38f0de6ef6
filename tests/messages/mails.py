"""Mails as they really come, short: what Outlook, Thunderbird, Gmail and mail servers make of them."""

from email.message import EmailMessage
from email.policy import SMTP


def mail(
    sender: str = "frau@muster.example", to: str = "servicecenter@kreis-wesel.example", **more: str
) -> EmailMessage:
    """`text` and `html`; every other keyword is a header, with _ for -."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = sender, to
    text, html = more.pop("text", None), more.pop("html", None)
    made["Subject"] = more.pop("subject", "Re: Ihre Anfrage")
    made["Message-ID"] = more.pop("message_id", "<1@muster.example>")
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    if text is not None or html is None:
        made.set_content(text or "")
    if html is not None:
        made.add_alternative(html, subtype="html") if text is not None else made.set_content(html, subtype="html")
    return made


def bounce(message_id: str, recipient: str = "frau@muster.example", action: str = "failed") -> bytes:
    """As Postfix sends it (RFC 3464)."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mail.kreis.example (Mail Delivery System)
To: servicecenter@kreis-wesel.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <bounce-{action}@mail.kreis.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.kreis.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: Recipient address rejected: User unknown

--b
Content-Type: text/rfc822-headers

From: servicecenter@kreis-wesel.example
To: {recipient}
Subject: Ihre Anfrage
Message-ID: {message_id}

--b--
""".encode().replace(b"\n", b"\r\n")


def absence(**headers: str) -> EmailMessage:
    given = {"Auto_Submitted": "auto-replied", "subject": "Abwesenheitsnotiz: Ihre Anfrage"} | headers
    return mail(text="Ich bin bis 7. Dezember nicht im Haus.", **given)


OUTLOOK = """Vielen Dank, das hilft mir.

Von: ServiceCenter <servicecenter@kreis-wesel.example>
Gesendet: Montag, 23. November 2026 10:00
An: Frau Muster <frau@muster.example>
Betreff: Ihre Anfrage, Vorgang 48 27 31 96

Guten Tag,
"""
THUNDERBIRD = """Am 23.11.26 um 10:00 schrieb servicecenter@kreis-wesel.example:
> Ein Carport bis 30 m² ist frei.
> Mehr steht im Internet.

Gilt das auch in Walbeck?
"""
GMAIL = """Danke!

On Mon, Nov 23, 2026 at 10:00 AM ServiceCenter
<servicecenter@kreis-wesel.example> wrote:

> Ein Carport bis 30 m² ist frei.
"""
BETWEEN = """> Ist es freistehend?
Ja.
> Wie hoch?
2,50 m.
"""
