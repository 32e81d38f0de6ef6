"""A handbook's next version at its editor: every clause a form that saves itself; the municipality releases it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from aiohttp import web

from servicecenter.access.model import Role
from servicecenter.agreements.fields import CHOICES, LABELS, RULES, fields_of
from servicecenter.agreements.model import in_force
from servicecenter.agreements.typed import TypedClause, TypedHandbook, blank, text_of, typed_of
from servicecenter.content.opened import Opened
from servicecenter.content.writers import check_writer, may_review, may_write
from servicecenter.documents.drafts.model import STATE_WORDS
from servicecenter.documents.model import Kind
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.web import incoming
from servicecenter.web.pages import handbook_view
from servicecenter.web.pages.drafting import Drafting, ToldQuery
from servicecenter.web.pages.frame import framed
from servicecenter.web.pages.handbooks import VERSION, place
from servicecenter.web.problems import go
from servicecenter.web.table import Ask, Table

table = Table()
WATCHING = frozenset({Role.SUPERVISOR, Role.CONTROLLER})
DRAFT = VERSION + "/draft"
_FIELD = re.compile(r"c(\d{1,4})-(number|title|text|sample|rule-([a-z_]+)-([a-z_]*))")
_ACT = re.compile(r"(add-clause|remove-clause|add-rule|remove-rule):(\d{1,4})(?::([a-z_]+))?")


@table.get(DRAFT, WATCHING, body=ToldQuery)
async def draft(ask: Ask[ToldQuery]) -> web.Response:
    return await _page(ask, toasts=drafting.toasts(ask))


@table.post(DRAFT + "/save", WATCHING)
async def save(ask: Ask[Any]) -> web.Response:
    """Saved as it is typed; adding and removing clauses and rules are sent as buttons of the same form."""
    town, day = place(ask), ask.text("version")
    check_writer(ask.person, Kind.HANDBOOK, town)
    handbook_view.check_not_begun(ask, date.fromisoformat(day))
    form = await incoming.form(ask.http)
    incoming.check_text(dict(form))
    opened = await _opened(ask)
    typed, shown = _acted(_typed(form, opened), form)
    try:
        saved = await ask.program.editing.save(
            ask.person, Kind.HANDBOOK, town, day, text_of(typed), int(form.get("revision", "0") or 0)
        )
    except Conflict as error:
        return await _conflict(ask, error, text_of(typed), str(form.get("revision", "0")))
    if not ask.is_fragment:
        return go(_address(ask) + shown, ask.http)
    revision = saved.revision if saved else 0
    return framed(ask, "_handbook_state.html", revision=revision, **await _state(ask, await _opened(ask)))


def _typed(form: Mapping[str, Any], opened: Opened) -> TypedHandbook:
    """The form's fields, clause by clause; what the form does not show stays as it was."""
    clauses: dict[int, dict[str, Any]] = {}
    for name, value in form.items():
        if (found := _FIELD.fullmatch(name)) is None:
            continue
        clause = clauses.setdefault(int(found[1]), {"rules": {}})
        if found[3] in RULES:
            clause["rules"].setdefault(found[3], {})[found[4]] = str(value)
        elif found[3] is None:
            clause[found[2]] = str(value)
    made = [
        TypedClause(
            each.get("number", ""), each.get("title", ""), each.get("text", ""), each.get("sample") == "ja",
            each["rules"],
        )
        for _, each in sorted(clauses.items())
    ]  # fmt: skip
    head = dict(typed_of(opened.text).head)
    if title := str(form.get("title", "")).strip():
        head["title"] = title
    return TypedHandbook(head, made)


def _acted(typed: TypedHandbook, form: Mapping[str, Any]) -> tuple[TypedHandbook, str]:
    """With the clause or rule added or taken away, and the place on the page that shows it."""
    found = _ACT.fullmatch(str(form.get("act", "")))
    if found is None or int(found[2]) >= len(typed.clauses):
        return typed, ""
    clauses, at = list(typed.clauses), int(found[2])
    rules = dict(clauses[at].rules)
    match found[1]:
        case "add-clause":
            clauses.insert(at + 1, TypedClause(_next_number([clause.number for clause in clauses], clauses[at].number)))
            at += 1
        case "remove-clause":
            del clauses[at]
            at = max(0, at - 1)
        case "add-rule" if (rule := str(form.get(f"c{at}-add", ""))) in RULES:
            rules.setdefault(rule, blank(rule))
            clauses[at] = replace(clauses[at], rules=rules)
        case "remove-rule" if found[3] in rules:
            del rules[found[3]]
            clauses[at] = replace(clauses[at], rules=rules)
    return TypedHandbook(typed.head, clauses), f"#c{at}"


