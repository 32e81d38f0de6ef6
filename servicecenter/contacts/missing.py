"""Which words of a contact show a gap in the knowledge base: of a search that found nothing, of an end without article.

Gathers from the contact and the search; what is decided is written by feedback/gaps.py.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.contacts.ending import is_social
from servicecenter.contacts.model import Contact, Outcome
from servicecenter.feedback import gaps
from servicecenter.feedback.keeping import kept_words
from servicecenter.knowledgebase.learning import key_of
from servicecenter.knowledgebase.search import USEFUL, Hit
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.routing.rulebook import Rulebook

# Somebody asked for something and no article answered it; a wrong number asked for nothing.
ASKED = frozenset({Outcome.REFERRED, Outcome.TRANSFERRED, Outcome.TICKET, Outcome.CALLBACK})
TELLING = USEFUL / 2  # from here on a hit, though not useful, says what the words are about


async def after_search(contact: Contact, rulebook: Rulebook, knowledge: KnowledgeBase, query: str) -> str:
    """The words to record; empty where a hit is useful, an article is open already, or nothing may be kept."""
    words = _kept(contact, rulebook, query)
    if not words or contact.article:
        return ""
    best = next(iter(await knowledge.search(contact.municipality, words, 1)), None)
    return "" if best and (best.is_useful or _leads_to_social(contact, rulebook, knowledge, best)) else words


async def at_end(contact: Contact, rulebook: Rulebook, knowledge: KnowledgeBase, outcome: Outcome, query: str) -> str:
    """The words to record; of a Leistung without article its name will do. Empty where there is no gap."""
    if contact.article or outcome not in ASKED or not _may_keep(contact, rulebook):
        return ""
    said = query.strip() or contact.query
    if not said:
        return _leistung_without_article(contact, rulebook, knowledge)
    words = _kept(contact, rulebook, said)
    best = next(iter(await knowledge.search(contact.municipality, words, 1)), None)
    return "" if best and _leads_to_social(contact, rulebook, knowledge, best) else words


async def record_end(session: AsyncSession, contact: Contact, rulebook: Rulebook, words: str, at: datetime) -> None:
    """In the transaction that ends the contact."""
    if words:
        await gaps.ended_without_article(session, contact.municipality, contact.id, words, at)
    keep = _may_keep(contact, rulebook)
    await gaps.contact_ended(session, contact.municipality, contact.id, at, keep=keep)


def _leistung_without_article(contact: Contact, rulebook: Rulebook, knowledge: KnowledgeBase) -> str:
    leistung = rulebook.catalogue.by_key.get(contact.leistung or "")
    if leistung is None or knowledge.has_article_for(contact.municipality, leistung.key):
        return ""
    return leistung.name if key_of(leistung.name) else ""


def _kept(contact: Contact, rulebook: Rulebook, query: str) -> str:
    return kept_words(query, rulebook.directory, rulebook.catalogue) if _may_keep(contact, rulebook) else ""


def _may_keep(contact: Contact, rulebook: Rulebook) -> bool:
    """Nothing of whoever asked for a person by name, nothing of social concerns (§ 35 SGB I)."""
    return contact.person_asked is None and not is_social(rulebook.catalogue, contact)


def _leads_to_social(contact: Contact, rulebook: Rulebook, knowledge: KnowledgeBase, best: Hit) -> bool:
    leistung = knowledge.article(contact.municipality, best.id).article.leistung
    return best.score >= TELLING and is_social(rulebook.catalogue, contact, leistung)
