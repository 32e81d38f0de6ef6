"""How good and how quick a search is on given questions. Pure but for the stopwatch handed in."""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.learning import Lesson, Lessons, closed, key_of

_DEPTH = 10
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"


@dataclass(frozen=True, slots=True)
class Question:
    query: str
    expected: frozenset[str]  # ids of which any one is right
    municipality: str | None = None  # whose callers ask; None where it does not matter


@dataclass(frozen=True, slots=True)
class Quality:
    queries: int
    recall_at: dict[int, float]  # share of the queries with an expected article among the first k
    mrr: float  # mean of 1/rank among the first ten
    p50_ms: float
    p95_ms: float

    def as_json(self) -> dict[str, float]:
        """The keys of `kb evaluate --json`."""
        recalls = {f"recall@{k}": round(share, 4) for k, share in self.recall_at.items()}
        times = {"p50_ms": round(self.p50_ms, 2), "p95_ms": round(self.p95_ms, 2)}
        return {"queries": self.queries, **recalls, f"mrr@{_DEPTH}": round(self.mrr, 4), **times}


def read_questions(text: str) -> list[Question]:
    """From one JSON object a line; Invalid names the line that is none."""
    questions = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            query, expected, municipality = entry["query"], entry["expected"], entry.get("municipality")
            if not isinstance(query, str) or not isinstance(expected, list) or not expected:
                raise TypeError("query muss Text sein, expected eine Liste mit Kennungen")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Invalid(
                f"Zeile {number} der Fragen kann nicht gelesen werden.",
                f"{error}.",
                'Erwartet wird {"query": "…", "expected": ["…"]}.',
                line=number,
            ) from error
        questions.append(Question(query, frozenset(map(str, expected)), municipality))
    if not questions:
        raise Invalid("Die Datei enthält keine Fragen.", now="Bitte eine Zeile je Frage schreiben.")
    return questions


def evaluate(
    questions: Sequence[Question], search: Callable[[Question], Sequence[str]], seconds: Callable[[], float]
) -> Quality:
    """`search` returns ids, the best first; `seconds` is a running stopwatch."""
    ranks: list[int | None] = []
    took = []
    for question in questions:
        began = seconds()
        found = search(question)[:_DEPTH]
        took.append((seconds() - began) * 1000)
        ranks.append(next((rank for rank, key in enumerate(found, 1) if key in question.expected), None))
    total = len(questions)
    recalls = {k: sum(rank is not None and rank <= k for rank in ranks) / total for k in (1, 3, _DEPTH)}
    mrr = sum(1 / rank for rank in ranks if rank) / total
    return Quality(total, recalls, mrr, percentile(took, 0.5), percentile(took, 0.95))


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def mistyped(questions: Iterable[Question], seed: int) -> list[Question]:
    """Each query with one letter put in, left out, replaced or swapped with the next, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - measurements must be repeatable
    return [replace(question, query=_slip(question.query, chance)) for question in questions]


def _slip(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text)) if text else 0
    letter = chance.choice(_LETTERS)
    before, here, after = text[:at], text[at : at + 1], text[at + 1 :]
    slips = (
        before + letter + here + after,
        before + after,
        before + letter + after,
        before + after[:1] + here + after[1:],
    )
    return chance.choice(slips)


def halves(questions: Sequence[Question], seed: int) -> tuple[list[Question], list[Question]]:
    """Two random halves, always the same for a seed."""
    mixed = list(questions)
    random.Random(seed).shuffle(mixed)  # noqa: S311 - measurements must be repeatable
    return mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]


def taught(questions: Iterable[Question], municipality: str, at: datetime) -> Lessons:
    """What is known after each question was closed once with its article; `municipality` where it names none."""
    lessons = Lessons((), at)
    for question in questions:
        where, key, article = question.municipality or municipality, key_of(question.query), min(question.expected)
        if key:
            lessons.put(closed(Lesson(where, key, article, question.query, at), question.query, at))
    return lessons
