"""A decision as a colleague tells it: what was asked, where it goes and why, what then, what was not asked any more.

Pure; words.py has the sentences of single reasons and steps.
"""

from collections.abc import Sequence

from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.routing import words
from servicecenter.routing.model import Decision, Facts, Step, StepKind, Verdict
from servicecenter.routing.recording import SOMEBODY
from servicecenter.routing.rulebook import Rulebook

# Why the way leads where it does: of the rules in their order the first with one of these reasons decided that.
BECAUSE = {
    "danger": "Gefahr für Leib und Leben vor jeder Vereinbarung geht",
    "no-stage": "an diesem Tag keine Stufe der Vereinbarung gilt",
    "queue-full": "zu viele warten oder zu lange",
    "centre-closed": "das ServiceCenter zu dieser Zeit nicht besetzt ist",
    "several-fit": "mehrere Personen gleich gut passen",
    "person-present": "nach dieser Person gefragt wird",
    "person-deputy": "die gewünschte Person nicht zu erreichen ist und dort ihre Vertretung sitzt",
    "person-ticket": "bei der gewünschten Person zu dieser Zeit niemand zu erreichen ist",
    "told-apart": "eine schriftliche Regel sagt, dass diese Stelle es allein tut",
    "told-apart-together": "eine schriftliche Regel sagt, wie sich mehrere Stellen ergänzen",
    "lotse-of-district": "Betriebe in diesem Bezirk eine eigene Lotsenstelle haben",
    "lotse-of-all": "Betriebe eine Lotsenstelle haben, die sich um alles kümmert",
    "ask-for-district": "jeder Ort dafür ein eigenes Amt hat",
    "ask-for-lotse-s-district": "jeder Bezirk eine eigene Lotsenstelle hat",
    "outside-agreement": "dafür eine Behörde außerhalb der Vereinbarung zuständig ist",
    "partner-promised": "dafür eine Partnerbehörde zuständig ist",
    "taken-in-elsewhere": "dort der Antrag angenommen wird",
    "taken-in-here": "die Kommune den Antrag annimmt, auch wenn eine andere Behörde entscheidet",
    "own-task": "die Kommune dafür selbst zuständig ist",
    "nobody-named": "für dieses Anliegen kein anderes Amt genannt ist",
    "out-of-scope": "das Handbuch dieses Anliegen ausnimmt",
    "answer-at-desk": "das Handbuch es zulässt und ein Artikel die Antwort hat",
}
FIRST = {
    "danger": "Zuerst an die 110 oder 112 verweisen",
    "several-fit": "Erst nachfragen, wer gemeint ist",
    "ask-for-district": "Erst nach dem Wohnort fragen",
    "ask-for-lotse-s-district": "Erst nach dem Sitz des Betriebs fragen",
    "answer-at-desk": "Das beantwortet das ServiceCenter selbst",
}
AT = {"Stadt": "bei der", "Gemeinde": "bei der", "Kreis": "beim"}
FOUND = {"outside-agreement", "partner-promised"}  # said of a place that an earlier rule may have found
EXPECTED = {"", "own-task", "nobody-named", "answer-at-desk"}  # an office of the municipality, or its switchboard
DEPUTIES = {"deputy-open", "person-deputy"}


def question(facts: Facts, rulebook: Rulebook, *, past: bool = False) -> str:
    """Who calls, when, about what; `past` of a call that was."""
    local = facts.at.astimezone(BERLIN)
    who = "Ein Betrieb" if facts.business else "Jemand"
    when = f"am {words.short_day(local_day(facts.at))}{local.year} um {local:%H:%M} Uhr"
    parts = (
        f"{who} aus {facts.district}" if facts.district else who,
        "rief" if past else "ruft",
        when,
        f"wegen „{facts.leistung.name}“" if facts.leistung else "",
        f"{_at(rulebook.directory.municipality.name)} an",
        _asks_for(facts, past=past),
    )
    open_end = "" if facts.leistung or facts.person_asked else "; worum es geht, ist noch nicht bekannt"
    return " ".join(part for part in parts if part) + open_end + f".{_waits(facts)}"


def answer(decision: Decision) -> list[str]:
    """Where it goes and why, then what comes next: two to four sentences. Nothing for a plan that was not kept."""
    beside = [step for step in decision.plan if step.reason == "beside"]
    steps = [step for step in decision.plan if step not in beside] or beside
    if not steps:
        return []
    lead, *rest = steps
    told = (
        f"{_leads(lead)}{_because(lead, decision)}.",
        _not_connected(lead, decision.asked),
        "Das ServiceCenter nennt Nummer und Zeiten." if _is_number(lead) else "",
        _afterwards(lead, rest, _special(decision) if lead.reason == "answer-at-desk" else ""),
        *(f"Auch {_name(step)} hilft dabei." for step in beside if step is not lead),
    )
    return [sentence for sentence in told if sentence]


