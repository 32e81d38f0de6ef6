"""What the desk shows, gathered for its templates. Reads, decides nothing."""

from datetime import date
from functools import partial
from typing import Any

from servicecenter.callbacks.windows import in_words
from servicecenter.contacts import case_number
from servicecenter.contacts.ending import is_social
from servicecenter.contacts.model import OUTCOME_WORDS, Contact
from servicecenter.contacts.outlook import Outlook, outlook
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict
from servicecenter.feedback.model import ASSESSMENT_WORDS, owner_of
from servicecenter.knowledgebase.model import ResolvedArticle
from servicecenter.routing.model import StepKind
from servicecenter.tickets.model import REPLY_WORDS, ReplyChannel
from servicecenter.web import phone_words
from servicecenter.web.due import due, lasting
from servicecenter.web.names import Names, grouped
from servicecenter.web.table import Ask

HITS = 8  # three are read, eight fit without scrolling


async def bar(ask: Ask[Any], contact: Contact | None) -> dict[str, Any]:
    """The status line: own state, who waits, what is owed today."""
    now = ask.program.clock.now()
    waiting = await ask.program.handset.ringing(ask.scope)
    today, phone = await ask.program.board.today(ask.scope), await ask.program.handset.seen(ask.person)
    return {
        "bar": {
            "contact": contact,
            "agent": phone.agent,
            "has_telephone": phone.is_connected,
            "words": phone_words,
            "waiting": len(waiting),
            "longest": waiting[0].opened_at if waiting else None,
            "callbacks": today.callbacks,
            "at_risk": today.at_risk,
        },
        "at": now,
    }


async def own_contact(ask: Ask[Any]) -> Contact:
    """The agent's own open contact of the path. Raises Conflict for one that is closed or somebody else's."""
    contact = await ask.program.desk.mine(ask.person)
    if contact is None or contact.id != ask.number("contact"):
        found = await ask.program.desk.get(ask.scope, ask.number("contact"))
        word = OUTCOME_WORDS[found.outcome] if found.outcome else "bei jemand anderem"
        raise Conflict(
            "Dieser Kontakt ist hier nicht mehr offen.", f"Er ist jetzt: {word}.", "Bitte den Arbeitsplatz neu laden."
        )
    return contact


async def ringing(ask: Ask[Any]) -> dict[str, Any]:
    program = ask.program
    own = (await program.handset.seen(ask.person)).call
    return {
        # A real phone is picked up by hand; only the simulated one has its button on the screen.
        "rings_here": own.id if own and not program.telephone.is_simulated else "",
        "ringing": await program.handset.ringing(ask.scope),
        "names": Names.of(program),
        "said": program.telephone.said,
    }


async def free(ask: Ask[Any], closed: Contact | None) -> dict[str, Any]:
    program = ask.program
    toasts = []
    if closed is not None and closed.outcome is not None:
        text = f"Vorgang {case_number.shown(closed.case_number)}: {OUTCOME_WORDS[closed.outcome]}"
        toasts = [(text, f"/desk/{closed.id}/undo")]
    return {
        **await ringing(ask),
        **await answers(ask),
        "municipalities": program.rulebooks.municipalities(),
        "recent": await program.desk.recent(ask.person),
        "toasts": toasts,
    }


async def answers(ask: Ask[Any]) -> dict[str, Any]:
    """Answers to the agent's own reports, until they were seen."""
    return {
        "answers": await ask.program.reports.unseen(ask.person),
        "assessment_words": ASSESSMENT_WORDS,
        "names": Names.of(ask.program),
    }


async def talking(ask: Ask[Any], contact: Contact) -> dict[str, Any]:
    program = ask.program
    rulebook = program.desk.rulebook(contact)
    directory, handbook = rulebook.directory, rulebook.handbook
    today = _today(ask)
    return {
        "contact": contact,
        "municipality": directory.municipality,
        "towns": [(town.id, town.name) for town in program.rulebooks.municipalities()],
        "greeting": handbook.greeting(ask.person.name),
        "holiday": rulebook.calendars.holiday(today),
        "closings": directory.closings_on(today),
        "notices": directory.notices_on(today),
        **await notices(ask, contact),
        "out_of_hours": _out_of_hours(ask, contact),
        "known": await program.recognising.known(contact),
        "due": partial(due, at=program.clock.now()),
        "caller_says": program.telephone.said(contact.call),
        "names": Names.of(program),
        **await hits(ask, contact, contact.query),
        **await opened(ask, contact),
    }


