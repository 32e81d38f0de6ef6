import pytest

from servicecenter.agreements.model import Clause, FirstContact, Handbook
from servicecenter.contacts.model import Channel, Handled, Outcome
from servicecenter.reporting.first_contacts import definition, first_contact
from servicecenter.reporting.service_level import Share
from tests.conftest import MONDAY


def handbook(*clauses: Clause) -> Handbook:
    return Handbook(municipality="geldern", title="H", valid_from=MONDAY.date(), clause=clauses)


def ended(outcome: Outcome | None, *, named: bool = False) -> Handled:
    return Handled("geldern", Channel.TELEPHONE, None, MONDAY, MONDAY, None, MONDAY, outcome, named)


O = Outcome  # noqa: E741  # short, for the table


@pytest.mark.parametrize(
    ("outcomes", "share"),
    [
        pytest.param([], Share(0, 0), id="no calls"),
        pytest.param([*[O.ANSWERED] * 7, O.REFERRED, O.TICKET, O.CALLBACK], Share(8, 10), id="eight of ten"),
        pytest.param(
            [*[O.ANSWERED] * 3, O.WRONG_NUMBER, O.NO_CONCERN, O.ABANDONED, O.ELSEWHERE, None], Share(3, 3),
            id="no concern, no count",
        ),
        pytest.param([O.TICKET, O.TICKET, O.CALLBACK, O.TRANSFERRED], Share(0, 4), id="all passed on"),
    ],
)  # fmt: skip
def test_first_contact_is_what_the_desk_ended_itself(outcomes, share):
    assert first_contact(map(ended, outcomes), FirstContact()) == share


@pytest.mark.parametrize(
    ("rule", "share"),
    [
        (FirstContact(), Share(2, 3)),
        (FirstContact(named_persons="against"), Share(2, 5)),
        (FirstContact(referred="apart"), Share(1, 2)),
        (FirstContact(referred="against"), Share(1, 3)),
    ],
)
def test_named_persons_and_numbers_of_others_count_as_the_handbook_says(rule, share):
    named = [ended(Outcome.TRANSFERRED, named=True), ended(Outcome.ANSWERED, named=True)]
    others = [ended(Outcome.ANSWERED), ended(Outcome.REFERRED), ended(Outcome.TICKET)]
    assert first_contact([*named, *others], rule) == share


def test_the_definition_speaks_in_the_handbook_s_words():
    own = Clause(number="8.2", finality="Ohne Weitergabe.", first_contact=FirstContact(referred="apart"))
    told = definition(handbook(own))
    for words in ("Ohne Weitergabe. (§ 8.2)", "Personen zählen gesondert", "Behörden zählen gesondert"):
        assert words in told
    assert "Abschließend beantwortet" in definition(handbook())
