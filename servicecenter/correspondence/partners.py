"""What a partner authority replies to the mail it was asked by: written down at its part of the case."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.cases.consents import Consents
from servicecenter.messages.model import Message
from servicecenter.messages.parsing import Mail


@dataclass(frozen=True)
class PartnerReplies:
    consents: Consents

    async def file(self, session: AsyncSession, asked: Message, mail: Mail, at: datetime) -> bool:
        """Whether it was the first answer, from the address that was asked; anything else a person decides on."""
        if mail.sender != asked.recipient.lower() or not mail.text.strip():
            return False
        found = await self.consents.of_message(session, asked.message_id)
        return found is not None and await self.consents.replied(session, *found, mail.text, at, "system")
