"""What is wrong with one text before its release, as `content check` would say it today. Pure."""

from collections.abc import Iterable
from datetime import date

from servicecenter.content.check import Content, check_article, check_handbook, read_content
from servicecenter.content.files import File
from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.model import Directory
from servicecenter.documents.model import COMMON, Kind, path
from servicecenter.documents.reading import Fault


def faults(
    kind: Kind, holder: str, name: str, text: str, *, beside: Iterable[File], catalogue: Catalogue,
    directory: Directory | None, day: date,
) -> list[Fault]:  # fmt: skip
    """Errors forbid the release, warnings do not. `beside`: the agreement of a handbook, a variant's common article."""
    file = File(kind, holder, name, path(kind, holder, name), text)
    content, found = read_content([file, *beside])
    wrong = [fault for fault in found if fault.path == file.path]
    if wrong:
        return wrong
    content.catalogue = catalogue
    if directory is not None:
        content.directories[holder] = directory
    return list(_checked(content, file, day))


def _checked(content: Content, file: File, day: date) -> Iterable[Fault]:
    if file.kind is Kind.ARTICLE:
        own = content.articles[file.holder, file.name]
        if own.title is None and (COMMON, own.id) not in content.articles:
            yield Fault(file.path, 2, "title", "Ohne Titel findet den Artikel niemand.", "missing")
        yield from check_article(content, file, own, day)
    elif file.kind is Kind.HANDBOOK:
        yield from check_handbook(content, file, content.handbooks[file.holder][0], content.directories[file.holder])
