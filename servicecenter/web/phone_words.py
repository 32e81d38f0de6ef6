"""The telephone's codes as words and sentences a person reads."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from servicecenter.telephony.callflow.explained import Verdict
from servicecenter.telephony.callflow.model import Agent, AgentState, Call, CallState, Cause, Told

TOLD_FOR = timedelta(minutes=2)  # what the telephone said is shown for so long
METHOD = (
    "Wer auf Platz k steht, ist an der Reihe, wenn die k-te Servicekraft frei wird. Bei n Servicekräften und einer "
    "mittleren Dauer h von Gespräch und Nachbearbeitung wird alle h/n eine frei: k · h/n. Wer jetzt frei ist, nimmt "
    "die ersten Plätze sofort. h ist der Durchschnitt der letzten vier Stunden, vor den ersten zehn Gesprächen vier "
    "Minuten. Genannt wird die Spanne von der Schätzung bis zum Anderthalbfachen."
)
STATES: Mapping[AgentState, tuple[str, str]] = {
    AgentState.AWAY: ("off", "nicht am Telefon"),
    AgentState.FREE: ("ok", "frei"),
    AgentState.RINGING: ("new", "klingelt"),
    AgentState.TALKING: ("open", "im Gespräch"),
    AgentState.WRAP_UP: ("risk", "Nachbearbeitung"),
    AgentState.PAUSED: ("off", "Pause"),
}
REASONS = {
    "missed": "zwei Anrufe nicht angenommen",
    "unreachable": "Telefon nicht erreichbar",
    "writing": "Kontakt noch offen",
}
CALLS: Mapping[CallState, str] = {
    CallState.GREETED: "hört die Begrüßung",
    CallState.WAITING: "wartet",
    CallState.KEPT: "hat aufgelegt, Platz gemerkt",
    CallState.OFFERED: "klingelt",
    CallState.REACHING: "wird angerufen",
    CallState.TALKING: "im Gespräch",
    CallState.HELD: "wird gehalten",
    CallState.ASKING: "hört Musik, Rückfrage läuft",
    CallState.PASSING: "wird verbunden",
    CallState.HANDED: "verbunden",
    CallState.TOLD: "hört eine Ansage",
    CallState.WISHING: "wünscht einen Rückruf",
    CallState.ENDED: "beendet",
}
CAUSES: Mapping[Cause, str] = {
    Cause.NORMAL: "aufgelegt",
    Cause.BUSY: "besetzt",
    Cause.NO_ANSWER: "niemand nimmt ab",
    Cause.DECLINED: "abgelehnt",
    Cause.UNAVAILABLE: "nicht erreichbar",
    Cause.CONGESTION: "Leitung überlastet",
    Cause.CANCELLED: "abgebrochen",
    Cause.LOST: "Verbindung verloren",
}
TOLD: Mapping[str, tuple[str, str]] = {
    "paused-missed": ("warning", "Zwei Anrufe haben geklingelt, ohne dass jemand annahm: Sie sind jetzt in Pause."),
    "paused-unreachable": ("danger", "Ihr Telefon ist nicht erreichbar: Sie sind in Pause. Bitte das Telefon prüfen."),
    "wrap-up-overrun": ("info", "Die Nachbearbeitung ist um. Sie sind frei, sobald der Kontakt abgeschlossen ist."),
    "citizen-not-reached": ("warning", "Die Person wurde nicht erreicht: {cause}."),
    "target-answered": ("success", "{name} ist am Apparat."),
    "target-not-reached": ("warning", "{name}: {cause}. Sie sprechen wieder mit der anrufenden Person."),
    "transfer-came-back": ("warning", "{name}: {cause}. Der Anruf kommt zu Ihnen zurück."),
    "transferred": ("success", "Verbunden mit {name}."),
    "guest-joined": ("success", "Die dritte Person ist im Gespräch."),
    "guest-left": ("info", "Die dritte Person ist nicht mehr dabei: {cause}."),
    "guest-is-there": ("info", "Eine dritte Person ist schon dabei oder wird angerufen."),
    "phone-lost": ("danger", "Ihr Telefon hat die Verbindung verloren. Die anrufende Person wartet wieder."),
    "cannot-dial": ("warning", "Gerade kann nicht gewählt werden: Ihr Telefon ist nicht frei."),
    "switch-lost": ("danger", "Die Telefonanlage antwortet nicht. Wer spricht, spricht weiter; niemand wird gerufen."),
    "switch-back": ("success", "Die Telefonanlage ist wieder da."),
    "switch-restarted": ("warning", "Die Telefonanlage wurde neu gestartet. Laufende Gespräche sind beendet."),
}  # fmt: skip
VERDICTS: Mapping[Verdict, str] = {
    Verdict.CHOSEN: "war am längsten frei",
    Verdict.RETURNS: "kennt den Anruf: Er kam von der Weiterleitung zurück",
    Verdict.LESS_IDLE: "war kürzer frei",
    Verdict.HIGHER_ID: "war ebenso lange frei; dann entscheidet die Kennung",
    Verdict.NOT_FREE: "war nicht frei",
    Verdict.NO_PHONE: "hat kein Telefon eingetragen",
    Verdict.OTHER_MUNICIPALITY: "nimmt keine Anrufe dieser Kommune an",
    Verdict.NO_SKILL: "kann nicht, was die Kommune verlangt",
    Verdict.REFUSED: "hatte diesen Anruf gerade nicht angenommen",
}


def lately(agent: Agent | None, at: datetime) -> Told | None:
    """What the telephone said a moment ago."""
    return agent.told if agent and agent.told and at - agent.told.at < TOLD_FOR else None


def told(told: Told | None) -> tuple[str, str] | None:
    """Kind of the message, and the sentence."""
    if told is None or told.code not in TOLD:
        return None
    kind, sentence = TOLD[told.code]
    return kind, sentence.format(name=told.name or "Die Stelle", cause=CAUSES[told.cause] if told.cause else "")


def reason(agent: Agent) -> str:
    return REASONS.get(agent.reason, agent.reason)


def state_of(call: Call) -> str:
    return CALLS[call.state] if not call.kept else CALLS[CallState.KEPT]
