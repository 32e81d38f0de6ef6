from servicecenter.contacts.outlook import Outlook, outlook

from .conftest import ANNA, Centre


async def seen(centre: Centre, said: str, article: str = "baugenehmigung") -> Outlook | None:
    contact = await centre.desk.mine(ANNA) or await centre.asked(article)
    return outlook(centre.desk.rulebook(contact), centre.desk.way(contact), said, centre.clock.at)


async def test_minutes_before_the_due_date_are_those_of_the_owing_office(centre: Centre) -> None:
    """Monday 10:00, due on Wednesday; open 08:30 to 12:30 today and tomorrow."""
    found = await seen(centre, "vormittags")
    assert found
    assert (found.open_minutes, found.meeting_minutes, found.misses, found.is_closed) == (390, 330, False, False)
    assert found.terms.due_on.isoformat() == "2026-11-25"
    assert found.hours == "Mo, Di 08:30–12:30 · Do 08:30–12:30, 13:30–17:30"


async def test_a_window_that_no_hour_meets_is_known_before_anything_is_promised(centre: Centre) -> None:
    for said, misses in (("ab 16 Uhr", True), ("nicht Montag", False), ("", False), ("irgendwas", False)):
        found = await seen(centre, said)
        assert found
        assert found.misses is misses, said


async def test_an_office_that_is_closed_until_then_is_said_whatever_the_wish(centre: Centre) -> None:
    centre.wait(days=30, hours=8)  # the evening of 23 December: closed until it is due
    found = await seen(centre, "ab 16 Uhr")
    assert found
    assert (found.open_minutes, found.is_closed, found.misses) == (0, True, False)


async def test_nobody_owes_a_callback_in_the_name_of_a_body_outside(centre: Centre) -> None:
    assert await seen(centre, "", article="fuehrerschein-umtausch") is None
