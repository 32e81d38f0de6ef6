"""The project's own content has no errors; a planted mistake of each kind is found, with file and line."""

from datetime import date

import pytest

from tests.conftest import CONTENT
from tests.content.folders import AGREEMENT, DAY, GELDERN, HANDBOOK, HUND, change, copied, found, line_of, new

CATALOGUE = "_common/leistungen.toml"


def test_the_project_s_own_content_has_no_errors():
    assert [str(fault) for fault in found(CONTENT) if fault.is_error] == []


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2027, 2, 8), date(2030, 12, 31)])
def test_nor_has_it_on_other_days(day):
    assert [str(fault) for fault in found(CONTENT, day) if fault.is_error] == []


# What cannot be read: the line of the mistake itself


@pytest.mark.parametrize(
    ("path", "old", "wrong", "code"),
    [
        pytest.param(GELDERN, 'id = "rathaus"', 'id = "rathaus', "no-toml", id="broken-toml"),
        pytest.param(
            HANDBOOK, "ring_seconds = 20, ticket", "ring_seconds = 20 ticket", "no-toml", id="broken-inline-table"
        ),
        pytest.param(HUND, "synonyms =", "synonyms", "no-toml", id="broken-article-header"),
        pytest.param(GELDERN, 'room = "303"', 'rom = "303"', "invalid", id="unknown-key"),
        pytest.param(HUND, "synonyms =", "synonymes =", "invalid", id="unknown-key-in-an-article"),
        pytest.param(AGREEMENT, "in_force_on = 2022-05-12", 'in_force_on = "bald"', "invalid", id="wrong-type"),
        pytest.param(
            GELDERN, 'wed = [["08:30", "12:30"]]', 'wed = [["12:30", "08:30"]]', "invalid", id="hours-backwards"
        ),
        pytest.param(
            GELDERN,
            'mon = [["08:30", "12:30"], ["13:30", "16:00"]]',
            'mon = [["08:30", "14:30"], ["13:30", "16:00"]]',
            "invalid",
            id="hours-overlap",
        ),
        pytest.param(
            GELDERN, 'hours = [["08:30", "12:00"]]', 'hours = [["08:30", "8:00"]]', "invalid", id="closing-hours"
        ),
        pytest.param(GELDERN, "last = 2026-12-30", "last = 2026-12-27", "invalid", id="closing-backwards"),
        pytest.param(GELDERN, 'land = "NW"', 'land = "NRW"', "invalid", id="unknown-land"),
        pytest.param(GELDERN, 'deputy = "planungsamt"', 'deputy = "planugsamt"', "reference", id="dangling-deputy"),
        pytest.param(GELDERN, 'deputy = "bernd-beispiel"', 'deputy = "bernd"', "reference", id="dangling-person"),
        pytest.param(GELDERN, 'id = "kultur"', 'id = "schulamt"', "reference", id="duplicate-office"),
        pytest.param(GELDERN, 'id = "geldern"', 'id = "goch"', "reference", id="another-municipality-s-directory"),
        pytest.param(
            AGREEMENT, 'municipality = "geldern"', 'municipality = "goch"', "reference", id="another-s-agreement"
        ),
        pytest.param(
            HANDBOOK, 'municipality = "geldern"', 'municipality = "goch"', "reference", id="another-s-handbook"
        ),
        pytest.param(HANDBOOK, "valid_from = 2026-01-01", "valid_from = 2026-02-01", "reference", id="handbook-s-name"),
        pytest.param(CATALOGUE, 'key = "reisepass"', 'key = "personalausweis"', "reference", id="duplicate-leistung"),
        pytest.param(
            HANDBOOK, "working_days = 2,", "working_days = 2, service_hours = 8,", "invalid", id="two-measures"
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path, path, old, wrong, code):
    folder = copied(tmp_path / "kb")
    line = change(folder, path, old, wrong)
    assert next(each for each in new(folder) if each[0] == path) == (path, line, code)


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        pytest.param("", 1, "no-header", id="empty-file"),
        pytest.param("Text ohne Kopf\n", 1, "no-header", id="no-header"),
        pytest.param('+++\ntitle = "a"\nText\n', 3, "no-header", id="header-without-end"),
        pytest.param('+++\ntitle = "a"\nfee = 5\n+++\n', 3, "invalid", id="the-first-line-counts"),
        pytest.param('+++\r\ntitle = "a"\r\nfee = 5\r\n+++\r\n', 3, "invalid", id="crlf"),
        pytest.param('+++\ntitle = "a"\nfee = \n+++\n', 3, "no-toml", id="broken"),
        pytest.param("+++\nvalid_from = 2026-12-01\nvalid_until = 2026-11-01\n+++\n", 3, "invalid", id="backwards"),
        pytest.param('+++\nstatus = "fertig"\n+++\n', 2, "invalid", id="no-such-status"),
    ],
)
def test_a_broken_article_is_named_with_its_line(tmp_path, text, line, code):
    folder = copied(tmp_path / "kb")
    (folder / HUND).write_bytes(text.encode())
    assert [each for each in new(folder) if each[0] == HUND] == [(HUND, line, code)]


