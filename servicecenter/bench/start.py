"""How long from the start of the program to its first page, and how much memory it holds."""

from pathlib import Path
from statistics import median

from servicecenter.bench import served
from servicecenter.bench.machine import Figure

RUNS = 3
SECONDS_BAR, MIB_BAR = 3.0, 250.0


async def measure(data: Path, content: Path) -> list[Figure]:
    """`data` is prepared: migrated and loaded. The median of three runs, the peer in turn with the program."""
    seconds: list[float] = []
    mib: list[float] = []
    peer_seconds: list[float] = []
    peer_mib: list[float] = []
    for _ in range(RUNS):
        async with served.program(data, content) as program:
            seconds.append(program.first_page_seconds)
            mib.append(program.resident_mib())
        async with served.bare() as peer:
            peer_seconds.append(peer.first_page_seconds)
            peer_mib.append(peer.resident_mib())
    peer_name = "leerer aiohttp-Server"
    return [
        Figure("Start bis zur ersten Seite", median(seconds), "s", peer_name, median(peer_seconds), SECONDS_BAR),
        Figure("Speicher (RSS)", median(mib), "MiB", peer_name, median(peer_mib), MIB_BAR),
    ]
