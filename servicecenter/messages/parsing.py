"""A mail as it came, read with suspicion: odd charsets, broken MIME and HTML end as text, never as an error. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses
from hashlib import sha256

from servicecenter.messages.bounces import Bounce, bounce_in
from servicecenter.messages.headers import header
from servicecenter.messages.quoting import split_quoted, text_of_html

LONGEST_TEXT = 100_000  # characters; whoever writes more has attached a book to the wrong place
MOST_PARTS = 200
MESSAGE_ID = re.compile(r"<[^<>\s]{1,400}>")
AUTOMATIC_PRECEDENCE = {"auto_reply", "bulk", "junk", "list"}
AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "List-Id", "List-Unsubscribe")
TO_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True, slots=True)
class Part:
    """A file that came along, as it was called."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`text` is what was written, `quoted` what was only repeated. `key` is the same for the same mail come twice."""

    key: str
    message_id: str
    answers: tuple[str, ...]  # the Message-IDs it names, the nearest first
    sender: str  # the bare address, lower case; empty where there is none
    recipients: tuple[str, ...]  # addresses and the names beside them
    subject: str
    text: str
    quoted: str
    is_automatic: bool  # RFC 3834: no person wrote it, so nobody answers it
    bounce: Bounce | None
    parts: tuple[Part, ...]


def parse(content: bytes) -> Mail:
    message = message_from_bytes(content, policy=policy.default)
    message_id = next(iter(_ids(message, "Message-ID")), "")
    body = content.partition(b"\r\n\r\n")[2] or content.partition(b"\n\n")[2]
    bounce = bounce_in(message)
    text, quoted = split_quoted(_text(message)[:LONGEST_TEXT])
    senders = [address.lower() for _, address in _addresses(message, ("From",)) if "@" in address]
    return Mail(
        key=sha256(message_id.encode("utf-8", "replace") + b"\n" + body.replace(b"\r\n", b"\n")).hexdigest(),
        message_id=message_id,
        answers=tuple(dict.fromkeys([*_ids(message, "In-Reply-To"), *reversed(_ids(message, "References"))])),
        sender=senders[0] if len(senders) == 1 else "",
        recipients=tuple(each for pair in _addresses(message, TO_HEADERS) for each in pair if each),
        subject=header(message, "Subject"),
        text=text, quoted=quoted, is_automatic=bounce is not None or _is_automatic(message), bounce=bounce,
        parts=() if bounce else tuple(_parts(message)),
    )  # fmt: skip


def unreadable(content: bytes) -> Mail:
    """What is left of a mail that even this reader gives up on: that it came, and which it was."""
    return Mail(sha256(content).hexdigest(), "", (), "", (), "", "", "", True, None, ())


def _ids(message: Message, name: str) -> list[str]:
    return MESSAGE_ID.findall(header(message, name))


def _addresses(message: Message, names: Sequence[str]) -> list[tuple[str, str]]:
    # One header at a time: given several, newer Pythons return nothing at all where one is missing or odd.
    return [pair for name in names for pair in getaddresses([header(message, name)]) if any(pair)]


def _is_automatic(message: Message) -> bool:
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return True
    precedence = header(message, "Precedence").lower()
    has_no_return = header(message, "Return-Path") == "<>"
    return precedence in AUTOMATIC_PRECEDENCE or has_no_return or any(name in message for name in AUTOMATIC_HEADERS)


def _walk(message: Message) -> Iterator[Message]:
    """The leaves, and no more of them than anybody sends on purpose."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        payload = part.get_payload()
        if part.is_multipart() and isinstance(payload, list) and part.get_content_maintype() == "multipart":
            waiting = [each for each in payload if isinstance(each, Message)] + waiting
        else:
            yield part


def _is_file(part: Message) -> bool:
    is_text = part.get_content_maintype() in ("text", "multipart")  # the latter has lost its boundary
    return bool(_name(part)) or part.get_content_disposition() == "attachment" or not is_text


def _text(message: Message) -> str:
    """What was written as text; where there is none, what the HTML says."""
    leaves = [part for part in _walk(message) if not _is_file(part)]
    for kind, read in (("text/plain", str), ("text/html", text_of_html)):
        found = [read(_decoded(part)) for part in leaves if part.get_content_type() == kind]
        if any(each.strip() for each in found):
            return _clean("\n".join(found))
    return _clean("\n".join(map(_decoded, leaves)))


def _decoded(part: Message) -> str:
    """By the declared charset where that is one, else as most mails here are written; nothing is lost by an error."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    for charset in (part.get_content_charset() or "", "utf-8", "cp1252"):
        try:
            return payload.decode(charset)
        except (LookupError, ValueError):
            continue
    return payload.decode("latin-1")


def _clean(text: str) -> str:
    lines = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char.isprintable() or char in "\n\t").strip()


def _name(part: Message) -> str:
    try:
        return part.get_filename("") or ""
    except Exception:  # as with headers
        return "Anlage"


def _parts(message: Message) -> Iterator[Part]:
    for part in _walk(message):
        if _is_file(part):
            yield Part(_name(part) or "Anlage", _content(part))


def _content(part: Message) -> bytes:
    if part.get_content_maintype() == "message":  # a mail within the mail
        inner = part.get_payload()
        return bytes(inner[0]) if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
