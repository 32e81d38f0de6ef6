"""Articles past their date: due for a review, or no longer valid. Reads what is in memory."""

from dataclasses import dataclass
from datetime import date

from servicecenter.access.model import Person
from servicecenter.clock import Clock
from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Office
from servicecenter.feedback.model import owner_of
from servicecenter.feedback.reports import scope_of
from servicecenter.knowledgebase.model import Article, ResolvedArticle
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.routing.rulebooks import Rulebooks


@dataclass(frozen=True, slots=True)
class PastDate:
    on: date
    is_expired: bool  # no longer valid; else only its review is due

    def __str__(self) -> str:
        """As it is read at the desk."""
        return f"Galt nur bis {self.on:%d.%m.%Y}" if self.is_expired else f"Prüfung war am {self.on:%d.%m.%Y} fällig"


@dataclass(frozen=True, slots=True)
class Review:
    article: ResolvedArticle
    office: Office
    past: PastDate


def past_date(article: Article, today: date) -> PastDate | None:
    """None while both dates lie ahead, or are today; what is no longer valid says so first."""
    if article.valid_until is not None and article.valid_until < today:
        return PastDate(article.valid_until, is_expired=True)
    if article.review_by is not None and article.review_by < today:
        return PastDate(article.review_by, is_expired=False)
    return None


@dataclass(frozen=True)
class Reviews:
    clock: Clock
    rulebooks: Rulebooks
    knowledge: KnowledgeBase

    def waiting(self, person: Person) -> list[Review]:
        """A clerk's own Fachämter, an editor's municipalities; sorted by municipality, Fachamt, date."""
        today, scope = local_day(self.clock.now()), scope_of(person)
        found = [
            review
            for town in self.rulebooks.municipalities()
            if scope.covers(town.id) and self.rulebooks.has_rules(town.id, today)
            for review in self._of(town.id, today)
            if scope.covers(town.id, review.office.id)
        ]
        return sorted(found, key=lambda each: (each.article.municipality, each.office.name, each.past.on))

    def _of(self, municipality: str, today: date) -> list[Review]:
        rulebook = self.rulebooks.on(municipality, today)
        return [
            Review(found, owner_of(rulebook, found.article.owner), past)
            for found in self.knowledge.released(municipality)
            if (past := past_date(found.article, today))
        ]
