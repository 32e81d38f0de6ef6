"""Clauses that refer to nothing, each refused with file, line and clause."""

import pytest

from tests.content.folders import AGREEMENT, DAY, GELDERN, HANDBOOK, change, copied, found, line_of

FORWARDING = "forwarding = {"
FORMULAS = (
    "§ 8.1: Erlaubt ist nur: 'answered_in_time/answered', '(answered_in_time+short_abandons)/offered', "
    "'answered_in_time/(offered-short_abandons)' oder 'answered_in_time/offered'."
)


@pytest.mark.parametrize(
    ("old", "wrong", "message"),
    [
        pytest.param(
            FORWARDING, FORWARDING + ' hours = "nie",', "§ 5.1: Den Kalender „nie“ gibt es nicht.", id="hours"
        ),
        pytest.param(
            FORWARDING,
            'overload = { callers = 5, substitute = "nebenan" }\n' + FORWARDING,
            "§ 5.1: Die Stelle „nebenan“ gibt es nicht.",
            id="substitute",
        ),
        pytest.param(
            FORWARDING,
            'partners = ["geldern"]\n' + FORWARDING,
            "§ 5.1: Eine Behörde „geldern“ außerhalb gibt es nicht.",
            id="partner",
        ),
        pytest.param(
            'name = "reply", service_hours = 24',
            'name = "reply", service_hours = 24, leistungen = ["einhorn"]',
            "§ 6.2: Die Leistung „einhorn“ kennt der Katalog nicht.",
            id="promise-about-nothing",
        ),
        pytest.param('stages = [1], groups = ["wirtschaft"]', 'stages = [7], groups = ["wirtschaft"]',
                     "§ 4.9: Eine Stufe 7 hat die Vereinbarung nicht.", id="stage"),
        pytest.param("blocked = []", 'blocked = ["Herr Meier"]',
                     "§ 8.3: Die gesperrte Nummer „Herr Meier“ ist nicht lesbar.", id="blocked-number"),
        pytest.param('"answered_in_time/answered"', '"geschätzt"', FORMULAS, id="formula"),
        pytest.param("attempts = 3", "atempts = 3",
                     "§ 6.3: Diesen Schlüssel gibt es hier nicht; vielleicht ein Tippfehler?", id="unknown-key"),
    ],
)  # fmt: skip
def test_a_clause_that_refers_to_nothing_is_refused_with_line_and_clause(tmp_path, old, wrong, message):
    folder = copied(tmp_path / "kb")
    line = change(folder, HANDBOOK, old, wrong)
    faults = [fault for fault in found(folder) if fault.path == HANDBOOK and fault.is_error]
    assert [fault.message for fault in faults][:1] == [message]
    assert faults[0].line in {line, line + 1}


def test_a_clause_on_lotsen_without_any_names_the_places_that_lack_one(tmp_path):
    folder = copied(tmp_path / "kb")
    change(folder, GELDERN, 'does = ["wirtschaftsfoerderung", "lotse"]\n', "")
    (fault,) = (fault for fault in found(folder) if fault.is_error)
    assert (fault.code, fault.message[:38]) == ("no-lotse", "§ 4.10: Eine Lotsenstelle fehlt für: G")


def test_two_versions_that_hold_on_one_day_are_refused_at_the_later(tmp_path):
    folder = copied(tmp_path / "kb")
    text = (folder / HANDBOOK).read_text(encoding="utf-8")
    later = "geldern/handbook/2027-01-01.toml"
    (folder / later).write_text(text.replace("2026-01-01", "2027-01-01"), encoding="utf-8")
    change(folder, HANDBOOK, "valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_until = 2027-01-01")
    faults = [fault for fault in found(folder) if fault.is_error]
    assert [(fault.path, fault.line, fault.code) for fault in faults] == [
        (later, line_of(folder, later, "valid_from"), "overlap")
    ]
    assert faults[0].message == "Die Fassung vom 01.01.2026 gilt noch bis 01.01.2027."


def test_two_versions_from_one_day_cannot_be(tmp_path):
    """A file is named by the day its version begins, so the second one bears a wrong name."""
    folder = copied(tmp_path / "kb")
    (folder / "geldern/handbook/2026-01-02.toml").write_text((folder / HANDBOOK).read_text(encoding="utf-8"))
    assert [(fault.path, fault.code) for fault in found(folder) if fault.is_error] == [
        ("geldern/handbook/2026-01-02.toml", "reference")
    ]


def test_stages_that_overlap_are_refused_with_their_line(tmp_path):
    folder = copied(tmp_path / "kb")
    change(folder, AGREEMENT, "last = 2024-12-31\n", "")
    faults = [fault for fault in found(folder, DAY) if fault.path == AGREEMENT and fault.code == "reference"]
    assert [fault.line for fault in faults] == [line_of(folder, AGREEMENT, "first = 2025-01-01")]
