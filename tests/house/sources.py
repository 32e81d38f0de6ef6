"""The files of the project, as the house tests look at them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "servicecenter"
TESTS = ROOT / "tests"
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
NOT_OURS = {".git", ".venv", "var", "node_modules", "vendor", "dist", "build"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def modules(folder: Path = PACKAGE) -> tuple[Path, ...]:
    return tuple(sorted(folder.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, FUNCTION))


def calls(node: ast.AST) -> Iterator[tuple[str, int]]:
    """("datetime.now", line) for every call, as it is written."""
    for found in ast.walk(node):
        if isinstance(found, ast.Call):
            yield ast.unparse(found.func), found.lineno


@cache
def texts() -> tuple[tuple[Path, str], ...]:
    """Every text of the repository that we wrote ourselves."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = set(path.relative_to(ROOT).parts)
        if not path.is_file() or parts & NOT_OURS or any(part.startswith(".") and part != ".ci" for part in parts):
            continue
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return tuple(found)
