"""The whole story of the service centre through HTTP alone: from the first ring to a kept callback."""

from datetime import timedelta
from typing import Any

from servicecenter.access.model import Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.promises.service import sweep
from servicecenter.web.program import Program
from tests.journeys.calling import CALLER, GELDERN, building_permit, rings
from tests.web.asking import Asking, Client, new


async def test_a_lost_identity_card_is_answered_in_the_first_contact(agent: Asking) -> None:
    # given a call that rings on Geldern's number
    rung = await agent.post("/calls", {"dialled": GELDERN, "caller": CALLER, "call": "pbx-1"}, expect=201)
    assert (rung["municipality"], rung["number_known"]) == ("geldern", True)
    assert "••" in rung["caller"]  # before it is taken nobody needs the number
    again = await agent.post("/calls", {"dialled": GELDERN, "caller": CALLER, "call": "pbx-1"}, expect=201)
    assert again["contact"] == rung["contact"]
    assert [call["contact"] for call in await agent.get("/calls")] == [rung["contact"]]

    # when the agent takes it
    contact = await agent.post(f"/contacts/{rung['contact']}/take")

    # then the desk has what is said first, and the number for a callback
    assert contact["greeting"].startswith("Stadt Geldern, ServiceCenter, guten Tag. Mein Name ist Anna.Agent.")
    assert "einverstanden" in contact["privacy"]
    assert contact["caller"] == "+493023125017"
    assert await agent.get("/calls") == []

    # when two words are typed and the first hit is opened
    found = await agent.get("/search", municipality="geldern", text="perso weg")
    assert {"query", "municipality", "took_ms", "hits"} <= found.keys()
    hit = found["hits"][0]
    assert (hit["id"], hit["municipality"]) == ("personalausweis-verloren", "geldern")
    assert hit["why"]
    article = await agent.get(f"/articles/geldern/{hit['id']}")
    assert "116 116" in article["answer"]
    path = f"/contacts/{contact['id']}"
    await agent.post(f"{path}/article", {"article": hit["id"], "query": "perso weg"})
    way = await agent.get(f"{path}/way")
    assert (way["plan"][0]["reason"], way["plan"][0]["clause"]) == ("answer-at-desk", "§ 4.1")

    # then it is closed as answered, and the number of the caller is gone
    closed = await agent.post(f"{path}/close", {"outcome": "answered"})
    assert (closed["state"], closed["outcome_in_words"], closed["caller"]) == ("closed", "beantwortet", None)

    # and the case is found again by the number that was told, however it is read back
    number = closed["case_number"]
    for spoken in (closed["case_number_spoken"], number, f"{number[:4]}-{number[4:]}"):
        assert (await agent.get("/contacts", case_number=spoken))["id"] == contact["id"]
    acts = [entry["act"] for entry in await agent.get(f"{path}/journal")]
    assert acts == ["contact-rang", "contact-taken", "article-opened", "contact-answered"]


async def test_a_contact_is_closed_once(agent: Asking) -> None:
    # given a contact that ended as a wrong number
    contact = await rings(agent)
    path = f"/contacts/{contact['id']}"
    await agent.post(f"{path}/close", {"outcome": "wrong_number"})

    # when it is closed again, or written to
    problem = await agent.post(f"{path}/close", {"outcome": "no_concern"}, expect=409)
    await agent.post(f"{path}/note", {"text": "zu spät"}, expect=409)

    # then nothing is stored twice, and the agent is told how it ended
    assert problem["title"] == "Dieser Kontakt ist schon abgeschlossen."
    assert "falsche Nummer" in problem["detail"]
    assert (await agent.get(path))["outcome"] == "wrong_number"

    # and within ten seconds it can be taken back
    assert (await agent.post(f"{path}/undo"))["state"] == "open"
    await agent.post(f"{path}/close", {"outcome": "no_concern"})


async def test_a_wrongly_chosen_municipality_is_corrected(agent: Asking) -> None:
    # given a contact opened by hand for the wrong municipality, with a note
    contact = await agent.post("/contacts", {"municipality": "kreis-wesel"}, expect=201)
    path = f"/contacts/{contact['id']}"
    await agent.post(f"{path}/note", {"text": "Hund angemeldet?"})
    await agent.post(f"{path}/article", {"article": "hundesteuer"})

    # when the agent hears where the caller lives
    corrected = await agent.post(f"{path}/municipality", {"municipality": "geldern"})

    # then everything that followed from the municipality is asked anew, and the note stays
    assert (corrected["municipality"], corrected["municipality_name"]) == ("geldern", "Stadt Geldern")
    assert corrected["greeting"].startswith("Stadt Geldern")
    assert (corrected["article"], corrected["note"]) == (None, "Hund angemeldet?")
    assert corrected["case_number"] == contact["case_number"]
    assert "Kommune berichtigt" in [entry["sentence"] for entry in await agent.get(f"{path}/journal")]

    # and one that does not exist changes nothing
    await agent.post(f"{path}/municipality", {"municipality": "entenhausen"}, expect=404)
    assert (await agent.get(path))["municipality"] == "geldern"


