"""asterisk check, files, sounds: what an administrator needs to connect an Asterisk."""

from importlib.resources import files
from pathlib import Path

from servicecenter.commands.output import DONE, FINDINGS, console, print_json, progress
from servicecenter.errors import Invalid
from servicecenter.settings import Settings
from servicecenter.telephony.ari import speaking, writing
from servicecenter.telephony.ari.client import Ari, AsteriskAway
from servicecenter.telephony.ari.model import Request
from servicecenter.telephony.ari.switch import sounds_folder


async def check(settings: Settings, *, as_json: bool) -> int:
    """1 when something is not as it has to be."""
    if not settings.asterisk_url:
        raise Invalid(
            "Es ist kein Asterisk angeschlossen.", "SERVICECENTER_ASTERISK_URL ist nicht gesetzt.",
            "Wie es eingerichtet wird, steht in docs/asterisk.md.",
        )  # fmt: skip
    found = await _found(settings)
    if as_json:
        print_json({"findings": [what for what, is_good in found.items() if not is_good], "checked": list(found)})
    else:
        for what, is_good in found.items():
            console.print(f"{'✓' if is_good else '✗'} {what}", markup=False, soft_wrap=True)
    return DONE if all(found.values()) else FINDINGS


async def _found(settings: Settings) -> dict[str, bool]:
    ari = Ari(
        settings.asterisk_url, settings.asterisk_user, settings.asterisk_password, settings.asterisk_app,
        settings.asterisk_timeout,
    )  # fmt: skip
    try:
        info = (await ari.ask(Request("GET", "asterisk/info"))).body
        channels = await ari.ask(writing.look_at_channels())
    except AsteriskAway as error:
        return {f"Asterisk antwortet nicht: {error}. Läuft es, stimmen Adresse, Anmeldung und Kennwort?": False}
    finally:
        await ari.close()
    version = str(info.get("system", {}).get("version", "")) if isinstance(info, dict) else ""
    music = sounds_folder(settings) / speaking.MUSIC / "hold.wav"
    missing = [name for name in speaking.texts() if not (music.parents[1] / "_common" / f"{name}.wav").is_file()]
    return {
        f"Asterisk {version or 'ohne Versionsangabe'} antwortet (gebraucht wird 22)": version.startswith("22."),
        f"Gespräche sind sichtbar ({len(channels.body or [])})": channels.is_done,
        f"Ansagen liegen in {music.parents[1]}" + (f"; es fehlen {len(missing)}" if missing else ""): not missing,
        "Wartemusik liegt bereit": music.is_file(),
    }


def write_files(folder: Path) -> int:
    """Never over a file that is there: an administrator's work lies in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(files("servicecenter.telephony.ari").joinpath("configuration").iterdir(), key=str):
        target = folder / source.name
        if target.exists():
            console.print(f"{target} ist schon da und bleibt, wie es ist", markup=False)
        else:
            target.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
            console.print(str(target), markup=False)
    return DONE


async def make_sounds(settings: Settings, folder: Path | None) -> int:
    """Raises VoiceMissing."""
    target = folder or sounds_folder(settings)
    with progress() as bar:
        task = bar.add_task("Ansagen sprechen", total=None)
        made = speaking.speak(target, told=lambda done, of: bar.update(task, completed=done, total=of))
    console.print(f"{made} Ansagen und die Wartemusik liegen in {target}", markup=False, soft_wrap=True)
    return DONE
