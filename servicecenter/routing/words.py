"""The German sentences for reasons and steps. Pure; codes are for programs, these are for people."""

import re
from datetime import date

from servicecenter.routing.model import Step, StepKind, Target, Verdict

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
_LONG = {long[:2]: long for long in WEEKDAYS}

REASONS = {
    "no-emergency": "Kein Notfall erkannt.",
    "danger": "Gefahr für Leib und Leben geht vor jeder Vereinbarung.",
    "in-force": "Die Vereinbarung gilt, der Anruf gehört dazu.",
    "test-phase": "Die Vereinbarung ist in der Testphase, der Anruf gehört dazu.",
    "no-stage": "An diesem Tag gilt keine Stufe der Vereinbarung.",
    "already-taken": "Mit der anrufenden Person spricht schon jemand.",
    "no-overload-agreed": "Für volle Warteschlangen sieht das Handbuch nichts vor.",
    "queue-moves": "Die Warteschlange ist nicht zu lang.",
    "queue-full": "Es warten zu viele oder zu lange: Der Anruf geht weiter, statt zu warten.",
    "centre-closed": "Das ServiceCenter ist jetzt nicht besetzt.",
    "instead-of-waiting": "Statt zu warten, kann die anrufende Person ihr Anliegen hinterlassen.",
    "several-fit": "Mehrere Personen passen gleich gut: bitte nachfragen.",
    "nothing-to-tell-apart": "Für dieses Anliegen müssen keine Stellen unterschieden werden.",
    "told-apart": "Eine schriftliche Regel sagt, welche von mehreren Stellen es allein tut.",
    "told-apart-together": "Eine schriftliche Regel sagt, wie sich mehrere Stellen ergänzen.",
    "beside": "Diese Stelle ist nach derselben Regel ebenfalls dafür da.",
    "no-business": "Es ruft kein Betrieb an.",
    "lotse-asks": "Der Lotse führt das Vorhaben schon und fragt hier selbst an.",
    "not-the-lotse-s": "Das Handbuch gibt dieses Anliegen nicht an die Lotsenstelle.",
    "lotse-of-district": "Betriebe haben in diesem Bezirk eine eigene Lotsenstelle.",
    "lotse-of-all": "Betriebe haben eine Lotsenstelle, die sich um alles kümmert.",
    "ask-for-lotse-s-district": "Jeder Bezirk hat eine eigene Lotsenstelle. Bitte nach dem Sitz des Betriebs fragen.",
    "no-lotse-there": "Für diesen Ort ist keine Lotsenstelle genannt.",
    "lotse-first": "Die Lotsenstelle kümmert sich darum, auch bei anderen Ämtern.",
    "promises-hold": "Das ist für dieses Anliegen zugesagt.",
    "nothing-promised": "Für dieses Anliegen ist nichts Besonderes zugesagt.",
    "partner-promised": "Zuständig ist eine Partnerbehörde, die selbst Zusagen gegeben hat: Nummer und Zeiten nennen.",
    "promised-by-partner": "Die Partnerbehörde hat einen gewünschten Rückruf selbst zugesagt.",
    "not-the-hours-to-transfer": "Zu dieser Zeit müssen die Ämter keine Anrufe annehmen.",
    "nobody-asked-for": "Nach keiner Person gefragt.",
    "person-unknown": "Die genannte Person steht nicht im Verzeichnis.",
    "person-present": "Die gewünschte Person ist da.",
    "person-deputy": "Für die gewünschte Person ist ihre Vertretung da.",
    "person-ticket": "Geht dort niemand ans Telefon, geht das Anliegen schriftlich an das Amt der Person.",
    "district-not-needed": "Der Wohnort ändert die Zuständigkeit nicht oder ist bekannt.",
    "ask-for-district": "Jeder Ort hat dafür ein eigenes Amt. Bitte nach dem Wohnort fragen.",
    "nobody-named": "Für dieses Anliegen ist kein Amt genannt.",
    "own-task": "Die Kommune ist selbst zuständig.",
    "taken-in-here": "Zuständig ist eine andere Behörde, den Antrag nimmt aber die Kommune an.",
    "taken-in-elsewhere": "Die Kommune ist zuständig, den Antrag nimmt eine andere Stelle an: ihre Nummer nennen.",
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
    "proposed-by-office": "Das Fachamt, das nicht zuständig war, hat diese Stelle vorgeschlagen.",
    "plan-without-office": "Ein Fachamt war nicht zuständig: So führt der Plan ohne dieses Fachamt weiter.",
    "supervisor-decides": "Zweimal nicht zuständig: Die Aufsicht entscheidet.",
    "assigned": "Die Aufsicht hat entschieden, wer zuständig ist.",
    "complaint-desk": "Beschwerden gehen an die zentrale Beschwerdestelle der Kommune.",
    "nobody-else": "Sonst ist niemand zuständig: Das Anliegen geht an die Zentrale der Kommune.",
}

