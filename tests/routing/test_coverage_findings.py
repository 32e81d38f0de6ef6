from datetime import date

from servicecenter.routing.coverage_findings import Case, FindingKind, FirstTarget, Ledger
from tests.routing.books import MONDAY

GAP = FindingKind.NOT_COVERED


def case(leistung: str | None = "hundesteuer", **more: object) -> Case:
    return Case("geldern", MONDAY, leistung, more.pop("district", None), more.pop("business", False), 3, **more)  # type: ignore[arg-type]


def ledger() -> Ledger:
    return Ledger("geldern", date(2026, 1, 1))


def test_equal_findings_are_one_with_a_count_and_the_first_case():
    made = ledger()
    made.add(GAP, "amt", "später", ("§ 4.10",), cases=3, leistungen=["b"], example=case("b"), order=(2,))
    made.add(GAP, "amt", "zuerst", ("§ 4.9", ""), cases=4, leistungen=["a"], example=case("a"), order=(1,))
    (finding,) = made.findings()
    assert (finding.cases, finding.sentence, finding.clause) == (7, "zuerst", "§ 4.9, § 4.10")
    assert (finding.leistungen, finding.example) == (("a", "b"), case("a"))


def test_another_subject_or_kind_is_another_finding():
    made = ledger()
    for kind, subject in ((GAP, "b"), (GAP, "a"), (FindingKind.CONTRADICTION, "a"), (GAP, "a")):
        made.add(kind, subject, subject)
    assert [(found.kind, found.sentence) for found in made.findings()] == [
        (FindingKind.CONTRADICTION, "a"), (GAP, "a"), (GAP, "b"),
    ]  # fmt: skip


def test_a_case_is_told_in_words():
    told = case(district="Veert", business=True, test=True, target=FirstTarget.AWAY).in_words
    assert told == (
        "hundesteuer, Betrieb, Veert, Stufe 3 (Testphase), Mo 23.11.2026 10:00 Uhr, die erste Stelle ist nicht besetzt"
    )


def test_a_case_can_be_asked_again():
    command = case(district="Lüllingen", business=True, target=FirstTarget.AWAY, away="steueramt").command
    assert command == (
        "servicecenter route explain --municipality geldern --leistung hundesteuer --district 'Lüllingen' --business "
        "--stage 3 --away steueramt --at 2026-11-23T10:00"
    )


def test_a_call_without_a_leistung_and_outside_the_term():
    outside = Case("geldern", MONDAY, None, None, False, None)
    assert outside.in_words.startswith("ohne Leistung, Privatperson, außerhalb der Vereinbarung, Mo")
    assert "--text '?' --stage 0" in outside.command
