"""A tree of HTML as Markdown, or as plain text. Pure. What is written here never turns into markup again."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Union
from urllib.parse import quote

if TYPE_CHECKING:
    from servicecenter.knowledgebase.imports.html import Node

BLOCKS = frozenset(
    "p div section article header footer main aside nav address figure figcaption table thead tbody tfoot tr ul ol li "  # noqa: SIM905
    "dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre hr form fieldset details summary body html caption center".split()
)
_LISTS = frozenset({"ul", "ol"})
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}  # the first level is the article's own title
_SCHEMES = ("https://", "http://", "mailto:", "tel:")
_SPECIAL = re.compile(r"[\\*`\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|~(?=~)")
_AT_START = re.compile(r"^(?:(#{1,6}|[-+>])(?=\s|$|>)|(>)|(=+|-{2,}|~{3,})(?=\s*$)|(\d{1,9})([.)])(?=\s|$))")
_ROOM = "\n"  # a line break within a block, until the block is written
Child = Union["Node", str]


def markdown(root: "Node") -> str:
    return "\n\n".join(_blocks(root.children, _Marked()))


def plain(root: "Node") -> str:
    return "\n".join(line for block in _blocks(root.children, _Plain()) for line in block.split("\n") if line.strip())


class _Marked:
    """How Markdown writes each thing."""

    line_break = "\\\n"

    def text(self, text: str) -> str:
        return _SPECIAL.sub(lambda found: "\\" + found[0], text)

    def strong(self, inner: str, mark: str) -> str:
        # Marks must touch a letter on their inner side, or they are read as plain stars.
        core = inner.strip()
        lead, end = _edges(core)
        if not core[lead:end].strip() or _ROOM in core:
            return inner
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        return f"{before}{core[:lead]}{mark}{core[lead:end]}{mark}{core[end:]}{after}"

    def link(self, inner: str, target: str) -> str:
        words = " ".join(inner.split())
        return f"[{words or self.text(target)}]({quote(target, safe=_SAFE)})"

    def paragraph(self, text: str) -> str:
        return self.line_break.join(_AT_START.sub(_escaped_start, line) for line in text.split(_ROOM))

    def heading(self, text: str, level: int) -> str:
        return f"{'#' * level} {text}"

    def cell(self, text: str) -> str:
        return text.replace("|", "\\|")


class _Plain(_Marked):
    line_break = "\n"

    def text(self, text: str) -> str:
        return text

    def strong(self, inner: str, mark: str) -> str:  # noqa: ARG002
        return inner

    def link(self, inner: str, target: str) -> str:
        return inner or target

    def paragraph(self, text: str) -> str:
        return text

    def heading(self, text: str, level: int) -> str:  # noqa: ARG002
        return text

    def cell(self, text: str) -> str:
        return text


_SAFE = "/:?#@!$&'*+,;=%~-._"


def _edges(core: str) -> tuple[int, int]:
    """Where the words begin and end; links and other marks count as words."""
    return _first(core, "[*§€„"), len(core) - _first(core[::-1], "])*“€%")


def _first(text: str, also: str) -> int:
    return next((at for at, sign in enumerate(text) if sign.isalnum() or sign in also), len(text))


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found[4]}\\{found[5]}" if found[4] else "\\" + found[0]


def _blocks(children: Iterable[Child], style: _Marked) -> Iterator[str]:
    """Every block's text; what stands between blocks is a paragraph of its own."""
    loose: list[Child] = []
    for child in children:
        if isinstance(child, str) or not _is_block(child):
            loose.append(child)
            continue
        yield from _paragraphs(loose, style)
        loose = []
        yield from _block(child, style)
    yield from _paragraphs(loose, style)


def _is_block(node: "Node") -> bool:
    """Also <strong><p>…</p></strong>, as editors leave it behind."""
    return node.tag in BLOCKS or any(not isinstance(child, str) and _is_block(child) for child in node.children)


