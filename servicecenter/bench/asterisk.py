"""A real Asterisk for one run: fetched by scripts/asterisk.py, configured with the files we ship, on its own addresses.

Everything it is made of lies in a temporary folder; it listens in one /24 of 127.0.0.0/8, so that several run side by
side and none meets an Asterisk of the machine.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from servicecenter.telephony.ari import speaking

FETCHED = Path(__file__).resolve().parents[2] / ".cache" / "asterisk"
MISSING = "Asterisk fehlt. Bitte holen: python3 scripts/asterisk.py"
USER, PASSWORD = "servicecenter", "only-for-tests"
BOOT_SECONDS = 20.0
FOLDERS = ("etc", "run", "log", "spool", "db", "db/keys", "sounds")
SHIPPED = (
    "modules.conf", "extensions.conf", "extensions_switchboards.conf", "ari.conf", "http.conf", "pjsip.conf",
    "musiconhold.conf",
)  # fmt: skip

# Read even where nothing of it is used; without them the log is full of complaints.
QUIET = {
    "logger.conf": "[general]\n[logfiles]\nmessages => notice,warning,error\n",
    **dict.fromkeys(("cdr.conf", "cel.conf", "acl.conf", "udptl.conf"), "[general]\n"),
}


class AsteriskMissing(Exception):
    """It is not there, or does not start; the message says what it said."""


@dataclass(frozen=True, slots=True)
class Phone:
    """An endpoint with a fixed contact: no phone has to register."""

    name: str
    contact: str  # "answers@127.1.2.3:5060"


@dataclass
class Asterisk:
    folder: Path
    tree: Path
    net: str  # "127.1.2": .1 is Asterisk, .2 the trunk's peer, the others are phones
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{self.address}:8088"

    @property
    def sounds(self) -> Path:
        return self.folder / "sounds"

    @property
    def address(self) -> str:
        return f"{self.net}.1"

    def start(self) -> None:
        """Until it has fully booted. Raises AsteriskMissing."""
        with (self.folder / "log" / "console").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  # our own arguments
                [*self._program, "-f", "-n"], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder
            )
        for _ in range(int(BOOT_SECONDS / 0.05)):
            if self.process.poll() is not None:
                break
            if "fully booted" in self.command("core waitfullybooted"):
                return
            time.sleep(0.05)
        self.kill()
        raise AsteriskMissing(f"{self.said()[-2000:]}\n{MISSING}")

    def kill(self) -> None:
        """At once, as if its machine had lost its power."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def command(self, text: str) -> str:
        """What its console answers; empty while it does not."""
        done = subprocess.run(  # noqa: S603  # our own arguments
            [*self._program, "-rx", text], capture_output=True, text=True, check=False, cwd=self.folder
        )
        return done.stdout

    def channels(self) -> list[str]:
        """The names of all channels that are up."""
        lines = self.command("core show channels concise").splitlines()
        return [line.split("!")[0] for line in lines if "!" in line]

    def said(self) -> str:
        """Its log so far."""
        return "".join(path.read_text(errors="replace") for path in sorted((self.folder / "log").iterdir()))

    @property
    def _program(self) -> list[str]:
        libraries = next(self.tree.glob("usr/lib/*-linux-gnu"))
        loader = next(path for path in self.tree.glob("usr/lib*/ld-linux-*.so.*"))
        program = ["--argv0", "asterisk", str(self.tree / "usr/sbin/asterisk")]
        return [str(loader), "--library-path", str(libraries), *program, "-C", str(self.folder / "etc/asterisk.conf")]


@contextmanager
def started(number: int, phones: Sequence[Phone] = (), extra: Mapping[str, str] | None = None) -> Iterator[Asterisk]:
    """An Asterisk that boots in a second and leaves nothing behind; `number` chooses its net. Raises AsteriskMissing.

    `extra` is text appended to configuration files by their names.
    """
    folder = Path(tempfile.mkdtemp(prefix="sc-ast-", dir="/tmp"))  # short: it holds a socket
    asterisk = Asterisk(folder, _tree(), net(number))
    try:
        _configure(asterisk, phones, extra or {})
        speaking.write(asterisk.sounds / speaking.MUSIC / "hold.wav", speaking.tone(2.0))
        asterisk.start()
        yield asterisk
    finally:
        asterisk.kill()
        shutil.rmtree(folder, ignore_errors=True)


def net(number: int) -> str:
    """The first three parts of its addresses."""
    return f"127.{100 + number // 250 % 100}.{1 + number % 250}"


def shipped(name: str) -> str:
    """A configuration file as administrators get it."""
    return files("servicecenter.telephony.ari").joinpath("configuration", name).read_text(encoding="utf-8")


def _tree() -> Path:
    whole = [path.parent for path in FETCHED.glob("*/complete")]
    if not whole:
        raise AsteriskMissing(MISSING)
    return max(whole, key=lambda path: path.stat().st_mtime)


def _configure(asterisk: Asterisk, phones: Sequence[Phone], extra: Mapping[str, str]) -> None:
    """The shipped files with this run's addresses in place of the examples'."""
    folder = asterisk.folder
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    changes = {
        "pjsip.conf": {
            "bind=0.0.0.0:5060": f"bind={asterisk.address}:5060",
            "contact=sip:trunk.example:5060": f"contact=sip:{asterisk.net}.2:5060",
            "match=192.0.2.10": f"match={asterisk.net}.2",
            "rtp_timeout=30": "rtp_timeout=0",  # peers send no sound
            "rtp_timeout_hold=600": "rtp_timeout_hold=0",
            "qualify_frequency=30": "qualify_frequency=0",
        },
        "http.conf": {"bindaddr=127.0.0.1": f"bindaddr={asterisk.address}"},
        "ari.conf": {"password=BITTE-AENDERN": f"password={PASSWORD}"},
        "musiconhold.conf": {"/var/lib/servicecenter/sounds/_music": f"{folder}/sounds/_music"},
    }
    for name in SHIPPED:
        text = shipped(name)
        for example, own in changes.get(name, {}).items():
            if example not in text:
                raise AsteriskMissing(f"{name} does not say {example} any more")
            text = text.replace(example, own)
        (folder / "etc" / name).write_text(text, encoding="utf-8")
    own_files = {"asterisk.conf": _own_places(asterisk), "pjsip_phones.conf": "".join(map(_endpoint, phones))}
    for name, text in (*own_files.items(), *QUIET.items(), *extra.items()):
        with (folder / "etc" / name).open("a", encoding="utf-8") as file:
            file.write(text)


def _own_places(asterisk: Asterisk) -> str:
    folder, share = asterisk.folder, asterisk.tree / "usr/share/asterisk"
    modules = next(asterisk.tree.glob("usr/lib/*-linux-gnu/asterisk/modules"))
    return (
        f"[directories]\nastetcdir => {folder}/etc\nastmoddir => {modules}\nastvarlibdir => {share}\n"
        f"astdatadir => {share}\nastdbdir => {folder}/db\nastkeydir => {folder}/db\nastagidir => {folder}\n"
        f"astspooldir => {folder}/spool\nastrundir => {folder}/run\nastlogdir => {folder}/log\n"
    )


def _endpoint(phone: Phone) -> str:
    return (
        f"[{phone.name}](agent)\naors={phone.name}\ncallerid={phone.name} <{phone.name}>\n"
        f"[{phone.name}]\ntype=aor\ncontact=sip:{phone.contact}\n"
    )
