import pytest

from servicecenter.routing.phonetics import code_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Müller-Lüdenscheidt", "65752682"),  # Postel's own example
        ("Wikipedia", "3412"),
        ("Breschnew", "17863"),
        ("Xaver", "4837"),
        ("Philipp", "351"),
        ("Chlodwig", "45234"),
        ("Cicero", "887"),
        ("Scholz", "858"),
        ("Ulla", "05"),
        ("", ""),
        ("123", ""),
    ],
)
def test_the_code_of_a_name(name, code):
    assert code_of(name) == code


@pytest.mark.parametrize(
    "alike",
    [("Meyer", "Maier", "Mayr", "Meier"), ("Schmidt", "Schmitt", "Schmid"), ("Klaus", "Claus"), ("Walther", "Walter")],
)
def test_names_that_sound_alike_share_a_code(alike):
    assert len({code_of(name) for name in alike}) == 1
