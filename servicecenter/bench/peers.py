"""SIP peers for an Asterisk: callers over the trunk, phones of agents and Fachämter. sipp plays them; its log is what
the measurements compare ours with.
"""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

MISSING = "sipp fehlt. Bitte einrichten: apt-get install --no-install-recommends sip-tester"


class PeersMissing(Exception):
    """sipp is not installed, or could not start."""


@dataclass(frozen=True, slots=True)
class Caller:
    number: str
    dialled: str
    stays_ms: int = 60_000  # after the last key
    keys: tuple[tuple[int, str], ...] = ()  # at most two: after how many ms, which


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of sipp's own log. `what`: calls, heard, leaves, ended, refused; rung, answered, transfers; of a phone
    with two lines also holds, asks, joins and told, with the SIP status in `other`.
    """

    at: float  # seconds since 1970
    what: str
    one: str  # callers: their number; phones: the name or number that rang
    other: str  # callers: what they dialled; phones: who called


@dataclass(frozen=True)
class Peer:
    process: subprocess.Popen[bytes]
    folder: Path

    def wait(self, seconds: float) -> int:
        """Until every caller is done; sipp's exit code, 0 where each call went as its scenario says."""
        return self.process.wait(seconds)

    def finish(self, seconds: float) -> None:
        """As `wait`, but whoever still calls after so long is stopped."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(seconds)
        self.stop()

    def log(self) -> list[Logged]:
        path = self.folder / "log"
        return [_read(line) for line in path.read_text().splitlines() if line] if path.exists() else []

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()

    def said(self) -> str:
        """Its complaints."""
        return "".join(path.read_text(errors="replace")[-4000:] for path in self.folder.glob("*err*"))


@contextmanager
def phones(
    address: str, folder: Path, *, ring_ms: int = 300, talk_ms: int = 60_000, refer_to: str = "0"
) -> Iterator[Peer]:
    """Everybody who is called at this address; what each does stands in the digits called (sipp/phones.xml)."""
    values = {"RING_MS": ring_ms, "TALK_MS": talk_ms, "REFER_TO": refer_to}
    peer = _play("phones.xml", folder, values, ["-i", address, "-p", "5060"])
    try:
        yield peer
    finally:
        peer.stop()


def two_lines(
    address: str, asterisk: str, folder: Path, *, asks: str, then: str = "joins", pause_ms: int = 200
) -> Peer:
    """An agent's phone that answers and asks somebody itself, on its second line (sipp/two_lines.xml)."""
    values = {"ASKS": asks, "ASTERISK": f"{asterisk}:5060", "PAUSE_MS": pause_ms, "THEN": then}
    return _play("two_lines.xml", folder, values, ["-i", address, "-p", "5060"])


def callers(address: str, asterisk: str, folder: Path, who: Sequence[Caller], *, per_second: float = 10.0) -> Peer:
    """They call one after the other, from the trunk's address; `wait` ends when the last has hung up."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [_line(one) for one in who]
    (folder / "callers.csv").write_text("\n".join(["SEQUENTIAL", *lines, ""]), encoding="utf-8")
    period = round(1000 / min(per_second, 1.0))  # sipp counts whole calls in a period
    rate = ["-r", str(round(max(per_second, 1.0))), "-rp", str(period)]
    count = ["-m", str(len(who)), "-l", str(max(len(who), 1))]
    options = ["-i", address, "-inf", "callers.csv", *rate, *count, f"{asterisk}:5060"]
    return _play("callers.xml", folder, {}, options)


def _line(one: Caller) -> str:
    keys = [*one.keys, (0, ""), (0, "")][:2]
    return ";".join([one.number, one.dialled, str(one.stays_ms), *(f"{key};{after}" for after, key in keys), ""])


def _play(scenario: str, folder: Path, values: dict[str, object], options: list[str]) -> Peer:
    program = shutil.which("sipp")
    if program is None:
        raise PeersMissing(MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    text = files("servicecenter.bench").joinpath("sipp", scenario).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(name, str(value))
    (folder / scenario).write_text(text, encoding="utf-8")
    logs = ["-trace_logs", "-log_file", "log", "-trace_err", "-error_file", "err", "-nostdin"]
    with (folder / "err-console").open("ab") as console:
        process = subprocess.Popen(  # noqa: S603  # our own arguments
            [program, "-sf", scenario, *logs, *options], cwd=folder, stdout=subprocess.DEVNULL, stderr=console,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    return Peer(process, folder)


def _read(line: str) -> Logged:
    _, _, seconds, what, one, other = line.split(maxsplit=5)
    return Logged(float(seconds), what, one, other)
