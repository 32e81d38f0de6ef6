"""The editors' pages through HTTP: list, draft, review, release, versions; two editors at once; who may."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.app import Refresh, Release
from servicecenter.documents.drafts.model import DraftState
from servicecenter.documents.model import COMMON, Kind
from servicecenter.errors import NotFound
from servicecenter.web.program import Program
from tests.web.browsing import Browser, Seen

ALL = Scope.system("test")
PASSPORT = "/articles/_common/reisepass"
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
async def rita(enter: Any) -> Browser:
    """An editor of the centre."""
    return await enter(Role.EDITOR, "rita.editor")


@pytest.fixture
async def gesa(enter: Any) -> Browser:
    """Her colleague."""
    return await enter(Role.EDITOR, "gesa.editor")


@pytest.fixture
async def tina(enter: Any) -> Browser:
    """Geldern's own editor."""
    return await enter(Role.EDITOR, "tina.editor", municipality="geldern")


def fields(seen: Seen) -> list[tuple[str, str]]:
    """What the page's form would send, as a browser reads it."""
    found: list[tuple[str, str]] = []

    class Form(HTMLParser):
        inside = False
        name = ""
        text = ""
        select = ""

        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            given = {name: value or "" for name, value in attributes}
            self.inside = self.inside or given.get("id") == "article-form"
            if not self.inside and given.get("form") != "article-form":
                return
            if tag == "textarea":
                self.name, self.text = given["name"], ""
            elif tag == "select":
                self.select = given["name"]
                found.append((self.select, ""))
            elif tag == "option" and "selected" in given and self.select:
                found[-1] = (self.select, given["value"])
            elif tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
                found.append((given["name"], given.get("value", "")))

        def handle_data(self, data: str) -> None:
            self.text += data

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea" and self.name:
                found.append((self.name, self.text))
                self.name = ""
            elif tag == "select":
                self.select = ""
            elif tag == "form":
                self.inside = False

    Form().feed(seen.html)
    return [(name, value) for name, value in found if name != "csrf_token"]


async def typed(browser: Browser, address: str, *, htmx: bool = True, **values: str) -> Seen:
    """The page is opened, these fields are typed, and it saves itself."""
    given = dict.fromkeys(values)
    form = [(name, values.get(name, value)) for name, value in fields(await browser.get(address))]
    form += [(name, values[name]) for name in given if name not in {name for name, _ in form}]
    return await browser.post(f"{address}/draft", form, htmx=htmx)


async def act(browser: Browser, address: str, what: str, **values: str) -> Seen:
    seen = await browser.get(address)
    found = {name: re.search(rf'name="{name}" value="(\d+)"', seen.html) for name in ("draft", "revision")}
    known = {name: match[1] if match else "0" for name, match in found.items()}
    return await browser.post(f"{address}/{what}", known | values)


async def stands(program: Program, holder: str = COMMON, name: str = "reisepass") -> Any:
    return await program.editing.opened(ALL, Kind.ARTICLE, holder, name)


async def test_the_list_shows_what_is_there_and_what_is_to_do(rita):
    await typed(rita, PASSPORT, fee="72 Euro")
    seen = await rita.get("/articles")
    for words in ("Reisepass beantragen", "Entwurf", "Rita.Editor", "in Arbeit 1", "ungeprüft"):
        assert words in seen, words
    begun = await rita.get("/articles?show=drafts")
    assert "Reisepass beantragen" in begun
    assert "Hund an- und abmelden" not in begun
    assert "Kein Artikel passt dazu" in await rita.get("/articles?q=xyzxyz")
    assert "Reisepass beantragen" in await rita.get("/articles?q=reisepaß")


async def test_what_is_typed_is_saved_and_shown_as_the_agent_will_see_it(rita, program):
    seen = await typed(rita, PASSPORT, fee="72 Euro", details="**Neu:** siehe [hier](https://x.example)")
    assert seen.status == 200
    assert "<strong>Neu:</strong>" in seen.html
    assert "Gebühr 72 Euro" in seen
    assert 'name="revision" id="revision" value="1"' in seen.html
    opened = await stands(program)
    assert 'fee = "72 Euro"' in opened.draft.text
    assert "72 Euro" not in opened.current.text


