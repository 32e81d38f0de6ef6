import pytest

from servicecenter.callbacks.numbers import NumberUnusable, masked, parse, same, shown
from servicecenter.telephony.simulated import scenarios

GELDERN = "+492831398123"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        pytest.param("02831398123", GELDERN, id="digits"),
        pytest.param("02831/398123", GELDERN, id="slash"),
        pytest.param("02831 39 81 23", GELDERN, id="pairs"),
        pytest.param("  02831 398123 \n", GELDERN, id="blanks around"),
        pytest.param("02831\u00a0398123", GELDERN, id="blank that does not break"),
        pytest.param("(02831) 398123", GELDERN, id="area code in brackets"),
        pytest.param("02831-398-123", GELDERN, id="hyphens"),
        pytest.param("02831 – 398123", GELDERN, id="dash"),
        pytest.param("02831.398.123", GELDERN, id="dots"),
        pytest.param("+49 2831 398123", GELDERN, id="+49"),
        pytest.param("0049 2831 398123", GELDERN, id="0049"),
        pytest.param("+49 (0) 2831 398123", GELDERN, id="+49 (0)"),
        pytest.param("0049(0)2831/398123", GELDERN, id="0049 (0)"),
        pytest.param("+49 02831 398123", GELDERN, id="+49 and 0 all the same"),
        pytest.param("(0)2831 398123", GELDERN, id="(0) at home is the zero"),
        pytest.param("02831 398 0", "+4928313980", id="a switchboard"),
        pytest.param("+31 77 3596600", "+31773596600", id="Venlo"),
        pytest.param("0031 77 3596600", "+31773596600", id="Venlo, dialled"),
        pytest.param("0171 3920012", "+491713920012", id="mobile"),
        pytest.param("030 23125 017", "+493023125017", id="fiction: Berlin"),
        pytest.param("040 66969 108", "+494066969108", id="fiction: Hamburg"),
        pytest.param("069 90009 233", "+496990009233", id="fiction: Frankfurt"),
        pytest.param("0221 4710 512", "+492214710512", id="fiction: Köln"),
        pytest.param("089 99998 345", "+498999998345", id="fiction: München"),
        pytest.param("0152 28817386", "+4915228817386", id="fiction: mobile"),
    ],
)
def test_a_number_is_understood_as_people_write_it(written: str, number: str) -> None:
    assert parse(written) == number
    assert same(written) == number
    assert parse(shown(number)) == number


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("", id="nothing"),
        pytest.param("   ", id="blanks"),
        pytest.param("0", id="zero"),
        pytest.param("+", id="plus"),
        pytest.param("00", id="double zero"),
        pytest.param("---", id="hyphens"),
        pytest.param("110", id="police"),
        pytest.param("112", id="fire brigade"),
        pytest.param("115", id="115"),
        pytest.param("+49 115", id="115 from abroad"),
        pytest.param("0115", id="115 with a zero"),
        pytest.param("116117", id="doctor on call"),
        pytest.param("0116117", id="doctor on call with a zero"),
        pytest.param("19222", id="ambulance"),
        pytest.param("398123", id="without area code"),
        pytest.param("02831", id="area code alone"),
        pytest.param("02831 398123 398123 398", id="too long"),
        pytest.param("000000000000", id="zeros"),
        pytest.param("9" * 10_000, id="ten thousand digits"),
        pytest.param("0" + " " * 10_000, id="ten thousand blanks"),
        pytest.param("0800 FLOWERS", id="letters for keys"),
        pytest.param("02831 abc", id="letters for digits"),
        pytest.param("Herr Muster 02831 398123", id="with a name"),
        pytest.param("02831 398123 ext. 5", id="extension in words"),
        pytest.param("02831 398123;ext=5", id="extension"),
        pytest.param("02831 398123 oder 0171 3920012", id="two numbers"),
        pytest.param("*31#02831398123", id="a service code"),
        pytest.param("02831 398123'; DROP TABLE callback; --", id="SQL"),
        pytest.param("<b>02831398123</b>", id="HTML"),
        pytest.param("name@beispiel.example", id="e-mail"),
        pytest.param("anonymous", id="anonymous"),
        pytest.param("\x00", id="NUL"),
    ],
)
def test_what_cannot_be_called_back_is_refused_and_the_field_is_named(written: str) -> None:
    with pytest.raises(NumberUnusable, match="kann nicht zurückgerufen werden") as caught:
        parse(written, field="caller")
    assert caught.value.details == {"field": "caller"}
    assert same(written) is None


@pytest.mark.parametrize(
    ("number", "as_shown", "as_masked"),
    [
        pytest.param("+493023125017", "030 23125017", "030 ••• 17", id="Berlin"),
        pytest.param(GELDERN, "02831 398123", "0283 ••• 23", id="Geldern"),
        pytest.param("+31773596600", "+31 77 359 6600", "+31 ••• 00", id="abroad"),
        pytest.param("anonym", "anonym", "•••", id="what is no number stays"),
        pytest.param("", "", "•••", id="removed on its day"),
    ],
)
def test_a_number_is_shown_as_it_is_dialled_and_masked_for_who_need_not_know(
    number: str, as_shown: str, as_masked: str
) -> None:
    assert shown(number) == as_shown
    assert masked(number) == as_masked


def test_every_caller_of_the_simulation_can_be_called_back_or_hides() -> None:
    assert [scenario.caller for scenario in scenarios() if scenario.caller and same(scenario.caller) is None] == []
