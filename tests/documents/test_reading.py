"""Every fault with its line and a German sentence; nothing a person can write raises anything but Unreadable."""

import re
import tomllib
from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from servicecenter.documents.reading import Fault, Unreadable, line_of, parse, read
from servicecenter.knowledgebase.model import ArticleStatus

ENGLISH = re.compile(r"\b(Input|should|valid|Expected|Invalid|statement|value|must|string|Field)\b")


class Window(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    first: date | None = None
    floor: int = 0
    open: bool = False
    hours: tuple[tuple[str, str], ...] = ()
    kind: Literal["rot", "grün"] = "rot"
    status: ArticleStatus = ArticleStatus.RELEASED


class House(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    window: tuple[Window, ...] = ()
    door: Window | None = None


def faults_of(text: str, offset: int = 0) -> list[Fault]:
    with pytest.raises(Unreadable) as caught:
        read(text, House, "haus.toml", offset)
    return list(caught.value.faults)


TWO_WINDOWS = """title = "Haus"

[[window]]
name = "Nord"

[[window]]
name = "Süd"
{}
"""


@pytest.mark.parametrize(
    ("line", "field", "message"),
    [
        pytest.param("gardine = 1", "window.2.gardine", "Tippfehler", id="unknown-key"),
        pytest.param("floor = 'oben'", "window.2.floor", "ganze Zahl", id="text-for-a-number"),
        pytest.param("floor = 1.5", "window.2.floor", "ganze Zahl", id="fraction"),
        pytest.param("open = 'ja, klar'", "window.2.open", "true oder false", id="text-for-a-yes"),
        pytest.param("first = 'morgen'", "window.2.first", "ein Datum", id="text-for-a-date"),
        pytest.param("first = 2026-11-23T10:00:00", "window.2.first", "ohne Uhrzeit", id="instant-for-a-date"),
        pytest.param("first = [1]", "window.2.first", "ein Datum", id="list-for-a-date"),
        pytest.param("hours = 8", "window.2.hours", "eine Liste", id="number-for-a-list"),
        pytest.param("hours = [['08:00']]", "window.2.hours.1.2", "fehlt", id="half-a-pair"),
        pytest.param("hours = [['08:00', '09:00', '10:00']]", "window.2.hours.1", "zu viele", id="too-many"),
        pytest.param("kind = 'blau'", "window.2.kind", "Erlaubt ist nur: 'rot' oder 'grün'.", id="one-of"),
        pytest.param("status = 'fertig'", "window.2.status", "Erlaubt ist nur: 'draft' oder 'released'.", id="enum"),
    ],
)
def test_a_fault_has_line_field_and_a_german_sentence(line, field, message):
    (fault,) = faults_of(TWO_WINDOWS.format(line))
    assert (fault.path, fault.line, fault.field) == ("haus.toml", 8, field)
    assert message in fault.message
    assert not ENGLISH.search(fault.message)


def test_a_missing_field_is_shown_at_its_table():
    (fault,) = faults_of('title = "Haus"\n\n[[window]]\nname = "Nord"\n\n[[window]]\nfloor = 1\n')
    assert str(fault) == "haus.toml:6: window.2.name: Diese Angabe fehlt."


def test_a_missing_field_of_the_whole_is_shown_at_the_top():
    (fault,) = faults_of("# nur ein Kommentar\n")
    assert (fault.line, fault.field) == (1, "title")


def test_every_fault_is_told_at_once():
    assert [fault.line for fault in faults_of("titel = 1\n[[window]]\nfloor = 'a'\n")] == [1, 2, 3, 1]


def test_lines_before_the_text_count():
    assert faults_of("titel = 1\ntitle = 'a'", offset=5)[0].line == 6


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a", 1, id="no-equals"),
        pytest.param("a = 1\nb = ", 2, id="no-value"),
        pytest.param("a = 1\nb = wort", 2, id="no-quotes"),
        pytest.param('a = 1\nb = "offen\nc = 2', 2, id="open-text"),
        pytest.param("a = 1\nb = [1,\n2\n\n\n", 3, id="open-list"),
        pytest.param("a = 1\na = 2", 2, id="twice"),
        pytest.param("[a]\n[b]\n[a]", 3, id="table-twice"),
        pytest.param("[[a]]\n[a]", 2, id="table-and-list"),
        pytest.param("ok = 1\n[a", 2, id="open-header"),
        pytest.param('a = "\\q"', 1, id="backslash"),
        pytest.param("a = 1 2", 1, id="two-values"),
        pytest.param("straße = 1", 1, id="umlaut-in-a-key"),
        pytest.param("a = 1\nb = 2026-13-40", 2, id="no-such-day"),
        pytest.param("a = '\x07'", 1, id="bell"),
        pytest.param("\ufefftitle = 'a'", 1, id="bom"),
        pytest.param("a = " + "9" * 5000, 1, id="endless-number"),
        pytest.param("a = " + "[" * 50_000, 1, id="endless-nesting"),
        pytest.param("a = {b = 1, b = 2}", 1, id="inline-twice"),
    ],
)
def test_broken_toml_is_named_with_its_line_in_german(text, line):
    with pytest.raises(Unreadable) as caught:
        parse(text, "haus.toml")
    (fault,) = caught.value.faults
    assert (fault.line, fault.code) == (line, "no-toml")
    assert fault.message.startswith("Das ist kein gültiges TOML (")
    assert not ENGLISH.search(fault.message)
    assert "unbekannter" not in fault.message


@given(st.text(max_size=80))
def test_whatever_is_written_nothing_but_unreadable_is_raised(text):
    found: tuple[Fault, ...] = ()
    try:
        read(text, House, "haus.toml")
    except Unreadable as error:
        found = error.faults
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in found)
    assert not any(ENGLISH.search(fault.message) for fault in found)


SPREAD = """title = "Haus"

[[window]]
name = "Nord"
hours = [
  ["08:00", "12:00"],
  ["13:00", "16:00"],
]
floor = 3   # nach einer Liste über mehrere Zeilen

[door]
name = \"\"\"
[[window]]
floor = 9
\"\"\"
floor = 2
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        pytest.param((), 1, id="nowhere"),
        pytest.param(("title",), 1, id="top"),
        pytest.param(("window", 0), 3, id="table"),
        pytest.param(("window", 0, "hours"), 5, id="key"),
        pytest.param(("window", 0, "hours", 1, 0), 5, id="inside-a-list"),
        pytest.param(("window", 0, "floor"), 9, id="after-a-list-over-several-lines"),
        pytest.param(("window", 0, "gone"), 3, id="what-is-missing-is-shown-at-its-table"),
        pytest.param(("window", 7), 1, id="no-such-table"),
        pytest.param(("door", "floor"), 16, id="not-inside-a-text-over-several-lines"),
        pytest.param(("gone",), 1, id="no-such-key"),
    ],
)
def test_the_line_of_a_place(place, line):
    assert line_of(SPREAD, place) == line


def test_carriage_returns_do_not_move_lines():
    assert line_of(SPREAD.replace("\n", "\r\n"), ("window", 0, "floor")) == 9
    assert parse("a = 1\r\nb = 2\r\n", "x") == tomllib.loads("a = 1\nb = 2\n")


def test_a_fault_reads_like_a_compiler_s():
    assert str(Fault("a.toml", 3, "", "Falsch.")) == "a.toml:3: Falsch."
    assert str(Unreadable([Fault("a.toml", 3, "b", "Falsch.")])) == "a.toml:3: b: Falsch."