async def test_opening_and_saving_without_a_change_begins_no_draft(rita, program):
    before = (await stands(program)).current.text
    assert (await typed(rita, PASSPORT)).status == 200
    opened = await stands(program)
    assert (opened.draft, opened.current.text) == (None, before)


async def test_markup_that_somebody_types_stays_text(rita):
    seen = await typed(rita, PASSPORT, title=HOSTILE, answer=HOSTILE, details=HOSTILE)
    assert HOSTILE not in seen.html
    assert HOSTILE not in (await rita.get(PASSPORT)).html


async def test_a_fault_is_named_at_its_field_and_the_text_is_kept(rita, program):
    seen = await typed(rita, PASSPORT, review_by="bald", online_service="nirgends")
    assert "Nächste Prüfung : Hier wird ein Datum erwartet" in seen
    assert 'href="#f-online_service"' in seen.html
    assert "bald" in (await stands(program)).draft.text
    assert (await act(rita, PASSPORT, "submit")).status == 422
    assert (await stands(program)).draft.state is DraftState.EDITED


async def test_from_draft_to_release_by_a_second_person(rita, gesa, program, anna):
    await typed(rita, PASSPORT, fee="72 Euro")
    assert "told=submitted" in (await act(rita, PASSPORT, "submit")).to
    own = await rita.get(PASSPORT)
    assert "jemand, der nicht mitgeschrieben hat" in own
    assert "Freigeben</span>" not in own.html
    assert (await act(rita, PASSPORT, "approve")).status == 403
    assert "Was ist anders?" in await gesa.get(PASSPORT)
    compared = await gesa.get(f"{PASSPORT}/compare?left=1&right=draft")
    assert "<ins>72 Euro</ins>" in compared.html
    assert "told=approved" in (await act(gesa, PASSPORT, "approve", release_on="2026-11-23")).to
    await Refresh(program).run()
    found = program.knowledge.article("goch", "reisepass").article
    assert found.fee == "72 Euro"


async def test_a_release_on_a_day_to_come(rita, gesa, program, clock):
    await typed(rita, PASSPORT, fee="72 Euro")
    await act(rita, PASSPORT, "submit")
    await act(gesa, PASSPORT, "approve", release_on="2026-12-01")
    assert "freigegeben, gilt ab Di 01.12." in await rita.get(PASSPORT)
    clock.advance(timedelta(days=8))
    await Release(program).run()
    await Refresh(program).run()
    assert program.knowledge.article("goch", "reisepass").article.fee == "72 Euro"


async def test_a_fee_prepared_for_a_day_is_shown_before(rita, program):
    given = {"change_on": "2027-01-01", "change_field": "fee", "change_value": "80 Euro"}
    seen = await typed(rita, PASSPORT, **given)
    assert "ab 01.01.2027 Gebühr: 80 Euro" in seen
    assert "[[change]]" in (await stands(program)).draft.text
    again = await rita.get(PASSPORT)
    assert again.html.count('name="change_on"') == 2  # the one prepared, and room for another


async def test_a_review_sends_back_with_a_remark(rita, gesa):
    await typed(rita, PASSPORT, fee="72 Euro")
    await act(rita, PASSPORT, "submit")
    await act(gesa, PASSPORT, "send-back", remark="Bitte mit Quelle.")
    assert "Bemerkung der Prüfung: Bitte mit Quelle." in await rita.get(PASSPORT)


@pytest.mark.parametrize("htmx", [True, False], ids=["saving itself", "sent as a form"])
async def test_of_two_editors_the_second_sees_both_texts_and_chooses(rita, gesa, program, *, htmx):
    hers = [(name, "80 Euro" if name == "fee" else value) for name, value in fields(await gesa.get(PASSPORT))]
    await typed(rita, PASSPORT, fee="72 Euro")
    assert "Rita.Editor hat soeben gespeichert" in await gesa.get(f"{PASSPORT}/colleague?revision=0")
    seen = await gesa.post(f"{PASSPORT}/draft", hers, htmx=htmx)
    assert seen.status == 409
    assert "<del>72</del>" in seen.html
    assert "<ins>80</ins>" in seen.html
    assert '"72 Euro"' in (await stands(program)).draft.text
    chosen = [(name, "1" if name == "revision" else value) for name, value in hers]
    assert (await gesa.post(f"{PASSPORT}/draft", chosen)).status == 303
    assert '"80 Euro"' in (await stands(program)).draft.text
    assert "Gesa.Editor schreibt gerade" in await rita.get(PASSPORT)


