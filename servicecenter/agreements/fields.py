"""What a handbook's clauses can say, as fields to fill in; read from the model, so that none is forgotten. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from servicecenter.agreements.model import Clause

PLAIN = ("number", "title", "text", "sample")  # what every clause has; everything else is a rule
RULES: Mapping[str, str] = {
    "greeting": "Begrüßung",
    "privacy": "Datenschutzhinweis",
    "hours": "Servicezeiten",
    "scope": "Umfang",
    "lotse": "Lotse für Unternehmen",
    "forwarding": "Weiterleitung",
    "overload": "Überlast",
    "queue": "Warteschlange",
    "promise": "Zusage",
    "partners": "Zusage von Partnern",
    "callback": "Rückrufversuche",
    "retention": "Aufbewahrung",
    "service_level": "Servicelevel",
    "first_contact": "Erstkontaktquote",
    "flood": "Häufige Anrufe und gesperrte Nummern",
    "escalation": "Erinnerungen",
    "emergency": "Notfälle",
    "confirmation": "Eingangsbestätigung per E-Mail",
    "finality": "Was als abschließend beantwortet gilt",
    "reporting": "Berichte",
}
LABELS: Mapping[str, str] = {
    "admit": "höchstens so viele warten",
    "at_risk": "erinnert wird, wenn es gefährdet ist",
    "at_risk_hours": "gefährdet, wenn so viele Öffnungsstunden bleiben",
    "attempts": "Versuche, bevor die Person anders benachrichtigt wird",
    "blocked": "gesperrte Rufnummern",
    "breached": "erinnert wird, wenn es nicht gehalten ist",
    "calendar_days": "Kalendertage",
    "callbacks": "wer den Platz behält und zurückgerufen wird",
    "callers": "so viele warten",
    "calls": "so viele Anrufe von einer Nummer",
    "days_after_closing": "Tage nach Abschluss",
    "deputy": "danach die Vertretung anrufen",
    "due": "erinnert wird, wenn es fällig ist",
    "duty": "Pflicht der Fachämter",
    "formula": "Formel",
    "greeted": "vor dem Warten begrüßt eine Ansage",
    "groups": "Gruppen von Leistungen",
    "hours": "Kalender, in dem die Ämter Anrufe annehmen",
    "keep_minutes": "ein behaltener Platz gilt so viele Minuten",
    "leistungen": "einzelne Leistungen",
    "pauses": "wartet, solange eine Rückfrage an die Person offen ist",
    "local_closings": "örtliche Schließtage verlängern die Frist",
    "mode": "Umgang",
    "months": "Monate",
    "name": "Kurzname der Zusage",
    "named_persons": "namentlich gewünschte Personen",
    "offer_seconds": "klingelt bei einer Servicekraft so viele Sekunden",
    "office": "wer sie schuldet",
    "place_after_seconds": "nach so vielen Sekunden kann man den Platz behalten",
    "position_every_seconds": "alle so viele Sekunden wird der Platz angesagt",
    "priority": "Vorrang: so viele Anrufe über den Anteil hinaus",
    "reading": "Lesart der Servicestunden",
    "referred": "genannte Nummern anderer Behörden",
    "ring_seconds": "klingelt so viele Sekunden",
    "service_hours": "Servicestunden",
    "short_abandon_seconds": "Auflegen binnen so vieler Sekunden zählt nicht",
    "skills": "was die Servicekraft können muss",
    "stages": "Stufen",
    "substitute": "Vertretungsstelle",
    "target_percent": "Ziel in Prozent",
    "ticket": "Ticket",
    "transfer": "verbinden",
    "wait_seconds": "der erste wartet so viele Sekunden",
    "weeks": "Wochen",
    "weight": "Gewicht unter allen Kommunen",
    "wish_key": "Taste für den Rückruf",
    "within_minutes": "binnen so vieler Minuten",
    "within_seconds": "binnen so vieler Sekunden",
    "without_period": "ohne Frist",
    "working_days": "Arbeitstage",
    "wrap_up_seconds": "Nachbearbeitung in Sekunden",
}
CHOICES: Mapping[str, str] = {
    "answer": "das ServiceCenter antwortet",
    "answer_and_forward": "antwortet und gibt weiter",
    "forward": "gibt nur weiter",
    "out": "gehört nicht zum Umfang",
    "opening_hours": "Stunden, in denen das Amt offen ist",
    "next_working_day": "bis zum Ende des nächsten Arbeitstags",
    "responsible": "das zuständige Amt",
    "operator": "das ServiceCenter",
    "answered_in_time/answered": "in der Zeit angenommene von allen angenommenen",
    "(answered_in_time+short_abandons)/offered": "in der Zeit angenommene und früh aufgelegte von allen Anrufen",
    "answered_in_time/(offered-short_abandons)": "in der Zeit angenommene von allen Anrufen ohne früh aufgelegte",
    "answered_in_time/offered": "in der Zeit angenommene von allen Anrufen",
    "left_out": "zählt nicht mit",
    "in_time": "zählt als angenommen, wenn es in der Zeit gewählt wurde",
    "against": "zählt als nicht gehalten",
    "apart": "zählt gesondert",
    "answered": "zählt als beantwortet",
}


class Kind(StrEnum):
    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"
    NUMBERS = "numbers"  # a list, with commas
    WORDS = "words"  # likewise
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """`name` within its rule; empty where the rule is the field itself, as a greeting is."""

    name: str
    label: str
    kind: Kind
    choices: tuple[str, ...] = ()
    optional: bool = False
    default: Any = None  # what holds where the file says nothing


def fields_of(rule: str) -> tuple[Field, ...]:
    annotation = _bare(Clause.model_fields[rule].annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return tuple(
            _field(name, LABELS[name], info.annotation, None if info.is_required() else info.default)
            for name, info in annotation.model_fields.items()
        )
    return (_field("", RULES[rule], Clause.model_fields[rule].annotation, None),)


def _field(name: str, label: str, annotation: Any, default: Any) -> Field:
    bare = _bare(annotation)
    optional = NoneType in get_args(annotation)
    if get_origin(bare) is Literal:
        return Field(name, label, Kind.CHOICE, get_args(bare), optional, default)
    if get_origin(bare) is tuple:
        kind = Kind.NUMBERS if _bare(get_args(bare)[0]) is int else Kind.WORDS
    else:
        kind = {bool: Kind.FLAG, int: Kind.NUMBER, float: Kind.NUMBER}.get(bare, Kind.TEXT)
    return Field(name, label, kind, (), optional, default)


def _bare(annotation: Any) -> Any:
    """Without Annotated and without None."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(each for each in get_args(annotation) if each is not NoneType))
    return annotation
