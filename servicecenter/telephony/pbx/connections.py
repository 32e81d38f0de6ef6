"""Which PBXs may tell of calls: tokens made, shown once, renewed, switched off and revoked. Every act is audited."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from servicecenter.access import store as access
from servicecenter.access.model import AuditEntry, Person, Scope
from servicecenter.access.service import managing
from servicecenter.callbacks.numbers import same
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import Conflict, Invalid
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.telephony.pbx import store
from servicecenter.telephony.pbx.model import Pbx

LONGEST_NAME = 80


def hashed(token: str) -> str:
    """Without salt: a token is random enough, and it is looked up by this."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Connections:
    db: Database
    clock: Clock
    rulebooks: Rulebooks

    async def all(self, scope: Scope) -> Sequence[Pbx]:
        async with self.db.read() as session:
            return await store.pbxes(session, scope)

    async def add(
        self, name: str, municipality: str, *, by: Person | None, is_central: bool = False, shows_number: bool = False
    ) -> tuple[Pbx, str]:
        """The PBX and its token, which is shown once and stored nowhere. Raises Invalid, NotFound.

        `shows_number`: outgoing calls show the municipality's number instead of the colleague's.
        """
        managing(by)
        name = name.strip()
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise Invalid(
                "Der Name ist nicht verwendbar.", f"Er braucht 1 bis {LONGEST_NAME} lesbare Zeichen.",
                "Bitte die Telefonanlage so nennen, wie sie im Haus heißt.", field="name",
            )  # fmt: skip
        self.rulebooks.directory(municipality)  # raises NotFound
        token = secrets.token_urlsafe(32)
        async with self.db.write() as session:
            made = await store.add(
                session, municipality=municipality, name=name, made_at=self.clock.now(), token_hash=hashed(token),
                is_central=is_central, caller_id=self._number(municipality) if shows_number else "",
            )  # fmt: skip
            access.append_audit(session, self._entry(by, "pbx-added", made))
        return made, token

    async def renew(self, pbx_id: int, *, by: Person | None) -> tuple[Pbx, str]:
        """A new token; the old one ends at once. Raises Conflict for a revoked one."""
        scope, token = managing(by), secrets.token_urlsafe(32)
        async with self.db.write() as session:
            pbx = await store.get(session, scope, pbx_id)
            if pbx.revoked_at is not None:
                raise Conflict(
                    "Diese Telefonanlage ist widerrufen.", "Ein Widerruf gilt für immer.", "Bitte sie neu anlegen."
                )
            await store.change(session, pbx, token_hash=hashed(token))
            access.append_audit(session, self._entry(by, "pbx-token-renewed", pbx))
        return pbx, token

    async def switch(self, pbx_id: int, *, is_on: bool, by: Person | None) -> Pbx:
        scope = managing(by)
        async with self.db.write() as session:
            pbx = await store.get(session, scope, pbx_id)
            if pbx.is_on is not is_on:
                await store.change(session, pbx, is_on=is_on)
                access.append_audit(session, self._entry(by, "pbx-switched-on" if is_on else "pbx-switched-off", pbx))
        return replace(pbx, is_on=is_on)

    async def revoke(self, pbx_id: int, *, by: Person | None) -> Pbx:
        """For ever: its address answers as if it had never been."""
        scope, at = managing(by), self.clock.now()
        async with self.db.write() as session:
            pbx = await store.get(session, scope, pbx_id)
            if await store.revoke(session, pbx, at):
                access.append_audit(session, self._entry(by, "pbx-revoked", pbx))
                return replace(pbx, revoked_at=at)
        return pbx

    def _number(self, municipality: str) -> str:
        """The first of the agreement that can be called."""
        numbers = [number for number, owner in self.rulebooks.numbers().items() if owner == municipality]
        return next((found for number in numbers if (found := same(number))), "")

    def _entry(self, by: Person | None, act: str, pbx: Pbx) -> AuditEntry:
        details = {"municipality": pbx.municipality, "name": pbx.name}
        return AuditEntry(self.clock.now(), by.id if by else "system", act, f"pbx:{pbx.id}", details)
