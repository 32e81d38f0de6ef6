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
    explain,
    gaps,
    handbook_draft,
    handbooks,
    health,
    home,
    inbox,
    notices,
    people,
    promise_month,
    reports,
    upkeep,
)
from servicecenter.web.table import Route

MODULES = (
    account,
    article,
    article_versions,
    articles,
    board,
    contact,
    desk,
    events,
    explain,
    gaps,
    handbook_draft,
    handbooks,
    health,
    home,
    inbox,
    notices,
    people,
    promise_month,
    reports,
    upkeep,
)
ROUTES: list[Route] = [route for module in MODULES for route in module.table.routes]
