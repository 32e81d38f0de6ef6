"""Gaps grouped by likeness: what callers asked in other words, in another order, or with a slip. Pure.

Two queries are alike when every word of the shorter one has a partner in the other. The most frequent query leads its
group and is compared with; the same gaps always make the same groups, in whatever order they come.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from servicecenter.knowledgebase.german import grams, words

EXAMPLES = 5
_PART = 5  # letters of a word that is looked for in compounds: Parkausweis in Bewohnerparkausweis
_SHORT, _LONG = 5, 10  # letters from which one slip, or two, are forgiven
# Words that say nothing about the concern.
_FILLERS = frozenset(
    words(
        "der die das dem den des ein eine einen einer eines und oder mit ohne von vom zu zum zur im in am an auf aus "
        "bei für ich mein meine meinen wo wie was wann wer ist sind gibt es kann muss man bitte neu neue neuen"
    )
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Words that found nothing, or a contact that ended without an article. Holds a day, no instant and no contact."""

    id: int
    municipality: str
    query: str  # as typed
    key: str  # its stems; what equal queries share
    asked_on: date
    closed: bool  # whether the contact ended without an article; else only the search found nothing useful
    bundle: str = ""  # of those settled at once; empty while open


@dataclass(frozen=True, slots=True)
class Group:
    """What an article should be written for."""

    municipality: str
    key: str  # of the query that leads
    name: str
    count: int
    closed: int  # of them contacts that ended without an article
    last_on: date
    examples: tuple[str, ...]  # other queries, the most frequent first
    keys: tuple[str, ...]
    bundle: str = ""


def grouped(gaps: Iterable[Gap]) -> list[Group]:
    """The largest first; per municipality, and what was settled at once stays apart from the rest."""
    places: defaultdict[tuple[str, str], list[Gap]] = defaultdict(list)
    for gap in gaps:
        places[gap.municipality, gap.bundle].append(gap)
    found = [group for place in places.values() for group in _groups(place)]
    return sorted(found, key=lambda group: (-group.count, -group.last_on.toordinal(), group.municipality, group.key))


def alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Of folded words."""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    return bool(shorter) and all(any(_are_partners(word, partner) for partner in longer) for word in shorter)


def telling(query: str) -> tuple[str, ...]:
    """The folded words that say what it is about; all of them where none does."""
    said = words(query)
    return tuple(dict.fromkeys(word for word in said if word not in _FILLERS)) or tuple(said)


def _groups(gaps: Sequence[Gap]) -> list[Group]:
    by_key: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        by_key[gap.key].append(gap)
    in_order = sorted(by_key, key=lambda key: (-len(by_key[key]), len(key.split()), key))
    members = _led({key: telling(_name(by_key[key])) for key in in_order})
    return [_group(keys, by_key) for keys in members]


def _led(spoken: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """Each key joins the first leader it is like, else leads. Only leaders that share three letters are measured."""
    groups: list[list[str]] = []
    by_gram: defaultdict[str, set[int]] = defaultdict(set)
    for key, said in spoken.items():
        letters = {gram for word in said for gram in grams(word, (3,))}
        near = sorted(set().union(*(by_gram[gram] for gram in letters)))
        leader = next((at for at in near if alike(said, spoken[groups[at][0]])), None)
        if leader is not None:
            groups[leader].append(key)
            continue
        for gram in letters:
            by_gram[gram].add(len(groups))
        groups.append([key])
    return groups


def _group(keys: Sequence[str], by_key: dict[str, list[Gap]]) -> Group:
    members = [gap for key in keys for gap in by_key[key]]
    first = members[0]
    names = [_name(by_key[key]) for key in keys]
    return Group(
        first.municipality, keys[0], names[0], len(members), sum(gap.closed for gap in members),
        max(gap.asked_on for gap in members), tuple(names[1 : EXAMPLES + 1]), tuple(keys), first.bundle,
    )  # fmt: skip


def _name(gaps: Sequence[Gap]) -> str:
    """As it was typed most often."""
    counted = Counter(gap.query for gap in gaps)
    return min(counted, key=lambda query: (-counted[query], query))


def _are_partners(word: str, other: str) -> bool:
    shorter, longer = (word, other) if len(word) <= len(other) else (other, word)
    size = len(shorter)
    if size >= _PART and (longer.startswith(shorter) or longer.endswith(shorter)):
        return True
    slips = 2 if size >= _LONG else 1 if size >= _SHORT else 0
    return len(longer) - size <= slips and OSA.distance(shorter, longer, score_cutoff=slips) <= slips
