from datetime import UTC, date, datetime

import pytest

from servicecenter.routing.model import Step, StepKind, Target, Verdict
from servicecenter.routing.words import (
    long_day,
    reason,
    short_day,
    spoken,
    spoken_hours,
    step_line,
    to_say,
    whole_name,
    why,
)
from tests.routing.books import MONDAY, WEDNESDAY_EVENING, decided

OFFICE = Target(
    "amt", "Bürgerbüro", "Stadt Geldern", inside=True, phone="+49 30 23125 305", hours="offen bis 16:00 Uhr"
)


def step(kind: StepKind, code: str = "to-responsible", target: Target = OFFICE, due_on: date | None = None) -> Step:
    return Step(kind, target, "rule", code, "§ 1", due_on=due_on)


@pytest.mark.parametrize(
    ("leistung", "at", "line", "said"),
    [
        pytest.param(
            "fuehrerschein-umtausch", MONDAY, "Nummer nennen: Kreis Kleve, Führerscheinstelle",
            "Dafür ist eine andere Stelle zuständig: Kreis Kleve, Führerscheinstelle. Die Nummer ist 069 90009 110. "
            "Erreichbar: Montag und Mittwoch 7:30 bis 12:30 Uhr, Dienstag 7:30 bis 12:30 und 13:30 bis 15:30 Uhr, "
            "Donnerstag 7:30 bis 12:30 und 13:30 bis 17 Uhr, Freitag 7:30 bis 12 Uhr.",
            id="outside",
        ),
        pytest.param(
            "baugenehmigung", MONDAY, "Ticket an Bauordnung, Antwort bis Do 03.12.",
            "Ich gebe Ihr Anliegen an die Stelle „Bauordnung“ weiter. Sie müssen es nicht noch einmal erzählen. "
            "Sie bekommen bis Donnerstag, 3. Dezember, eine Antwort.",
            id="ticket",
        ),
        pytest.param(
            "hundesteuer", MONDAY, "verbinden: Steueramt, offen bis 12:30 Uhr",
            "Ich verbinde Sie mit der Stelle „Steueramt“. Worum es geht, sage ich dort gleich.",
            id="transfer",
        ),
        pytest.param(
            "notfall", MONDAY, "zuerst sagen: 110 oder 112",
            "Bitte legen Sie auf und wählen Sie sofort die 112 für Feuerwehr und Rettungsdienst oder "
            "die 110 für die Polizei.",
            id="danger",
        ),
        pytest.param(
            "hundesteuer", datetime(2020, 1, 2, tzinfo=UTC),
            "Nummer nennen: Zentrale Dienste und Information, Stadt Geldern",
            "Bitte rufen Sie dort direkt an: Zentrale Dienste und Information, Stadt Geldern. "
            "Die Nummer ist 030 23125 301. "
            "Erreichbar: Montag bis Mittwoch 8 bis 16:30 Uhr, Donnerstag 8 bis 17:30 Uhr, Freitag 8 bis 13 Uhr.",
            id="no-stage",
        ),
        pytest.param(
            "eid-sperren", WEDNESDAY_EVENING, "Nummer nennen: Sperr-Notruf",
            "Dafür ist eine andere Stelle zuständig: Sperr-Notruf. Die Nummer ist 116 116. Erreichbar: Tag und Nacht.",
            id="day-and-night",
        ),
    ],
)  # fmt: skip
def test_the_first_step_reads_like_german(leistung, at, line, said):
    first = decided("geldern", leistung, at).plan[0]
    assert (step_line(first), to_say(first)) == (line, said)


def test_a_callback_is_said_with_its_day():
    last = decided("geldern", "baugenehmigung").plan[-1]
    assert step_line(last) == "Rückruf: Bauordnung bis Mi 25.11., 24 Uhr"
    assert to_say(last) == "Die Stelle „Bauordnung“ ruft Sie bis Mittwoch, 25. November, zurück."


