"""How results, findings and progress are printed: German for people, JSON for programs."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from servicecenter.errors import ServiceCentreError

DONE, FINDINGS, WRONG_USE = 0, 1, 2
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def print_error(error: ServiceCentreError) -> None:
    """What, why, what now: each on its line."""
    errors.print(f"[bold red]{error.what}[/]")
    for part in (error.why, error.now):
        if part:
            errors.print(part)


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar for whatever takes longer than a moment; it goes to the error stream, results stay clean."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), console=errors
    ) as bar:
        yield bar
