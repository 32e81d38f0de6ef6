from collections.abc import AsyncIterator

import pytest

from tests.telephony.ari.door import Door, opened


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened() as made:
        yield made
