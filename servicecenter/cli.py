"""The command line: it names the commands and their options; commands/ does the work.

Exit codes: 0 done, 1 findings, 2 wrong use.
"""

# Long because every command with its options is named here and nothing else happens here.

import asyncio
import sys
from collections.abc import Coroutine
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from servicecenter import __version__
from servicecenter.access.model import Role
from servicecenter.errors import ServiceCentreError

app = typer.Typer(no_args_is_help=True, help="ServiceCenter für Kommunen", pretty_exceptions_enable=False)
content_app = typer.Typer(no_args_is_help=True, help="Inhalte prüfen, laden, ausgeben")
users_app = typer.Typer(no_args_is_help=True, help="Anmeldungen")
route_app = typer.Typer(no_args_is_help=True, help="Wege erklären")
kb_app = typer.Typer(no_args_is_help=True, help="Wissen einlesen und messen")
handbook_app = typer.Typer(no_args_is_help=True, help="Qualitätshandbücher prüfen und erproben")
pbx_app = typer.Typer(no_args_is_help=True, help="Telefonanlagen, die ihre Anrufe melden")
asterisk_app = typer.Typer(no_args_is_help=True, help="Ein Asterisk anschließen")
evidence_app = typer.Typer(no_args_is_help=True, help="Nachweise prüfen")
privacy_app = typer.Typer(no_args_is_help=True, help="Was über eine Person aufbewahrt wird")
bench_app = typer.Typer(no_args_is_help=True, help="Messen, mit einem Vergleich daneben")
for name, group in (
    ("content", content_app), ("users", users_app), ("route", route_app), ("handbook", handbook_app), ("kb", kb_app),
    ("bench", bench_app), ("evidence", evidence_app), ("privacy", privacy_app), ("pbx", pbx_app),
    ("asterisk", asterisk_app),
):  # fmt: skip
    app.add_typer(group, name=name)

AsJson = Annotated[bool, typer.Option("--json", help="Ergebnis als JSON")]
Content = Annotated[Path | None, typer.Option("--content", help="Ordner der Inhalte")]
Municipality = Annotated[str, typer.Option("--municipality", "-m", help="Kennung der Kommune")]
At = Annotated[str | None, typer.Option("--at", help="Zeitpunkt, ISO 8601; ohne Zone gilt Europe/Berlin")]


@app.callback()
def version(*, show: Annotated[bool, typer.Option("--version", help="Version zeigen")] = False) -> None:
    if show:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def demo(since: Annotated[str | None, typer.Option(hidden=True, help="Beginn, ISO 8601")] = None) -> None:
    """Alles vorbereiten, starten und das simulierte Telefon klingeln lassen."""
    from servicecenter.commands import running

    _run(running.demo(_settings(), _instant(since)))


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Adresse")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 wählt einen freien")] = None,
    *,
    simulate: Annotated[bool, typer.Option(help="Simuliertes Telefon")] = False,
) -> None:
    """Das Webprogramm starten."""
    from servicecenter.commands import running

    _run(running.serve(_settings(host=host, port=port), simulate=simulate))


@app.command()
def migrate() -> None:
    """Die Datenbank auf den neuesten Stand bringen."""
    from servicecenter.database import Database
    from servicecenter.migrations import migrate as upgrade

    async def act() -> int:
        db = Database(_settings().url)
        await upgrade(db)
        await db.close()
        return 0

    _run(act())


@content_app.command("check")
def content_check(content: Content = None, *, as_json: AsJson = False) -> None:
    """Was fehlt oder veraltet ist, mit Datei und Zeile."""
    from servicecenter.commands import content as commands

    raise typer.Exit(_caught(lambda: commands.check_content(content or _settings().content, as_json=as_json)))


@content_app.command("load")
def content_load(
    content: Content = None,
    *,
    overwrite: Annotated[bool, typer.Option(help="Auch im Programm Geändertes überschreiben")] = False,
    withdraw_missing: Annotated[bool, typer.Option(help="Texte zurückziehen, deren Datei nicht mehr da ist")] = False,
    as_json: AsJson = False,
) -> None:
    """Geänderte Dateien als neue Fassungen laden."""
    from servicecenter.commands import content as commands

    settings = _settings()
    _run(
        commands.load_content(
            settings, content or settings.content, overwrite=overwrite, withdraw_missing=withdraw_missing,
            as_json=as_json,
        )
    )  # fmt: skip


