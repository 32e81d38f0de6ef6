"""What ids are called: municipalities, Fachämter, Leistungen, articles, clauses. Unknown ids are shown as they are."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from servicecenter.directory.leistungen import Catalogue, Leistung
from servicecenter.directory.model import Directory, Municipality
from servicecenter.errors import NotFound
from servicecenter.knowledgebase.model import ResolvedArticle
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.web.program import Program

SUPERVISOR = "Aufsicht"  # has what lies in no office: given back twice, and not yet assigned


@dataclass(frozen=True, slots=True)
class Unknown:
    """Stands in for a municipality whose directory is gone: its cases must still open."""

    id: str
    name: str
    crest: int = 8
    pattern: str = "grid"


@dataclass(frozen=True, slots=True)
class ClauseText:
    cited: str
    title: str
    text: str


def grouped(catalogue: Catalogue) -> list[tuple[str, list[Leistung]]]:
    """The Leistungen to choose from, by group and name."""
    known = sorted(catalogue.leistung, key=lambda leistung: (leistung.group, leistung.name))
    return [(group, list(entries)) for group, entries in groupby(known, lambda leistung: leistung.group)]


def texts_of(cited: str, rulebook: Rulebook) -> list[ClauseText]:
    """What stands behind „§ 5.1, § 6.2“ or „Vereinbarung, Stufe 3“; the bare citation where nothing does."""
    return [_text_of(one, rulebook) for one in re.split(r", (?=§)", cited) if one]


def _text_of(cited: str, rulebook: Rulebook) -> ClauseText:
    agreement, clause = rulebook.agreement, rulebook.handbook.clauses.get(cited.removeprefix("§ "))
    if clause is not None:
        return ClauseText(cited, clause.title, clause.text)
    if cited == agreement.title:
        return ClauseText(cited, agreement.legal_basis, agreement.term)
    stage = next((stage for stage in agreement.stage if stage.clause == cited), None)
    return ClauseText(cited, stage.title if stage else "", stage.text if stage else "")


@dataclass(frozen=True, slots=True)
class Names:
    rulebooks: Rulebooks
    knowledge: KnowledgeBase

    @classmethod
    def of(cls, program: Program) -> "Names":
        return cls(program.rulebooks, program.knowledge)

    def municipality(self, municipality: str) -> Municipality | Unknown:
        directory = self._directory(municipality)
        return directory.municipality if directory else Unknown(municipality, municipality)

    def office(self, municipality: str, office: str) -> str:
        directory = self._directory(municipality)
        known = directory.offices.get(office) if directory else None
        return known.name if known else office or SUPERVISOR

    def leistung(self, key: str | None) -> str:
        """Empty where the contact has none."""
        known = self.rulebooks.catalogue.by_key.get(key or "")
        return known.name if known else key or ""

    def article(self, municipality: str, article: str | None) -> ResolvedArticle | None:
        """None where none was used, or where it does not hold any more."""
        try:
            return self.knowledge.article(municipality, article) if article else None
        except NotFound:
            return None

    def clauses(self, municipality: str, day: date, cited: list[str]) -> list[ClauseText]:
        """What the clauses say that are cited as „§ 6.1“, in the version of that day, each once."""
        try:
            handbook = self.rulebooks.on(municipality, day).handbook
        except NotFound:
            return []
        numbers = dict.fromkeys(part.removeprefix("§ ") for text in cited for part in text.split(", "))
        found = (handbook.clauses.get(number) for number in numbers)
        return [ClauseText(clause.cited, clause.title, clause.text) for clause in found if clause]

    def _directory(self, municipality: str) -> Directory | None:
        try:
            return self.rulebooks.directory(municipality)
        except NotFound:
            return None
