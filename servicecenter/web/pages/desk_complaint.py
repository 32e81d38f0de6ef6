"""A complaint at the desk: to the central desk of the municipality, whatever the way says about the concern itself."""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.contacts.complaining import About
from servicecenter.contacts.model import Contact
from servicecenter.contacts.wishes import Wish
from servicecenter.errors import Invalid, NotFound
from servicecenter.promises.terms import due_of
from servicecenter.tickets.model import REPLY_WORDS, ReplyChannel
from servicecenter.web.pages import desk_view
from servicecenter.web.pages.desk import CONTACT, MORE_THAN_FITS, ended
from servicecenter.web.pages.frame import framed
from servicecenter.web.table import AGENT, Ask, Form, Table

table = Table()
EMPTY = dict.fromkeys(("concern", "about_office", "about_case", "number", "address", "caller_name"), "")


class ComplaintForm(Form):
    concern: str = Field(default="", max_length=MORE_THAN_FITS)
    about_office: str = Field(default="", max_length=80)
    about_case: str = Field(default="", max_length=MORE_THAN_FITS)
    reply: ReplyChannel = ReplyChannel.EMAIL
    number: str = Field(default="", max_length=MORE_THAN_FITS)
    address: str = Field(default="", max_length=MORE_THAN_FITS)
    caller_name: str = Field(default="", max_length=MORE_THAN_FITS)


@table.get(CONTACT + "/complaint", AGENT)
async def form(ask: Ask[Any]) -> web.Response:
    contact = await desk_view.own_contact(ask)
    typed = EMPTY | {"concern": contact.note, "number": contact.caller or "", "reply": ReplyChannel.EMAIL.value}
    return framed(ask, "_desk_complaint.html", **_values(ask, contact, typed))


@table.post(CONTACT + "/complaint", AGENT, body=ComplaintForm)
async def complain(ask: Ask[ComplaintForm]) -> web.Response:
    """A field that is wrong is named; what was typed stays."""
    given = ask.body
    wish = Wish(given.concern, given.reply, given.caller_name, given.number, "", given.address)
    about = About(given.about_office, given.about_case)
    try:
        made = await ask.program.complaints.end_contact(ask.person, ask.number("contact"), wish, about)
    except (Invalid, NotFound) as error:
        values = _values(ask, await desk_view.own_contact(ask), EMPTY | given.model_dump())
        headers = {"HX-Retarget": "#way", "HX-Reswap": "outerHTML"}
        return framed(ask, "_desk_complaint.html", status=error.status, headers=headers, **values | {"error": error})
    return await ended(ask, made.contact)


def _values(ask: Ask[Any], contact: Contact, typed: dict[str, Any]) -> dict[str, Any]:
    rulebook = ask.program.desk.rulebook(contact)
    office, agreed = rulebook.complaint_desk, rulebook.handbook.promise("complaint")
    at = ask.program.clock.now()
    due_on = due_of(agreed[0], rulebook.calendars, rulebook.owing(agreed[0], office), at)[1] if agreed else None
    leistung = rulebook.catalogue.by_key.get(contact.leistung or "")
    return {
        "contact": contact, "desk": office, "due_on": due_on, "typed": typed, "error": None,
        "social": leistung is not None and leistung.social, "privacy": rulebook.handbook.privacy(),
        "offices": [
            ("", "weiß ich nicht"),
            *((each.id, each.name) for each in ask.program.complaints.offices(contact.municipality)),
        ],
        "channels": [(channel.value, word) for channel, word in REPLY_WORDS.items()],
    }  # fmt: skip
