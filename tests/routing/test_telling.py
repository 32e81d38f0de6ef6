from dataclasses import replace
from datetime import UTC, datetime

import pytest

from servicecenter.routing.engine import decide
from servicecenter.routing.model import Decision, Load, Verdict
from servicecenter.routing.recording import SOMEBODY
from servicecenter.routing.telling import BECAUSE, FIRST, answer, basis, question, unasked
from servicecenter.routing.words import REASONS, RULES
from tests.routing.books import MONDAY, WEDNESDAY_EVENING, book, decided, facts

BEFORE = datetime(2020, 1, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("municipality", "given", "asked"),
    [
        pytest.param("geldern", {"leistung": "hundesteuer"},
                     "Jemand ruft am Mo 23.11.2026 um 10:00 Uhr wegen „Hund an- oder abmelden (Hundesteuer)“ "
                     "bei der Stadt Geldern an.", id="a-leistung"),
        pytest.param("kreis-wesel", {"district": "Xanten", "business": True},
                     "Ein Betrieb aus Xanten ruft am Mo 23.11.2026 um 10:00 Uhr beim Kreis Wesel an; "
                     "worum es geht, ist noch nicht bekannt.", id="a-business-from-somewhere"),
        pytest.param("geldern", {"person_asked": "Frau Hundert"},
                     "Jemand ruft am Mo 23.11.2026 um 10:00 Uhr bei der Stadt Geldern an und fragt nach "
                     "„Frau Hundert“.", id="a-person"),
        pytest.param("geldern", {"person_asked": SOMEBODY},
                     "Jemand ruft am Mo 23.11.2026 um 10:00 Uhr bei der Stadt Geldern an und fragt nach einer Person.",
                     id="a-person-nobody-kept"),
        pytest.param("geldern", {"leistung": "notfall", "taken": False, "load": Load(12, 180)},
                     "Jemand ruft am Mo 23.11.2026 um 10:00 Uhr wegen „Notfall: Gefahr für Leib und Leben“ bei der "
                     "Stadt Geldern an. Es warten 12 Anrufe, der erste seit 180 Sekunden.", id="a-queue"),
        pytest.param("geldern", {"leistung": "notfall", "taken": False, "load": Load(1)},
                     "Jemand ruft am Mo 23.11.2026 um 10:00 Uhr wegen „Notfall: Gefahr für Leib und Leben“ bei der "
                     "Stadt Geldern an. Es wartet 1 Anruf.", id="a-queue-of-one"),
    ],
)  # fmt: skip
def test_the_question_is_one_sentence(municipality, given, asked):
    assert question(facts(municipality, **given), book(municipality)) == asked


def test_a_call_that_was_is_told_as_one():
    given = facts("geldern", person_asked=SOMEBODY)
    assert "Jemand rief am" in question(given, book("geldern"), past=True)
    assert "und fragte nach einer Person." in question(given, book("geldern"), past=True)


