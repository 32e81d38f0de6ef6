"""The list of LeiKa names and keys (CSV): which key a Leistung probably has, by its name. Proposals only. Pure.

Two words alike do not make one Leistung, so nothing is written: a person takes a key over, or does not. A name of the
list is also no entry of the catalogue yet: group, level and office are decisions the list does not know.
"""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.german import stem, words
from servicecenter.knowledgebase.imports.collecting import article_id
from servicecenter.knowledgebase.imports.html import one_line
from servicecenter.knowledgebase.imports.model import LeftOut

LIKE = 0.5  # share of a name's weight both must have in common; below it the proposals on the real list are noise
MOST = 3  # proposals for one Leistung
_NAMES = ("name", "bezeichnung", "leistungsbezeichnung")
_KEYS = ("service_key", "leika", "schluessel", "schlüssel", "leistungsschluessel", "leistungsschlüssel")
_SMALL = frozenset("und oder der die das des dem den ein eine einer fur mit von zum zur bei im in an auf am".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class LeikaList:
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a key is looked for: a Leistung of the catalogue, or an article that names none."""

    id: str
    name: str
    keys: tuple[str, ...] = ()  # known already


@dataclass(frozen=True, slots=True)
class Proposal:
    subject: Subject
    likely: tuple[tuple[float, Entry], ...]  # best first


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A Leistung the catalogue does not have; what is missing for an entry is for people to say."""

    key: str
    name: str
    leika: str


def read_leika(text: str) -> LeikaList:
    """Raises Invalid where the columns of name and key cannot be found."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if _semicolons(text) else ",")
    found: dict[str, Entry] = {}
    left_out: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    try:
        name_at, key_at = _columns(next(rows, []))
        for row in rows:
            if len(row) <= max(name_at, key_at):
                reason = ("Zeile mit zu wenig Spalten", "Name oder Schlüssel fehlt.")
            else:
                reason = _take(found, one_line(row[name_at]), re.sub(r"[\s.]", "", row[key_at]), row[key_at])
            if reason[0]:
                left_out[reason] += 1
                first.setdefault(reason, rows.line_num)
    except csv.Error as error:
        raise Invalid("Die Datei ist keine lesbare CSV-Datei.", f"Zeile {rows.line_num}: {error}.", _NOW) from error
    notes = (LeftOut(f"{times}-mal, zuerst Zeile {first[why]}", *why) for why, times in left_out.most_common())
    return LeikaList(tuple(found.values()), tuple(notes))


def propose(entries: Sequence[Entry], subjects: Iterable[Subject]) -> tuple[Proposal, ...]:
    """For every subject without a key the names most like its own; rare words weigh more than common ones."""
    bags = [(_bag(entry.name), entry) for entry in entries]
    spread = Counter(word for bag, _ in bags for word in bag)
    weights = {word: math.log(1 + len(bags) / (1 + times)) for word, times in spread.items()}
    unheard = math.log(1 + len(bags))
    of_word: dict[str, list[int]] = {}
    for at, (bag, _) in enumerate(bags):
        for word in bag:
            of_word.setdefault(word, []).append(at)

    def weight(bag: Iterable[str]) -> float:
        return sum(weights.get(word, unheard) for word in bag)

    def likely(name: str) -> Iterator[tuple[float, Entry]]:
        asked = _bag(name)
        for at in {at for word in asked for at in of_word.get(word, ())}:
            bag, entry = bags[at]
            share = 2 * weight(asked & bag) / (weight(asked) + weight(bag))
            if share >= LIKE:
                yield round(share, 2), entry

    open_ones = (subject for subject in subjects if not subject.keys)
    ranked = ((s, sorted(likely(s.name), key=lambda one: (-one[0], one[1].key))[:MOST]) for s in open_ones)
    return tuple(Proposal(subject, tuple(best)) for subject, best in ranked if best)


def unheard_of(
    entries: Iterable[Entry], subjects: Iterable[Subject], proposals: Iterable[Proposal]
) -> tuple[NewEntry, ...]:
    """What the list has and neither the catalogue nor a proposal names."""
    named = {key for subject in subjects for key in subject.keys}
    named |= {entry.key for proposal in proposals for _, entry in proposal.likely}
    return tuple(NewEntry(_slug(entry), entry.name, entry.key) for entry in entries if entry.key not in named)


def unknown_keys(entries: Iterable[Entry], subjects: Iterable[Subject]) -> tuple[tuple[str, str], ...]:
    """Subject and key, for keys in use that this list does not have."""
    listed = {entry.key for entry in entries}
    return tuple((subject.id, key) for subject in subjects for key in subject.keys if key not in listed)


_NOW = "Bitte eine CSV-Datei mit den Spalten name und service_key wählen."


def _semicolons(text: str) -> bool:
    head = text[: text.find("\n")] if "\n" in text else text
    return head.count(";") > head.count(",")


def _columns(head: list[str]) -> tuple[int, int]:
    names = [column.strip().lower() for column in head]
    name = next((names.index(column) for column in _NAMES if column in names), None)
    key = next((names.index(column) for column in _KEYS if column in names), None)
    if name is None or key is None:
        raise Invalid("Die Datei ist keine LeiKa-Liste.", "Die Spalte des Namens oder des Schlüssels fehlt.", _NOW)
    return name, key


def _take(found: dict[str, Entry], name: str, key: str, given: str) -> tuple[str, str]:
    """Nothing where the entry was taken, else what and why not."""
    if not re.fullmatch(r"\d{14}", key, re.ASCII):
        return f"Schlüssel „{given[:30]}“", "Ein LeiKa-Schlüssel hat 14 Ziffern."
    if not name:
        return "Eintrag ohne Namen", "Ohne Namen lässt sich nichts vorschlagen."
    if key in found:
        return f"Schlüssel {key}", "Er steht schon weiter oben; der erste gilt."
    found[key] = Entry(name, key)
    return "", ""


def _bag(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(name) if word not in _SMALL)


def _slug(entry: Entry) -> str:
    try:
        return article_id(entry.name)
    except ValueError:
        return entry.key
