"""A served program as a process of its own, and a bare aiohttp server beside it: the least that could answer at all."""

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

WAIT_SECONDS = 60
ADDRESS = re.compile(rb"http://[\d.]+:\d+")
BARE = """
import sys
from aiohttp import web
async def answer(request): return web.Response(body=b"x" * int(request.query.get("size", "100")))
async def main():
    app = web.Application(); app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None); await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0); await site.start()
    print("http://%s:%s" % runner.addresses[0][:2], flush=True)
    await asyncio.Event().wait()
import asyncio; asyncio.run(main())
"""


@dataclass(frozen=True, slots=True)
class Served:
    address: str
    pid: int
    first_page_seconds: float

    def resident_mib(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]  # Linux always says it


@asynccontextmanager
async def program(data: Path, content: Path, database_url: str = "") -> AsyncIterator[Served]:
    """`servicecenter serve` on a free port over this data folder, with the simulated telephone."""
    environment = {"SERVICECENTER_DATA": str(data), "SERVICECENTER_CONTENT": str(content), "SERVICECENTER_PORT": "0"}
    if database_url:
        environment["SERVICECENTER_DATABASE_URL"] = database_url
    command = [sys.executable, "-m", "servicecenter.cli", "serve", "--simulate"]
    async with _started(command, environment, "/login") as served:
        yield served


@asynccontextmanager
async def bare() -> AsyncIterator[Served]:
    async with _started([sys.executable, "-c", BARE], {}, "/") as served:
        yield served


@asynccontextmanager
async def _started(command: list[str], environment: Mapping[str, str], first_page: str) -> AsyncIterator[Served]:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command, env=os.environ | environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        address = await asyncio.wait_for(_address(process), WAIT_SECONDS)
        async with aiohttp.ClientSession() as session, session.get(address + first_page) as response:
            await response.read()
            response.raise_for_status()
        yield Served(address, process.pid, time.perf_counter() - began)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        if found := ADDRESS.search(line):
            return found[0].decode()
    raise RuntimeError(f"the program ended with {process.returncode} before it said its address")