def _block(node: "Node", style: _Marked) -> Iterator[str]:
    match node.tag:
        case "ul" | "ol":
            if listed := _list(node, style):
                yield listed
        case "table":
            yield from _table(node, style)
        case "blockquote":
            inner = "\n\n".join(_blocks(node.children, style))
            yield "\n".join(f"> {line}".rstrip() for line in inner.split("\n")) if inner else ""
        case tag if tag in _HEADINGS:
            if text := " ".join(_inline(node.children, style).split()):
                yield style.heading(text, _HEADINGS[tag])
        case _:
            yield from _blocks(node.children, style)


def _paragraphs(loose: list[Child], style: _Marked) -> Iterator[str]:
    """Two line breaks in a row part paragraphs."""
    for piece in re.split(r"\n\s*\n", _inline(loose, style)):
        lines = [line for line in (line.strip() for line in piece.split(_ROOM)) if line]
        if lines:
            yield style.paragraph(_ROOM.join(lines))


def _inline(children: Iterable[Child], style: _Marked) -> str:
    written = "".join(
        style.text(re.sub(r"\s+", " ", child)) if isinstance(child, str) else _word(child, style) for child in children
    )
    return re.sub(r" {2,}", " ", written)


def _word(node: "Node", style: _Marked) -> str:
    match node.tag:
        case "br":
            return _ROOM
        case "img":
            return style.text(" ".join(node.href.split()))
    inner = _inline(node.children, style)
    match node.tag:
        case "strong" | "b":
            return style.strong(inner, "**") if "**" not in inner else inner
        case "em" | "i":
            return style.strong(inner, "*") if "*" not in inner else inner
        case "a":
            target = "".join(node.href.split())
            return style.link(inner, target) if target.lower().startswith(_SCHEMES) else inner
    return inner


def _list(node: "Node", style: _Marked) -> str:
    written: list[str] = []
    for child in node.children:
        if isinstance(child, str) and not child.strip():
            continue
        blocks = list(_blocks([child] if isinstance(child, str) or child.tag != "li" else child.children, style))
        if not blocks:
            continue
        nested = not isinstance(child, str) and child.tag in _LISTS  # <ul><ul>: belongs to the item before
        mark = f"{len(written) + 1}. " if node.tag == "ol" else "- "
        text = _item(blocks, " " * len(mark))
        if nested and written:
            written[-1] += "\n" + _indented(text, " " * len(mark))
        else:
            written.append(mark + text)
    return "\n".join(written)


def _item(blocks: list[str], indent: str) -> str:
    """A list within an item follows at once, a second paragraph after an empty line."""
    text = blocks[0]
    for block in blocks[1:]:
        text += ("\n" if re.match(r"(?:-|\d+\.) ", block) else "\n\n") + block
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{indent}{line}" if line else "" for line in rest)])


def _indented(text: str, indent: str) -> str:
    return "\n".join(f"{indent}{line}" if line else "" for line in text.split("\n"))


def _table(node: "Node", style: _Marked) -> Iterator[str]:
    """A table where there are columns; one column is a run of paragraphs."""
    rows = [list(_cells(row)) for row in _within(node, lambda tag: tag == "tr")]
    width = max((len(row) for row in rows), default=0)
    if width <= 1:
        yield from (block for row in rows for cell in row for block in _blocks(cell.children, style))
        return
    texts = [[_cell(cell, style) for cell in row] + [""] * (width - len(row)) for row in rows]
    if isinstance(style, _Plain):
        yield from (" – ".join(text for text in row if text) for row in texts)
        return
    lines = ["| " + " | ".join(row) + " |" for row in texts]
    yield "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cells(row: "Node") -> Iterator["Node"]:
    return (cell for cell in row.children if not isinstance(cell, str) and cell.tag in {"td", "th"})


def _within(node: "Node", wanted: Callable[[str], bool]) -> Iterator["Node"]:
    for child in node.children:
        if isinstance(child, str):
            continue
        if wanted(child.tag):
            yield child
        else:
            yield from _within(child, wanted)


def _cell(cell: "Node", style: _Marked) -> str:
    blocks = (block.replace("\\\n", " ") for block in _blocks(cell.children, style))
    return style.cell(" ".join(" ".join(block.split()) for block in blocks))
