"""The sentences of mails about tickets: what stands in each and what is filled in. Pure."""

OFFICE_BODY = """Guten Tag,

{sentence}

Vorgang:  {case_number}
Frist:    {due}

Öffnen:   {link}
{until}
Diese E-Mail wurde automatisch verschickt und enthält keine persönlichen Daten.
"""
UNTIL = """
Der Link gilt für dieses Ticket allein und bis {day}. Was Sie auf diese E-Mail antworten,
wird zum Ticket gelegt und gilt als Antwort an die Bürgerin oder den Bürger.
"""
# § 35 SGB I: an answer by mail would have to be stored to be passed on.
UNTIL_SOCIAL = """
Der Link gilt für dieses Ticket allein und bis {day}. Bitte antworten Sie nicht auf diese E-Mail:
Das Anliegen fällt unter das Sozialgeheimnis (§ 35 SGB I), sein Inhalt wird nicht aufgenommen. Bitte
antworten Sie der Person selbst und halten Sie hinter dem Link nur fest, dass geantwortet ist.
"""
NOT_KEPT = "Beantwortet. Der Wortlaut wird nicht aufgenommen (Sozialdaten, § 35 SGB I)."
CITIZEN_BODY = """Guten Tag,

{text}

Mit freundlichen Grüßen
{office}
{town}

Vorgangsnummer: {case_number}
Sie können auf diese E-Mail antworten.
"""
REFUSAL_BODY = """Guten Tag,

{why}

Vorgangsnummer: {case_number}
Diese E-Mail wurde automatisch verschickt.
"""
CONFIRMATION = "Ihre Anfrage ist bei uns eingegangen. Sie erhalten eine Antwort bis {due}."
