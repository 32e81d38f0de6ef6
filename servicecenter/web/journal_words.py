"""The journal's codes as sentences a person reads."""

from servicecenter.callbacks.model import OUTCOME_WORDS, Outcome
from servicecenter.journal.model import Entry
from servicecenter.promises.kinds import KINDS

SENTENCES = {
    "contact-rang": "Anruf klingelt",
    "contact-rang-on-unknown-number": "Anruf auf einer Nummer, die zu keiner Vereinbarung gehört",
    "contact-taken": "Anruf angenommen",
    "contact-opened-by-hand": "Kontakt ohne Telefon geöffnet",
    "contact-taken-in": "Anliegen ohne Anruf aufgenommen",
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
    "contact-outside-hours": "Anruf außerhalb der Servicezeit: Die Ansage lief",
    "contact-turned-away": "Anruf abgewiesen: zu viele Anrufe",
    "contact-substituted": "Anruf an die Vertretungszentrale gegeben",
    "overflow-substituted": "Zu lange gewartet: an die Vertretungszentrale gegeben",
    "overflow-callback-offered": "Zu lange gewartet: einen Rückruf angeboten",
    "contact-taken-over": "Anruf von jemand anderem übernommen",
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
    "ticket-reopened": "Ticket wieder geöffnet",
    "ticket-withdrawn": "Ticket zurückgenommen",
    "ticket-given-back": "Nicht zuständig: Ticket weitergegeben",
    "ticket-put-up": "Nicht zuständig: Ticket an die Aufsicht gegeben",
    "ticket-assigned": "Ticket von der Aufsicht zugewiesen",
    "ticket-asked": "Rückfrage gestellt",
    "question-answered": "Rückfrage beantwortet",
    "ticket-delayed": "Verzögerung mitgeteilt",
    "ticket-merged": "Ticket mit einem anderen zusammengeführt",
    "ticket-separated": "Zusammenführen zurückgenommen",
    "complaint-recorded": "Beschwerde aufgenommen",
    "directory-correction-confirmed": "Zuständigkeit: Berichtigung des Verzeichnisses entworfen",
    "directory-correction-declined": "Zuständigkeit: Verzeichnis bleibt, wie es ist",
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
    "case-opened": "Vorhaben eröffnet",
    "case-withdrawn": "Vorhaben zurückgenommen",
    "case-office-added": "Weiteres Amt beteiligt",
    "case-office-dropped": "Amt herausgenommen",
    "case-waiting": "Die Ämter sind fertig, es fehlen andere",
    "case-resumed": "Es wird wieder gearbeitet",
    "case-finished": "Alle Ämter sind fertig",
    "case-closed": "Vorhaben abgeschlossen",
    "case-reopened": "Vorhaben wieder geöffnet",
    "consent-given": "Einwilligung festgehalten",
    "consent-withdrawn": "Einwilligung widerrufen",
    "partner-asked": "Behörde außerhalb angefragt",
    "partner-mail-stopped": "Anfrage nicht mehr verschickt",
    "partner-answered": "Antwort einer Behörde außerhalb eingetragen",
    "partner-mail-sent": "Anfrage verschickt",
    "partner-mail-failed": "Anfrage vom Mailserver abgelehnt",
    "partner-mail-sent-again": "Anfrage noch einmal zum Verschicken gegeben",
    "business-made": "Betrieb eingetragen",
    "business-changed": "Angaben zum Betrieb geändert",
    "business-person-added": "Ansprechperson eingetragen",
    "business-person-removed": "Ansprechperson gestrichen",
    "business-linked": "Vorgang dem Betrieb zugeordnet",
    "business-kept": "Grund für längere Aufbewahrung eingetragen",
    "business-let-go": "Grund für längere Aufbewahrung zurückgenommen",
    "business-merged": "Mit einem anderen Betrieb zusammengelegt",
    "business-joined": "Ein anderer Betrieb kam dazu",
    "business-split": "Zusammenlegen zurückgenommen",
    "business-erased": "Betrieb fristgerecht gelöscht",
    "promise-fulfilled": "Zusage ohne Frist erfüllt",
    "promise-handed-on": "Zusage schuldet jetzt ein anderes Fachamt, Frist unverändert",
    "promise-noticed": "Vor der Frist mitgeteilt, dass es länger dauert",
    "promise-paused": "Zusage wartet auf die Antwort der Person",
    "promise-resumed": "Zusage läuft weiter",
    "letter-sent": "E-Mail verschickt",
    "letter-failed": "E-Mail vom Mailserver abgelehnt",
    "letter-sent-again": "E-Mail noch einmal zum Verschicken gegeben",
    "letter-undelivered": "E-Mail kam zurück: nicht zugestellt",
    "office-without-address": "Das Fachamt hat keine E-Mail-Adresse: Die Aufsicht weiß es",
    "attachment-added": "Anlage hinzugefügt",
    "mail-filed": "E-Mail zum Ticket gelegt",
    "mail-noted": "Automatische E-Mail gekommen: keine Antwort",
    "mail-held": "E-Mail wartet auf Klärung",
}
ADDRESSEES = {
    "owner": "Fachamt", "deputy": "Vertretung", "supervisor": "Aufsicht", "citizen": "Bürgerin oder Bürger",
    "sender": "wer geschrieben hat",
    "partner": "Behörde außerhalb",
}  # fmt: skip
SIDES = {"o": "vom Fachamt", "c": "von der Person"}
WAYS = {"email": "per E-Mail", "screen": "auf dem Bildschirm"}
LEVELS = {"at_risk": "gefährdet", "due": "fällig", "breached": "nicht gehalten"}
TOLD = {"delay": "Verzögerung", "question": "Rückfrage"}  # what a citizen was written
INFORMED = {
    "email": ", per E-Mail benachrichtigt", "other": ", mit dem anderen Ticket",
    "post": ", per Brief benachrichtigt", "none": ", kein anderer Weg bekannt",
}  # fmt: skip
PROMISES = {name: kind.title for name, kind in KINDS.items()}


