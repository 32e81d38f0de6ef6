"""An article is reported from the desk, read and answered by its owner or an editor, and the answer is seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import Conflict
from servicecenter.feedback import store
from servicecenter.feedback.model import Assessment, Report, checked_answer, checked_said, due, owner_of
from servicecenter.knowledgebase.model import ResolvedArticle
from servicecenter.live import Live, Message
from servicecenter.routing.rulebook import Rulebook

KEPT_FOR = timedelta(days=90)  # after the answer: what a caller said is not kept for ever


async def report(
    session: AsyncSession, rulebook: Rulebook, found: ResolvedArticle, said: str, *, social: bool, at: datetime, by: str
) -> Report:
    """In the caller's transaction. Raises Invalid where nothing was said, unless nothing may be."""
    office = owner_of(rulebook, found.article.owner)
    due_at, due_on = due(rulebook, office, at)
    title = found.article.title or found.id
    text = checked_said(said, social=social)
    unsaved = Report(0, rulebook.municipality, found.id, title, office.id, text, at, by, due_at, due_on)
    return await store.add_report(session, unsaved)


async def withdraw(session: AsyncSession, report_id: int, by: str) -> Report:
    """In the caller's transaction, while nobody has answered. Raises Conflict."""
    withdrawn = await store.withdraw_report(session, report_id, by)
    if withdrawn is None:
        raise Conflict(
            "Die Meldung lässt sich nicht mehr zurücknehmen.", "Sie ist schon beantwortet oder zurückgenommen.",
            "Die Antwort steht unter „Meldungen“.",
        )  # fmt: skip
    return withdrawn


@dataclass(frozen=True)
class Reports:
    db: Database
    clock: Clock
    live: Live

    # For the owner, and for editors of the municipality

    async def waiting(self, person: Person) -> Sequence[Report]:
        """What this person may answer, the next to fall due first."""
        async with self.db.read() as session:
            return await store.open_reports(session, scope_of(person))

    async def answered(self, person: Person) -> Sequence[Report]:
        async with self.db.read() as session:
            return await store.answered_reports(session, scope_of(person))

    async def answer(self, person: Person, report_id: int, assessment: Assessment, text: str) -> Report:
        """One answers; the other is told who was quicker. Raises Invalid, Conflict, NotFound."""
        scope, answer, at = scope_of(person), checked_answer(text), self.clock.now()
        async with self.db.write() as session:
            known = await store.report(session, scope, report_id)
            if not await store.answer_report(session, known, assessment, answer, person.name, at):
                raise _answered(await store.report(session, scope, report_id))
            made = await store.report(session, scope, report_id)
        self.live.publish(Message("reports", made.municipality))
        return made

    # For whoever reported

    async def own(self, person: Person) -> Sequence[Report]:
        async with self.db.read() as session:
            return await store.reports_of(session, Scope.of(person), person.id)

    async def unseen(self, person: Person) -> Sequence[Report]:
        async with self.db.read() as session:
            return await store.unseen_answers(session, Scope.of(person), person.id)

    async def see(self, person: Person, report_id: int) -> None:
        """Twice changes nothing, and another's answer is not seen by it."""
        async with self.db.write() as session:
            await store.see_answer(session, report_id, person.id, self.clock.now())

    async def tidy(self, scope: Scope) -> int:
        """How many were answered long ago and went; what waits for its answer stays."""
        async with self.db.write() as session:
            return await store.remove_reports_answered_before(session, scope, self.clock.now() - KEPT_FOR)

    async def open_of(self, municipality: str, article: str) -> Sequence[Report]:
        """What has been reported about the article here and is not answered yet, the oldest first."""
        async with self.db.read() as session:
            return await store.open_of_article(session, Scope.municipality(municipality), municipality, article)


def scope_of(person: Person) -> Scope:
    """Reports belong to texts: an editor reads those of every Fachamt of the municipality, a clerk of the own."""
    own = Scope.of(person)
    return replace(own, offices=None) if person.role is Role.EDITOR else own


def _answered(known: Report) -> Conflict:
    who = known.answered_name or "Jemand anderes"
    return Conflict(
        f"{who} hat diese Meldung schon beantwortet.", f"Die Antwort lautet: „{known.answer}“",
        "Bitte die Liste neu laden.", by=who,
    )  # fmt: skip
