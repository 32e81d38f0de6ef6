"""Where a concern goes that an office gave back: as a table over Geldern's own directory."""

import pytest

from servicecenter.routing.elsewhere import elsewhere, inboxes
from tests.routing.books import book, facts

BUILDING = "baugenehmigung"


@pytest.mark.parametrize(
    ("refused", "proposal", "office", "reason"),
    [
        pytest.param({"bauordnung"}, "planungsamt", "planungsamt", "proposed-by-office", id="as proposed"),
        pytest.param({"bauordnung"}, "", "zentrale", "plan-without-office", id="nobody knows"),
        pytest.param(
            {"bauordnung", "planungsamt"}, "planungsamt", "zentrale", "plan-without-office", id="who refused already"
        ),
        pytest.param(
            {"bauordnung"}, "kreis-kleve-zulassung", "zentrale", "plan-without-office", id="who has no inbox here"
        ),
        pytest.param({"zentrale"}, "", "bauordnung", "plan-without-office", id="from the switchboard"),
    ],
)
def test_it_goes_to_the_first_who_may_have_it(refused: set[str], proposal: str, office: str, reason: str) -> None:
    found = elsewhere(facts("geldern", BUILDING), book("geldern"), frozenset(refused), proposal)
    assert found is not None
    assert (found.office.id, found.reason) == (office, reason)


def test_where_everybody_has_refused_a_person_decides() -> None:
    everybody = frozenset(book("geldern").directory.offices)
    assert elsewhere(facts("geldern", BUILDING), book("geldern"), everybody) is None


def test_whoever_has_an_inbox_and_has_not_refused_may_be_proposed() -> None:
    names = [office.name for office in inboxes(book("geldern"), frozenset({"bauordnung"}))]
    assert names == sorted(names)
    assert "Stadtplanung" in names
    assert not {"Bauordnung", "Kreis Kleve, Führerscheinstelle"} & set(names)
