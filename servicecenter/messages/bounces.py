"""A mail that came back (DSN, RFC 3464), and the free forms some servers still send. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import Message

from servicecenter.messages.headers import header

MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s]{1,200}>")
DAEMONS = re.compile(r"(mailer-daemon|postmaster)@", re.IGNORECASE)
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Bounce:
    """`message_ids` are those it names, ours among them; `is_final`: the server tries no longer."""

    message_ids: tuple[str, ...]
    is_final: bool
    reason: str


def bounce_in(message: Message) -> Bounce | None:
    """None for a mail that is no report of a delivery."""
    parts = list(message.walk())
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return _told_in_words(message, parts)
    fields = _fields(status)
    action = fields.get("action", "failed").lower()
    said = fields.get("diagnostic-code", "") or fields.get("status", "")
    return Bounce(tuple(dict.fromkeys(_returned_ids(parts))), action == "failed", said[:LONGEST])


def _told_in_words(message: Message, parts: list[Message]) -> Bounce | None:
    sender = header(message, "From")
    if not DAEMONS.search(sender):
        return None
    ids = dict.fromkeys([*MESSAGE_ID.findall(header(message, "In-Reply-To")), *_returned_ids(parts)])
    return Bounce(tuple(ids), True, header(message, "Subject")[:LONGEST])


def _fields(status: Message) -> dict[str, str]:
    """Of all its blocks; the last one wins, which is that of the recipient."""
    blocks = status.get_payload()
    known = [block for block in blocks if isinstance(block, Message)] if isinstance(blocks, list) else []
    return {name.lower(): header(block, name) for block in known for name in block.keys()}  # noqa: SIM118


def _returned_ids(parts: list[Message]) -> Iterator[str]:
    for part in parts:
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                yield from MESSAGE_ID.findall(header(inner[0], "Message-ID"))
        elif part.get_content_type() in ("text/rfc822-headers", "text/plain") and not part.is_multipart():
            payload = part.get_payload(decode=True)
            text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
            headers = message_from_string(text, policy=policy.compat32)
            yield from MESSAGE_ID.findall(header(headers, "Message-ID"))
            yield from (found for found in MESSAGE_ID.findall(text) if "essage-" in text)
