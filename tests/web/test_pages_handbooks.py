"""Handbooks through HTTP: read as documents, prepared, released by the other side, compared, tried on past cases."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.contacts.wishes import Wish
from servicecenter.documents.drafts.model import DraftState
from servicecenter.documents.model import Kind
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from tests.web.browsing import Browser, Seen

ALL = Scope.system("test")
DAY = "2027-03-01"
DRAFT = f"/handbooks/geldern/{DAY}/draft"


@pytest.fixture
async def gerd(enter: Any) -> Browser:
    """Geldern's controller."""
    return await enter(Role.CONTROLLER, "gerd.control", municipality="geldern")


async def prepared(sven: Browser) -> Seen:
    made = await sven.post("/handbooks/geldern/prepare", {"valid_from": DAY})
    assert made.to == DRAFT
    return await sven.get(DRAFT)


async def saved(sven: Browser, *, act: str = "", htmx: bool = False, **changed: str) -> Seen:
    """The page's form as a browser would send it, with these fields typed."""
    fields = _fields(await sven.get(DRAFT))
    fields |= changed | ({"act": act} if act else {})
    return await sven.post(f"{DRAFT}/save", list(fields.items()), htmx=htmx)


def _fields(seen: Seen) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, attributes, inner in re.findall(r"<(textarea|select)\b([^>]*)>(.*?)</\1>", seen.html, re.DOTALL):
        name = re.search(r'name="(c\d+-[^"]+)"', attributes)
        if name is None:
            continue
        chosen = re.search(r'<option value="([^"]*)" selected', inner) if tag == "select" else None
        found[name[1]] = unescape(chosen[1] if chosen else "" if tag == "select" else inner)
    for attributes in re.findall(r"<input\b([^>]*)>", seen.html):
        given = {key: unescape(value) for key, value in re.findall(r'([\w-]+)="([^"]*)"', attributes)}
        name = given.get("name", "")
        if (name.startswith("c") and name[1:2].isdigit()) or name == "revision":
            if given.get("type") == "checkbox" and " checked" not in attributes:
                continue
            found[name] = given.get("value", "")
    return found


async def stands(program: Program) -> Any:
    return await program.editing.opened(ALL, Kind.HANDBOOK, "geldern", DAY)


async def test_a_handbook_reads_as_a_document_with_its_numbers(sven, anna):
    listed = await sven.get("/handbooks")
    assert "Qualitätshandbuch Stadt Geldern" in listed
    for words in ("Rechtsgrundlage", "Stufe 3", "gilt heute", "Nummern"):
        assert words in listed, words
    assert (await sven.get("/handbooks/geldern")).to == "/handbooks/geldern/2026-01-01"
    for browser in (sven, anna):
        seen = await browser.get("/handbooks/geldern/2026-01-01")
        for words in (
            "§ 6.1",
            "Zusage: Rückruf",
            "Arbeitstage 2",
            "gilt seit 01.01.2026",
            "wer sie schuldet das zuständige Amt",
        ):
            assert words in seen, words


async def test_each_clause_shows_the_cases_it_decided_today(sven, program, agent):
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung")
    wish = Wish("Carport", ReplyChannel.CALLBACK, "Frau Muster", "030 23125 017")
    made = await program.desk.forward(agent, contact.id, wish)
    seen = await sven.get("/handbooks/geldern/2026-01-01")
    assert seen.text.count("1 Fall heute") >= 2
    assert f'href="/contacts?q={made.contact.case_number}"' in seen.html


async def test_a_new_version_is_prepared_changed_and_released_by_the_municipality(sven, gerd, program, clock):
    assert "Diese Fassung sagt bisher, was schon gilt." in await prepared(sven)
    at = next(name for name, value in _fields(await sven.get(DRAFT)).items() if value == "6.1").split("-")[0]
    shown = await saved(sven, htmx=True, **{f"{at}-rule-promise-working_days": "1"})
    assert "<del>2</del>" in shown.html
    assert "<ins>1</ins>" in shown.html
    assert "geldern" in (await stands(program)).draft.holder
    await act(sven, "submit")
    assert (await act(sven, "approve")).status == 403
    assert "Was sich ändert" in await gerd.get(DRAFT)
    assert "told=approved" in (await act(gerd, "approve")).to
    await program.rulebooks.refresh()
    assert program.rulebooks.on("geldern", date(2027, 2, 28)).handbook.promise("callback")[0].working_days == 2
    assert program.rulebooks.on("geldern", date(2027, 3, 1)).handbook.promise("callback")[0].working_days == 1
    compared = await sven.get(f"/handbooks/geldern/compare?left=2026-01-01&right={DAY}")
    assert "§ 6.1" in compared
    assert "gilt ab 01.03.2027" in await gerd.get("/handbooks")


