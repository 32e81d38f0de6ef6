"""A partner outside takes part by consent alone, by mail alone, and owes nothing."""

import pytest

from servicecenter.access.model import Scope
from servicecenter.cases.consents import ConsentMissing
from servicecenter.cases.model import CaseState, Standing
from servicecenter.cases.partners import of_reference
from servicecenter.errors import Conflict, Invalid
from servicecenter.messages.model import MessageKind, MessageState
from tests.cases.conftest import BERT, LOTTE, Town, part_named

ALL = Scope.system("test")
WITH_CHAMBER = ("bauberatung", "kammer")
GIVEN = {"given_by": "Maria Muster", "how": "phone", "covers": ("business", "concern")}


async def chamber(town: Town):
    case = await town.opened(WITH_CHAMBER)
    return case, part_named(case, "kammer").id


async def mails(town: Town):
    return await town.program.outbox.latest(ALL, 10, kinds=(MessageKind.LETTER,))


async def test_without_consent_nothing_goes_out_and_the_words_say_why(town: Town):
    case, part = await chamber(town)
    with pytest.raises(ConsentMissing, match="Ohne Einwilligung geht nichts hinaus"):
        await town.program.consents.ask(LOTTE, case.case_number, part)
    assert list(await mails(town)) == []
    view = await town.view(case)
    assert view.standing(part_named(view.case, "kammer")) is Standing.NEEDS_CONSENT


async def test_a_consent_says_who_when_how_for_whom_and_what_in_the_words_read_aloud(town: Town):
    case, part = await chamber(town)
    case = await town.program.consents.give(LOTTE, case.case_number, part, **GIVEN)
    consent = part_named(case, "kammer").consent
    assert consent is not None
    assert (consent.given_by, consent.how, consent.covers) == ("Maria Muster", "phone", ("business", "concern"))
    assert consent.given_at == town.clock.now()
    assert "an SIHK zu Hagen weitergeben: Name und Rechtsform des Betriebs, das Anliegen?" in consent.sentence
    with pytest.raises(Conflict):
        await town.program.consents.give(LOTTE, case.case_number, part, **GIVEN)


async def test_the_mail_holds_what_the_consent_covers_and_no_more(town: Town):
    case, part = await chamber(town)
    await town.program.consents.give(LOTTE, case.case_number, part, **GIVEN)
    await town.program.consents.ask(LOTTE, case.case_number, part)
    (mail,) = await mails(town)
    assert (mail.recipient, mail.to_office, mail.state) == ("info@sihk.example", "kammer", MessageState.WAITING)
    assert of_reference(mail.subject) == (case.case_number, part)
    assert "Trattoria Beispiel GmbH" in mail.body
    assert [each for each in ("Maria", "23125", "Musterweg", "maria@") if each in mail.subject + mail.body] == []
    with pytest.raises(Conflict):
        await town.program.consents.ask(LOTTE, case.case_number, part)
    assert len(await mails(town)) == 1


async def test_a_reply_is_known_by_the_mail_it_answers(town: Town):
    case, part = await chamber(town)
    await town.program.consents.give(LOTTE, case.case_number, part, **GIVEN)
    await town.program.consents.ask(LOTTE, case.case_number, part)
    (mail,) = await mails(town)
    async with town.program.db.read() as session:
        found = await town.program.consents.of_message(session, mail.message_id)
        assert await town.program.consents.of_message(session, "<other@beispiel.example>") is None
        assert await town.program.consents.of_message(session, "") is None
    assert found is not None
    assert (found[0].case_number, found[1].id) == (case.case_number, part)


async def test_after_a_withdrawal_nothing_more_goes_out(town: Town):
    case, part = await chamber(town)
    await town.program.consents.give(LOTTE, case.case_number, part, **GIVEN)
    await town.program.consents.ask(LOTTE, case.case_number, part)
    case = await town.program.consents.withdraw(LOTTE, case.case_number, part)
    (mail,) = await mails(town)
    assert (mail.state, mail.body) == (MessageState.OBSOLETE, "")
    withdrawn = part_named(case, "kammer")
    assert withdrawn.consent is None
    assert withdrawn.consents[0].withdrawn_by == LOTTE.name
    assert withdrawn.started_at is None  # nothing reached the chamber
    with pytest.raises(ConsentMissing):
        await town.program.consents.ask(LOTTE, case.case_number, part)
    acts = await town.acts(case)
    assert acts[-2:] == ["partner-mail-stopped", "consent-withdrawn"]


async def test_a_second_consent_lets_it_be_asked_again(town: Town):
    case, part = await chamber(town)
    for _ in range(2):
        await town.program.consents.give(LOTTE, case.case_number, part, **GIVEN)
        await town.program.consents.ask(LOTTE, case.case_number, part)
        case = await town.program.consents.withdraw(LOTTE, case.case_number, part)
    assert len(await mails(town)) == 2


async def test_while_only_the_partner_is_left_the_case_waits_and_its_answer_ends_it(town: Town):
    case, part = await chamber(town)
    await town.answered(case, "bauberatung", BERT)
    await town.program.advancing.run()
    assert (await town.view(case)).case.state is CaseState.WAITING
    await town.program.consents.give(LOTTE, case.case_number, part, **GIVEN)
    await town.program.consents.ask(LOTTE, case.case_number, part)
    case = await town.program.consents.answered(LOTTE, case.case_number, part, "Unterrichtung am 2. Dezember")
    assert case.state is CaseState.DONE
    view = await town.view(case)
    assert view.due is None  # nothing was promised in its name
    with pytest.raises(Conflict):
        await town.program.consents.answered(LOTTE, case.case_number, part, "Noch einmal")


async def test_an_answer_to_nothing_is_refused(town: Town):
    case, part = await chamber(town)
    with pytest.raises(Conflict):
        await town.program.consents.answered(LOTTE, case.case_number, part, "Ja")


async def test_an_office_of_ours_needs_no_consent(town: Town):
    case, _ = await chamber(town)
    with pytest.raises(Conflict):
        await town.program.consents.give(LOTTE, case.case_number, part_named(case, "bauberatung").id, **GIVEN)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"given_by": " "}, "given_by", id="who"),
        pytest.param({"how": "telepathy"}, "how", id="how"),
        pytest.param({"covers": ()}, "covers", id="nothing"),
        pytest.param({"covers": ("diary",)}, "covers", id="something-else"),
    ],
)
async def test_a_consent_that_says_too_little_is_none(town: Town, wrong, field):
    case, part = await chamber(town)
    with pytest.raises(Invalid) as refused:
        await town.program.consents.give(LOTTE, case.case_number, part, **GIVEN | wrong)
    assert refused.value.details["field"] == field