def basis(facts: Facts, rulebook: Rulebook, *, past: bool = False) -> str:
    """Which version of the rules holds, or did."""
    began = f"das Qualitätshandbuch in der Fassung vom {rulebook.handbook.valid_from:%d.%m.%Y}"
    if facts.stage is None:
        return (
            f"Keine Stufe der Vereinbarung {'galt' if past else 'gilt'}. Maßgeblich {'war' if past else 'ist'} {began}."
        )
    test = " in der Testphase" if facts.stage.test else ""
    return f"Es {'galten' if past else 'gelten'} Stufe {facts.stage.number} der Vereinbarung{test} und {began}."


def unasked(asked: Sequence[Verdict]) -> list[str]:
    """The questions behind the last one that was asked: its answer settled the way."""
    rules = list(words.RULES)
    last = rules.index(asked[-1].rule) if asked and asked[-1].rule in rules else len(rules)
    return [words.RULES[rule] for rule in rules[last + 1 :]]


def _at(municipality: str) -> str:
    return f"{AT.get(municipality.partition(' ')[0], 'bei')} {municipality}"


def _asks_for(facts: Facts, *, past: bool) -> str:
    if facts.person_asked is None:
        return ""
    whom = "einer Person" if facts.person_asked == SOMEBODY else f"„{facts.person_asked}“"
    return f"und {'fragte' if past else 'fragt'} nach {whom}"


def _waits(facts: Facts) -> str:
    if facts.taken:
        return ""
    many, seconds = facts.load.callers, facts.load.wait_seconds
    callers = "Es wartet 1 Anruf" if many == 1 else f"Es warten {many} Anrufe"
    return f" {callers}, der erste seit {seconds} Sekunden." if seconds else f" {callers}."


def _leads(lead: Step) -> str:
    if lead.reason in FIRST:
        return FIRST[lead.reason]
    if lead.reason == "taken-in-elsewhere":
        return f"Der Antrag geht an {_name(lead)}"
    return f"Das geht {'schriftlich ' if lead.kind is StepKind.TICKET else ''}an {_name(lead)}"


def _because(lead: Step, decision: Decision) -> str:
    """Of most that is said the step's own reason; else that of the rule that found the place."""
    code = lead.reason if lead.kind is StepKind.SAY and lead.reason not in FOUND else _deciding(decision)
    if code == "nobody-named" and decision.facts.leistung is None:
        return ", weil noch nicht bekannt ist, worum es geht"
    return f", weil {BECAUSE[code]}" if code in BECAUSE else ""


def _special(decision: Decision) -> str:
    """Why it does not go where everybody would expect it."""
    code = _deciding(decision)
    return f", weil {BECAUSE[code]}" if code not in EXPECTED else ""


def _deciding(decision: Decision) -> str:
    return next((verdict.reason for verdict in decision.asked if verdict.reason in BECAUSE), "")


def _not_connected(lead: Step, asked: Sequence[Verdict]) -> str:
    """Why a concern is written down that could have been a call."""
    if lead.kind is not StepKind.TICKET:
        return ""
    refused = next((verdict.reason for verdict in asked if verdict.rule == "transfer" and not verdict.chose), "")
    return f"Verbunden wird nicht: {words.reason(refused)}" if refused else ""


def _afterwards(lead: Step, rest: Sequence[Step], because: str) -> str:
    """„Meldet sich dort niemand: ein Ticket dorthin; auf Wunsch ruft man von dort bis Mi 25.11. zurück.“"""
    before = (lead, *rest)
    then = ", sonst ".join(
        _then(step, before[place]) + ("" if place else because)
        for place, step in enumerate(rest)
        if step.kind is not StepKind.CALLBACK
    )
    called = next((_called(step, lead) for step in rest if step.kind is StepKind.CALLBACK), "")
    if then:
        ends = f"; {called}." if called else "" if then.endswith(".") else "."
        return f"{_opens(lead)}: {then}{ends}"
    return f"{called[0].upper()}{called[1:]}." if called else ""


def _called(step: Step, lead: Step) -> str:
    is_there = step.target.id == lead.target.id
    return f"auf Wunsch ruft {'man von dort' if is_there else _name(step)}{_until(step)} zurück"


def _is_number(step: Step) -> bool:
    return step.kind is StepKind.SAY and step.reason not in FIRST


def _opens(lead: Step) -> str:
    if lead.reason == "answer-at-desk":
        return "Reicht das nicht"
    return "Meldet sich dort niemand" if lead.kind is StepKind.TRANSFER else "Danach"


def _then(step: Step, before: Step) -> str:
    match step.kind:
        case StepKind.TRANSFER:
            return f"mit {'der Vertretung ' if step.reason in DEPUTIES else ''}{_name(step)} verbinden"
        case StepKind.TICKET:
            until = f" mit Antwort{_until(step)}" if step.due_on else ""
            is_there = before.kind is StepKind.TRANSFER and before.target.id == step.target.id
            return f"ein Ticket {'dorthin' if is_there else f'an {_name(step)}'}{until}"
        case _:
            return words.SAYING.get(step.reason) or f"die Nummer von {_name(step)} nennen"


def _until(step: Step) -> str:
    return f" bis {words.short_day(step.due_on)}" if step.due_on else ""


def _name(step: Step) -> str:
    return f"„{words.whole_name(step.target) if step.kind is StepKind.SAY else step.target.name}“"
