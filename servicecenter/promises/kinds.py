"""What each kind of promise is: what starts it, what keeps it, who records it. One table; the periods stand in the
handbooks, `usual` is what the source promises. Pure.

Sources: the agreement of the Gütesiegelgemeinschaft Serviceversprechen Mittelstand (GSM) of 15 July 2004; the quality
and testing regulations RAL-GZ 981, December 2018. Where a source names no period none is made up (`usual` is empty).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Start(StrEnum):
    CALLBACK = "callback"  # a callback is wished: the program starts it, a reached caller keeps it
    TICKET = "ticket"  # a concern is handed on: the program starts it, the answer keeps it
    COMPLAINT = "complaint"  # a complaint is recorded: the program starts it, the answer keeps it
    RECORDED = "recorded"  # the Fachamt records start and fulfilment
    STANDING = "standing"  # the source names no period: it is never watched, only its fulfilment is recorded


AUTOMATIC = (Start.CALLBACK, Start.TICKET, Start.COMPLAINT)
NOTICE, ANNOUNCED, DESK = "gsm-10", "announced", "gsm-11"  # what other rooms ask for by name


@dataclass(frozen=True, slots=True)
class PromiseKind:
    """`starts`, `keeps` and `recorded_by` are German, for people; `only_if` is a condition somebody must confirm."""

    name: str
    title: str
    start: Start
    starts: str
    keeps: str
    recorded_by: str
    source: str
    usual: Mapping[str, int] = field(default_factory=dict)
    business: bool = False  # promised to businesses alone
    only_if: str = ""

    @property
    def is_automatic(self) -> bool:
        """Started and kept by the program itself."""
        return self.start in AUTOMATIC


PROGRAM, FACHAMT, LOTSE = "das Programm", "das Fachamt", "der Lotse"
GSM, RAL = "GSM Serviceversprechen {}", "RAL-GZ 981, Kriterium {}"


def _gsm(
    number: int, title: str, start: Start, starts: str, keeps: str, recorded_by: str, *, only_if: str = "", **usual: int
) -> PromiseKind:
    source = GSM.format(number)
    return PromiseKind(f"gsm-{number}", title, start, starts, keeps, recorded_by, source, usual, True, only_if)


def _ral(letter: str, title: str, start: Start, starts: str, keeps: str, recorded_by: str, **usual: int) -> PromiseKind:
    return PromiseKind(
        f"ral-{letter}", title, start, starts, keeps, recorded_by, RAL.format(letter), usual, business=True
    )


C, T, B, R, S = Start.CALLBACK, Start.TICKET, Start.COMPLAINT, Start.RECORDED, Start.STANDING
ALWAYS = "nichts: gilt immer"
TABLE: tuple[PromiseKind, ...] = (
    PromiseKind("callback", "Rückruf", C, "ein Rückruf wird gewünscht", "die Person wurde erreicht", PROGRAM,
                "Handbuch"),
    PromiseKind("reply", "Antwort", T, "ein Ticket entsteht", "das Ticket ist beantwortet", PROGRAM, "Handbuch",
                {"service_hours": 24}),
    PromiseKind("complaint", "Antwort auf eine Beschwerde", B, "eine Beschwerde geht ein",
                "die Beschwerde ist beantwortet", PROGRAM, "Handbuch"),
    PromiseKind(ANNOUNCED, "Angekündigter neuer Termin", T, "eine Verzögerung wird mitgeteilt",
                "das Ticket ist beantwortet", PROGRAM, "Mitteilung an die Person"),
    _gsm(1, "Lotse", S, ALWAYS, "der Lotse hat sich des Anliegens angenommen", LOTSE),
    _gsm(2, "Übersicht der Unterlagen", S, ALWAYS, "die Übersicht wurde gegeben, auf Papier oder im Netz", FACHAMT),
    _gsm(3, "Gewerbeanmeldung", R, "die vollständige Anmeldung liegt vor", "die Anmeldung ist bescheinigt", FACHAMT,
         working_days=1),
    _gsm(4, "Eingangsbestätigung zum Bauantrag", R, "der Bauantrag geht ein",
         "die qualifizierte Bestätigung ist abgesandt", FACHAMT, working_days=7),
    _gsm(5, "Termin zur Bauberatung", R, "ein Termin wird gewünscht", "die Bauberatung hat stattgefunden", FACHAMT,
         working_days=3),
    _gsm(6, "Termin zur Beratung vor Ort", R, "ein Termin wird gewünscht", "die Beratung vor Ort hat stattgefunden",
         FACHAMT, working_days=14),
    _gsm(7, "Entscheidung über die Genehmigung", R, "der vollständige Bauantrag liegt vor",
         "die Entscheidung ist bekannt gegeben", FACHAMT, only_if="Eine Bauberatung wurde in Anspruch genommen.",
         weeks=8),
    _gsm(8, "Beratung während des Verfahrens", S, ALWAYS, "es wurde beraten", FACHAMT),
    _gsm(9, "Rückruf für Betriebe", C, "ein Rückruf wird gewünscht", "die Person wurde erreicht", PROGRAM,
         working_days=2),
    _gsm(10, "Meldung bei Verzögerung", S, "die Bearbeitung verzögert sich", "der Betrieb ist benachrichtigt", FACHAMT),
    _gsm(11, "Zentrale Beschwerdestelle", S, ALWAYS, "die Beschwerde ist weitergegeben", LOTSE),
    _ral("a", "Eingangsbestätigung mit Ansprechperson", R, "ein Antrag geht ein", "die Bestätigung ist abgesandt",
         FACHAMT, working_days=3),
    _ral("b", "Erste Information zum Verfahren", R, "ein Antrag geht ein",
         "Dauer und fehlende Unterlagen sind mitgeteilt", FACHAMT, working_days=7),
    _ral("c", "Besprechung im Betrieb", S, "eine Besprechung wird gewünscht", "sie hat im Betrieb stattgefunden",
         FACHAMT),
    _ral("d", "Baugenehmigung für Betriebe", R, "der vollständige Bauantrag liegt vor",
         "die Entscheidung ist bekannt gegeben", FACHAMT, working_days=40),
    _ral("e", "Bezahlen von Rechnungen", R, "die Rechnung geht ein", "sie ist bezahlt", FACHAMT, working_days=15),
    _ral("f", "Antwort auf Beschwerden von Betrieben", B, "eine Beschwerde geht ein",
         "es wurde qualifiziert geantwortet", PROGRAM, working_days=3),
    _ral("g", "Angebot zu Gewerbeflächen", R, "eine Fläche wird angefragt", "das Angebot ist abgesandt", FACHAMT,
         working_days=5),
    _ral("h", "Großraum- und Schwertransport", S, "ein Transport ist beantragt", "rechtzeitig vor der Fahrt erlaubt",
         FACHAMT),
    _ral("i", "Verlässlichkeit von Baugenehmigungen", S, ALWAYS, "die Genehmigung hatte Bestand", FACHAMT),
    _ral("j", "Antwort auf Anrufe und E-Mails", T, "ein Ticket entsteht", "das Ticket ist beantwortet", PROGRAM,
         working_days=1),
    _ral("k", "Wegweiser durch die Verwaltung", S, ALWAYS, "er wurde gegeben", FACHAMT),
    _ral("l", "Lotse für Existenzgründer", S, ALWAYS, "der Lotse ist benannt", LOTSE),
    _ral("m", "Umfrage zur Zufriedenheit", S, ALWAYS, "die Umfrage hat stattgefunden", FACHAMT),
    _ral("n", "Informationsveranstaltung", S, ALWAYS, "sie hat stattgefunden", FACHAMT),
)  # fmt: skip
KINDS: Mapping[str, PromiseKind] = {kind.name: kind for kind in TABLE}


def kind_of(name: str) -> PromiseKind:
    """Of a name that a handbook gives and the table does not know: recorded by the Fachamt."""
    known = KINDS.get(name)
    recorded = ("was das Handbuch nennt", "was das Handbuch nennt", FACHAMT, "Handbuch")
    return known or PromiseKind(name, f"Zusage „{name}“", Start.RECORDED, *recorded)
