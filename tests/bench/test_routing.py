"""The measurement once, small: that it runs and says what it measured. No figure is judged here."""

import shutil
from pathlib import Path

from servicecenter.bench import routing
from tests.conftest import CONTENT, MONDAY
from tests.content.folders import change

DISTRICTS = ', "Hartefeld", "Kapellen", "Lüllingen", "Pont", "Veert", "Vernum", "Walbeck"'

OTHERS = ("kreis-wesel", "dortmund", "hagen", "muenster", "recklinghausen")  # one town says all


async def test_the_figures(tmp_path: Path) -> None:
    content = tmp_path / "kb"
    shutil.copytree(CONTENT, content, ignore=shutil.ignore_patterns("*.md", *OTHERS))
    change(content, "geldern/directory.toml", DISTRICTS, "")

    figures = await routing.measure(tmp_path, content, MONDAY, replayed=300, sampled=200)

    assert [(figure.unit, figure.bar) for figure in figures] == [("µs", 100), ("s", 1), ("s", 60), ("s", 60)]
    assert all(figure.value > 0 and figure.peer and figure.peer_value for figure in figures)
    assert figures[-1].name.startswith("300 Kontakte nachspielen")
