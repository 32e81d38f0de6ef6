"""pbx add, list, renew, on, off, revoke."""

from servicecenter.commands.opening import SYSTEM
from servicecenter.commands.opening import program as opened
from servicecenter.commands.output import DONE, console, print_json
from servicecenter.settings import Settings
from servicecenter.telephony.pbx.model import Pbx
from servicecenter.web.pages.pbx import addresses


async def add(
    settings: Settings, name: str, municipality: str, *, is_central: bool, shows_number: bool, as_json: bool
) -> int:
    async with opened(settings) as program:
        made, token = await program.pbxes.add(
            name, municipality, by=None, is_central=is_central, shows_number=shows_number
        )
    _print_addresses(settings, made, token, as_json=as_json)
    return DONE


async def renew(settings: Settings, pbx: int, *, as_json: bool) -> int:
    async with opened(settings) as program:
        made, token = await program.pbxes.renew(pbx, by=None)
    _print_addresses(settings, made, token, as_json=as_json)
    return DONE


async def switch(settings: Settings, pbx: int, *, is_on: bool) -> int:
    async with opened(settings) as program:
        changed = await program.pbxes.switch(pbx, is_on=is_on, by=None)
    console.print(f"{changed.name} ist {'eingeschaltet' if is_on else 'ausgeschaltet'}.", markup=False)
    return DONE


async def revoke(settings: Settings, pbx: int) -> int:
    async with opened(settings) as program:
        changed = await program.pbxes.revoke(pbx, by=None)
    console.print(f"{changed.name} ist widerrufen; die Adresse gilt nicht mehr.", markup=False)
    return DONE


async def show(settings: Settings, *, as_json: bool) -> int:
    async with opened(settings) as program:
        known = await program.pbxes.all(SYSTEM)
    if as_json:
        print_json([_shape(pbx) for pbx in known])
    for pbx in () if as_json else known:
        used = f"{pbx.last_used_at:%d.%m.%Y %H:%M} UTC" if pbx.last_used_at else "noch nie"
        console.print(f"{pbx.id:<5}{pbx.municipality:<18}{_state(pbx):<14}{used:<22}{pbx.name}", markup=False)
    return DONE


def _print_addresses(settings: Settings, pbx: Pbx, token: str, *, as_json: bool) -> None:
    made = addresses(settings.link, token)
    if as_json:
        print_json(_shape(pbx) | {"token": token, "addresses": list(made.values())})
        return
    console.print(f"{pbx.name}, Nummer {pbx.id}. Die Adresse wird nur jetzt gezeigt:", markup=False)
    for label, address in made.items():
        console.print(f"  {label:<24}{address}", markup=False, soft_wrap=True)


def _state(pbx: Pbx) -> str:
    if pbx.revoked_at:
        return "widerrufen"
    return "aktiv" if pbx.is_on else "aus"


def _shape(pbx: Pbx) -> dict[str, object]:
    return {
        "id": pbx.id, "name": pbx.name, "municipality": pbx.municipality, "is_central": pbx.is_central,
        "state": _state(pbx), "last_used_at": pbx.last_used_at, "refused": pbx.refused,
    }  # fmt: skip
