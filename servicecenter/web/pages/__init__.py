"""The screens. One module each; all of them together are ROUTES."""

from servicecenter.web.pages import account, board, contact, desk, events, health, home, inbox, people
from servicecenter.web.table import Route

MODULES = (home, account, desk, contact, inbox, board, people, events, health)
ROUTES: list[Route] = [route for module in MODULES for route in module.table.routes]
