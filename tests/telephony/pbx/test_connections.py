import pytest

from servicecenter.access.errors import MayNotManagePeople
from servicecenter.access.model import Person, Role, Scope
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.telephony.pbx.connections import hashed
from servicecenter.web.program import Program
from tests.conftest import somebody

from .conftest import ALL, Telling


async def test_a_token_is_shown_once_and_stands_nowhere(pbx: Telling, program: Program) -> None:
    assert len(pbx.token) >= 40
    assert pbx.token not in repr(await program.pbxes.all(ALL))
    async with program.db.engine.connect() as connection:
        (stored,) = (await connection.exec_driver_sql("SELECT token_hash FROM pbx")).scalars()
    assert stored == hashed(pbx.token)


async def test_every_act_is_audited_and_a_revoked_one_stays_so(program: Program) -> None:
    admin = await somebody(program, Role.ADMIN, "adam.admin")
    made, token = await program.pbxes.add(" Rathaus ", "geldern", by=admin)
    assert (made.name, made.municipality) == ("Rathaus", "geldern")
    _, renewed = await program.pbxes.renew(made.id, by=admin)
    assert renewed != token
    await program.pbxes.switch(made.id, is_on=False, by=admin)
    await program.pbxes.switch(made.id, is_on=False, by=admin)
    revoked = [(await program.pbxes.revoke(made.id, by=admin)).revoked_at for _ in range(2)]
    assert revoked == [program.clock.now()] * 2
    with pytest.raises(Conflict):
        await program.pbxes.renew(made.id, by=admin)
    audit = [entry.act for entry in await program.access.audit_trail(ALL) if entry.subject == f"pbx:{made.id}"]
    assert audit == ["pbx-revoked", "pbx-switched-off", "pbx-token-renewed", "pbx-added"]


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "a\nb"])
async def test_a_pbx_has_a_name_and_a_municipality(program: Program, name: str) -> None:
    with pytest.raises(Invalid):
        await program.pbxes.add(name, "geldern", by=None)
    with pytest.raises(NotFound):
        await program.pbxes.add("Rathaus", "atlantis", by=None)
    assert await program.pbxes.all(ALL) == []


async def test_nobody_but_the_administration_may(program: Program, agent: Person, pbx: Telling) -> None:
    for act in (
        program.pbxes.add("Rathaus", "geldern", by=agent),
        program.pbxes.renew(pbx.pbx.id, by=agent),
        program.pbxes.revoke(pbx.pbx.id, by=agent),
        program.pbxes.switch(pbx.pbx.id, is_on=False, by=agent),
    ):
        with pytest.raises(MayNotManagePeople):
            await act
    assert await program.pbxes.all(Scope.municipality("hagen")) == []
