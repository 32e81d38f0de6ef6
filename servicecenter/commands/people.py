"""users add, list, disable."""

from servicecenter.access.model import Person, Role, Scope
from servicecenter.app import build
from servicecenter.commands.output import DONE, console, print_json
from servicecenter.database import Database
from servicecenter.errors import NotFound
from servicecenter.migrations import migrate
from servicecenter.settings import Settings
from servicecenter.web.program import Program

SYSTEM = Scope.system("command line")


async def add(
    settings: Settings,
    login: str,
    name: str,
    role: Role,
    municipality: str | None,
    offices: list[str],
    *,
    as_json: bool,
) -> int:
    program = await _program(settings)
    try:
        if municipality:
            known = program.rulebooks.directory(municipality).offices
            for office in offices:
                if office not in known:
                    raise NotFound(f"Das Amt „{office}“ gibt es in „{municipality}“ nicht.", "", "")
        person, password = await program.access.add_person(
            login, name, role, by=None, municipality=municipality, offices=offices
        )
    finally:
        await program.db.close()
    if as_json:
        print_json(_shape(person) | {"first_password": password})
    else:
        console.print(f"{person.login} ist angelegt. Erstes Passwort (muss geändert werden): [bold]{password}[/]")
    return DONE


async def show(settings: Settings, *, as_json: bool) -> int:
    program = await _program(settings)
    people = await program.access.list_people(SYSTEM)
    await program.db.close()
    if as_json:
        print_json([_shape(person) for person in people])
    else:
        for person in people:
            state = "gesperrt" if person.disabled_at else "aktiv"
            where = " ".join(filter(None, [person.municipality, *sorted(person.offices)]))
            console.print(f"{person.login:<20}{person.role:<12}{state:<10}{person.name}  {where}", markup=False)
    return DONE


async def disable(settings: Settings, login: str) -> int:
    program = await _program(settings)
    try:
        person = await program.access.person_by_login(SYSTEM, login)
        await program.access.disable(person.id, by=None)
    finally:
        await program.db.close()
    console.print(f"{login} ist gesperrt; offene Anmeldungen sind beendet.")
    return DONE


def _shape(person: Person) -> dict[str, object]:
    return {
        "login": person.login, "name": person.name, "role": person.role, "municipality": person.municipality,
        "offices": sorted(person.offices), "disabled_at": person.disabled_at,
    }  # fmt: skip


async def _program(settings: Settings) -> Program:
    db = Database(settings.url)
    await migrate(db)
    await db.close()
    return await build(settings)
