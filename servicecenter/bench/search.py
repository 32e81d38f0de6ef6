"""The search for every keystroke: speed, memory, municipalities, changes, and other engines on the same articles."""

import asyncio
import gc
import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from servicecenter.access.model import Scope
from servicecenter.bench import search_corpus, search_peers
from servicecenter.bench.http import TYPED
from servicecenter.bench.machine import Figure, percentile
from servicecenter.bench.search_peers import Search
from servicecenter.clock import SystemClock
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.documents.model import Kind, Origin
from servicecenter.knowledgebase.evaluate import Question, evaluate, mistyped
from servicecenter.knowledgebase.index import WhooshIndex
from servicecenter.knowledgebase.model import COMMON, Article
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.knowledgebase.thesaurus import callers_thesaurus
from servicecenter.migrations import migrate

SYSTEM = Scope.system("bench")
KEYSTROKES = [text[:length] for text in TYPED for length in range(1, len(text) + 1)]
BARS_MS = {1_000: 20.0, 10_000: 100.0}
FEW, MANY = 5, 200
VARIANTS = 20  # of each municipality
ROUNDS = 3
TYPO_SEEDS = (1, 2, 3, 4, 5)
ENGINES = ("ServiceCenter", "SQLite FTS5 trigram", "Tantivy, deutsche Stämme", "Whoosh, BM25F und deutsche Analyse")


@dataclass(frozen=True, slots=True)
class Engine:
    """How good and how quick one engine is on Munich's services; `missing` says why it did not run."""

    name: str
    quality: dict[str, float]
    recall_3_typos: float = 0.0
    built_s: float = 0.0
    missing: str = ""


async def measure(data: Path, content: Path, testdata: Path | None, tick_seconds: float) -> list[Figure]:
    """`tick_seconds`: how often a process looks for changes."""
    texts = search_corpus.munich(testdata)[0] if testdata else search_corpus.own(content)
    figures = []
    for count, bar in BARS_MS.items():
        articles = search_corpus.many(texts, count)
        figures += _keystrokes(articles, bar)
        if count == max(BARS_MS):
            figures.append(await _lag(articles))
    thousand = search_corpus.many(texts, 1_000)
    return [*figures, _municipalities(thousand), await _changed(data, thousand, tick_seconds)]


def _keystrokes(articles: Sequence[Article], bar: float) -> list[Figure]:
    count = f"{len(articles):,}".replace(",", ".")
    before = _resident_mib()
    index, built = _loaded(articles)
    mib = _resident_mib() - before
    took = _took(lambda text: index.search("geldern", text), KEYSTROKES)
    peer = _took(search_peers.sqlite_trigram(articles), KEYSTROKES)
    name = "SQLite FTS5 trigram"
    (p50, p95), (peer_p50, peer_p95) = ([percentile(some, share) for share in (50, 95)] for some in (took, peer))
    return [
        Figure(f"{count} Artikel: Tastendruck, Median ({len(took)})", p50, "ms", name, peer_p50),
        Figure(f"{count} Artikel: Tastendruck, p95", p95, "ms", name, peer_p95, bar),
        Figure(f"{count} Artikel: Index bauen", built, "s"),
        Figure(f"{count} Artikel: Speicher", mib, "MiB"),
    ]


def _loaded(articles: Sequence[Article]) -> tuple[WhooshIndex, float]:
    began = time.perf_counter()
    index = WhooshIndex(callers_thesaurus())
    index.load(articles)
    return index, time.perf_counter() - began


