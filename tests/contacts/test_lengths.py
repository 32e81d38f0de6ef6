import pytest

from servicecenter.contacts.lengths import LONGEST_TEXT, check_length
from servicecenter.errors import Invalid


def test_what_fits_passes_and_one_sign_more_is_refused_with_its_field() -> None:
    check_length("x" * LONGEST_TEXT, "reason")
    with pytest.raises(Invalid, match="zu lang") as caught:
        check_length("x" * (LONGEST_TEXT + 1), "reason")
    assert caught.value.details == {"field": "reason"}