async def test_a_variant_shows_what_it_inherits_and_overrides_single_fields(tina, program):
    address = "/articles/geldern/reisepass"
    seen = await tina.get(address)
    assert "aus gemeinsamem Artikel: bisheriger Reisepass" in seen
    overriding = await typed(tina, address, htmx=False, override="documents")
    assert overriding.to == f"{address}#f-documents"
    assert "weicht ab vom gemeinsamen Artikel" in await tina.get(address)
    assert "documents = [" in (await stands(program, "geldern")).draft.text
    await typed(tina, address, htmx=False, inherit="documents")
    assert "documents = [" not in (await stands(program, "geldern")).draft.text


async def test_versions_are_listed_compared_and_restored_with_one_click(rita, gesa, program):
    await typed(rita, PASSPORT, fee="72 Euro")
    await act(rita, PASSPORT, "submit")
    await act(gesa, PASSPORT, "approve")
    seen = await rita.get(f"{PASSPORT}/versions")
    for words in ("freigegeben von Gesa.Editor", "aus dem Inhaltsordner", "hier bearbeitet", "Wiederherstellen"):
        assert words in seen, words
    restored = await rita.post(f"{PASSPORT}/restore/1")
    after = await rita.get(restored.to)
    assert "Es gilt wieder, was in Fassung 1 stand." in after
    assert f'action="{PASSPORT}/restore/2"' in after.html
    assert "72 Euro" not in (await stands(program)).current.text


async def test_a_withdrawn_article_is_gone_at_once_and_can_come_back(rita, program):
    gone = await rita.get((await rita.post(f"{PASSPORT}/withdraw")).to)
    assert "Der Text gilt nicht mehr." in gone
    await Refresh(program).run()
    with pytest.raises(NotFound):
        program.knowledge.article("goch", "reisepass")
    await rita.post(f"{PASSPORT}/restore/1")
    assert (await stands(program)).current is not None
    await Refresh(program).run()
    assert program.knowledge.article("goch", "reisepass").article.title == "Reisepass beantragen"


async def test_a_discarded_draft_can_be_taken_up_again(rita, program):
    await typed(rita, PASSPORT, fee="72 Euro")
    seen = await rita.get((await act(rita, PASSPORT, "discard")).to)
    assert "Der Entwurf ist verworfen." in seen
    undo = re.search(r'action="([^"]+/revive/\d+)"', seen.html)
    assert undo is not None
    await rita.post(undo[1])
    assert "72 Euro" in (await stands(program)).draft.text


async def test_a_new_article_begins_with_its_title(rita, program):
    made = await rita.post("/articles/new", {"title": "Drohne fliegen lassen", "holder": COMMON})
    assert made.to == "/articles/_common/drohne-fliegen-lassen"
    assert "Drohne fliegen lassen" in await rita.get(made.to)
    again = await rita.post("/articles/new", {"title": "Drohne fliegen lassen", "holder": COMMON})
    assert again.status == 422
    assert "gibt es schon" in again
    assert "Kennung" in await rita.post("/articles/new", {"title": "…", "holder": COMMON})


async def test_a_town_s_editor_reads_the_common_text_and_writes_only_the_town_s(tina, program):
    seen = await tina.get(PASSPORT)
    assert "pflegt die Redaktion des ServiceCenters" in seen
    assert "article-form" not in re.sub(r'form="article-form"', "", seen.html)
    assert (await tina.post(f"{PASSPORT}/draft", {"title": "x"})).status == 403
    assert (await tina.post(f"{PASSPORT}/withdraw")).status == 403
    assert (await tina.post("/articles/new", {"title": "Etwas", "holder": COMMON})).status == 403
    for path in ("/articles?holder=kreis-wesel", "/articles/kreis-wesel/reisepass", "/articles/atlantis/reisepass"):
        assert (await tina.get(path)).status == 404, path


@pytest.mark.parametrize("path", ["/articles/_common/gibt-es-nicht", f"{PASSPORT}/compare?left=1&right=9"])
async def test_what_is_not_there_is_said(rita, path):
    assert (await rita.get(path)).status == 404