async def act(browser: Browser, what: str, **values: str) -> Seen:
    seen = await browser.get(DRAFT)
    known = {name: re.search(rf'name="{name}" value="(\d+)"', seen.html) for name in ("draft", "revision")}
    return await browser.post(f"{DRAFT}/{what}", {name: found[1] for name, found in known.items() if found} | values)


async def test_clauses_and_rules_are_added_and_removed(sven, program):
    await prepared(sven)
    before = (await stands(program)).draft.text.count("[[clause]]")
    assert (await saved(sven, act="add-clause:0")).to == f"{DRAFT}#c1"
    seen = await sven.get(DRAFT)
    assert 'value="1.3"' in seen.html  # 1.2 is taken
    await saved(sven, act="add-rule:1", **{"c1-add": "reporting"})
    assert 'name="c1-rule-reporting-"' in (await sven.get(DRAFT)).html
    await saved(sven, act="remove-rule:1:reporting")
    assert 'name="c1-rule-reporting-"' not in (await sven.get(DRAFT)).html
    await saved(sven, act="remove-clause:1")
    assert (await stands(program)).draft.text.count("[[clause]]") == before


async def test_a_fault_is_named_with_its_clause_and_the_text_kept(sven, program):
    await prepared(sven)
    shown = await saved(sven, htmx=True, **{"c0-number": "eins"})
    assert "1. Klausel : Diese Schreibweise passt nicht." in shown
    assert 'href="#c0"' in shown.html
    assert (await act(sven, "submit")).status == 422
    assert (await stands(program)).draft.state is DraftState.EDITED


async def test_two_supervisors_at_once_see_both_texts(sven, enter, program):
    ruth = await enter(Role.SUPERVISOR, "ruth.super")
    await prepared(sven)
    hers = _fields(await ruth.get(DRAFT)) | {"c0-title": "Von Ruth"}
    await saved(sven, **{"c0-title": "Von Sven"})
    seen = await ruth.post(f"{DRAFT}/save", list(hers.items()), htmx=True)
    assert seen.status == 409
    assert "Von <ins>Ruth</ins>" in seen.html.replace("\n", "")
    assert "Von Sven" in (await stands(program)).draft.text


@pytest.mark.parametrize("day", ["2026-11-23", "2026-01-01", "2020-05-05"])
async def test_nothing_changes_on_a_day_that_has_begun(sven, day):
    seen = await sven.post("/handbooks/geldern/prepare", {"valid_from": day})
    assert seen.status == 422
    assert "ändert sich nie rückwirkend" in seen


async def test_a_version_whose_day_came_before_its_release_is_not_released(sven, gerd, clock):
    await prepared(sven)
    await saved(sven, **{"c0-title": "Neu"})
    await act(sven, "submit")
    clock.advance(timedelta(days=120))
    seen = await act(await gerd.anew(), "approve")
    assert seen.status == 422
    assert "nie rückwirkend" in seen


async def test_a_version_that_has_not_begun_can_be_withdrawn(sven, gerd, program):
    await prepared(sven)
    await saved(sven, **{"c0-title": "Neu"})
    await act(sven, "submit")
    await act(gerd, "approve")
    await program.rulebooks.refresh()
    assert (await sven.post(f"/handbooks/geldern/{DAY}/withdraw")).status == 303
    await program.rulebooks.refresh()
    assert (await sven.get(f"/handbooks/geldern/{DAY}")).status == 404
    assert (await sven.post("/handbooks/geldern/2026-01-01/withdraw")).status == 422


async def test_a_draft_is_tried_on_past_cases(sven, program, agent):
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung")
    wish = Wish("Carport", ReplyChannel.EMAIL, "Frau Muster", address="frau@muster.example")
    await program.desk.forward(agent, contact.id, wish)
    await prepared(sven)
    at = next(name for name, value in _fields(await sven.get(DRAFT)).items() if value == "4.5").split("-")[0]
    assert "Kein Fall wäre anders gegangen" in await sven.get(f"/handbooks/geldern/{DAY}/replay")
    await saved(sven, **{f"{at}-rule-scope-mode": "out"})
    seen = await sven.get(f"/handbooks/geldern/{DAY}/replay")
    assert "1-mal" in seen
    assert f"q={contact.case_number}" in seen.html


async def test_a_controller_sees_and_releases_its_own_handbook_alone(gerd):
    assert "/handbooks/kreis-wesel" not in (await gerd.get("/handbooks")).html
    for path in ("/handbooks/kreis-wesel", "/handbooks/kreis-wesel/2026-01-01", f"/handbooks/kreis-wesel/{DAY}/draft"):
        assert (await gerd.get(path)).status == 404, path
    assert (await gerd.post("/handbooks/geldern/prepare", {"valid_from": DAY})).status == 403


async def test_an_agent_sees_no_draft(sven, anna):
    await prepared(sven)
    assert (await anna.get(f"/handbooks/geldern/{DAY}")).status == 404
    assert (await anna.get(DRAFT)).status == 403
    assert DAY not in (await anna.get("/handbooks")).html
