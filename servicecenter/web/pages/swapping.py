"""A page, or the piece of it that htmx put back in place: one template for both, chosen by response headers."""

from typing import Any

from aiohttp import web

from servicecenter.web.pages.frame import framed
from servicecenter.web.table import Ask


def swapped(ask: Ask[Any], template: str, place: str, **values: Any) -> web.Response:
    """`place` is the id that stands in for itself where htmx asked; errors come back there too, with what was typed."""
    if ask.is_fragment:
        values["headers"] = {"HX-Retarget": f"#{place}", "HX-Reselect": f"#{place}", "HX-Reswap": "outerHTML show:top"}
    return framed(ask, template, **values)