async def hits(ask: Ask[Any], contact: Contact, query: str) -> dict[str, Any]:
    found = await ask.program.knowledge.search(contact.municipality, query, HITS)
    articles = {hit.id: ask.program.knowledge.article(contact.municipality, hit.id) for hit in found}
    town = Names.of(ask.program).municipality(contact.municipality)
    return {"query": query, "hits": found, "articles": articles, "town": town, "today": _today(ask)}


async def opened(ask: Ask[Any], contact: Contact) -> dict[str, Any]:
    """The article that is open, if one is, what is reported about it, and the way that follows it."""
    program = ask.program
    article = Names.of(program).article(contact.municipality, contact.article)
    online = article.article.online_service if article else None
    shown = {
        "article": article, "owner": _owner(ask, contact, article), "today": _today(ask),
        "failing": await program.links.failing(contact.municipality, online),
    }  # fmt: skip
    return shown | await _reported(ask, contact, article) | way(ask, contact)


def _today(ask: Ask[Any]) -> date:
    return local_day(ask.program.clock.now())


def _owner(ask: Ask[Any], contact: Contact, article: ResolvedArticle | None) -> str:
    """The Fachamt that answers for the text: the one a report would go to."""
    if article is None or not article.article.owner:
        return ""
    return owner_of(ask.program.desk.rulebook(contact), article.article.owner).name


async def _reported(ask: Ask[Any], contact: Contact, article: ResolvedArticle | None) -> dict[str, Any]:
    """What `_desk_report.html` needs beside the contact; the form is closed."""
    reported = await ask.program.reports.open_of(contact.municipality, article.id) if article else ()
    leistung = article.article.leistung if article else None
    return {
        "reported": reported,
        "is_social": is_social(ask.program.rulebooks.catalogue, contact, leistung),
        "is_reporting": False,
        "just_reported": None,
        "said": "",
        "report_error": None,
        "names": Names.of(ask.program),
    }


def way(ask: Ask[Any], contact: Contact) -> dict[str, Any]:
    decision = ask.program.desk.way(contact)
    rulebook = ask.program.desk.rulebook(contact)
    places = rulebook.directory.municipality.districts
    return {
        "contact": contact,
        "decision": decision,
        "plan": decision.plan,
        "next": decision.plan[0],  # what the agent reads aloud now
        "can": {kind.value: decision.first(kind) is not None for kind in StepKind},
        "districts": [("", "nicht bekannt"), *((place, place) for place in places)] if places else [],
        "catalogue": grouped(rulebook.catalogue),
        "is_unclear": contact.leistung is None and contact.person_asked is None,
    }


def forward(ask: Ask[Any], contact: Contact, typed: dict[str, Any]) -> dict[str, Any]:
    """The form, with what would be promised if it were sent now."""
    program = ask.program
    decision, rulebook = program.desk.way(contact), program.desk.rulebook(contact)
    seen = outlook(rulebook, decision, str(typed.get("window", "")), program.clock.now())
    leistung = decision.facts.leistung
    empty = {"concern": "", "caller_name": "", "number": "", "window": "", "address": ""}
    channels = [channel for channel in ReplyChannel if seen is not None or channel is not ReplyChannel.CALLBACK]
    return {
        "contact": contact,
        "ticket": decision.first(StepKind.TICKET),
        "callback": decision.first(StepKind.CALLBACK),
        **outlook_words(seen),
        "social": leistung is not None and leistung.social,
        "privacy": rulebook.handbook.privacy(),
        "channels": [(channel.value, REPLY_WORDS[channel]) for channel in channels],
        "typed": empty | typed,
        "error": None,
    }


def outlook_words(seen: Outlook | None) -> dict[str, Any]:
    """What `_desk_outlook.html` needs."""
    return {"outlook": seen, "lasting": lasting, "understood": in_words}


async def notices(ask: Ask[Any], contact: Contact) -> dict[str, Any]:
    """Those written in the browser; they come and go while the desk is open."""
    return {"contact": contact, "posted": await ask.program.notices.shown(contact.municipality)}


def _out_of_hours(ask: Ask[Any], contact: Contact) -> str:
    """A sentence where the agreed hours are over; empty while they run or where none are agreed."""
    rulebook = ask.program.desk.rulebook(contact)
    agreed = rulebook.handbook.hours()
    if agreed is None:
        return ""
    opening = rulebook.calendars.opening_of(agreed[0])
    now = ask.program.clock.now()
    if opening.is_open(now):
        return ""
    return f"Außerhalb der vereinbarten Servicezeit ({agreed[1].cited})."
