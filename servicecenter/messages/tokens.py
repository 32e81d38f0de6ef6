"""What a link or a reply address proves: signed with the centre's key, stored nowhere. Pure; the key is an argument.

The office is part of what is signed and not of what is shown: a ticket that has moved no longer fits the old link. The
reply token is short and lower case, because it stands in the local part of an address (RFC 5321: 64 characters, and
nobody promises to keep capitals).
"""

import base64
import hmac
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

LINK_BITS, REPLY_BITS = 160, 80  # a guess at a reply address still has to come from the right sender
EPOCH = date(1970, 1, 1)
LINK = re.compile(r"(\d{1,10})-(\d{1,6})-([a-z2-7]{32})")
REPLY = re.compile(r"t(\d{1,10})([oc])([a-z2-7]{16})")


class Side(StrEnum):
    """Who writes: each side has a reply address of its own."""

    OFFICE = "o"
    CITIZEN = "c"


@dataclass(frozen=True, slots=True)
class LinkToken:
    ticket: int
    expires_on: date  # the last day it works
    mac: str


@dataclass(frozen=True, slots=True)
class ReplyToken:
    ticket: int
    side: Side


@dataclass(frozen=True, slots=True)
class Signer:
    key: bytes = field(repr=False)

    def link(self, ticket: int, place: tuple[str, str], expires_on: date) -> str:
        """`place` is municipality and office the ticket lies at."""
        day = (expires_on - EPOCH).days
        return f"{ticket}-{day}-{self._mac(LINK_BITS, 'link', ticket, day, *place)}"

    def fits(self, token: LinkToken, place: tuple[str, str]) -> bool:
        """Whether it was made for this ticket while it lay there; nothing about its day."""
        day = (token.expires_on - EPOCH).days
        return hmac.compare_digest(token.mac, self._mac(LINK_BITS, "link", token.ticket, day, *place))

    def reply(self, ticket: int, side: Side) -> str:
        return f"t{ticket}{side.value}{self._mac(REPLY_BITS, 'reply', ticket, side.value)}"

    def replied(self, local_part: str) -> ReplyToken | None:
        """From „servicecenter+t17c…“, in whatever capitals it came back; None for anything not signed here."""
        for found in REPLY.finditer(local_part.lower()):
            ticket, side = int(found[1]), Side(found[2])
            if hmac.compare_digest(found[0], self.reply(ticket, side)):
                return ReplyToken(ticket, side)
        return None

    def _mac(self, bits: int, *parts: object) -> str:
        said = "\0".join(map(str, parts)).encode()
        return base64.b32encode(hmac.digest(self.key, said, sha256)[: bits // 8]).decode().lower()


def parsed(token: str) -> LinkToken | None:
    """None for what is no token at all."""
    found = LINK.fullmatch(token)
    if found is None:
        return None
    return LinkToken(int(found[1]), EPOCH + timedelta(days=int(found[2])), found[3])


def reply_address(base: str, token: str, *, plus: bool) -> str:
    """„servicecenter+t17c…@kreis.example“; where the server knows no such addresses, the token stands as the name."""
    local, _, domain = base.rpartition("@")
    return f"{local}+{token}@{domain}" if plus else f'"{token}" <{base}>'
