"""A business follows the last of its contacts, unless a reason to keep it is written down."""

import pytest

from servicecenter.access.model import Scope
from servicecenter.businesses.model import Business
from servicecenter.errors import NotFound
from servicecenter.web.program import Program
from tests.cases.conftest import ANNA, BERT, GRETA, LOTTE, MARIA, NEW, Town, part_named, town

__all__ = ["town"]
ALL = Scope.system("test")
SECRETS = ("Trattoria", "Maria Muster", "maria@", "Musterweg", "Altstadt", "geheim")
NUMBER = "030 23125 044"


async def closed(town: Town) -> int:
    """A case that ended today with a partner asked by consent; its business."""
    program = town.program
    case = await town.opened(("bauberatung", "gewerbeanmeldung", "kammer"))
    kammer = part_named(case, "kammer").id
    covers = ("business", "person", "phone", "concern")
    await program.consents.give(
        LOTTE, case.case_number, kammer, given_by="Maria Muster", how="phone", covers=covers
    )  # fmt: skip
    await program.consents.ask(LOTTE, case.case_number, kammer)
    await program.consents.answered(LOTTE, case.case_number, kammer, "geheim: am Montag")
    await town.answered(case, "bauberatung", BERT)
    await town.answered(case, "gewerbeanmeldung", GRETA)
    await program.advancing.run()
    await program.cases.close(LOTTE, case.case_number, "geheim: alles geht")
    return case.business


async def written(program: Program) -> str:
    tables = (
        "business",
        "business_person",
        "business_case",
        "case_part",
        "case_consent",
        "message",
        "ticket",
        "journal",
    )
    async with program.db.engine.connect() as connection:
        rows = [(await connection.exec_driver_sql(f"SELECT * FROM {table}")).all() for table in tables]  # noqa: S608
    return str(rows)


async def tidied(program: Program) -> None:
    await program.erasure.run(ALL)
    await program.business_erasure.run(ALL)


async def test_everything_is_there_until_its_day_and_gone_on_it(town: Town):
    business = await closed(town)
    town.wait(days=29, hours=23)
    await tidied(town.program)
    before = await written(town.program)
    assert all(secret in before for secret in SECRETS)
    town.wait(hours=2)
    await tidied(town.program)
    after = await written(town.program)
    assert [secret for secret in SECRETS if secret in after] == []
    with pytest.raises(NotFound):
        await town.program.businesses.page(ALL, business)


async def test_while_the_case_runs_nothing_goes(town: Town):
    case = await town.opened(("bauberatung", "kammer"))
    await town.answered(case, "bauberatung", BERT)
    town.wait(days=400)
    await tidied(town.program)
    assert (await town.view(case)).business is not None
    assert "Altstadt" in await written(town.program)


async def test_a_relationship_that_goes_on_keeps_the_business_with_its_reason(town: Town):
    business, program = await closed(town), town.program
    await program.businesses.keep(LOTTE, business, "Jährliches Gespräch im Gewerbegebiet")
    town.wait(days=60)
    await tidied(program)
    page = await program.businesses.page(ALL, business)
    assert (page.business.name, page.business.kept_by) == (NEW.name, LOTTE.name)
    assert "geheim" not in await written(program)  # what was said goes all the same
    await program.businesses.let_go(LOTTE, business)
    await tidied(program)
    with pytest.raises(NotFound):
        await program.businesses.page(ALL, business)


async def test_one_that_never_had_a_contact_goes_as_many_days_after_it_was_written_down(town: Town):
    made: Business = await town.program.businesses.make(ANNA, "hagen", NEW, MARIA)
    town.wait(days=29)
    await tidied(town.program)
    assert await town.program.business_erasure.of_number(ALL, NUMBER)
    town.wait(days=1)
    assert await town.program.business_erasure.run(ALL) == 1
    assert await town.program.business_erasure.run(ALL) == 0
    assert (await town.program.businesses.search(ALL, "hagen", made.number)) == []


async def test_on_request_a_person_goes_from_a_business_whose_cases_are_over(town: Town):
    await closed(town)
    await town.program.erasure.erase_number(ALL, NUMBER, "test")
    assert await town.program.business_erasure.of_number(ALL, NUMBER) == []


async def test_not_while_a_case_runs(town: Town):
    case = await town.opened()
    erased, still = await town.program.erasure.erase_number(ALL, NUMBER, "test")
    assert (erased, [held.contact.id for held in still]) == ([], [case.contact])
    assert await town.program.business_erasure.of_number(ALL, NUMBER)