@content_app.command("export")
def content_export(content: Content = None, *, as_json: AsJson = False) -> None:
    """Die geltenden Fassungen als Dateien schreiben, Byte für Byte wie geladen."""
    from servicecenter.commands import content as commands

    settings = _settings()
    _run(commands.export_content(settings, content or settings.content, as_json=as_json))


@app.command()
def search(
    text: Annotated[str, typer.Argument()], municipality: Municipality,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 10, *, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Suchen wie eine Servicekraft dieser Kommune."""
    from servicecenter.commands import content as commands

    _run(commands.search(_settings(), text, municipality, limit, as_json=as_json))


@route_app.command("explain")
def route_explain(
    municipality: Municipality,
    leistung: Annotated[str | None, typer.Option("--leistung", "-l", help="Schlüssel der Leistung")] = None,
    text: Annotated[str | None, typer.Option("--text", "-t", help="Worte der anrufenden Person")] = None,
    district: Annotated[str | None, typer.Option("--district", "-d", help="Ortsteil oder Ort")] = None,
    person: Annotated[str | None, typer.Option("--person", help="Nach wem gefragt wird")] = None,
    waiting: Annotated[int | None, typer.Option("--waiting", min=0, help="Der Anruf wartet, mit so vielen")] = None,
    longest: Annotated[int, typer.Option("--longest", min=0, help="Sekunden, die der erste wartet")] = 0,
    at: At = None,
    stage: Annotated[int | None, typer.Option(help="Als gälte diese Stufe; 0: außerhalb der Vereinbarung")] = None,
    away: Annotated[str | None, typer.Option(help="Als wäre dieses Amt an dem Tag nicht besetzt")] = None,
    *,
    business: Annotated[bool, typer.Option("--business", help="Ein Betrieb ruft an")] = False,
    as_json: AsJson = False,
) -> None:
    """Wohin ein Anliegen geht und warum: jede Regel mit Grund und Klausel."""
    from servicecenter.commands import content as commands
    from servicecenter.contacts.supposing import Supposed

    if leistung is None and text is None and person is None and waiting is None:
        _wrong("Bitte --leistung, --text oder --person angeben, für einen wartenden Anruf --waiting.")
    case = Supposed(
        municipality, _instant(at), leistung, text, district, business, person, waiting, longest, stage, away
    )
    _run(commands.explain(_settings(), case, as_json=as_json))


@handbook_app.command("check")
def handbook_check(
    municipalities: Annotated[list[str] | None, typer.Argument(help="Kennungen; ohne Angabe alle")] = None,
    *, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Jeden denkbaren Fall durchgehen: Lücken, Widersprüche, Zusagen, die niemand halten kann."""
    from servicecenter.commands import handbook

    _run(handbook.check_handbooks(_settings(), municipalities or [], as_json=as_json))


@handbook_app.command("replay")
def handbook_replay(
    municipality: Municipality,
    file: Annotated[Path, typer.Option("--with", help="Datei mit der anderen Fassung des Handbuchs")],
    since: Annotated[str, typer.Option(help="erster Tag, JJJJ-MM-TT")],
    until: Annotated[str, typer.Option(help="letzter Tag, JJJJ-MM-TT")],
    *, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Was mit den Kontakten eines Zeitraums nach einer anderen Fassung geschehen wäre."""
    from servicecenter.commands import handbook

    act = handbook.replay_contacts(_settings(), municipality, file, _day(since), _day(until), as_json=as_json)
    _run(act)


@app.command()
def deadline(
    municipality: Municipality,
    promise: Annotated[str, typer.Option("--promise", "-p", help="Name der Zusage, etwa callback")] = "callback",
    at: At = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Bis wann eine Zusage gilt, die jetzt oder zu einem Zeitpunkt gegeben wird."""
    from servicecenter.commands import content as commands

    _run(commands.deadline(_settings(), municipality, promise, _instant(at), as_json=as_json))


@app.command()
def sweep(
    *, once: Annotated[bool, typer.Option("--once", help="Einmal; das Programm selbst tut es laufend")] = False,
    at: At = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Fällige Zusagen suchen und weiterschalten."""
    from servicecenter.commands import sweeping

    if not once:
        _wrong("Bitte --once angeben: laufend sucht „servicecenter serve“.")
    _run(sweeping.sweep(_settings(), _instant(at), as_json=as_json))


@app.command()
def rehearse(
    month: Annotated[str, typer.Option("--month", help="Monat, JJJJ-MM")],
    seed: Annotated[int, typer.Option("--seed", help="Startwert: derselbe gibt denselben Monat")] = 1,
    *, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Einen Monat voller Anrufe, Zusagen und Versuche durchspielen, in einer eigenen Datenbank, mit Bericht je Fall."""
    from servicecenter.commands import rehearsal

    _run(rehearsal.rehearse(_settings(), _day(f"{month}-01"), seed, as_json=as_json))


@evidence_app.command("verify")
def evidence_verify(
    heads: Annotated[Path | None, typer.Option("--heads", help="Andere Datei bezeugter Köpfe")] = None,
    *, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Ob das Journal noch das ist, was geschrieben wurde."""
    from servicecenter.commands import evidence

    _run(evidence.verify(_settings(), heads, _instant(None), as_json=as_json))


Number = Annotated[str, typer.Option("--number", help="Rufnummer, wie sie geschrieben wird")]


@privacy_app.command("show")
def privacy_show(number: Number, *, as_json: AsJson = False) -> None:
    """Was zu einer Rufnummer aufbewahrt wird, und bis wann."""
    from servicecenter.commands import privacy

    _run(privacy.show(_settings(), number, as_json=as_json))


@privacy_app.command("erase")
def privacy_erase(number: Number, *, as_json: AsJson = False) -> None:
    """Auf Verlangen der Person löschen, was abgeschlossen ist."""
    from servicecenter.commands import privacy

    _run(privacy.erase(_settings(), number, as_json=as_json))


@users_app.command("add")
def users_add(
    login: str, name: Annotated[str, typer.Option(help="Name, wie er angezeigt wird")],
    role: Annotated[Role, typer.Option(help="Rolle")],
    municipality: Annotated[str | None, typer.Option("--municipality", "-m")] = None,
    office: Annotated[list[str] | None, typer.Option(help="Fachamt; mehrmals möglich")] = None,
    *, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Eine Anmeldung anlegen; das erste Passwort wird erzeugt und einmal gezeigt."""
    from servicecenter.commands import people

    _run(people.add(_settings(), login, name, role, municipality, office or [], as_json=as_json))


@users_app.command("list")
def users_list(*, as_json: AsJson = False) -> None:
    """Alle Anmeldungen zeigen."""
    from servicecenter.commands import people

    _run(people.show(_settings(), as_json=as_json))


@users_app.command("disable")
def users_disable(login: str) -> None:
    """Eine Anmeldung sperren; niemand wird gelöscht."""
    from servicecenter.commands import people

    _run(people.disable(_settings(), login))


@pbx_app.command("add")
def pbx_add(
    name: Annotated[str, typer.Argument(help="Wie die Anlage im Haus heißt")], municipality: Municipality,
    *,
    central: Annotated[bool, typer.Option("--central", help="Anlage des ServiceCenters: für alle Kommunen")] = False,
    show_number: Annotated[bool, typer.Option("--show-number", help="Ausgehend die Nummer der Kommune zeigen")] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Eine Telefonanlage anlegen; ihre Adresse mit dem Token wird einmal gezeigt."""
    from servicecenter.commands import pbx

    settings = _settings()
    _run(pbx.add(settings, name, municipality, is_central=central, shows_number=show_number, as_json=as_json))


@pbx_app.command("list")
def pbx_list(*, as_json: AsJson = False) -> None:
    """Alle Telefonanlagen zeigen: Stand, letzte Meldung, Abgewiesenes."""
    from servicecenter.commands import pbx

    _run(pbx.show(_settings(), as_json=as_json))


@pbx_app.command("renew")
def pbx_renew(number: int, *, as_json: AsJson = False) -> None:
    """Eine neue Adresse erzeugen; die bisherige gilt sofort nicht mehr."""
    from servicecenter.commands import pbx

    _run(pbx.renew(_settings(), number, as_json=as_json))


@pbx_app.command("on")
def pbx_on(number: int) -> None:
    """Meldungen wieder annehmen."""
    from servicecenter.commands import pbx

    _run(pbx.switch(_settings(), number, is_on=True))


@pbx_app.command("off")
def pbx_off(number: int) -> None:
    """Meldungen vorübergehend abweisen."""
    from servicecenter.commands import pbx

    _run(pbx.switch(_settings(), number, is_on=False))


@pbx_app.command("revoke")
def pbx_revoke(number: int) -> None:
    """Eine Telefonanlage endgültig widerrufen."""
    from servicecenter.commands import pbx

    _run(pbx.revoke(_settings(), number))


@kb_app.command("import")
def kb_import(
    file: Annotated[Path, typer.Argument(help="Datei oder Ordner des Exports")],
    form: Annotated[str, typer.Option("--format", "-f", help="xzufi, dldb oder leika")],
    municipality: Municipality,
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Übernehmen; ohne diese Angabe nur die Vorschau")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Auch hier Geändertes überschreiben")] = False,
    as_json: AsJson = False,
) -> None:
    """Artikel aus einem anderen System: erst die Vorschau, mit --apply die Übernahme."""
    from servicecenter.commands import knowledge

    _run(
        knowledge.import_file(
            _settings(), file, form, municipality, apply=apply, overwrite=overwrite, as_json=as_json
        )
    )  # fmt: skip


@kb_app.command("evaluate")
def kb_evaluate(
    questions: Annotated[Path, typer.Argument(help="Eine Frage je Zeile, JSON")],
    content: Content = None,
    file: Annotated[Path | None, typer.Option("--import", help="Export statt der Inhalte")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="dldb oder xzufi")] = "dldb",
    municipality: Annotated[str | None, typer.Option("--municipality", "-m", help="Wessen Anrufende fragen")] = None,
    typos: Annotated[int | None, typer.Option(help="Jede Frage mit einem Tippfehler; Startwert")] = None,
    thesaurus: Annotated[bool | None, typer.Option("--thesaurus/--no-thesaurus", help="Wörter der Leute")] = None,
    learn_half: Annotated[int | None, typer.Option(help="Messen, was Abschlüsse lehren; Startwert")] = None,
    *, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Wie gut und wie schnell die Suche Fragen beantwortet."""
    from servicecenter.commands import evaluation

    act = lambda: evaluation.kb_evaluate(  # noqa: E731
        questions, content=content, file=file, form=form, municipality=municipality, typos=typos,
        thesaurus=thesaurus, learn_half=learn_half, as_json=as_json,
    )  # fmt: skip
    raise typer.Exit(_caught(act))


@asterisk_app.command("check")
def asterisk_check(*, as_json: AsJson = False) -> None:
    """Ob Asterisk antwortet und alles da ist, was es vom ServiceCenter braucht."""
    from servicecenter.commands import asterisk

    _run(asterisk.check(_settings(), as_json=as_json))


@asterisk_app.command("files")
def asterisk_files(folder: Annotated[Path, typer.Argument(help="Wohin; zum Beispiel /etc/asterisk")]) -> None:
    """Die Beispieldateien für Asterisk schreiben; was schon da ist, bleibt."""
    from servicecenter.commands import asterisk

    raise typer.Exit(_caught(lambda: asterisk.write_files(folder)))


@asterisk_app.command("sounds")
def asterisk_sounds(
    folder: Annotated[Path | None, typer.Option("--folder", help="Statt sounds im Datenordner")] = None,
) -> None:
    """Beispielansagen sprechen lassen (espeak-ng) und Wartemusik erzeugen; was schon da ist, bleibt."""
    from servicecenter.commands import asterisk

    _run(asterisk.make_sounds(_settings(), folder))


@bench_app.command("start")
def bench_start(*, as_json: AsJson = False) -> None:
    """Start bis zur ersten Seite und Speicher."""
    from servicecenter.commands import bench

    _run(bench.run(_settings(), "start", as_json=as_json))


@bench_app.command("http")
def bench_http(*, as_json: AsJson = False) -> None:
    """Die Suche je Tastendruck über HTTP."""
    from servicecenter.commands import bench

    _run(bench.run(_settings(), "http", as_json=as_json))


@bench_app.command("routing")
def bench_routing(*, as_json: AsJson = False) -> None:
    """Entscheiden, jeden Fall prüfen, Kontakte nachspielen."""
    from servicecenter.commands import bench

    _run(bench.decisions(_settings(), as_json=as_json))


@bench_app.command("search")
def bench_search(
    testdata: Annotated[
        Path | None, typer.Option(envvar="SERVICECENTER_TESTDATA", help="Ordner echter Testdaten")
    ] = None, *, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Die Suche je Tastendruck im Prozess, neben anderen Suchen."""
    from servicecenter.commands import bench

    _run(bench.search(_settings(), testdata, as_json=as_json))


@bench_app.command("promises")
def bench_promises(
    postgres: Annotated[str | None, typer.Option("--postgres", help="Leere Datenbank; sonst eine eigene")] = None,
    count: Annotated[int, typer.Option("--open", min=4000, help="Offene Zusagen")] = 1_000_000,
    *, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Fristen berechnen, Zusagen geben und überwachen, auf SQLite und auf PostgreSQL."""
    from servicecenter.commands import bench

    _run(bench.promises(postgres, count, as_json=as_json))


@bench_app.command("telephony")
def bench_telephony(
    per_second: Annotated[int, typer.Option("--per-second", min=1, help="Anrufe je Sekunde")] = 20,
    seconds: Annotated[int, typer.Option("--seconds", min=2, help="So lange kommen Anrufe")] = 60,
    testdata: Annotated[
        Path | None, typer.Option(envvar="SERVICECENTER_TESTDATA", help="Ordner echter Testdaten")
    ] = None,
    *, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Anrufe durch ein echtes Asterisk, neben dessen eigener Warteschlange; dazu ein Tag in drei Minuten."""
    from servicecenter.bench.telephony import Load
    from servicecenter.commands import bench

    _run(bench.calls(_settings(), testdata, Load(per_second, seconds), as_json=as_json))


def _settings(**overrides: object) -> Any:
    from servicecenter.commands.output import WRONG_USE, print_error
    from servicecenter.settings import load_settings

    try:
        return load_settings(**{key: value for key, value in overrides.items() if value is not None})
    except ServiceCentreError as error:
        print_error(error)
        raise typer.Exit(WRONG_USE) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        _wrong(f"„{text}“ ist kein Tag. Beispiel: 2026-06-03")
        raise


def _instant(text: str | None) -> datetime:
    from servicecenter.clock import SystemClock
    from servicecenter.directory.calendars import instant

    if text is None:
        return SystemClock().now()
    try:
        return instant(text)
    except ValueError:
        _wrong(f"„{text}“ ist kein Zeitpunkt. Beispiel: 2026-06-03T16:40")
        raise


def _run(act: Coroutine[Any, Any, int | None]) -> None:
    raise typer.Exit(_caught(lambda: asyncio.run(act) or 0))


def _caught(act: Any) -> int:
    """Expected errors are told in three sentences and end with 2; a traceback is for the unexpected."""
    from servicecenter.commands.output import WRONG_USE, print_error
    from servicecenter.commands.running import set_up_logging

    set_up_logging()
    try:
        return int(act())
    except ServiceCentreError as error:
        print_error(error)
        return WRONG_USE


def _wrong(message: str) -> Any:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def main() -> None:
    sys.exit(app())


if __name__ == "__main__":
    main()