async def test_a_call_on_an_unknown_number_loses_nothing(agent: Asking) -> None:
    # given a call on a number of no agreement
    contact = await rings(agent, dialled="+49 89 99998 999")

    # then it is the operator's until the agent has asked, and says so
    assert (contact["municipality"], contact["number_known"]) == ("kreis-wesel", False)
    corrected = await agent.post(f"/contacts/{contact['id']}/municipality", {"municipality": "geldern"})
    assert corrected["number_known"] is True


async def test_a_driving_licence_is_the_matter_of_kreis_kleve(agent: Asking) -> None:
    # given a caller from Geldern who asks for a driving licence
    contact = await rings(agent)
    path = f"/contacts/{contact['id']}"
    await agent.post(f"{path}/facts", {"leistung": "fuehrerschein-antrag"})

    # when the agent asks for the way
    way = await agent.get(f"{path}/way")

    # then it is Kreis Kleve's number and hours, said aloud, with the clause for it
    assert [step["kind"] for step in way["plan"]] == ["say"]
    step = way["plan"][0]
    assert (step["target"]["body"], step["target"]["inside"], step["clause"]) == ("Kreis Kleve", False, "§ 4.7")
    assert "Die Nummer ist 069 90009 110." in step["sentence"]
    assert "Erreichbar: Mo" in step["sentence"]
    assert [verdict["rule"] for verdict in way["asked"] if verdict["chose"]] == ["body"]

    # and no callback is promised in its name
    wish = {"concern": "Führerschein", "reply": "callback", "number": CALLER}
    problem = await agent.post(f"{path}/forward", wish, expect=422)
    assert problem["code"] == "nobody-owes"

    # and the contact ends as referred
    assert (await agent.post(f"{path}/close", {"outcome": "referred"}))["outcome_in_words"] == "Nummer genannt"


async def test_a_building_permit_becomes_a_callback_that_is_kept(
    agent: Asking, clerk: Asking, client: Client, program: Program, clock: FixedClock
) -> None:
    # given a clerk of another Fachamt of the same town
    registrar = await new(client, program, Role.FACHAMT, "rita.register", "standesamt", municipality="geldern")

    # when a wish that cannot be kept is entered, nothing is lost and the field is named
    contact = await rings(agent)
    path = f"/contacts/{contact['id']}"
    await agent.post(f"{path}/facts", {"leistung": "baugenehmigung"})
    for number in ("115", "keine", ""):
        problem = await agent.post(
            f"{path}/forward", {"concern": "x", "reply": "callback", "number": number}, expect=422
        )
        assert problem["details"]["field"] == "number"
    await agent.post(f"{path}/close", {"outcome": "no_concern"})

    # and then the right one
    made = await building_permit(agent)

    # then the caller hears by when, in words: two working days after Monday
    assert made["sentence"].endswith("ruft Sie bis Mittwoch, 25. November, zurück.")
    assert (made["promise"]["due_on"], made["promise"]["due_in_words"]) == ("2026-11-25", "Mittwoch, 25. November")
    assert made["promise"]["due_at"] == "2026-11-25T23:00:00Z"  # 24:00 in Geldern
    assert made["contact"]["outcome_in_words"] == "Rückruf zugesagt"
    assert "••" in made["callback"]["number"]

    # and the ticket lies in the building office's inbox, and in no other
    [item] = await clerk.get("/inbox")
    ticket = f"/inbox/{item['ticket']['id']}"
    assert item["ticket"]["concern"] == "Braucht ein Carport eine Genehmigung?"
    assert await registrar.get("/inbox") == []
    for act in ("", "/accept", "/answer", "/attempt"):
        body = {"": None, "/accept": None, "/answer": {"text": "x"}, "/attempt": {"outcome": "reached"}}[act]
        await (registrar.post(ticket + act, body, expect=404) if act else registrar.get(ticket, expect=404))
    assert await registrar.get("/promises") == []
    await registrar.get(path, expect=403)

    # when the clerk opens it, then the number is there in full, and the story so far
    opened = await clerk.get(ticket)
    assert opened["callback"]["number"] == "+493023125017"
    assert opened["callback"]["window"] == "nach 14 Uhr"
    assert {"ticket-opened", "promise-made"} <= {entry["act"] for entry in opened["story"]}

    # when the first attempt fails, then the promise runs on
    clock.advance(timedelta(minutes=30))
    await clerk.post(f"{ticket}/accept")
    failed = await clerk.post(f"{ticket}/attempt", {"outcome": "not_reached", "note": "nur die Mailbox"})
    assert [attempt["outcome_in_words"] for attempt in failed["callback"]["attempts"]] == ["nicht erreicht"]
    assert {promise["state"] for promise in failed["promises"]} == {"open"}
    await clerk.post(f"{ticket}/answer", {"text": "per Brief"}, expect=409)  # nobody has heard it yet

    # when the second one reaches the caller, then the promise is kept and the ticket answered
    clock.advance(timedelta(minutes=20))
    reached = await clerk.post(f"{ticket}/attempt", {"outcome": "reached", "note": "Bis 30 m² genehmigungsfrei."})
    assert {promise["name"]: promise["state"] for promise in reached["promises"]} == {
        "callback": "kept",
        "reply": "kept",
    }
    assert (reached["ticket"]["state"], reached["ticket"]["answer"]) == ("answered", "Bis 30 m² genehmigungsfrei.")
    assert await clerk.get("/inbox") == []
    await clerk.post(f"{ticket}/attempt", {"outcome": "reached"}, expect=409)


