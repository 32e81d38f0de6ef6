"""XML read as a stream of records, in bounded memory. Pure: the caller opens the file.

A DTD is refused where it begins: without one there are no entities of the file's own, so no „billion laughs“, and
nothing is fetched from outside. Expat itself is asked, since ElementTree lets no handler stand before a DTD.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Union
from xml.parsers import expat

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.imports.model import Progress

MB = 1024 * 1024
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    file: int = 256 * MB  # a Land's whole export has less
    record: int = 4 * MB  # one Leistung with all its texts
    depth: int = 64


class Refused(Invalid):
    """The file is not read at all, or not further: a DTD, too large, not the expected standard."""

    code = "import-refused"


class Broken(Exception):
    """The XML ends being well-formed here; what came before stands."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.column, self.reason = line, column, reason

    @property
    def place(self) -> str:
        return f"Zeile {self.line}, Spalte {self.column}"


@dataclass(slots=True)
class Element:
    """`name` is local and in small letters: exports differ in namespace and spelling, never in the word."""

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    within: str = ""  # the name of the element around it
    children: list[Union["Element", str]] = field(default_factory=list)
    too_large: bool = False

    @property
    def place(self) -> str:
        return f"Zeile {self.line}, Spalte {self.column}"

    @property
    def elements(self) -> Iterator["Element"]:
        return (child for child in self.children if isinstance(child, Element))

    def all(self, *path: str) -> Iterator["Element"]:
        """Every element at the end of the path of names."""
        for child in self.elements:
            if child.name == path[0]:
                if len(path) == 1:
                    yield child
                else:
                    yield from child.all(*path[1:])

    def first(self, *path: str) -> Union["Element", None]:
        return next(self.all(*path), None)

    def text(self, *path: str) -> str:
        """The first such element's text without blanks around; elements inside it become tags again (XHTML)."""
        found = self.first(*path) if path else self
        return found.inner().strip() if found else ""

    def inner(self) -> str:
        return "".join(child if isinstance(child, str) else child.outer() for child in self.children)

    def outer(self) -> str:
        href = self.attributes.get("href", "").replace("&", "&amp;").replace('"', "&quot;")
        return f'<{self.name} href="{href}">{self.inner()}</{self.name}>' if href else (
            f"<{self.name}>{self.inner()}</{self.name}>"
        )  # fmt: skip


IsRecord = Callable[[str, str], bool]  # name, name of the element around it
IsRoot = Callable[[str, str], None]  # namespace, name; raises Refused


def records(
    stream: BinaryIO, is_root: IsRoot, is_record: IsRecord, *, limits: Limits, size: int = 0,
    progress: Progress | None = None,
) -> Iterator[Element]:  # fmt: skip
    """Raises Refused, and Broken where the XML breaks. `size` is for the progress only."""
    reader = _Reader(is_root, is_record, limits)
    done = 0
    while chunk := stream.read(CHUNK):
        done += len(chunk)
        if done > limits.file:
            raise too_large(limits.file)
        reader.feed(chunk)
        yield from reader.take()
        if progress is not None:
            progress(done, max(size, done), "lesen")
    reader.feed(b"", last=True)
    yield from reader.take()


def too_large(limit: int) -> Refused:
    return Refused(
        "Die Datei ist zu groß.",
        f"Ein Import liest höchstens {limit // MB} MB.",
        "Bitte den Export teilen, zum Beispiel nach Kommunen.",
    )


