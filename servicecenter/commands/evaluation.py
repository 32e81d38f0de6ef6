"""kb evaluate: how good and how quick the search is on given questions. Needs no database."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rich.table import Table

from servicecenter.clock import SystemClock
from servicecenter.commands.output import DONE, console, errors, print_json
from servicecenter.content.check import read_content
from servicecenter.content.files import folder_files
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Invalid, NotFound
from servicecenter.knowledgebase.dldb import read_export
from servicecenter.knowledgebase.evaluate import Quality, Question, evaluate, halves, mistyped, read_questions, taught
from servicecenter.knowledgebase.imports.model import Format
from servicecenter.knowledgebase.imports.sources import read_found
from servicecenter.knowledgebase.index import WhooshIndex
from servicecenter.knowledgebase.model import COMMON, Article
from servicecenter.knowledgebase.search import Learned
from servicecenter.knowledgebase.service import holding_on
from servicecenter.knowledgebase.thesaurus import Thesaurus, callers_thesaurus

LIMIT = 10


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is searched, and for whom where a question does not say it."""

    articles: Sequence[Article]
    municipality: str
    thesaurus: bool  # whether callers' words help unless said otherwise


def kb_evaluate(
    questions: Path, *, content: Path | None, file: Path | None, form: str, municipality: str | None,
    typos: int | None, thesaurus: bool | None, learn_half: int | None, as_json: bool,
) -> int:  # fmt: skip
    if (content is None) == (file is None):
        raise Invalid("Was durchsucht werden soll, ist nicht klar.", "", "Bitte --content oder --import angeben.")
    today = SystemClock().now()
    corpus = _of_folder(content, today) if content else _of_file(file or Path(), form)
    corpus = replace(corpus, municipality=municipality or corpus.municipality)
    asked = _questions(questions, corpus.articles)
    helped = corpus.thesaurus if thesaurus is None else thesaurus
    index = WhooshIndex(callers_thesaurus() if helped else Thesaurus())
    index.load(corpus.articles)

    def measure(some: Sequence[Question], learned: Learned | None = None) -> Quality:
        return evaluate(some, _asking(index, corpus.municipality, learned), time.perf_counter)

    if learn_half is not None:
        measured = _learning(asked, corpus.municipality, learn_half, today, measure)
        _print_learning(measured, as_json=as_json)
    else:
        _print(measure(mistyped(asked, typos) if typos is not None else asked), as_json=as_json)
    return DONE


def _asking(index: WhooshIndex, municipality: str, learned: Learned | None) -> Callable[[Question], list[str]]:
    return lambda asked: [
        hit.id for hit in index.search(asked.municipality or municipality, asked.query, LIMIT, learned)
    ]


def _learning(
    asked: Sequence[Question], municipality: str, seed: int, at: datetime, measure: Callable[..., Quality]
) -> dict[str, Quality]:
    """One half is closed once each and asked again with a typing mistake; the other is asked before and after."""
    first, second = halves(asked, seed)
    slipped = mistyped(first, seed)
    learned = taught(first, municipality, at)
    return {
        "learned_before": measure(slipped), "learned_after": measure(slipped, learned),
        "other_before": measure(second), "other_after": measure(second, learned),
    }  # fmt: skip


def _of_folder(folder: Path, at: datetime) -> Corpus:
    files, unreadable = folder_files(folder)
    content, faults = read_content(files)
    for fault in (*unreadable, *faults):
        errors.print(f"Ausgelassen  {fault}", markup=False, soft_wrap=True)
    named = sorted((directory.municipality.name, holder) for holder, directory in content.directories.items())
    holding = holding_on(content.articles.values(), local_day(at))
    return Corpus(list(holding.values()), named[0][1] if named else COMMON, thesaurus=True)


def _of_file(file: Path, form: str) -> Corpus:
    """Only title, description and fee, so that figures can be compared; no links or places that an import adds."""
    if form == Format.DLDB:
        export = read_export(_text(file))
        articles, left_out = export.articles, list(export.left_out)
    elif form == Format.XZUFI:
        found = read_found(file, Format.XZUFI, COMMON)
        articles, left_out = found.articles, list(map(str, found.errors))
    else:
        raise Invalid(f"Das Format „{form}“ lässt sich nicht messen.", "", "Bitte dldb oder xzufi angeben.")
    for part in left_out:
        errors.print(f"Ausgelassen  {part}", markup=False, soft_wrap=True)
    plain = [Article(one.id, COMMON, title=one.title, details=one.details, fee=one.fee) for one in articles]
    return Corpus(plain, COMMON, thesaurus=False)


def _questions(path: Path, articles: Sequence[Article]) -> list[Question]:
    asked = read_questions(_text(path))
    known = {article.id for article in articles}
    if unknown := [one.query for one in asked if not one.expected & known]:
        errors.print(f"{len(unknown)} Fragen erwarten einen Artikel, den es hier nicht gibt, etwa „{unknown[0]}“.")
    return asked


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound(f"Die Datei {path} ist nicht lesbar.", f"{error}.", "Bitte den Pfad prüfen.") from error


def _print(quality: Quality, *, as_json: bool) -> None:
    if as_json:
        print_json(quality.as_json())
        return
    for name, value in quality.as_json().items():
        console.print(f"{name:<10} {value:g}")


def _print_learning(measured: dict[str, Quality], *, as_json: bool) -> None:
    if as_json:
        print_json({name: quality.as_json() for name, quality in measured.items()})
        return
    headings = ("", "Fragen", "recall@1", "recall@3", "recall@10", "mrr@10")
    table = Table(*headings)
    words = {
        "learned_before": "gelernte Hälfte mit Tippfehler, vorher", "learned_after": "… nachher",
        "other_before": "andere Hälfte, vorher", "other_after": "… nachher",
    }  # fmt: skip
    for name, quality in measured.items():
        figures = quality.as_json()
        table.add_row(words[name], str(quality.queries), *(f"{figures[heading]:.3f}" for heading in headings[2:]))
    console.print(table)
