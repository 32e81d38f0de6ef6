"""Commands about the knowledge base: import with a preview."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.progress import Progress as Bar

from servicecenter.access.model import Scope
from servicecenter.clock import SystemClock
from servicecenter.commands.output import DONE, FINDINGS, console, print_json, progress
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.errors import Invalid
from servicecenter.knowledgebase.imports.model import Format, Found
from servicecenter.knowledgebase.imports.plan import Change, Preview, Verdict
from servicecenter.knowledgebase.imports.service import Imports, LeikaPreview
from servicecenter.knowledgebase.imports.sources import read_found, read_list
from servicecenter.migrations import migrate
from servicecenter.settings import Settings

SYSTEM = Scope.system("command line")
SHOWN = 15  # lines of a kind on the screen; --json has them all
LONGEST_VALUE = 60


async def import_file(
    settings: Settings, path: Path, name: str, municipality: str, *, apply: bool, overwrite: bool, as_json: bool
) -> int:
    """1 when something was left out or kept; the rest was taken over all the same."""
    form = _format(name)
    if form is Format.LEIKA and apply:
        raise Invalid(
            "LeiKa-Vorschläge werden nicht von selbst übernommen.",
            "Ein ähnlicher Name beweist nicht, dass es dieselbe Leistung ist.",
            "Bitte ohne --apply ansehen und den Schlüssel im Artikel eintragen.",
        )
    started = time.perf_counter()
    db = await _database(settings)
    try:
        if form is Format.LEIKA:
            return await _leika(Imports(db), path, municipality, as_json=as_json)
        with progress() as bar:
            found = await asyncio.to_thread(read_found, path, form, municipality, progress=_shown(bar, "Lesen"))
            imports = Imports(db)
            if apply:
                preview = await imports.apply(
                    SYSTEM, found, form, municipality, at=SystemClock().now(), overwrite=overwrite,
                    progress=_shown(bar, "Übernehmen"),
                )  # fmt: skip
            else:
                preview = await imports.preview(SYSTEM, found, form, municipality)
    finally:
        await db.close()
    if as_json:
        took = round(time.perf_counter() - started, 2)
        head = {"file": str(path), "format": form.value, "municipality": municipality, "applied": apply, "took_s": took}
        print_json(head | _as_json(found, preview))
    else:
        _print(found, preview, applied=apply, overwrite=overwrite)
    return FINDINGS if found.errors or (preview.of(Verdict.KEPT) and not overwrite) else DONE


def _format(name: str) -> Format:
    try:
        return Format(name)
    except ValueError as error:
        raise Invalid(
            f"Das Format „{name}“ gibt es nicht.", "Gelesen werden drei.", "Bitte xzufi, dldb oder leika angeben."
        ) from error


async def _database(settings: Settings) -> Database:
    """Brought up to date; the content folder is loaded where there is nothing yet, so that municipalities are known."""
    db = Database(settings.url)
    await migrate(db)
    async with db.read() as session:
        is_empty = await store.revision(session, SYSTEM) == 0
    if is_empty:
        await load(db, SYSTEM, settings.content, SystemClock().now())
    return db


def _shown(bar: Bar, what: str) -> Callable[[int, int, str], None]:
    task = bar.add_task(what, total=None)
    return lambda done, of, _what: bar.update(task, completed=done, total=of)


def _as_json(found: Found, preview: Preview) -> dict[str, Any]:
    return {
        "read": {"articles": len(found.articles), "organisations": len(found.organisations)},
        "complete": found.complete,
        "new": [_named(change) for change in preview.of(Verdict.NEW)],
        "changed": [_named(change) | _fields(change) for change in preview.of(Verdict.CHANGED)],
        "unchanged": len(preview.of(Verdict.UNCHANGED)),
        "kept": [_named(c) | {"reason": c.reason} | _fields(c) for c in preview.of(Verdict.KEPT)],
        "missing": preview.missing,
        "left_out": [asdict(part) for part in found.left_out],
        "organisations": [asdict(organisation) for organisation in found.organisations],
    }


def _named(change: Change) -> dict[str, Any]:
    return {"id": change.article.id, "title": change.article.title}


def _fields(change: Change) -> dict[str, Any]:
    return {"fields": [asdict(field) for field in change.fields]}


def _print(found: Found, preview: Preview, *, applied: bool, overwrite: bool) -> None:
    new, changed, kept = (preview.of(verdict) for verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.KEPT))
    _lines("neu", [f"{change.article.title} ({change.article.id})" for change in new])
    _lines("geändert", [line for change in changed for line in _changed(change)])
    kept_word = "überschrieben" if overwrite else "behalten"
    _lines(kept_word, [
        f"{change.article.title} ({change.article.id}): {change.reason}" for change in kept
    ])  # fmt: skip
    _lines("fehlt in der Datei, bleibt", list(preview.missing))
    _lines("Fehler", [str(part) for part in found.errors])
    _lines("nicht übernommen", [str(part) for part in found.left_out if not part.is_error])
    if found.organisations:
        console.print(
            f"{len(found.organisations)} Organisationen oder Standorte gelesen: Sie stehen bei den Artikeln unter "
            "„wo“; das Verzeichnis ändert ein Import nicht.", soft_wrap=True,
        )  # fmt: skip
    console.print(
        f"{len(found.articles)} Artikel gelesen: {len(new)} neu, {len(changed)} geändert, "
        f"{len(preview.of(Verdict.UNCHANGED))} unverändert, {len(kept)} {kept_word}, {len(found.errors)} Fehler.",
        soft_wrap=True,
    )  # fmt: skip
    console.print("Übernommen." if applied else "Das ist die Vorschau; mit --apply wird sie übernommen.")


def _changed(change: Change) -> Iterable[str]:
    yield f"{change.article.title} ({change.article.id})"
    for field in change.fields:
        yield f"    {field.name}: {_short(field.was)} → {_short(field.now)}"


def _short(value: Any) -> str:
    text = " ".join("; ".join(map(str, value)).split() if isinstance(value, tuple) else str(value or "–").split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _lines(what: str, lines: Sequence[str]) -> None:
    for line in lines[:SHOWN]:
        console.print(f"{what}  {line}", markup=False, soft_wrap=True)
    if len(lines) > SHOWN:
        console.print(f"{what}  … und {len(lines) - SHOWN} weitere (alle mit --json)", markup=False)


async def _leika(imports: Imports, path: Path, municipality: str, *, as_json: bool) -> int:
    with progress() as bar:
        shown = _shown(bar, "Vergleichen")
        listed = await asyncio.to_thread(read_list, path)
        found = await imports.propose(SYSTEM, listed, municipality)
        shown(1, 1, "")
    if as_json:
        print_json({
            "file": str(path), "format": Format.LEIKA.value, "municipality": municipality, "applied": False,
            "read": {"entries": len(listed.entries)}, "proposals": [asdict(one) for one in found.proposals],
            "new": [asdict(one) for one in found.new], "unknown_keys": found.unknown,
            "left_out": [asdict(part) for part in listed.left_out],
        })  # fmt: skip
    else:
        _print_leika(found)
        _lines("nicht gelesen", [str(part) for part in listed.left_out])
        console.print(
            f"{len(listed.entries)} Einträge gelesen: Vorschläge für {len(found.proposals)} Leistungen, "
            f"{len(found.new)} Namen ohne Leistung hier, {len(found.unknown)} Schlüssel hier, die diese Liste nicht "
            "kennt.", soft_wrap=True,
        )  # fmt: skip
        console.print("Das sind Vorschläge; übernommen wird nichts.")
    return DONE


def _print_leika(found: LeikaPreview) -> None:
    lines = [
        f"{proposal.subject.name} ({proposal.subject.id}): "
        + ", ".join(f"{entry.key} {entry.name} ({share:.0%})" for share, entry in proposal.likely)
        for proposal in found.proposals
    ]
    _lines("Vorschlag", lines)
    _lines("neu möglich", [f"{one.name} ({one.leika})" for one in found.new])
    _lines("unbekannt", [f"{subject}: {key}" for subject, key in found.unknown])
