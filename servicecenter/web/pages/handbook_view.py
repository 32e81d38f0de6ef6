"""What the handbooks' pages show, gathered for their templates. Reads, decides nothing but which day may begin."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from servicecenter.access.model import Role
from servicecenter.agreements.fields import CHOICES, RULES, Field, Kind, fields_of
from servicecenter.agreements.model import Handbook, in_force
from servicecenter.agreements.typed import TypedClause, TypedHandbook, beginning_on, typed_of
from servicecenter.contacts.replaying import Period
from servicecenter.content.writers import may_write
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.documents import model as documents
from servicecenter.documents.comparing import Row, compared
from servicecenter.documents.reading import Unreadable
from servicecenter.errors import Invalid, NotFound
from servicecenter.reporting.clauses import cases_by_clause
from servicecenter.web.table import Ask

DAYS_REPLAYED = 30
Said = tuple[str, str]  # what, and what is said of it


async def shelf(ask: Ask[Any]) -> dict[str, Any]:
    """Every municipality the reader sees, with its versions and the drafts of new ones."""
    program, today = ask.program, local_day(ask.program.clock.now())
    towns = [each for each in program.rulebooks.municipalities() if ask.scope.covers(each.id)]
    drafts = await program.editing.drafts(ask.scope, documents.Kind.HANDBOOK)
    versions = {town.id: program.rulebooks.handbooks(town.id) for town in towns}
    return {
        "towns": towns,
        "versions": versions,
        "agreements": {town.id: program.rulebooks.agreement(town.id) for town in towns},
        "holding": {town: in_force(found, today) for town, found in versions.items()},
        "drafts": {town.id: [draft for draft in drafts if draft.holder == town.id] for town in towns},
        "sees_drafts": ask.person.role in {Role.SUPERVISOR, Role.CONTROLLER},
        "may_write": may_write(ask.person, documents.Kind.HANDBOOK, towns[0].id) if towns else False,
        "today": today,
        "error": None,
        "asked": ("", None),
    }


async def document(ask: Ask[Any], town: str, handbook: Handbook) -> dict[str, Any]:
    """The version as a document: each clause with what it says, what the program makes of it, and its cases today."""
    program, today = ask.program, local_day(ask.program.clock.now())
    versions = program.rulebooks.handbooks(town)
    holds = in_force(versions, today) == handbook
    day = datetime.combine(today, time(), BERLIN)
    cases = await cases_by_clause(program.db, ask.scope, town, day, day + timedelta(days=1)) if holds else {}
    text = await text_of(ask, town, handbook.valid_from.isoformat())
    clauses = [(clause, _spoken(clause), cases.get(clause.number, ())) for clause in typed_of(text).clauses]
    return {
        "town": program.rulebooks.directory(town).municipality,
        "handbook": handbook,
        "clauses": clauses,
        "holds": holds,
        "versions": versions,
        "today": today,
        "sees_drafts": ask.person.role in {Role.SUPERVISOR, Role.CONTROLLER},
    }


async def text_of(ask: Ask[Any], town: str, day: str) -> str:
    """Of the version that begins on that day, its draft first. Raises NotFound."""
    opened = await ask.program.editing.opened(ask.scope, documents.Kind.HANDBOOK, town, day)
    if not opened.text or (opened.current is None and ask.person.role is Role.AGENT):
        raise NotFound("Diese Fassung gibt es nicht.", f"Keine beginnt am {day}.", "Bitte aus der Liste wählen.")
    return opened.current.text if opened.current and ask.person.role is Role.AGENT else opened.text


async def prepare(ask: Ask[Any], town: str, day: date, title: str) -> None:
    """Raises Invalid for a day that cannot begin, Conflict where one is being written."""
    check_not_begun(ask, day)
    versions = ask.program.rulebooks.handbooks(town)
    base = in_force(versions, day) or versions[0]
    if base.valid_from == day:
        raise Invalid(
            f"Eine Fassung vom {day:%d.%m.%Y} gibt es schon.", "Sie ist freigegeben und gilt ab diesem Tag.",
            "Bitte dort weiterschreiben, oder einen anderen Tag wählen.", field="valid_from",
        )  # fmt: skip
    text = beginning_on(await text_of(ask, town, base.valid_from.isoformat()), day, title)
    await ask.program.editing.save(ask.person, documents.Kind.HANDBOOK, town, day.isoformat(), text, 0)


def check_not_begun(ask: Ask[Any], day: date) -> None:
    """Contacts keep the version they were handled under: nothing changes on a day that has begun. Raises Invalid."""
    if day <= local_day(ask.program.clock.now()):
        raise Invalid(
            "Dieser Tag hat schon begonnen.", "Ein Handbuch ändert sich nie rückwirkend.",
            "Bitte einen Tag ab morgen wählen.", field="valid_from",
        )  # fmt: skip


def period(ask: Ask[Any], since: date | None, until: date | None) -> Period:
    today = local_day(ask.program.clock.now())
    return Period(since or today - timedelta(days=DAYS_REPLAYED), until or today)


def since(day: str) -> str:
    return f"Fassung vom {date.fromisoformat(day):%d.%m.%Y}"


def compared_clauses(left: str, right: str) -> list[Row]:
    """Clause by clause, by number; a text that cannot be read stands as it is."""
    try:
        before, after = _lines(typed_of(left)), _lines(typed_of(right))
    except Unreadable:
        return [compared("Text", left, right)]
    return [
        compared(number, before.get(number, ""), after.get(number, "")) for number in dict.fromkeys([*before, *after])
    ]


def _lines(typed: TypedHandbook) -> Mapping[str, str]:
    said = {"Titel": str(typed.head.get("title", ""))}
    for clause in typed.clauses:
        rules = [f"{what}: {value}" for rule in clause.rules for what, value in spoken(rule, clause.rules[rule])]
        said[f"§ {clause.number}"] = "\n".join(part for part in (clause.title, clause.text, *rules) if part)
    return said


def spoken(rule: str, typed: Mapping[str, str]) -> list[Said]:
    """A rule in words: what it says, and nothing that holds without being said."""
    fields = fields_of(rule)
    if fields[0].name == "":
        return [(RULES[rule], "ja" if fields[0].kind is Kind.FLAG else typed.get("", ""))]
    return [(each.label, _word(each, typed.get(each.name, ""))) for each in fields if typed.get(each.name, "")]


def _word(each: Field, typed: str) -> str:
    return CHOICES.get(typed, typed) if each.kind is Kind.CHOICE else typed


def _spoken(clause: TypedClause) -> list[tuple[str, list[Said]]]:
    return [(RULES[rule], spoken(rule, typed)) for rule, typed in clause.rules.items()]


def place_of(field: str) -> Said:
    """„clause.3.promise.weeks“ → the third clause of the page."""
    parts = field.split(".")
    if parts[0] != "clause" or len(parts) < 2 or not parts[1].isdigit():
        return "", ""
    return f"{parts[1]}. Klausel", f"c{int(parts[1]) - 1}"
