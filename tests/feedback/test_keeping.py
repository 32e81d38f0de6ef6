import pytest

from servicecenter.directory.leistungen import Catalogue, Leistung
from servicecenter.directory.model import Person
from servicecenter.feedback.keeping import kept_words
from tests.feedback.test_model import DIRECTORY

CATALOGUE = Catalogue(
    leistung=(
        Leistung(key="kindeswohl", name="Gefährdung des Kindeswohls", group="familie", level="mittlere",
                 office="jugendamt", said=("Kind wird geschlagen", "Misshandlung"), social=True),
        Leistung(key="hundesteuer", name="Hundesteuer", group="steuern", level="gemeinde", office="steueramt",
                 said=("Hund anmelden",)),
    )
)  # fmt: skip
OFFICES = DIRECTORY.model_copy(
    update={"person": (Person(id="m", name="Maria Schmitz", office="buergerbuero", role="Standesbeamtin"),)}
)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        pytest.param(" e-scooter   im weg ", "e-scooter im weg", id="a concern"),
        pytest.param("hund anmelden", "hund anmelden", id="a Leistung that is not social"),
        pytest.param("", "", id="nothing"),
        pytest.param("0170 1234567 rückruf", "", id="a telephone number"),
        pytest.param("p.muster@mail.example", "", id="an address"),
        pytest.param("Frau Weber sprechen", "", id="somebody by title"),
        pytest.param("Herrn Weber", "", id="somebody by title, declined"),
        pytest.param("Schmidts Maria", "", id="somebody who works there, spelt as callers spell"),
        pytest.param("standesbeamtin", "", id="somebody by function"),
        pytest.param("kinder misshandlung", "", id="social, as callers call it"),
        pytest.param("nachbar kind wird geschlagen", "", id="social, in a sentence"),
        pytest.param("kind anmelden", "kind anmelden", id="only a word of a social phrase"),
        pytest.param("eins zwei drei vier fünf sechs sieben acht neun", "", id="a note, no search"),
    ],
)
def test_which_words_may_be_kept(query: str, kept: str) -> None:
    assert kept_words(query, OFFICES, CATALOGUE) == kept
