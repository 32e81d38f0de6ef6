"""The screens. One module each; all of them together are ROUTES."""

from servicecenter.web.pages import (
    account,
    article,
    article_versions,
    articles,
    board,
    contact,
    desk,
    events,
    health,
    home,
    inbox,
    notices,
    people,
    promise_month,
    reports,
)
from servicecenter.web.table import Route

MODULES = (
    home,
    account,
    desk,
    contact,
    inbox,
    board,
    articles,
    article,
    article_versions,
    people,
    events,
    health,
    reports,
    notices,
    promise_month,
)
ROUTES: list[Route] = [route for module in MODULES for route in module.table.routes]
