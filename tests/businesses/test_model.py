"""What may be stored about a business, and what is refused with its field."""

import pytest

from servicecenter.businesses.model import BusinessPerson, Particulars, checked, checked_person, checked_reason
from servicecenter.callbacks.numbers import NumberUnusable
from servicecenter.errors import Invalid


def test_blanks_around_go():
    assert checked(Particulars(" Trattoria ", " GmbH ")) == Particulars("Trattoria", "GmbH")


def test_a_number_is_kept_as_it_is_dialled():
    assert checked_person(BusinessPerson("Maria", phone="030 23125 044")).phone == "+493023125044"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param(Particulars("  "), "name", id="no-name"),
        pytest.param(Particulars("x" * 201), "name", id="long-name"),
        pytest.param(Particulars("x", address="x" * 401), "address", id="long-address"),
    ],
)
def test_particulars_refused(given, field):
    with pytest.raises(Invalid) as refused:
        checked(given)
    assert refused.value.details["field"] == field


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param(BusinessPerson(""), "name", id="nobody"),
        pytest.param(BusinessPerson("Maria", email="maria"), "email", id="no-address"),
        pytest.param(BusinessPerson("Maria", reach="x" * 201), "reach", id="too-long"),
    ],
)
def test_somebody_refused(given, field):
    with pytest.raises(Invalid) as refused:
        checked_person(given)
    assert refused.value.details["field"] == field


def test_a_number_nobody_can_dial_is_refused():
    with pytest.raises(NumberUnusable):
        checked_person(BusinessPerson("Maria", phone="112"))


@pytest.mark.parametrize("reason", ["", "   ", "x" * 401])
def test_a_reason_says_something_and_not_too_much(reason):
    with pytest.raises(Invalid):
        checked_reason(reason)
