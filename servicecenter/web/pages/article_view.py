"""What the editors' pages show, gathered for their templates. Reads, decides nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from servicecenter.content.opened import Opened
from servicecenter.content.writers import may_review, may_write
from servicecenter.directory.calendars import local_day
from servicecenter.documents.comparing import Row, compared
from servicecenter.documents.drafts.model import STATE_WORDS, Draft
from servicecenter.documents.model import COMMON, Document, Kind, Origin
from servicecenter.documents.reading import Fault, Unreadable
from servicecenter.knowledgebase.files import read_article
from servicecenter.knowledgebase.german import fold
from servicecenter.knowledgebase.model import CHANGEABLE, HOW, Article, ResolvedArticle, overlay
from servicecenter.knowledgebase.typed import FIELDS, GROUPS, Typed, TypedChange, fields_of, typed_of
from servicecenter.web.names import Names
from servicecenter.web.table import Ask

ORIGIN_WORDS = {Origin.FILE: "aus dem Inhaltsordner", Origin.PROGRAM: "hier bearbeitet", Origin.IMPORT: "eingelesen"}


@dataclass(frozen=True, slots=True)
class Line:
    """One article in the list of one holder: its own text, or the common one it could vary."""

    id: str
    article: Article  # resolved for the holder, as far as it can be read
    own: bool
    common: bool
    draft: Draft | None

    def is_due(self, today: date) -> bool:
        return self.own and any(
            day is not None and day < today for day in (self.article.review_by, self.article.valid_until)
        )


def article_of(text: str, name: str, holder: str) -> Article | None:
    """None for a text that cannot be read (yet)."""
    try:
        return read_article(text, name, holder, "")
    except Unreadable:
        return None


def lines(documents: Sequence[Document], drafts: Sequence[Draft], holder: str, today: date) -> list[Line]:
    """Every article of the holder and every common one, by title."""
    read = {(each.holder, each.name): article_of(each.text, each.name, each.holder) for each in documents}
    begun = {draft.name: draft for draft in drafts if draft.holder == holder}
    names = {name for place, name in read if place in (holder, COMMON)} | begun.keys()
    found = []
    for name in names:
        own, common, draft = read.get((holder, name)), read.get((COMMON, name)), begun.get(name)
        typed = article_of(draft.text, name, holder) if draft else None
        shown = own or common or typed or Article(name, holder)
        resolved = overlay(holder, common, own).article if common and own and holder != COMMON else shown
        own_text = (holder, name) in read
        found.append(Line(name, resolved.at(today), own_text, (COMMON, name) in read and holder != COMMON, draft))
    return sorted(found, key=lambda line: fold(line.article.title or line.id))


def matching(found: Iterable[Line], query: str, show: str, today: date) -> list[Line]:
    wanted = fold(query)
    tests: dict[str, Callable[[Line], bool]] = {
        "all": lambda _: True,
        "own": lambda line: line.own,
        "drafts": lambda line: line.draft is not None,
        "due": lambda line: line.is_due(today),
        "unchecked": lambda line: line.own and line.article.checked_on is None and not line.article.sample,
    }
    return [line for line in found if tests[show](line) and wanted in _found_by(line)]


def _found_by(line: Line) -> str:
    return fold(" ".join([line.article.title or "", line.id, *(line.article.synonyms or ())]))


def editor(ask: Ask[Any], holder: str, name: str, opened: Opened, typed: Typed) -> dict[str, Any]:
    """The form: what is typed, and what a variant inherits where nothing is."""
    common = typed_of(opened.common.text) if opened.common else Typed()
    return {
        "holder": holder,
        "name": name,
        "typed": typed,
        "inherited": {each: said for each, said in common.values.items() if said} if opened.common else {},
        "groups": GROUPS,
        "how_words": HOW,
        "changeable": [(each, FIELDS[each].label) for each in CHANGEABLE],
        "changes": [*typed.changes, TypedChange("", "fee", "")],
        "owners": _owners(owners(ask, holder), typed.values.get("owner", "")),
        "leistungen": [(each.key, each.name) for each in ask.program.rulebooks.catalogue.leistung],
        "variants": _variants(ask, holder, name),
        "heading": typed.values.get("title") or common.values.get("title") or name,
    }


def state(ask: Ask[Any], holder: str, name: str, opened: Opened, faults: Sequence[Fault], town: str) -> dict[str, Any]:
    """The right side: where the draft stands, what is wrong, what can be done, what the agent will see."""
    draft, person = opened.draft, ask.person
    writes = may_write(person, Kind.ARTICLE, holder)
    return {
        "holder": holder,
        "name": name,
        "opened": opened,
        "draft": draft,
        "state_word": STATE_WORDS[draft.state] if draft else "",
        "faults": [(fault, *_place_of(fault)) for fault in faults],
        "address": f"/articles/{holder}/{name}",
        "has_day": True,
        "compare": _compare(holder, name, opened),
        "has_errors": any(fault.is_error for fault in faults),
        "writes": writes,
        "reviews": draft is not None and may_review(person, Kind.ARTICLE, holder) and person.id not in draft.editors,
        "today": local_day(ask.program.clock.now()),
        "towns": [(each.id, each.short) for each in ask.program.rulebooks.municipalities()],
        "town": town,
        "names": Names.of(ask.program),
        **preview(ask, holder, name, opened, town),
    }


def _place_of(fault: Fault) -> tuple[str, str]:
    """The field a fault lies in, as it is called on the page, and where it stands there."""
    name = fault.field.partition(".")[0]
    if name == "change":
        return "Stichtag", "f-change-1-on"
    return (FIELDS[name].label, f"f-{name}") if name in FIELDS else ("", "")


def _compare(holder: str, name: str, opened: Opened) -> str:
    """Where the draft is laid beside what holds; empty for a text that never held."""
    left = opened.version if opened.current else 0
    return f"/articles/{holder}/{name}/compare?left={left}&right=draft" if opened.version else ""


def preview(ask: Ask[Any], holder: str, name: str, opened: Opened, town: str) -> dict[str, Any]:
    """As the agent of that municipality will see it today; nothing while the text cannot be read."""
    today = local_day(ask.program.clock.now())
    typed = article_of(opened.text, name, holder) if opened.text else None
    common = typed if holder == COMMON else _read(opened.common)
    # Of a common text also what the town itself says, as it holds: that is what its callers hear.
    own = ask.program.knowledge.variant(town, name) if holder == COMMON else typed
    shown: ResolvedArticle | None = None
    if common is not None or own is not None:
        shown = overlay(town, common.at(today) if common else None, own.at(today) if own else None)
    owner = shown.article.owner if shown else None
    return {"article": shown, "owner": Names.of(ask.program).office(town, owner) if owner and town else owner or ""}


def _read(document: Document | None) -> Article | None:
    return article_of(document.text, document.name, document.holder) if document else None


def compare(left: str, right: str) -> list[Row]:
    """Field by field, in the order of the form; a text that cannot be read stands as it is."""
    try:
        before, after = _said(left), _said(right)
    except Unreadable:
        return [compared("Text", left, right)]
    return [compared(label, before.get(label, ""), after.get(label, "")) for label in dict.fromkeys([*before, *after])]


def _said(text: str) -> dict[str, str]:
    if not text:
        return {}
    typed = typed_of(text)
    said = {each.label: value for each, value in fields_of(typed)}
    for change in typed.changes:
        said[f"{FIELDS[change.field].label} ab {change.on}"] = change.value
    return said


def owners(ask: Ask[Any], holder: str) -> dict[str, str]:
    """Every Fachamt that could answer for the text; for a common one by the ids that towns use alike."""
    rulebooks = ask.program.rulebooks
    towns = [each.id for each in rulebooks.municipalities()] if holder == COMMON else [holder]
    return {
        office.id: office.name
        for town in towns
        for office in rulebooks.directory(town).office
        if rulebooks.directory(town).is_inside(office)
    }


def _variants(ask: Ask[Any], holder: str, name: str) -> list[tuple[str, str, bool]]:
    """Of a common article: the municipalities this editor sees, and whether each has words of its own."""
    if holder != COMMON:
        return []
    towns = [each for each in ask.program.rulebooks.municipalities() if ask.scope.covers(each.id)]
    return [(each.id, each.short, ask.program.knowledge.variant(each.id, name) is not None) for each in towns]


def _owners(known: dict[str, str], own: str) -> list[tuple[str, str]]:
    ordered = sorted(known.items(), key=lambda entry: entry[1])
    return [("", "–"), *ordered, *([(own, own)] if own and own not in known else [])]
