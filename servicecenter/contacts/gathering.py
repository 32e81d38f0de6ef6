"""The facts of a contact, gathered for the decision about its way. Reads what is in memory, never the database."""

from datetime import datetime

from servicecenter.contacts.model import Contact
from servicecenter.directory.calendars import local_day
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.routing.model import Facts
from servicecenter.routing.people import find_people
from servicecenter.routing.rulebook import Rulebook


def gather(contact: Contact, rulebook: Rulebook, knowledge: KnowledgeBase | None, at: datetime) -> Facts:
    """Without the knowledge base where only the office is asked for: no article changes that."""
    people = find_people(rulebook.directory, contact.person_asked) if contact.person_asked else ()
    leistung = rulebook.catalogue.by_key.get(contact.leistung or "")
    return Facts(
        municipality=contact.municipality,
        at=at,
        stage=rulebook.agreement.stage_on(local_day(at)),
        leistung=leistung,
        district=contact.district,
        business=contact.business,
        person_asked=contact.person_asked,
        person=next(iter(people), None),
        candidates=people if len(people) > 1 else (),
        has_article=(
            leistung is not None
            and knowledge is not None
            and knowledge.has_article_for(contact.municipality, leistung.key)
        ),
    )