def _next_number(known: list[str], before: str) -> str:
    """„4.2“ after „4.1“; the first free one."""
    stem, _, last = before.rpartition(".")
    number = int(last) if last.isdigit() else 0
    while (made := f"{stem}.{number}" if stem else str(number)) in known:
        number += 1
    return made


async def _page(ask: Ask[Any], **values: Any) -> web.Response:
    opened = await _opened(ask)
    shared = await _state(ask, opened)
    typed = typed_of(opened.text)
    given = {"toasts": [], "alerts": [], "status": 200} | values
    return framed(
        ask, "handbook_draft.html", typed=typed, rules=RULES, labels=LABELS, choices=CHOICES, fields_of=fields_of,
        revision=opened.draft.revision if opened.draft else 0, **shared | given,
    )  # fmt: skip


async def _state(ask: Ask[Any], opened: Opened) -> dict[str, Any]:
    """Where the draft stands, what is wrong, what is different from the version that holds until then."""
    town, day, person, draft = place(ask), ask.text("version"), ask.person, opened.draft
    faults = await ask.program.editing.faults(ask.scope, Kind.HANDBOOK, town, day, opened.text)
    base = in_force([each for each in ask.program.rulebooks.handbooks(town) if str(each.valid_from) < day], date.max)
    before = await handbook_view.text_of(ask, town, str(base.valid_from)) if base else ""
    return {
        "town": ask.program.rulebooks.directory(town).municipality,
        "day": date.fromisoformat(day),
        "opened": opened,
        "draft": draft,
        "state_word": STATE_WORDS[draft.state] if draft else "",
        "faults": [(fault, *handbook_view.place_of(fault.field)) for fault in faults],
        "has_errors": any(fault.is_error for fault in faults),
        "writes": may_write(person, Kind.HANDBOOK, town),
        "reviews": draft is not None and may_review(person, Kind.HANDBOOK, town) and person.id not in draft.editors,
        "address": _address(ask),
        "has_day": False,
        "compare": "",
        "rows": [row for row in handbook_view.compared_clauses(before, opened.text) if row.has_changed],
        "left": handbook_view.since(str(base.valid_from)) if base else "noch nichts",
        "right": "dieser Entwurf" if draft else handbook_view.since(day),
    }


async def _conflict(ask: Ask[Any], error: Conflict, mine: str, revision: str) -> web.Response:
    """A colleague saved meanwhile: both texts, and nothing overwritten."""
    opened = await _opened(ask)
    rows = [row for row in handbook_view.compared_clauses(opened.text, mine) if row.has_changed]
    if not ask.is_fragment:
        return await _page(ask, status=error.status, alerts=[("warning", error.what, error.why, error.now)])
    return framed(
        ask, "_article_conflict.html", status=error.status, error=error, rows=rows, draft=opened.draft,
        address=_address(ask), revision=revision, headers={"HX-Retarget": "#article-state", "HX-Reswap": "outerHTML"},
    )  # fmt: skip


async def _opened(ask: Ask[Any]) -> Opened:
    """Raises NotFound where nothing was prepared for that day."""
    opened = await ask.program.editing.opened(ask.scope, Kind.HANDBOOK, place(ask), ask.text("version"))
    if not opened.text:
        raise NotFound("Diese Fassung gibt es nicht.", "Niemand hat sie vorbereitet.", "Bitte aus der Liste wählen.")
    return opened


async def _hindered(ask: Ask[Any], error: Invalid | Conflict) -> web.Response:
    return await _page(ask, status=error.status, alerts=[("warning", error.what, error.why, error.now)])


def _address(ask: Ask[Any]) -> str:
    return f"/handbooks/{place(ask)}/{ask.text('version')}/draft"


drafting = Drafting(table, DRAFT, WATCHING, _address, _hindered)
drafting.register()
