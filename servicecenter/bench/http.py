"""A search for every keystroke, through HTTP: what an agent's typing costs."""

import time
from pathlib import Path
from statistics import median

import aiohttp

from servicecenter.bench import served
from servicecenter.bench.machine import Figure, percentile

TYPED = (
    "perso verloren", "lappen umtauschen", "carport", "hund anmelden", "sperrmüll", "auto ummelden", "gewerbeschein",
    "geburtsurkunde", "reisepas", "ummeldung", "buergeramt termin", "fürungszeugnis", "baugenemigung", "pass weg",
)  # fmt: skip
P95_BAR_MS = 50.0


async def measure(data: Path, content: Path, token: str) -> list[Figure]:
    """One agent typing, one connection; the peer answers the same number of bytes without looking at the question."""
    async with served.program(data, content) as program, served.bare() as peer, aiohttp.ClientSession() as session:
        took, sizes = await _typed(session, program.address, token)
        peer_took = []
        for size in sizes:
            began = time.perf_counter()
            async with session.get(f"{peer.address}/", params={"size": size}) as response:
                await response.read()
            peer_took.append(1000 * (time.perf_counter() - began))
        mib = program.resident_mib()
    peer_name = "aiohttp, gleich viele Bytes ohne Suche"
    return [
        Figure(f"Suche je Tastendruck, Median ({len(took)})", median(took), "ms", peer_name, median(peer_took)),
        Figure(
            "Suche je Tastendruck, p95", percentile(took, 95), "ms", peer_name, percentile(peer_took, 95), P95_BAR_MS
        ),
        Figure("Speicher danach (RSS)", mib, "MiB", bar=250.0),
    ]


async def _typed(session: aiohttp.ClientSession, address: str, token: str) -> tuple[list[float], list[int]]:
    took: list[float] = []
    sizes: list[int] = []
    headers = {"Authorization": f"Bearer {token}"}
    for text in TYPED:
        for length in range(1, len(text) + 1):
            params = {"municipality": "geldern", "text": text[:length], "limit": "10"}
            began = time.perf_counter()
            async with session.get(f"{address}/api/v1/search", params=params, headers=headers) as response:
                body = await response.read()
                response.raise_for_status()
            took.append(1000 * (time.perf_counter() - began))
            sizes.append(len(body))
    return took, sizes
