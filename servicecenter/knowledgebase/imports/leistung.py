"""One Leistung of XZuFi as an article; text modules by the codes of the list leistungstextmodulleika. Pure.

`checked_on` stays empty: that a text came in a file does not mean that anybody opened its source.
"""

import re
from collections.abc import Iterator
from datetime import date
from html import escape

from servicecenter.knowledgebase.imports.collecting import article_id
from servicecenter.knowledgebase.imports.html import entries, one_line, to_markdown, to_text
from servicecenter.knowledgebase.imports.organisations import german
from servicecenter.knowledgebase.imports.xml import Element
from servicecenter.knowledgebase.model import Article, Source

Notes = list[tuple[str, str]]  # kind and name of what was not taken

NAME, NAME_2, SHORT, FULL, LAW, DOCUMENTS, CONDITIONS, COST, TIME, PERIOD, TEASER = (
    "02", "03", "05", "06", "07", "08", "09", "10", "12", "13", "24"
)  # fmt: skip
# What follows the full text, in this order, each under its heading.
SECTIONS = {
    "11": "Verfahrensablauf", "14": "Formulare", "16": "Hinweise", "15": "Weiterführende Informationen",
    "22": "Zuständige Stelle", "23": "Ansprechpunkt", "25": "Rechtsbehelf",
}  # fmt: skip
_MODULES = frozenset({NAME, NAME_2, SHORT, FULL, LAW, DOCUMENTS, CONDITIONS, COST, TIME, PERIOD, TEASER, *SECTIONS})
_TAKEN = frozenset(
    {"id", "leistungsbezeichnung", "bezeichnung", "referenzleika", "modultext", "modulkosten", "modulfrist",
     "modulbearbeitungsdauer", "modulbegriffimkontext", "modulursprungsportal", "modulfachlichefreigabe", "gueltigkeit",
     "sprachversion", "kurztext", "volltext"}
)  # fmt: skip
_LONGEST_ANSWER = 500  # more is not read aloud


