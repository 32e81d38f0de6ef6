import re
from html import unescape

import pytest

from servicecenter.access.model import Role

CASE = "/explain?municipality=geldern&at=2026-11-23T10:00"


async def test_without_a_case_three_examples_lead_to_answers(sven):
    seen = await sven.get("/explain")
    assert "Noch kein Fall beschrieben." in seen
    examples = [unescape(href) for href in re.findall(r'<li><a href="(/explain\?[^"]+)#answer">', seen.html)]
    assert len(examples) == 3
    for address in examples:
        assert "Jede Frage, der Reihe nach" in await sven.get(address)


async def test_a_case_is_answered_like_a_colleague_would_with_every_rule_and_its_clause(sven):
    seen = await sven.get(f"{CASE}&leistung=fuehrerschein-umtausch")
    for words in (
        "Jemand ruft am Mo 23.11.2026 um 10:00 Uhr wegen „Führerschein: Pflichtumtausch“ bei der Stadt Geldern an.",
        "Das geht an „Kreis Kleve, Führerscheinstelle“, weil dafür eine Behörde außerhalb der Vereinbarung zuständig",
        "„Dafür ist eine andere Stelle zuständig: Kreis Kleve, Führerscheinstelle. Die Nummer ist 069 90009 110.",
        "Ist Gefahr im Verzug? wählt nicht Kein Notfall erkannt.",
        "Welche Behörde ist zuständig? wählt",
        "Danach stand der Weg fest. Nicht mehr gefragt wurde: Darf das ServiceCenter selbst antworten?",
        "Es gelten Stufe 3 der Vereinbarung und das Qualitätshandbuch in der Fassung vom 01.01.2026.",
    ):
        assert words in seen, words
    assert seen.html.index("Das geht an") < seen.html.index("Der Weg") < seen.html.index("Jede Frage")
    clauses = re.findall(
        r'<summary><span class="sc-clause">(.+?)</span></summary><p class="sc-small">(.+?)</p>', seen.html
    )
    assert "Vereinbarung, Stufe 3" in {cited for cited, _ in clauses}
    assert all(text for _, text in clauses)


async def test_the_form_keeps_the_whole_case(sven):
    seen = await sven.get(
        "/explain?municipality=muenster&leistung=gewerbeanmeldung&text=laden&district=&business=yes&person=Frau+Muster"
        "&at=2026-11-23T10:00&stage=1&away=&waiting=12&longest=180"
    )
    assert seen.status == 200
    for field in (
        '<option value="muenster" selected>', '<option value="gewerbeanmeldung" selected>', 'value="laden"',
        'value="yes" checked', 'value="Frau Muster"', 'value="2026-11-23T10:00"', '<option value="1" selected>',
        'value="12"', 'value="180"',
    ):  # fmt: skip
        assert field in seen.html, field
    assert "Es warten 12 Anrufe, der erste seit 180 Sekunden." in seen


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("text=carport+bauen", "„carport bauen“ versteht die Suche als „Baugenehmigung und Bauantrag“."),
        ("text=xyzzy+quux", "Zu „xyzzy quux“ findet die Suche nichts Brauchbares."),
        ("text=carport&leistung=hundesteuer", "Die Leistung ist gewählt: Die Worte entscheiden nichts mehr."),
        ("leistung=hundesteuer&stage=1", "Angenommen, es gilt Stufe 1."),
        ("leistung=hundesteuer&away=steueramt", "die Stelle „Steueramt“ ist an diesem Tag nicht besetzt."),
        ("person=Frau+Hundert", "Das geht an „Hanna Hundert, Steueramt“, weil nach dieser Person gefragt wird."),
        ("leistung=", "worum es geht, ist noch nicht bekannt."),
    ],
)
async def test_what_is_known_of_a_case_may_be_anything(sven, given, says):
    assert says in await sven.get(f"{CASE}&{given}")


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ("leistung=einhorn", "leistung", "Die Leistung „einhorn“ gibt es nicht"),
        ("district=Moers", "district", "Den Ortsteil „Moers“ gibt es hier nicht."),
        ("stage=7", "stage", "Eine Stufe 7 gibt es hier nicht."),
        ("stage=drei", "stage", "Bitte eine ganze Zahl von 0 bis 9999 eingeben."),
        ("away=mondamt", "away", "Das Amt „mondamt“ gibt es nicht"),
        ("waiting=viele", "waiting", "Bitte eine ganze Zahl von 0 bis 9999 eingeben."),
        ("waiting=1&longest=-1", "longest", "Bitte eine ganze Zahl von 0 bis 9999 eingeben."),
        ("longest=60", "waiting", "Wie viele warten, fehlt."),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(sven, given, field, says):
    seen = await sven.get(f"{CASE}&{given}")
    assert seen.status == 422
    assert says in seen
    assert f'aria-describedby="f-{field}-error"' in seen.html or f'f-{field}-hint f-{field}-error"' in seen.html
    assert "Den Fall gibt es so nicht." in seen


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("gestern", "Das ist kein Zeitpunkt."),
        ("2019-05-01T10:00", "am 01.05.2019 keine Regeln"),
        ("9999-12-31T23:30", "Gerechnet wird von 2015 bis 2045."),
        ("9999-12-31T23:30Z", "Das ist kein Zeitpunkt."),
        ("0001-01-01T00:00", "Das ist kein Zeitpunkt."),
    ],
)
async def test_a_day_without_rules_is_said_at_its_field(sven, at, says):
    seen = await sven.get(f"/explain?municipality=geldern&leistung=hundesteuer&at={at}")
    assert seen.status == 422
    assert says in seen
    assert 'aria-describedby="f-at-error"' in seen.html


async def test_html_that_was_typed_comes_back_as_text(sven):
    seen = await sven.get(f"{CASE}&text=%3Cscript%3Ealert(1)%3C/script%3E&person=%3Cscript%3Ealert(2)%3C/script%3E")
    assert seen.status == 200
    assert "<script>alert" not in seen.html


async def test_another_municipality_brings_its_own_places(sven):
    seen = await sven.get("/explain?municipality=dortmund", **{"HX-Request": "true"})
    assert '<option value="Hörde">' in seen.html
    assert "Noch kein Fall beschrieben." in seen


async def test_a_controller_explains_the_own_municipality_alone(enter):
    karla = await enter(Role.CONTROLLER, "karla", municipality="geldern")
    seen = await karla.get("/explain")
    assert '<input type="hidden" name="municipality" value="geldern">' in seen.html
    assert "Kreis Wesel" not in seen
    assert (await karla.get(f"{CASE}&leistung=hundesteuer")).status == 200
    assert (await karla.get("/explain?municipality=kreis-wesel")).status == 404


@pytest.mark.parametrize(("role", "status"), [(Role.AGENT, 200), (Role.EDITOR, 200), (Role.ADMIN, 403)])
async def test_who_may_ask(enter, role, status):
    assert (await (await enter(role, "somebody")).get(f"{CASE}&leistung=hundesteuer")).status == status


async def test_a_municipality_nobody_knows_is_not_there(sven):
    assert (await sven.get("/explain?municipality=goch")).status == 404


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CONTROLLER])
async def test_the_page_stands_in_the_menu(enter, role):
    town = "geldern" if role is Role.CONTROLLER else None
    seen = await (await enter(role, "watcher", municipality=town)).get("/explain")
    assert '<a href="/explain" aria-current="page">Erklären</a>' in seen.html
