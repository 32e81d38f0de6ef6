"""A calendar that changes shows what would differ, and changes nothing."""

from datetime import UTC, date, datetime

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from servicecenter.promises import service, store
from servicecenter.promises.model import Promise
from servicecenter.promises.terms import Terms
from servicecenter.reporting.calendar_changes import CalendarChanges
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.settings import Settings

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ALL = Scope.system("test")
CLOSED = '\n[[closing]]\nfirst = 2026-11-24\nreason = "Betriebsausflug"\n'


@pytest.fixture
async def rulebooks(db: Database, clock: FixedClock, settings: Settings) -> Rulebooks:
    await load(db, ALL, settings.content, clock.now())
    made = Rulebooks(db)
    await made.refresh()
    return made


async def promise(db: Database, rulebooks: Rulebooks, municipality: str, office: str) -> Promise:
    rulebook = rulebooks.on(municipality, date(2026, 11, 23))
    agreed = rulebook.handbook.promise("callback")
    assert agreed is not None
    terms = Terms.of(*agreed, rulebook.calendars, rulebook.directory.offices[office], AT)
    async with db.write() as session:
        return await service.make(
            session, terms, subject=f"callback:{municipality}", case_number="48273196", municipality=municipality,
            office=office, handbook=rulebook.handbook.valid_from, at=AT, actor="7",
        )  # fmt: skip


async def close_tomorrow(db: Database, settings: Settings, rulebooks: Rulebooks) -> None:
    """Both municipalities; only Kreis Wesel's handbook lets local closings extend a promise."""
    for municipality in ("geldern", "kreis-wesel"):
        text = (settings.content / municipality / "directory.toml").read_text(encoding="utf-8") + CLOSED
        async with db.write() as session:
            await documents.put(
                session, ALL, Kind.DIRECTORY, municipality, "directory", text, origin=Origin.FILE, at=AT, by="t"
            )
    assert await rulebooks.refresh()


async def test_what_would_differ_is_shown_and_nothing_is_changed(
    db: Database, settings: Settings, rulebooks: Rulebooks
) -> None:
    offices = {"geldern": "bauordnung", "kreis-wesel": "zulassung"}
    made = {town: await promise(db, rulebooks, town, office) for town, office in offices.items()}
    changes = CalendarChanges(db, rulebooks)
    assert await changes.view(ALL) == []
    await close_tomorrow(db, settings, rulebooks)
    (changed,) = await changes.view(ALL)
    assert changed.promise == made["kreis-wesel"]
    assert (changed.promise.due_on, changed.would_be_due_on) == (date(2026, 11, 24), date(2026, 11, 25))
    async with db.read() as session:
        assert list(await store.watched(session, ALL)) == sorted(made.values(), key=lambda one: one.due_at)
    controller = Scope.of(Person("1", "co", "Co", Role.CONTROLLER, "geldern"))
    assert await changes.view(controller) == [], "it is another municipality's"


async def test_what_cannot_be_counted_again_is_left_out(db: Database, rulebooks: Rulebooks) -> None:
    made = await promise(db, rulebooks, "geldern", "bauordnung")
    async with db.write() as session:
        for name, office in (("einhorn", "bauordnung"), ("callback", "gone")):
            terms = Terms(name, "§ 9", made.due_at, made.due_on, made.at_risk_at, 2, 480, {})
            await service.make(
                session, terms, subject=name + office, case_number="48273196", municipality="geldern", office=office,
                handbook=made.handbook, at=AT, actor="7",
            )  # fmt: skip
    assert await CalendarChanges(db, rulebooks).view(ALL) == []