def test_only_a_header_is_an_article_that_says_what_is_missing(tmp_path):
    folder = copied(tmp_path / "kb")
    (folder / "geldern/articles/neu.md").write_text("+++\n+++\n")
    codes = [code for path, line, code in new(folder) if path == "geldern/articles/neu.md"]
    assert codes == ["missing"] * 7 + ["unchecked"]


# What can be read but is missing, out of date, or leads nowhere


@pytest.mark.parametrize(
    ("path", "old", "wrong", "code", "line"),
    [
        pytest.param(
            GELDERN, 'does = ["zentrale"]', 'does = ["pforte"]', "no-central", ("[[office]]", ""), id="no-central"
        ),
        pytest.param(
            GELDERN,
            'phone = "+49 30 23125 356"',
            'phone = ""',
            "no-phone",
            ('id = "bauberatung"', 'Bauordnung"\nphone'),
            id="no-phone",
        ),
        pytest.param(
            GELDERN,
            'room = "212"\ncalendar = "rathaus"',
            'room = "212"',
            "no-hours",
            ('id = "stadtkasse"', ""),
            id="no-hours",
        ),
        pytest.param(
            GELDERN,
            'room = "302"\ndeputy = "bernd-beispiel"',
            'room = "302"',
            "no-deputy",
            ("[[absence]]", ""),
            id="no-deputy",
        ),
        pytest.param(
            GELDERN,
            'leistung = "baugenehmigung"',
            'leistung = "bau"',
            "unknown-leistung",
            ('leistung = "bau"', ""),
            id="exception-for-nothing",
        ),
        pytest.param(
            GELDERN,
            'id = "wahlamt"',
            'id = "briefwahlamt"',
            "nobody-responsible",
            ("[[office]]", ""),
            id="nobody-responsible",
        ),
        pytest.param(
            HANDBOOK, 'hours = "kernzeit"', 'hours = "nie"', "reference", ('hours = "nie"', ""), id="hours-of-nothing"
        ),
        pytest.param(
            HANDBOOK, 'groups = ["bauen"]', 'groups = ["bau"]', "reference", ("scope", 'number = "4.5"'), id="group"
        ),
        pytest.param(HANDBOOK, '"wilder-muell"', '"muell"', "reference", ("scope", 'number = "4.4"'), id="leistung"),
        pytest.param(HANDBOOK, "stages = [1]", "stages = [4]", "reference", ("scope", 'number = "4.2"'), id="stage"),
        pytest.param(
            HANDBOOK, 'number = "4.3"', 'number = "4.2"', "duplicate", ('number = "4.2"', "Weitere"), id="clause-twice"
        ),
        pytest.param(
            AGREEMENT, "first = 2025-01-01", "first = 2027-01-01", "no-stage", ("[[stage]]", ""), id="no-stage"
        ),
        pytest.param(
            HUND, 'leistung = "hundesteuer"', 'leistung = "hund"', "unknown-leistung", ("leistung", ""), id="article"
        ),
    ],
)
def test_a_planted_mistake_is_found_with_its_line(tmp_path, path, old, wrong, code, line):
    folder = copied(tmp_path / "kb")
    change(folder, path, old, wrong)
    assert {each for each in new(folder) if each[2] == code} == {(path, line_of(folder, path, *line), code)}


