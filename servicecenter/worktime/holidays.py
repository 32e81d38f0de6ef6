"""Public holidays of a Land with their names. The only module that knows the package `holidays`."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from servicecenter.worktime.errors import LandUnknown


@lru_cache(maxsize=64)
def public_holidays(land: str, years: range) -> Mapping[date, str]:
    """Date to German name, in order of date; `land` by ISO 3166-2, so Nordrhein-Westfalen is "NW", not "NRW".

    Two holidays on one day are one entry with both names. Serves as `holidays` of a WorkCalendar as it is.
    """
    import holidays  # late: the package takes 85 ms to import, and most commands never ask

    if land not in holidays.country_holidays("DE").subdivisions:
        raise LandUnknown(land)
    found = holidays.country_holidays("DE", subdiv=land, language="de", years=years)
    return MappingProxyType({day: found[day] for day in sorted(found)})
