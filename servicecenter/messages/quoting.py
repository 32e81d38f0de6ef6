"""What somebody wrote, apart from what their program repeated below or above it; and HTML as plain text. Pure."""

import re
from html.parser import HTMLParser

# As the usual programs begin the repeated part, in German and English; the first two may break over two lines.
BEGINS = re.compile(
    r"^(?:"
    r"(?:Am|On)\s[^\n]{4,200}(?:\n[^\n]{0,200})?\s(?:schrieb|wrote)[^\n]{0,200}:[ \t]*$"
    r"|-{2,}\s*(?:Original Message|Originalnachricht|Ursprüngliche Nachricht|Weitergeleitete Nachricht)\b[^\n]*$"
    r"|_{20,}[ \t]*$"
    r"|(?:\*?)(?:Von|From):(?:\*?)[^\n]+\n(?:[^\n]+\n){0,3}?(?:\*?)(?:Gesendet|Sent|Datum|Date|An|To):"
    r"|>"
    r"|--[ ]$"
    r")",
    re.MULTILINE,
)
BLOCKS = {"p", "div", "br", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre"}
HIDDEN = {"script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg"}
MANY_LINES = re.compile(r"\n{3,}")


def split_quoted(text: str) -> tuple[str, str]:
    """(written, repeated). Whoever answers below or between the lines is read too: only lines with > are repeated."""
    found = BEGINS.search(text)
    if found is None:
        return text.strip(), ""
    above, rest = text[: found.start()].strip(), text[found.start() :]
    between = _between(rest) if rest.startswith(">") or not above else ""
    if between:
        own = "\n".join(part for part in (above, between) if part)
        return own, "\n".join(line for line in rest.split("\n") if line.startswith(">")).strip()
    return above, rest.strip()


def _between(rest: str) -> str:
    """Lines without > among those that have it; nothing where no line has."""
    lines = rest.split("\n")
    if not any(line.startswith(">") for line in lines):
        return ""
    own = [line for line in lines if not line.startswith(">")]
    first = BEGINS.match(rest)
    head = first.group(0).count("\n") + 1 if first and not rest.startswith(">") else 0
    return "\n".join(own[head:]).strip()


def text_of_html(html: str) -> str:
    """Its words in lines; nothing is fetched, nothing runs, quotes are marked as in plain text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).split("\n"))
    return MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._hidden = self._quoted = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self._hidden += 1
        elif tag == "blockquote":
            self._quoted += 1
            self._line()
        elif tag in BLOCKS:
            self._line()

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._line()

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
            self._line()
        elif tag in BLOCKS:
            self._line()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data.replace("\n", " "))

    def _line(self) -> None:
        self.said.append("\n" + "> " * bool(self._quoted))
