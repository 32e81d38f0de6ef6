"""users add, list, disable."""

from servicecenter.access.model import Person, Role
from servicecenter.commands.opening import SYSTEM
from servicecenter.commands.opening import program as opened
from servicecenter.commands.output import DONE, console, print_json
from servicecenter.errors import NotFound
from servicecenter.settings import Settings


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
    async with opened(settings) as program:
        known = program.rulebooks.directory(municipality).offices if municipality else {}
        for office in offices:
            if office not in known:
                raise NotFound(
                    f"Das Amt „{office}“ gibt es hier nicht.",
                    f"Im Verzeichnis von „{municipality}“ steht es nicht.",
                    f"Es gibt: {', '.join(known)}.",
                )
        person, password = await program.access.add_person(
            login, name, role, by=None, municipality=municipality, offices=offices
        )
    if as_json:
        print_json(_shape(person) | {"first_password": password})
    else:
        console.print(f"{person.login} ist angelegt. Erstes Passwort (muss geändert werden): [bold]{password}[/]")
    return DONE


async def show(settings: Settings, *, as_json: bool) -> int:
    async with opened(settings) as program:
        people = await program.access.list_people(SYSTEM)
    if as_json:
        print_json([_shape(person) for person in people])
    else:
        for person in people:
            state = "gesperrt" if person.disabled_at else "aktiv"
            where = " ".join(filter(None, [person.municipality, *sorted(person.offices)]))
            console.print(f"{person.login:<20}{person.role:<12}{state:<10}{person.name}  {where}", markup=False)
    return DONE


async def disable(settings: Settings, login: str) -> int:
    async with opened(settings) as program:
        person = await program.access.person_by_login(SYSTEM, login)
        await program.access.disable(person.id, by=None)
    console.print(f"{login} ist gesperrt; offene Anmeldungen sind beendet.")
    return DONE


def _shape(person: Person) -> dict[str, object]:
    return {
        "login": person.login, "name": person.name, "role": person.role, "municipality": person.municipality,
        "offices": sorted(person.offices), "disabled_at": person.disabled_at,
    }  # fmt: skip