@pytest.mark.parametrize("written", ["+49 40 66969 200", "040 66969-200", "0049 (0)40 66969200"])
def test_a_dialled_number_names_one_municipality_however_it_is_written(tmp_path, written):
    folder = copied(tmp_path / "kb")
    change(folder, AGREEMENT, "+49 30 23125 300", written)
    line = line_of(folder, "kreis-wesel/agreement.toml", "numbers")
    assert new(folder) == [("kreis-wesel/agreement.toml", line, "number-taken")]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("greeting =", "die Begrüßung"),
        ("privacy =", "der Satz zum Datenschutz"),
        ("hours =", "die Servicezeiten"),
        ('promise = { name = "callback"', "die Zusage des Rückrufs"),
        ("forwarding =", "die Weiterleitung"),
    ],
)
def test_a_handbook_says_which_clause_it_lacks(tmp_path, rule, said):
    folder = copied(tmp_path / "kb")
    text = (folder / HANDBOOK).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(rule)]
    (folder / HANDBOOK).write_text("\n".join(kept), encoding="utf-8")
    assert [str(fault) for fault in found(folder) if fault.is_error] == [f"{HANDBOOK}:1: Im Handbuch fehlt {said}."]


@pytest.mark.parametrize(
    ("path", "day", "code"),
    [
        pytest.param(GELDERN, DAY, "missing", id="directory"),
        pytest.param(AGREEMENT, DAY, "missing", id="agreement"),
        pytest.param(HANDBOOK, DAY, "missing", id="handbook"),
    ],
)
def test_a_missing_file_is_missed(tmp_path, path, day, code):
    folder = copied(tmp_path / "kb")
    (folder / path).unlink()
    assert (path, 1, code) in new(folder, day)


def test_without_a_catalogue_nothing_can_be_told_apart(tmp_path):
    folder = copied(tmp_path / "kb")
    (folder / CATALOGUE).unlink()
    assert (CATALOGUE, 1, "missing") in new(folder)


def test_articles_of_a_municipality_nobody_knows_are_found(tmp_path):
    folder = copied(tmp_path / "kb")
    (folder / "gelderm/articles").mkdir(parents=True)
    (folder / "gelderm/articles/wohngeld.md").write_text("+++\n+++\n")
    assert ("gelderm/directory.toml", 1, "missing") in new(folder)


@pytest.mark.parametrize(
    ("header", "code", "line"),
    [
        pytest.param("review_by = 2026-11-22", "stale", 2, id="review-is-due"),
        pytest.param("valid_until = 2026-11-22", "expired", 2, id="no-longer-valid"),
        pytest.param('owner = "hundeamt"', "reference", 2, id="owner-unknown"),
    ],
)
def test_a_variant_out_of_date_is_found(tmp_path, header, code, line):
    folder = copied(tmp_path / "kb")
    path = "geldern/articles/wohngeld.md"
    (folder / path).write_text(f"+++\n{header}\n+++\nowner = im Text zählt nicht\n")
    assert (path, line, code) in new(folder)


def test_the_last_day_is_not_too_late(tmp_path):
    folder = copied(tmp_path / "kb")
    path = "geldern/articles/wohngeld.md"
    (folder / path).write_text("+++\nreview_by = 2026-11-23\nvalid_until = 2026-11-23\n+++\n")
    assert {code for _, _, code in new(folder)} <= {"missing", "unchecked"}


def test_what_is_unchecked_is_counted_unless_it_is_a_sample(tmp_path):
    folder = copied(tmp_path / "kb")
    path = "geldern/articles/wohngeld.md"
    (folder / path).write_text("+++\nsample = true\n+++\n")
    assert (path, 1, "unchecked") not in new(folder)
    (folder / path).write_text("+++\n+++\n")
    assert (path, 1, "unchecked") in new(folder)


def test_one_district_without_an_office_is_found(tmp_path):
    folder = copied(tmp_path / "kb")
    change(folder, "kreis-wesel/directory.toml", 'district = "Xanten"\n', 'district = "Voerde"\n')
    said = [str(fault) for fault in found(folder) if fault.code == "nobody-responsible"]
    assert any("„Personalausweis: neu beantragen“ ist in Xanten niemand genannt" in message for message in said)
