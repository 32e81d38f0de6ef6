"""Reports over the whole program: who meldet, who answers, who edits."""

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.web.program import Program
from tests.conftest import somebody


@pytest.fixture
async def editor(program: Program) -> Person:
    """Of Geldern."""
    return await somebody(program, Role.EDITOR, "erika.editor", municipality="geldern")


@pytest.fixture
async def chief(program: Program) -> Person:
    """Of the centre: edits everything."""
    return await somebody(program, Role.EDITOR, "eva.editor")


@pytest.fixture
async def neighbour(program: Program) -> Person:
    """An editor of Kreis Wesel."""
    return await somebody(program, Role.EDITOR, "emil.editor", municipality="kreis-wesel")
