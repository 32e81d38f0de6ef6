"""XML as a stream: records one by one, in bounded memory; what could harm is refused before it is read."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from servicecenter.knowledgebase.imports.xml import Broken, Element, Limits, Refused, records

MB = 1024 * 1024


def read(text: bytes, limits: Limits | None = None) -> list[Element]:
    return list(
        records(io.BytesIO(text), lambda *_: None, lambda name, _: name == "satz", limits=limits or Limits())
    )  # fmt: skip


class Repeated(io.RawIOBase):
    """A file of any size that never exists: the same record again and again."""

    def __init__(self, record: bytes, times: int) -> None:
        self._pieces = self._each(record, times)
        self._held = b""

    @staticmethod
    def _each(record: bytes, times: int) -> Iterator[bytes]:
        yield b"<alles>"
        for _ in range(times):
            yield record
        yield b"</alles>"

    def read(self, size: int = -1) -> bytes:
        while len(self._held) < size and (piece := next(self._pieces, b"")):
            self._held += piece
        given, self._held = self._held[:size], self._held[size:]
        return given


def test_records_come_with_names_in_small_letters_and_their_place() -> None:
    one, two = read(b'<x:alles xmlns:x="urn:x">\n <x:Satz Art="a"><x:Id>1</x:Id></x:Satz>\n <x:satz/></x:alles>')
    assert (one.name, one.attributes, one.text("id"), one.place) == ("satz", {"art": "a"}, "1", "Zeile 2, Spalte 2")
    assert two.place == "Zeile 3, Spalte 2"


def test_markup_inside_a_text_becomes_tags_again() -> None:
    (one,) = read(b'<alles><satz>vor <b>fett</b> <a href="https://x.example">da</a></satz></alles>')
    assert one.text() == 'vor <b>fett</b> <a href="https://x.example">da</a>'


@pytest.mark.parametrize(
    "dtd",
    [
        pytest.param(b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>', id="billion laughs"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', id="external entity"),
        pytest.param(b'<!DOCTYPE a SYSTEM "http://x.example/a.dtd">', id="external DTD"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://x.example/a"> %x;]>', id="parameter entity"),
    ],
)
def test_a_dtd_is_refused_where_it_begins(dtd: bytes) -> None:
    with pytest.raises(Refused, match=r"DTD.*Zeile 1, Spalte \d+.*ohne DTD"):
        read(dtd + b"<alles><satz>&y;</satz></alles>")


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        pytest.param(b"<alles>\n<satz></alles>", "Zeile 2, Spalte 9", "gehört nicht zum zuletzt", id="wrong end"),
        pytest.param(b"<alles><satz/>", "Zeile 1, Spalte 15", "Ende|endet", id="broken off"),
        pytest.param(b"<alles>\nM\xfcll</alles>", "Zeile 2, Spalte 2", "Kodierung", id="not the encoding it says"),
        pytest.param(b'<?xml version="1.0" encoding="quatsch"?><a/>', "Zeile 1, Spalte", "Kodierung", id="unknown"),
        pytest.param(b"", "Zeile 1, Spalte 1", "leer", id="empty"),
        pytest.param(b"{}", "Zeile 1, Spalte 1", "Zeichen", id="no XML"),
        pytest.param(b"<alles>&x;</alles>", "Zeile 1, Spalte 8", "Entität", id="undefined entity"),
        pytest.param(b"<a>" * 80, "Zeile 1, Spalte", "verschachtelt", id="too deep"),
    ],
)
def test_broken_xml_is_told_with_line_and_column(text: bytes, place: str, reason: str) -> None:
    with pytest.raises(Broken, match=reason) as broken:
        read(text)
    assert broken.value.place.startswith(place)


def test_latin_1_is_read_where_the_file_says_so() -> None:
    (one,) = read('<?xml version="1.0" encoding="ISO-8859-1"?><a><satz>Müll</satz></a>'.encode("latin-1"))
    assert one.text() == "Müll"


def test_a_record_too_large_keeps_its_id_and_the_rest_goes_on() -> None:
    large = b"<satz><id>1</id><t>" + b"x" * 2000 + b"</t><t>y</t></satz>"
    one, two = read(b"<a>" + large + b"<satz><id>2</id></satz></a>", Limits(record=1000, file=MB))
    assert (one.too_large, one.text("id"), one.text("t")) == (True, "1", "")
    assert (two.too_large, two.text("id")) == (False, "2")


def test_a_tag_without_an_end_does_not_fill_the_memory() -> None:
    with pytest.raises(Broken, match="endet nicht"):
        read(b"<a><!-- " + b"x" * (3 * 64 * 1024), Limits(record=100_000))


def test_a_file_beyond_the_limit_is_refused_while_it_is_read() -> None:
    stream = Repeated(b"<satz>x</satz>" * 1000, times=10_000)  # 140 MB, if anybody read them
    with pytest.raises(Refused, match=r"zu groß.*höchstens 1 MB.*teilen"):
        list(records(stream, lambda *_: None, lambda name, _: name == "satz", limits=Limits(file=MB)))


def test_twenty_megabytes_need_no_more_memory_than_one_record() -> None:
    stream = Repeated(b"<satz>" + (b"<t>" + b"Text mit Worten " * 100 + b"</t>") * 10 + b"</satz>\n", times=1300)
    tracemalloc.start()
    count = sum(1 for _ in records(stream, lambda *_: None, lambda name, _: name == "satz", limits=Limits()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 1300
    assert peak < 4 * MB
