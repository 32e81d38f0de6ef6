"""The table of kinds is what the sources say; docs/promises.md shows the same."""

import re
from pathlib import Path

import pytest

from servicecenter.agreements.model import PromiseRule
from servicecenter.promises.kinds import KINDS, TABLE, Start, kind_of

DOCS = Path(__file__).parents[2] / "docs/promises.md"
WORDS = {"working_days": "Arbeitstage", "service_hours": "Servicestunden", "weeks": "Wochen"}


def test_there_are_eleven_promises_of_the_gsm_and_fourteen_criteria() -> None:
    assert len(KINDS) == len(TABLE)
    assert [name for name in KINDS if name.startswith("gsm-")] == [f"gsm-{number}" for number in range(1, 12)]
    assert [name[-1] for name in KINDS if name.startswith("ral-")] == list("abcdefghijklmn")


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("gsm-3", {"working_days": 1}), ("gsm-4", {"working_days": 7}), ("gsm-5", {"working_days": 3}),
        ("gsm-6", {"working_days": 14}), ("gsm-7", {"weeks": 8}), ("gsm-9", {"working_days": 2}),
        ("ral-a", {"working_days": 3}), ("ral-b", {"working_days": 7}), ("ral-d", {"working_days": 40}),
        ("ral-e", {"working_days": 15}), ("ral-f", {"working_days": 3}), ("ral-g", {"working_days": 5}),
        ("ral-j", {"working_days": 1}), ("reply", {"service_hours": 24}),
    ],
)  # fmt: skip
def test_a_promise_has_the_period_of_its_source(name: str, usual: dict[str, int]) -> None:
    assert KINDS[name].usual == usual
    assert PromiseRule(name=name, **usual).name == name


@pytest.mark.parametrize("name", ["gsm-1", "gsm-2", "gsm-8", "gsm-10", "gsm-11", "ral-c", "ral-h", "ral-k"])
def test_what_has_no_period_is_never_watched(name: str) -> None:
    assert (KINDS[name].usual, KINDS[name].start) == ({}, Start.STANDING)


def test_only_the_decision_of_the_gsm_asks_for_a_consultation() -> None:
    assert [kind.name for kind in TABLE if kind.only_if] == ["gsm-7"]


def test_what_the_program_starts_it_also_keeps() -> None:
    by_program = {kind.name for kind in TABLE if kind.recorded_by == "das Programm"}
    assert by_program == {kind.name for kind in TABLE if kind.is_automatic}


def test_a_name_of_a_handbook_s_own_is_recorded_by_the_fachamt() -> None:
    own = kind_of("schlagloch")
    assert (own.name, own.start, own.business, own.only_if) == ("schlagloch", Start.RECORDED, False, "")


def test_the_page_for_people_says_the_same() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|", DOCS.read_text(), re.MULTILINE)
    shown = {name: tuple(rest) for name, *rest in rows}
    assert shown == {
        kind.name: (
            kind.title, kind.starts, kind.keeps, kind.recorded_by,
            ", ".join(f"{n} {WORDS[measure]}" for measure, n in kind.usual.items()) or "–",
        )
        for kind in TABLE
    }  # fmt: skip
