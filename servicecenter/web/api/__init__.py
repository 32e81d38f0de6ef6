"""The JSON API: the same steps as on the screens. All of it together is ROUTES."""

from servicecenter.web.table import Route

ROUTES: list[Route] = []
