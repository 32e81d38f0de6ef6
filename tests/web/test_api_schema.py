"""Schemathesis against the program as it is served: nothing it thinks up may break it or get an answer not described.

A real server on loopback, run as `servicecenter serve` runs it: requests end whether or not their client waits.
"""

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from servicecenter.access.model import OF_A_MUNICIPALITY, Role, Scope
from servicecenter.app import build
from servicecenter.clock import FixedClock
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.migrations import migrate
from servicecenter.settings import Settings
from servicecenter.web.api import ROUTES
from servicecenter.web.openapi import describe
from servicecenter.web.program import Program
from servicecenter.web.server import LONGEST_LINE, create
from servicecenter.web.table import PUBLIC
from tests.conftest import CONTENT, MONDAY, quick_passwords

EXAMPLES = 15  # of what fits the description, and as many of what does not
KNOWN = {
    "municipality": "geldern",
    "article": "baugenehmigung",
    "leistung": "baugenehmigung",
    "district": None,
    "number": "030 23125 017",
    "dialled": "030 23125 300",
}
ROLES = {route.handler.__name__: max(route.roles) for route in ROUTES if route.roles != PUBLIC}

load_all_checks()
CHECKED = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    )
]


def operations() -> Iterator[Any]:
    described = describe(ROUTES)
    for path in described["paths"].values():
        for operation in path.values():
            del operation["security"]  # the test logs in; otherwise half of the examples end at the door
    for found in schemathesis.openapi.from_dict(described).get_all_operations():
        yield found.ok()


OPERATIONS = {operation.definition.raw["operationId"]: operation for operation in operations()}
ASKED = [
    (name, mode)
    for name, operation in OPERATIONS.items()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or {"parameters", "requestBody"} & operation.definition.raw.keys()
]


@dataclass
class Served:
    """A running program, and a token for each operation: one of them logs out, and one guesses passwords."""

    url: str
    program: Program
    tokens: dict[str, str] = field(default_factory=dict)
    pbx: str = ""  # the token of a PBX of Geldern

    def headers(self, operation: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[operation]}"} if operation in self.tokens else {}

    def ask(self, role: Role, method: str, path: str, body: Any = None) -> Any:
        url = f"{self.url}/api/v1{path}"
        return requests.request(method, url, json=body, headers=self.headers(role), timeout=30).json()

    def existing(self) -> dict[str, Any]:
        """Names of what there is: among them a contact that the agent has open, a ticket that is open."""
        self.ask(Role.AGENT, "POST", "/contacts", {"municipality": "geldern"})
        [contact] = self.ask(Role.AGENT, "GET", "/contacts/mine")
        tickets = [item["ticket"]["id"] for item in self.ask(Role.FACHAMT, "GET", "/inbox")]
        number = contact["case_number_spoken"]
        reports = [report["id"] for report in self.ask(Role.EDITOR, "GET", "/reports")]
        return KNOWN | {
            "contact": contact["id"], "case_number": number, "ticket": max(tickets, default=0),
            "report": max(reports, default=0), "token": self.pbx,
        }  # fmt: skip

    def report_one(self) -> None:
        path = f"/contacts/{self.existing()['contact']}"
        self.ask(Role.AGENT, "POST", f"{path}/article", {"article": "baugenehmigung"})
        assert self.ask(Role.AGENT, "POST", f"{path}/report", {"said": "Die Gebühr stimmt nicht."})["due_on"]

    def forward_one(self) -> None:
        path = f"/contacts/{self.existing()['contact']}"
        self.ask(Role.AGENT, "POST", f"{path}/facts", {"leistung": "baugenehmigung"})
        wish = {"concern": "Carport", "reply": "callback", "number": "030 23125 017"}
        assert self.ask(Role.AGENT, "POST", f"{path}/forward", wish)["callback"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """In a thread of its own: schemathesis asks and waits."""
    ready: queue.Queue[tuple[Served, asyncio.AbstractEventLoop, asyncio.Event]] = queue.Queue()

    async def run() -> None:
        stop = asyncio.Event()
        async with serving(tmp_path_factory.mktemp("served")) as made:
            ready.put((made, asyncio.get_running_loop(), stop))
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    made, loop, stop = ready.get(timeout=30)
    yield made
    loop.call_soon_threadsafe(stop.set)
    thread.join()


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Served]:
    own = Settings(data=folder, content=CONTENT, port=0)
    db = Database(own.url)
    await migrate(db)
    await load(db, Scope.system("test"), CONTENT, MONDAY)
    await db.close()
    program = await build(own, clock=FixedClock(MONDAY), passwords=quick_passwords(), simulate=True)
    runner = web.AppRunner(create(program, ROUTES), handler_cancellation=False, max_line_size=LONGEST_LINE)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        _, pbx = await program.pbxes.add("Rathaus", "geldern", by=None)
        yield Served(f"http://127.0.0.1:{runner.addresses[0][1]}", program, await tokens(program), pbx)
    finally:
        await runner.cleanup()
        await program.db.close()


async def tokens(program: Program) -> dict[str, str]:
    made: dict[str, str] = {}
    for role in Role:
        person, password = await program.access.add_person(
            f"{role}.test", "Test", role, by=None, must_change_password=False,
            municipality="geldern" if role in OF_A_MUNICIPALITY else None,
            offices=["bauordnung"] if role is Role.FACHAMT else [],
        )  # fmt: skip
        for name in (role, *(name for name, may in ROLES.items() if may is role)):
            made[name] = (await program.access.login(person.login, password, "test")).token
    return made


@pytest.mark.parametrize(("name", "mode"), ASKED, ids=[f"{name}-{mode.value}" for name, mode in ASKED])
def test_whatever_is_asked_the_answer_is_as_described(served: Served, name: str, mode: GenerationMode) -> None:
    """Half the examples name things that exist; what is asked against the description must be refused."""
    operation = OPERATIONS[name]
    if "{ticket}" in operation.path:
        served.forward_one()
    if "{report}" in operation.path or name == "report_article":
        served.report_one()
    turn = 0

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Any) -> None:
        nonlocal turn
        turn += 1
        if mode is GenerationMode.POSITIVE and turn % 2:
            name_what_exists(case, served.existing())
        response = case.call(base_url=served.url, headers=served.headers(name))
        if len(response.request.url or "") > LONGEST_LINE:
            assert response.status_code == 400  # the web server itself, before any route
            return
        case.validate_response(response, checks=CHECKED)

    check()


def name_what_exists(case: Any, existing: dict[str, Any]) -> None:
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part.update({name: existing[name] for name in part if name in existing})