# Evidence that is shown with its name.
NAMED = {"candidates": "Infrage kommen", "not": "Nicht zuständig", "beside": "Ebenfalls", "duty": "Pflicht des Amts"}

RULES = {
    "emergency": "Ist Gefahr im Verzug?",
    "agreement": "Gilt die Vereinbarung?",
    "overload": "Muss dieser Anruf warten?",
    "person": "Wird nach einer Person gefragt?",
    "demarcation": "Sind mehrere Stellen zu unterscheiden?",
    "lotse": "Ruft ein Betrieb an, der eine Lotsenstelle hat?",
    "district": "Entscheidet der Wohnort?",
    "body": "Welche Behörde ist zuständig?",
    "scope": "Darf das ServiceCenter selbst antworten?",
    "promised": "Was ist für dieses Anliegen zugesagt?",
    "transfer": "Kann verbunden werden?",
    "ticket": "Geht ein Ticket?",
    "callback": "Ist ein Rückruf zugesagt?",
    "last": "Bleibt etwas übrig?",
}


def reason(code: str) -> str:
    """A code nobody has words for any more, of an old journal, is shown as it is."""
    return REASONS.get(code, code)


def why(verdict: Verdict) -> str:
    """What a rule says for itself, with its evidence."""
    evidence = verdict.evidence
    told = [evidence.get("why", ""), reason(verdict.reason), evidence.get("promised", "")]
    told += [f"{name}: {evidence[key]}." for key, name in NAMED.items() if key in evidence]
    return " ".join(part for part in told if part)


def step_line(step: Step) -> str:
    """The short line of the plan at the desk."""
    target = step.target
    match step.kind:
        case StepKind.TRANSFER:
            return f"verbinden: {target.name}" + (f", {target.hours}" if target.hours else "")
        case StepKind.TICKET:
            return f"Ticket an {target.name}" + (f", Antwort bis {short_day(step.due_on)}" if step.due_on else "")
        case StepKind.CALLBACK:
            return f"Rückruf: {target.name}" + (f" bis {short_day(step.due_on)}, 24 Uhr" if step.due_on else "")
        case _:
            return SAYING.get(step.reason) or f"Nummer nennen: {whole_name(target)}"


def to_say(step: Step) -> str:
    """The sentence the agent reads aloud; empty where there is nothing to say yet.

    „Das Bürgerbüro“, „Die Bauordnung“ need an article we do not know: offices stand after „Stelle“ or a colon, so that
    every sentence is right whatever they are called.
    """
    match step.kind:
        case StepKind.CALLBACK:
            until = f" bis {long_day(step.due_on)}," if step.due_on else ""
            return f"Die Stelle „{step.target.name}“ ruft Sie{until} zurück."
        case StepKind.TICKET:
            until = f" Sie bekommen bis {long_day(step.due_on)}, eine Antwort." if step.due_on else ""
            return f"Ich gebe Ihr Anliegen an die Stelle „{step.target.name}“ weiter. {SAID_ONCE}{until}"
        case StepKind.TRANSFER:
            return f"{_connecting(step)} Worum es geht, sage ich dort gleich."
        case _:
            return _said(step)