def occasion(code: str) -> str:
    """Of a reminder its level; of what a citizen was written, "delay:17", what it was."""
    return LEVELS.get(code) or TOLD.get(code.partition(":")[0], code)


def sentence(entry: Entry) -> str:
    """A code nobody has words for is shown as it is: better than nothing."""
    text = SENTENCES.get(entry.act, entry.act)
    if entry.act == "callback-attempted":
        return f"{text}: {OUTCOME_WORDS[Outcome(entry.details['outcome'])]}"
    if entry.act == "promise-reminded" or entry.act.startswith("reminder-"):
        told = entry.details
        words = [
            ADDRESSEES.get(told["addressee"], told["addressee"]),
            WAYS.get(told.get("way", ""), ""),
            occasion(told["level"]),
        ]
        told_what = text.replace("Erinnerung", "Nachricht") if told["addressee"] == "citizen" else text
        return f"{told_what}: {', '.join(filter(None, words))}"
    if entry.act == "mail-filed" or entry.act.startswith("letter-"):
        told = entry.details
        return f"{text}: {SIDES.get(told.get('side', '')) or ADDRESSEES.get(told.get('addressee', ''), '')}"
    if entry.act == "callback-exhausted":
        informed = INFORMED.get(entry.details.get("informed_by", ""), "")
        return f"{text} trotz {entry.details['attempts']} Versuchen{informed}"
    if entry.act.startswith(("promise-", "overflow-")):
        return f"{text} ({_ground(entry)}, {entry.details.get('clause', '')})"
    return text


def _ground(entry: Entry) -> str:
    """What the clause is about."""
    if (seconds := entry.details.get("waited_seconds")) is not None:
        return f"nach {seconds} Sekunden"
    return PROMISES.get(entry.details.get("promise", ""), "Zusage")
