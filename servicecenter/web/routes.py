"""All routes there are: what the program serves and what the house tests read."""

from servicecenter.web import api, pages
from servicecenter.web.table import Route

ROUTES: list[Route] = [*pages.ROUTES, *api.ROUTES]