SAYING = {
    "danger": "zuerst sagen: 110 oder 112",
    "answer-at-desk": "selbst antworten: Artikel vorlesen",
    "ask-for-district": "nach dem Wohnort fragen",
    "ask-for-lotse-s-district": "nach dem Sitz des Betriebs fragen",
    "several-fit": "nachfragen, wer gemeint ist",
}
SAID_ONCE = "Sie müssen es nicht noch einmal erzählen."
BEFORE_A_NUMBER = {
    "no-stage": "Bitte rufen Sie dort direkt an:",
    "out-of-scope": "Darum kümmert man sich dort direkt:",
    "taken-in-elsewhere": "Den Antrag stellen Sie hier:",
    "beside": "Auch diese Stelle hilft Ihnen dabei:",
    "partner-promised": "Dafür ist eine andere Stelle zuständig:",
    "outside-agreement": "Dafür ist eine andere Stelle zuständig:",
}


def _connecting(step: Step) -> str:
    match step.reason:
        case "person-present":
            return f"Ich verbinde Sie mit {step.target.name}."
        case "person-deputy":
            asked = step.evidence.get("person", "")
            return f"{asked} ist gerade nicht zu erreichen. Ich verbinde Sie mit der Vertretung: {step.target.name}."
        case _:
            return f"Ich verbinde Sie mit der Stelle „{step.target.name}“."


def _said(step: Step) -> str:
    match step.reason:
        case "danger":
            return step.evidence.get("sentence", "")
        case "ask-for-district":
            return "In welchem Ort wohnen Sie?"
        case "ask-for-lotse-s-district":
            return "In welchem Ort oder Stadtbezirk hat Ihr Betrieb seinen Sitz?"
        case "several-fit":
            return f"Wen möchten Sie sprechen: {step.evidence.get('candidates', '')}?"
        case "answer-at-desk":
            return ""
    number = f" Die Nummer ist {spoken(step.target.phone)}." if step.target.phone else ""
    week = step.evidence.get("week", "")
    hours = f" Erreichbar: {spoken_hours(week)}." if week else ""
    return (
        f"{BEFORE_A_NUMBER.get(step.reason, 'Dort hilft man Ihnen weiter:')} {whole_name(step.target)}.{number}{hours}"
    )


def whole_name(target: Target) -> str:
    """With the town or Kreis, unless the name says it already: „Bürgerbüro, Stadt Geldern“, but „Rathaus Xanten“.

    Offices of the state and of the federation name themselves.
    """
    place = target.body.removeprefix("Stadt ").removeprefix("Gemeinde ")
    is_named = place in target.name or not target.body.startswith(("Kreis ", "Stadt ", "Gemeinde "))
    return target.name if is_named else f"{target.name}, {target.body}"


def spoken_hours(week: str) -> str:
    """„Mo–Mi 08:00–12:30 · Do 08:00–12:30, 13:30–17:00“ as it is read aloud."""
    text = re.sub(r"\b(Mo|Di|Mi|Do|Fr|Sa|So)\b", lambda found: _LONG[found[1]], week)
    text = re.sub(r", (?=\w+ \d)", " und ", text)
    text = re.sub(r"(?<=\d), (?=\d)", " und ", text.replace("–", " bis "))
    text = re.sub(r"(?<=\d)(?= ·|$)", " Uhr", text)
    return re.sub(r"\b0(?=\d:)", "", text).replace(":00", "").replace(" · ", ", ")


def spoken(number: str) -> str:
    """A number in groups that can be read aloud."""
    return number.replace("+49 ", "0", 1)


def long_day(day: date | None) -> str:
    """„Mittwoch, 25. November“."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]}" if day else ""


def short_day(day: date | None) -> str:
    """„Mi 25.11.“."""
    return f"{WEEKDAYS[day.weekday()][:2]} {day:%d.%m.}" if day else ""
