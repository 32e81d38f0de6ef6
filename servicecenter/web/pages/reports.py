"""„Falsch oder veraltet“: reported at the desk, answered in the inbox or by an editor, seen by whoever reported it."""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.errors import Conflict, Invalid, ServiceCentreError
from servicecenter.feedback.model import ASSESSMENT_WORDS, Assessment, Report
from servicecenter.web.names import Names
from servicecenter.web.pages import desk_view
from servicecenter.web.pages.frame import framed
from servicecenter.web.pages.swapping import swapped
from servicecenter.web.problems import go
from servicecenter.web.table import AGENT, CLERK, EDITOR, Ask, Form, Table

table = Table()
CONTACT = r"/desk/{contact:\d+}"
REPORT = r"/{report:\d+}"
MORE_THAN_FITS = 100_000  # refused by the act in words, with the text kept in its field
INBOX, EDITORS = "/inbox/articles", "/articles/reports"


class ReportQuery(Form):
    step: str = Field(default="", max_length=10)


class ReportForm(Form):
    said: str = Field(default="", max_length=MORE_THAN_FITS)


class ReportsQuery(Form):
    answered: int | None = Field(default=None, ge=1, le=2**31 - 1)


class AnswerForm(Form):
    assessment: str = Field(default="", max_length=40)
    answer: str = Field(default="", max_length=MORE_THAN_FITS)


# At the desk


@table.get(CONTACT + "/report", AGENT, body=ReportQuery)
async def form(ask: Ask[ReportQuery]) -> web.Response:
    """The small form in its place below the article, or with step=back the button again."""
    contact = await desk_view.own_contact(ask)
    values = await desk_view.opened(ask, contact)
    return framed(ask, "_desk_report.html", **values | {"is_reporting": ask.body.step != "back"})


@table.post(CONTACT + "/report", AGENT, body=ReportForm)
async def report(ask: Ask[ReportForm]) -> web.Response:
    """The call goes on. What was typed stays in the field where it cannot be taken."""
    try:
        made = await ask.program.desk.report(ask.person, ask.number("contact"), ask.body.said)
    except Invalid as error:
        values = await desk_view.opened(ask, await desk_view.own_contact(ask))
        wrong = {"is_reporting": True, "said": ask.body.said, "report_error": error}
        return framed(ask, "_desk_report.html", status=error.status, **values | wrong)
    values = await desk_view.opened(ask, await desk_view.own_contact(ask))
    return framed(ask, "_desk_report.html", **values | {"just_reported": made})


@table.post(CONTACT + "/report" + REPORT + "/withdraw", AGENT)
async def withdraw(ask: Ask[Any]) -> web.Response:
    await ask.program.desk.withdraw_report(ask.person, ask.number("contact"), ask.number("report"))
    return framed(ask, "_desk_report.html", **await desk_view.opened(ask, await desk_view.own_contact(ask)))


@table.get("/desk/answers", AGENT, passive=True)
async def answers(ask: Ask[Any]) -> web.Response:
    """Answers not seen yet, asked by the free desk itself when one has come."""
    return framed(ask, "_desk_answers.html", **await desk_view.answers(ask))


@table.post("/desk/answers" + REPORT + "/seen", AGENT)
async def seen(ask: Ask[Any]) -> web.Response:
    await ask.program.reports.see(ask.person, ask.number("report"))
    return framed(ask, "_desk_answers.html", **await desk_view.answers(ask))


@table.get("/desk/reports", AGENT)
async def own(ask: Ask[Any]) -> web.Response:
    return framed(ask, "own_reports.html", found=await ask.program.reports.own(ask.person), **_words(ask))


# In the inbox of the Fachamt, and for editors


@table.get(INBOX, CLERK, body=ReportsQuery)
async def inbox(ask: Ask[ReportsQuery]) -> web.Response:
    return await _page(ask)


@table.get(EDITORS, EDITOR, body=ReportsQuery)
async def of_editors(ask: Ask[ReportsQuery]) -> web.Response:
    return await _page(ask)


@table.post(INBOX + REPORT + "/answer", CLERK, body=AnswerForm)
async def answer(ask: Ask[AnswerForm]) -> web.Response:
    return await _answer(ask)


@table.post(EDITORS + REPORT + "/answer", EDITOR, body=AnswerForm)
async def answer_as_editor(ask: Ask[AnswerForm]) -> web.Response:
    return await _answer(ask)


async def _answer(ask: Ask[AnswerForm]) -> web.Response:
    """One answers; the other is told who, and nobody's words are lost."""
    number, given = ask.number("report"), ask.body
    try:
        made = await ask.program.reports.answer(ask.person, number, _assessment(given.assessment), given.answer)
    except (Conflict, Invalid) as error:
        return await _page(ask, error=error, typed={"report": number} | given.model_dump(), status=error.status)
    return go(f"{_place(ask)}?answered={made.id}", ask.http)


async def _page(ask: Ask[Any], **values: Any) -> web.Response:
    reports = ask.program.reports
    waiting, answered = await reports.waiting(ask.person), await reports.answered(ask.person)
    error: ServiceCentreError | None = values.get("error")
    given = {
        "waiting": waiting, "answered": answered, "reviews": ask.program.reviews.waiting(ask.person),
        "base": _place(ask), "status": 200, "error": None,
        "typed": {"report": None, "assessment": "", "answer": ""},
        "wrong": error.details.get("field", "") if error else "",
        "toasts": _told(answered, getattr(ask.body, "answered", None)),
    } | _words(ask) | values  # fmt: skip
    return swapped(ask, "reports.html", "reports", **given)


def _place(ask: Ask[Any]) -> str:
    return EDITORS if ask.person.role is Role.EDITOR else INBOX


def _told(answered: Any, just: int | None) -> list[tuple[str, None]]:
    return [(f"Beantwortet: {found.title}", None) for found in answered if found.id == just]


def _words(ask: Ask[Any]) -> dict[str, Any]:
    at = ask.program.clock.now()

    def is_overdue(found: Report) -> bool:
        return found.is_overdue(at)

    return {
        "names": Names.of(ask.program), "at": at, "is_overdue": is_overdue, "assessment_words": ASSESSMENT_WORDS,
        "assessments": list(Assessment),
    }  # fmt: skip


def _assessment(given: str) -> Assessment:
    """Raises Invalid."""
    try:
        return Assessment(given)
    except ValueError:
        raise Invalid(
            "Es fehlt, was gilt.", "Wer gemeldet hat, soll wissen, ob der Artikel stimmt.",
            "Bitte „stimmt so“ oder „wird geändert“ wählen.", field="assessment",
        ) from None  # fmt: skip
