"""Jinja templates, and the words, dates and numbers in them."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markdown_it import MarkdownIt
from markupsafe import Markup

from servicecenter import __version__
from servicecenter.callbacks.model import OUTCOME_WORDS as ATTEMPT_WORDS
from servicecenter.callbacks.numbers import masked, shown
from servicecenter.contacts import case_number
from servicecenter.contacts.model import OUTCOME_WORDS
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.documents.drafts.model import STATE_WORDS
from servicecenter.feedback.reviews import past_date
from servicecenter.knowledgebase.model import HOW
from servicecenter.knowledgebase.typed import FIELDS
from servicecenter.routing import words
from servicecenter.tickets.model import REPLY_WORDS
from servicecenter.web import journal_words

# "html": False: what an editor writes is text and Markdown, never markup of its own.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("servicecenter.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "case_number": case_number.shown,
        "number": shown,
        "masked": masked,
        "markdown": markdown,
        "day": words.short_day,
        "local_date": lambda at: local_day(at).isoformat(),
        "long_day": words.long_day,
        "clock": clock_time,
        "quoted": quoted,
        "moment": moment,
        "outcome": lambda outcome: OUTCOME_WORDS[outcome],
        "attempt": lambda outcome: ATTEMPT_WORDS[outcome],
        "reply": lambda reply: REPLY_WORDS[reply],
        "how": lambda key: HOW.get(key, key),
        "draft_state": lambda state: STATE_WORDS[state],
        "field_label": lambda name: FIELDS[name].label,
        "decimal": decimal,
        "reason": words.reason,
        "act": journal_words.sentence,
    }
    made.globals |= {"asset_version": __version__, "step_line": words.step_line, "to_say": words.to_say, "words": words}
    made.globals["past_date"] = past_date
    return made


def markdown(text: str) -> Markup:
    return Markup(_MARKDOWN.render(text))  # noqa: S704  # rendered with html off: text is escaped


def quoted(sentence: str) -> str:
    """As said aloud: „Die Stelle ‚Bauordnung‘ ruft Sie zurück.“; quotation marks within are half ones."""
    return f"„{sentence.replace('„', '‚').replace('“', '‘')}“"


def clock_time(at: datetime) -> str:
    return f"{at.astimezone(BERLIN):%H:%M}"


def moment(at: datetime) -> str:
    """„Mo 23.11. 09:05“."""
    return f"{words.short_day(local_day(at))} {clock_time(at)}"


def decimal(value: float) -> str:
    """„79,5“."""
    return f"{value:.1f}".replace(".", ",")


def relative(day: date, today: date) -> str:
    """„heute“, „morgen“, „in 3 Tagen“, „seit 2 Tagen“."""
    days = (day - today) // timedelta(days=1)
    match days:
        case 0:
            return "heute"
        case 1:
            return "morgen"
        case -1:
            return "seit gestern"
        case _ if days > 0:
            return f"in {days} Tagen"
        case _:
            return f"seit {-days} Tagen"


def render(name: str, /, **values: Any) -> str:
    return environment().get_template(name).render(**values)


def page(
    request: web.Request, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: Any
) -> web.Response:
    """A page or a part of one; the frame's variables come from `frame` where a person is logged in."""
    values.setdefault("person", None)
    text = render(template, request=request, **values)
    return web.Response(text=text, content_type="text/html", charset="utf-8", status=status, headers=headers)