@pytest.mark.parametrize(
    ("municipality", "given", "told"),
    [
        pytest.param(
            "geldern", {"leistung": "hundesteuer", "has_article": True},
            "Das beantwortet das ServiceCenter selbst, weil das Handbuch es zulässt und ein Artikel die "
            "Antwort hat. Reicht das nicht: mit „Steueramt“ verbinden, sonst mit der Vertretung „Zentrale "
            "Dienste und Information“ verbinden, sonst ein Ticket an „Steueramt“ mit Antwort bis Fr 27.11.; "
            "auf Wunsch ruft „Steueramt“ bis Mi 25.11. zurück.",
            id="at-the-desk",
        ),
        pytest.param(
            "dortmund", {"leistung": "gewerbeanmeldung", "business": True, "district": "Hörde", "has_article": True},
            "Das beantwortet das ServiceCenter selbst, weil das Handbuch es zulässt und ein Artikel die "
            "Antwort hat. Reicht das nicht: mit „DLZW, Stadtbezirk Hörde“ verbinden, weil Betriebe in "
            "diesem Bezirk eine eigene Lotsenstelle haben, sonst mit der Vertretung "
            "„Dienstleistungszentrum Wirtschaft (DLZW)“ verbinden, sonst ein Ticket an „DLZW, "
            "Stadtbezirk Hörde“; auf Wunsch ruft „DLZW, Stadtbezirk Hörde“ bis Di 24.11. zurück.",
            id="at-the-desk-then-the-lotse",
        ),
        pytest.param(
            "geldern", {"leistung": "hundesteuer", "at": WEDNESDAY_EVENING},
            "Das geht schriftlich an „Steueramt“, weil die Kommune dafür selbst zuständig ist. Verbunden wird "
            "nicht: Das Amt hat jetzt geschlossen. Auf Wunsch ruft man von dort bis Fr 27.11. zurück.",
            id="in-the-evening",
        ),
        pytest.param(
            "geldern", {"leistung": "fuehrerschein-umtausch"},
            "Das geht an „Kreis Kleve, Führerscheinstelle“, weil dafür eine Behörde außerhalb der "
            "Vereinbarung zuständig ist. Das ServiceCenter nennt Nummer und Zeiten.",
            id="outside",
        ),
        pytest.param(
            "geldern", {"leistung": "notfall"},
            "Zuerst an die 110 oder 112 verweisen, weil Gefahr für Leib und Leben vor jeder Vereinbarung "
            "geht. Danach: die Nummer von „Feuerwehr und Rettungsdienst 112, Polizei 110“ nennen.",
            id="danger",
        ),
        pytest.param(
            "geldern", {"person_asked": "Frau Hundert"},
            "Das geht an „Hanna Hundert, Steueramt“, weil nach dieser Person gefragt wird. Meldet sich dort "
            "niemand: mit der Vertretung „Jonas Maier-Muster, Steueramt“ verbinden, sonst ein Ticket dorthin "
            "mit Antwort bis Fr 27.11.; auf Wunsch ruft man von dort bis Mi 25.11. zurück.",
            id="a-person",
        ),
        pytest.param(
            "geldern", {"leistung": "hundesteuer", "at": BEFORE},
            "Das geht an „Zentrale Dienste und Information, Stadt Geldern“, weil an diesem Tag keine Stufe "
            "der Vereinbarung gilt. Das ServiceCenter nennt Nummer und Zeiten.",
            id="before-the-term",
        ),
        pytest.param(
            "kreis-wesel", {"leistung": "personalausweis"},
            "Erst nach dem Wohnort fragen, weil jeder Ort dafür ein eigenes Amt hat.",
            id="the-place",
        ),
        pytest.param(
            "hagen", {"leistung": "gewerbeflaechen-vermarktung", "business": True},
            "Das geht an „Wirtschaftsförderungsgesellschaft Hagen (WFG)“, weil eine schriftliche Regel sagt, "
            "dass diese Stelle es allein tut. Das ServiceCenter nennt Nummer und Zeiten.",
            id="told-apart",
        ),
        pytest.param(
            "hagen", {"leistung": "flaechenvermittlung", "business": True},
            "Das geht an „Servicezentrum Wirtschaft (SZW)“, weil eine schriftliche Regel sagt, wie sich "
            "mehrere Stellen ergänzen. Meldet sich dort niemand: ein Ticket dorthin mit Antwort bis Mo 30.11.; auf "
            "Wunsch ruft man von dort bis Mi 25.11. zurück. Auch „Wirtschaftsförderungsgesellschaft Hagen (WFG)“ "
            "hilft dabei.",
            id="two-beside",
        ),
        pytest.param(
            "muenster", {"taken": False, "load": Load(12, 180)},
            "Das geht schriftlich an „Telefonzentrale und Information“, weil zu viele warten oder zu lange. "
            "Auf Wunsch ruft man von dort bis Di 24.11. zurück.",
            id="a-full-queue",
        ),
        pytest.param(
            "geldern", {},
            "Das geht an „Zentrale Dienste und Information“, weil noch nicht bekannt ist, worum es geht. "
            "Meldet sich dort niemand: ein Ticket dorthin mit Antwort bis Do 26.11.; auf Wunsch ruft man von "
            "dort bis Mi 25.11. zurück.",
            id="nothing-known",
        ),
    ],
)  # fmt: skip
def test_the_answer_is_a_colleague_s(municipality, given, told):
    assert " ".join(answer(decided(municipality, **given))) == told


def test_every_case_of_the_catalogue_has_an_answer_that_says_why():
    for municipality in ("geldern", "kreis-wesel", "dortmund", "hagen", "muenster", "recklinghausen"):
        for leistung in book(municipality).catalogue.by_key:
            for business in (False, True):
                given = facts(municipality, leistung, business=business, has_article=True)
                first, *rest = answer(decide(given, book(municipality)))
                assert ", weil " in first, (municipality, leistung)
                assert all(sentence.endswith(".") and ".." not in sentence for sentence in (first, *rest))


def test_words_are_for_reasons_there_are():
    assert (BECAUSE.keys() | FIRST.keys()) <= REASONS.keys()


def test_what_was_not_asked_any_more_stands_behind_the_last_question():
    assert unasked(decided("geldern", "hundesteuer").asked) == []
    left = unasked(decided("geldern", "fuehrerschein-umtausch").asked)
    assert (left[0], left[-1]) == ("Darf das ServiceCenter selbst antworten?", RULES["last"])


def test_an_old_plan_that_nobody_has_words_for_is_told_without_a_reason():
    empty = Decision(facts("geldern"), (), ())
    assert (answer(empty), unasked(())) == ([], [])
    strange = decided("geldern", "fuehrerschein-umtausch").plan[0]
    told = answer(
        replace(empty, plan=(replace(strange, reason="of-old"),), asked=(Verdict("of-old", False, "of-old"),))
    )
    assert told[0] == "Das geht an „Kreis Kleve, Führerscheinstelle“."


@pytest.mark.parametrize(
    ("at", "past", "told"),
    [
        (MONDAY, False, "Es gelten Stufe 3 der Vereinbarung und das "),
        (MONDAY, True, "Es galten Stufe 3 der Vereinbarung und das "),
        (BEFORE, False, "Keine Stufe der Vereinbarung gilt. Maßgeblich ist das "),
        (BEFORE, True, "Keine Stufe der Vereinbarung galt. Maßgeblich war das "),
    ],
)
def test_the_version_of_the_rules_is_named(at, past, told):
    said = basis(facts("geldern", at=at), book("geldern"), past=past)
    assert said == f"{told}Qualitätshandbuch in der Fassung vom 01.01.2026."
