"""Each part goes where routing sends it, in each town of the project's content."""

import pytest

from servicecenter.cases.placing import PartWay, place, placed
from servicecenter.errors import Invalid
from tests.conftest import MONDAY
from tests.routing.books import book


@pytest.mark.parametrize(
    ("town", "leistung", "district", "way", "office"),
    [
        pytest.param("hagen", "gaststaette", None, PartWay.TICKET, "gewerbe", id="not-to-the-lotse"),
        pytest.param("hagen", "kammer", None, PartWay.PARTNER, "kammer", id="the-chamber"),
        pytest.param("dortmund", "bauberatung", "Hörde", PartWay.TICKET, "bauberatung", id="nor-to-the-adviser"),
        pytest.param(
            "geldern", "lebensmittelbetrieb", None, PartWay.PARTNER, "kreis-kleve-lebensmittel", id="kreis-kleve"
        ),
        pytest.param("kreis-wesel", "gewerbeanmeldung", None, PartWay.DISTRICT, None, id="each-town-its-own"),
    ],
)
def test_where_a_part_goes(town, leistung, district, way, office):
    found = place(leistung, district, book(town), MONDAY)
    assert (found.way, found.office and found.office.id) == (way, office)
    assert (found.step is not None) is (way is PartWay.TICKET)


def test_a_ticket_has_its_reason_its_clause_and_its_date():
    found = place("gewerbeanmeldung", None, book("hagen"), MONDAY)
    assert found.step is not None
    assert found.step.clause.startswith("§ ")
    assert found.due_on is not None


def test_what_is_wanted_and_cannot_be_asked_for_is_refused_with_its_field():
    with pytest.raises(Invalid) as refused:
        placed("gewerbeanmeldung", None, book("kreis-wesel"), MONDAY)
    assert refused.value.details["field"] == "district"
