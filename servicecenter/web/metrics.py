"""What /metrics tells: requests by route and status. Never a name, a number or a case."""

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY = CollectorRegistry()
REQUESTS = Counter("servicecenter_requests", "Requests by route and status", ["route", "status"], registry=REGISTRY)
SECONDS = Histogram("servicecenter_request_seconds", "Time to answer", ["route"], registry=REGISTRY)


def observe(request: web.Request, status: int, seconds: float) -> None:
    resource = request.match_info.route.resource
    route = resource.canonical if resource is not None else "unknown"
    REQUESTS.labels(route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def exposition() -> str:
    return generate_latest(REGISTRY).decode()
