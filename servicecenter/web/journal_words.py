"""The journal's codes as sentences a person reads."""

from servicecenter.callbacks.model import OUTCOME_WORDS, Outcome
from servicecenter.journal.model import Entry
from servicecenter.promises.kinds import KINDS

SENTENCES = {
    "contact-rang": "Anruf klingelt",
    "contact-rang-on-unknown-number": "Anruf auf einer Nummer, die zu keiner Vereinbarung gehört",
    "contact-taken": "Anruf angenommen",
    "contact-opened-by-hand": "Kontakt ohne Telefon geöffnet",
    "contact-noted": "Notiz geändert",
    "article-opened": "Artikel geöffnet",
    "article-rejected": "Artikel passte nicht",
    "article-reported": "Artikel als falsch oder veraltet gemeldet",
    "article-report-withdrawn": "Meldung zum Artikel zurückgenommen",
    "facts-changed": "Angaben zum Anliegen geändert",
    "municipality-corrected": "Kommune berichtigt",
    "contact-answered": "Beantwortet",
    "contact-referred": "Nummer einer anderen Behörde genannt",
    "contact-transferred": "An das Fachamt verbunden",
    "contact-wrong-number": "Falsche Nummer",
    "contact-no-concern": "Kein Anliegen",
    "contact-elsewhere": "Das Gespräch ist zu Ende; hier hat es niemand aufgenommen",
    "call-answered-elsewhere": "Am Telefon angenommen, nicht am Bildschirm",
    "contact-abandoned": "Anrufende Person hat aufgelegt, bevor jemand annahm",
    "call-ended": "Anrufende Person hat aufgelegt",
    "contact-reopened": "Abschluss zurückgenommen",
    "way-decided": "Weg entschieden",
    "ticket-opened": "Ticket erstellt",
    "ticket-accepted": "Ticket angenommen",
    "ticket-handed-over": "Ticket an eine Kollegin oder einen Kollegen übergeben",
    "ticket-exhausted": "Ticket beendet: Person nicht erreicht",
    "ticket-return-undone": "Zurücklegen zurückgenommen",
    "ticket-released": "Ticket zurück in den Eingang gelegt",
    "ticket-answered": "Ticket beantwortet",
    "ticket-withdrawn": "Ticket zurückgenommen",
    "callback-attempted": "Rückruf versucht",
    "callback-number-corrected": "Rückrufnummer berichtigt",
    "callback-exhausted": "Rückruf beendet: nicht erreicht",
    "callback-withdrawn": "Rückruf zurückgenommen",
    "promise-made": "Zusage gegeben",
    "promise-at-risk": "Zusage gefährdet",
    "promise-breached": "Frist der Zusage verstrichen",
    "promise-kept": "Zusage gehalten",
    "promise-kept-late": "Erledigt, aber nach der Frist: zählt als nicht gehalten",
    "promise-exhausted": "Person trotz aller Versuche nicht erreicht: zählt gesondert",
    "promise-exhausted-late": "Person nicht erreicht, erst nach der Frist aufgegeben: zählt als nicht gehalten",
    "case-erased": "Angaben zu Personen gelöscht",
    "promise-withdrawn": "Zusage zurückgenommen",
    "promise-due": "Letzte Öffnungszeit vor der Frist vorbei",
    "promise-reminded": "Erinnert",
    "reminder-sent": "Erinnerung verschickt",
    "reminder-failed": "Erinnerung vom Mailserver abgelehnt",
    "reminder-sent-again": "Erinnerung noch einmal zum Verschicken gegeben",
    "promise-fulfilled": "Zusage ohne Frist erfüllt",
}
ADDRESSEES = {"owner": "Fachamt", "deputy": "Vertretung", "supervisor": "Aufsicht"}
WAYS = {"email": "per E-Mail", "screen": "auf dem Bildschirm"}
LEVELS = {"at_risk": "gefährdet", "due": "fällig", "breached": "nicht gehalten"}
INFORMED = {
    "email": ", per E-Mail benachrichtigt", "post": ", per Brief benachrichtigt", "none": ", kein anderer Weg bekannt",
}  # fmt: skip
PROMISES = {name: kind.title for name, kind in KINDS.items()}


def sentence(entry: Entry) -> str:
    """A code nobody has words for is shown as it is: better than nothing."""
    text = SENTENCES.get(entry.act, entry.act)
    if entry.act == "callback-attempted":
        return f"{text}: {OUTCOME_WORDS[Outcome(entry.details['outcome'])]}"
    if entry.act == "promise-reminded" or entry.act.startswith("reminder-"):
        told = entry.details
        words = [ADDRESSEES[told["addressee"]], WAYS.get(told.get("way", ""), ""), LEVELS[told["level"]]]
        return f"{text}: {', '.join(filter(None, words))}"
    if entry.act == "callback-exhausted":
        informed = INFORMED.get(entry.details.get("informed_by", ""), "")
        return f"{text} trotz {entry.details['attempts']} Versuchen{informed}"
    if entry.act.startswith("promise-"):
        return f"{text} ({PROMISES.get(entry.details.get('promise', ''), 'Zusage')}, {entry.details.get('clause', '')})"
    return text