class _Reader:
    def __init__(self, is_root: IsRoot, is_record: IsRecord, limits: Limits) -> None:
        self._is_root, self._is_record, self._limits = is_root, is_record, limits
        self._around: list[str] = []  # names of the open elements outside a record
        self._open: list[Element] = []  # the record and what is open inside it
        self._depth = self._size = self._silent = 0
        self._ready: list[Element] = []
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse_dtd
        parser.EntityDeclHandler = self._refuse_dtd
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._heard

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        self._silent += len(chunk)
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            reason = _GERMAN.get(error.code, expat.ErrorString(error.code) or "unbekannter Fehler")
            raise Broken(error.lineno, error.offset + 1, f"Das XML ist hier nicht wohlgeformt: {reason}.") from error
        except (LookupError, ValueError) as error:  # an encoding Python does not know
            raise Broken(1, 1, "Die Kodierung, die die Datei nennt, ist unbekannt.") from error
        if self._silent > self._limits.record:  # a tag or a comment that does not end: expat would hold all of it
            line, column = self._place()
            raise Broken(line, column, "Ein einzelnes Zeichenstück endet nicht.")

    def take(self) -> list[Element]:
        ready, self._ready = self._ready, []
        return ready

    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _heard(self, *_given: str) -> None:
        self._silent = 0

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        namespace, _, local = full.rpartition(" ")
        name = local.lower()
        self._silent, self._depth = 0, self._depth + 1
        if self._depth == 1:
            self._is_root(namespace, local)
        if self._depth > self._limits.depth:
            raise Broken(*self._place(), f"Das XML ist tiefer als {self._limits.depth} Ebenen verschachtelt.")
        around = self._open[-1].name if self._open else self._around[-1] if self._around else ""
        if not self._open and not self._is_record(name, around):
            self._around.append(name)
            return
        element = Element(name, {_local(key): value for key, value in attributes.items()}, *self._place(), around)
        if not self._open:
            self._size = 0
        self._grow(len(name) + 64 + sum(len(key) + len(value) + 64 for key, value in attributes.items()))
        if self._open and not self._open[0].too_large:
            self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, _full: str) -> None:
        self._silent, self._depth = 0, self._depth - 1
        if not self._open:
            self._around.pop()
        elif len(self._open) == 1:
            self._ready.append(self._open.pop())
        else:
            self._open.pop()

    def _text(self, text: str) -> None:
        self._silent = 0
        if self._open and not self._open[0].too_large:
            self._open[-1].children.append(text)
            self._grow(len(text))

    def _grow(self, signs: int) -> None:
        """A record that grows too large keeps its id and loses the rest; the others are read on."""
        self._size += signs
        if self._size > self._limits.record and self._open and not self._open[0].too_large:
            self._open[0].too_large = True
            self._open[0].children = list(self._open[0].all("id"))

    def _refuse_dtd(self, *_given: object) -> None:
        line, column = self._place()
        raise Refused(
            "Die Datei wird nicht gelesen: Sie enthält eine Dokumenttyp-Definition (DTD).",
            f"Zeile {line}, Spalte {column}: Eine DTD kann beim Lesen den Speicher füllen oder fremde Dateien holen.",
            "Bitte einen Export ohne DTD wählen; XZuFi braucht keine.",
        )


def _local(name: str) -> str:
    return name.rpartition(" ")[2].lower()


_GERMAN = {
    expat.errors.codes[text]: german
    for text, german in (
        (expat.errors.XML_ERROR_NO_ELEMENTS, "die Datei ist leer oder endet vor dem ersten Element"),
        (expat.errors.XML_ERROR_INVALID_TOKEN, "ein Zeichen, das hier nicht stehen darf, oder eine falsche Kodierung"),
        (expat.errors.XML_ERROR_UNCLOSED_TOKEN, "die Datei endet mitten in einem Zeichenstück"),
        (expat.errors.XML_ERROR_TAG_MISMATCH, "dieses Ende gehört nicht zum zuletzt begonnenen Element"),
        (expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE, "ein Attribut steht zweimal"),
        (expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT, "nach dem Ende des Dokuments steht noch etwas"),
        (expat.errors.XML_ERROR_UNDEFINED_ENTITY, "eine Entität, die nirgends erklärt ist"),
        (expat.errors.XML_ERROR_UNKNOWN_ENCODING, "die Kodierung, die die Datei nennt, ist unbekannt"),
        (expat.errors.XML_ERROR_INCORRECT_ENCODING, "die Datei ist anders kodiert, als sie sagt"),
        (expat.errors.XML_ERROR_SYNTAX, "hier wird XML erwartet"),
        (expat.errors.XML_ERROR_PARTIAL_CHAR, "ein Zeichen ist nicht vollständig"),
        (expat.errors.XML_ERROR_UNBOUND_PREFIX, "ein Präfix ohne Namensraum"),
        (expat.errors.XML_ERROR_BAD_CHAR_REF, "ein Zeichen, das es in XML nicht gibt"),
        (expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION, "ein CDATA-Abschnitt endet nicht"),
    )
}