def test_a_person_and_a_deputy_are_named():
    present, deputy = (
        decided("geldern", person_asked=name).plan[0] for name in ("Frau Hundert", "Frau Maier vom Bauamt")
    )
    assert to_say(present) == "Ich verbinde Sie mit Hanna Hundert, Steueramt. Worum es geht, sage ich dort gleich."
    assert to_say(deputy) == (
        "Martina Meyer-Muster ist gerade nicht zu erreichen. Ich verbinde Sie mit der Vertretung: "
        "Bernd Beispiel, Bauordnung. Worum es geht, sage ich dort gleich."
    )


def test_the_town_is_asked_for_without_reading_out_thirteen_names():
    (asked,) = decided("kreis-wesel", "personalausweis").plan
    assert (step_line(asked), to_say(asked)) == ("nach dem Wohnort fragen", "In welchem Ort wohnen Sie?")


def test_nothing_is_said_before_the_article_is_read():
    first = decided("geldern", "hundesteuer", has_article=True).plan[0]
    assert (step_line(first), to_say(first)) == ("selbst antworten: Artikel vorlesen", "")


def test_without_a_date_no_date_is_said():
    assert to_say(step(StepKind.CALLBACK)) == "Die Stelle „Bürgerbüro“ ruft Sie zurück."
    assert to_say(step(StepKind.TICKET)).endswith("noch einmal erzählen.")
    assert step_line(step(StepKind.TICKET)) == "Ticket an Bürgerbüro"
    assert step_line(step(StepKind.TRANSFER, target=Target("a", "Amt", "Stadt X", inside=True))) == "verbinden: Amt"


@pytest.mark.parametrize(
    ("name", "body", "whole"),
    [
        pytest.param("Bürgerbüro", "Stadt Geldern", "Bürgerbüro, Stadt Geldern", id="needs-its-town"),
        pytest.param("Zulassung", "Kreis Kleve", "Zulassung, Kreis Kleve", id="needs-its-kreis"),
        pytest.param("Zulassung Kleve", "Kreis Kleve", "Zulassung Kleve, Kreis Kleve", id="town-and-kreis-differ"),
        pytest.param("Kreis Kleve, Zulassung", "Kreis Kleve", "Kreis Kleve, Zulassung", id="says-it-already"),
        pytest.param("Rathaus Xanten", "Stadt Xanten", "Rathaus Xanten", id="names-its-town"),
        pytest.param("Amtsgericht am Wohnort", "Amtsgerichte", "Amtsgericht am Wohnort", id="of-the-state"),
        pytest.param("Notruf", "", "Notruf", id="no-body"),
    ],
)
def test_an_office_is_named_with_its_authority_once(name, body, whole):
    assert whole_name(Target("x", name, body, inside=False)) == whole


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("Mo–Fr 08:00–16:00", "Montag bis Freitag 8 bis 16 Uhr"),
        ("Mo, Di, Do 08:30–12:30, 13:30–16:00", "Montag, Dienstag und Donnerstag 8:30 bis 12:30 und 13:30 bis 16 Uhr"),
        ("Mo 08:00–12:00 · Sa 10:00–12:00", "Montag 8 bis 12 Uhr, Samstag 10 bis 12 Uhr"),
        ("Mo 00:00–06:00, 22:00–24:00", "Montag 0 bis 6 und 22 bis 24 Uhr"),
        ("Tag und Nacht", "Tag und Nacht"),
    ],
)
def test_hours_as_they_are_read_aloud(week, said):
    assert spoken_hours(week) == said


def test_days_and_numbers():
    assert long_day(date(2026, 3, 2)) == "Montag, 2. März"
    assert (short_day(date(2026, 3, 2)), long_day(None), short_day(None)) == ("Mo 02.03.", "", "")
    assert (spoken("+49 69 90009 110"), spoken("112")) == ("069 90009 110", "112")


def test_a_verdict_says_why_with_its_evidence():
    assert why(Verdict("body", chose=False, reason="own-task")) == reason("own-task")
    told = why(
        Verdict("body", chose=True, reason="outside-agreement", evidence={"why": "Geldern liegt im Kreis Kleve."})
    )
    assert told == "Geldern liegt im Kreis Kleve. " + reason("outside-agreement")
