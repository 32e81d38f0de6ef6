"""„Falsch oder veraltet“: an agent's program reports an article, an owner's answers, and the answer is seen."""

from typing import Any

from pydantic import Field

from servicecenter.feedback.model import LONGEST_ANSWER, LONGEST_SAID, Assessment
from servicecenter.web.api import owed
from servicecenter.web.table import AGENT, CLERK, EDITOR, Ask, Form, Table

table = Table()
ANSWERING = CLERK | EDITOR


class ReportArticle(Form):
    said: str = Field(
        default="", max_length=LONGEST_SAID, description="Was die anrufende Person gesagt hat; bei Sozialdaten leer"
    )


class AnswerReport(Form):
    assessment: Assessment
    answer: str = Field(min_length=1, max_length=LONGEST_ANSWER)


@table.post(
    r"/api/v1/contacts/{contact:\d+}/report", AGENT, body=ReportArticle, answer=owed.Report, status=201,
    summary="Den geöffneten Artikel als falsch oder veraltet melden",
)  # fmt: skip
async def report_article(ask: Ask[ReportArticle]) -> owed.Report:
    """Der Kontakt geht weiter. Bei Leistungen des Sozial- und Jugendamts wird kein Text gespeichert (§ 35 SGB I)."""
    made = await ask.program.desk.report(ask.person, ask.number("contact"), ask.body.said)
    return owed.Report.model_validate(made)


@table.get("/api/v1/reports", AGENT | ANSWERING, answer=list[owed.Report], summary="Meldungen zu Artikeln")
async def reports(ask: Ask[Any]) -> list[owed.Report]:
    """Für Servicekräfte die eigenen, die neueste zuerst; sonst die offenen, die als nächste fällige zuerst."""
    known = ask.program.reports
    found = await (known.own(ask.person) if ask.person.role in AGENT else known.waiting(ask.person))
    return [owed.Report.model_validate(each) for each in found]


@table.post(
    r"/api/v1/reports/{report:\d+}/answer", ANSWERING, body=AnswerReport, answer=owed.Report,
    summary="Eine Meldung beantworten",
)  # fmt: skip
async def answer_report(ask: Ask[AnswerReport]) -> owed.Report:
    """Eine Person antwortet; der anderen wird gesagt, wer es war (409, details.by)."""
    given = ask.body
    return owed.Report.model_validate(
        await ask.program.reports.answer(ask.person, ask.number("report"), given.assessment, given.answer)
    )


@table.post(r"/api/v1/reports/{report:\d+}/seen", AGENT, summary="Die Antwort auf eine eigene Meldung ist gesehen")
async def see_answer(ask: Ask[Any]) -> None:
    await ask.program.reports.see(ask.person, ask.number("report"))
