"""Desk and inbox over the project's content, as tests/contacts has them, and the erasing beside them."""

import pytest

from servicecenter.privacy.service import Erasure
from tests.contacts.conftest import Centre, centre, db, loaded, second

__all__ = ["centre", "db", "loaded", "second"]


@pytest.fixture
def erasure(centre: Centre) -> Erasure:
    return Erasure(centre.db, centre.clock, centre.rulebooks)
