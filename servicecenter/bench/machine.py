"""What machine this is, and how figures are summed up."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles


def machine() -> str:
    """One line: processor, cores, memory, Python."""
    info = Path("/proc/cpuinfo")
    models = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    processor = models[0].partition(":")[2].strip() if models else platform.processor() or platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{processor}, {os.cpu_count()} Kerne, {memory:.0f} GiB, Python {platform.python_version()}"


@dataclass(frozen=True, slots=True)
class Figure:
    """`bar` is what was asked for at most, `floor` at least; None where nothing was."""

    name: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    bar: float | None = None
    floor: float | None = None

    @property
    def holds(self) -> bool | None:
        if self.floor is not None:
            return self.value >= self.floor
        return None if self.bar is None else self.value <= self.bar

    @property
    def asked(self) -> str:
        """„≤ 5 ms“; empty where nothing was asked for."""
        if self.floor is not None:
            return f"≥ {self.floor:g} {self.unit}"
        return "" if self.bar is None else f"≤ {self.bar:g} {self.unit}"


def percentile(values: Sequence[float], share: int) -> float:
    """Of at least two values; `share` from 1 to 99."""
    return quantiles(values, n=100, method="inclusive")[share - 1]
