"""Where any case would go, and why: the same that `route explain --json` prints, as the page of this name shows it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from servicecenter.contacts.supposing import NO_INSTANT, Supposed, impossible, suppose
from servicecenter.directory.calendars import instant
from servicecenter.routing.explained import explained
from servicecenter.routing.model import StepKind
from servicecenter.web.api.knowledge import check_municipality
from servicecenter.web.api.shapes import Shape
from servicecenter.web.table import AGENT, EDITOR, WATCHING, Ask, Form, Table

table = Table()
# A query carries no null: what is not given is left out.
Stage = Annotated[int | None, Field(ge=0, le=9), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 9})]
Count = Annotated[int | None, Field(ge=0, le=9999), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 9999})]


class SupposedCase(Form):
    municipality: str = Field(max_length=80)
    leistung: str = Field(default="", max_length=200, description="Schlüssel der Leistung")
    text: str = Field(default="", max_length=500, description="Worte der anrufenden Person; zählt ohne Leistung")
    district: str = Field(default="", max_length=200, description="Ortsteil oder Ort")
    business: Literal["true", "false"] = Field(default="false", description="Ein Betrieb ruft an")
    person: str = Field(default="", max_length=200, description="Nach wem gefragt wird")
    at: str = Field(
        default="", max_length=40, description="Zeitpunkt, ISO 8601; ohne Zone gilt Europe/Berlin; leer: jetzt"
    )
    stage: Stage = Field(default=None, description="Als gälte diese Stufe; 0: außerhalb der Vereinbarung")
    away: str = Field(default="", max_length=80, description="Als wäre dieses Amt an dem Tag nicht besetzt")
    waiting: Count = Field(
        default=None, description="Der Anruf wartet, mit so vielen; ohne Angabe spricht schon jemand"
    )
    longest: int = Field(default=0, ge=0, le=9999, description="Sekunden, die der erste wartet")


class ExplainedFacts(Shape):
    at: datetime
    leistung: str | None
    district: str | None
    business: bool
    person: str | None
    stage: int | None  # null: outside the agreement's term


class ExplainedTarget(Shape):
    id: str
    name: str
    body: str
    phone: str
    hours: str


class ExplainedStep(Shape):
    kind: StepKind
    target: ExplainedTarget
    rule: str
    reason: str
    clause: str
    due_on: date | None
    say: str  # to be read aloud; empty where there is nothing to say yet


class ExplainedRule(Shape):
    rule: str
    chose: bool
    reason: str
    clause: str
    why: str


class Explanation(Shape):
    municipality: str
    facts: ExplainedFacts
    plan: list[ExplainedStep] = Field(min_length=1)
    asked: list[ExplainedRule]


@table.get(
    "/api/v1/explain", AGENT | WATCHING | EDITOR, body=SupposedCase, answer=Explanation,
    summary="Wohin ein gedachter Fall geht und warum: jede Regel mit Grund und Ziffer",
)  # fmt: skip
async def explain(ask: Ask[SupposedCase]) -> Explanation:
    """Nichts davon wird gespeichert. 404 auch, wenn an dem Tag keine Regeln gelten."""
    check_municipality(ask, ask.body.municipality)
    found = await suppose(_case(ask), ask.program.rulebooks, ask.program.knowledge)
    return Explanation.model_validate(explained(found.decision))


def _case(ask: Ask[SupposedCase]) -> Supposed:
    """Raises CaseImpossible."""
    given = ask.body
    try:
        at = instant(given.at) if given.at else ask.program.clock.now()
    except ValueError as error:
        raise impossible([("at", NO_INSTANT)]) from error
    return Supposed(
        given.municipality, at, given.leistung or None, given.text or None, given.district or None,
        given.business == "true", given.person or None, given.waiting, given.longest, given.stage, given.away or None,
    )  # fmt: skip
