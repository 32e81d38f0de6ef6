"""privacy show, erase: what is held about a person, and erasing it when they ask. Numbers are never repeated."""

from collections.abc import Sequence

from servicecenter.commands.opening import SYSTEM
from servicecenter.commands.opening import program as opened
from servicecenter.commands.output import DONE, FINDINGS, console, print_json
from servicecenter.contacts.case_number import shown
from servicecenter.directory.calendars import BERLIN
from servicecenter.privacy.model import Held
from servicecenter.settings import Settings


async def show(settings: Settings, number: str, *, as_json: bool) -> int:
    async with opened(settings) as program:
        found = await program.erasure.held(SYSTEM, number)
        businesses = await program.business_erasure.of_number(SYSTEM, number)
    if as_json:
        print_json({"held": [_said(held) for held in found], "businesses": [each.number for each in businesses]})
        return DONE
    _print(found)
    for business in businesses:
        console.print(f"Betrieb {business.number}, {business.municipality}: Ansprechperson mit Erreichbarkeit")
    console.print(f"{len(found)} Vorgänge." if found or businesses else "Zu dieser Nummer wird nichts aufbewahrt.")
    return DONE


async def erase(settings: Settings, number: str, *, as_json: bool) -> int:
    """Exit code 1 where something is still open: it has to be ended first."""
    async with opened(settings) as program:
        erased, still_open = await program.erasure.erase_number(SYSTEM, number, "command line")
    if as_json:
        print_json({"erased": [_said(held) for held in erased], "open": [_said(held) for held in still_open]})
    else:
        console.print(f"Gelöscht: {len(erased)} Vorgänge.")
        if still_open:
            _print(still_open)
            console.print(
                "Noch offen und darum nicht gelöscht. Bitte zuerst beantworten oder beenden, dann wiederholen."
            )
    return FINDINGS if still_open else DONE


def _print(found: Sequence[Held]) -> None:
    for held in found:
        until = f"{held.erased_after.astimezone(BERLIN):%d.%m.%Y %H:%M}" if held.erased_after else "noch offen"
        console.print(f"Vorgang {shown(held.contact.case_number)}, {held.contact.municipality}, bis {until}:")
        console.print(f"  {', '.join(held.fields)}", soft_wrap=True)


def _said(held: Held) -> dict[str, object]:
    return {
        "case_number": held.contact.case_number,
        "municipality": held.contact.municipality,
        "open": held.is_open,
        "fields": list(held.fields),
        "erased_after": held.erased_after.isoformat() if held.erased_after else None,
    }
