from dataclasses import replace
from pathlib import Path

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.errors import Forbidden, NotFound
from servicecenter.telephony.announcing import Announcing
from servicecenter.web.program import Program
from tests.telephony.test_announcements import spoken

ALL = Scope.system("test")
GESA = Person("1", "gesa", "Gesa Fassung", Role.EDITOR, "geldern")


@pytest.fixture
def announcing(program: Program) -> Announcing:
    return program.announcing


@pytest.mark.each_database
async def test_an_editor_uploads_listens_and_takes_away(announcing: Announcing) -> None:
    assert set((await announcing.listed(ALL, "geldern")).values()) == {None}
    await announcing.put(GESA, "geldern", "closed", spoken(2))
    newer = await announcing.put(GESA, "geldern", "closed", spoken(3))
    assert (await announcing.listed(Scope.of(GESA), "geldern"))["closed"] == newer
    assert await announcing.sound(ALL, "geldern", "closed") == spoken(3)
    await announcing.drop(GESA, "geldern", "closed")
    with pytest.raises(NotFound):
        await announcing.sound(ALL, "geldern", "closed")


async def test_another_municipality_s_announcement_is_neither_changed_nor_heard(announcing: Announcing) -> None:
    await announcing.put(replace(GESA, municipality=None), "hagen", "closed", spoken())
    with pytest.raises(Forbidden):
        await announcing.put(GESA, "hagen", "closed", spoken())
    with pytest.raises(Forbidden):
        await announcing.drop(GESA, "hagen", "closed")
    with pytest.raises(NotFound):
        await announcing.sound(Scope.of(GESA), "hagen", "closed")


async def test_they_are_laid_out_for_a_switch_and_only_what_changed_is_written(
    announcing: Announcing, tmp_path: Path
) -> None:
    await announcing.put(GESA, "geldern", "closed", spoken(2))
    assert [await announcing.lay_out(ALL, tmp_path) for _ in range(2)] == [1, 0]
    assert (tmp_path / "geldern/closed.wav").read_bytes() == spoken(2)
    await announcing.put(GESA, "geldern", "closed", spoken(3))
    assert await announcing.lay_out(ALL, tmp_path) == 1
    await announcing.drop(GESA, "geldern", "closed")
    assert await announcing.lay_out(ALL, tmp_path) == 1
    assert list((tmp_path / "geldern").iterdir()) == []
