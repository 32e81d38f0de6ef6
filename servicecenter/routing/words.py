"""The German sentences for reasons and steps. Pure; codes are for programs, these are for people."""

from datetime import date

from servicecenter.routing.model import Step, StepKind, Verdict

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip

REASONS = {
    "no-emergency": "Kein Notfall erkannt.",
    "danger": "Gefahr für Leib und Leben geht vor jeder Vereinbarung.",
    "in-force": "Die Vereinbarung gilt, der Anruf gehört dazu.",
    "test-phase": "Die Vereinbarung ist in der Testphase, der Anruf gehört dazu.",
    "no-stage": "An diesem Tag gilt keine Stufe der Vereinbarung.",
    "nobody-asked-for": "Nach keiner Person gefragt.",
    "person-unknown": "Die genannte Person steht nicht im Verzeichnis.",
    "person-present": "Die gewünschte Person ist da.",
    "person-deputy": "Die gewünschte Person ist abwesend, ihre Vertretung ist da.",
    "person-ticket": "Niemand geht jetzt ans Telefon; das Anliegen geht schriftlich an das Amt der Person.",
    "district-not-needed": "Der Wohnort ändert die Zuständigkeit nicht oder ist bekannt.",
    "ask-for-district": "Jeder Ort hat dafür ein eigenes Amt. Bitte nach dem Wohnort fragen.",
    "nobody-named": "Für dieses Anliegen ist kein Amt genannt.",
    "own-task": "Die Kommune ist selbst zuständig.",
    "taken-in-here": "Zuständig ist eine andere Behörde, den Antrag nimmt aber die Kommune an.",
    "outside-agreement": "Zuständig ist eine Behörde außerhalb der Vereinbarung: Nummer und Zeiten nennen.",
    "out-of-scope": "Das Handbuch nimmt dieses Anliegen aus: Nummer und Zeiten nennen.",
    "answer-at-desk": "Das Handbuch lässt die Antwort aus der Wissensdatenbank zu.",
    "forward-only": "Das Handbuch lässt nur die Weiterleitung zu.",
    "no-article": "Es gibt keinen Artikel, der vorgelesen werden kann.",
    "not-regulated": "Das Handbuch regelt dieses Anliegen nicht.",
    "office-open": "Das Amt ist offen und nimmt Anrufe an.",
    "deputy-open": "Die Vertretung des Amts ist offen und nimmt Anrufe an.",
    "takes-no-calls": "Das Amt nimmt keine verbundenen Anrufe an.",
    "office-away": "Das Amt ist heute nicht besetzt.",
    "office-closed": "Das Amt hat jetzt geschlossen.",
    "transfer-not-agreed": "Das Handbuch sieht kein Verbinden vor.",
    "ticket-not-agreed": "Das Handbuch sieht kein Ticket vor.",
    "to-responsible": "Das Anliegen geht schriftlich an das zuständige Amt.",
    "promised-by-handbook": "Das Handbuch verspricht einen gewünschten Rückruf.",
    "no-callback-agreed": "Das Handbuch verspricht keinen Rückruf.",
    "outside-owes-nothing": "Eine Behörde außerhalb der Vereinbarung schuldet keinen Rückruf.",
    "already-planned": "Es gibt schon einen Weg.",
    "nobody-else": "Sonst ist niemand zuständig: Das Anliegen geht an die Zentrale der Kommune.",
}

RULES = {
    "emergency": "Ist Gefahr im Verzug?",
    "agreement": "Gilt die Vereinbarung?",
    "person": "Wird nach einer Person gefragt?",
    "district": "Entscheidet der Wohnort?",
    "body": "Welche Behörde ist zuständig?",
    "scope": "Darf das ServiceCenter selbst antworten?",
    "transfer": "Kann verbunden werden?",
    "ticket": "Geht ein Ticket?",
    "callback": "Ist ein Rückruf zugesagt?",
    "last": "Bleibt etwas übrig?",
}


def reason(code: str) -> str:
    return REASONS[code]


def why(verdict: Verdict) -> str:
    """What a rule says for itself, with its evidence."""
    told = verdict.evidence.get("why", "")
    return f"{told} {reason(verdict.reason)}".strip()


def step_line(step: Step) -> str:
    """The short line of the plan at the desk."""
    target = step.target
    match step.kind:
        case StepKind.TRANSFER:
            return f"verbinden: {target.name}, {target.hours}"
        case StepKind.TICKET:
            return f"Ticket an {target.name}" + (f", Antwort bis {short_day(step.due_on)}" if step.due_on else "")
        case StepKind.CALLBACK:
            return f"Rückruf: {target.name}" + (f" bis {short_day(step.due_on)}, 24 Uhr" if step.due_on else "")
        case _ if step.reason == "answer-at-desk":
            return "selbst antworten: Artikel vorlesen"
        case _ if step.reason == "ask-for-district":
            return "nach dem Wohnort fragen"
        case _:
            return f"Nummer nennen: {target.name}"


def to_say(step: Step) -> str:
    """The sentence the agent reads aloud; empty where there is nothing to say yet."""
    target = step.target
    match step.kind:
        case StepKind.CALLBACK:
            return f"{_subject(target.name)} ruft Sie bis {long_day(step.due_on)}, zurück." if step.due_on else ""
        case StepKind.TICKET:
            until = f" Sie bekommen bis {long_day(step.due_on)}, eine Antwort." if step.due_on else ""
            return f"Ich gebe Ihr Anliegen an {target.name} weiter, Sie müssen es nicht noch einmal erzählen.{until}"
        case StepKind.TRANSFER:
            return f"Ich verbinde Sie mit {target.name} und gebe Ihr Anliegen gleich weiter."
        case _:
            return _said(step)


def _said(step: Step) -> str:
    if step.reason == "danger":
        return step.evidence.get("sentence", "")
    if step.reason == "ask-for-district":
        return f"In welchem Ort wohnen Sie? ({step.evidence.get('places', '')})"
    if step.reason == "answer-at-desk":
        return ""
    target = step.target
    body = f" beim {target.body}" if target.body.startswith("Kreis ") else f" ({target.body})" if target.body else ""
    number = f" Die Nummer ist {spoken(target.phone)}." if target.phone else ""
    hours = f" Erreichbar: {step.evidence['week']}." if step.evidence.get("week") else ""
    return f"Dafür ist die Stelle „{target.name}“{body} zuständig.{number}{hours}"


def _subject(name: str) -> str:
    """„Das Bürgerbüro“, „Die Bauordnung“ need an article we do not know; the office's name alone is always right."""
    return f"Die Stelle „{name}“"


def spoken(number: str) -> str:
    """A number in groups that can be read aloud."""
    return number.replace("+49 ", "0", 1)


def long_day(day: date | None) -> str:
    """„Mittwoch, 25. November“."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]}" if day else ""


def short_day(day: date | None) -> str:
    """„Mi 25.11.“."""
    return f"{WEEKDAYS[day.weekday()][:2]} {day:%d.%m.}" if day else ""
