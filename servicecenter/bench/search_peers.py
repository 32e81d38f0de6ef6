"""Other engines over the same articles, as one would use them out of the box. For comparison only."""

import importlib
import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from servicecenter.knowledgebase.index import WhooshIndex
from servicecenter.knowledgebase.model import Article

Search = Callable[[str], Sequence[str]]  # ids, the best first
LIMIT = 10
TITLE_WEIGHT = 2.0
_WORD = re.compile(r"\w+")


def ours(articles: Sequence[Article]) -> Search:
    index = WhooshIndex()
    index.load(articles)
    return lambda query: [hit.id for hit in index.search("muenchen", query, LIMIT)]


def sqlite_trigram(articles: Sequence[Article]) -> Search:
    """FTS5, any trigram of the query, ranked by its BM25."""
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.execute("CREATE VIRTUAL TABLE article USING fts5(id UNINDEXED, title, body, tokenize='trigram')")
    db.executemany("INSERT INTO article VALUES (?, ?, ?)", [(one.id, one.title, _body(one)) for one in articles])

    def search(query: str) -> list[str]:
        found = [word[at : at + 3] for word in _WORD.findall(query) for at in range(len(word) - 2)]
        if not found:
            return []
        asked = " OR ".join(f'"{gram}"' for gram in dict.fromkeys(found))
        ranked = f"SELECT id FROM article(?) ORDER BY bm25(article, 0, {TITLE_WEIGHT}, 1) LIMIT {LIMIT}"  # noqa: S608
        return [row[0] for row in db.execute(ranked, (asked,))]

    return search


def stock_whoosh(articles: Sequence[Article]) -> Search:
    """Whoosh with its own German analyzer and BM25F."""
    analysis, fields, storage, parsing = (
        importlib.import_module(f"whoosh.{name}") for name in ("analysis", "fields", "filedb.filestore", "qparser")
    )
    analyzer = analysis.LanguageAnalyzer("de")
    text = fields.TEXT(analyzer=analyzer)
    schema = fields.Schema(
        key=fields.ID(stored=True), title=fields.TEXT(analyzer=analyzer, field_boost=TITLE_WEIGHT), body=text
    )
    index = storage.RamStorage().create_index(schema)
    writer = index.writer()
    for one in articles:
        writer.add_document(key=one.id, title=one.title, body=_body(one))
    writer.commit()
    parser = parsing.MultifieldParser(["title", "body"], schema, group=parsing.OrGroup)
    searcher = index.searcher()
    return lambda query: [
        hit["key"] for hit in searcher.search(parser.parse(" ".join(_WORD.findall(query))), limit=LIMIT)
    ]


def tantivy_stems(articles: Sequence[Article]) -> Search:
    """Raises ImportError where tantivy is not installed: it is no dependency of the program."""
    tantivy: Any = importlib.import_module("tantivy")
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    analyzer = builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("german")).build()
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("key", stored=True, tokenizer_name="raw")
    for name in ("title", "body"):
        schema.add_text_field(name, tokenizer_name="german")
    index = tantivy.Index(schema.build())
    index.register_tokenizer("german", analyzer)
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for one in articles:
        writer.add_document(tantivy.Document(key=one.id, title=one.title, body=_body(one)))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> list[str]:
        if not (asked := " ".join(_WORD.findall(query))):
            return []
        parsed = index.parse_query(asked, ["title", "body"], field_boosts={"title": TITLE_WEIGHT})
        return [searcher.doc(address)["key"][0] for _, address in searcher.search(parsed, LIMIT).hits]

    return search


def tantivy_version() -> str:
    """Empty where it is not installed."""
    try:
        return str(importlib.import_module("importlib.metadata").version("tantivy"))
    except ModuleNotFoundError:
        return ""


def _body(article: Article) -> str:
    return "\n".join(text for text in (article.details, article.fee) if text)
