"""What a citizen reads: the clerk's sentence, the day, the case number, and no reason to ask who wrote it."""

from datetime import timedelta

from servicecenter.messages.model import MessageState
from servicecenter.tickets.remarks.model import RemarkKind

from .acting import Acts
from .conftest import BY_MAIL, CARL, Centre


async def test_a_letter_names_office_town_and_case_and_waits_for_the_service_hours(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    centre.wait(hours=12)  # late in the evening
    await acts.questions.ask(CARL, made.ticket.id, "citizen", "Wie groß soll er werden?")
    (mail,) = await acts.written()
    assert mail.subject.startswith("Eine Frage zu Ihrem Vorgang")
    assert "Bauordnung, Stadt Geldern" in mail.body
    assert mail.occasion.startswith(f"{RemarkKind.QUESTION.value}:")
    assert mail.state is MessageState.WAITING
    assert mail.not_before - centre.clock.now() > timedelta(hours=6)
