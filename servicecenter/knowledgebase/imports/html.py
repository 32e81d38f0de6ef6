"""HTML of other people's editors, read into a small tree; scripts, styles and attributes never get in. Pure.

`to_markdown` keeps paragraphs, headings, lists, links, emphasis and tables; `to_text` keeps words and list dashes.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Union

from servicecenter.knowledgebase.imports import render

DEEPEST = 40  # more is an attack or a broken editor; what lies deeper is kept, flat
LONGEST = 200_000  # signs of one text: ten times the longest seen
_SILENT = frozenset("script style iframe object applet template noscript svg math head frameset".split())  # noqa: SIM905
_VOID = frozenset("br hr img input wbr meta link source col area base param track embed".split())  # noqa: SIM905
# An opening tag ends what may not contain it: <li> a <li> b, <p> a <ul>.
_ENDS: dict[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
}
_HOLDS = frozenset({"ul", "ol", "table", "dl", "blockquote"})
# No part can run past the next "<": the search stays linear whatever comes.
_TOKEN = re.compile(
    r"""<!--|<[!?][^<>]*>|<(?P<end>/?)(?P<tag>[a-zA-Z][\w:-]*)"""
    r"""(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*|[^<>]*)>"""
)
_ATTRIBUTE = re.compile(r"""(?P<name>[\w:-]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""")
# Nobody sees them: zero-width signs, soft hyphens, signs that turn the direction; control signs; halves of a pair.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_BULLET = re.compile(r"\s*(?:[•·▪◦*–-]|o(?=\s{2}))\s+(?=\S)")


@dataclass(slots=True)
class Node:
    tag: str
    href: str = ""
    children: list[Union["Node", str]] = field(default_factory=list)


def clean(text: str) -> str:
    """Without signs that nobody sees; every line end is \\n, every blank a blank."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _UNSEEN.sub("", _BLANK.sub(" ", lines))


def one_line(text: str) -> str:
    """A title or a name: markup gone, one line."""
    return " ".join(to_text(text).split())


def to_markdown(text: str) -> str:
    return render.markdown(tree(text))


def to_text(text: str) -> str:
    return render.plain(tree(text))


def entries(text: str) -> tuple[str, ...]:
    """A checklist: one entry a line or list item, each once, in its order."""
    lines = (_BULLET.sub("", line, count=1).strip() for line in to_text(text).split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))


def tree(text: str) -> Node:
    """Raises ValueError for a text that no article can be."""
    if len(text) > LONGEST:
        raise ValueError(f"Ein Text ist länger als {LONGEST} Zeichen")
    cleaned = clean(text)
    return _parsed(cleaned) if _TOKEN.search(cleaned) else _typed(cleaned)


def _parsed(text: str) -> Node:
    reader = _Reader()
    reader.feed(text)
    return reader.root


class _Reader:
    """Tags by one expression, every sign looked at once: html.parser needs minutes for a hostile 200,000 signs."""

    def __init__(self) -> None:
        self.root = Node("body")
        self._open = [self.root]

    def feed(self, text: str) -> None:
        at = 0
        while (found := _TOKEN.search(text, at)) is not None:
            self._data(text[at : found.start()])
            at = found.end()
            if found["tag"] is None:  # a comment, a DOCTYPE, a processing instruction
                at = _after(text, "-->", at) if found[0] == "<!--" else at
            elif found["tag"].lower() in _SILENT:
                at = _after(text, f"</{found['tag'].lower()}", at) if not found["end"] else at
            elif found["end"]:
                self._end(found["tag"].lower())
            else:
                self._start(found["tag"].lower(), found["attributes"])
        self._data(text[at:])

    def _start(self, tag: str, attributes: str) -> None:
        self._end_what_cannot_hold(tag)
        node = Node(tag, href=_kept(tag, attributes))
        self._open[-1].children.append(node)
        if tag not in _VOID and not attributes.endswith("/") and len(self._open) < DEEPEST:
            self._open.append(node)

    def _end(self, tag: str) -> None:
        at = next((i for i in range(len(self._open) - 1, 0, -1) if self._open[i].tag == tag), 0)
        if at:
            del self._open[at:]

    def _data(self, data: str) -> None:
        if data:
            self._open[-1].children.append(clean(unescape(data)))  # cleaned again: &#8203; was an entity before

    def _end_what_cannot_hold(self, tag: str) -> None:
        ended = _ENDS.get(tag) or (frozenset({"p"}) if tag in render.BLOCKS else None)
        for at in range(len(self._open) - 1, 0, -1):
            if ended and self._open[at].tag in ended:
                del self._open[at:]
                return
            if self._open[at].tag in _HOLDS:
                return


def _after(text: str, end: str, at: int) -> int:
    """Behind the end of what is skipped; without an end nothing more is read, as a browser does it."""
    found = re.compile(re.escape(end) + (r"[^>]*>?" if end != "-->" else ""), re.IGNORECASE).search(text, at)
    return found.end() if found else len(text)


def _kept(tag: str, attributes: str) -> str:
    """The only attribute that is kept: where a link leads, and what a picture shows."""
    wanted = {"a": "href", "img": "alt"}.get(tag)
    if wanted is None:
        return ""
    given = (found for found in _ATTRIBUTE.finditer(attributes) if found["name"].lower() == wanted)
    found = next(given, None)
    return clean(unescape(found["double"] or found["single"] or found["bare"] or "")) if found else ""


def _typed(text: str) -> Node:
    """Text without tags, as typed: empty lines part paragraphs, lines with a bullet are a list."""
    text = "".join(piece for piece in _parsed(text).children if isinstance(piece, str))  # entities only
    root = Node("body")
    for paragraph in re.split(r"\n\s*\n", text):
        for line in paragraph.split("\n"):
            _add_line(root, line)
        root.children.append(Node("p"))
    return root


def _add_line(root: Node, line: str) -> None:
    last = root.children[-1] if root.children else None
    if _BULLET.match(line):
        if not isinstance(last, Node) or last.tag != "ul":
            root.children.append(last := Node("ul"))
        last.children.append(Node("li", children=[_BULLET.sub("", line, count=1)]))
    elif line.strip():
        if isinstance(last, Node) and last.tag == "p" and last.children:
            last.children += [Node("br"), line]
        else:
            root.children.append(Node("p", children=[line]))