async def test_a_promise_left_alone_is_counted_as_not_kept(
    agent: Asking, clerk: Asking, supervisor: Asking, client: Client, program: Program, clock: FixedClock
) -> None:
    # given one promise that is kept and one that is left alone
    kept = await building_permit(agent)
    await clerk.post(f"/inbox/{kept['ticket']['id']}/attempt", {"outcome": "reached"})
    left = await building_permit(agent)
    callback = left["promise"]["id"]

    async def look(who: Asking) -> tuple[dict[int, str], Any]:
        """As the clock tick does: sweep twice, since a second one must change nothing."""
        for _ in range(2):
            await sweep(program.db, Scope.system("test"), clock.now())
        board = await (await who.log_in()).get("/board")
        return {promise["id"]: promise["state"] for promise in board["running"] + board["late"]}, board

    # when it is Monday, then it runs
    states, board = await look(supervisor)
    assert states[callback] == "open"
    assert "n von m" in board["definitions"]["unkept"]

    # when Wednesday afternoon has come, then it is at risk
    clock.advance(timedelta(days=2, hours=3))
    states, board = await look(supervisor)
    assert states[callback] == "at_risk"
    geldern = next(own for own in board["municipalities"] if own["id"] == "geldern")
    assert geldern["at_risk"] >= 1
    assert geldern["unkept"]["callback"] == {"n": 0, "m": 1, "percent": 0.0, "in_words": "0 von 1"}

    # when Wednesday is over, then it is breached and counted: 1 of 2
    clock.advance(timedelta(hours=12))
    states, board = await look(supervisor)
    assert states[callback] == "breached"
    geldern = next(own for own in board["municipalities"] if own["id"] == "geldern")
    assert geldern["unkept"]["callback"] == {"n": 1, "m": 2, "percent": 50.0, "in_words": "1 von 2"}

    # and Geldern's own controller sees the same for Geldern alone, Kreis Wesel's sees none of it
    for town, seen in (("geldern", [callback]), ("kreis-wesel", [])):
        controller = await new(client, program, Role.CONTROLLER, f"c.{town}", municipality=town)
        states, board = await look(controller)
        assert [own["id"] for own in board["municipalities"]] == [town]
        assert [promise["id"] for promise in board["late"] if promise["name"] == "callback"] == seen

    # and reached at last it is still not kept
    await clerk.log_in()
    late = await clerk.post(f"/inbox/{left['ticket']['id']}/attempt", {"outcome": "reached"})
    assert {promise["name"]: promise["state"] for promise in late["promises"]}["callback"] == "kept_late"
    _, board = await look(supervisor)
    geldern = next(own for own in board["municipalities"] if own["id"] == "geldern")
    assert geldern["unkept"]["callback"]["in_words"] == "1 von 2"
