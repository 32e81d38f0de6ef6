"""A restaurant is opened through three offices: one number, one contact, one date line. Through HTTP alone."""

from datetime import timedelta
from typing import Any

from servicecenter.access.model import Role
from servicecenter.clock import FixedClock
from servicecenter.web.program import Program
from tests.journeys.calling import rings
from tests.web.asking import Asking, Client, new

HAGEN = "+49 30 23125 500"
PERSON = {"name": "Maria Muster", "role": "Inhaberin", "phone": "030 23125 044", "reach": "vormittags"}
BUSINESS = {"name": "Trattoria Beispiel", "form": "GmbH", "district": "Hagen-Mitte"}


async def answer_all(clerk: Asking, text: str) -> None:
    for item in await clerk.get("/inbox"):
        await clerk.post(f"/inbox/{item['ticket']['id']}/answer", {"text": text})


def points(shown: Any, what: str) -> list[str]:
    return [point["office"] for point in shown["line"] if point["what"] == what]


async def test_a_restaurant_through_three_offices_with_one_date_line(
    client: Client, program: Program, clock: FixedClock, agent: Asking
) -> None:
    # given a business that calls, and what a restaurant needs in Hagen
    lotse = await new(client, program, Role.FACHAMT, "lotte.lotse", "servicezentrum-wirtschaft", municipality="hagen")
    rooms = await new(client, program, Role.FACHAMT, "bert.bau", "bauberatung", municipality="hagen")
    trade = await new(client, program, Role.FACHAMT, "greta.gewerbe", "gewerbe", municipality="hagen")
    fire = await new(client, program, Role.FACHAMT, "britta.brand", "bauordnung", municipality="hagen")
    contact = await rings(agent, dialled=HAGEN)
    places = await agent.get("/vorhaben/restaurant", municipality="hagen")
    assert [place["office"] for place in places[:3]] == ["bauberatung", "bauordnung", "gewerbe"]

    # when the desk opens it with three offices
    chosen = {"vorhaben": "restaurant", "leistungen": ["bauberatung", "brandschutzberatung", "gewerbeanmeldung"]}
    wanted = chosen | {"concern": "Trattoria in der Altstadt", "new": BUSINESS, "person": PERSON}
    case = await agent.post(f"/contacts/{contact['id']}/case", wanted, expect=201)

    # then it has the contact's number and one who is in charge, and two offices are asked at once
    number = case["case_number"]
    assert (number, case["state"]) == (contact["case_number"], "open")
    assert case["in_charge"]["office"] == "servicezentrum-wirtschaft"
    assert points(case, "asked") == ["bauberatung", "gewerbe"]
    assert [part["standing"] for part in case["parts"]] == ["runs", "waits", "runs"]
    assert points(case, "promised") == ["bauberatung", "gewerbe"]
    assert case["due"]["due_on"] == "2026-11-30"

    # and each office sees its own ticket, and of the case the dates alone
    [ticket] = [item["ticket"] for item in await trade.get("/inbox")]
    glimpse = await trade.get(f"/inbox/{ticket['id']}/case")
    assert glimpse["case_number"] == number
    assert points(glimpse, "asked") == ["bauberatung", "gewerbe"]
    await trade.get(f"/cases/{number}", expect=404)
    assert await trade.get("/cases") == []

    # when the rooms are judged, fire safety's turn has come
    clock.advance(timedelta(days=2))
    await answer_all(await rooms.log_in(), "Nutzungsänderung nötig, sonst zulässig.")
    await program.advancing.run()
    [waiting] = await (await fire.log_in()).get("/inbox")
    assert "Rettungswege" in waiting["ticket"]["concern"]

    # then the Lotse sees one line with every date, and cannot close before the last has answered
    shown = await (await lotse.log_in()).get(f"/cases/{number}")
    assert points(shown, "ended") == ["bauberatung"]
    assert points(shown, "asked") == ["bauberatung", "gewerbe", "bauordnung"]
    await lotse.post(f"/cases/{number}/close", {"told": "Alles geklärt."}, expect=409)
    await answer_all(await trade.log_in(), "Angemeldet.")
    await answer_all(fire, "Zweiter Rettungsweg ist da.")
    await program.advancing.run()
    assert (await lotse.get(f"/cases/{number}"))["state"] == "done"
    closed = await lotse.post(f"/cases/{number}/close", {"told": "Alle drei Ämter sind fertig."})
    assert closed["state"] == "closed"

    # and the business has one history under its name, said as callers say it
    [found] = await lotse.get("/businesses", municipality="hagen", q="Tratoria Beispil")
    page = await lotse.get(f"/businesses/{found['id']}")
    assert page["case_numbers"] == [number]
    assert [each["state"] for each in page["cases"]] == ["closed"]