def _took(search: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds for each text; the second time, as an agent who has typed before."""
    for text in texts:
        search(text)
    took = []
    for text in texts:
        began = time.perf_counter()
        search(text)
        took.append(1000 * (time.perf_counter() - began))
    return took


def _municipalities(articles: Sequence[Article]) -> Figure:
    """Both in turn, so that what else the machine does strikes both."""
    indexes = {n: _loaded([*articles, *search_corpus.variants(articles, n, VARIANTS)])[0] for n in (FEW, MANY)}
    took: dict[int, list[float]] = {FEW: [], MANY: []}
    for _ in range(ROUNDS):
        for text in KEYSTROKES:
            for number, index in indexes.items():
                began = time.perf_counter()
                index.search(f"stadt-{number - 1}", text)
                took[number].append(1000 * (time.perf_counter() - began))
    few, many = (percentile(took[number], 95) for number in (FEW, MANY))
    return Figure(f"p95 mit {MANY} statt {FEW} Kommunen", many / few, "-fach", bar=1.2)


async def _lag(articles: Sequence[Article]) -> Figure:
    """How late the loop wakes while an agent types without pause."""
    index, _ = _loaded(articles)
    done = False
    late = []

    async def watch() -> None:
        while not done:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append(1000 * (time.perf_counter() - began) - 1)

    watching = asyncio.create_task(watch())
    for text in KEYSTROKES:
        await asyncio.to_thread(index.search, "geldern", text)
    done = True
    await watching
    return Figure("Verspätung der Ereignisschleife dabei, p99", percentile(late, 99), "ms")


async def _changed(data: Path, articles: Sequence[Article], tick_seconds: float) -> Figure:
    """From the commit in one process to the hit in another, at the longest wait for its next look."""
    db = Database(f"sqlite+aiosqlite:///{data / 'search.sqlite3'}")
    await migrate(db)
    await _put(db, {article.id: _written(article) for article in articles})
    other = KnowledgeBase(db, WhooshIndex(callers_thesaurus()))
    await other.refresh(date(2026, 1, 1))
    await _put(db, {articles[0].id: '+++\ntitle = "Papageienregister"\n+++\n'})
    began = time.perf_counter()
    await other.refresh(date(2026, 1, 1))
    hits = await other.search("geldern", "papageienregister")
    took = time.perf_counter() - began
    await db.close()
    assert hits[0].id == articles[0].id
    return Figure("1.000 Artikel: geänderter Artikel in jedem Prozess gefunden", tick_seconds + took, "s", bar=1.0)


async def _put(db: Database, texts: dict[str, str]) -> None:
    at = SystemClock().now()
    async with db.write() as session:
        for name, text in texts.items():
            await store.put(session, SYSTEM, Kind.ARTICLE, COMMON, name, text, origin=Origin.PROGRAM, at=at, by="bench")


def _written(article: Article) -> str:
    title = json.dumps(article.title, ensure_ascii=False)  # what JSON escapes, TOML reads
    return f"+++\ntitle = {title}\n+++\n\n{article.details or ''}\n"


def engines(testdata: Path) -> list[Engine]:
    articles, questions = search_corpus.munich(testdata)
    builders = (search_peers.ours, search_peers.sqlite_trigram, search_peers.tantivy_stems, search_peers.stock_whoosh)
    return [_engine(name, build, articles, questions) for name, build in zip(ENGINES, builders, strict=True)]


def _engine(
    name: str, build: Callable[[Sequence[Article]], Search], articles: Sequence[Article], questions: Sequence[Question]
) -> Engine:
    began = time.perf_counter()
    try:
        search = build(articles)
    except ImportError:
        return Engine(name, {}, missing="nicht installiert")
    built = time.perf_counter() - began

    def ids(asked: Question) -> Sequence[str]:
        return search(asked.query)

    evaluate(questions, ids, time.perf_counter)  # as warm as after a morning's work
    quality = evaluate(questions, ids, time.perf_counter)
    slipped = [evaluate(mistyped(questions, seed), ids, time.perf_counter).recall_at[3] for seed in TYPO_SEEDS]
    version = search_peers.tantivy_version() if "Tantivy" in name else ""
    return Engine(name.replace("Tantivy", f"Tantivy {version}"), quality.as_json(), mean(slipped), built)


def _resident_mib() -> float:
    gc.collect()
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0