def article(record: Element, key: str, holder: str) -> tuple[Article, Notes]:
    """Raises ValueError with a German reason, without its full stop."""
    if not key:
        raise ValueError("Die Kennung fehlt")
    texts = _texts(record)
    names = [one_line(name) for name in (texts.get(NAME_2), texts.get(NAME), _named(record)) if name]
    _must_be_german(record, names)
    short = to_text(texts.get(TEASER) or texts.get(SHORT, ""))
    is_answer = bool(short) and "\n" not in short and len(short) <= _LONGEST_ANSWER
    valid_from, valid_until = _validity(record)
    made = Article(
        id=article_id(key), holder=holder, title=names[0], leika=_leika(record) or None,
        answer=short if is_answer else None,
        details=_details(texts, with_short=not is_answer or TEASER in texts) or None,
        who=to_text(texts.get(CONDITIONS, "")) or None,
        documents=entries(texts.get(DOCUMENTS, "")) or None,
        fee=_module(record, "modulkosten") or to_text(texts.get(COST, "")) or None,
        duration=_module(record, "modulbearbeitungsdauer") or to_text(texts.get(TIME, "")) or None,
        deadlines=_module(record, "modulfrist") or to_text(texts.get(PERIOD, "")) or None,
        legal_basis=entries(texts.get(LAW, "")) or None,
        synonyms=_synonyms(record, names) or None, source=_source(record, key),
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    return made, list(_notes(record))


def _must_be_german(record: Element, names: list[str]) -> None:
    languages = [version.text("languagecode").lower() for version in record.all("sprachversion")]
    if names:
        return
    if languages and not any(language.startswith("de") for language in languages):
        raise ValueError("Es gibt keine deutsche Sprachfassung")
    raise ValueError("Die deutsche Bezeichnung fehlt")


def _texts(record: Element) -> dict[str, str]:
    """German texts by code of their module, links of the module behind them; the first of a code wins."""
    found: dict[str, str] = {}
    for module in record.all("modultext"):
        code = module.text("leikatextmodul", "code").zfill(2)
        text = german(module.all("inhalt"))
        links = "".join(_link(link) for link in module.all("weiterfuehrenderlink"))
        if text or links:
            found.setdefault(code, f"{text}<ul>{links}</ul>" if links else text)
    for name, code in (("kurztext", SHORT), ("volltext", FULL)):
        if text := german(record.all(name)):
            found.setdefault(code, text)
    return found


def _link(link: Element) -> str:
    address = link.text("uri") or link.text("url")
    title = german(link.all("titel")) or address
    return f'<li><a href="{escape(address)}">{escape(one_line(title))}</a></li>' if address else ""


def _named(record: Element) -> str:
    return german(record.all("leistungsbezeichnung")) or german(record.all("bezeichnung"))


def _leika(record: Element) -> tuple[str, ...]:
    keys = (reference.text("code") for reference in record.all("referenzleika"))
    return tuple(dict.fromkeys(key for key in keys if re.fullmatch(r"\d{14}", key, re.ASCII)))


def _details(texts: dict[str, str], *, with_short: bool) -> str:
    parts = [to_markdown(texts.get(FULL, ""))]
    if with_short and SHORT in texts:
        parts.insert(0, to_markdown(texts[SHORT]))
    for code, heading in SECTIONS.items():
        if text := to_markdown(texts.get(code, "")):
            parts.append(f"### {heading}\n\n{text}")
    return "\n\n".join(part for part in parts if part)


def _module(record: Element, name: str) -> str:
    """The sentence of a module; amounts and periods as numbers have no words of their own and are told as left out."""
    sentences = (to_text(german(module.all("beschreibung"))) for module in record.all(name))
    return "\n".join(sentence for sentence in sentences if sentence)


def _synonyms(record: Element, names: list[str]) -> tuple[str, ...]:
    words = (one_line(german(term.all("begriff"))) for term in record.all("modulbegriffimkontext", "begriffimkontext"))
    known = (word for word in [*words, *names[1:]] if word and word.casefold() != names[0].casefold())
    return tuple({word.casefold(): word for word in known}.values())


def _source(record: Element, key: str) -> tuple[Source, ...]:
    released = record.text("modulfachlichefreigabe", "fachlichfreigegebenam")[:10]
    behind = f", fachlich freigegeben am {day:%d.%m.%Y}" if (day := _day(released)) else ""
    origin = record.first("modulursprungsportal")
    address = origin.text("uri") if origin else ""
    title = one_line(german(origin.all("titel"))) if origin else ""
    is_address = re.fullmatch(r"https?://\S+", address) is not None
    return (Source(f"{title or 'XZuFi'} ({key}){behind}", address if is_address else ""),)


def _validity(record: Element) -> tuple[date | None, date | None]:
    period = record.first("gueltigkeit")
    if period is None:
        return None, None
    return _day(period.text("beginn")[:10]), _day(period.text("ende")[:10])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _notes(record: Element) -> Iterator[tuple[str, str]]:
    for child in record.elements:
        if child.name not in _TAKEN:
            yield "Element der Leistung", child.name
    for module in record.all("modultext"):
        code = module.text("leikatextmodul", "code").zfill(2)
        if code not in _MODULES:
            yield "Textmodul", code
        for text in module.all("inhalt"):
            language = text.attributes.get("languagecode", "de").lower()
            if language not in {"de", "de-de"}:
                yield "Sprachfassung", language
    for name in ("modulkosten", "modulfrist", "modulbearbeitungsdauer"):
        parts = {child.name for module in record.all(name) for child in module.elements}
        if parts - {"beschreibung", "positiondarstellung", "id"}:
            yield "Zahlen statt eines Satzes", name
    for reference in record.all("referenzleika"):
        if not re.fullmatch(r"\d{14}", reference.text("code"), re.ASCII):
            yield "LeiKa-Schlüssel ohne 14 Ziffern", reference.text("code")[:30] or "leer"
    if len(list(record.all("gueltigkeit"))) > 1:
        yield "Element der Leistung", "gueltigkeit (ab der zweiten)"
