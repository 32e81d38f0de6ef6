"""The chain by itself: what is wrong with it is found, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.journal.chain import Discrepancy, Fault, Head, Link, Walk, digest, is_sound, linked
from servicecenter.journal.model import Entry

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENTRIES = [
    Entry(AT + timedelta(minutes=n), "geldern", "48273196", f"act-{n}", "7", "bauordnung", {"n": n}, id=n)
    for n in range(1, 7)
]
CHAIN, HEAD = linked(Head(1), ENTRIES)
LAST = len(CHAIN)


def walked(links: list[Link], head: Head = HEAD, *witnessed: Head, sound: Head | None = None) -> list[Discrepancy]:
    walk = Walk(head, {each.count: each for each in witnessed}, sound)
    in_order = sorted(links, key=lambda link: (link.position, link.entry.id or 0))
    found = [f for _, place in groupby(in_order, key=lambda link: link.position) for f in walk.step(list(place))]
    return [*found, *walk.end()]


def told(found: list[Discrepancy]) -> list[tuple[Fault, int, int]]:
    return [(finding.fault, finding.position, finding.until) for finding in found]


def changed(link: Link, **values: object) -> Link:
    return replace(link, entry=replace(link.entry, **values))  # type: ignore[arg-type]


def rewritten(position: int) -> tuple[list[Link], Head]:
    """By somebody who knows the formula: the entry changed, and every hash from there on made to fit."""
    entries = [replace(entry, actor="9") if entry.id == position else entry for entry in ENTRIES]
    return linked(Head(1), entries)


def test_a_chain_as_it_was_written_has_no_findings() -> None:
    assert walked(CHAIN) == []
    assert [link.before for link in CHAIN[1:]] == [link.hash for link in CHAIN[:-1]]
    assert walked([], Head(1)) == []


@pytest.mark.parametrize("place", [0, 2, LAST - 1], ids=["first", "middle", "last"])
@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"actor": "8"}, id="who"),
        pytest.param({"act": "promise-kept"}, id="what"),
        pytest.param({"at": AT}, id="when"),
        pytest.param({"office": None}, id="which office"),
        pytest.param({"municipality": "kreis-wesel"}, id="which municipality"),
        pytest.param({"case_number": "11111111"}, id="which case"),
        pytest.param({"details": {"n": 9}}, id="details"),
    ],
)
def test_a_changed_entry_is_named(place: int, values: dict[str, object]) -> None:
    links = [changed(link, **values) if n == place else link for n, link in enumerate(CHAIN)]
    assert told(walked(links)) == [(Fault.CHANGED, place + 1, place + 1)]


@pytest.mark.parametrize("place", [0, 2], ids=["first", "middle"])
def test_one_made_to_fit_by_itself_does_not_fit_its_neighbour(place: int) -> None:
    link = changed(CHAIN[place], actor="8")
    fitting = replace(link, hash=digest(1, link.position, link.before, link.entry))
    links = [fitting if each is CHAIN[place] else each for each in CHAIN]
    assert told(walked(links)) == [(Fault.TORN, place + 2, place + 2)]


def test_the_last_one_made_to_fit_does_not_fit_the_head() -> None:
    link = changed(CHAIN[-1], actor="8")
    fitting = replace(link, hash=digest(1, link.position, link.before, link.entry))
    assert told(walked([*CHAIN[:-1], fitting])) == [(Fault.TORN, LAST, LAST)]


@pytest.mark.parametrize(
    ("gone", "found"),
    [
        pytest.param({1}, (1, 1), id="the first"),
        pytest.param({3}, (3, 3), id="one between"),
        pytest.param({3, 4}, (3, 4), id="two between"),
        pytest.param({LAST}, (LAST, LAST), id="the last"),
        pytest.param(set(range(1, LAST + 1)), (1, LAST), id="all"),
    ],
)
def test_a_removed_entry_is_missed(gone: set[int], found: tuple[int, int]) -> None:
    assert told(walked([link for link in CHAIN if link.position not in gone])) == [(Fault.REMOVED, *found)]


@pytest.mark.parametrize("row", [0, 99], ids=["with a smaller id", "with a larger id"])
@pytest.mark.parametrize("position", [-3, 0, 1, 3, LAST, LAST + 1])
def test_an_inserted_entry_is_found_wherever_it_is_put(position: int, row: int) -> None:
    entry = Entry(AT, "geldern", "48273196", "promise-kept", "7", id=row)
    before = CHAIN[position - 2].hash if 1 < position <= LAST + 1 else "0" * 64
    forged = Link(1, position, before, digest(1, position, before, entry), entry)
    assert (Fault.INSERTED, position, position) in told(walked([*CHAIN, replace(forged, hash="")]))
    assert walked([*CHAIN, forged]), "also where its own hash fits"


def test_who_writes_the_chain_anew_is_found_by_the_witness_alone() -> None:
    links, head = rewritten(2)
    assert walked(links, head) == []
    assert told(walked(links, head, Head(1, 4, CHAIN[3].hash, AT))) == [(Fault.REWRITTEN, 4, 4)]


def test_an_end_cut_off_with_its_head_is_found_by_the_witness_alone() -> None:
    shorter = Head(1, LAST - 1, CHAIN[-2].hash)
    assert walked(CHAIN[:-1], shorter) == []
    assert told(walked(CHAIN[:-1], shorter, replace(HEAD, at=AT))) == [(Fault.REMOVED, LAST, LAST)]
    assert told(walked([], Head(1), replace(HEAD, at=AT))) == [(Fault.REMOVED, 1, LAST)]


def test_since_when_is_the_last_sound_verification_or_the_entry_itself() -> None:
    yesterday = AT + timedelta(days=1)
    links = [changed(link, actor="8") if link.position in {2, 5} else link for link in CHAIN]
    found = walked(links, HEAD, sound=Head(1, 3, CHAIN[2].hash, yesterday))
    assert [finding.since for finding in found] == [yesterday, ENTRIES[4].at]
    assert [finding.entry for finding in found] == [2, 5]


def test_order_of_keys_and_time_zone_do_not_matter_but_the_place_does() -> None:
    entry = Entry(AT, "geldern", "1", "act", "7", None, {"a": 1, "b": [1.5, "ü"]})
    elsewhere = replace(entry, at=AT.astimezone(), details={"b": (1.5, "ü"), "a": 1})
    assert digest(1, 1, "x", entry) == digest(1, 1, "x", elsewhere)
    assert len({digest(1, 1, "x", entry), digest(2, 1, "x", entry), digest(1, 2, "x", entry)}) == 3


DAMAGES: list[Callable[[list[Link], int], list[Link]]] = [
    lambda links, n: [*links[:n], changed(links[n], act="forged"), *links[n + 1 :]],
    lambda links, n: [*links[:n], *links[n + 1 :]],
    lambda links, n: [*links, replace(links[n], entry=replace(links[n].entry, id=77))],
    lambda links, n: [*links[:n], replace(links[n], hash="0" * 64), *links[n + 1 :]],
    lambda links, n: [*links[:n], replace(links[n], before="1" * 64), *links[n + 1 :]],
]


@given(st.integers(1, 12), st.data())
def test_no_single_damage_goes_unseen(length: int, data: st.DataObject) -> None:
    links, head = linked(Head(3), (ENTRIES * 2)[:length])
    assert walked(links, head) == []
    assert all(is_sound(link) for link in links)
    place = data.draw(st.integers(0, length - 1))
    assert walked(data.draw(st.sampled_from(DAMAGES))(links, place), head)
